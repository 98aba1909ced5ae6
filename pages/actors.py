"""Actors: the card of a chosen one, who is named most, when, and with whom."""

import pandas as pd
import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell, widgets
from dashboard.app.ending import end_page
from dashboard.app.gone import draw_gone
from dashboard.app.selector import among
from dashboard.charts.actors import actors_bars, actors_lines
from dashboard.charts.theme import order_by_colour
from dashboard.charts.ties import ties_network
from dashboard.queries.actors import actors_over_time, actors_ranked, count_actors, count_undated, rank_actors
from dashboard.queries.articles import bucket_of_shares, selected_bucket
from dashboard.queries.card import read_card, why_actor
from dashboard.queries.downloads import AMONG, among_actors
from dashboard.queries.ties import choose_threshold, ties_among
from dashboard.tables.contract import KINDS
from dashboard.views import actors, corrections, ties
from dashboard.views.markup import Column
from dashboard.wording import plural

# Names whose evidence the card shows: a page that is read, not scrolled.
EXPLAINED = 8

# Ties that the network shows at first: more are a thicket.
MOST_TIES = 25

page = shell.open_page("Actors", "card", "count", "within", "ties", "of-kind", "sort", "screen", "list", "part")
filters = page.filters
total = page.ask(count_actors)
ranked = page.ask(actors_ranked, AMONG, also=filters.actors[: settings.HIGHLIGHTS])
ids = ranked["actor_id"].tolist()
named = list(filters.actors or ids)[: settings.HIGHLIGHTS]
highlighted = order_by_colour(page.look_up(rank_actors, named))


def draw_first(frame: pd.DataFrame, columns: list[Column], name: str, empty: str) -> None:
    """Draw the first rows of a table of the card, which the download has whole, or say in small why there is none."""
    if frame.empty:
        st.caption(empty)
        return
    blocks.draw_table(frame.head(settings.ROWS_A_SCREEN), columns, "")
    if len(frame) > settings.ROWS_A_SCREEN:
        st.caption(f"The first {settings.ROWS_A_SCREEN} of {len(frame):,}; the download has all.")
    blocks.offer_csv(page, name, lambda _: frame)


widgets.choose(page, "Kind of actor", "actor_kinds", among({each: each for each in KINDS}))
if ranked.empty:
    st.info(f"No actor{' of that kind' if filters.actor_kinds else ''} is named in these articles.")
    end_page()

if filters.actors:
    shown = filters.actors[0]
    if len(filters.actors) > 1:
        names = page.names["actors"]
        shown = widgets.switch(page, "Card of", "card", {actor: names[actor] for actor in filters.actors})
    of_actor = page.ask(read_card, shown)
    with st.container(border=True, key="card"):
        head, numbers = actors.card_heading(page, of_actor), actors.card_counts(page, of_actor)
        blocks.draw_html(head + numbers + corrections.offer_corrections(page, shown))
        left, right = st.columns(2, gap="large")
        with left:
            st.markdown("**Written as**")
            draw_first(of_actor.aliases, actors.alias_columns(page, shown), "aliases", "These articles do not name it.")
            st.markdown("**Roles written before its names**")
            draw_first(of_actor.roles, actors.role_columns(page, shown), "roles", "None in these articles.")
        with right:
            st.markdown("**Places named with it**, in one sentence or in one article")
            draw_first(of_actor.places, actors.place_columns(page, shown), "places-with", "None in these articles.")
        if of_actor.mentions:
            with st.expander("Why this actor: what says that these names are its own"):
                blocks.draw_html(actors.explain(page, shown, page.ask(why_actor, shown, EXPLAINED)))

left, right = st.columns((1, 1), gap="large")
with left:
    st.header("Mentions by actor")
    bars = actors_bars(ranked, highlighted)
    clicked = blocks.draw_chart(
        page,
        bars,
        "actors",
        "Mentions by actor",
        "Bars of mentions by actor; the table beside them has the numbers",
        numbers=ranked,
    )
    blocks.follow_click(clicked, actors.show_actor, page)
    st.caption("Click a bar or a name to filter by that actor and to see its card.")
