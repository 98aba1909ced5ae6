"""What is left out counts nowhere: every answer is that of tables which do not have it."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
import pytest

from dashboard.boxes import Box
from dashboard.filters import EXCLUDING, FILTERS, Filters
from dashboard.queries.actors import actors_over_time, actors_ranked
from dashboard.queries.articles import list_articles
from dashboard.queries.card import read_card
from dashboard.queries.changes import list_numbers
from dashboard.queries.claims import list_claims
from dashboard.queries.corpus import count_selected, find_emptying
from dashboard.queries.disputes import count_pairs, export_pairs
from dashboard.queries.exclusions import find_standing
from dashboard.queries.locations import count_left_out, names_unplaced, places_ranked
from dashboard.queries.mentions import count_mentions, list_mentions
from dashboard.queries.movements import count_movements
from dashboard.queries.quotes import count_sourcing, count_values, list_quotes
from dashboard.queries.remains import (
    count_gone_actors,
    count_gone_places,
    find_remains,
    list_gone_actors,
    list_gone_places,
    search_media,
)
from dashboard.queries.selection import select_articles
from dashboard.queries.steps import find_steps
from dashboard.queries.ties import ties_among
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.contract import SOURCINGS
from dashboard.tables.rows import Row
from tests import rows as make
from tests.queries.conftest import (
    ABOUT,
    ABOUT_QUOTES,
    ARTICLES,
    CLAIMS,
    DISPUTED,
    DISPUTES,
    LEFT,
    QUOTES,
    THREE,
    THREE_QUOTES,
    Draft,
    quote,
    write_tables,
)

type Rows = dict[str, list[Row]]

# A quote within a quote, and in one sentence with another a source without a name.
WITHIN = Draft("within", "2024-12-08T08:00:00Z", "Sample Post", (
    "Told twice",
    "“[Hezbollah](hezbollah) has told us that the road to [Homs](@169577) is closed,” [Assad](assad) said in"
    " [Damascus](@170654).",
    "[Baghdad](@98182) waits, an aide said, while [Iraq](iraq) said that [Syria](@163843) was calm.",
    "[Baghdad](@98182) is quiet.",
))  # fmt: skip
WITHIN_QUOTES = (
    quote("within", "Hezbollah has told us that the road to Homs is closed", speaker="Assad", actor_id="assad",
          sourcing="named"),
    quote("within", "the road to Homs is closed", kind="indirect", speaker="Hezbollah", actor_id="hezbollah",
          sourcing="organisation"),
    quote("within", "waits", speaker="an aide", sourcing="unnamed official", kind="indirect"),
    quote("within", "Syria was calm", speaker="Iraq", actor_id="iraq", sourcing="organisation", kind="indirect"),
)  # fmt: skip

# A report of an agency, and its copy in an outlet that does not credit it.
WIRE = Draft("wire", "2024-12-09T08:00:00Z", "Sample Post", (
    "A wire", "[Turkey](@298795) and [Damascus](@170654) talk.",
))  # fmt: skip
REPRINT = replace(WIRE, article_id="reprint", published="2024-12-09T09:00:00Z", source="Sample Courier", story="wire")

EVERY = (*ARTICLES, ABOUT, THREE, *DISPUTED, WITHIN, WIRE, REPRINT)
EVERY_QUOTE = (*QUOTES, *ABOUT_QUOTES, *THREE_QUOTES, *DISPUTES, *WITHIN_QUOTES)
AGENCIES = {"wire": "AFP", "late": "AFP"}

LEFT_OUT: tuple[dict[str, Any], ...] = (
    {"not_sources": ("Sample Wire",)},
    {"not_sources": ("Sample Courier", "Sample Post")},
    {"not_via": ("afp",)},
    {"not_sourcings": ("unnamed", "unnamed official")},
    {"not_sourcings": ("organisation",)},
    {"not_sourcings": SOURCINGS},
    {"not_actors": ("assad",)},
    {"not_actors": ("hezbollah",)},
    {"not_actors": ("iraq", "afp")},
    {"not_sources": ("Sample Post",), "not_via": ("afp",), "not_sourcings": ("unnamed",), "not_actors": ("hezbollah",)},
)

OTHERS: tuple[dict[str, Any], ...] = (
    {"actors": ("hezbollah",)},
    {"locations": ("169577",)},
    {"box": Box(-1, -1, 1, 1)},
    {"copies": ("once",)},
    {"sources": ("Sample Courier",)},
    {"words": "homs"},
    *({"actors": ("assad",), "near": (near,)} for near in ("sentence", "quote")),
    *({"locations": ("169577",), "near": (near,)} for near in ("sentence", "quote")),
    *({"box": Box(-1, -1, 1, 1), "near": (near,)} for near in ("sentence", "quote")),
    {"actors": ("hezbollah",), "locations": ("169577",), "near": ("quote",), "copies": ("once",)},
)


def list_rows() -> Rows:
    """The rows of all tables, with the agencies."""
    rows = {
        name: table.to_pylist() for name, table in write_tables(EVERY, EVERY_QUOTE, claims=(*CLAIMS, *LEFT)).items()
    }
    for row in rows["articles"]:
        row["agency"] = AGENCIES.get(row["article_id"])
    return rows


def open_rows(rows: Rows) -> Reader:
    return Store(make.tables(**rows), {}).reader()


@pytest.fixture(scope="module")
def written() -> Rows:
    return list_rows()


@pytest.fixture(scope="module")
def whole(written: Rows) -> Reader:
    """A reader on everything."""
    return open_rows(written)


def is_within(row: Row, quoted: Row) -> bool:
    """Whether a mention or a quote stands within the words of a quote."""
    return row["article_id"] == quoted["article_id"] and any(
        start <= row["start"] and row["end"] <= end for start, end in quoted["parts"]
    )


def leave_out(rows: Rows, whole: Reader, filters: Filters) -> Rows:
    """The rows that the filters leave, by loops; counts of actors and places are those of their mentions."""
    columns = whole.columns
    origins = {
        columns.text("articles.id", number): columns.text("origins.id", columns["articles.origin"][number])
        for number in range(columns.articles)
    }
    media = {f"medium:{each}" for each in filters.not_via}
    gone = {
        row["article_id"] for row in rows["articles"]
        if row["source"] in filters.not_sources or origins[row["article_id"]] in media
    }  # fmt: skip
    says: dict[str, set[str]] = {}
    for row in rows["speakers"]:
        says.setdefault(row["quote_id"], set()).add(row["actor_id"])
    of_sources = [row for row in rows["quotes"] if row["sourcing"] in filters.not_sourcings]
    unsaid = [
        row for row in rows["quotes"]
        if row in of_sources
        or row["via_actor_id"] in filters.not_via
        or says.get(row["quote_id"], set()) & {*filters.not_via, *filters.not_actors}
    ]  # fmt: skip
    kept_quotes = [
        row for row in rows["quotes"]
        if row["article_id"] not in gone and row not in unsaid and not any(is_within(row, each) for each in unsaid)
    ]  # fmt: skip
    kept_mentions = [
        row for row in rows["entities"]
        if row["article_id"] not in gone
        and not any(is_within(row, each) for each in unsaid)
        and not any(
            row["article_id"] == each["article_id"]
            and (row["sentence"] == each["sentence"] or each["start"] <= row["start"] < row["end"] <= each["end"])
            for each in of_sources
        )
    ]  # fmt: skip
    quotes, mentions = ({key(row) for row in each} for key, each in ((id_of, kept_quotes), (span_of, kept_mentions)))
    articles = [row for row in rows["articles"] if row["article_id"] not in gone]
    oldest: dict[str, str] = {}
    for row in sorted(articles, key=lambda row: (row["published"] is None, row["published"] or 0, row["article_id"])):
        oldest.setdefault(row["story_id"], row["article_id"])
    return {
        **rows,
        "articles": [{**row, "story_id": oldest[row["story_id"]]} for row in articles],
        "sentences": [row for row in rows["sentences"] if row["article_id"] not in gone],
        "entities": kept_mentions,
        "candidates": [row for row in rows["candidates"] if span_of(row) in mentions],
        "quotes": kept_quotes,
        "claims": [
            row
            for row in rows["claims"]
            if row["article_id"] not in gone and (row["quote_id"] is None or row["quote_id"] in quotes)
        ],
        "speakers": [row for row in rows["speakers"] if row["quote_id"] in quotes],
    }


def id_of(row: Row) -> str:
    return str(row["quote_id"])


def span_of(row: Row) -> tuple[str, int, int]:
    return row["article_id"], row["start"], row["end"]


def _count_values(field: str, reader: Reader, filters: Filters) -> pd.DataFrame:
    return count_values(reader, filters, field)


# What is asked of both; names and origins are left aside, which are of the whole set.
QUESTIONS: dict[str, Callable[[Reader, Filters], Any]] = {
    "counts": count_selected,
    "articles": lambda reader, filters: list_articles(reader, filters)[["article_id", "published"]],
    "actors": lambda reader, filters: actors_ranked(reader, filters).drop(columns="name"),
    "places": lambda reader, filters: places_ranked(reader, filters).drop(columns="name"),
    "mentions": lambda reader, filters: list_mentions(reader, filters)[["mention", "actor_id", "location_id", "text"]],
    "of a place": lambda reader, filters: list_mentions(reader, replace(filters, at=("169577",)))["mention"],
    "beside": lambda reader, filters: count_mentions(
        reader, replace(filters, named=("hezbollah",), beside=("assad", "iraq"))
    ),
    "quotes": lambda reader, filters: list_quotes(reader, filters)[["quote_id", "actor_ids", "via_actor_id"]],
    "unplaced": names_unplaced,
    "left out by sense": count_left_out,
    "claims": lambda reader, filters: list_claims(reader, filters)[["claim_id", "matter"]],
    "outlets": lambda reader, filters: count_sourcing(reader, filters, "sources"),
    "about": lambda reader, filters: count_sourcing(reader, filters, "about"),
    "ties": lambda reader, filters: ties_among(reader, filters, ["assad", "hezbollah", "iraq"], "sentence"),
    "over time": lambda reader, filters: actors_over_time(reader, filters, ["assad", "hezbollah"], "day"),
    "changes": lambda reader, filters: list_numbers(reader, replace(filters, since_day=date(2024, 12, 7))).drop(
        columns="name"
    ),
    "card": lambda reader, filters: [str(getattr(read_card(reader, filters, "hezbollah"), name)) for name in (
        "mentions", "articles", "quotes_by", "quotes_about", "aliases", "places"
    )],
    "steps": lambda reader, filters: {
        name: len(rows) for name, rows in find_steps(reader, replace(filters, named=("hezbollah",))).items()
    },
    **{
        f"values of {field}": partial(_count_values, field)
        for field in ("speakers", "about", "quote_locations", "via", "kinds", "sourcings", "stances")
    },
}  # fmt: skip


def assert_same(found: Any, wanted: Any, about: object) -> None:
    if isinstance(found, pd.DataFrame):
        assert found.astype(str).to_dict("records") == wanted.astype(str).to_dict("records"), about
    elif isinstance(found, pd.Series):
        assert found.tolist() == wanted.tolist(), about
    else:
        assert found == wanted, about


@pytest.mark.parametrize("excluded", LEFT_OUT, ids=" ".join)
def test_every_answer_is_that_of_tables_without_what_is_left_out(
    written: Rows, whole: Reader, excluded: dict[str, Any]
) -> None:
    without = Filters(**excluded)
    rest = open_rows(leave_out(written, whole, without))
    assert count_selected(rest, Filters()) != count_selected(whole, Filters()), "something is left out"
    # Alone, and with two of the other filters, which all have their turn.
    turn = 2 * LEFT_OUT.index(excluded)
    for others in ({}, *(OTHERS[(turn + each) % len(OTHERS)] for each in range(2))):
        for name, ask in QUESTIONS.items():
            found, wanted = ask(whole, replace(without, **others)), ask(rest, Filters(**others))
            assert_same(found, wanted, (name, others))


@pytest.mark.parametrize("excluded", LEFT_OUT, ids=" ".join)
def test_disputes_are_of_claims_that_stand(whole: Reader, excluded: dict[str, Any]) -> None:
    """Not compared with other tables: which claims are one source's is found over the whole set."""

    def pairs(filters: Filters) -> set[tuple[str, str]]:
        found = export_pairs(whole, filters)
        return set(zip(found["one_id"], found["other_id"], strict=True))

    standing = set(list_claims(whole, Filters(**excluded))["claim_id"])
    listed, every = pairs(Filters(**excluded)), pairs(Filters())
    assert {each for pair in listed for each in pair} <= standing
    assert {pair for pair in every if standing >= set(pair)} <= listed
    assert len(every) > 5


