"""Quotes: who said what, about whom and about which place, and how the source is identified.

A quote is *about* an actor that is named within its words. It *names* a place that is named within its words or in the
sentence in which it begins: “Homs was ‘safe’, the ministry said” names Homs, though Homs is not in quotation marks.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from dashboard import settings
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles
from dashboard.queries.locations import place_name
from dashboard.queries.selection import Selection, select_articles
from dashboard.queries.time import find_bucket, list_buckets
from dashboard.reader import Reader
from dashboard.tables.contract import QUOTE_KINDS, SOURCINGS, STANCES

# Filter -> the values that it can have, in the order of their numbers; and filter -> the group and the column that have
# the actors or places of quotes, one row for each.
CHOICES = {"sourcings": ("sourcing", SOURCINGS), "stances": ("stance", STANCES), "kinds": ("kind", QUOTE_KINDS)}
NAMING = {
    "speakers": ("speakers", "actor"), "about": ("about", "actor"), "quote_locations": ("quote_places", "location"),
}  # fmt: skip

# Columns of a quote that no correction changes.
WRITTEN = (
    "quote_id", "sentence", "text", "kind", "speaker", "sourcing", "cue", "stance", "confidence", "start", "end",
    "parts", "speaker_start", "speaker_end", "cue_start", "cue_end",
)  # fmt: skip


def count_quotes(reader: Reader, filters: Filters) -> int:
    """How many rows `list_quotes` has in all."""
    return int(np.count_nonzero(select_quotes(reader, filters)))


def count_naming(reader: Reader, filters: Filters) -> int:
    """How many quotes name one of the chosen actors, whoever says them."""
    return count_quotes(reader, replace(filters.without("actors"), about=filters.actors))


def list_quotes(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns quote_id, article_id, title, source, published, url, sentence, text, kind, speaker, actor_ids and actors
    (the speakers that are known, in text order, perhaps none), sourcing, cue, stance, via_actor_id, via, confidence;
    context: the sentences that hold quote, speaker and cue; context_start, start, end, parts, and the offsets of
    speaker and cue, in the article's text. The newest article first."""
    listed = np.flatnonzero(select_quotes(reader, filters))
    return read_quotes(reader, listed[offset : None if limit is None else offset + limit])


def list_newest_quotes(reader: Reader, filters: Filters, limit: int) -> pd.DataFrame:
    """The columns of `list_quotes` for the quotes that say most of the news, the best first; each text is there once.

    Only the `settings.NEWEST_QUOTES` newest are looked at. First come those of a named person who is a known actor,
    then those of other known actors, both with a confidence of `settings.SURE_QUOTE` or more, then the rest. Among
    equals the newest day comes first; of one day, a speaker's second quote comes after everybody's first.
    """
    columns = reader.columns
    numbers = np.flatnonzero(select_quotes(reader, filters))[: settings.NEWEST_QUOTES]
    frame = reader.read_rows("quotes", ("text", "confidence"), numbers)
    speaker = np.array([each[0] if len(each) else -1 for each in find_speakers(columns, numbers)], np.int32)
    sure = (speaker >= 0) & (frame["confidence"] >= settings.SURE_QUOTE)
    named = columns["quotes.sourcing"][numbers] == SOURCINGS.index("named")
    articles = columns["quotes.article"][numbers]
    frame = pd.DataFrame({
        "number": numbers, "text": frame["text"].str.casefold(), "speaker": speaker,
        "rest": np.select([sure & named, sure], [0, 1], 2),
        "before": np.where(columns["articles.dated"][articles], -find_bucket(columns, articles, "day"), np.inf),
    }).sort_values(["rest", "before", "number"]).drop_duplicates("text")  # fmt: skip
    turn = frame.groupby(["rest", "before", "speaker"]).cumcount().where(frame["speaker"] >= 0, 0)
    chosen = frame.assign(turn=turn).sort_values(["rest", "before", "turn", "number"])["number"].to_numpy()[:limit]
    ascending = np.sort(chosen)
    return read_quotes(reader, ascending).iloc[np.searchsorted(ascending, chosen)].reset_index(drop=True)


