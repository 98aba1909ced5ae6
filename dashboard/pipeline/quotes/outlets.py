"""Outlets: the newspaper or agency that a quotation was told to, or that reports it, and that did not say it."""

import re
from collections.abc import Iterator

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.quotes.contents import Span, strip
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar
from dashboard.pipeline.quotes.identities import Identities
from dashboard.pipeline.quotes.sourcing import BODIES, NEWSROOMS, OFFICIAL, PEOPLE

# Names of outlets that no file of known actors has.
OUTLET = re.compile(
    r"\b(?:Times|Post|Herald|Tribune|Journal|News|Gazette|Globe|Chronicle|Observer|Daily|Telegraph|Guardian|Press"
    r"|Magazine|Today|Television|TV|Radio|CNN|NBC|MSNBC|CBS|ABC|BBC|NPR|PBS|CNBC|AP|AFP|UPI|Reuters|Bloomberg|Politico)\b"
)
REPORTING = frozenset("report say quote cite add write note reveal carry publish".split())
CITING = frozenset(("citing", "quoting"))
# Verbs of which an outlet may report that somebody said it: none of belief, no plan, no wish.
SAYING = frozenset(
    "say tell announce state declare explain add note write testify confirm acknowledge admit concede argue stress"
    " claim allege assert maintain contend insist deny warn caution promise vow pledge".split()
)
# Types of names that can be cited, as somebody who speaks.
WHO = frozenset(("PERSON", "ORG", "NORP", "GPE"))
TELLING = frozenset("tell inform".split())
TALK = frozenset(
    "interview statement comment remark email e-mail message call conversation speak talk appearance write"
    " accord".split()
)


def is_outlet(actor: Actor | None) -> bool:
    """Whether the actor is a newspaper, a broadcaster or an agency."""
    return actor is not None and (
        actor.kind == "media" or (actor.kind == "organisation" and bool(OUTLET.search(actor.name)))
    )


def is_newsroom(g: Grammar, speaker: int, actor: Actor | None) -> bool:
    """Whether the speaker is an outlet by its name, or by the word for it: "state television"."""
    return is_outlet(actor) if actor is not None else g.lemmas[speaker] in NEWSROOMS


def find_cited(g: Grammar, cue: int) -> int | None:
    """The head word of whom the sentence cites: "Reuters reported, citing two officials"; None for "citing reasons"."""
    for i in range(g.begins[cue], g.ends[cue]):
        if g.words[i] not in CITING or g.depth[i] > g.depth[cue]:
            continue
        for x in g.children[i]:
            if g.deps[x] == "dobj" and (g.entities[x] in WHO or g.lemmas[x] in OFFICIAL | BODIES | PEOPLE):
                return x
    return None


def find_quoted(g: Grammar, cue: int) -> int | None:
    """The head word of whom another quotes: "Reuters quoted a doctor as saying"."""
    link = g.heads[cue]
    if g.words[link] != "as" or link == cue or g.lemmas[g.heads[link]] not in REPORTING:
        return None
    return next((x for x in g.children[g.heads[link]] if g.deps[x] == "dobj" and x < cue), None)


def find_relayed(g: Grammar, contents: list[Span]) -> tuple[int, Span] | None:
    """The verb of saying on top of what an outlet reports, and what was said: "AFP said that Lavrov said S"."""
    for start, end in contents:
        for i in range(start, end):
            is_top = g.heads[i] == i or not start <= g.heads[i] < end
            if not is_top or g.pos[i] != "VERB" or g.lemmas[i] not in SAYING:
                continue
            kinds = {g.deps[x]: x for x in g.children[i]}
            if "nsubj" in kinds and "ccomp" in kinds:
                return i, strip(g, g.left[kinds["ccomp"]], g.right[kinds["ccomp"]])
    return None


def find_credit(g: Grammar, span: Span, who: Identities) -> int | None:
    """The first word of "according to Reuters" where the stretch ends with it: that says who reports it."""
    for i in range(*span):
        if g.lemmas[i] == "accord" and g.right[i] == span[1]:
            for to in g.children[i]:
                if any(is_newsroom(g, x, who.named.get(x)) for x in g.children[to] if g.deps[x] == "pobj"):
                    return g.left[i]
    return None


def find_outlet(g: Grammar, cue: int, contents: list[Span], speaker: Actor | None, who: Identities) -> Actor | None:
    """The outlet that the words came through; None if the speaker is that outlet."""
    for i in _reached(g, cue, contents):
        actor = who.named.get(i)
        if actor is not None and is_outlet(actor) and (speaker is None or actor.actor_id != speaker.actor_id):
            return actor
    return None


def _reached(g: Grammar, cue: int, contents: list[Span]) -> Iterator[int]:
    """The words of the cue's sentence that name whom it was told to, or who reports it."""

    def outside(i: int) -> bool:
        return all(not start <= i < end for start, end in contents)

    if g.lemmas[cue] in TELLING:
        yield from (x for x in g.children[cue] if g.deps[x] in ("dobj", "dative", "pobj", "nsubj", "dep") and x > cue)
    for i in range(g.begins[cue], g.ends[cue]):
        head = g.heads[i]
        if g.deps[i] == "pobj" and g.deps[head] == "agent" and g.lemmas[g.heads[head]] in REPORTING:
            yield i  # "was quoted by SANA"
        elif g.deps[i] == "pobj" and g.deps[head] == "prep" and outside(i):
            if g.lemmas[head] in ("with", "to", "by", "on", "for") and g.lemmas[g.heads[head]] in TALK:
                yield i
        elif g.deps[i] in SUBJECTS and head != cue and g.lemmas[head] in REPORTING and outside(i):
            yield i
