"""The schema of the URLs: what is written is read again, what cannot be read is said and never harms."""

import ast
import random
from collections.abc import Iterator
from dataclasses import fields, replace
from datetime import date
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin

import pytest

from dashboard import settings
from dashboard.boxes import Box
from dashboard.filters import (
    BY_KEY,
    FILTERS,
    FIRST_DAY,
    LAST_DAY,
    NARROW_QUOTES,
    Filter,
    Filters,
    default,
    read_filters,
    write_filters,
    write_link,
)

LONG = "x" * settings.LONGEST_VALUE
ODD = ("a&b=c", "O'Neil's \"Post\"; --", "حمص", "50% + 1/2 #?", "Deir\u00a0ez-Zor", LONG, "\u200fحلب")
SAMPLES: dict[str, list[Any]] = {
    "ids": [("hezbollah",), ("b", "a", "c"), ODD],
    "words": ["homs", '"buffer zone" it’s', *ODD],
    "day": [date(2024, 12, 1), FIRST_DAY, LAST_DAY, date(2024, 2, 29)],
    "number": [0, 1, 12, 999_999_999],
    "box": [Box(36.0, 35.1, 38.2, 36.9), Box(-0.125, -90, 180, 90), Box(170, -20, -170, 0)],
}
KEYS = list(FILTERS.values())
NAMES = [each.key for each in KEYS]


def samples(key: Filter) -> list[Any]:
    """Values that a key can have."""
    if key.form == "ids":
        return [each[: key.most] for each in SAMPLES["ids"]]
    if key.form != "choices":
        return SAMPLES[key.form]
    return [(each,) for each in key.choices] if key.most == 1 else [key.choices[:1], key.choices, key.choices[::-1]]


def through_a_url(filters: Filters) -> tuple[Filters, list[str]]:
    """The filters as a browser would bring them back."""
    return read_filters(parse_qs(urlencode(write_filters(filters), doseq=True), strict_parsing=filters != Filters()))


def test_every_attribute_has_one_key() -> None:
    assert sorted(key.field for key in KEYS) == sorted(field.name for field in fields(Filters))
    assert len(set(NAMES)) == len(NAMES)
    assert len({key.label for key in KEYS if key.scope == "corpus"}) == len([k for k in KEYS if k.scope == "corpus"])


def keys_read_by_pages() -> dict[str, set[str]]:
    """Script -> the keys that it says it reads, besides the filters of the corpus, which every page reads."""
    scripts = [settings.CHECKOUT / "streamlit_app.py", *(settings.CHECKOUT / "pages").glob("*.py")]
    return {script.name: set(find_read_keys(ast.parse(script.read_text("utf-8")))) for script in scripts}


def find_read_keys(script: ast.AST) -> Iterator[str]:
    for node in ast.walk(script):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "shell.open_page":
            for argument in node.args[1:]:
                if isinstance(argument, ast.Starred) and isinstance(argument.value, ast.Subscript):
                    yield from NARROW_QUOTES[ast.literal_eval(argument.value.slice)]
                else:
                    yield ast.literal_eval(argument)


@pytest.mark.parametrize(("script", "keys"), keys_read_by_pages().items())
def test_a_page_reads_keys_that_exist(script: str, keys: set[str]) -> None:
    assert keys <= {each.key for each in KEYS if each.scope not in ("corpus", "link")}


def test_every_key_is_read_by_a_page() -> None:
    read = set().union(*keys_read_by_pages().values())
    assert read == {each.key for each in KEYS if each.scope not in ("corpus", "link")}


def test_what_narrows_has_words_for_its_chip_and_what_a_box_needs() -> None:
    for each in KEYS:
        assert each.label
        assert each.heading or not (each.scope == "corpus" or each.counted), each.key
        assert bool(each.choices) == (each.form == "choices"), each.key
        assert not each.known or FILTERS[each.known].options, each.key


def test_the_keys_of_the_design_are_there() -> None:
    wanted = "actor location source from to q near speaker kind sourcing via stance article sentence"
    assert set(wanted.split()) <= set(NAMES)


@pytest.mark.parametrize("key", KEYS, ids=NAMES)
def test_every_key_is_read_as_it_was_written(key: Filter) -> None:
    for value in samples(key):
        filters = Filters(**{key.field: value})
        assert list(write_filters(filters)) == [key.key]
        assert through_a_url(filters) == (filters, [])


