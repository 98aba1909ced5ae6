"""What kind a file is: by its name, unless what it holds says that the name is wrong, or that it has none.

Archives of news and old programs write rich text and web pages under the name .doc, and downloads lose their suffix. A
file of an unknown kind is an article only if it is prose: code, logs and lists are not.
"""

import csv
import json
import re
import zipfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path, PurePath

from dashboard.pipeline.articles.encoding import decode
from dashboard.pipeline.articles.fields import DELIMITERS, is_header
from dashboard.pipeline.articles.package import OLE
from dashboard.pipeline.articles.record import RejectedError, path_as_text

# Bytes of the beginning in which the kind is looked for.
HEAD = 20_000

# Words and ends of sentences that prose has, and the fraction of its characters that are letters and blanks. 745 of the
# 788 articles of FA-KES are prose by that, the others have fewer sentences; of 968 scripts, style sheets and programs
# in C without their headers 3 are, of 2,758 modules of Python 52, most of them comments.
LEAST_WORDS, LEAST_SENTENCES, LEAST_LETTERS = 40, 2, 0.9

# What a file begins with, and under which name it is read then.
_MAGIC = {b"%PDF-": ".pdf", b"{\\rtf": ".rtf", b"PAR1": ".parquet"}
_PARTS = {"word/": ".docx", "xl/": ".xlsx"}
_HTML = re.compile(r"\s*(?:<\?xml[^<>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL)
_JSON = re.compile(r"[\[{]\s*[\"{\[\]}]")
# The first key of a document, which no prose begins with.
_OBJECT = re.compile(r"\[?\s*\{\s*\"[^\"\n]{1,60}\"\s*:")
_BOX = re.compile(r"From \S.*\d\d:\d\d.*\d{4}\s*$", re.MULTILINE)
_HEADERS = re.compile(r"(?:[A-Z][A-Za-z-]+:.*\n(?:[ \t].*\n)*)+")
_OF_MAIL = re.compile(r"^(?:MIME-Version|Message-ID|Received):", re.MULTILINE | re.IGNORECASE)
_PAGES = (".html", ".htm", ".xhtml")
_SENTENCE = re.compile(r"[a-z]{2}[.!?][\"”’)]*\s+[\"“‘(]*[A-Z]")

# What is to be done with files that hold articles and are not read. The first ones are ZIP files, whose parts are no
# articles.
_PACKAGES = {
    ".xlsb": "a binary workbook; open it and save it as .xlsx",
    ".ods": "a spreadsheet of OpenDocument; open it and save it as .xlsx",
    ".odt": "a text of OpenDocument; open it and save it as .docx",
    ".pages": "a document of Pages; export it as .docx",
    ".docm": "a Word document with macros; open it and save it as .docx",
    ".pptx": "slides; save their text as .docx or .txt",
    ".epub": "a book; save its text as .docx or .txt",
}
_REMEDIES = _PACKAGES | {
    ".doc": "a document of Word 97; open it and save it as .docx",
    ".dot": "a document of Word 97; open it and save it as .docx",
    ".xls": "a workbook of Excel 97; open it and save it as .xlsx",
    ".ppt": "slides; save their text as .docx or .txt",
    ".msg": "a message of Outlook; save it as .eml, or its text as .txt",
    ".pst": "a box of Outlook; export its messages as .eml or .mbox",
}
_SHEETS = (".xls", ".xlsb", ".ods")
_BLANKS = "\ufeff \t\r\n"
# Prose that is no article: what programs come with.
_NO_ARTICLES = re.compile(
    r"(?:licen[cs]e|copying|copyright|notice|readme|authors|contributors|changelog|install|todo|makefile|dockerfile)"
    r"(?:[-_.]\w+)?|.*(?:\.(?:log|out|err|py|js|ts|css|c|h|cpp|java|r|sh|sql|ini|cfg|conf|toml|ya?ml|tex|bib"
    r"|srt|vtt|lock|bak|tmp|part|crdownload)|~)",
    re.IGNORECASE,
)


def find_kind(path: Path, name: str, suffix: str, suffixes: Collection[str]) -> str:
    """The suffix under which a file of this name is read. `suffix` is that of the name, empty if none of `suffixes` is.

    Raises RejectedError, with what is to be done, if it is read under none.
    """
    with path.open("rb") as file:
        head = file.read(HEAD)
    found = _find_by_content(path, head, suffix)
    if found == ".html" and path.suffix.lower() in _SHEETS:  # a table, whose rows would be read as one article
        found = path.suffix.lower()
    if found in suffixes:
        return found
    if found:
        raise RejectedError(f"unsupported: {_REMEDIES[found]}")
    if suffix:
        return (suffix == ".txt" and _find_records(_decode(head).lstrip(_BLANKS))) or suffix
    if not _NO_ARTICLES.fullmatch(name) and path.suffix.lower() not in _SHEETS and (text := _decode(head)):
        begin = text.lstrip(_BLANKS)
        if kind := _find_records(begin) or _find_markup(begin) or (".txt" if _is_prose(text) else ""):
            return kind
    raise RejectedError(explain_unsupported(name, suffixes))


def explain_unsupported(name: str, suffixes: Collection[str]) -> str:
    """The reason to reject a file of this name, which ends in none of the suffixes."""
    suffix = PurePath(name).suffix
    if remedy := _REMEDIES.get(suffix.lower()):
        return f"unsupported: {remedy}"
    kind = path_as_text(Path(suffix)) if suffix else "a name without suffix"
    return f"unsupported: {kind}; articles are read from {join_suffixes(suffixes)}"


def join_suffixes(suffixes: Collection[str]) -> str:
    """The suffixes that are read, in words."""
    return f"{', '.join(suffix for suffix in suffixes if not suffix.endswith('.gz'))}, each also with .gz"


def _find_by_content(path: Path, head: bytes, suffix: str) -> str:
    """The suffix that the content calls for; empty if it calls for none."""
    begin = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    for magic, kind in _MAGIC.items():
        if begin.startswith(magic):
            return kind
    if head.startswith(b"PK\x03\x04"):
        return _find_package(path, suffix)
    if head.startswith(OLE):
        return (
            ""
            if suffix in _PARTS.values()
            else {".xls": ".xls", ".ppt": ".ppt", ".msg": ".msg"}.get(path.suffix.lower(), ".doc")
        )
    return ".html" if suffix not in _PAGES and _HTML.match(_decode(head)) else ""


def _find_records(begin: str) -> str:
    """The suffix of what holds many articles, if the text begins so: else all of them would be read as one."""
    if _OBJECT.match(begin):
        line = begin.partition("\n")[0].strip()
        if not (line.startswith("{") and line.endswith("}")):
            return ".json"
        with suppress(ValueError, RecursionError):
            return ".jsonl" if isinstance(json.loads(line), dict) else ""
        return ""
    return ".csv" if any(_is_table(begin, delimiter) for delimiter in DELIMITERS) else ""


def _is_table(begin: str, delimiter: str) -> bool:
    """Whether the first line names the columns of articles, and the first row below it has as many cells."""
    rows = csv.reader(begin.splitlines(keepends=True), delimiter=delimiter, strict=True)
    header: list[str] = []
    try:
        header = next(rows, [])
        return is_header(header, is_first=False) and len(next(filter(None, rows), [])) == len(header)
    except csv.Error:  # the row goes on behind what was read
        return is_header(header, is_first=False)


def _find_markup(begin: str) -> str:
    """The suffix of JSON, XML or mail, if the text begins so."""
    if _JSON.match(begin):
        return ".json"
    if begin.startswith(("<?xml", "<rss", "<feed")):
        return ".xml"
    if _BOX.match(begin):
        return ".mbox"
    headers = _HEADERS.match(begin)
    return ".eml" if headers and _OF_MAIL.search(headers[0]) else ""


def _find_package(path: Path, suffix: str) -> str:
    """The suffix that the content of a ZIP file calls for; empty if it calls for none."""
    if (own := path.suffix.lower()) in _PACKAGES:
        return own
    try:
        with zipfile.ZipFile(path) as package:
            names = package.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError, UnicodeError):
        return ""
    if "[Content_Types].xml" not in names:
        return "" if suffix else ".zip"
    return next((kind for part, kind in _PARTS.items() if any(name.startswith(part) for name in names)), "")


def _decode(head: bytes) -> str:
    """The beginning as text; empty if it is none. A character that is cut off at the end counts for nothing."""
    for end in range(4):
        try:
            return decode(head[: len(head) - end]).text
        except RejectedError:
            if len(head) < HEAD:
                break
    return head.decode("cp1252", "replace") if b"\0" not in head else ""


def _is_prose(text: str) -> bool:
    words = text.split()
    plain = " ".join(words)
    letters = sum(character.isalpha() or character == " " for character in plain)
    return (
        len(words) >= LEAST_WORDS
        and letters >= LEAST_LETTERS * len(plain)
        and len(_SENTENCE.findall(plain)) >= LEAST_SENTENCES
    )
