"""The overview, where a bare `streamlit run` starts: where, who, when and, below, what was said last.

`streamlit run` imports this file for the server, `app`, which runs it as a script each time it draws the page.
"""

from dataclasses import replace

import streamlit as st
from starlette.middleware import Middleware
from streamlit.starlette import App

from dashboard import settings
from dashboard.app import blocks, shell, since
from dashboard.app.citing import receipt_routes
from dashboard.app.data import data_routes
from dashboard.app.digest import digest_routes
from dashboard.app.head import Head
from dashboard.app.headers import Headers
from dashboard.app.hosts import Hosts
from dashboard.app.login import Login, check_settings
from dashboard.app.maps import draw_map
from dashboard.app.page import Page
from dashboard.app.uploads import Uploads
from dashboard.charts.articles import articles_bars
from dashboard.charts.places.extents import Size
from dashboard.filters import COMPARING
from dashboard.queries.actors import actors_ranked, count_actors, mentions_by_bucket
from dashboard.queries.articles import articles_over_time, count_articles, selected_bucket
from dashboard.queries.changes import find_news, list_moved
from dashboard.queries.locations import places_ranked
from dashboard.queries.quotes import list_newest_quotes
from dashboard.queries.suspects import count_suspects
from dashboard.views import actors, changes, corpus, locations, quotes

# Actors in the table: as many as the map beside it is high. Quotes: what is read at a glance.
TOP, QUOTES = 9, 5

# Actors whose number moved most that the line on what changed names.
NAMED = 2

# Pixels: map and time line fill a laptop's screen together with what stands above them.
MAP, TIME_HEIGHT = Size(585, 360), 110


def draw_changes(page: Page) -> None:
    """Draw in one line what is other than in the set before; of one that would have to be prepared first, only how many
    articles are new."""
    older, _ = since.list_older(page.manifest)
    mark = since.find_since(page, older)
    if not mark or any(getattr(page.filters, field) for field in COMPARING):
        return
    compared = page.under(replace(page.filters, since_set=mark))
    created = next(str(each["created"]) for each in older if str(each["input_digest"]).startswith(mark))
    if not since.is_ready(mark):
        new = page.under(replace(page.filters, new=mark)).ask(count_articles)
        blocks.draw_html(changes.what_is_new(compared, {"new": new}, created))
        return
    said = compared.ask(find_news)
    blocks.draw_html(changes.what_is_new(compared, said, created, compared.ask(list_moved, "actors", NAMED)))


def draw_overview() -> None:
    """Draw the page."""
    page = shell.open_page("Overview")
    filters = page.filters
    bucket = page.ask(selected_bucket)
    over_time = page.ask(articles_over_time, bucket)

    blocks.draw_html(corpus.summary(page, page.counts, page.ask(count_actors), page.ask(count_suspects)))
    draw_changes(page)

    left, right = st.columns((13, 7), gap="medium")
    with left:
        places = page.ask(places_ranked, settings.MARKERS, also=filters.locations)
        draw_map(
            page, page, places, locations.describe_map(places, page.counts.articles, "The page Places lists them."),
            plain=not blocks.has_webgl(), chosen=filters.locations, size=MAP,
        )  # fmt: skip
    with right:
        ranked = page.ask(actors_ranked, TOP)
        trends = page.ask(mentions_by_bucket, ranked["actor_id"].tolist(), bucket)
        ranked = ranked.assign(trend=ranked["actor_id"].map(trends))
        blocks.draw_table(ranked, actors.trend_columns(page, bucket), "No actor is named.", scrolls=False)

    if over_time.empty:
        st.caption("None of these articles has a date.")
    else:
        bars = articles_bars(over_time, bucket, TIME_HEIGHT)
        days = blocks.draw_brush(
            page, bars, "articles-over-time", f"Articles a {bucket}", corpus.describe_days(over_time, bucket), over_time
        )
        blocks.follow_brush(days, page)
        st.caption(f"Articles a {bucket}. Click a bar, or draw over several, to narrow to these days.")

    st.header("Newest quotes")
    st.caption(quotes.NEWEST_FIRST)
    newest = page.ask(list_newest_quotes, QUOTES)
    blocks.draw_quotes(quotes.quotations(page, newest), "Nobody is quoted in these articles.")

    if not over_time.empty:
        with st.expander(f"Articles a {bucket}, as a table"):
            blocks.draw_table(over_time, corpus.day_columns(page), "")
            blocks.offer_csv(page, "articles-over-time", lambda page: page.ask(articles_over_time, bucket))
    blocks.offer_data(page)


if __name__ == "__main__":
    draw_overview()
else:
    check_settings()
    around = [Middleware(each) for each in (Headers, Hosts, Login, Uploads, Head)]
    app = App(__file__, routes=[*digest_routes(), *receipt_routes(), *data_routes()], middleware=around)
