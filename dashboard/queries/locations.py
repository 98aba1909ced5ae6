"""Locations: which places are named, why a name was placed where it is, and which names could not be placed."""

from collections.abc import Sequence
from functools import partial
from typing import Any

import numpy as np
import pandas as pd
from geopy.distance import great_circle

from dashboard.columns.columns import Array, Columns
from dashboard.countries import name_country
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles, find_article
from dashboard.queries.mentions import read_sentences
from dashboard.queries.selection import Selection, select_articles
from dashboard.queries.tally import cut, most_in_a_bucket, sort_by, tally
from dashboard.queries.time import find_bucket
from dashboard.reader import Reader
from dashboard.tables.contract import PLACED_SENSES, SENSES

# Columns of a place in a frame -> its texts.
TEXTS = {
    "location_id": "id", "name": "name", "gazetteer_name": "gazetteer_name", "country_code": "country_code",
    "admin1": "admin1", "feature": "feature",
}  # fmt: skip


def count_places(reader: Reader, filters: Filters) -> int:
    """How many rows `places_ranked` has in all."""
    return int(np.count_nonzero(tally(select_articles(reader, filters), "locations").total))


def places_ranked(
    reader: Reader,
    filters: Filters,
    limit: int | None = None,
    offset: int = 0,
    also: Sequence[str] = (),
    sort: str = "",
) -> pd.DataFrame:
    """Columns location_id, name (as written), gazetteer_name, country_code, admin1, feature, latitude, longitude,
    mentions (sense `place`), actor_mentions (sense `actor`), articles, stories; the most mentions as a place first,
    equals by those as an actor, then by name; or in the order `sort` of name, country_code, mentions, actor_mentions or
    articles.

    The places of `also` that are named have a row wherever they rank.
    """
    columns, selection = reader.columns, select_articles(reader, filters)
    counts = tally(selection, "locations")
    as_place, as_actor = counts.mentions
    ranked = sort_by(counts.ranked(columns["locations.by_name"]), sort, {
        "name": columns["locations.by_name"].take, "mentions": as_place.take, "actor_mentions": as_actor.take,
        "articles": counts.articles.take, "country_code": partial(_name_countries, columns),
    })  # fmt: skip
    return read_places(selection, cut(ranked, limit, offset, columns.find("locations", also)))


def read_places(selection: Selection, numbers: Array) -> pd.DataFrame:
    """The columns of `places_ranked` of these places."""
    counts = tally(selection, "locations")
    as_place, as_actor = counts.mentions
    return describe_places(selection.columns, numbers).assign(
        mentions=as_place[numbers], actor_mentions=as_actor[numbers], articles=counts.articles[numbers],
        stories=counts.stories[numbers],
    )  # fmt: skip


def _name_countries(columns: Columns, numbers: Array) -> Array:
    return np.array([name_country(code) for code in columns.texts["locations.country_code"].take(numbers)], str)


def describe_places(columns: Columns, numbers: Array) -> pd.DataFrame:
    """Columns location_id, name, gazetteer_name, country_code, admin1, feature, latitude, longitude of these places."""
    texts = {name: columns.texts[f"locations.{column}"].take(numbers) for name, column in TEXTS.items()}
    return pd.DataFrame(texts, dtype="str").assign(
        latitude=columns["locations.latitude"][numbers], longitude=columns["locations.longitude"][numbers]
    )


def how_sure(reader: Reader, filters: Filters, places: pd.DataFrame) -> pd.DataFrame:
    """The places of `places_ranked` with the columns least and median: the confidence of the mentions that it counts.

    Both are null for a place of which no mention has a confidence.
    """
    columns, selection = reader.columns, select_articles(reader, filters)
    known: dict[str, tuple[float, float]] = selection.tallies.setdefault("confidence", {})
    for place in places["location_id"]:
        if place not in known:
            [number] = columns.find("locations", [place])
            confidence = columns["mentions.confidence"][selection.among(columns.mentions_of("locations", number))]
            confidence = confidence[~np.isnan(confidence)]
            known[place] = (confidence.min(), np.median(confidence)) if len(confidence) else (np.nan, np.nan)
    least, median = zip(*(known[place] for place in places["location_id"]), strict=True) if len(places) else ((), ())
    return places.assign(least=np.array(least, float), median=np.array(median, float))


