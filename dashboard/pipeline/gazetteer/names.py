"""How names are compared: the normalised form of a name, and the variants under which it is looked up."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters that Unicode does not decompose into a plain letter and an accent.
PLAIN = str.maketrans("ıøłđðþßæœ", "iolddtsao")
APOSTROPHES = re.compile(r"[‘’'`´ʻʼʾʿ]")
POSSESSIVE = re.compile(r"['’]s?$")
DOTTED = re.compile(r"^(?:[A-Za-z]\.){1,5}[A-Za-z]?\.?$")
ARTICLE = re.compile(r"^(?:the|al|el|ad|an|ar|as|ash|at|az|l)\s+")

DIRECTIONS = frozenset("north south east west central northern southern eastern western".split())

# Words around a name that say which part of the place is meant, or what kind of place it is: "northern Syria",
# "the city of Homs", "Homs province".
PART_BEFORE = re.compile(
    r"^(?:(?:north|south|east|west|central|upper|lower|north ?east|north ?west|south ?east|south ?west)(?:ern)?"
    r"|mid|inner|outer|greater|rural|downtown|metropolitan|mainland|occupied|rebel held|government held)\s+"
)
KIND_BEFORE = re.compile(
    r"^(?:city|town|village|province|governorate|state|county|district|island|port|commonwealth|republic|kingdom|camp)"
    r" of (?:the )?"
)
KIND_AFTER = re.compile(
    r"\s+(?:city|town|village|province|provinces|governorate|state|region|district|area|county|countryside|suburbs"
    r"|metropolitan area|township|borough|municipality|prefecture|oblast|peninsula|island|islands|co|parish|valley)$"
)
SAINT = re.compile(r"\b(?:st|ste)\b\.?")
ABBREVIATIONS = ((re.compile(r"\bmt\b\.?"), "mount"), (re.compile(r"\bft\b\.?"), "fort"), (SAINT, "saint"))


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """The form in which names are compared: lower case, no accents or apostrophes, a space for each hyphen."""
    plain = unicodedata.normalize("NFKD", POSSESSIVE.sub("", name.strip()))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(PLAIN)
    plain = APOSTROPHES.sub("", plain)
    return re.sub(r"[\s\-–‑/]+", " ", plain).strip(' ,;:."“”()')


def acronym(name: str) -> str | None:
    """The key of an acronym: `=US` for "US", "U.S." and, at the end of a sentence, "US."; None for other names.

    The key keeps the capitals, because "us" and "it" are no countries.
    """
    bare = POSSESSIVE.sub("", name.strip())
    letters = bare.replace(".", "")
    is_short = 2 <= len(letters) <= 5 and letters.isalpha() and letters.isupper()
    return f"={letters}" if is_short and (DOTTED.match(bare) or "." not in bare[:-1]) else None


def abbreviation(name: str) -> str | None:
    """The key of an abbreviation that ends in a dot: `.calif` for "Calif."; None for other names."""
    bare = name.strip()
    if not bare.endswith(".") or not bare[:1].isupper():
        return None
    return "." + re.sub(r"[\s.]+", "", bare).casefold()


def variants(name: str) -> Iterator[str]:
    """The keys under which to look up a name: first the name itself, then without article, kind and part."""
    key = normalise(name)
    yield key
    for pattern, full in ABBREVIATIONS:
        if (spelled := pattern.sub(full, key)) != key:
            yield spelled
    if (bare := ARTICLE.sub("", key)) != key:
        yield bare
    for pattern in (KIND_BEFORE, KIND_AFTER, PART_BEFORE):
        if (part := pattern.sub("", bare)) != bare:
            yield part
            if (shorter := KIND_AFTER.sub("", PART_BEFORE.sub("", part))) != part:
                yield shorter
