"""Tokens of what is no prose: few, verbatim, and marked as unread."""

import pytest
import spacy
from spacy.tokens import Doc

from dashboard.pipeline.tokens import LONGEST_WORD, UNREAD, Tokenizer


@pytest.fixture(scope="module")
def tokenize() -> Tokenizer:
    return Tokenizer(spacy.blank("en").tokenizer)


def unread(doc: Doc) -> list[str]:
    return [doc.text[start:end] for start, end in doc.user_data.get(UNREAD, ())]


PROSE = "She said “we can't go” to the men of the town, and left. " * 40


@pytest.mark.parametrize("text", [PROSE, "", " ", "Homs", "a" * LONGEST_WORD, "( " * 399, "12 of 34 fell. " * 200])
def test_ordinary_text_is_cut_as_spacy_cuts_it(tokenize: Tokenizer, text: str) -> None:
    doc, own = tokenize(text), spacy.blank("en").tokenizer(text)
    assert [(token.text, token.whitespace_) for token in doc] == [(token.text, token.whitespace_) for token in own]
    assert unread(doc) == []


@pytest.mark.parametrize("sign", ["(", "a.b", "a-b-", "x" * 50, "“a”", "😀", "\u200b"])
@pytest.mark.parametrize("behind", [" ", "  ", "\n", " \n\n"])
def test_a_word_without_an_end_is_few_tokens_and_the_rest_stays(tokenize: Tokenizer, sign: str, behind: str) -> None:
    word = sign * (LONGEST_WORD + 1)
    doc = tokenize(f"She can't go. {word}{behind}He left.")
    assert doc.text == f"She can't go. {word}{behind}He left."
    assert unread(doc) == [word]
    assert [token.norm_ for token in doc[:4]] == ["she", "can", "not", "go"]
    assert len(doc) < 12 + len(word) // LONGEST_WORD


@pytest.mark.parametrize("unit", ["( ", "a ", "1 2 3\n", '"a" ', "😀 "])
def test_a_page_of_single_signs_is_few_tokens_between_what_is_read(tokenize: Tokenizer, unit: str) -> None:
    text = f"{PROSE}{unit * 1_000}{PROSE}"
    doc = tokenize(text)
    assert doc.text == text
    assert len(doc) < len(tokenize(PROSE)) * 2 + 300
    [stretch] = unread(doc)
    assert set(stretch) <= set(unit + PROSE) and len(stretch) > 0.8 * len(unit) * 1_000


def test_offsets_are_characters_of_the_text(tokenize: Tokenizer) -> None:
    text = f"{'(' * 1_000} Homs {'a ' * 1_000}fell {'b' * 900}\n"
    for token in tokenize(text):
        assert text[token.idx : token.idx + len(token)] == token.text
