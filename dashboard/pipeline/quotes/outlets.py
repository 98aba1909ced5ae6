"""Outlets: the newspaper, broadcaster or agency through which a quotation came, and which did not say it itself.

Limits: an outlet is known by its kind, its name or a word beside it ("the Pravda daily"), and is looked for in the
sentence of the cue. A reporter stands for the outlet: "told a Reuters reporter".
"""

import re

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors import Actor
from dashboard.pipeline.quotes.contents import Span, strip
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar
from dashboard.pipeline.quotes.identities import Identities
from dashboard.pipeline.quotes.sourcing import BODIES, NEWSROOMS, OFFICIAL, PEOPLE, SOURCES

# Words in the names of outlets that the file of known actors lacks.
OUTLET = re.compile(
    r"\b(?:Times|Post|Herald|Tribune|Journal|News|Gazette|Globe|Chronicle|Observer|Daily|Telegraph|Guardian|Press"
    r"|Magazine|Today|Television|TV|Radio|CNN|NBC|MSNBC|CBS|ABC|BBC|NPR|PBS|CNBC|AP|AFP|UPI|Reuters|Bloomberg|Politico)\b"
)
# Verbs of an outlet that passes on what somebody said.
REPORTING = lexicon.words("reporting_verb")
# Forms of such a verb beside its clause: "Reuters reported, citing two officials".
CITING = lexicon.words("citing")
# Verbs of saying: not of believing, planning or wishing.
SAYING = lexicon.words("saying_verb")
# Types of names that can be cited as speakers.
WHO = frozenset(("PERSON", "ORG", "NORP", "GPE"))
# Verbs by which an outlet gets an answer.
ASKING = lexicon.words("asking_verb")
TELLING = lexicon.words("telling_verb")
# What is said or written to an outlet or in one, and the verbs for it.
TALK = lexicon.words("talk")
# Prepositions between what is said and the outlet, and before what is said: "an interview with CNN", "in an interview".
LINKING, PLACING = lexicon.words("before_outlet"), lexicon.words("before_talk")
# Kinds of actors that may be an outlet where a word beside the name says so: "the Pravda daily".
NEUTRAL = ("organisation", "company", "other")


def is_outlet(actor: Actor | None) -> bool:
    """Whether the actor is a newspaper, a broadcaster or an agency."""
    return actor is not None and (
        actor.kind == "media" or (actor.kind == "organisation" and bool(OUTLET.search(actor.name)))
    )


def is_newsroom(g: Grammar, speaker: int, actor: Actor | None) -> bool:
    """Whether the speaker is an outlet by its name, or by the word for it: "state television"."""
    return is_outlet(actor) if actor is not None else g.lemmas[speaker] in NEWSROOMS


def find_cited(g: Grammar, cue: int) -> int | None:
    """The head word of the source that the sentence cites: "citing two officials"; None for "citing reasons"."""
    for i in range(g.begins[cue], g.ends[cue]):
        if g.words[i] not in CITING or g.depth[i] > g.depth[cue]:
            continue
        for x in g.children[i]:
            if g.deps[x] == "dobj" and (g.entities[x] in WHO or g.lemmas[x] in OFFICIAL | BODIES | PEOPLE | SOURCES):
                return x
    return None


def find_quoted(g: Grammar, cue: int) -> int | None:
    """The head word of the source that an outlet quotes by this cue: "Reuters quoted a doctor as saying"."""
    link = g.heads[cue]
    if g.words[link] != "as" or link == cue or g.lemmas[g.heads[link]] not in REPORTING:
        return None
    return next((x for x in g.children[g.heads[link]] if g.deps[x] == "dobj" and x < cue), None)


def find_relayed(g: Grammar, contents: list[Span]) -> tuple[int, Span, int | None] | None:
    """The cue in what an outlet reports, its content and the head word of its speaker, None if nobody is named.

    That is the verb of saying on top of it, "AFP said that Lavrov said S", or "according to" at its beginning.
    """
    for start, end in contents:
        if (found := _find_according(g, start, end)) is not None:
            return found
        for i in range(start, end):
            is_top = g.heads[i] == i or not start <= g.heads[i] < end
            if not is_top or g.pos[i] != "VERB" or g.lemmas[i] not in SAYING:
                continue
            kinds = {g.deps[x]: x for x in g.children[i]}
            if "nsubj" in kinds and "ccomp" in kinds:
                return i, strip(g, g.left[kinds["ccomp"]], g.right[kinds["ccomp"]]), g.subject(i)[0]
    return None


def _find_according(g: Grammar, start: int, end: int) -> tuple[int, Span, int] | None:
    """ "(that) according to Lavrov, S" """
    first = start + (g.words[start] == "that")
    if g.words[first : first + 2] != ["according", "to"]:
        return None
    for x in g.children[first + 1]:
        if g.deps[x] == "pobj" and g.right[x] < end and g.words[g.right[x]] == ",":
            return first, strip(g, g.right[x], end), x
    return None


