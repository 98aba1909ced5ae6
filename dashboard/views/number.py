"""Why this number: a number in all its units, the steps that led to it, how sure it is, and who reported it first."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.queries.certainty import Certainty
from dashboard.queries.origins import WHAT_ORIGINS_ARE
from dashboard.queries.unfolding import Measure, Step, Unfolding
from dashboard.views.links import Page
from dashboard.views.markup import Column, Count, Heading, counts_line, lay_out_table, link, quiet
from dashboard.wording import plural

# The units of a number: the singular, by the key in the address; "" is a mention.
UNITS = {"": "mention", "article": "article", "story": "story", "outlet": "outlet", "origin": "origin"}

# What the mentions of a step are.
STEPS = {
    "found": "mentions that the program found in the selected articles",
    "copies": "in copies of a story that is counted once",
    "own-name": "by which an outlet names itself in its own article",
    "hidden": "that a correction hid: it says that they name no actor or no place",
    "moved-away": "that corrections took away: they mean something else",
    "dateline": "in datelines, which say where an article was written",
    "demonym": "that are adjectives or names of a people",
    "part": "that are part of another name",
    "place": "that mean the place itself, which is not asked for",
    "actor": "that stand for a government, an army or a people, which is not asked for",
    "moved-here": "that corrections brought here",
    "repeated": "that follow a first one of the same {unit}",
    "alike": "written by one of its names that count for others or for none",
}

# What has a row in the list of a number, by its unit.
ROWS = {
    "mention": "Each mention in its sentence.",
    "sentence": "The first mention of each sentence.",
    "article": "The first mention of each article.",
    "story": "The first mention of each story; copies of one story count once.",
    "outlet": "The first mention of each outlet.",
    "origin": "The first mention of each origin: copies, and articles that credit one agency, count once.",
}

# Reason of `columns.origins.WHYS` -> why one article, or several, have this origin.
WHYS = {
    "agency": ("credits it", "credit it"),
    "told": ("quotes what it was told", "quote what it was told"),
    "copy": ("copies its report", "copy its report"),
    "quote": ("prints its quotation later", "print its quotation later"),
    "own": ("is its own", "are its own"),
    "unknown": ("is of an unknown outlet", "are of an unknown outlet"),
}

WHAT_IS_AN_ORIGIN = quiet(WHAT_ORIGINS_ARE)

# What no bar can hold.
UNKNOWN = "Names that the program did not recognise at all are not in it."

# What `python -m tools.error_bars` measured in November 2026: of 1,287 places 94.0 %, of 197 named so often 84.8 %.
MEASURED = (
    "On 571 annotated articles the true number of recognised names lay within the bar for 94 of 100 places, and for 85"
    " of 100 that are named five times or more. The confidence was learned on these articles: expect less on others."
)


def list_filters(page: Page) -> dict[str, Any]:
    """The filters of this page that say whose mentions a number counts, and its unit."""
    active = page.filters.active("list")
    kept = {each.field: getattr(page.filters, each.field) for each in active if each.field not in ("screen", "step")}
    return kept | ({"within": page.filters.within} if page.filters.within else {})


def headline(page: Page, measured: Measure) -> Markup:
    """The number in each unit, with its bar at the unit of the page; each opens the sentences in that unit."""
    kept = list_filters(page)
    units, bar = measured.units, _bar(measured.certainty)
    numbers = (units.mentions, units.articles, units.stories, units.outlets, units.origins)
    return counts_line(
        Count(
            number,
            plural(number, noun).partition(" ")[2] + (bar if noun == measured.unit else ""),
            page.link("sentences", **{**kept, "unit": (unit,) if unit else ()}),
        )
        for (unit, noun), number in zip(UNITS.items(), numbers, strict=True)
    )


def ledger(page: Page, unfolding: Unfolding) -> Markup:
    """The steps from what was found to the number; each number opens its sentences."""
    kept = {**list_filters(page), "unit": ()}
    rows = [_row(page, step, unfolding.unit, kept) for step in unfolding.steps if step.name != "repeated"]
    rows.append(_result(unfolding.units.mentions, "mention", page.link("sentences", **kept)))
    if unfolding.unit != "mention":
        kept["unit"] = (unfolding.unit,)
        rows += [_row(page, step, unfolding.unit, kept) for step in unfolding.steps if step.name == "repeated"]
        rows.append(_result(unfolding.shown, unfolding.unit, page.link("sentences", **kept)))
    return lay_out_table([Heading("Step", "dl-step"), Heading("Number", "n"), Heading("What they are")], rows)


def origin_columns(page: Page) -> list[Column]:
    """An origin, why it is one, and its articles and outlets."""
    kept = list_filters(page)

    def among(row: Mapping[str, Any], unit: str) -> str:
        return page.link("sentences", **{**kept, "origins": (row["origin_id"],), "unit": (unit,)})

    return [
        Column("name", "Origin"),
        Column("why", "Of its articles"),
        Column("articles", "Articles", "count", lambda row: among(row, "article")),
        Column("outlets", "Outlets", "count", lambda row: among(row, "outlet")),
    ]


def describe_origins(origins: pd.DataFrame) -> pd.DataFrame:
    """The origins with the column why: for what so many articles have each, “3 credit it, 1 copies its report”."""
    whys = [
        ", ".join(f"{number:,} {one if number == 1 else several}"
                  for why, (one, several) in WHYS.items() if (number := int(row[why])))
        for row in origins.to_dict("records")
    ]  # fmt: skip
    return origins.assign(why=pd.Series(whys, origins.index, dtype="str"))


def explain_step(page: Page, step: str, unit: tuple[str, ...]) -> Markup:
    """What the mentions of a step are, what becomes of them, and where the number is explained."""
    why = link("Why the number?", page.link("number", **list_filters(page)))
    return quiet(Markup("{} {}").format(_describe_step(step, unit), why))


def _describe_step(step: str, unit: tuple[str, ...]) -> str:
    what = STEPS[step].format(unit=unit[0] if unit else "mention")
    match step:
        case "found":
            return f"All {what}; the number leaves some out."
        case "alike":
            return f"Not in the number: mentions {what}."
        case "moved-here":
            return f"Added to the number: mentions {what}."
    return f"Left out of the number: mentions {what}."


def explain_certainty(page: Page, unfolding: Unfolding) -> Markup:
    """How sure the number is and how that was computed, or why it cannot be said."""
    said = Markup("<p>{}</p>").format(say_certainty(unfolding))
    if not unfolding.certainty.lacking:
        return said + quiet(f"{UNKNOWN} {MEASURED}")
    if unfolding.certainty.lacking == "actor" and unfolding.alike:
        href = page.link("sentences", **{**list_filters(page), "unit": (), "step": ("alike",)})
        alike = link(plural(unfolding.alike, "more mention"), href)
        return said + Markup("<p>Written by one of its names, but counted for others or for none: {}.</p>").format(
            alike
        )
    return said


def say_certainty(unfolding: Unfolding) -> str:
    """How sure the number is, in words."""
    found, unit, mentions = unfolding.certainty, unfolding.unit, unfolding.units.mentions
    match found.lacking:
        case "actor":
            return (
                "There is no error bar for actors: how often the program takes one bearer of a name for another is not"
                f" known. What is known: {found.judged:,} of {plural(mentions, 'mention')} were judged, and by their"
                f" confidence {found.right:,.0f} of those name a person, an organisation or a place, as was assumed."
            )
        case "unjudged":
            return f"There is no error bar: only {found.judged:,} of {plural(mentions, 'mention')} have a confidence."
        case "other":
            return (
                "There is no error bar: the confidence of pins says how sure the number of one place is, and this"
                " number counts something else."
            )
    wrong, missed = round(mentions - found.right), round(found.missed)
    less = f"{wrong:,}" if wrong else "fewer than one"
    others = f", and {missed:,} more, pinned elsewhere or nowhere, mean this place" if missed else ""
    return (
        f"In nine of ten cases the true number of {name_units(unit)} lies between {found.low:,} and"
        f" {found.high:,}. That follows from the confidence of each pin, by which {less} of"
        f" {plural(mentions, 'mention')} may be wrong{others}; mentions of one name in one article are right or"
        " wrong together, and the errors of one place lean to one side."
    )


def name_units(unit: str) -> str:
    """The plural of a unit."""
    return plural(2, unit).partition(" ")[2]


def explain_unit(page: Page, unit: str) -> Markup:
    """What has a row in the list of a number, and where the number is explained."""
    why = link("Why this number?", page.link("number", **list_filters(page)))
    return quiet(Markup("{} {}").format(ROWS[unit], why))


def _bar(found: Certainty) -> str:
    """The error bar, to stand behind a number."""
    return "" if found.low is None else f" ({found.low:,}–{found.high:,})"


def _row(page: Page, step: Step, unit: str, kept: Mapping[str, Any]) -> Markup:
    """The cells of a step."""
    sign = "found" if step.name == "found" else "plus" if step.mentions > 0 else "less"
    href = page.link("sentences", **{**kept, "step": (step.name,)}) if step.mentions else None
    return _cells(sign, abs(step.mentions), href, STEPS[step.name].format(unit=unit))


def _result(number: int, unit: str, href: str) -> Markup:
    """The cells of a sum."""
    said = Markup("<strong>{}</strong>").format(plural(number, unit).partition(" ")[2])
    return _cells("makes", number, href if number else None, said)


def _cells(sign: str, number: int, href: str | None, said: str) -> Markup:
    return Markup('<td class="d">{}</td><td class="n">{}</td><td>{}</td>').format(sign, link(f"{number:,}", href), said)
