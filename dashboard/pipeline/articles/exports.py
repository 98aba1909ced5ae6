"""Recognises what Dateline itself wrote: of it only the table of articles holds their texts.

Exports of quotes and sentences have a column `text`, of which each row is a part of an article: read as articles they
would be thousands of scraps.
"""

from collections.abc import Collection, Iterable, Mapping
from pathlib import PurePath

from dashboard.pipeline.articles.encoding import open_text
from dashboard.pipeline.articles.record import InputFile, RejectedError

# What the head of a CSV file of Dateline begins with.
HEAD = "# Dateline "

# Columns that quotes, sentences and names have in every table and export, and that no article has.
OF_PARTS = frozenset(("article_id", "sentence", "start", "end"))

# The table that holds the texts, and what lies beside it.
ARTICLES, MANIFEST = "articles.parquet", "manifest.json"

REMEDY = f"give the articles themselves, or {ARTICLES} of its folder of tables"
EXPORT = f"export: Dateline wrote this file, and it holds no texts of articles; {REMEDY}"


def check_head(file: InputFile) -> None:
    """Raise RejectedError if the file is a CSV file of Dateline; none of these holds the texts of articles."""
    with open_text(file.path, newline="") as text:
        if text.readline(100).lstrip('"').startswith(HEAD):
            raise RejectedError(EXPORT)


def check_columns(columns: Iterable[str]) -> None:
    """Raise RejectedError if a table has the columns of Dateline's quotes or sentences, wherever it was saved since."""
    if set(columns) >= OF_PARTS:
        raise RejectedError(f"export: its rows are quotes or sentences of Dateline and no articles; {REMEDY}")


def is_export(document: object) -> bool:
    """Whether a JSON document is one of those that Dateline writes: rows, the note on an export, a manifest."""
    if not isinstance(document, Mapping):
        return False
    files = document.get("files")
    described = [document, *files.values()] if isinstance(files, Mapping) else [document]
    described += [document.get("dateline")]
    return any(isinstance(each, Mapping) and {"set", "corpus", "link"} <= each.keys() for each in described) or (
        {"set", "input_digest", "created"} <= document.keys()
    )


def find_beside_articles(paths: Collection[PurePath]) -> set[PurePath]:
    """Those of the paths that lie in a folder of Dateline's tables and are not its table of articles."""
    folders = {path.parent for path in paths if path.name == MANIFEST}
    tables = {path for path in paths if path.name == ARTICLES} | {path.parent for path in paths}
    folders = {folder for folder in folders if folder / ARTICLES in tables}
    outermost = {folder for folder in folders if folders.isdisjoint(folder.parents)}
    return {
        path
        for path in paths
        for folder in outermost.intersection(path.parents)
        if path.relative_to(folder).parts[0] != ARTICLES
    }
