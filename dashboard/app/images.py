"""Images of charts: buttons under each, which save it as PNG or SVG, with what it shows and where it is from, and one
which adds it to the evidence.

The browser draws the image; nothing is sent for it but the words around it.
"""

import re
from datetime import date, timedelta
from pathlib import Path

import streamlit as st

from dashboard.app.page import Page
from dashboard.queries.articles import count_articles
from dashboard.wording import plural

_buttons = st.components.v2.component(
    "images",
    css=Path(__file__).with_name("images.css").read_text("utf-8"),
    js=Path(__file__).with_name("images.js").read_text("utf-8"),
)


def offer_images(page: Page, key: str, title: str, ref: str) -> None:
    """Draw the buttons for the chart in the same container, whose key begins with `chart-`; `ref` is what the evidence
    calls it."""
    origin = page.describe()
    made = str(origin["tables_made"])[:10]
    _buttons(
        key=f"images-{key}",
        data={
            "title": title,
            "ref": ref,
            "taken": ref in page.taken,
            "filters": origin["filters_in_words"],
            "source": f"Dateline · {plural(page.ask(count_articles), 'article')} · tables made {made}",
            "link": origin["link"],
            "name": name_image(title, page.filters.since, page.filters.until),
        },
    )


def name_image(title: str, since: date | None, until: date | None) -> str:
    """The name of the file without its ending: what it shows, and of when where days are chosen."""
    what = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-")
    return "-".join(each for each in ("dateline", what, _name_days(since, until)) if each)


def _name_days(since: date | None, until: date | None) -> str:
    """“2016-11” for a whole month, “2016” for a whole year, else the days."""
    if since and until:
        ends_month = (until + timedelta(days=1)).day == 1
        if since.day == 1 and ends_month and (since.year, since.month) == (until.year, until.month):
            return f"{since:%Y-%m}"
        if (since.month, since.day, until.month, until.day) == (1, 1, 12, 31) and since.year == until.year:
            return f"{since:%Y}"
        return f"{since}" if since == until else f"{since}-to-{until}"
    return f"from-{since}" if since else f"to-{until}" if until else ""