def find_credit(g: Grammar, span: Span, who: Identities) -> int | None:
    """The first word of "according to Reuters" at the end of a stretch: it names the outlet and was not said."""
    for i in range(*span):
        if g.lemmas[i] == "accord" and g.right[i] == span[1]:
            for to in g.children[i]:
                if any(is_newsroom(g, x, who.named.get(x)) for x in g.children[to] if g.deps[x] == "pobj"):
                    return g.left[i]
    return None


def find_agent_end(g: Grammar, span: Span, who: Identities) -> int | None:
    """The token after "by the agency SANA" at the start of a stretch: it names the outlet and was not said."""
    if g.words[span[0]] != "by":
        return None
    for x in g.children[span[0]]:
        names = (who.named.get(i) for i in (x, *g.children[x]))
        if g.deps[x] == "pobj" and (is_newsroom(g, x, who.named.get(x)) or any(is_outlet(actor) for actor in names)):
            return x + 1
    return None


def find_outlet(
    g: Grammar, cue: int, contents: list[Span], speaker: int | None, actor: Actor | None, who: Identities
) -> Actor | None:
    """The outlet that the words of a cue came through; None if it is the speaker's, as in "a CNN poll"."""
    for i in range(g.begins[cue], g.ends[cue]):
        outlet = who.named.get(i)
        if outlet is None or outlet == actor or any(start <= i < end for start, end in contents):
            continue
        noun = _find_bearer(g, i)
        if noun != speaker and (is_outlet(outlet) or _is_called_outlet(g, noun, outlet)):
            is_plain = noun == i or g.lemmas[noun] in NEWSROOMS | TALK
            if _passes_on(g, cue, noun, is_plain):
                return outlet
    return None


def asks(g: Grammar, cue: int | None, speaker: int | None, who: Identities) -> bool:
    """Whether an outlet asks somebody, "asked by Reuters": that leads to an answer, and is no statement of its own."""
    if cue is None or speaker is None or g.lemmas[cue] not in ASKING:
        return False
    return is_newsroom(g, speaker, who.named.get(speaker))


def _find_bearer(g: Grammar, i: int) -> int:
    """The noun that a name stands before or beside: "CNN's *reporter*", "the Pravda *daily*"; else the name itself."""
    while g.deps[i] in ("poss", "compound", "nmod", "amod", "appos") and g.heads[i] != i:
        i = g.heads[i]
    return i


def _is_called_outlet(g: Grammar, noun: int, actor: Actor) -> bool:
    """Whether a word beside the name says that it is an outlet: "the Pravda daily", "the newspaper Sabah"."""
    beside = [noun, *(x for x in g.children[noun] if g.deps[x] in ("compound", "nmod", "amod"))]
    return actor.kind in NEUTRAL and any(g.lemmas[x] in NEWSROOMS for x in beside)


def _passes_on(g: Grammar, cue: int, noun: int, is_plain: bool) -> bool:
    """Whether the noun is who was told it, who reports it, or where it was said, by what it hangs on.

    It is plain where it is the outlet, or what it publishes, and not its poll or its reporter.
    """
    dep, head = g.deps[noun], g.heads[noun]
    if dep in SUBJECTS:
        return head != cue and g.lemmas[head] in REPORTING
    if g.lemmas[head] in TELLING:
        return dep in ("dobj", "dative", "dep") or (dep == "nsubj" and noun > head)
    return dep == "pobj" and _is_linked(g, cue, noun, is_plain)


def _is_linked(g: Grammar, cue: int, noun: int, is_plain: bool) -> bool:
    """Whether a preposition before the noun says that it was told there: "said on CNN", "in a BBC interview"."""
    link = g.heads[noun]
    word, above = g.words[link], g.heads[link]
    if g.lemmas[above] == "accord":
        return is_plain
    if word == "by" and g.lemmas[above] in REPORTING | ASKING:
        return True
    if word in ("to", "on") and above == cue:
        return True
    is_place = word in PLACING and g.lemmas[noun] in TALK
    return (is_place or (word in LINKING and g.lemmas[above] in TALK)) and _is_of_cue(g, cue, above)


def _is_of_cue(g: Grammar, cue: int, i: int) -> bool:
    """Whether the word goes with the cue, or with what the cue is in: no verb of somebody else stands between."""
    line = {cue}
    while g.heads[cue] != cue:
        cue = g.heads[cue]
        line.add(cue)
    word = i
    while word not in line and g.heads[word] != word:
        if word != i and g.pos[word] == "VERB":
            return False
        word = g.heads[word]
    return word in line
