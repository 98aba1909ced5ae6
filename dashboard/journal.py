"""Journals: files of lines that are only ever added to, by several people in several processes at a time.

- What `append` was given is whole and on the disk when it returns; where it raises, the file is as it was.
- Who adds holds a lock on the file, which ends with the process.
"""

import fcntl
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from dashboard.errors import DiskError


@contextmanager
def locked(path: Path) -> Iterator[io.FileIO]:
    """The file, made where it is absent, open for adding to its end and locked against others who read or add.

    Raises OSError where it cannot be opened.
    """
    # Without a buffer: what is left in one after an error would be written when the file is closed.
    while True:
        with path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            if not os.path.samestat(os.fstat(file.fileno()), path.stat()):
                continue  # while this process waited, an editor put another file in its place
            yield file
            return


def append(path: Path, file: io.FileIO, lines: bytes) -> None:
    """Put the lines at the end of a locked file and on the disk; where that fails, cut the file to its former length
    and raise DiskError."""
    length = file.seek(0, os.SEEK_END)
    written = 0
    try:
        while written < len(lines):  # a disk that is nearly full takes a part first, and refuses the rest
            written += file.write(lines[written:])
        os.fsync(file)
        if length == 0:
            sync_folder(path.parent)
    except OSError as error:
        file.truncate(length)
        os.fsync(file)
        raise DiskError(
            f"{path} took {written} of {len(lines)} bytes ({error.strerror}), nothing was saved; make room on its disk "
            "and save again"
        ) from error


def is_free(file: io.BufferedReader) -> bool:
    """Whether nobody is adding; from now on nobody can, until the file is closed. Nobody is waited for.

    Where the file system has no locks, somebody may be.
    """
    try:
        fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def sync_folder(folder: Path) -> None:
    """Put the folder's list of files on the disk: without it, a loss of power could lose a new file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
