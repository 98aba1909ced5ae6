"""Control: claims that a place was taken or entered by forces, is held by them or was left.

Limits: only of a place that is named, and of all of it: "most of Homs", "a district of Homs" and "an army base
near Homs" are none. What is said in passing counts: "rebel-held Homs", "after the fall of Homs".
"""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.assertions import is_asserted
from dashboard.pipeline.claims.claim import Draft
from dashboard.pipeline.claims.epithets import BASTIONS, HELD, find_bastions, find_held
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.claims.parties import ARMED, STATES, has_arms, is_armed, is_force, is_party, may_take
from dashboard.pipeline.claims.periods import is_of_days
from dashboard.pipeline.claims.places import is_country
from dashboard.pipeline.claims.roles import (
    BEING,
    find_agent,
    find_behind,
    find_behind_out_of,
    find_meant,
    find_modifiers,
    find_objects,
    find_passive_subjects,
    find_subject,
    is_participle,
)
from dashboard.pipeline.claims.voting import is_of_voting
from dashboard.pipeline.claims.wholes import (
    CALLED,
    HANDS,
    LOSSES,
    TAKINGS,
    find_places,
    find_subject_places,
    find_towns,
)
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar

TAKING = lexicon.words("taking_verb")
ENTERING = lexicon.words("entering_verb")
HOLDING = lexicon.words("holding_verb")
LEAVING = lexicon.words("leaving_verb")
ADVANCING = lexicon.words("advancing_verb")
WITHDRAWING = lexicon.words("withdrawing_verb")
DRIVING = lexicon.words("driving_verb")
FALLING = lexicon.words("falling_verb")
GAINING = lexicon.words("gaining_verb")
HAVING = lexicon.words("having_verb")
LOSING = lexicon.words("losing_verb")
CLEARING = lexicon.words("clearing_verb")
SAFE = lexicon.words("safe")
# Who is in a town by having come there.
INTRUDING = lexicon.words("armed_group", "fighter", "counted_fighter")
CALLING = lexicon.words("calling_verb")
# What verbs say of their object, or in the passive of their subject.
OF_PLACE = (("taken", TAKING), ("held", HOLDING), ("left", frozenset(("lost", "abandoned", "vacated"))))
# What the verb makes of "control".
OF_CONTROL = (("taken", GAINING), ("held", HAVING), ("left", LOSING))
# Verbs that put a place under somebody's control; with others it is there.
PUTTING = lexicon.words("putting_verb")
# What stands before a taking that has happened.
FACTS = lexicon.words("factual_preposition") | {"amid", "during"}
# Verbs, by their base form, whose object has happened where it is a taking.
TELLING = lexicon.words("informing_verb", "marking_verb")
HINTS = (
    TAKING | ENTERING | HOLDING | LEAVING | ADVANCING | WITHDRAWING | DRIVING | FALLING | GAINING | SAFE | CLEARING
    | TAKINGS | {*HANDS, *BEING, *HELD, *BASTIONS, *LOSSES}
)  # fmt: skip

# Tokens between the verb and who has the place at most, for it to be shown with them.
NEAR = 6
# Tokens between the verb and the name of the place at most, for the same.
NEAR_PLACE = 12


def find_control(g: Grammar, names: Names, begin: int, stop: int) -> Iterator[Draft]:
    """The claims of a sentence about who has a place."""
    if HINTS.isdisjoint(g.words[begin:stop]):
        return
    for word in range(begin, stop):
        if g.words[word] not in HINTS:
            continue
        for find in FINDERS:
            for matter, place, actor in find(g, names, word):
                is_forced = actor is not None and is_force(g, names, actor, word)
                if names.is_abroad(place) or (is_of_voting(g, word) and not is_forced):
                    continue
                clause = _find_clause(g, word)
                is_passing = g.words[word] in BASTIONS and g.deps[word] != "attr"
                so = True if is_passing else is_asserted(g, clause)
                if so is None or not (_is_now(g, clause) if matter == "held" else is_of_days(g, clause)):
                    continue
                start, end = _find_span(g, word, place, actor)
                yield Draft(matter, word, start, end, (word,), not so, place=place, actor=actor)


def _find_clause(g: Grammar, word: int) -> int:
    """The word that says whether it is so: of "control" and "hands" the verb, else the word itself."""
    if g.words[word] not in HANDS or g.pos[word] not in ("NOUN", "PROPN") or g.deps[word] not in ("dobj", "pobj"):
        return word
    clause = g.heads[word] if g.deps[word] == "dobj" else g.heads[g.heads[word]]
    return g.heads[clause] if g.pos[clause] == "ADV" else clause  # "brought back under control"


def _is_now(g: Grammar, word: int) -> bool:
    """Whether a place is held now, or was when somebody said so: not "had held it since 2013"."""
    had = any(g.words[x] == "had" and g.deps[x] == "aux" for x in g.children[word])
    return not had or g.deps[word] == "ccomp"


