"""Sounds: which names may be spellings of one another in another romanisation, told once, when a store is written.

`surfaces.sound` has a number for each name as written, the same for those whose words have the same consonants in the
usual ways to write them: “Khan Sheikhoun” and “Khan Shaykhun”, “Idlib” and “Idleb”. It is -1 where fewer than
`SHORTEST` consonants are left: too many names share so few.

Limit: that two names sound alike does not say that they are one. It may only speak against a claim that something is
named nowhere.
"""

import re
from pathlib import Path

import numpy as np

from dashboard.columns.files import open_texts, write_array
from dashboard.words.folding import place_words

SHORTEST = 3

# The Arabic article and the English one, which are written or not.
ARTICLES = frozenset(("al", "el", "as", "ash", "ad", "ar", "at", "the"))

# Ways to write one consonant, longest first; then vowels and what is written like them, and doubled letters.
CONSONANTS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("dj|zh|j", "j"), ("sch|tch|sh|ch", "x"), ("kh|gh|ck|[gqc]", "k"), ("ph", "f"), ("dh", "d"), ("th", "t"),
        ("[aeiouyw]|h$", ""), (r"(.)\1+", r"\1"),
    )
)  # fmt: skip


def find_sound(name: str) -> str:
    """The consonants of a name's words, with blanks between the words; "" where it has too few."""
    words = [word for word, _, _ in place_words(name) if word not in ARTICLES]
    for pattern, letter in CONSONANTS:
        words = [pattern.sub(letter, word) for word in words]
    sound = " ".join(words)
    return sound if len(sound.replace(" ", "")) >= SHORTEST else ""


def write_sounds(folder: Path) -> None:
    """Write the column by the names as written in this folder."""
    names = open_texts(folder)["surfaces.name"]
    numbers: dict[str, int] = {"": -1}
    sounds = (find_sound(names[number] or "") for number in range(len(names)))
    write_array(
        folder, "surfaces.sound", np.array([numbers.setdefault(each, len(numbers)) for each in sounds], np.int32)
    )
