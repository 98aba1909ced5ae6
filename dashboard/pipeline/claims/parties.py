"""Parties: who may have a place or take it: who bears arms, governments, and those who are no company and no candidate.

Limits: by a list of words and by the kinds of actors that are known.
"""

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.names import Names
from dashboard.pipeline.quotes.grammar import Grammar

# Who bears arms.
ARMED = lexicon.words("armed_force", "armed_group", "fighter", "counted_fighter", "counted_soldier", "armed_body")
ARMED_KINDS = ("armed group", "military")
STATES = ("state", "government")
# What an armed group is called behind its name: "the Islamic State group".
GROUPS = lexicon.words("group", "offshoot")
# Sides of a war that bear no arms themselves.
SIDES = lexicon.words("government_noun") | {"opposition"}


def is_party(g: Grammar, names: Names, head: int, word: int) -> bool:
    """Whether the phrase names who may have a place: who bears arms, a government, the people of a country."""
    if g.words[head] in SIDES or is_armed(g, names, head, word):
        return True
    return any(name.actor is not None and name.actor.kind in (*STATES, "people") for name in names.at(head))


def may_take(g: Grammar, names: Names, head: int | None, word: int) -> bool:
    """Whether the phrase may be of who takes places: no "company", no candidate by his name."""
    if head is None or g.pos[head] == "PRON" or g.words[head] in GROUPS or is_party(g, names, head, word):
        return True
    return g.pos[head] == "PROPN" and all(name.mention.label != "PERSON" for name in names.at(head))


def is_force(g: Grammar, names: Names, head: int, word: int) -> bool:
    """Whether the phrase names who bears arms, or the side that they fight for."""
    return g.words[head] in SIDES or is_armed(g, names, head, word)


def is_armed(g: Grammar, names: Names, head: int, word: int) -> bool:
    """Whether the phrase names who bears arms; of a pronoun, whether whoever says it of himself does."""
    if g.words[head] in ARMED or has_arms(g, head):
        return True
    if g.pos[head] == "PRON":
        i = word
        while g.deps[i] in ("conj", "xcomp", "advcl") and g.heads[i] != i:
            i = g.heads[i]
        speaker = next((x for x in g.children[g.heads[i]] if g.deps[x] == "nsubj"), None)
        if g.deps[i] != "ccomp" or speaker is None or g.pos[speaker] == "PRON":
            return False
        return is_armed(g, names, speaker, g.heads[i])
    own = [head, *(x for x in g.children[head] if g.words[head] in GROUPS and g.deps[x] == "compound")]
    return any(name.actor is not None and name.actor.kind in ARMED_KINDS for x in own for name in names.at(x))


def has_arms(g: Grammar, head: int) -> bool:
    """Whether it is "armed men"."""
    return any(g.words[x] == "armed" and x < head for x in g.children[head])
