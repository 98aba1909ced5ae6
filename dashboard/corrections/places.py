"""The corrections of places: which mentions they are of, and where these are now.

They name their subject as preprocess left it, whatever other corrections say. Where two are of one mention, the newer
holds.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from dashboard.corrections.clashes import overlap
from dashboard.corrections.codes import NO_ROWS, NONE, Flags, Numbers, among, group
from dashboard.corrections.lookup import Lookup
from dashboard.corrections.record import Correction
from dashboard.corrections.touched import PlaceSubject, Touched

# Actor that rows belonged to, and the one that they belong to now -> their positions.
type Moves = dict[tuple[int, int], list[int]]


@dataclass(frozen=True, slots=True)
class Placing:
    """What corrections of places did.

    - `place` and `placed`: the place of each touched mention now, and whether a correction gave it that.
    - `acting` and `said`: mentions that stand for the state of their place, and speakers that they name, which belong
      to another actor now.
    - `states` and `corrected`: as in `Owners`.
    """

    place: Numbers
    placed: Flags
    acting: Moves = field(default_factory=dict)
    said: Moves = field(default_factory=dict)
    states: dict[str, tuple[str, str]] = field(default_factory=dict)
    corrected: dict[str, Numbers] = field(default_factory=dict)


def correct_places(lookup: Lookup, touched: Touched, corrections: Sequence[Correction]) -> Placing:
    """Place mentions anew, or nowhere; look up the quotes whose speakers may change."""
    matches = _find_matches(lookup, touched, corrections)
    placed_by = np.full(len(touched.mentions.number), NONE)
    place = touched.mentions.place.copy()
    for number, each in enumerate(corrections):
        placed_by[matches[number]] = number
        place[matches[number]] = touched.codes.code(each.to) if each.to else NONE
    placing = Placing(place, placed_by != NONE)
    acting = np.flatnonzero(placing.placed & touched.mentions.acting)
    touched.read_quotes(lookup, touched.mentions.article[acting].tolist())
    _let_states_act(touched, placing, acting)
    _note_states(placing, corrections, matches, placed_by)
    return placing


def _find_matches(lookup: Lookup, touched: Touched, corrections: Sequence[Correction]) -> list[Numbers]:
    """For each of the corrections, the positions of the mentions that it is of.

    It is of none where neither these tables, nor their candidates, nor a correction describes the right place.
    """
    subjects = [PlaceSubject(each.surface, each.location, each.articles, each.sentence) for each in corrections]
    if new := set(subjects) - touched.by_place.keys():
        touched.read_placed(lookup, new)
    found = [touched.by_place[subject] for subject in subjects]
    places = touched.mentions.place[np.concatenate([NO_ROWS, *found])]
    targets = {each.to for each, positions in zip(corrections, found, strict=True) if each.to and len(positions)}
    touched.read_places(lookup, targets.union(touched.texts(places[places != NONE])))
    described = {each.to: each.place for each in corrections if each.place is not None and each.to in targets}
    touched.describe_places(lookup, described)
    return [
        NO_ROWS if each.to and not touched.knows_place(each.to) else positions
        for each, positions in zip(corrections, found, strict=True)
    ]


def _let_states_act(touched: Touched, placing: Placing, acting: Numbers) -> None:
    """Give mentions that stand for the state of their place, and were placed anew, to the state of the new place.

    The speakers that they name go with them. Where the new place has no state, they are nobody's.
    """
    mentions, speakers = touched.mentions, touched.speakers
    states = {NONE: NONE}
    places = placing.place[acting]
    for place in touched.texts(places[places != NONE]):
        acts = touched.states.get(touched.place(place)["country_code"])
        states[touched.codes.code(place)] = NONE if acts is None else touched.codes.code(acts)
    spans: dict[tuple[int, int], list[tuple[int, int, int]]] = defaultdict(list)
    for each in acting.tolist():
        was, state = int(mentions.actor[each]), states[int(placing.place[each])]
        spans[int(mentions.article[each]), was].append((int(mentions.start[each]), int(mentions.end[each]), state))
        if was != state:
            placing.acting.setdefault((was, state), []).append(each)
    articles = touched.quotes.article[speakers.quote]
    for each in np.flatnonzero(among(articles, mentions.article[acting])).tolist():
        was, first, last = int(speakers.actor[each]), int(speakers.start[each]), int(speakers.end[each])
        found = (
            state for start, end, state in spans.get((int(articles[each]), was), ()) if start < last and end > first
        )
        state = next(found, was)
        if was != state:
            placing.said.setdefault((was, state), []).append(each)


def _note_states(
    placing: Placing, corrections: Sequence[Correction], matches: Sequence[Numbers], placed_by: Numbers
) -> None:
    """Note the state of each correction, and the mentions that it placed: those that no newer one took."""
    placed = np.flatnonzero(placing.placed)
    left = group(placed_by[placed], placed)
    same_subject: dict[tuple[str, str], list[Correction]] = defaultdict(list)  # the newest first
    for each in reversed(corrections):
        same_subject[each.surface, each.location].append(each)
    for number, each in enumerate(corrections):
        if number in left:
            placing.states[each.id] = ("applied", "")
            placing.corrected[each.id] = left[number]
        elif len(matches[number]):
            by = next(other for other in same_subject[each.surface, each.location] if overlap(other, each))
            placing.states[each.id] = ("contradicted", by.id)
        else:
            placing.states[each.id] = ("lost its text", "")
