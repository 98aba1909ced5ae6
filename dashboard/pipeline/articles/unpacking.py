"""Unpacks the members of a file, such as an archive, one at a time.

A member is written to a temporary file of a private folder, never under its own name, and removed after it was read.
"""

import struct
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile

from dashboard.disk import writing
from dashboard.pipeline.articles.record import Allowance, InputFile, Member, RejectedError, Within

# Bytes of a member: what the disk of temporary files must have room for. Chosen, not measured.
LONGEST_MEMBER = 4_000_000_000

# Bytes that are unpacked at a time.
PIECE = 1_000_000

# Raised by a damaged file: OSError by the disk, the others by what unpacks.
READ_ERRORS = (OSError, EOFError, zlib.error)
UNPACK_ERRORS = (
    *READ_ERRORS, BadZipFile, tarfile.TarError, struct.error, ArithmeticError, LookupError, NotImplementedError,
    ValueError,
)  # fmt: skip

ROOM = "make room, or let TMPDIR name a folder with more, and run the same command again"


@contextmanager
def unpacked(file: InputFile, member: Member, within: Within, stem: str, has_namesake: bool) -> Iterator[InputFile]:
    """The member as a file that can be read; `stem` is its name without its suffix.

    Raises RejectedError if it is damaged or longer than it may be, DiskError if there is no room for it.
    """
    with TemporaryDirectory(prefix="dateline-") as folder:
        path = Path(folder) / f"member{member.name[len(stem) :].lower()}"
        _write(member, path, within.allowance)
        inner = replace(file, path=path, within=within)
        if not member.is_all:
            name, unique_path = f"{file.name}/{stem}", f"{file.unique_path}/{member.name}"
            inner = replace(inner, name=name, unique_path=unique_path, has_namesake=has_namesake)
        yield inner


def _write(member: Member, path: Path, allowance: Allowance) -> None:
    length = 0
    with writing(path.parent, ROOM), path.open("wb") as file:
        for piece in _unpack(member):
            length += len(piece)
            if length > LONGEST_MEMBER:
                raise RejectedError(f"too long: more than {LONGEST_MEMBER:,} bytes; unpack the file to read it")
            if member.is_packed:
                allowance.take(len(piece))
            file.write(piece)


def _unpack(member: Member) -> Iterator[bytes]:
    """The bytes of a member in pieces. An error of the source is a reject, one of what it is written to is not."""
    try:
        with member.open() as source:
            while piece := source.read(PIECE):
                yield piece
    except UNPACK_ERRORS as error:
        raise RejectedError(f"unreadable: {getattr(error, 'strerror', None) or error}") from None
