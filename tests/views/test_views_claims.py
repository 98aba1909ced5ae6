"""Claims: a grid of who says what when, with what is contradicted and confirmed, and where each cell leads."""

from typing import Any

import pandas as pd
import pytest

from dashboard.columns.claims import MATTERS
from dashboard.views.claims import (
    COLUMNS,
    IN_A_CELL,
    NAMES,
    SOURCES,
    claims,
    grid,
    make_grid,
    proposition_columns,
    reversals,
    with_names,
)
from dashboard.views.markup import table
from tests.views.conftest import View, hrefs, pieces, shown


def claim(said_by: str, day: str, answer: str, **columns: Any) -> dict[str, Any]:
    return {
        "claim_id": f"{said_by}{day}{answer}", "article_id": "a", "title": "Title", "source": "Wire", "sentence": 2,
        "published": pd.Timestamp(day), "teller": "actor", "teller_id": said_by.lower(), "said_by": said_by,
        "sourcing": "named", "answer": answer, "disputes": 0, "agreeing": 0, "context": f"It was {answer}, they said.",
        "context_start": 100, "start": 107, "end": 107 + len(answer), **columns,
    }  # fmt: skip


def frame(*rows: dict[str, Any]) -> pd.DataFrame:
    return pd.DataFrame(list(rows))


def test_every_matter_has_a_name() -> None:
    assert NAMES.keys() == {*MATTERS}


def test_a_grid_has_a_row_a_source_and_a_column_a_day() -> None:
    made = make_grid(frame(
        claim("Army", "2024-12-08 09:00", "held", disputes=1), claim("HTS", "2024-12-08 02:00", "taken", agreeing=1),
        claim("Army", "2024-12-06", "held"), claim("Wire", "2024-12-06", "taken", teller="outlet", sourcing=None),
        claim("Wire", "2024-12-06", "held", teller="outlet", sourcing=None),
        claim("Wire", "2024-12-08", "held", teller="outlet", sourcing=None),
    ))  # fmt: skip
    assert made.columns == ["2024-12-06", "2024-12-08"]
    assert [who["said_by"] for who, _ in made.rows] == ["Army", "HTS", "Wire"], "outlets on their own word come last"
    html = str(grid(View(), made))
    wide, narrow = html.split('<div class="dl-by-day">')
    assert pieces(wide, 'span class="dl-claim differs"') == ["≠ held Wire"]
    assert pieces(wide, 'span class="dl-claim agrees"') == ["= taken Wire"]
    assert pieces(narrow, 'h3 class="dl-kind"') == ["2024-12-06", "2024-12-08"]
    assert "articles?article=a&sentence=2" in hrefs(wide) and "claims?teller=actor%3Aarmy" in hrefs(wide)
    assert "claims?from=2024-12-06&to=2024-12-06&teller=outlet%3Awire" in hrefs(narrow), "two claims in one cell"


def test_what_is_said_again_stands_once_and_what_is_too_much_is_counted() -> None:
    several = [claim("Army", "2024-12-06", f"{number} people") for number in range(IN_A_CELL + 2)]
    made = make_grid(frame(*several, {**several[0], "claim_id": "again"}))
    html = str(grid(View(), made)).split('<div class="dl-by-day">')[0]
    assert "0 people Wire · 2 times" in shown(html) and "all 6 claims" in shown(html)


@pytest.mark.parametrize(("freq", "label"), [("D", "2024-12-02"), ("3D", "week of 2024-12-02"), ("10D", "2024-12")])
def test_columns_stand_for_weeks_and_months_where_the_days_are_many(freq: str, label: str) -> None:
    days = pd.date_range("2024-12-02", periods=COLUMNS if freq == "D" else COLUMNS * 2, freq=freq)
    made = make_grid(frame(*(claim("Army", f"{day:%Y-%m-%d}", "held") for day in days)))
    assert made.columns[0] == label and len(made.columns) <= COLUMNS


def test_a_grid_shows_those_who_say_most() -> None:
    rows = [claim(f"Source {number}", "2024-12-06", "held") for number in range(SOURCES + 3)]
    assert make_grid(frame(*rows)).left_out == 3


def test_words_of_articles_are_no_markup() -> None:
    row = claim("<b>Army", "2024-12-06", "<i>held", context='"><script>held</script>', source="<u>Wire")
    html = str(grid(View(), make_grid(frame(row)))) + str(claims(View(), frame(row)))
    assert "<b>" not in html and "<i>" not in html and "<script>" not in html and "<u>" not in html


def test_a_claim_is_marked_in_its_sentence() -> None:
    html = str(claims(View(), frame(claim("Army", "2024-12-06", "held"))))
    assert pieces(html, 'mark class="hit"') == ["held"]
    assert 'data-ref="sentence:a:2"' in html and "receipt" in html


def test_a_proposition_opens_as_a_grid_of_its_days() -> None:
    rows = with_names(frame({
        "matter": "control", "location_id": "7", "place": "Homs", "said": "held, taken", "sources": 2, "answers": 2,
        "claims": 3, "disputes": 1, "outlets": 1, "first": pd.Timestamp("2024-12-06"),
        "last": pd.Timestamp("2024-12-08"),
    }))  # fmt: skip
    html = str(table(rows, proposition_columns(View(sourcings=("named",)))))
    assert "Control of Homs" in shown(html)
    days = "from=2024-12-06&to=2024-12-08"
    assert f"claims?{days}&sourcing=named&at=7&matter=control" in hrefs(html)
    assert f"disputes?{days}&sourcing=named&at=7&matter=control" in hrefs(html)


def test_a_reversal_has_both_sentences_the_earlier_first() -> None:
    sides = {"earlier": claim("Army", "2024-12-06", "held"), "later": claim("Army", "2024-12-08", "left")}
    row = {f"{side}_{name}": value for side, each in sides.items() for name, value in each.items()}
    shared = {"of": "control", "place": "Homs", "teller": "actor", "teller_id": "army", "said_by": "Army"}
    html = str(reversals(View(), frame({**row, **shared})))
    assert pieces(html, 'h3 class="dl-kind"') == ["Army: Control of Homs"]
    assert pieces(html, 'mark class="clash"') == ["held", "left"]
