"""Reads the article in a rich text file (.rtf), or those of a collection: the text by paragraphs, as it is seen.

Archives of news and old programs write it, under the name .doc, too. Deleted text, comments, footnotes, headers and
footers are not read.
"""

import re
from collections.abc import Iterator

from dashboard.pipeline.articles.heading import choose_title
from dashboard.pipeline.articles.plain import join_paragraphs, read_text
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError

# Bytes, without pictures: a second of processor time a megabyte on text, and no shape that was tried takes longer.
LONGEST_RTF = 20_000_000

# Characters of the table of fonts; striprtf takes the square of it. Those of Word have some ten thousand.
LONGEST_FONTS = 100_000

_BINARY = re.compile(rb"\\bin(\d{1,9}) ?")
_PICTURE = re.compile(rb"[0-9a-fA-F\s]{2000,}")
_CODE_PAGE = re.compile(r"\\ansicpg(\d{3,5})")
_CONTROL = re.compile(r"\\(?:([a-z]+)(-?\d+)? ?|[^a-z])", re.DOTALL)
_TITLE = re.compile(r"\{\\title ((?:[^{}\\]|\\[^{}]){1,2000})\}")
# Written in place of a control word that striprtf reads in another way than a reader does. What begins with \* is
# left out until its group ends.
_IN_PLACE = {
    "line": "\u2028",
    "cell": "\\tab ",
    "nestcell": "\\tab ",
    "deleted": "\\*",
    "listtext": "\\*",
    "fldinst": "\\fldtype ",  # else the address of a link is put into the text
}


def read_rtf(file: InputFile) -> Iterator[RawArticle | Reject]:
    """The one raw article of a file, or those of an archive's collection, as `read_plain` reads them.

    Raises RejectedError if the file is no rich text, is too long or has no text.
    """
    rtf = _decode(_drop_pictures(file))
    try:
        title, text = _find_title(rtf), _strip(rtf)
    except RejectedError:
        raise
    # Broad on purpose: striprtf raises what its steps raise, of numbers that are none and codes that do not exist.
    except Exception as error:
        reason = f"rtf: {type(error).__name__} while it was read; open it in a word processor and save it again"
        raise RejectedError(reason) from error
    paragraphs = [line.replace("\u2028", "\n").strip() for line in text.split("\n")]
    if not any(paragraphs):
        raise RejectedError("rtf: no text; the pages may be pictures; save the text of the article as .rtf or .txt")
    yield from read_text(file, join_paragraphs(paragraphs), choose_title(title, (), list(filter(None, paragraphs))))


def _drop_pictures(file: InputFile) -> bytes:
    """The bytes without those of pictures, which have no braces of their own."""
    with file.path.open("rb") as handle:
        data = handle.read(10 * LONGEST_RTF + 1)
    pieces, end = [], 0
    while found := _BINARY.search(data, end):
        pieces.append(data[end : found.start()])
        end = found.end() + int(found[1])
    data = _PICTURE.sub(b"", b"".join([*pieces, data[end:]]))
    if len(data) > LONGEST_RTF:
        raise RejectedError(
            f"too long: {len(data):,} bytes without pictures; {LONGEST_RTF:,} or fewer are read; split the file"
        )
    if not data.lstrip().startswith(b"{\\rtf"):
        raise RejectedError("rtf: the file does not begin as rich text; save it again as .rtf")
    return data


def _decode(data: bytes) -> str:
    """The file as text: ASCII, but for programs that write letters as they are."""
    try:
        return data.decode()
    except UnicodeDecodeError:
        code_page = _CODE_PAGE.search(data[:10_000].decode("latin-1"))
    try:
        return data.decode(f"cp{code_page[1]}" if code_page else "cp1252", "replace")
    except LookupError:
        return data.decode("cp1252", "replace")


def _strip(rtf: str) -> str:
    """The text; a line is a paragraph, and U+2028 a line break within one."""
    from striprtf.striprtf import font_table_group, rtf_to_text

    if len(font_table_group(rtf)) > LONGEST_FONTS:
        raise RejectedError(
            f"rtf: a table of fonts with more than {LONGEST_FONTS:,} characters; save it again as .docx"
        )
    text: str = rtf_to_text(_CONTROL.sub(_replace, rtf), errors="replace").replace("\xad", "")
    # Beyond U+FFFF a character is written as two halves.
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _replace(control: re.Match[str]) -> str:
    if control[2] == "0" or control[1] not in _IN_PLACE:
        return control[0]
    return _IN_PLACE[control[1]]


def _find_title(rtf: str) -> str | None:
    """The title among the properties."""
    found = _TITLE.search(rtf[:100_000])
    return _strip(f"{{\\rtf1\\ansi {found[1]}}}") if found else None
