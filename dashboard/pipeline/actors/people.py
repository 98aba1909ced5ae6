"""People of an article: which full name each short form stands for.

Limits: a surname, a given name or the end of a full name joins the one person of the article who bears it, or the one
who is named by full names at least twice as often as any other who does, or who is known by it in the article's year;
else it stays a name of its own. A person and a namesake junior are two. Pronouns and titles alone are nobody.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors.known import INITIAL, Actor, KnownActors
from dashboard.pipeline.actors.names import is_alike, name_key, skeletons, slug, split_name

# A short form that several people of the article bear goes to the one named this many times as often.
CLEARLY_MORE = 2

GENERATIONS = lexicon.words("generation")

# Full names that sound alike in a word, with which another name is compared, those of the people who are named most.
# Without a bound, a list of ten thousand people called Smith would take a time that grows with its square; articles of
# news have five.
MOST_COMPARED = 20


@dataclass(slots=True, eq=False)
class Person:
    """One person of the article: the full names and how often each is written, and who it is, where that is known."""

    names: Counter[str] = field(default_factory=Counter)
    actor: Actor | None = None

    @property
    def mentions(self) -> int:
        """How often the person is named in full."""
        return self.names.total()

    @property
    def name(self) -> str:
        """The full name as it is written most often; of two, the longer one."""
        return min(self.names.items(), key=lambda pair: (-pair[1], -len(pair[0]), pair[0]))[0]


def find_people(surfaces: Counter[str], known: KnownActors, year: int | None) -> dict[str, Person]:
    """The person that each surface stands for; surfaces are names of people as written, with how often each is."""
    full = {surface: split_name(surface) for surface in surfaces if len(split_name(surface)) > 1}
    named, whose = _Named(), dict[str, Person]()
    # The longest first: "Recep Tayyip Erdogan" before "Tayyip Erdogan".
    for surface, words in sorted(full.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        actor = known.find(surface, year)
        one = named.find(surface, words, actor, known) or Person()
        one.names[surface] += surfaces[surface]
        one.actor = one.actor or actor
        named.add(one, words)
        whose[surface] = one
    bearers, short = _Bearers(list(dict.fromkeys(whose.values()))), _Short()
    for surface in surfaces:
        if surface not in full:
            fame = known.find(surface, year)
            bearing = bearers.find(split_name(surface))
            person: Person | None = _likeliest(bearing, fame, known)
            if person is None and not bearing and fame is not None:
                person = bearers.by_actor.get(fame)
            if person is None:  # the same short form, written otherwise, is still one person
                person = short.find(surface) or Person(actor=None if bearing else fame)
                person.names[surface] += surfaces[surface]
                short.add(person, surface)
            whose[surface] = person
    return whose


type _FullName = tuple[Person, tuple[str, ...]]


class _Named:
    """The people who are named in full, in the order in which they were met; found by the sound of the last word."""

    def __init__(self) -> None:
        self._by_actor: dict[str, Person] = {}
        self._by_sound: dict[str, dict[Person, int]] = defaultdict(dict)
        self._numbers: dict[Person, int] = {}

    def add(self, person: Person, words: tuple[str, ...]) -> None:
        """Enter one of the person's names."""
        number = self._numbers.setdefault(person, len(self._numbers))
        if person.actor is not None:
            self._by_actor.setdefault(person.actor.actor_id, person)
        for sound in skeletons(words[-1:]):
            if len(alike := self._by_sound[sound]) < MOST_COMPARED:
                alike.setdefault(person, number)

    def find(self, surface: str, words: tuple[str, ...], actor: Actor | None, known: KnownActors) -> Person | None:
        """The person met before whose full name this is, perhaps shortened or spelt otherwise."""
        if actor is not None and actor.actor_id in self._by_actor:
            return self._by_actor[actor.actor_id]
        alike = {person for sound in skeletons(words[-1:]) for person in self._by_sound.get(sound, ())}
        fitting = [
            person
            for person in alike
            if (actor is None or person.actor is None)
            and any(_shortens(words, split_name(name)) for name in person.names)
            and not any(known.are_apart(surface, name) for name in person.names)
        ]
        return fitting[0] if len(fitting) == 1 else None


