"""Actors: the card of a chosen one, who is named most, when, and with whom."""

import pandas as pd
import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell, widgets
from dashboard.charts.actors import actors_bars, actors_lines
from dashboard.charts.ties import ties_network
from dashboard.queries.actors import actors_over_time, actors_ranked, count_actors, count_undated
from dashboard.queries.articles import selected_bucket
from dashboard.queries.card import read_card, why_actor
from dashboard.queries.ties import choose_threshold, ties_among
from dashboard.views import actors, corrections, ties
from dashboard.views.markup import Column
from dashboard.wording import plural

BARS = 15

# Names whose evidence the card shows: a page that is read, not scrolled.
EXPLAINED = 8

# Actors in the matrix and the network: what a screen has room for, and a reader can take in.
AMONG = 15

# Ties that the network shows at first: more are a thicket.
MOST_TIES = 25

page = shell.open_page("Actors", "card", "count", "within", "ties", "screen")
filters = page.filters
total = page.ask(count_actors)
ranked = page.ask(actors_ranked, AMONG, also=filters.actors[: settings.HIGHLIGHTS])
ids = ranked["actor_id"].tolist()
highlighted = list(filters.actors or ids)[: settings.HIGHLIGHTS]


def draw_first(frame: pd.DataFrame, columns: list[Column], name: str, empty: str) -> None:
    """Draw the first rows of a table of the card, which the download has whole, or say in small why there is none."""
    if frame.empty:
        st.caption(empty)
        return
    blocks.draw_table(frame.head(settings.ROWS_A_SCREEN), columns, "")
    if len(frame) > settings.ROWS_A_SCREEN:
        st.caption(f"The first {settings.ROWS_A_SCREEN} of {len(frame):,}; the download has all.")
    blocks.offer_csv(page, name, lambda _: frame)


if ranked.empty:
    st.info("No actor is named in these articles.")
    st.stop()

if filters.actors:
    shown = filters.actors[0]
    if len(filters.actors) > 1:
        names = page.names["actors"]
        shown = widgets.switch(page, "Card of", "card", {actor: names[actor] for actor in filters.actors})
    of_actor = page.ask(read_card, shown)
    with st.container(border=True, key="card"):
        head, numbers = actors.card_heading(page, of_actor), actors.card_counts(page, of_actor)
        blocks.draw_html(head + numbers + corrections.offer_corrections(shown))
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
    st.subheader("Mentions by actor")
    bars = actors_bars(ranked.head(BARS), highlighted)
    clicked = blocks.draw_chart(bars, "actors", "Bars of mentions by actor; the table beside them has the numbers")
    blocks.follow_click(clicked, actors.show_actor, page)
    st.caption("Click a bar or a name to filter by that actor and to see its card.")
with right, st.container(key="actors-listed"):
    st.subheader(plural(total, "actor"))
    limit, offset = blocks.draw_screens(total, page)
    blocks.draw_table(page.ask(actors_ranked, limit, offset), actors.columns(page), "")
    blocks.offer_csv(page, "actors", lambda page: page.ask(actors_ranked))

st.subheader("Mentions over time")
bucket = page.ask(selected_bucket)
over_time = page.ask(actors_over_time, highlighted, bucket)
if over_time.empty:
    st.info("None of these articles has a date.")
else:
    share = widgets.switch(page, "Count", "count", {"": "Mentions", "share": "Share of articles"}) == "share"
    what = "Share of articles" if share else "Mentions"
    blocks.draw_chart(
        actors_lines(over_time, highlighted, bucket, share=share), f"actors-over-time-{share}",
        f"Lines by actor of {what.lower()} a {bucket}; the table below has the numbers",
    )  # fmt: skip
    chosen = "The chosen actors" if filters.actors else "The most named"
    of = " Of the articles that the other filters select, the share that names it." if share else ""
    st.caption(f"{chosen}, {settings.HIGHLIGHTS} at most.{of}")
    with st.expander(f"{what} a {bucket}, as a table"):
        named = over_time[over_time["mentions"] > 0]
        named = named.assign(percent=named["share"].map("{:.0%}".format))
        columns = actors.share_columns(page) if share else actors.mention_columns(page)
        blocks.draw_table(named, columns, "None of them is named in an article with a date.")
        blocks.offer_csv(page, "actors-over-time", lambda _: over_time)
undated = page.ask(count_undated, highlighted)
if not undated.empty:
    with st.expander(f"{plural(int(undated['mentions'].sum()), 'mention')} without a date, not in the chart"):
        blocks.draw_table(undated, actors.undated_columns(page), "")

st.subheader("Who is named with whom")
within = widgets.switch(page, "Together in one", "within", {"": "Sentence", "article": "Article"})
unit = within or "sentence"
chosen_first = [actor for actor in highlighted if actor in ids]  # the filters may leave a chosen one no mention
squared = ranked.set_index("actor_id", drop=False).loc[list(dict.fromkeys((*chosen_first, *ids)))[:AMONG]]
together = page.ask(ties_among, squared["actor_id"].tolist(), unit)
if together.empty:
    st.info(f"No two of these actors are named in one {unit}.")
    st.stop()
st.caption(
    f"{unit.capitalize()}s that name both, of the {len(squared)} most named; a count opens them. "
    "To be named together says nothing of how two stand to each other."
)
blocks.draw_html(ties.tie_matrix(page, squared, together, unit))

left, right = st.columns((3, 2), gap="large")
with left:
    st.subheader("The strongest ties")
    weakest = widgets.slide(
        page, f"Ties of at least so many {unit}s", "ties", choose_threshold(together, MOST_TIES),
        int(together["together"].max()),
    )  # fmt: skip
    strong = together[together["together"] >= weakest]
    clicked = blocks.draw_chart(
        ties_network(squared, strong, highlighted, unit), f"ties-{unit}",
        f"Network of the actors that {weakest} {unit}s or more name together; the table beside it has the numbers",
    )  # fmt: skip
    blocks.follow_click(clicked, actors.show_actor, page)
    st.caption("A line is as wide as the two are often named together. Click an actor to filter by it.")
with right:
    st.markdown(f"**{plural(len(strong), 'tie')}** of {plural(weakest, unit)} or more")
    blocks.draw_table(strong, ties.columns(page, unit), "")
    blocks.offer_csv(page, "ties", lambda _: together)
