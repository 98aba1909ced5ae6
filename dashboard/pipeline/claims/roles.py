"""Roles: who does what a verb says, to what, and what stands behind its prepositions, as tokens.

Limits: as far as the parser is right; the steps up the parse are few.
"""

from collections.abc import Iterator

from dashboard.pipeline.claims.quoting import REPORTING
from dashboard.pipeline.quotes.grammar import Grammar

# Forms of the verb that says what or where somebody is.
BEING = ("is", "are", "was", "were")


def find_joined(g: Grammar, head: int) -> Iterator[int]:
    """The word, and what is joined to it: "Hama and Homs"."""
    yield head
    for x in g.children[head]:
        if g.deps[x] == "conj":
            yield from find_joined(g, x)


def find_modifiers(g: Grammar, noun: int) -> Iterator[int]:
    """What before a noun says whose or which it is: "Syrian army", "the army's"."""
    return (x for x in g.children[noun] if x < noun and g.deps[x] in ("compound", "amod", "poss", "nmod"))


def is_passive(g: Grammar, word: int) -> bool:
    """Whether something is done to the subject of the verb."""
    return any(g.deps[x] in ("auxpass", "nsubjpass") for x in g.children[word])


def is_participle(g: Grammar, word: int) -> bool:
    """Whether the verb says what was done to the noun that it stands behind: "people killed in"."""
    return g.deps[word] == "acl" and g.tags[word] == "VBN"


def find_meant(g: Grammar, verb: int, x: int) -> int:
    """The noun that a relative pronoun of the verb means: the people of "people who"; else the word itself."""
    return g.heads[verb] if g.tags[x] in ("WP", "WDT") and g.deps[verb] == "relcl" else x


def find_objects(g: Grammar, word: int) -> Iterator[int]:
    """What the verb does something to."""
    if is_passive(g, word):
        return
    if g.deps[word] == "relcl" and any(g.deps[x] == "dobj" and g.tags[x] in ("WDT", "WP") for x in g.children[word]):
        yield g.heads[word]  # "the town that rebels captured"
        return
    found = [x for x in g.children[word] if g.deps[x] == "dobj" and x > word]
    # Parsers take unknown names for adverbs.
    yield from found or (x for x in g.children[word] if g.deps[x] == "npadvmod" and x > word)


def find_passive_subjects(g: Grammar, word: int) -> Iterator[int]:
    """To what it is done, of a verb in the passive: "Homs was taken", "Homs, taken by"."""
    for x in g.children[word]:
        if g.deps[x] == "nsubjpass":
            yield find_meant(g, word, x)
    if is_participle(g, word) and g.heads[word] < word:
        yield g.heads[word]


def find_behind(g: Grammar, word: int, prepositions: tuple[str, ...]) -> Iterator[int]:
    """What stands behind these prepositions."""
    for x in g.children[word]:
        if x > word and g.words[x] in prepositions:
            yield from (y for y in g.children[x] if g.deps[y] == "pobj")


def find_behind_out_of(g: Grammar, word: int) -> Iterator[int]:
    """What stands behind "out of", which parses take for one preposition behind the other."""
    for x in g.children[word]:
        if g.words[x] == "out" and x > word:
            yield from find_behind(g, x, ("of",))


def find_subject(g: Grammar, word: int) -> int | None:
    """Who does what the verb says; "to have seized" has the subject of "is said".

    Who only tells of it is none: "the governor told reporters of a blast, killing 20".
    """
    i = word
    for _ in range(4):
        for x in g.children[i]:
            if g.deps[x] in ("nsubj", "nsubjpass"):
                return find_meant(g, i, x)
        if g.deps[i] == "acl" and g.tags[i] == "VBG":
            return g.heads[i]
        if g.deps[i] not in ("conj", "advcl", "xcomp", "pcomp", "prep") or g.heads[i] == i:
            return None
        if g.deps[i] == "advcl" and g.lemmas[g.heads[i]] in REPORTING:
            return None
        i = g.heads[i]
    return None


def find_agent(g: Grammar, word: int) -> int | None:
    """By whom it is done: "taken by rebels", "strikes by rebels"."""
    for x in g.children[word]:
        is_by = g.words[x] == "by" and (g.pos[word] != "VERB" or is_passive(g, word) or is_participle(g, word))
        if g.deps[x] == "agent" or is_by:
            return next((y for y in g.children[x] if g.deps[y] == "pobj"), None)
    return None
