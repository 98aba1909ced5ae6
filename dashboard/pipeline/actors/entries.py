"""The entries of a file of actors, each checked for its form before anything is made of it.

A file that breaks a rule is refused with its name, the place within it (`ada-holt.aliases[2].from`), the rule and the
remedy. Aliases of YAML (`&a`, `*a`) are refused, because a few lines of them stand for millions of values.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from dashboard import settings
from dashboard.countries import country_names
from dashboard.errors import SettingError
from dashboard.pipeline.actors.names import name_key, slug
from dashboard.pipeline.own import is_one_line, read_own_text, refuse
from dashboard.tables.contract import KINDS

NEVER_MERGE = "never_merge"
OFFICES = "offices"
FIELDS = ("name", "kind", "country", "aliases")
ALIAS = ("name", "from", "until")
OFFICE = ("title", "of", "holders")

# Collections within collections. A file of actors has four; PyYAML ends the process on some ten thousand.
DEEPEST = 10

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Entries:
    """What a file of actors holds: entries by id, pairs of ids that are never merged, and offices, all well formed."""

    actors: dict[str, dict[str, Any]] = field(default_factory=dict)
    apart: list[tuple[str, str]] = field(default_factory=list)
    offices: list[dict[str, list[Any]]] = field(default_factory=list)


def read_entries(path: Path) -> Entries:
    """The entries of the file. Raises SettingError, which says where in the file which rule is broken."""
    loaded = _load(path, read_own_text(path, "give a YAML file of actors in UTF-8"))
    if loaded is None:
        return Entries()
    if not isinstance(loaded, Mapping):
        raise SettingError(f"{path} is a {type(loaded).__name__}; a file of actors maps ids to entries")
    entries = dict(loaded)
    pairs, offices = entries.pop(NEVER_MERGE, None), entries.pop(OFFICES, None)
    for actor_id, entry in entries.items():
        _check_entry(path, actor_id, entry)
    return Entries(entries, _read_pairs(f"{path}: {NEVER_MERGE}", pairs), _read_offices(f"{path}: {OFFICES}", offices))


def _load(path: Path, text: str) -> object:
    try:
        _check_events(path, text)
        loaded: object = yaml.load(text, Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        problem = getattr(error, "problem", None) or getattr(error, "reason", None) or "it cannot be parsed"
        raise SettingError(f"{path}{_line(mark)} is not YAML ({problem}); mend it there") from error
    except ValueError as error:  # the 35th of a month, a number with thousands of digits
        raise SettingError(f"{path} has a number or a day that is none ({error}); put names in quotes") from error
    return loaded


def _check_events(path: Path, text: str) -> None:
    """Raise SettingError for what the loader would pass over, or not survive."""
    keys: list[dict[str, int] | None] = []  # of each collection that is open, with their lines; None of a list
    children: list[int] = []
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionEndEvent):
            keys.pop()
            children.pop()
        if not isinstance(event, yaml.NodeEvent):
            continue
        line = event.start_mark.line + 1 if event.start_mark is not None else 0
        if event.anchor is not None:
            raise SettingError(f"{path}, line {line}: {event.anchor!r} is an anchor or alias; write the value itself")
        if keys:
            children[-1] += 1
        if keys and keys[-1] is not None and children[-1] % 2 and isinstance(event, yaml.ScalarEvent):
            first = keys[-1].setdefault(event.value, line)
            if first != line:
                raise SettingError(f"{path}, line {line}: {event.value!r} stands in line {first}, too; join the two")
        if isinstance(event, yaml.CollectionStartEvent):
            keys.append({} if isinstance(event, yaml.MappingStartEvent) else None)
            children.append(0)
            if len(keys) > DEEPEST:
                raise SettingError(f"{path}, line {line}: more than {DEEPEST} lists or mappings in one another")


def _line(mark: Any) -> str:
    return "" if mark is None else f", line {mark.line + 1},"


def _check_entry(path: Path, actor_id: object, entry: object) -> None:
    if not isinstance(actor_id, str) or actor_id != slug(actor_id) or len(actor_id) > settings.LONGEST_VALUE:
        refuse(f"{path}: an id", actor_id, "it has small letters, digits and hyphens, such as free-syrian-army")
    where = f"{path}: {actor_id}"
    if not isinstance(entry, Mapping):
        refuse(where, entry, "write {name: …, kind: …}")
    for key, value in entry.items():
        at = f"{where}.{key}"
        if key not in FIELDS:
            raise SettingError(f"{path}: {actor_id} has {key!r}; an entry has {', '.join(FIELDS)}")
        if key == "name":
            _check_name(at, value)
        elif key == "kind" and value not in KINDS:
            refuse(at, value, f"it is one of {', '.join(KINDS)}")
        elif key == "country" and (not isinstance(value, str) or value not in country_names()):
            # YAML reads the country NO as "no".
            refuse(at, value, "write the two letters of ISO 3166 in quotes, such as 'SY'")
        elif key == "aliases":
            _check_aliases(at, value)


def _check_aliases(where: str, aliases: object) -> None:
    if not isinstance(aliases, list):
        refuse(where, aliases, "write a list: [a, b]")
    for at, alias in _number(where, aliases):
        if not isinstance(alias, Mapping):
            _check_name(at, alias)
            continue
        if "name" not in alias or any(key not in ALIAS for key in alias):
            refuse(at, dict(alias), "write a name, or {name: …, from: 2001, until: 2009}")
        _check_name(f"{at}.name", alias["name"])
        since, until = (alias.get(key) for key in ALIAS[1:])
        for key, year in zip(ALIAS[1:], (since, until), strict=True):
            if year is not None:
                _check_year(f"{at}.{key}", year)
        if since is not None and until is not None and since > until:
            refuse(f"{at}.until", until, f"it is not before from, {since}")


def _check_name(where: str, name: object) -> None:
    if not isinstance(name, str):
        refuse(where, name, "write a name, in quotes if YAML reads it as something else")
    if not name_key(name) or not is_one_line(name):
        refuse(where, name, "write a name of letters or digits in one line, with single blanks")
    if len(name) > settings.LONGEST_VALUE:
        refuse(where, name, f"it has {len(name):,} characters; a name has {settings.LONGEST_VALUE} or fewer")


def _check_year(where: str, year: object) -> None:
    if not isinstance(year, int) or isinstance(year, bool) or not 0 < year <= 9999:
        refuse(where, year, "write a year, such as 2001")


def _read_pairs(where: str, pairs: object) -> list[tuple[str, str]]:
    if not isinstance(pairs, list | None):
        refuse(where, pairs, "write a list of pairs of ids or names: [[a, b], [c, d]]")
    for at, pair in _number(where, pairs or []):
        if not isinstance(pair, list) or len(pair) != 2 or not all(isinstance(each, str) for each in pair):
            refuse(at, pair, "each is a pair of ids or names: [a, b]")
    return [(slug(one), slug(other)) for one, other in pairs or []]


def _read_offices(where: str, offices: object) -> list[dict[str, list[Any]]]:
    if not isinstance(offices, list | None):
        refuse(where, offices, "write a list of {title: …, of: …, holders: …}")
    for at, office in _number(where, offices or []):
        is_whole = isinstance(office, Mapping) and office.keys() == set(OFFICE)
        if not is_whole or not all(isinstance(each, list) for each in office.values()) or not office["title"]:
            refuse(at, office, "each is {title: [a], of: [b], holders: [[id, 2001]]}, with one title at least")
        for key in OFFICE[:2]:
            for within, name in _number(f"{at}.{key}", office[key]):
                _check_name(within, name)
        for within, holder in _number(f"{at}.holders", office["holders"]):
            _check_holder(within, holder)
    return offices or []


def _check_holder(where: str, holder: object) -> None:
    if not isinstance(holder, list) or not 2 <= len(holder) <= 3 or not isinstance(holder[0], str):
        refuse(where, holder, "write [id, 2001, 2009], or [id, 2001] of who still holds it")
    for at, year in _number(where, holder):
        if year is not holder[0]:
            _check_year(at, year)


def _number(where: str, values: list[Any]) -> Iterator[tuple[str, Any]]:
    """Each value with its place, counted from 1."""
    for number, value in enumerate(values, 1):
        yield f"{where}[{number}]", value