def most_at_once(reader: Reader, filters: Filters, bucket: str) -> int:
    """The mentions as a place of the place that is named most in one day, week or month: see `find_bucket`."""
    selection = select_articles(reader, filters)
    _, buckets = np.unique(find_bucket(reader.columns, selection.dated, bucket), return_inverse=True)
    return most_in_a_bucket(selection, "locations", selection.dated, buckets)


def count_left_out(reader: Reader, filters: Filters) -> dict[str, int]:
    """How many of the selected mentions mean a place, but are not counted for it: by their sense."""
    selection = select_articles(reader, filters)
    senses = reader.columns["mentions.sense"][selection.mentions]
    return {
        sense: int(np.count_nonzero(senses == code)) for code, sense in enumerate(SENSES) if sense not in PLACED_SENSES
    }


def place_name(columns: Columns, number: int) -> str:
    """“Homs, Syria”; a country is no part of its own name."""
    name = columns.text("locations.name", number) or ""
    country = name_country(columns.text("locations.country_code", number))
    return f"{name}, {country}" if country not in ("", name) else name


def names_unplaced(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns surface, reason, mentions: the names that are not on the map, and why; most mentions first."""
    columns = reader.columns
    names, reasons = _unplaced(select_articles(reader, filters))
    counts = np.bincount(names, minlength=len(columns.texts["surfaces.name"]))
    found = np.flatnonzero(counts)
    listed = found[np.lexsort((found, -counts[found]))][offset : None if limit is None else offset + limit]
    size = max(len(columns.texts["unplaced_reasons.name"]), 1)
    among = np.isin(names, listed)
    why: dict[int, list[str]] = {}
    for pair in np.unique(names[among] * np.int64(size) + reasons[among]):
        why.setdefault(int(pair // size), []).append(columns.text("unplaced_reasons.name", pair % size) or "")
    return pd.DataFrame({
        "surface": pd.Series(columns.texts["surfaces.name"].take(listed), dtype="str"),
        "reason": pd.Series(["; ".join(sorted(why[int(name)])) for name in listed], dtype="str"),
        "mentions": counts[listed],
    })  # fmt: skip


def _unplaced(selection: Selection) -> tuple[Array, Array]:
    """The names of the selected mentions that have no place, and why each has none: numbers of both."""
    columns, mentions = selection.columns, selection.mentions
    reasons = columns["mentions.unplaced"][mentions]
    without = np.flatnonzero(reasons >= 0)
    return columns["mentions.surface"][mentions][without], reasons[without]


def why_here(reader: Reader, filters: Filters, location_id: str, surfaces: int, rivals: int) -> pd.DataFrame:
    """What the mentions of a place were weighed against, one row a mention.

    Of each surface, and of each place that came second, the mention with the least confidence has a row. At most
    `surfaces` surfaces are listed, the one with the least confidence first, with at most `rivals` rows each. With an
    `article` in the filters, only its mentions are.

    Columns surface, mentions and articles (of that surface at this place), surfaces (how many there are in all), least
    and most (confidence). Of the mention: article_id, title, source, published, sentence, text (of the sentence), start
    and end (in that text), confidence, winner (None where no evidence is kept) and others, the runner-up first; these
    are dictionaries with location_id, name, admin1, country_code, feature, km (from the winner), score and evidence.
    """
    columns = reader.columns
    here, seconds = _weighed(reader, filters, location_id)
    confidence = columns["mentions.confidence"][here]
    # What was not judged comes first, then the least confidence; equals by the article's id, then in text order.
    ids = columns["articles.place_of_id"][columns["mentions.article"][here]]
    order = np.lexsort((here, ids, np.nan_to_num(confidence), ~np.isnan(confidence)))
    here, seconds, confidence = here[order], seconds[order], confidence[order]
    written = columns["mentions.surface"][here]
    spellings, firsts, mentions = np.unique(written, return_index=True, return_counts=True)
    listed = np.lexsort((spellings, -mentions, np.nan_to_num(confidence[firsts]), ~np.isnan(confidence[firsts])))
    rows, explained = [], []
    for spelling in listed[:surfaces]:
        of_spelling = np.flatnonzero(written == spellings[spelling])
        _, of_rival = np.unique(seconds[of_spelling], return_index=True)
        articles = len(np.unique(columns["mentions.article"][here[of_spelling]]))
        judged = confidence[of_spelling][~np.isnan(confidence[of_spelling])]
        least, most = (judged.min(), judged.max()) if len(judged) else (np.nan, np.nan)
        for position in of_spelling[np.sort(of_rival)][:rivals]:
            name = columns.text("surfaces.name", spellings[spelling])
            rows.append((name, mentions[spelling], articles, len(spellings), least, most))
            explained.append(here[position])
    frame = pd.DataFrame(rows, columns=["surface", "mentions", "articles", "surfaces", "least", "most"])
    return pd.concat([frame, _explain(reader, np.array(explained, np.int64), location_id)], axis=1)


def _weighed(reader: Reader, filters: Filters, location_id: str) -> tuple[Array, Array]:
    """The selected mentions of a place, and the place that came second for each: a number of `candidate_places`."""
    columns = reader.columns
    selection = select_articles(reader, filters)
    numbers = columns.find("locations", [location_id])
    here = selection.among(columns.mentions_of("locations", numbers[0])) if numbers else np.empty(0, np.int32)
    if filters.article:
        here = here[columns["mentions.article"][here] == find_article(columns, filters.article)]
    first, end = (np.searchsorted(columns["candidates.mention"], here.astype(np.int32), s) for s in ("left", "right"))
    chosen = columns.texts["candidate_places.name"].find(location_id)
    best = _candidate_at(columns, first, end)
    return here, np.where(best == chosen, _candidate_at(columns, first + 1, end), best)


def _candidate_at(columns: Columns, rows: Array, ends: Array) -> Array:
    """The candidates in these rows, -1 for a row that is not before its end."""
    within = rows < ends
    found = np.full(len(rows), -1)
    found[within] = columns["candidates.candidate"][rows[within]]
    return found


def _explain(reader: Reader, mentions: Array, location_id: str) -> pd.DataFrame:
    """The columns of `why_here` about these mentions."""
    columns = reader.columns
    begins, texts = read_sentences(columns, mentions)
    candidates = [_read_candidates(reader, mention, location_id) for mention in mentions]
    return describe_articles(columns, columns["mentions.article"][mentions]).assign(
        sentence=columns["mentions.sentence"][mentions],
        text=pd.Series(texts, dtype="str"),
        start=columns["mentions.start"][mentions] - begins,
        end=columns["mentions.end"][mentions] - begins,
        confidence=columns["mentions.confidence"][mentions],
        winner=pd.Series([winner for winner, _ in candidates], dtype=object),
        others=pd.Series([others for _, others in candidates], dtype=object),
    )


def _read_candidates(
    reader: Reader, mention: int, location_id: str
) -> tuple[dict[str, Any] | None, list[dict[str, Any]]]:
    """What a mention was weighed against: the place itself, None if it was not among them, and the others."""
    columns = reader.columns
    low, high = (np.searchsorted(columns["candidates.mention"], np.int32(mention), side) for side in ("left", "right"))
    rows = columns["candidates.row"][low:high]
    [place] = columns.find("locations", [location_id])
    latitude, longitude = columns["locations.latitude"][place], columns["locations.longitude"][place]
    found = reader.execute(
        "SELECT location_id, name, admin1, country_code, feature, score, evidence, latitude, longitude"
        f" FROM read.candidates WHERE rowid IN ({', '.join(map(str, rows)) or 'NULL'}) ORDER BY score DESC, location_id"
    )
    names = [column[0] for column in found.description or ()]
    others, winner = [], None
    for row in found.fetchall():
        candidate = dict(zip(names, row, strict=True))
        north, east = candidate.pop("latitude"), candidate.pop("longitude")
        candidate["km"] = great_circle((latitude, longitude), (north, east)).km
        if candidate["location_id"] == location_id:
            winner = candidate
        else:
            others.append(candidate)
    return winner, others
