"""What watches find between two sets: the rules, on the six articles, of which an older set had some."""

from collections import OrderedDict
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.boxes import Box
from dashboard.filters import Filters, find_near, read_filters
from dashboard.queries import watches
from dashboard.queries.articles import count_articles
from dashboard.queries.mentions import count_mentions
from dashboard.queries.movements import count_movements
from dashboard.queries.quotes import count_quotes
from dashboard.queries.watches import Finding, View, describe_view, look
from dashboard.reader import Reader

ALL = ("falls", "falls-copy", "late", "odd'id\"; --", "undated", "january")
COUNTS = {
    "articles": count_articles, "quotes": count_quotes, "sourcing": count_quotes, "sentences": count_mentions,
    "movements": count_movements,
}  # fmt: skip

type Look = Callable[..., Finding]


@pytest.fixture
def since(reader: Reader, tmp_path: Path) -> Callable[..., Reader]:
    """The reader beside an older set that has these articles."""

    def since(*article_ids: str) -> Reader:
        path = tmp_path / "older.parquet"
        pq.write_table(pa.table({"article_id": list(article_ids)}), path)
        # What is kept of one older set must not be taken for another's.
        columns = replace(reader.columns, _kept=OrderedDict())
        return replace(reader, columns=columns, list_older=lambda mark: [str(path)]).apart()

    return since


@pytest.fixture
def found(since: Callable[..., Reader]) -> Look:
    """What a watch finds: `found(older, page, rule, **filters)`."""

    def found(older: Collection[str], page: str, rule: str, **filters: Any) -> Finding:
        reader = since(*older)
        finding = look(reader, View(page, Filters(**filters), "abcdef", "before"), rule)
        if finding.link:  # whatever it opens, that many are there
            name, _, query = finding.link.partition("?")
            opened, notes = read_filters(parse_qs(query))
            assert notes == [] and opened.corpus == "abcdef"
            counted = COUNTS[name](reader, opened.settled(find_near(name)))
            assert finding.opens.startswith(f"{counted:,} "), finding
        return finding

    return found


def test_anything_new_of_a_place(found: Look) -> None:
    finding = found(("falls", "late"), "locations", "any", locations=("169577",))
    assert (finding.fired, finding.new, finding.why) == (True, 3, "3 new articles.")
    assert [each.title for each in finding.items] == ["It’s odd", "Damascus falls", "No day is known"]
    first = finding.items[0]
    assert first.text[first.start : first.end] == "Homs"
    assert first.link.startswith("articles?article=") and "sentence=2" in first.link
    assert found(ALL, "locations", "any", locations=("169577",)) == Finding(False, "Nothing new.")


@pytest.mark.parametrize(
    ("page", "filters", "new"),
    [
        ("", {}, 3),
        ("articles", {"words": "buffer zone"}, 2),
        ("articles", {"unit": ("story",)}, 3),
        ("articles", {"story": "falls"}, 1),
        ("quotes", {}, 3),
        ("quotes", {"actors": ("hezbollah",)}, 1),
        ("sourcing", {"kinds": ("indirect",)}, 1),
        ("sentences", {"named": ("hezbollah",)}, 3),
        ("movements", {}, 2),
        ("movements", {"moves": ("withdrawal",), "locations": ("169577",)}, 1),
        ("locations", {"box": Box(-1, -1, 1, 1)}, 3),
        ("articles", {"actors": ("hezbollah",), "locations": ("169577",), "near": ("sentence",)}, 2),
    ],
)
def test_anything_new_is_counted_as_the_page_counts(found: Look, page: str, filters: Any, new: int) -> None:
    finding = found(("falls", "late", "january"), page, "any", **filters)
    assert (finding.fired, finding.new) == (True, new)
    assert 0 < len(finding.items) <= 5 and all(each.text for each in finding.items)


def test_quotes_say_whose_they_are_and_only_own_words_stand_in_marks(found: Look) -> None:
    finding = found(("falls", "late", "january"), "quotes", "any")
    assert [(each.said, each.text) for each in finding.items] == [
        ("Somebody says:", "“don't”"), ("Hezbollah denies:", "“The city is free”"), ("papers says:", "it was over"),
    ]  # fmt: skip


def test_movements_say_who_moves_from_where_to_where(found: Look) -> None:
    finding = found(("late", "january", "falls-copy", "undated"), "movements", "any")
    assert finding.why == "3 new movements." and finding.opens == "3 new movements"
    assert [each.said for each in finding.items] == [
        "Bashar al-Assad, Damascus → Homs:", "Hezbollah, Homs → …:", "soldiers, … → Baghdad:",
    ]  # fmt: skip
    first = finding.items[0]
    assert first.text[first.start : first.end] == "Bashar al-Assad left Damascus for Homs"
    assert not found(ALL, "movements", "any").fired


def test_first_time_is_of_this_view(found: Look) -> None:
    finding = found(("falls", "late", "undated"), "actors", "first")
    assert finding.why == "2 actors named for the first time, in 3 new articles."
    assert {each.said for each in finding.items} == {"O’Brien (person):", "Quotes & <Co> (company):"}
    in_damascus = found(("falls-copy", "late"), "actors", "first", locations=("170654",), sources=("Sample Wire",))
    assert in_damascus.why == "3 actors named for the first time, in 1 new article.", "others of the view named none"
    assert not found(ALL, "actors", "first").fired


