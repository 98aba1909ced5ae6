"""Stories: reports that several articles carry: who had each first, who has whose words, and what became of its quotes.

Without `story` the page lists them; with it, it shows one.
"""

from dataclasses import replace

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.app.ending import end_page
from dashboard.queries.stories import count_sayings, count_stories, list_drift, list_lineage, list_sayings, list_stories
from dashboard.views import stories
from dashboard.wording import plural

# Sayings that the page shows at once; each has the words of several articles.
SAYINGS = 20

page = shell.open_page("Stories", "story", "sort", "screen", "list", "part")
filters = page.filters

if filters.story and page.ask(count_stories):
    lineage = page.ask(list_lineage)
    blocks.draw_html(stories.story_heading(page, lineage))
    blocks.draw_html(stories.wire(lineage))
    st.header("Who has it from whom")
    st.caption(stories.EXPLAINED)
    limit, offset = blocks.draw_screens(len(lineage), page)
    shown = lineage.iloc[offset : offset + limit]
    blocks.draw_html(stories.tree(page, shown))
    with st.container(key="lineage"):
        blocks.draw_table(stories.describe_lineage(shown), stories.lineage_columns(page), "", scrolls=False)
    blocks.offer_csv(page, "lineage", lambda page: page.ask(list_lineage))
    st.header("What became of its quotes")
    total = page.ask(count_sayings)
    if total == 0:
        st.info("No quote of this story is in two of its articles.")
    else:
        st.caption(f"{plural(total, 'quote')}. {stories.DRIFT_EXPLAINED}")
        found = page.ask(list_sayings, SAYINGS + 1, page.offset("sayings", SAYINGS))
        kept = blocks.draw_part("sayings", SAYINGS, found[["saying"]].drop_duplicates(), page)
        blocks.draw_html(stories.drift(page, found[found["saying"].isin(kept["saying"])]))
        blocks.offer_csv(page, "drift", lambda page: page.ask(list_drift))
    blocks.offer_data(page)
    end_page()

if filters.story:
    blocks.note(
        f"No story of several articles that the filters select is “{filters.story[:40]}”; below are all that they do."
    )
    page = page.under(replace(filters, story=""))
total = page.ask(count_stories)
st.header(f"{plural(total, 'story')} of several articles")
st.caption(
    "Reports that two articles or more carry, of which the filters select one; what is counted is the whole story,"
    " but for what the filters leave out."
)
limit, offset = blocks.draw_screens(total, page)
listed = page.ask(list_stories, limit, offset, "".join(filters.sort))
with st.container(key="stories"):
    blocks.draw_table(
        stories.describe_stories(listed), stories.columns(page), "No report here has a copy.", scrolls=False
    )
blocks.offer_csv(page, "stories", lambda page: page.ask(list_stories, sort="".join(filters.sort)))
blocks.offer_data(page)
