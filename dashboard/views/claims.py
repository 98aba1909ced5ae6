"""Claims: what is claimed and how many differ, who says what when as a grid, and each claim in its sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.views.evidence import sentence_ref, take
from dashboard.views.links import Page, link_article, quotes_address
from dashboard.views.markup import Column, Mark, bdi, highlight, link, tag
from dashboard.views.quotes import dot_css
from dashboard.views.receipts import RECEIPT, sentence_forms
from dashboard.wording import direction, plural, text_of

# Matter -> the heading of a proposition, before its place.
NAMES = {
    "killed": "Killed in", "wounded": "Wounded in", "detained": "Detained in", "displaced": "Displaced in",
    "vehicles": "Vehicles lost in", "money": "Money in", "control": "Control of",
}  # fmt: skip

# Sources that a grid shows, those with the most claims; and answers of one source in one of its columns.
SOURCES, IN_A_CELL = 40, 3

# Different days that a grid has columns for; with more, they stand for weeks, and with more of those for months.
COLUMNS = 14

LEGEND = Markup(
    '<p class="dl-quiet dl-legend"><span class="dl-claim differs">≠ contradicted by another source</span>'
    '<span class="dl-claim agrees">= another source says the same</span>'
    '<span class="dl-claim">said by this source alone</span></p>'
)


@dataclass(frozen=True, slots=True)
class Grid:
    """Rows who, columns when: the names of the columns, the first and the last day that each has a claim of, and of
    each source its answers by the number of the column."""

    columns: Sequence[str]
    days: Sequence[tuple[date, date]]
    rows: Sequence[tuple[Mapping[Any, Any], Mapping[int, Sequence[Mapping[Any, Any]]]]]
    left_out: int


def name_proposition(matter: str, place: str) -> str:
    """What a proposition is called: “Killed in Idlib, Syria”, “Control of Homs, Syria”."""
    return f"{NAMES[matter]} {place}"


def proposition_columns(page: Page) -> list[Column]:
    """The columns of a table of propositions; its name and its claims lead to who says what of it."""

    def opened(row: Mapping[str, Any]) -> str:
        days = {"since": row["first"].date(), "until": row["last"].date()}
        return quotes_address(page, "claims", matters=(row["matter"],), at=(row["location_id"],), **days)

    def contradicted(row: Mapping[str, Any]) -> str:
        days = {"since": row["first"].date(), "until": row["last"].date()}
        return quotes_address(page, "disputes", matters=(row["matter"],), at=(row["location_id"],), **days)

    return [
        Column("name", "What is claimed", href=opened), Column("first", "First", "day"), Column("last", "Last", "day"),
        Column("sources", "Sources", "number", opened), Column("answers", "Answers", "number", opened),
        Column("claims", "Claims", "count", opened), Column("disputes", "Disputes", "count", contradicted),
        Column("said", "Said of it"),
    ]  # fmt: skip


def with_names(propositions: pd.DataFrame) -> pd.DataFrame:
    """The frame of `list_propositions` with the name of each."""
    pairs = zip(propositions["matter"], propositions["place"], strict=True)
    return propositions.assign(name=[name_proposition(*each) for each in pairs])


def make_grid(claims: pd.DataFrame) -> Grid:
    """The grid of these claims, rows of `list_weighed`: those who say most first, outlets on their own word last."""
    labels, numbers = _find_columns(claims["published"])
    claims = claims.assign(column=numbers)
    found = []
    for _, rows in claims.groupby(["teller", "teller_id"], sort=False):
        cells = {number: _say_once(rows[rows["column"] == number]) for number in rows["column"].unique().tolist()}
        found.append((rows.iloc[0].to_dict(), cells, len(rows)))
    found.sort(key=lambda each: (each[0]["teller"] in ("outlet", "article"), -each[2]))
    spans = claims.groupby("column")["published"].agg(["min", "max"])
    days = [(first.date(), last.date()) for first, last in spans.itertuples(index=False)]
    return Grid(labels, days, [(who, cells) for who, cells, _ in found[:SOURCES]], max(0, len(found) - SOURCES))


def grid(page: Page, shown: Grid) -> Markup:
    """The grid as a table, and for narrow screens as a list by day."""
    return _by_source(page, shown) + _by_day(page, shown)


def claims(page: Page, rows: pd.DataFrame) -> Markup:
    """Each claim in its sentence, with who says it and on whose word."""
    return Markup().join(claim(page, row) for row in rows.to_dict("records"))


def claim(page: Page, row: Mapping[Any, Any], css: str = "hit") -> Markup:
    """One claim in its sentence; its words are marked with this class."""
    start = int(row["context_start"])
    mark = Mark(int(row["start"]) - start, int(row["end"]) - start, css, text_of(row["answer"]))
    article, sentence = row["article_id"], int(row["sentence"])
    links = [link_article(page, row), take(page, sentence_ref(article, sentence)), RECEIPT]
    return Markup(
        '<div class="dl-item"><p class="dl-said" dir="{}">{}</p><p>{} {}</p><p class="dl-quiet">{}</p>{}</div>'
    ).format(
        direction(row["context"]),
        highlight(row["context"], [mark.within(0, len(row["context"]))]),
        _who(page, row),
        tag(row["answer"]),
        Markup(" · ").join(links),
        sentence_forms(page, article, sentence, row["context"]),
    )


def reversals(page: Page, rows: pd.DataFrame) -> Markup:
    """Each reversal: who, of what, and both sentences, the earlier first."""
    return Markup().join(_reversal(page, row) for row in rows.to_dict("records"))


def _reversal(page: Page, row: Mapping[Any, Any]) -> Markup:
    sides = []
    for name, said in (("earlier", "First"), ("later", "Later")):
        own = {key.removeprefix(f"{name}_"): value for key, value in row.items() if key.startswith(f"{name}_")}
        of = {key: row[key] for key in ("teller", "teller_id", "said_by")}
        sides.append(Markup('<div><p class="dl-side">{}</p>{}</div>').format(said, claim(page, {**own, **of}, "clash")))
    return Markup('<h3 class="dl-kind">{}: {}</h3><div class="dl-pair">{}</div>').format(
        bdi(row["said_by"]), bdi(name_proposition(row["of"], row["place"])), Markup().join(sides)
    )


def _find_columns(published: pd.Series) -> tuple[list[str], list[int]]:
    """The names of the columns for claims of these days, and the column of each: the days with a claim, or weeks or
    months where these are many."""
    days = published.dt.normalize()
    weeks, months = days - pd.to_timedelta(days.dt.day_of_week, unit="D"), days.dt.to_period("M").dt.start_time
    ways = ((days, "{:%Y-%m-%d}"), (weeks, "week of {:%Y-%m-%d}"), (months, "{:%Y-%m}"))
    chosen, form = next((each for each in ways if each[0].nunique() <= COLUMNS), ways[-1])
    firsts = sorted(chosen.unique())
    numbers = {first: number for number, first in enumerate(firsts)}
    return [form.format(first) for first in firsts], [numbers[each] for each in chosen]


def _say_once(rows: pd.DataFrame) -> list[Mapping[Any, Any]]:
    """Of claims that say the same the first that was published, with how often it was said; contradicted ones first."""
    oldest = rows.iloc[::-1]
    times = oldest.groupby("answer", sort=False)["claim_id"].transform("count")
    once = oldest.assign(times=times).drop_duplicates("answer")
    return list(once.sort_values("disputes", ascending=False, kind="stable").to_dict("records"))


def _by_source(page: Page, shown: Grid) -> Markup:
    head = Markup().join(Markup('<th scope="col">{}</th>').format(each) for each in ("Source", *shown.columns))
    body = []
    for who, cells in shown.rows:
        said = (_cell(page, who, cells.get(number, ()), days) for number, days in enumerate(shown.days))
        inner = Markup().join(Markup("<td>{}</td>").format(each) for each in said)
        body.append(Markup('<tr><th scope="row">{}</th>{}</tr>').format(_who(page, who), inner))
    return Markup(
        '<div class="dl-wide dl-by-source" tabindex="0" role="region" aria-label="Who says what, by day">'
        '<table class="dl-grid"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, Markup().join(body))


def _by_day(page: Page, shown: Grid) -> Markup:
    days = []
    for number, label in enumerate(shown.columns):
        items = Markup().join(
            Markup("<li>{} {}</li>").format(_who(page, who), _cell(page, who, cells[number], shown.days[number]))
            for who, cells in shown.rows
            if number in cells
        )
        days.append(Markup('<h3 class="dl-kind">{}</h3><ul>{}</ul>').format(label, items))
    return Markup('<div class="dl-by-day">{}</div>').format(Markup().join(days))


def _cell(page: Page, who: Mapping[Any, Any], said: Sequence[Mapping[Any, Any]], days: tuple[date, date]) -> Markup:
    """The answers of one source in one column, each leading to its sentence, and where there are several claims their
    number, which leads to all of them."""
    shown = Markup().join(_answer(page, who, row) for row in said[:IN_A_CELL])
    claims = sum(row["times"] for row in said)
    if claims <= 1:
        return shown
    counted = plural(claims, "claim") if len(said) <= IN_A_CELL else f"all {plural(claims, 'claim')}"
    address = _told_by(page, who, since=days[0], until=days[1])
    return shown + Markup('<span class="dl-quiet">{}</span>').format(link(counted, address))


def _answer(page: Page, who: Mapping[Any, Any], row: Mapping[Any, Any]) -> Markup:
    state, sign = ("differs", "≠ ") if row["disputes"] else ("agrees", "= ") if row["agreeing"] else ("", "")
    by = "" if who["teller"] in ("outlet", "article") else text_of(row["source"])
    again = f"{plural(int(row['times']), 'time')}" if row["times"] > 1 else ""
    notes = " · ".join(filter(None, (by, again)))
    return Markup(
        '<span class="dl-claim {}">{}<a href="{}" target="_self" title="{}"><bdi>{}</bdi></a>{}</span>'
    ).format(
        state,
        sign,
        page.link("articles", article=row["article_id"], sentence=int(row["sentence"])),
        row["context"][:300],
        row["answer"],
        Markup(" <small>{}</small>").format(bdi(notes)) if notes else "",
    )


def _told_by(page: Page, row: Mapping[Any, Any], **days: date) -> str:
    """Address of all claims of who says this one, of the matters and the places of this page."""
    filters, teller = page.filters, f"{row['teller']}:{row['teller_id']}"
    return quotes_address(page, "claims", matters=filters.matters, at=filters.at, tellers=(teller,), **days)


def _who(page: Page, row: Mapping[Any, Any]) -> Markup:
    """Who says a claim, leading to all that he claims, and on whose word it stands."""
    name = link(row["said_by"], _told_by(page, row))
    if row["teller"] in ("outlet", "article"):
        return Markup("{} {}").format(name, tag("on its own word"))
    sourcing = text_of(row["sourcing"])
    dot = Markup('<i class="dl-dot {}"></i>').format(dot_css(sourcing))
    return Markup("{} {}").format(name, tag(dot + sourcing)) if sourcing else name
