"""The data of this package: input files, the raw articles found in them, and the articles or rejects made of those."""

import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from dashboard import settings
from dashboard.pipeline.articles.columns import Columns
from dashboard.pipeline.articles.notes import Note

# Bytes of a file with one article: 16 for each character of text. The markup of a news page is about ten times its
# text.
LONGEST_FILE = 16 * settings.LONGEST_TEXT

# Bytes that a packed file may unpack to: so many times its own, or so many where that is more. News packs to a third or
# a quarter, a table of short repeated rows to a twentieth, a file that is made to fill the memory to a thousandth.
MOST_TIMES_UNPACKED = 100
LEAST_UNPACKED = 10_000_000

# Characters that no title, outlet, agency, address or id has, and no path as it is shown.
CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")


class RejectedError(ValueError):
    """The input is rejected; the message is the reason: its kind, a colon and the details ("json: …").

    It is not in `errors.py` because it never leaves this package. It is a class of its own because a plain ValueError
    may be a bug, which must not pass for bad input.
    """


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `published` is in UTC, with its time zone set. Every string can be written as UTF-8.

    Two are equal whatever the `notes` on how they were read.
    """

    article_id: str
    external_id: str
    title: str | None
    text: str
    published: datetime | None
    source: str | None
    agency: str | None
    url: str | None
    path: str
    language: str
    notes: tuple[Note, ...] = field(default=(), compare=False)


@dataclass(frozen=True, slots=True)
class Reject:
    """One input that is no article. `record` is "line 12" or "row 7", or empty if it is the whole file."""

    path: str
    record: str
    reason: str


def path_as_text(path: Path) -> str:
    """The path as one line of UTF-8; control characters and bytes that are not UTF-8 are escaped."""
    text = os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")
    return CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)


def stem_of(name: str) -> str:
    """The last part of the name of an InputFile."""
    return name.rpartition("/")[2]


def shorten_id(given: str) -> str:
    """The id; of one with more than LONGEST_VALUE characters the beginning, and a digest that keeps it unique."""
    if len(given) <= settings.LONGEST_VALUE:
        return given
    digest = hashlib.blake2b(given.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
    return f"{given[: settings.LONGEST_VALUE - len(digest) - 1]}-{digest}"


class Allowance:
    """How many bytes may still be unpacked of a file that has `packed` bytes, with all that lies within it."""

    def __init__(self, packed: int) -> None:
        self._packed = packed
        self._most = self._left = max(LEAST_UNPACKED, MOST_TIMES_UNPACKED * packed)

    def take(self, count: int) -> None:
        """Take so many bytes of it; raises RejectedError if it has no more."""
        self._left -= count
        if self._left < 0:
            raise RejectedError(
                f"too long: {self._packed:,} bytes unpack to more than {self._most:,}; what is behind them was not"
                " read; unpack the file to read all of it"
            )


@dataclass(frozen=True, slots=True)
class Member:
    """A file within an InputFile, such as one of an archive or what a message has attached.

    `name` is its path within, whose end says its format. `open` gives its bytes, unpacked, while the file is read.
    `is_all` says that the file holds nothing else, so that no record needs to name it; `is_packed` that it may have
    more bytes than the file.
    """

    name: str
    open: Callable[[], BinaryIO]
    is_all: bool = False
    is_packed: bool = True


@dataclass(frozen=True, slots=True)
class Within:
    """Where the bytes of a member come from: a file of the input, where records name it by `record`.

    It lies in `depth` files that lie in one another, and `allowance` is what may still be unpacked of the outermost.
    """

    path: Path
    record: str
    depth: int
    allowance: Allowance


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read. `name` is its path below the given folder, without the suffix.

    `unique_path` is the shortest end of its path that no other file of the run has; it is at least what lies below the
    given folder. `has_namesake` says whether another file of the run has the same stem. `columns` are those that the
    user names, for all files of the run.

    A member of another file, as those of an archive, is read as a file in a folder of the archive's name would be. Its
    bytes lie at `path` while it is read, and its stem is told apart from those within the same archive.
    """

    path: Path
    name: str
    unique_path: str
    has_namesake: bool
    within: Within | None = None
    columns: Columns = field(default_factory=Columns, compare=False)

    @property
    def path_text(self) -> str:
        """The path of the file of the input, as text that can be written as UTF-8."""
        return path_as_text(self.within.path if self.within else self.path)

    def locate(self, record: str) -> str:
        """The record as the file of the input has it: of a member, behind its name, as in "2024/news.jsonl, line 3"."""
        return ", ".join(filter(None, (self.within.record, record))) if self.within else record

    @property
    def stem(self) -> str:
        """The file name without its suffix."""
        return stem_of(self.name)

    @property
    def is_too_long(self) -> bool:
        """Whether it is too long for a file with one article; such a file is not read."""
        return self.path.stat().st_size > LONGEST_FILE

    def read(self, most: int = LONGEST_FILE) -> bytes:
        """The bytes of the file; raises RejectedError if it is longer than `most`, too long for one article."""
        with self.path.open("rb") as handle:
            size = self.path.stat().st_size
            data = handle.read(most + 1) if size <= most else b""
        if size <= most and len(data) <= most:  # it may have grown
            return data
        raise RejectedError(f"too long: {size:,} bytes; a file with one article has {most:,} or fewer")


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of an article; None for what the input does not give.

    `stamp` is the date as it is given, which may be one that cannot be read; `notes` say how it was read.
    """

    external_id: str | None = None
    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None
    stamp: object = None
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as a reader found it, not yet checked. `name` is the basis of its article_id if no id is given.

    `record` is where in `file` it was found, as the reader of its format says it.
    """

    file: InputFile
    record: str
    name: str
    body: str
    metadata: Metadata
    notes: tuple[Note, ...] = ()

    @property
    def file_and_record(self) -> str:
        """Names the article uniquely in the run, as in "2024/news.jsonl, line 3".

        The only article of a file has the stem of the file, or its unique path if another file has the same stem.
        """
        if self.record:
            return shorten_id(f"{self.file.unique_path}, {self.record}".strip())
        name = self.file.unique_path if self.file.has_namesake else self.file.stem
        return shorten_id(name.strip() or "article")  # a link loses blanks at the ends

    @property
    def located(self) -> str:
        """The record in the file of the input."""
        return self.file.locate(self.record)
