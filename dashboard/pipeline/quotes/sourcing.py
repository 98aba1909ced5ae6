"""Sourcing: on whose word something is said, as the ladder named, organisation, unnamed official, unnamed, unknown."""

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.quotes.contents import Span
from dashboard.pipeline.quotes.grammar import Grammar

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
    " website newswire".split()
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


def find_sourcing(g: Grammar, speaker: int | None, phrase: Span, actor: Actor | None) -> str:
    """The rung of a speaker, from its head word, its phrase and the actor that it stands for."""
    if actor is not None:
        return "named" if actor.kind == "person" else "organisation"
    if speaker is None or g.pos[speaker] == "PRON":
        return "unknown"
    if g.entities[speaker] == "PERSON":
        return "named"
    lemma = g.lemmas[speaker]
    words = {g.words[i] for i in range(*phrase)} | {lemma}
    if lemma in BODIES or g.entities[speaker] in ("ORG", "GPE", "NORP"):
        return "organisation"
    if lemma in OFFICIAL or OFFICIAL_WORDS & words:
        return "unnamed official"
    return "unnamed"
