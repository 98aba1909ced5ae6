"""Disputes: each claim once, beside it what contradicts it, with the words that clash."""

import re
from typing import Any

import pandas as pd

from dashboard.views.disputes import disputes
from tests.views.conftest import View, pieces, shown

DAYS = {"first": pd.Timestamp("2024-12-07"), "last": pd.Timestamp("2024-12-08")}


def claim(claim_id: str, context: str, start: int, **columns: Any) -> dict[str, Any]:
    """A claim of an outlet on its own word, from this character of its sentence to the end."""
    return {
        "claim_id": claim_id, "article_id": "a", "title": "Title", "source": "Wire", "context": context,
        "context_start": 100, "start": 100 + start, "end": 100 + len(context), "sentence": 1, "answer": "some",
        "published": pd.Timestamp("2024-12-08"), "teller": "outlet", "teller_id": "Wire", "said_by": "Wire",
        "sourcing": None, "quote": None, "matter": "killed", **columns,
    }  # fmt: skip


def quote(context: str) -> dict[str, Any]:
    plain = dict.fromkeys(
        ("speaker_start", "cue_start", "speaker_end", "cue_end", "via", "via_actor_id", "stance", "url")
    )
    return {
        **plain, "quote_id": "q", "article_id": "a", "title": "Title", "source": "Wire", "context": context,
        "context_start": 100, "start": 100, "end": 100 + len(context), "sentence": 1, "text": context,
        "parts": [[100, 100 + len(context)]], "actor_ids": [], "actors": [], "speaker": "a guard", "cue": "said",
        "kind": "indirect", "sourcing": "unnamed", "confidence": 0.9, "published": pd.Timestamp("2024-12-08"),
    }  # fmt: skip


def test_a_claim_stands_once_beside_those_that_contradict_it() -> None:
    claims = {
        "1": claim("1", "He said 4 died", 8, quote=quote("He said 4 died"), teller="described", said_by="guard"),
        "2": claim("2", "5 died", 0), "3": claim("3", "<b>6 died", 3),
    }  # fmt: skip
    pair = {"location_id": "1", "place": "Homs", "one_id": "1", "kind": "numbers", **DAYS}
    pairs = pd.DataFrame([{**pair, "other_id": "2", "days": 0}, {**pair, "other_id": "3", "days": 2}])
    html = str(disputes(View(), pairs, claims))
    assert pieces(html, 'h3 class="dl-kind"') == ["Killed in Homs"]
    assert pieces(html, 'mark class="clash"') == ["4 died", "5 died", "6 died"]
    assert "The same day" in shown(html) and "2 days apart" in shown(html)
    assert html.count("Cite") == 1 and html.count("Link and receipt") == 2, "each can be cited"
    assert shown(html).count("on its own word") == 2


def test_the_heading_leads_to_the_grid_of_these_days() -> None:
    claims = {"1": claim("1", "Homs has fallen", 0, matter="taken"), "2": claim("2", "Homs is safe", 0, matter="held")}
    pair = {"location_id": "169577", "place": "Homs", "one_id": "1", "other_id": "2", "kind": "control", "days": 1}
    html = str(disputes(View(), pd.DataFrame([{**pair, **DAYS}]), claims))
    assert pieces(html, 'h3 class="dl-kind"') == ["Control of Homs"]
    assert re.findall(r'<h3[^>]*><a href="claims\?([^"]*)"', html) == [
        "from=2024-12-07&amp;to=2024-12-08&amp;at=169577&amp;matter=control"
    ]
