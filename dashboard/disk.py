"""The disk: whether files can be written to a folder, how much room it has, and one line for whoever can make room."""

import errno
import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import DiskError

# What the system says of a disk or a folder, and not of a fault of the program: no room, a quota that is used up, files
# of that size not allowed, read-only, a broken disk, no permission.
REFUSALS = frozenset(
    (errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS, errno.EIO, errno.ESTALE, errno.EACCES, errno.EPERM)
)

# The same as SQLite says it.
SQLITE_REFUSALS = frozenset(
    (sqlite3.SQLITE_FULL, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN)
)


@contextmanager
def writing(folder: Path, remedy: str) -> Iterator[None]:
    """Raise DiskError in place of an error that says that a file in `folder` could not be written; others stay.

    The message names the folder, the reason, the room that is left, and the remedy.
    """
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        if isinstance(error, DiskError) or not is_refusal(error) or not _is_within(error, folder):
            raise
        said = f"{reason(error)}; {describe_room(folder)}"
        raise DiskError(f"{folder} cannot be written to ({said}); {remedy}") from error


def write_whole(path: Path, data: bytes) -> None:
    """Write a file so that a reader sees the old one or the whole new one, whatever happens meanwhile.

    Of several who write it at a time, the last one's stays, whole.
    """
    part = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        part.write_bytes(data)
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def check_room(folder: Path, needed: int, what: str, remedy: str) -> None:
    """Raise DiskError where `folder` has less room than `needed` bytes, which `what` takes."""
    free = find_room(folder)
    if free is not None and free < needed:
        raise DiskError(f"{folder} has {size(free)} free, and {what} {size(needed)}; {remedy}")


def is_refusal(error: Exception) -> bool:
    """Whether an error says that the disk took no more, or that nothing may be written there."""
    if isinstance(error, sqlite3.Error):
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in SQLITE_REFUSALS
    return isinstance(error, OSError) and error.errno in REFUSALS


def reason(error: Exception) -> str:
    """What the system says, without the path: databases say theirs first, and the system's reason behind a colon."""
    if isinstance(error, OSError) and error.errno:
        return os.strerror(error.errno)
    return " ".join(str(error).split()).rpartition(": ")[2]


def describe_room(folder: Path) -> str:
    """The room that is left on the disk of a folder, in words."""
    free = find_room(folder)
    return "how much is free is not known" if free is None else f"{size(free)} free"


def find_room(folder: Path) -> int | None:
    """The bytes that are free for this user on the disk of a folder, or of the nearest one above that is there."""
    for above in (folder, *folder.absolute().parents):
        try:
            return shutil.disk_usage(above).free
        except OSError:
            continue
    return None


def size(count: int) -> str:
    """So many bytes: 0.1 MB, 12.4 MB, 1.2 GB; decimal units, as disks are sold."""
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:.1f} MB"


def _is_within(error: Exception, folder: Path) -> bool:
    """Whether the file that the error names, if it names one, lies in the folder."""
    name = getattr(error, "filename", None)
    return not isinstance(name, str | os.PathLike) or Path(name).absolute().is_relative_to(folder.absolute())