def test_all_keys_together_are_read_as_they_were_written() -> None:
    dice = random.Random(3)
    for _ in range(50):
        chosen = {key.field: dice.choice(samples(key)) for key in KEYS if dice.random() < 0.6}
        if "since" in chosen and "until" in chosen:
            chosen["since"], chosen["until"] = sorted((chosen["since"], chosen["until"]))
        filters = Filters(**chosen)
        assert through_a_url(filters) == (filters, [])
        assert list(write_filters(filters)) == [key.key for key in KEYS if key.field in chosen], "as declared"


@pytest.mark.parametrize("key", KEYS, ids=NAMES)
def test_defaults_are_left_out(key: Filter) -> None:
    assert write_filters(Filters(**{key.field: default(key)})) == {}
    assert not default(key)


def test_no_parameter_is_no_filter() -> None:
    assert read_filters({}) == (Filters(), [])
    assert write_filters(Filters()) == {}


def test_zero_is_a_number_and_not_nothing() -> None:
    assert write_filters(Filters(sentence=0)) == {"sentence": ["0"]}
    assert read_filters({"sentence": ["0"]}) == (Filters(sentence=0), [])


@pytest.mark.parametrize("name", ["actors", "Actor", "since", "utm_source", "", "x" * 500, "<script>"])
def test_an_unknown_key_is_ignored_with_a_note(name: str) -> None:
    filters, notes = read_filters({name: ["a"], "q": ["homs"]})
    assert filters == Filters(words="homs")
    assert notes == [f"The link's “{name[:40]}” is not known here; it was ignored."]


BAD: dict[str, list[str]] = {
    "day": ["2024-13-01", "2024-02-30", "2024-2-3", "08.12.2024", "today", "1799-12-31", "2101-01-01", "20241208",
            "2024-12-08T00:00", "٢٠٢٤-١٢-٠٨", "-2024-12-08", "0000-00-00"],
    "number": ["-1", "1.5", "1e3", "١٢", "one", "1 2", "1_000", "0x1", "9999999999"],
    "choices": ["Direct", "everything", "<b>"],
    "box": ["1,2,3", "1,2,3,4,5", "36,36.9,38.2,35.1", "36,35,36,37", "181,0,182,1", "0,0,1,91", "nan,0,1,1",
            "1e1,0,20,1", "٣,0,20,1", "0, 0, 1, 1", "inf,0,1,1"],
    "ids": [],
    "words": [],
}  # fmt: skip
BAD_FOR_ALL = ["", " ", "\t\n", "a\0b", "a\nb", "a\x1b[0m", "a\x7f", "a\x85b", "a\ud800"]


@pytest.mark.parametrize("key", KEYS, ids=NAMES)
def test_a_value_that_cannot_be_read_is_ignored_with_a_note(key: Filter) -> None:
    for value in (*BAD[key.form], *BAD_FOR_ALL, "x" * (key.longest + 1)):
        filters, notes = read_filters({key.key: [value]})
        assert filters == Filters(), value
        assert notes == [f"The link's {key.key}={value[:40]} cannot be read; it was ignored."]


@pytest.mark.parametrize("key", KEYS, ids=NAMES)
def test_good_values_stay_beside_bad_ones(key: Filter) -> None:
    value = samples(key)[0]
    [written, *_] = write_filters(Filters(**{key.field: value}))[key.key]
    filters, notes = read_filters({key.key: ["a\0b", f" {written} "]})
    assert getattr(filters, key.field) == value
    assert len(notes) == (1 if isinstance(value, tuple) else 2)


@pytest.mark.parametrize("key", KEYS, ids=NAMES)
def test_of_a_key_with_one_value_the_first_is_taken_and_of_others_all(key: Filter) -> None:
    written = {
        "ids": ["b", "a", "b"], "choices": [*key.choices[:1], *key.choices], "words": ["b", "a"],
        "day": ["2024-12-08", "2024-12-01"], "number": ["2", "1"], "box": ["36,35.1,38.2,36.9", "1,2,3,4"],
    }[key.form]  # fmt: skip
    filters, notes = read_filters({key.key: written})
    if key.form in ("ids", "choices"):
        assert getattr(filters, key.field) == tuple(dict.fromkeys(written))[: key.most]
        assert len(notes) == (key.most == 1)
    else:
        assert write_filters(filters) == {key.key: written[:1]}
        assert notes == [f"The link has {key.key} 2 times; the first was taken."]


