"""Disputes: what two sources say of one place in the same days, where their words contradict each other."""

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell
from dashboard.filters import NARROW_QUOTES
from dashboard.queries.disputes import count_pairs, export_pairs, list_pairs, read_pairs
from dashboard.views import disputes
from dashboard.views.markup import link, quiet
from dashboard.wording import plural

page = shell.open_page("Disputes", *NARROW_QUOTES["disputes"], "screen")
filters = page.filters

total = page.ask(count_pairs)
st.header(plural(total, "pair"))
st.caption(
    f"Two sources, one place smaller than a country, articles at most {settings.DISPUTE_DAYS} days apart. Either they"
    " give different numbers of people killed or wounded, or one says that the place was taken and the other that it is"
    " held, or one denies what the other says. Words are compared, not what they mean: some pairs speak of two events."
)
if total == 0:
    st.info("In these articles no two sources contradict each other about a place by numbers, control or a denial.")
    blocks.draw_html(quiet(link("See all quotes of these articles", page.link("quotes"))))
    st.stop()
limit, offset = blocks.draw_screens(total, page)
pairs = page.ask(list_pairs, limit, offset)
blocks.draw_html(disputes.LEGEND)
blocks.draw_quotes(disputes.disputes(page, pairs, page.ask(read_pairs, pairs)))
blocks.offer_csv(page, "disputes", lambda page: page.ask(export_pairs))
blocks.offer_data(page)
