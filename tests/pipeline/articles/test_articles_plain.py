import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles

BODY = "The ferry to Orlin sank at noon on Monday.\n\nAll ninety passengers were saved, its owner said."


def read(path: Path, text: str | bytes) -> Article | Reject:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    [found] = read_articles([path])
    return found


def article(path: Path, text: str | bytes) -> Article:
    found = read(path, text)
    assert isinstance(found, Article), found
    return found


def reason(path: Path, text: str | bytes) -> str:
    found = read(path, text)
    assert isinstance(found, Reject), found
    assert (found.path, found.record) == (str(path), "")
    return found.reason


def test_first_line_is_the_title_and_no_date_is_guessed(tmp_path: Path) -> None:
    found = article(tmp_path / "ferry.txt", f"\n\nFerry sinks off Orlin\n\n{BODY}\n")
    assert found == Article(
        article_id="ferry",
        external_id="ferry",
        title="Ferry sinks off Orlin",
        text=f"Ferry sinks off Orlin\n\n{BODY}",
        published=None,
        source=None,
        agency=None,
        url=None,
        path=str(tmp_path / "ferry.txt"),
        language="en",
    )


HEADERS = "Date: 2021-05-03\nSOURCE : Orlin Herald\nAgency: Reuters\nLink: https://orlin.example/a?b=c:d\nid: 77"
SMALL = re.sub(r"(?m)^\w+", lambda key: key[0].lower(), HEADERS)


@pytest.mark.parametrize(
    "text",
    [
        f"Ferry sinks off Orlin\n{HEADERS}\n\n{BODY}",
        f"Ferry sinks off Orlin\n{SMALL}\n\n{BODY}",
        f"Ferry sinks off Orlin\n\n{HEADERS}\n{BODY}",
        f"{HEADERS}\n\nFerry sinks off Orlin\n\n{BODY}",
        f"{HEADERS}\nTitle:  Ferry sinks  off Orlin\n\n{BODY}",
        f"{HEADERS}\nTitle: Ferry sinks off Orlin\n\nFERRY SINKS OFF ORLIN\n\n{BODY}",
        f"{HEADERS}\nTitle: Ferry sinks off Orlin\n\n{BODY}".replace("\n", "\r\n"),
    ],
    ids="below;below in small letters;below a blank line;above;title among them;title repeated;carriage returns".split(
        ";"
    ),
)
def test_header_lines_are_facts_wherever_they_stand(tmp_path: Path, text: str) -> None:
    found = article(tmp_path / "a.txt", text)
    assert found.title == "Ferry sinks off Orlin"
    assert found.text == f"Ferry sinks off Orlin\n\n{BODY}"
    assert found.published == datetime(2021, 5, 3, tzinfo=UTC)
    assert (found.source, found.agency) == ("Orlin Herald", "Reuters")
    assert (found.url, found.external_id, found.article_id) == ("https://orlin.example/a?b=c:d", "77", "77")


def test_a_block_with_a_known_key_is_no_text_whatever_its_other_keys_are(tmp_path: Path) -> None:
    headers = "Weather: calm\nDate: 2021-05-03\nSection: World\nSource: Orlin Herald"
    found = article(tmp_path / "a.txt", f"Ferry sinks\n{headers}\n\n{BODY}")
    assert found.published == datetime(2021, 5, 3, tzinfo=UTC)
    assert found.source == "Orlin Herald"
    assert found.text == f"Ferry sinks\n\n{BODY}"


@pytest.mark.parametrize(
    "opening",
    [
        "Weather: calm\nSea: flat\n", "QUESTION: Who sank it?\n\nANSWER: Nobody.\n",
        "Weather: calm\nSource: nobody knows it\nThat",
    ],
    ids=["no known key", "a talk", "runs on"],
)  # fmt: skip
def test_lines_with_colons_that_are_no_header_are_text(tmp_path: Path, opening: str) -> None:
    found = article(tmp_path / "a.txt", f"Ferry sinks\ndate: 2021-05-03\n\n{opening}\n{BODY}")
    assert found.text == f"Ferry sinks\n\n{opening}\n{BODY}"
    assert found.source is None


