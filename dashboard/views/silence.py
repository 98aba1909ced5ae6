"""Silence: what one group of outlets carries and the other does not, how often, and how surprising that is."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.queries.outlets import Groups
from dashboard.queries.silence import Silences
from dashboard.queries.silence.chances import CHANCE, FALSE
from dashboard.queries.silence.names import LEAST_ARTICLES
from dashboard.queries.time import clip_days
from dashboard.views.links import Page, days_of, place_address
from dashboard.views.markup import Heading, lay_out_table, link, quiet, tag
from dashboard.views.outlets import silence_address, sources_of
from dashboard.wording import plural, span, text_of

# What is compared -> its noun.
WHATS = {"actors": "actor", "places": "place", "stories": "story"}

SURE = f"Of those marked so, {FALSE:.0%} may be there by chance"


def rule() -> Markup:
    """What a silence is, and what its chance means, in words."""
    return Markup(
        '<div class="dl-rule"><p>A silence: articles of the first group name it, and none of the other group, though it'
        " was collected. It says what is in the tables, not why.</p>"
        "<details><summary>How sure it is</summary><ul>"
        "<li><strong>Expected</strong>: how many articles of the other group would name it, if as great a share did as"
        " in the first; of a story, how many outlets would carry it.</li>"
        "<li><strong>Chance</strong>: how likely all of its articles would be of the first group if they fell on the"
        " articles of the same few days at random, copies of a story once. Listed is up to {chance:.0%}, from {least}"
        " articles on, and where the first group has several outlets, of two or more.</li>"
        "<li><strong>Sure</strong>: so surprising that of all that are marked so only {false:.0%} should be there by"
        " chance, however many names are compared.</li>"
        "<li><strong>Not collected</strong>: a day without an article of an outlet says nothing about what the outlet"
        " reported. Neither does a week without one of the other group.</li>"
        "<li>Weeks go from Monday to Sunday, in UTC. What the other group names on the day before or after is no"
        " silence, and neither is what stands in its texts in another known spelling. A story told in other words is no"
        " copy: the other group may have it in its own.</li>"
        "</ul></details></div>"
    ).format(chance=CHANCE, least=LEAST_ARTICLES, false=FALSE)


def describe(found: Silences, what: str, *, together: bool) -> Markup:
    """How many of these silences are sure, and how many chance alone would list; `together` are all weeks."""
    noun = WHATS[what]
    sure = int(found.rows["sure"].sum())
    parts = [f"{sure:,} of them {'is' if sure == 1 else 'are'} sure"] if len(found.rows) else []
    if found.compared:
        were = "was" if found.compared == 1 else "were"
        of_weeks = "" if together else ", a week at a time"
        parts.append(f"{plural(found.compared, noun)} {were} frequent enough to be compared{of_weeks}")
        parts.append(f"chance alone would list {found.by_chance:.1f} of them")
    else:
        parts.append(f"no {noun} is frequent enough to be compared")
    if found.respelt:
        parts.append(f"{found.respelt:,} more left out, because the other group has another spelling")
    return quiet("; ".join(parts).capitalize() + ".")


def silences(page: Page, rows: pd.DataFrame, what: str, groups: Groups) -> Markup:
    """A table of silences, with what each number lists; empty where there are none."""
    if rows.empty:
        return Markup()
    headings = [
        Heading(WHATS[what].capitalize()), *([] if page.filters.weeks else [Heading("Week")]), Heading("① First group"),
        Heading("② Other group"), Heading("② Expected", "d r"), Heading("Chance", "d r"),
    ]  # fmt: skip
    return lay_out_table(headings, [_silence(page, row, what, groups) for row in rows.to_dict("records")])


def _silence(page: Page, row: Mapping[Any, Any], what: str, groups: Groups) -> Markup:
    kind = Markup(" {}").format(tag(row["kind"])) if text_of(row["kind"]) else ""
    sure = Markup(" {}").format(tag("sure", SURE)) if row["sure"] else ""
    name = link(text_of(row["name"]) or row["id"], _own_address(page, row["id"], what))
    days = days_of(page, row)
    week = Markup("<td>{}</td>").format(link(span(*clip_days(row, page.filters)), silence_address(page, **days)))
    one, other = sources_of(page, groups.one), sources_of(page, groups.other)
    carried = f"{row['articles']:,} of {plural(row['of'], 'article')}"
    first = Markup("{}, {} of {}").format(
        link(carried, None if one is None else _list_address(page, row["id"], what, sources=one, **days)),
        row["outlets"], plural(row["of_outlets"], "outlet"),
    )  # fmt: skip
    of = plural(row["other_of"], "article")
    second = Markup("0 of {}, {}").format(
        link(of, None if other is None else page.link("articles", sources=other, **days)),
        plural(row["other_outlets"], "outlet"),
    )  # fmt: skip
    return Markup(
        '<td>{}{}{}</td>{}<td>{}</td><td>{}</td><td class="d r">{}</td><td class="d r">{}</td>'
    ).format(
        name, kind, sure, Markup() if page.filters.weeks else week, first, second, f"{row['expected']:.1f}",
        _say_chance(row["chance"]),
    )  # fmt: skip


def _own_address(page: Page, name: str, what: str) -> str:
    """Where more is said of it."""
    match what:
        case "actors":
            return page.link("actors", actors=(name,))
        case "places":
            return place_address(page, name)
    return page.link("articles", story=name)


def _list_address(page: Page, name: str, what: str, **days: Any) -> str:
    """The articles that carry it."""
    match what:
        case "actors":
            return page.link("sentences", named=(name,), unit=("article",), **days)
        case "places":
            return page.link("sentences", at=(name,), unit=("article",), **days)
    return page.link("articles", story=name, **days)


def _say_chance(chance: float) -> str:
    """The chance in percent, with as many digits as tell it from nothing."""
    return "< 0.1\u00a0%" if chance < 0.001 else f"{chance:.1%}".replace("%", "\u00a0%")
