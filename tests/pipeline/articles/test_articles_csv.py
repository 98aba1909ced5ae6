from pathlib import Path

import pytest

from dashboard.errors import InputError
from dashboard.pipeline.articles import Article, Reject, read_articles

TEXT = "The dam at Orsk held overnight, engineers reported at dawn."
PLAIN = TEXT.replace(",", "")  # needs no quotes


def read(path: Path, content: str) -> list[Article | Reject]:
    path.write_bytes(content.encode())
    return list(read_articles([path]))


@pytest.mark.parametrize(
    "content",
    [
        f'ID,Headline,Body,Outlet\n5,Dam holds,"{TEXT}",Orsk Daily\n',
        f"ID;Headline;Body;Outlet\r\n5;Dam holds;{TEXT};Orsk Daily\r\n",
        f"ID\tHeadline\tBody\tOutlet\n5\tDam holds\t{TEXT}\tOrsk Daily",
        f'\n\nID,Headline,Body,Outlet\n\n5,Dam holds,"{TEXT}",Orsk Daily\n\n',
    ],
    ids=["comma", "semicolon", "tab", "blank rows"],
)
def test_rows_are_articles_whatever_the_delimiter(tmp_path: Path, content: str) -> None:
    [found] = read(tmp_path / "a.csv", content)
    assert isinstance(found, Article)
    assert (found.article_id, found.title, found.source) == ("5", "Dam holds", "Orsk Daily")
    assert found.text == f"Dam holds\n\n{TEXT}"


def test_a_cell_is_kept_verbatim(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.csv", f'text\n" {TEXT}\r\n\n\n""Held"", they said, \0; twice.\u2028 "\n')
    assert isinstance(found, Article)
    assert found.text == f' {TEXT}\r\n\n\n"Held", they said, \0; twice.\u2028 '


def test_rows_without_id_are_named_after_the_row_of_a_spreadsheet(tmp_path: Path) -> None:
    found = read(tmp_path / "orsk.csv", f'text\n"{TEXT}\nTwice."\n\n"{TEXT}"\n')
    assert [one.article_id for one in found if isinstance(one, Article)] == ["orsk-2", "orsk-4"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (f"1,a,b,{PLAIN}", "width: row has 4 cells; the header has 3"),
        ("1", "width: row has 1 cells; the header has 3"),
        ("1,a,", "empty: no letter in the text"),
        ("1,a,Rain.", "too short: 5 characters; articles have 20 or more"),
    ],
)
def test_a_bad_row_is_one_reject(tmp_path: Path, row: str, reason: str) -> None:
    first, bad, last = read(tmp_path / "a.csv", f"id,title,text\n7,x,{PLAIN}\n{row}\n8,x,{PLAIN}\n")
    assert isinstance(first, Article)
    assert isinstance(last, Article)
    assert bad == Reject(str(tmp_path / "a.csv"), "row 3", reason)


@pytest.mark.parametrize(
    "bad",
    [f'"{TEXT}', f'"{TEXT} "Held" they said."', '"{TEXT}" x'],
    ids=["never closed", "not doubled", "text behind"],
)
def test_a_stray_quote_costs_one_row(tmp_path: Path, bad: str) -> None:
    good = '"{}"'.format(TEXT)  # noqa: UP032
    found = read(tmp_path / "a.csv", "\n".join(["text", good, bad, good, good]))
    assert [type(one) for one in found] == [Article, Reject, Article, Article]
    assert isinstance(found[1], Reject)
    assert found[1].record == "row 3"
    assert found[1].reason.startswith("csv: ")


def test_a_long_cell_is_one_reject(tmp_path: Path) -> None:
    long = f"{TEXT}\n" * 20_000
    found = read(tmp_path / "a.csv", f'text\n"{long}"\n"{TEXT}"\n')
    assert [type(one) for one in found] == [Reject, Article]
    assert isinstance(found[0], Reject)
    assert found[0].reason.startswith("too long: ")


def test_a_header_that_is_repeated_is_no_article(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", f'id,full_text\n1,"{TEXT}"\nid,full_text\n2,"{TEXT}"\n')
    assert [one.article_id for one in found if isinstance(one, Article)] == ["1", "2"]
    assert len(found) == 2


def test_a_file_without_text_column_cannot_be_used(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("id,headline\n1,Dam holds\n", encoding="utf-8")
    message = r"a\.csv has no text column \(the columns are 'id', 'headline'\); name the column one of text, body"
    with pytest.raises(InputError, match=message):
        read_articles([tmp_path / "a.csv"])


@pytest.mark.parametrize("content", ["", "\n\n", "id,text\n"], ids=["empty", "blank", "header alone"])
def test_a_file_without_rows_is_one_reject(tmp_path: Path, content: str) -> None:
    [found] = read(tmp_path / "a.csv", content)
    assert found == Reject(str(tmp_path / "a.csv"), "", "empty: no record in the file")


def test_a_header_in_another_encoding_costs_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("numéro;contenu détaillé\n1;été\n".encode("cp1252"))
    [found] = read_articles([tmp_path / "a.csv"])
    assert isinstance(found, Reject)
    assert found.reason.startswith("encoding: not UTF-8")
