"""Folding: what a word is, and which letters count as the same. Texts and queries are folded by the same function.

- A word is a run of letters and digits; every other sign ends it. So "Assad's" is two words, "cease-fire" too, and
  "1,200". Apostrophes are such signs, whichever is written: "Ba'ath" and "Ba’ath" are the same two words.
- Case, accents, vowel points and other marks do not count: "CAFÉ" is "cafe", "حِمص" is "حمص". Letters that are no
  plain letter with a mark are written as people without them on their keyboard do: "Łódź" is "lodz".
- Forms of a letter are the letter: "ﬁ" is "fi", a full-width "Ａ" is "a", Arabic letters are the same in any position.
- What is not seen does not count: soft hyphens, signs of direction, the stroke that makes an Arabic word longer.
- Chinese, Japanese, Thai, Lao, Burmese and Khmer are written without blanks: there each letter is a word, so that a
  name is found inside a sentence, as a phrase.

An index holds folded words: whoever changes this raises the version of the store's files, so that they are made again.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

NON_ASCII = re.compile(r"[^\x00-\x7f]")

# A word of a folded text. The tokenizer "ascii" of SQLite finds the same ones.
WORD = re.compile(r"[0-9a-z\x80-\U0010ffff]+")

# Unicode's categories of the letters and digits that words are made of, and of what is written on or in a word without
# being seen as a letter. Other numbers end a word: a footnote's "¹", the "½" of "3½".
LETTERS = frozenset(("Ll", "Lu", "Lt", "Lm", "Lo", "Nd", "Nl"))
MARKS = frozenset(("Mn", "Mc", "Me", "Cf"))

# Letters to Unicode, but written for an apostrophe or a superscript: "Saʿud", "Qurʾan".
LIKE_APOSTROPHES = re.compile("[\u02b0-\u02ff]")

# What Unicode does not take apart. After ı ø ł and so on: the Arabic stroke, and the blank that has no width.
PLAIN = str.maketrans({
    "ı": "i", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0640": "", "\u200b": " ",
})  # fmt: skip

# Scripts without blanks between words: Thai and Lao, Burmese, Khmer, Japanese, Chinese.
WITHOUT_BLANKS = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u9fff\U00020000-\U0003ffff]"
)


def fold(text: str) -> str:
    """The text with letters that count as the same written the same, and signs of other alphabets as blanks."""
    return NON_ASCII.sub(lambda found: _fold_letter(found[0]), text).lower()


def place_words(text: str) -> Iterator[tuple[str, int, int]]:
    """Each word of a text, folded, with the start and end of what is written there, in order."""
    letters = [_fold_letter(letter) for letter in text]
    places = [place for place, folded in enumerate(letters) for _ in folded]
    for found in WORD.finditer("".join(letters)):
        end = places[found.end() - 1] + 1
        while end < len(text) and not letters[end]:  # an accent that is a character of its own
            end += 1
        yield found[0], places[found.start()], end


@lru_cache(maxsize=10_000)  # letters; those of all news on a server, besides rare Chinese ones
def _fold_letter(letter: str) -> str:
    """What a letter or digit is folded to; "" for what does not count, a blank for what ends a word."""
    category = unicodedata.category(letter)
    if ord(letter) in PLAIN:
        return letter.translate(PLAIN)
    if category in MARKS:
        return ""
    if category not in LETTERS or LIKE_APOSTROPHES.match(letter):
        return " "
    parts = unicodedata.normalize("NFKD", letter)
    if parts != letter:
        return "".join(map(_fold_letter, parts))
    plain = letter.casefold().translate(PLAIN)
    return f" {plain} " if WITHOUT_BLANKS.match(plain) else plain
