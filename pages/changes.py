"""What changed: what is other than in an older set, or than up to an older day, and why."""

import streamlit as st

from dashboard.app import blocks, shell, since
from dashboard.app.ending import end_page
from dashboard.filters import corpus_mark
from dashboard.queries import changes
from dashboard.queries.quotes import count_quotes, list_newest_quotes
from dashboard.views import changes as views
from dashboard.views.markup import link, quiet
from dashboard.views.quotes import quotations
from dashboard.wording import plural

# Rows of each list, and quotes.
MOVED, FIRST, QUOTES = 10, 5, 3

page = shell.open_page("What changed", "since-set", "since-day", "list", "part")
older, others = since.list_older(page.manifest)
page = since.settle_since(page, older)
filters = page.filters
since.choose_since(page, older)
if others:
    st.caption(
        f"{plural(others, 'older set')} cannot be compared with: another version of Dateline made the tables, with"
        " other columns."
    )
changed, then = page.ask(changes.count_changes), page.ask(changes.find_then)
if (changed is None or then is None) and filters.since_set:
    st.error("The tables of that set cannot be read, or there is no room to prepare them. Choose another set or a day.")
    end_page()
if changed is None or then is None:
    st.info(
        "No older set of these tables is kept, so there is nothing to compare with yet. Each run of dateline preprocess"
        " that changes anything keeps the set before it, until dateline prune drops it. Meanwhile choose a day above."
    )
    end_page()

manifest = since.read_since(filters.since_set) if filters.since_day is None else None
mark = filters.since_set if manifest else ""
addresses = views.Addresses(page, then, mark, corpus_mark(page.manifest["input_digest"]), changed.undated > 0)
denying = page.under(changes.denying(changes.of_new(page.asked)))
denials, all_denials = denying.ask(count_quotes), addresses.of("new", "quotes", stances=("denies",))
blocks.draw_html(views.count_articles(addresses, changed.new, changed.changed, changed.gone, denials, all_denials))
if changed.undated:
    st.caption(f"{plural(changed.undated, 'article')} without a date can be neither of then nor new, and are left out.")

st.header("Numbers that moved")
moved = {
    "actors": page.ask(changes.list_moved, "actors", MOVED + 1, page.offset("moved-actors", MOVED)),
    "locations": page.ask(changes.list_moved, "locations", MOVED + 1, page.offset("moved-places", MOVED)),
}
blocks.draw_html(views.totals(addresses, changed.totals))
versions = views.describe_versions(page.manifest, manifest) if manifest else ""
if mark:
    blocks.draw_html(views.explain_causes([changed.totals, *moved.values()], versions))
for group, name, heading in (("actors", "moved-actors", "Actors"), ("locations", "moved-places", "Places")):
    st.subheader(heading)
    rows = blocks.draw_part(name, MOVED, moved[group], page)
    if rows.empty:
        st.info(f"No number of these {heading.lower()} moved.")
    else:
        blocks.draw_html(views.moved(addresses, rows, group))

for what, name, noun, heading, caption in views.FIRST:
    total = page.ask(changes.count_first, what)
    if heading:
        st.header(heading)
        st.caption(caption)
    st.subheader(plural(total, noun))
    rows = page.ask(changes.list_first, what, FIRST + 1, page.offset(name, FIRST))
    blocks.draw_html(views.first(addresses, blocks.draw_part(name, FIRST, rows, page), what))

st.header("New denials")
st.caption("Quotes of new articles in which somebody denies something.")
blocks.draw_quotes(quotations(page, denying.ask(list_newest_quotes, QUOTES)), "There is none.")
if denials > QUOTES:
    blocks.draw_html(quiet(link(f"See all {denials:,}", all_denials)))
blocks.offer_csv(page, "changes", lambda page: page.ask(changes.list_numbers))
blocks.offer_data(page)
