"""A number unfolds: what was found, less and plus its steps, is what is shown, always; and how sure it is."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dashboard.corrections.record import Correction
from dashboard.filters import STEPS, Filters
from dashboard.queries.certainty import Certainty, find_bounds
from dashboard.queries.mentions import count_mentions, list_mentions
from dashboard.queries.unfolding import list_steps, unfold
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.files import read_set
from dashboard.tables.rows import Row
from tests import rows as make
from tests.corrections.conftest import build, number_log
from tests.marked import read_marked
from tests.queries.conftest import ARTICLES, QUOTES, write_tables

UNITS = ("sentence", "article", "story", "outlet", "origin")

LISTS: tuple[dict[str, Any], ...] = (
    {}, {"of": ("actors",)}, {"of": ("places",)}, {"of": ("places",), "senses": ("actor",)}, {"senses": ("demonym",)},
    {"named": ("assad",)}, {"named": ("hezbollah",)}, {"named": ("iraq",)}, {"named": ("assad", "hezbollah")},
    {"named": ("bashar-al-assad",)}, {"named": ("syria",)}, {"named": ("afp", "hezbollah")},
    {"at": ("169577",)}, {"at": ("170654",), "senses": ("place",)}, {"at": ("98182",), "senses": ("place",)},
    {"at": ("163843", "298795")},
    {"at": ("169577",), "named": ("iraq",)}, {"at": ("169577",), "beside": ("hezbollah",)},
    {"at": ("170654",), "beside": ("assad",), "within": ("article",)}, {"written": ("Assad",)},
    {"written": ("Homs", "Syrian")}, {"roles": ("President",)}, {"unplaced": ("Orlinsk",)}, {"inside": ("falls",)},
    {"undated": ("yes",)}, {"corrections": ("1",)}, {"origins": ("medium:afp",)},
)  # fmt: skip
CORPORA: tuple[dict[str, Any], ...] = (
    {}, {"copies": ("once",)}, {"sources": ("Sample Wire",)}, {"actors": ("assad",)},
    {"actors": ("hezbollah",), "locations": ("169577",), "near": ("sentence",), "copies": ("once",)},
    {"actors": ("assad",), "near": ("quote",)}, {"locations": ("170654",), "copies": ("once",)},
)  # fmt: skip

CORRECTIONS = (
    Correction("merge", actor="hezbollah", into="assad"),
    Correction("hide", actor="iraq"),
    Correction("wrong-place", surface="Homs", location="169577", to="170654", articles=("falls",)),
    Correction("not-a-place", surface="Damascus", location="170654", articles=("january",)),
)
# The same on the sample, whose ids are others.
ON_THE_SAMPLE = (
    Correction("hide", actor="syria"),
    Correction("merge", actor="hezbollah", into="bashar-al-assad"),
    Correction("wrong-place", surface="Homs", location="169577", to="170654"),
    Correction("not-a-place", surface="Damascus", location="170654"),
)


def filter_sets() -> Iterator[Filters]:
    for corpus, listed, unit in itertools.product(CORPORA, LISTS, ((), ("article",))):
        yield Filters(**corpus, **listed, unit=unit)


def assert_unfolds(reader: Reader, filters: Filters) -> set[str]:
    """Assert that the number unfolds under these filters; return the names of its steps."""
    found = unfold(reader, filters)
    assert sum(step.mentions for step in found.steps) == found.shown == count_mentions(reader, filters), filters
    for step in found.steps:
        assert count_mentions(reader, replace(filters, step=(step.name,))) == abs(step.mentions), (filters, step)
    counted = replace(filters, unit=())
    assert found.units.mentions == count_mentions(reader, counted)
    low, high = found.certainty.low, found.certainty.high
    assert low is None or high is None or low <= found.shown <= high, filters
    return {step.name for step in found.steps}


@pytest.mark.parametrize("corrections", [(), CORRECTIONS], ids=["as read", "corrected"])
def test_what_was_found_less_and_plus_the_steps_is_what_is_shown(corrections: tuple[Correction, ...]) -> None:
    reader = Store(write_tables(ARTICLES, QUOTES), {}, number_log(*corrections)).reader()
    steps = set().union(*(assert_unfolds(reader, each) for each in filter_sets()))
    changed = {"hidden", "moved-away", "moved-here"}
    assert {"found", "copies", "demonym", "place", "actor", "repeated"} <= steps
    assert steps & changed == (changed if corrections else set())


@pytest.mark.parametrize("corrections", [(), ON_THE_SAMPLE], ids=["as read", "corrected"])
def test_every_number_of_the_sample_unfolds(sample_tables: Path, corrections: tuple[Correction, ...]) -> None:
    found = read_set(sample_tables)
    reader = Store(found.tables, found.manifest, number_log(*corrections)).reader()
    for filters in filter_sets():
        assert_unfolds(reader, filters)


def test_no_mention_is_in_two_steps(reader: Reader) -> None:
    filters = Filters(of=("places",), copies=("once",))
    keys: list[tuple[str, str]] = []
    for step in STEPS:
        if step not in ("found", "moved-here", "alike"):
            rows = list_mentions(reader, replace(filters, step=(step,)))
            keys += zip(rows["article_id"], rows["mention"], strict=True)
    counted = list_mentions(reader, filters)
    keys += zip(counted["article_id"], counted["mention"], strict=True)
    everything = list_mentions(reader, replace(filters, step=("found",)))
    assert sorted(keys) == sorted(zip(everything["article_id"], everything["mention"], strict=True))


def steps(reader: Reader, **filters: Any) -> dict[str, int]:
    found = list_steps(reader, Filters(**filters))
    return dict(zip(found["step"], found["mentions"], strict=True))


def test_each_step_leaves_out_what_it_says() -> None:
    homs = Correction("wrong-place", surface="Homs", location="1", to="2", articles=("ext-b",))
    texts = {
        "a": "[Homs](@1) fell. The [Homs](~1) men left. [Homs](iraq@1) denied it.",
        "b": "[Homs](@1) burnt. [Homs](@2) is far.",
    }
    reader = Store(build(texts), {}, number_log(homs)).reader()
    assert steps(reader, at=("1",)) == {"found": 4, "moved-away": -1, "demonym": -1}
    assert steps(reader, at=("1",), senses=("place",)) == {"found": 4, "moved-away": -1, "demonym": -1, "actor": -1}
    assert steps(reader, at=("2",)) == {"found": 1, "moved-here": 1}
    assert steps(reader, at=("1",), unit=("article",)) == {
        "found": 4, "moved-away": -1, "demonym": -1, "repeated": -1,
    }  # fmt: skip


def test_a_hidden_actor_and_a_name_that_is_no_place_are_hidden() -> None:
    texts = {"a": "[Assad](bashar) left [Homs](@1). [Jolani](jolani) came to [Homs](@1)."}
    hidden = number_log(
        Correction("hide", actor="bashar"), Correction("not-a-place", surface="Homs", location="1"),
    )  # fmt: skip
    reader = Store(build(texts), {}, hidden).reader()
    assert steps(reader) == {"found": 4, "hidden": -3}
    assert steps(reader, of=("actors",)) == {"found": 2, "hidden": -1}


def test_an_outlet_that_names_itself_is_left_out() -> None:
    marked = {
        source: read_marked(source, ("[SANA](sana) and [Iraq](iraq) said so.",)) for source in ("Post", "sana.sy")
    }
    rows: dict[str, list[Row]] = {"articles": [], "sentences": [], "entities": []}
    for source, each in marked.items():
        rows["articles"].append(make.article(source, each.text, source=source))
        rows["sentences"] += each.sentences
        own = {"actor_id": None} if source != "Post" else {}
        rows["entities"] += [{**row, **(own if row["surface"] == "SANA" else {})} for row in each.entities]
    actors = [make.actor("sana", "SANA", kind="media", mentions=1, articles=1),
              make.actor("iraq", "Iraq", kind="state", mentions=2, articles=2)]  # fmt: skip
    reader = Store(make.tables(**rows, actors=actors), {}).reader()
    assert steps(reader, named=("sana",)) == {"found": 2, "own-name": -1}
    assert steps(reader, named=("iraq",)) == {"found": 2}
    assert steps(reader, named=("sana",), sources=("Post",)) == {"found": 1}
    assert steps(reader, named=("sana",), written=("Sana",)) == {"found": 0}


def test_what_is_written_alike_and_counts_for_others_is_told_beside_the_number() -> None:
    text = "[Jolani](jolani) came. [Jolani](julani) left. [Assad](bashar) stayed. [Jolani](@4) is a town."
    reader = Store(build({"a": text}), {}).reader()
    filters = Filters(named=("jolani",))
    assert unfold(reader, filters).alike == count_mentions(reader, replace(filters, step=("alike",))) == 2
    assert unfold(reader, Filters(named=("bashar",))).alike == 0
    assert unfold(reader, Filters(at=("4",))).alike == 0
    assert unfold(reader, replace(filters, beside=("julani",), within=("article",))).alike == 0


@pytest.mark.parametrize("unit", UNITS)
def test_a_number_is_the_same_in_the_headline_and_in_its_list(reader: Reader, unit: str) -> None:
    filters = Filters(named=("assad", "hezbollah"), unit=(unit,))
    found = unfold(reader, filters)
    expected = {"sentence": 7, "article": 4, "story": 3, "outlet": 3, "origin": 3}
    assert found.shown == count_mentions(reader, filters) == expected[unit]
    plural = {"story": "stories"}.get(unit, f"{unit}s")
    assert unit == "sentence" or getattr(found.units, plural) == found.shown


def test_a_bar_is_the_sum_of_what_is_right_together() -> None:
    one = find_bounds(np.array([1]), np.array([0.9]), np.array([1]))
    assert one == (0, 1), "wrong once in ten is more often than once in twenty"
    assert find_bounds(np.array([1]), np.array([0.97]), np.array([1])) == (1, 1)
    assert find_bounds(np.array([5]), np.array([0.9]), np.array([1])) == (0, 5), "five mentions of one name"
    apart = find_bounds(np.ones(5, int), np.full(5, 0.9), np.ones(5, int))
    assert apart[0] > 0 and apart[1] == 5
    assert find_bounds(np.array([7, 1]), np.array([1.0, 0.0]), np.array([1, -1])) == (7, 7)
    assert find_bounds(np.empty(0, int), np.empty(0), np.empty(0, int)) == (0, 0)


def test_a_bar_of_many_mentions_is_that_of_few_drawn_large() -> None:
    few, many = (find_bounds(np.ones(n, int), np.full(n, 0.9), np.ones(n, int)) for n in (290, 310))
    shares = np.array(few) / 290 - np.array(many) / 310
    assert np.abs(shares).max() < 0.015


def certainty(text: str, confidence: dict[str, float | None], **filters: Any) -> Certainty:
    tables = build({"a": text})
    entities = tables["entities"].to_pylist()
    for row in entities:
        row["confidence"] = confidence.get(row["surface"])
    kept = {name: table.to_pylist() for name, table in tables.items()} | {"entities": entities}
    return unfold(Store(make.tables(**kept), {}).reader(), Filters(**filters)).certainty


def test_what_is_expected_to_be_right_and_to_be_missed_comes_from_confidence() -> None:
    text = "[Homs](@1) fell. [Homs](@1) burnt. [Homs](@2) is far."
    found = certainty(text, {"Homs": 0.8}, at=("1",))
    assert (found.judged, found.lacking) == (2, "")
    assert found.right == pytest.approx(1.6)
    assert found.missed == pytest.approx(0.4 * 0.2), "the pin in Texas has one other candidate, this one"
    assert (found.low, found.high) == (0, 3), "both are wrong once in five, and the third right once in twelve"


@pytest.mark.parametrize(
    ("filters", "lacking"),
    [
        ({"named": ("bashar",)}, "actor"), ({"at": ("1",)}, "unjudged"), ({"of": ("places",)}, "other"),
        ({"at": ("1",), "inside": ("a",)}, "other"),
    ],
)  # fmt: skip
def test_without_confidence_there_is_no_bar(filters: dict[str, Any], lacking: str) -> None:
    found = certainty("[Assad](bashar) left [Homs](@1).", {"Assad": 0.9}, **filters)
    assert (found.low, found.high, found.lacking) == (None, None, lacking)
