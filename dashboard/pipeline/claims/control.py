"""Control: claims that a place was taken or entered by forces, is held by them or was left.

Limits: only of a place that the gazetteer has, and of all of it: "most of Homs", "a district of Homs" and "an army base
near Homs" are none. "Rebel-held" before a name says nothing here: it stands there in passing.
"""

from collections.abc import Callable, Iterator, Sequence

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.assertions import is_asserted
from dashboard.pipeline.claims.draft import Draft
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.claims.periods import is_of_days
from dashboard.pipeline.claims.places import is_country
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
REPELLING = lexicon.words("repelling_verb")
SAFE = lexicon.words("safe")
BEING = ("are", "were", "was", "is")
HANDS = ("hands", "control")
CALLING = ("called", "calls", "described", "describes", "declared", "declares")
ASSAULTS = lexicon.words("assault")
# What verbs say of their object, or in the passive of their subject.
OF_PLACE = (("taken", TAKING), ("held", HOLDING), ("left", frozenset(("lost", "abandoned", "vacated"))))
# What the verb makes of "control".
OF_CONTROL = (("taken", GAINING), ("held", HAVING), ("left", LOSING))
HINTS = (
    TAKING | ENTERING | HOLDING | LEAVING | ADVANCING | WITHDRAWING | DRIVING | FALLING | GAINING | REPELLING | SAFE
) | frozenset((*HANDS, *BEING))

# Of several places whose names stand behind "of".
PLURALS = ("cities", "governorates", "provinces", "towns", "villages")
# Nouns that are the place whose name stands behind "of", beside it or in apposition to it.
WHOLE = lexicon.words("settlement", "region", "local_government", "stronghold") | frozenset(PLURALS)
# What a town is called once it was named.
CALLED = ("city", "town", "village")
# Those of which one is often a part of the place that is named: "a suburb of Damascus".
PARTS = lexicon.words("local_government", "site") | {"base", "camp", "port", "suburb"}
LARGE = ("PPLC", "PPLA", "ADM1", "PCLI")
DIRECTIONS = lexicon.words("direction") | {"most", "half", "much", "parts", "part"}
# Tokens between the verb and who has the place at most, for it to be shown with them.
NEAR = 6
# Tokens between the verb and the name of the place at most, for the same.
NEAR_PLACE = 12
# Who bears arms.
ARMED = lexicon.words("armed_force", "armed_group", "fighter", "counted_fighter", "counted_soldier", "armed_body")
ARMED_KINDS = ("armed group", "military")
STATES = ("state", "government")
# Who is in a town by having come there.
INTRUDING = lexicon.words("armed_group", "fighter", "counted_fighter")


def find_control(g: Grammar, names: Names, begin: int, stop: int) -> Iterator[Draft]:
    """The claims of a sentence about who has a place."""
    if HINTS.isdisjoint(g.words[begin:stop]):
        return
    for word in range(begin, stop):
        if g.words[word] not in HINTS:
            continue
        for find in FINDERS:
            for matter, place, actor in find(g, names, word):
                so = is_asserted(g, word)
                if so is None or not (_is_now(g, word) if matter == "held" else is_of_days(g, word)):
                    continue
                start, end = _find_span(g, word, place, actor)
                yield Draft(matter, word, start, end, (word,), not so, place=place, actor=actor)


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
    if any(g.deps[x] == "prt" for x in g.children[word]):
        return
    for head in _objects(g, word) if matter != "left" else ():
        for place in _find_places(g, names, head):
            if not is_country(place):
                yield matter, place, _find_subject(g, word)
    for head in _passive_subjects(g, word):
        for place in _find_places(g, names, head):
            if not is_country(place):
                yield matter, place, _find_agent(g, word)


def _find_entered(g: Grammar, names: Names, word: int) -> Found:
    """Places that forces enter: objects of such a verb, or behind "into"."""
    heads = [*_objects(g, word)] if g.words[word] in ENTERING else []
    if g.words[word] in ADVANCING:
        heads += [*_behind(g, word, ("into",))][:1]
    who = _find_subject(g, word)
    if heads and who is not None and _is_armed(g, names, who, word):
        for head in heads:
            yield from (("entered", place, who) for place in _find_places(g, names, head))


