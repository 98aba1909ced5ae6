"""Markers: which places are drawn, in which size and form, and what their hover text says.

The form says how precise a place is. Only towns are filled circles, because only they lie at one point. A region, a
sea or a range of hills is a pale circle with an outline: somewhere around here. A country or a continent has a second
outline: anywhere in it. A hollow form says that the place is named only for a government, an army or a people
("Baghdad has allowed in hundreds of soldiers"). Every form is made of circles, because MapLibre draws other shapes only
from an image that it fetches from a server. Towns are drawn above areas, that is above all other forms.
"""

import html
import math
from collections.abc import Collection
from typing import Any

import pandas as pd

from dashboard.charts.places import basemap
from dashboard.countries import name_country
from dashboard.wording import plural

# Pixels: the height of the map, at which it fills a laptop's screen together with the page's title and switches.
HEIGHT = 520

# Pixels: the diameter of the largest marker and of the smallest, below which it would be hard to hit.
LARGEST, SMALLEST = 40.0, 7.0
# Pixels: the diameter of the smallest area; in a smaller one the outline would leave no room for the pale inside.
SMALLEST_AREA = 13.0
# Mentions: the largest marker stands for at least as many, so that a place with a single mention is small even where no
# place has more.
FULL_SIZE = 20
# Pixels: the outline in the land's colour that keeps overlapping towns apart, and the line of a hollow town.
HALO, HOLLOW_LINE = 1.5, 2.6
# Pixels: the outline of an area, the gap between a country's two outlines, and the pale band inside the outline of a
# hollow area.
OUTLINE, GAP, BAND = 1.5, 2.0, 3.5

BLUE, VERMILLION = "#0072B2", "#D55E00"
# Of a town: the lowest opacity at which it has a contrast of 3:1 against the land in both themes.
OPACITY = 0.92
# Of the inside of an area: borders and names can be read through it, and it can be seen in both themes.
PALE = 0.22

# Pixels: the height of a place's name, the width of one letter of it, and its distance from the marker.
NAME_SIZE, LETTER, NAME_GAP = 12, 6.5, 3

# How the GeoNames feature codes of towns (and airports and buildings, which are points as well), and of countries,
# continents and oceans, begin; all others are regions.
TOWN = ("PPL", "AIR", "BLDG")
COUNTRIES = ("PCL", "CONT", "OCN")


def find_form(feature: str) -> str:
    """Return the form of a place with this GeoNames feature code: "town", "region" or "country"."""
    if feature.startswith(TOWN):
        return "town"
    return "country" if feature.startswith(COUNTRIES) else "region"


def list_drawn(places: pd.DataFrame) -> pd.DataFrame:
    """Return the places that have a point and mentions, with the columns total (all mentions) and form."""
    points = places.dropna(subset=["latitude", "longitude"])
    points = points.assign(total=points["mentions"] + points["actor_mentions"])
    points = points[points["total"] > 0]
    return points.assign(form=[find_form(feature) for feature in points["feature"]])


def list_points(places: pd.DataFrame, chosen: Collection[str]) -> pd.DataFrame:
    """Return the places that are drawn, in the order of drawing: areas before towns, and the largest first.

    These columns are added: total (all mentions), full (the total that makes a marker as large as LARGEST), form,
    is_area, pixels (the diameter), outer_pixels (the diameter with a country's second outline), hollow, colour and
    hover_text. `chosen` are the location_ids that are drawn in the second colour.
    """
    points = list_drawn(places)
    full = max([FULL_SIZE, *points["total"]])
    forms = points["form"].tolist()
    points = points.assign(
        full=full,
        is_area=[form != "town" for form in forms],
        # The same as Plotly computes from what `discs` returns.
        pixels=[
            max(SMALLEST if form == "town" else SMALLEST_AREA, LARGEST * math.sqrt(total / full))
            for form, total in zip(forms, points["total"], strict=True)
        ],
        hollow=points["mentions"] == 0,
        colour=[VERMILLION if place in chosen else BLUE for place in points["location_id"]],
        hover_text=[_hover_text(place) for place in points.to_dict("records")],
    )
    second = [2 * (GAP + OUTLINE) if form == "country" else 0.0 for form in forms]
    points["outer_pixels"] = points["pixels"] + second
    return points.sort_values(
        ["is_area", "total", "location_id"], ascending=[False, False, True], ignore_index=True
    ).astype({"is_area": bool})


def discs(points: pd.DataFrame, smallest: float = SMALLEST) -> dict[str, Any]:
    """Return the arguments of a trace of filled circles whose area grows with the total, for either map."""
    full = points["full"].max() if len(points) else FULL_SIZE
    return {
        "mode": "markers",
        "lon": points["longitude"].tolist(),
        "lat": points["latitude"].tolist(),
        "marker": {
            "size": points["total"].tolist(),
            "sizemode": "area",
            # As Plotly documents it: twice the largest value, divided by the square of its diameter.
            "sizeref": 2 * float(full) / LARGEST**2,
            # A radius, unlike the diameters above.
            "sizemin": smallest / 2,
            "color": points["colour"].tolist(),
            "opacity": OPACITY,
        },
    }


def hover_and_click(points: pd.DataFrame, opacity: float = OPACITY, clicked: str = VERMILLION) -> dict[str, Any]:
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


def lay_out(colours: basemap.Palette) -> dict[str, Any]:
    """Return the layout that both maps share."""
    return {
        "height": HEIGHT,
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
        "modebar": {"bgcolor": "rgba(0, 0, 0, 0)", "color": colours.name, "activecolor": colours.text},
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
        _counts(place),
    ]
    return "<br>".join(line for line in lines if line)


def _counts(place: dict[Any, Any]) -> str:
    """Return the counts in words: "12 mentions in 5 articles"; mentions as an actor are counted apart."""
    articles = plural(place["articles"], "article")
    mentions, as_actor = place["mentions"], place["actor_mentions"]
    if not as_actor:
        return f"{plural(mentions, 'mention')} in {articles}"
    if not mentions:
        return f"{plural(as_actor, 'mention')} as an actor in {articles}"
    return f"{plural(mentions, 'mention')}, {as_actor:,} more as an actor, in {articles}"