def read_quotes(reader: Reader, numbers: Array) -> pd.DataFrame:
    """The columns of `list_quotes` for these quotes, which ascend."""
    columns = reader.columns
    written = reader.read_rows("quotes", WRITTEN, numbers)
    articles, vias = columns["quotes.article"][numbers], columns["quotes.via"][numbers]
    speakers = find_speakers(columns, numbers)
    names, ids = columns.texts["actors.name"], columns.texts["actors.id"]
    starts, contexts = _read_contexts(columns, articles, written)
    frame = pd.concat([describe_articles(columns, articles), written], axis=1).assign(
        url=pd.Series(columns.texts["articles.url"].take(articles), dtype="str"),
        actor_ids=pd.Series([ids.take(each) for each in speakers], dtype=object),
        actors=pd.Series([names.take(each) for each in speakers], dtype=object),
        via_actor_id=pd.Series(ids.take(vias), dtype="str"), via=pd.Series(names.take(vias), dtype="str"),
        context=pd.Series(contexts, dtype="str"), context_start=starts,
    )  # fmt: skip
    return frame[[
        "quote_id", "article_id", "title", "source", "published", "url", "sentence", "text", "kind", "speaker",
        "actor_ids", "actors", "sourcing", "cue", "stance", "via_actor_id", "via", "confidence", "context",
        "context_start", "start", "end", "parts", "speaker_start", "speaker_end", "cue_start", "cue_end",
    ]]  # fmt: skip


def find_speakers(columns: Columns, numbers: Array) -> list[Array]:
    """The actors that say each of these quotes, in text order."""
    found: list[Array] = []
    blocks = [(columns[f"{block}.quote"], columns[f"{block}.actor"]) for block in columns.blocks("speakers")]
    for number in numbers:
        said = []
        for quotes, by in blocks:
            low, high = (np.searchsorted(quotes, np.int32(number), side) for side in ("left", "right"))
            said.append(by[low:high])
        actors = np.concatenate(said)
        found.append(actors[actors >= 0])
    return found


def _read_contexts(columns: Columns, articles: Array, quotes: pd.DataFrame) -> tuple[Array, list[str]]:
    """Where the sentences begin that hold quote, speaker and cue of each quote, and their text."""
    first = quotes[["start", "speaker_start", "cue_start"]].min(axis=1).astype(np.int64).to_numpy()
    last = quotes[["end", "speaker_end", "cue_end"]].max(axis=1).astype(np.int64).to_numpy()
    starts, texts = first.copy(), []
    for position, article in enumerate(articles):
        low, high = columns["articles.first_of_sentences"][article : article + 2]
        begins, ends = columns["sentences.start"][low:high], columns["sentences.end"][low:high]
        holding = (begins < last[position]) & (ends > first[position])
        end = last[position]
        if holding.any():
            starts[position] = min(first[position], begins[holding].min())
            end = max(end, ends[holding].max())
        texts.append((columns.text("articles.text", article) or "")[starts[position] : end])
    return starts, texts


def count_values(
    reader: Reader, filters: Filters, field: str, limit: int | None = None, offset: int = 0
) -> pd.DataFrame:
    """Columns value, name and quotes: how many quotes the filter would leave with this value alone, the most first.

    The values that are chosen for it now have no effect. A quote of two speakers, or of two places, counts for both.
    """
    columns = reader.columns
    listed = select_quotes(reader, filters.without(field))
    if field in CHOICES:
        column, values = CHOICES[field]
        chosen = columns[f"quotes.{column}"][listed]
        counts = np.bincount(chosen[chosen >= 0], minlength=len(values))
        names = list(values)
        order = np.array(sorted(np.flatnonzero(counts), key=lambda each: (-counts[each], names[each])), np.int64)
        ids = [names[number] for number in order]
        frame = pd.DataFrame({"value": ids, "name": ids, "quotes": counts[order]})
        return frame[offset : None if limit is None else offset + limit].reset_index(drop=True)
    if field == "via":
        numbers = columns["quotes.via"][listed]
        group, counted = "actors", numbers[numbers >= 0]
    else:
        table, column = NAMING[field]
        group = f"{column}s"
        counted = np.concatenate([numbers for _, numbers in _named_in(select_articles(reader, filters), table, listed)])
    counts = np.bincount(counted, minlength=len(columns.texts[f"{group}.id"]))
    named = np.flatnonzero(counts)
    order = named[np.lexsort((columns[f"{group}.by_name"][named], -counts[named]))]
    order = order[offset : None if limit is None else offset + limit]
    return _describe(reader, group, order, place_names=field == "quote_locations").assign(quotes=counts[order])


