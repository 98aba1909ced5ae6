"""Descriptions: what an article says its people are: "Governor", "a singer from Leeds", "the party's leader".

They stand before the name, or beside it as an apposition. Limits: one noun of each, with the words around it; a list
of several ("a singer and actor") gives its first. What stands behind "is" is left out: it compares more than it names
("she is the first candidate who …").
"""

from collections.abc import Iterator
from dataclasses import dataclass

from dashboard.pipeline.actors import Office
from dashboard.pipeline.quotes.grammar import Grammar

# What a title is short for.
LONG_FORM = {
    "gov": "governor", "sen": "senator", "rep": "representative", "gen": "general", "prof": "professor",
    "dr": "doctor", "col": "colonel", "capt": "captain", "sgt": "sergeant", "adm": "admiral", "rev": "reverend",
}  # fmt: skip
# Words of an apposition that are read.
REACH = 8
NOUNS = ("NOUN", "PROPN")
# Parts of speech of the words that a description has besides its noun.
DESCRIBING = ("NOUN", "PROPN", "ADJ", "NUM", "VERB")


@dataclass(frozen=True, slots=True)
class Description:
    """A noun in its base form at token `at`, and the other words with it, in small letters.

    `names` are those of the words that are written with a capital: "Florida" of "the Florida senator".
    """

    at: int
    noun: str
    words: frozenset[str]
    names: frozenset[str]

    def agrees(self, other: "Description") -> bool:
        """Whether both may be of one person: they have not the same noun with other names."""
        return self.noun != other.noun or not self.names or not other.names or bool(self.names & other.names)


def describe(g: Grammar, noun: int, start: int, end: int) -> Description:
    """The description that has its noun at `noun` and lies in tokens `start` to `end`."""
    others = [i for i in range(start, end) if i != noun and g.pos[i] in DESCRIBING]
    names = frozenset(g.words[i] for i in others if g.capitals[i])
    return Description(noun, full_form(g.lemmas[noun]), frozenset(g.words[i] for i in others), names)


def describe_office(office: Office) -> list[Description]:
    """What the holder of an office is called, by each of its titles: "the US president", "the president of the US"."""
    of = [word.lower() for phrase in office.of for word in phrase.split()]
    found = []
    for title in office.titles:
        words = title.lower().replace("-", " ").split()
        noun = words.index("of") - 1 if "of" in words else len(words) - 1
        others = frozenset((*of, *words[:noun], *words[noun + 1 :]))
        found.append(Description(0, words[noun], others, frozenset(of)))
    return found


def full_form(lemma: str) -> str:
    """The noun, of a title that is cut short the whole word."""
    short = lemma.rstrip(".")
    return LONG_FORM.get(short, short)


def find_descriptions(g: Grammar, head: int, start: int) -> Iterator[Description]:
    """What is said of the person whose name has this head word and begins at `start`."""
    if g.begins[head] < start and g.pos[start - 1] in NOUNS and g.left[head] < start:
        yield describe(g, top_noun(g, start - 1), g.left[head], start)
    for child in g.children[head]:
        if g.deps[child] == "appos" and g.pos[child] == "NOUN":
            yield _describe_phrase(g, child)
    above = g.heads[head]
    if g.deps[head] == "appos" and g.pos[above] == "NOUN":
        top = top_noun(g, above)
        yield describe(g, top, g.left[top], head)


def top_noun(g: Grammar, noun: int) -> int:
    """The noun that the phrase is about: the author of "the author of the book, Jane Roe"."""
    link = g.heads[noun]
    while g.deps[noun] == "pobj" and g.words[link] == "of" and g.pos[g.heads[link]] in NOUNS:
        noun = g.heads[link]
        link = g.heads[noun]
    return noun


def _describe_phrase(g: Grammar, noun: int) -> Description:
    return describe(g, noun, g.left[noun], min(g.right[noun], noun + REACH))
