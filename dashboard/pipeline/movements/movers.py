"""Movers: who moves, the sort of it, its phrase, and the actor that it is or whose forces it is.

Limits: who is known by its noun ("fighters", "residents", "aid") or by the kind of actor that it names; of what has
neither nothing is said. A pronoun stands for nobody, but "its" in "its fighters" for the subject of the verb above.
"""

import re
from itertools import chain

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims import Named
from dashboard.pipeline.claims.names import Name, Names
from dashboard.pipeline.claims.roles import find_behind
from dashboard.pipeline.quotes.contents import Span, strip
from dashboard.pipeline.quotes.grammar import SUBJECTS, Grammar
from dashboard.pipeline.quotes.speakers import find_antecedent

FORCES = lexicon.words("soldier", "armed_force", "military_branch", "armed_group", "fighter")
UNITS = lexicon.words("unit", "group")
LEADERS = lexicon.words("member")
# Words before those that say that they are under arms: "government units".
ARMED = FORCES | {"armed", "government", "regime"}
REFUGEES = lexicon.words("refugee")
PEOPLE = lexicon.words("inhabitant")
CARGO = lexicon.words("cargo")
VEHICLES = lexicon.words("vehicle")
CONVOYS = lexicon.words("convoy")
SOME = lexicon.words("indefinite")
OWNERS = lexicon.words("pronoun_of_thing", "pronoun_of_several", "pronoun_of_man", "pronoun_of_woman")
PERSONS = lexicon.words("person", "official", "notable")
STATES = lexicon.words("government_body", "alliance")

SORTS = {
    "forces": FORCES,
    "refugees": REFUGEES,
    "people": PEOPLE,
    "goods": CARGO | CONVOYS,
    "state": STATES,
    "person": PERSONS,
}
SORT_OF_KIND = {
    "armed group": "forces", "military": "forces", "state": "state", "government": "state", "people": "people",
    "person": "person",
}  # fmt: skip
NAMES = ("NOUN", "PROPN", "PRON")
CLOSING = frozenset("”’»'\"")
YEAR = re.compile(r"(?:19|20)\d\d")
VERBAL = ("VERB", "AUX")
# Entities whose names say whose forces or strikes they are.
SIDES = ("NORP", "GPE", "ORG", "PERSON")
BEFORE = ("compound", "amod", "nmod", "poss")
# Steps from a verb to the one whose subject it shares.
FARTHEST = 5


