"""The preview: what would be read of inputs, found by the readers alone, without a model."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from dashboard.additions.preview import MOST, SECONDS, Found, Preview, Refused
from dashboard.pipeline.articles import Columns, Ledger, Reject, RejectEntry, find_inputs, read_entries
from dashboard.pipeline.articles.columns import LONGEST_KEY

# What stands between the cells of a table.
DELIMITER = re.compile("[,;\t|]")


def preview_articles(
    inputs: Sequence[Path], columns: Mapping[str, str] | None = None, most: int = MOST, seconds: float = SECONDS
) -> Preview:
    """What the files and folders hold: the first `most` articles and rejects, and how many are read in `seconds`.

    `columns` are columns of tables by what they hold; one that is absent is no error. Raises InputError as
    `read_articles` does. Limit: a copy of what the tables have already is counted as an article.
    """
    began = time.monotonic()
    found: list[Found] = []
    refused: list[Refused] = []
    articles = undated = rejects = 0
    is_whole = True
    named = Columns(columns or {}, keeps_all=True)
    files = [each if isinstance(each, Reject) else replace(each, columns=named) for each in find_inputs(inputs)]
    for entry in read_entries(files, Ledger(), frozenset()):
        if isinstance(entry, RejectEntry):
            rejects += 1
            if len(refused) < most:
                refused.append(Refused(entry.path, entry.record, entry.reason))
        elif each := entry.article:
            articles += 1
            undated += each.published is None
            if len(found) < most:
                published = each.published.isoformat() if each.published else None
                found.append(Found(each.path, each.title, published, each.source, each.language, len(each.text)))
        if time.monotonic() - began > seconds:
            is_whole = False
            break
    absent = [named.named[what] for what in named.absent]
    return Preview(articles, undated, rejects, is_whole, found, refused, _list_columns(named), absent)


def _list_columns(named: Columns) -> list[str]:
    """The columns that tables have and that can be named; a line before its delimiter was found is none."""
    usable = (each for each in named.met if each.strip() and each.isprintable() and len(each) <= LONGEST_KEY)
    return [each for each in usable if not DELIMITER.search(each)]
