"""The records of an audit: how it was drawn, each finding that was drawn, each judgement; as objects and lines of JSON.

An item holds the words and what was found in them, so that it can be judged, and read, when its set is kept no more.

`read_line` is the one gate: what it returns can be shown on any page and reckoned with.
"""

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from types import MappingProxyType
from typing import Any, get_args, get_type_hints

from dashboard.corrections.record import LONGEST_NOTE, excerpt, one_line, read_moment
from dashboard.errors import CorrectionError, JudgementError

# What can be judged, of which an audit has the first three unless others are chosen; and what a judgement can say, of
# which the last takes back what the same judge said before.
KINDS = ("pins", "actors", "quotes", "claims", "movements")
FIRST_KINDS = KINDS[:3]
VERDICTS = ("right", "wrong", "cannot tell", "taken back")
RIGHT, WRONG, CANNOT_TELL, TAKEN_BACK = VERDICTS

# Bytes of a line: an item has some thousand characters of its article.
LONGEST_LINE = 100_000

# Items of an audit, at least, by default and at most.
FEWEST, USUAL, MOST = 20, 50, 200


@dataclass(frozen=True, slots=True)
class Stratum:
    """Findings of one kind and of about the same confidence, between `low` and `high`; None where it was not judged.

    `findings` are all that there were, of which `items` were drawn.
    """

    kind: str
    low: float | None
    high: float | None
    findings: int
    items: int


