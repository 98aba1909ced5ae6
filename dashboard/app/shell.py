"""The shell: what stands on every page around its own content.

The URL alone holds the state. Each run reads it, sets the widgets to it and draws; a widget that the user changes
writes the URL. So a link, Back, reload and a click all arrive at the same page in the same way.
"""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import streamlit as st

from dashboard import settings, wording
from dashboard.app.blocks import is_dark, note
from dashboard.app.links import find_root
from dashboard.app.page import Page
from dashboard.app.sidebar import draw_sidebar, name_in_url
from dashboard.app.tables import find_manifest, open_tables
from dashboard.app.widgets import go_to, show_set
from dashboard.filters import Filters, corpus_mark, read_filters
from dashboard.links import drop_unknown, drop_unread, follow_renamed, note_other_tables, note_searches
from dashboard.queries.corpus import count_selected, find_emptying
from dashboard.queries.names import find_names

STYLE = Path(__file__).with_name("style.css")
ICON = settings.CHECKOUT / "static" / "icon.png"
LOGO = settings.CHECKOUT / "static" / "logo.svg"


def open_page(title: str, *reads: str, of_all: bool = False) -> Page:
    """Draw what stands on every page and return what the page works with.

    `title` is the page's label in the menu. `reads` are the URL keys that the page reads besides those of the corpus.
    Without tables, or when the filters leave no article, the page says so and its script ends here. `of_all` lets a
    page go on that shows the whole corpus, whatever the filters leave.
    """
    st.set_page_config(page_title=f"{title} · Dateline", page_icon=str(ICON), layout="wide")
    st.logo(str(LOGO), size="large", icon_image=str(ICON))
    st.html(STYLE)
    filters, unreadable = read_filters({key: st.query_params.get_all(key) for key in st.query_params})
    store = open_tables(filters.kept)
    made_on = filters.kept or filters.corpus
    if filters.kept:  # of a set that is kept no more, the current one is shown
        digest = store.manifest["input_digest"]
        filters = replace(filters, kept=corpus_mark(digest) if digest.startswith(filters.kept) else "")
    reader = store.reader()
    names = find_names(reader, filters)
    filters, renamed = follow_renamed(filters, names)
    filters, unknown = drop_unknown(filters, names)
    filters, unread = drop_unread(filters, reads)
    root = find_root(st.context.url, name_in_url(title))
    page = Page(reader, filters, count_selected(reader, filters), store.manifest, names, is_dark(), store.log, root)
    draw_sidebar(page)
    st.title(title)
    _draw_corpus_line(page)
    for each in (*unreadable, *unknown, *unread, *note_searches(filters)):
        note(each)
    _draw_set(page, made_on)
    for each in renamed:
        st.info(wording.label(each), icon=":material/merge:")
    _draw_chips(page)
    if page.counts.undated:
        st.caption(
            f"{wording.plural(page.counts.undated, 'article')} without a date cannot match the days and are left out."
        )
    if page.counts.articles == 0:
        _explain_empty(page)
        if not of_all:
            st.stop()
    return page


def _draw_corpus_line(page: Page) -> None:
    """How many articles are selected, of how many, and when the tables were made."""
    made = date.fromisoformat(page.manifest["created"][:10])
    whole = wording.plural(page.manifest["counts"]["articles"], "article")
    selected = f"{page.counts.articles:,} of {whole} selected" if page.filters.active("corpus") else whole
    st.caption(f"{selected} · tables made {made:%Y-%m-%d}")


def _draw_set(page: Page, made_on: str) -> None:
    """Say that a kept set is shown, or that the link was made on another one, with a way to the other."""
    if page.filters.kept:
        made = datetime.fromisoformat(page.manifest["created"])
        st.info(f"You see the tables as they were made on {made:%Y-%m-%d at %H:%M} UTC.", icon=":material/history:")
        st.button("Show what is known now", key="show-now", on_click=show_set, args=(page.filters, ""))
        return
    for each in note_other_tables(made_on, page.manifest["input_digest"]):
        kept = find_manifest(made_on)
        if kept is None:
            note(each)
        else:
            made = datetime.fromisoformat(kept["created"])
            note(f"This link was made on the tables of {made:%Y-%m-%d, %H:%M} UTC. You see what is known now.")
            st.button("Show it as it was", key="show-kept", on_click=show_set, args=(page.filters, made_on))


def _draw_chips(page: Page) -> None:
    """Each active filter as a button that takes it away, and one that takes all away."""
    active = page.filters.active("corpus", "quotes", "list")
    active = [each for each in active if each.key not in ("screen", "unit")]
    if not active:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for each in active:
            for value in page.filters.values(each):
                st.button(
                    f"{each.label}: {wording.label(wording.isolate(page.name(each.field, value)))}",
                    icon=":material/close:",
                    key=f"chip-{each.key}-{value}",
                    on_click=go_to,
                    args=(page.filters.minus(each, value).at_start(),),
                    help="Take this filter away",
                )
        st.button("Clear all", key="clear", type="tertiary", on_click=go_to, args=(Filters(),))


def _explain_empty(page: Page) -> None:
    """Say which filter emptied the page, with a way back for each."""
    culprits = page.ask(find_emptying)
    if not page.filters.active("corpus"):
        st.info("These tables hold no articles. Look at About for what was rejected, and why.")
    elif not culprits:
        st.info("Nothing is left: more than one of these filters would have to go.")
        st.button("Clear all filters", key="empty-clear", on_click=go_to, args=(Filters(),))
    for each, left in culprits:
        names = ", ".join(wording.isolate(page.name(each.field, value)) for value in page.filters.values(each))
        st.info(
            wording.label(
                f"Nothing is left. Without “{each.label}: {names}” there would be {wording.plural(left, 'article')}."
            )
        )
        st.button(
            f"Take away {each.label}", key=f"empty-{each.key}", on_click=go_to,
            args=(page.filters.without(each.field),),
        )  # fmt: skip
