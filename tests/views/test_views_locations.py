"""The evidence as it is shown: in the words of the table, what decided most comes first, all words are escaped."""

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd
import pytest

from dashboard import settings
from dashboard.views import locations
from tests.views.conftest import View

HERE = "4717560"


def candidate(name: str, admin1: str | None, points: Mapping[str, float], km: float = 0.0) -> dict[str, Any]:
    return {
        "location_id": f"{name}-{admin1}", "name": name, "admin1": admin1, "country_code": "US", "feature": "PPL",
        "km": km, "score": sum(points.values()),
        "evidence": [{"feature": feature, "value": value} for feature, value in points.items()],
    }  # fmt: skip


PEOPLE, MILLION, REGION, NAME = "People", "A million and more", "The article names its region", "Its main name"
TEXAS = candidate("Paris", "Texas", {PEOPLE: 6.9, REGION: 0.87, NAME: 1.92})
FRANCE = candidate("Paris", None, {PEOPLE: 9.9, NAME: 1.921, MILLION: -4.0}, 7_838.4)


def explain(*rows: Mapping[str, Any], **filters: Any) -> str:
    row = {
        "surface": "Paris", "mentions": 12, "articles": 3, "surfaces": 1, "least": 0.61, "most": 0.999,
        "article_id": "a-1", "title": "A fair", "source": None, "published": pd.NaT, "sentence": 4,
        "text": "Snow fell on Paris.", "start": 13, "end": 18, "confidence": 0.61, "winner": TEXAS, "others": [FRANCE],
    }  # fmt: skip
    frame = pd.DataFrame([{**row, **each} for each in rows or ({},)])
    return locations.explain(View(**filters), HERE, frame, "locations?q=Paris")


def test_the_legend_of_the_map_shows_every_form() -> None:
    style = (settings.CHECKOUT / "dashboard" / "app" / "style.css").read_text("utf-8")
    for form in ("town", "region", "country"):
        assert f'dl-form {form}"' in locations.MAP_LEGEND and f'dl-form {form} hollow"' in locations.MAP_LEGEND
    for rule in (".dl-form ", ".region", ".country", ".hollow"):
        assert rule in style


def test_winner_and_runner_up_stand_side_by_side_what_decided_most_first() -> None:
    written = explain()
    rows = re.findall(r'<tr><td class="">(.*?)</td>(.*?)</tr>', written)
    numbers = {label: re.findall(r">([+-][\d.]+)<", cells) for label, cells in rows}
    assert list(numbers) == [MILLION, PEOPLE, REGION, "Score"]
    assert numbers[MILLION] == ["+0.00", "-4.00", "+4.00"]
    assert numbers["Score"] == ["+9.69", "+7.82", "+1.87"]
    assert f"Alike for both: {NAME}." in written
    assert "Paris, Texas, United States" in written and "7,838 km away" in written


def test_it_leads_to_its_sentences_and_to_the_one_that_is_shown() -> None:
    written = explain()
    assert f'<a href="sentences?written=Paris&amp;at={HERE}" target="_self"><bdi>12 mentions</bdi></a>' in written
    assert 'href="articles?article=a-1&amp;sentence=4"' in written
    assert '<mark class="hit" title="" dir="auto">Paris</mark>' in written
    assert "confidence 0.61 to over 0.99" in written
    assert "more spelling" not in written
    assert f'2 more spellings, each surer than these: <a href="sentences?at={HERE}"' in explain({"surfaces": 3})
    assert "see all articles" in explain(article="a-1")


def test_a_name_without_a_rival_is_not_called_sure() -> None:
    written = explain({"others": [], "least": 1.0, "most": 1.0, "confidence": 1.0})
    assert locations.NO_RIVAL in written and "no rival" in written and "confidence" not in written
    assert "No evidence is kept" in explain({"winner": None, "others": None})


@pytest.mark.parametrize("field", ["surface", "text", "title"])
def test_words_of_an_article_stay_words(field: str) -> None:
    assert "<script" not in explain({field: "<script>x</script> Paris"})
    evil = candidate("<script>x</script>", "<b>&", {"<script>": 9.0})
    assert "<script" not in explain({"winner": evil, "others": [{**evil, "score": 1.0, "evidence": []}]})
