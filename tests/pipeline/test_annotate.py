"""spaCy over many articles: in their order, every sentence in one paragraph, and offsets that are true."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.annotate import annotate, cut_text, load_model, mark_paragraphs, model_version, read_meta
from dashboard.pipeline.articles import Article
from dashboard.pipeline.batch import read_batch


def starts(*words: str) -> list[str]:
    """The words that start a sentence, in a Doc of these words and blanks that has no sentences yet."""
    doc = mark_paragraphs(Doc(spacy.blank("en").vocab, list(words), spaces=[False] * len(words)))
    return [token.text for token in doc if token.is_sent_start]


@pytest.mark.parametrize("gap", ["\n\n", "\n\n\n", "\r\n\r\n", "\n \n", "\n\t\n  ", " \n\n"])
def test_an_empty_line_starts_a_sentence(gap: str) -> None:
    assert starts("Title", gap, "Homs", "fell", gap, "Then") == ["Title", "Homs", "Then"]


@pytest.mark.parametrize("gap", ["\n", "\r\n", "  ", "\t", "\u2028"])
def test_the_end_of_a_line_alone_does_not(gap: str) -> None:
    assert starts("Homs", gap, "fell") == ["Homs"]


def test_blank_lines_at_either_end_are_no_matter() -> None:
    assert starts("\n\n", "Homs", "fell", "\n\n") == ["\n\n", "Homs"]
    assert starts("\n\n") == ["\n\n"]
    assert starts() == []


@pytest.mark.model
@pytest.mark.parametrize("count", [0, 1, 40])
def test_docs_come_in_the_order_of_the_texts(count: int) -> None:
    texts = [f"Report {number}. Rain fell on Homs." for number in range(count)]
    assert [doc.text for doc in annotate(texts)] == texts


@pytest.mark.model
def test_sentences_never_run_over_a_paragraph_and_leave_nothing_out() -> None:
    text = (
        "Rebels near Damascus\n\nHezbollah left Homs  on Sunday, AFP said\n \nThe army – “all of it” – denied that.\r\n"
        "\r\n\u200fحمص fell 😀. It was over.\n\n\n  No full stop here\n\nThe end"
    )
    [doc] = annotate([text])
    assert doc.text == text
    sentences = [sentence.text for sentence in doc.sents]
    assert "".join("".join(sentences).split()) == "".join(text.split())
    stripped = [sentence.strip() for sentence in sentences]
    paragraphs = {"Rebels near Damascus", "Hezbollah left Homs  on Sunday, AFP said", "No full stop here", "The end"}
    assert paragraphs <= {*stripped}


@pytest.mark.model
def test_offsets_are_characters_of_the_text() -> None:
    text = "😀 É\u0301 حمص\t\u00a0“Homs” & <b>Hama</b>;\r\n\r\n Hama.  "
    doc = load_model()(text)
    assert doc.text == text
    for token in doc:
        assert text[token.idx : token.idx + len(token.text)] == token.text


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Homs fell.", ["Homs fell."]),
        ("One two three.\n\nFour five six.\nSeven eight", ["One two three.\n\n", "Four five six.\n", "Seven eight"]),
        ("One two three. Four five six.", ["One two three. ", "Four five six."]),
        ("one two three four five six seven", ["one two three four ", "five six seven"]),
        ("a" * 45, ["a" * 20, "a" * 20, "a" * 5]),
    ],
)
def test_a_long_text_is_cut_where_it_hurts_least(monkeypatch: pytest.MonkeyPatch, text: str, pieces: list[str]) -> None:
    monkeypatch.setattr(settings, "READ_AT_ONCE", 20)
    assert cut_text(text) == pieces


@pytest.mark.model
def test_a_text_that_is_read_in_pieces_has_the_offsets_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "“We left Homs on Monday,” said Rosa Linde, the mayor. Linde wept.\n\n" * 3
    monkeypatch.setattr(settings, "READ_AT_ONCE", len(text) // 3 + 5)
    article = Article("a", "a", None, text, None, None, None, None, "a.txt", "en")
    [reading] = read_batch(None, None, [article])
    assert len(cut_text(text)) == 3
    assert len(reading.quotes) == 3
    assert {text[m.start : m.end] for m in reading.mentions} == {"Homs", "Rosa Linde", "Linde"}
    for mention in reading.mentions:
        start, end = reading.sentences[mention.sentence]
        assert start <= mention.start < mention.end <= end
        assert text[mention.start : mention.end] == mention.surface
    for quote in reading.quotes:
        assert [text[start:end] for start, end in quote.parts] == ["We left Homs on Monday,"]
        assert text[quote.speaker_start : quote.speaker_end] == "Rosa Linde"
    said = [naming.reason for naming in reading.namings if naming is not None and "surname" in naming.reason]
    sentences = [mention.sentence + 1 for mention in reading.mentions if mention.surface == "Rosa Linde"]
    assert said == [f"surname of Rosa Linde, named in sentence {number}" for number in sentences]


@pytest.mark.model
def test_the_model_is_loaded_once_and_is_the_one_described() -> None:
    assert load_model() is load_model()
    assert load_model().meta["version"] == read_meta()["version"]
    assert {"parser", "ner", "paragraphs"} <= set(load_model().pipe_names)


@pytest.mark.parametrize("name", ["xx_nowhere_lg", "/nowhere/model"])
def test_a_model_that_is_not_there_names_the_setting(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("DATELINE_MODEL", name)
    with pytest.raises(SettingError) as caught:
        load_model()
    assert str(caught.value).startswith(f"DATELINE_MODEL is {name!r}, which cannot be used (")
    assert str(caught.value).endswith("); name an installed spaCy pipeline with a parser, or unset it")


def test_a_model_without_a_parser_names_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spacy.blank("en").to_disk(tmp_path / "blank")
    monkeypatch.setenv("DATELINE_MODEL", str(tmp_path / "blank"))
    with pytest.raises(SettingError, match="parser"):
        load_model()


def test_the_version_is_known_without_loading_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy, "load", lambda *_, **__: pytest.fail("the model was loaded"))
    assert model_version() == "en_core_web_md 3.8.0"
