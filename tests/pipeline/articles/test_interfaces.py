"""What interfaces and programs of news write, each as its public documentation shows it, with words of our own."""

import json
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, read_articles
from dashboard.pipeline.articles.notes import Note

BODY = "The ferry to Orlin sank at noon on Monday, the harbour master said."
PAGE = f"<p>{BODY}</p>"
URL = "https://herald.example/1"
STAMP = "2024-12-08T10:15:00Z"

MEDIA_CLOUD = {
    "stories_id": 9, "publish_date": "2024-12-08 10:15:00", "title": "Ferry sinks", "url": URL, "language": "en",
    "media_id": 1, "media_name": "Orlin Herald", "media_url": "https://herald.example", "story_text": BODY,
}  # fmt: skip
GDELT = {  # GKG 2.1, with a text beside
    "GKGRECORDID": "20241208101500-1", "DATE": "20241208101500", "SourceCommonName": "Orlin Herald",
    "DocumentIdentifier": URL, "title": "Ferry sinks", "text": BODY,
}  # fmt: skip
NEWS_API = {
    "status": "ok", "totalResults": 1,
    "articles": [{"source": {"id": None, "name": "Orlin Herald"}, "title": "Ferry sinks - Orlin Herald",
                  "description": "A teaser.", "url": URL, "urlToImage": None, "publishedAt": STAMP, "content": BODY}],
}  # fmt: skip
EVENT_REGISTRY = {
    "articles": {
        "results": [{"uri": "7890", "lang": "eng", "date": "2024-12-08", "time": "10:15:00", "dateTime": STAMP,
                     "dataType": "news", "url": URL, "title": "Ferry sinks", "body": BODY,
                     "source": {"uri": "herald.example", "dataType": "news", "title": "Orlin Herald"}}],
        "totalResults": 1,
    }
}  # fmt: skip
WEBZ = {
    "posts": [{"thread": {"uuid": "u", "url": URL, "site": "Orlin Herald", "title_full": "Ferry sinks"},
               "uuid": "u", "url": URL, "published": "2024-12-08T12:15:00.000+02:00", "title": "Ferry sinks",
               "text": BODY, "language": "english"}],
}  # fmt: skip
NEWS_PLEASE = {
    "date_download": "2024-12-09 08:00:00", "date_publish": "2024-12-08 10:15:00", "description": "A teaser.",
    "language": "en", "maintext": BODY, "source_domain": "Orlin Herald", "text": None, "title": "Ferry sinks",
    "url": URL,
}  # fmt: skip
NEWSPAPER = {
    "url": URL, "title": "Ferry sinks", "tags": None, "publish_date": "2024-12-08T10:15:00+00:00", "summary": "",
    "meta_lang": "en", "meta_site_name": "Orlin Herald", "canonical_link": URL, "text": BODY,
}  # fmt: skip
TRAFILATURA = {
    "title": "Ferry sinks", "hostname": "herald.example", "date": STAMP, "fingerprint": "ab", "id": None,
    "raw_text": BODY, "text": BODY, "language": None, "source": URL, "source-hostname": "Orlin Herald",
    "excerpt": "A teaser.",
}  # fmt: skip
GUARDIAN = {
    "response": {
        "status": "ok",
        "results": [{"id": "world/ferry", "type": "article", "webPublicationDate": STAMP, "webTitle": "Ferry sinks",
                     "webUrl": URL, "apiUrl": f"{URL}/api",
                     "fields": {"headline": "Ferry sinks", "body": PAGE, "trailText": "A teaser.",
                                "publication": "Orlin Herald", "lang": "en"}}],
    }
}  # fmt: skip
GUARDIAN_BLOCKS = {
    "response": {
        "results": [{"id": "world/ferry", "webPublicationDate": STAMP, "webTitle": "Ferry sinks", "webUrl": URL,
                     "source": "Orlin Herald",
                     "blocks": {"body": [{"id": "5", "bodyHtml": PAGE, "bodyTextSummary": BODY}]}}],
    }
}  # fmt: skip
NEW_YORK_TIMES = {
    "status": "OK",
    "response": {
        "docs": [{"abstract": "A teaser.", "web_url": URL, "snippet": "A teaser.", "lead_paragraph": BODY,
                  "source": "Orlin Herald", "headline": {"main": "Ferry sinks", "kicker": None},
                  "pub_date": "2024-12-08T10:15:00+0000", "_id": "nyt://article/1", "uri": "nyt://article/1"}],
    },
}  # fmt: skip
SCHEMA = {
    "@context": "https://schema.org", "@type": "NewsArticle", "headline": "Ferry sinks", "datePublished": STAMP,
    "articleBody": BODY, "publisher": {"@type": "Organization", "name": "Orlin Herald"}, "inLanguage": "en",
    "mainEntityOfPage": {"@type": "WebPage", "@id": URL},
}  # fmt: skip
JSON_FEED = {
    "version": "https://jsonfeed.org/version/1.1", "title": "Orlin Herald",
    "items": [{"id": "1", "url": URL, "title": "Ferry sinks", "content_html": PAGE, "date_published": STAMP}],
}  # fmt: skip
WORDPRESS = [
    {"id": 1, "date": "2024-12-08T12:15:00", "date_gmt": "2024-12-08T10:15:00", "guid": {"rendered": f"{URL}?p=1"},
     "link": URL, "title": {"rendered": "Ferry sinks"}, "content": {"rendered": PAGE, "protected": False},
     "excerpt": {"rendered": "<p>A teaser.</p>"}, "source": "Orlin Herald"},
]  # fmt: skip
ELASTICSEARCH = {
    "hits": {"hits": [{"_index": "news", "_id": "abc", "_source": {"headline": "Ferry sinks", "body": BODY, "link": URL,
                                                                 "@timestamp": STAMP, "publisher": "Orlin Herald"}}]}
}  # fmt: skip
MONGO = {
    "_id": {"$oid": "507f1f77bcf86cd799439011"}, "title": "Ferry sinks", "published": {"$date": STAMP}, "url": URL,
    "source": "Orlin Herald", "content": [{"type": "p", "text": BODY}],
}  # fmt: skip

