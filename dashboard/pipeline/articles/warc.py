"""Reads the pages in archives of the web (WARC), as crawlers and tools for saving pages write them.

A page is a response with the status 200 and HTML. Its address is where it was fetched from; the day on which that
happened is not taken for its date. All other records are counted in one reject, since they are no articles by nature:
requests, notes, pictures, programs. Of the pages each is an article or a reject.
"""

import re
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

from dashboard.pipeline.articles.encoding import open_bytes
from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.record import LONGEST_FILE, InputFile, RawArticle, Reject, RejectedError
from dashboard.pipeline.articles.webpage import extract_page

PAGES = ("text/html", "application/xhtml+xml")

# Bytes of all header lines of a record. warcio keeps them.
LONGEST_HEAD = 1_000_000

# Bytes that are read at a time.
PIECE = 64_000

# Kinds of records that are named in the reject that counts them.
MOST_KINDS = 20
_KIND = re.compile(r"[a-z][a-z0-9./+-]{0,60}")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)

BEHIND = "what is behind was not read; save or download the file again"


def read_warc(file: InputFile) -> Iterator[RawArticle | Reject]:
    """A raw article or a reject for every page, with the record "record 12", and a Reject that counts all the rest.

    Raises RejectedError if the file is no archive of the web.
    """
    passed_over = Counter[str]()
    number = 0
    for number, record in enumerate(_iterate(file), 1):
        place = f"record {number}"
        try:
            if isinstance(record, str):
                raise RejectedError(record)
            page = _read_page(record)
            if isinstance(page, str):
                passed_over[page if page in passed_over or len(passed_over) < MOST_KINDS else "of other kinds"] += 1
            else:
                body, metadata = extract_page(*page)
                yield RawArticle(file, place, f"{file.stem}-{number}", body, metadata)
        except RejectedError as reason:
            yield Reject(file.path_text, place, str(reason))
    if passed_over:
        kinds = ", ".join(f"{count:,} {kind}" for kind, count in passed_over.most_common())
        counted = f"warc: {passed_over.total():,} of {number:,} records hold no page, and were passed over ({kinds})"
        yield Reject(file.path_text, "records without a page", counted)


def _iterate(file: InputFile) -> Iterator[Any]:
    """Each record, and in place of what cannot be read the reason, which is the last unless a record is only too long.

    A record must be read to its end before the next is asked for.
    """
    # Imported here, because most input is none.
    from warcio.archiveiterator import ArchiveIterator
    from warcio.bufferedreaders import DecompressingBufferedReader
    from warcio.exceptions import ArchiveLoadFailed

    class Lines(DecompressingBufferedReader):  # type: ignore[misc]
        """Refuses header lines that would take the memory."""

        left = LONGEST_HEAD

        def readline(self, length: int | None = None) -> bytes:
            """The next line."""
            line: bytes = super().readline(min(length or LONGEST_HEAD, LONGEST_HEAD))
            self.left -= len(line)
            if self.left < 0:
                raise RejectedError(f"warc: header lines of more than {LONGEST_HEAD:,} bytes; {BEHIND}")
            return line

    with open_bytes(file.path) as content:
        # The head of a response is read in `_read_page`: where there is none, warcio would end in silence.
        records = ArchiveIterator(content, no_record_parse=True)
        records.reader = lines = Lines(content)
        errors, is_first = 0, True
        while True:
            lines.left = LONGEST_HEAD
            try:
                with redirect_stderr(StringIO()):  # where warcio says what `err_count` counts
                    record = next(records, None)
            except ArchiveLoadFailed as error:
                if is_first:
                    raise RejectedError("warc: the file does not begin with a record; download it again") from None
                yield f"warc: {one_line(str(error)[:200])}; {BEHIND}"
                return
            except RejectedError as reason:
                yield str(reason)
                return
            if records.err_count > errors:
                errors = records.err_count
                yield "warc: the record above is longer than it says; what is behind its end may be lost"
            if record is None:
                break
            is_first = False
            yield record
        if lines.read(1):
            yield f"warc: no record begins there; {BEHIND}"


def _read_page(record: Any) -> tuple[bytes, str, str | None] | str:
    """The bytes of a page, its address and the encoding that is declared beside it; else what the record is.

    Raises RejectedError if it is a page that cannot be read, or if the file ends within the record.
    """
    from warcio.statusandheaders import StatusAndHeadersParser, StatusAndHeadersParserException

    if record.length is None or not isinstance(record.rec_headers.get_header("Content-Length"), str):
        raise RejectedError(f"warc: the record does not say how long it is; {BEHIND}")
    kind, address = record.rec_type or "nameless", record.rec_headers.get_header("WARC-Target-URI") or ""
    declared, status, head = (record.content_type or "") if kind == "resource" else "", "200", None
    if kind == "response" and address.startswith(("http://", "https://")):
        try:
            head = StatusAndHeadersParser([], verify=False).parse(record.raw_stream)
        except (EOFError, StatusAndHeadersParserException):
            _drain(record)
            return "responses without a head"
        declared, status = head.get_header("Content-Type") or "", head.get_statuscode()
    what = declared.partition(";")[0].strip().lower()
    if what not in PAGES:
        _drain(record)
        return what if _KIND.fullmatch(what) else kind if _KIND.fullmatch(kind) else "nameless"
    if status != "200":
        _drain(record)
        raise RejectedError(f"warc: status {status[:9]}; the page was not there when it was saved")
    charset = _CHARSET.search(declared)
    return _read_body(record, head), address, charset[1] if charset else None


def _read_body(record: Any, head: Any) -> bytes:
    """The bytes of a page as its server meant them: joined, and unpacked."""
    from warcio.bufferedreaders import ChunkedDataReader

    if record.length > LONGEST_FILE + LONGEST_HEAD:
        _drain(record)
        raise RejectedError(f"too long: {record.length:,} bytes; a page has {LONGEST_FILE:,} or fewer")
    is_chunked = head is not None and (head.get_header("Transfer-Encoding") or "").lower() == "chunked"
    data: bytes = (ChunkedDataReader(record.raw_stream) if is_chunked else record.raw_stream).read()
    _drain(record)
    encoding = ((head.get_header("Content-Encoding") if head is not None else "") or "").lower()
    if data.startswith(b"\x1f\x8b"):
        return _unpack(data, 31)
    if encoding == "deflate" and not data.lstrip().startswith(b"<"):
        return _unpack(data, 15 if data.startswith(b"\x78") else -15)
    if encoding in ("br", "zstd") and not data.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise RejectedError(f"warc: the page is packed by {encoding}, which is not read; save it as its text")
    return data


def _unpack(data: bytes, bits: int) -> bytes:
    unpacking = zlib.decompressobj(bits)
    try:
        page = unpacking.decompress(data, LONGEST_FILE + 1)
    except zlib.error as error:
        raise RejectedError(f"warc: the page cannot be unpacked ({error})") from None
    if len(page) > LONGEST_FILE:
        raise RejectedError(f"too long: a page that unpacks to more than {LONGEST_FILE:,} bytes")
    if not unpacking.eof:
        raise RejectedError("warc: the page is cut short within what is packed")
    return page


def _drain(record: Any) -> None:
    """Read the rest of the record; raises RejectedError if the file ends before it."""
    while record.raw_stream.read(PIECE):
        pass
    if record.raw_stream.limit > 0:
        raise RejectedError(f"warc: the file ends within the record, {record.raw_stream.limit:,} bytes before its end")
