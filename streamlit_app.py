"""The overview, where a bare `streamlit run` starts: what is in the corpus, when, who, where, the newest quotes."""

from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard.app import shell
from dashboard.charts.articles import articles_bars
from dashboard.filters import Filters
from dashboard.queries import actors, articles, locations, quotes
from dashboard.views import lists
from dashboard.views import quotes as quotations
from dashboard.views.markup import counts

TOP = 10

page = shell.open_page("Overview")
cursor, filters = page.cursor, page.filters

st.html(counts((
    (page.counts.articles, "articles", page.link("articles")),
    (page.counts.stories, "stories", page.link("articles", unit=("story",))),
    (page.counts.actors, "actors", page.link("actors")),
    (page.counts.places, "places", page.link("locations")),
    (page.counts.actor_mentions, "mentions of actors", page.link("sentences", of=("actors",))),
    (page.counts.quotes, "quotes", page.link("quotes")),
)))  # fmt: skip

st.subheader("Articles over time")
bucket = articles.choose_bucket(articles.selected_span(cursor, filters))
over_time = articles.articles_over_time(cursor, filters, bucket)


def show_days(current: Filters, first: str) -> Filters:
    """The filters narrowed to the bar that begins on this day."""
    bar = over_time[over_time["since"].astype(str).str.startswith(first)].iloc[0]
    return replace(current, since=date.fromisoformat(first), until=bar["until"].date())


if over_time.empty:
    st.info("None of these articles has a date.")
else:
    clicked = shell.draw_chart(
        articles_bars(over_time, bucket),
        "articles-over-time",
        f"Bars of articles a {bucket}; the table below has the numbers",
    )
    shell.follow_click(clicked, show_days, page)
    with st.expander(f"Articles a {bucket}, as a table"):
        shell.draw_table(over_time, lists.days(page), "")
        shell.offer_csv(page, "articles-over-time", lambda cursor: articles.articles_over_time(cursor, filters, bucket))

left, right = st.columns(2, gap="large")
with left:
    st.subheader("Most named actors")
    shell.draw_table(actors.actors_ranked(cursor, filters, TOP), lists.actors(page), "No actor is named.")
with right:
    st.subheader("Most named places")
    shell.draw_table(locations.places_ranked(cursor, filters, TOP), lists.places(page), "No place is named.")

st.subheader("Newest quotes")
shell.draw_quotes(quotations.quotes(page, quotes.list_quotes(cursor, filters, 5)))