DOCUMENTS = {
    "Media Cloud": MEDIA_CLOUD, "GDELT": GDELT, "NewsAPI": NEWS_API, "Event Registry": EVENT_REGISTRY, "webz.io": WEBZ,
    "news-please": NEWS_PLEASE, "newspaper4k": NEWSPAPER, "trafilatura": TRAFILATURA, "Guardian": GUARDIAN,
    "Guardian blocks": GUARDIAN_BLOCKS, "New York Times": NEW_YORK_TIMES, "schema.org": SCHEMA, "JSON Feed": JSON_FEED,
    "WordPress": WORDPRESS, "Elasticsearch": ELASTICSEARCH, "MongoDB": MONGO,
}  # fmt: skip


def read(path: Path, document: object) -> Article:
    path.write_text(json.dumps(document), "utf-8")
    [found] = read_articles([path])
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("document", DOCUMENTS.values(), ids=list(DOCUMENTS))
def test_articles_of_interfaces_are_read(tmp_path: Path, document: object) -> None:
    found = read(tmp_path / "a.json", document)
    assert found.published is not None
    assert (found.title, found.source, found.url) == ("Ferry sinks", "Orlin Herald", URL)
    assert found.published.isoformat() == "2024-12-08T10:15:00+00:00"
    assert found.text == f"Ferry sinks\n\n{BODY}"


@pytest.mark.parametrize(
    "record",
    [GDELT, TRAFILATURA, {"_id": "7", "_source": {"text": BODY}}, MONGO],
    ids=["flat", "null", "within", "list"],
)
def test_records_are_read_from_json_lines(tmp_path: Path, record: object) -> None:
    assert read(tmp_path / "a.jsonl", record).text.endswith(BODY)


def test_a_teaser_stands_for_a_text_that_is_not_given_and_is_noted(tmp_path: Path) -> None:
    assert read(tmp_path / "a.json", NEW_YORK_TIMES).notes == (Note("teaser"),)
    table = f"title,description,link,date\nFerry sinks,{BODY.replace(',', '')},{URL},2024-12-08\n"
    (tmp_path / "a.csv").write_text(table)
    [found] = read_articles([tmp_path / "a.csv"])
    assert isinstance(found, Article)
    assert found.notes == (Note("teaser"),)


def test_a_text_that_the_interface_has_cut_is_noted(tmp_path: Path) -> None:
    article = {"title": "Ferry sinks", "url": URL, "content": f"{BODY} All ninety… [+2311 chars]", "publishedAt": STAMP}
    found = read(tmp_path / "a.json", {"articles": [article]})
    assert found.text == f"Ferry sinks\n\n{BODY} All ninety"
    assert found.notes == (Note("teaser"),)


def test_a_list_of_articles_under_the_name_of_a_text_is_no_text(tmp_path: Path) -> None:
    articles = [{"title": f"Ferry {number} sinks", "text": f"{BODY} {number}", "url": URL} for number in range(2)]
    (tmp_path / "a.json").write_text(json.dumps({"content": articles, "totalElements": 2}), "utf-8")
    assert [each.text for each in read_articles([tmp_path]) if isinstance(each, Article)] == [
        f"Ferry {number} sinks\n\n{BODY} {number}" for number in range(2)
    ]
