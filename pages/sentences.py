"""Sentences: what stands behind a number, one row a mention or a larger unit."""

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.app.ending import end_page
from dashboard.queries import downloads
from dashboard.queries.mentions import count_mentions, list_mentions
from dashboard.queries.unfolding import measure
from dashboard.views import number, receipts
from dashboard.views.mentions import sentences
from dashboard.wording import plural

page = shell.open_page(
    "Sentences", "named", "written", "role", "with", "within", "at", "of", "unplaced", "in", "mention", "correction",
    "sense", "undated", "origin", "unit", "step", "screen",
)  # fmt: skip
filters = page.filters

total = page.ask(count_mentions)
unit = filters.unit[0] if filters.unit and not filters.step else "mention"
st.header(plural(total, unit))
if filters.step:
    blocks.draw_html(number.explain_step(page, filters.step[0], filters.unit))
else:
    blocks.draw_html(number.headline(page, page.ask(measure)) + number.explain_unit(page, unit))
if filters.beside:
    st.caption(f"Named together in one {'article' if filters.within else 'sentence'}.")
if total == 0:
    st.info("These articles have no such mention.")
    end_page()
limit, offset = blocks.draw_screens(total, page)
listed = sentences(page, page.ask(list_mentions, limit, offset))
blocks.draw_cited(receipts.number_item(page, "sentences") + listed)
blocks.offer_csv(page, "sentences", lambda page: page.ask(downloads.sentences))
blocks.offer_data(page)
