"""Filters <-> URL parameters: one schema says each key, its type, how it is written and how it is read.

Values of one key are alternatives, keys narrow. A key at its default is left out, so links stay short. Whatever cannot
be read is ignored, and a note says so: a link never fails, and never quietly shows something else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from dashboard.corrections.record import OF_ACTORS, OF_PLACES
from dashboard.tables.contract import QUOTE_KINDS, SOURCINGS, STANCES

Form = Literal["ids", "choices", "day", "words", "number"]
Scope = Literal["corpus", "quotes", "list", "reader", "review", "view", "link"]


@dataclass(frozen=True, slots=True)
class Key:
    """One URL key: `field` is its attribute of Filters, `scope` the part of the app that reads it."""

    name: str
    field: str
    form: Form
    scope: Scope
    label: str
    choices: tuple[str, ...] = ()


# What a correction can be, in the order of its page.
CHANGES = (*OF_ACTORS, *OF_PLACES)

# Characters of the corpus's digest that a link carries, to say on which tables it was made.
CORPUS_MARK = 6

KEYS: tuple[Key, ...] = (
    Key("actor", "actors", "ids", "corpus", "actor"),
    Key("location", "locations", "ids", "corpus", "place"),
    Key("source", "sources", "ids", "corpus", "source"),
    Key("from", "since", "day", "corpus", "from"),
    Key("to", "until", "day", "corpus", "to"),
    Key("q", "words", "words", "corpus", "words"),
    Key("near", "near", "choices", "corpus", "together in one", ("sentence",)),
    # The quote browser.
    Key("said", "said", "words", "quotes", "words in the quote"),
    Key("speaker", "speakers", "ids", "quotes", "speaker"),
    Key("kind", "kinds", "choices", "quotes", "kind", QUOTE_KINDS),
    Key("sourcing", "sourcings", "choices", "quotes", "sourcing", SOURCINGS),
    Key("via", "via", "ids", "quotes", "told to"),
    Key("about", "about", "ids", "quotes", "about"),
    Key("stance", "stances", "choices", "quotes", "stance", STANCES),
    Key("place", "places", "ids", "quotes", "names"),
    # The sentences behind a number: whose mentions, in which words, beside whom, of which place, one row a what. A
    # mention is its article's id, @, and its first character.
    Key("named", "named", "ids", "list", "mentions of"),
    Key("written", "written", "ids", "list", "written"),
    Key("role", "roles", "ids", "list", "role"),
    Key("with", "beside", "ids", "list", "named with"),
    Key("at", "at", "ids", "list", "mentions of"),
    Key("of", "of", "choices", "list", "mentions of", ("actors", "places")),
    Key("unplaced", "unplaced", "ids", "list", "not on the map"),
    Key("in", "inside", "ids", "list", "in"),
    Key("mention", "mentions", "ids", "list", "mention"),
    Key("correction", "corrections", "ids", "list", "correction"),
    Key("story", "story", "words", "list", "copies of"),
    Key("sense", "senses", "choices", "list", "sense", ("place", "actor")),
    Key("undated", "undated", "choices", "list", "without a date", ("yes",)),
    Key("unit", "unit", "choices", "list", "one row a", ("sentence", "article", "story")),
    Key("reason", "reasons", "ids", "list", "reason"),
    Key("screen", "screen", "number", "list", "screen"),
    # The evidence for places.
    Key("why", "why", "ids", "list", "why here"),
    # The reader.
    Key("article", "article", "words", "reader", "article"),
    Key("sentence", "sentence", "number", "reader", "sentence"),
    # A correction that is being made: what is wrong, whose mentions it should be, which place it should be.
    Key("change", "change", "choices", "review", "change", CHANGES),
    Key("into", "into", "ids", "review", "into"),
    Key("right-place", "right_place", "ids", "review", "the right place"),
    # How a page shows what is selected: whose card, share of articles, together in one what, the weakest tie; the map
    # for browsers without WebGL, and without hollow markers.
    Key("card", "card", "ids", "view", "card of"),
    Key("count", "count", "choices", "view", "count", ("share",)),
    Key("within", "within", "choices", "view", "named together in one", ("article",)),
    Key("ties", "ties", "number", "view", "ties of at least"),
    Key("map", "drawn", "choices", "view", "map", ("plain",)),
    Key("hollow", "hollow", "choices", "view", "places named as actors", ("no",)),
    # On which tables the link was made.
    Key("corpus", "corpus", "words", "link", "corpus"),
)
BY_NAME = {key.name: key for key in KEYS}

# Characters of one value; a longer one is no id, word or date of ours.
LONGEST_VALUE = 300

# Control characters and halves of a pair; other signs that do not print, such as no-break spaces, stand in names.
UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# Days that a filter can name; the calendars of the filter bar end there too.
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a URL selects. Empty tuples, None and "" are the defaults: they select everything."""

    actors: tuple[str, ...] = ()
    locations: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    words: str = ""
    near: tuple[str, ...] = ()
    said: str = ""
    speakers: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    sourcings: tuple[str, ...] = ()
    via: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    stances: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    at: tuple[str, ...] = ()
    of: tuple[str, ...] = ()
    unplaced: tuple[str, ...] = ()
    story: str = ""
    senses: tuple[str, ...] = ()
    undated: tuple[str, ...] = ()
    inside: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    screen: int | None = None
    why: tuple[str, ...] = ()
    article: str = ""
    sentence: int | None = None
    change: tuple[str, ...] = ()
    into: tuple[str, ...] = ()
    right_place: tuple[str, ...] = ()
    card: tuple[str, ...] = ()
    count: tuple[str, ...] = ()
    within: tuple[str, ...] = ()
    ties: int | None = None
    drawn: tuple[str, ...] = ()
    hollow: tuple[str, ...] = ()
    corpus: str = ""

    def active(self, *scopes: Scope) -> list[Key]:
        """The keys of these scopes that are not at their default, in the schema's order."""
        return [key for key in KEYS if key.scope in scopes and getattr(self, key.field) != default(key)]

    def values(self, key: Key) -> tuple[Any, ...]:
        """The values of a key, one or several."""
        value = getattr(self, key.field)
        return value if isinstance(value, tuple) else (value,)

    def minus(self, key: Key, value: Any) -> "Filters":
        """These filters without one value of a key."""
        left: Any = tuple(each for each in self.values(key) if each != value) or DEFAULTS[key.field]
        return replace(self, **{key.field: left})

    def only(self, *scopes: Scope) -> "Filters":
        """These filters with every key outside the scopes at its default."""
        return self.without(*(key.field for key in KEYS if key.scope not in scopes))

    def without(self, *attributes: str) -> "Filters":
        """These filters with the named attributes at their defaults."""
        return replace(self, **{name: DEFAULTS[name] for name in attributes})


