"""What changed, as HTML: where each number leads, what is left out, and that words of others stay words."""

from datetime import date
from typing import Any

import pandas as pd
import pytest

from dashboard.filters import Filters
from dashboard.views.changes import (
    Addresses,
    count_articles,
    describe_versions,
    explain_causes,
    first,
    moved,
    totals,
    what_is_new,
)
from tests.views.conftest import View, hrefs, shown

EVIL = "<script>alert(1)</script>"
NOTHING = dict.fromkeys(
    ("seen", "corrected", "new", "gone", "changed_then", "changed_now", "same_then", "same_now", "now", "difference"), 0
)


def addresses(mark: str = "older", *, undated: bool = False, then: Filters | None = None, **filters: Any) -> Addresses:
    return Addresses(View(**filters), then or Filters(), mark, "newer", undated)


def rows(**values: Any) -> pd.DataFrame:
    return pd.DataFrame([{"id": "a", "then_id": "a", "name": "Ann", "kind": "person", **NOTHING, **values}])


def test_every_part_leads_to_its_own_articles() -> None:
    """What was then leads to the older set, with the ids that it has."""
    found = addresses(actors=("now",), then=Filters(actors=("then",)))
    there = "actor=then&{}corpus=older&set=older"
    for part, address in {
        "now": "sentences?actor=now", "new": "sentences?actor=now&new=older",
        "changed_now": "sentences?actor=now&changed=older", "same_now": "sentences?actor=now&same=older",
        "seen": f"sentences?{there.format('')}", "gone": f"sentences?{there.format('new=newer&')}",
        "changed_then": f"sentences?{there.format('changed=newer&')}",
        "same_then": f"sentences?{there.format('same=newer&')}",
    }.items():  # fmt: skip
        assert found.of(part, "sentences") == address


def test_with_a_day_numbers_lead_to_the_articles_before_and_after() -> None:
    then = Filters(until=date(2024, 12, 7))
    found = addresses("", then=then, since_day=date(2024, 12, 7))
    assert found.of("seen", "articles") == "articles?to=2024-12-07"
    assert found.of("new", "articles") == "articles?from=2024-12-08"
    assert found.of("now", "articles") == "articles"
    later = addresses("", then=then, since_day=date(2024, 12, 7), since=date(2024, 12, 20))
    assert later.of("new", "articles") == "articles?from=2024-12-20"
    for left_out in (
        addresses("", undated=True, then=then, since_day=date(2024, 12, 7)),
        addresses("", then=then, since_day=date(2024, 12, 7), copies=("once",)),
    ):
        assert left_out.of("now", "articles") is None, "that list would have more rows, or fewer"


def test_a_cause_without_effect_has_no_column_and_is_not_explained() -> None:
    table = rows(seen=3, new=2, same_then=3, same_now=3, now=5)
    html = moved(addresses(), table, "actors")
    assert "New articles" in html and "Gone" not in html and "Found otherwise" not in html
    assert (
        shown(explain_causes([table], "versions")) == "New articles: what stands in articles that were not there then."
    )
    assert explain_causes([rows()], "versions") == ""


def test_what_is_counted_in_both_sets_says_from_what_to_what() -> None:
    html = moved(addresses(), rows(seen=3, same_then=3, same_now=4, now=4, then_id="old"), "actors")
    assert "+1 3 → 4" in shown(html)
    assert "sentences?same=newer&named=old&corpus=older&set=older" in hrefs(html)
    assert "sentences?same=older&named=a" in hrefs(html)


def test_what_was_seen_leads_nowhere_where_corrections_changed_it_since() -> None:
    html = moved(addresses(), rows(seen=3, corrected=-1, same_then=2, same_now=2, now=2), "locations")
    assert hrefs(html) == ["locations?location=a", "sentences?at=a&sense=place", "review"]
    assert "−1" in shown(html)


def test_the_totals_lead_to_lists_of_their_own() -> None:
    whats = ("articles", "quotes", "mentions of actors", "mentions of places")
    table = pd.DataFrame([{"what": what, **NOTHING, "seen": 1, "same_then": 1, "new": 1, "now": 2} for what in whats])
    targets = {address.partition("?")[0] for address in hrefs(totals(addresses(), table))}
    assert targets == {"articles", "quotes", "sentences"}


def test_nothing_new_leads_nowhere() -> None:
    assert hrefs(count_articles(addresses(), 0, 0, 0, 0, "quotes")) == []
    assert shown(count_articles(addresses(""), 1, 0, 0, 2, "quotes")) == "1new article2new denials"


@pytest.mark.parametrize("what", ["actors", "locations", "speakers"])
def test_words_of_articles_stay_words(what: str) -> None:
    words = dict.fromkeys(("id", "name", "kind", "title", "source", "text"), EVIL)
    told = {"article_id": "a1", "published": None, "sentence": 1, "parts": [[0, 8]], "times": 2}
    html = first(addresses(), pd.DataFrame([{**words, **told}]), what)
    html += moved(addresses(), rows(id=EVIL, name=EVIL, kind=EVIL, seen=1, same_then=1, new=1, now=2), "actors")
    html += what_is_new(View(since_set="x"), {"new": 1}, "2024-12-08T06:00:00+00:00", rows(name=EVIL))
    assert "<script" not in html and shown(html).count(EVIL) >= 5


def test_the_line_of_the_overview_says_what_there_is() -> None:
    page, made = View(since_set="older"), "2024-12-08T06:00:00+00:00"
    said = {"new": 14, "changed": 2, "gone": 0, "actors": 3, "places": 1}
    line = what_is_new(page, said, made, rows(name="Hezbollah", seen=24, now=31))
    assert shown(line) == (
        "Since 2024-12-08, 06:00 UTC: 14 new articles, 2 changed, 3 actors and 1 place named for the first time;"
        " Hezbollah 24 → 31 · What changed"
    )
    assert hrefs(line) == ["articles?new=older", "articles?changed=older", "changes?since-set=older"]
    assert "nothing new" in shown(what_is_new(page, dict.fromkeys(said, 0), made))


def test_versions_are_named_where_they_differ() -> None:
    then = {"configuration": "1", "annotators": {"model": "md 1", "gazetteer": "dump"}, "geocoder": None, "own": {}}
    assert "those of then" in describe_versions(then, then)
    now = {**then, "configuration": "2", "annotators": {"model": "md 2", "gazetteer": "dump"}, "own": {"actors": "x"}}
    said = describe_versions(now, then)
    assert "language model md 1 → md 2" in said and "gazetteer" not in said and "of one's own" in said
    assert "word lists" in describe_versions({**then, "configuration": "2"}, then)
