"""One correction: who says what of which actor or place name, and why; as an object and as a line of JSON.

It names its subject by what is the same after the next preprocess: readable ids, names as written, the id that the
input gave an article, the words of a sentence; never by offsets or row numbers. Of two articles that share such an id,
it means both.

`read_line` is the one gate: what it returns can be replayed on any tables and shown on any page.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import UTC, datetime
from typing import Any

from dashboard.errors import CorrectionError


@dataclass(frozen=True, slots=True)
class Kind:
    """The fields that corrections of a kind need, and those that they may have besides."""

    needs: frozenset[str]
    may_have: frozenset[str] = frozenset()


KINDS = {
    "merge": Kind(frozenset({"actor", "into"})),
    "split": Kind(frozenset({"actor", "into"}), frozenset({"name", "surfaces", "articles"})),
    "rename": Kind(frozenset({"actor", "name"})),
    "hide": Kind(frozenset({"actor"})),
    "not-a-place": Kind(frozenset({"surface", "location"}), frozenset({"articles", "sentence"})),
    "wrong-place": Kind(frozenset({"surface", "to"}), frozenset({"location", "articles", "sentence", "place"})),
    "undo": Kind(frozenset({"undoes"})),
}
OF_ACTORS = ("merge", "split", "rename", "hide")
OF_PLACES = ("not-a-place", "wrong-place")

# Fields that say who corrects, when and why, and with which others it was saved.
SIGNATURE = ("id", "when", "who", "why", "batch")

# Fields that say nothing of their own: `place` describes what `to` names.
DESCRIPTIONS = ("place",)

# Fields that are one line of at most LONGEST_NOTE characters, and those that are lists of texts.
NOTES = ("id", "who", "why", "batch", "name", "undoes")
LISTS = ("surfaces", "articles")

# Of the description of a place: the texts that may be "", and the numbers with their bounds.
MAY_BE_EMPTY = ("country_code", "admin1")
RANGES = (("latitude", -90, 90), ("longitude", -180, 180), ("population", 0, 10_000_000_000))

# Characters. A reason is a note to colleagues, not a report.
LONGEST_NOTE = 300

# Bytes. The longest parts of a line are a sentence and the ids of chosen articles: some thousand bytes.
LONGEST_LINE = 1_000_000

# Unicode categories of control characters and of surrogates.
UNSAFE = ("Cc", "Cs")

# A day of the calendar, with or without a time. ISO 8601 also has days of weeks (2024-W49-7); few programs read them.
WHEN = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}([T ].+)?")


@dataclass(frozen=True, slots=True)
class GivenPlace:
    """What the gazetteer says of a place, as in the table `locations`; the country and the region may be "".

    A correction keeps it, so that the place exists on every page and after every preprocess, whether or not the tables
    or the gazetteer have it then.
    """

    name: str
    country_code: str
    admin1: str
    feature: str
    latitude: float
    longitude: float
    population: int


@dataclass(frozen=True, slots=True)
class Correction:
    """One line of the file; a field that its kind does not have is empty.

    - `when` is the moment in UTC, in ISO 8601. Corrections that were saved together have one `batch`.
    - `actor` is an actor's id; `into` is the id of the actor that it is (merge), or that some of its mentions name
      (split). `name` is the new name of `actor` (rename), or the name of `into` where that is a new actor (split).
    - `surfaces` are names as written: a split is only of mentions that are written so.
    - `surface` is a place name as written; `location` is the id of the place that preprocess took it for, empty for a
      name that it did not place; `to` is the id of the right place, and `place` describes that.
    - `articles` are external ids: the correction is only of mentions in these articles. `sentence` holds the words of a
      sentence: it is only of mentions in that sentence. Where they are empty, it is of all mentions of its subject.
    - `undoes` is the id of the correction that an undo takes back.
    """

    kind: str
    who: str = ""
    why: str = ""
    id: str = ""
    when: str = ""
    batch: str = ""
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
    place: GivenPlace | None = None

    def says_the_same(self, other: "Correction") -> bool:
        """Whether both say the same of the same subject, whoever says it and why."""
        return self.kind == other.kind and all(
            getattr(self, each.name) == getattr(other, each.name)
            for each in fields(self)
            if each.name not in SIGNATURE + DESCRIPTIONS
        )


FIELDS = tuple(each.name for each in fields(Correction))


def write_line(correction: Correction) -> bytes:
    """The correction as a line: its fields that are not empty, the signature first."""
    said = asdict(correction)
    kept = {name: said[name] for name in (*SIGNATURE, *FIELDS) if said[name]}
    return json.dumps(kept, ensure_ascii=False).encode() + b"\n"


def read_line(line: bytes) -> Correction:
    """The correction that a line says; raises CorrectionError, and nothing else, where it says none.

    The message continues a sentence that begins with the line's number: "has no actor".
    """
    said = _read_json(line)
    kind = said.get("kind")
    if not isinstance(kind, str):
        raise CorrectionError("has no text as kind")
    if kind not in KINDS:
        raise CorrectionError(f"has the kind {excerpt(kind)}, which this version does not know")
    needed = KINDS[kind].needs | {"kind", "id", "when", "who"}
    if absent := sorted(needed - said.keys()):
        raise CorrectionError(f"({kind}) has no {', '.join(absent)}")
    if unknown := sorted(said.keys() - needed - KINDS[kind].may_have - {"why", "batch"}):
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
    """The moment in UTC, without a zone, as in the tables; of a day alone, its beginning.

    Raises CorrectionError where `when` is no moment, or one outside the years 1 to 9999.
    """
    try:
        moment = datetime.fromisoformat(when) if WHEN.fullmatch(when) else None
        if moment is not None:
            return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    except (ValueError, OverflowError):
        pass
    raise CorrectionError(f"has {excerpt(when)} as when, which is no moment like 2024-12-08T10:00:00+00:00")


def excerpt(text: str) -> str:
    """The beginning of a text, in quotation marks, for a message; characters that cannot be shown stand as codes."""
    return f"{text!r:.40}"


def check_size(size: int) -> None:
    """Raise CorrectionError where a line has too many bytes, its end not counted."""
    if size > LONGEST_LINE:
        raise CorrectionError(f"has {size:,} bytes; {LONGEST_LINE:,} are allowed")


def _read_json(line: bytes) -> dict[str, Any]:
    """The JSON object that a line holds; raises CorrectionError where it holds none."""
    check_size(len(line))
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
    if name == "place":
        return _read_place(value)
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


def _read_place(value: Any) -> GivenPlace:
    """The description of a place; raises CorrectionError where a part is absent, strange or out of its range."""
    if not isinstance(value, dict) or value.keys() != {each.name for each in fields(GivenPlace)}:
        raise CorrectionError("has no whole description of a place as place")
    texts = {
        name: "" if value[name] == "" and name in MAY_BE_EMPTY else _read_text(f"the {name} of place", value[name])
        for name in ("name", "country_code", "admin1", "feature")
    }
    if (longest := max(map(len, texts.values()))) > LONGEST_NOTE:
        raise CorrectionError(f"has {longest:,} characters in place; {LONGEST_NOTE} are allowed")
    for name, least, most in RANGES:
        number = value[name]
        if type(number) not in (int, float) or not least <= number <= most:
            raise CorrectionError(f"has no number from {least:,} to {most:,} as the {name} of place")
    point = float(value["latitude"]), float(value["longitude"])
    return GivenPlace(
        one_line(texts["name"]), texts["country_code"], one_line(texts["admin1"]), texts["feature"],
        *point, int(value["population"]),
    )  # fmt: skip


def _read_text(name: str, value: Any) -> str:
    """The value as a text, a note as one line; raises CorrectionError where it is none, or has nothing to be seen."""
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
    """The words of a text with one space between them, without control characters and lone surrogates."""
    if text.isprintable():  # then it has none of these, and checking each character would take ten times as long
        return " ".join(text.split())
    return " ".join(
        "".join(each for each in text if each.isspace() or unicodedata.category(each) not in UNSAFE).split()
    )


def make_actor_id(name: str, taken: Mapping[str, Any]) -> str:
    """A readable id for a new actor of that name; if it is taken, with the first of -2, -3 … that makes it unique."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
    slug = re.sub(r"[^\w]+", "-", plain).strip("-_") or "actor"
    number, wanted = 1, slug
    while wanted in taken:
        number += 1
        wanted = f"{slug}-{number}"
    return wanted
