"""The quote browser: who said what, of whom and of which place, on whose word."""

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell, widgets
from dashboard.app.ending import end_page
from dashboard.filters import FILTERS, NARROW_QUOTES
from dashboard.queries import downloads
from dashboard.queries.articles import selected_bucket
from dashboard.queries.quotes import count_days, count_quotes, count_values, list_quotes
from dashboard.tables.contract import SOURCINGS
from dashboard.views import quotes
from dashboard.views.evidence import offer_number
from dashboard.wording import plural

page = shell.open_page("Quotes", *NARROW_QUOTES["quotes"], "screen", "list", "part")
filters = page.filters

facets = [each for each in FILTERS.values() if each.counted]
size = settings.VALUES_A_LIST
values = {each.field: page.ask(count_values, each.field, size + 1, page.offset(each.key, size)) for each in facets}
values["sourcings"] = values["sourcings"].sort_values("value", key=lambda each: each.map(SOURCINGS.index))

said, by, about = (FILTERS[field] for field in ("said", "speakers", "about"))
left, middle, right = st.columns(3)
with left:
    widgets.write_words(page, said.heading, said.field, said.placeholder)
for column, each in ((middle, by), (right, about)):
    with column:
        widgets.choose(page, each.heading, each.field, widgets.by_name(page, each.known))

any_day = page.under(filters.without("since", "until"))
bucket = any_day.ask(selected_bucket)
days = any_day.ask(count_days, bucket)
narrow, wide = st.columns((3, 8), gap="medium")
with narrow:
    tables = [(each.field, each.heading, values[each.field]) for each in facets]
    blocks.draw_html(quotes.facets(page, [*tables, ("days", bucket.capitalize(), days)]))
with wide:
    total = page.ask(count_quotes)
    st.header(plural(total, "quote"))
    if total == 0:
        st.info("No quote of these articles has all of that. Take one of the filters away.")
        end_page()
    blocks.draw_html(offer_number(page, "quotes"))
    limit, offset = blocks.draw_screens(total, page)
    blocks.draw_quotes(quotes.quotations(page, page.ask(list_quotes, limit, offset)))
    blocks.offer_csv(page, "quotes", lambda page: page.ask(downloads.quotes))
blocks.offer_data(page)