def test_what_stands_is_told_apart_from_what_does_not(whole: Reader) -> None:
    """So that all of the above is no comparison of nothing with nothing."""
    by_hand = {
        ("assad",): ("the road to Homs is closed", "Syria was calm"),
        ("hezbollah",): ("the road to Homs is closed",),
    }
    for actors, gone in by_hand.items():
        left = set(list_quotes(whole, Filters(not_actors=actors))["text"])
        assert gone[0] not in left
        assert "Syria was calm" in left
    outer = "Hezbollah has told us that the road to Homs is closed"
    assert outer in set(list_quotes(whole, Filters(not_actors=("hezbollah",)))["text"]), "only what it says goes"
    in_damascus = list_mentions(whole, Filters(not_actors=("assad",), inside=("within",)))
    assert "Damascus" in set(in_damascus["surface"]), "where it was said is told by the article"
    assert "Hezbollah" not in set(in_damascus["surface"])
    assert list_mentions(whole, Filters(named=("assad",), not_actors=("assad",))).shape[0] > 0, "others name it"


def test_a_kind_of_source_takes_the_names_of_its_sentence(whole: Reader) -> None:
    left = list_mentions(whole, Filters(not_sourcings=("unnamed official",), inside=("within",)))
    assert left[left["surface"] == "Baghdad"]["sentence"].tolist() == [3]
    assert not len(left[left["sentence"] == 2])


