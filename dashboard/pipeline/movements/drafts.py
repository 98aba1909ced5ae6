"""Drafts: the movements of an article in tokens, each read from one verb or noun.

Limits: a word that goes on with a movement ("withdraw from Homs, heading to Latakia") takes from it who moves, from
where, and the status, unless it says so itself; the movement is then no draft of its own if it has no goal.
"""

from dataclasses import dataclass, field

from dashboard.pipeline.claims import Named
from dashboard.pipeline.claims.roles import find_agent
from dashboard.pipeline.movements.admissions import find_admission
from dashboard.pipeline.movements.ends import Ends
from dashboard.pipeline.movements.frames import EVACUATING, Frame, find_frame
from dashboard.pipeline.movements.movers import SOME, Movers
from dashboard.pipeline.movements.places import FLED, GROUND, WHOLE, Places
from dashboard.pipeline.movements.statuses import find_status
from dashboard.pipeline.movements.strikes import Strikes
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar

# How a word hangs on the movement that it goes on with.
GOING_ON = ("advcl", "conj", "pcomp", "prep", "xcomp")
# Steps from it to that movement.
FARTHEST = 4
# Who is let in comes to be safe, and so do soldiers.
ADMITTED = {"forces": "flight", "refugees": "flight", "people": "flight"}


@dataclass(slots=True)
class Draft:
    """One movement by its word; `who` is the head word of who moves, `sender` of who sends them."""

    word: int
    kind: str
    status: str
    who: int | None = None
    sender: int | None = None
    origins: list[Named] = field(default_factory=list)
    goals: list[Named] = field(default_factory=list)
    is_weak: bool = False  # whether it is of the kind of the movement that it goes on with


def draft_movements(g: Grammar, places: Places, movers: Movers) -> list[Draft]:
    """The drafts in text order; of each a place is said, and its status is not left open."""
    drafts: dict[int, Draft] = {}
    gone: set[int] = set()  # movements that others go on with
    strikes = Strikes(g, places, movers)
    for word in range(len(g.words)):
        if g.pos[word] not in ("VERB", "NOUN", "ADJ"):
            continue
        draft = _draft_strike(g, strikes, word) or _draft(g, places, movers, word)
        if draft is None or not (draft.origins or draft.goals or draft.kind):
            continue
        before = _find_before(g, drafts, draft) if draft.origins or draft.goals else None
        if before is not None:
            _go_on(draft, before)
            if draft.goals and not before.goals:
                gone.add(before.word)
        if draft.kind:
            drafts[word] = draft
    return [draft for word, draft in drafts.items() if word not in gone and (draft.origins or draft.goals)]


def _find_before(g: Grammar, drafts: dict[int, Draft], draft: Draft) -> Draft | None:
    """The movement that the draft goes on with; it has no subject of its own, or one that is some of them."""
    word = draft.word
    for _ in range(FARTHEST):
        has_subject = any(g.deps[x] in SUBJECTS and g.words[x] not in SOME for x in g.children[word])
        if has_subject or g.deps[word] not in GOING_ON or g.heads[word] == word:
            return None
        word = g.heads[word]
        if word in drafts:
            return drafts[word] if drafts[word].kind != "strike" else None
    return None


def _go_on(draft: Draft, before: Draft) -> None:
    """Take what the draft lacks from the movement that it goes on with."""
    if draft.is_weak:
        draft.kind, draft.who, draft.sender = before.kind, before.who, before.sender
    if not draft.origins:
        draft.origins = before.origins
    if draft.status == "reported":
        draft.status = before.status


def _draft_strike(g: Grammar, strikes: Strikes, word: int) -> Draft | None:
    strike = strikes.find(word)
    if strike is None or not strike.goals or (status := find_status(g, word)) is None:
        return None
    return Draft(word, "strike", status, strike.who, None, strike.origins, strike.goals)


def _draft(g: Grammar, places: Places, movers: Movers, word: int) -> Draft | None:
    frame = find_frame(g, word)
    if frame is None:
        return _draft_admission(g, places, movers, word)
    who, sender, end = _find_who(g, movers, frame, word)
    nouns, countries = (FLED, WHOLE) if frame.object_end == "origin" else (GROUND, frame.countries)
    placed = [] if end is None else places.find(end, nouns, countries)
    kind = frame.kinds.get((movers.find_sort(who) if who is not None else None) or "")
    if kind is None and not frame.is_weak:
        return None
    if end is not None and not placed and frame.object_end == "goal":
        return None  # "entered the talks in Geneva"
    status = find_status(g, word)
    if status is None:
        return None
    anchors = [word] if who is None or who < word else [word, who]
    ends = Ends(g, places, anchors, frame.to, countries=frame.countries)
    if placed and end is not None:
        ends.go_on(end)
    if frame is EVACUATING:
        sender = None  # who evacuates others is none of them
    draft = Draft(word, kind or "", status, who, sender, ends.origins, ends.goals, frame.is_weak)
    found = draft.origins if frame.object_end == "origin" else draft.goals
    found[:0] = [place for place in placed if place not in found]
    return draft


def _draft_admission(g: Grammar, places: Places, movers: Movers, word: int) -> Draft | None:
    admission = find_admission(g, places, word)
    if admission is None or (status := find_status(g, word)) is None:
        return None
    who, state = admission
    kind = ADMITTED.get(movers.find_sort(who) or "")
    return None if kind is None else Draft(word, kind, status, who, goals=[state])


def _find_who(g: Grammar, movers: Movers, frame: Frame, word: int) -> tuple[int | None, int | None, int | None]:
    """The head words of who moves, of who sends them, and of the object that may be the place."""
    if g.pos[word] == "NOUN":
        return movers.find_moved(word), find_agent(g, word), None
    subject = movers.find_subject(word)
    if movers.is_passive(word):
        return subject, find_agent(g, word), None
    thing = movers.find_object(word)
    if thing is None:
        return (None, subject, None) if frame.moves_object else (subject, None, None)
    if frame.moves_object:
        return thing, subject, None
    if frame.object_end:
        return subject, None, thing
    # "Withdrew its troops": they move. "Withdrew the money" and "drove them out" move nobody that the frame knows.
    return (thing, subject, None) if frame.may_send else (None, subject, None)
