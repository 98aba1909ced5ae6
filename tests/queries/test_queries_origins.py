"""Who reported it first: an agency, the medium that was told, the first of its copies, or the outlet itself."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from dashboard.columns.origins import WHYS, follow
from dashboard.filters import Filters
from dashboard.queries.mentions import count_mentions
from dashboard.queries.origins import count_origins, list_origins, name_origin
from dashboard.reader import Reader
from dashboard.store import Store
from dashboard.tables.checks import check_all
from dashboard.tables.rows import Row
from tests import rows as make

AFP = make.actor("afp", "Agence France-Presse", kind="media", mentions=9)
LONG = "We will rebuild this town, stone by stone, said nobody"
NINE = "We will rebuild this town, stone by stone, as before"


@dataclass(frozen=True)
class Report:
    """An article that names AFP; `day` counts from the first of January, `told` is how many of its quotes AFP heard."""

    article_id: str
    day: float | None
    source: str | None = None
    agency: str | None = None
    story: str = ""
    quotes: Sequence[str] = ()
    told: int = 0
    written: str = "AFP"


def open_reports(*reports: Report) -> Reader:
    """A reader on these articles."""
    rows: dict[str, list[Row]] = {name: [] for name in ("articles", "sentences", "entities", "quotes")}
    start = datetime(2024, 1, 1, tzinfo=UTC)
    for each in reports:
        text = ". ".join((each.written, *each.quotes))
        rows["articles"].append(make.article(
            each.article_id, text, source=each.source, agency=each.agency, story_id=each.story or each.article_id,
            published=None if each.day is None else start + timedelta(days=each.day),
        ))  # fmt: skip
        rows["sentences"].append(make.sentence(each.article_id, 0, 0, len(text)))
        rows["entities"].append(make.entity(each.article_id, 0, each.written, label="ORG", actor_id="afp"))
        for number, words in enumerate(each.quotes):
            at = text.index(words)
            rows["quotes"].append(make.quote(
                each.article_id, [[at, at + len(words)]], words, via_actor_id="afp" if number < each.told else None,
            ))  # fmt: skip
    tables = make.tables(**rows, actors=[{**AFP, "mentions": len(reports), "articles": len(reports)}])
    check_all(tables)
    return Store(tables, {}).reader()


def origins(*reports: Report) -> dict[str, tuple[str, str]]:
    """Article -> why it has its origin, and the id of that."""
    columns = open_reports(*reports).columns
    return {
        columns.text("articles.id", number) or "": (
            WHYS[columns["articles.origin_why"][number]],
            columns.text("origins.id", columns["articles.origin"][number]) or "",
        )
        for number in range(columns.articles)
    }


def test_each_rule_gives_an_article_its_origin_and_the_first_that_holds_does() -> None:
    assert origins(
        Report("credited", 5, "Post", agency="AFP", story="first", quotes=(LONG,)),
        Report("told", 5, "Post", quotes=("One.", "Two.", "Three."), told=2),
        Report("half", 5, "Post", quotes=("One.", "Two."), told=1),
        Report("copy", 5, "Post", story="first", quotes=(NINE,)),
        Report("quoting", 5, "Post", quotes=(NINE,)),
        Report("first", 1, "Gazette"),
        Report("spoke", 2, "Herald", quotes=(LONG,)),
        Report("alone", 5),
    ) == {
        "credited": ("agency", "medium:afp"),
        "told": ("told", "medium:afp"),
        "half": ("own", "outlet:post"),
        "copy": ("copy", "outlet:gazette"),
        "quoting": ("quote", "outlet:herald"),
        "first": ("own", "outlet:gazette"),
        "spoke": ("own", "outlet:herald"),
        "alone": ("unknown", "article:alone"),
    }  # fmt: skip


def test_an_agency_a_medium_and_an_outlet_of_one_name_are_one_origin() -> None:
    found = origins(
        Report("outlet", 1, "AFP"), Report("address", 1, "www.afp.com"), Report("agency", 1, "Post", agency="afp"),
        Report("full", 1, "Post", agency="Agence France-Presse"), Report("told", 1, quotes=("Yes.",), told=1),
    )  # fmt: skip
    assert {origin for _, origin in found.values()} == {"medium:afp"}


def test_a_copy_of_an_agencys_report_has_the_agency_for_its_origin() -> None:
    found = origins(
        Report("wire", 1, "Post", agency="AFP", quotes=(LONG,)), Report("copy", 2, "Herald", story="wire"),
        Report("same", 3, "Gazette", quotes=(LONG,)), Report("later", 9, "Times", quotes=(LONG,)),
    )  # fmt: skip
    assert found["copy"] == ("copy", "medium:afp")
    assert found["same"] == ("quote", "medium:afp")
    assert found["later"] == ("quote", "medium:afp"), "its link leads to an article in its days, and that one on"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("We will rebuild this town stone by", 2.0),  # seven words
        ("They will rebuild this town, stone by stone", 2.0),
        (LONG, 8.5),
        (LONG, None),
    ],
)
def test_what_is_short_or_different_or_later_links_nothing(words: str, day: float | None) -> None:
    found = origins(Report("one", 1, "Herald", quotes=(LONG,)), Report("two", day, "Post", quotes=(words,)))
    assert found["two"] == ("own", "outlet:post")


def test_marks_and_case_make_no_other_quotation() -> None:
    found = origins(
        Report("one", 1, "Herald", quotes=(LONG,)), Report("two", 1.5, "Post", quotes=(NINE.upper().replace(",", ""),))
    )
    assert found["two"] == ("quote", "outlet:herald")


def test_what_one_outlet_prints_day_after_day_links_nothing() -> None:
    daily = [Report(f"day-{day}", day, "Herald", quotes=(LONG,)) for day in range(4)]
    assert origins(*daily, Report("two", 4, "Post", quotes=(LONG,)))["two"] == ("own", "outlet:post")


def test_a_link_between_two_outlets_does_not_join_them() -> None:
    found = origins(
        Report("a1", 1, "A", quotes=(LONG,)), Report("b1", 2, "B", quotes=(LONG,)), Report("b2", 3, "B"),
        Report("b3", 3, "B", quotes=("No word of this was ever true, we said so then",)),
        Report("a2", 4, "A", quotes=("No word of this was ever true, we said so now",)), Report("a3", 4, "A"),
    )  # fmt: skip
    assert [found[each][1] for each in ("b1", "b2", "a2", "a3")] == ["outlet:a", "outlet:b", "outlet:b", "outlet:a"]


def test_articles_of_one_moment_do_not_lead_to_each_other() -> None:
    found = origins(Report("b", 1, "B", quotes=(LONG,)), Report("a", 1, "A", quotes=(LONG,)))
    assert found == {"a": ("own", "outlet:a"), "b": ("quote", "outlet:a")}


def test_links_are_followed_to_the_first() -> None:
    assert follow(np.array([3, -1, 1, 2, -1])).tolist() == [1, 1, 1, 1, 4]
    assert follow(np.empty(0, np.int32)).tolist() == []


def test_origins_are_listed_with_their_articles_and_outlets_which_open() -> None:
    reader = open_reports(
        Report("wire", 1, "Post", agency="AFP"), Report("copy", 2, "Herald", story="wire"), Report("own", 3, "Herald"),
        Report("other", 3, "Times"),
    )  # fmt: skip
    filters = Filters(named=("afp",))
    found = list_origins(reader, filters)
    assert found[["name", "articles", "outlets", "agency", "copy", "own"]].values.tolist() == [
        ["Agence France-Presse", 2, 2, 1, 1, 0], ["Herald", 1, 1, 0, 0, 1], ["Times", 1, 1, 0, 0, 1],
    ]  # fmt: skip
    assert count_origins(reader, filters) == len(found) == 3
    assert count_origins(reader, Filters(named=("afp",), unit=("article",))) == 3, "whatever the unit"
    assert count_mentions(reader, Filters(named=("afp",), unit=("origin",))) == 3
    for row in found.to_dict("records"):
        for unit in ("article", "outlet"):
            opened = Filters(named=("afp",), origins=(row["origin_id"],), unit=(unit,))
            assert count_mentions(reader, opened) == row[f"{unit}s"]
    assert list_origins(reader, filters, 1, 1)["name"].tolist() == ["Herald"]
    assert name_origin(reader, "outlet:herald") == "Herald" and name_origin(reader, "outlet:none") == "outlet:none"
