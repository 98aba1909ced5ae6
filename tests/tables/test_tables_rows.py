import pytest

from dashboard.errors import TablesError
from dashboard.tables import rows as tables_rows
from dashboard.tables.contract import TABLES
from dashboard.tables.rows import Row, Rows

REJECT = {"path": "a.csv", "record": "row 3", "reason": "width: row has 2 cells"}


def test_a_row_is_told_by_its_names_and_not_by_their_order() -> None:
    rows = Rows("rejects")
    rows.add(REJECT)
    rows.add(dict(reversed(REJECT.items())))
    assert rows.table().to_pylist() == [REJECT, REJECT]


@pytest.mark.parametrize("name", TABLES)
def test_no_rows_are_an_empty_table_of_the_contract(name: str) -> None:
    table = Rows(name).table()
    assert table.num_rows == 0
    assert table.schema.equals(TABLES[name].schema)


def test_rows_keep_their_order_over_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tables_rows, "ROWS_A_BATCH", 3)
    rows = Rows("rejects")
    given = [{**REJECT, "record": f"row {number}"} for number in range(8)]
    rows.extend(given)
    assert rows.table().to_pylist() == given
    rows.add(REJECT)
    assert rows.table().to_pylist() == [*given, REJECT]


@pytest.mark.parametrize(
    ("row", "absent", "strange"),
    [
        ({"path": "a.csv", "record": ""}, "['reason']", "[]"),
        ({**REJECT, "kind": "width"}, "[]", "['kind']"),
        ({"path": "a.csv", "record": "", "reasons": ""}, "['reason']", "['reasons']"),
    ],
)
def test_a_row_with_other_columns_is_refused_and_they_are_named(row: Row, absent: str, strange: str) -> None:
    with pytest.raises(TablesError) as caught:
        Rows("rejects").add(row)
    assert str(caught.value) == f"rejects: a row lacks the columns {absent} and has {strange} besides"
