"""Cells of CSV files: what no spreadsheet runs, and what comes back as it was, whatever the text."""

import csv

from benchmarks.attack import cells


def test_no_text_is_run_and_each_comes_back() -> None:
    assert cells.main(["--count", "300", "--seed", "7"]) == 0


def test_the_attack_sees_a_cell_that_is_run() -> None:
    assert cells.is_run("\ufeff＝1") and not cells.is_run("'=1")
    assert any(cells.is_run(cell) for cell in cells.split('"a","b;=1"\n', ";", csv.QUOTE_MINIMAL))
