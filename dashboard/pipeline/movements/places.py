"""Places: the place that a noun phrase of the sentence stands for: "Homs", "the Homs area", "villages near Homs".

Limits: the phrase is read as it is parsed. What has a name of its own that is not placed ("the village of Rityan in
Aleppo province") is no place, since the name beside it would only be near.
"""

from collections.abc import Iterator, Sequence, Set

from dashboard.pipeline import lexicon
from dashboard.pipeline.claims import Named
from dashboard.pipeline.claims.roles import find_behind
from dashboard.pipeline.entities import PLACE_LABELS, Mention
from dashboard.pipeline.gazetteer import Place
from dashboard.pipeline.locations import Placement
from dashboard.pipeline.quotes.grammar import Grammar

# Nouns of what is beside the place of which a name follows. Who leaves "the outskirts of Homs" leaves Homs on a map;
# what hits them does not hit Homs.
SURROUNDINGS = lexicon.words("surroundings")
# Nouns that a name beside them places.
GROUND = SURROUNDINGS | lexicon.words("ground", "townlet", "region", "local_government", "settlement", "land", "site")
# Those that are called by what stands behind "of".
TOWNS = lexicon.words("settlement", "townlet")
# What people flee, with the ground where it is. "To the north of Homs" is outside, "from the north of Homs" is not.
FLED = GROUND | lexicon.words("turmoil", "direction")
# Nouns whose country is meant with them. Who leaves "parts of Syria" need not leave Syria.
WHOLE = lexicon.words("whole_ground", "turmoil")
# Who is sent "to a town in Syria" comes to Syria.
SETTLED = WHOLE | TOWNS | lexicon.words("site")
# "South of Homs" is beside it, too, other than "the south of Homs".
DIRECTIONS = lexicon.words("direction", "direction_between")
# Prepositions of what is in a place. "Near Homs" is not in Homs.
BESIDE = tuple(lexicon.words("locative_beside"))
INSIDE = tuple(lexicon.words("locative") - {*BESIDE})
# Prepositions between a noun and the name of where it is.
WHERE = (*INSIDE, "of", "on", "along")
# How a name before the noun hangs on it.
BEFORE = ("compound", "nmod", "amod", "poss", "npadvmod")
# Steps from the noun to the name: "parts of the countryside of Homs" has three.
DEEPEST = 4
# Places of one end; news list up to a dozen towns, and what is longer is a list of something else.
MOST = 8


