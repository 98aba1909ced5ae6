"""What the files of actors may say, what they find, and what is said of a file that breaks a rule."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.actors import KnownActors, load_known
from dashboard.pipeline.gazetteer import Gazetteer


def find(known: KnownActors, name: str, year: int | None = None) -> str | None:
    actor = known.find(name, year)
    return actor.actor_id if actor else None


@pytest.fixture
def load(tmp_path: Path) -> Callable[..., KnownActors]:
    def write_and_load(entries: str, own: str | None = None) -> KnownActors:
        (tmp_path / "actors.yaml").write_text(entries, "utf-8")
        if own is None:
            return load_known(tmp_path / "actors.yaml")
        (tmp_path / "own.yaml").write_text(own, "utf-8")
        return load_known(tmp_path / "actors.yaml", tmp_path / "own.yaml")

    return write_and_load


def test_every_known_actor_has_a_country_of_the_gazetteer_or_none(known: KnownActors, gazetteer: Gazetteer) -> None:
    actors = list(known)
    assert len(actors) > 300
    codes = {actor.country_code for actor in actors if actor.country_code is not None}
    assert [code for code in codes if gazetteer.country(code) is None] == []


def test_pairs_that_are_never_merged_are_of_the_file(known: KnownActors) -> None:
    ids = {actor.actor_id for actor in known}
    assert {actor_id for pair in known.apart for actor_id in pair} <= ids
    assert known.are_apart("hafez-al-assad", "Bashar al-Assad")


@pytest.mark.parametrize(
    ("name", "year", "expected"),
    [
        ("Assad", 1991, "hafez-al-assad"),
        ("Assad", 2013, "bashar-al-assad"),
        ("Assad", 2000, None),
        ("Assad", None, "bashar-al-assad"),
        ("Bush", 1990, "george-h-w-bush"),
        ("Bush", 2004, "george-w-bush"),
        ("Bush", 2015, None),
        ("Powell", 2012, None),
        ("Jabhat Fateh al-Sham", 2024, "hayat-tahrir-al-sham"),
        ("Golani", 2017, "ahmed-al-sharaa"),
        ("Kadhafi", None, "muammar-gaddafi"),
        ("Moammar Gadhafi", 2011, "muammar-gaddafi"),
        ("Hizbullah fighters", 2006, "hezbollah"),
        ("JFK", None, "john-f-kennedy"),
        ("Syrian Observatory for Human", None, "syrian-observatory"),
        ("JFK Jr.", None, "john-f-kennedy-jr"),
        ("Mayadin", None, None),
        ("PA", None, "palestinian-authority"),
        ("Pa.", None, None),
        ("Us", None, None),
        ("Paul D. Ryan", None, "paul-ryan"),
        ("Julian", None, None),
    ],
)
def test_a_name_finds_its_bearer_of_that_year(
    known: KnownActors, name: str, year: int | None, expected: str | None
) -> None:
    assert find(known, name, year) == expected


def test_an_armed_group_is_found_with_its_creed_before_and_its_people_behind_its_name(known: KnownActors) -> None:
    for name in ("ISIL terrorists", "ISIS-led", "US-backed Hezbollah", "Islamist Hamas"):
        assert known.find(name) is None, "recognition would take the words behind the name into it"
        assert known.find_bearer(name) is not None
    assert known.find_bearer("UN velt agency") is None
    assert known.find_bearer("Communist Democratic Party") is None


def test_a_group_is_found_by_what_its_people_are_called(known: KnownActors) -> None:
    found = [known.find_group(word) for word in ("Haqqani", "Houthi", "Merkel", "Zorani")]
    assert [actor and actor.actor_id for actor in found] == ["haqqani-network", None, None, None]


def test_an_own_file_changes_adds_and_parts(load: Callable[..., KnownActors]) -> None:
    known = load(
        "port-union: {name: Port Union, kind: organisation, aliases: [PU]}",
        "port-union: {kind: company, aliases: [Dockers]}\n"
        "ada-holt: {name: Ada Holt, kind: person, country: GB}\n"
        "never_merge: [[ada-holt, Ida Holt]]",
    )
    assert {find(known, name) for name in ("Port Union", "PU", "Dockers")} == {"port-union"}
    assert {actor.actor_id: actor.kind for actor in known} == {"port-union": "company", "ada-holt": "person"}
    assert known.are_apart("Ida Holt", "ada-holt")


def test_an_actor_that_is_renamed_keeps_its_names(load: Callable[..., KnownActors]) -> None:
    known = load(
        "port-union: {name: Port Union, kind: organisation, aliases: [PU]}", "port-union: {name: Dockers of Hull}"
    )
    assert {find(known, name) for name in ("Port Union", "PU", "Dockers of Hull")} == {"port-union"}
    assert [actor.name for actor in known] == ["Dockers of Hull"]


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        ("- a", "maps ids to entries"),
        ("a: {name: A", "is not YAML (did not find expected"),
        ("a: {name: A}\nb: \0", "is not YAML (control characters are not allowed)"),
        ("a: {name: 2024-13-45, kind: person}", "has a number or a day that is none (month must be in 1..12); put"),
        ("[" * 50_000, "line 1: more than 10 lists or mappings in one another"),
        ("a: &x {name: A, kind: person}\nb: *x", "line 1: 'x' is an anchor or alias; write the value itself"),
        ("a: {name: A, kind: person}\nb: {name: B, kind: person}\na: {name: C}", "line 3: 'a' stands in line 1, too"),
        ("A b: {name: A, kind: person}", "an id is 'A b'; it has small letters"),
        ("7: {name: A, kind: person}", "an id is 7; it has small letters"),
        ("a: [name, A]", "a is ['name', 'A']; write {name"),
        ("a: {name: 7, kind: person}", "a.name is 7; write a name, in quotes if"),
        ("a: {name: [A], kind: person}", "a.name is ['A']; write a name"),
        ("a: {name: '', kind: person}", "a.name is ''; write a name of letters"),
        ('a: {name: "A\\nB", kind: person}', r"a.name is 'A\nB'; write a name of letters or digits in one line"),
        (f"a: {{name: {'A' * 301}, kind: person}}", "it has 301 characters; a name has 300 or fewer"),
        ("a: {name: A, kind: [person]}", "a.kind is ['person']; it is one of person"),
        ("a: {name: A, kind: person, country: XX}", "a.country is 'XX'; write the two letters of ISO 3166"),
        ("a: {name: A, kind: person, aliases: {name: B}}", "a.aliases is {'name': 'B'}; write a list: [a, b]"),
        ("a: {name: A, kind: person, aliases: [B, [C]]}", "a.aliases[2] is ['C']; write a name"),
        ("a: {name: A, kind: person, aliases: [{name: B, from: yes}]}", "a.aliases[1].from is True; write a year"),
        (
            "a: {name: A, kind: person, aliases: [{name: B, from: 9, until: 8}]}",
            "aliases[1].until is 8; it is not before",
        ),
        ("never_merge: 7", "never_merge is 7; write a list of pairs"),
        ("never_merge: {a: b}", "never_merge is {'a': 'b'}; write a list of pairs"),
        ("a: A", "write {name"),
        ("a: {name: A, kind: militia}", "a.kind is 'militia'; it is one of person"),
        ("a: {name: A, kind: person, spouse: B}", "'spouse'; an entry has name"),
        ("a: {name: A, kind: person, country: NO}", "quotes"),
        ("a: {kind: person}", "a has no name"),
        ("a: {name: A, kind: person, aliases: B}", "write a list"),
        ("a: {name: A, kind: person, aliases: [{name: B, since: 2001}]}", "from: 2001, until: 2009"),
        ("a: {name: A, kind: person}\nb: {name: B, kind: person, aliases: [A]}", "both a and b"),
        (
            "a: {name: A, kind: person, aliases: [{name: C, until: 2001}]}\n"
            "b: {name: B, kind: person, aliases: [{name: C, from: 2001}]}",
            "both a and b in 2001",
        ),
        ("never_merge: [a]", "never_merge[1] is 'a'; each is a pair of ids or names"),
    ],
    ids=lambda value: None if len(value) > 30 else value,
)
def test_a_file_that_breaks_a_rule_says_which_and_what_to_do(
    load: Callable[..., KnownActors], tmp_path: Path, entries: str, said: str
) -> None:
    for name, files in (("actors.yaml", (entries,)), ("own.yaml", ("", entries))):
        with pytest.raises(SettingError, match=re.escape(said)) as caught:
            load(*files)
        message = str(caught.value)
        assert message.startswith(str(tmp_path / name))
        assert "\n" not in message and len(message) < len(str(tmp_path)) + 300


def test_a_file_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "latin.yaml").write_bytes("a: {name: Müller, kind: person}".encode("latin-1"))
    (tmp_path / "folder.yaml").mkdir()
    os.mkfifo(tmp_path / "pipe.yaml")
    with (tmp_path / "huge.yaml").open("wb") as file:
        file.truncate(1 << 40)
    for name in ("latin", "folder", "pipe", "huge", "absent"):
        with pytest.raises(SettingError, match=rf"{name}\.yaml cannot be read \(.*; give a YAML file of actors"):
            load_known(settings.ACTORS_FILE, tmp_path / f"{name}.yaml")


def test_every_name_may_begin_with_its_first_word_in_any_spelling(known: KnownActors) -> None:
    names = ["People's Protection Units", "Peoples Protection Units", "Qaddafi", "Muammar al-Qadhafi", "Hizbullah"]
    names += ["Abdel Fatah al-Sisi", "Al Nusra Front", "Assads", "al-Qaida", "U.N. Security Council"]
    assert all(known.find(name) for name in names)
    names += [actor.name for actor in known]
    assert [name for name in names if not known.may_begin(name.split()[0])] == []


def test_most_words_begin_no_known_name(known: KnownActors) -> None:
    assert not any(known.may_begin(word) for word in ("Wednesday", "Qrxology", "Vqtown"))
