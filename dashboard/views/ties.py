"""Ties: who is named with whom, as a table and as a matrix. A count opens the sentences or articles that name both."""

import pandas as pd
from markupsafe import Markup

from dashboard.views.actors import actor_address
from dashboard.views.links import Page
from dashboard.views.markup import Column, matrix


def columns(page: Page, unit: str) -> list[Column]:
    """Two actors, and how many sentences or articles name both."""
    return [
        Column("name", "Actor", href=lambda row: actor_address(page, row["actor_id"])),
        Column("other", "Named with", href=lambda row: actor_address(page, row["other_id"])),
        Column("together", f"{unit.capitalize()}s", "count",
               lambda row: _together(page, row["actor_id"], row["other_id"], unit)),
    ]  # fmt: skip


def tie_matrix(page: Page, actors: pd.DataFrame, ties: pd.DataFrame, unit: str) -> Markup:
    """The actors in rows and columns; a cell counts the sentences or articles that name both."""
    numbers = {actor: number for number, actor in enumerate(actors["actor_id"])}
    cells = {}
    for row in ties.to_dict("records"):
        for one, other in ((row["actor_id"], row["other_id"]), (row["other_id"], row["actor_id"])):
            cells[numbers[one], numbers[other]] = (row["together"], _together(page, one, other, unit))
    names = [(row["name"], actor_address(page, row["actor_id"])) for row in actors.to_dict("records")]
    return matrix(names, cells)


def _together(page: Page, one: str, other: str, unit: str) -> str:
    """Address of the mentions of one actor beside the other, one row a sentence or an article."""
    within = ("article",) if unit == "article" else ()
    return page.link("sentences", named=(one,), beside=(other,), within=within, unit=(unit,))
