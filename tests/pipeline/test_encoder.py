from pathlib import Path

import numpy as np
import pytest
import spacy
from numpy.typing import NDArray
from spacy.tokens import Doc

from dashboard.errors import WeightsError
from dashboard.pipeline import encoder
from dashboard.pipeline.encoder import (
    ENTITY_TAGS,
    PARTS_OF_SPEECH,
    TAGS,
    WINDOW,
    Encoder,
    WordPieces,
    casing_of,
    cut_windows,
    load_encoder,
    log_odds,
    may_name,
    read_tags,
    write_names,
)

VOCABULARY = "[PAD] [UNK] [CLS] [SEP] [MASK] al ##ep ##po aleppo fell idlib . ' s".split()


def pieces_of(word: str) -> list[str]:
    return [VOCABULARY[number] for number in WordPieces(VOCABULARY).read(word)[0]]


def make_doc(*sentences: str, pos: list[str] | None = None, ents: list[str] | None = None) -> Doc:
    words = [word for sentence in sentences for word in sentence.split(" ")]
    starts: list[bool | int | None] = [i == 0 for sentence in sentences for i, _ in enumerate(sentence.split(" "))]
    return Doc(spacy.blank("en").vocab, words, sent_starts=starts, pos=pos, ents=ents)


def tell(*tokens: str) -> NDArray[np.float32]:
    """Tag probabilities: `B-PER` is certain, `I-ORG/I-LOC` is split evenly."""
    rows = np.zeros((len(tokens), len(TAGS)), dtype=np.float32)
    for row, token in zip(rows, tokens, strict=True):
        for tag in token.split("/"):
            row[TAGS.index(tag)] = 1 / len(token.split("/"))
    return rows


def names_in(*tokens: str, breaks: int | None = None) -> list[tuple[int, int, str]]:
    marks = np.arange(len(tokens)) == breaks
    return [(start, end, label) for start, end, label, _ in read_tags(tell(*tokens), marks)]


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
    assert len(pieces_of("." * 10_000)) == encoder.WORD_PIECES


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
    windows = list(cut_windows(doc, WordPieces(VOCABULARY)))
    assert [i for window in windows for i in window.tokens.tolist()] == list(range(0, len(doc), 3))
    assert all(window.rows.shape[1] % 3 == 2 for window in windows), "sentences and two end marks"
    assert max(window.rows.shape[1] for window in windows) <= WINDOW
    assert len(windows) == 3, "a window is filled"


def test_a_sentence_without_a_name_is_not_read() -> None:
    (window,) = cut_windows(make_doc("Aleppo fell .", "nobody saw .", "Idlib fell ."), WordPieces(VOCABULARY))
    assert (window.tokens.tolist(), window.rows.shape[1]) == ([0, 6], 8)
    assert list(cut_windows(make_doc("nobody saw ."), WordPieces(VOCABULARY))) == []


def test_a_sentence_longer_than_a_window_is_cut_between_words() -> None:
    doc = make_doc("Aleppo fell .", "Alep " * 400 + ".", "Aleppo fell .")
    windows = list(cut_windows(doc, WordPieces(VOCABULARY)))
    assert [i for window in windows for i in window.tokens.tolist()] == [0, *range(3, 403), 404]
    assert max(window.rows.shape[1] for window in windows) <= WINDOW


def test_a_window_holds_the_opinions_of_spacy() -> None:
    doc = make_doc("fell Alep \n fell", pos=["VERB", "PROPN", "SPACE", "VERB"], ents=["O", "B-GPE", "O", "O"])
    (window,) = cut_windows(doc, WordPieces(VOCABULARY))
    _, casings, entities, parts = window.rows.tolist()
    assert [encoder.CASINGS[n] for n in casings[1:-1]] == ["lower", "title", "title", "lower"]
    assert [ENTITY_TAGS[n] for n in entities[1:-1]] == ["O", "B-GPE", "B-GPE", "O"]
    assert [PARTS_OF_SPEECH[n] for n in parts[1:-1]] == ["VERB", "PROPN", "PROPN", "VERB"], "white space is not read"
    assert (window.tokens.tolist(), window.heads.tolist(), window.deep.tolist()) == ([1], [0], [2, 3])


def test_where_spacy_has_no_opinion_none_is_made_up() -> None:
    (window,) = cut_windows(make_doc("Aleppo fell"), WordPieces(VOCABULARY))
    assert window.rows[2:].tolist() == [[0] * 4] * 2


