"""Kept pages: what of an answer is kept, under which name, and how the page's own address stays with it.

The bytes of a page are kept as they came, after one line that says where they are from: the comment that browsers write
into pages which they save ("saved from url"). `preprocess` reads it where a page declares no address of its own. Of an
encoding that only the server named, a second line says it.
"""

import codecs
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from urllib3.util import Url

from dashboard.fetch.addresses import drop_tracking
from dashboard.fetch.client import Answer
from dashboard.fetch.listing import find_root
from dashboard.fetch.outcome import UnfetchedError

# Types of which the body is read at all; what it is, its first bytes decide.
READ = frozenset((
    "", "text/html", "application/xhtml+xml", "text/plain", "application/pdf", "text/xml", "application/xml",
    "application/rss+xml", "application/atom+xml", "application/rdf+xml", "application/gzip", "application/x-gzip",
    "application/octet-stream", "binary/octet-stream",
))  # fmt: skip

# The outermost elements of what news agencies send, which `preprocess` reads.
AGENCY = ("nitf", "newsItem", "newsMessage")

# Bytes in which a page must declare its encoding (HTML standard), and in which a PDF says that it is one.
DECLARATION_BYTES = 1024

# Characters of a folder's name, of the readable part of a file's, and of the digest that tells two addresses apart.
# File systems allow 255 for a name.
LONGEST_HOST, LONGEST_NAME, DIGEST = 200, 80, 10

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_DOCTYPE = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?<!doctype[^>]*>", re.IGNORECASE)
# Possessive, so that many comments are taken in one way only.
_HTML = re.compile(
    rb"\s*+(?:<\?xml[^>]*>\s*+)?(?:<!--(?:(?!-->).)*+-->\s*+)*+<(?:!doctype\s+html|html)\b", re.IGNORECASE | re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Kept:
    """The bytes of a file, and its path below the folder."""

    path: Path
    data: bytes


def accepts(kind: str) -> bool:
    """Whether the body of an answer of this type is worth reading."""
    return kind in READ


def make_kept(answer: Answer) -> Kept:
    """What is kept of an answer that is no feed; raises UnfetchedError if it is no page."""
    suffix = _find_suffix(answer)
    address = drop_tracking(answer.url)
    if suffix == ".html":
        data = _mark_page(answer, address)
    elif suffix == ".txt":
        data = f"url: {address}\n\n".encode() + _as_utf8(answer.body, _charset(answer))
    else:
        data = answer.body
    return Kept(_path(answer.url, address, suffix), data)


def _find_suffix(answer: Answer) -> str:
    kind, start = _kind(answer), answer.body[:DECLARATION_BYTES]
    if not answer.body.strip():
        raise UnfetchedError("empty: the page holds nothing", answer.status)
    if b"%PDF-" in start:
        return ".pdf"
    root = find_root(answer.body)
    if root.lower() == "html" or _HTML.match(start):
        return ".html"
    if root in AGENCY:
        return ".xml"
    if kind in ("text/html", "application/xhtml+xml"):
        return ".html"
    if kind == "text/plain" and b"\x00" not in start:
        return ".txt"
    what = f"XML whose outermost element is {root[:40]!r}" if root else kind or "no known type"
    raise UnfetchedError(
        f"type: {what}; HTML, plain text, PDF, feeds and maps of sites are kept", answer.status, is_lasting=True
    )


def _kind(answer: Answer) -> str:
    return answer.headers.get("content-type", "").partition(";")[0].strip().lower()


def _charset(answer: Answer) -> str:
    """The encoding that the server names, as Python knows it; "" if it names none."""
    found = _CHARSET.search(answer.headers.get("content-type", "").encode())
    with suppress(LookupError):
        return codecs.lookup(found[1].decode()).name if found else ""
    return ""


def _mark_page(answer: Answer, address: str) -> bytes:
    """The page with its address, which stands below the doctype, as browsers write it."""
    body = answer.body
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        body = _as_utf8(body, "utf-16")
    body = body.removeprefix(codecs.BOM_UTF8)
    # Two hyphens would end the comment for some programs.
    shown = address.replace("--", "-%2D")
    mark = f"<!-- saved from url=({len(shown):04d}){shown} -->\n"
    if not _is_utf8(body):
        declared = _CHARSET.search(body[:DECLARATION_BYTES])
        label = _charset(answer) or (declared[1].decode() if declared else "")
        # First, since an encoding counts only at the beginning, and the server's before the page's own.
        mark = (f'<meta charset="{label}">\n' if label else "") + mark
    doctype = _DOCTYPE.match(body)
    end = doctype.end() if doctype else 0
    return body[:end] + (b"\n" if end else b"") + mark.encode() + body[end:]


def _as_utf8(data: bytes, charset: str) -> bytes:
    """The text in UTF-8 if the server's encoding fits; else as it came."""
    if not charset or _is_utf8(data):
        return data
    try:
        return data.decode(charset).encode()
    except (UnicodeError, LookupError):
        return data


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    return True


def _path(url: Url, address: str, suffix: str) -> Path:
    """Host, then a name that can be read; the same for the same address, and for no other."""
    named = f"{url.host}-{url.port}" if url.port else str(url.host)
    host = re.sub(r"[^a-z0-9.-]+", "-", named.lower()).strip(".-")[-LONGEST_HOST:].lstrip(".-")
    words = re.sub(r"[^a-z0-9]+", "-", (url.path or "").lower()).strip("-")[-LONGEST_NAME:].strip("-")
    digest = hashlib.sha256(address.encode()).hexdigest()[:DIGEST]
    return Path(host or "host") / f"{words or 'page'}-{digest}{suffix}"
