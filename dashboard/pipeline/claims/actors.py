"""Actors of claims: who does it, or who has the place."""

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims.claim import Named
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.claims.quoting import REPORTING
from dashboard.pipeline.quotes import Quote
from dashboard.pipeline.quotes.grammar import Grammar

# Nouns of what forces do: behind "in" they have the doer before them, "in Russian air strikes".
DEEDS = frozenset(
    "airstrike airstrikes ambush ambushes attack attacks barrage bombardment bombardments bombing bombings offensive "
    "raid raids shelling strike strikes fire".split()
)

# Verbs of those to whom something happens.
ALONE = lexicon.words("dying_verb", "fleeing_verb")

# Pronouns by which a body speaks of itself, and the kinds of those that may have a place.
OWN = frozenset("it its our they their we".split())
PARTIES = ("armed group", "military", "state", "government")


def find_doer(g: Grammar, names: Names, word: int) -> Named | None:
    """Who does what the verb says: its subject, who stands behind "by", or whose strikes it happens in."""
    if g.words[word] in ALONE:
        return None
    is_passive = any(g.deps[x] in ("auxpass", "nsubjpass") for x in g.children[word]) or (
        g.deps[word] == "acl" and g.tags[word] == "VBN"
    )
    for x in g.children[word]:
        if g.deps[x] == "agent" or (g.words[x] == "by" and is_passive):
            for y in g.children[x]:
                if g.deps[y] == "pobj":
                    return find_named(g, names, y)
    if is_passive:
        for x in g.children[word]:
            if g.deps[x] == "prep" and g.words[x] in ("in", "during", "after"):
                for y in g.children[x]:
                    if g.deps[y] == "pobj" and g.words[y] in DEEDS:
                        return find_named(g, names, y)
        return None
    subject = _find_subject(g, word)
    return None if subject is None else find_named(g, names, subject)


def _find_subject(g: Grammar, i: int) -> int | None:
    """The subject of the verb, or of the one that it shares it with; who only tells of it is none."""
    for _ in range(4):
        subject = next((x for x in g.children[i] if g.deps[x] == "nsubj"), None)
        if subject is not None or g.deps[i] not in ("conj", "advcl", "xcomp", "pcomp", "prep") or g.heads[i] == i:
            return subject
        i = g.heads[i]
        if g.lemmas[i] in REPORTING:
            return None  # "the governor told reporters of a blast, killing 20"
    return None


def find_named(g: Grammar, names: Names, head: int) -> Named | None:
    """The actor that a phrase names, or by whom what it names is done: "Syrian army", "Israeli strikes"."""
    found = _at(names, head)
    if found is not None:
        return found.who
    for x in g.children[head]:
        if x < head and g.deps[x] in ("compound", "amod", "poss", "nmod"):
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
