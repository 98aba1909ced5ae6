from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, encoding, read_articles, rows

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
        f"ID|Headline|Body|Outlet\n5|Dam holds|{TEXT}|Orsk Daily",
        f"sep=;\r\nID;Headline;Body;Outlet\r\n5;Dam holds;{TEXT};Orsk Daily\r\n",
        f"\ufeffsep=~\nID~Headline~Body~Outlet\n5~Dam holds~{TEXT}~Orsk Daily\n",
        f'sep=;\nID,Headline,Body,Outlet\n5,Dam holds,"{TEXT}",Orsk Daily\n',
        f'"ID";"Headline";"Body";"Outlet"\n"5";"Dam holds";"{TEXT}";"Orsk Daily"\n',
        f'\n\nID,Headline,Body,Outlet\n\n5,Dam holds,"{TEXT}",Orsk Daily\n\n',
    ],
    ids=["comma", "semicolon", "tab", "bar", "declared", "declared, rare", "declared wrongly", "quoted", "blank rows"],
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


def test_the_delimiter_is_the_one_that_gives_most_columns(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.csv", f";text;title\n0;{TEXT};Dam holds\n")
    assert isinstance(found, Article)
    assert found.title == "Dam holds"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("id,headline\n1,Dam holds\n", "the first row has 'id', 'headline'; it must name the columns"),
        ("url;status\nhttps://x.example/1;200\n", "the first row has 'url', 'status'; it must name"),
        (f"7,Dam holds,{PLAIN}\n8,Dam holds,{PLAIN}\n", "the first row has '7', 'Dam holds', 'The dam at Orsk held"),
    ],
    ids=["no text", "semicolons", "no header"],
)
def test_a_file_without_text_column_is_one_reject(tmp_path: Path, content: str, said: str) -> None:
    [found] = read(tmp_path / "a.csv", content)
    assert isinstance(found, Reject)
    assert found.record == ""
    assert found.reason.startswith(f"no text column: {said}")
    assert "must be called text, body" in found.reason and "on the page Add articles, under Columns" in found.reason


def test_more_columns_than_a_spreadsheet_has_are_one_reject(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.csv", f"text{',' * 20_000}\n{PLAIN}{',' * 20_000}\n")
    assert found == Reject(
        str(tmp_path / "a.csv"), "", "too long: the first row has 20,001 cells; 16,384 or fewer are read"
    )


def test_lines_that_leave_quotes_open_take_no_square_of_time(tmp_path: Path) -> None:
    # Each row runs to the end of the file, since no line closes the quotes of another one.
    found = read(tmp_path / "a.csv", f"text,b\n{PLAIN},1\n" + 'a","b\n' * 20_000 + f'"{TEXT}",2\n')
    assert isinstance(found[0], Article)
    assert isinstance(found[-1], Article), "what stands behind them is read"
    assert len(found) == 20_002


def test_a_row_that_is_too_long_costs_only_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoding, "LONGEST_RECORD", 1_000)
    monkeypatch.setattr(rows, "LONGEST_RECORD", 1_000)
    long = "x" * 2_000
    found = read(tmp_path / "a.csv", f'text\n"{TEXT}"\n"{long}"\n"{TEXT} Again.\n{long}"\n"{TEXT} Twice."\n')
    assert [type(one) for one in found] == [Article, Reject, Reject, Reject, Article]
    assert [(one.record, one.reason) for one in found if isinstance(one, Reject)] == [
        ("row 3", "too long: 2,003 characters; a record has 1,000 or fewer"),
        ("row 4", "too long: 2,002 characters; a record has 1,000 or fewer"),
        ("row 5", "too long: 2,002 characters; a record has 1,000 or fewer"),
    ]


@pytest.mark.parametrize("content", ["", "\n\n", "id,text\n"], ids=["empty", "blank", "header alone"])
def test_a_file_without_rows_is_one_reject(tmp_path: Path, content: str) -> None:
    [found] = read(tmp_path / "a.csv", content)
    assert found == Reject(str(tmp_path / "a.csv"), "", "empty: no record in the file")


def test_a_header_in_another_encoding_costs_the_file(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes("numéro;contenu détaillé\n1;été\n".encode("cp1252"))
    [found] = read_articles([tmp_path / "a.csv"])
    assert isinstance(found, Reject)
    assert found.reason.startswith("encoding: not UTF-8")


def test_the_header_may_stand_below_a_preamble(tmp_path: Path) -> None:
    preamble = 'Search: ferry AND Orlin\r\nDate,2024-12-09\r\nArticle\r\nit is "so\r\n\r\n'
    text = "The ferry to Orlin sank at noon on Monday. All ninety passengers were saved."
    path = tmp_path / "a.csv"
    path.write_text(f"{preamble}title,text,date\r\nFerry sinks,{text},2024-12-09\r\n", newline="")
    [article] = read_articles([path])
    assert isinstance(article, Article)
    assert (article.title, article.text, article.article_id) == ("Ferry sinks", f"Ferry sinks\n\n{text}", "a-7")


@pytest.mark.parametrize("word", ["text,date", "Article,Source"])
def test_a_row_of_a_table_without_header_is_none(tmp_path: Path, word: str) -> None:
    [found] = read(tmp_path / "a.csv", f"1,Ferry,{PLAIN}\n2,Dockers,{PLAIN}\n3,{word}\n4,Storm,{PLAIN}\n")
    assert isinstance(found, Reject), "the rows above it would be lost"
    assert found.reason.startswith("no text column: the first row has '1', 'Ferry'")


def test_a_preamble_may_have_more_cells_than_the_table(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.csv", f"Search: ferry, Orlin, dam, Orsk\ntitle,text\nDam holds,{PLAIN}\n")
    assert isinstance(found, Article)


def test_of_two_columns_of_one_name_the_first_that_is_filled_counts(tmp_path: Path) -> None:
    found = read(tmp_path / "a.csv", f"title,text,title,text\nFerry,{PLAIN},,\n,,Dockers,{PLAIN} 2\n")
    assert [each.title for each in found if isinstance(each, Article)] == ["Ferry", "Dockers"]
    assert len(found) == 2


def test_a_dash_for_an_outlet_is_none_and_costs_no_title(tmp_path: Path) -> None:
    [found] = read(tmp_path / "a.csv", f"title,source,text\nDam holds - town is safe,-,{PLAIN}\n")
    assert isinstance(found, Article)
    assert (found.title, found.source) == ("Dam holds - town is safe", None)