@dataclass(frozen=True, slots=True)
class Design:
    """How an audit was drawn, by whom and of what.

    `set` is the id of the set of tables, `corpus` its mark, `tables_made` when it was made. `filters` is the part of
    the address that narrows the articles, `filters_in_words` says it for people; `articles` were left.
    `corrections` is how many were applied. `when` is in UTC.
    """

    id: str
    when: str
    who: str
    seed: int
    kinds: tuple[str, ...]
    set: str
    corpus: str
    tables_made: str
    filters: str
    filters_in_words: tuple[str, ...]
    articles: int
    corrections: int
    strata: tuple[Stratum, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found in the words of an item: one place, one actor, the speakers of a quote, a claim or a movement.

    `names` and `ids` are of the place, the actor or the speakers; a quote whose speaker is no known actor has none. Of
    a claim they are its place, if that is known; of a movement from where and to where, "" for what is not said.
    `label` is the kind of an actor or the feature code of a place, `sense` that of a pin; of a claim `label` is what it
    says, and of a movement its kind, with `sense` for its status. `speaker` is the speaker of a quote as written, who
    says a claim, or who moves. Where a place is say `region`, `country_code`, `latitude` and `longitude`.
    """

    ids: tuple[str, ...]
    names: tuple[str, ...]
    label: str = ""
    sense: str = ""
    speaker: str = ""
    region: str = ""
    country_code: str = ""
    latitude: float | None = None
    longitude: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One finding that is judged.

    `stratum` is the number of its stratum, from 0; `weight` how many findings it stands for. `text` is a piece of its
    article that begins at the character `origin`; `first` and `last` are the bounds in it of the sentences that are
    shown. `spans` are the words that were judged, in `text`: of a name one, of a quote each of its parts; `said_by`
    those that name the speaker.
    """

    number: int
    kind: str
    stratum: int
    weight: float
    confidence: float | None
    article_id: str
    external_id: str
    title: str
    source: str
    day: str
    sentence: int
    origin: int
    text: str
    first: int
    last: int
    spans: tuple[tuple[int, int], ...]
    said_by: tuple[tuple[int, int], ...]
    found: Finding

    @property
    def words(self) -> str:
        """The words that are judged, the parts of a quote with “ … ” between them."""
        return " … ".join(self.text[start:end] for start, end in self.spans)

    @property
    def start(self) -> int:
        """Where the words begin in their article."""
        return self.origin + self.spans[0][0]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What one person says of one item. `settles` says that they had judged all items, and saw what others say."""

    item: int
    judge: str
    verdict: str
    note: str = ""
    when: str = ""
    settles: bool = False


type Record = Design | Item | Judgement

NAMES: Mapping[str, type[Record]] = MappingProxyType({"audit": Design, "item": Item, "judgement": Judgement})

# Class -> the type of each of its fields.
TYPES = {kind: get_type_hints(kind) for kind in (Design, Stratum, Item, Finding, Judgement)}

# Fields that name people or hold their notes: each is one line of at most LONGEST_NOTE characters.
NOTES = ("who", "judge", "note")


def write_line(record: Record) -> bytes:
    """The record as a line, which begins with what it is."""
    [name] = [name for name, kind in NAMES.items() if isinstance(record, kind)]
    return json.dumps({"line": name, **asdict(record)}, ensure_ascii=False).encode() + b"\n"


def read_line(line: bytes) -> Record:
    """The record that a line says; raises JudgementError, and nothing else, where it says none.

    The message continues a sentence that begins with the line's number: "has no judge".
    """
    if len(line) > LONGEST_LINE:
        raise JudgementError(f"has {len(line):,} bytes; {LONGEST_LINE:,} are allowed")
    try:
        said = json.loads(line.decode("utf-8"))
    except RecursionError as error:
        raise JudgementError("is nested too deeply") from error
    except ValueError as error:
        raise JudgementError("is cut short or no JSON") from error
    kind = NAMES.get(str(said.pop("line", ""))) if isinstance(said, dict) else None
    if kind is None:
        raise JudgementError("is no audit, no item and no judgement")
    record: Record = _read(kind, said)
    try:
        _check(record)
    except CorrectionError as error:
        raise JudgementError(str(error)) from error
    return record


def _read(kind: type[Any], said: Any) -> Any:
    """The object of this class with the fields of a JSON object, each of the type that the class declares."""
    if not isinstance(said, dict):
        raise JudgementError(f"has no {kind.__name__.lower()}")
    hints = TYPES[kind]
    if strange := sorted(said.keys() ^ hints.keys()):
        raise JudgementError(f"has too much, or too little: {excerpt(', '.join(map(str, strange)))}")
    return kind(**{name: _read_value(name, declared, said[name]) for name, declared in hints.items()})


def _read_value(name: str, declared: Any, value: Any) -> Any:
    """The value as the declared type; raises JudgementError where it is of another."""
    if declared in (Finding, Stratum):
        return _read(declared, value)
    inner = get_args(declared)
    if declared == float | None:
        return None if value is None else _read_value(name, float, value)
    if declared is float and type(value) in (int, float) and math.isfinite(value):
        return float(value)
    if inner and isinstance(value, list):
        of_each = inner[:1] * len(value) if inner[-1] is ... else inner
        if len(of_each) == len(value):
            return tuple(_read_value(name, each, part) for each, part in zip(of_each, value, strict=True))
    if declared is str and type(value) is str:
        return _read_text(name, value)
    if declared in (int, bool) and type(value) is declared:
        return value
    raise JudgementError(f"has {excerpt(str(value))} as {name}")


def _read_text(name: str, value: str) -> str:
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise JudgementError(f"has half a character (a lone surrogate) in {name}") from error
    if name in NOTES:
        value = one_line(value)
        if len(value) > LONGEST_NOTE:
            raise JudgementError(f"has {len(value):,} characters as {name}; {LONGEST_NOTE} are allowed")
        if not value and name != "note":
            raise JudgementError(f"has an empty text as {name}")
    return value


def _check(record: Record) -> None:
    """Raise JudgementError or CorrectionError where a value is of the right type and still makes no sense."""
    match record:
        case Design():
            read_moment(record.when)
            read_moment(record.tables_made)
            named = {*record.kinds, *(each.kind for each in record.strata)}
            wrong = not record.kinds or not named <= {*KINDS}
        case Item():
            size = len(record.text)
            bounds = ((record.first, record.last), *record.spans, *record.said_by)
            wrong = (
                record.kind not in KINDS or record.weight <= 0 or record.number < 1 or not record.spans
                or not all(0 <= start < end <= size for start, end in bounds)
                or (record.kind in ("pins", "actors") and not (record.found.ids and record.found.names))
            )  # fmt: skip
        case Judgement():
            read_moment(record.when)
            wrong = record.verdict not in VERDICTS
    if wrong:
        raise JudgementError("has values that no audit has")