DEFAULTS: dict[str, Any] = {field.name: field.default for field in fields(Filters)}


def default(key: Key) -> Any:
    """The value of a key that is not in the URL."""
    return DEFAULTS[key.field]


def read_filters(parameters: Mapping[str, Sequence[str]]) -> tuple[Filters, list[str]]:
    """The filters that URL parameters say, and a note for each thing that was ignored."""
    values: dict[str, Any] = {}
    notes: list[str] = []
    for name, given in parameters.items():
        key = BY_NAME.get(name)
        if key is None:
            notes.append(f"The link's “{name[:40]}” is not known here; it was ignored.")
            continue
        read = [_read(key, value) for value in given]
        for value, original in zip(read, given, strict=True):
            if value is None:
                notes.append(f"The link's {key.name}={original[:40]} cannot be read; it was ignored.")
        good = [value for value in read if value is not None]
        if key.form in ("ids", "choices"):
            values[key.field] = tuple(dict.fromkeys(good))
        elif good:
            values[key.field] = good[0]
            if len(given) > 1:
                notes.append(f"The link has {key.name} {len(given)} times; the first was taken.")
    since, until = values.get("since"), values.get("until")
    if since and until and since > until:
        values["since"], values["until"] = until, since
        notes.append("The link's days are the wrong way round; they were exchanged.")
    return Filters(**values), notes


def write_filters(filters: Filters) -> dict[str, list[str]]:
    """The URL parameters that say these filters: keys in the schema's order, defaults left out."""
    return {key.name: _write(value) for key in KEYS if (value := getattr(filters, key.field)) != default(key)}


def _read(key: Key, value: str) -> Any:
    """The value, or None where it cannot be one of this key."""
    value = value.strip()
    if not value or len(value) > LONGEST_VALUE or UNREADABLE.search(value):
        return None
    if key.form == "choices":
        return value if value in key.choices else None
    if key.form == "number":
        return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None
    if key.form == "day":
        return _day(value)
    return value


def _day(value: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _write(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, Iterable) and not isinstance(value, str) else [str(value)]


def corpus_mark(digest: str) -> str:
    """What a link carries of the input's digest, to say on which tables it was made."""
    return digest[:CORPUS_MARK]


def write_link(page: str, filters: Filters) -> str:
    """Address of a page with these filters, relative to any other page, so that it holds under every base path."""
    return f"{page or './'}{'?' if (query := urlencode(write_filters(filters), doseq=True)) else ''}{query}"
