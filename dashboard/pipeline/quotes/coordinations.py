"""Coordinations: all speakers of a quotation that has several: "Qatar, Saudi Arabia and Jordan said".

Limits: speakers are one list of the parse, with its "and". Two names with "or" between them are one speaker's; an "and"
within a name ("the Justice and Treasury Department") joins nobody, and who hangs on a preposition of the speaker ("a
spokesman for Qatar and Jordan") says nothing.
"""

from collections.abc import Sequence

from dashboard.pipeline.actors import Actor
from dashboard.pipeline.quotes.contents import Span, strip
from dashboard.pipeline.quotes.grammar import Grammar
from dashboard.pipeline.quotes.identities import Identities
from dashboard.pipeline.quotes.speakers import NAMING, find_phrase

# What joins no speakers: "the Civil Defence or White Helmets", "Smith but not Jones".
APART = frozenset(("or", "but"))
# What stands before the first of several and is no part of its name.
BEFORE_TWO = frozenset(("both", "neither"))
PLURALS = frozenset(("NNS", "NNPS"))


def find_speakers(
    g: Grammar, head: int, actor: Actor | None, contents: Sequence[Span], who: Identities
) -> list[tuple[Actor, Span]]:
    """Each speaker that is known as an actor, once, with its own words in tokens, in text order.

    `actor` is the one that the head word stands for. What lies in the contents is said, and says nothing.
    """
    found: dict[str, tuple[Actor, Span]] = {}
    listed = find_list(g, head, who)
    for word in listed:
        if word != head and any(start <= word < end for start, end in contents):
            continue
        phrase = find_own_phrase(g, word, listed)
        each = actor if word == head else who.find(word, phrase, contents)
        if each is not None:
            found.setdefault(each.actor_id, (each, phrase))
    return sorted(found.values(), key=lambda each: each[1])


def find_list(g: Grammar, head: int, who: Identities) -> list[int]:
    """The head words of the phrases in one list with this one, in text order; the word alone where there is no list.

    A list behind a plural says who that is, and stands for it: "two analysts, Smith and Jones".
    """
    found = [next((x for x in g.children[head] if _spells_out(g, x)), head)]
    for word in found:  # which grows
        found += [x for x in g.children[word] if x > word and _goes_on(g, x)]
    joins = {g.words[x] for word in found for x in g.children[word] if g.deps[x] == "cc" and x not in who.named}
    return sorted(found) if joins - APART else [head]


def find_own_phrase(g: Grammar, head: int, listed: Sequence[int]) -> Span:
    """The noun phrase of a head word as `find_phrase` has it, without the others of its list."""
    start, end = find_phrase(g, head)
    if len(listed) == 1:
        return start, end
    if g.words[start] in BEFORE_TWO and start < head:
        start += 1
    others = [g.left[x] for x in g.children[head] if x > head and (x in listed or g.deps[x] == "cc")]
    return strip(g, start, min([end, *others]))


def _goes_on(g: Grammar, word: int) -> bool:
    """Whether the list goes on with the word; the parser takes the second name of three for an apposition."""
    if g.pos[word] not in NAMING:
        return False
    is_like_it = g.entities[word] != "" and g.entities[word] == g.entities[g.heads[word]]
    return g.deps[word] == "conj" or (is_like_it and _begins_list(g, word))


def _spells_out(g: Grammar, word: int) -> bool:
    """Whether a list of names begins with the word that says who the plural before it is."""
    plural = g.heads[word]
    is_plural = g.tags[plural] in PLURALS and g.entities[plural] in ("", "NORP")
    return is_plural and g.entities[word] not in ("", "NORP") and _begins_list(g, word)


def _begins_list(g: Grammar, word: int) -> bool:
    return g.deps[word] == "appos" and any(g.deps[x] == "conj" for x in g.children[word])
