"""Silence: what one group of outlets carries in a week and another does not, and on which days each is collected."""

import pandas as pd
import streamlit as st

from dashboard import settings
from dashboard.app import blocks, shell
from dashboard.app.widgets import by_name, choose, toggle
from dashboard.charts.outlets import calendar
from dashboard.queries import outlets, silence
from dashboard.queries.silence.weeks import list_weeks
from dashboard.views import outlets as outlet_views
from dashboard.views import silence as views
from dashboard.wording import plural

# What is compared, and the name of its list in the URL.
LISTS = {"actors": "silent-actors", "places": "silent-places", "stories": "silent-stories"}

# Rows of a list.
SIZE = settings.VALUES_A_LIST

page = shell.open_page("Silence", "one", "other", "weeks", "list", "part")
groups = page.ask(outlets.find_groups)

left, right = st.columns(2)
with left:
    choose(page, "① First group of outlets", "one", by_name(page, "sources"), empty="which carry it")
with right:
    choose(page, "② Other group of outlets", "other", by_name(page, "sources"), empty="all others")


def cut(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """The part of a list that the URL says, and buttons to the next one."""
    offset = page.offset(name, SIZE)
    return blocks.draw_part(name, SIZE, rows[offset : offset + SIZE + 1], page)


if groups.one:
    blocks.draw_html(outlet_views.describe_groups(page, groups))
    together = toggle(page, "All weeks together", "weeks")
    blocks.draw_html(views.rule())
    for what, name in LISTS.items():
        found = page.ask(silence.find_silences, what)
        st.header(f"{plural(len(found.rows), views.WHATS[what])} in ① alone")
        blocks.draw_html(views.describe(found, what, together=together))
        blocks.draw_html(views.silences(page, cut(found.rows, name), what, groups))
    blocks.offer_csv(page, "silences", lambda page: page.ask(silence.list_silences))

    st.header("Week by week")
    weeks = outlet_views.with_missing(cut(page.ask(list_weeks), "weeks"))
    nobody = "No article of these outlets has a date on these days."
    blocks.draw_table(weeks, outlet_views.week_columns(page, groups), nobody, scrolls=False)

st.header("What is collected")
listed = page.ask(outlets.list_outlets, SIZE + 1, page.offset("outlets", SIZE))
if not groups.one:
    blocks.draw_html(outlet_views.start(page, listed))
blocks.draw_html(outlet_views.left_out(page.ask(outlets.count_unknown), page.ask(outlets.count_undated)))
if listed.empty:
    st.info("No article of a known outlet has a date on these days.")
else:
    collected, bucket = page.ask(outlets.list_collected), page.ask(outlets.find_calendar_bucket)
    sides = {name: outlet_views.SIGNS[side] for side, names in (("one", groups.one), ("other", groups.other))
             for name in names}  # fmt: skip
    blocks.draw_chart(
        page, calendar(collected, sides, bucket), "outlets", "Articles of each outlet",
        outlet_views.describe_calendar(collected["source"].nunique(), bucket), numbers=collected,
    )  # fmt: skip
    st.caption(
        f"Blue: articles of this {bucket}, the more the stronger. Grey: not collected, so that nobody can say what the"
        " outlet reported. Of the filters only those of days narrow this. An outlet's name compares it with all others."
    )
    listed = blocks.draw_part("outlets", SIZE, listed, page)
    blocks.draw_table(outlet_views.with_signs(listed), outlet_views.columns(page), "", scrolls=False)
    blocks.offer_csv(page, "collected", lambda page: page.ask(outlets.list_collected))
blocks.offer_data(page)
