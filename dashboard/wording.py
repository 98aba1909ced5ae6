"""Wording: counts with their units, days, and words of others in labels of ours.

Words of others are those of articles, tables, links and colleagues. In HTML they are escaped by `views/`; where
Streamlit reads Markdown (notes, buttons, headings, captions), `label` keeps them plain text.
"""

import re
import unicodedata
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

# What Markdown gives a meaning to.
MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|~:$<>&])")

# Where Streamlit may put something else after Markdown was read, when an escape no longer helps: web and mail addresses
# become links, `:smile:` and `:material/delete:` pictures, `->` an arrow, `--` a dash, `>=` one sign. It looks for each
# within one piece of text; an empty directive makes two pieces of it, of which nothing is seen and nothing copied.
# Found in the StreamlitMarkdown of Streamlit 1.67; `tests/browser/test_safety.py` tells whether it still holds.
REPLACED = re.compile(r"(?<=[:@])|(?<=www)|(?<=[-<>~])(?=[-=>])", re.IGNORECASE)
EMPTY_DIRECTIVE = ":small[]"

# Directions of characters that write from right to left, and of the signs that turn what follows them.
RIGHT_TO_LEFT = frozenset(("R", "AL"))
TURNING = RIGHT_TO_LEFT | {"AN", "LRE", "LRO", "RLE", "RLO", "LRI", "RLI", "FSI", "PDF", "PDI"}


def plural(count: int, noun: str) -> str:
    """The count and its unit: 1 article, 1,204 articles, 2 stories, 2 days, 2 watches."""
    if count == 1:
        return f"1 {noun}"
    many = re.sub(r"(?<=ch)$", "e", re.sub(r"(?<![aeiou])y$", "ie", noun))
    return f"{count:,} {many}s"


def signed(number: int) -> str:
    """The number with its sign: +7, −2, 0."""
    return f"{number:+,}".replace("-", "−") if number else "0"


def listed(names: Sequence[str]) -> str:
    """The names as in a sentence: “Qatar, Saudi Arabia and Jordan”; "" where there are none."""
    *most, last = names if len(names) else [""]
    return f"{', '.join(most)} and {last}" if most else last


def day(moment: Any) -> str:
    """The day in UTC, as in links; "no date" where there is none."""
    import pandas as pd  # not at the top: the command line needs none of it

    return "no date" if pd.isna(moment) else f"{moment:%Y-%m-%d}"


def moment(when: Any) -> str:
    """The day and, where it is known, the time in UTC: a moment at midnight is a day without a time."""
    return f"{when:%Y-%m-%d}" if _is_midnight(when) else f"{when:%Y-%m-%d %H:%M} UTC"


def made(created: str) -> str:
    """When tables were made, as their manifest says it: “2024-12-08, 06:00 UTC”."""
    return f"{datetime.fromisoformat(created):%Y-%m-%d, %H:%M} UTC"


def later(first: Any, then: Any) -> str:
    """How much later a moment is than the first: “3 hours later”, “2 days later”, “at the same time”."""
    if _is_midnight(first) or _is_midnight(then):
        days = (then.normalize() - first.normalize()).days
        return f"{plural(days, 'day')} later" if days else "the same day"
    minutes = int((then - first).total_seconds() // 60)
    for size, noun in ((2 * 1440, "day"), (60, "hour"), (1, "minute")):
        if minutes >= size:
            return f"{plural(minutes // min(size, 1440), noun)} later"
    return "at the same time"


def _is_midnight(when: Any) -> bool:
    return bool(when == when.normalize())


def span(since: Any, until: Any) -> str:
    """Two days, both included, in words: “7 December 2024”, “7 to 13 November 2016”; for whole months “November 2016”,
    “May to June 2016”."""
    last, month = f"{until.day} {until:%B %Y}", f"{until:%B %Y}"
    if since == until:
        return last
    is_whole = since.day == 1 and (until + timedelta(days=1)).day == 1
    if (since.year, since.month) != (until.year, until.month):
        year = f" {since.year}" if since.year != until.year else ""
        return f"{since:%B}{year} to {month}" if is_whole else f"{since.day} {since:%B}{year} to {last}"
    return month if is_whole else f"{since.day} to {last}"


def label(text: str) -> str:
    """Markdown that Streamlit shows as this text, in one line and with single blanks."""
    pieces = REPLACED.split(" ".join(text.split()))
    return EMPTY_DIRECTIVE.join(MARKDOWN.sub(r"\\\1", piece) for piece in pieces)


def isolate(text: str) -> str:
    """The text for a label beside words of ours: between signs that keep its direction to itself, if it needs them."""
    return f"\u2068{text}\u2069" if any(unicodedata.bidirectional(letter) in TURNING for letter in text) else text


def direction(text: str) -> Literal["ltr", "rtl"]:
    """The direction in which most letters of the text are written: an English sentence that begins with an Arabic
    quotation is English; `dir="auto"` would go by its first letter."""
    found = [unicodedata.bidirectional(letter) for letter in text]
    return "rtl" if sum(each in RIGHT_TO_LEFT for each in found) > found.count("L") else "ltr"


def text_of(value: Any) -> str:
    """The text of a cell; "" for a null."""
    import pandas as pd

    return "" if pd.isna(value) else str(value)
