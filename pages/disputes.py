"""Disputes: what two sources say of one matter and place in the same days that cannot both be true."""

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell
from dashboard.app.ending import end_page
from dashboard.filters import NARROW_QUOTES
from dashboard.queries.disputes import count_pairs, export_pairs, list_pairs, read_pairs
from dashboard.views import disputes
from dashboard.views.markup import link, quiet
from dashboard.wording import plural

page = shell.open_page("Disputes", *NARROW_QUOTES["disputes"], "matter", "at", "screen")
blocks.need_table(page, "claims")

total = page.ask(count_pairs)
st.header(plural(total, "dispute"))
st.caption(
    f"Two sources, one matter, one place smaller than a country, articles at most {settings.DISPUTE_DAYS} days apart."
    " Either they give figures of one event that cannot both be true, or one says that the place changed hands and the"
    " other that it did not, or one denies what the other says. Some pairs may still speak of two events."
)
if total == 0:
    st.info("In these articles no two sources contradict each other about a place by figures, control or a denial.")
    blocks.draw_html(quiet(link("See all claims of these articles", page.link("claims"))))
    end_page()
limit, offset = blocks.draw_screens(total, page)
pairs = page.ask(list_pairs, limit, offset)
blocks.draw_html(disputes.LEGEND)
blocks.draw_quotes(disputes.disputes(page, pairs, page.ask(read_pairs, pairs)))
blocks.offer_csv(page, "disputes", lambda page: page.ask(export_pairs))
blocks.offer_data(page)
