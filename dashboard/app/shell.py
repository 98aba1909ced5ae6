"""The shell: what stands on every page around its own content.

The URL alone holds the state. Each run reads it, sets the widgets to it and draws; a widget that the user changes
writes the URL. So a link, Back, reload and a click all arrive at the same page in the same way.
"""

from dataclasses import replace
from datetime import date, datetime

import streamlit as st

from dashboard import settings, wording
from dashboard.app import adding, basket
from dashboard.app.blocks import draw_html, is_dark, note
from dashboard.app.ending import end_page
from dashboard.app.links import find_root
from dashboard.app.login import find_here
from dashboard.app.page import Page
from dashboard.app.sidebar import draw_sidebar, name_in_url
from dashboard.app.signing import draw_account, why_not
from dashboard.app.tables import find_manifest, open_tables
from dashboard.app.widgets import NAMED_IN, ask_near, go_to, say_refused, show_set
from dashboard.filters import COMPARING, Filters, corpus_mark, find_near, read_filters, write_link
from dashboard.links import (
    drop_lost,
    drop_unknown,
    drop_unread,
    follow_renamed,
    note_both,
    note_other_tables,
    note_searches,
)
from dashboard.queries.corpus import count_selected, find_emptying
from dashboard.queries.names import find_names
from dashboard.queries.remains import (
    count_gone_actors,
    count_gone_places,
    find_remains,
    list_gone_actors,
    list_gone_places,
)
from dashboard.views import remains
from dashboard.views.corpus import page_tools
from dashboard.views.watches import link_watch

ICON = settings.CHECKOUT / "static" / "icon.png"
LOGO = settings.CHECKOUT / "static" / "logo.svg"


def open_page(title: str, *reads: str, of_all: bool = False) -> Page:
    """Draw what stands on every page and return what the page works with.

    `title` is the page's label in the menu. `reads` are the URL keys that the page reads besides those of the corpus.
    Without tables, or when the filters leave no article, the page says so and its script ends here. `of_all` lets a
    page go on that shows the whole corpus, whatever the filters leave.
    """
    _open_bare(title)
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
    marks = {field: mark for field in COMPARING if (mark := getattr(filters, field))}
    manifests = {mark: found for mark in marks.values() if (found := find_manifest(mark))}
    filters, lost = drop_lost(filters, manifests.get)
    for field, mark in marks.items():
        if mark in manifests:
            names[field] = {mark: wording.made(manifests[mark]["created"])}
    here = name_in_url(title)
    root = find_root(st.context.url, here)
    counts = count_selected(reader, filters.settled(find_near(here)))
    page = Page(
        reader, filters, counts, store.manifest, names, is_dark(), store.log, root, here,
        may_correct=not why_not(), may_add=not adding.why_not(find_here()), taken=basket.find_taken(),
    )  # fmt: skip
    basket.forget_charts()
    draw_sidebar(page, basket.count_items())
    with st.sidebar:
        draw_account()
    basket.draw_basket(page)
    st.title(title)
    _draw_corpus_line(page, title)
    against = note_both(page.asked, page.name)
    for each in (*unreadable, *unknown, *unread, *lost, *note_searches(filters), *against):
        note(each)
    _draw_set(page, made_on)
    for each in renamed:
        st.info(wording.label(each), icon=":material/merge:")
    say_refused()
    _draw_chips(page, says_where=not of_all)
    if filters.excludes_something and page.counts.articles and not of_all:
        _draw_remains(page)
    if not of_all:
        ask_near(page)
    if page.counts.undated:
        st.caption(
            f"{wording.plural(page.counts.undated, 'article')} without a date cannot match the days and are left out."
        )
    if page.counts.articles == 0:
        _explain_empty(page)
        if not of_all:
            end_page()
    return page


def open_without_tables(title: str) -> None:
    """Draw what stands on a page that can do without tables, where there are none yet."""
    _open_bare(title)
    with st.sidebar:
        draw_account()
    st.title(title)


def _open_bare(title: str) -> None:
    """Set the page's title and icon, and end it for those who must log in."""
    st.set_page_config(page_title=f"{title} · Dateline", page_icon=str(ICON))
    st.logo(str(LOGO), size="large", icon_image=str(ICON))
    _stop_strangers()


