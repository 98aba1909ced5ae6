"""Disputes: each quote once, beside it what contradicts it, with the words that clash."""

from typing import Any

import pandas as pd

from dashboard.views.disputes import disputes
from tests.views.conftest import View, pieces, shown


def quote(quote_id: str, context: str, start: int) -> dict[str, Any]:
    plain = dict.fromkeys(
        ("speaker_start", "cue_start", "speaker_end", "cue_end", "via", "via_actor_id", "stance", "url")
    )
    return {
        **plain, "quote_id": quote_id, "article_id": "a", "title": "Title", "source": "Wire", "context": context,
        "context_start": 100, "start": 100 + start, "end": 100 + len(context), "sentence": 1, "text": context[start:],
        "parts": [[100 + start, 100 + len(context)]], "actor_ids": [], "actors": [], "speaker": "a guard",
        "cue": "said", "kind": "indirect", "sourcing": "unnamed", "confidence": 0.9,
        "published": pd.Timestamp("2024-12-08"),
    }  # fmt: skip


def test_a_quote_stands_once_beside_those_that_contradict_it() -> None:
    quotes = {"1": quote("1", "He said 4 died", 8), "2": quote("2", "5 died", 0), "3": quote("3", "<b>6 died", 3)}
    pair = {"location_id": "1", "place": "Homs", "one_id": "1", "one_words": [(108, 114)], "kind": "numbers"}
    pairs = pd.DataFrame([
        {**pair, "other_id": "2", "other_words": [(100, 106)], "days": 0},
        {**pair, "other_id": "3", "other_words": [(103, 109)], "days": 2},
    ])  # fmt: skip
    html = str(disputes(View(), pairs, quotes))
    assert pieces(html, 'h3 class="dl-kind"') == ["Different numbers"]
    assert pieces(html, 'mark class="clash"') == ["4 died", "5 died", "6 died"]
    assert "About Homs · the same day" in shown(html) and "About Homs · 2 days apart" in shown(html)
    assert html.count("Cite") == 3, "every quote can be cited"
