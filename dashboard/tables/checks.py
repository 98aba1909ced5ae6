"""The checks: whether tables keep the contract, and every breach of it.

A *part* is the tables of some articles, `PER_ARTICLE`. Within it, everything is checked but what joins it to the rest
of its set: an article is in one part only, the article that names a story is in some part, and the ids of actors and
places are in the set's two tables of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.errors import TablesError
from dashboard.tables.contract import OVERALL, PER_ARTICLE, TABLES, Column, references

type Tables = Mapping[str, pa.Table]

# Tables whose `start` and `end` are of an article's text, and those whose `sentence` stands in `sentences`.
SPANNED = ("sentences", "entities", "candidates", "quotes", "claims", "movements")
SENTENCED = ("entities", "quotes", "claims", "movements")

# Columns with words of the article: table, column, and the columns of start and end. All three are null or none is.
WRITTEN = (
    ("entities", "surface", "start", "end"),
    ("quotes", "speaker", "speaker_start", "speaker_end"),
    ("quotes", "cue", "cue_start", "cue_end"),
    ("claims", "text", "start", "end"),
    ("movements", "text", "start", "end"),
    ("movements", "who", "who_start", "who_end"),
)

# Columns with the id of what a mention names, and those of its start and end: table, id, start, end. All three are null
# or none is, and `entities` has a mention there.
NAMED = (
    ("claims", "location_id", "place_start", "place_end"),
    ("claims", "actor_id", "actor_start", "actor_end"),
    ("movements", "actor_id", "actor_start", "actor_end"),
    ("movements", "from_location_id", "from_start", "from_end"),
    ("movements", "to_location_id", "to_start", "to_end"),
)


# Tables whose key is made of columns, joined by hyphens, 0 for null.
MADE_OF = {
    "quotes": ("article_id", "start", "end"),
    "claims": ("article_id", "start", "end", "matter"),
    "movements": ("article_id", "start", "end", "from_start", "to_start"),
}


@dataclass(frozen=True, slots=True)
class Breach:
    """What breaks the contract: the table, or `table.column`; the rule; and what was found instead."""

    where: str
    rule: str
    found: str

    def __str__(self) -> str:
        """One line without a remedy."""
        return f"{self.where}: {self.found}"


def check(name: str, table: pa.Table) -> None:
    """Raise TablesError, naming table, column and rule, unless `table` by itself keeps the contract."""
    _raise_first(find_breaches(name, table))


def check_part(part: Tables) -> None:
    """Raise TablesError unless the tables of these articles keep all that the contract says within a part."""
    _raise_first(find_part_breaches(part))


def check_joined(parts: Iterable[Tables], overall: Tables) -> None:
    """Raise TablesError unless parts and the `OVERALL` tables of their set keep what the contract says between them.

    `parts` is gone through once; of a part that `check_part` passed, only the columns of ids are read.
    """
    _raise_first(find_joined_breaches(parts, overall))


def check_all(tables: Tables) -> None:
    """Raise TablesError unless no table is absent and all tables, ids and offsets keep the contract."""
    check_part(tables)
    check_joined([tables], tables)


def find_breaches(name: str, table: pa.Table) -> Iterator[Breach]:
    """Every breach of one table by itself."""
    misshapen = list(find_misshapen(name, table))
    yield from misshapen or _find_values(name, table)


def find_misshapen(name: str, table: pa.Table | None) -> Iterator[Breach]:
    """Every breach in the columns, types and nulls of a table, None if it is absent; else its rows can be checked."""
    if table is None:
        yield Breach(name, "table", "the table is absent")
        return
    declared = TABLES[name]
    names = [column.name for column in declared.columns]
    if table.column_names != names:
        yield Breach(name, "columns", f"columns are {table.column_names}; the contract says {names}")
        return
    for column in declared.columns:
        where, values = f"{name}.{column.name}", table[column.name]
        if values.type != column.type:
            yield Breach(where, "type", f"type is {values.type}; the contract says {column.type}")
        elif values.null_count and not column.null:
            yield Breach(where, "nulls", f"{values.null_count} nulls; the contract allows none")


def find_part_breaches(part: Tables) -> Iterator[Breach]:
    """Every breach within a part; rows are checked once all its tables have the right columns, types and nulls."""
    misshapen = [breach for name in PER_ARTICLE for breach in find_misshapen(name, part.get(name))]
    if misshapen:
        yield from misshapen
        return
    for name in PER_ARTICLE:
        yield from _find_values(name, part[name])
    for name, column in references():
        if name in PER_ARTICLE and column.references in PER_ARTICLE and column.name != "story_id":
            yield from _find_lost(part, name, column, _ids(part, column.references))
    for name in SENTENCED:
        numbers, known = (part[each].select(["article_id", "sentence"]) for each in (name, "sentences"))
        if astray := numbers.join(known, known.column_names, join_type="left anti").num_rows:
            found = f"{astray} rows are of a sentence that is not in sentences"
            yield Breach(f"{name}.sentence", "known sentences", found)
    yield from _find_offsets(part)
    yield from _find_first_speakers(part)
    yield from _find_unnamed(part)
    yield from _find_misnamed(part)


def find_joined_breaches(parts: Iterable[Tables], overall: Tables) -> Iterator[Breach]:
    """Every breach between parts, whose columns and types are right, and every breach of the `OVERALL` tables."""
    misshapen = [breach for name in OVERALL for breach in find_misshapen(name, overall.get(name))]
    if misshapen:
        yield from misshapen
        return
    for name in OVERALL:
        yield from _find_values(name, overall[name])
    known = {name: _ids(overall, name) for name in ("actors", "locations")}
    articles: set[str] = set()
    stories: set[str] = set()
    for part in parts:
        ids = part["articles"]["article_id"].to_pylist()
        if twice := articles.intersection(ids):
            found = f"{len(twice)} articles are in two parts, such as {min(twice)}"
            yield Breach("articles.article_id", "key", found)
        articles.update(ids)
        stories.update(part["articles"]["story_id"].to_pylist())
        for name, column in references():
            if column.references in known:
                yield from _find_lost(part, name, column, known[column.references])
    if lost := stories - articles:
        yield Breach("articles.story_id", "references", f"{len(lost)} ids are not in articles")


def _raise_first(breaches: Iterable[Breach]) -> None:
    for breach in breaches:
        raise TablesError(f"{breach}; run: dateline preprocess")


def _find_values(name: str, table: pa.Table) -> Iterator[Breach]:
    declared = TABLES[name]
    for column in declared.columns:
        strange = set(pc.unique(table[column.name]).to_pylist()) - {*column.values, None} if column.values else ()
        if strange:
            found = f"{sorted(strange)} are not among {list(column.values)}"
            yield Breach(f"{name}.{column.name}", "values", found)
    if table.num_rows != table.group_by(list(declared.key)).aggregate([]).num_rows:
        yield Breach(name, "key", f"rows share a key {declared.key}; the contract says it is unique")


def _ids(tables: Tables, name: str) -> pa.Array:
    return tables[name][TABLES[name].key[0]].combine_chunks()


def _find_lost(tables: Tables, name: str, column: Column, known: pa.Array) -> Iterator[Breach]:
    lost = pc.invert(pc.is_in(tables[name][column.name].drop_null(), value_set=known))
    if pc.any(lost).as_py():
        found = f"{pc.sum(lost).as_py()} ids are not in {column.references}"
        yield Breach(f"{name}.{column.name}", "references", found)


def _find_offsets(part: Tables) -> Iterator[Breach]:
    """Spans outside their article, words that are not at their offsets; rows of unknown articles are passed over."""
    texts = dict(_rows(part, "articles", "article_id", "text"))
    for name, article, start, end in _spans(part):
        if article in texts and not 0 <= start < end <= len(texts[article]):
            found = f"[{start}, {end}) is empty or lies outside article {article}"
            yield Breach(f"{name}.start, end", "offsets", found)
    for name, column, first, last in WRITTEN:
        for article, words, start, end in _rows(part, name, "article_id", column, first, last):
            if None in (words, start, end):
                is_written = words == start == end
            else:
                is_written = article not in texts or (start >= 0 and texts[article][start:end] == words)
            if not is_written:
                found = f"{words!r} is not what article {article} has at [{start}, {end})"
                yield Breach(f"{name}.{column}", "words", found)
    for article, start, end, parts, text in _rows(part, "quotes", "article_id", "start", "end", "parts", "text"):
        if article in texts and " … ".join(texts[article][low:high] for low, high in parts) != text:
            found = f"{text!r} is not what article {article} has at the parts {parts}"
            yield Breach("quotes.text", "words", found)
        flat = [offset for each in parts for offset in each]
        if flat != sorted(flat) or (flat[:1], flat[-1:]) != ([start], [end]):
            found = f"{parts} of article {article} do not run from {start} to {end}"
            yield Breach("quotes.parts", "offsets", found)


def _spans(part: Tables) -> Iterator[tuple[str, str | None, int, int]]:
    """Table, article, start and end of every span; no article where a speaker's quote is not known."""
    for name in SPANNED:
        for article, start, end in _rows(part, name, "article_id", "start", "end"):
            yield name, article, start, end
    quoted = dict(_rows(part, "quotes", "quote_id", "article_id"))
    for quote, start, end in _rows(part, "speakers", "quote_id", "start", "end"):
        yield "speakers", quoted.get(quote), start, end


