"""Notes on how articles were read, as rows and sentences."""

import pandas as pd

from dashboard.pipeline.articles.notes import Kind
from dashboard.views import notes
from dashboard.views.markup import table
from tests.views.conftest import View, hrefs, shown

FOUND = {
    "unreadable date": {"articles": 4, "values": {"Sun<rise": 2, "TBC": 1}, "example": "a.csv, row 3"},
    "no capitals": {"articles": 1, "values": {}, "example": "b.txt"},
    "no date": {"articles": 5, "values": {}, "example": "c.txt"},
}


def test_every_kind_of_note_is_told() -> None:
    assert set(notes.KINDS) == set(Kind.__value__.__args__)


def test_notes_are_told_with_their_values_those_of_dates_first() -> None:
    drawn = shown(table(notes.list_notes(FOUND), notes.NOTE_COLUMNS))
    assert drawn == (
        "What was notedArticlesAs givenFor example"
        "No date: none is given5–c.txt"
        "No date: the given one cannot be read4“Sun<rise” (2 times), “TBC”, …a.csv, row 3"
        "Written without capitals: most names are missed1–b.txt"
    )
    assert notes.count_undated(FOUND) == 9


def test_languages_are_counted_and_lead_to_their_rejects() -> None:
    found = pd.DataFrame({"language": ["French", "Arabic"], "articles": [1_400, 1]})
    drawn = notes.describe_languages(View(), found)
    assert shown(drawn) == "1,400 articles in French and 1 in Arabic were left out, because only English is read."
    assert set(hrefs(drawn)) == {"about?reason=language"}
    assert shown(notes.describe_languages(View(), found[1:])).startswith("1 article in Arabic was left out")
    assert notes.describe_languages(View(), found[:0]) == ""
