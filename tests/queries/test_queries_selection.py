"""Which articles the filters select: each filter alone, all together, and words in any script."""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from dashboard.filters import Filters
from dashboard.queries.articles import list_articles
from dashboard.queries.corpus import Counts, count_selected, find_emptying
from dashboard.queries.locations import names_unplaced
from dashboard.queries.selection import select_articles
from dashboard.reader import Reader
from dashboard.tables.contract import PLACED_SENSES

Row = dict[str, Any]

ODD = "odd'id\"; --"
OBRIEN = "o'brien'; DROP TABLE articles; --"
QUOTES = 'two "quotes" 100%'
ALL = ["falls", "falls-copy", "january", "late", ODD, "undated"]


def selected(reader: Reader, **filters: Any) -> list[str]:
    return sorted(list_articles(reader, Filters(**filters))["article_id"])


def test_no_filter_selects_everything(reader: Reader) -> None:
    assert selected(reader) == sorted(ALL)


@pytest.mark.parametrize(
    ("filters", "articles"),
    [
        ({"actors": ("assad",)}, ["falls", "falls-copy", "january"]),
        ({"actors": ("assad", "iraq")}, ["falls", "falls-copy", "january"]),
        ({"actors": ("iraq",)}, ["falls"]),
        ({"actors": (OBRIEN,)}, [ODD]),
        ({"actors": (QUOTES,)}, [ODD]),
        ({"actors": ("unnamed-here",)}, []),
        ({"actors": ("nobody' OR 'a' = 'a",)}, []),
        ({"locations": ("169577",)}, ["falls", "falls-copy", ODD, "undated"]),
        ({"locations": ("98182",)}, ["falls"]),
        ({"locations": ("163843",)}, []),
        ({"locations": ("298795", "0")}, [ODD]),
        ({"sources": ("Sample Wire",)}, ["falls", "late"]),
        ({"sources": ("O'Neil's \"Post\"; --",)}, [ODD]),
        ({"sources": ("sample wire",)}, []),
    ],
)
def test_values_of_one_key_are_alternatives(reader: Reader, filters: Row, articles: list[str]) -> None:
    assert selected(reader, **filters) == sorted(articles)


@pytest.mark.parametrize(
    ("since", "until", "articles"),
    [
        (date(2024, 12, 7), date(2024, 12, 7), ["falls"]),
        (date(2024, 12, 8), date(2024, 12, 8), ["falls-copy", "late"]),
        (date(2024, 12, 8), None, ["falls-copy", "january", "late", ODD]),
        (None, date(2024, 12, 7), ["falls"]),
        (None, date(2100, 12, 31), ["falls", "falls-copy", "january", "late", ODD]),
        (date(2024, 12, 9), date(2024, 12, 16), []),
    ],
)
def test_days_are_of_utc_and_both_are_included(
    reader: Reader, since: date | None, until: date | None, articles: list[str]
) -> None:
    assert selected(reader, since=since, until=until) == sorted(articles)


@pytest.mark.parametrize(
    ("words", "articles"),
    [
        ("rebels", ["falls"]),
        ("REBELS Damascus", ["falls"]),
        ("dam", ["late"]),
        ("damp", ["january"]),
        ("single", ["late", "january"]),
        ("single-handed", ["january"]),
        ("cafe", ["late", "undated"]),
        ("CAFÉ", ["late", "undated"]),
        ("cafe\u0301", ["late", "undated"]),
        ("buffer zone", [ODD, "undated"]),
        ('"buffer zone"', [ODD, "undated"]),
        ("“the   buffer zone”", [ODD, "undated"]),
        ('"zone buffer"', []),
        ('"buffer zone" café', ["undated"]),
        ('"names nobody"', ["late"]),
        ("حمص", ["january"]),
        ("حِمص", ["january"]),
        ("مص", []),
        ('"القوات حمص"', ["january"]),
        ("a.b", [ODD]),
        ("axb", []),
        ("(c)", [ODD, "january"]),
        ("(d)", ["january"]),
        ("$5", [ODD]),
        ("5", [ODD]),
        ("55", ["january"]),
        ("C++", [ODD, "january"]),
        ("a\\b", [ODD]),
        ("[a-z]+", []),
        (".*", []),
        ("a|b", [ODD]),
        ("😀", []),
        ("O'Brien", [ODD]),
        ("O’Brien", [ODD]),
        ("it's", [ODD]),
        ("don’t", [ODD]),
        ("don", [ODD]),
        ("'; DROP TABLE articles; --", []),
        ("%", []),
        ("_", []),
        ('"', []),
        ('""', []),
        ('"rebels', ["falls"]),
        ("—", []),
        ("\\", []),
        ("\\p", []),
        ("x" * 300, []),
    ],
)
def test_words_are_found_whole_in_any_script(reader: Reader, words: str, articles: list[str]) -> None:
    assert selected(reader, words=words) == sorted(articles)


