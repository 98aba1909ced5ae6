"""Doubtful pins: names that may stand on the map in the wrong place."""

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.app.ending import end_page
from dashboard.queries.suspects import count_suspects, list_suspects
from dashboard.views import suspects
from dashboard.wording import plural

page = shell.open_page("Doubtful pins", "screen")

total = page.ask(count_suspects)
st.header(plural(total, "pin"))
blocks.draw_html(suspects.rule())
if total == 0:
    blocks.draw_html(suspects.none_left(page))
    end_page()
limit, offset = blocks.draw_screens(total, page)
blocks.draw_html(suspects.suspects(page, page.ask(list_suspects, limit, offset)))
blocks.offer_csv(page, "doubtful-pins", lambda page: page.ask(list_suspects))
blocks.offer_data(page)
