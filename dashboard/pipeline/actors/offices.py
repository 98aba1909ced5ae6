"""Offices: who held which office in which years, from the `offices` of a file of actors.

Limits: years, not days: in a year in which an office changed hands both holders have it.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dashboard.errors import SettingError


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


def read_offices(path: Path, rows: Iterable[Mapping[str, Any]], actor_ids: Collection[str]) -> list[Office]:
    """The offices of one file. Raises SettingError for one that is held by none of these actors."""
    return [_read_office(path, row, actor_ids) for row in rows]


def _read_office(path: Path, row: Mapping[str, Any], actor_ids: Collection[str]) -> Office:
    for actor_id, *_ in row["holders"]:
        if actor_id not in actor_ids:
            raise SettingError(f"{path}: the {row['title'][0]} {actor_id} is no actor of the file; add an entry for it")
    holders = tuple((actor_id, years[0], years[1] if len(years) == 2 else None) for actor_id, *years in row["holders"])
    return Office(tuple(row["title"]), tuple(row["of"]), holders)
