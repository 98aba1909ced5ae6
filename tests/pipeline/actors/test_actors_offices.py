"""Offices: who held them when, and what is wrong in a file."""

from pathlib import Path

import pytest

from dashboard.errors import SettingError
from dashboard.pipeline.actors import KnownActors, load_known

ACTORS = """
jane-roe: {name: Jane Roe, kind: person}
paul-doe: {name: Paul Doe, kind: person}
"""


def held(known: KnownActors, actor_id: str, year: int | None) -> set[str]:
    return {title for office in known.find_offices(year).get(actor_id, ()) for title in office.titles}


def test_an_office_has_its_holders_by_year(known: KnownActors) -> None:
    assert "president" in held(known, "barack-obama", 2014)
    assert "president" not in held(known, "barack-obama", 2003)
    assert "president" in held(known, "donald-trump", 2017), "the year in which it changed hands"
    assert held(known, "barack-obama", None) == set(), "an article without a date is of today"


def test_offices_of_ones_own_file_are_added(tmp_path: Path) -> None:
    base, own = tmp_path / "actors.yaml", tmp_path / "own.yaml"
    base.write_text(ACTORS + "offices:\n  - {title: [mayor], of: [Hull], holders: [[jane-roe, 2001]]}\n", "utf-8")
    own.write_text("offices:\n  - {title: [coach], of: [Hull], holders: [[paul-doe, 2001, 2004]]}\n", "utf-8")
    known = load_known(base, own)
    assert (held(known, "jane-roe", 2003), held(known, "paul-doe", 2003)) == ({"mayor"}, {"coach"})
    assert held(known, "paul-doe", 2005) == set()


@pytest.mark.parametrize(
    ("offices", "message"),
    [
        ("mayor", "offices is 'mayor'; write a list"),
        ("[{title: [mayor]}]", r"offices\[1\] is {'title': \['mayor'\]}; each is"),
        ("[{title: [], of: [], holders: []}]", r"offices\[1\] is .*with one title at least"),
        ("[{title: [7], of: [], holders: []}]", r"offices\[1\].title\[1\] is 7; write a name"),
        ("[{title: mayor, of: [], holders: []}]", "each is {title"),
        (
            "[{title: [mayor], of: [], holders: [jane-roe]}]",
            r"offices\[1\].holders\[1\] is 'jane-roe'; write \[id, 2001, 2009\]",
        ),
        (
            "[{title: [mayor], of: [], holders: [[jane-roe, soon]]}]",
            r"offices\[1\].holders\[1\]\[2\] is 'soon'; write a year",
        ),
        ("[{title: [mayor], of: [], holders: [[ann-poe, 2001]]}]", "the mayor ann-poe is no actor of the file"),
    ],
)
def test_a_malformed_office_is_refused(tmp_path: Path, offices: str, message: str) -> None:
    path = tmp_path / "actors.yaml"
    path.write_text(f"{ACTORS}offices: {offices}\n", "utf-8")
    with pytest.raises(SettingError, match=message):
        load_known(path)
