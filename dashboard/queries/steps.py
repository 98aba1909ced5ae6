"""Steps: how the mentions that were found in the texts become those that a number counts.

Every mention that was found is counted, or one step leaves it out, the first of these that holds; corrections may add
others. So found − what the steps leave out + what was added = counted, always.

- *found*: the program found the name in an article that the filters select, copies included, in whatever sense;
  for an actor also where its outlet names itself.
- *copies*: it stands in a copy of a story that is counted once.
- *own-name*: an outlet names itself in its own article; that says who wrote it.
- *hidden*: a correction says that it is no actor, or no place.
- *moved-away*: since corrections it means another actor or place, or they took its article out of the filters.
- *dateline*, *demonym*, *part*: a place name that says where an article was written, an adjective or the name of a
  people, a part of another name. *place* and *actor*: it means the place in the sense that the number leaves out.
- *moved-here*: since corrections it counts here, and did not before.
- *repeated*: the unit is larger than a mention, and has a mention before this one.

No step, but asked for in the same way, is what is *alike*: written by a name of the actors, and of others or of none.

Limit: an outlet's own names are found by the names that other articles write for the actor.
"""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from dashboard.columns.ascending import is_among
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.narrowing import join_mentions, list_kinds, narrow, narrow_rows
from dashboard.queries.selection import select_articles
from dashboard.queries.units import first_of_units
from dashboard.reader import Reader
from dashboard.tables.contract import SENSES
from dashboard.words.folding import fold


def find_step(reader: Reader, filters: Filters) -> Array:
    """The mentions of the first step that the filters name, ascending."""
    if filters.step[:1] == ("repeated",):
        counted = count(reader, filters)
        return np.setdiff1d(counted, first_of_units(reader.columns, counted, filters.unit), assume_unique=True)
    if filters.step[:1] == ("alike",):
        return find_alike(reader, filters)
    return find_steps(reader, filters)[filters.step[0]]


def count(reader: Reader, filters: Filters) -> Array:
    """The mentions that the number counts, ascending, whatever its unit."""
    wanted = _without_steps(filters)
    return reader.keep(("counted", wanted), lambda: narrow(reader, wanted))


def find_steps(reader: Reader, filters: Filters) -> Mapping[str, Array]:
    """Step -> its mentions, ascending, without *repeated*; *found* has all mentions that were found, counted or left
    out; none of *moved-here*."""
    wanted = _without_steps(filters)
    return reader.keep(("steps", wanted), lambda: _find_steps(reader, wanted))


def find_alike(reader: Reader, filters: Filters) -> Array:
    """The mentions that are written by a name of the actors of these filters and are not theirs, ascending; none where
    other filters say more of the mentions."""
    columns, wanted = reader.columns, _without_steps(filters)
    if not _is_of_actors(wanted):
        return np.empty(0, np.int32)
    is_alike = np.zeros(len(columns["mentions.article"]), bool)
    for name in np.unique(columns["mentions.surface"][count(reader, wanted)]).tolist():
        is_alike[columns.mentions_of("surfaces", name)] = True
    for actor in columns.find("actors", wanted.named):
        is_alike[columns.mentions_of("actors", actor)] = False
    is_alike[find_steps(reader, wanted)["own-name"]] = False
    selection = select_articles(reader, wanted)
    return narrow_rows(selection, selection.among(np.flatnonzero(is_alike)), wanted)


def _is_of_actors(filters: Filters) -> bool:
    """Whether the filters say whose mentions are listed, and nothing else that is asked of names."""
    return bool(filters.named) and not filters.without("named", "written", "roles").active("list")


def _without_steps(filters: Filters) -> Filters:
    return replace(filters.only("corpus", "list").without("screen", "unit", "step"), within=filters.within)


