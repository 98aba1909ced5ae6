"""Known actors: what `data/actors.yaml` and the user's own file say of names, and of the years they were good for.

Limits: years, not days: in the year in which a name changed hands neither bearer may be found. An article without a
date is taken for one of today: a name that several bore finds the one that bears it still.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from dashboard.errors import SettingError
from dashboard.pipeline.actors.entries import read_entries
from dashboard.pipeline.actors.names import ARTICLES, ROMANISED, is_alike, name_key, skeletons, slug, split_name
from dashboard.pipeline.actors.offices import Office, read_offices

# What a name may have behind it that is no part of it: "Islamic State group", "Hezbollah fighters".
TAIL = re.compile(
    r"\s(?:groups?|movement|militia|militants|fighters|rebels|jihadists|insurgents|organi[sz]ation|network|monitor"
    r"|monitoring group|news agency|agency|newspaper|website|television|channel|party|leader|leadership)$"
)
# Any words behind the name of an armed group, whose people are the group: "ISIL terrorists", "ISIS-led".
FOLLOWERS = re.compile(r"(?:[\s-][a-z]+)+$")
# Who leads, backs or runs it, before the name: "US-backed Syrian Democratic Forces".
MODIFIER = re.compile(r"^(?:[\w.]+-(?:[a-z]+ed|led|run|held)\s)+(?=[A-Z])")
# The creed of an armed group, before its name: "Islamist Hayat Tahrir al-Sham".
CREED = re.compile(r"^[A-Za-z]+ist\s(?=[A-Z])")
# What the name of an armed group ends with, and need not before its people: "a Haqqani leader".
GROUP = re.compile(r"\s(?:network|movement|front|brigades?|group)$", re.IGNORECASE)
# A middle initial: "Paul D. Ryan" is Paul Ryan.
INITIAL = re.compile(r"(?<=\w)\s[A-Z]\.?(?=\s\w)")
# Letters. An acronym that is no longer is none where it is written small: "Pa.", "Us".
SHORTEST_WORD = 3
# Words. A name as long as this is known without its last one, too, which recognition may have cut off.
LONG = 5
# Letters. A single word shorter than this is a name as it is written or not at all.
SHORTEST_RESPELT = 5


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom a mention names."""

    actor_id: str
    name: str
    kind: str
    country_code: str | None = None
    unsure: bool = False  # only a short name stands for it, which several people may bear


@dataclass(frozen=True, slots=True)
class _Name:
    """One name of a known actor, and the years, both included, in which it alone bore it."""

    actor: Actor
    name: str
    since: int | None = None
    until: int | None = None

    def covers(self, year: int | None) -> bool:
        """Whether an article of that year, or one without a date, means the actor by it."""
        return self.until is None if year is None else (self.since or year) <= year <= (self.until or year)

    @property
    def is_respelt(self) -> bool:
        """Whether it is written in other romanisations, too; an outlet writes its own name in one way."""
        return self.actor.kind == "armed group" or (
            self.actor.kind == "person" and self.actor.country_code in ROMANISED
        )

    def is_written(self, name: str) -> bool:
        """Whether a name with the same letters may be this one: a short acronym stands in capitals."""
        is_acronym = self.name.isupper() and len(self.name) <= SHORTEST_WORD
        return not is_acronym or name.isupper() or not name.strip(".").isalpha()

    @property
    def is_surname(self) -> bool:
        """Whether it is one that others may bear as well."""
        return self.actor.kind == "person" and " " not in self.name


