"""Markers: which places are drawn, in which size and form, and what their hover text says.

The area says how often the place is named: as a place, or as an actor where it is named as nothing else. The form says
how precise a place is. Only towns are filled circles, because only they lie at one point. A region, a sea or a range of
hills is a pale circle with an outline: somewhere around here. A country or a continent has a second outline: anywhere
in it. A hollow form says that the place is named only for a government, an army or a people ("Baghdad has allowed in
hundreds of soldiers"). A question mark says that half of its mentions or more are unsure: they are below the confidence
under which a pin may be a suspect. (Of the 244 places in 788 articles, 37 have one.)

Every form is made of circles and letters, because MapLibre draws other shapes only from an image that it fetches from a
server. Towns are drawn above areas, that is above all other forms, and chosen places above all others. Places in whose
row `gone` is true are named only by what the filters leave out: they have a thin grey outline below all others, and the
counts of the full picture.
"""

import html
import math
from collections.abc import Collection
from typing import Any

import pandas as pd

from dashboard import settings
from dashboard.charts.places import basemap
from dashboard.countries import FEATURES, name_country
from dashboard.wording import plural

# Pixels: the diameter of the largest marker and of the smallest, below which it would be hard to hit.
LARGEST, SMALLEST = 44.0, 7.0
# Pixels: the diameter of the smallest area, in which an outline leaves room for the pale inside, and of the smallest
# unsure place, in which a question mark can be read.
SMALLEST_AREA = 13.0
# Mentions: the largest marker stands for at least as many, so that a place with a single mention is small even where no
# place has more.
FULL_SIZE = 20
# Pixels: the outline in the land's colour that keeps overlapping towns apart, the line of a hollow town, and that of
# one that is gone.
HALO, HOLLOW_LINE, GONE_LINE = 1.5, 2.6, 1.4
# Pixels: the outline of an area, the gap between a country's two outlines, and the pale band inside the outline of a
# hollow area.
OUTLINE, GAP, BAND = 1.5, 2.0, 3.5
# Pixels: the outline of a box that was drawn.
BOX_LINE = 2.0

# Of a town: the lowest opacity at which it has a contrast of 3:1 against the land in both themes.
OPACITY = 0.92
# Of the inside of an area: borders and names can be read through it, and it can be seen in both themes.
PALE = 0.22

# Pixels: the height of a place's name, the width of one letter of it, and its distance from the marker.
NAME_SIZE, LETTER, NAME_GAP = 12, 6.5, 3

# How the GeoNames feature codes of towns (and airports and buildings, which are points as well) begin; those of
# countries are in `dashboard.countries`, all others are regions.
TOWN = ("PPL", "AIR", "BLDG")


def find_form(feature: str) -> str:
    """Return the form of a place with this GeoNames feature code: "town", "region" or "country"."""
    if feature.startswith(TOWN):
        return "town"
    return "country" if feature.startswith(FEATURES) else "region"


