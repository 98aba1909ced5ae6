"""Reads articles from a Parquet file: one article a row, under the names of fields that CSV and JSON have, too.

Only the columns that an article needs are read, some rows at a time.
"""

from collections.abc import Iterator

from dashboard.pipeline.articles.columns import plain_key
from dashboard.pipeline.articles.exports import check_columns
from dashboard.pipeline.articles.fields import INNER, KNOWN_KEYS, TEXT_KEYS, WRAPPERS, explain_no_text, has_text
from dashboard.pipeline.articles.record import (
    LEAST_UNPACKED,
    MOST_TIMES_UNPACKED,
    InputFile,
    RawArticle,
    Reject,
    RejectedError,
)
from dashboard.pipeline.articles.table import TableRow, read_table

# Rows that are read at a time, and rows of a file: one that says it has more was made to hold a run up.
BATCH, MOST_ROWS = 100, 20_000_000


def read_parquet(file: InputFile) -> Iterator[RawArticle | Reject]:
    """A raw article or a reject for every row. The record is "row 7", counted from 1.

    Raises RejectedError if the file is damaged or has no text column.
    """
    yield from read_table(file, _list_rows)


def _list_rows(file: InputFile) -> Iterator[TableRow | Reject]:
    """Every row, and a Reject where the rest cannot be read."""
    import pyarrow.parquet as pq  # not at the top: it takes 0.2 s to load

    number = given = 0
    most = max(LEAST_UNPACKED, MOST_TIMES_UNPACKED * file.path.stat().st_size)
    try:
        with pq.ParquetFile(file.path) as table:
            names = list(table.schema_arrow.names)
            file.columns.meet(names)
            if not has_text(names, file.columns) and not any(name in WRAPPERS for name in names):
                raise RejectedError(explain_no_text(names, "the file"))
            check_columns(names)
            if (rows := table.metadata.num_rows) > MOST_ROWS:
                raise RejectedError(f"too long: {rows:,} rows; {MOST_ROWS:,} or fewer are read; split the file")
            usual = (*TEXT_KEYS, *KNOWN_KEYS)
            used = [
                name
                for name in names
                if plain_key(name) in usual or name in (*WRAPPERS, *INNER) or file.columns.is_named(name)
            ]
            for batch in table.iter_batches(BATCH, columns=used, use_threads=False):
                given += batch.nbytes
                if given > most:
                    reason = (
                        f"too long: the file unpacks to more than {most:,} bytes; the rows from here on were not read"
                    )
                    yield Reject(file.path_text, f"row {number + 1}", reason)
                    return
                for row in batch.to_pylist():
                    number += 1
                    yield TableRow(f"row {number}", f"{file.stem}-{number}", row)
    except RejectedError:
        raise
    # Broad on purpose: pyarrow raises errors of its own and of what it calls, and an OSError that has no number.
    except Exception as error:
        if isinstance(error, OSError) and error.errno is not None:
            raise
        reason = f"parquet: the file is damaged ({type(error).__name__} while it was read); write it again"
        yield Reject(file.path_text, f"row {number + 1}" if number else "", reason)
