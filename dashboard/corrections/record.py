"""One correction: who says what of which actor or place name, and why; as an object and as a line of JSON.

It names its subject by what outlives a new preprocess: readable ids, names as written, the id that the input gave an
article, the words of a sentence. Offsets and row numbers are never kept.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from dashboard.errors import CorrectionError

# Kind -> the fields that it needs, and those that it may have besides.
KINDS: dict[str, tuple[frozenset[str], frozenset[str]]] = {
    "merge": (frozenset({"actor", "into"}), frozenset()),
    "split": (frozenset({"actor", "into"}), frozenset({"name", "surfaces", "articles"})),
    "rename": (frozenset({"actor", "name"}), frozenset()),
    "hide": (frozenset({"actor"}), frozenset()),
    "not-a-place": (frozenset({"surface", "location"}), frozenset({"articles", "sentence"})),
    "wrong-place": (frozenset({"surface", "to"}), frozenset({"location", "articles", "sentence"})),
    "undo": (frozenset({"undoes"}), frozenset()),
}
OF_ACTORS = ("merge", "split", "rename", "hide")
OF_PLACES = ("not-a-place", "wrong-place")

# Characters of a name or a reason; it is a note to colleagues, not a report.
LONGEST_NOTE = 300

# Bytes of a line. Its longest parts are a sentence, and articles that somebody chose one by one: a few thousand bytes.
LONGEST_LINE = 1_000_000

# A day of the calendar, with or without a time. ISO 8601 has weeks, too (2024-W49-7), which few programs read.
WHEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].+)?")


@dataclass(frozen=True, slots=True)
class Correction:
    """A line of the file. `when` is ISO 8601 in UTC; what its kind does not need is at its default.

    `articles` are external ids, `sentence` the words of one: without them it holds for all mentions of its subject.
    A null `location` is a name that could not be placed.
    """

    kind: str
    who: str = ""
    why: str = ""
    id: str = ""
    when: str = ""
    actor: str = ""
    into: str = ""
    name: str = ""
    surfaces: tuple[str, ...] = ()
    articles: tuple[str, ...] = ()
    surface: str = ""
    location: str = ""
    to: str = ""
    sentence: str = ""
    undoes: str = ""

    def says_the_same(self, other: "Correction") -> bool:
        """Whether both say the same of the same, whoever says it and why."""
        return self.kind == other.kind and all(
            getattr(self, each.name) == getattr(other, each.name) for each in fields(self) if each.name not in SIGNATURE
        )


UNSAFE = ("Cc", "Cs")
SIGNATURE = ("id", "when", "who", "why")
NOTES = ("id", "who", "why", "name", "undoes")  # one line of at most LONGEST_NOTE characters
LISTS = ("surfaces", "articles")
FIELDS = tuple(each.name for each in fields(Correction))


def write_line(correction: Correction) -> bytes:
    """The correction as a line: only the fields that it has, signature first."""
    said = asdict(correction)
    kept = {name: said[name] for name in (*SIGNATURE, *FIELDS) if said[name]}
    return json.dumps(kept, ensure_ascii=False).encode() + b"\n"


def read_line(line: bytes) -> Correction:
    """The correction that a line says; raises CorrectionError, and nothing else, where it says none.

    What is returned can be replayed and shown. The message goes on from the words "line 3".
    """
    said = _read_json(line)
    kind = said.get("kind")
    if not isinstance(kind, str):
        raise CorrectionError("has no text as kind")
    if kind not in KINDS:
        raise CorrectionError(f"has the kind {excerpt(kind)}, which this version does not know")
    needed, optional = KINDS[kind]
    needed |= {"kind", "id", "when", "who"}
    if absent := sorted(needed - said.keys()):
        raise CorrectionError(f"({kind}) has no {', '.join(absent)}")
    if unknown := sorted(said.keys() - needed - optional - {"why"}):
        raise CorrectionError(f"({kind}) has {excerpt(', '.join(unknown))}, which this version does not know")
    correction = Correction(**{name: _read_value(name, value) for name, value in said.items()})
    if correction.actor and correction.actor == correction.into:
        raise CorrectionError(f"({kind}) names one actor twice")
    if kind == "split" and not correction.surfaces and not correction.articles:
        raise CorrectionError("(split) says neither which names nor which articles are another's")
    if correction.sentence and not correction.articles:
        raise CorrectionError(f"({kind}) has a sentence and does not say of which articles")
    return correction


def read_moment(when: str) -> datetime:
    """The moment in UTC, without a zone, as the tables have it; a day alone is its beginning.

    Raises CorrectionError where it is none, or outside the years 1 to 9999.
    """
    try:
        moment = datetime.fromisoformat(when) if WHEN.fullmatch(when) else None
        if moment is not None:
            return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        pass
    raise CorrectionError(f"has {excerpt(when)} as when, which is no moment like 2024-12-08T10:00:00+00:00")


def excerpt(text: str) -> str:
    """The text's beginning for a message, in quotation marks; what cannot be shown is written as its code."""
    return f"{text!r:.40}"


def _read_json(line: bytes) -> dict[str, Any]:
    """The JSON object that a line holds; raises CorrectionError where it holds none."""
    if len(line) > LONGEST_LINE:
        raise CorrectionError(f"has {len(line):,} bytes; {LONGEST_LINE:,} are allowed")
    try:
        said = json.loads(line.decode("utf-8"))
    except RecursionError as error:
        raise CorrectionError("is nested too deeply") from error
    except ValueError as error:
        raise CorrectionError("is cut short or no JSON") from error
    if not isinstance(said, dict):
        raise CorrectionError("is no JSON object")
    return said


def _read_value(name: str, value: Any) -> Any:
    if name in LISTS:
        if not isinstance(value, list) or not value:
            raise CorrectionError(f"has no list of texts as {name}")
        return tuple(_read_text(name, each) for each in value)
    text = _read_text(name, value)
    if name in NOTES and len(text) > LONGEST_NOTE:
        raise CorrectionError(f"has {len(text):,} characters as {name}; {LONGEST_NOTE} are allowed")
    if name == "when":
        read_moment(text)
    return text


def _read_text(name: str, value: Any) -> str:
    """The text, one line where it is a note; raises CorrectionError where it cannot be stored or seen."""
    if not isinstance(value, str):
        raise CorrectionError(f"has no text as {name}")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise CorrectionError(f"has half a character (a lone surrogate) in {name}") from error
    text = one_line(value) if name in NOTES else value
    if not any(each.isprintable() and not each.isspace() for each in text):
        raise CorrectionError(f"has an empty text as {name}")
    return text


def one_line(text: str) -> str:
    """The words of a text, one space between two, without control characters and halves of a pair."""
    if text.isprintable():  # then it has none of them; this is ten times as fast
        return " ".join(text.split())
    return " ".join(
        "".join(each for each in text if each.isspace() or unicodedata.category(each) not in UNSAFE).split()
    )


def make_actor_id(name: str, taken: Mapping[str, Any]) -> str:
    """A readable id for a new actor of that name; where it is taken, the first of `-2`, `-3` … that is free."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
    slug = re.sub(r"[^\w]+", "-", plain).strip("-_") or "actor"
    number, wanted = 1, slug
    while wanted in taken:
        number += 1
        wanted = f"{slug}-{number}"
    return wanted