class KnownActors:
    """The actors of the files, found by any of their names."""

    def __init__(
        self, names: Iterable[_Name] = (), apart: Iterable[tuple[str, str]] = (), offices: Sequence[Office] = ()
    ) -> None:
        self._offices = offices
        self._by_key: dict[str, list[_Name]] = {}
        self._by_start: dict[str, list[_Name]] = {}
        self._by_adjective: dict[str, list[_Name]] = {}
        self._by_skeleton: dict[str, list[_Name]] = {}
        self.apart = frozenset(frozenset(pair) for pair in apart)
        self._actors: dict[str, Actor] = {}
        self._found = lru_cache(maxsize=65_536)(self._find)
        self._held = lru_cache(maxsize=256)(self._find_held)
        self._begins = lru_cache(maxsize=65_536)(self._may_begin)
        for each in names:
            self._actors[each.actor.actor_id] = each.actor
            self._by_key.setdefault(name_key(each.name), []).append(each)
            if len(each.name.split()) >= LONG:
                self._by_start.setdefault(name_key(each.name.rpartition(" ")[0]), []).append(each)
            if each.actor.kind == "armed group" and (first := GROUP.sub("", each.name)) != each.name:
                self._by_adjective.setdefault(name_key(first), []).append(each)
            if each.is_respelt:
                for skeleton in skeletons(split_name(each.name)):
                    self._by_skeleton.setdefault(skeleton, []).append(each)
        self._keys = sorted((*self._by_key, *self._by_start))
        self._first_skeletons = frozenset(skeleton.partition(" ")[0] for skeleton in self._by_skeleton)

    def __iter__(self) -> Iterator[Actor]:
        """Each actor once, in the order of the files."""
        return iter(self._actors.values())

    def find(self, name: str, year: int | None = None) -> Actor | None:
        """The one actor that bears this name in that year, as written or in another romanisation.

        A name that only one actor of the files ever bore finds it in other years, too ("the former al-Nusra Front"),
        unless it is a surname.
        """
        return self._found(name, year)

    def find_bearer(self, name: str, year: int | None = None) -> Actor | None:
        """Whom `find` finds, also with who backs it before the name, and an armed group with its creed or people."""
        bare = MODIFIER.sub("", name)
        actor = self.find(bare, year)
        if actor is not None or (first := FOLLOWERS.sub("", CREED.sub("", bare))) == bare:
            return actor
        group = self.find(first, year)
        return group if group is not None and group.kind == "armed group" else None

    def find_group(self, word: str, year: int | None = None) -> Actor | None:
        """The armed group whose people are called by this word, which is no name of it otherwise: "Haqqani"."""
        if self.find(word, year) is not None:
            return None
        groups = {each.actor.actor_id: each.actor for each in self._by_adjective.get(name_key(word), ())}
        return next(iter(groups.values())) if len(groups) == 1 else None

    def may_begin(self, word: str) -> bool:
        """Whether a name that `find` knows may begin with this word; where it may not, no longer one need be tried."""
        return self._begins(word)

    def find_offices(self, year: int | None = None) -> Mapping[str, list[Office]]:
        """The offices of each actor that held one in that year, by id; without a year, those of today."""
        return self._held(year)

    def are_apart(self, one: str, other: str) -> bool:
        """Whether the files say that these two ids, or names, are two actors that are easily confused."""
        return frozenset((slug(one), slug(other))) in self.apart

    def _find_held(self, year: int | None) -> Mapping[str, list[Office]]:
        held: dict[str, list[Office]] = {}
        for office in self._offices:
            for actor_id in office.find_holders(year):
                held.setdefault(actor_id, []).append(office)
        return held

    def _may_begin(self, word: str) -> bool:
        key = name_key(word)
        start = key.removesuffix("s")  # a possessive without its apostrophe
        at = bisect_left(self._keys, start)
        if at < len(self._keys) and self._keys[at].startswith(start):
            return True
        # An article or "Abd" goes together with the word behind it.
        if key in ARTICLES or key.startswith("abd"):
            return True
        first = split_name(word)[:1]
        return any(skeleton in self._first_skeletons for skeleton in skeletons(first))

    def _find(self, name: str, year: int | None) -> Actor | None:
        key = name_key(name)
        bearers = [each for each in self._by_key.get(key, ()) if each.is_written(name)]
        bearers = bearers or self._by_start.get(key) or self._respelt(split_name(name))
        if not bearers and (bare := _bare(name)) != name:
            return self._find(bare, year)
        valid = {each.actor.actor_id: each.actor for each in bearers if each.covers(year)}
        if not valid:
            valid = {each.actor.actor_id: each.actor for each in bearers if not each.is_surname}
        return next(iter(valid.values())) if len(valid) == 1 else None

    def _respelt(self, words: tuple[str, ...]) -> list[_Name]:
        if not words or (len(words) == 1 and len(words[0]) < SHORTEST_RESPELT):
            return []
        found: dict[int, _Name] = {}
        for skeleton in skeletons(words):
            if len(skeleton) < 3:  # two consonants are too few to tell Kerry from Carey
                continue
            for each in self._by_skeleton.get(skeleton, ()):
                if is_alike(words, split_name(each.name)):
                    found[id(each)] = each
        return list(found.values())


def _bare(name: str) -> str:
    """The name without what does not belong to it: a word for its kind, a middle initial, an `s` that lost its `'`."""
    bare = INITIAL.sub("", TAIL.sub("", name))
    return name[:-1] if bare == name and name.endswith("s") and len(name) > SHORTEST_RESPELT else bare


@cache
def load_known(path: Path, own: Path | None = None) -> KnownActors:
    """The actors of a YAML file, with the user's `own` laid over it: entries of one id are joined, the user's win.

    An actor that the user renames keeps its other names, the one that it had among them. Raises SettingError that names
    the file, the place within it, the rule that it breaks and what to do.
    """
    read = read_entries(path)
    entries, apart, held = read.actors, read.apart, read_offices(path, read.offices, read.actors)
    if own is not None:
        more = read_entries(own)
        for actor_id, entry in more.actors.items():
            entries[actor_id] = _lay_over(entries.get(actor_id, {}), entry)
        apart = apart + more.apart
        held = held + read_offices(own, more.offices, entries)
    names = [name for actor_id, entry in entries.items() for name in _names(own or path, actor_id, entry)]
    _check_shared(own or path, names)
    return KnownActors(names, apart, held)


def _lay_over(below: Mapping[str, Any], entry: Mapping[str, Any]) -> dict[str, Any]:
    """The entry that both make together."""
    former = [below["name"]] if "name" in below and entry.get("name", below["name"]) != below["name"] else []
    return {**below, **entry, "aliases": [*former, *below.get("aliases", []), *entry.get("aliases", [])]}


def _names(path: Path, actor_id: str, entry: Mapping[str, Any]) -> Iterator[_Name]:
    for field in ("name", "kind"):
        if field not in entry:
            raise SettingError(f"{path}: {actor_id} has no {field}; a new entry has a name and a kind")
    actor = Actor(actor_id, entry["name"], entry["kind"], entry.get("country"))
    yield _Name(actor, actor.name)
    for alias in entry.get("aliases", []):
        given: Mapping[str, Any] = {"name": alias} if isinstance(alias, str) else alias
        yield _Name(actor, given["name"], given.get("from"), given.get("until"))


def _check_shared(path: Path, names: Iterable[_Name]) -> None:
    """Raise SettingError where two actors bear one name in one year."""
    by_key: dict[str, list[_Name]] = {}
    for each in names:
        for other in by_key.setdefault(name_key(each.name), []):
            since, until = max(each.since or 0, other.since or 0), min(each.until or 9999, other.until or 9999)
            if other.actor.actor_id != each.actor.actor_id and since <= until:
                raise SettingError(
                    f"{path}: {each.name!r} names both {other.actor.actor_id} and {each.actor.actor_id}"
                    f"{f' in {since}' if since else ''}; keep one, or give each its years"
                )
        by_key[name_key(each.name)].append(each)