def _stop_strangers() -> None:
    """End the page where people must log in and nobody did; without `app`, nothing before it would have asked."""
    if settings.login() and find_here() is None:
        st.title("Dateline")
        st.info("You need to log in to see this page. Load it again.")
        end_page()


def _draw_corpus_line(page: Page, title: str) -> None:
    """How many articles are selected, of how many, and when the tables were made; on paper the address of the page.

    On a phone there stands a button, too, that opens the filters.
    """
    made = date.fromisoformat(page.manifest["created"][:10])
    whole = wording.plural(page.manifest["counts"]["articles"], "article")
    chosen = len(page.filters.active("corpus"))
    selected = f"{page.counts.articles:,} of {whole} selected" if chosen else whole
    mark = corpus_mark(page.manifest["input_digest"])
    address = write_link(name_in_url(title), replace(page.filters, corpus=mark))
    with st.container(gap=None, key="corpus"):
        st.caption(f"{selected} · tables made {made:%Y-%m-%d}")
        watch, shown = link_watch(page.address, page.filters), "" if page.filters.kept else mark
        draw_html(page_tools(chosen, page.cited(address.removeprefix("./")), watch, shown))


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


def _draw_chips(page: Page, *, says_where: bool) -> None:
    """Each active filter as a button that takes it away, and one that takes all away.

    With `says_where`, those of actors and places say where these must be named.
    """
    active = page.filters.active("corpus", "quotes", "list")
    active = [each for each in active if each.key not in ("near", "screen", "unit")]
    if not active:
        return
    with st.container(horizontal=True, gap="small", key="chips"):
        for each in active:
            narrows = says_where and each.field in ("actors", "locations", "box")
            where = f" · {NAMED_IN[page.asked.near[0]]}" if narrows else ""
            for value in page.filters.values(each):
                st.button(
                    f"{each.say(wording.label(wording.isolate(page.name(each.field, value))))}{where}",
                    icon=":material/close:",
                    key=f"chip-{each.key}-{value}",
                    on_click=go_to,
                    args=(page.filters.minus(each, value).at_start(),),
                    help="Take this filter away",
                )
        st.button("Clear all", key="clear", type="tertiary", on_click=go_to, args=(Filters(),))


def _draw_remains(page: Page) -> None:
    """What stands without what the filters leave out, beside the full picture."""
    said = wording.listed([
        each.say(wording.isolate(page.name(each.field, value)))
        for each in page.filters.active("corpus") if each.excludes for value in page.filters.values(each)
    ])  # fmt: skip
    gone = page.ask(count_gone_places), page.ask(count_gone_actors)
    places, actors = page.ask(list_gone_places, remains.FIRST), page.ask(list_gone_actors, remains.FIRST)
    draw_html(remains.remains(page, page.address, said, page.ask(find_remains), places, actors, gone))


def _explain_empty(page: Page) -> None:
    """Say which filter emptied the page, with a way back for each."""
    culprits = page.ask(find_emptying)
    if not page.filters.active("corpus"):
        st.info("These tables hold no articles. Look at About for what was rejected, and why.")
    elif not culprits:
        st.info("Nothing is left: more than one of these filters would have to go.")
        st.button("Clear all filters", key="empty-clear", on_click=go_to, args=(Filters(),))
    # Where nothing is left in a quote or a sentence, to look in the whole article helps most.
    for each, left in [culprit for culprit in culprits if culprit[0].field == "near"] or culprits:
        articles = wording.plural(left, "article")
        if each.field == "near":
            said = f"Nothing is left: no {page.asked.near[0]} has all of that. Named anywhere in the text: {articles}."
            offered, without = "Look anywhere in the article", replace(page.filters, near=("article",))
        else:
            names = ", ".join(wording.isolate(page.name(each.field, value)) for value in page.filters.values(each))
            said = f"Nothing is left. Without “{each.say(names)}” there would be {articles}."
            offered, without = f"Take away {each.label}", page.filters.without(each.field)
            if each.excludes:
                said = f"Nothing is left {each.say(names)}. With it there would be {articles}."
                offered = f"Take away “{each.say(names)}”"
        st.info(wording.label(said))
        st.button(offered, key=f"empty-{each.key}", on_click=go_to, args=(without,))
