"""The keys under which a name is looked up: it is compared in the form that `dashboard.gazetteer.normalise` gives."""

import re
from collections.abc import Iterator

from dashboard.gazetteer import POSSESSIVE, normalise
from dashboard.pipeline import lexicon

DOTTED = re.compile(r"^(?:[A-Za-z]\.){1,5}[A-Za-z]?\.?$")
ARTICLE = re.compile(r"^(?:the|al|el|ad|an|ar|as|ash|at|az|l)\s+")

DIRECTIONS = lexicon.words("direction")
PLANETS = lexicon.words("planet")

# Words around a name that say which part of the place is meant, or what kind of place it is: "northern Syria",
# "the city of Homs", "Homs province".
PART_BEFORE = re.compile(
    r"^(?:(?:north|south|east|west|central|upper|lower|north ?east|north ?west|south ?east|south ?west)(?:ern)?"
    r"|mid|inner|outer|greater|rural|downtown|metropolitan|mainland|occupied|rebel held|government held)\s+"
)
# Of the words for local government those that are no body of their own: "Municipality of Oslo" is one.
KIND_BEFORE = re.compile(
    rf"^{lexicon.alternation(lexicon.words('region', 'settlement', 'land', 'country_title') | {'county', 'district'})}"
    r" of (?:the )?"
)
KIND_AFTER = re.compile(
    rf"\s+{lexicon.alternation(lexicon.words('region', 'settlement', 'local_government', 'land') | {'co'})}$"
)
# What says that a name is an airport's or an air base's, and words that go with it: "Damascus International Airport".
AIRFIELD = re.compile(r" (?:airport|air ?base|airfield|aerodrome|air force base|afb|air station)$")
AIRFIELD_KIND = re.compile(
    r"\b(?:joint base|international|intl|regional|municipal|military|domestic|main|raf|royal air force)\b"
)


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


def airfield(name: str) -> str | None:
    """The key of an airport or air base: `@damascus` for "Damascus International Airport"; None for other names.

    What kind of airfield it is counts for nothing, because news and registers seldom agree on it.
    """
    key, count = AIRFIELD.subn("", normalise(name))
    bare = " ".join(ARTICLE.sub("", AIRFIELD_KIND.sub(" ", ARTICLE.sub("", key))).split())
    return f"@{bare}" if count and bare else None


def variants(name: str) -> Iterator[str]:
    """The keys under which to look up a name: first the name itself, then without article, kind and part."""
    key = normalise(name)
    yield key
    if (bare := ARTICLE.sub("", key)) != key:
        yield bare
    for pattern in (KIND_BEFORE, KIND_AFTER, PART_BEFORE):
        if (part := pattern.sub("", bare)) != bare:
            yield part
            if (shorter := KIND_AFTER.sub("", PART_BEFORE.sub("", part))) != part:
                yield shorter
