"""Sourcing: on whose word something is said, as the ladder named, organisation, unnamed official, unnamed, unknown."""

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.quotes.speakers import find_phrase

OFFICIAL = frozenset(
    "official officer minister spokesman spokeswoman spokesperson diplomat commander aide adviser advisor envoy"
    " ambassador prosecutor policeman general secretary lawmaker senator mayor governor president soldier judge"
    " investigator authority".split()
)
OFFICIAL_WORDS = frozenset(
    "security military government intelligence diplomatic defence defense police army official ministry palace".split()
)
NEWSROOMS = frozenset(
    "newspaper paper daily weekly magazine agency television tv radio channel station broadcaster network outlet media"
    " medium website newswire".split()  # the lemma of "state media" is a medium
)
BODIES = NEWSROOMS | frozenset(
    "ministry government army group council committee office agency police force parliament party movement statement"
    " organisation organization embassy court commission administration company union rebel regime militia campaign"
    " department bureau board bank firm team house congress senate state country delegation coalition"
    " institute centre center university alliance opposition authority observatory report study poll survey"
    " suit lawsuit complaint indictment document".split()
)
PEOPLE = frozenset(
    "source person people witness resident activist expert analyst survivor relative neighbour neighbor doctor medic"
    " fighter rebel lawyer employee insider worker refugee scientist researcher".split()
)

# Types of names that are no person's; who speaks under one is a body that the model took for a thing.
BODILY = frozenset("ORG GPE NORP FAC LOC PRODUCT WORK_OF_ART".split())


def find_sourcing(g: Grammar, speaker: int | None, actor: Actor | None) -> str:
    """The rung of a speaker, from its head word, its phrase and the actor that it stands for."""
    if actor is not None:
        return "named" if actor.kind == "person" else "organisation"
    if speaker is None or g.pos[speaker] == "PRON":
        return "unknown"
    if g.entities[speaker] == "PERSON":
        return "named"
    lemma = g.lemmas[speaker]
    words = {g.words[i] for i in range(*find_phrase(g, speaker))} | {lemma}
    if lemma in BODIES or g.entities[speaker] in BODILY:
        return "organisation"
    if lemma in OFFICIAL or OFFICIAL_WORDS & words:
        return "unnamed official"
    is_plural = lemma.removesuffix("s") in PEOPLE  # "Activists in Homs", which the tagger takes for a name
    is_name = g.pos[speaker] == "PROPN" and g.capitals[speaker] and not is_plural
    return "named" if is_name else "unnamed"
