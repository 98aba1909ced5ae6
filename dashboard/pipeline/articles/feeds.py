"""Reads articles from XML: feeds (RSS, Atom), and the formats of news agencies (NewsML-G2, NITF).

Nothing is fetched: an entry with a teaser alone is an article of that teaser, and a map of a site, which gives
addresses alone, is rejected. Entities that the file declares itself are not resolved.
"""

import io
import re
from collections.abc import Iterator
from contextlib import suppress
from html import unescape

from lxml import etree

from dashboard.feed import MAPS, ROOTS, FeedError, name_element, name_root, parse_feed
from dashboard.pipeline.articles.dates import read_date
from dashboard.pipeline.articles.fields import find_metadata, one_line
from dashboard.pipeline.articles.fragment import is_html, strip_tags
from dashboard.pipeline.articles.record import InputFile, Metadata, RawArticle, Reject, RejectedError

# Where an agency's item says what it is, in any namespace; the first that is not empty is taken.
TITLES = ("hl1", "headline", "title")
DATES = ("date.issue/@norm", "contentCreated", "versionCreated", "date.release/@norm", "firstCreated")
SOURCES = ("pubdata/@name", "provider/name", "creditline", "copyrightHolder/name", "provider/@literal")
AGENCIES = ("distributor", "infoSource/name")
ADDRESSES = ("link[@rel='irel:seeAlso']/@href", "pubdata/@ex-ref")
IDS = ("doc-id/@id-string",)
BODIES = ("body.content", "inlineXML", "inlineData", "body")
PARAGRAPHS = ("p", "hl2", "h2", "h3", "li")


def read_xml(file: InputFile) -> Iterator[RawArticle | Reject]:
    """The raw articles of a feed or of an agency's items; the record is "item 3", or empty where there is but one.

    Raises RejectedError if the file is no XML, or XML of another kind.
    """
    data = file.read()
    try:
        root = name_root(data)
    except FeedError as error:
        raise RejectedError(f"xml: {error}") from None
    if root in ROOTS:
        found = list(_read_feed(data))
    elif root in MAPS:
        raise RejectedError(
            f"xml: the map of a site, with {_count_addresses(data):,} addresses and no text; have its pages fetched:"
            " dateline fetch ADDRESS --into FOLDER"
        )
    else:
        found = list(_read_items(data, root))
    for number, (text, metadata) in enumerate(found, 1):
        if len(found) == 1:
            yield RawArticle(file, "", file.name, text, metadata)
        else:
            yield RawArticle(file, f"item {number}", f"{file.stem}-{number}", text, metadata)
    if found and root in ROOTS and not _END.search(data[-LONGEST_END:].replace(b"\0", b"")):
        yield Reject(file.path_text, "end", "xml: the feed has no end, as in a file that was cut short; save it again")


# The end of a feed, and characters within which it stands: programs add a remark below it.
_END = re.compile(rb"</(?:\w+:)?(?:rss|feed|RDF)\s*>", re.IGNORECASE)
LONGEST_END = 4_000


def _count_addresses(data: bytes) -> int:
    """The pages, or other maps, that the map of a site lists, as far as it can be read."""
    count = 0
    with suppress(etree.XMLSyntaxError):
        for _, element in etree.iterparse(io.BytesIO(data), resolve_entities=False, no_network=True):
            count += name_element(element) in ("url", "sitemap")
            element.clear()
    return count


def _read_feed(data: bytes) -> Iterator[tuple[str, Metadata]]:
    """Text and metadata of each entry: its content, else its summary."""
    try:
        found = parse_feed(data)
    except FeedError as error:
        raise RejectedError(f"xml: {error}") from error
    for entry in found.entries:
        text = "\n\n".join(each.value for each in entry.get("content", ())) or entry.get("summary", "")
        metadata = find_metadata({
            "id": entry.get("id"),
            "title": unescape(_plain(entry.get("title", ""))),  # many feeds escape them twice
            "published": entry.get("published") or entry.get("updated"),
            "source": entry.get("source", {}).get("title") or found.feed.get("title"),
            "url": entry.get("link"),
            "language": found.feed.get("language"),
        })  # fmt: skip
        yield _plain(text), metadata


def _read_items(data: bytes, root: str) -> Iterator[tuple[str, Metadata]]:
    """Text and metadata of each item of an agency."""
    try:
        tree = etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as error:
        raise RejectedError(f"xml: {one_line(error.msg)}") from None
    items = [tree] if root in ("nitf", "newsItem") else tree.xpath("//*[local-name()='newsItem']")
    if not items:
        raise RejectedError(f"xml: the outermost element is {root!r}; RSS, Atom, NewsML-G2 and NITF are read")
    for item in items:
        title = one_line(_first(item, TITLES))
        yield (
            _join_text(item),
            Metadata(
                external_id=one_line(item.get("guid")) or one_line(_first(item, IDS)),
                title=title,
                published=read_date(_first(item, DATES)),
                source=one_line(_first(item, SOURCES)),
                agency=one_line(_first(item, AGENCIES)),
                url=one_line(_first(item, ADDRESSES)),
                language=one_line(_first(item, ("language/@tag",))),
                stamp=_first(item, DATES),
            ),
        )


def _join_text(item: etree._Element) -> str:
    """The paragraphs of the first body that has any, else its words."""
    for name in BODIES:
        for body in item.xpath(f".//*[local-name()='{name}']"):
            tests = " or ".join(f"local-name()='{each}'" for each in PARAGRAPHS)
            paragraphs = [" ".join("".join(each.itertext()).split()) for each in body.xpath(f".//*[{tests}]")]
            text = "\n\n".join(filter(None, paragraphs)) or "".join(body.itertext()).strip()
            if text:
                return text
    return ""


def _first(item: etree._Element, paths: tuple[str, ...]) -> str | None:
    """The first value that is not empty, of elements and attributes in any namespace."""
    for path in paths:
        steps = (each if each[0] == "@" else _in_any_namespace(each) for each in path.split("/"))
        for value in item.xpath(".//" + "/".join(steps)):
            text = value if isinstance(value, str) else "".join(value.itertext())
            if text.strip():
                return text.strip()
    return None


def _in_any_namespace(step: str) -> str:
    name, condition, rest = step.partition("[")
    return f"*[local-name()='{name}']{condition}{rest}"


def _plain(text: str) -> str:
    return strip_tags(text) if is_html(text) else text
