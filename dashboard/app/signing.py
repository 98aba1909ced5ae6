"""Signing a correction: the name of its author, whether corrections are allowed, and whether it was saved."""

import os
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import unquote

import streamlit as st

from dashboard import settings, wording
from dashboard.corrections.log import save
from dashboard.corrections.record import Correction
from dashboard.errors import CorrectionError

# The header in which a proxy says who logged in. The README, under "Share it inside", has the proxy drop this header
# where a client sent it.
LOGGED_IN = "X-Forwarded-User"

# Every link opens a new session of Streamlit, which would ask for the name again. So the browser keeps it in a cookie,
# which this script writes; the script holds no text of a user.
COOKIE = "dateline-name"
LONGEST_NAME = 80
REMEMBER = """<script>
if (!window.datelineRemembers) {
  window.datelineRemembers = true;
  document.addEventListener("change", (event) => {
    if (!event.target.closest(".st-key-name")) return;
    document.cookie = "COOKIE=" + encodeURIComponent(event.target.value) + "; max-age=31536000; samesite=lax";
  });
}
</script>""".replace("COOKIE", COOKIE)


def ask_name() -> None:
    """Ask for the user's name, which the browser then keeps; where a proxy says who logged in, show that name."""
    if logged_in := st.context.headers.get(LOGGED_IN):
        st.caption(f"You are {wording.label(logged_in)}.")
        return
    remembered = unquote(st.context.cookies.to_dict().get(COOKIE, ""))[:LONGEST_NAME]
    # Kept under "signed" as well, because Streamlit drops a widget's value when a page without the widget is drawn.
    st.session_state.setdefault("name", st.session_state.get("signed", remembered))
    st.session_state["signed"] = st.text_input(
        "Your name", key="name", max_chars=LONGEST_NAME, autocomplete="name", help="It stands beside what you correct"
    )
    st.html(REMEMBER, unsafe_allow_javascript=True)


def may_correct() -> bool:
    """Whether corrections can be saved; where they cannot, say so."""
    folder = settings.tables_folder()
    if not settings.may_correct():
        st.info("Corrections are switched off on this server. Those that were saved still apply; none can be added.")
    elif not os.access(folder, os.W_OK):
        st.info(
            wording.label(
                f"The dashboard may not write in {folder}. Corrections that were saved still apply; none can be added."
            )
        )
    else:
        return True
    return False


def save_correction(proposed: Correction, expected: Sequence[str] = ()) -> bool:
    """Whether the correction was signed and saved; `say_saved` says so when the page is drawn again.

    `expected` are the ids of the corrections that the user was told it contradicts.
    """
    # Read now, not when the page was drawn: a user may type the name and click without a run between.
    signed = replace(proposed, who=st.context.headers.get(LOGGED_IN) or st.session_state.get("name", ""))
    try:
        if not settings.may_correct():
            raise CorrectionError("corrections are switched off on this server; nothing was saved")
        save(settings.tables_folder(), signed, expected)
    except CorrectionError as error:
        st.session_state["saved"] = str(error)
        return False
    st.session_state["saved"] = ""
    return True


def has_just_saved() -> bool:
    """Whether this session saved a correction since it last drew a page."""
    return bool(st.session_state.get("saved") == "")


def say_saved() -> None:
    """Say once whether the last correction was saved, and if not, why."""
    said = st.session_state.pop("saved", None)
    if said:
        st.error(wording.label(f"Not saved: {said}"), icon=":material/error:")
    elif said is not None:
        st.success("Saved. All pages show it now; Undo is in the list below.", icon=":material/check:")
