"""Counts, days, and words of others in labels: shown as they were given, whatever Streamlit would make of them."""

import html
import re
from datetime import UTC, datetime
from typing import Any

import numpy as np
import pandas as pd
import pytest
from markdown_it import MarkdownIt

from dashboard.wording import EMPTY_DIRECTIVE, day, direction, isolate, label, listed, plural


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
