from typing import Any

import numpy as np
import pytest
import spacy
from spacy.tokens import Doc

from dashboard.pipeline import windows
from dashboard.pipeline.windows import (
    DEPENDENCIES,
    ENTITY_TAGS,
    PARTS_OF_SPEECH,
    WINDOW,
    WordPieces,
    casing_of,
    cut_windows,
    may_name,
    may_speak,
    read_sentences,
)

VOCABULARY = "[PAD] [UNK] [CLS] [SEP] [MASK] al ##ep ##po aleppo fell idlib . ' s".split()


def pieces_of(word: str) -> list[str]:
    return [VOCABULARY[number] for number in WordPieces(VOCABULARY).read(word)[0]]


def make_doc(*sentences: str, **columns: Any) -> Doc:
    words = [word for sentence in sentences for word in sentence.split(" ")]
    starts: list[bool | int | None] = [i == 0 for sentence in sentences for i, _ in enumerate(sentence.split(" "))]
    return Doc(spacy.blank("en").vocab, words, sent_starts=starts, **columns)


@pytest.mark.parametrize(
    ("word", "pieces"),
    [
        ("Aleppo", ["aleppo"]),
        ("alep", ["al", "##ep"]),
        ("Idlíb's", ["idlib", "'", "s"]),
        ("Homs", ["[UNK]"]),
        ("\n\n", []),
        ("\u200b", []),
    ],
    ids=["whole", "longest first", "accent and apostrophe", "no piece fits", "white space", "nothing seen"],
)
def test_a_word_is_cut_into_pieces(word: str, pieces: list[str]) -> None:
    assert pieces_of(word) == pieces


def test_little_is_read_of_a_very_long_word() -> None:
    assert len(pieces_of("." * 10_000)) == windows.WORD_PIECES


@pytest.mark.parametrize(
    ("word", "casing"),
    [
        ("army", "lower"),
        ("Army", "title"),
        ("A", "title"),
        ("NATO", "upper"),
        ("McGee", "mixed"),
        ("F-16", "digit"),
        (",", "none"),
    ],
)
def test_casing(word: str, casing: str) -> None:
    assert casing_of(word) == casing


def may_be_named(doc: Doc) -> list[str]:
    return [token.text for token, is_marked in zip(doc, may_name(doc), strict=True) if is_marked]


@pytest.mark.parametrize(
    ("sentence", "pos", "ents", "marked"),
    [
        ("The army left Idlib today", "DET NOUN VERB PROPN NOUN", "O O O O B-DATE", ["Idlib"]),
        ("the Bank of the West fell", "DET PROPN ADP DET PROPN VERB", "", ["Bank", "of", "the", "West"]),
        ("Idlib fell and the army left Homs", "PROPN VERB CCONJ DET NOUN VERB PROPN", "", ["Idlib", "Homs"]),
        ("idlib fell", "NOUN VERB", "B-GPE O", ["idlib"]),
        ("She left in March", "PRON VERB ADP PROPN", "O O O B-DATE", []),
    ],
    ids=["capital", "between two", "too far between", "marked by the model", "pronoun and date"],
)
def test_words_that_may_be_in_a_name(sentence: str, pos: str, ents: str, marked: list[str]) -> None:
    assert may_be_named(make_doc(sentence, pos=pos.split(), ents=ents.split() or None)) == marked


def test_windows_hold_whole_sentences_and_every_name_once() -> None:
    doc = make_doc(*["Aleppo fell ."] * 150)
    cut = list(cut_windows(doc, WordPieces(VOCABULARY)))
    assert [i for window in cut for i in window.names.tokens.tolist()] == list(range(0, len(doc), 3))
    assert all(window.rows.shape[1] % 3 == 2 for window in cut), "sentences and two end marks"
    assert max(window.rows.shape[1] for window in cut) <= WINDOW
    assert len(cut) == 3, "a window is filled"


def test_a_sentence_without_a_name_is_not_read() -> None:
    (window,) = cut_windows(make_doc("Aleppo fell .", "nobody saw .", "Idlib fell ."), WordPieces(VOCABULARY))
    assert (window.names.tokens.tolist(), window.rows.shape[1]) == ([0, 6], 8)
    assert list(cut_windows(make_doc("nobody saw ."), WordPieces(VOCABULARY))) == []


