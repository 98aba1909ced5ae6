"""The data of this package: input files, the raw articles found in them, and the articles or rejects made of those."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dashboard import settings

# Bytes that a file may have for each character of text. The markup of a news page is about ten times its text.
BYTES_A_CHARACTER = 16


class RejectedError(ValueError):
    """The input is rejected; the message is the reason: its kind, a colon and the details ("json: …").

    It is not in `errors.py` because it never leaves this package. It is a class of its own because a plain ValueError
    may be a bug, which must not pass for bad input.
    """


@dataclass(frozen=True, slots=True)
class Article:
    """One article. `published` is in UTC, with its time zone set. Every string can be written as UTF-8."""

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


@dataclass(frozen=True, slots=True)
class Reject:
    """One input that is no article. `record` is "line 12" or "row 7", or empty if it is the whole file."""

    path: str
    record: str
    reason: str


def path_as_text(path: Path) -> str:
    """The path as text that can be written as UTF-8; in a file name, bytes that are not UTF-8 are escaped."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


def stem_of(name: str) -> str:
    """The last part of the name of an InputFile."""
    return name.rpartition("/")[2]


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read. `name` is its path below the given folder, without the suffix.

    `unique_path` is the shortest end of its path that no other file of the run has; it is at least what lies below the
    given folder. `has_namesake` says whether another file of the run has the same stem.
    """

    path: Path
    name: str
    unique_path: str
    has_namesake: bool

    @property
    def path_text(self) -> str:
        """The path as text that can be written as UTF-8."""
        return path_as_text(self.path)

    @property
    def stem(self) -> str:
        """The file name without its suffix."""
        return stem_of(self.name)

    def read(self) -> bytes:
        """The bytes of the file; raises RejectedError if it is too large for one article."""
        size, limit = self.path.stat().st_size, settings.LONGEST_TEXT * BYTES_A_CHARACTER
        if size > limit:
            raise RejectedError(f"too long: {size:,} bytes; a file with one article has {limit:,} or fewer")
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of an article; None for what the input does not give."""

    external_id: str | None = None
    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class RawArticle:
    """An article as a reader found it, not yet checked. `name` is the basis of its article_id if no id is given."""

    file: InputFile
    record: str
    name: str
    body: str
    metadata: Metadata

    @property
    def file_and_record(self) -> str:
        """Names the article uniquely in the run, as in "2024/news.jsonl, line 3".

        The only article of a file has the stem of the file, or its unique path if another file has the same stem.
        """
        if self.record:
            return f"{self.file.unique_path}, {self.record}"
        return self.file.unique_path if self.file.has_namesake else self.file.stem
