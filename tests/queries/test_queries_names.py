"""What ids are called, where old ids lead, and what a box finds for what is typed."""

from collections.abc import Callable

import pyarrow as pa
import pytest

from dashboard.corrections.record import Correction
from dashboard.filters import FILTERS, Filters
from dashboard.queries.names import (
    MOST_WORDS,
    OFFERED,
    Option,
    find_names,
    find_namesakes,
    find_redirects,
    find_spellings,
    name_values,
    search_names,
)
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.rows import Row
from tests import rows as make
from tests.corrections.conftest import ARTICLES, build, number_log

ASSAD = Option("assad", "Bashar al-Assad", "person", 4)


def found(reader: Reader, typed: str, field: str = "actors") -> list[str]:
    return [each.name for each in search_names(reader, field, typed)]


def mentions_of(start: int, surface: str, times: int, **columns: str) -> list[Row]:
    """So many mentions of this surface, the first at this character."""
    return [make.entity("a", start + number, surface, **columns) for number in range(times)]


def name_many() -> Store:
    """Actors with names that are alike; the words are their aliases, how often each is written, and the kind."""
    spelt = {
        "assad": ("Bashar al-Assad", {"Bashar al-Assad": 2, "Assad": 9, "Bashar": 1}, "person"),
        "maher": ("Maher al-Assad", {"Maher al-Assad": 30}, "person"),
        "trump": ("Donald Trump", {"Trump": 20, "Assad": 1}, "person"),
        "army": ("Syrian army", {"Syrian army": 6}, "military"),
        "free": ("Free Syrian Army", {"Free Syrian Army": 3, "FSA": 3}, "armed group"),
        "isis": ("Islamic State", {"Da’esh": 4, "ISIS": 4}, "armed group"),
        "besiktas": ("Beşiktaş", {"Beşiktaş": 1}, "organisation"),
        "hezbollah": ("حزب الله", {"حِزْب الله": 1}, "armed group"),
    }
    entities: list[Row] = []
    actors: list[Row] = []
    for actor_id, (name, surfaces, kind) in spelt.items():
        for surface, times in surfaces.items():
            entities += mentions_of(len(entities), surface, times, actor_id=actor_id)
        mentions = sum(surfaces.values())
        actors.append(make.actor(actor_id, name, kind=kind, mentions=mentions, articles=1, aliases=list(surfaces)))
    return Store(make.tables(articles=[make.article("a", "x" * 99)], entities=entities, actors=actors), {})


@pytest.fixture(scope="module")
def many() -> Reader:
    return name_many().reader()


@pytest.mark.parametrize(("field", "names"), [
    ("actors", ["Bashar al-Assad", "Hezbollah", "Iraq"]),
    ("locations", ["Homs, Syria", "Damascus, Syria", "Baghdad, Iraq", "Null Island"]),
    ("sources", ["Sample Courier", "Sample Wire", "O'Neil's \"Post\"; --"]),
])  # fmt: skip
def test_before_anything_is_typed_the_most_mentioned_are_offered(reader: Reader, field: str, names: list[str]) -> None:
    assert found(reader, "", field)[: len(names)] == names
    assert found(reader, " ?! ", field)[: len(names)] == names, "signs are no words"


def test_an_option_has_name_kind_and_mentions(reader: Reader) -> None:
    assert search_names(reader, "actors", "assad") == [ASSAD]
    [source] = search_names(reader, "sources", "courier")
    assert source == Option("Sample Courier", "Sample Courier", "", 2)
    assert [each.kind for each in search_names(reader, "locations", "homs")] == [""], "the country is in its name"


def test_no_more_are_offered_than_a_screen_holds() -> None:
    actors = [make.actor(f"ali-{number}", f"Ali {number}", mentions=1) for number in range(OFFERED + 5)]
    reader = Store(make.tables(actors=actors), {}).reader()
    assert len(search_names(reader, "actors", "")) == len(search_names(reader, "actors", "ali")) == OFFERED


