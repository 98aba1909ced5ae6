"""Reads the article in an HTML page: headline, date, outlet, URL, and the text without menus and comments.

Nothing is fetched. The date is the one that the page's markup declares; dates in the text are ignored.
"""

import logging
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from dashboard.pipeline.articles.boilerplate import drop_boilerplate
from dashboard.pipeline.articles.dates import read_date
from dashboard.pipeline.articles.declared import (
    SAVED_WITHIN,
    Declared,
    drop_dates_of_others,
    read_declared,
    read_saved_from,
)
from dashboard.pipeline.articles.encoding import decode
from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.fragment import strip_tags
from dashboard.pipeline.articles.notes import Note
from dashboard.pipeline.articles.outlets import clean_outlet
from dashboard.pipeline.articles.plain import read_collection
from dashboard.pipeline.articles.record import InputFile, Metadata, RawArticle, Reject, RejectedError
from dashboard.pipeline.articles.titles import drop_outlet

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

# Elements of a page, elements within one of them, and attributes of one: the time that a page takes grows with the
# square of each. With 5,000 `<em>` in one paragraph it is 1.2 s, with 20,000 of them 33 s, with 20,000 elements of
# other kinds 3 s, with 40,000 attributes 3 s. Pages of news have some thousand elements, with ten attributes at most.
MOST_ELEMENTS, MOST_CHILDREN, MOST_ATTRIBUTES = 20_000, 5_000, 1_000

# What stands between the articles that an archive of news exports as one page, or may: `collection` looks closer.
_EXPORT = re.compile(r"\bDocument [A-Za-z0-9]{16}|\bEnd of Document\b|\bof \d+ DOCUMENTS?\b")

# Characters of an attribute; the rest is cut off, because trafilatura's patterns take the square of it and more: 100 s
# for an author of 100,000 brackets. Addresses and descriptions are shorter, and pictures within the page are not read.
LONGEST_ATTRIBUTE = 2_000


def read_webpage(file: InputFile) -> Iterator[RawArticle | Reject]:
    """The one raw article of a page, or those of an archive's export; raises RejectedError if none is found in it."""
    data = file.read()
    page, notes = _decode(data, None)
    if isinstance(page, str) and _EXPORT.search(page) and (items := list(read_collection(file, strip_tags(page)))):
        yield from (replace(item, notes=notes) if isinstance(item, RawArticle) else item for item in items)
        return
    body, metadata = extract_page(data)
    yield RawArticle(file, "", file.name, body, metadata)


def extract_page(data: bytes, address: str | None = None, charset: str | None = None) -> tuple[str, Metadata]:
    """The text and the metadata of a page; raises RejectedError if no article is found in it.

    `address` is where it was, as whoever saved it says; one that the page itself declares is taken before it. `charset`
    is the encoding that stands beside the page, not in it.
    """
    page, notes = _decode(data, charset)
    try:
        found, declared = _extract(page, address)
    except RejectedError:
        raise
    # Broad on purpose: on broken pages lxml, htmldate and trafilatura raise many kinds of errors, and none may end
    # the run.
    except Exception as error:
        raise RejectedError(f"html: {type(error).__name__} while it was read; save the page again") from error
    if found is None or not found.text:
        raise RejectedError("html: no article text found; save the page as text, or leave it out")
    guess = clean_outlet(found.sitename)
    source = declared.source or (None if guess and guess.casefold() in declared.handles else guess)
    metadata = Metadata(
        title=drop_outlet(one_line(found.title) or declared.title, source),
        published=declared.published or read_date(found.date),
        source=source,
        url=declared.url or one_line(found.url),
        stamp=declared.stamp or found.date,
        notes=notes,
    )
    # trafilatura ends a paragraph with one line break; all later steps expect a blank line.
    return drop_boilerplate(found.text.replace("\n", "\n\n")), metadata


def _extract(page: str | bytes, address: str | None) -> tuple["Document | None", Declared]:
    """What trafilatura finds, or None, and what the page declares of itself."""
    # Imported here: trafilatura takes a second to load, and most input is not HTML.
    from trafilatura import bare_extraction, load_html

    _check_size(page)
    tree = load_html(page)
    if tree is None:
        return None, Declared()
    for element in tree.iter():
        for name, value in element.attrib.items():
            if len(value) > LONGEST_ATTRIBUTE:
                element.set(name, value[:LONGEST_ATTRIBUTE])
    # The parser drops comments.
    saved_from = read_saved_from(page if isinstance(page, str) else page[:SAVED_WITHIN].decode("latin-1"))
    declared = read_declared(tree, address or saved_from)
    drop_dates_of_others(tree)
    dates = {"original_date": True, "extensive_search": False, "max_date": str(datetime.now(UTC).date())}
    found = bare_extraction(tree, include_comments=False, with_metadata=True, date_extraction_params=dates)
    return cast("Document | None", found), declared  # it returns a dict only on request


def _check_size(page: str | bytes) -> None:
    """Raise RejectedError if the page has so many parts that it would take minutes."""
    from lxml.etree import HTMLParser, LxmlError

    parser = HTMLParser(target=_Counts())
    with suppress(LxmlError):  # an empty page, which trafilatura finds no article in
        parser.feed(page)
        parser.close()


class _Counts:
    """Counts the parts of a page while it is parsed; of more than a page has it raises RejectedError.

    No tree is built, since that already takes the square of the attributes of an element.
    """

    def __init__(self) -> None:
        self._elements = 0
        self._within = [0]  # elements so far, in each element that is open and in the page

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        self._elements += 1
        self._within[-1] += 1
        for number, most, what in (
            (self._elements, MOST_ELEMENTS, "elements"),
            (self._within[-1], MOST_CHILDREN, "elements within one"),
            (len(attributes), MOST_ATTRIBUTES, "attributes of one element"),
        ):
            if number > most:
                raise RejectedError(f"html: more than {most:,} {what}; save the text of the page as a .txt file")
        self._within.append(0)

    def end(self, tag: str) -> None:
        """An element ends."""
        if len(self._within) > 1:
            self._within.pop()

    def close(self) -> None:
        """The page ends."""


def _decode(data: bytes, charset: str | None) -> tuple[str | bytes, tuple[Note, ...]]:
    """The page as text if its encoding is UTF-8, is declared, or is a sure guess; else its bytes. And notes of a guess.

    Bytes are decoded by trafilatura, which ignores the declared encoding: on a windows-1252 page it may read £ as Ł.
    """
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        declared = re.search(rb"charset\s*=\s*[\"']?([\w.:-]+)", data[:DECLARATION_BYTES], re.IGNORECASE)
    label = (charset or (declared[1].decode() if declared else "")).lower()
    if label:
        with suppress(LookupError, UnicodeError):
            return data.decode(BROWSER_ENCODINGS.get(label, label), errors="replace"), ()
    try:
        return decode(data)
    except RejectedError:
        return data, (Note("code page"),)
