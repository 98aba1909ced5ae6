"""Corrections as HTML: what each says in one line, and what became of it."""

from typing import Any

import pandas as pd
import pytest

from dashboard.corrections.record import Correction
from dashboard.filters import CHANGES, Filters
from dashboard.queries.corrections import ProposedCorrection
from dashboard.views import corrections
from tests.views.conftest import View, hrefs, shown

ROW: dict[str, Any] = {
    "correction_id": "c1", "kind": "merge", "actor": "HTS <x>", "actor_id": "hts", "into": "Hayat Tahrir al-Sham",
    "into_id": "hayat", "name": None, "surfaces": [], "articles_named": [], "surface": None, "place": None,
    "target": None, "sentence": None, "who": "Ada", "why": "read & checked", "saved": pd.Timestamp("2024-12-09 10:00"),
    "state": "applied", "mentions": 3, "articles": 1, "because": None, "because_who": None, "because_why": None,
    "because_saved": pd.NaT,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, "HTS <x> is Hayat Tahrir al-Sham"),
        ({"kind": "split", "surfaces": ["HTS", "Tahrir"]}, "“HTS”, “Tahrir” is Hayat Tahrir al-Sham, not HTS <x>"),
        ({"kind": "split", "articles_named": ["a", "b"]},
         "what is named in 2 articles is Hayat Tahrir al-Sham, not HTS <x>"),
        ({"kind": "rename", "name": "HTS & Co"}, "HTS <x> is called “HTS & Co”"),
        ({"kind": "hide"}, "HTS <x> is no actor"),
        ({"kind": "not-a-place", "surface": "Mali", "place": "Mali", "sentence": "Mali left."},
         "“Mali” (Mali) in “Mali left.” is no place"),
        ({"kind": "wrong-place", "surface": "Paris", "target": "Paris, United States"},
         "“Paris”, which was on no map, is Paris, United States"),
    ],
)  # fmt: skip
def test_a_correction_says_in_one_line_what_it_is(changes: dict[str, Any], said: str) -> None:
    assert shown(corrections.describe({**ROW, **changes})) == said


def test_an_entry_says_who_why_when_and_what_it_changes() -> None:
    drawn = corrections.entry(ROW)
    assert "appliedread & checkedAda · 2024-12-09 10:00 UTC · changes 3 mentions in 1 article" in shown(drawn)
    assert hrefs(drawn)[-2:] == ["sentences?correction=c1", "sentences?correction=c1&unit=article"]
    undone = {"state": "taken back", "because": "c2", "because_who": "Bo", "because_why": "<no>",
              "because_saved": pd.Timestamp("2024-12-10 11:00")}  # fmt: skip
    drawn = corrections.entry({**ROW, **undone})
    assert shown(drawn).endswith("Ada · 2024-12-09 10:00 UTC · taken back by Bo (<no>) · 2024-12-10 11:00 UTC")
    assert "sentences?" not in drawn


def test_a_preview_says_how_much_would_change() -> None:
    hidden = ProposedCorrection(Correction("hide", actor="hts"), Filters(named=("hts",)))
    drawn = corrections.preview(hidden, 3, 1, 2)
    assert shown(drawn) == "This changes 3 mentions in 1 article, and their 2 quotes."
    assert hrefs(drawn) == ["sentences?named=hts", "sentences?named=hts&unit=article", "quotes?speaker=hts"]
    assert shown(corrections.preview(hidden, 0, 0, 0)) == "This changes 0 mentions in 0 articles, and no quote."
    renamed = ProposedCorrection(Correction("rename", actor="hts", name="HTS"), Filters(named=("hts",)))
    assert shown(corrections.preview(renamed, 3, 1, 2)) == "This changes 3 mentions in 1 article."


def test_every_kind_of_correction_has_its_words() -> None:
    assert set(corrections.WHAT_IS_WRONG) == set(corrections.SHORT_NAMES) == set(CHANGES)
    assert shown(corrections.offer_corrections(View(), "hts")) == "Is this actor wrong? merge · split · rename · hide"
