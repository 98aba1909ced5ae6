"""Decodes UTF-8, with or without a byte order mark, and UTF-16 with one. Anything else is rejected.

Other encodings are not guessed, because a wrong guess changes names and nobody notices. The reason of the reject names
the likely encoding.
"""

import codecs
import gzip
import re
from pathlib import Path
from typing import TextIO, cast

from dashboard.pipeline.articles.record import RejectedError

# Bytes before and after the first invalid one from which the encoding is guessed: a few paragraphs, 20 ms.
SAMPLE = 20_000

LONE_SURROGATE = "encoding: lone surrogate (half of a character); save the file again as UTF-8"


def decode(data: bytes) -> str:
    """The text of a whole file; raises RejectedError when it is in another encoding."""
    try:
        return data.decode(_codec(data))
    except UnicodeDecodeError as error:
        raise RejectedError(_explain_bytes(data[max(0, error.start - SAMPLE) : error.start + SAMPLE])) from None


def open_text(path: Path, newline: str) -> TextIO:
    """The file opened as text, unpacked if its name ends in .gz. Invalid bytes are read as lone surrogates.

    So an invalid byte affects only its own line or row; `is_valid` finds it. Truncated UTF-16 raises UnicodeError.
    """
    opener = gzip.open if path.name.lower().endswith(".gz") else open
    with opener(path, "rb") as file:
        codec = _codec(file.read(2))
    errors = "surrogateescape" if codec == "utf-8-sig" else "surrogatepass"
    return cast(TextIO, opener(path, "rt", encoding=codec, errors=errors, newline=newline))


def is_valid(text: str) -> bool:
    """Whether the text has no lone surrogate, so that it can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def explain_invalid(text: str) -> str:
    """The reason to reject a text from `open_text` that is not valid; it names the likely encoding."""
    try:
        return _explain_bytes(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # from UTF-16 or an escape in JSON, so there are no bytes to guess from
        return LONE_SURROGATE


def _explain_bytes(data: bytes) -> str:
    guess = _guess(data)
    looks = f"looks like {guess}" if guess else "no encoding fits"
    return f"encoding: not UTF-8; {looks}; save it as UTF-8"


def _codec(data: bytes) -> str:
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _guess(data: bytes) -> str:
    # Imported here because most runs never need it.
    from charset_normalizer import from_bytes

    names = [name for match in from_bytes(data) for name in (match.encoding, *match.could_be_from_charset)]
    if not names:
        return ""
    # The Latin code pages differ only in letters that are rare in English, so name the commonest.
    latin = names[0].startswith(("cp125", "iso8859", "latin"))
    best = "cp1252" if latin and "cp1252" in names else names[0]
    return re.sub(r"^cp(125\d)$", r"windows-\1", best).replace("_", "-")
