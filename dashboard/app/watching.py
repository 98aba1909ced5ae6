"""Watching: the form for a new watch, the file of watches, and what became of the last press of a button."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard import settings, wording
from dashboard.accounts import LONGEST_NAME, clean_name
from dashboard.app import blocks, signing, widgets
from dashboard.app.digest import find_before
from dashboard.app.login import find_here
from dashboard.app.page import Page
from dashboard.errors import DatelineError, WatchError
from dashboard.filters import Filters, corpus_mark
from dashboard.queries.watches import View, look
from dashboard.views import watches as views
from dashboard.watches import sharing
from dashboard.watches.log import Watches, keep, remove
from dashboard.watches.record import NONE, Watch, make_watch

# Rule -> what it says in the form, and what that means.
ASKED = {
    "any": ("Anything new", "new articles, or on the pages of quotes and sentences new ones of these"),
    "first": ("First time", "an actor or a place that no earlier article of this view names"),
    "more": ("More than usual", "more new reports than chance would bring, judged by the 28 days before"),
    "denied": ("Denied", "somebody denies something, read as the page Quotes reads these filters"),
    "none": ("Only keep the view", "nothing is looked at; it opens with one press"),
}


def attempt(does: Callable[[], str]) -> None:
    """Do what a button says, if whoever pressed it may; the page says what came of it when it is drawn again."""
    try:
        if refused := signing.why_not():
            raise WatchError(refused.rstrip("."))
        st.session_state["watched"] = does()
    except DatelineError as error:
        st.session_state["not-watched"] = str(error)


def say_outcome() -> None:
    """Say once what became of the last press of a button."""
    if error := st.session_state.pop("not-watched", ""):
        st.error(wording.label(f"Nothing was changed: {error}."), icon=":material/error:")
    if said := st.session_state.pop("watched", ""):
        st.success(wording.label(said), icon=":material/check:")


def find_who() -> str:
    """The name of whoever presses a button now; "" where nobody says one."""
    account = find_here()
    return account.name if account else clean_name(st.session_state.get("name", "") or signing.find_name())


def ask_watch(page: Page, name: str, address: str, filters: Filters, words: Sequence[str]) -> None:
    """Draw the form for a watch of this view, `name` the page's own part of its address, with what it would find."""
    with st.container(border=True, key="new-watch"):
        blocks.draw_html(views.view(Watch("", name, address.partition("?")[2], NONE), words, "The view"))
        first, second = st.columns(2)
        suggested = ", ".join(each.partition(": ")[2] for each in words)[:LONGEST_NAME]
        first.text_input("Its name", suggested, key=f"watch-name-{address}", max_chars=LONGEST_NAME)
        with second:
            signing.ask_name()
        rule = st.radio(
            "Tell me of", list(ASKED), format_func=lambda each: ASKED[each][0], key="watch-rule",
            captions=[each[1] for each in ASKED.values()],
        )  # fmt: skip
        if rule != NONE and (older := find_before(page.manifest)):
            marks = (corpus_mark(str(each["input_digest"])) for each in (page.manifest, older))
            found = page.look_up(look, View(name, filters, *marks), rule)
            would = "it would have fired" if found.fired else "it would not have fired"
            with st.expander(wording.label(f"In the present tables {would}: {found.why}")):
                blocks.draw_html(views.finding(found))

        def save() -> str:
            [kept] = keep(
                settings.tables_folder(),
                [make_watch(str(st.session_state[f"watch-name-{address}"]), name, filters,
                            str(st.session_state["watch-rule"]), find_who())],
            )  # fmt: skip
            widgets.go_to(Filters())
            return f"“{kept.name}” is kept." + (" The next run looks at it." if kept.is_looked_at else "")

        st.button("Keep it", key="keep-watch", type="primary", on_click=attempt, args=(save,))


def offer_removal(watch: Watch) -> None:
    """Draw a button that removes a watch, for all."""

    def drop() -> str:
        remove(settings.tables_folder(), watch.id, find_who())
        return f"“{watch.name}” was removed."

    st.button("Remove", key=f"remove-{watch.id}", on_click=attempt, args=(drop,))


def offer_file(watches: Watches) -> None:
    """Draw a button that downloads all watches, or those that are chosen, as a file."""
    names = {each.id: wording.isolate(each.name) for each in watches.kept}
    chosen = st.multiselect("Which", list(names), format_func=names.__getitem__, placeholder="all", key="share-which")
    shared = [each for each in watches.kept if not chosen or each.id in chosen]
    st.download_button(
        f"Download {wording.plural(len(shared), 'watch')}", sharing.write_file(shared), "dateline-watches.json",
        "application/json", key="share", icon=":material/download:", on_click="ignore",
    )  # fmt: skip


def take_file(page: Page) -> None:
    """Draw a field for the text of a colleague's file of watches, and where files may be sent a box for the file."""
    with st.form("take-watches", clear_on_submit=True, border=False):
        given = st.file_uploader("A file of watches", key="given-file") if page.may_add else None
        pasted = st.text_area(
            "or its text" if page.may_add else "The text of a file of watches", key="given-text",
            max_chars=sharing.LONGEST, height=100,
        )  # fmt: skip

        def add() -> str:
            file = st.session_state.get("given-file")
            data = file.getvalue() if file else str(st.session_state["given-text"]).encode()
            found = sharing.read_file(data)
            who = find_who()
            signed = [replace(each, who=each.who or who) for each in found]
            taken = keep(settings.tables_folder(), signed, skip_known=True)
            left = len(found) - len(taken)
            known = f" {left:,} stood in the list already." if left else ""
            return f"{wording.plural(len(taken), 'watch')} added.{known}"

        st.form_submit_button("Add them", on_click=attempt, args=(add,))
    del given, pasted  # their callback reads them from the session
