"""What goes through the readers: files, drafts found in them, and what these become: articles or rejects."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from dashboard import settings

# Bytes a character that a file may spend: the markup of a news page is about ten times as long as its text.
BYTES_A_CHARACTER = 16


class RefusedError(ValueError):
    """Its message is the reason of a reject: a kind that can be counted, a colon, the rest ("json: …").

    Not in `errors.py`, since it never leaves this folder; not a plain ValueError, since a bug may not pass
    for bad input.
    """


@dataclass(frozen=True, slots=True)
class Article:
    """One article: `published` is aware and in UTC; null is None; every string can be written as UTF-8."""

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
    """One input that gave no article; `record` is "line 12", "row 7", or empty when it is the whole file."""

    path: str
    record: str
    reason: str


def show_path(path: Path) -> str:
    """The path as text that can be written: names of files may hold bytes that are no UTF-8."""
    return os.fsencode(path.as_posix()).decode("utf-8", "backslashreplace")


@dataclass(frozen=True, slots=True)
class InputFile:
    """One file to read; `name` is its path below the folder that was given, without the suffix."""

    path: Path
    name: str

    @property
    def shown(self) -> str:
        """The path as text that can be written."""
        return show_path(self.path)

    @property
    def stem(self) -> str:
        """The file name without its suffix."""
        return self.name.rpartition("/")[2]

    def read(self) -> bytes:
        """The whole file; raises RefusedError when no single article is that large."""
        size, limit = self.path.stat().st_size, settings.LONGEST_TEXT * BYTES_A_CHARACTER
        if size > limit:
            raise RefusedError(f"too long: {size:,} bytes; a file with one article has {limit:,} or fewer")
        return self.path.read_bytes()


@dataclass(frozen=True, slots=True)
class Facts:
    """What is said about an article beside its text; None where nothing is."""

    external_id: str | None = None
    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    agency: str | None = None
    url: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """What a reader found, before it is judged; `name` is what an id is made of when none is given."""

    file: InputFile
    record: str
    name: str
    body: str
    facts: Facts
