"""Names as written and names as looked up: what is folded away, and what a name may stand for besides itself."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters that do not fall apart into a plain letter and a mark.
PLAIN = str.maketrans("ıøłđðþßæœ", "iolddtsao")
APOSTROPHES = re.compile(r"[‘’'`´ʻʼʾʿ]")
POSSESSIVE = re.compile(r"['’]s?$")
DOTTED = re.compile(r"^(?:[A-Za-z]\.){1,5}[A-Za-z]?\.?$")
ARTICLE = re.compile(r"^(?:the|al|el|ad|an|ar|as|ash|at|az|l)\s+")

DIRECTIONS = frozenset("north south east west central northern southern eastern western".split())

# Words before a name that say which part of it, or what it is: "northern Syria", "the city of Homs".
COMPASS = re.compile(
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
SHORTENED = ((re.compile(r"\bmt\b\.?"), "mount"), (re.compile(r"\bft\b\.?"), "fort"), (SAINT, "saint"))


@lru_cache(maxsize=65_536)
def normalise(name: str) -> str:
    """The form under which names are compared: lower case, no accents, no apostrophes, one space for a hyphen."""
    plain = unicodedata.normalize("NFKD", POSSESSIVE.sub("", name.strip()))
    plain = "".join(c for c in plain if not unicodedata.combining(c)).casefold().translate(PLAIN)
    plain = APOSTROPHES.sub("", plain)
    return re.sub(r"[\s\-–‑/]+", " ", plain).strip(' ,;:."“”()')


def acronym(name: str) -> str | None:
    """The key of a name in capitals, with or without dots: `=US` for US, U.S. and a sentence's last US.

    None for other names. The case is kept, since "us" and "it" are no countries.
    """
    bare = POSSESSIVE.sub("", name.strip())
    letters = bare.replace(".", "")
    is_short = 2 <= len(letters) <= 5 and letters.isalpha() and letters.isupper()
    return f"={letters}" if is_short and (DOTTED.match(bare) or "." not in bare[:-1]) else None


def abbreviation(name: str) -> str | None:
    """The key of a shortened name that ends in a dot: `.calif` for Calif.; None for other names."""
    bare = name.strip()
    if not bare.endswith(".") or not bare[:1].isupper():
        return None
    return "." + re.sub(r"[\s.]+", "", bare).casefold()


def variants(name: str) -> Iterator[str]:
    """Keys under which to look a name up, from the name itself to what is left without article, kind and compass."""
    key = normalise(name)
    yield key
    for pattern, full in SHORTENED:
        if (spelled := pattern.sub(full, key)) != key:
            yield spelled
    if (bare := ARTICLE.sub("", key)) != key:
        yield bare
    for pattern in (KIND_BEFORE, KIND_AFTER, COMPASS):
        if (part := pattern.sub("", bare)) != bare:
            yield part
            if (deeper := KIND_AFTER.sub("", COMPASS.sub("", part))) != part:
                yield deeper
