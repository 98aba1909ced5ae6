"""Sourcing: on whose word something is said, as the ladder named, organisation, unnamed official, unnamed, unknown.

Limits: a phrase without an actor is judged by its words. "A Turkish diplomat" is an unnamed official, "one senior
Democrat" and "an Iraqi" are unnamed. A poll, a report or data are an organisation's word, whoever made them.
"""

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors import Actor
from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.quotes.speakers import find_phrase

NEWSROOMS = lexicon.words("newsroom")
# Who holds an office or speaks for one.
OFFICIAL = lexicon.words("official")
# Words beside "source" or "chief" that make one of an office of it: "a security source".
OFFICIAL_WORDS = lexicon.words("official_body")
# Who is known to speak for no office: "civil defence workers".
PEOPLE = lexicon.words("bystander")
SOURCES = lexicon.words("source")
BODIES = NEWSROOMS | lexicon.words(
    "body", "authority", "association", "government_body", "alliance", "document", "monitor"
)
# Pronouns for people who are not named, and words before a noun that make it people of whom no name is given.
UNNAMED = lexicon.words("indefinite", "indefinite_article")

# Types of names that are no person's; who speaks under one is a body that the model took for a thing.
BODILY = frozenset("ORG GPE FAC LOC PRODUCT WORK_OF_ART".split())


def find_sourcing(g: Grammar, speaker: int | None, actor: Actor | None) -> str:
    """The rung of a speaker, from its head word, its phrase and the actor that it stands for."""
    if actor is not None:
        return "named" if actor.kind == "person" else "organisation"
    if speaker is None:
        return "unknown"
    if g.words[speaker] in UNNAMED or g.pos[speaker] == "NUM":
        return "unnamed"
    return "unknown" if g.pos[speaker] in ("PRON", "DET") else _judge_phrase(g, speaker)


def _judge_phrase(g: Grammar, speaker: int) -> str:
    """The rung of a phrase that has this noun as its head; the first that holds."""
    lemma, label = g.lemmas[speaker], g.entities[speaker]
    # The tagger takes "Aides said" for a name, which has no other base form.
    noun = lemma if lemma in OFFICIAL | PEOPLE | BODIES else lemma.removesuffix("s")
    words = {g.words[i] for i in range(*find_phrase(g, speaker))}
    rungs = (
        ("unnamed official", noun in OFFICIAL),
        ("unnamed", noun in PEOPLE or label == "NORP"),
        ("named", label == "PERSON"),
        ("organisation", noun in BODIES or label in BODILY),
        ("unnamed official", not words.isdisjoint(OFFICIAL_WORDS)),
        ("named", g.pos[speaker] == "PROPN" and g.capitals[speaker] and noun not in SOURCES),
    )
    return next((rung for rung, holds in rungs if holds), "unnamed")
