"""Stories: reports that several articles carry: who had each first, whose words the others have, what they changed.

A story is listed if the filters select one of its articles; its counts are of all its articles but those that filters
leave out (`not-source` and its like), if two are left. What such an article was compared with is not said where that
one is left out. What the numbers are say `dashboard.columns.lineage` and, for quotes, `dashboard.columns.drift`.
"""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from dashboard.columns.ascending import drop_repeated, find_rows, is_among, is_first, join_ranges
from dashboard.columns.columns import Array, Columns
from dashboard.columns.drift import CHANGES
from dashboard.columns.lineage import CREDITS, WIRE_TOLD, WIRED
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles, find_article
from dashboard.queries.quotes import find_speakers
from dashboard.queries.selection import select_articles
from dashboard.queries.tally import sort_by
from dashboard.queries.units import number_of_articles
from dashboard.reader import Reader
from dashboard.tables.contract import QUOTE_KINDS, SOURCINGS

MICROSECONDS_A_MINUTE = 60_000_000

# What is counted of each article, and in a story of all its articles together.
COUNTED = ("added", "dropped", "reworded", "unattributed", "unnamed")

# Changes of a saying in the order in which the page shows sayings: those whose source went first.
GRAVEST = ("unattributed", "unnamed", "untold", "direct", "indirect", "attributed", "named", "reworded")


def count_stories(reader: Reader, filters: Filters) -> int:
    """How many rows `list_stories` has in all."""
    return len(drop_repeated(reader.columns["lineage.story"][_select_articles(reader, filters)]))


def list_stories(
    reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0, sort: str = ""
) -> pd.DataFrame:
    """Columns story_id, title, source, published (of its first article), copies (its articles), outlets, wire, credited
    (articles that credit the wire, quote what it was told, or are its own), and of all its articles together added,
    dropped, reworded (sentences), unattributed and unnamed (quotes); the newest first, or in the order `sort` of
    published, source or copies."""
    columns = reader.columns
    every = _select_articles(reader, filters)
    of = columns["lineage.story"][every]
    lows = np.flatnonzero(is_first(of))
    lengths, stories = np.diff(np.append(lows, len(of))), of[lows]
    places = sort_by(np.arange(len(stories)), sort, {
        "published": lambda each: -stories[each], "copies": lambda each: lengths[each],
        "source": lambda each: columns["articles.source"][columns["lineage.article"][every[lows[each]]]],
    })[offset : None if limit is None else offset + limit]  # fmt: skip
    stories, lows, lengths = stories[places], lows[places], lengths[places]
    rows, begins = every[join_ranges(lows, lows + lengths)], np.cumsum(lengths) - lengths
    firsts, compared = every[lows], _find_sources(columns, rows, every) >= 0
    outlets = number_of_articles(columns, columns["lineage.article"][rows], "outlet")
    frame = describe_articles(columns, columns["lineage.article"][firsts]).drop(columns="article_id")
    frame.insert(0, "story_id", pd.Series(columns.texts["articles.id"].take(stories), dtype="str"))

    def add(values: Array) -> Array:
        """The sum over the articles of each story."""
        return np.add.reduceat(values.astype(np.int64), begins) if len(begins) else np.empty(0, np.int64)

    return frame.assign(
        copies=lengths,
        outlets=[len(np.unique(each)) for each in np.split(outlets, begins[1:])] if len(begins) else lengths,
        wire=pd.Series(columns.texts["wires.name"].take(columns["lineage.wire"][firsts]), dtype="str"),
        credited=add(columns["lineage.wired"][rows] >= WIRE_TOLD),
        **{name: add(np.where(compared, columns[f"lineage.{name}"][rows], 0)) for name in COUNTED},
    )


def count_lineage(reader: Reader, filters: Filters) -> int:
    """How many rows `list_lineage` has in all."""
    return len(_select_articles(reader, filters))