class Movers:
    """The noun phrases of one article as those who move."""

    def __init__(self, g: Grammar, names: Names) -> None:
        self._g, self._names = g, names

    def find_subject(self, verb: int) -> int | None:
        """Who does what the verb says, or suffers it in the passive; None where that is not said."""
        g = self._g
        for _ in range(FARTHEST):
            for child in g.children[verb]:
                if g.deps[child] in SUBJECTS:
                    return find_antecedent(g, child)
            if g.deps[verb] in ("relcl", "acl") and g.tags[verb] != "VB":
                return g.heads[verb]
            # "Fears of the army moving in": the parser may hang the verb on another one.
            if g.deps[verb] == "advcl" and g.tags[verb] == "VBG" and self._is_before(verb):
                return verb - 1
            above = self._find_above(verb)
            if above is None or g.pos[above] not in VERBAL:
                return None
            driven = self.find_object(above)
            is_driven = g.deps[verb] == "xcomp" or (g.deps[verb] == "pcomp" and g.words[g.heads[verb]] == "from")
            if is_driven and driven is not None and driven < verb:
                return driven
            verb = above
        return None

    def _is_before(self, verb: int) -> bool:
        """Whether the word right before the verb is the object of a preposition, and somebody who moves."""
        g = self._g
        return verb > 0 and g.deps[verb - 1] == "pobj" and self.find_sort(verb - 1) is not None

    def _find_above(self, verb: int) -> int | None:
        """The verb whose subject a verb without one shares."""
        g = self._g
        head, dep = g.heads[verb], g.deps[verb]
        if dep == "acl":  # "announced a plan to withdraw"
            return g.heads[head]
        if dep == "pcomp":  # "accused of sending", "with some heading to"; not "concerns about the army moving in"
            between = range(head + 1, verb)
            return None if any(g.pos[x] in NAMES and g.words[x] not in SOME for x in between) else g.heads[head]
        return head if dep in ("xcomp", "advcl", "conj") else None

    def find_object(self, verb: int) -> int | None:
        """The direct object of the verb."""
        return next((x for x in self._g.children[verb] if self._g.deps[x] == "dobj"), None)

    def find_moved(self, noun: int) -> int | None:
        """Who moves, of a noun: "the withdrawal of forces", "its withdrawal", "troop withdrawal"."""
        g = self._g
        before = (x for x in reversed(g.children[noun]) if x < noun and g.deps[x] in BEFORE and self.find_sort(x))
        return next(chain(find_behind(g, noun, ("of",)), before), None)

    def is_passive(self, verb: int) -> bool:
        """Whether the subject of the verb suffers what it says: "were evacuated", "those evacuated"."""
        g = self._g
        if any(g.deps[x] in ("auxpass", "nsubjpass") for x in g.children[verb]):
            return True
        is_bare = g.tags[verb] == "VBN" and not any(g.deps[x] == "aux" for x in g.children[verb])
        if is_bare and g.deps[verb] == "conj":
            return self.is_passive(g.heads[verb])
        return is_bare and g.deps[verb] in ("acl", "relcl", "advcl")

    def find_sort(self, word: int) -> str | None:
        """`forces`, `state`, `refugees`, `people`, `person`, `goods` or `pronoun`; None for all else."""
        g, word = self._g, self._find_counted(word)
        if g.pos[word] == "PRON":
            return "pronoun" if g.words[word] in OWNERS else None
        said = g.words[word]
        sort = next((sort for sort, words in SORTS.items() if said in words), None)
        if sort is None and said in VEHICLES and self._is_loaded(word):
            sort = "goods"
        # One leader travels, several are moved: "military commanders".
        is_unit = said in UNITS or (said in LEADERS and g.tags[word] == "NNS")
        if sort is None and is_unit and self._is_armed(word):
            sort = "forces"
        if sort is None and (g.pos[word] == "NUM" or (said in SOME and g.pos[word] == "NOUN")):
            sort = "people"  # "thousands fled", "2200 evacuated from Homs"
        return sort or SORT_OF_KIND.get(self._find_kind(word))

    def is_media(self, word: int) -> bool:
        """Whether it is part of the name of an outlet or agency."""
        return self._find_kind(word) == "media"

    def names_nation(self, word: int) -> bool:
        """Whether a word before the noun says whose they are by a name: "Syrian soldiers"."""
        g, word = self._g, self._find_counted(word)
        return any(g.entities[x] in ("NORP", "GPE") and g.deps[x] in BEFORE for x in g.children[word] if x < word)

    def find_phrase(self, word: int) -> Span:
        """The noun phrase in tokens, as short as it can be understood."""
        g, start = self._g, max(self._find_left(self._find_counting(word)), self._g.begins[word])
        # "Monday 12 June 2017 150 fighters", as texts have it that lost their marks.
        dated = (x + 1 for x in range(start, word) if g.entities[x] in ("DATE", "TIME") or self._is_year(x))
        start = max([start, *dated])
        start, end = strip(g, start, self._find_end(word))
        # "Some “supervising forces”" ends behind the mark.
        is_inside = g.depth[end - 1] > g.depth[start] and end < len(g.words) and g.words[end] in CLOSING
        return start, end + is_inside

    def _find_left(self, word: int) -> int:
        """The first token of its phrase; before another noun it has with it what else says whose that is: "Russian and
        regime air strikes", "US-led coalition strikes"."""
        g, left = self._g, self._g.left[word]
        if g.deps[word] not in BEFORE or g.heads[word] < word:
            return left
        for each in reversed([x for x in g.children[g.heads[word]] if x < word]):
            is_side = any(g.entities[x] in SIDES for x in range(g.left[each], g.right[each]))
            if g.right[each] != left or not is_side or g.deps[each] not in BEFORE:
                break
            left = g.left[each]
        return left

    def _is_year(self, word: int) -> bool:
        """Whether it is the year of a date, with another number behind it."""
        g = self._g
        return YEAR.fullmatch(g.words[word]) is not None and g.pos[word + 1] == "NUM"

    def _find_end(self, word: int) -> int:
        """The token after the phrase, without clauses and what is said by other prepositions than "of"."""
        g, end = self._g, word + 1
        for child in g.children[word]:
            if child < word:
                continue
            if g.deps[child] == "cc":
                end = child + 1
            elif g.deps[child] == "conj" and end > word + 1:
                end = self._find_end(child)
            elif g.deps[child] == "prep" and g.words[child] == "of":
                end = max((self._find_end(x) for x in g.children[child] if g.deps[x] == "pobj"), default=end)
            else:
                break
        return end - 1 if end > word + 1 and g.deps[end - 1] == "cc" else end

    def find_actor(self, word: int, verb: int) -> Named | None:
        """The actor that the noun phrase is, or whose forces or people it is; `verb` is the one that it goes with."""
        named = self._find_named(self._find_counted(word))
        return named if named is not None else self._find_owner(word, verb)

    def _find_named(self, word: int) -> Named | None:
        """The actor of the phrase's own words: "Hezbollah fighters"."""
        g = self._g
        if (name := self._find_name(word)) is not None:
            # "US-backed Syrian forces" are not the army.
            is_backed = any(g.words[x] == "backed" for x in g.children[word])
            return None if is_backed and self._find_kind(word) == "military" else name.who
        before = (x for x in reversed(g.children[word]) if x < word and g.deps[x] in BEFORE and not self.is_media(x))
        return next((name.who for x in before if (name := self._find_name(x)) is not None), None)

    def _find_name(self, word: int) -> Name | None:
        """The name of an actor in which the word stands."""
        return next((name for name in self._names.at(word) if name.actor is not None), None)

    def _find_kind(self, word: int) -> str:
        """The kind of actor in whose name the word stands, "" where it stands in none."""
        name = self._find_name(word)
        return "" if name is None or name.actor is None else name.actor.kind

    def _find_owner(self, word: int, verb: int) -> Named | None:
        """Whose they are, by "its" or "their": the subject of the verb that they are the object of, or of the next."""
        g = self._g
        if not any(g.deps[x] == "poss" and g.words[x] in OWNERS for x in g.children[word]):
            return None
        owner = self.find_subject(g.heads[word if g.deps[word] == "dobj" else verb])
        return None if owner is None or owner == word else self._find_named(self._find_counted(owner))

    def _find_counted(self, word: int) -> int:
        """What is counted: the soldiers of "hundreds of soldiers"."""
        g = self._g
        for _ in range(3):
            if g.words[word] not in SOME and g.pos[word] != "NUM" and g.lemmas[word] not in ("number", "half", "group"):
                return word
            inner = next(find_behind(g, word, ("of",)), None)
            if inner is None:
                return word
            word = inner
        return word

    def _find_counting(self, word: int) -> int:
        """The word that counts it: the hundreds of "hundreds of people who fled"."""
        g, above = self._g, self._g.heads[word]
        is_counted = g.deps[word] == "pobj" and g.words[above] == "of" and g.words[g.heads[above]] in SOME
        return g.heads[above] if is_counted else word

    def _is_armed(self, word: int) -> bool:
        """Whether the words before it say that it is under arms: "terrorist groups"."""
        g = self._g
        before = [x for x in g.children[word] if g.deps[x] in BEFORE and x < word]
        return any(g.words[x] in ARMED or SORT_OF_KIND.get(self._find_kind(x)) == "forces" for x in before)

    def _is_loaded(self, word: int) -> bool:
        """Whether the phrase says what the vehicles bring: "aid trucks", "buses carrying evacuees"."""
        g = self._g
        brought = CARGO | REFUGEES | PEOPLE | FORCES
        return any(g.words[x] in brought for x in range(g.left[word], min(g.right[word], word + 8)))