def test_an_agency_takes_its_reports_and_their_copies(whole: Reader) -> None:
    left = set(list_articles(whole, Filters(not_via=("afp",)))["article_id"])
    assert left.isdisjoint({"wire", "reprint", "late"}) and "within" in left
    assert "We are leaving today" not in set(list_quotes(whole, Filters(not_via=("afp",)))["text"])
    assert "Homs was captured" not in set(list_quotes(whole, Filters(not_via=("afp",)))["text"]), "it says so itself"


def test_an_article_stays_where_nothing_of_it_is_left(whole: Reader) -> None:
    listed = Filters(not_sourcings=SOURCINGS)
    assert len(list_articles(whole, listed)) == len(EVERY)
    assert count_selected(whole, listed).quotes == 0
    named = list_articles(whole, replace(listed, locations=("163843",)))
    assert not len(named), "but it is of no place that only a quote named"


def test_what_is_chosen_and_left_out_is_nothing(whole: Reader) -> None:
    both = Filters(sources=("Sample Wire",), not_sources=("Sample Wire",))
    assert count_selected(whole, both).articles == 0
    assert [each.key for each, _ in find_emptying(whole, both)] == ["source", "not-source"]


def test_only_articles_that_are_left_out_need_no_mention(whole: Reader) -> None:
    assert find_standing(whole, Filters(not_sources=("Sample Wire",))) is None
    assert find_standing(whole, Filters(actors=("assad",))) is None


