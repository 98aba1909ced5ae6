import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import InputError
from dashboard.pipeline.articles import Article, Reject, read_articles

TEXT = "Two miners were found alive in Varna on Friday, officials said."


def read(path: Path, *records: Any) -> list[Article | Reject]:
    lines = [record if isinstance(record, str) else json.dumps(record) for record in records]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return list(read_articles([path]))


def article(path: Path, record: Any) -> Article:
    [found] = read(path, record)
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize(
    "record",
    [
        {"id": 12, "title": "Miners found", "text": TEXT, "date": "2020-02-07", "source": "Varna Post",
         "url": "https://varna.example/1", "agency": "dpa", "language": "en"},
        {"_id": "12", "Headline": "Miners\nfound ", "BODY": TEXT, "publishedAt": "2020-02-07T00:00:00Z",
         "Outlet": "Varna  Post", "link": "https://varna.example/1", "wire": "DPA", "lang": "en-GB"},
        {"article_id": 12.0, "title": "Miners found", "content": TEXT, "timestamp": 1581033600,
         "publisher": "Varna Post", "source_url": "https://varna.example/1", "credit": "dpa"},
        {"guid": " 12 ", "title": "Miners found", "Full Text": TEXT, "pubDate": "Fri, 07 Feb 2020 00:00 GMT",
         "site-name": "Varna Post", "URL": "https://varna.example/1", "Agency": "dpa", "Language": "eng"},
    ],
    ids=["plain", "capitals", "numbers", "blanks"],
)  # fmt: skip
def test_fields_are_known_by_their_common_spellings(tmp_path: Path, record: dict[str, object]) -> None:
    assert article(tmp_path / "a.jsonl", record) == Article(
        article_id="12",
        external_id="12",
        title="Miners found",
        text=f"Miners found\n\n{TEXT}",
        published=datetime(2020, 2, 7, tzinfo=UTC),
        source="Varna Post",
        agency="dpa",
        url="https://varna.example/1",
        path=str(tmp_path / "a.jsonl"),
        language="en",
    )


@pytest.mark.parametrize(
    ("title", "text", "whole"),
    [
        (None, f"  {TEXT}\r\n\r\n\r\n\r\nShare this Post \n", f"  {TEXT}\r\n\r\n\r\n\r\nShare this Post \n"),
        ("Miners found", f" \n{TEXT} ", f"Miners found\n\n \n{TEXT} "),
        ("Miners found", f"\n Miners found\n{TEXT}\n", f"\n Miners found\n{TEXT}\n"),
        ("Found; alive", f"Found; \nalive\n{TEXT}", f"Found; \nalive\n{TEXT}"),
        ("", TEXT, TEXT),
        ("a\u2028b", f"c\u0085d\u2028e\x0bf {TEXT}", f"a b\n\nc\u0085d\u2028e\x0bf {TEXT}"),
        (None, f"{TEXT}\0", f"{TEXT}\0"),
    ],
    ids=["untitled", "apart", "begins with it", "broken over lines", "empty title", "line separators", "NUL"],
)
def test_the_text_is_kept_verbatim(tmp_path: Path, title: str | None, text: str, whole: str) -> None:
    path = tmp_path / "a.jsonl"
    record = json.dumps({"title": title, "text": text}, ensure_ascii=False)
    path.write_text(record, encoding="utf-8", newline="\n")
    [found] = read_articles([path])
    assert isinstance(found, Article)
    assert found.text == whole


def test_the_first_spelling_that_holds_something_counts(tmp_path: Path) -> None:
    record = {"text": "", "body": None, "content": TEXT, "id": None, "uuid": "u-1"}
    record |= {"published": "?", "date": "2020-02-07"}
    found = article(tmp_path / "a.jsonl", record)
    assert (found.text, found.external_id) == (TEXT, "u-1")
    assert found.published == datetime(2020, 2, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("{not json", "json"),
        (f'["{TEXT}"]', "json"),
        ("null", "json"),
        ("[" * 100_000, "json"),
        ('{"text": ' + "1" * 5_000 + "}", "json"),
        ('{"text": 17}', "text"),
        ('{"text": ["a", "b"]}', "text"),
        ('{"summary": "no text here"}', "text"),
        ('{"text": null}', "empty"),
        ('{"text": "  "}', "empty"),
        ('{"text": "Rain."}', "too short"),
    ],
)
def test_a_bad_line_is_one_reject(tmp_path: Path, line: str, kind: str) -> None:
    good = {"text": TEXT}
    first, bad, last = read(tmp_path / "a.jsonl", good, "", line, good)
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert isinstance(bad, Reject)
    assert (bad.path, bad.record) == (str(tmp_path / "a.jsonl"), "line 3")
    assert bad.reason.startswith(f"{kind}: ")


def test_a_record_without_id_is_named_after_file_and_line(tmp_path: Path) -> None:
    found = read(tmp_path / "wire feed.jsonl", {"text": TEXT}, "", {"text": TEXT})
    assert [one.article_id for one in found if isinstance(one, Article)] == ["wire-feed-1", "wire-feed-3"]
    assert [one.external_id for one in found if isinstance(one, Article)] == [
        "wire feed.jsonl, line 1",
        "wire feed.jsonl, line 3",
    ]


@pytest.mark.parametrize("lines", [['{"summary": "a"}', "{", '{"abstract": "b"}'], ["[1]", "{}", '{"a": 1}']])
def test_a_file_without_any_text_field_cannot_be_used(tmp_path: Path, lines: list[str]) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(InputError, match=r"a\.jsonl has no line with a text field .* one of text"):
        read_articles([path])


def test_an_empty_file_is_one_reject(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.jsonl", "", "")
    assert found == Reject(str(tmp_path / "a.jsonl"), "", "empty: no record in the file")


def test_packed_lines_are_read_as_far_as_they_are_whole(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl.gz"
    lines = [json.dumps({"id": number, "text": f"{TEXT} {number * 7919}"}) for number in range(5_000)]
    packed = gzip.compress("\n".join(lines).encode())
    path.write_bytes(packed)
    assert isinstance(next(read_articles([path])), Article)
    path.write_bytes(packed[: len(packed) // 2])
    reading = read_articles([path])
    assert isinstance(next(reading), Article)  # streamed: the damage further down is not met yet
    *_, last = reading
    assert isinstance(last, Reject)
    assert last.reason.startswith("unreadable: ")


def test_a_file_that_only_says_it_is_packed_is_rejected(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.jsonl.gz", {"text": TEXT})
    assert isinstance(found, Reject)
    assert found.reason.startswith("unreadable: ")
