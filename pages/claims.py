"""Claims: what is claimed of a matter and a place, who says what of it when, and who says otherwise later."""

from dataclasses import replace
from datetime import date

import streamlit as st

from dashboard.app import blocks, shell
from dashboard.charts.claims import figures_over_time
from dashboard.filters import NARROW_QUOTES, Filters
from dashboard.queries.claims import count_claims, list_claims
from dashboard.queries.propositions import (
    count_placeless,
    count_propositions,
    list_placeless,
    list_propositions,
    list_weighed,
)
from dashboard.queries.reversals import count_reversals, list_reversals
from dashboard.views import claims
from dashboard.views.evidence import offer_number
from dashboard.wording import label, plural

# Claims of which a grid is made, the newest; claims without a place that are shown at a time; reversals that are.
IN_A_GRID, PLACELESS, REVERSALS = 400, 10, 10

page = shell.open_page("Claims", *NARROW_QUOTES["claims"], "matter", "at", "teller", "screen", "list", "part")
filters = page.filters
blocks.need_table(page, "claims")


def draw_list() -> None:
    """Draw the propositions, those with contradictions first."""
    total = page.ask(count_propositions)
    st.header(plural(total, "matter"))
    st.caption(
        "Each row is one matter at one place in days without a break: how many were killed there, who has the place."
        " First come those of which two sources say what cannot both be true, then those with the most sources."
    )
    limit, offset = blocks.draw_screens(total, page)
    shown, empty = claims.with_names(page.ask(list_propositions, limit, offset)), "No claim of these names a place."
    with st.container(key="propositions"):
        blocks.draw_table(shown, claims.proposition_columns(page), empty, scrolls=False)
    blocks.offer_csv(page, "propositions", lambda page: page.ask(list_propositions))
    if placeless := page.ask(count_placeless):
        st.header(f"{plural(placeless, 'claim')} of no known place or day")
        st.caption("Their sentence names no place that Dateline knows, or their article has no date: no grid has them.")
        listed = page.ask(list_placeless, PLACELESS + 1, page.offset("placeless", PLACELESS))
        blocks.draw_cited(claims.claims(page, blocks.draw_part("placeless", PLACELESS, listed, page)))


def draw_one(matter: str, place: str) -> None:
    """Draw who says what of one matter at one place: the grid, the figures over time, and each claim."""
    total = page.ask(count_claims)
    st.header(label(claims.name_proposition(matter, page.name("at", place))))
    blocks.draw_html(offer_number(page, "claims"))
    weighed = page.ask(list_weighed, IN_A_GRID)
    if weighed.empty:
        st.info("No claim of this is left. Take one of the filters away.")
        return
    grid = claims.make_grid(weighed)
    blocks.draw_html(claims.LEGEND)
    blocks.draw_html(claims.grid(page, grid))
    if grid.left_out or total > IN_A_GRID:
        st.caption(f"Of {plural(total, 'claim')}, those of the sources with the most of the newest are in the grid.")
    figures = weighed[weighed["low"].notna() | weighed["high"].notna()]
    if len(figures):
        figures = figures.assign(unit=figures["unit"].fillna("in all"))
        unit = str(figures["unit"].mode().iloc[0])
        st.header(label(f"Who puts it at how many {unit}"))
        of_unit = figures[figures["unit"] == unit]
        alt = f"Figures of {unit} by day, each with the range that its words leave open; the grid above has the numbers"
        chart = figures_over_time(of_unit, unit)
        numbers = of_unit[["published", "said_by", "source", "answer"]]
        blocks.follow_click(
            blocks.draw_chart(page, chart, "figures", f"Who puts it at how many {unit}", alt, numbers=numbers),
            show_day, page,
        )  # fmt: skip
        st.caption("↑ is “at least”, ↓ “at most”. Click a mark to see its day alone.")
    st.header(plural(total, "claim"))
    limit, offset = blocks.draw_screens(total, page)
    blocks.draw_cited(claims.claims(page, page.ask(list_claims, limit, offset)))
    blocks.offer_csv(page, "claims", lambda page: page.ask(list_claims))


def show_day(current: Filters, day: str) -> Filters:
    """The filters narrowed to one day."""
    return replace(current, since=date.fromisoformat(day), until=date.fromisoformat(day))


if len(filters.matters) == len(filters.at) == 1:
    draw_one(filters.matters[0], filters.at[0])
elif page.ask(count_claims):
    draw_list()
else:
    st.info("No claim is found in these articles. Take one of the filters away.")

if turned := page.ask(count_reversals):
    st.header(plural(turned, "reversal"))
    st.caption("One source that later says of the same matter what cannot be true beside what it said before.")
    blocks.draw_cited(claims.reversals(page, page.ask(list_reversals, REVERSALS)))
    blocks.offer_csv(page, "reversals", lambda page: page.ask(list_reversals))
blocks.offer_data(page)