def count_days(reader: Reader, filters: Filters, bucket: str) -> pd.DataFrame:
    """Columns since and until (days, both included) of each bucket with a quote, quotes, and a column for each way of
    sourcing; quotes of articles without a date have no row."""
    columns = reader.columns
    listed = np.flatnonzero(select_quotes(reader, filters))
    articles = columns["quotes.article"][listed]
    dated = columns["articles.dated"][articles]
    found = find_bucket(columns, articles[dated], bucket)
    frame = list_buckets(found.min(), found.max(), bucket) if len(found) else list_buckets(0, -1, bucket)
    positions = np.searchsorted(frame["bucket"].to_numpy(), found)
    counts = _by_sourcing(positions, columns["quotes.sourcing"][listed][dated], len(frame))
    frame = frame[["since", "until"]].assign(quotes=counts.sum(axis=1), **dict(zip(SOURCINGS, counts.T, strict=True)))
    return frame[frame["quotes"] > 0].reset_index(drop=True)


def count_sourcing(
    reader: Reader, filters: Filters, group: str, limit: int | None = None, offset: int = 0
) -> pd.DataFrame:
    """Columns value, name, quotes, and a column for each way of sourcing: one row an actor that quotes are about
    (`about`) or an outlet that carries them (`sources`), the most quotes first."""
    columns = reader.columns
    listed = select_quotes(reader, filters)
    if group == "about":
        pairs = list(_named_in(select_articles(reader, filters), "about", listed))
        quotes, numbers = (np.concatenate([pair[side] for pair in pairs]) for side in (0, 1))
        if filters.about:
            chosen = np.isin(numbers, columns.find("actors", filters.about))
            quotes, numbers = quotes[chosen], numbers[chosen]
        size = len(columns.texts["actors.id"])
        by_name = columns["actors.by_name"]
    else:
        quotes = np.flatnonzero(listed)
        numbers = columns["articles.source"][columns["quotes.article"][quotes]]
        quotes, numbers = quotes[numbers >= 0], numbers[numbers >= 0]
        size = len(columns.texts["sources.name"])
        by_name = np.arange(size)
    counts = _by_sourcing(numbers, columns["quotes.sourcing"][quotes], size)
    total = counts.sum(axis=1)
    named = np.flatnonzero(total)
    order = named[np.lexsort((by_name[named], -total[named]))][offset : None if limit is None else offset + limit]
    return _describe(reader, "actors" if group == "about" else "sources", order).assign(
        quotes=total[order], **dict(zip(SOURCINGS, counts[order].T, strict=True))
    )


def select_quotes(reader: Reader, filters: Filters) -> Array:
    """A truth value for each quote: whether the filters of the corpus and of quotes leave it."""
    wanted = filters.only("corpus", "quotes")
    return reader.keep(("quotes", wanted), lambda: _narrow(reader, select_articles(reader, wanted), wanted))


def _narrow(reader: Reader, selection: Selection, filters: Filters) -> Array:
    columns = selection.columns
    listed = selection.quotes
    for field, (column, values) in CHOICES.items():
        chosen = getattr(filters, field)
        if chosen:
            listed = listed & np.isin(columns[f"quotes.{column}"], [values.index(each) for each in chosen])
    for field, (table, column) in NAMING.items():
        ids = getattr(filters, field)
        if ids:
            listed = listed & selection.find_quotes_of(table, columns.find(f"{column}s", ids))
    if filters.via:
        listed = listed & np.isin(columns["quotes.via"], columns.find("actors", filters.via))
    if filters.said:
        having = np.zeros(len(listed), bool)
        having[reader.words.find_quotes(filters.said)] = True
        listed = listed & having
    return listed


def _named_in(selection: Selection, table: str, listed: Array) -> list[tuple[Array, Array]]:
    """The listed quotes with the actors or the places of a group, one pair for each."""
    found = []
    for quotes, numbers in selection.list_named(table):
        rows = np.flatnonzero(listed[quotes] & (numbers >= 0))
        found.append((quotes[rows], numbers[rows]))
    return found


def _by_sourcing(rows: Array, sourcings: Array, size: int) -> Array:
    """How many there are of each row and each way of sourcing: an array of `size` rows."""
    kinds = len(SOURCINGS)
    return np.bincount(rows * np.int64(kinds) + sourcings, minlength=size * kinds).reshape(size, kinds)


def _describe(reader: Reader, group: str, numbers: Array, *, place_names: bool = False) -> pd.DataFrame:
    """Columns value and name of these actors, places or outlets; a place has the name of its country with its own."""
    texts = reader.columns.texts
    names = texts[f"{group}.name"].take(numbers)
    values = names if group == "sources" else texts[f"{group}.id"].take(numbers)
    if place_names:
        names = [place_name(reader.columns, number) for number in numbers]
    return pd.DataFrame({"value": pd.Series(values, dtype="str"), "name": pd.Series(list(names), dtype="str")})
