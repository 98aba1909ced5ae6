"""What feeds and maps of sites list, also broken ones, in bounded time."""

import gzip
import random
import time
from datetime import UTC, datetime

import pytest

from dashboard.fetch.listing import Link, read_listing
from dashboard.fetch.outcome import UnfetchedError

# As WordPress, Blogger and news sites write them.
RSS = b"""<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>
<title>Orlin Herald</title><link>https://orlin.example/</link><item><title>Ferry</title>
<link> https://orlin.example/ferry?utm_source=rss </link><pubDate>Mon, 02 Dec 2024 12:00:00 +0200</pubDate></item>
<item><title>Raised</title><link>/raised</link><dc:date>2024-12-03T10:00:00Z</dc:date></item>
<item><title>No link</title>
</item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:1</id><link rel="edit" href="/edit"/>
<link rel="alternate" href="https://orlin.example/ferry"/><published>2024-12-01T10:00:00Z</published>
<updated>2024-12-02T10:00:00Z</updated></entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="x"><link>https://orlin.example/ferry</link></item></rdf:RDF>"""
MAP = b"""<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><!-- by hand --><url><loc>https://orlin.example/a</loc>
<lastmod>2024-12</lastmod></url><url><loc/></url><url><?x?><loc>https://orlin.example/b</loc><lastmod>2024-12-02</lastmod>
</url></urlset>"""
SECOND = datetime(2024, 12, 2, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("data", "links"),
    [
        (RSS, (
            Link("https://orlin.example/raised", datetime(2024, 12, 3, 10, tzinfo=UTC)),
            Link("https://orlin.example/ferry?utm_source=rss", SECOND),
        )),
        (ATOM, (Link("https://orlin.example/ferry", SECOND),)),
        (RDF, (Link("https://orlin.example/ferry", None),)),
        (MAP, (
            Link("https://orlin.example/b", datetime(2024, 12, 2, tzinfo=UTC)), Link("https://orlin.example/a", None),
        )),
        (b"\xef\xbb\xbf\n" + MAP, None),
        (gzip.compress(ATOM), (Link("https://orlin.example/ferry", SECOND),)),
        (RSS.decode().replace("UTF-8", "UTF-16").encode("utf-16"), None),
    ],
    ids="rss atom rdf map mark gzip utf-16".split(),
)  # fmt: skip
def test_links_are_read_the_newest_first(data: bytes, links: tuple[Link, ...] | None) -> None:
    found = read_listing(data, "https://orlin.example/feed")
    assert found is not None
    assert len(found.links) if links is None else found.links == links


@pytest.mark.parametrize("data", [b"", b"plain", b"<html></html>", b"<!DOCTYPE html><p>", b"<a/>", b"<rs", b"%PDF-"])
def test_what_lists_nothing_is_no_listing(data: bytes) -> None:
    assert read_listing(data, "https://orlin.example/") is None


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"<urlset><url></urlset>", "xml: the map of the site cannot be read"),
        (b"\x1f\x8bnope", "type: a gzip file that cannot be unpacked"),
        (gzip.compress(b"<urlset>" + bytes(20_000_000)), "too long: a feed or map of a site has 16,000,000 bytes"),
        (b"<rss>" + b" " * 4_000_000, "too long: a feed or map of a site has 4,000,000 bytes"),
        (b"<rss>" + b"<a xmlns:a='a'>" * 3_001, "xml: a feed with more than 3,000 namespaces"),
    ],
)
def test_what_cannot_be_read_says_why(data: bytes, reason: str) -> None:
    with pytest.raises(UnfetchedError) as caught:
        read_listing(data, "https://orlin.example/")
    assert str(caught.value).startswith(reason)


@pytest.mark.parametrize("data", [RSS, ATOM, RDF, MAP, gzip.compress(MAP)], ids="rss atom rdf map gzip".split())
def test_broken_lists_raise_nothing_else(data: bytes) -> None:
    rng = random.Random(17)
    for _ in range(100):
        broken = bytearray(data)
        for _ in range(rng.choice((1, 3, 10))):
            broken[rng.randrange(len(broken))] = rng.randrange(256)
        start = rng.randrange(len(broken))
        pieces = (broken, broken[:start], broken[start:], broken + broken)
        try:
            read_listing(bytes(rng.choice(pieces)), "https://orlin.example/[")
        except UnfetchedError as error:
            assert "\n" not in str(error)


def test_entities_are_not_unfolded() -> None:
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "https://orlin.example/"}">' for n in range(12))
    bomb = f"<!DOCTYPE urlset [{inner}]><urlset><url><loc>&e11;</loc></url></urlset>".encode()
    began = time.process_time()
    with pytest.raises(UnfetchedError, match="cannot be read"):
        read_listing(bomb, "https://orlin.example/")
    assert time.process_time() - began < 5


def test_many_comments_before_a_page_take_no_time() -> None:
    from dashboard.fetch.kept import _HTML

    began = time.process_time()
    assert _HTML.match(b"<!---->" * 140 + b"<body>") is None
    assert _HTML.match(b"<!-- a --><!-- b -->\n<html>")
    assert time.process_time() - began < 1
