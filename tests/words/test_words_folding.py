"""Folding: which letters count as the same, and where a word ends."""

import unicodedata

import pytest

from dashboard.words.folding import LETTERS, WORD, fold, place_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ""),
        ("Rebels took HAMA.", "rebels took hama"),
        ("CAFÉ Cafe\u0301 naïve", "cafe cafe naive"),
        (
            "Łódź Øresund Đinđić Æther cœur Þór Işık İzmir Straße",
            "lodz oresund dindic aether coeur thor isik izmir strasse",
        ),
        ("Σίσυφος ΣΊΣΥΦΟΣ", "σισυφοσ σισυφοσ"),
        ("Киев Ёлка ёлка", "киев елка елка"),
        ("حِمص حمص حـمـص أحمد", "حمص حمص حمص احمد"),
        ("ﺣﻤﺺ ﬁne Ａ１ Ⅳ", "حمص fine a1 iv"),
        ("cease-fire 1,200 3.5 a_b a/b", "cease fire 1 200 3 5 a b a b"),
        ("Assad's Assad’s don‘t Baʼath Saʿud", "assad s assad s don t ba ath sa ud"),
        ("said¹ m² 3½ $5 C++ 50% #Syria @user", "said m 3 5 c 50 syria user"),
        ("re\u00adport \u200erep\u2060ort\ufeff a\u200bb", "report report a b"),
        ("大马士革。G20峰会", "大 马 士 革 g20 峰 会"),
        ("ダマスカス", "タ マ ス カ ス"),
        ("다마스쿠스 시리아", "다마스쿠스 시리아"),
        ("😀 ❤️ — … € \x00 \ud800 \U0010ffff", ""),
        ("𝐁𝐨𝐥𝐝", "bold"),
    ],
)
def test_words_are_runs_of_letters_and_digits_that_count_as_the_same(text: str, words: str) -> None:
    assert WORD.findall(fold(text)) == [unicodedata.normalize("NFKD", word) for word in words.split()]


def test_a_text_is_folded_letter_by_letter_and_folding_it_again_changes_nothing() -> None:
    every = "".join(map(chr, range(0x20000)))
    folded = fold(every)
    assert WORD.findall(fold(folded)) == WORD.findall(folded)
    assert "".join(map(fold, every)) == folded
    kept = {unicodedata.category(letter) for word in set(WORD.findall(folded)) for letter in word}
    assert kept <= LETTERS - {"Lu", "Lt"}


def test_words_have_the_places_at_which_they_are_written() -> None:
    text = "“Cafe\u0301”, ﬁne: re\u00adport in 马士 Straße"
    written = [(word, text[start:end]) for word, start, end in place_words(text)]
    assert written == [
        ("cafe", "Cafe\u0301"), ("fine", "ﬁne"), ("report", "re\u00adport"), ("in", "in"), ("马", "马"), ("士", "士"),
        ("strasse", "Straße"),
    ]  # fmt: skip