class Places:
    """The placed names of one article by the tokens of its parse."""

    def __init__(self, g: Grammar, mentions: Sequence[Mention], placements: Sequence[Placement]) -> None:
        self._g = g
        self._named: dict[int, Named] = {}  # by the head token of the name
        self._states: dict[int, tuple[Named, Place]] = {}  # of places that stand for those who govern there
        self._countries: dict[int, tuple[Named, Place]] = {}
        self._other: set[int] = set()  # tokens of names of places that are not placed
        self._bodies: set[int] = set()  # tokens of names of others
        for mention, placement in zip(mentions, placements, strict=True):
            start, end = g.span(mention.start, mention.end)
            head = next((i for i in reversed(range(start, end)) if not start <= g.heads[i] < end), end - 1)
            if placement.place is None or placement.sense not in ("place", "actor", "demonym"):
                (self._other if mention.label in (*PLACE_LABELS, "FAC") else self._bodies).update(range(start, end))
                continue
            named = Named(placement.place.location_id, mention.start, mention.end)
            if placement.sense == "place":
                self._named[head] = named
            elif placement.sense == "actor":
                self._states[head] = named, placement.place
            if placement.place.feature == "PCLI":
                self._countries[head] = named, placement.place

    def find_state(self, word: int) -> Named | None:
        """The country of a name that stands for those who govern there; for a capital another name of the sentence says
        which, as in "Iraqi sources said that Baghdad had agreed", else it is the capital."""
        if word not in self._states:
            return None
        named, place = self._states[word]
        begin, end = self._g.begins[word], self._g.ends[word]
        countries = [
            country
            for head, (country, whole) in self._countries.items()
            if begin <= head < end and whole.country_code == place.country_code
        ]
        return countries[0] if countries and place.feature != "PCLI" else named

    def find(self, word: int, nouns: Set[str] | None = GROUND, countries: Set[str] | None = None) -> list[Named]:
        """The places of a noun phrase by its head word, those of its list included.

        `nouns` are those that a name beside them places, all common nouns where it is None; `countries` are those that
        the name of a country places, all nouns where it is None.
        """
        found = [place for each in self._list(word) for place in self._find(each, nouns, countries, DEEPEST)]
        return list({(each.start, each.id): each for each in found}.values())[:MOST]

    def _list(self, word: int) -> list[int]:
        """The word and those that are joined to it, not more than are read."""
        g, found = self._g, [word]
        for each in found:  # which grows
            found += [x for x in g.children[each] if g.deps[x] == "conj" and self._is_joined(x)]
            if len(found) >= MOST:
                break
        return found[:MOST]

    def _is_joined(self, word: int) -> bool:
        """Whether the word goes on with a list; what a finite verb follows begins a clause of its own."""
        g = self._g
        is_subject = g.tags[min(word + 1, len(g.tags) - 1)] in ("VBD", "VBZ", "VBP")
        return g.pos[word] in ("NOUN", "PROPN") and not is_subject

    def _find(self, word: int, nouns: Set[str] | None, countries: Set[str] | None, depth: int) -> list[Named]:
        """The places of one phrase: its own name, what it is a part of, the name before it, where it is."""
        g = self._g
        if word in self._named:
            return [self._named[word - 1 if self._is_whole(word) else word]]
        if g.words[word] in DIRECTIONS and not self._is_inside(word):
            # "The valley south of Homs": the parser may hang the valley on "south".
            thing = next((x for x in g.children[word] if x == word - 1 and g.deps[x] == "compound"), None)
            return [] if thing is None or depth == 0 else self._find(thing, nouns, countries, depth - 1)
        if depth == 0 or not self._is_common(word, nouns):
            return []
        whole = [*find_behind(g, word, ("of",))]
        before = [x for x in g.children[word] if x < word and g.deps[x] in BEFORE]
        nearest = next((x for x in reversed(before) if x in self._named), word)
        named = [self._named[y] for y in self._list(nearest) if y in self._named]
        inside = [place for o in whole for x in self._list(o) for place in self._find(x, nouns, countries, depth - 1)]
        # "The Damascus suburb of Douma" is Douma, "the Houla region of Syria" is Houla.
        found = (inside or named) if g.words[word] in TOWNS else (named or inside)
        is_name = (nouns is not None or g.words[word] in GROUND) and any(self._is_name(x) for x in [*whole, *before])
        if not found and not is_name:
            found = self._find_behind(word, nouns, countries, depth)
        if countries is None or g.words[word] in countries:
            return found
        states = {named.start for named, _ in self._countries.values()}
        return [place for place in found if place.start not in states]

    def _find_behind(self, word: int, nouns: Set[str] | None, countries: Set[str] | None, depth: int) -> list[Named]:
        """The place of "the town, Homs", "positions around Homs"."""
        g = self._g
        for child in g.children[word]:
            if child > word and g.deps[child] == "appos" and child in self._named:
                return [self._named[child]]
        where = WHERE if nouns is None else (*WHERE, "around")
        behind = [*find_behind(g, word, where), *(x for y in find_behind(g, word, BESIDE) for x in self.find_around(y))]
        found = (self._find(each, nouns, countries, depth - 1) for each in behind)
        return next((places for places in found if places), [])

    def find_around(self, word: int) -> Iterator[int]:
        """In what a thing lies, and so does what is near it: the Homs of "near the bridge in Homs"."""
        return find_behind(self._g, word, INSIDE)

    def _is_whole(self, word: int) -> bool:
        """Whether the name says in which country the one before it is: "Manbij Syria", in texts without commas."""
        is_joined = word > 0 and self._g.heads[word - 1] == word and word - 1 in self._named
        return is_joined and word in self._countries and word - 1 not in self._countries

    def _is_inside(self, word: int) -> bool:
        """Whether a direction is a part of what is named: "the south of Homs"."""
        return any(self._g.words[x] == "the" for x in self._g.children[word])

    def _is_common(self, word: int, nouns: Set[str] | None) -> bool:
        """Whether it is a noun that a name beside it may place."""
        g = self._g
        if nouns is None:
            is_other = word in self._other or g.words[word] in SURROUNDINGS
            return not is_other and (g.pos[word] == "NOUN" or word in self._bodies)
        return g.words[word] in nouns

    def _is_name(self, word: int) -> bool:
        """Whether it is a name that has no place, other than a nation's."""
        g = self._g
        is_proper = g.pos[word] == "PROPN" and g.entities[word] not in ("NORP", "DATE")
        return word in self._other or (is_proper and word not in self._bodies)
