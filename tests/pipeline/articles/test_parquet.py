"""Parquet files, written by pyarrow as pandas and Spark have it write them."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.pipeline.articles import Article, Reject, parquet, read_articles

BODY = "The ferry to Orlin sank at noon on Sunday. All ninety passengers were saved."
OTHER = "The dockers of Orlin walked out, the union said on Tuesday."


def read(path: Path, columns: dict[str, Any], **options: Any) -> list[Article | Reject]:
    pq.write_table(pa.table(columns), path / "a.parquet", **options)
    return list(read_articles([path / "a.parquet"]))


def test_rows_are_articles_under_the_names_of_other_formats(tmp_path: Path) -> None:
    ferry, dockers, empty = read(
        tmp_path,
        {
            "maintext": pa.array([BODY, OTHER, None]),
            "title": pa.array(["Ferry sinks", "Dockers walk out", "Nothing"]).dictionary_encode(),
            "date_publish": pa.array([datetime(2024, 12, 8, 13, 15), None, None], pa.timestamp("ns", "Asia/Tokyo")),
            "date": pa.array([None, date(2024, 12, 9), None]),
            "source": pa.array([{"name": "Orlin Herald"}, {"name": None}, None]),
            "url": pa.array([b"https://orlin.example/1", b"\xff", None]),
            "id": pa.array([Decimal(77), Decimal(78), None]),
            "embedding": pa.array([[0.5] * 3] * 3),
        },
    )
    assert isinstance(ferry, Article), ferry
    assert isinstance(dockers, Article), dockers
    assert (ferry.title, ferry.text, ferry.source) == ("Ferry sinks", f"Ferry sinks\n\n{BODY}", "Orlin Herald")
    assert (ferry.published, ferry.url) == (datetime(2024, 12, 8, 13, 15, tzinfo=UTC), "https://orlin.example/1")
    assert (dockers.published, dockers.url) == (datetime(2024, 12, 9, tzinfo=UTC), None)
    assert (ferry.external_id, dockers.external_id) == ("77", "78")
    assert isinstance(empty, Reject)
    assert (empty.record, empty.reason) == ("row 3", "empty: no letter in the text")


def test_a_file_without_a_text_column_is_one_reject(tmp_path: Path) -> None:
    [found] = read(tmp_path, {"url": ["a"], "status": [200]})
    assert isinstance(found, Reject)
    assert (found.record, found.reason[:49]) == ("", "no text column: the file has 'url', 'status'; it ")
    assert found.reason.endswith("or be named by --column text=NAME or, on the page Add articles, under Columns")


@pytest.mark.parametrize("data", [b"PAR1 nothing PAR1", b"", b"no parquet"])
def test_a_damaged_file_is_one_reject(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "a.parquet").write_bytes(data)
    [found] = read_articles([tmp_path])
    assert isinstance(found, Reject)
    assert (found.record, found.reason) == (
        "", "parquet: the file is damaged (ArrowInvalid while it was read); write it again",
    )  # fmt: skip


def test_damage_within_the_file_costs_no_article_before_it(tmp_path: Path) -> None:
    texts = [f"{BODY} It was ferry {number}." for number in range(300)]
    read(tmp_path, {"text": texts}, row_group_size=100, compression="gzip", use_dictionary=False)
    data = bytearray((tmp_path / "a.parquet").read_bytes())
    start = pq.ParquetFile(tmp_path / "a.parquet").metadata.row_group(1).column(0).data_page_offset
    data[start : start + 60] = b"\xff" * 60
    (tmp_path / "a.parquet").write_bytes(data)
    *articles, last = read_articles([tmp_path])
    assert len(articles) == 100
    assert isinstance(last, Reject)
    assert (last.record, last.reason.partition(":")[0]) == ("row 101", "parquet")


def test_what_is_beyond_a_bound_is_a_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "LEAST_UNPACKED", 10_000)
    monkeypatch.setattr(parquet, "MOST_TIMES_UNPACKED", 0)
    article, *_, reject = read(tmp_path, {"text": [BODY] * 1_000})
    assert isinstance(article, Article)
    assert isinstance(reject, Reject)
    assert reject.reason.startswith("too long: the file unpacks to more than ")
    monkeypatch.setattr(parquet, "MOST_ROWS", 1)
    [found] = read(tmp_path, {"text": [BODY, OTHER]})
    assert isinstance(found, Reject)
    assert found.reason == "too long: 2 rows; 1 or fewer are read; split the file"
