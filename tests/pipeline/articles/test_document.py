import gzip
import json
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles

BODY = "The ferry to Orlin sank at noon on Monday. All ninety passengers were saved."
OTHER = "The dockers of Orlin walked out, the union said on Tuesday."


def read(path: Path, document: object) -> list[Article | Reject]:
    path.write_text(document if isinstance(document, str) else json.dumps(document, indent=1))
    return list(read_articles([path]))


@pytest.mark.parametrize(
    "document",
    [
        [{"text": BODY}, {"text": OTHER}],
        {"status": "ok", "articles": [{"content": BODY}, {"content": OTHER}]},  # NewsAPI
        {"articles": {"page": 1, "results": [{"body": BODY}, {"body": OTHER}]}},  # Event Registry
        {"response": {"results": [{"fields": {"bodyText": BODY}}, {"fields": {"bodyText": OTHER}}]}},  # the Guardian
        {"hits": {"total": 2, "hits": [{"_source": {"text": BODY}}, {"_source": {"text": OTHER}}]}},  # Elasticsearch
        {"version": "1.1", "items": [{"content_text": BODY}, {"content_html": f"<p>{OTHER}</p>"}]},  # JSON Feed
        {"@graph": [{"@type": "NewsArticle", "articleBody": BODY}, {"@type": "NewsArticle", "articleBody": OTHER}]},
        {"morning": [{"text": BODY}], "evening": [{"text": OTHER}], "tags": ["sea"]},
        {"0": {"text": BODY}, "1": {"text": OTHER}},  # pandas, by index
        f'{{"text": "{BODY}"}}\n{{\n "text": "{OTHER}"\n}}\n',  # several documents behind one another
    ],
    ids="list NewsAPI EventRegistry Guardian Elasticsearch JSONFeed graph lists index several".split(),
)
def test_the_articles_are_found_wherever_they_stand(tmp_path: Path, document: object) -> None:
    found = read(tmp_path / "a.json", document)
    assert [each.text for each in found if isinstance(each, Article)] == [BODY, OTHER]
    assert [each.external_id for each in found if isinstance(each, Article)] == ["a.json, item 1", "a.json, item 2"]


def test_one_article_is_one_without_a_record(tmp_path: Path) -> None:
    [found] = read(tmp_path / "ferry.json", {"headline": "Ferry sinks", "articleBody": BODY, "author": {"name": "A"}})
    assert isinstance(found, Article)
    assert (found.external_id, found.title) == ("ferry", "Ferry sinks")


def test_an_item_that_is_no_article_costs_no_other(tmp_path: Path) -> None:
    found = read(tmp_path / "a.json", [{"text": BODY}, "no", {"title": "x"}, {"text": float("nan")}, {"text": OTHER}])
    assert [isinstance(each, Article) for each in found] == [True, False, False, False, True]
    assert [each.record for each in found if isinstance(each, Reject)] == ["item 2", "item 3", "item 4"]


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("", "empty: no record in the file"),
        ("[]", "json: no object with a text field; the document is of the type list"),
        ({"rows": [{"a": 1}]}, "json: no object with a text field; the document is an object with 'rows'"),
        ("{'text': 1}", "json: Expecting property name enclosed in double quotes at line 1, character 2"),
        ("[" * 100_000, "json: "),
        ("7", "json: no object with a text field; the document is of the type int"),
    ],
)
def test_what_has_no_article_is_one_reject(tmp_path: Path, document: object, reason: str) -> None:
    [found] = read(tmp_path / "a.json", document)
    assert isinstance(found, Reject)
    assert found.record == ""
    assert found.reason.startswith(reason)


def test_packed_and_in_a_code_page(tmp_path: Path) -> None:
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(json.dumps({"text": BODY}).encode()))
    (tmp_path / "b.json").write_bytes(json.dumps({"text": "Müller " + BODY}, ensure_ascii=False).encode("cp1252"))
    packed, encoded = read_articles([tmp_path])
    assert isinstance(packed, Article)
    assert isinstance(encoded, Article)
    assert encoded.text.startswith("Müller ")


def test_a_text_that_describes_a_list_of_articles_is_none_of_them(tmp_path: Path) -> None:
    articles = [{"title": f"Ferry {number}", "text": f"{BODY} {number}"} for number in range(2)]
    export = {"title": "Export", "text": "All articles on the ferry.", "articles": articles}
    found = read(tmp_path / "a.json", export)
    assert [each.title for each in found if isinstance(each, Article)] == ["Ferry 0", "Ferry 1"]
    [found_one] = read(tmp_path / "b.json", {"title": "Ferry", "text": BODY * 2, "related": articles})
    assert isinstance(found_one, Article) and found_one.title == "Ferry"
