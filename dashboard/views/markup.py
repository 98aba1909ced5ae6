"""Markup: text, numbers and frames as HTML.

All HTML is markupsafe's `Markup`. A template is a literal; what `format` puts into it is escaped, unless it is `Markup`
itself. Words of others stand in `<bdi>` or in an element with a `dir`: an Arabic name does not reorder the line.
"""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Literal, NamedTuple

import pandas as pd
from markupsafe import Markup, escape

from dashboard.countries import name_country
from dashboard.wording import day, text_of

# Shades of a matrix, declared in style.css.
SHADES = 5

Kind = Literal["text", "word", "country", "count", "number", "share", "day", "line"]

# Kind of a column -> the classes of its cells.
CELL_CSS: dict[Kind, str] = {
    "text": "",
    "country": "",
    "word": "d",
    "count": "n",
    "number": "d r",
    "share": "d r",
    "day": "d",
    "line": "",
}


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: `name` is the frame's column, `label` the heading, `href` says where a cell leads.

    A `count` leads to a list of as many rows; a `number` does not: where it leads, it was counted from what is there.
    The values of a `line` are lists of counts, drawn as the outline of a small area.
    Where the frame's column `flag` is true, that word stands as a tag beside the value; `explained` is its tooltip.
    `sort_href` leads to the table sorted by this column, `order` says how it is sorted by it now.
    """

    name: str
    label: str
    kind: Kind = "text"
    href: Callable[[Mapping[str, Any]], str | None] | None = None
    flag: str = ""
    explained: str = ""
    sort_href: str = ""
    order: Literal["", "ascending", "descending"] = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of a text that stands out: characters [start, end), a CSS class, a tooltip, where it leads."""

    start: int
    end: int
    css: str
    title: str = ""
    href: str = ""

    def within(self, low: int, high: int) -> "Mark":
        """The part of the mark in [low, high), counted from `low`."""
        return replace(self, start=max(self.start, low) - low, end=min(self.end, high) - low)


class Count(NamedTuple):
    """A number with its unit and the address that lists what it counts; `dot` is the class of a dot, as in a legend."""

    number: int
    unit: str
    href: str
    dot: str = ""


class Heading(NamedTuple):
    """The heading of a column: its label and classes, where a click on it leads, and how the table is sorted by it."""

    label: str
    css: str = ""
    href: str = ""
    order: str = ""


def table(frame: pd.DataFrame, columns: Sequence[Column], *, scrolls: bool = True) -> Markup:
    """The frame as a table, of limited height if it scrolls. A count of zero leads nowhere: nothing is behind it."""
    rows = (Markup().join(_cell(row, column) for column in columns) for row in frame.to_dict("records"))
    headings = [Heading(each.label, CELL_CSS[each.kind], each.sort_href, each.order) for each in columns]
    return lay_out_table(headings, rows, scrolls=scrolls)


