"""spaCy over many articles: in their order, every sentence in one paragraph, and offsets that are true."""

import random
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.annotate import (
    FEWEST_FOR_A_POOL,
    annotate,
    load_model,
    mark_paragraphs,
    model_version,
    read_meta,
)


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


def read_words(number: int, doc: Doc) -> tuple[int, str, list[str]]:
    """What a worker gives back here: number, text and sentences."""
    return number, doc.text, [sentence.text for sentence in doc.sents]


def numbered(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each text, and its number as what is given with it."""
    return ((text, number) for number, text in enumerate(texts))


def make_texts(count: int) -> list[str]:
    """Texts of very different lengths, each with its number in it."""
    dice = random.Random(5)
    return [f"Report {number}. " + "Rain fell on Homs. " * dice.randrange(12) for number in range(count)]


@pytest.mark.model
@pytest.mark.parametrize("count", [0, 1, 40])
def test_answers_come_in_the_order_of_the_texts(count: int) -> None:
    texts = make_texts(count)
    found = list(annotate(numbered(texts), read_words, 1))
    assert [(number, text) for number, text, _ in found] == list(enumerate(texts))


@pytest.mark.model
def test_a_window_is_in_order_and_windows_follow_one_another(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "WINDOW", 7)
    monkeypatch.setattr(settings, "BATCH", 2)
    texts = make_texts(25)
    assert [text for _, text, _ in annotate(numbered(texts), read_words, 1)] == texts


@pytest.mark.model
def test_texts_are_taken_as_they_are_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "WINDOW", 10)
    taken: list[int] = []

    def texts() -> Iterator[str]:
        for number, text in enumerate(make_texts(200)):
            taken.append(number)
            yield text

    answers = annotate(numbered(texts()), read_words, 1)
    next(answers)
    assert len(taken) < 100


@pytest.mark.model
def test_sentences_never_run_over_a_paragraph_and_leave_nothing_out() -> None:
    text = (
        "Rebels near Damascus\n\nHezbollah left Homs  on Sunday, AFP said\n \nThe army – “all of it” – denied that.\r\n"
        "\r\n\u200fحمص fell 😀. It was over.\n\n\n  No full stop here\n\nThe end"
    )
    [(_, seen, sentences)] = annotate(numbered([text]), read_words, 1)
    assert seen == text
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


@pytest.mark.parametrize("name", ["xx_nowhere_lg", "scikit-learn", "blank"])
def test_a_wrong_model_is_one_error_before_anything_is_started(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str
) -> None:
    def no_pool(*_: object, **__: object) -> None:
        pytest.fail("a pool was started")

    if name == "blank":
        name = str(tmp_path / name)
        spacy.blank("en").to_disk(name)
    monkeypatch.setenv("DATELINE_MODEL", name)
    monkeypatch.setattr("dashboard.pipeline.annotate.ProcessPoolExecutor", no_pool)
    texts = numbered(make_texts(FEWEST_FOR_A_POOL))
    errors = []
    for workers in (1, 2):
        with pytest.raises(SettingError, match="DATELINE_MODEL is") as caught:
            next(annotate(texts, read_words, workers))
        errors.append(str(caught.value))
    assert len(list(texts)) == FEWEST_FOR_A_POOL
    assert errors[0] == errors[1]
    assert "\n" not in errors[0]


def test_a_model_that_workers_cannot_load_names_the_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("parser")
    nlp.to_disk(tmp_path)
    (tmp_path / "config.cfg").unlink()
    monkeypatch.setenv("DATELINE_MODEL", str(tmp_path))
    # Threads in place of processes, which take seconds to start.
    monkeypatch.setattr(
        "dashboard.pipeline.annotate.ProcessPoolExecutor",
        lambda workers, mp_context, **given: ThreadPoolExecutor(workers, **given),
    )
    with pytest.raises(SettingError, match=r"DATELINE_MODEL is .*config\.cfg"):
        list(annotate(numbered(make_texts(FEWEST_FOR_A_POOL)), read_words, 2))


def test_the_version_is_known_without_loading_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy, "load", lambda *_, **__: pytest.fail("the model was loaded"))
    assert model_version() == "en_core_web_md 3.8.0"
