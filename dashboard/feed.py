"""Feeds (RSS, Atom) as feedparser reads them, in bounded time, and how XML is told to be one; nothing is fetched."""

import io
from typing import Any

from lxml import etree

# Names of the outermost element of a feed, and of a map of a site (sitemaps.org), without its namespace.
ROOTS, MAPS = ("rss", "feed", "RDF"), ("urlset", "sitemapindex")

# Names of vocabularies that a feed declares; feedparser takes the square of them: 9 s for 400 kB of nothing else. Feeds
# have up to fifteen, some of them again in each entry.
MOST_NAMESPACES = 3_000


class FeedError(ValueError):
    """Why a feed, or other XML, cannot be read, in a few words."""


def name_root(data: bytes) -> str:
    """The name of the outermost element of XML, without its namespace; raises FeedError if there is none."""
    try:
        for _, element in etree.iterparse(io.BytesIO(data), ("start",), resolve_entities=False, no_network=True):
            return name_element(element)
    except etree.XMLSyntaxError as error:
        raise FeedError(" ".join(str(error.msg).split())) from None
    raise FeedError("no element in the file")


def name_element(element: etree._Element) -> str:
    """The name of an element without its namespace; lxml's own function refuses some that its parser lets in."""
    return str(element.tag).rpartition("}")[2]


def parse_feed(data: bytes) -> Any:
    """The feed and its entries, as feedparser's dictionary; raises FeedError. A million bytes take two seconds."""
    import feedparser  # imported here, because most input is no feed

    if data.count(b"xmlns:") > MOST_NAMESPACES:
        raise FeedError(f"a feed with more than {MOST_NAMESPACES:,} namespaces")
    # As a stream: text that looks like an address would be fetched.
    try:
        return feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
    # Broad on purpose: broken feeds make it raise many kinds of errors.
    except Exception as error:
        raise FeedError(f"{type(error).__name__} while the feed was read") from error
