"""Feeds and maps of sites: the addresses that they list, with the moment at which each is said to have changed.

Feeds are RSS and Atom; maps of sites are those of sitemaps.org, also with the names of news, also packed with gzip.
"""

import calendar
import io
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urljoin

from lxml import etree

from dashboard.feed import MAPS, ROOTS, FeedError, name_element, name_root, parse_feed
from dashboard.fetch.outcome import UnfetchedError

# Bytes of a feed, and of a map, as it is unpacked. A feed of 500 whole articles has four million. feedparser takes two
# seconds for a million of a feed and nine of what is none, lxml one of a map.
LONGEST_FEED, LONGEST_MAP = 4_000_000, 16_000_000

# Addresses that are taken from one list; sitemaps.org allows 50,000.
MOST_LINKS = 50_000

_GZIP = b"\x1f\x8b"


@dataclass(frozen=True, slots=True)
class Link:
    """One address of a list; `changed` is None where the list does not say when its page changed."""

    address: str
    changed: datetime | None


@dataclass(frozen=True, slots=True)
class Listing:
    """The links of a feed or map; of an index of maps, its maps."""

    links: tuple[Link, ...]
    is_index: bool = False

    def newest_first(self) -> "Listing":
        """The same with each address once; those whose pages changed last come first, those without a date last."""
        oldest = datetime.min.replace(tzinfo=UTC)
        once: dict[str, Link] = {}
        for each in self.links:
            once.setdefault(each.address, each)
        ranked = sorted(once.values(), key=lambda each: each.changed or oldest, reverse=True)
        return Listing(tuple(ranked), self.is_index)


def find_root(data: bytes) -> str:
    """The name of the outermost element of XML, without its namespace; "" if the bytes do not begin as XML does."""
    start = data.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<") and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return ""
    try:
        return name_root(start)
    except FeedError:
        return ""


def read_listing(data: bytes, base: str) -> Listing | None:
    """The links of a feed or of a map of a site, None if the data is neither; `base` is the address of the data.

    Raises UnfetchedError if it is one that cannot be read.
    """
    if data.startswith(_GZIP):
        data = _unpack(data)
    root = find_root(data)
    if root not in (*ROOTS, *MAPS):
        return None
    longest = LONGEST_FEED if root in ROOTS else LONGEST_MAP
    if len(data) > longest:
        raise _too_long(longest)
    links = []
    for address, changed in _list_feed(data) if root in ROOTS else _list_map(data):
        with suppress(ValueError):  # an address that cannot be joined is none
            links.append(Link(urljoin(base, address.strip()), changed))
    return Listing(tuple(links), root == "sitemapindex").newest_first()


def _list_feed(data: bytes) -> Iterator[tuple[str, datetime | None]]:
    try:
        found = parse_feed(data)
    except FeedError as error:
        raise UnfetchedError(f"xml: {error}") from error
    for entry in found.entries[:MOST_LINKS]:
        address = entry.get("feedburner_origlink") or entry.get("link")
        moments = [_from_struct(entry[name]) for name in ("updated_parsed", "published_parsed") if name in entry]
        if address:
            yield str(address), max((each for each in moments if each is not None), default=None)


def _from_struct(moment: time.struct_time | None) -> datetime | None:
    """The moment that feedparser gives as numbers, in UTC."""
    try:
        return datetime.fromtimestamp(calendar.timegm(moment), UTC) if moment else None
    except (ValueError, OverflowError, OSError):
        return None


def _list_map(data: bytes) -> Iterator[tuple[str, datetime | None]]:
    count = 0
    try:
        for _, element in etree.iterparse(io.BytesIO(data), ("end",), resolve_entities=False, no_network=True):
            if name_element(element) not in ("url", "sitemap"):
                continue
            # Within it stand the addresses of pictures, too, under the same name.
            address, changed = _child(element, "loc"), _child(element, "lastmod") or _news_date(element)
            element.clear()
            if address and count < MOST_LINKS:
                count += 1
                yield address, _read_moment(changed)
    except etree.XMLSyntaxError as error:
        if not count:
            raise UnfetchedError(
                f"xml: the map of the site cannot be read ({' '.join(str(error.msg).split())})"
            ) from None


def _child(element: etree._Element, name: str) -> str:
    found = (each.text or "" for each in element.iterchildren(etree.Element) if name_element(each) == name)
    return next(found, "").strip()


def _news_date(element: etree._Element) -> str:
    news = (each for each in element.iterchildren(etree.Element) if name_element(each) == "news")
    return next((_child(each, "publication_date") for each in news), "")


def _read_moment(text: str) -> datetime | None:
    """The moment of a W3C date; one without a zone is taken for UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _unpack(data: bytes) -> bytes:
    """The data without its packing; raises UnfetchedError if it cannot be unpacked or is too long."""
    unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
    try:
        found = unpacker.decompress(data, LONGEST_MAP + 1)
    except zlib.error:
        raise UnfetchedError("type: a gzip file that cannot be unpacked") from None
    if len(found) > LONGEST_MAP:
        raise _too_long(LONGEST_MAP)
    return found


def _too_long(most: int) -> UnfetchedError:
    return UnfetchedError(f"too long: a feed or map of a site has {most:,} bytes or fewer")