def test_rows_of_other_tables_are_selected_with_their_article_or_their_quote(whole: Reader) -> None:
    columns = whole.columns
    selection = select_articles(whole, Filters(not_sources=("Sample Post",), not_actors=("assad",)))
    quotes = np.arange(len(columns["quotes.article"]))
    articles = columns["quotes.article"]
    assert np.array_equal(selection.has(articles, quotes), selection.quotes)
    nowhere = np.full(columns.articles, -1)
    assert np.array_equal(selection.has(np.arange(columns.articles), nowhere), selection.chosen)
    assert 0 < np.count_nonzero(selection.quotes) < len(quotes)


def test_what_is_gone_is_named_in_the_full_picture_only(whole: Reader) -> None:
    dice = random.Random(5)
    for _ in range(20):
        excluded = dice.choice(LEFT_OUT)
        filters = Filters(**excluded, **dice.choice(OTHERS))
        for gone, number, ranked, key in (
            (list_gone_places, count_gone_places, places_ranked, "location_id"),
            (list_gone_actors, count_gone_actors, actors_ranked, "actor_id"),
        ):
            full, now = ranked(whole, filters.complete()), ranked(whole, filters)
            expected = full[~full[key].isin(now[key])].reset_index(drop=True)
            assert_same(gone(whole, filters), expected, filters)
            assert number(whole, filters) == len(expected)
            assert_same(gone(whole, filters, 1, 1), expected[1:2], filters)
    assert count_gone_places(whole, Filters()) == 0


def test_what_stands_is_beside_the_full_picture(whole: Reader) -> None:
    filters = Filters(not_via=("afp",), locations=("169577",))
    remains = find_remains(whole, filters)
    full = Filters(locations=("169577",))
    for picture, narrowed in ((remains.standing, filters), (remains.full, full)):
        assert picture.counts == count_selected(whole, narrowed)
        assert picture.movements == count_movements(whole, narrowed)
        assert picture.disputes == count_pairs(whole, narrowed)
    assert 0 < remains.standing.disputes <= remains.full.disputes


def test_media_come_first_where_nothing_is_typed(whole: Reader) -> None:
    [afp] = search_media(whole, "")
    assert (afp.value, afp.kind) == ("afp", "media")
    assert afp.mentions == 2 + 5, "quotes that it was told, and articles that have their report from it"
    assert [each.value for each in search_media(whole, "hezb")] == ["hezbollah"], "any actor may be told"


def test_every_filter_that_excludes_has_another_that_chooses() -> None:
    assert set(EXCLUDING) == {each.field for each in FILTERS.values() if each.key.startswith("not-")}
    for field, chosen in EXCLUDING.items():
        assert FILTERS[field].choices == FILTERS[chosen].choices
        assert FILTERS[field].say("X").startswith("without ")