class _Bearers:
    """The people who are named in full, found by a short form."""

    def __init__(self, people: Sequence[Person]) -> None:
        self.by_actor: dict[Actor, Person] = {}
        # The most often named come first.
        self._ranks = {person: rank for rank, person in enumerate(sorted(people, key=lambda each: -each.mentions))}
        self._ends, self._begins, self._holds = (defaultdict[str, list[_FullName]](list) for _ in range(3))
        for person in people:
            if person.actor is not None:
                self.by_actor.setdefault(person.actor, person)
        for person in self._ranks:
            for words in map(split_name, person.names):
                keys = [(self._holds, word) for word in dict.fromkeys(words)]
                keys += [(self._ends, sound) for sound in skeletons(_bare(words)[-1:])]
                keys += [(self._begins, sound) for sound in skeletons(words[:1])]
                for index, key in keys:
                    if len(index[key]) < MOST_COMPARED:
                        index[key].append((person, words))

    def find(self, short: tuple[str, ...]) -> list[Person]:
        """The people of the article whom a short form may name: by surname, else by given name, else by a middle name.

        The most often named is first; who is spelt otherwise counts only where nobody is spelt like it.
        """
        if not short:  # nothing that tells one from another
            return list(self._ranks)
        sounds = skeletons(short)
        same = {person for word in short for person, _ in self._holds.get(word, ())}
        for part, index, keys in (
            (_ends, self._ends, sounds), (_begins, self._begins, sounds), (_holds, self._holds, short)
        ):  # fmt: skip
            bearing = {person for key in keys for person, words in index.get(key, ()) if part(short, words)}
            if bearing:
                return sorted(bearing & same or bearing, key=self._ranks.__getitem__)
        return []


class _Short:
    """The people of whom there is only a short form, found by one that is written a little otherwise."""

    def __init__(self) -> None:
        self._by_words: dict[tuple[str, ...], Person] = {}
        self._by_key: dict[str, Person] = {}

    def add(self, person: Person, surface: str) -> None:
        """Enter one of the person's names."""
        self._by_words.setdefault(split_name(surface), person)
        self._by_key.setdefault(name_key(surface), person)

    def find(self, surface: str) -> Person | None:
        """The person of the same words, or of the same form as names are compared."""
        return self._by_words.get(split_name(surface)) or self._by_key.get(name_key(surface))


def _shortens(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    """Whether a full name is another one with fewer words in the middle or in front, initials or another spelling."""
    if GENERATIONS & {words[-1], full[-1]} and words[-1] != full[-1]:
        return False
    if is_alike(words, full):
        return True
    if not is_alike(words[-1:], full[-1:]) or len(words) > len(full):
        return False
    position = 0
    for word in words[:-1]:
        while position < len(full) - 1 and not _fits(word, full[position]):
            position += 1
        if position == len(full) - 1:
            return False
        position += 1
    return True


def _fits(word: str, other: str) -> bool:
    return word == other or is_alike((word,), (other,)) or (1 in (len(word), len(other)) and word[0] == other[0])


def _likeliest(bearing: Sequence[Person], fame: Actor | None, known: KnownActors) -> Person | None:
    """The one bearer, or the one named clearly more; `fame` is who bears the short form in the world that year.

    Between two of the article it is the well-known one; a well-known one outside it leaves a relative's surname open.
    """
    is_absent = fame is not None and not any(person.actor == fame for person in bearing)
    if is_absent and any(_is_contested(person, fame, known) for person in bearing):
        return None  # "Trump" in an article that has only Ivanka's full name
    if len(bearing) == 1 or (len(bearing) > 1 and bearing[0].mentions >= CLEARLY_MORE * bearing[1].mentions):
        return bearing[0]
    return next((person for person in bearing if fame is not None and person.actor == fame), None)


def _is_contested(person: Person, fame: Actor | None, known: KnownActors) -> bool:
    """Whether a well-known relative, who is not named in full, may be meant as well."""
    if fame is None:
        return False
    if person.actor is not None:
        return known.are_apart(person.actor.actor_id, fame.actor_id)
    return any(known.are_apart(name, fame.actor_id) for name in person.names)


def _ends(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(words) < len(full) and is_alike(words, _bare(full)[-len(words) :])


def _bare(full: tuple[str, ...]) -> tuple[str, ...]:
    """The words of a full name without "junior"."""
    return full[:-1] if full[-1] in GENERATIONS else full


def _begins(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(words) < len(full) and is_alike(words, full[: len(words)])


def _holds(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(words) == 1 and words[0] in full


def identify(person: Person) -> Actor:
    """The known actor, else one of the person's name; unsure if that is a short one.

    The id leaves out middle initials: "Paul D. Ryan" of another article is Paul Ryan.
    """
    actor_id = slug(INITIAL.sub("", person.name))
    return person.actor or Actor(actor_id, person.name, "person", unsure=len(split_name(person.name)) < 2)


def explain(surface: str, person: Person) -> tuple[str, str] | None:
    """How a surface is another form of the person's full name, in words that it follows, and that name; else None."""
    words, full = split_name(surface), split_name(person.name)
    if surface == person.name or len(full) < 2:
        return None
    if len(words) > 1:
        return "another form of", person.name
    parts = ((_ends, "surname of"), (_begins, "given name of"), (_holds, "middle name of"))
    return next(((how, person.name) for part, how in parts if part(words, full)), None)
