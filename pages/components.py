"""Components: every piece that pages are made of, in all its states. It stands in no menu; docs/style.md says more."""

import pandas as pd
import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell
from dashboard.charts.actors import actors_lines
from dashboard.queries.actors import actors_over_time, actors_ranked
from dashboard.queries.quotes import list_quotes
from dashboard.views import actors, articles, locations, quotes
from dashboard.views.markup import Column, Count, Mark, counts, highlight, matrix, quiet, tag

page = shell.open_page("Components")

st.header("Headings: a part of the page")
st.subheader("A part of a part")
st.markdown("Plain text of the page, with a [link](about) in it.")
st.caption("A caption: what is counted, what was left out, how to read it.")

st.header("Big numbers")
blocks.draw_html(counts((
    Count(1204, "mentions", page.link("sentences")),
    Count(12, "of a source without a name", page.link("quotes"), "unnamed"),
    Count(0, "of which nothing is behind", page.link("quotes")),
)))  # fmt: skip

st.header("Tables")
ranked = page.ask(actors_ranked, settings.HIGHLIGHTS)
blocks.draw_table(ranked, actors.columns(page), "No actor is named.")
blocks.draw_table(
    pd.DataFrame({"name": ["A name that is as long as names of organisations in articles may well be"], "n": [0]}),
    (Column("name", "Name"), Column("n", "Mentions", "count")), "",
)  # fmt: skip
blocks.draw_html(matrix([("First", page.link("actors")), ("Second", None)], {(0, 1): (9, page.link("sentences"))}))

st.header("Words")
blocks.draw_html(tag("a tag") + quiet("A source, in small and grey."))
sentence = "Hezbollah has left Homs, a commander said."
marks = [Mark(0, 9, "actor"), Mark(19, 23, "place"), Mark(10, 23, "quote"), Mark(27, 36, "hit")]
blocks.draw_html(highlight(sentence, marks) + articles.legend(compared=True) + locations.MAP_LEGEND)
blocks.draw_quotes(quotes.quotations(page, page.ask(list_quotes, 2)))

st.header("Charts")
ids = ranked["actor_id"].tolist()
over_time = page.ask(actors_over_time, ids, "day")
if not over_time.empty:
    blocks.draw_chart(
        page,
        actors_lines(over_time, ids, "day"),
        "components",
        "Mentions by actor",
        "Lines of mentions by actor, as an example",
    )

st.header("Controls")
with st.container(horizontal=True):
    st.button("A button", key="plain")
    st.button("The main one", key="main", type="primary")
    st.button("Not now", key="not-now", disabled=True)
    st.button("A quiet one", key="quiet", type="tertiary")
with st.container(border=True):
    st.text_input("A card with a box for text", key="text", placeholder="what could be written")
    st.toggle("A switch", key="switch")
with st.expander("What is folded away"):
    st.caption("And what it holds.")

st.header("Notes")
blocks.note("A part of the link was ignored, and this says why.")
st.info("An empty state: there is nothing, and this is the one way out.")
st.success("It was saved.")
st.error("It was not saved, and this says why.")
