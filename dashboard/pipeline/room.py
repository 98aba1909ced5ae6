"""Room: what a run will write, by the sizes of its files, so that a disk that is too small is known before.

Limits: an estimate by bytes. Files of the last run count as nothing, whatever was added to them, and so do as many
bytes as parts have already. Rejects and copies take no room, and nobody knows them before.
"""

from collections.abc import Iterable, Sequence
from pathlib import Path

from dashboard.disk import check_room, describe_room, find_room, size
from dashboard.pipeline.articles import Reject
from dashboard.pipeline.articles.record import InputFile
from dashboard.tables.sets import REMEDY

# Bytes of parts and of the set for each byte of a file of articles: 1.6 on 788 articles of FA-KES (1.6 MB of JSON
# Lines, 2026-11-27). Markup is ten times its text, and gzip or ZIP makes a third of it.
TABLES = 1.6
MARKUP, PACKED = 0.1, 3.0
MARKED_UP = (".html", ".htm", ".xhtml", ".mhtml", ".mht", ".warc")

# The same of the files that the pages read. Where these do not fit, pages read the tables, which takes memory instead.
PAGES = 5.0

# Bytes of tables and of these files that even a small corpus takes.
LEAST = 4_000_000

# Share of the estimate that is needed for certain: files have other fields than text, and articles that are rejected.
CERTAIN = 0.25


def check_room_for(folder: Path, files: Sequence[InputFile | Reject], known: Iterable[str], parts: Path) -> str:
    """A note where the disk of `folder` may be too small for what a run will write; "" where it has room.

    `known` are the paths of the files that the last run read, `parts` is the folder of what was annotated before.
    Raises DiskError where the disk is too small for certain.
    """
    seen = set(known)
    read = sum(_bytes_of_text(file) for file in files if isinstance(file, InputFile) and file.path_text not in seen)
    written = sum(path.stat().st_size for path in parts.rglob("*.parquet"))
    expected = int(max(0.0, read * TABLES - written))
    what = f"tables of these files, {size(int(read))} of text, take at least"
    check_room(folder, int(expected * CERTAIN), what, REMEDY)
    free, pages = find_room(folder), int(read * PAGES) + LEAST
    if free is None or free >= expected + pages:
        return ""
    return (
        f"{folder} has {describe_room(folder)}. The tables may take {size(expected)}, and the files that pages read "
        f"{size(pages)}. If the disk is full before the end, what was annotated stays."
    )


def _bytes_of_text(file: InputFile) -> float:
    try:
        count = file.path.stat().st_size
    except OSError:  # reading it will give a reject
        return 0.0
    name = file.path.name.lower()
    factor = PACKED if name.endswith((".gz", ".tgz", ".zip")) else 1.0
    return count * factor * (MARKUP if name.removesuffix(".gz").endswith(MARKED_UP) else 1.0)