def _find_left(g: Grammar, names: Names, word: int) -> Found:
    """Places that forces leave, or are driven from."""
    text = g.words[word]
    heads: list[int] = []
    who = _find_subject(g, word)
    moved = next(_objects(g, word), None)
    if text in WITHDRAWING or text in DRIVING:
        heads = [*_behind(g, word, ("from",)), *_behind_out_of(g, word)][:1]
        if text in DRIVING:
            who = next(_passive_subjects(g, word), moved)
        elif moved is not None and not _is_armed(g, names, moved, word):
            return  # "withdrew warships from"
    elif text in LEAVING:
        heads = [*_objects(g, word)]
    if not heads or who is None:
        return
    is_state = text in WITHDRAWING and any(n.actor is not None and n.actor.kind in STATES for n in names.at(who))
    if is_state or _is_armed(g, names, who, word):
        for head in heads:
            yield from (("left", place, who) for place in _find_places(g, names, head))


def _find_present(g: Grammar, names: Names, word: int) -> Found:
    """Places in which armed men are said to be, who so have entered."""
    if g.words[word] not in BEING:
        return
    who = next((x for x in g.children[word] if g.deps[x] == "nsubj"), None)
    if who is not None and (g.words[who] in INTRUDING or _has_arms(g, who)):
        for head in _behind(g, word, ("in", "inside")):
            for place in _find_places(g, names, head):
                if not is_country(place):
                    yield "entered", place, who


def _find_fallen(g: Grammar, names: Names, word: int) -> Found:
    """Places that fall, to whoever stands behind "to" or "into the hands of"."""
    if g.words[word] not in FALLING or g.pos[word] != "VERB":
        return
    behind = [x for x in g.children[word] if g.deps[x] in ("prep", "agent", "dative") and x > word]
    winner = next((y for x in behind if g.words[x] == "to" for y in g.children[x] if g.deps[y] == "pobj"), None)
    if winner is None:
        held = next((y for y in _behind(g, word, ("into", "under"))), None)
        if held is not None and g.words[held] in HANDS:
            winner = _find_holder(g, held)
        elif any(g.words[x] in ("on", "in", "into", "behind", "under", "from", "for", "within", "by") for x in behind):
            return
    elif g.words[winner] not in ARMED and not any(name.actor for name in names.at(winner)):
        return
    if any(g.deps[x] in ("acomp", "dobj", "attr", "prt", "oprd") for x in g.children[word]):
        return
    for x in g.children[word]:
        if g.deps[x] == "nsubj":
            for place in _find_places(g, names, x):
                if not is_country(place):
                    yield "taken", place, winner


def _find_under_control(g: Grammar, names: Names, word: int) -> Found:
    """Places that somebody takes, has or loses control of, or that are under control."""
    if g.words[word] not in HANDS or g.pos[word] not in ("NOUN", "PROPN"):
        return
    verb = g.heads[word]
    if g.deps[word] == "dobj" and g.words[word] == "control":
        matter = next((matter for matter, verbs in OF_CONTROL if g.words[verb] in verbs), None)
        if matter is not None:
            heads = [*_behind(g, word, ("of", "over", "in")), *_behind(g, verb, ("of", "over"))]
            for head in heads:
                for place in _find_places(g, names, head):
                    if not is_country(place):
                        yield matter, place, _find_subject(g, verb)
        return
    if g.deps[word] == "pobj" and g.words[verb] in ("under", "in", "into"):
        clause = g.heads[verb]
        for x in g.children[clause]:
            if g.deps[x] in SUBJECTS and g.words[clause] not in FALLING:
                for place in _find_subject_places(g, names, x):
                    if not is_country(place):
                        yield "held", place, _find_holder(g, word)


