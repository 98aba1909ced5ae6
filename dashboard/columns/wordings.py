"""Wordings: which claims stand for themselves, so that another one can contradict them.

A claim in a headline, outside quotations, does not: it is cut short, its source and its “at least” first. Nor does a
figure that its words make a part of another one: “five children among them”.
"""

from collections.abc import Mapping

import numpy as np
import pyarrow as pa

from dashboard.columns.claims import Numbers
from dashboard.columns.columns import Array
from dashboard.columns.strings import Strings
from dashboard.tables.contract import FIGURES
from dashboard.words.events import are_parts

# Characters before and behind the words of a figure in which words may make it a part: “among them, 5 were killed”.
BEFORE, BEHIND = 24, 12


def stand_alone(arrays: Numbers, texts: Mapping[str, Strings], claims: Array) -> Array:
    """Whether each of these claims, which ascend, is neither in a headline nor a part."""
    named = ("article", "start", "end", "quote")
    rows = zip(*(arrays[f"claims.{name}"][claims].tolist() for name in named), strict=True)
    headlines, around = [], []
    before, text, title, again = -1, "", "", -1
    for article, start, end, quote in rows:
        if article != before:
            before, text, title = article, texts["articles.text"][article] or "", texts["articles.title"][article] or ""
            again = text.find(title, len(title))  # pages repeat it above the report
        is_in_title = start < len(title) or 0 < again <= start < again + len(title)
        headlines.append(is_in_title and quote < 0)
        around.append(text[max(0, start - BEFORE) : end + BEHIND])
    parts = are_parts(pa.array(around, pa.large_string()))
    of_figures = arrays["claims.matter"][claims] < len(FIGURES)
    return ~np.array(headlines, bool) & ~(parts & of_figures)
