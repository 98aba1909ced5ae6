"""Words from articles as HTML: shown as they are, never run, whatever they are."""

import html
import random
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import pairwise
from typing import Any

import pandas as pd
import pytest
from markupsafe import Markup

from dashboard.views.markup import (
    SHADES,
    Column,
    Count,
    Mark,
    counts,
    data_attributes,
    highlight,
    link,
    matrix,
    table,
)

HOSTILE = [
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "' onmouseover='alert(1)", "</mark></td></table>",
    "&lt;b&gt; &amp; &#60;", "<!-- ", "]]>", "\u202eright to left", "حلب <b>", "a\nb\tc", "&", "",
]  # fmt: skip


class Reader(HTMLParser):
    """What a browser would make of a piece of HTML: its elements, attributes and text."""

    def __init__(self, markup: str) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.open: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.feed(str(markup))
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open.append(tag)
        self.attributes += [(tag, name, value) for name, value in attrs]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")

    def values(self, attribute: str) -> list[str | None]:
        return [value for _, name, value in self.attributes if name == attribute]


def read(markup: str) -> Reader:
    reader = Reader(markup)
    assert reader.open == [], "every element is closed"
    assert set(reader.tags) <= set("div table thead tbody tr th td a b bdi i mark span".split())
    assert {name for _, name, _ in reader.attributes} <= {"class", "href", "target", "title", "scope", "dir"}
    return reader


def frame(**columns: list[Any]) -> pd.DataFrame:
    return pd.DataFrame(columns)


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_a_table_are_text(words: str) -> None:
    columns = [Column("name", words, href=lambda row: f"actors?actor={row['name']}"), Column("n", "Count", "count")]
    found = read(table(frame(name=[words], n=[3]), columns))
    assert found.text == f"{words}Count{words or '–'}3"
    assert found.values("href") == ([f"actors?actor={words}"] if words else [])


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_links_numbers_and_marks_are_text(words: str) -> None:
    assert read(link(words, None)).text == words
    found = read(link(words, words))
    assert (found.text, found.values("href"), found.values("target")) == (words, [words], ["_self"])
    found = read(counts([Count(1234, words, words)]))
    assert (found.text, found.values("href")) == (f"1,234{words}", [words])
    found = read(highlight(f"{words}!", [Mark(0, len(words) + 1, "actor", words, words)]))
    assert found.text == f"{words}!"
    assert found.values("title") == [words]
    assert found.values("href") == ([words] if words else [])


def test_a_table_has_a_row_a_record_and_a_heading_a_column() -> None:
    columns = [Column("name", "Actor"), Column("kind", "Kind", "word"), Column("n", "Mentions", "count")]
    found = read(table(frame(name=["Assad", "AFP"], kind=["person", "media"], n=[12, 1204]), columns))
    assert found.tags.count("tr") == 3
    assert found.text == "ActorKindMentionsAssadperson12AFPmedia1,204"


def test_a_row_that_is_flagged_has_a_tag_that_explains_itself() -> None:
    columns = [Column("name", "Actor", flag="unsure", explained="may be several")]
    found = read(table(frame(name=["Salem", "Ada Holt"], unsure=[True, False]), columns))
    assert found.text == "ActorSalem unsureAda Holt"
    assert found.values("title") == ["may be several"]


def test_a_count_leads_to_its_list_and_zero_nowhere() -> None:
    columns = [Column("n", "Mentions", "count", lambda row: f"sentences?n={row['n']}")]
    found = read(table(frame(n=[3, 0, 1]), columns))
    assert found.values("href") == ["sentences?n=3", "sentences?n=1"]
    assert read(counts([Count(1, "named", "quotes", "named")])).attributes[-1] == ("i", "class", "dl-dot named")
    assert read(counts([Count(0, "quotes", "quotes"), Count(2, "actors", "actors")])).values("href") == ["actors"]


def test_a_matrix_has_a_cell_a_pair_and_the_highest_is_the_darkest() -> None:
    names = [("<b>A</b>", "actors?actor=a"), ("B", None), ("C", None)]
    drawn = matrix(names, {(0, 1): (1204, "sentences?x=1&y=2"), (2, 0): (12, "sentences")})
    found = read(drawn)
    assert found.text == "<b>A</b>BC<b>A</b>1,204BC12"
    assert found.tags.count("td") == 1 + 3 * 3
    assert found.values("href") == ["actors?actor=a"] * 2 + ["sentences?x=1&y=2", "sentences"]
    classes = [each for each in found.values("class") if str(each).startswith("n ")]
    assert classes == [f"n heat-{SHADES}", "n heat-1"]
    assert read(matrix(names, {})).values("href") == ["actors?actor=a"] * 2


@pytest.mark.parametrize("nothing", [None, float("nan"), pd.NA, pd.NaT, ""])
def test_a_cell_without_a_value_is_a_dash_that_leads_nowhere(nothing: Any) -> None:
    found = read(table(pd.DataFrame({"x": [nothing]}, dtype=object), [Column("x", "", href=lambda _: "somewhere")]))
    assert found.text == "–"
    assert found.values("href") == []


def test_an_address_may_be_none() -> None:
    assert read(table(frame(x=["a"]), [Column("x", "", href=lambda _: None)])).values("href") == []


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (pd.Timestamp("2024-12-08T23:59:59"), "2024-12-08"),
        (datetime(2024, 12, 8, tzinfo=UTC), "2024-12-08"),
        (pd.NaT, "no date"),
        (None, "no date"),
    ],
)
def test_a_cell_of_days_shows_them_as_links_do(moment: Any, shown: str) -> None:
    assert read(table(pd.DataFrame({"d": [moment]}), [Column("d", "Day", "day")])).text == f"Day{shown}"