def _find_repelled(g: Grammar, names: Names, word: int) -> Found:
    """Places on which an attack was repelled."""
    if g.words[word] not in REPELLING:
        return
    for head in _objects(g, word):
        if g.words[head] in ASSAULTS:
            for behind in _behind(g, head, ("on", "against", "at")):
                for place in _find_places(g, names, behind):
                    yield "held", place, _find_subject(g, word)


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
            for place in _find_subject_places(g, names, x):
                if not is_country(place):
                    yield "held", place, None


FINDERS: Sequence[Callable[[Grammar, Names, int], Found]] = (
    _find_taken, _find_entered, _find_left, _find_present,
    _find_fallen, _find_under_control, _find_repelled, _find_safe,
)  # fmt: skip


def _find_places(g: Grammar, names: Names, head: int) -> Iterator[Name]:
    """The places that a phrase is about, none where it is about a part of one or something there."""
    heads = [*_joined(g, head)]
    if g.words[head] in PLURALS:
        heads += [each for behind in _behind(g, head, ("of",)) for each in [*_joined(g, behind)][1:]]
    first: Name | None = None
    for each in heads:
        place = _find_place(g, names, each) or _find_called(g, names, each)
        if place is not None and (first is None or is_country(first) == is_country(place)):
            first = first or place
            yield place


def _find_place(g: Grammar, names: Names, head: int) -> Name | None:
    """The place that a phrase is about by its head: "Homs", "the city of Homs", "Homs province"."""
    own = next((name for name in names.at(head) if name.place is not None), None)
    if own is not None:
        if _is_directed(g, head, own.start):
            return None
        return own if own.end > head and not _is_part(g, head, own) else None
    if g.words[head] not in WHOLE:
        return None
    behind = [
        y for x in g.children[head] if g.words[x] == "of" and x > head for y in g.children[x] if g.deps[y] == "pobj"
    ]
    beside = [x for x in g.children[head] if g.deps[x] in ("appos", "compound", "nmod")]
    if not behind and _is_directed(g, head, head):
        return None
    for token in behind or beside:
        name = next((name for name in names.at(token) if name.place is not None), None)
        if name is not None and not is_country(name) and not _is_part(g, head, name):
            return name
    return None


def _find_called(g: Grammar, names: Names, head: int) -> Name | None:
    """The town that "the city" means: the only one that its sentence names before, or else the sentence before."""
    if g.words[head] not in CALLED or [g.words[x] for x in g.children[head]] != ["the"]:
        return None
    start = g.begins[head]
    for begin, end in ((start, head), (g.begins[start - 1] if start else 0, start)):
        towns = [name for name in names.between(begin, end) if name.place and name.place.feature.startswith("PPL")]
        if towns:
            return towns[-1] if len({name.place.location_id for name in towns if name.place}) == 1 else None
    return None


def _is_part(g: Grammar, i: int, name: Name) -> bool:
    """Whether only a part of the place is meant, or something there: "a district of Aleppo", "Aleppo airport"."""
    if i not in range(name.start, name.end) and g.words[i] in PARTS and name.place and name.place.feature in LARGE:
        return True
    while g.words[g.heads[i]] == "of" and g.deps[i] == "pobj":
        i = g.heads[g.heads[i]]
        if g.pos[i] not in ("NOUN", "PROPN") or g.words[i] in HANDS:
            return False
        if g.words[i] not in WHOLE or (g.words[i] in PARTS and name.place is not None and name.place.feature in LARGE):
            return True
    return False


def _is_directed(g: Grammar, i: int, end: int) -> bool:
    """Whether a word before the token `end` says which part is meant: "eastern Aleppo"."""
    return any(g.words[x] in DIRECTIONS for x in g.children[i] if x < end)


def _find_subject_places(g: Grammar, names: Names, head: int) -> Iterator[Name]:
    """The places of a subject: itself, or where "the situation" is."""
    if g.words[head] in ("situation", "everything", "security"):
        for x in _behind(g, head, ("in", "inside", "at")):
            yield from _find_places(g, names, x)
        return
    yield from _find_places(g, names, head)


