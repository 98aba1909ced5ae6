"""The corrections of a log, applied to the rows that they may change.

- Nothing is written: what comes back are the rows that differ, to be laid over the tables (`overlay`).
- Corrections of places come first. They name their subject as preprocess left it; where two are of one mention, the
  newer holds.
- Corrections of actors follow, the oldest first, each applied to what those before it left.
- Of two speakers of a quotation that become one, the first stays; `quotes.actor_id` is the first that is left.
- Afterwards `actors` and `locations` count what the tables hold, and every id exists in its table.
- Three more tables report what was done: `corrections` (one row each), `corrected` (the mentions that each changed) and
  `redirects` (actors that were merged or hidden, and the actor that their old ids lead to now).
- The state of a correction is "applied", "taken back", "contradicted" (by a newer one) or "lost its text" (the tables
  have nothing that it names; it is applied again when they do).
"""

import numpy as np
import pyarrow as pa

from dashboard.corrections.changes import Changes, correct_mentions, correct_quotes, correct_speakers
from dashboard.corrections.codes import NONE, Numbers
from dashboard.corrections.log import Log
from dashboard.corrections.lookup import Lookup
from dashboard.corrections.owners import Owners, correct_actors
from dashboard.corrections.places import Placing, correct_places
from dashboard.corrections.record import OF_ACTORS, OF_PLACES
from dashboard.corrections.recount import count_actors, count_places
from dashboard.corrections.report import report_corrected, report_corrections, report_redirects
from dashboard.corrections.touched import Touched
from dashboard.errors import TablesError


class Replay:
    """Corrections applied to one set of tables, again whenever there are others.

    What was looked up is kept. After an error, nothing that is kept can be relied on: begin anew.
    """

    def __init__(self, lookup: Lookup) -> None:
        self.touched = Touched(lookup)
        self._owners: Owners | None = None

    def apply(self, lookup: Lookup, log: Log) -> Changes:
        """What the corrections of the log change that nobody took back; the log is one that `read_log` gave.

        Raises TablesError where an id would be in no table afterwards.
        """
        touched, corrections = self.touched, log.not_taken_back()
        touched.read(lookup, corrections)
        placing = correct_places(lookup, touched, [each for each in corrections if each.kind in OF_PLACES])
        of_actors = [each for each in corrections if each.kind in OF_ACTORS]
        owners = self._owners = correct_actors(touched, placing, of_actors, self._owners)
        changes = Changes()
        changes.replace("entities", correct_mentions(touched, owners.mentions.actor, placing.place, placing.placed))
        respoken, speakers, first = correct_speakers(touched, owners.speakers.actor)
        changes.replace("speakers", speakers, touched.quotes.rows["quote_id"].take(pa.array(respoken)))
        said = touched.quotes.actor.copy()
        said[respoken] = first
        changes.replace("quotes", correct_quotes(touched, said, owners.quotes.actor))
        gone = _write_actors(lookup, owners, changes)
        _write_places(lookup, touched, placing, changes)
        _check_references(owners, said, gone)
        corrected = placing.corrected | owners.corrected
        changes.reports["corrections"] = report_corrections(log, placing.states | owners.states, touched, corrected)
        changes.reports["corrected"] = report_corrected(touched, corrected)
        changes.reports["redirects"] = report_redirects(owners, gone)
        return changes


def _write_actors(lookup: Lookup, owners: Owners, changes: Changes) -> set[str]:
    """Add the rows of the actors that are new, renamed or have other mentions; return those that are gone."""
    touched = owners.touched
    moved = owners.mentions.actor != touched.mentions.actor
    both = np.append(touched.mentions.actor[moved], owners.mentions.actor[moved])
    changed = {*touched.texts(both[both != NONE]), *owners.renamed} - owners.gone.keys()
    touched.read_actors(lookup, changed)
    before = {actor: owners.actors.get(actor) or touched.actors[actor] for actor in changed}
    rows = count_actors(lookup, touched, before, owners.mentions.actor)
    unsaid = [
        actor
        for actor, row in (owners.actors | rows).items()
        if not row["mentions"]
        and not len(owners.speakers.of(owners.code(actor)))
        and not len(owners.quotes.of(owners.code(actor)))
    ]
    quoted = touched.quoted_elsewhere(lookup, [actor for actor in unsaid if actor not in touched.subjects])
    gone = owners.gone.keys() | (set(unsaid) - quoted)
    kept = [row for actor, row in rows.items() if actor not in gone]
    replaced = pa.array([*(gone | rows.keys())], pa.string())
    changes.replace("actors", pa.Table.from_pylist(kept, touched.schemas["actors"]), replaced)
    return gone


def _write_places(lookup: Lookup, touched: Touched, placing: Placing, changes: Changes) -> None:
    """Add the rows of the places that have other mentions; those that no mention names any more are gone."""
    rows = count_places(lookup, touched, np.flatnonzero(placing.placed), placing.place)
    empty = [place for place, row in rows.items() if not row["mentions"] + row["actor_mentions"]]
    gone = set(empty) - touched.named_otherwise(lookup, empty)
    kept = [row for place, row in rows.items() if place not in gone]
    replaced = pa.array([*rows], pa.string())
    changes.replace("locations", pa.Table.from_pylist(kept, touched.schemas["locations"]), replaced)


def _check_references(owners: Owners, said: Numbers, gone: set[str]) -> None:
    """Raise TablesError where a row names an actor that is gone; `said` is the first speaker of each quote now."""
    codes = owners.touched.codes.codes(gone)
    for column, now in (
        ("entities.actor_id", owners.mentions.actor),
        ("quotes.actor_id", said),
        ("quotes.via_actor_id", owners.quotes.actor),
        ("speakers.actor_id", owners.speakers.actor),
    ):
        if lost := int(np.isin(now, codes).sum()):
            raise TablesError(
                f"{column}: {lost} ids are not in actors once the corrections are applied; "
                "move corrections.jsonl away and report this"
            )
