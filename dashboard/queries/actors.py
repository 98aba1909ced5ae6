"""Actors: who is named how often, and when."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.columns.ascending import drop_repeated, is_first
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.articles import articles_over_time
from dashboard.queries.selection import Selection, select_articles
from dashboard.queries.tally import cut, sort_by, tally
from dashboard.queries.time import find_bucket, list_buckets
from dashboard.reader import Reader


def count_actors(reader: Reader, filters: Filters) -> int:
    """How many rows `actors_ranked` has in all."""
    return len(_rank(select_articles(reader, filters), filters))


def actors_ranked(
    reader: Reader,
    filters: Filters,
    limit: int | None = None,
    offset: int = 0,
    also: Sequence[str] = (),
    sort: str = "",
) -> pd.DataFrame:
    """Columns actor_id, name, kind, country_code, unsure, mentions, articles, stories; most mentions first, or in the
    order `sort` of name, kind, mentions or articles (`dashboard.queries.tally.sort_by`).

    The actors of `also` that are ranked have a row wherever they rank. A lone word that nothing says is a person is
    left out: of those, half are no actors.
    """
    selection = select_articles(reader, filters)
    columns, counts = reader.columns, tally(selection, "actors")
    ranked = sort_by(_rank(selection, filters), sort, {
        "name": columns["actors.by_name"].take,
        "kind": lambda numbers: np.array(columns.texts["actors.kind"].take(numbers), str),
        "mentions": counts.total.take, "articles": counts.articles.take,
    })  # fmt: skip
    return read_actors(selection, cut(ranked, limit, offset, columns.find("actors", also)))


def read_actors(selection: Selection, numbers: Array) -> pd.DataFrame:
    """The columns of `actors_ranked` of these actors."""
    counts = tally(selection, "actors")
    return describe_actors(selection.columns, numbers).assign(
        mentions=counts.total[numbers], articles=counts.articles[numbers], stories=counts.stories[numbers]
    )


def _rank(selection: Selection, filters: Filters) -> Array:
    """The numbers of the actors that are ranked, the most mentions first; those of the kinds of the filters."""
    columns = selection.columns
    ranked = tally(selection, "actors").ranked(columns["actors.by_name"])
    ranked = ranked[columns["actors.ranked"][ranked]]
    if not filters.actor_kinds:
        return ranked
    return ranked[np.isin(np.array(columns.texts["actors.kind"].take(ranked), str), filters.actor_kinds)]


def describe_actors(columns: Columns, numbers: Array) -> pd.DataFrame:
    """Columns actor_id, name, kind, country_code, unsure of these actors."""
    texts = {"actor_id": "id", "name": "name", "kind": "kind", "country_code": "country_code"}
    frame = {name: columns.texts[f"actors.{column}"].take(numbers) for name, column in texts.items()}
    return pd.DataFrame(frame, dtype="str").assign(unsure=columns["actors.unsure"][numbers])


def rank_actors(reader: Reader, actors: Sequence[str]) -> dict[str, int]:
    """For each of these actors, how many are named more often in the whole set; whatever the filters, so that what
    depends on it is the same on every page."""
    whole = tally(select_articles(reader, Filters()), "actors").total
    numbers = reader.columns.find("actors", actors)
    by_name = reader.columns["actors.by_name"]
    return {
        actor: int(np.count_nonzero((whole > whole[number]) | ((whole == whole[number]) & (by_name < by_name[number]))))
        for actor, number in zip(actors, numbers, strict=True)
    }


def actors_over_time(reader: Reader, filters: Filters, actors: list[str], bucket: str) -> pd.DataFrame:
    """Columns actor_id, name, since and until (first and last day of the bucket), mentions, articles, of and share.

    `articles` name the actor; `of` counts all articles of the bucket that `without_actors` selects; `share` is articles
    / of, null where `of` is 0. Every actor has a row for every bucket from the first selected article to the last, also
    where the counts are 0.
    """
    selection = select_articles(reader, filters)
    columns = reader.columns
    dated = selection.dated
    if len(dated):
        buckets = find_bucket(columns, dated, bucket)
        frame = list_buckets(buckets.min(), buckets.max(), bucket)
    else:
        frame = list_buckets(0, -1, bucket)
    rows = []
    for place, actor in enumerate(columns.find("actors", actors)):
        named_in, times = _count_articles(selection, actor)
        position = np.searchsorted(frame["bucket"].to_numpy(), find_bucket(columns, named_in, bucket))
        rows.append(frame.assign(
            actor_id=columns.text("actors.id", actor), name=columns.text("actors.name", actor), place=place,
            mentions=np.bincount(position, times, len(frame)).astype(np.int64),
            articles=np.bincount(position, minlength=len(frame)),
        ))  # fmt: skip
    names = ["actor_id", "name", "since", "until", "mentions", "articles"]
    if not rows:
        return pd.DataFrame(columns=[*names, "of", "share"])
    counted = pd.concat(rows).sort_values(["since", "place"], kind="stable", ignore_index=True)[names]
    whole = articles_over_time(reader, without_actors(filters), bucket).rename(columns={"articles": "of"})
    shares = counted.merge(whole[["since", "of"]], on="since", how="left")
    return shares.assign(share=(shares["articles"] / shares["of"]).where(shares["of"] > 0))


def without_actors(filters: Filters) -> Filters:
    """The filters that select the articles among which an actor's share is counted."""
    return filters.without("actors", "near")


def mentions_by_bucket(reader: Reader, filters: Filters, actors: Sequence[str], bucket: str) -> dict[str, list[int]]:
    """For each of these actors its mentions in each bucket, from the first selected article to the last; empty lists
    where no article has a date."""
    frame = actors_over_time(reader, filters, list(actors), bucket)
    return {actor: frame.loc[frame["actor_id"] == actor, "mentions"].tolist() for actor in actors}


def count_undated(reader: Reader, filters: Filters, actors: list[str]) -> pd.DataFrame:
    """Columns actor_id, name, mentions, articles: those of `actors` that are named in articles without a date."""
    selection = select_articles(reader, filters)
    columns = reader.columns
    rows = []
    for actor in columns.find("actors", actors):
        articles = columns["mentions.article"][selection.among(columns.mentions_of("actors", actor))]
        undated = articles[~columns["articles.dated"][articles]]
        if len(undated):
            name, actor_id = columns.text("actors.name", actor), columns.text("actors.id", actor)
            rows.append((actor_id, name, len(undated), len(drop_repeated(undated))))
    return pd.DataFrame(rows, columns=["actor_id", "name", "mentions", "articles"])


def _count_articles(selection: Selection, actor: int) -> tuple[Array, Array]:
    """The selected articles with a date that name the actor, and how often each does."""
    columns = selection.columns
    articles = columns["mentions.article"][selection.among(columns.mentions_of("actors", actor))]
    begins = np.flatnonzero(is_first(articles))
    named_in, times = articles[begins], np.diff(begins, append=len(articles))
    dated = columns["articles.dated"][named_in]
    return named_in[dated], times[dated]
