"""One correction: who says what of which actor or place name, and why; as an object and as a line of JSON.

It names its subject by what outlives a new preprocess: readable ids, names as written, the id that the input gave an
article, the words of a sentence. Offsets and row numbers are never kept.
"""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from datetime import datetime
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
LISTS = ("surfaces", "articles")
FIELDS = tuple(each.name for each in fields(Correction))


def write_line(correction: Correction) -> bytes:
    """The correction as a line: only the fields that it has, signature first."""
    said = asdict(correction)
    kept = {name: said[name] for name in (*SIGNATURE, *FIELDS) if said[name]}
    return json.dumps(kept, ensure_ascii=False).encode() + b"\n"


def read_line(line: bytes) -> Correction:
    """The correction that a line says; raises CorrectionError, which says why it is none."""
    try:
        said = json.loads(line.decode("utf-8"))
    except ValueError as error:
        raise CorrectionError("is cut short or no JSON") from error
    if not isinstance(said, dict):
        raise CorrectionError("is no JSON object")
    kind = said.get("kind")
    if not isinstance(kind, str) or kind not in KINDS:
        raise CorrectionError(f"has the kind {kind!r:.40}, which this version does not know")
    needed, besides = KINDS[kind]
    given = said.keys() - {"kind", *SIGNATURE}
    if absent := sorted((needed | {"id", "when", "who"}) - said.keys()):
        raise CorrectionError(f"({kind}) has no {', '.join(absent)}")
    if strange := sorted(given - needed - besides):
        raise CorrectionError(f"({kind}) has {', '.join(strange)[:80]}, which this version does not know")
    correction = Correction(**{name: _read_value(name, said[name]) for name in said})
    if correction.actor and correction.actor == correction.into:
        raise CorrectionError(f"({kind}) names one actor twice")
    if kind == "split" and not correction.surfaces and not correction.articles:
        raise CorrectionError("(split) says neither which names nor which articles are another's")
    return correction


def _read_value(name: str, value: Any) -> Any:
    if name in LISTS:
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            raise CorrectionError(f"has no list of texts as {name}")
        return tuple(value)
    if not isinstance(value, str):
        raise CorrectionError(f"has no text as {name}")
    if name == "when":
        try:
            datetime.fromisoformat(value)
        except ValueError as error:
            raise CorrectionError("has no moment as when") from error
    return value


def one_line(text: str) -> str:
    """The words of a text, one space between two, without control characters and halves of a pair."""
    return " ".join(
        "".join(each for each in text if each.isspace() or unicodedata.category(each) not in UNSAFE).split()
    )


def name_id(name: str, taken: Mapping[str, Any]) -> str:
    """A readable id for a new actor of that name; where it is taken, the first of `-2`, `-3` … that is free."""
    plain = "".join(each for each in unicodedata.normalize("NFKD", name.casefold()) if not unicodedata.combining(each))
    slug = re.sub(r"[^\w]+", "-", plain).strip("-_") or "actor"
    number, wanted = 1, slug
    while wanted in taken:
        number += 1
        wanted = f"{slug}-{number}"
    return wanted
