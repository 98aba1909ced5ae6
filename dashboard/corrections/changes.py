"""What corrections change: whole rows, so that the tables can be shown with them and never be written anew."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.corrections.codes import NONE, Codes, Flags, Numbers, pair
from dashboard.corrections.touched import Touched

# The reason under “Not on the map”.
NOT_A_PLACE = "analyst: not a place"

# Table that corrections change -> what says which of its rows are replaced. A `number` is the position of a row in its
# table, from 0, and no column of it: of such a table, the changed rows have the numbers of those that they replace.
KEYS = {
    "entities": "number", "quotes": "number", "speakers": "quote_id", "actors": "actor_id", "locations": "location_id",
}  # fmt: skip
NUMBERED = ("entities", "quotes")

# The tables that report what was done.
REPORTS = ("corrections", "corrected", "redirects")


@dataclass(frozen=True, slots=True)
class Changes:
    """The rows of each changed table that are new or other than before, and the tables that report what was done.

    - `rows`: table -> its new and changed rows, with all columns. A table that nothing changes has none.
    - `replaced`: table that has no numbers -> the ids of the rows that these replace, and of those that are gone.
    - `reports`: the tables of `REPORTS`.
    """

    rows: dict[str, pa.Table] = field(default_factory=dict)
    replaced: dict[str, pa.Array] = field(default_factory=dict)
    reports: dict[str, pa.Table] = field(default_factory=dict)

    def replace(self, table: str, rows: pa.Table, ids: pa.Array | None = None) -> None:
        """Add the rows that stand in place of those with these ids, or with their own numbers."""
        if rows.num_rows or (ids is not None and len(ids)):
            self.rows[table] = rows
            if ids is not None:
                self.replaced[table] = ids


def correct_mentions(touched: Touched, actor: Numbers, place: Numbers, is_placed: Flags) -> pa.Table:
    """The mentions that have another actor now, or were placed anew (`is_placed`): with all their columns."""
    was = touched.mentions.actor
    changed = np.flatnonzero((actor != was) | is_placed)
    rows = touched.mentions.rows.take(pa.array(changed))
    placed = pa.array(is_placed[changed])
    nowhere = pa.array(place[changed] == NONE)
    sense = pc.if_else(nowhere, None, pc.coalesce(rows["sense"], "place"))
    new = {
        "actor_id": touched.codes.decode(actor[changed]),
        "actor_reason": pc.if_else(pa.array(actor[changed] != was[changed]), None, rows["actor_reason"]),
        "location_id": touched.codes.decode(place[changed]),
        "sense": pc.if_else(placed, sense, rows["sense"]),
        "unplaced_reason": pc.if_else(placed, pc.if_else(nowhere, NOT_A_PLACE, None), rows["unplaced_reason"]),
        "confidence": pc.if_else(placed, pc.if_else(nowhere, None, 1.0), rows["confidence"]),
    }
    return _with(rows, new)


def correct_speakers(touched: Touched, actor: Numbers) -> tuple[Numbers, pa.Table, Numbers]:
    """Positions of the quotes whose speakers are others now; all rows of `speakers` of these; their first speakers.

    Of two speakers of a quote that have become one, the first stays.
    """
    speakers, quotes = touched.speakers, touched.quotes
    changed = np.unique(speakers.quote[actor != speakers.actor])
    said = np.flatnonzero(np.isin(speakers.quote, changed) & (actor != NONE))
    said = said[np.lexsort((speakers.start[said], speakers.quote[said]))]
    _, first = np.unique(pair(speakers.quote[said], actor[said]), return_index=True)
    said = said[np.sort(first)]
    spoken, first = np.unique(speakers.quote[said], return_index=True)
    leading = np.full(len(changed), NONE)
    leading[np.searchsorted(changed, spoken)] = actor[said[first]]
    rows = pa.table({
        "quote_id": quotes.rows["quote_id"].take(pa.array(speakers.quote[said])),
        "actor_id": touched.codes.decode(actor[said]),
        "start": pa.array(speakers.start[said], pa.int32()), "end": pa.array(speakers.end[said], pa.int32()),
    })  # fmt: skip
    return changed, rows, leading


def correct_quotes(touched: Touched, actor: Numbers, via: Numbers) -> pa.Table:
    """The quotes that have another first speaker or another outlet now, with all their columns."""
    changed = np.flatnonzero((actor != touched.quotes.actor) | (via != touched.quotes.via))
    codes: Codes = touched.codes
    new = {"actor_id": codes.decode(actor[changed]), "via_actor_id": codes.decode(via[changed])}
    return _with(touched.quotes.rows.take(pa.array(changed)), new)


def _with(rows: pa.Table, new: Mapping[str, pa.Array]) -> pa.Table:
    """The rows with other columns of these names, of the same types."""
    for name, column in new.items():
        at = rows.schema.get_field_index(name)
        rows = rows.set_column(at, rows.schema.field(at), column.cast(rows.schema.field(at).type))
    return rows
