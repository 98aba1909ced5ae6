"""The places or actors that only what is left out names, as a list at the end of their page."""

import streamlit as st

from dashboard import settings
from dashboard.app import blocks
from dashboard.app.page import Page
from dashboard.queries.remains import count_gone_actors, count_gone_places, list_gone_actors, list_gone_places
from dashboard.views import remains
from dashboard.wording import plural

# Page -> what its list is of, the name of the list, how it is counted and read, and its columns.
LISTS = {
    "locations": ("place", "gone-places", count_gone_places, list_gone_places, remains.gone_place_columns),
    "actors": ("actor", "gone-actors", count_gone_actors, list_gone_actors, remains.gone_actor_columns),
}


def draw_gone(page: Page, counted: Page, address: str) -> None:
    """Draw the list of the page with this address, as it is counted; nothing where nothing is gone."""
    noun, name, count, read, columns = LISTS[address]
    total = counted.ask(count)
    if total == 0:
        return
    st.header(f"{plural(total, noun)} named no more", anchor=remains.gone_anchor(address))
    st.caption("In what is left out, and nowhere else. The numbers are those of the full picture, and open it.")
    size = settings.ROWS_A_SCREEN
    rows = blocks.draw_part(name, size, counted.ask(read, size + 1, page.offset(name, size)), page)
    blocks.draw_table(remains.with_all(rows), columns(counted), "")
    blocks.offer_csv(counted, name, lambda page: page.ask(read))
