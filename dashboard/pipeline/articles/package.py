"""Checks a file of an office program before a library opens it: a ZIP package whose parts unpack to a bounded size.

Python's zipfile unpacks no more of a part than the package says it has, so what it says is what is checked.
"""

import zipfile
import zlib
from pathlib import Path

from dashboard.pipeline.articles.record import RejectedError

# Bytes of all parts, which the libraries keep in memory, pictures too; and how many parts there may be.
MOST_UNPACKED, MOST_PARTS = 300_000_000, 20_000

# What a file of Office 97 begins with, and a newer one that is protected by a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROTECTED = "EncryptedPackage".encode("utf-16-le")


def check_package(path: Path, kind: str) -> None:
    """Raise RejectedError if the file is no such package, is protected by a password, or unpacks to too much."""
    with path.open("rb") as handle:
        if handle.read(len(OLE)) == OLE:
            raise RejectedError(f"{kind}: {_explain_ole(path)}")
    try:
        with zipfile.ZipFile(path) as package:
            parts = package.infolist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, UnicodeError, zlib.error):
        raise RejectedError(f"{kind}: the file is damaged or no .{kind} file; save it again as .{kind}") from None
    size = sum(part.file_size for part in parts)
    if size > MOST_UNPACKED or len(parts) > MOST_PARTS:
        raise RejectedError(
            f"too long: {len(parts):,} parts that unpack to {size:,} bytes; {MOST_PARTS:,} parts of {MOST_UNPACKED:,}"
            " bytes in all are read; split the file"
        )


def _explain_ole(path: Path) -> str:
    # Chosen: the list of what the file holds stands near its beginning or its end.
    with path.open("rb") as handle:
        if _PROTECTED in handle.read(10_000_000):
            return "protected by a password; save it without one"
    return "a file of an old office program under a new name; open it and save it in the new format"
