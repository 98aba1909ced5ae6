"""Reads the article in an HTML page: headline, date, outlet, URL, and the text without menus and comments.

Nothing is fetched. The date is the one that the page's markup declares; dates in the text are ignored.
"""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from dashboard.pipeline.articles.boilerplate import drop_boilerplate
from dashboard.pipeline.articles.dates import read_date
from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.record import InputFile, Metadata, RawArticle, RejectedError

if TYPE_CHECKING:
    from trafilatura.settings import Document

# trafilatura logs each page that it cannot read, which the reject says already.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

# Bytes at the beginning in which a page must declare its encoding (HTML standard).
DECLARATION_BYTES = 1024

# Encodings that browsers use in place of the declared one (WHATWG Encoding). windows-1252 adds the curly quotes. A page
# whose declaration can be read as ASCII is not in UTF-16.
BROWSER_ENCODINGS = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "utf-16": "utf-8"}

# Attributes with the date and time of publication; trafilatura keeps only the day.
PUBLISHED_PATHS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)


def read_webpage(file: InputFile) -> Iterator[RawArticle]:
    """The one raw article of a page; raises RejectedError if no article is found in it."""
    data = file.read()
    try:
        found, published = _extract(_decode(data))
    # Broad on purpose: on broken pages lxml, htmldate and trafilatura raise many kinds of errors, and none may end
    # the run.
    except Exception as error:
        raise RejectedError(f"html: {type(error).__name__} while it was read; save the page again") from error
    if found is None or not found.text:
        raise RejectedError("html: no article text found; save the page as text, or leave it out")
    metadata = Metadata(
        title=one_line(found.title),
        published=published or read_date(found.date),
        source=one_line(found.sitename),
        url=one_line(found.url),
    )
    # trafilatura ends a paragraph with one line break; all later steps expect a blank line.
    yield RawArticle(file, "", file.name, drop_boilerplate(found.text.replace("\n", "\n\n")), metadata)


def _extract(page: str | bytes) -> tuple["Document | None", datetime | None]:
    """What trafilatura finds, or None, and the time of publication that the page declares, or None."""
    # Imported here: trafilatura takes a second to load, and most input is not HTML.
    from trafilatura import bare_extraction, load_html

    tree = load_html(page)
    if tree is None:
        return None, None
    times = (read_date(str(value)) for path in PUBLISHED_PATHS for value in tree.xpath(path))
    published = next((time for time in times if time), None)
    dates = {"original_date": True, "extensive_search": False, "max_date": str(datetime.now(UTC).date())}
    found = bare_extraction(tree, include_comments=False, with_metadata=True, date_extraction_params=dates)
    return cast("Document | None", found), published  # it returns a dict only on request


def _decode(data: bytes) -> str | bytes:
    """The page as text if it is UTF-8 or declares its encoding; else its bytes, for trafilatura to decode.

    trafilatura ignores the declared encoding and guesses from the bytes: on a windows-1252 page it may read £ as Ł.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = re.search(rb"charset\s*=\s*[\"']?([\w.:-]+)", data[:DECLARATION_BYTES], re.IGNORECASE)
    if declared is None:
        return data
    label = declared[1].decode().lower()
    try:
        return data.decode(BROWSER_ENCODINGS.get(label, label), errors="replace")
    except (LookupError, UnicodeError):
        return data
