"""Reads a page that was saved with all its parts in one file (MHTML), as browsers and word processors do."""

from collections.abc import Iterator

from dashboard.pipeline.articles.message import find_address, parse
from dashboard.pipeline.articles.record import InputFile, RawArticle, RejectedError
from dashboard.pipeline.articles.webpage import extract_page

# Bytes of a page with all its parts: pictures take some MB. Reading takes ten times as much memory.
LONGEST_SNAPSHOT = 64_000_000


def read_snapshot(file: InputFile) -> Iterator[RawArticle]:
    """The one raw article of a page with all its parts. The day on which it was saved is not taken for its date.

    Raises RejectedError if there is no page in it.
    """
    message = parse(file.read(LONGEST_SNAPSHOT))
    parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
    start = message.get_param("start")
    page = next((part for part in parts if start and part.get("Content-ID") == start), next(iter(parts), None))
    if page is None:
        raise RejectedError("mhtml: no page in the file; save the page again")
    address = find_address(page, "Content-Location") or find_address(message, "Snapshot-Content-Location")
    data = page.get_payload(decode=True)
    assert isinstance(data, bytes), "a part that is no multipart"
    body, metadata = extract_page(data, address, page.get_content_charset())
    yield RawArticle(file, "", file.name, body, metadata)
