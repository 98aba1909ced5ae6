"""spaCy over many articles: in their order, every sentence in one paragraph, and offsets that are true."""

from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from dashboard.errors import SettingError
from dashboard.pipeline.annotate import annotate, load_model, mark_paragraphs, model_version, read_meta


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