def _joined(g: Grammar, head: int) -> Iterator[int]:
    yield head
    for x in g.children[head]:
        if g.deps[x] == "conj":
            yield from _joined(g, x)


def _objects(g: Grammar, word: int) -> Iterator[int]:
    if any(g.deps[x] in ("auxpass", "nsubjpass") for x in g.children[word]):
        return
    found = [x for x in g.children[word] if g.deps[x] == "dobj" and x > word]
    # Parsers take unknown names for adverbs.
    yield from found[:1] or (x for x in g.children[word] if g.deps[x] == "npadvmod" and x > word)


def _passive_subjects(g: Grammar, word: int) -> Iterator[int]:
    for x in g.children[word]:
        if g.deps[x] == "nsubjpass":
            yield g.heads[word] if g.tags[x] in ("WP", "WDT") and g.deps[word] == "relcl" else x
    if g.deps[word] == "acl" and g.tags[word] == "VBN" and g.heads[word] < word:
        yield g.heads[word]


def _behind(g: Grammar, word: int, prepositions: tuple[str, ...]) -> Iterator[int]:
    for x in g.children[word]:
        if x > word and g.words[x] in prepositions:
            yield from (y for y in g.children[x] if g.deps[y] == "pobj")


def _behind_out_of(g: Grammar, word: int) -> Iterator[int]:
    """What stands behind "out of", which parses take for one preposition behind the other, or both behind the verb."""
    for x in g.children[word]:
        if g.words[x] == "out" and x > word:
            yield from _behind(g, x, ("of",))
            if g.words[x + 1 : x + 2] == ["of"] and g.heads[x + 1] == word:
                yield from (y for y in g.children[x + 1] if g.deps[y] == "pobj")


def _find_subject(g: Grammar, word: int) -> int | None:
    """Who does what the verb says; "to have seized" has the subject of "is said"."""
    i = word
    for _ in range(4):
        for x in g.children[i]:
            if g.deps[x] in ("nsubj", "nsubjpass"):
                if g.tags[x] in ("WP", "WDT") and g.deps[i] == "relcl":
                    return g.heads[i]
                return x
        if g.deps[i] == "acl" and g.tags[i] == "VBG":
            return g.heads[i]
        if g.deps[i] not in ("conj", "advcl", "xcomp", "pcomp", "prep") or g.heads[i] == i:
            return None
        i = g.heads[i]
    return None


def _find_agent(g: Grammar, word: int) -> int | None:
    for x in g.children[word]:
        if g.deps[x] == "agent" or g.words[x] == "by":
            return next((y for y in g.children[x] if g.deps[y] == "pobj"), None)
    return None


def _find_holder(g: Grammar, word: int) -> int | None:
    """Whose hands or control: before it, or behind "of"."""
    of = next(_behind(g, word, ("of", "by")), None)
    if of is not None:
        return of
    return next((x for x in g.children[word] if g.deps[x] in ("compound", "amod", "poss", "nmod")), None)


def _is_armed(g: Grammar, names: Names, head: int, word: int) -> bool:
    """Whether the phrase names who bears arms; of a pronoun, whether whoever says it of himself does."""
    if g.words[head] in ARMED or _has_arms(g, head):
        return True
    if g.pos[head] == "PRON":
        i = word
        while g.deps[i] in ("conj", "xcomp", "advcl") and g.heads[i] != i:
            i = g.heads[i]
        speaker = next((x for x in g.children[g.heads[i]] if g.deps[x] == "nsubj"), None)
        if g.deps[i] != "ccomp" or speaker is None or g.pos[speaker] == "PRON":
            return False
        return _is_armed(g, names, speaker, g.heads[i])
    return any(name.actor is not None and name.actor.kind in ARMED_KINDS for name in names.at(head))


def _has_arms(g: Grammar, head: int) -> bool:
    """Whether it is "armed men"."""
    return any(g.words[x] == "armed" and x < head for x in g.children[head])
