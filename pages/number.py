"""Why this number: how it came about, what it is in other units, how sure it is, and who reported it first."""

import streamlit as st

from dashboard.app import blocks, shell, widgets
from dashboard.app.ending import end_page
from dashboard.queries.origins import list_origins
from dashboard.queries.unfolding import list_steps, unfold
from dashboard.views import number, receipts
from dashboard.views.markup import link, quiet
from dashboard.wording import plural

page = shell.open_page(
    "Why this number", "named", "written", "role", "with", "within", "at", "of", "unplaced", "in", "mention",
    "correction", "sense", "undated", "origin", "unit", "screen",
)  # fmt: skip

unfolding = page.ask(unfold)
st.header(plural(unfolding.shown, unfolding.unit))
if not unfolding.steps[0].mentions and not unfolding.shown:
    st.info("Nothing was found in these articles that this number could count.")
    blocks.draw_html(quiet(link("See all sentences of these articles", page.link("sentences"))))
    end_page()
blocks.draw_html(number.headline(page, unfolding))
blocks.draw_cited(receipts.number_item(page, "number"))
widgets.switch(
    page, "Count", "unit", {unit: number.name_units(noun).capitalize() for unit, noun in number.UNITS.items()}
)

st.header("From what was found to what is counted")
blocks.draw_html(number.ledger(page, unfolding))
blocks.offer_csv(page, "steps", lambda page: page.ask(list_steps))

st.header("How sure it is")
blocks.draw_html(number.explain_certainty(page, unfolding))

st.header(plural(unfolding.units.origins, "origin"))
blocks.draw_html(number.WHAT_IS_AN_ORIGIN)
limit, offset = blocks.draw_screens(unfolding.units.origins, page)
origins = number.describe_origins(page.ask(list_origins, limit, offset))
blocks.draw_table(origins, number.origin_columns(page), "None: no article is left.", scrolls=False)
blocks.offer_csv(page, "origins", lambda page: page.ask(list_origins))
blocks.offer_data(page)