def test_a_doc_without_sentences_and_one_without_words_are_read() -> None:
    blank = spacy.blank("en")
    assert len(list(cut_windows(blank("Aleppo fell . " * 200), WordPieces(VOCABULARY)))) == 4
    assert list(cut_windows(blank(""), WordPieces(VOCABULARY))) == []


def test_names_are_read_from_tags() -> None:
    assert names_in("O", "B-PER", "I-PER", "O", "B-LOC") == [(1, 3, "PER"), (4, 5, "LOC")]
    assert names_in("B-PER", "B-PER") == [(0, 1, "PER"), (1, 2, "PER")]
    assert names_in("O", "I-PER", "I-PER") == [(1, 3, "PER")], "a name may lack its beginning"
    assert names_in() == []


def test_a_name_has_the_label_that_most_of_it_has() -> None:
    assert names_in("B-ORG", "I-ORG/I-LOC", "I-LOC/I-ORG") == [(0, 3, "ORG")]


def test_a_name_ends_with_its_sentence() -> None:
    assert names_in("B-PER", "I-PER", breaks=1) == [(0, 1, "PER"), (1, 2, "PER")]


def test_log_odds_are_bounded() -> None:
    assert log_odds(0.5) == 0
    assert 9 < log_odds(1.0) < 10
    assert -10 < log_odds(0.0) < -9


def test_a_file_that_is_absent_is_named_with_its_remedy(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"none\.onnx is absent; run: python -m tools\.train_encoder"):
        Encoder(tmp_path / "none.onnx")


def test_a_file_that_reads_other_features_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(encoder.FEATURES, "casings", ("lower", "upper"))
    with pytest.raises(WeightsError, match="trained on other casings"):
        Encoder()


WAR = (
    "Vladimir Putin met Angela Merkel in Moscow on Tuesday .",
    "The World Health Organization opened an office in Damascus , said Ahmed Hassan .",
)


def test_the_file_finds_people_organisations_and_places() -> None:
    doc = make_doc(*WAR)
    names = load_encoder().find_names(doc)
    found = {doc[name.start : name.end].text.removeprefix("The "): name.label for name in names}
    assert found == {
        "Vladimir Putin": "PER",
        "Angela Merkel": "PER",
        "Moscow": "LOC",
        "World Health Organization": "ORG",
        "Damascus": "LOC",
        "Ahmed Hassan": "PER",
    }
    assert all(0.6 < name.probability < 1 for name in names)


def test_what_is_found_does_not_depend_on_the_windows_beside() -> None:
    sentences = ["Vladimir Putin met Angela Merkel in Moscow on Tuesday ."] * 40
    doc = make_doc(*sentences)
    first, *_, last = cut_windows(doc, load_encoder().pieces)
    end = int(first.tokens[-1]) // 10 * 10 + 10  # of the last sentence of the first window
    assert end <= last.tokens[0]
    assert np.array_equal(load_encoder().tag(doc)[:end], load_encoder().tag(make_doc(*sentences[: end // 10])))


def test_probabilities_of_a_token_are_one_together() -> None:
    tags = load_encoder().tag(make_doc("Idlib \n fell", pos=["PROPN", "SPACE", "VERB"]))
    assert np.allclose(tags.sum(axis=1), 1, atol=1e-5)
    assert tags[1, 0] == 1, "white space is no name"


def test_a_name_begins_behind_common_words_and_holds_a_capital(monkeypatch: pytest.MonkeyPatch) -> None:
    tags = tell("B-ORG", "I-ORG", "I-ORG", "O", "B-ORG", "O", "B-PER")
    monkeypatch.setattr(Encoder, "tag", lambda self, doc: tags)
    pos = ["DET", "ADJ", "NOUN", "VERB", "NOUN", "ADP", "PROPN"]
    doc = make_doc("the Syrian army fought rebels of al-Sham", pos=pos)
    assert [doc[n.start : n.end].text for n in load_encoder().find_names(doc)] == ["Syrian army", "al-Sham"]


def test_the_component_writes_names_beside_their_probabilities() -> None:
    doc = write_names(make_doc(*WAR))
    assert [span.label_ for span in doc.spans["names"]] == ["PER", "PER", "LOC", "ORG", "LOC", "PER"]
    assert len(doc.spans["names"].attrs["probabilities"]) == 6
