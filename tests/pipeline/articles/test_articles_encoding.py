import codecs
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles

TEXT = "The café on the quay reopened — “at last”, said its owner."


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize(
    ("name", "form"),
    [("a.txt", "{}"), ("a.jsonl", '{{"text": "{}"}}\n'), ("a.csv", 'text\n"{}"\n')],
    ids=["txt", "jsonl", "csv"],
)
def test_unicode_with_or_without_a_mark_is_read(tmp_path: Path, name: str, form: str, encoding: str) -> None:
    (tmp_path / name).write_bytes(form.format(TEXT).encode(encoding))
    [found] = read_articles([tmp_path / name])
    assert isinstance(found, Article)
    assert found.text == TEXT


def test_another_encoding_is_named_and_not_guessed_at(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes((TEXT * 3).encode("cp1252"))
    [found] = read_articles([tmp_path / "a.txt"])
    assert isinstance(found, Reject)
    assert found.reason == "encoding: not UTF-8; looks like windows-1252; save it as UTF-8"


def test_bytes_that_are_no_text_are_rejected(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(bytes(range(256)) * 4)
    [found] = read_articles([tmp_path / "a.txt"])
    assert isinstance(found, Reject)
    assert found.reason.startswith("encoding: not UTF-8; ")


@pytest.mark.parametrize(
    ("name", "lines", "record"),
    [
        ("a.jsonl", ['{"text": "%s"}', '{"text": "%s"}', '{"text": "%s"}'], "line 2"),
        ("a.csv", ["text", '"%s"', '"%s"', '"%s"'], "row 3"),
    ],
    ids=["jsonl", "csv"],
)
def test_one_wrong_byte_costs_one_record(tmp_path: Path, name: str, lines: list[str], record: str) -> None:
    good, bad = TEXT.encode(), TEXT.encode("cp1252")
    texts = [good, bad, good] if name == "a.jsonl" else [b"", good, bad, good]
    rows = [line.replace("%s", "%b").encode() for line in lines]
    whole = [row % text if b"%b" in row else row for row, text in zip(rows, texts, strict=True)]
    (tmp_path / name).write_bytes(b"\n".join(whole))
    first, second, third = read_articles([tmp_path / name])
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(second, Reject)
    assert second.record == record
    assert second.reason.startswith("encoding: not UTF-8; looks like ")


@pytest.mark.parametrize("name", ["a.txt", "a.jsonl", "a.csv"])
def test_utf_16_that_is_cut_short_is_rejected(tmp_path: Path, name: str) -> None:
    text = f'{{"text": "{TEXT}"}}' if name == "a.jsonl" else f"text\n{TEXT}\n"
    (tmp_path / name).write_bytes(codecs.BOM_UTF16_LE + text.encode("utf-16-le") + b"\x20")
    *_, last = read_articles([tmp_path / name])
    assert isinstance(last, Reject)
    assert last.reason.startswith("encoding: ")
    assert last.record == ""


@pytest.mark.parametrize("field", ["text", "title", "source", "id"])
def test_lone_surrogates_are_rejected_wherever_they_stand(tmp_path: Path, field: str) -> None:
    # "\ud83d" written out is what JSON holds when an emoji was cut in half.
    fields = {"text": TEXT, "title": "At last", "source": "Quay News", "id": "7"}
    fields[field] += " \\ud83d"
    line = "{" + ", ".join(f'"{key}": "{value}"' for key, value in fields.items()) + "}"
    (tmp_path / "a.jsonl").write_text(line, encoding="utf-8")
    [found] = read_articles([tmp_path / "a.jsonl"])
    assert isinstance(found, Reject)
    assert found.reason.startswith("encoding: lone surrogate")


def test_names_of_files_that_are_no_unicode_can_be_written(tmp_path: Path) -> None:
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    (tmp_path / name).write_text(TEXT, encoding="utf-8")
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article)
    assert found.path == f"{tmp_path}/caf\\xe9.txt"
    assert found.external_id == "caf\\xe9"
    assert found.article_id == "caf-xe9"
