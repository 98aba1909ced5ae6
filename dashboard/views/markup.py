"""Markup: text, numbers and frames as HTML. The one place where words from articles meet HTML, and all are escaped.

Every piece of text that is not ours stands in `<bdi>` or an element with a `dir`, so that an Arabic name does not turn
its line round.
"""

import html
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal

import pandas as pd

from dashboard.countries import name_country
from dashboard.wording import day

# Shades of a matrix, declared in style.css.
HEATS = 5

Kind = Literal["text", "word", "country", "count", "share", "day"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: the frame's column, its heading, where its cells lead, and the column of a flag that a tag
    beside the value tells of, with the words that explain it."""

    name: str
    label: str
    kind: Kind = "text"
    href: Callable[[Mapping[str, Any]], str | None] | None = None
    flag: str = ""
    explained: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch of a text that stands out: [start, end) in characters, a CSS class, a tooltip, where it leads."""

    start: int
    end: int
    css: str
    title: str = ""
    href: str = ""


def table(frame: pd.DataFrame, columns: Sequence[Column], *, scrolls: bool = True) -> str:
    """The frame as a table, in a box of limited height if it scrolls; a zero leads nowhere: there is nothing behind."""
    head = "".join(f'<th scope="col" class="{_css(c)}">{html.escape(c.label)}</th>' for c in columns)
    rows = "".join(f"<tr>{''.join(_cell(row, column) for column in columns)}</tr>" for row in frame.to_dict("records"))
    whole = f'<table class="dl-table"><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>'
    return f'<div class="dl-wide{" dl-scroll" if scrolls else ""}">{whole}</div>'


def matrix(names: Sequence[tuple[str, str | None]], cells: Mapping[tuple[int, int], tuple[int, str]]) -> str:
    """A square of counts, each of its row and its column, the darker the higher; rows and columns have the same names.

    `cells` holds, by row and column, the count and the address that lists it; a cell that is not there is empty.
    """
    most = max((count for count, _ in cells.values()), default=0)
    head = "".join(f'<th scope="col"><span>{link(*name)}</span></th>' for name in names)
    rows = []
    for row, name in enumerate(names):
        inner = "".join(_heat(cells.get((row, column)), most, diagonal=row == column) for column in range(len(names)))
        rows.append(f'<tr><th scope="row">{link(*name)}</th>{inner}</tr>')
    whole = f'<table class="dl-matrix"><thead><tr><td></td>{head}</tr></thead><tbody>{"".join(rows)}</tbody></table>'
    return f'<div class="dl-wide">{whole}</div>'


def counts(numbers: Iterable[tuple[int, str, str] | tuple[int, str, str, str]]) -> str:
    """Big numbers in a row: each with its unit and the address that lists what it counts; a zero leads nowhere. One may
    have a dot of a class, as in a legend."""
    return f'<div class="dl-counts">{"".join(_card(*each) for each in numbers)}</div>'


def link(label: str, href: str | None) -> str:
    """A link within the dashboard, in the same tab; the label alone where it leads nowhere."""
    text = f"<bdi>{html.escape(label)}</bdi>"
    return text if href is None else f'<a href="{html.escape(href)}" target="_self">{text}</a>'


def tag(text: str, title: str = "") -> str:
    """A word or two in a small frame, perhaps with a tooltip."""
    tooltip = f' title="{html.escape(title)}"' if title else ""
    return f'<span class="dl-tag"{tooltip}>{html.escape(text)}</span>'


def attributes(**values: str) -> str:
    """`data-` attributes for a script that reads them."""
    return "".join(f' data-{name}="{html.escape(value)}"' for name, value in values.items())


def highlight(text: str, marks: Iterable[Mark]) -> str:
    """The text with its marks; where they overlap, a piece has the classes of all and the link of the shortest."""
    marks = [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
    cuts = sorted({0, len(text), *(m.start for m in marks), *(m.end for m in marks)})
    pieces = []
    for start, end in pairwise(cuts):
        over = sorted((m for m in marks if m.start <= start and end <= m.end), key=lambda m: m.end - m.start)
        whole = any((mark.start, mark.end) == (start, end) for mark in over)
        pieces.append(_piece(text[start:end], over, ' dir="auto"' if whole else ""))
    return "".join(pieces)


def _heat(cell: tuple[int, str] | None, most: int, *, diagonal: bool) -> str:
    if cell is None:
        return f'<td class="{"self" if diagonal else "none"}"></td>'
    count, href = cell
    level = math.ceil(HEATS * math.sqrt(count / most))  # by the root, or one strong tie leaves all others pale
    return f'<td class="n heat-{level}"><a href="{html.escape(href)}" target="_self">{count:,}</a></td>'


def _card(number: int, unit: str, href: str, dot: str = "") -> str:
    inner = f"<b>{number:,}</b>{f'<i class="dl-dot {dot}"></i>' if dot else ''}{html.escape(unit)}"
    return f'<a href="{html.escape(href)}" target="_self">{inner}</a>' if number else f"<span>{inner}</span>"


def _piece(text: str, over: Sequence[Mark], own: str) -> str:
    """A piece under its marks; `own` is its direction: a whole name or quote has one, a part is of its sentence."""
    inner = html.escape(text)
    if not over:
        return inner
    href = next((mark.href for mark in over if mark.href), "")
    title = "; ".join(mark.title for mark in over if mark.title)
    if href:
        inner = f'<a href="{html.escape(href)}" target="_self">{inner}</a>'
    css = " ".join(dict.fromkeys(mark.css for mark in over))
    return f'<mark class="{css}" title="{html.escape(title)}"{own}>{inner}</mark>'


def _css(column: Column) -> str:
    return {"text": "", "country": "", "word": "d", "count": "n", "share": "d r", "day": "d"}[column.kind]


def _cell(row: Mapping[Any, Any], column: Column) -> str:
    value = row[column.name]
    if column.kind == "day":
        text = day(value)
    elif column.kind == "country":
        text = name_country(value) or "–"
    elif column.kind == "count":
        text = f"{int(value):,}"
    else:
        text = "–" if pd.isna(value) or value == "" else str(value)
    leads = column.href is not None and not (column.kind == "count" and not value) and text != "–"
    inner = link(text, column.href(row) if leads and column.href else None)
    flagged = f" {tag(column.flag, column.explained)}" if column.flag and row[column.flag] else ""
    return f'<td class="{_css(column)}">{inner}{flagged}</td>'