with right, st.container(key="actors-listed"):
    st.header(plural(total, "actor"))
    limit, offset = blocks.draw_screens(total, page)
    listed = page.ask(actors_ranked, limit, offset, sort="".join(filters.sort))
    blocks.draw_table(listed, actors.columns(page), "")
    blocks.offer_csv(page, "actors", lambda page: page.ask(actors_ranked, sort="".join(filters.sort)))

draw_gone(page, page, "actors")

st.header("Mentions over time")
bucket = page.ask(bucket_of_shares if filters.count else selected_bucket)
over_time = page.ask(actors_over_time, named, bucket)
if over_time.empty:
    st.info("None of these articles has a date.")
else:
    share = widgets.switch(page, "Count", "count", {"": "Mentions", "share": "Share of articles"}) == "share"
    what = "Share of articles" if share else "Mentions"
    blocks.draw_chart(
        page, actors_lines(over_time, highlighted, bucket, share=share), f"actors-over-time-{share}",
        f"{what} a {bucket}, by actor" if not share else f"Share of the articles of a {bucket} that name an actor",
        f"Lines by actor of {what.lower()} a {bucket}; the table below has the numbers", numbers=over_time,
    )  # fmt: skip
    chosen = "The chosen actors" if filters.actors else "The most named"
    of = (
        f" The share of the articles of a {bucket} that names the actor, where there are {settings.SHARE_ARTICLES} or"
        " more."
        if share else ""
    )  # fmt: skip
    st.caption(f"{chosen}, {settings.HIGHLIGHTS} at most.{of}")
    with st.expander(f"{what} a {bucket}, as a table"):
        counted = over_time[over_time["mentions"] > 0]
        shares = counted["share"].map("{:.0%}".format).where(counted["share"].notna(), "–")
        counted = counted.assign(percent=shares)
        columns = actors.share_columns(page) if share else actors.mention_columns(page)
        blocks.draw_table(counted, columns, "None of them is named in an article with a date.")
        blocks.offer_csv(page, "actors-over-time", lambda _: over_time)
undated = page.ask(count_undated, named)
if not undated.empty:
    with st.expander(f"{plural(int(undated['mentions'].sum()), 'mention')} without a date, not in the chart"):
        blocks.draw_table(undated, actors.undated_columns(page), "")

st.header("Who is named with whom")
within = widgets.switch(page, "Together in one", "within", {"": "Sentence", "article": "Article"})
unit = within or "sentence"
squared = ranked.set_index("actor_id", drop=False).loc[page.ask(among_actors)]
together = page.ask(ties_among, squared["actor_id"].tolist(), unit)
if together.empty:
    st.info(f"No two of these actors are named in one {unit}.")
    blocks.offer_data(page)
    end_page()
st.caption(
    f"{unit.capitalize()}s that name both, of the {len(squared)} most named; a count opens them. "
    "To be named together says nothing of how two stand to each other."
)
blocks.draw_html(ties.tie_matrix(page, squared, together, unit))

left, right = st.columns((3, 2), gap="large")
with left:
    st.header("The strongest ties")
    weakest = widgets.slide(
        page, f"Ties of at least so many {unit}s", "ties", choose_threshold(together, MOST_TIES),
        int(together["together"].max()),
    )  # fmt: skip
    strong = together[together["together"] >= weakest]
    clicked = blocks.draw_chart(
        page, ties_network(squared, strong, highlighted, unit), f"ties-{unit}",
        f"Actors named together in {weakest} {unit}s or more",
        f"Network of the actors that {weakest} {unit}s or more name together; the table beside it has the numbers",
        numbers=strong,
    )  # fmt: skip
    blocks.follow_click(clicked, actors.show_actor, page)
    st.caption("A line is as wide as the two are often named together. Click an actor to filter by it.")
with right:
    st.markdown(f"**{plural(len(strong), 'tie')}** of {plural(weakest, unit)} or more")
    blocks.draw_table(strong, ties.columns(page, unit), "")
    blocks.offer_csv(page, "ties", lambda _: together)
blocks.offer_data(page)
