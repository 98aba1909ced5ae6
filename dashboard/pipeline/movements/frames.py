"""Frames: what verbs and nouns say of a movement: who goes, of what kind it is, and whether the object is the place.

Limits: words are known by the lists of `data/lexicon.yaml`; a verb that is in none says nothing.
"""

from collections.abc import Mapping, Set
from dataclasses import dataclass

from dashboard.pipeline import lexicon
from dashboard.pipeline.movements.ends import AT, FOR, TO
from dashboard.pipeline.movements.places import SETTLED, WHOLE
from dashboard.pipeline.quotes.grammar import Grammar


@dataclass(frozen=True, slots=True)
class Frame:
    """What a verb or noun says. `kinds` has the kind by the sort of who moves (see `movers`); others do not move."""

    kinds: Mapping[str, str]
    to: Set[str] = TO  # the prepositions of where to
    moves_object: bool = False  # whether the object moves, which the subject sends
    object_end: str = ""  # whether the object may be the place: `origin` or `goal`
    may_send: bool = False  # whether an object moves, where there is one
    countries: Set[str] = SETTLED  # nouns that stand for their country as where to
    is_weak: bool = False  # whether it is of the kind of the movement that it goes on with


FORCED = dict.fromkeys(("forces", "state", "pronoun"), "withdrawal")
FLIGHT = dict.fromkeys(("forces", "refugees", "people", "person", "pronoun"), "flight")
ARRIVAL = {"refugees": "flight", "goods": "convoy"}

WITHDRAWING = Frame(FORCED, may_send=True, countries=WHOLE)
LEAVING = Frame({"forces": "withdrawal", "people": "flight"} | ARRIVAL, TO | FOR, object_end="origin", is_weak=True)
ADVANCING = Frame({"forces": "advance", "state": "advance"}, TO | {"on"}, object_end="goal", countries=WHOLE)
ENTERING = Frame({"forces": "advance", "state": "advance"} | ARRIVAL, object_end="goal", countries=WHOLE, is_weak=True)
CROSSING = Frame({"forces": "advance", "state": "advance"} | ARRIVAL, is_weak=True)
GOING = Frame({"forces": "deployment"} | ARRIVAL, TO | FOR, is_weak=True)
ARRIVING = Frame({"forces": "deployment"} | ARRIVAL, TO | AT, is_weak=True)
HEADING = Frame({"forces": "advance"} | ARRIVAL, TO | FOR, is_weak=True)
FLEEING = Frame(FLIGHT, TO | FOR, object_end="origin")
EVACUATING = Frame(FLIGHT | {"forces": "withdrawal"}, moves_object=True)
SENDING = Frame({"forces": "deployment", "goods": "convoy"}, moves_object=True)
DELIVERING = Frame({"goods": "convoy"}, moves_object=True)

VERBS = {
    **dict.fromkeys(lexicon.words("retreat_verb"), WITHDRAWING),
    **dict.fromkeys(lexicon.words("departure_verb"), LEAVING),
    **dict.fromkeys(lexicon.words("advance_verb"), ADVANCING),
    **dict.fromkeys(lexicon.words("arrival_verb"), ENTERING),
    **dict.fromkeys(lexicon.words("crossing_verb"), CROSSING),
    **dict.fromkeys(lexicon.words("going_verb"), GOING),
    **dict.fromkeys(lexicon.words("arriving_verb"), ARRIVING),
    **dict.fromkeys(lexicon.words("heading_verb"), HEADING),
    **dict.fromkeys(lexicon.words("escape_verb"), FLEEING),
}
# Verbs whose object moves; "move" is here and there.
SENDERS = {
    **dict.fromkeys(lexicon.words("evacuating_verb"), EVACUATING),
    **dict.fromkeys(lexicon.words("sending_verb"), SENDING),
    **dict.fromkeys(lexicon.words("delivering_verb"), DELIVERING),
}
NOUNS = {
    **dict.fromkeys(lexicon.words("withdrawal"), WITHDRAWING),
    **dict.fromkeys(lexicon.words("exodus"), FLEEING),
    **dict.fromkeys(lexicon.words("incursion"), ADVANCING),
    **dict.fromkeys(lexicon.words("evacuation"), EVACUATING),
    **dict.fromkeys(lexicon.words("deployment"), SENDING),
}
PARTICLES = frozenset(verb.split()[1] for verb in VERBS if " " in verb)


def find_frame(g: Grammar, word: int) -> Frame | None:
    """The frame of a verb, with its particle, or of a noun; None for other words."""
    lemma = g.lemmas[word]
    if g.pos[word] == "NOUN":
        return NOUNS.get(lemma)
    if g.pos[word] == "ADJ":
        return HEADING if lemma == "bound" else None
    for child in g.children[word]:
        if child > word and g.words[child] in PARTICLES and (frame := VERBS.get(f"{lemma} {g.words[child]}")):
            return frame
    if lemma in SENDERS and (lemma not in VERBS or has_object(g, word)):
        return SENDERS[lemma]
    return VERBS.get(lemma)


def has_object(g: Grammar, verb: int) -> bool:
    """Whether somebody or something suffers what the verb says, as its object or as the subject of a passive."""
    is_bare = g.tags[verb] == "VBN" and g.deps[verb] in ("acl", "relcl")
    return is_bare or any(g.deps[x] in ("dobj", "nsubjpass", "auxpass") for x in g.children[verb])
