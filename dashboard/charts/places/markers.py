"""Markers: which places are drawn, how large, in which form, and what they tell the reader who points at them.

A disc is a point claim, so only a town is one. A region, a sea or a range of hills is a pale disc with an edge: the
count is of somewhere around here. A country or a continent has a second edge. A hole in the middle of either says that
the place is named only for a government, an army or a people ("Baghdad has allowed in hundreds of soldiers"). All forms
are made of circles, since MapLibre draws nothing else without pictures from a server; towns stand above areas.
"""

import html
import math
from collections.abc import Collection
from typing import Any

import pandas as pd

from dashboard.charts.places import basemap

# Pixels: with the page's head and its filters the map fills a laptop's screen.
HEIGHT = 520

# Pixels across the largest marker, and across the smallest: less is hard to hit.
LARGEST, SMALLEST = 40.0, 7.0
# Pixels across the smallest pale disc: in a smaller one the edge leaves no room for what it surrounds.
SMALLEST_AREA = 13.0
# Mentions that make the largest marker when no place has as many: one mention is not drawn as large as a war.
FULL_SIZE = 20
# Pixels: the ring in the land's colour that keeps overlapping towns apart, and the wall of a hollow one.
RING, WALL = 1.5, 2.6
# Pixels: the edge of an area, the gap before a country's second one, and the pale wall of a hollow area.
EDGE, GAP, BAND = 1.5, 2.0, 3.5

BLUE, VERMILLION = "#0072B2", "#D55E00"
# As transparent as a marker can be that keeps 3:1 against the land in both themes.
OPACITY = 0.92
# Of a pale disc: borders and names are read through it, and it is still seen in both themes.
WASH = 0.22

# Pixels: a place's name, a letter of it, and its distance from its marker.
NAME_SIZE, LETTER, NAME_GAP = 12, 6.5, 3

# GeoNames feature codes. What is neither a settlement nor as wide as a country is some region.
TOWN = "PPL"
COUNTRIES = ("PCL", "CONT", "OCN")

# What the forms mean, for the page; the classes stand in `style.css`.
LEGEND = (
    '<p class="dl-quiet dl-legend">'
    '<span><i class="dl-form town"></i> town</span>'
    '<span><i class="dl-form region"></i> region, sea, hills: somewhere around</span>'
    '<span><i class="dl-form country"></i> country: anywhere in it</span>'
    '<span><i class="dl-form town hollow"></i><i class="dl-form region hollow"></i>'
    '<i class="dl-form country hollow"></i> hollow: named only for a government, army or people</span></p>'
)


def find_form(feature: str) -> str:
    """Return how precise a place of this feature code is: "town", "region" or "country"."""
    if feature.startswith(TOWN):
        return "town"
    return "country" if feature.startswith(COUNTRIES) else "region"


def list_points(places: pd.DataFrame, chosen: Collection[str]) -> pd.DataFrame:
    """Return the places that are drawn, areas before towns and the largest first, with the columns of their markers."""
    points = places.dropna(subset=["latitude", "longitude"])
    points = points.assign(total=points["mentions"] + points["actor_mentions"])
    points = points[points["total"] > 0]
    full = max([FULL_SIZE, *points["total"]])
    forms = [find_form(feature) for feature in points["feature"]]
    points = points.assign(
        full=full,
        form=forms,
        is_area=[form != "town" for form in forms],
        # As Plotly draws it when the area stands for the total.
        pixels=[
            max(SMALLEST if form == "town" else SMALLEST_AREA, LARGEST * math.sqrt(total / full))
            for form, total in zip(forms, points["total"], strict=True)
        ],
        hollow=points["mentions"] == 0,
        colour=[VERMILLION if place in chosen else BLUE for place in points["location_id"]],
        words=[_words(place) for place in points.to_dict("records")],
    )
    # Pixels across all that is drawn.
    points["room"] = points["pixels"] + [2 * (GAP + EDGE) if form == "country" else 0.0 for form in forms]
    return points.sort_values(
        ["is_area", "total", "location_id"], ascending=[False, False, True], ignore_index=True
    ).astype({"is_area": bool})


def discs(points: pd.DataFrame, smallest: float = SMALLEST) -> dict[str, Any]:
    """Return the discs, for either kind of map: their area stands for the total."""
    full = points["full"].max() if len(points) else FULL_SIZE
    return {
        "mode": "markers",
        "lon": points["longitude"].tolist(),
        "lat": points["latitude"].tolist(),
        "marker": {
            "size": points["total"].tolist(),
            "sizemode": "area",
            # Plotly's rule: twice the largest value over the square of its diameter.
            "sizeref": 2 * float(full) / LARGEST**2,
            # Plotly takes a radius here.
            "sizemin": smallest / 2,
            "color": points["colour"].tolist(),
            "opacity": OPACITY,
        },
    }


def hover_and_click(points: pd.DataFrame, opacity: float = OPACITY, clicked: str = VERMILLION) -> dict[str, Any]:
    """Return what a marker tells the reader who points at it, and the page when it is clicked."""
    return {
        "customdata": points[["location_id"]].to_numpy().tolist(),
        "text": points["words"].tolist(),
        "hovertemplate": "%{text}<extra></extra>",
        # At once, before the page has heard of it.
        "selected": {"marker": {"opacity": opacity or WASH, "color": clicked}},
        # Plotly would fade everything else, and with it the map.
        "unselected": {"marker": {"opacity": opacity}},
    }


def lay_out(colours: basemap.Palette) -> dict[str, Any]:
    """Return what both maps share."""
    return {
        "height": HEIGHT,
        "margin": {"l": 0, "r": 0, "t": 0, "b": 0},
        "showlegend": False,
        "paper_bgcolor": "rgba(0, 0, 0, 0)",
        # The same for every figure: pan and zoom outlive a figure that is drawn over.
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


def _words(place: dict[Any, Any]) -> str:
    """Return the hover text: name, region and country, counts; escaped, since Plotly reads it as HTML."""
    country = basemap.country_names().get(place["country_code"], place["country_code"])
    # Not "Aleppo, Aleppo".
    around = [part for part in (place["admin1"], country) if pd.notna(part) and part != place["name"]]
    listed = place.get("gazetteer_name", place["name"])
    lines = [
        f"<b>{html.escape(place['name'])}</b>",
        f"in GeoNames: {html.escape(listed)}" if listed != place["name"] else "",
        html.escape(", ".join(around)),
        _counts(place),
    ]
    return "<br>".join(line for line in lines if line)


def _counts(place: dict[Any, Any]) -> str:
    """Return the counts in words: "12 mentions in 5 articles"; mentions as an actor are said apart."""
    articles = _plural(place["articles"], "article")
    mentions, as_actor = place["mentions"], place["actor_mentions"]
    if not as_actor:
        return f"{_plural(mentions, 'mention')} in {articles}"
    if not mentions:
        return f"{_plural(as_actor, 'mention')} as an actor in {articles}"
    return f"{_plural(mentions, 'mention')}, {as_actor:,} more as an actor, in {articles}"


def _plural(count: int, noun: str) -> str:
    """Return the count with its noun: "1 article", "1,204 articles"."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