def test_markdown_loses_its_marks(tmp_path: Path) -> None:
    marked = "# Ferry *sinks* off Orlin\n\n## At noon\n\nThe **ferry** to [Orlin](https://orlin.example) sank at noon."
    found = article(tmp_path / "a.md", marked)
    assert found.title == "Ferry sinks off Orlin"
    assert found.text == "Ferry sinks off Orlin\n\nAt noon\n\nThe ferry to Orlin sank at noon."


def test_an_address_as_source_is_the_address_of_the_article(tmp_path: Path) -> None:
    matter = '---\ntitle: "Ferry sinks"\nsource: "https://herald.example/1"\nauthor:\n  - "[[Jane Wanjiru]]"\n---\n'
    found = article(tmp_path / "a.md", f"{matter}{BODY}")
    assert (found.title, found.url, found.source) == ("Ferry sinks", "https://herald.example/1", None)
    assert found.text == f"Ferry sinks\n\n{BODY}"


def test_front_matter_is_read_and_left_out(tmp_path: Path) -> None:
    matter = '---\ntitle: "Ferry sinks: 90 saved"\ndate: 2021-05-03\ntags: [sea]\n---\n'
    found = article(tmp_path / "a.md", f"{matter}\n# Ferry sinks: 90 saved\n\n{BODY}")
    assert found.text == f"Ferry sinks: 90 saved\n\n{BODY}"
    assert found.published == datetime(2021, 5, 3, tzinfo=UTC)


def test_text_between_two_rulers_is_not_front_matter(tmp_path: Path) -> None:
    found = article(tmp_path / "a.txt", f"---\n{BODY}\n---\nThe inquiry begins in June.")
    assert BODY in found.text


def test_web_boilerplate_goes_and_nothing_else(tmp_path: Path) -> None:
    scraped = (
        "Ferry sinks off Orlin\n\nFerry sinks off Orlin\n\n  • Post category:World\n  • Post author: desk\n"
        f"Share this Post\n\n{BODY}\n\nThe source link was broken.\n\n\n\nSource link\n\nShare this Post"
    )
    found = article(tmp_path / "a.txt", scraped)
    assert found.text == f"Ferry sinks off Orlin\n\n{BODY}\n\nThe source link was broken."


@pytest.mark.parametrize(
    "text",
    [
        "One line is no headline over nothing: it is the brief itself.",
        "The inquiry into the loss of the ferry will hear the\nharbour master in June, a court ruled.",
        "The inquiry will begin. " * 12 + f"\n{BODY}",
    ],
    ids=["only line", "wrapped", "paragraph"],
)
def test_a_first_line_that_is_text_is_no_title(tmp_path: Path, text: str) -> None:
    found = article(tmp_path / "a.txt", text)
    assert found.title is None
    assert found.text == text.strip()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("", "empty"),
        (" \n\t\n", "empty"),
        ("2021\n\n--- 12/34 --- 56/78 --- 90 ---", "empty"),
        ("Title: Ferry sinks off Orlin\n\nIt sank.", "too short"),
        ("Ferry sinks off Orlin\n\nIt sank.", "too short"),
        ("word " * 200_001, "too long"),
        ("x" * 17_000_000, "too long"),
        ("half of it: " + "\0a" * 40, "encoding"),
    ],
    ids=["nothing", "blank", "no letter", "title given", "title line", "characters", "bytes", "NULs"],
)
def test_what_is_no_article_is_rejected(tmp_path: Path, text: str, kind: str) -> None:
    assert reason(tmp_path / "a.txt", text).startswith(f"{kind}: ")


def test_many_blocks_of_headers_take_no_square_of_time(tmp_path: Path) -> None:
    assert article(tmp_path / "a.txt", "Date: 2021-05-03\n\n" * 50_000 + f"Ferry sinks\n\n{BODY}").text.endswith(BODY)


def test_a_title_that_is_repeated_takes_no_square_of_time(tmp_path: Path) -> None:
    found = article(tmp_path / "a.txt", "Ferry sinks\n" * 80_000 + BODY)
    assert found.text == f"Ferry sinks\n\n{BODY}"


def test_a_reject_names_measure_and_rule(tmp_path: Path) -> None:
    assert reason(tmp_path / "a.txt", "Rain.") == "too short: 5 characters; articles have 20 or more"
