"""Counts: an amount with what is counted, as a kind in plain words: "at least 20 militants" are `fighters`.

Limits: a noun of no class of `data/lexicon.yaml` counts people, unless it is one that nobody can harm.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import zip_longest

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.amounts import Amount
from dashboard.pipeline.quotes.grammar import Grammar

# Unit -> the nouns that are counted as it.
KINDS = {
    "children": lexicon.words("counted_child"),
    "women": lexicon.words("counted_woman"),
    "men": lexicon.words("counted_man"),
    "civilians": lexicon.words("counted_civilian"),
    "fighters": lexicon.words("fighter", "counted_fighter"),
    "soldiers": lexicon.words("counted_soldier"),
    "police": lexicon.words("counted_police"),
    "officers": lexicon.words("counted_officer"),
    "journalists": lexicon.words("counted_journalist"),
    "medics": lexicon.words("counted_medic"),
    "aid workers": lexicon.words("counted_aid_worker"),
    "hostages": lexicon.words("counted_hostage"),
    "families": lexicon.words("counted_family"),
    "tanks": lexicon.words("counted_tank"),
    "aircraft": lexicon.words("counted_aircraft"),
    "helicopters": lexicon.words("counted_helicopter"),
    "drones": lexicon.words("counted_drone"),
    "ships": lexicon.words("counted_ship"),
    "vehicles": lexicon.words("counted_vehicle"),
}
UNIT_OF = {word: unit for unit, words in KINDS.items() for word in words}
VEHICLES = frozenset(("tanks", "aircraft", "helicopters", "drones", "ships", "vehicles"))
ARMED = frozenset(("fighters", "soldiers", "police", "officers"))
PEOPLE = "people"
# Nouns that say no more than that others are counted: of which kind, the words before them say.
OPEN = lexicon.words("counted_anyone")
# What news count and nobody kills or wounds.
UNHARMED = lexicon.words("uncounted")
# Tokens between a number and its noun at most: "20 members of the elite Republican Guard".
REACH = 8
DETERMINERS = frozenset("the its their his her our these those".split())
# Words before a number of which it counts nobody, or all others.
NOT_COUNTED = (("none", "of", "the"), ("none", "of"), ("all", "but"), ("no", "-"), ("no",))
NOMINAL = ("NOUN", "PROPN", "ADJ", "NUM")


@dataclass(frozen=True, slots=True)
class Count:
    """An amount and the noun that it counts, None for "killed 20"; `unit` is None where the noun does not say it."""

    amount: Amount
    noun: int | None
    unit: str | None

    @property
    def start(self) -> int:
        """First token."""
        return self.amount.start

    @property
    def end(self) -> int:
        """Token after the last."""
        return self.amount.end if self.noun is None else self.noun + 1


def find_counts(g: Grammar, amounts: Sequence[Amount], end: int) -> list[Count]:
    """What each amount of a sentence counts; amounts of what is no people and no vehicle are left out."""
    counts: list[Count] = []
    for amount, following in zip_longest(amounts, amounts[1:]):
        if counts and amount.end <= counts[-1].end:
            continue  # the 31 of "18 of the 31 lorries"
        if any(g.words[max(0, amount.start - len(each)) : amount.start] == list(each) for each in NOT_COUNTED):
            continue
        is_of_more = g.words[amount.end : amount.end + 1] == ["of"]
        noun = _find_noun(g, amount, end if following is None or is_of_more else following.start)
        if noun is not None and _is_unharmed(g, amount, noun):
            continue
        if noun is not None and g.words[noun] in KINDS["families"] and g.words[amount.start - 1] in ("of", "from"):
            continue  # "five members of one family"
        unit = None if noun is None else find_unit(g, amount.end, noun)
        counts.append(Count(amount, noun, PEOPLE if noun is not None and _is_mixed(g, noun, unit) else unit))
    return counts


def count_one(g: Grammar, noun: int) -> Count | None:
    """The count of a noun with "a" or "another" before it, of a kind that is known."""
    unit = find_unit(g, g.left[noun], noun)
    article = next((x for x in g.children[noun] if g.words[x] in ("a", "an", "another") and x < noun), None)
    if unit is None or article is None or g.tags[noun] not in ("NN", "NNP") or g.words[noun] in UNHARMED:
        return None
    return Count(Amount(article, article, article + 1, 1.0, 1.0, "exactly"), noun, unit)


def find_unit(g: Grammar, start: int, noun: int) -> str | None:
    """The kind of what the noun counts, by itself or by the words before it; None where they do not say."""
    word = g.words[noun]
    unit = UNIT_OF.get(word)
    before = g.words[start:noun]
    if unit in ("officers", None) and "police" in before:
        return "police"
    if word in OPEN:
        behind = g.words[noun + 1 : min(g.right[noun], noun + REACH)]
        after = behind if behind[:1] == ["of"] else []
        known = [UNIT_OF[each] for each in (*before, *after) if each in UNIT_OF]
        return next((each for each in known if each in ARMED), PEOPLE)
    return unit


def _find_noun(g: Grammar, amount: Amount, end: int) -> int | None:
    last = amount.end - 1
    at = amount.end
    if at < end and g.words[at] == "of":
        if at + 1 < end and g.words[at + 1] in ("them", "whom", "those"):
            return None
        at += 1
        while at < end and g.words[at] in DETERMINERS:
            at += 1
        while at < end and (g.tags[at] == "CD" or g.words[at] == ","):
            at += 1  # "18 of the 31 lorries"
    head = g.heads[last]
    while amount.number <= head <= last and g.heads[head] != head:
        head = g.heads[head]
    run = _find_run(g, at, end)
    if run is not None and g.words[run] in UNIT_OF:
        return run
    is_head = last < head < min(end, last + REACH) and g.pos[head] in ("NOUN", "PROPN")
    return head if is_head and g.deps[last] in ("nummod", "amod", "nmod", "compound", "det") else run


def _find_run(g: Grammar, at: int, end: int) -> int | None:
    """The last noun of the nouns and adjectives that begin with the token."""
    noun = None
    for i in range(at, min(end, at + REACH)):
        if g.words[i] not in ("-", "other", "al") and (g.pos[i] not in NOMINAL or g.tags[i] == "CD"):
            break
        if g.pos[i] in ("NOUN", "PROPN"):
            noun = i
            if g.words[i] in UNIT_OF and g.pos[i + 1 : i + 2] != ["NOUN"]:
                break
    return noun


def _is_mixed(g: Grammar, noun: int, unit: str | None) -> bool:
    """Whether people of another kind are counted with them: "20 soldiers and policemen"."""
    for x in g.children[noun]:
        is_plain = not any(g.deps[y] == "nummod" for y in g.children[x])
        if g.deps[x] == "conj" and g.tags[x] in ("NNS", "NNPS") and is_plain:
            other = UNIT_OF.get(g.words[x])
            return unit not in VEHICLES and other is not None and other != unit
    return False


def _is_unharmed(g: Grammar, amount: Amount, noun: int) -> bool:
    """Whether the noun is one of time, measure or things, or the number counts years: "a 20-year-old man"."""
    return g.words[noun] in UNHARMED or "year" in g.words[amount.end : noun]
