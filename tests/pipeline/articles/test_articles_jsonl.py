import gzip
import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from dashboard import settings
from dashboard.filters import Filters, read_filters, write_filters
from dashboard.pipeline.articles import Article, Reject, encoding, read_articles, record

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
        ('{"text": ["a", 7]}', "text"),
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
def test_a_file_without_any_text_field_is_one_reject(tmp_path: Path, lines: list[str]) -> None:
    [found] = read(tmp_path / "a.jsonl", *lines)
    assert isinstance(found, Reject)
    assert found.record == ""
    assert found.reason.startswith("no text field: the first object has ")
    assert "must be called text, body" in found.reason


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"[\n {\n]\n", "json: Expecting value at character 3; none of the 3 lines is an object"),
        (b"\x89PNG\xff\n\xfe\x00\n", "encoding: not UTF-8; "),
    ],
    ids=["one document", "a picture"],
)
def test_a_file_without_any_object_is_one_reject(tmp_path: Path, content: bytes, reason: str) -> None:
    (tmp_path / "a.jsonl").write_bytes(content)
    [found] = read_articles([tmp_path / "a.jsonl"])
    assert isinstance(found, Reject)
    assert found.reason.startswith(reason)


def test_a_line_that_is_too_long_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "LONGEST_RECORD", 1_000)
    found = read(tmp_path / "a.jsonl", {"id": 1, "text": TEXT}, "[" * 5_000, {"id": 2, "text": TEXT})
    assert [type(one) for one in found] == [Article, Reject, Article]
    assert found[1] == Reject(
        str(tmp_path / "a.jsonl"), "line 2", "too long: 5,001 characters; a record has 1,000 or fewer"
    )


def test_a_small_file_that_unpacks_to_a_huge_one_is_read_as_far_as_its_like(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(record, "LEAST_UNPACKED", 100_000)
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(json.dumps({"text": TEXT}).encode() + b"\n" + b" " * 10_000_000))
    first, last = read_articles([path])
    assert isinstance(first, Article)
    assert isinstance(last, Reject)
    assert re.fullmatch(
        r"too long: [\d,]+ bytes unpack to more than 1\d\d\d,\d{3}; what is behind them .*|"
        r"too long: [\d,]+ bytes unpack to more than [\d,]+; what is behind them was not read; unpack .*",
        last.reason,
    )


@pytest.mark.parametrize("nothing", ["NaN", "Infinity", "-Infinity", "1e999", '"nan"', '"NULL"', r'"\\N"', '" None "'])
def test_what_other_tools_write_for_no_value_is_none(tmp_path: Path, nothing: str) -> None:
    fields = ("id", "title", "date", "source", "agency", "url", "language")
    lines = ["{" + ", ".join(f'"{field}": {nothing}' for field in fields) + f', "text": "{TEXT}"}}'] * 3
    found = read(tmp_path / "a.jsonl", *lines, f'{{"text": {nothing}, "body": "{TEXT}"}}')
    for number, one in enumerate(found, 1):
        assert isinstance(one, Article)
        assert (one.article_id, one.external_id) == (f"a-{number}", f"a.jsonl, line {number}")
        assert (one.text, one.title, one.published) == (TEXT, None, None)
        assert (one.source, one.agency, one.url) == (None, None, None)


def test_a_text_that_is_nothing_is_empty(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.jsonl", '{"text": NaN}')
    assert isinstance(found, Reject)
    assert found.reason == "empty: no letter in the text"


LONG = "Lake " * 100


def test_values_are_short_lines_that_links_can_hold(tmp_path: Path) -> None:
    dirty = "Lake\x00 \x1b[0mCourier\x85\u2028 \x92s"
    record = {"id": "7\x00\x1b", "title": dirty, "source": dirty, "agency": dirty, "url": dirty, "text": TEXT}
    found = article(tmp_path / "a.jsonl", record)
    assert found.external_id == "7"
    assert {found.title, found.source, found.agency, found.url} == {"Lake [0mCourier… ’s"}

    found = article(tmp_path / "a.jsonl", {"title": LONG, "source": LONG, "url": LONG * 5, "text": TEXT})
    assert found.source == f"{LONG[:282]}… (499 characters)"
    assert (len(found.source), found.title, found.url) == (settings.LONGEST_VALUE, found.source, None)
    assert found.text == f"{LONG.strip()}\n\n{TEXT}", "the text keeps what the title lost"


def test_ids_of_any_length_stay_apart(tmp_path: Path) -> None:
    found = read(tmp_path / "a.jsonl", *({"id": f"{LONG}{number}", "text": TEXT} for number in (1, 2, 1)))
    assert [type(one) for one in found] == [Article, Article, Reject]
    ids = {one.external_id for one in found if isinstance(one, Article)}
    assert len(ids) == 2
    assert {len(each) for each in ids} == {settings.LONGEST_VALUE}


@pytest.mark.parametrize("odd", ["x" * 5_000, "a\0b\nc", "\x85 d", "e\u2028f", "\x1b[2J", "g" * 299 + "  h", " i "])
def test_links_to_what_was_read_can_be_read(tmp_path: Path, odd: str) -> None:
    found = article(tmp_path / "a.jsonl", {"id": odd, "source": odd, "text": TEXT})
    assert found.source is not None
    filters = Filters(sources=(found.source,), article=found.article_id, inside=(found.article_id,))
    assert read_filters(parse_qs(urlencode(write_filters(filters), doseq=True))) == (filters, [])


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
