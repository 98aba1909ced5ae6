"""The files of the columns, written once and then only mapped.

An array is a file of its numbers alone, whose name ends with their type: `mentions.actor.int32`. Texts are two files:
`actors.name.utf8`, one text after the other, and `actors.name.begins.int64`, where each begins, and the last ends.
"""

from collections.abc import Collection, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Literal

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard.columns.layout import GROUPS, SHARES
from dashboard.columns.strings import Strings

LETTERS, BEGINS = "utf8", "begins.int64"

# Rows that are held in memory while columns are written.
BATCH = 20_000


def write_columns(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the columns of the draft that is attached to this connection into an empty folder."""
    rows = {group: _write_group(connection, folder, group, statement) for group, statement in GROUPS.items()}
    for name, statement in SHARES.items():
        group, shares = name.split(".")
        counts = np.zeros(rows[group], np.int64)
        for batch in connection.sql(statement).to_arrow_reader(BATCH):
            counts[batch.column(0).to_numpy()] = batch.column(1).to_numpy()
        write_array(folder, f"{group}.first_of_{shares}", np.concatenate(([0], np.cumsum(counts))))


def write_array(folder: Path, name: str, array: npt.NDArray[Any]) -> None:
    """Write the array "group.column"."""
    array.tofile(folder / f"{name}.{array.dtype.name}")


def write_texts(folder: Path, name: str, texts: Sequence[str]) -> None:
    """Write the texts "group.column"."""
    letters = [text.encode() for text in texts]
    (folder / f"{name}.{LETTERS}").write_bytes(b"".join(letters))
    begins = np.cumsum([0, *(len(each) for each in letters)], dtype=np.int64)
    begins.tofile(folder / f"{name}.{BEGINS}")


def open_arrays(folder: Path) -> dict[str, npt.NDArray[Any]]:
    """The arrays by "group.column"; they can only be read. Each mapped file holds a file descriptor."""
    named = (path.name.rsplit(".", 1) for path in folder.iterdir())
    return {name: _map(folder / f"{name}.{kind}", kind, "r") for name, kind in named if kind != LETTERS}


def open_writable(folder: Path, names: Collection[str]) -> dict[str, npt.NDArray[Any]]:
    """These arrays mapped anew; what is written to one stays in this process."""
    named = (path.name.rsplit(".", 1) for path in folder.iterdir())
    return {name: _map(folder / f"{name}.{kind}", kind, "c") for name, kind in named if name in names}


def open_texts(folder: Path) -> dict[str, Strings]:
    """The texts by "group.column"."""
    return {
        path.stem: Strings(_map(path, "uint8", "r"), _map(folder / f"{path.stem}.{BEGINS}", "int64", "r"))
        for path in folder.glob(f"*.{LETTERS}")
    }


def _map(path: Path, kind: str, mode: Literal["r", "c"]) -> npt.NDArray[Any]:
    if path.stat().st_size == 0:  # nothing that could be mapped
        return np.empty(0, kind)
    return np.asarray(np.memmap(path, kind, mode))


def _write_group(connection: duckdb.DuckDBPyConnection, folder: Path, group: str, statement: str) -> int:
    """Write the columns that a statement gives, and return how many rows they have."""
    rows = 0
    with ExitStack() as stack:
        found: pa.RecordBatchReader = connection.sql(statement).to_arrow_reader(BATCH)
        files = {}
        for field in found.schema:
            kind = LETTERS if pa.types.is_string(field.type) else np.dtype(field.type.to_pandas_dtype()).name
            files[field.name] = stack.enter_context((folder / f"{group}.{field.name}.{kind}").open("wb"))
        lengths: dict[str, list[npt.NDArray[np.int64]]] = {name: [np.zeros(1, np.int64)] for name in files}
        for batch in found:
            rows += batch.num_rows
            for name, file in files.items():
                column = batch.column(name)
                if pa.types.is_string(column.type):
                    column = pc.fill_null(column, "")
                    lengths[name].append(pc.binary_length(column).to_numpy().astype(np.int64))
                    file.write("".join(column.to_pylist()).encode("utf-8"))
                else:
                    file.write(np.ascontiguousarray(column.to_numpy(zero_copy_only=False)).data)
        for field in found.schema:
            if pa.types.is_string(field.type):
                np.cumsum(np.concatenate(lengths[field.name])).tofile(folder / f"{group}.{field.name}.{BEGINS}")
    return rows
