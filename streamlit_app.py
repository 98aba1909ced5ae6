"""The overview, where a bare `streamlit run` starts: what is in the corpus, when, who, where, the newest quotes."""

from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.charts.articles import articles_bars
from dashboard.filters import Filters
from dashboard.queries.actors import actors_ranked, count_actors
from dashboard.queries.articles import articles_over_time, selected_bucket
from dashboard.queries.locations import places_ranked
from dashboard.queries.quotes import list_quotes
from dashboard.views import actors, corpus, locations, quotes
from dashboard.views.markup import Count, counts

TOP = 10

page = shell.open_page("Overview")
filters = page.filters

blocks.draw_html(counts((
    Count(page.counts.articles, "articles", page.link("articles")),
    Count(page.counts.stories, "stories", page.link("articles", unit=("story",))),
    Count(page.ask(count_actors), "actors", page.link("actors")),
    Count(page.counts.places, "places", page.link("locations")),
    Count(page.counts.actor_mentions, "mentions of actors", page.link("sentences", of=("actors",))),
    Count(page.counts.quotes, "quotes", page.link("quotes")),
)))  # fmt: skip

st.subheader("Articles over time")
bucket = page.ask(selected_bucket)
over_time = page.ask(articles_over_time, bucket)


def show_days(current: Filters, first: str) -> Filters:
    """The filters narrowed to the bar that begins on this day."""
    bar = over_time[over_time["since"].astype(str).str.startswith(first)].iloc[0]
    return replace(current, since=date.fromisoformat(first), until=bar["until"].date())


if over_time.empty:
    st.info("None of these articles has a date.")
else:
    clicked = blocks.draw_chart(
        articles_bars(over_time, bucket),
        "articles-over-time",
        f"Bars of articles a {bucket}; the table below has the numbers",
    )
    blocks.follow_click(clicked, show_days, page)
    with st.expander(f"Articles a {bucket}, as a table"):
        blocks.draw_table(over_time, corpus.day_columns(page), "")
        blocks.offer_csv(page, "articles-over-time", lambda page: page.ask(articles_over_time, bucket))

left, right = st.columns(2, gap="large")
with left:
    st.subheader("Most named actors")
    blocks.draw_table(page.ask(actors_ranked, TOP), actors.columns(page), "No actor is named.")
with right:
    st.subheader("Most named places")
    blocks.draw_table(page.ask(places_ranked, TOP), locations.columns(page), "No place is named.")

st.subheader("Newest quotes")
blocks.draw_quotes(quotes.quotations(page, page.ask(list_quotes, 5)), "Nobody is quoted in these articles.")
