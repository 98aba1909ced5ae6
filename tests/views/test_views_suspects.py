"""Suspects as HTML: what speaks against a pin, and where it is put right."""

import math
from typing import Any

import pandas as pd

from dashboard.views.suspects import none_left, suspects
from tests.views.conftest import View, hrefs, pieces, shown

ROW: dict[str, Any] = {
    "surface": "Arbin", "location_id": "3037297", "name": "Arbin", "gazetteer_name": "Arbin", "admin1": "Savoie",
    "country_code": "FR", "km": 2473.2, "unnamed": True, "confidence": 0.48, "mentions": 2, "articles": 1,
    "all_mentions": 2, "article_ids": ["a"], "countries": ["Syria", "Iran"], "article_id": "a", "title": "T",
    "source": None, "published": pd.NaT, "sentence": 1, "text": "Arbin fell.", "start": 0, "end": 5,
}  # fmt: skip


def draw(**changes: Any) -> str:
    return suspects(View(sources=("S",)), pd.DataFrame([{**ROW, **changes}]))


def test_a_name_has_where_it_was_put_and_what_speaks_against_it() -> None:
    text = shown(draw())
    assert text.startswith("“Arbin”is put at Arbin, Savoie, France")
    assert "2,473 km from the nearest other place of its article. Named most there: Syria, Iran." in text
    assert pieces(draw(), 'span class="dl-tag"') == ["country not named", "low confidence 0.48"]
    assert pieces(draw(unnamed=False, confidence=0.59), "span") == ["low confidence 0.59"]
    assert pieces(draw(confidence=0.9), "span") == ["country not named", "confidence 0.90"]
    assert pieces(draw(confidence=math.nan), "span") == ["country not named", "confidence unknown"]
    assert "At least 2,473 km from the nearest other place of its 3 articles." in shown(draw(articles=3))
    assert "No other place is named in its article." in shown(draw(km=math.nan))
    assert pieces(draw(), 'mark class="hit"') == ["Arbin"]


def test_it_is_put_right_explained_and_opened_from_its_links() -> None:
    assert hrefs(draw()) == [
        "locations?location=3037297&source=S",
        "review?location=3037297&written=Arbin&change=wrong-place&back=quotes%3Fsaid%3Dx",
        "locations?source=S&why=3037297&article=a",
        "sentences?source=S&written=Arbin&at=3037297",
        "articles?source=S&article=a&sentence=1",
    ]


def test_where_other_mentions_are_right_only_its_articles_are_corrected() -> None:
    drawn = draw(all_mentions=9)
    assert "2 of 9 mentions" in shown(drawn)
    assert "review?location=3037297&written=Arbin&in=a&change=wrong-place&back=quotes%3Fsaid%3Dx" in hrefs(drawn)


def test_where_none_is_doubtful_there_is_one_way_on() -> None:
    assert hrefs(none_left(View(sources=("S",)))) == ["locations?source=S"]
