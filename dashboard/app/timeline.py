"""The timeline: shows the selected articles one day, week or month at a time, by a slider and by Play.

The first day of what is shown is in the URL, and nowhere else; From and To stay as they are. The browser plays: it asks
for the next position when the page has shown the last one for a while.
"""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import streamlit as st

from dashboard.wording import plural, span

# Pixels: what the component needs; reserved, so that nothing below it moves when it is drawn.
HEIGHT = 88

_timeline = st.components.v2.component(
    "timeline",
    css=Path(__file__).with_name("timeline.css").read_text("utf-8"),
    js=Path(__file__).with_name("timeline.js").read_text("utf-8"),
)


def pick_moment(
    key: str, over_time: pd.DataFrame, bucket: str, here: int | None, change: Callable[[str], None], *, dark: bool
) -> None:
    """Draw the line of the rows of `articles_over_time`, at the row `here` or, with None, at all of them.

    `change` is called with the first day of the row that the user moves to, as in links, or with "" for all of them;
    then the page is drawn again. `bucket` is the word for a row, such as "week".
    """
    first, last = over_time["since"].iloc[0], over_time["until"].iloc[-1]
    _timeline(
        key=key,
        data={
            "word": bucket,
            "buckets": [
                {"first": f"{since:%Y-%m-%d}", "name": span(since, until), "articles": articles}
                for since, until, articles in over_time[["since", "until", "articles"]].itertuples(index=False)
            ],
            "here": here,
            "whole": f"{plural(int(over_time['articles'].sum()), 'article')}, {span(first, last)}",
            "dark": dark,
        },
        height=HEIGHT,
        on_moved_change=lambda: change(str(st.session_state[key].moved)),
    )
