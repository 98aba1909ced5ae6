"""The corpus: how much of it is selected, its days, and the inputs that gave no article, as columns of tables."""

import pandas as pd
from markupsafe import Markup

from dashboard.queries.corpus import Counts
from dashboard.views.links import Page, days_of
from dashboard.views.markup import Column, Count, counts_line, data_attributes
from dashboard.wording import day, plural

# An input that gave no article.
REJECT_COLUMNS = (
    Column("path", "File"),
    Column("record", "Record"),
    Column("reason", "Why it gave no article"),
)


def page_tools(filters: int, address: str, watch: str = "", mark: str = "") -> Markup:
    """A link to watch the view, if it has an address; on a phone a button that opens the filters, with how many are
    set; on paper the address of the page.

    `mark` is that of the current set, "" where a kept one is shown: the browser remembers which it saw.
    """
    button = f"Filters ({filters})" if filters else "Filters"
    watching = Markup('<a class="dl-watch" href="{}" target="_self">Watch this view</a>').format(watch)
    return Markup(
        '{}<button type="button" class="dl-filters" aria-controls="stSidebar"{}>{}</button>'
        '<p class="dl-quiet dl-address">{}</p>'
    ).format(watching if watch else "", data_attributes(set=mark), button, address)


def summary(page: Page, counts: Counts, actors: int, suspects: int) -> Markup:
    """How much the filters select, as numbers in one line."""
    numbers = (
        (counts.articles, "article", page.link("articles")),
        (counts.stories, "story", page.link("articles", unit=("story",))),
        (actors, "actor", page.link("actors")),
        (counts.places, "place", page.link("locations")),
        (counts.quotes, "quote", page.link("quotes")),
        (suspects, "doubtful pin", page.link("suspects")),
    )
    return counts_line(Count(number, plural(number, unit).partition(" ")[2], href) for number, unit, href in numbers)


def describe_days(days: pd.DataFrame, bucket: str) -> str:
    """What the bars of articles over time show, for those who do not see them."""
    most = days.iloc[int(days["articles"].argmax())]
    return (
        f"Bars of articles a {bucket}, from {day(days['since'].iloc[0])} to {day(days['until'].iloc[-1])}; the most, "
        f"{most['articles']:,}, from {day(most['since'])} on. The table at the end of the page has the numbers."
    )


def day_columns(page: Page) -> list[Column]:
    """First and last day of a bar, and its articles, which the count lists."""
    return [
        Column("since", "From", "day"),
        Column("until", "To", "day"),
        Column("articles", "Articles", "count", lambda row: page.link("articles", **days_of(page, row))),
    ]


def reason_columns(page: Page) -> list[Column]:
    """Why inputs gave no article, and how many, which the count lists."""
    return [
        Column("reason", "Reason"),
        Column("rejects", "Rejects", "count", lambda row: page.link("about", reasons=(row["reason"],))),
    ]
