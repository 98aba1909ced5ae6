"""The corpus: its days, and the inputs that gave no article, as columns of tables."""

from dashboard.views.links import Page, days_of
from dashboard.views.markup import Column

# An input that gave no article.
REJECT_COLUMNS = (
    Column("path", "File"),
    Column("record", "Record"),
    Column("reason", "Why it gave no article"),
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