@pytest.mark.parametrize(("typed", "names"), [
    ("Assad", ["Bashar al-Assad", "Maher al-Assad", "Donald Trump"]),
    ("al-assad", ["Maher al-Assad", "Bashar al-Assad"]),
    ("maher", ["Maher al-Assad"]),
    ("assad bash", ["Bashar al-Assad"]),
    ("fsa", ["Free Syrian Army"]),
    ("syr", ["Syrian army", "Free Syrian Army"]),
    ("daesh", ["Islamic State"]),
    ("Da'esh", ["Islamic State"]),
    ("besiktas", ["Beşiktaş"]),
    ("BEŞ", ["Beşiktaş"]),
    ("حزب", ["حزب الله"]),
    ("armed group", ["Islamic State", "Free Syrian Army", "حزب الله"]),
    ("free group", ["Free Syrian Army"]),
    ("ssad", []),
    ("assad zebra", []),
])  # fmt: skip
def test_typed_words_are_found_by_their_beginnings_the_closest_and_most_mentioned_first(
    many: Reader, typed: str, names: list[str]
) -> None:
    assert found(many, typed) == names


def place_mentions(*places: tuple[Row, dict[str, int]]) -> Reader:
    """A reader on tables with these places, each with how often which surface names it."""
    entities: list[Row] = []
    locations: list[Row] = []
    for place, surfaces in places:
        locations.append({**place, "mentions": sum(surfaces.values()), "articles": 1})
        for surface, times in surfaces.items():
            at = {"location_id": place["location_id"], "sense": "place"}
            entities += mentions_of(len(entities), surface, times, **at)
    return Store(make.tables(articles=[make.article("a", "x")], locations=locations, entities=entities), {}).reader()


def test_a_place_is_found_by_each_of_its_names_and_by_its_country() -> None:
    reader = place_mentions(
        (make.location("1", "Hamah", country_code="SY"), {"Hama": 3}),
        (make.location("2", "Homs", country_code="LY"), {"Homs": 1}),
        (make.location("3", "Aleppo", country_code="SY"), {"Haleb": 1}),
    )
    assert [found(reader, each, "locations") for each in ("hama", "hamah", "hal", "ho lib", "ho syr")] == [
        ["Hama, Syria"], ["Hama, Syria"], ["Aleppo, Syria"], ["Homs, Libya"], [],
    ]  # fmt: skip


def test_towns_of_one_name_in_one_country_are_told_apart_by_their_region() -> None:
    reader = place_mentions(
        (make.location("1", "Homs", country_code="SY"), {"Homs": 3}),
        (make.location("2", "Homs", country_code="SY", admin1="Rif Dimashq"), {"Homs": 1}),
        (make.location("3", "Homs", country_code="LY", admin1="Murqub"), {"Homs": 1}),
    )
    assert found(reader, "homs", "locations") == ["Homs, Syria", "Homs, Libya", "Homs, Rif Dimashq, Syria"]
    assert found(reader, "homs dimashq", "locations") == ["Homs, Rif Dimashq, Syria"]


def test_the_ids_of_a_link_are_named_and_those_that_are_not_there_left_out(reader: Reader) -> None:
    filters = Filters(
        actors=("assad", "nobody"), named=('two "quotes" 100%',), speakers=("afp",), at=("169577", "h1"),
        sources=("Sample Wire", "Nowhere"),
    )  # fmt: skip
    assert find_names(reader, filters) == {
        "actors": {"assad": "Bashar al-Assad", 'two "quotes" 100%': "Quotes & <Co>", "afp": "AFP"},
        "locations": {"169577": "Homs, Syria"},
        "sources": {"Sample Wire": "Sample Wire"},
        "redirects": {},
        "spellings": {},
        "added": {},
    }


def test_an_addition_is_called_by_the_moment_at_which_it_was_made(reader: Reader) -> None:
    named = {each: find_names(reader, Filters(added=each))["added"][each] for each in ("20261127-140203-0a1b2c", "x")}
    assert named == {"20261127-140203-0a1b2c": "2026-11-27, 14:02:03 UTC", "x": "x"}


