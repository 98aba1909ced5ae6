"""Disputes: where one source denies a thing of a place, and others speak of it in the same days."""

import streamlit as st

from dashboard import settings
from dashboard.app import shell
from dashboard.queries import disputes
from dashboard.views import quotes as quotations
from dashboard.views.markup import plural

page = shell.open_page("Disputes", "place", "screen")
cursor, filters = page.cursor, page.filters

total = disputes.count_pairs(cursor, filters)
st.subheader(plural(total, "pair"))
st.caption(
    "Quotes that may contradict each other. Nobody has compared what they say, and some agree. A pair names the same"
    f" place, smaller than a country, in articles at most {settings.DISPUTE_DAYS} days apart; one speaker denies,"
    " another does not. Pairs with more words in common and fewer days between them come first."
)
if total == 0:
    st.info("No denial in these articles stands near another speaker's words about the same place.")
    st.stop()
limit, offset = shell.draw_screens(total, page)
pairs = disputes.list_pairs(cursor, filters, limit, offset)
shell.draw_quotes(quotations.disputes(page, pairs, disputes.read_pairs(cursor, filters, pairs)))
shell.offer_csv(page, "disputes", lambda cursor: disputes.export_pairs(cursor, filters))
