"""Corrections that contradict one another: the newest holds.

The one that it contradicts stays in the file. It holds again once the newer one is taken back.
"""

from collections import defaultdict
from collections.abc import Sequence

from dashboard.corrections.record import OF_ACTORS, OF_PLACES, Correction


def find_contradicted(corrections: Sequence[Correction]) -> dict[str, Correction]:
    """The id of each correction of an actor that does not hold -> the newer one that contradicts it.

    `corrections` stand oldest first. From the newest to the oldest, each holds unless one that holds contradicts it, or
    merges that hold lead from its target back to its actor. Corrections of places are not judged here: of two, the
    newer holds mention by mention (`replay`).
    """
    contradicted: dict[str, Correction] = {}
    holding: dict[str, list[Correction]] = defaultdict(list)  # actor -> those that name it, newest first
    merges: dict[str, Correction] = {}  # actor -> the merge that holds of it
    for correction in reversed(corrections):
        if correction.kind not in OF_ACTORS:
            continue
        newer = next((each for each in holding[correction.actor] if contradicts(each, correction)), None)
        if newer is None and correction.kind == "merge":
            newer = _find_merge_back(correction, merges)
        if newer is not None:
            contradicted[correction.id] = newer
            continue
        for actor in {correction.actor, correction.into} - {""}:
            holding[actor].append(correction)
        if correction.kind == "merge":
            merges[correction.actor] = correction
    return contradicted


def find_clashes(corrections: Sequence[Correction], *proposed: Correction) -> list[Correction]:
    """The corrections that those proposed contradict, or that have taken their actors away, oldest first.

    Those that do not hold anyway are not among them.
    """
    before, after = find_contradicted(corrections), find_contradicted([*corrections, *proposed])
    return [
        each
        for each in corrections
        if each.id not in before
        and (each.id in after or any(overlap(one, each) or _has_taken_actor(each, one) for one in proposed))
    ]


def contradicts(newer: Correction, older: Correction) -> bool:
    """Whether two corrections of actors cannot both hold, so that only the newer one does.

    One that contradicts another names its actor, as `actor` or as `into`.
    """
    is_same_actor = newer.actor == older.actor
    match newer.kind, older.kind:
        case ("merge", "merge" | "rename") | ("rename", "rename"):
            return is_same_actor
        case ("merge", "split") | ("split", "merge"):
            return {newer.actor, newer.into} == {older.actor, older.into}
        case "merge", "hide":
            return older.actor in (newer.actor, newer.into)
        case "split", "split":
            return is_same_actor and newer.into != older.into and _may_take_the_same(newer, older)
    return False


def overlap(one: Correction, other: Correction) -> bool:
    """Whether two corrections of places may be of the same mention: same name, place, article and sentence."""
    if one.kind not in OF_PLACES or other.kind not in OF_PLACES:
        return False
    return (
        (one.surface, one.location) == (other.surface, other.location)
        and (not one.articles or not other.articles or bool(set(one.articles) & set(other.articles)))
        and (not one.sentence or not other.sentence or one.sentence == other.sentence)
    )


def _may_take_the_same(one: Correction, other: Correction) -> bool:
    """Whether two splits of one actor may take the same mentions; an empty list of surfaces or articles means all."""
    return all(
        not of_one or not of_other or bool(set(of_one) & set(of_other))
        for of_one, of_other in ((one.surfaces, other.surfaces), (one.articles, other.articles))
    )


def _has_taken_actor(older: Correction, proposed: Correction) -> bool:
    """Whether the actor of the proposed correction is merged or hidden by the older one."""
    return older.kind in ("merge", "hide") and proposed.actor != "" and proposed.actor == older.actor


def _find_merge_back(merge: Correction, merges: dict[str, Correction]) -> Correction | None:
    """The first of the merges that lead from the target of this one back to its actor; None where none do."""
    target = merge.into
    while target in merges:
        target = merges[target].into
        if target == merge.actor:
            return merges[merge.into]
    return None
