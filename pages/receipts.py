"""Receipts: give one that somebody has made, and see whether what it cites is still there as it was."""

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.app.ending import end_page
from dashboard.app.receipts import LARGEST_PASTED, drop_file
from dashboard.errors import DatelineError, InputError
from dashboard.filters import Filters
from dashboard.queries.quotes import list_newest_quotes
from dashboard.receipts.files import read_receipts
from dashboard.receipts.receipt import to_json
from dashboard.receipts.verifying import verify_all
from dashboard.receipts.writing import quote_receipt
from dashboard.views import receipts
from dashboard.wording import label, plural

# Receipts that are checked at once here; `dateline verify` has no such limit.
MOST = 100

page = shell.open_page("Receipts", of_all=True)


def take(text: str) -> None:
    """Keep the text to be checked, as long as this page is open in the browser."""
    st.session_state["receipts"] = text[: LARGEST_PASTED + 1]


def take_example() -> None:
    """Take the receipt of the newest quote, as an example."""
    newest = page.under(Filters()).ask(list_newest_quotes, 1)
    take(to_json(page.look_up(quote_receipt, newest["quote_id"].iloc[0], page.cited(""))))


st.caption(
    "A receipt says word for word what was cited, and where it stood. You find one beside each quote, under Cite,"
    " beside each sentence and beside the number above a list. Here you see whether it still holds."
)
drop_file("receipt-file", take)
with st.form("pasted-receipt", border=False):
    st.text_area("Or paste it", key="receipt-text", height=110, max_chars=LARGEST_PASTED, placeholder='{"type": …')
    if st.form_submit_button("Check"):
        take(st.session_state["receipt-text"])

given = st.session_state.get("receipts", "")
if not given.strip():
    st.info("Nothing was given yet. Try it with the receipt of the newest quote.")
    st.button("Check an example", key="example", on_click=take_example, disabled=not page.counts.quotes)
    blocks.draw_html(receipts.meanings())
    end_page()
try:
    if len(given) > LARGEST_PASTED:
        raise InputError(f"more than {LARGEST_PASTED:,} characters were given; use the command: dateline verify FILE")
    read = read_receipts(given)
    checked = page.look_up(verify_all, read[:MOST])
except DatelineError as error:
    st.error(label(f"This cannot be checked: {error}."), icon=":material/error:")
    end_page()
st.header(plural(len(read), "receipt"))
st.caption(f"{receipts.count_states(checked).capitalize()}, in the tables that are shown now.")
if len(read) > MOST:
    st.caption(f"The first {MOST} were checked. For all of them use the command: dateline verify FILE")
blocks.draw_html(receipts.verdict_items(page, checked))
blocks.offer_csv(page, "receipts", lambda page: receipts.verdict_rows(checked))
with st.expander("What the four words mean"):
    blocks.draw_html(receipts.meanings())
