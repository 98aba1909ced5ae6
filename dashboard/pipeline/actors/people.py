"""People of an article: which full name each short form stands for.

Limits: a surname, a given name or the end of a full name joins the one person of the article who bears it, or the one
who is named by full names at least twice as often as any other who does, or who is known by it in the article's year;
else it stays a name of its own. A person and a namesake junior are two. Pronouns and titles alone are nobody.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from dashboard.pipeline import lexicon
from dashboard.pipeline.actors.known import INITIAL, Actor, KnownActors
from dashboard.pipeline.actors.names import is_alike, name_key, slug, split_name

# A short form that several people of the article bear goes to the one named this many times as often.
CLEARLY_MORE = 2

GENERATIONS = lexicon.words("generation")


@dataclass(slots=True)
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
    people: list[Person] = []
    whose: dict[str, Person] = {}
    full = {surface: split_name(surface) for surface in surfaces if len(split_name(surface)) > 1}
    # The longest first: "Recep Tayyip Erdogan" before "Tayyip Erdogan".
    for surface, words in sorted(full.items(), key=lambda pair: (-len(pair[1]), pair[0])):
        actor = known.find(surface, year)
        person = _same(people, surface, words, actor, known)
        if person is None:
            people.append(person := Person())
        person.names[surface] += surfaces[surface]
        person.actor = person.actor or actor
        whose[surface] = person
    bearers = list(people)
    for surface in surfaces:
        if surface not in full:
            fame = known.find(surface, year)
            bearing = _bearing(surface, bearers)
            person = _likeliest(bearing, fame, known)
            if person is None and not bearing:
                person = next((each for each in bearers if fame is not None and each.actor == fame), None)
            if person is None:  # the same short form, written otherwise, is still one person
                person = next((p for p in people if p not in bearers and _is_same_short(p, surface)), None)
            if person is None:
                people.append(person := Person(actor=None if bearing else fame))
            if person not in bearers:
                person.names[surface] += surfaces[surface]
            whose[surface] = person
    return whose


def _same(
    people: Iterable[Person], surface: str, words: tuple[str, ...], actor: Actor | None, known: KnownActors
) -> Person | None:
    """The person met before whose full name this is, perhaps shortened or spelt otherwise."""
    fitting = []
    for person in people:
        if actor is not None and person.actor is not None:
            if actor.actor_id == person.actor.actor_id:
                return person
            continue
        if any(known.are_apart(surface, name) for name in person.names):
            continue
        if any(_shortens(words, split_name(name)) for name in person.names):
            fitting.append(person)
    return fitting[0] if len(fitting) == 1 else None


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


def _bearing(short: str, people: Sequence[Person]) -> list[Person]:
    """The people of the article whom a short form may name: by surname, else by given name, else by a middle name.

    The most often named is first; who is spelt otherwise counts only where nobody is spelt like it.
    """
    words = split_name(short)
    for part in (_ends, _begins, _holds):
        bearing = [person for person in people if any(part(words, split_name(name)) for name in person.names)]
        exact = [p for p in bearing if any(set(words) <= set(split_name(name)) for name in p.names)]
        if bearing:
            return sorted(exact or bearing, key=lambda person: -person.mentions)
    return []


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
    bare = full[:-1] if full[-1] in GENERATIONS else full
    return len(words) < len(full) and is_alike(words, bare[-len(words) :])


def _begins(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(words) < len(full) and is_alike(words, full[: len(words)])


def _holds(words: tuple[str, ...], full: tuple[str, ...]) -> bool:
    return len(words) == 1 and words[0] in full


def _is_same_short(person: Person, short: str) -> bool:
    return any(split_name(name) == split_name(short) or name_key(name) == name_key(short) for name in person.names)


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
