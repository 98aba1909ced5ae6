"""What the filters can offer, and what was rejected."""

from collections.abc import Callable

import pyarrow as pa
import pytest

from dashboard.filters import Filters
from dashboard.queries.corpus import count_rejects, list_options, list_rejects, list_spellings
from dashboard.reader import Reader
from dashboard.store import Store
from tests.queries.conftest import Draft, write_tables


def test_options_are_what_the_corpus_has_the_most_mentioned_first(reader: Reader) -> None:
    options = list_options(reader)
    assert list(options["actors"].items())[:3] == [
        ("assad", "Bashar al-Assad"), ("hezbollah", "Hezbollah"), ("iraq", "Iraq"),
    ]  # fmt: skip
    assert options["actors"]['two "quotes" 100%'] == "Quotes & <Co>"
    assert list(options["locations"].items()) == [
        ("169577", "Homs, Syria"), ("170654", "Damascus, Syria"), ("98182", "Baghdad, Iraq"), ("0", "Null Island"),
    ]  # fmt: skip
    assert list(options["sources"]) == ["Sample Courier", "Sample Wire", "O'Neil's \"Post\"; --"]


def test_towns_of_one_name_in_one_country_are_told_apart_by_their_region() -> None:
    two = Draft("two", None, None, ("Homs", *["[Homs](@169577) is not [Homs](@170654)."] * 3, "[Homs](@169577)"))
    tables = write_tables([two])
    rows = tables["locations"].to_pylist()
    for row in rows:
        row["admin1"] = "Rif Dimashq" if row["location_id"] == "170654" else None
    tables["locations"] = pa.Table.from_pylist(rows, tables["locations"].schema)
    found = list_options(Store(tables, {}).reader())["locations"]
    assert list(found.values()) == ["Homs, Syria", "Homs, Rif Dimashq, Syria"]


def test_an_actor_who_only_speaks_or_hears_can_be_named(reader: Reader) -> None:
    assert list_options(reader)["actors"]["afp"] == "AFP"


def test_a_full_name_that_is_no_id_leads_to_whom_it_names(reader: Reader) -> None:
    found = list_spellings(reader)
    assert found["bashar-al-assad"] == "assad"
    assert not found.keys() & list_options(reader)["actors"].keys()
    assert "o-brien" not in found, "a short name may be another's in other tables"


def test_rejects_are_counted_by_kind_the_most_frequent_first(reader: Reader) -> None:
    found = count_rejects(reader)
    assert list(found.itertuples(index=False, name=None)) == [("json", 3), ("width", 2), ("empty", 1)]


@pytest.mark.parametrize(("kinds", "count"), [((), 6), (("json",), 3), (("json", "empty"), 4), (("it's",), 0)])
def test_rejects_are_listed_by_kind(reader: Reader, kinds: tuple[str, ...], count: int) -> None:
    found = list_rejects(reader, Filters(reasons=kinds))
    assert len(found) == count
    assert found.columns.tolist() == ["path", "record", "reason"]
    assert {reason.partition(":")[0] for reason in found["reason"]} <= {*kinds} or not kinds


def test_a_count_of_rejects_opens_as_many(reader: Reader) -> None:
    for kind, count in count_rejects(reader).itertuples(index=False, name=None):
        assert len(list_rejects(reader, Filters(reasons=(kind,)))) == count


def test_a_corpus_without_articles_offers_nothing(open_tables: Callable[..., Reader]) -> None:
    options = list_options(open_tables())
    assert options["locations"] == options["sources"] == {}
    assert count_rejects(open_tables()).empty
    assert list_rejects(open_tables(), Filters()).empty