@pytest.mark.parametrize(
    ("actors", "locations", "articles", "mentions"),
    [
        (("hezbollah",), ("169577",), ["falls", "falls-copy", "undated"], (4, 3)),
        (("assad", "hezbollah"), (), ["falls-copy"], (2, 1)),
        ((), ("169577", "170654"), ["falls"], (1, 2)),
        (("iraq",), ("98182",), ["falls"], (1, 1)),
        (("iraq",), ("163843",), [], (0, 0)),
        (("iraq",), ("169577",), [], (0, 0)),
        ((OBRIEN, QUOTES), (), [ODD], (2, 0)),
    ],
)
def test_near_keeps_the_sentences_that_name_all(
    reader: Reader,
    actors: tuple[str, ...],
    locations: tuple[str, ...],
    articles: list[str],
    mentions: tuple[int, int],
) -> None:
    near: Row = {"actors": actors, "locations": locations, "near": ("sentence",)}
    assert selected(reader, **near) == sorted(articles)
    counts = count_selected(reader, Filters(**near))
    assert (counts.actor_mentions, counts.place_mentions) == mentions


def test_near_without_actor_or_place_selects_everything(reader: Reader) -> None:
    assert selected(reader, near=("sentence",)) == sorted(ALL)
    assert selected(reader, near=("sentence",), sources=("Sample Wire",)) == ["falls", "late"]


def test_near_keeps_only_quotes_of_these_sentences(reader: Reader) -> None:
    both = Filters(actors=("hezbollah",), locations=("169577",))
    assert count_selected(reader, both).quotes == 3
    assert count_selected(reader, replace(both, near=("sentence",))).quotes == 1


# Each value of `q` below, and the articles that have these words.
WORDS = {
    "": ALL,
    "left": ["falls", "falls-copy"],
    "C++": [ODD, "january"],
    "homs hezbollah": ["falls", "falls-copy", "undated"],
}
CHOICES: dict[str, list[Any]] = {
    "actors": [(), ("assad",), ("hezbollah", "iraq"), (OBRIEN,), ("nobody",)],
    "locations": [(), ("169577",), ("170654", "0"), ("163843",)],
    "sources": [(), ("Sample Wire",), ("Sample Courier", "O'Neil's \"Post\"; --")],
    "since": [None, date(2024, 12, 8), date(2025, 1, 1)],
    "until": [None, date(2024, 12, 8), date(2024, 12, 31)],
    "words": list(WORDS),
    "near": [(), ("sentence",), ("quote",)],
}
DICE = random.Random(7)
SOME = [
    {key: DICE.choice(values) if DICE.random() < 0.5 else values[0] for key, values in CHOICES.items()}
    for _ in range(60)
]


def work_out(written: dict[str, list[Row]], filters: Filters) -> list[str]:
    """The articles that the filters select, by loops."""
    found = []
    for article in written["articles"]:
        named = [row for row in written["entities"] if row["article_id"] == article["article_id"]]
        by_sentence: dict[int, tuple[set[str], set[str]]] = {}
        for row in named:
            actors, places = by_sentence.setdefault(row["sentence"], (set(), set()))
            actors |= {row["actor_id"]}
            places |= {row["location_id"]} if row["sense"] in PLACED_SENSES else set()
        said = [row for row in written["quotes"] if row["article_id"] == article["article_id"]]
        day = article["published"] and article["published"].date()
        in_quote = filters.near == ("quote",)
        conditions = (
            in_quote or not filters.actors or any(actors & set(filters.actors) for actors, _ in by_sentence.values()),
            in_quote
            or not filters.locations
            or any(places & set(filters.locations) for _, places in by_sentence.values()),
            not in_quote
            or not (filters.actors or filters.locations)
            or any(
                (not filters.actors or speakers(written, quote) & set(filters.actors))
                and (not filters.locations or placed_in(named, quote) & set(filters.locations))
                for quote in said
            ),
            not filters.sources or article["source"] in filters.sources,
            not filters.since or (day is not None and day >= filters.since),
            not filters.until or (day is not None and day <= filters.until),
            article["article_id"] in WORDS[filters.words],
            filters.near != ("sentence",)
            or not (filters.actors or filters.locations)
            or any(
                actors >= set(filters.actors) and places >= set(filters.locations)
                for actors, places in by_sentence.values()
            ),
        )
        if all(conditions):
            found.append(article["article_id"])
    return sorted(found)


def speakers(written: dict[str, list[Row]], quote: Row) -> set[str]:
    """The actors that say a quote."""
    return {row["actor_id"] for row in written["speakers"] if row["quote_id"] == quote["quote_id"]} or {
        quote["actor_id"]
    }


