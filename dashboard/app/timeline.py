"""The timeline: shows the selected articles one day, week or month at a time, by a slider and by Play.

The first day of what is shown is in the URL, and nowhere else; From and To stay as they are. The browser plays: it asks
for the next position when the page has shown the last one for a while.
"""

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.app import blocks
from dashboard.app.page import Page
from dashboard.app.widgets import go_to
from dashboard.queries.articles import articles_over_time, selected_bucket
from dashboard.queries.time import find_row
from dashboard.views.links import days_of
from dashboard.wording import plural, span

# Pixels: what the component needs; reserved, so that nothing below it moves when it is drawn.
HEIGHT = 88

_timeline = st.components.v2.component(
    "timeline",
    css=Path(__file__).with_name("timeline.css").read_text("utf-8"),
    js=Path(__file__).with_name("timeline.js").read_text("utf-8"),
)


@dataclass(frozen=True, slots=True)
class Moment:
    """What a page shows of its articles: the rows of `articles_over_time`, the word for one of them, such as “week”,
    the position of the one that is shown (None: all are), and the page under its days."""

    over_time: pd.DataFrame
    bucket: str
    here: int | None
    page: Page


def read_moment(page: Page) -> Moment:
    """The moment that the URL names; all days, with a note, where the articles have none of these days."""
    bucket = page.ask(selected_bucket)
    over_time = page.ask(articles_over_time, bucket)
    moment = page.filters.moment
    here = find_row(over_time, moment)
    if here is None:
        if moment:
            blocks.note(f"None of these articles is of {moment}, nor of days around it; all days are shown.")
        return Moment(over_time, bucket, None, page)
    return Moment(
        over_time, bucket, here, page.under(replace(page.filters, **days_of(page, over_time.iloc[here].to_dict())))
    )


def pick_moment(page: Page, moment: Moment) -> None:
    """Draw the line, at the moment that is shown; nothing where there is but one day, week or month."""
    over_time = moment.over_time
    if len(over_time) < 2:
        return
    first, last = over_time["since"].iloc[0], over_time["until"].iloc[-1]

    def move() -> None:
        moved = str(st.session_state["timeline"].moved)  # the first day of the bucket, "" for all of them
        go_to(replace(page.filters.at_start(), moment=date.fromisoformat(moved) if moved else None))

    _timeline(
        key="timeline",
        data={
            "word": moment.bucket,
            "buckets": [
                {"first": f"{since:%Y-%m-%d}", "name": span(since, until), "articles": articles}
                for since, until, articles in over_time[["since", "until", "articles"]].itertuples(index=False)
            ],
            "here": moment.here,
            "whole": f"{plural(int(over_time['articles'].sum()), 'article')}, {span(first, last)}",
            "dark": page.dark,
        },
        height=HEIGHT,
        on_moved_change=move,
    )
