"""What becomes of the opinions of the encoder and of spaCy's model, on Docs built by hand."""

from collections.abc import Callable

import pytest
from spacy.tokens import Doc, Span, SpanGroup

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.encoder import NAMES
from dashboard.pipeline.entities import find_mentions
from dashboard.pipeline.entities.names import read_names
from dashboard.pipeline.gazetteer import Gazetteer

Build = Callable[..., Doc]


def encode(doc: Doc, *names: tuple[int, int, str, float]) -> Doc:
    """The Doc with these names of the encoder: start, end, type, probability."""
    spans = [Span(doc, start, end, label=label) for start, end, label, _ in names]
    doc.spans[NAMES] = SpanGroup(doc, name=NAMES, spans=spans, attrs={"probabilities": [name[3] for name in names]})
    return doc


@pytest.mark.parametrize(
    ("row", "encoder", "label"),
    [
        ("Zorit PROPN ROOT 0 B-FAC", "LOC", "FAC"),
        ("Zorit PROPN ROOT 0 B-PERSON", "LOC", "LOC"),
        ("Homs PROPN ROOT 0", "LOC", "GPE"),
        ("Homs PROPN ROOT 0 B-ORG", "PER", "PERSON"),
        ("Iraq PROPN ROOT 0 B-GPE", "ORG", "GPE"),
        ("Zorit PROPN ROOT 0 B-GPE", "ORG", "ORG"),
        ("Syrian PROPN ROOT 0 B-NORP", "ORG", "NORP"),
        ("Zorit PROPN ROOT 0 B-NORP", "ORG", "ORG"),
    ],
    ids=["finer", "against the model", "in the gazetteer", "person", "a state", "no place", "a nation", "no nation"],
)
def test_the_encoder_says_what_a_name_is_and_the_model_says_it_more_finely(
    build_doc: Build, gazetteer: Gazetteer, row: str, encoder: str, label: str
) -> None:
    (name,) = read_names(encode(build_doc(row), (0, 1, encoder, 0.9)), gazetteer)
    assert (name.label, name.probability) == (label, 0.9)


@pytest.mark.parametrize(("word", "labels"), [("Us", []), ("US", ["GPE"])])
def test_a_common_word_is_no_place(build_doc: Build, gazetteer: Gazetteer, word: str, labels: list[str]) -> None:
    names = read_names(encode(build_doc(f"{word} PROPN ROOT 0 B-GPE"), (0, 1, "LOC", 0.9)), gazetteer)
    assert [name.label for name in names] == labels


def test_what_is_unlikely_is_no_name(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = encode(build_doc("Zorit PROPN ROOT 0"), (0, 1, "PER", 0.3))
    assert read_names(doc, gazetteer) == []


@pytest.mark.parametrize(("word", "found"), [("Z" * 300, 1), ("Z" * 301, 0), ("\x15uman", 0)])
def test_what_no_link_can_hold_is_no_name(build_doc: Build, gazetteer: Gazetteer, word: str, found: int) -> None:
    doc = encode(build_doc(f"{word} PROPN ROOT 0"), (0, 1, "PER", 0.9))
    assert len(find_mentions(doc, gazetteer)) == found


@pytest.mark.parametrize(
    ("row", "labels"),
    [
        ("Homs PROPN ROOT 0 B-GPE", ["GPE"]),
        ("Zorit PROPN ROOT 0 B-GPE", []),
        ("Zorit PROPN ROOT 0 B-PERSON", []),
        ("Brexit PROPN ROOT 0 B-EVENT", ["EVENT"]),
    ],
    ids=["place of the gazetteer", "unknown place", "person", "event"],
)
def test_of_what_the_model_alone_found_some_is_kept(
    build_doc: Build, gazetteer: Gazetteer, row: str, labels: list[str]
) -> None:
    names = read_names(encode(build_doc(row)), gazetteer)
    assert [(name.label, name.probability) for name in names] == [(label, None) for label in labels]


def test_a_place_in_what_the_encoder_takes_for_a_longer_name_is_none(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc("Jerusalem PROPN compound 1 B-GPE\nFord PROPN ROOT 1")
    assert read_names(encode(doc, (0, 2, "LOC", 0.3)), gazetteer) == []
    assert [name.label for name in read_names(encode(doc, (0, 1, "LOC", 0.3)), gazetteer)] == ["GPE"]


def test_a_probability_is_of_the_label(build_doc: Build, gazetteer: Gazetteer) -> None:
    (name,) = read_names(encode(build_doc("Zorit PROPN ROOT 0"), (0, 1, "PER", 0.9)), gazetteer)
    assert name.relabel("PERSON").probability == 0.9
    assert name.relabel("GPE").probability is None


def labels_of(surface: str, doc: Doc, gazetteer: Gazetteer, known: KnownActors | None = None) -> list[str]:
    return [mention.label for mention in find_mentions(doc, gazetteer, known) if mention.surface == surface]


def test_a_name_has_one_label_in_an_article(build_doc: Build, gazetteer: Gazetteer) -> None:
    doc = build_doc(*["Zorit PROPN nsubj 1\nleft VERB ROOT 1"] * 3)
    encode(doc, (0, 1, "PER", 0.6), (2, 3, "ORG", 0.9), (4, 5, "ORG", 0.9))
    assert labels_of("Zorit", doc, gazetteer) == ["ORG"] * 3


def test_a_known_actor_has_the_label_of_its_kind(build_doc: Build, gazetteer: Gazetteer, known: KnownActors) -> None:
    doc = encode(build_doc("HTS PROPN ROOT 0 B-PERSON"), (0, 1, "PER", 0.93))
    assert labels_of("HTS", doc, gazetteer, known) == ["ORG"]


def test_a_town_of_a_country_that_the_article_names_is_a_place(build_doc: Build, gazetteer: Gazetteer) -> None:
    fell = "Kunduz PROPN nsubj 1 B-PERSON\nfell VERB ROOT 1"
    there = "Afghanistan PROPN nsubj 1 B-GPE\nwept VERB ROOT 1"
    assert labels_of("Kunduz", build_doc(fell, there), gazetteer) == ["GPE"]
    assert labels_of("Kunduz", build_doc(fell), gazetteer) == ["PERSON"]
    two = "Deir PROPN compound 1 B-PERSON\nEzzor PROPN nsubj 2 I-PERSON\nfell VERB ROOT 2"
    assert labels_of("Deir Ezzor", build_doc(two, there.replace("Afghanistan", "Syria")), gazetteer) == ["GPE"]
