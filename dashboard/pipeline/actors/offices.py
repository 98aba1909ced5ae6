"""Offices: who held which office in which years, from the `offices` of a file of actors.

Limits: years, not days: in a year in which an office changed hands both holders have it.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.errors import SettingError

OFFICES = "offices"
KEYS = {"title", "of", "holders"}


@dataclass(frozen=True, slots=True)
class Office:
    """An office: its titles, the ways to say of what it is, and its holders with the years, both included."""

    titles: tuple[str, ...]
    of: tuple[str, ...]
    holders: tuple[tuple[str, int, int | None], ...]

    def find_holders(self, year: int | None) -> set[str]:
        """The ids of who held it in that year; without a year, of who holds it still."""
        return {
            actor_id
            for actor_id, since, until in self.holders
            if (until is None if year is None else since <= year <= (until or year))
        }


def read_offices(path: Path, rows: object, actor_ids: Collection[str]) -> list[Office]:
    """The offices of one file. Raises SettingError for one that is not whole, or is held by none of these actors."""
    if not isinstance(rows, list):
        raise SettingError(f"{path}: {OFFICES} is {rows!r}; write a list of {{title: …, of: …, holders: …}}")
    return [_read_office(path, row, actor_ids) for row in rows]


def _read_office(path: Path, row: object, actor_ids: Collection[str]) -> Office:
    if not isinstance(row, Mapping) or set(row) != KEYS or not all(isinstance(each, list) for each in row.values()):
        raise SettingError(f"{path}: {OFFICES} holds {row!r}; each is {{title: [a], of: [b], holders: [[id, 2001]]}}")
    holders = [_read_holder(path, row["title"], each) for each in row["holders"]]
    for actor_id, _, _ in holders:
        if actor_id not in actor_ids:
            raise SettingError(f"{path}: the {row['title'][0]} {actor_id} is no actor of the file; add an entry for it")
    return Office(tuple(map(str, row["title"])), tuple(map(str, row["of"])), tuple(holders))


def _read_holder(path: Path, titles: Sequence[Any], given: object) -> tuple[str, int, int | None]:
    years = given[1:] if isinstance(given, list) and given and isinstance(given[0], str) else []
    if not isinstance(given, list) or not 1 <= len(years) <= 2 or not all(isinstance(year, int) for year in years):
        raise SettingError(
            f"{path}: the {titles[0]} is held by {given!r}; write [id, 2001, 2009], or [id, 2001] of who still does"
        )
    return given[0], years[0], years[1] if len(years) == 2 else None
