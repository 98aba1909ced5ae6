"""The card: what the selected articles say of one actor.

Every count is of the selected articles and opens as a list; the links are made in `dashboard.views.actors`.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from dashboard.columns.ascending import drop_repeated, is_among, join_ranges
from dashboard.columns.columns import Array
from dashboard.columns.pairs import PLACE
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles
from dashboard.queries.mentions import read_sentences
from dashboard.queries.quotes import count_quotes
from dashboard.queries.selection import Selection, make_keys, select_articles
from dashboard.queries.time import list_moments
from dashboard.reader import Reader


@dataclass(frozen=True, slots=True)
class Card:
    """One actor: who it is, how often it is named, and frames: `ends` with its first and last mention (empty where no
    article has a date), its aliases, roles and places."""

    actor_id: str
    name: str
    kind: str
    country_code: str | None
    unsure: bool
    mentions: int
    articles: int
    stories: int
    undated: int
    quotes_by: int
    quotes_about: int
    ends: pd.DataFrame
    aliases: pd.DataFrame
    roles: pd.DataFrame
    places: pd.DataFrame


def read_card(reader: Reader, filters: Filters, actor_id: str) -> Card:
    """The card of an actor that these tables have; `undated` counts its mentions in articles without a date."""
    columns = reader.columns
    selection = select_articles(reader, filters)
    [actor] = columns.find("actors", [actor_id])
    named = selection.among(columns.mentions_of("actors", actor))
    articles = columns["mentions.article"][named]
    distinct = drop_repeated(articles)
    return Card(
        actor_id,
        columns.text("actors.name", actor) or actor_id,
        columns.text("actors.kind", actor) or "",
        columns.text("actors.country_code", actor),
        bool(columns["actors.unsure"][actor]),
        mentions=len(named),
        articles=len(distinct),
        stories=len(np.unique(columns["articles.story"][distinct])),
        undated=int(np.count_nonzero(~columns["articles.dated"][articles])),
        quotes_by=count_quotes(reader, replace(filters, speakers=(actor_id,))),
        quotes_about=count_quotes(reader, replace(filters, about=(actor_id,))),
        ends=_ends(selection, named),
        aliases=_count_by(selection, named, "surface"),
        roles=_count_by(selection, named, "role"),
        places=_places(selection, named),
    )


def why_actor(reader: Reader, filters: Filters, actor_id: str, surfaces: int) -> pd.DataFrame:
    """What says that each name is the actor's, one row for each name as written and each thing that says so.

    At most `surfaces` names are listed, the most frequent first, and of each the most frequent reasons first. Columns
    surface, mentions and articles (of that name), surfaces (how many there are in all). Of the first mention with that
    reason: reason (null where a correction says so), article_id, title, source, published, sentence, text (of the
    sentence), start and end (in that text).
    """
    columns = reader.columns
    selection = select_articles(reader, filters)
    named = selection.among(columns.mentions_of("actors", columns.find("actors", [actor_id])[0]))
    written, reasons = columns["mentions.surface"][named], columns["mentions.reason"][named]
    spellings, mentions = np.unique(written, return_counts=True)
    listed = np.lexsort((spellings, -mentions))[:surfaces]
    rows, order = [], []
    for spelling in listed:
        of_spelling = named[written == spellings[spelling]]
        articles = len(drop_repeated(columns["mentions.article"][of_spelling]))
        kinds, times = np.unique(reasons[written == spellings[spelling]], return_counts=True)
        for kind in np.lexsort((kinds, -times)):
            with_reason = of_spelling[columns["mentions.reason"][of_spelling] == kinds[kind]]
            order.append(_first_by_id(selection, with_reason))
            rows.append((columns.text("surfaces.name", spellings[spelling]), mentions[spelling], articles))
    frame = pd.DataFrame(rows, columns=["surface", "mentions", "articles"]).assign(surfaces=len(spellings))
    return pd.concat([frame, _describe_why(reader, np.array(order, np.int64))], axis=1)


def _first_by_id(selection: Selection, mentions: Array) -> int:
    """Of these mentions the first one in the article whose id comes first."""
    columns = selection.columns
    articles = columns["mentions.article"][mentions]
    place = columns["articles.place_of_id"][articles]
    return int(mentions[np.argmin(place)])


def _describe_why(reader: Reader, mentions: Array) -> pd.DataFrame:
    """The columns of `why_actor` about these mentions."""
    columns = reader.columns
    articles = columns["mentions.article"][mentions]
    ascending, where = np.unique(mentions, return_inverse=True)
    reasons = (
        reader.read_rows("entities", ["actor_reason"], ascending)["actor_reason"].take(where).reset_index(drop=True)
    )
    corrected = columns["mentions.reason"][mentions] < 0
    begins, texts = read_sentences(columns, mentions)
    return pd.concat([
        reasons.mask(corrected).to_frame("reason"),
        describe_articles(columns, articles),
    ], axis=1).assign(
        sentence=columns["mentions.sentence"][mentions], text=pd.Series(texts, dtype="str"),
        start=columns["mentions.start"][mentions] - begins, end=columns["mentions.end"][mentions] - begins,
    )  # fmt: skip


def _ends(selection: Selection, named: Array) -> pd.DataFrame:
    """Columns article_id, title, source, published, sentence of the first mention by date and of the last."""
    columns = selection.columns
    articles = columns["mentions.article"][named]
    dated = named[columns["articles.dated"][articles]]
    if len(dated) == 0:
        ends = dated
    else:
        ages = columns["articles.age"][columns["mentions.article"][dated]]
        # The mentions of one article follow one another: the first of the oldest, the last of the newest.
        oldest, newest = np.flatnonzero(ages == ages.min())[0], np.flatnonzero(ages == ages.max())[-1]
        ends = dated[np.unique([oldest, newest])[np.argsort(ages[np.unique([oldest, newest])], kind="stable")]]
    frame = describe_articles(columns, columns["mentions.article"][ends])
    return frame.assign(sentence=columns["mentions.sentence"][ends])


def _count_by(selection: Selection, named: Array, column: str) -> pd.DataFrame:
    """Columns surface or role, mentions, articles, first and last (day, null where none has a date); the most frequent
    first."""
    columns = selection.columns
    words = columns[f"mentions.{column}"][named]
    named = named[words >= 0][np.argsort(words[words >= 0], kind="stable")]
    words, begins, mentions = np.unique(columns[f"mentions.{column}"][named], return_index=True, return_counts=True)
    rows = []
    for begin, times in zip(begins, mentions, strict=True):
        articles = drop_repeated(columns["mentions.article"][named[begin : begin + times]])
        dated = articles[columns["articles.dated"][articles]]
        days = list_moments(columns, dated[[-1, 0]] if len(dated) else np.empty(0, np.int32))
        rows.append((len(articles), *(days if len(days) else (pd.NaT, pd.NaT))))
    frame = pd.DataFrame(rows, columns=["articles", "first", "last"])
    frame.insert(0, column, pd.Series(columns.texts[f"{column}s.name"].take(words), dtype="str"))
    frame.insert(1, "mentions", mentions)
    return frame.take(np.lexsort((words, -mentions))).reset_index(drop=True)


def _places(selection: Selection, named: Array) -> pd.DataFrame:
    """Columns location_id, name, country_code, sentences and articles that name the actor and the place (sense `place`)
    together; most sentences first."""
    columns = selection.columns
    articles = drop_repeated(columns["mentions.article"][named])
    first = columns["articles.first_of_mentions"]
    beside = join_ranges(first[articles], first[articles + 1])
    beside = selection.among(beside[columns["mentions.sense"][beside] == PLACE])
    keys = make_keys(columns["mentions.article"][beside], columns["mentions.sentence"][beside])
    size = max(len(columns.texts["locations.id"]), 1)
    places = columns["mentions.location"][beside].astype(np.int64)
    together = is_among(keys, make_keys(columns["mentions.article"][named], columns["mentions.sentence"][named]))
    in_sentences = _count_distinct(keys[together], places[together], size)
    in_articles = _count_distinct(columns["mentions.article"][beside], places, size)
    found = np.flatnonzero(in_articles)
    order = found[np.lexsort((columns["locations.by_name"][found], -in_articles[found], -in_sentences[found]))]
    texts = {"location_id": "id", "name": "name", "country_code": "country_code"}
    frame = {name: columns.texts[f"locations.{column}"].take(order) for name, column in texts.items()}
    return pd.DataFrame(frame, dtype="str").assign(sentences=in_sentences[order], articles=in_articles[order])


def _count_distinct(units: Array, places: Array, size: int) -> Array:
    """In how many different units each place is."""
    order = np.lexsort((units, places))
    units, places = units[order], places[order]
    new = np.ones(len(units), bool)
    new[1:] = (units[1:] != units[:-1]) | (places[1:] != places[:-1])
    return np.bincount(places[new], minlength=size)
