"""The sentences behind every number: which, in what order, and as many as the number says."""

import itertools
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from dashboard.filters import Filters
from dashboard.queries.actors import actors_ranked
from dashboard.queries.corpus import count_selected
from dashboard.queries.locations import names_unplaced, places_ranked, why_here
from dashboard.queries.mentions import count_mentions, list_mentions
from dashboard.reader import Reader

Row = dict[str, Any]

ODD = "odd'id\"; --"
OBRIEN = "o'brien'; DROP TABLE articles; --"


def listed(reader: Reader, **filters: Any) -> list[tuple[str, str]]:
    """Article and surface of each row."""
    found = list_mentions(reader, Filters(**filters))
    return list(zip(found["article_id"], found["surface"], strict=True))


def test_each_mention_stands_in_the_text_of_its_row(reader: Reader) -> None:
    found = list_mentions(reader, Filters())
    for row in found.to_dict("records"):
        assert row["text"][row["start"] : row["end"]] == row["surface"], row
    rows = {(row["article_id"], row["surface"]): row for row in found.to_dict("records")}
    assert rows[ODD, "Homs"]["text"].startswith("😀 É, a.b (c) $5 C++")
    assert rows[ODD, "Homs"]["text"].endswith("“don't” and all.")


def test_the_newest_article_comes_first_and_a_text_is_in_order(reader: Reader) -> None:
    assert listed(reader, of=("actors",)) == [
        ("january", "Assad"), ("january", "Assad"), (ODD, "O’Brien"), (ODD, "Quotes & <Co>"),
        ("falls-copy", "Hezbollah"), ("falls-copy", "Assad"), ("falls-copy", "Hezbollah"),
        ("falls", "Bashar al-Assad"), ("falls", "Hezbollah"), ("falls", "Baghdad"), ("undated", "Hezbollah"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("filters", "rows"),
    [
        ({"named": ("iraq",)}, [("falls", "Baghdad")]),
        ({"named": (OBRIEN, "iraq")}, [(ODD, "O’Brien"), ("falls", "Baghdad")]),
        ({"named": ("nobody",)}, []),
        ({"named": ("assad",), "actors": ("iraq",)}, [("falls", "Bashar al-Assad")]),
        ({"named": ("hezbollah",), "unit": ("article",)},
         [("falls-copy", "Hezbollah"), ("falls", "Hezbollah"), ("undated", "Hezbollah")]),
        ({"named": ("hezbollah",), "unit": ("story",)}, [("falls", "Hezbollah"), ("undated", "Hezbollah")]),
        ({"at": ("98182",)}, [("falls", "Baghdad")]),
        ({"at": ("98182",), "senses": ("place",)}, []),
        ({"at": ("98182",), "senses": ("actor",)}, [("falls", "Baghdad")]),
        ({"at": ("98182",), "senses": ("actor", "place")}, [("falls", "Baghdad")]),
        ({"at": ("0",)}, [(ODD, "Null Island")]),
        ({"at": ("163843", "298795")}, []),
        ({"at": ("170654",), "unit": ("article",)},
         [("january", "Damascus"), ("falls-copy", "Damascus"), ("falls", "Damascus")]),
        ({"at": ("170654",), "unit": ("story",)}, [("january", "Damascus"), ("falls", "Damascus")]),
        ({"senses": ("actor",)}, [("falls", "Baghdad")]),
        ({"unplaced": ("Orlinsk",)}, [(ODD, "Orlinsk")] * 3),
        ({"unplaced": ("Orlinsk",), "unit": ("article",)}, [(ODD, "Orlinsk")]),
        ({"unplaced": ("Homs",)}, []),
        ({"named": ("assad",), "written": ("Assad",), "until": date(2024, 12, 31)}, [("falls-copy", "Assad")]),
        ({"written": ("assad",)}, []),
        ({"roles": ("President",)}, [("january", "Assad")]),
        ({"named": ("hezbollah",), "roles": ("President", "Syrian President")}, []),
        ({"undated": ("yes",)}, [("undated", "Hezbollah"), ("undated", "Homs")]),
        ({"named": ("assad",), "unit": ("sentence",), "since": date(2025, 1, 1)}, [("january", "Assad")] * 2),
        ({"named": ("assad",), "beside": ("hezbollah",)}, [("falls-copy", "Assad")]),
        ({"named": ("assad",), "beside": ("hezbollah",), "within": ("article",)},
         [("falls-copy", "Assad"), ("falls", "Bashar al-Assad")]),
        ({"named": ("assad",), "beside": ("hezbollah",), "near": ("sentence",), "actors": ("hezbollah",),
          "within": ("article",)}, [("falls-copy", "Assad")]),
        ({"at": ("169577",), "beside": ("assad", "hezbollah"), "unit": ("sentence",)},
         [("falls-copy", "Homs"), ("falls", "Homs"), ("falls", "Homs"), ("undated", "Homs")]),
        ({"at": ("169577",), "beside": ("iraq",)}, []),
        ({"at": ("169577",), "beside": ("iraq",), "within": ("article",), "unit": ("article",)}, [("falls", "Homs")]),
        ({"named": ("iraq",), "at": ("98182",)}, [("falls", "Baghdad")]),
        ({"named": ("iraq",), "at": ("169577",)}, []),
        ({"of": ("places",), "words": "Baghdad"},
         [("falls", "Damascus"), ("falls", "Damascus"), ("falls", "Homs"), ("falls", "Homs"), ("falls", "Baghdad")]),
        ({"of": ("actors",), "at": ("98182",)}, [("falls", "Baghdad")]),
        ({"actors": ("hezbollah",), "locations": ("169577",), "near": ("sentence",), "of": ("actors",),
          "since": date(2024, 12, 8)}, [("falls-copy", "Hezbollah"), ("falls-copy", "Assad")]),
    ],
)  # fmt: skip
def test_list_keys_choose_the_mentions(reader: Reader, filters: Row, rows: list[tuple[str, str]]) -> None:
    assert listed(reader, **filters) == rows
    assert count_mentions(reader, Filters(**filters)) == len(rows)


def test_whoever_is_named_with_it_is_found_in_the_same_sentence(reader: Reader) -> None:
    found = list_mentions(reader, Filters(named=("assad",), beside=("hezbollah",), within=("article",)))
    lit = [
        [row["text"][start:end] for start, end in row["others"]] if row["others"] is not None else []
        for row in found.to_dict("records")
    ]
    assert lit == [["Hezbollah"], []]


def test_both_of_actors_and_places_are_alternatives(reader: Reader) -> None:
    both = listed(reader, of=("actors", "places"))
    assert both == listed(reader)
    assert len(both) > max(len(listed(reader, of=("actors",))), len(listed(reader, of=("places",))))


def test_demonyms_are_never_listed(reader: Reader) -> None:
    everything = [listed(reader), listed(reader, of=("places",)), listed(reader, of=("places",), unit=("article",))]
    surfaces = {surface for rows in everything for _, surface in rows}
    assert surfaces.isdisjoint({"Syrian", "Turkish"})
    assert "Baghdad" in surfaces


CHOICES: dict[str, list[Any]] = {
    "named": [(), ("hezbollah",), ("assad", "iraq")],
    "at": [(), ("169577", "98182")],
    "senses": [(), ("place",), ("actor",)],
    "of": [(), ("actors",), ("places",)],
    "unit": [(), ("sentence",), ("article",), ("story",)],
}
CORPUS: list[Row] = [{}, {"since": date(2024, 12, 8), "actors": ("assad", "hezbollah"), "near": ("sentence",)}]


def test_the_count_is_the_length_of_the_list(reader: Reader) -> None:
    sizes = set()
    for number, values in enumerate(itertools.product(*CHOICES.values())):
        if sum(bool(value) for value in values) > 2:
            continue
        filters = Filters(**CORPUS[number % 2], **dict(zip(CHOICES, values, strict=True)))
        count = count_mentions(reader, filters)
        assert count == len(list_mentions(reader, filters)), filters
        sizes.add(count)
    assert len(sizes) > 3


@pytest.mark.parametrize("filters", [{}, {"unit": ("story",)}, {"of": ("places",), "unit": ("article",)}])
def test_screens_hold_every_row_once_and_in_order(reader: Reader, filters: Row) -> None:
    whole = list_mentions(reader, Filters(**filters))
    for size in (1, 4, 50):
        rows: list[Row] = []
        for offset in range(0, len(whole) + size, size):
            screen = list_mentions(reader, Filters(**filters), size, offset).to_dict("records")
            assert len(screen) <= size
            rows += [{str(key): value for key, value in row.items()} for row in screen]
        keys = [(row["article_id"], row["sentence"], row["start"]) for row in rows]
        assert keys == list(zip(whole["article_id"], whole["sentence"], whole["start"], strict=True))


@pytest.mark.parametrize(
    "corpus",
    [
        {}, {"actors": ("hezbollah",)}, {"sources": ("Sample Wire",)}, {"words": "left"}, {"since": date(2024, 12, 8)},
        {"actors": ("hezbollah",), "locations": ("169577",), "near": ("sentence",)},
    ],
)  # fmt: skip
def test_every_number_of_a_table_opens_as_many_rows(reader: Reader, corpus: Row) -> None:
    """The links that `dashboard.views` makes of the rows of these tables, followed."""
    filters = Filters(**corpus)

    def opened(**more: Any) -> int:
        return count_mentions(reader, Filters(**corpus, **more))

    for row in actors_ranked(reader, filters).to_dict("records"):
        assert opened(named=(row["actor_id"],)) == row["mentions"] > 0
        assert opened(named=(row["actor_id"],), unit=("article",)) == row["articles"]
        assert opened(named=(row["actor_id"],), unit=("story",)) == row["stories"]
    for row in places_ranked(reader, filters).to_dict("records"):
        assert opened(at=(row["location_id"],), senses=("place",)) == row["mentions"]
        assert opened(at=(row["location_id"],), senses=("actor",)) == row["actor_mentions"]
        assert opened(at=(row["location_id"],), unit=("article",)) == row["articles"] > 0
        assert opened(at=(row["location_id"],), unit=("story",)) == row["stories"]
        for told in why_here(reader, filters, row["location_id"], 9, 1).to_dict("records"):
            assert opened(at=(row["location_id"],), written=(told["surface"],)) == told["mentions"] > 0
    for row in names_unplaced(reader, filters).to_dict("records"):
        assert opened(unplaced=(row["surface"],)) == row["mentions"]
    counts = count_selected(reader, filters)
    assert opened(of=("actors",)) == counts.actor_mentions
    assert opened(of=("places",)) == counts.place_mentions


def test_a_place_within_a_longer_name_is_a_mention_of_its_own(open_tables: Callable[..., Reader]) -> None:
    nested = open_tables("nested")
    found = listed(nested)
    assert found == [("nested", "Homs"), ("nested", "Homs Council"), ("nested", "Homs")]
    assert [listed(nested, **filters) for filters in ({"named": ("afp",)}, {"of": ("actors",)})] == [
        [("nested", "Homs Council")]
    ] * 2
    assert len(listed(nested, at=("169577",))) == places_ranked(nested, Filters())["mentions"].sum() == 2
    screens = [list_mentions(nested, Filters(), 1, offset)["surface"].tolist() for offset in range(3)]
    assert screens == [["Homs"], ["Homs Council"], ["Homs"]]


def test_an_empty_corpus_has_no_mentions(open_tables: Callable[..., Reader]) -> None:
    assert count_mentions(open_tables(), Filters()) == 0
    assert list_mentions(open_tables(), Filters(named=("assad",), unit=("story",))).empty
