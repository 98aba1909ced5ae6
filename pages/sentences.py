"""Sentences: what stands behind a number, one row a mention, a sentence, an article or a story."""

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.queries import downloads
from dashboard.queries.mentions import count_mentions, list_mentions
from dashboard.receipts.writing import add_sentence_receipts, number_receipt
from dashboard.views import receipts
from dashboard.views.mentions import sentences
from dashboard.wording import plural

page = shell.open_page(
    "Sentences", "named", "written", "role", "with", "within", "at", "of", "unplaced", "in", "mention", "correction",
    "sense", "undated", "unit", "screen",
)  # fmt: skip
filters = page.filters

total = page.ask(count_mentions)
unit = filters.unit[0] if filters.unit else "mention"
st.header(plural(total, unit))
st.caption({
    "mention": "Each mention in its sentence.",
    "sentence": "The first mention of each sentence.",
    "article": "The first mention of each article.",
    "story": "The first mention of each story; copies of one story count once.",
}[unit])  # fmt: skip
if filters.beside:
    st.caption(f"Named together in one {'article' if filters.within else 'sentence'}.")
if total == 0:
    st.info("These articles have no such mention.")
    st.stop()
limit, offset = blocks.draw_screens(total, page)
rows = page.look_up(add_sentence_receipts, page.ask(list_mentions, limit, offset), page.cited(""))
number = receipts.number_item(page.ask(number_receipt, "sentences", page.cited("")))
blocks.draw_cited(number + sentences(page, rows))
blocks.offer_csv(page, "sentences", lambda page: page.ask(downloads.sentences))
blocks.offer_data(page)
