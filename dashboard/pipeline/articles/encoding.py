"""Decodes UTF-8 and UTF-16, with or without a byte order mark, and by a guess the code pages that were before them.

A guess may change names, so the article carries a note of it; where no code page fits surely, the reason of the reject
names the likely one. UTF-8 in which a byte is damaged is never read as anything else.
"""

import codecs
import gzip
import io
import re
from collections.abc import Buffer, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from typing import BinaryIO, NamedTuple, TextIO, cast

from dashboard import settings
from dashboard.pipeline.articles.codepage import EVIDENCE, guess_page, name_page
from dashboard.pipeline.articles.notes import Note
from dashboard.pipeline.articles.record import Allowance, RejectedError

# Characters of a line of JSON or of a row of CSV: a text may be escaped, and other fields stand beside it. It is above
# LONGEST_TEXT so that a text that is too long gives a reject that says so.
LONGEST_RECORD = 10 * settings.LONGEST_TEXT

# Characters that are read at a time.
PIECE = 1_000_000

# Bytes before and after the first invalid one by which a reject names the likely encoding: a few paragraphs, 20 ms.
SAMPLE = 20_000

# Bytes at the beginning by which UTF-16 without a mark is known: English text in it has a NUL in every second byte,
# and so have the first ones, be they of a headline, of a header or of JSON.
OPENING, FIRST = 1_000, 8
FEWEST_NULS, MOST_NULS = 0.7, 0.05

# UTF-16 without a mark, and in which of two bytes the NUL of an English letter is.
UNMARKED = {"utf-16-le": 1, "utf-16-be": 0}

DAMAGED = "encoding: UTF-8 in which a byte is damaged; save it again as UTF-8"
LONE_SURROGATE = "encoding: lone surrogate (half of a character); save the file again as UTF-8"


class Decoded(NamedTuple):
    """The text of a file, and a note if its encoding was guessed."""

    text: str
    notes: tuple[Note, ...] = ()


def decode(data: bytes) -> Decoded:
    """The text of a whole file; raises RejectedError when its encoding cannot be told."""
    codec = _codec(data[:OPENING])
    try:
        return Decoded(data.decode(codec))
    except UnicodeDecodeError as error:
        if _is_damaged(data.decode("utf-8", "surrogateescape")):
            raise RejectedError(DAMAGED) from None
        page = guess_page(data)
        if page is not None:
            with suppress(UnicodeDecodeError):
                return Decoded(data.decode(page), (_note(page),))
        raise RejectedError(_explain_bytes(data[max(0, error.start - SAMPLE) : error.start + SAMPLE])) from None


class CodePage:
    """The code page of what `open_text` could not decode, guessed from all such lines of a file when it is needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._reason = ""  # of the rejects, found once a file: it takes milliseconds, and every line may need it

    def decode(self, text: str) -> Decoded:
        """A valid text as it is, any other by the guessed page.

        Raises RejectedError if no page is sure, or if the text is damaged UTF-8.
        """
        if is_valid(text):
            return Decoded(text)
        try:
            data = text.encode("utf-8", "surrogateescape")
        except UnicodeEncodeError:  # from UTF-16 or an escape in JSON, so there are no bytes
            raise RejectedError(LONE_SURROGATE) from None
        if _is_damaged(text):
            raise RejectedError(DAMAGED)
        if self._guess is not None:
            with suppress(UnicodeDecodeError):
                return Decoded(data.decode(self._guess), (_note(self._guess),))
        self._reason = self._reason or explain_invalid(text)
        raise RejectedError(self._reason)

    @cached_property
    def _guess(self) -> str | None:
        found = bytearray()
        with open_text(self._path, newline="\n") as lines:
            for line in split_lines(lines):
                if isinstance(line, str) and not is_valid(line) and not _is_damaged(line):
                    with suppress(UnicodeEncodeError):
                        found += line.encode("utf-8", "surrogateescape")
                if len(found) >= EVIDENCE:
                    break
        return guess_page(bytes(found)) if found else None


def _is_damaged(text: str) -> bool:
    """Whether a text with invalid bytes is UTF-8 with some damage: it has as many letters that are valid as bytes that
    are not. Of other pages hardly any byte is."""
    valid = text.encode("utf-8", "ignore").decode()
    return len(valid) - len(valid.encode("ascii", "ignore")) >= len(text) - len(valid)


def _note(page: str) -> Note:
    return Note("code page", name_page(page))


def open_text(path: Path, newline: str) -> TextIO:
    """The file opened as text, unpacked if its name ends in .gz. Invalid bytes are read as lone surrogates.

    So an invalid byte affects only its own line or row; `is_valid` finds it. Truncated UTF-16 raises UnicodeError.
    """
    with open_bytes(path) as file:
        codec = _codec(file.read(OPENING))
    errors = "surrogateescape" if codec == "utf-8-sig" else "surrogatepass"
    return io.TextIOWrapper(open_bytes(path), encoding=codec, errors=errors, newline=newline)


def read_up_to(text: TextIO, most: int) -> str:
    """The first characters, `most` or all that there are. Python's own `read` takes the memory of `most` beforehand."""
    pieces, left = [], most
    while left > 0 and (piece := text.read(min(left, PIECE))):
        pieces.append(piece)
        left -= len(piece)
    return "".join(pieces)


