"""Rows of the tables for tests: a function for each table, with a default for every column that a test leaves out.

The defaults come from the contract, so that a new column fails no test but those about it.
"""

from collections.abc import Iterable, Sequence
from typing import Any

import pyarrow as pa

from dashboard.tables.contract import PLACED_SENSES, TABLES, Column
from dashboard.tables.rows import Row, Rows

# The default of a column that may not be null and has no list of values.
PLAIN = {pa.string(): "", pa.int32(): 0, pa.int64(): 0, pa.float64(): 0.0, pa.bool_(): False}


def article(article_id: str, text: str = "Text", **columns: Any) -> Row:
    """A row of `articles`, the only copy of its story."""
    own = {"external_id": article_id, "story_id": article_id, "path": "here", "language": "en"}
    return _fill("articles", article_id=article_id, text=text, word_count=len(text.split()), **own | columns)


def sentence(article_id: str, number: int, start: int, end: int) -> Row:
    return _fill("sentences", article_id=article_id, sentence=number, start=start, end=end)


def entity(article_id: str, start: int, surface: str, **columns: Any) -> Row:
    end = start + len(surface)
    return _fill("entities", article_id=article_id, start=start, end=end, surface=surface, **columns)


def location(location_id: str, name: str, **columns: Any) -> Row:
    """A row of `locations`, a town."""
    return _fill("locations", location_id=location_id, name=name, **{"feature": "PPL", **columns})


def candidate(mention: Row, location_id: str, name: str, **columns: Any) -> Row:
    where = {key: mention[key] for key in ("article_id", "start", "end")}
    return _fill("candidates", location_id=location_id, name=name, **{**where, "feature": "PPL", **columns})


def actor(actor_id: str, name: str, **columns: Any) -> Row:
    """A row of `actors`, a person."""
    return _fill("actors", actor_id=actor_id, name=name, **columns)


def quote(article_id: str, parts: Sequence[Sequence[int]], text: str, **columns: Any) -> Row:
    """A row of `quotes`, a direct one."""
    start, end = parts[0][0], parts[-1][-1]
    where = {"start": start, "end": end, "parts": parts, "quote_id": f"{article_id}-{start}-{end}"}
    return _fill("quotes", article_id=article_id, text=text, **where, **columns)


def speaker(quote: Row, actor_id: str, **columns: Any) -> Row:
    """A row of `speakers`; its words are the quote's speaker, or the quote itself where it names none."""
    start, end = quote["speaker_start"], quote["speaker_end"]
    own = {"start": quote["start"], "end": quote["end"]} if start is None else {"start": start, "end": end}
    return _fill("speakers", quote_id=quote["quote_id"], actor_id=actor_id, **own | columns)


def claim(article_id: str, start: int, text: str, matter: str, **columns: Any) -> Row:
    """A row of `claims`; of what is named nothing but what is given."""
    end = start + len(text)
    own = {"claim_id": f"{article_id}-{start}-{end}-{matter}", "end": end, "text": text, "matter": matter}
    return _fill("claims", article_id=article_id, start=start, **own | columns)


def movement(article_id: str, start: int, text: str, **columns: Any) -> Row:
    """A row of `movements`; of what is named nothing but what is given."""
    end = start + len(text)
    ends = f"{columns.get('from_start') or 0}-{columns.get('to_start') or 0}"
    own = {"movement_id": f"{article_id}-{start}-{end}-{ends}", "end": end, "text": text}
    return _fill("movements", article_id=article_id, start=start, **own | columns)


def reject(path: str, record: str, reason: str) -> Row:
    return _fill("rejects", path=path, record=record, reason=reason)


def tables(**rows: Iterable[Row]) -> dict[str, pa.Table]:
    """All tables with these rows; those of which none are given are empty.

    A quote with an actor for which there is no row of `speakers` has that actor as its only speaker.
    """
    quotes, speakers = [*rows.get("quotes", ())], [*rows.get("speakers", ())]
    given = {row["quote_id"] for row in speakers}
    alone = (row for row in quotes if row["actor_id"] is not None and row["quote_id"] not in given)
    rows |= {"quotes": quotes, "speakers": [*speakers, *(speaker(row, row["actor_id"]) for row in alone)]}
    made = {name: Rows(name) for name in TABLES}
    for name, each in rows.items():
        made[name].extend(each)
    return {name: each.table() for name, each in made.items()}


def count_mentions(entities: Sequence[Row]) -> Row:
    """What the rows of actors and places say of their mentions."""
    return {"mentions": len(entities), "articles": len({row["article_id"] for row in entities})}


def count_senses(entities: Sequence[Row]) -> Row:
    """What the row of a place says of its mentions, adjectives and parts of other names aside."""
    placed = [row for row in entities if row["sense"] in PLACED_SENSES]
    return count_mentions(placed) | {
        "mentions": sum(row["sense"] == "place" for row in placed),
        "actor_mentions": sum(row["sense"] == "actor" for row in placed),
    }


def _fill(table: str, **columns: Any) -> Row:
    """The row with these columns, and with what is plainest in every other."""
    return {column.name: _default(column) for column in TABLES[table].columns} | columns


def _default(column: Column) -> Any:
    if column.null:
        return None
    if column.values:
        return column.values[0]
    return [] if pa.types.is_list(column.type) else PLAIN[column.type]
