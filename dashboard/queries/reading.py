"""Reading: the whole of one article, for the page Articles."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from dashboard import settings
from dashboard.columns.columns import Columns
from dashboard.columns.pairs import PLACED
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles, find_article
from dashboard.queries.quotes import WRITTEN, find_speakers
from dashboard.reader import Reader
from dashboard.tables.contract import LABELS
from dashboard.words.differences import find_differences

# Columns of an article besides its text, which is not kept among them.
WRITTEN_OF_ARTICLE = ("article_id", "story_id", "title", "published", "source", "agency", "url")


@dataclass(frozen=True, slots=True)
class Reading:
    """One article for the reader: its row, and frames of its sentences, mentions, quotes and copies."""

    article: pd.Series
    sentences: pd.DataFrame
    mentions: pd.DataFrame
    quotes: pd.DataFrame
    copies: pd.DataFrame
    all_copies: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """How one article differs from another: the other's row; `only` and `differing`, spans of this one's text that the
    other has not, or has in other words (a frame with the words of the other); `missing`, a frame of the sentences that
    only the other has; `cut`, whether one of them is longer than what is compared."""

    other: pd.Series
    only: list[tuple[int, int]]
    differing: pd.DataFrame
    missing: pd.DataFrame
    cut: bool


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
        *_list_copies(columns, number),
    )


def list_sentences(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns article_id, title, source, published, sentence, start and end (in the article's text) and text of each
    sentence of the `article` of the filters, in its order; no row where there is none with this id."""
    columns = reader.columns
    number = find_article(columns, filters.article)
    numbers = np.array([number] if number >= 0 else [], np.int64)
    low, high = columns["articles.first_of_sentences"][number : number + 2] if len(numbers) else (0, 0)
    text = columns.text("articles.text", number) or "" if len(numbers) else ""
    frame = describe_articles(columns, numbers.repeat(high - low)).assign(
        **{name: columns[f"sentences.{name}"][low:high] for name in ("sentence", "start", "end")}
    )
    spans = zip(frame["start"], frame["end"], strict=True)
    return frame.assign(text=pd.Series([text[start:end] for start, end in spans], dtype="str"))


def compare_articles(reader: Reader, article_id: str, other_id: str) -> Comparison | None:
    """How one article differs from another; None where one of them is not there.

    `differing` has columns start, end and words (the sentence of the other), `missing` has sentence and text. Of each
    article the first `settings.COMPARED_SENTENCES` are compared that end within its first
    `settings.COMPARED_CHARACTERS`.
    """
    columns = reader.columns
    one, other = (find_article(columns, each) for each in (article_id, other_id))
    if one < 0 or other < 0:
        return None
    here, there = _read_sentences(columns, one), _read_sentences(columns, other)
    found = find_differences(here["text"].tolist(), there["text"].tolist())
    starts, ends = here["start"].tolist(), here["end"].tolist()
    differing = [
        (starts[each.one] + low, starts[each.one] + high, there["text"].iloc[each.other])
        for each in found.changed
        for low, high in each.spans
    ]
    first = columns["articles.first_of_sentences"]
    whole = len(here) == first[one + 1] - first[one] and len(there) == first[other + 1] - first[other]
    return Comparison(
        describe_articles(columns, np.array([other])).iloc[0],
        [(starts[each], ends[each]) for each in found.only_one],
        pd.DataFrame(differing, columns=["start", "end", "words"]),
        there.iloc[found.only_other][["sentence", "text"]].reset_index(drop=True),
        not whole,
    )


def _read_sentences(columns: Columns, article: int) -> pd.DataFrame:
    """Columns sentence, start, end and text of the sentences that are compared."""
    low, high = columns["articles.first_of_sentences"][article : article + 2]
    text = columns.text("articles.text", article) or ""
    frame = pd.DataFrame({name: columns[f"sentences.{name}"][low:high] for name in ("sentence", "start", "end")})
    frame = frame[frame["end"] <= settings.COMPARED_CHARACTERS].head(settings.COMPARED_SENTENCES)
    spans = zip(frame["start"].tolist(), frame["end"].tolist(), strict=True)
    return frame.assign(text=pd.Series([text[start:end] for start, end in spans], frame.index, dtype="str"))


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


def _list_copies(columns: Columns, article: int) -> tuple[pd.DataFrame, int]:
    """Columns article_id, title, source, published of the first other articles of the same story, the oldest first; and
    how many there are."""
    stories = columns["articles.story"]
    copies = np.flatnonzero(stories == stories[article])
    copies = copies[copies != article]
    copies = copies[np.argsort(columns["articles.age"][copies])]
    return describe_articles(columns, copies[: settings.VALUES_A_LIST]), len(copies)
