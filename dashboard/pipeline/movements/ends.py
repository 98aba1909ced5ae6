"""Ends: from where and to where, as the prepositions of a verb or noun say it."""

from collections.abc import Iterable, Set

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims import Named
from dashboard.pipeline.movements.places import FLED, GROUND, INSIDE, SETTLED, WHOLE, Places
from dashboard.pipeline.quotes.grammar import Grammar

FROM = frozenset(("from",))
TO = lexicon.words("goal_preposition")
# "Left for Homs".
FOR = frozenset(("for",))
# "Arrived in Homs".
AT = frozenset(("at", "in"))
# "Fired at Homs", "strikes on Homs".
ON = lexicon.words("target_preposition")
# "Strikes in Homs".
IN = frozenset(INSIDE)
# "Strikes near Homs", which need not hit it.
BESIDE = lexicon.words("locative_beside")
# Words between the verb and the preposition: "out of", "back to", "north towards".
BETWEEN = lexicon.words("way")
# How a word with a preposition of its own may hang on the verb.
HANGING = ("prep", "prt", "advmod", "dative", "npadvmod")


class Ends:
    """From where and to where it goes from these words; `to` are the prepositions of where to.

    `nouns` are those that a name beside them places as where to, all nouns where it is None; `countries` are those of
    them that the name of a country places.
    """

    def __init__(
        self,
        g: Grammar,
        places: Places,
        words: Iterable[int],
        to: Set[str],
        nouns: Set[str] | None = GROUND,
        countries: Set[str] = SETTLED,
    ) -> None:
        self.origins: list[Named] = []
        self.goals: list[Named] = []
        self._g, self._places, self._to, self._nouns = g, places, to, nouns
        self._left: Set[str] | None = None if nouns is None else WHOLE
        self._reached: Set[str] | None = None if nouns is None else countries
        self._seen: set[int] = set()
        for word in words:
            self._follow(word, HANGING)
            # The parser may hang "strikes on Homs" on a verb before it.
            if word + 1 < g.ends[word] and g.pos[word] == "NOUN" and g.deps[word + 1] == "prep":
                self._read(word + 1)

    def _follow(self, word: int, hanging: tuple[str, ...] = ("prep",)) -> None:
        g = self._g
        for child in g.children[word]:
            if child > word and g.deps[child] in hanging:
                self._read(child)

    def _read(self, word: int) -> None:
        """Add what the preposition or adverb says, and those that hang on it."""
        g, said = self._g, self._g.words[word]
        if word in self._seen or self._is_of_place(word):
            return
        self._seen.add(word)
        if said in FROM or (said == "of" and g.words[g.heads[word]] == "out"):
            self._add(word, self.origins, FLED, self._left)
        elif said in self._to or (said in BESIDE and g.deps[word] == "conj"):  # "in and around Homs"
            self._add(word, self.goals, self._nouns, self._reached)
        elif said in BESIDE and self._to >= IN:
            for each in (around for x in self._objects(word) for around in self._places.find_around(x)):
                self.goals += [x for x in self._places.find(each, self._nouns) if x not in self.goals]
        elif said in BETWEEN or g.deps[word] == "npadvmod":
            self._follow(word, HANGING)
        else:
            # "Fled on Sunday to Latakia": the parser may hang the place on the day.
            for child in g.children[word]:
                if g.entities[child] in ("DATE", "TIME"):
                    self._follow(child)
        for child in g.children[word]:
            if g.deps[child] == "conj" and g.pos[child] in ("ADP", "SCONJ"):
                self._read(child)

    def _add(self, preposition: int, found: list[Named], nouns: Set[str] | None, countries: Set[str] | None) -> None:
        for each in self._objects(preposition):
            if placed := self._places.find(each, nouns, countries):
                found += [place for place in placed if place not in found]
            self.go_on(each)

    def go_on(self, word: int) -> None:
        """Add what hangs on the phrase of a place and says where else: "from Homs to Latakia", "others to Hermel"."""
        g = self._g
        for each in _list(g, word):
            for child in g.children[each]:
                if child > each and g.deps[child] == "prep" and g.words[child] in FROM | TO | (self._to - IN):
                    self._read(child)

    def _objects(self, preposition: int) -> list[int]:
        g, objects = self._g, []
        for child in g.children[preposition]:
            if g.deps[child] == "pobj":
                if not self._is_of_aim(preposition, child):
                    objects.append(child)
            elif g.deps[child] in ("prep", "pcomp") and g.words[child] in IN:  # "from inside Homs"
                objects += [x for x in g.children[child] if g.deps[x] == "pobj"]
        return objects

    def _is_of_place(self, preposition: int) -> bool:
        """Whether it says where the place before it is: "60 kilometres from Homs", "on Armanaz, in Idlib province"."""
        g = self._g
        if g.words[preposition] in FROM:
            return any(g.entities[x] == "QUANTITY" for x in (g.heads[preposition], *g.children[preposition]))
        # A comma and a blank stand between them at most.
        return g.words[preposition] in IN and any(0 <= g.starts[preposition] - goal.end <= 2 for goal in self.goals)

    def _is_of_aim(self, preposition: int, noun: int) -> bool:
        """Whether the preposition and its bare noun say why or for whom: "in support of", "in response to"."""
        g = self._g
        is_bare = g.words[preposition] in IN and noun == preposition + 1 and g.tags[noun] == "NN"
        goes_on = any(x == noun + 1 and g.deps[x] == "prep" for x in g.children[noun])
        return is_bare and goes_on and g.words[noun] not in GROUND


def _list(g: Grammar, word: int) -> list[int]:
    """The words of a list by its first."""
    found = [word]
    for each in found:  # which grows
        found += [x for x in g.children[each] if g.deps[x] in ("conj", "appos")]
    return found