def test_days_the_wrong_way_round_are_exchanged_with_a_note() -> None:
    filters, notes = read_filters({"from": ["2024-12-09"], "to": ["2024-12-01"]})
    assert (filters.since, filters.until) == (date(2024, 12, 1), date(2024, 12, 9))
    assert notes == ["The link's days are the wrong way round; they were exchanged."]
    assert read_filters({"from": ["2024-12-01"], "to": ["2024-12-01"]})[1] == []


def test_a_link_is_relative_so_that_it_holds_under_every_base_path() -> None:
    filters = Filters(actors=("hezbollah", "assad"), since=date(2024, 12, 1), words="a b&c")
    link = write_link("quotes", filters)
    assert link == "quotes?actor=hezbollah&actor=assad&from=2024-12-01&q=a+b%26c"
    assert urljoin("https://host/news/desk/actors?x=1", link) == f"https://host/news/desk/{link}"
    assert write_link("quotes", Filters()) == "quotes"


def test_a_link_to_the_overview_leads_beside_the_pages() -> None:
    assert urljoin("https://host/base/actors?x=1", write_link("", Filters())) == "https://host/base/"
    assert urljoin("https://host/base/actors", write_link("", Filters(words="a"))) == "https://host/base/?q=a"


FULL = Filters(
    actors=("a", "b"), since=date(2024, 12, 1), words="x", kinds=("direct",), named=("c",), screen=2, article="d",
    corpus="e", kept="f",
)  # fmt: skip


def test_active_keys_are_those_off_their_default_in_order() -> None:
    assert Filters().active("corpus", "quotes", "list", "reader", "link") == []
    assert [key.key for key in FULL.active("corpus")] == ["actor", "from", "q"]
    assert [key.key for key in FULL.active("list", "quotes")] == ["kind", "named", "screen"]
    assert [key.key for key in Filters(sentence=0).active("reader")] == ["sentence"]
    assert FULL.active() == []


@pytest.mark.parametrize("key", KEYS, ids=NAMES)
def test_a_filter_without_its_values_one_by_one_is_none(key: Filter) -> None:
    for value in samples(key):
        filters = Filters(**{key.field: value})
        assert filters.values(key) == (value if isinstance(value, tuple) else (value,))
        for each in filters.values(key):
            filters = filters.minus(key, each)
        assert filters == Filters()


def test_one_value_goes_and_the_others_stay() -> None:
    assert FULL.minus(BY_KEY["actor"], "a") == Filters(**{**vars_of(FULL), "actors": ("b",)})
    assert FULL.minus(BY_KEY["actor"], "z") == FULL
    assert FULL.minus(BY_KEY["from"], date(2024, 12, 1)).since is None


def vars_of(filters: Filters) -> dict[str, Any]:
    return {field.name: getattr(filters, field.name) for field in fields(filters)}


def test_only_some_scopes_are_kept() -> None:
    assert FULL.only("corpus") == Filters(actors=("a", "b"), since=date(2024, 12, 1), words="x")
    assert FULL.only("quotes", "link") == Filters(kinds=("direct",), corpus="e", kept="f")
    assert FULL.only("corpus", "quotes", "list", "reader", "link") == FULL
    assert FULL.only() == Filters()


def test_attributes_are_taken_away_by_name() -> None:
    assert FULL.without("actors", "words", "screen") == Filters(
        since=date(2024, 12, 1), kinds=("direct",), named=("c",), article="d", corpus="e", kept="f"
    )
    assert FULL.without(*FILTERS) == Filters()
    with pytest.raises(KeyError):
        FULL.without("actor")


def test_a_fifth_actor_is_left_out_and_said() -> None:
    filters, notes = read_filters({"actor": list("abcde")})
    assert filters.actors == tuple("abcd")
    assert notes == ["Actors: 4 at most. Left out: e. Take one away to choose another."]


@pytest.mark.parametrize(
    ("page", "near", "written"),
    [
        ("actors", "article", []), ("actors", "quote", ["quote"]),
        ("quotes", "quote", []), ("quotes", "article", ["article"]), ("quotes", "sentence", ["sentence"]),
    ],
)  # fmt: skip
def test_a_link_says_where_actors_must_be_named_only_if_the_page_takes_it_otherwise(
    page: str, near: str, written: list[str]
) -> None:
    filters = Filters(actors=("hezbollah",), near=(near,))
    assert parse_qs(write_link(page, filters).partition("?")[2]).get("near", []) == written
    assert "near" not in write_link(page, replace(filters, actors=()))