def placed_in(named: list[Row], quote: Row) -> set[str]:
    """The places that a quote names, in its words or in the sentence in which it begins."""
    return {
        row["location_id"]
        for row in named
        if row["sense"] in PLACED_SENSES
        and (row["sentence"] == quote["sentence"] or quote["start"] <= row["start"] < row["end"] <= quote["end"])
    }


def test_in_the_quote_keeps_what_the_actor_says_of_the_place(reader: Reader) -> None:
    by_actor = Filters(actors=("assad",))
    anywhere, said = (count_selected(reader, replace(by_actor, near=near)) for near in (("article",), ("quote",)))
    assert anywhere.quotes > said.quotes > 0
    assert said.place_mentions < anywhere.place_mentions
    assert count_selected(reader, Filters(actors=("assad",), locations=("170654",), near=("quote",))).quotes == 0


def test_keys_narrow_together(reader: Reader, written: dict[str, list[Row]]) -> None:
    sizes = set()
    for choice in SOME:
        expected = work_out(written, Filters(**choice))
        assert selected(reader, **choice) == expected, choice
        assert count_selected(reader, Filters(**choice)).articles == len(expected), choice
        sizes.add(len(expected))
    assert len(sizes) > 4, "the combinations are too narrow to tell anything"


def test_keys_of_lists_and_pages_do_not_narrow_the_corpus(reader: Reader) -> None:
    filters = Filters(said="nothing", kinds=("direct",), named=("iraq",), story="falls", unit=("story",), screen=3,
                      article="late", sentence=2, corpus="abc", reasons=("empty",))  # fmt: skip
    assert count_selected(reader, filters) == count_selected(reader, Filters())


def test_counts_are_of_the_selected_articles(reader: Reader, written: dict[str, list[Row]]) -> None:
    counts = count_selected(reader, Filters())
    mentions = written["entities"]
    assert (counts.articles, counts.stories, counts.quotes, counts.undated) == (6, 5, 6, 0)
    assert counts.actor_mentions == sum(row["actor_id"] is not None for row in mentions)
    placed = [row for row in mentions if row["sense"] in PLACED_SENSES]
    assert counts.place_mentions == len(placed)
    assert counts.places == len({row["location_id"] for row in placed}) == 4
    assert counts.actors == len({row["actor_id"] for row in mentions} - {None}) == 5


@pytest.mark.parametrize(
    ("filters", "undated"),
    [
        ({}, 0),
        ({"since": date(1900, 1, 1)}, 1),
        ({"until": date(2024, 12, 7)}, 1),
        ({"since": date(2024, 12, 8), "actors": ("hezbollah",)}, 1),
        ({"since": date(2024, 12, 8), "actors": ("assad",)}, 0),
        ({"since": date(2024, 12, 8), "sources": ("Sample Wire",)}, 0),
    ],
)
def test_articles_without_a_day_are_counted_where_a_day_is_asked_for(
    reader: Reader, filters: Row, undated: int
) -> None:
    assert count_selected(reader, Filters(**filters)).undated == undated
    assert "undated" not in selected(reader, **filters) or not filters


@pytest.mark.parametrize(
    ("filters", "culprits"),
    [
        ({"actors": ("nobody",), "sources": ("Sample Wire",)}, [("actor", 2)]),
        ({"actors": ("iraq",), "sources": ("Sample Courier",)}, [("actor", 2), ("source", 1)]),
        ({"actors": ("nobody",), "words": "nothing-of-it"}, []),
        ({"actors": ("nobody",)}, [("actor", 6)]),
        ({"since": date(2024, 12, 9), "until": date(2024, 12, 10)}, [("from", 3), ("to", 2)]),
        ({"actors": ("iraq", "assad"), "near": ("sentence",)}, [("actor", 6), ("near", 3)]),
        ({"actors": ("nobody",), "kinds": ("direct",), "screen": 4}, [("actor", 6)]),
        ({}, []),
    ],
)
def test_the_filter_that_emptied_a_page_is_found(reader: Reader, filters: Row, culprits: list[tuple[str, int]]) -> None:
    assert [(each.key, left) for each, left in find_emptying(reader, Filters(**filters))] == culprits


def test_a_corpus_without_articles_answers(open_tables: Callable[..., Reader]) -> None:
    empty = open_tables()
    assert selected(empty) == []
    counts = count_selected(empty, Filters(actors=("assad",), near=("sentence",), since=date(2024, 1, 1)))
    assert counts == Counts(*[0] * 8)
    assert find_emptying(empty, Filters(actors=("assad",))) == []


def test_nothing_that_was_asked_for_harmed_the_tables(reader: Reader) -> None:
    assert selected(reader) == sorted(ALL)


def test_no_mentions_are_kept_with_a_selection(reader: Reader) -> None:
    filters = Filters(sources=("Sample Wire",))
    names_unplaced(reader, filters)
    selection = select_articles(reader, filters)
    assert len(reader.columns["mentions.article"][selection.mentions]) > 0
    assert "mentions" not in vars(selection)
