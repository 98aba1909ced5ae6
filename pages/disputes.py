"""Disputes: where one source denies a thing of a place, and others speak of it in the same days."""

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell
from dashboard.queries.disputes import count_pairs, export_pairs, list_pairs, read_pairs
from dashboard.views import disputes
from dashboard.wording import plural

page = shell.open_page("Disputes", "place", "screen")
filters = page.filters

total = page.ask(count_pairs)
st.subheader(plural(total, "pair"))
st.caption(
    "Quotes that may contradict each other. Nobody has compared what they say, and some agree. A pair names the same"
    f" place, smaller than a country, in articles at most {settings.DISPUTE_DAYS} days apart; one speaker denies,"
    f" another does not. A denial is compared with the {settings.DISPUTE_QUOTES} quotes of the place before it and the"
    f" {settings.DISPUTE_QUOTES} after it. Pairs with more words in common and fewer days between them come first."
)
if total == 0:
    st.info("No denial in these articles stands near another speaker's words about the same place.")
    st.stop()
limit, offset = blocks.draw_screens(total, page)
pairs = page.ask(list_pairs, limit, offset)
blocks.draw_quotes(disputes.disputes(page, pairs, page.ask(read_pairs, pairs)))
blocks.offer_csv(page, "disputes", lambda page: page.ask(export_pairs))