def _find_steps(reader: Reader, filters: Filters) -> Mapping[str, Array]:
    columns = reader.columns
    # What could be left out by copies or by its sense is looked for without these.
    wide = filters.without("copies")
    by_place = bool(filters.at or "places" in list_kinds(filters))
    wide = wide.without("senses") if by_place else wide
    counted = count(reader, filters)
    now = narrow(reader, wide, every_sense=by_place) if wide != filters or by_place else counted
    corrected = reader.read is not columns
    before = narrow(reader.uncorrected(), wide, every_sense=by_place) if corrected else now
    own = _find_own(reader, wide, before)
    is_counted = _mask(columns, counted)
    left = _merge(before[~is_counted[before]], own)
    steps = {"found": _merge(before, own)}
    steps["copies"], left = _split(left, _stand_in_copies(reader, filters, left))
    steps["own-name"], left = _split(left, _mask(columns, own)[left])
    is_gone = ~_mask(columns, now)[left] if corrected else np.zeros(len(left), bool)
    gone, left = _split(left, is_gone)
    steps["hidden"], steps["moved-away"] = _split(gone, _name_nothing(columns, gone, filters))
    senses = columns["mentions.sense"][left]
    for code, sense in enumerate(SENSES):
        steps[sense] = left[senses == code]
    steps["moved-here"] = counted[~_mask(columns, before)[counted]] if corrected else np.empty(0, np.int32)
    return steps


def _find_own(reader: Reader, filters: Filters, before: Array) -> Array:
    """The mentions by which an outlet names itself and that are of no actor: by the names of the actors of these
    filters that are called as the outlet is, ascending."""
    columns = reader.columns
    if not _is_of_actors(filters):
        return np.empty(0, np.int32)
    actors = columns.find("actors", filters.named)
    surfaces = np.unique(columns["mentions.surface"][join_mentions(columns, "actors", actors)])
    if filters.written:
        surfaces = surfaces[np.isin(surfaces, [columns.texts["surfaces.name"].find(each) for each in filters.written])]
    names = {fold(name) for name in columns.texts["surfaces.name"].take(surfaces) if name}
    outlets = columns.texts["sources.name"]
    called = [number for number in range(len(outlets)) if fold(_outlet_of(outlets[number] or "")) in names]
    if not called:
        return np.empty(0, np.int32)
    written = join_mentions(columns, "surfaces", surfaces.tolist())
    is_own = (columns["mentions.actor"][written] < 0) & (columns["mentions.location"][written] < 0)
    is_own &= np.isin(columns["articles.source"][columns["mentions.article"][written]], called)
    is_own &= ~is_among(written, before)
    selection = select_articles(reader, filters)
    return narrow_rows(selection, selection.among(written[is_own]), filters)


def _outlet_of(source: str) -> str:
    """The name in an outlet's address: "reuters" of "www.reuters.com"; other names stay."""
    return source if " " in source else source.removeprefix("www.").partition(".")[0]


def _stand_in_copies(reader: Reader, filters: Filters, mentions: Array) -> Array:
    """Whether each mention stands in an article that is left out only because it is a copy."""
    if not filters.copies:
        return np.zeros(len(mentions), bool)
    once, all_of_them = (select_articles(reader, each).chosen for each in (filters, filters.without("copies")))
    return np.asarray((all_of_them & ~once)[reader.columns["mentions.article"][mentions]])


def _name_nothing(columns: Columns, mentions: Array, filters: Filters) -> Array:
    """Whether each mention is of no actor now, or of no place: of what the filters ask for."""
    no_actor, no_place = columns["mentions.actor"][mentions] < 0, columns["mentions.location"][mentions] < 0
    if filters.named and not filters.at:
        return np.asarray(no_actor)
    return np.asarray(no_place if filters.at else no_actor & no_place)


def _merge(mentions: Array, others: Array) -> Array:
    """Both, which have none in common, ascending."""
    return np.sort(np.concatenate((mentions, others))) if len(others) else mentions


def _split(mentions: Array, chosen: Array) -> tuple[Array, Array]:
    """The mentions for which this is true, and the others."""
    return mentions[chosen], mentions[~chosen]


def _mask(columns: Columns, mentions: Array) -> Array:
    """A truth value for each mention of the set; to look one up takes no time, in two long lists it does."""
    mask = np.zeros(len(columns["mentions.article"]), bool)
    mask[mentions] = True
    return mask
