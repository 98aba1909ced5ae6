"""Counts, days, and words of others in labels: shown as they were given, whatever Streamlit would make of them."""

import html
import re
from datetime import UTC, date, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from markdown_it import MarkdownIt

from dashboard.wording import EMPTY_DIRECTIVE, day, direction, isolate, label, later, listed, moment, plural, span


@pytest.mark.parametrize(
    ("count", "noun", "shown"),
    [
        (0, "article", "0 articles"), (1, "article", "1 article"), (2, "article", "2 articles"),
        (1204, "article", "1,204 articles"), (1, "story", "1 story"), (2, "story", "2 stories"), (1, "day", "1 day"),
        (2, "day", "2 days"), (2, "key", "2 keys"),
    ],
)  # fmt: skip
def test_a_count_says_its_unit(count: int, noun: str, shown: str) -> None:
    assert plural(count, noun) == shown


@pytest.mark.parametrize(
    ("names", "shown"),
    [([], ""), (["Qatar"], "Qatar"), (["Qatar", "Iran"], "Qatar and Iran"), (["A", "B", "C"], "A, B and C")],
)
def test_names_are_listed_as_in_a_sentence(names: list[str], shown: str) -> None:
    from_database: Any = np.array(names, dtype=object)
    assert listed(names) == listed(from_database) == shown


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        (pd.Timestamp("2024-12-08T23:59:59"), "2024-12-08"),
        (datetime(2024, 12, 8, tzinfo=UTC), "2024-12-08"),
        (pd.NaT, "no date"),
        (None, "no date"),
    ],
)
def test_a_day_is_shown_as_in_links(moment: Any, shown: str) -> None:
    assert day(moment) == shown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Homs fell.", "ltr"),
        ("سقطت حمص.", "rtl"),
        ("נפלה חומס.", "rtl"),
        ("“سقطت حمص,” said the spokesman for the rebels.", "ltr"),
        ("قال المتحدث باسم Reuters إن المدينة سقطت.", "rtl"),
        ("2024", "ltr"),
        ("", "ltr"),
    ],
)
def test_a_text_runs_as_most_of_its_letters_do(text: str, found: str) -> None:
    assert direction(text) == found


def test_a_label_keeps_the_direction_of_a_name_to_itself() -> None:
    assert isolate("Homs, Syria (2)") == "Homs, Syria (2)"
    assert isolate("حمص (2)") == "\u2068حمص (2)\u2069"
    assert isolate("\u202eHoms") == "\u2068\u202eHoms\u2069"


LABELS = [
    "a *b* _c_ **d**", "`code`", "# head", "1. one", "1) one", "> quote", "- item", "+ item", "~~gone~~", "| a | b |",
    "$x^2$", ":red[x]", ":material/delete:", ":material_delete:", ":streamlit:", "a\\b", "[x](javascript:alert(1))",
    "![i](http://host/i.png)", "---", "===", "***", "&lt;b&gt;", "&amp;", "&#60;b&#62;", "a@b.example",
    "xmpp:a@b.example", "http://evil.example/phish", "«HTTPS://evil.example»", "see WWW.evil.example", "tab\there",
    "    four blanks", "two\n\nlines", "ends in \\", "O’Brien & Sons", "Deir ez-Zor (city)", "->", "<- a", "a <-> b",
    "a -- b", "a:-- b", ">= <= ~=", ":smile: :+1:", "[^1]: note", "<script>alert(1)</script>", "<!-- ", "]]>",
    "حلب <b>", "\u202eright to left", "&", "",
]  # fmt: skip

# What Streamlit looks for in each piece of text, when Markdown has been read: addresses (remark-gfm's literal
# autolinks), emoji (remark-emoji), its own icons and logo, and its signs for arrows and the like.
REPLACEMENTS = [
    r"(?i)(https?://|www(?=\.))[-.\w]+", r"[-.\w+]+@[-\w]+(\.[-\w]+)+", r":[\w+-]+:", r":material[/_]\w+:",
    r"(^|\s)(<->|->|<-|--|>=|<=|~=)(\s|$)",
]  # fmt: skip


@pytest.mark.parametrize("words", LABELS)
def test_a_label_reads_as_its_words_after_markdown(words: str) -> None:
    shown = MarkdownIt("gfm-like", {"linkify": False, "html": True}).render(label(words))
    pieces = html.unescape(re.sub(r"</?p>", "", shown)).strip("\n").split(EMPTY_DIRECTIVE)
    assert "".join(pieces) == " ".join(words.split())
    assert set(re.findall(r"<(\w+)", shown)) <= {"p"}
    assert [piece for piece in pieces for pattern in REPLACEMENTS if re.search(pattern, piece)] == []


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("2024-12-08T07:30", "2024-12-08T10:45", "3 hours later"),
        ("2024-12-08T07:30", "2024-12-08T07:31", "1 minute later"),
        ("2024-12-08T07:30", "2024-12-08T07:30", "at the same time"),
        ("2024-12-08T07:30", "2024-12-09T09:30", "26 hours later"),
        ("2024-12-08T07:30", "2024-12-10T08:30", "2 days later"),
        ("2024-12-08", "2024-12-08T10:45", "the same day"),
        ("2024-12-08T23:59", "2024-12-09", "1 day later"),
    ],
)
def test_how_much_later_is_said_in_hours_only_where_the_time_is_known(first: str, then: str, words: str) -> None:
    assert later(pd.Timestamp(first), pd.Timestamp(then)) == words


def test_a_moment_at_midnight_is_a_day() -> None:
    assert moment(pd.Timestamp("2024-12-08")) == "2024-12-08"
    assert moment(pd.Timestamp("2024-12-08T07:30")) == "2024-12-08 07:30 UTC"


@pytest.mark.parametrize(
    ("since", "until", "shown"),
    [
        ("2024-12-07", "2024-12-07", "7 December 2024"),
        ("2016-11-07", "2016-11-13", "7 to 13 November 2016"),
        ("2016-11-28", "2016-12-04", "28 November to 4 December 2016"),
        ("2024-12-30", "2025-01-05", "30 December 2024 to 5 January 2025"),
        ("2016-02-01", "2016-02-29", "February 2016"),
        ("2016-05-01", "2016-06-30", "May to June 2016"),
        ("2015-11-01", "2016-11-30", "November 2015 to November 2016"),
    ],
)
def test_days_are_said_as_one_says_them(since: str, until: str, shown: str) -> None:
    assert span(date.fromisoformat(since), date.fromisoformat(until)) == shown
