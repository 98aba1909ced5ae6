"""Reads news articles from files and folders, and says why anything in them is no article.

`read_articles` finds the files (`files`) and has each read in its format (`plain`, `webpage`, `lines`, `rows`). What
lies within a file, in an archive or attached to mail, is unpacked (`archives`, `unpacking`) and read in the same way.
The metadata is read from fields of any usual name, or that the user names (`fields`, `columns`, `dates`, `agency`).
What was uncertain or absent is noted (`notes`). Every raw article is then checked (`acceptance`) and becomes either an
Article or a Reject. `read_entries` reads a file only if the last run has not read it, as the `ledger` of that run says.
"""

from dashboard.pipeline.articles.columns import Columns
from dashboard.pipeline.articles.ledger import (
    LEDGER,
    ArticleEntry,
    Entry,
    Ledger,
    RejectEntry,
    digest_article,
    entry_row,
)  # fmt: skip
from dashboard.pipeline.articles.reading import find_inputs, read_articles, read_entries
from dashboard.pipeline.articles.record import Article, InputFile, Reject

__all__ = [
    "LEDGER", "Article", "ArticleEntry", "Columns", "Entry", "InputFile", "Ledger", "Reject", "RejectEntry",
    "digest_article", "entry_row", "find_inputs", "read_articles", "read_entries",
]  # fmt: skip
