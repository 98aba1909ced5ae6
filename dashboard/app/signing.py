"""Signing a correction: the name of its author, whether corrections are allowed, and whether it was saved."""

import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote

import streamlit as st

from dashboard import settings, wording
from dashboard.accounts import LONGEST_NAME, clean_name
from dashboard.app.login import find_here
from dashboard.corrections.log import Log, save_all
from dashboard.corrections.record import Correction
from dashboard.errors import CorrectionError

# Every link opens a new session of Streamlit, which would ask for the name again. So the browser keeps it in a cookie,
# which page.js writes.
COOKIE = "dateline-name"


def ask_name() -> None:
    """Ask for the user's name, which the browser then keeps; whoever is logged in has one."""
    if account := find_here():
        st.caption(f"You are {wording.label(account.name)}.")
        return
    # Kept under "signed" as well, because Streamlit drops a widget's value when a page without the widget is drawn.
    st.session_state.setdefault("name", st.session_state.get("signed", find_name()))
    st.session_state["signed"] = st.text_input(
        "Your name", key="name", max_chars=LONGEST_NAME, autocomplete="name", help="It stands beside what you correct"
    )


def find_name() -> str:
    """The name of whoever sees this page: that of the log-in, else the one that the browser keeps; "" where none is."""
    account = find_here()
    return account.name if account else clean_name(unquote(st.context.cookies.to_dict().get(COOKIE, "")))


def draw_account() -> None:
    """Say who is logged in, with a way out, where people log in here."""
    account = find_here()
    if settings.login() and account:
        with st.container(key="account", gap="xsmall"):
            st.caption(f"You are {wording.label(account.name)}.")
            st.button("Log out", key="log-out", on_click=st.logout, type="tertiary", icon=":material/logout:")


def why_not() -> str:
    """Why whoever sees this page cannot save corrections, in a sentence; "" where they can."""
    folder, account = settings.tables_folder(), find_here()
    if not settings.may_correct():
        return "Corrections are switched off on this server."
    if account and not account.may_correct:
        return f"You are {account.name}, who may read and not correct."
    if account is None and (settings.login() or settings.user_header()):
        return "Only who is logged in may correct, and nobody says who you are."
    if not os.access(folder, os.W_OK):
        return f"The dashboard may not write in {folder}."
    return ""


def may_correct() -> bool:
    """Whether corrections can be saved; where they cannot, say so."""
    if reason := why_not():
        st.info(wording.label(f"{reason} Corrections that were saved still apply; none can be added."))
    return not reason


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of the last click on Save or Undo: the button's key, the ids that were saved, else the error."""

    button: str
    saved: tuple[str, ...] = ()
    error: str = ""


def save_corrections(button: str, proposed: Sequence[Correction], known: Log, expected: Sequence[str] = ()) -> bool:
    """Whether the corrections were signed and saved, all of them; if not, none was.

    `last_outcome` says so when the page is drawn again. `button` is the key of the button that was clicked, `known`
    the log that the page shows, `expected` the ids of the corrections that the user was told these contradict.
    """
    # Read now, not when the page was drawn: a user may type the name and click without a run between.
    account = find_here()
    who = account.name if account else clean_name(st.session_state.get("name", ""))
    try:
        if reason := why_not():
            raise CorrectionError(f"{reason[0].lower()}{reason[1:].rstrip('.')}; nothing was saved")
        saved = save_all(settings.tables_folder(), [replace(each, who=who) for each in proposed], expected, known)
    except CorrectionError as error:
        st.session_state["saved"] = Outcome(button, error=str(error))
        return False
    st.session_state["saved"] = Outcome(button, tuple(each.id for each in saved))
    return True


def has_just_saved() -> bool:
    """Whether this session saved a correction since it last drew a page."""
    outcome = st.session_state.get("saved")
    return isinstance(outcome, Outcome) and not outcome.error


def take_outcome() -> Outcome | None:
    """What became of the last click; None where it was said already."""
    outcome = st.session_state.pop("saved", None)
    return outcome if isinstance(outcome, Outcome) else None


def say_error(outcome: Outcome | None, button: str) -> None:
    """Say beside a button why nothing was saved when it was clicked."""
    if outcome is not None and outcome.error and outcome.button == button:
        st.error(wording.label(f"Not saved: {outcome.error}."), icon=":material/error:")