@pytest.mark.parametrize("words", HOSTILE)
def test_words_in_an_attribute_are_text(words: str) -> None:
    found = Reader(f"<button{data_attributes(cite=words)}>")
    assert found.attributes == [("button", "data-cite", words)]


def pieces(markup: str) -> list[tuple[str, str]]:
    """Class and text of each marked piece."""
    found = re.findall(r'<mark class="([^"]*)"[^>]*>(.*?)</mark>', markup)
    return [(css, html.unescape(re.sub(r"<[^>]+>", "", text))) for css, text in found]


@pytest.mark.parametrize(
    ("marks", "marked"),
    [
        ([], []),
        ([(0, 4, "a")], [("a", "Homs")]),
        ([(0, 4, "a"), (5, 9, "b")], [("a", "Homs"), ("b", "fell")]),
        ([(0, 4, "a"), (4, 9, "b")], [("a", "Homs"), ("b", " fell")]),
        ([(0, 9, "quote"), (5, 9, "a")], [("quote", "Homs "), ("a quote", "fell")]),
        ([(0, 6, "a"), (4, 9, "b")], [("a", "Homs"), ("b a", " f"), ("b", "ell")]),
        ([(0, 4, "a"), (0, 4, "a")], [("a", "Homs")]),
        ([(0, 10, "a")], [("a", "Homs fell.")]),
        ([(4, 4, "a"), (6, 5, "a"), (-1, 3, "a"), (3, 11, "a"), (11, 12, "a")], []),
    ],
)
def test_marks_cut_a_text_into_pieces(marks: list[tuple[int, int, str]], marked: list[tuple[str, str]]) -> None:
    shown = highlight("Homs fell.", [Mark(*mark) for mark in marks])
    assert pieces(shown) == marked
    assert read(shown).text == "Homs fell."


def test_of_two_links_over_the_same_words_the_shorter_stretch_wins() -> None:
    shown = highlight("Homs fell.", [Mark(0, 9, "quote", "the army", "q"), Mark(0, 4, "place", "Homs", "p")])
    found = read(shown)
    assert found.values("href") == ["p", "q"]
    assert found.values("title") == ["Homs; the army", "the army"]


def highlight_simply(text: str, marks: list[Mark]) -> str:
    """The same, by comparing each piece with each mark."""
    marks = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(mark.start for mark in marks), *(mark.end for mark in marks)})
    pieces = []
    for start, end in pairwise(cuts):
        over = sorted((m for m in marks if m.start <= start and end <= m.end), key=lambda mark: mark.end - mark.start)
        pieces.append(highlight(text[start:end], [replace(m, start=0, end=end - start) for m in over]))
        if over and not any((mark.start, mark.end) == (start, end) for mark in over):
            pieces[-1] = Markup(pieces[-1].replace(Markup(' dir="auto"'), "", 1))
    return "".join(pieces)


def test_random_marks_are_drawn_as_by_comparing_each_piece_with_each_mark() -> None:
    dice = random.Random(7)
    for _ in range(500):
        marks = [
            Mark(
                start,
                start + dice.randrange(1, 12),
                dice.choice("abc"),
                dice.choice(["", "x", "y"]),
                dice.choice(["", "p"]),
            )
            for start in (dice.randrange(26) for _ in range(dice.randrange(12)))
        ]
        assert highlight("abcdefghijklmnopqrstuvwxyz", marks) == highlight_simply("abcdefghijklmnopqrstuvwxyz", marks)


def test_thousands_of_marks_take_no_longer_than_they_must() -> None:
    text = "Homs fell.\n" * 12_000
    marks = [Mark(start, start + 4, "place", "Homs", "sentences?at=1") for start in range(0, len(text), 11)]
    begun = time.process_time()
    drawn = highlight(text, marks)
    assert time.process_time() - begun < 5, "it takes 0.5 s; where each piece is compared with each mark, 7 s or more"
    assert drawn.count("<mark") == 12_000


def test_random_marks_never_change_the_text() -> None:
    dice = random.Random(11)
    letters = "ab <>&\"'\n\u200fح😀e\u0301;/="
    for _ in range(300):
        text = "".join(dice.choices(letters, k=dice.randrange(30)))
        marks = [
            Mark(start, start + dice.randrange(-1, 9), dice.choice("ab"), dice.choice(HOSTILE), dice.choice(HOSTILE))
            for start in (dice.randrange(-2, 31) for _ in range(dice.randrange(8)))
        ]
        found = read(highlight(text, marks))
        assert found.text == text, marks


def test_a_line_is_as_high_as_its_counts_and_says_the_most() -> None:
    frame = pd.DataFrame({"trend": [[0, 4, 2]]})
    html = table(frame, [Column("trend", "By day", "line")])
    assert "polygon(0% 100%, 0.0% 100%, 50.0% 0%, 100.0% 50%, 100% 100%)" in html
    assert 'aria-label="at most 4 at a time"' in html
    alone = table(pd.DataFrame({"trend": [[3]]}), [Column("trend", "By day", "line")])
    assert "polygon(0% 100%, 0.0% 0%, 100.0% 0%, 100% 100%)" in alone, "one day neither rises nor falls"
    assert "polygon" in table(pd.DataFrame({"trend": [[]]}), [Column("trend", "By day", "line")]), "no date, no fault"
