"""Origins: how many independent reports stand behind a number, and which.

What an origin is says `dashboard.columns.origins`.
"""

import numpy as np
import pandas as pd

from dashboard import settings
from dashboard.columns.ascending import drop_repeated
from dashboard.columns.origins import WHYS
from dashboard.filters import Filters
from dashboard.queries.steps import count
from dashboard.queries.units import count_units, number_of_articles
from dashboard.reader import Reader
from dashboard.wording import plural

# What an origin is, for whoever reads a number of them: the rules of `dashboard.columns.origins` in a sentence.
WHAT_ORIGINS_ARE = (
    "Articles have one origin where they credit one agency, quote what one medium was told, are copies of one report,"
    f" or print the same long quotation within {plural(settings.ORIGIN_DAYS, 'day')} of it; else it is their outlet,"
    " with all its own reports. Copies are no confirmation."
)


def count_origins(reader: Reader, filters: Filters) -> int:
    """How many origins the articles have that have the mentions under these filters, whatever the unit."""
    return count_units(reader.columns, count(reader, filters)).origins


def list_origins(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns origin_id, name, articles, outlets, and for each reason of `WHYS` how many of these articles have it as
    their origin for that; the most articles first, then by the id."""
    columns = reader.columns
    articles = drop_repeated(columns["mentions.article"][count(reader, filters)])
    of, whys = columns["articles.origin"][articles].astype(np.int64), columns["articles.origin_why"][articles]
    size = len(columns.texts["origins.id"])
    counts = np.bincount(of, minlength=size)
    found = np.flatnonzero(counts)
    listed = found[np.argsort(-counts[found], kind="stable")][offset : None if limit is None else offset + limit]
    outlets = number_of_articles(columns, articles, "outlet")
    span = int(outlets.max(initial=0)) + 1
    pairs = np.unique(of * span + outlets)
    reasons = np.bincount(of * len(WHYS) + whys, minlength=size * len(WHYS)).reshape(-1, len(WHYS))
    return pd.DataFrame({
        "origin_id": pd.Series(columns.texts["origins.id"].take(listed), dtype="str"),
        "name": pd.Series(columns.texts["origins.name"].take(listed), dtype="str"),
        "articles": counts[listed],
        "outlets": np.bincount(pairs // span, minlength=size)[listed],
        **{why: reasons[listed, code] for code, why in enumerate(WHYS)},
    })  # fmt: skip


def name_origin(reader: Reader, origin_id: str) -> str:
    """What an origin is called; its id where these tables have none of it."""
    number = reader.columns.texts["origins.id"].find(origin_id)
    return reader.columns.text("origins.name", number) or origin_id