def test_on_places_only_places_are_new(found: Look) -> None:
    finding = found(("falls", "late", "undated", "january"), "locations", "first")
    assert [each.said for each in finding.items] == ["Null Island:"]
    assert not found(("falls", "late", "undated", "january"), "locations", "first", box=Box(5, 5, 6, 6)).fired


def test_what_narrows_quotes_narrows_first_names_and_usual_numbers(found: Look) -> None:
    older = ("falls", "late")
    claimed = found(older, "quotes", "first", stances=("claims",))
    assert claimed.why == "1 actor and 1 place named for the first time, in 1 new article.", "of all that claim"
    assert found(older, "quotes", "first").new == 3
    for page, filters, reports in (
        ("quotes", {}, 3), ("quotes", {"stances": ("claims",)}, 1), ("sentences", {"named": ("hezbollah",)}, 1),
        ("articles", {"story": "falls"}, 0),
    ):  # fmt: skip
        # A copy of an older report is no new report.
        assert found(older, page, "more", **filters).new == reports, page
    persons = found(older, "actors", "first", actor_kinds=("company",))
    assert persons.why.startswith("1 actor named"), "of the kinds that the page shows"


def test_denials_are_read_as_the_page_quotes_reads_filters(found: Look) -> None:
    older = ("falls", "late")
    finding = found(older, "locations", "denied")
    assert (finding.fired, finding.new, finding.why) == (True, 1, "1 new denial.")
    assert [each.said for each in finding.items] == ["Hezbollah denies:"]
    assert found(older, "actors", "denied", actors=("hezbollah",)).fired
    assert not found(older, "actors", "denied", actors=("assad",)).fired
    assert not found((*older, "falls-copy"), "locations", "denied").fired


def test_a_denial_of_what_the_view_reports_fires_too(disputed: Reader) -> None:
    reader = replace(disputed, list_older=lambda mark: [])
    view = View("quotes", Filters(sources=("Sample Wire",)), "abcdef", "before")
    finding = look(reader, view, "denied")
    said = [each.said for each in finding.items]
    assert finding.fired == bool(said) and len(said) == min(finding.new, 5)
    disputes = look(reader, View("disputes", Filters(), "abcdef", "before"), "any")
    assert disputes.fired and "new dispute" in disputes.why and disputes.link == "" and len(disputes.items) >= 2


def test_a_watch_on_claims_tells_new_ones_with_who_says_them(disputed: Reader) -> None:
    reader = replace(disputed, list_older=lambda mark: [])
    watched = View("claims", Filters(matters=("control",)), "abcdef", "before")
    finding = look(reader, watched, "any")
    assert finding.why == "6 new claims." and finding.link.startswith("claims?new=before&matter=control")
    said = {each.said: each.text[each.start : each.end] for each in finding.items}
    assert said["Bashar al-Assad:"] == "Hezbollah has captured Homs"
    assert said["defence ministry:"] == "No rebel ever entered Homs"


def test_what_the_tables_do_not_know_widens_nothing(found: Look) -> None:
    finding = found(("falls",), "actors", "any", actors=("assad", "nobody-here"))
    assert finding == Finding(False, "These tables have no actor “nobody-here”; nothing can be found of it.")


def test_too_few_reports_are_not_judged(found: Look) -> None:
    finding = found(("falls", "late"), "actors", "more", actors=("hezbollah",))
    assert not finding.fired
    assert (
        finding.why
        == "1 new report, not judged: the 28 days before hold 0 reports, and 20 are needed to say what is usual."
    )


def test_a_copy_of_an_older_report_is_not_new_where_copies_count_once(since: Callable[..., Reader]) -> None:
    reader = since("falls", "late")
    assert count_articles(reader, Filters(new="abcdef")) == 4
    assert count_articles(reader, Filters(new="abcdef", copies=("once",))) == 3


def test_a_long_sentence_is_cut_around_what_stands_out(since: Callable[..., Reader]) -> None:
    row = {
        "text": "a " * 400 + "Homs" + " b" * 400, "start": 800, "end": 804, "title": None, "article_id": "x",
        "source": None, "published": None, "sentence": 3,
    }  # fmt: skip
    item = watches._item(View("", Filters(), "abcdef", "before"), row)
    assert item.text[item.start : item.end] == "Homs"
    assert item.text.startswith("… ") and item.text.endswith(" …") and len(item.text) == watches.LONGEST_ITEM + 4
    assert (item.title, item.day, item.source) == ("x", "", "")


def test_filters_are_said_in_words(reader: Reader) -> None:
    filters = Filters(locations=("169577",), box=Box(36, 34, 38, 36), words="dam")
    assert describe_view(reader, filters) == [
        "place: Homs, Syria", "box: 34.0–36.0° N, 36.0–38.0° E", "words: dam",
    ]  # fmt: skip


def test_what_is_left_out_and_not_there_takes_nothing_away(found: Look) -> None:
    everything, without = (found(ALL[:3], "articles", "any", **more) for more in ({}, {"not_sources": ("Nowhere",)}))
    assert without.fired and without.new == everything.new
    assert found(ALL[:3], "quotes", "any", not_actors=("assad",)).new < found(ALL[:3], "quotes", "any").new
    assert not found(ALL[:3], "articles", "any", sources=("Nowhere",)).fired
