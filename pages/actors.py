"""Actors: who is named most, and when."""

from dataclasses import replace

import streamlit as st

from dashboard import ledger, lists, settings, shell
from dashboard.charts.actors import actors_bars, actors_lines
from dashboard.filters import Filters
from dashboard.markup import plural
from dashboard.queries import actors, articles

BARS = 15

page = shell.open_page("Actors")
cursor, filters = page.cursor, page.filters
ranked = actors.actors_ranked(cursor, filters)
ids = ranked["actor_id"].tolist()
highlighted = list(dict.fromkeys((*filters.actors, *ids)))[: settings.HIGHLIGHTS]


def show_actor(current: Filters, actor_id: str) -> Filters:
    """The filters with this actor, too."""
    return replace(current, actors=tuple(dict.fromkeys((*current.actors, actor_id))))


if ranked.empty:
    st.info("No actor is named in these articles.")
    st.stop()
left, right = st.columns((1, 1), gap="large")
with left:
    st.subheader("Mentions by actor")
    bars = actors_bars(ranked.head(BARS), highlighted)
    clicked = shell.draw_chart(bars, "actors", "Bars of mentions by actor; the table beside them has the numbers")
    shell.follow_click("actors-followed", clicked, show_actor, page)
    st.caption("Click a bar to filter by that actor.")
with right:
    st.subheader(plural(len(ranked), "actor"))
    shell.draw_table(ranked, lists.actors(page), "")
    shell.offer_csv(page, "actors", lambda cursor: actors.actors_ranked(cursor, filters))
    for actor_id in filters.actors[:1]:
        st.html(ledger.offer(actor_id))

st.subheader("Mentions over time")
bucket = articles.choose_bucket(articles.selected_span(cursor, filters))
over_time = actors.actors_over_time(cursor, filters, highlighted, bucket)
if over_time.empty:
    st.info("None of these articles has a date.")
else:
    shell.draw_chart(
        actors_lines(over_time, highlighted, bucket), "actors-over-time",
        f"Lines of mentions a {bucket} by actor; the table below has the numbers",
    )  # fmt: skip
    st.caption("The chosen actors, or else the most named; four at most.")
    with st.expander(f"Mentions a {bucket}, as a table"):
        shell.draw_table(over_time[over_time["mentions"] > 0], lists.mentions_by_day(page), "None of them is named.")
