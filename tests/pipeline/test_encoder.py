from pathlib import Path

import numpy as np
import pytest
import spacy
from numpy.typing import NDArray
from spacy.tokens import Doc

from dashboard.errors import WeightsError
from dashboard.pipeline import encoder
from dashboard.pipeline.encoder import TAGS, Encoder, encode, load_encoder, log_odds, read_tags
from dashboard.pipeline.speech import MARKS
from dashboard.pipeline.windows import cut_windows


def make_doc(*sentences: str, pos: list[str] | None = None, lemmas: list[str] | None = None) -> Doc:
    words = [word for sentence in sentences for word in sentence.split(" ")]
    starts: list[bool | int | None] = [i == 0 for sentence in sentences for i, _ in enumerate(sentence.split(" "))]
    return Doc(spacy.blank("en").vocab, words, sent_starts=starts, pos=pos, lemmas=lemmas)


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


def test_a_file_that_is_given_other_inputs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder, "CHOSEN", ("deep", "shallow"))
    with pytest.raises(WeightsError, match="trained on other inputs"):
        Encoder()


WAR = (
    "Vladimir Putin met Angela Merkel in Moscow on Tuesday .",
    "The World Health Organization opened an office in Damascus , said Ahmed Hassan .",
)


def test_the_file_finds_people_organisations_and_places() -> None:
    doc = make_doc(*WAR)
    names = load_encoder().find_names(doc, load_encoder().read(doc)[0])
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
    end = int(first.names.tokens[-1]) // 10 * 10 + 10  # of the last sentence of the first window
    assert end <= last.names.tokens[0]
    whole, part = (load_encoder().read(make_doc(*each)) for each in (sentences, sentences[: end // 10]))
    assert np.array_equal(whole[0][:end], part[0])
    assert np.array_equal(whole[1].marks[:end], part[1].marks)


def test_probabilities_of_a_token_are_one_together() -> None:
    tags, _ = load_encoder().read(make_doc("Idlib \n fell", pos=["PROPN", "SPACE", "VERB"]))
    assert np.allclose(tags.sum(axis=1), 1, atol=1e-5)
    assert tags[1, 0] == 1, "white space is no name"


def test_a_name_begins_behind_common_words_and_holds_a_capital() -> None:
    tags = tell("B-ORG", "I-ORG", "I-ORG", "O", "B-ORG", "O", "B-PER")
    pos = ["DET", "ADJ", "NOUN", "VERB", "NOUN", "ADP", "PROPN"]
    doc = make_doc("the Syrian army fought rebels of al-Sham", pos=pos)
    assert [doc[n.start : n.end].text for n in load_encoder().find_names(doc, tags)] == ["Syrian army", "al-Sham"]


def test_the_component_writes_names_beside_their_probabilities() -> None:
    doc = encode(make_doc(*WAR))
    assert [span.label_ for span in doc.spans["names"]] == ["PER", "PER", "LOC", "ORG", "LOC", "PER"]
    assert len(doc.spans["names"].attrs["probabilities"]) == 6


def test_the_file_tells_who_says_what() -> None:
    words = "Lavrov said that Homs has fallen to the rebels . It rained ."
    doc = make_doc(
        "Lavrov said that Homs has fallen to the rebels .",
        "It rained .",
        pos="PROPN VERB SCONJ PROPN AUX VERB ADP DET NOUN PUNCT PRON VERB PUNCT".split(),
        lemmas=["say" if word == "said" else word for word in words.split()],
    )
    speech = encode(doc).user_data["speech"]
    cue = int(speech.marks[:, MARKS.index("cue")].argmax())
    said = speech.relate(cue)
    assert doc[cue].text == "said"
    assert [doc[i].text for i in range(len(doc)) if said.at(i, "source") > 0] == ["Lavrov"]
    assert said.mass(3, 9) > 4
    assert said.mass(10, 13) < 1


def test_what_cannot_speak_is_unread() -> None:
    _, speech = load_encoder().read(make_doc("Moscow burns ."))
    assert speech.windows.tolist() == [-1, -1, -1]
    assert len(speech.relate(1).odds) == 0