def test_a_sentence_longer_than_a_window_is_cut_between_words() -> None:
    doc = make_doc("Aleppo fell .", "Alep " * 400 + ".", "Aleppo fell .")
    cut = list(cut_windows(doc, WordPieces(VOCABULARY)))
    assert [i for window in cut for i in window.names.tokens.tolist()] == [0, *range(3, 403), 404]
    assert max(window.rows.shape[1] for window in cut) <= WINDOW


def test_a_window_holds_the_opinions_of_spacy() -> None:
    doc = make_doc("fell Alep \n fell", pos=["VERB", "PROPN", "SPACE", "VERB"], ents=["O", "B-GPE", "O", "O"])
    (window,) = cut_windows(doc, WordPieces(VOCABULARY))
    _, casings, entities, parts, _, _ = window.rows.tolist()
    assert [windows.CASINGS[n] for n in casings[1:-1]] == ["lower", "title", "title", "lower"]
    assert [ENTITY_TAGS[n] for n in entities[1:-1]] == ["O", "B-GPE", "B-GPE", "O"]
    assert [PARTS_OF_SPEECH[n] for n in parts[1:-1]] == ["VERB", "PROPN", "PROPN", "VERB"], "white space is not read"
    assert (window.names.tokens.tolist(), window.names.heads.tolist(), window.names.columns.tolist()) == (
        [1],
        [0],
        [2, 3],
    )


def test_where_spacy_has_no_opinion_none_is_made_up() -> None:
    (window,) = cut_windows(make_doc("Aleppo fell"), WordPieces(VOCABULARY))
    assert window.rows[2:].tolist() == [[0] * 4] * 4


def test_a_doc_without_sentences_and_one_without_words_are_read() -> None:
    blank = spacy.blank("en")
    assert len(list(cut_windows(blank("Aleppo fell . " * 200), WordPieces(VOCABULARY)))) == 4
    assert list(cut_windows(blank(""), WordPieces(VOCABULARY))) == []


def may_report(doc: Doc) -> list[str]:
    return [sent.text for sent in doc.sents if all(may_speak(doc, {"say|VERB"})[sent.start : sent.end])]


def test_a_sentence_may_report_speech_that_has_a_cue_or_a_quotation_mark() -> None:
    sentences = "Homs fell .", "He said so .", "“ Run .", "a say ."
    words = " ".join(sentences).split()
    pos = ["VERB" if word == "said" else "NOUN" for word in words]
    doc = make_doc(*sentences, pos=pos, lemmas=["say" if word in ("said", "say") else word for word in words])
    assert may_report(doc) == ["He said so .", "“ Run ."]


def test_a_sentence_without_a_name_is_read_where_it_may_report_speech() -> None:
    doc = make_doc("Aleppo fell .", "nobody said .", pos=["PROPN", "VERB", "PUNCT"] * 2, lemmas=["say"] * 6)
    (window,) = cut_windows(doc, WordPieces(VOCABULARY), {"say|VERB"})
    assert window.names.tokens.tolist() == [0]
    assert window.speech.tokens.tolist() == [0, 1, 2, 3, 4, 5]
    assert window.speech.columns[window.speech.heads].tolist() == [1, 2, 3, 4, 5, 6]


def test_a_window_holds_how_deep_each_word_is_quoted_and_its_dependency() -> None:
    deps = "nsubj ROOT punct ccomp punct".split()
    doc = Doc(spacy.blank("en").vocab, "He said “ Run ”".split(), deps=deps, heads=[1] * len(deps))
    (window,) = cut_windows(doc, WordPieces(VOCABULARY))
    *_, depths, dependencies = window.rows.tolist()
    assert depths[1:-1] == [0, 0, 0, 1, 0]
    assert [DEPENDENCIES[n] for n in dependencies[1:-1]] == deps


def test_sentences_are_numbered_as_windows_are() -> None:
    doc = make_doc("Aleppo fell .", "Idlib fell .")
    (window,) = cut_windows(doc, WordPieces(VOCABULARY))
    rows, tokens, heads = zip(*read_sentences(doc, WordPieces(VOCABULARY)), strict=True)
    assert np.array_equal(np.concatenate(rows, axis=1), window.rows[:, 1:-1])
    assert (tokens, heads) == (([0, 1, 2], [3, 4, 5]), ([0, 1, 2], [0, 1, 2]))
