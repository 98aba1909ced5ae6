"""Characters out of bytes: UTF-8, with or without a byte order mark, or UTF-16 with one; nothing is guessed.

A wrong guess changes names without a trace: the input is refused, and the reason names the likely encoding.
"""

import codecs
import gzip
import re
from pathlib import Path
from typing import TextIO, cast

from dashboard.pipeline.articles.record import RefusedError

# Bytes around the first wrong one that the guess is made from: enough for a few paragraphs, 20 ms.
SAMPLE = 20_000

LONE_SURROGATE = "encoding: lone surrogate, half of a character; write the file anew as UTF-8"


def decode(data: bytes) -> str:
    """The characters of a whole file; raises RefusedError when it is none of these."""
    try:
        return data.decode(_codec(data))
    except UnicodeDecodeError as error:
        raise RefusedError(_explain(data[max(0, error.start - SAMPLE) : error.start + SAMPLE])) from None


def open_text(path: Path, newline: str) -> TextIO:
    """The file, unpacked when it ends in .gz, as text in which wrong bytes are lone surrogates.

    So one wrong byte costs its own line or row: ask `is_whole`. UTF-16 that is cut short raises UnicodeError.
    """
    opener = gzip.open if path.name.lower().endswith(".gz") else open
    with opener(path, "rb") as file:
        codec = _codec(file.read(2))
    errors = "surrogateescape" if codec == "utf-8-sig" else "surrogatepass"
    return cast(TextIO, opener(path, "rt", encoding=codec, errors=errors, newline=newline))


def is_whole(text: str) -> bool:
    """Whether the text holds no lone surrogate, that is, can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def explain(text: str) -> str:
    """The reason to refuse a text of `open_text` that is not whole, naming what its bytes look like."""
    try:
        return _explain(text.encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # UTF-16, or JSON's own escapes: there are no bytes to guess from
        return LONE_SURROGATE


def _explain(data: bytes) -> str:
    guess = _guess(data)
    looks = f"looks like {guess}" if guess else "no encoding fits"
    return f"encoding: not UTF-8; {looks}; save it as UTF-8"


def _codec(data: bytes) -> str:
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"


def _guess(data: bytes) -> str:
    # Imported here since most runs never need it.
    from charset_normalizer import from_bytes

    names = [name for match in from_bytes(data) for name in (match.encoding, *match.could_be_from_charset)]
    if not names:
        return ""
    # The Latin code pages differ in few letters, and English has few of those: the usual one it is.
    latin = names[0].startswith(("cp125", "iso8859", "latin"))
    best = "cp1252" if latin and "cp1252" in names else names[0]
    return re.sub(r"^cp(125\d)$", r"windows-\1", best).replace("_", "-")
