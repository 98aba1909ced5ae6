"""Watches: what fired in these tables, the views that are watched or kept, and the form for a new one."""

import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell, signing, watching
from dashboard.app.digest import find_before, find_digest, look_now
from dashboard.digests.frame import list_watches
from dashboard.links import read_back
from dashboard.queries.watches import describe_view
from dashboard.views import watches as views
from dashboard.watches.log import read_watches
from dashboard.watches.record import PAGES, read_view
from dashboard.wording import label, plural

page = shell.open_page("Watches", "watch", of_all=True)
address = page.filters.watch
asked = read_back(address, PAGES)
if address and asked is None:
    blocks.note("The link's watch leads to no page that can be watched; it was ignored.")
kept, digest, older = read_watches(settings.tables_folder()), find_digest(page.manifest), find_before(page.manifest)
looked_at = [each for each in kept.kept if each.is_looked_at]
saved = [each for each in kept.kept if not each.is_looked_at]
watching.say_outcome()
if kept.note:
    st.warning(label(f"{kept.note}."), icon=":material/warning:")
st.caption(
    "Press “Watch this view” on a page of findings, with any filters. After each run Dateline looks at what is new in"
    " each view that is watched, and tells you here, in a digest and in a feed."
)

if asked:
    st.header("A new watch")
    if page.may_correct:
        name, link = asked
        filters, unread = read_view(address)
        for said in unread:
            blocks.note(said)
        watching.ask_watch(page, name, link, filters, page.look_up(describe_view, filters))
    else:
        st.info(label(f"{signing.why_not()} Watches can be seen, and not changed."))

st.header("What fired")
if digest:
    blocks.draw_html(views.digest_line(digest, page.cited("digest.atom")))
    for entry in digest.fired:
        with st.container(border=True):
            blocks.draw_html(views.view(entry.watch, entry.words) + views.finding(entry.finding))
elif not looked_at:
    st.info("Nothing is watched yet. Open a page, narrow it, and press “Watch this view” below its title.")
elif older is None:
    st.info("These are the first tables, so nothing in them is new. The next run with other articles is looked at.")
else:
    st.info("These tables were not looked at yet.")
if page.may_correct and looked_at and older is not None and not page.filters.kept:
    st.button("Look at all watches now", key="look-now", on_click=watching.attempt, args=(look_now,))

for heading, listed in ((plural(len(looked_at), "watch"), looked_at), (plural(len(saved), "saved view"), saved)):
    if not listed:
        continue
    st.header(heading)
    for each in listed:
        found = digest.find(each.id) if digest else None
        with st.container(border=True, key=f"watch-{each.id}"):
            left, right = st.columns((5, 1), vertical_alignment="center")
            with left:
                words = page.look_up(describe_view, each.filters)
                blocks.draw_html(views.view(each, words) + views.state(each, found))
            if page.may_correct:
                with right:
                    watching.offer_removal(each)
if kept.kept:
    blocks.offer_csv(page, "watches", lambda page: list_watches(kept.kept, digest))

st.header("Share watches")
left, right = st.columns(2, gap="large")
with left:
    if kept.kept:
        watching.offer_file(kept)
    else:
        st.caption("There are none to share yet.")
with right:
    if page.may_correct:
        watching.take_file(page)
blocks.draw_html(views.explain_rules())