def list_drawn(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places that have a point and mentions, with the columns counted and form.

    `counted` is the number that the marker stands for: the mentions as a place; those as an actor where there are none.
    """
    points = places.dropna(subset=["latitude", "longitude"])
    points = points.assign(counted=points["mentions"].where(points["mentions"] > 0, points["actor_mentions"]))
    points = points[points["counted"] > 0]
    return points.assign(form=[find_form(feature) for feature in points["feature"]])


def list_points(places: pd.DataFrame, chosen: Collection[str], colours: basemap.Palette, largest: int) -> pd.DataFrame:
    """Return the places that are drawn, in the order of drawing: areas, towns, and the chosen ones; the largest first.

    These columns are added: counted, full (the count that makes a marker as large as LARGEST: `largest` at least),
    form, is_area, is_chosen, gone, unsure, pixels (the diameter), outer_pixels (that of a country's second outline),
    hollow, colour and hover_text. `chosen` are the location_ids that are drawn in the second colour.
    """
    points = list_drawn(places)
    full = max([FULL_SIZE, largest, *points["counted"]])
    forms = points["form"].tolist()
    unsure = points["median"] < settings.SUSPECT_CONFIDENCE if "median" in points else pd.Series(False, points.index)
    smallest = [
        SMALLEST if form == "town" and not marked else SMALLEST_AREA for form, marked in zip(forms, unsure, strict=True)
    ]
    is_chosen = points["location_id"].isin(list(chosen))
    gone = points["gone"].astype(bool) if "gone" in points else pd.Series(False, points.index)
    points = points.assign(
        full=full,
        is_area=[form != "town" for form in forms],
        is_chosen=is_chosen,
        unsure=unsure,
        pixels=[
            max(least, LARGEST * math.sqrt(counted / full))
            for least, counted in zip(smallest, points["counted"], strict=True)
        ],
        gone=gone,
        hollow=(points["mentions"] == 0) | gone,
        colour=[
            colours.chosen if each else colours.gone if is_gone else colours.marker
            for each, is_gone in zip(is_chosen, gone, strict=True)
        ],
        hover_text=[_hover_text(place) for place in points.to_dict("records")],
    )
    second = [2 * (GAP + OUTLINE) if form == "country" else 0.0 for form in forms]
    points["outer_pixels"] = points["pixels"] + second
    return points.sort_values(
        ["is_chosen", "gone", "is_area", "counted", "location_id"], ascending=[True, False, False, False, True],
        ignore_index=True,
    ).astype({"is_area": bool, "is_chosen": bool, "unsure": bool})  # fmt: skip


def discs(points: pd.DataFrame) -> dict[str, Any]:
    """Return the arguments of a trace of filled circles, for either map."""
    return {
        "mode": "markers",
        "lon": points["longitude"].tolist(),
        "lat": points["latitude"].tolist(),
        "marker": {
            "size": points["pixels"].round(1).tolist(),
            "sizemode": "diameter",
            "color": points["colour"].tolist(),
            "opacity": OPACITY,
        },
    }


def hover_and_click(points: pd.DataFrame, clicked: str, opacity: float = OPACITY) -> dict[str, Any]:
    """Return the arguments of a trace for its hover texts, for clicks, and for its colours after a click."""
    return {
        "customdata": points[["location_id"]].to_numpy().tolist(),
        "text": points["hover_text"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        # Colours a clicked marker at once, before the page runs again.
        "selected": {"marker": {"opacity": opacity or PALE, "color": clicked}},
        # Without it Plotly fades all markers that were not clicked.
        "unselected": {"marker": {"opacity": opacity}},
    }


def lay_out(colours: basemap.Palette, height: int) -> dict[str, Any]:
    """Return the layout that both maps share; `height` is in pixels."""
    return {
        "height": height,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        # As long as it stays the same, Plotly keeps pan and zoom when a figure is replaced.
        "uirevision": "places",
        "hoverlabel": {
            "bgcolor": colours.land,
            "bordercolor": colours.border,
            "font": {"color": colours.text, "size": 13},
            "align": "left",
        },
        "modebar": {"orientation": "v", "bgcolor": colours.land, "color": colours.text, "activecolor": colours.chosen},
        "annotations": [
            {
                "text": basemap.ATTRIBUTION,
                "x": 1,
                "y": 0,
                "xref": "paper",
                "yref": "paper",
                "xanchor": "right",
                "yanchor": "bottom",
                "showarrow": False,
                "font": {"size": 10, "color": colours.name},
            }
        ],
    }


def _hover_text(place: dict[Any, Any]) -> str:
    """Return a place's name, region and country, and counts, in lines; escaped, since Plotly reads it as HTML."""
    around = [place["admin1"], name_country(place["country_code"])]
    listed = place.get("gazetteer_name", place["name"])
    lines = [
        f"<b>{html.escape(place['name'])}</b>",
        f"in GeoNames: {html.escape(listed)}" if listed != place["name"] else "",
        # A city's region often has its name: not "Aleppo, Aleppo".
        html.escape(", ".join(part for part in around if pd.notna(part) and part not in ("", place["name"]))),
        f"named no more; in the full picture {_counts(place)}" if place.get("gone") is True else _counts(place),
        *_sure(place),
    ]
    return "<br>".join(line for line in lines if line)


def _counts(place: dict[Any, Any]) -> str:
    """Return the counts in words: "12 mentions in 5 articles"; mentions as an actor are counted apart."""
    articles = plural(place["articles"], "article")
    if said := place.get("hover_counts"):
        return f"{said}, in {articles}"
    mentions, as_actor = place["mentions"], place["actor_mentions"]
    if not as_actor:
        return f"{plural(mentions, 'mention')} in {articles}"
    if not mentions:
        return f"{plural(as_actor, 'mention')} as an actor in {articles}"
    return f"{plural(mentions, 'mention')}, {as_actor:,} more as an actor, in {articles}"


def _sure(place: dict[Any, Any]) -> list[str]:
    """Return lines that say how sure the place's mentions are; none where that is not known."""
    least, median = place.get("least"), place.get("median")
    if least is None or pd.isna(least) or pd.isna(median):
        return []
    is_alone = place["mentions"] + place["actor_mentions"] == 1
    said = f"how sure: {least:.2f}" if is_alone else f"how sure: least {least:.2f}, median {median:.2f}"
    return [said, "? may mean another place"] if median < settings.SUSPECT_CONFIDENCE else [said]