def test_a_full_name_that_is_no_id_leads_to_whom_it_names(reader: Reader) -> None:
    assert find_spellings(reader, ["bashar-al-assad", "o-brien", "nobody"]) == {"bashar-al-assad": "assad"}, (
        "a short name may be another's in other tables"
    )
    names = find_names(reader, Filters(speakers=("bashar-al-assad",)))
    assert names["spellings"] == {"bashar-al-assad": "assad"} and names["actors"] == {"assad": "Bashar al-Assad"}


def test_a_spelling_of_two_leads_nowhere() -> None:
    rows = [make.actor(each, "Ali", aliases=["Ali Hassan"], mentions=1) for each in ("ali", "ali-2")]
    mentions = [make.entity("a", number, "Ali Hassan", actor_id=row["actor_id"]) for number, row in enumerate(rows)]
    tables = make.tables(articles=[make.article("a", "x" * 20)], actors=rows, entities=mentions)
    assert find_spellings(Store(tables, {}).reader(), ["ali-hassan"]) == {}


def test_ids_of_merged_and_hidden_actors_lead_to_who_they_are_now() -> None:
    log = number_log(Correction("merge", actor="bashar", into="iraq"), Correction("hide", actor="jolani"))
    reader = Store(build(ARTICLES), {}, log).reader()
    assert find_redirects(reader, ["bashar", "jolani", "iraq", "nobody"]) == {"bashar": "iraq", "jolani": ""}
    names = find_names(reader, Filters(actors=("bashar", "jolani")))
    assert names["redirects"] == {"bashar": "iraq", "jolani": ""} and list(names["actors"]) == ["iraq"]


def test_corrected_actors_are_found_by_the_names_that_they_have_now() -> None:
    before = Store(build(ARTICLES), {}).reader()
    assert found(before, "bashar") == ["Bashar al-Assad"] and found(before, "republic") == []
    log = number_log(
        Correction("merge", actor="bashar", into="iraq"), Correction("rename", actor="iraq", name="Republic of Iraq")
    )
    reader = Store(build(ARTICLES), {}, log).reader()
    assert found(reader, "bashar") == found(reader, "republic ir") == ["Republic of Iraq"]
    assert find_spellings(reader, ["bashar-al-assad", "republic-of-iraq"])["bashar-al-assad"] == "iraq"


def test_a_place_that_a_correction_brought_in_is_found() -> None:
    tables = build({"a": "[Homs](@1) fell."})
    [mention] = tables["entities"].to_pylist()
    far = make.candidate(mention, "9", "Farland")
    tables["candidates"] = pa.Table.from_pylist([far], tables["candidates"].schema)
    log = number_log(Correction("wrong-place", surface="Homs", location="1", to="9"))
    assert found(Store(tables, {}, log).reader(), "farl", "locations") == ["Farland"]


def test_namesakes_are_called_the_same_in_capitals_or_not(reader: Reader) -> None:
    assert find_namesakes(reader, "bashar AL-ASSAD") == ["assad"]
    assert find_namesakes(reader, "Assad") == []


def test_a_corpus_without_articles_offers_nothing(open_tables: Callable[..., Reader]) -> None:
    for field in (each.field for each in FILTERS.values() if each.options):
        reader = open_tables()
        assert name_values(reader, field, ["x"]) == {}
        assert field == "actors" or search_names(reader, field, "") == search_names(reader, field, "a") == []


def test_an_outlet_whose_name_has_no_letter_is_known() -> None:
    tables = make.tables(articles=[make.article("a", source="★★★")])
    reader = Store(tables, {}).reader()
    assert name_values(reader, "sources", ["★★★"]) == {"★★★": "★★★"}
    assert [each.value for each in search_names(reader, "sources", "")] == ["★★★"]
    assert search_names(reader, "sources", "wire") == []


def test_of_a_long_text_the_first_words_are_looked_up(reader: Reader) -> None:
    assert search_names(reader, "actors", "hezbollah " * MOST_WORDS) == search_names(
        reader, "actors", "hezbollah " * 2000
    )