def _find_first_speakers(part: Tables) -> Iterator[Breach]:
    first: dict[str, tuple[int, str]] = {}
    for quote, start, actor in _rows(part, "speakers", "quote_id", "start", "actor_id"):
        first[quote] = min(first.get(quote, (start, actor)), (start, actor))
    for quote, actor in _rows(part, "quotes", "quote_id", "actor_id"):
        _, expected = first.get(quote, (0, None))
        if actor != expected:
            found = f"{actor} of {quote} is not the first of its speakers, {expected}"
            yield Breach("quotes.actor_id", "first speaker", found)


def _find_misnamed(part: Tables) -> Iterator[Breach]:
    """Ids that are not made of the article and the offsets; made so, those of two parts are never the same."""
    for name, columns in MADE_OF.items():
        key = TABLES[name].key[0]
        for found, *made_of in _rows(part, name, key, *columns):
            expected = "-".join(str(0 if each is None else each) for each in made_of)
            if found != expected:
                yield Breach(f"{name}.{key}", "made of article and offsets", f"{found} should be {expected}")


def _find_unnamed(part: Tables) -> Iterator[Breach]:
    """Claims and movements whose place or actor is named by no mention at its offsets."""
    mentions = {*_rows(part, "entities", "article_id", "start", "end")}
    for name, column, first, last in NAMED:
        for article, found, start, end in _rows(part, name, "article_id", column, first, last):
            if not (found is start is end is None or (found is not None and (article, start, end) in mentions)):
                words = f"{found} of article {article} is named by no mention at [{start}, {end})"
                yield Breach(f"{name}.{column}", "named by a mention", words)


def _rows(tables: Tables, name: str, *columns: str) -> Iterator[tuple[Any, ...]]:
    return zip(*(tables[name][column].to_pylist() for column in columns), strict=True)
