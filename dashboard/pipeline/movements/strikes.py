"""Strikes: bombs and shells that fall on a place: verbs and nouns, who strikes, and where it hits.

Limits: strikes from the air or of artillery; a bomb in a car, a shooting and an assault on the ground are none.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims import Named
from dashboard.pipeline.movements.ends import NEAR, ON, Ends
from dashboard.pipeline.movements.movers import FORCES, STATES, Movers
from dashboard.pipeline.movements.places import Places
from dashboard.pipeline.quotes.grammar import Grammar

BOMBING = lexicon.words("bombing_verb")
HITTING = lexicon.words("hitting_verb")
LANDING = lexicon.words("landing_verb")
FIRING = lexicon.words("firing_verb")
BOMBARDMENTS = lexicon.words("bombardment")
STRIKES = lexicon.words("strike")
BY_AIR = lexicon.words("by_air")
BOMBERS = lexicon.words("bomber")
BOMBS = lexicon.words("bomb")
FIRED = BOMBERS | BOMBS
VERBS = BOMBING | HITTING | LANDING | FIRING
# Who strikes, where a word before the noun says it: "regime air strikes".
SIDES = FORCES | STATES
BEFORE = ("compound", "amod", "nmod", "poss")


@dataclass(frozen=True, slots=True)
class Strike:
    """One strike: who is the head word of the phrase that says it."""

    word: int
    who: int | None
    origins: list[Named]
    goals: list[Named]


def find_strike(g: Grammar, places: Places, movers: Movers, word: int) -> Strike | None:
    """What a verb or noun says of a strike; None where it says none."""
    if g.pos[word] == "NOUN":
        return _read_noun(g, places, movers, word) if is_strike(g, word) else None
    if g.pos[word] != "VERB" or g.lemmas[word] not in VERBS:
        return None
    passive, subject = movers.is_passive(word), movers.find_subject(word)
    doer = movers.find_agent(word) if passive else subject
    done = subject if passive else movers.find_object(word)
    behind = [word] if done is None or done < word else [word, done]
    hit: list[Named] = []
    if g.lemmas[word] in FIRING:
        is_strike_verb, to = done is not None and _flies(g, done, FIRED), ON
    elif g.lemmas[word] in LANDING:
        is_strike_verb, to = doer is not None and _flies(g, doer), NEAR | ON
    else:
        is_strike_verb, to = _is_hit(g, movers, word, doer), NEAR
        hit = [] if done is None else places.find(done, None)
    if not is_strike_verb:
        return None
    ends = Ends(g, places, behind, to, None)
    return Strike(word, _find_striker(g, movers, doer), ends.origins, hit or ends.goals)


def _is_hit(g: Grammar, movers: Movers, verb: int, doer: int | None) -> bool:
    """Whether the verb says that bombs or shells fall, by itself or by who does it."""
    if doer is None:
        return g.lemmas[verb] in BOMBING - {"bomb"}
    if g.lemmas[verb] in BOMBING and (g.lemmas[verb] != "bomb" or movers.find_sort(doer) in ("forces", "state")):
        return True
    return _flies(g, doer) or is_strike(g, doer)


def is_strike(g: Grammar, noun: int) -> bool:
    """Whether it is a noun of bombs and shells that fall: "airstrikes", "missile attack"."""
    if g.words[noun] in BOMBARDMENTS:
        return True
    return g.words[noun] in STRIKES and _is_by_air(g, noun)


def _read_noun(g: Grammar, places: Places, movers: Movers, noun: int) -> Strike | None:
    anchors, who = [noun], movers.find_agent(noun)
    head = g.heads[noun]
    if g.deps[noun] in ("dobj", "nsubjpass") and g.lemmas[head] not in HITTING:
        anchors.append(head)
        doer = movers.find_agent(head) if g.deps[noun] == "nsubjpass" else movers.find_subject(head)
        who = doer if who is None and doer is not None and movers.find_sort(doer) is not None else who
    ends = Ends(g, places, anchors, ON | NEAR, None)
    goals = ends.goals or [place for x in _targets(g, noun) for place in places.find(x, None)]
    return Strike(noun, _find_side(g, noun) if who is None else who, ends.origins, goals)


def _targets(g: Grammar, noun: int) -> Iterator[int]:
    """The objects of "airstrikes targeting Homs", "shelling of Homs"."""
    for child in g.children[noun]:
        if child > noun and g.deps[child] == "acl" and g.lemmas[child] in HITTING and g.tags[child] == "VBG":
            yield from (x for x in g.children[child] if g.deps[x] == "dobj")
        if child > noun and g.words[child] == "of":
            yield from (x for x in g.children[child] if g.deps[x] == "pobj")


def _flies(g: Grammar, noun: int, alone: frozenset[str] = BOMBERS) -> bool:
    """Whether it is a projectile or what shoots it, counted or not: "dozens of rockets".

    A bomb flies where a word says so ("barrel bomb"), and where it is one of the words `alone`.
    """
    of = [x for x in g.children[noun] if x > noun and g.words[x] == "of"]
    for each in (noun, *(x for p in of for x in g.children[p])):
        if g.words[each] in alone or (g.words[each] in BOMBS and _is_by_air(g, each)):
            return True
    return False


def _is_by_air(g: Grammar, noun: int) -> bool:
    """Whether a word before the noun says what it comes from: "air strikes", "mortar fire"."""
    return any(g.words[x] in BY_AIR for x in range(g.left[noun], noun) if g.heads[x] == noun or x == noun - 1)


def _find_striker(g: Grammar, movers: Movers, doer: int | None) -> int | None:
    """Who strikes: who is known to bear arms, what flies, or whose strikes they are."""
    if doer is None or is_strike(g, doer):
        return None if doer is None else _find_side(g, doer)
    return doer if movers.find_sort(doer) is not None or _flies(g, doer) else None


def _find_side(g: Grammar, noun: int) -> int | None:
    """Who strikes, by the words before the noun: "Russian airstrikes", "regime shelling"."""
    for child in reversed(g.children[noun]):
        is_side = g.words[child] in SIDES or g.entities[child] in ("NORP", "GPE", "ORG")
        if child < noun and g.deps[child] in BEFORE and is_side:
            return child
    return None