def list_lineage(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns story_id, article_id, title, source, published of each article of these stories, and of the earlier one
    that it has its words from: from_id, from_title, from_source, from_published, minutes (between the two, null where
    one has no date), credit (how it credits that outlet), taken and kept (shares of words), added, dropped and reworded
    (sentences), unattributed and unnamed (quotes); wire and wired (how it credits that agency).

    The newest story first, its articles in the order of time; the first of a story has no other.
    """
    columns = reader.columns
    every = _select_articles(reader, filters)
    rows = every[offset : None if limit is None else offset + limit]
    articles, sources = columns["lineage.article"][rows], _find_sources(columns, rows, every)
    is_copy = sources >= 0
    before = describe_articles(columns, sources).add_prefix("from_").rename(columns={"from_article_id": "from_id"})
    before = before.where(pd.Series(is_copy))  # the first of a story has no other
    frame = pd.concat([describe_articles(columns, articles), before], axis=1)
    frame.insert(
        0, "story_id", pd.Series(columns.texts["articles.id"].take(columns["lineage.story"][rows]), dtype="str")
    )
    apart = columns["articles.published"][articles] - columns["articles.published"][sources]
    known = is_copy & columns["articles.dated"][articles] & columns["articles.dated"][sources]
    return frame.assign(
        minutes=np.where(known, apart // MICROSECONDS_A_MINUTE, np.nan),
        credit=pd.Series(
            [CREDITS[each] for each in np.where(is_copy, columns["lineage.credit"][rows], 0)], dtype="str"
        ),
        taken=np.where(is_copy, columns["lineage.taken"][rows].astype(np.float64), np.nan),
        kept=np.where(is_copy, columns["lineage.kept"][rows].astype(np.float64), np.nan),
        **{name: np.where(is_copy, columns[f"lineage.{name}"][rows], 0).astype(np.int64) for name in COUNTED},
        wire=pd.Series(columns.texts["wires.name"].take(columns["lineage.wire"][rows]), dtype="str"),
        wired=pd.Series([WIRED[each] for each in columns["lineage.wired"][rows]], dtype="str"),
    )


def count_drift(reader: Reader, filters: Filters) -> int:
    """How many rows `list_drift` has in all."""
    return len(_select_drift(reader, filters))


def list_drift(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns story_id, saying (a number), article_id, title, source, published, outside, sentence, start and end (in
    the article's text), quote_id, text, kind, speaker, actor_ids, actors, sourcing, via, compared_id (the article that
    it is compared with) and changes (of `CHANGES`): one row a quote in an article, or a sentence with its words and no
    source, which has no quote_id.

    The newest story first; the rows of a saying in the order of time, those outside the story last.
    """
    every = _select_drift(reader, filters)
    return _describe_drift(reader, every[offset : None if limit is None else offset + limit], every)


def count_sayings(reader: Reader, filters: Filters) -> int:
    """How many sayings `list_sayings` has in all."""
    return len(drop_repeated(reader.columns["drift.saying"][_select_drift(reader, filters)]))


def list_sayings(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """The rows of `list_drift` of so many sayings: first those that lost their source, then other changes."""
    columns, rows = reader.columns, _select_drift(reader, filters)
    sayings, changes = columns["drift.saying"][rows], _find_changes(columns, rows, rows)[1]
    begins = np.flatnonzero(is_first(sayings))
    ends = np.append(begins[1:], len(rows))
    has = [(changes & (1 << CHANGES.index(name))) != 0 for name in GRAVEST]
    rank = np.select(has, range(len(GRAVEST)), len(GRAVEST)) if len(rows) else np.empty(0, np.int64)
    gravest = np.minimum.reduceat(rank, begins) if len(begins) else rank
    order = np.argsort(gravest, kind="stable")[offset : None if limit is None else offset + limit]
    return _describe_drift(reader, rows[join_ranges(begins[order], ends[order])], rows)


def _describe_drift(reader: Reader, rows: Array, every: Array) -> pd.DataFrame:
    """The columns of `list_drift` of these rows, some of `every`."""
    columns, texts = reader.columns, reader.columns.texts
    articles, quotes, sentences = (columns[f"drift.{name}"][rows] for name in ("article", "quote", "sentence"))
    said = np.unique(quotes[quotes >= 0])
    names = ("quote_id", "text", "speaker")
    written = reader.read_rows("quotes", names, said).set_index(said).reindex(quotes).reset_index(drop=True)
    starts, ends = (columns[f"quotes.{side}"][quotes].astype(np.int64) for side in ("start", "end"))
    for place in np.flatnonzero(quotes < 0).tolist():
        within = columns["articles.first_of_sentences"][articles[place]] + sentences[place]
        starts[place], ends[place] = (columns[f"sentences.{side}"][within] for side in ("start", "end"))
        text = columns.text("articles.text", articles[place]) or ""
        written.loc[place, "text"] = text[starts[place] : ends[place]]
    actors = dict(zip(said.tolist(), find_speakers(columns, said), strict=True))
    ids = texts["articles.id"]
    compared, changes = _find_changes(columns, rows, every)
    frame = describe_articles(columns, articles)
    frame.insert(0, "story_id", pd.Series(ids.take(columns["drift.story"][rows]), dtype="str"))
    frame.insert(1, "saying", columns["drift.saying"][rows].astype(np.int64))

    def name(column: str, values: Sequence[str]) -> pd.Series:
        """The value of each quote; none where there is no quote."""
        codes = columns[f"quotes.{column}"][quotes]
        found = [values[code] if quote >= 0 else None for code, quote in zip(codes, quotes, strict=True)]
        return pd.Series(found, dtype="str")

    return frame.assign(
        outside=columns["drift.outside"][rows], sentence=sentences.astype(np.int64),
        start=starts, end=ends, quote_id=written["quote_id"].astype("str"), text=written["text"].astype("str"),
        kind=name("kind", QUOTE_KINDS), speaker=written["speaker"].astype("str"),
        **{
            names: pd.Series([texts[f"actors.{column}"].take(actors.get(each, ())) for each in quotes.tolist()],
                             dtype=object)
            for names, column in (("actor_ids", "id"), ("actors", "name"))
        },
        sourcing=name("sourcing", SOURCINGS),
        via=pd.Series(texts["actors.name"].take(np.where(quotes >= 0, columns["quotes.via"][quotes], -1)), dtype="str"),
        compared_id=pd.Series(ids.take(compared), dtype="str"),
        changes=pd.Series([_name_changes(each) for each in changes.tolist()], dtype=object),
    )  # fmt: skip


def _name_changes(bits: int) -> list[str]:
    return [name for bit, name in enumerate(CHANGES) if bits >> bit & 1]


def _find_sources(columns: Columns, rows: Array, every: Array) -> Array:
    """The article that each of these rows of `lineage` has its words from, -1 where it is not among `every`."""
    sources = columns["lineage.copied_from"][rows]
    stands = np.zeros(columns.articles + 1, bool)  # the last: of none
    stands[columns["lineage.article"][every]] = True
    return np.where(stands[sources], sources, -1)


def _find_changes(columns: Columns, rows: Array, every: Array) -> tuple[Array, Array]:
    """The article that each of these rows of `drift` is compared with, and what is other, as bits; -1 and nothing where
    it is not among `every`, which ascend."""
    before = columns["drift.before"][rows]
    stands = is_among(before, every)
    return (
        np.where(stands, columns["drift.article"][before], -1),
        np.where(stands, columns["drift.changes"][rows], 0),
    )


def _select(reader: Reader, filters: Filters) -> Array:
    """The numbers of the heads of the stories that the filters select, the newest first."""
    columns = reader.columns
    numbers = select_articles(reader, filters).numbers
    stories = np.unique(columns["articles.story"][numbers[~columns["articles.alone"][numbers]]])
    return stories[stories == find_article(columns, filters.story)] if filters.story else stories


def _select_articles(reader: Reader, filters: Filters) -> Array:
    """The rows of `lineage` of the stories that are listed: all of theirs, but for what is left out."""
    columns = reader.columns
    rows = find_rows(columns["lineage.story"], _select(reader, filters))
    if filters.excludes_something:
        rows = rows[select_articles(reader, filters.only_exclusions()).chosen[columns["lineage.article"][rows]]]
    return _keep_several(columns["lineage.story"], rows)


def _select_drift(reader: Reader, filters: Filters) -> Array:
    """The rows of `drift` of the stories that are listed, but for what is left out."""
    columns = reader.columns
    stories = drop_repeated(columns["lineage.story"][_select_articles(reader, filters)])
    rows = find_rows(columns["drift.story"], stories)
    if filters.excludes_something:
        standing = select_articles(reader, filters.only_exclusions())
        rows = rows[standing.has(columns["drift.article"][rows], columns["drift.quote"][rows])]
    return _keep_several(columns["drift.saying"], rows)


def _keep_several(of: Array, rows: Array) -> Array:
    """Those of these rows, which ascend, that share the number that `of` gives them with another."""
    numbers = of[rows]
    first, last = is_first(numbers), is_first(numbers[::-1])[::-1]
    return rows[~(first & last)]
