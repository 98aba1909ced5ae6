"""Actors of claims: who does it, or who has the place."""

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.matters import ALONE
from dashboard.pipeline.claims.names import Name, Named, Names
from dashboard.pipeline.claims.roles import find_agent, find_modifiers, find_subject, is_participle, is_passive
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.grammar import Grammar

# Nouns of what forces do: behind "in" they have the doer before them, "in Russian air strikes".
DEEDS = lexicon.words("ground_attack", "bombardment", "strike", "raid")

# Pronouns by which a body speaks of itself, and the kinds of those that may have a place.
OWN = lexicon.words("pronoun_of_thing", "pronoun_of_several") | {"our", "we"}
PARTIES = ("armed group", "military", "state", "government")


def find_doer(g: Grammar, names: Names, word: int) -> Named | None:
    """Who does what the verb says: its subject, who stands behind "by", or whose strikes it happens in."""
    if g.words[word] in ALONE:
        return None
    agent = find_agent(g, word)
    if agent is not None:
        return find_named(g, names, agent)
    if is_passive(g, word) or is_participle(g, word):
        behind = (y for x in g.children[word] if g.words[x] in ("in", "during", "after") for y in g.children[x])
        deed = next((y for y in behind if g.deps[y] == "pobj" and g.words[y] in DEEDS), None)
        return None if deed is None else find_named(g, names, deed)
    subject = find_subject(g, word)
    return None if subject is None or g.deps[subject] != "nsubj" else find_named(g, names, subject)


def find_named(g: Grammar, names: Names, head: int) -> Named | None:
    """The actor that a phrase names, or by whom what it names is done: "Syrian army", "Israeli strikes"."""
    found = _at(names, head)
    if found is not None:
        return found.who
    for x in find_modifiers(g, head):
        name = _at(names, x)
        if name is not None:
            return name.who
    for x in g.children[head]:
        if g.words[x] in ("by", "of") and x > head and (g.words[x] == "by" or g.words[head] not in DEEDS):
            for y in g.children[x]:
                name = _at(names, y)
                if name is not None:
                    return name.who
    return None


def find_speaker(g: Grammar, names: Names, head: int, quote: Quote | None) -> Named | None:
    """Who speaks, where a pronoun means those: "the group said that it had taken", "our forces have"."""
    owners = {g.words[x] for x in g.children[head] if g.deps[x] == "poss"}
    if quote is None or not quote.speakers or not (g.words[head] in OWN or owners & OWN):
        return None
    speaker = quote.speakers[0]
    start, _ = g.span(speaker.start, speaker.end)
    named = (name.actor for name in names.at(start) if name.actor is not None)
    is_party = any(actor.actor_id == speaker.actor_id and actor.kind in PARTIES for actor in named)
    return Named(speaker.actor_id, speaker.start, speaker.end) if is_party else None


def _at(names: Names, token: int) -> Name | None:
    return next((name for name in names.at(token) if name.actor is not None), None)