def _find_span(g: Grammar, word: int, place: Name, actor: int | None) -> tuple[int, int]:
    """The words of a claim: verb, place and whoever has it, if near."""
    if g.begins[place.start] == g.begins[word] and min(abs(place.start - word), abs(place.end - word)) <= NEAR_PLACE:
        ends = [word, place.start, place.end - 1]
    else:  # "the city", which was named before
        ends = [word, *(x for x in range(max(g.begins[word], word - NEAR), min(g.ends[word], word + NEAR))
                        if g.words[x] in CALLED)]  # fmt: skip
    if actor is not None and g.begins[actor] == g.begins[word] and min(abs(actor - end) for end in ends) <= NEAR:
        ends += [actor, max(g.left[actor], actor - NEAR)]
    if g.words[word] in SAFE:
        ends += [x for x in g.children[word] if g.words[x] in SAFE]
    return min(ends), max(ends) + 1


type Found = Iterator[tuple[str, Name, int | None]]


def _find_taken(g: Grammar, names: Names, word: int) -> Found:
    """Places that are captured, and those that are held: objects of such a verb, or its subjects in the passive."""
    matter = next((matter for matter, verbs in OF_PLACE if g.words[word] in verbs), None)
    if matter is None or g.pos[word] not in ("VERB", "PROPN", "NOUN"):
        return
    if any(g.deps[x] == "prt" and g.words[x] not in ("back", "over") for x in g.children[word]):
        return
    who = find_subject(g, word)
    for head in find_objects(g, word) if matter != "left" and may_take(g, names, who, word) else ():
        yield from ((matter, place, who) for place in find_towns(g, names, head))
    by = find_agent(g, word)
    is_bare = by is None and is_participle(g, word)
    for head in find_passive_subjects(g, word) if may_take(g, names, by, word) else ():
        for place in find_towns(g, names, head):
            if not (is_bare and place.is_unplaced):  # "The Atlantic, taken inside" is no place
                yield matter, place, by


def _find_entered(g: Grammar, names: Names, word: int) -> Found:
    """Places that forces enter: objects of such a verb, or behind "into"."""
    heads = [*find_objects(g, word)] if g.words[word] in ENTERING else []
    if g.words[word] in ADVANCING:
        heads += [*find_behind(g, word, ("into",))][:1]
    who = find_subject(g, word)
    if heads and who is not None and is_armed(g, names, who, word):
        for head in heads:
            yield from (("entered", place, who) for place in find_places(g, names, head))


def _find_left(g: Grammar, names: Names, word: int) -> Found:
    """Places that forces leave, or are driven from."""
    text = g.words[word]
    heads: list[int] = []
    who = find_subject(g, word)
    moved = next(find_objects(g, word), None)
    if text in WITHDRAWING or text in DRIVING:
        heads = [*find_behind(g, word, ("from",)), *find_behind_out_of(g, word)][:1]
        if text in DRIVING:
            who = next(find_passive_subjects(g, word), moved)
        elif heads and moved is not None and not is_armed(g, names, moved, word):
            return  # "withdrew warships from"
    if text in LEAVING and not heads:
        heads = [*find_objects(g, word)]
    if not heads or who is None:
        return
    is_state = text in WITHDRAWING and any(n.actor is not None and n.actor.kind in STATES for n in names.at(who))
    if is_state or is_armed(g, names, who, word):
        for head in heads:
            yield from (("left", place, who) for place in find_places(g, names, head))


def _find_present(g: Grammar, names: Names, word: int) -> Found:
    """Places in which armed men are said to be, who so have entered."""
    if g.words[word] not in BEING:
        return
    who = next((x for x in g.children[word] if g.deps[x] == "nsubj"), None)
    if who is not None and (g.words[who] in INTRUDING or has_arms(g, who)):
        for head in find_behind(g, word, ("in", "inside")):
            yield from (("entered", place, who) for place in find_towns(g, names, head))


def _find_fallen(g: Grammar, names: Names, word: int) -> Found:
    """Places that fall, to whoever stands behind "to"."""
    if g.words[word] not in FALLING or g.pos[word] != "VERB":
        return
    behind = [x for x in g.children[word] if g.deps[x] in ("prep", "agent", "dative") and x > word]
    winner = next((y for x in behind if g.words[x] == "to" for y in g.children[x] if g.deps[y] == "pobj"), None)
    if winner is None:
        if any(g.words[x] in ("on", "in", "into", "behind", "under", "from", "for", "within", "by") for x in behind):
            return
    elif g.words[winner] not in ARMED and not any(name.actor for name in names.at(winner)):
        return
    if any(g.deps[x] in ("acomp", "dobj", "attr", "prt", "oprd") for x in g.children[word]):
        return
    for x in g.children[word]:
        if g.deps[x] == "nsubj":
            for place in find_places(g, names, find_meant(g, word, x)):
                if not is_country(place):
                    yield "taken", place, winner


