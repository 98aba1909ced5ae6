"""Columns of tables: which of them hold what, where the user says so, and the plain names that columns are known by."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

# Characters. The longest name of a field has 16.
LONGEST_KEY = 100

# Names of columns that are kept to be listed where one is absent.
MOST_MET = 30


def plain_key(key: str) -> str:
    """The key in lower case, with only ASCII letters and digits; empty if it is longer than any name of a field."""
    return "" if len(key) > LONGEST_KEY else re.sub(r"[^a-z0-9]", "", key.lower())


@dataclass(slots=True)
class Columns:
    """The columns that the user names, by what they hold ("date": "Erscheinungstag"), and those that records had.

    A column within an object is named by both, with a full stop between: `source.name`. Where a record has the column,
    nothing else is taken for what it holds; the columns of other records are found by their usual names. Those that
    records had are kept while one that is named was not found, or always where `keeps_all`.
    """

    named: Mapping[str, str] = field(default_factory=dict)
    found: set[str] = field(default_factory=set)
    met: dict[str, None] = field(default_factory=dict)
    keeps_all: bool = False

    def has(self, what: str, keys: Iterable[str]) -> bool:
        """Whether one of the keys is the column named for this, or the object that it is in."""
        column = self.named.get(what)
        if column is None:
            return False
        return any(_is_named(key, column) for key in keys)

    def is_named(self, key: str) -> bool:
        """Whether the key is a column that is named for anything, or the object that it is in."""
        return any(_is_named(key, column) for column in self.named.values())

    def find(self, what: str, fields: Mapping[str, object]) -> tuple[object] | None:
        """The value of the column named for this, alone in a tuple; None if none is named or the record lacks it."""
        column = self.named.get(what)
        if column is None:
            return None
        value = _find(column, fields)
        if value is not None:
            self.found.add(what)
        return value

    @property
    def absent(self) -> list[str]:
        """What the columns hold that no record had so far."""
        return [what for what in self.named if what not in self.found]

    def meet(self, keys: Iterable[str]) -> None:
        """Keep the keys of a record, to list them."""
        if self.keeps_all or len(self.found) < len(self.named):
            for key in keys:
                if len(self.met) < MOST_MET:
                    self.met.setdefault(str(key))


def _is_named(key: str, column: str) -> bool:
    wanted = _plain_name(column)
    return key in (column, column.partition(".")[0]) or (wanted != "" and _plain_name(key) == wanted)


def _plain_name(name: str) -> str:
    """The name in small letters, with only letters and digits, of any script; "" if it is longer than any name."""
    if len(name) > LONGEST_KEY:
        return ""
    folded = unicodedata.normalize("NFC", name).casefold()
    return "".join(sign for sign in folded if unicodedata.category(sign)[0] in "LMN")


def _find(column: str, fields: Mapping[str, object]) -> tuple[object] | None:
    if column in fields:
        return (fields[column],)
    wanted = _plain_name(column)
    same = next((key for key in fields if wanted and _plain_name(str(key)) == wanted), None)
    if same is not None:
        return (fields[same],)
    outer, _, inner = column.partition(".")
    within = fields.get(outer)
    return _find(inner, within) if inner and isinstance(within, Mapping) else None
