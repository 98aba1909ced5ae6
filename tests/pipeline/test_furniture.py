"""What is no news in a text: credits, addresses, calls and copyright, each at most a sentence of a line."""

import pytest
import spacy

from dashboard.pipeline.entities.furniture import find_furniture


def passages(text: str) -> list[str]:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")
    return [text[start:end] for start, end in sorted(find_furniture(nlp(text), text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He left. (Reporting by Ann Hill in Rome; Editing by Bo Lund)\nNews.",
         ["Reporting by Ann Hill in Rome; Editing by Bo Lund)", "Editing by Bo Lund)"]),
        ("He left.\n\nAdditional reporting by Ann Hill. She wept.", ["Additional reporting by Ann Hill."]),
        ("He left. Writing and editing by Ann Hill.", ["Writing and editing by Ann Hill."]),
        ("He left.\nAP writers Ann Hill in Rome and Bo Lund contributed to this report.\nShe wept.",
         ["AP writers Ann Hill in Rome and Bo Lund contributed to this report."]),
        ("He left.\n\nHill reported from Rome.", ["Hill reported from Rome."]),
        ("He left.\nAnn Hill reported from Rome, and Bo Lund and Eve Ray from Oslo, Norway.",
         ["Ann Hill reported from Rome, and Bo Lund and Eve Ray from Oslo, Norway."]),
        ("He left. Follow Ann Hill on Twitter. She wept.", ["Follow Ann Hill on Twitter."]),
        ("He left.\nAnn Hill, news desk: ann@example.org\nShe wept.", ["Ann Hill, news desk: ann@example.org"]),
        ("He left. Now sign up for our daily newsletter from Rome. She wept.",
         ["sign up for our daily newsletter from Rome."]),
        ("He left. Copyright 2018 Vale News. She wept.", ["Copyright 2018 Vale News."]),
        ("He left. © 2018 Vale News", ["© 2018 Vale News"]),
        ("He left. Vale News, all rights reserved.", ["all rights reserved."]),
        ("He left.\nAnn Hill/Reuters\nShe wept.", ["Ann Hill/Reuters"]),
        ("A street. REUTERS/Ann Hill She wept. AFP/Stringer", ["REUTERS/Ann Hill She", "AFP/Stringer"]),
        ("He left (Photo: Ann Hill). She wept.", ["(Photo: Ann Hill)"]),
        ("He left.\nPhoto by Ann Hill\nShe wept.", ["Photo by Ann Hill"]),
        ("ROME (Reuters) - He left.", ["(Reuters)"]),
        ("He left. (AFP)", ["(AFP)"]),
    ],
)  # fmt: skip
def test_a_passage_that_is_no_news_is_found(text: str, expected: list[str]) -> None:
    assert passages(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "A report written by Ann Hill says so.",
        "There was reporting by Reuters, and the editing by hand took days.",
        "He contributed to the fund. She will follow him on foot.",
        "A Reuters/Ipsos poll and a New York Times/CBS News poll say so.",
        "The Associated Press (AP) reported it.",
        "Photo opportunities were few. She took a photo by the lake.",
        "Sign up for the race today.",
        "Clashes were reported from Homs. Reuters reported from Homs that it rained.",
        "A man reported from Rome. Ann Hill reported from Rome on the strike.",
        "The money was contributed from Norway.",
    ],
)
def test_news_that_uses_the_same_words_is_news(text: str) -> None:
    assert passages(text) == []
