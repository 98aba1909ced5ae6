"""Touched: the corrections that changed a mention behind a number."""

from dashboard.corrections.record import Correction
from dashboard.filters import Filters
from dashboard.queries.touched import touching_number
from dashboard.store import Store
from tests.corrections.conftest import ARTICLES, build, number_log

MERGE = Correction("merge", actor="julani", into="jolani")
SPLIT = Correction("split", actor="bashar", into="iraq", surfaces=("Assad",), articles=("ext-b",))


def test_a_number_lists_the_corrections_of_what_it_counts_and_no_other() -> None:
    reader = Store(build(ARTICLES), {}, number_log(MERGE, SPLIT)).reader()
    for filters, found in (
        (Filters(), ["2", "1"]), (Filters(written=("Assad",)), ["2"]), (Filters(written=("Julani",)), ["1"]),
        (Filters(at=("1",)), []), (Filters(named=("jolani",)), ["1"]),
    ):  # fmt: skip
        listed = touching_number(reader, filters)
        assert (list(listed["correction_id"]) if len(listed) else []) == found, filters


def test_a_correction_is_listed_however_many_mentions_the_others_changed() -> None:
    reader = Store(build(ARTICLES), {}, number_log(MERGE, SPLIT)).reader()
    reader.execute(
        "CREATE TEMP TABLE corrected AS SELECT '1' AS correction_id, 'c' AS article_id, 0::INTEGER AS start, 6 AS end"
        " FROM range(30_000) UNION ALL SELECT correction_id, article_id, start, 6 FROM corrected"
    )
    assert list(touching_number(reader, Filters(written=("Assad",)))["correction_id"]) == ["2"]
