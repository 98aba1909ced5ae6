"""The feed of digests: Atom (RFC 4287), one entry a firing of a watch, for a reader of feeds."""

from collections.abc import Callable, Sequence
from itertools import islice
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from lxml import etree

from dashboard.digests.files import FEED, MOST, Digest, Entry
from dashboard.filters import UNREADABLE
from dashboard.views.watches import finding
from dashboard.watches.record import RULES

ATOM = "http://www.w3.org/2005/Atom"


def write_feed(digests: Sequence[Digest], folder: Path, address: Callable[[str], str]) -> bytes:
    """The feed of the newest firings of these digests, MOST at most; the newest digest comes first.

    `address` gives the address of a link as it is written there. Ids depend on the set and the watch alone, so that a
    reader shows each firing once, however often the feed is written.
    """
    feed = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM})
    _add(feed, "title", "Dateline: what the watches found")
    _add(feed, "id", uuid5(NAMESPACE_URL, f"dateline:{folder.resolve()}").urn)
    _add(feed, "updated", digests[0].created if digests else "1970-01-01T00:00:00+00:00")
    _add(etree.SubElement(feed, f"{{{ATOM}}}author"), "name", "Dateline")
    etree.SubElement(feed, f"{{{ATOM}}}link", href=address(FEED), rel="self", type="application/atom+xml")
    etree.SubElement(feed, f"{{{ATOM}}}link", href=address("watches"), rel="alternate", type="text/html")
    fired = ((digest, entry) for digest in digests for entry in digest.fired)
    for digest, entry in islice(fired, MOST):
        _add_entry(feed, digest, entry, address)
    written: bytes = etree.tostring(feed, encoding="UTF-8", xml_declaration=True)
    return written


def _add_entry(feed: etree._Element, digest: Digest, entry: Entry, address: Callable[[str], str]) -> None:
    node = etree.SubElement(feed, f"{{{ATOM}}}entry")
    _add(node, "title", f"{entry.watch.name}: {RULES[entry.watch.rule]}")
    _add(node, "id", uuid5(NAMESPACE_URL, f"dateline:{digest.set_id}:{entry.watch.id}").urn)
    _add(node, "updated", digest.created)
    link = address(entry.finding.link or "watches")
    etree.SubElement(node, f"{{{ATOM}}}link", href=_printable(link), rel="alternate", type="text/html")
    _add(node, "summary", entry.finding.why)
    content = _add(node, "content", str(finding(entry.finding, address)))
    content.set("type", "html")


def _add(parent: etree._Element, name: str, text: str) -> etree._Element:
    node = etree.SubElement(parent, f"{{{ATOM}}}{name}")
    node.text = _printable(text)
    return node


def _printable(text: str) -> str:
    """The text without what XML cannot hold; lines stay apart."""
    return UNREADABLE.sub(" ", text).replace("\ufffe", " ").replace("\uffff", " ")