def split_lines(text: TextIO) -> Iterator[str | int]:
    """Each line; of one with more than LONGEST_RECORD characters only their number, since it is not kept in memory."""
    while line := text.readline(LONGEST_RECORD + 1):
        length = len(line)
        if length <= LONGEST_RECORD:
            yield line
            continue
        while not line.endswith(("\n", "\r")) and (line := text.readline(LONGEST_RECORD)):
            length += len(line)
        yield length


def explain_too_long(length: int) -> str:
    """The reason to reject a line or row of so many characters."""
    return f"too long: {length:,} characters; a record has {LONGEST_RECORD:,} or fewer"


def is_valid(text: str) -> bool:
    """Whether the text has no lone surrogate, so that it can be written as UTF-8."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def explain_invalid(text: str) -> str:
    """The reason to reject a text from `open_text` that is not valid; it names the likely encoding."""
    invalid = re.search("[\ud800-\udfff]", text)
    start = invalid.start() if invalid else 0
    try:
        return _explain_bytes(text[max(0, start - SAMPLE) : start + SAMPLE].encode("utf-8", "surrogateescape"))
    except UnicodeEncodeError:  # from UTF-16 or an escape in JSON, so there are no bytes to guess from
        return LONE_SURROGATE


def _explain_bytes(data: bytes) -> str:
    guess = _guess(data)
    looks = f"looks like {guess}" if guess else "no encoding fits"
    return f"encoding: not UTF-8; {looks}; save it as UTF-8"


def open_bytes(path: Path) -> BinaryIO:
    """The file opened, unpacked if its name ends in .gz; reading raises RejectedError where it unpacks to too much."""
    is_packed = path.name.lower().endswith(".gz")
    return cast(BinaryIO, io.BufferedReader(_Unpacked(path))) if is_packed else path.open("rb")


class _Unpacked(io.RawIOBase):
    """A packed file as it is unpacked; raises RejectedError when it has given as much as it may."""

    def __init__(self, path: Path) -> None:
        self._allowance = Allowance(path.stat().st_size)
        self._file = gzip.GzipFile(path)

    def readable(self) -> bool:
        """Always true."""
        return True

    def readinto(self, buffer: Buffer) -> int:
        """Unpack into the buffer; returns the number of bytes, 0 at the end."""
        data = self._file.read1(len(memoryview(buffer)))
        self._allowance.take(len(data))
        memoryview(buffer)[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def _codec(opening: bytes) -> str:
    """The Unicode of a file that begins so; UTF-8 where it may be none."""
    if opening.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    for codec, nul in UNMARKED.items():
        half, first = len(opening) // 2, opening[:FIRST]
        nuls, others = opening[nul::2].count(0), opening[1 - nul :: 2].count(0)
        if nuls >= FEWEST_NULS * half and others <= MOST_NULS * half and first[nul::2].count(0) * 2 == FIRST:
            return codec
    return "utf-8-sig"


def _guess(data: bytes) -> str:
    # Imported here because most runs never need it.
    from charset_normalizer import from_bytes

    names = [name for match in from_bytes(data) for name in (match.encoding, *match.could_be_from_charset)]
    if not names:
        return ""
    # The Latin code pages differ only in letters that are rare in English, so name the commonest.
    latin = names[0].startswith(("cp125", "iso8859", "latin"))
    best = "cp1252" if latin and "cp1252" in names else names[0]
    return name_page(best)
