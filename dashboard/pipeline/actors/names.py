"""Names of actors: the forms under which two of them are compared, and the ids that are made of them.

Limits: names in Latin letters. Two romanisations of one name meet when they have the same consonants, written in any
of the usual ways, and nearly the same vowels: Gaddafi is Qaddafi and Kadhafi, Jolani is Julani and Golani. What was
written otherwise in the original may be read alike, too: Said and Saeed. A nickname is not another spelling.
"""

import re
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz import fuzz

from dashboard.pipeline import lexicon
from dashboard.pipeline.gazetteer import normalise

# Percent. How alike the vowels of two names of several words must be when their consonants are the same: above it are
# "Haider al-Abadi" and "Haidar al-Abadi" (91), below it "Mohammed Abbas" and "Mahmoud Abbas" (78).
ALIKE = 88
# Letters. Shorter words are compared as they are written: Li, Kim, Ali.
SHORTEST_SPELT = 4

# Countries whose names reach English from another script, and so in several spellings.
ROMANISED = frozenset(
    "AE AF AM AZ BG BH BY CN DZ EG ER ET GE GR IL IQ IR JO KG KW KZ LB LY MA MK MN MR OM PK PS QA RS RU SA SD SO SY TD"
    " TJ TM TN UA UZ XK YE".split()
)

NOT_IN_ID = re.compile(r"[^a-z0-9]+")
# The Arabic article, whatever its vowel and whatever letter it takes from the word behind it.
ARTICLES = lexicon.words("arabic_article")
PARTICLE = re.compile(rf"\b{lexicon.alternation(ARTICLES)}\b(?=\s\w)")
# "servant of": Abd al-Rahman, Abdel Rahman, Abdul-Rahman, Abdulrahman, Abdurrahman.
SERVANT = re.compile(r"\babd(?:\s+(?:al|el|ul|ar|er|ur|as|us|az|un)\s+|[aeu][lrsznd]?\s+|[aeu]?[lrsznd]?)(?=[a-z]{3})")
POSSESSIVE = re.compile(r"['’]s\b|(?<=s)['’](?=\s|$)")

# Ways to write one consonant, longest first.
CONSONANTS = tuple(
    (re.compile(pattern), letter)
    for pattern, letter in (
        ("dzh|dj|zh|j", "j"),
        ("tsch|tch|sch|sh|ch", "x"),
        ("kh|gh|ck|q|k|c(?![eiy])", "k"),
        ("c", "s"),
        ("ph|ff", "f"),
        ("dh", "d"),
        ("th", "t"),
        ("w", "v"),
        (r"(?<=[aeiou])h$", ""),
        (r"(?<=[^aeiouy])e$", ""),
    )
)
DOUBLED = re.compile(r"([^aeiouy])\1+")
NO_VOWELS = str.maketrans("", "", "aiu")
VOWELS = re.compile(r"[aeiouy]+")


@lru_cache(maxsize=65_536)
def name_key(name: str) -> str:
    """The form under which names are equal as written: as of places, without a leading article and possessives."""
    key = normalise(POSSESSIVE.sub("", name)).replace("peoples ", "people ")  # an apostrophe that was lost
    return key.removeprefix("the ")


@lru_cache(maxsize=65_536)
def split_name(name: str) -> tuple[str, ...]:
    """The words of a person's name, without case, accents, dots, the Arabic article and possessives."""
    key = normalise(POSSESSIVE.sub("", name)).replace(".", " ")
    return tuple(PARTICLE.sub("", SERVANT.sub("abd", key)).split())


@lru_cache(maxsize=65_536)
def spell(word: str) -> tuple[str, ...]:
    """The plain spellings of one word: consonants and vowels of one sound by one letter; two where it has a `g`.

    A g is said as in Gaddafi or, in Egypt and before some vowels, as in Golani.
    """
    plain = word
    for pattern, letter in CONSONANTS:
        plain = pattern.sub(letter, plain)
    plain = VOWELS.sub(_vowel, DOUBLED.sub(r"\1", plain))
    return (plain.replace("g", "k"), plain.replace("g", "j")) if "g" in plain else (plain,)


def _vowel(run: re.Match[str]) -> str:
    """One letter for a run of vowels: "ou", "u" and "oo" are u; "ei", "y" and "e" are i; others go by their last."""
    last = run.group()[-1]
    return {"e": "i", "y": "i", "o": "u"}.get(last, last)


@lru_cache(maxsize=65_536)
def spellings(words: tuple[str, ...]) -> tuple[str, ...]:
    """The plain spellings of a name; short words as they are written. Two names are one if they share a spelling."""
    spelt = [spell(word) if len(word) >= SHORTEST_SPELT else (word,) for word in words]
    return tuple(dict.fromkeys((" ".join(each[0] for each in spelt), " ".join(each[-1] for each in spelt))))


@lru_cache(maxsize=65_536)
def skeletons(words: tuple[str, ...]) -> frozenset[str]:
    """The consonants of each spelling: names that may be alike share one, so only they need to be compared."""
    return frozenset(spelling.translate(NO_VOWELS) for spelling in spellings(words))


def is_alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two names may be spellings of one; of a single word, only where they are spelt plainly the same."""
    if one == other:
        return True
    if len(one) != len(other) or skeletons(one).isdisjoint(skeletons(other)):
        return False
    if any(a != b and min(len(a), len(b)) < SHORTEST_SPELT for a, b in zip(one, other, strict=True)):
        return False
    pairs = [(a, b) for a in spellings(one) for b in spellings(other)]
    return any(a == b or (len(one) > 1 and fuzz.ratio(a, b) >= ALIKE) for a, b in pairs)


def find_initials(words: Sequence[str]) -> str:
    """The capitals that the words begin with: "UFW" of "United Federation of Workers"."""
    return "".join(word[0] for word in words if word[:1].isupper())


def slug(name: str) -> str:
    """A readable id: `bashar-al-assad`; a name without any Latin letter keeps its own."""
    plain = NOT_IN_ID.sub("-", normalise(name)).strip("-")
    return plain or "-".join(name.split())
