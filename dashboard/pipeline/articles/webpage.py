"""One article out of an HTML page: headline, date, outlet, address, and text without menus and comments.

Nothing is fetched. Dates come from what the page declares, not from dates that stand in the text.
"""

import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from dashboard.pipeline.articles.boilerplate import drop_boilerplate
from dashboard.pipeline.articles.dates import read_date
from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.record import Draft, Facts, InputFile, RefusedError

if TYPE_CHECKING:
    from trafilatura.settings import Document

# trafilatura logs each page that it cannot read; the reject says so already.
logging.getLogger("trafilatura").addHandler(logging.NullHandler())
logging.getLogger("htmldate").addHandler(logging.NullHandler())

# Bytes from the beginning in which a page has to declare its encoding (HTML standard).
PROLOGUE = 1024

# Labels that browsers take for another encoding (WHATWG Encoding): windows-1252 has the curly quotes, and a
# label that could be read as ASCII does not stand in UTF-16.
AS_BROWSERS_DO = {"iso-8859-1": "cp1252", "latin1": "cp1252", "us-ascii": "cp1252", "utf-16": "utf-8"}

# Attributes that hold the moment of publication, where trafilatura keeps the day alone.
MOMENTS = (
    "//meta[@property='article:published_time']/@content",
    "//meta[@itemprop='datePublished']/@content",
    "//time[@itemprop='datePublished']/@datetime",
)


def read_webpage(file: InputFile) -> Iterator[Draft]:
    """The one draft of a page; raises RefusedError when no article is found in it."""
    data = file.read()
    try:
        found, published = _extract(_decode(data))
    # Not narrower: on broken pages lxml, htmldate and trafilatura raise many kinds, and none may end the run.
    except Exception as error:
        raise RefusedError(f"html: {type(error).__name__} while it was read; save the page again") from error
    if found is None or not found.text:
        raise RefusedError("html: no article text found; save the page as text, or leave it out")
    facts = Facts(
        title=one_line(found.title),
        published=published or read_date(found.date),
        source=one_line(found.sitename),
        url=one_line(found.url),
    )
    # trafilatura ends a paragraph with one line break, where a blank line is clear to every step after this.
    yield Draft(file, "", file.name, drop_boilerplate(found.text.replace("\n", "\n\n")), facts)


def _extract(page: str | bytes) -> tuple["Document | None", datetime | None]:
    """What trafilatura finds, None when that is nothing, and when the page declares it was published."""
    # Imported here: trafilatura takes a second, and most input is not HTML.
    from trafilatura import bare_extraction, load_html

    tree = load_html(page)
    if tree is None:
        return None, None
    moments = (read_date(str(value)) for path in MOMENTS for value in tree.xpath(path))
    published = next((moment for moment in moments if moment), None)
    dates = {"original_date": True, "extensive_search": False, "max_date": str(datetime.now(UTC).date())}
    found = bare_extraction(tree, include_comments=False, with_metadata=True, date_extraction_params=dates)
    return cast("Document | None", found), published  # a dict comes only when it is asked for


def _decode(data: bytes) -> str | bytes:
    """The characters when they are UTF-8 or in the encoding that the page declares; else the bytes.

    Not left to trafilatura: it looks at the bytes alone, and may take £ for Ł on a windows-1252 page.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        declared = re.search(rb"charset\s*=\s*[\"']?([\w.:-]+)", data[:PROLOGUE], re.IGNORECASE)
    if declared is None:
        return data
    label = declared[1].decode().lower()
    try:
        return data.decode(AS_BROWSERS_DO.get(label, label), errors="replace")
    except (LookupError, UnicodeError):
        return data
