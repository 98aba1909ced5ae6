import codecs
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.articles.notes import Note

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


FORMS = {"a.txt": "{}", "a.jsonl": '{{"text": "{}"}}\n', "a.json": '{{"text": "{}"}}', "a.csv": 'text\n"{}"\n'}


@pytest.mark.parametrize("name", [*FORMS, "a.html"])
@pytest.mark.parametrize("page", ["windows-1252", "mac-roman"])
def test_a_code_page_is_guessed_and_noted(tmp_path: Path, name: str, page: str) -> None:
    form = FORMS.get(name, "<html><body><article><h1>Quay</h1><p>{}</p></article></body></html>")
    (tmp_path / name).write_bytes(form.format(TEXT).encode(page))
    [found] = read_articles([tmp_path / name])
    assert isinstance(found, Article)
    assert found.text.endswith(TEXT)
    assert found.notes[0] == Note("code page", page)


@pytest.mark.parametrize("name", FORMS)
@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_a_mark_is_read(tmp_path: Path, name: str, codec: str) -> None:
    (tmp_path / name).write_bytes(FORMS[name].format(TEXT).encode(codec))
    [found] = read_articles([tmp_path / name])
    assert isinstance(found, Article)
    assert found.text == TEXT


def test_where_no_code_page_is_sure_the_likely_one_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes("Mr Yıldız said on Monday that the quay would reopen.".encode("cp1254"))
    [found] = read_articles([tmp_path / "a.txt"])
    assert isinstance(found, Reject)
    assert found.reason.startswith("encoding: not UTF-8; looks like ")


def test_all_rows_of_a_table_tell_its_code_page(tmp_path: Path) -> None:
    rows = ["text", "Mr Yıldız said on Monday that it would reopen.", "Çağlar Gökçe and Oğuz Şahin were there."]
    (tmp_path / "a.csv").write_bytes("\n".join(rows).encode("cp1254"))
    found = [each.text for each in read_articles([tmp_path / "a.csv"]) if isinstance(each, Article)]
    assert found == rows[1:]


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
def test_damaged_utf_8_costs_one_record(tmp_path: Path, name: str, lines: list[str], record: str) -> None:
    good, bad = TEXT.encode(), TEXT.encode().replace(b"\x94", b"")
    texts = [good, bad, good] if name == "a.jsonl" else [b"", good, bad, good]
    rows = [line.replace("%s", "%b").encode() for line in lines]
    whole = [row % text if b"%b" in row else row for row, text in zip(rows, texts, strict=True)]
    (tmp_path / name).write_bytes(b"\n".join(whole))
    first, second, third = read_articles([tmp_path / name])
    assert isinstance(first, Article)
    assert isinstance(third, Article)
    assert isinstance(second, Reject)
    assert second.record == record
    assert second.reason == "encoding: UTF-8 in which a byte is damaged; save it again as UTF-8"


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
