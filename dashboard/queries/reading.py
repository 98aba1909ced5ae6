"""Reading: the whole of one article, for the page Articles."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard.columns.columns import Columns
from dashboard.columns.pairs import PLACED
from dashboard.queries.articles import describe_articles, find_article
from dashboard.queries.quotes import WRITTEN, find_speakers
from dashboard.reader import Reader
from dashboard.tables.contract import LABELS

# Columns of an article besides its text, which is not kept among them.
WRITTEN_OF_ARTICLE = ("article_id", "title", "published", "source", "agency", "url")


@dataclass(frozen=True, slots=True)
class Reading:
    """One article for the reader: its row, and frames of its sentences, mentions, quotes and copies."""

    article: pd.Series
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    quotes: pd.DataFrame
    copies: pd.DataFrame


def read_article(reader: Reader, article_id: str) -> Reading | None:
    """All of one article; None where there is none with this id."""
    columns = reader.columns
    number = find_article(columns, article_id)
    if number < 0:
        return None
    article = reader.read_rows("articles", WRITTEN_OF_ARTICLE, np.array([number]))
    low, high = columns["articles.first_of_sentences"][number : number + 2]
    sentences = {name: columns[f"sentences.{name}"][low:high] for name in ("sentence", "start", "end")}
    return Reading(
        article.assign(text=columns.text("articles.text", number)).iloc[0],
        pd.DataFrame(sentences),
        _read_mentions(columns, number),
        _read_quotes(reader, number),
        _list_copies(columns, number),
    )


def _read_mentions(columns: Columns, article: int) -> pd.DataFrame:
    """Columns start, end, sentence, surface, label, actor_id, actor, placed_id, place, role."""
    low, high = columns["articles.first_of_mentions"][article : article + 2]
    number = {name: columns[f"mentions.{name}"][low:high] for name in ("surface", "label", "actor", "location", "role")}
    placed = np.where(np.isin(columns["mentions.sense"][low:high], PLACED), number["location"], -1)
    texts = columns.texts
    frame = pd.DataFrame({name: columns[f"mentions.{name}"][low:high] for name in ("start", "end", "sentence")})
    words = {
        "surface": texts["surfaces.name"].take(number["surface"]),
        "label": [LABELS[label] for label in number["label"]],
        "actor_id": texts["actors.id"].take(number["actor"]), "actor": texts["actors.name"].take(number["actor"]),
        "placed_id": texts["locations.id"].take(placed), "place": texts["locations.name"].take(placed),
        "role": texts["roles.name"].take(number["role"]),
    }  # fmt: skip
    return frame.assign(**{name: pd.Series(each, dtype="str") for name, each in words.items()})


def _read_quotes(reader: Reader, article: int) -> pd.DataFrame:
    """The columns of `quotes` that no correction changes, with the names of its speakers (`actors`) and `via`."""
    columns = reader.columns
    numbers = np.arange(*columns["articles.first_of_quotes"][article : article + 2])
    names = columns.texts["actors.name"]
    return reader.read_rows("quotes", ("article_id", *WRITTEN), numbers).assign(
        actors=pd.Series([names.take(each) for each in find_speakers(columns, numbers)], dtype=object),
        via=pd.Series(names.take(columns["quotes.via"][numbers]), dtype="str"),
    )


def _list_copies(columns: Columns, article: int) -> pd.DataFrame:
    """Columns article_id, title, source of the other articles of the same story, the oldest first."""
    stories = columns["articles.story"]
    copies = np.flatnonzero(stories == stories[article])
    copies = copies[copies != article]
    copies = copies[np.argsort(columns["articles.age"][copies])]
    return describe_articles(columns, copies)[["article_id", "title", "source"]]
