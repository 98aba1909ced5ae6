"""The quote browser: who said what, on whose word."""

import streamlit as st

from dashboard import lists, shell
from dashboard.markup import plural
from dashboard.queries import quotes
from dashboard.tables import QUOTE_KINDS, SOURCINGS, STANCES

page = shell.open_page("Quotes", "said", "speaker", "kind", "sourcing", "via", "stance", "about", "screen")
cursor, filters = page.cursor, page.filters

speakers = quotes.speakers_ranked(cursor, filters)
outlets = quotes.outlets_ranked(cursor, filters)
with st.container(border=True):
    first, second, third = st.columns(3)
    with first:
        shell.write_words(page, "Words in the quote", "said", "chemical weapons")
        shell.choose(page, "Kind", "kinds", {kind: kind for kind in QUOTE_KINDS})
    with second:
        shell.choose(page, "Speaker", "speakers", dict(zip(speakers["actor_id"], speakers["name"], strict=True)))
        shell.choose(page, "On whose word", "sourcings", {sourcing: sourcing for sourcing in SOURCINGS})
    with third:
        shell.choose(page, "Told to", "via", dict(zip(outlets["actor_id"], outlets["name"], strict=True)))
        shell.choose(page, "Stance", "stances", {stance: stance for stance in STANCES})

total = quotes.count_quotes(cursor, filters)
st.subheader(plural(total, "quote"))
if total == 0:
    st.info("No quote of these articles has all of that. Take one of the filters away.")
    st.stop()

by_sourcing = quotes.quotes_by(cursor, filters, "sourcing")
with st.expander("On whose word"):
    shell.draw_table(by_sourcing, lists.sourcings(page), "")
limit, offset = shell.draw_screens(total, page)
st.html(lists.quotes(page, quotes.list_quotes(cursor, filters, limit, offset)))
shell.offer_csv(page, "quotes", lambda cursor: quotes.list_quotes(cursor, filters))