def lay_out_table(headings: Iterable[Heading], rows: Iterable[Markup], *, scrolls: bool = False) -> Markup:
    """A table of headings and of rows, each the markup of its cells."""
    head = Markup().join(_heading(each) for each in headings)
    body = Markup().join(Markup("<tr>{}</tr>").format(row) for row in rows)
    return Markup(
        '<div class="{}"><table class="dl-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format("dl-wide dl-scroll" if scrolls else "dl-wide", head, body)


def matrix(names: Sequence[tuple[str, str | None]], cells: Mapping[tuple[int, int], tuple[int, str]]) -> Markup:
    """A square of counts whose rows and columns have the same names, each with its address; the darker, the higher.

    `cells` holds, by row and column, the count and the address that lists it; a cell that is absent is empty.
    """
    most = max((count for count, _ in cells.values()), default=0)
    rows = []
    for row, name in enumerate(names):
        inner = Markup().join(
            _matrix_cell(cells.get((row, column)), most, diagonal=row == column) for column in range(len(names))
        )
        rows.append(Markup('<tr><th scope="row">{}</th>{}</tr>').format(link(*name), inner))
    head = Markup().join(Markup('<th scope="col"><span>{}</span></th>').format(link(*name)) for name in names)
    return Markup(
        '<div class="dl-wide"><table class="dl-matrix"><thead><tr><td></td>{}</tr></thead>'
        "<tbody>{}</tbody></table></div>"
    ).format(head, Markup().join(rows))


def counts(numbers: Iterable[Count]) -> Markup:
    """Big numbers in a row; zero leads nowhere."""
    return Markup('<div class="dl-counts">{}</div>').format(Markup().join(_big_number(each) for each in numbers))


def counts_line(numbers: Iterable[Count]) -> Markup:
    """Numbers with their units in one line, as far as it is wide; zero leads nowhere."""
    return Markup('<div class="dl-counts dl-strip">{}</div>').format(
        Markup().join(_big_number(each) for each in numbers)
    )


def link(text: str, href: str | None) -> Markup:
    """A link within the dashboard, in the same tab; the text alone where it leads nowhere."""
    return bdi(text) if href is None else Markup('<a href="{}" target="_self"><bdi>{}</bdi></a>').format(href, text)


def link_list(links: Sequence[Markup]) -> Markup:
    """One link or more as in a sentence: “Qatar, Saudi Arabia and Jordan”."""
    *most, last = links
    return Markup("{} and {}").format(Markup(", ").join(most), last) if most else last


def bdi(text: str) -> Markup:
    """The text in an element that keeps its direction to itself."""
    return Markup("<bdi>{}</bdi>").format(text)


def quiet(text: str) -> Markup:
    """A paragraph in small, grey letters."""
    return Markup('<p class="dl-quiet">{}</p>').format(text)


def tag(text: str, title: str = "") -> Markup:
    """A word or two in a small frame, perhaps with a tooltip."""
    tooltip = Markup(' title="{}"').format(title) if title else ""
    return Markup('<span class="dl-tag"{}>{}</span>').format(tooltip, text)


def data_attributes(**values: str) -> Markup:
    """`data-` attributes for a script that reads them."""
    return Markup().join(Markup(' data-{}="{}"').format(name, value) for name, value in values.items())


def highlight(text: str, marks: Iterable[Mark]) -> Markup:
    """The text with its marks. Where marks overlap, a piece has the classes and tooltips of all, the shortest mark
    first, and the address of the shortest that has one."""
    shortest_first = sorted(
        (mark for mark in marks if 0 <= mark.start < mark.end <= len(text)), key=lambda mark: mark.end - mark.start
    )
    begins: defaultdict[int, list[int]] = defaultdict(list)  # character -> ranks of the marks that begin there
    for rank, mark in enumerate(shortest_first):
        begins[mark.start].append(rank)
    cuts = sorted({0, len(text), *begins, *(mark.end for mark in shortest_first)})
    pieces = []
    over: list[int] = []  # ranks of the marks over the piece
    for start, end in pairwise(cuts):
        over = sorted(rank for rank in (*over, *begins[start]) if shortest_first[rank].end > start)
        pieces.append(_piece(text, start, end, [shortest_first[rank] for rank in over]))
    return Markup().join(pieces)


def _piece(text: str, start: int, end: int, over: Sequence[Mark]) -> Markup:
    """A piece under its marks. A whole name or quote has a direction of its own, a part that of its sentence."""
    piece = escape(text[start:end])
    if not over:
        return piece
    is_whole = any((mark.start, mark.end) == (start, end) for mark in over)
    return Markup('<mark class="{}" title="{}"{}>{}</mark>').format(
        " ".join(dict.fromkeys(mark.css for mark in over)),
        "; ".join(mark.title for mark in over if mark.title),
        Markup(' dir="auto"') if is_whole else "",
        _anchor(piece, next((mark.href for mark in over if mark.href), None)),
    )


def _matrix_cell(cell: tuple[int, str] | None, most: int, *, diagonal: bool) -> Markup:
    if cell is None:
        return Markup('<td class="{}"></td>').format("self" if diagonal else "none")
    count, href = cell
    shade = math.ceil(SHADES * math.sqrt(count / most))  # by the root, or one strong tie leaves all others pale
    return Markup('<td class="n heat-{}"><a href="{}" target="_self">{:,}</a></td>').format(shade, href, count)


def _heading(heading: Heading) -> Markup:
    sign = {"ascending": "\N{NO-BREAK SPACE}▲", "descending": "\N{NO-BREAK SPACE}▼"}.get(heading.order, "")
    inner = _anchor(escape(heading.label + sign), heading.href) if heading.href else escape(heading.label)
    order = Markup(' aria-sort="{}"').format(heading.order) if heading.order else ""
    return Markup('<th scope="col" class="{}"{}>{}</th>').format(heading.css, order, inner)


def _big_number(count: Count) -> Markup:
    dot = Markup('<i class="dl-dot {}"></i>').format(count.dot) if count.dot else ""
    inner = Markup("<b>{:,}</b>{}{}").format(count.number, dot, count.unit)
    return _anchor(inner, count.href) if count.number else Markup("<span>{}</span>").format(inner)


def _line(counts: Sequence[int]) -> Markup:
    """The counts as the upper edge of an area, from left to right; the highest is as high as the cell.

    One count alone is a level edge, or it would seem to fall.
    """
    most = max(counts, default=0) or 1
    counts = [*counts, *counts] if len(counts) == 1 else counts
    step = 100 / max(len(counts) - 1, 1)
    edge = [f"{number * step:.1f}% {100 - 100 * count / most:.0f}%" for number, count in enumerate(counts)]
    said = f"at most {max(counts, default=0):,} at a time"
    # Streamlit takes pictures out of HTML, but leaves shapes of CSS.
    return Markup('<span class="dl-line" role="img" aria-label="{}" style="clip-path: polygon({})"></span>').format(
        said, ", ".join(["0% 100%", *edge, "100% 100%"])
    )


def _cell(row: Mapping[Any, Any], column: Column) -> Markup:
    if column.kind == "line":
        return Markup("<td>{}</td>").format(_line(row[column.name]))
    value, text = row[column.name], _cell_text(row[column.name], column.kind)
    leads = column.href is not None and not (column.kind in ("count", "number") and not value) and text != "–"
    inner = link(text, column.href(row) if leads and column.href else None)
    flagged = Markup(" {}").format(tag(column.flag, column.explained)) if column.flag and row[column.flag] else ""
    return Markup('<td class="{}">{}{}</td>').format(CELL_CSS[column.kind], inner, flagged)


def _cell_text(value: Any, kind: Kind) -> str:
    match kind:
        case "day":
            return day(value)
        case "count" | "number":
            return f"{int(value):,}"
        case "country":
            return name_country(value) or "–"
    return text_of(value) or "–"


def _anchor(inner: Markup, href: str | None) -> Markup:
    return inner if href is None else Markup('<a href="{}" target="_self">{}</a>').format(href, inner)
