"""What Dateline wrote itself is told from articles, whichever way it comes back."""

import csv
import io
import json
from pathlib import Path, PurePosixPath

import openpyxl
import pyarrow.parquet as pq
import pytest

from dashboard.exports import export_set
from dashboard.exports.forms import FORMS
from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.articles.exports import EXPORT, OF_PARTS, check_columns, find_beside_articles
from dashboard.pipeline.articles.record import RejectedError
from dashboard.queries.downloads import DOWNLOADS
from dashboard.tables.contract import TABLES
from tests.queries.conftest import ARTICLES, QUOTES, write_tables
from tests.sets import write_set

TEXT = "The ferry to Orlin sank at noon on Monday. All ninety passengers were saved."


@pytest.fixture(scope="module")
def exports(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all exports of a set, in every format."""
    folder = tmp_path_factory.mktemp("exported")
    write_set(
        folder / "tables", write_tables(ARTICLES, QUOTES), {"input_digest": "a", "created": "2025-01-01T00:00:00"}
    )
    for form in FORMS:
        export_set(folder / "tables", folder / form, form)
    return folder


@pytest.mark.parametrize(
    "name",
    [
        *(f"{form}/dateline-{name}.{form}" for form in ("csv", "json") for name in DOWNLOADS),
        "csv/dateline-export.json",
        "geojson/dateline-places.geojson",
    ],
)
def test_an_export_is_one_reject_that_says_so(exports: Path, name: str) -> None:
    assert list(read_articles([exports / name])) == [Reject(str(exports / name), "", EXPORT)]


def test_a_manifest_is_one_too(exports: Path) -> None:
    [found] = read_articles([next((exports / "tables/sets").rglob("manifest.json"))])
    assert isinstance(found, Reject)
    assert found.reason == EXPORT


@pytest.mark.parametrize("name", ["quotes", "sentences"])
def test_quotes_and_sentences_are_known_without_the_head_too(exports: Path, tmp_path: Path, name: str) -> None:
    lines = (exports / f"csv/dateline-{name}.csv").read_text("utf-8-sig").splitlines(keepends=True)
    (tmp_path / "a.csv").write_text("".join(line for line in lines if not line.startswith("# ")), "utf-8")
    [found] = read_articles([tmp_path / "a.csv"])
    assert isinstance(found, Reject)
    assert found.reason.startswith("export: its rows are quotes or sentences of Dateline and no articles; give ")


def test_the_columns_tell_parts_of_articles_from_articles(exports: Path) -> None:
    texts = {name for name in DOWNLOADS if "text" in pq.read_schema(exports / f"parquet/dateline-{name}.parquet").names}
    assert texts == {
        "article",
        "claims",
        "doubtful-pins",
        "drift",
        "first-named",
        "movements",
        "newest-quotes",
        "quotes",
        "sentences",
    }, "if an export holds texts of articles, it must be read"
    for name in texts:
        path = exports / f"parquet/dateline-{name}.parquet"
        with pytest.raises(RejectedError):
            check_columns(pq.read_schema(path).names)
        [found] = read_articles([path])
        assert isinstance(found, Reject)
        assert found.reason.startswith("export: ")
    for name, table in TABLES.items():
        if "text" in table.schema.names:
            assert (set(table.schema.names) >= OF_PARTS) == (name != "articles")


def test_a_workbook_of_quotes_is_one_too(exports: Path, tmp_path: Path) -> None:
    rows = pq.read_table(exports / "parquet/dateline-quotes.parquet").to_pylist()
    workbook = openpyxl.Workbook()
    sheet = workbook.active
    assert sheet is not None
    for cells in (rows[0], *(row.values() for row in rows)):
        sheet.append([str(cell) for cell in cells])
    workbook.save(tmp_path / "quotes.xlsx")
    [found] = read_articles([tmp_path / "quotes.xlsx"])
    assert isinstance(found, Reject)
    assert found.reason.startswith("export: ")


@pytest.mark.parametrize("form", ["csv", "parquet"])
def test_a_table_of_articles_gives_the_same_ones(exports: Path, tmp_path: Path, form: str) -> None:
    table = pq.read_table(exports / "tables/articles.parquet")
    rows = table.to_pylist()
    if form == "csv":
        file = io.StringIO()
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
        (tmp_path / "articles.csv").write_text(file.getvalue(), "utf-8")
    else:
        pq.write_table(table, tmp_path / "articles.parquet")
    found = {each.article_id: each for each in read_articles([tmp_path]) if isinstance(each, Article)}
    for row in (row for row in rows if row["article_id"] in found):
        each = found[row["article_id"]]
        assert (each.title, each.text, each.source, each.url) == (row["title"], row["text"], row["source"], row["url"])
        assert each.published == row["published"]
    assert found


def test_of_a_folder_of_tables_only_the_articles_are_input() -> None:
    names = (
        "news/a.txt", "t/manifest.json", "t/articles.parquet/part-0.parquet", "t/quotes.parquet",
        "t/parts/x/articles.parquet", "t/sets/1/manifest.json", "t/sets/1/articles.parquet", "x/manifest.json",
        "x/b.txt",
    )  # fmt: skip
    passed_over = find_beside_articles([PurePosixPath(name) for name in names])
    assert {str(path) for path in passed_over} == {
        "t/manifest.json", "t/quotes.parquet", "t/parts/x/articles.parquet", "t/sets/1/manifest.json",
        "t/sets/1/articles.parquet",
    }  # fmt: skip


def test_other_files_with_such_words_are_articles(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(f'article_id,sentence,text\n1,5,"{TEXT}"\n')
    (tmp_path / "b.json").write_text(json.dumps({"files": {"a": {"text": TEXT}}, "dateline": "Orlin, Monday"}))
    assert [type(each) for each in read_articles([tmp_path])] == [Article, Article]