def _find_under_control(g: Grammar, names: Names, word: int) -> Found:
    """Places that somebody takes, has or loses control of, or that are under control."""
    if g.words[word] not in HANDS or g.pos[word] not in ("NOUN", "PROPN"):
        return
    verb = g.heads[word]
    if g.deps[word] == "dobj" and g.words[word] == "control":
        matter = next((matter for matter, verbs in OF_CONTROL if g.words[verb] in verbs), None)
        who = find_subject(g, verb)
        if matter is not None and may_take(g, names, who, verb):
            for head in (*find_behind(g, word, ("of", "over", "in")), *find_behind(g, verb, ("of", "over"))):
                yield from ((matter, place, who) for place in find_towns(g, names, head))
        return
    clause = _find_clause(g, word)
    if g.deps[word] != "pobj" or g.words[verb] not in ("under", "in", "into") or g.words[clause] in FALLING:
        return
    who, matter = _find_holder(g, word), "taken" if g.words[clause] in PUTTING else "held"
    subjects = [x for x in g.children[clause] if g.deps[x] in SUBJECTS]
    for x in subjects:
        if g.words[verb] == "in" and is_force(g, names, x, clause):  # "the army is in control of Homs"
            for head in find_behind(g, word, ("of",)):
                yield from (("held", place, x) for place in find_towns(g, names, head))
            return
        yield from ((matter, place, who) for place in find_subject_places(g, names, x) if not is_country(place))
    if matter == "taken":
        for x in find_objects(g, clause):
            yield from ((matter, place, who) for place in find_towns(g, names, x))


def _find_taking(g: Grammar, names: Names, word: int) -> Found:
    """Places whose capture or loss is told as a fact: "after the fall of Homs", "marked the capture of Homs"."""
    is_loss = g.words[word] in LOSSES
    if not (is_loss or g.words[word] in TAKINGS) or g.pos[word] != "NOUN" or not _is_fact(g, word):
        return
    whose = next((x for x in g.children[word] if g.deps[x] == "poss"), None)
    if is_loss and (whose is None or not is_party(g, names, whose, word)):
        return
    if whose is not None and not is_loss:
        taken = [*find_towns(g, names, whose)]  # "Homs's fall"
        if taken:
            yield from (("taken", place, None) for place in taken)
            return
    who = whose if whose is not None else next(find_behind(g, word, ("by", "to")), None)
    for head in find_behind(g, word, ("of",)):
        yield from (("left" if is_loss else "taken", place, who) for place in find_towns(g, names, head))


def _is_fact(g: Grammar, word: int) -> bool:
    """Whether the sentence takes for granted what the noun says: behind "after", or where it has done something."""
    verb = g.heads[word]
    if g.deps[word] == "pobj" and g.words[verb] in FACTS:
        while g.heads[verb] != verb and g.pos[verb] not in ("VERB", "AUX"):
            verb = g.heads[verb]
        return is_asserted(g, verb) is True
    if g.deps[word] == "dobj" and g.lemmas[verb] in TELLING:
        return is_asserted(g, verb) is True
    if g.deps[word] == "pobj" and g.words[verb] == "to" and g.lemmas[g.heads[verb]] == "lead":
        return is_asserted(g, g.heads[verb]) is True
    is_past = g.tags[verb] == "VBD" or any(g.words[x] in ("had", "has", "have") for x in g.children[verb])
    return g.deps[word] == "nsubj" and g.pos[verb] == "VERB" and is_past and is_asserted(g, verb) is True


def _find_cleared(g: Grammar, names: Names, word: int) -> Found:
    """Places that forces clear of others, or secure."""
    if g.words[word] not in CLEARING or g.pos[word] != "VERB":
        return
    who = find_subject(g, word)
    if who is not None and is_armed(g, names, who, word):
        for head in find_objects(g, word):
            yield from (("taken", place, who) for place in find_towns(g, names, head))
    others = next(find_behind(g, word, ("from", "of")), None)
    if others is not None and is_armed(g, names, others, word):
        for head in find_passive_subjects(g, word):
            yield from (("taken", place, find_agent(g, word)) for place in find_towns(g, names, head))


def _find_safe(g: Grammar, names: Names, word: int) -> Found:
    """Places that are said to be safe, or in which the situation is."""
    if g.words[word] not in SAFE or g.deps[word] not in ("acomp", "oprd", "ccomp", "xcomp", "amod"):
        return
    verb = g.heads[word]
    is_called = g.words[verb] in CALLING  # "called the situation in Homs safe"
    if g.lemmas[verb] not in ("be", "remain", "stay") and not is_called:
        return
    for x in (*g.children[word], *g.children[verb]) if is_called else g.children[verb]:
        if g.deps[x] in (("dobj", "nsubj") if is_called else SUBJECTS) and (not is_called or x > verb):
            for place in find_subject_places(g, names, x):
                if not is_country(place):
                    yield "held", place, None


FINDERS: Sequence[Callable[[Grammar, Names, int], Found]] = (
    _find_taken, _find_entered, _find_left, _find_present, _find_fallen, _find_under_control, find_held, find_bastions,
    _find_taking, _find_cleared, _find_safe,
)  # fmt: skip


def _find_holder(g: Grammar, word: int) -> int | None:
    """Whose hands or control: before it, or behind "of"."""
    return next(chain(find_behind(g, word, ("of", "by")), find_modifiers(g, word)), None)
