"""Sourcing: how much of what is said rests on sources without a name, by actor, outlet and day."""

from dataclasses import replace
from datetime import date
from typing import Any

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell
from dashboard.app.ending import end_page
from dashboard.charts.quotes import sourcing_bars, sourcing_bars_by_day
from dashboard.filters import FILTERS, NARROW_QUOTES, Filters
from dashboard.queries.articles import selected_bucket
from dashboard.queries.quotes import count_days, count_quotes, count_sourcing, count_values
from dashboard.views import sourcing
from dashboard.wording import plural

BARS = 12

page = shell.open_page("Sourcing", *NARROW_QUOTES["sourcing"], "list", "part")
filters = page.filters

total = page.ask(count_quotes)
if total == 0:
    st.info("No quote of these articles has all of that. Take one of the filters away.")
    end_page()
blocks.draw_html(sourcing.sourcing_counts(page, page.ask(count_values, "sourcings")))
st.caption(
    "On whose word quotes stand: a person with a name, an organisation, an official without a name, another source"
    " without a name; “unknown” means that we looked and found none. Shares are of the quotes."
)


def draw_groups(field: str, title: str, heading: str, nobody: str) -> None:
    """Draw how the quotes of each value of a filter are sourced, as a chart and as a table."""
    st.header(title)
    key, size = FILTERS[field].key, settings.VALUES_A_LIST
    offset = page.offset(key, size)
    groups = page.ask(count_sourcing, field, size + 1, offset)
    first = page.ask(count_sourcing, field, BARS + 1) if offset else groups
    if first.empty:
        st.info(nobody)
        return

    def show(current: Filters, value: str) -> Filters:
        """The filters with this actor or outlet alone."""
        changes: dict[str, Any] = {field: (value,)}
        return replace(current, **changes)

    left, right = st.columns((1, 2))
    with left:
        chart = sourcing_bars(first.head(BARS))
        alt = f"Stacked bars of quotes by {heading.lower()}; the table beside them has the numbers"
        blocks.follow_click(
            blocks.draw_chart(
                page, chart, f"{field}-sourcing", f"Sources of quotes: {title.lower()}", alt, numbers=first.head(BARS)
            ),
            show,
            page,
        )
        more = f"The {BARS} with the most quotes. " if len(first) > BARS else ""
        st.caption(f"{more}Click a bar to filter by it.")
    with right:
        groups = blocks.draw_part(key, size, groups, page)
        blocks.draw_table(sourcing.with_share(groups), sourcing.columns(page, field, heading), "")
        if field == "about":
            st.caption("The actor is named within the words of the quote; a quote of two actors counts for both.")
        blocks.offer_csv(page, f"sourcing-{field}", lambda page: page.ask(count_sourcing, field))


draw_groups("about", "What is said about an actor", "Actor", "No actor is named within these quotes.")
draw_groups("sources", "By outlet", "Outlet", "No outlet of these is known.")

bucket = page.ask(selected_bucket)
st.header(f"By {bucket}")
days = page.ask(count_days, bucket)


def show_days(current: Filters, first: str) -> Filters:
    """The filters narrowed to the bar that begins on this day."""
    bar = days[days["since"].astype(str).str.startswith(first)].iloc[0]
    return replace(current, since=date.fromisoformat(first), until=bar["until"].date())


if days.empty:
    st.info("None of these quotes is of an article with a date.")
else:
    chart = sourcing_bars_by_day(days, bucket)
    alt = f"Stacked bars of quotes a {bucket}; the table below has the numbers"
    blocks.follow_click(
        blocks.draw_chart(page, chart, "days-sourcing", f"Sources of quotes a {bucket}", alt, numbers=days),
        show_days,
        page,
    )
    blocks.draw_table(sourcing.with_share(days), sourcing.day_columns(page), "")
    blocks.offer_csv(page, "sourcing-days", lambda page: page.ask(count_days, bucket))
if undated := total - int(days["quotes"].sum()):
    st.caption(f"{plural(undated, 'quote')} of articles without a date are left out.")
blocks.offer_data(page)
