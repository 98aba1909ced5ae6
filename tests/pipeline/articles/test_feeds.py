from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles

BODY = "The ferry to Orlin sank at noon on Monday, its owner said."

RSS = """<?xml version="1.0"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Orlin Herald</title><link>https://herald.example/</link>
<item><title>Ferry &amp;amp; boat sink</title><link>https://herald.example/1</link><guid>77</guid>
<pubDate>Mon, 09 Dec 2024 01:00:00 +0300</pubDate><description>All were saved, its owner said on Monday.</description>
<content:encoded><![CDATA[<p>The ferry to Orlin sank at noon.</p>
<p>All were <b>saved</b>.</p>]]></content:encoded></item>
<item><title>Dockers walk out</title><description>The dockers of Orlin walked out on Tuesday.</description></item>
</channel></rss>"""

ATOM = f"""<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Orlin Herald</title>
<entry><title>Ferry sinks</title><id>tag:77</id><link href="https://herald.example/1"/>
<published>2024-12-08T22:00:00Z</published><content type="html">&lt;p&gt;{BODY}&lt;/p&gt;</content></entry></feed>"""

NITF = f"""<?xml version="1.0"?><nitf><head>
<docdata><doc-id id-string="77"/><date.issue norm="20241208T220000Z"/></docdata>
<pubdata name="Orlin Herald"/></head><body><body.head><hedline><hl1>Ferry sinks</hl1></hedline>
<distributor>Reuters</distributor></body.head>
<body.content><p>{BODY}</p><p>All were saved.</p></body.content>
</body></nitf>"""

NEWSML = f"""<?xml version="1.0"?><newsMessage xmlns="http://iptc.org/std/nar/2006-10-01/"><itemSet>
<newsItem guid="urn:77"><itemMeta><provider><name>Orlin Herald</name></provider>
<versionCreated>2024-12-08T22:00:00Z</versionCreated></itemMeta>
<contentMeta><headline>Ferry sinks</headline><language tag="en"/></contentMeta>
<contentSet><inlineXML>
<html xmlns="http://www.w3.org/1999/xhtml"><body><p>{BODY}</p></body></html></inlineXML>
</contentSet>
</newsItem></itemSet></newsMessage>"""


def read(path: Path, xml: str) -> list[Article | Reject]:
    path.write_text(xml)
    return list(read_articles([path]))


def test_a_feed_gives_an_article_an_entry(tmp_path: Path) -> None:
    whole, teaser = read(tmp_path / "a.rss", RSS)
    assert isinstance(whole, Article)
    assert whole.title == "Ferry & boat sink"
    assert whole.text == "Ferry & boat sink\n\nThe ferry to Orlin sank at noon.\n\nAll were saved."
    assert whole.published == datetime(2024, 12, 8, 22, tzinfo=UTC)
    assert (whole.source, whole.url, whole.external_id) == ("Orlin Herald", "https://herald.example/1", "77")
    assert isinstance(teaser, Article)
    assert teaser.text == "Dockers walk out\n\nThe dockers of Orlin walked out on Tuesday."


@pytest.mark.parametrize("xml", [ATOM, NITF, NEWSML], ids=["Atom", "NITF", "NewsML"])
def test_what_an_item_says_of_itself_is_read(tmp_path: Path, xml: str) -> None:
    [found] = read(tmp_path / "a.xml", xml)
    assert isinstance(found, Article)
    assert (found.title, found.source) == ("Ferry sinks", "Orlin Herald")
    assert found.published == datetime(2024, 12, 8, 22, tzinfo=UTC)
    assert found.text.startswith(f"Ferry sinks\n\n{BODY}")


def test_the_distributor_of_an_item_is_its_agency(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.xml", NITF)
    assert isinstance(found, Article)
    assert found.agency == "Reuters"


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("<rss><channel></channel></rss>", "empty: no record in the file"),
        ("<urlset><url><loc>https://a.example</loc></url></urlset>", "xml: the map of a site"),
        ("<kml><Placemark/></kml>", "xml: the outermost element is 'kml'"),
        ("<rss", "empty: "),
        ("<rs", "xml: "),
        ("no xml", "xml: "),
        ("<:rss/>", "xml: "),
        ("<rss>" + "<a xmlns:a='a'>" * 3_001, "xml: a feed with more than 3,000 namespaces"),
        ("", "xml: "),
        ('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><nitf><body>&x;</body></nitf>', "too short: "),
    ],
)
def test_other_xml_is_one_reject(tmp_path: Path, xml: str, reason: str) -> None:
    [found] = read(tmp_path / "a.xml", xml)
    assert isinstance(found, Reject)
    assert found.reason.startswith(reason)


def test_entities_in_entities_are_not_resolved(tmp_path: Path) -> None:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    [found] = read(
        tmp_path / "a.xml", f'<!DOCTYPE n [<!ENTITY a0 "ferry ">{entities}]><rss><channel>&a9;</channel></rss>'
    )
    assert isinstance(found, Reject)


def test_a_feed_that_was_cut_short_says_so(tmp_path: Path) -> None:
    item = f"<item><title>Ferry</title><description>{BODY}</description></item>"
    whole = f"<rss><channel>{item}</channel></rss><!-- by a program -->"
    assert [type(each) for each in read(tmp_path / "a.xml", whole)] == [Article]
    reject = read(tmp_path / "a.xml", f"<rss><channel>{item}<item><description>{BODY[:30]}")[-1]
    assert isinstance(reject, Reject)
    assert (reject.record, reject.reason[:28]) == ("end", "xml: the feed has no end, as")
    (tmp_path / "a.xml").write_text(f'<?xml version="1.0" encoding="utf-16"?>{whole}', "utf-16")
    assert [type(each) for each in read_articles([tmp_path / "a.xml"])] == [Article]
