"""Corrections that contradict one another: the newest word holds, and the one that it sets aside is kept and said.

Once the newest is taken back, the one that it had set aside holds again.
"""

from collections.abc import Sequence

from dashboard.corrections.record import OF_PLACES, Correction


def set_aside(standing: Sequence[Correction]) -> dict[str, Correction]:
    """The id of each correction of an actor that does not hold -> the newer one because of which it does not.

    From the newest to the oldest, each holds unless a newer one that holds overrules it, or merges that hold already
    lead from its target back to its subject.
    """
    aside: dict[str, Correction] = {}
    holding: list[Correction] = []
    merged: dict[str, Correction] = {}
    for correction in reversed(standing):
        by = next((newer for newer in holding if overrules(newer, correction)), None)
        if by is None and correction.kind == "merge":
            by = _circle(correction, merged)
        if by is not None:
            aside[correction.id] = by
            continue
        holding.append(correction)
        if correction.kind == "merge":
            merged[correction.actor] = correction
    return aside


def find_clashes(standing: Sequence[Correction], draft: Correction) -> list[Correction]:
    """The earlier corrections that `draft` contradicts, oldest first: it sets them aside, or they are in its way."""
    before, after = set_aside(standing), set_aside([*standing, draft])
    return [
        each
        for each in standing
        if each.id not in before and (each.id in after or overlap(draft, each) or _has_taken(each, draft))
    ]


def overrules(newer: Correction, older: Correction) -> bool:
    """Whether two corrections of actors cannot both hold, so that the newer one does."""
    same = newer.actor == older.actor
    match newer.kind, older.kind:
        case ("merge", "merge" | "rename") | ("rename", "rename"):
            return same
        case ("merge", "split") | ("split", "merge"):
            return {newer.actor, newer.into} == {older.actor, older.into}
        case "merge", "hide":
            return older.actor in (newer.actor, newer.into)
        case "split", "split":
            return same and newer.into != older.into and _meet(newer, older)
    return False


def _meet(one: Correction, other: Correction) -> bool:
    """Whether two splits of one actor may take the same mentions."""
    return all(
        not getattr(one, name) or not getattr(other, name) or set(getattr(one, name)) & set(getattr(other, name))
        for name in ("surfaces", "articles")
    )


def overlap(one: Correction, other: Correction) -> bool:
    """Whether two corrections of one name at one place may be of the same mention."""
    if one.kind not in OF_PLACES or other.kind not in OF_PLACES:
        return False
    return (
        (one.surface, one.location) == (other.surface, other.location)
        and (not one.articles or not other.articles or bool(set(one.articles) & set(other.articles)))
        and (not one.sentence or not other.sentence or one.sentence == other.sentence)
    )


def _has_taken(older: Correction, draft: Correction) -> bool:
    """Whether the subject of the draft is no actor any more because of the older correction."""
    return older.kind in ("merge", "hide") and draft.actor != "" and draft.actor == older.actor


def _circle(merge: Correction, merged: dict[str, Correction]) -> Correction | None:
    """The first of the merges that lead from the target of this one back to its subject."""
    target = merge.into
    while target in merged:
        target = merged[target].into
        if target == merge.actor:
            return merged[merge.into]
    return None
