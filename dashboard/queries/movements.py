"""Movements: who or what goes from where to where, and on whose word.

A movement is told by whoever says the quote that it stands in, else by its outlet. Its ends are the places of the
mentions that name them, as corrections have these; a movement whose ends are both gone is none.
"""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns.ascending import drop_repeated, is_among
from dashboard.columns.columns import Array, Columns
from dashboard.filters import ENDS, Filters
from dashboard.queries.articles import describe_articles
from dashboard.queries.mentions import find_sentence
from dashboard.queries.quotes import find_speakers
from dashboard.queries.selection import make_keys, select_articles
from dashboard.queries.tally import count_of_each
from dashboard.queries.units import first_of_units
from dashboard.reader import Reader
from dashboard.tables.contract import MOVES, SOURCINGS, STATUSES
from dashboard.wording import listed, text_of

# Columns of a movement that no correction changes.
WRITTEN = (
    "movement_id", "text", "who", "who_start", "who_end", "from_start", "from_end", "to_start", "to_end", "quote_id",
)  # fmt: skip


def count_movements(reader: Reader, filters: Filters) -> int:
    """How many rows `list_movements` has in all."""
    return len(_find_listed(reader, filters))


def list_movements(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns movement_id, article_id, title, source, published, sentence, kind, status, who (as written), actor_id and
    actor (who moves), from_location_id, from_place, from_latitude, from_longitude, from_mention (its id) and the same
    with to_; quote_id,
    speaker (as written), actor_ids and actors (the speakers that are known), sourcing, via_actor_id and via, all null
    or empty where the outlet says it; words (of the movement), text (of the sentence), start and end of the words in
    it, and in it, too, who_start, who_end and the same with from_ and to_. The newest article first; with `unit` the
    first of each sentence, article and so on."""
    return read_movements(reader, _find_listed(reader, filters)[offset : None if limit is None else offset + limit])


def count_kinds(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns kind, movements, articles, stories, planned and denied: a row for each kind, the most movements first.

    The kinds that are chosen now have no effect.
    """
    columns, rows = reader.columns, find_movements(reader, filters.without("moves"))
    kinds = columns["movements.kind"][rows]
    counts = count_by_group(columns, rows, kinds, len(MOVES))
    frame = pd.DataFrame({"kind": pd.Series(MOVES, dtype="str"), **counts}).drop(columns="origins")
    frame = frame[frame["movements"] > 0].sort_values("movements", ascending=False, kind="stable")
    return frame.reset_index(drop=True)


def find_movements(reader: Reader, filters: Filters) -> Array:
    """The numbers of the movements that these filters leave, ascending: the newest article first; whatever the unit."""
    wanted = filters.only("corpus", "list").without("screen", "unit")
    return reader.keep(("movements", wanted), lambda: _narrow(reader, wanted))


def _find_listed(reader: Reader, filters: Filters) -> Array:
    """The movements that are listed, one of each unit."""
    return first_of_units(reader.columns, find_movements(reader, filters), filters.unit, "movements")


def find_ends(columns: Columns, rows: Array) -> tuple[Array, Array]:
    """From where and to where each of these movements goes: numbers of places, -1 where that is not said."""
    origins, goals = (_read_named(columns, f"movements.{end}", "location", rows) for end in ("origin", "goal"))
    return origins, goals


def find_movers(columns: Columns, rows: Array) -> Array:
    """The actor who moves in each of these movements, or whose forces do; -1 where none is known."""
    return _read_named(columns, "movements.actor", "actor", rows)


def _read_named(columns: Columns, column: str, named: str, rows: Array) -> Array:
    """What the mentions in a column of these movements name: an actor or a location, -1 for none."""
    mentions = columns[column][rows]
    found = np.full(len(rows), -1, np.int32)
    found[mentions >= 0] = columns[f"mentions.{named}"][mentions[mentions >= 0]]
    return found


def _select(reader: Reader, filters: Filters) -> Array:
    """The movements in the selected articles, without those in quotes, or of places, that are left out; where `near`
    limits the selection, those in its sentences or in its quotes."""
    columns, selection = reader.columns, select_articles(reader, filters)
    rows = selection.rows("movements")
    rows = np.arange(rows.start, rows.stop) if isinstance(rows, slice) else rows
    if selection.limited is not None and filters.near == ("quote",):
        rows = rows[columns["movements.quote"][rows] >= 0]
    elif selection.limited is not None:
        sentences = make_keys(*(columns[f"mentions.{name}"][selection.mentions] for name in ("article", "sentence")))
        own = make_keys(*(columns[f"movements.{name}"][rows] for name in ("article", "sentence")))
        rows = rows[is_among(own, drop_repeated(sentences))]
        # A quote that began in an earlier sentence goes on in these.
        selection = select_articles(reader, filters.without("actors", "locations", "box", "near"))
    stands = selection.has(columns["movements.article"][rows], columns["movements.quote"][rows])
    if selection.standing is not None:
        kept = np.append(selection.standing.mentions, True)  # the last is that of an end that is not said
        stands &= kept[columns["movements.origin"][rows]] & kept[columns["movements.goal"][rows]]
    return rows[stands]


def _narrow(reader: Reader, filters: Filters) -> Array:
    columns, rows = reader.columns, _select(reader, filters)
    origins, goals = find_ends(columns, rows)
    conditions = [(origins >= 0) | (goals >= 0)]
    for name, chosen, values in (("kind", filters.moves, MOVES), ("status", filters.statuses, STATUSES)):
        if chosen:
            conditions.append(np.isin(columns[f"movements.{name}"][rows], [values.index(each) for each in chosen]))
    if filters.ends:
        said = np.select([(origins >= 0) & (goals >= 0), origins >= 0], [0, 1], 2)
        conditions.append(np.isin(said, [ENDS.index(each) for each in filters.ends]))
    if filters.movers:
        conditions.append(np.isin(find_movers(columns, rows), columns.find("actors", filters.movers)))
    for places, ends in (
        (filters.from_places, (origins,)), (filters.to_places, (goals,)), (filters.end_places, (origins, goals)),
    ):  # fmt: skip
        if places:
            numbers = columns.find("locations", places)
            conditions.append(np.any([np.isin(each, numbers) for each in ends], axis=0))
    return np.asarray(rows[np.all(conditions, axis=0)])


def count_by_group(columns: Columns, rows: Array, groups: Array, size: int) -> dict[str, Array]:
    """How many movements, articles, stories and origins each group has, and how many movements are planned or denied.

    `groups` has a number below `size` for each of the movements.
    """
    articles, statuses = columns["movements.article"][rows], columns["movements.status"][rows]
    units = {"articles": articles, "stories": columns["articles.story"][articles],
             "origins": columns["articles.origin"][articles]}  # fmt: skip
    return {
        "movements": np.bincount(groups, minlength=size),
        **{name: count_of_each(groups, numbers, size) for name, numbers in units.items()},
        **{name: np.bincount(groups[statuses == STATUSES.index(name)], minlength=size)
           for name in ("planned", "denied")},
    }  # fmt: skip


def describe_ends(columns: Columns, origins: Array, goals: Array) -> pd.DataFrame:
    """The columns of both ends: id, name, latitude and longitude."""
    frame: dict[str, Any] = {}
    for end, numbers in (("from", origins), ("to", goals)):
        frame[f"{end}_location_id"] = pd.Series(columns.texts["locations.id"].take(numbers), dtype="str")
        frame[f"{end}_place"] = pd.Series(columns.texts["locations.name"].take(numbers), dtype="str")
        for name in ("latitude", "longitude"):
            frame[f"{end}_{name}"] = np.where(numbers >= 0, np.append(columns[f"locations.{name}"], 0)[numbers], np.nan)
    return pd.DataFrame(frame)


def name_teller(row: Any) -> str:
    """On whose word a row of `list_movements` stands: “AFP”, “a source close to Hezbollah, to AFP”, “Sample Wire
    itself”."""
    if not text_of(row["quote_id"]):
        return f"{text_of(row['source']) or 'the outlet'} itself"
    name = listed(row["actors"]) or text_of(row["speaker"]) or "an unknown source"
    via = text_of(row["via"])
    return f"{name}, to {via}" if via else name


def read_tellers(reader: Reader, numbers: Array) -> pd.DataFrame:
    """The columns of `list_movements` on who says these movements, which ascend."""
    columns = reader.columns
    articles, quotes = columns["movements.article"][numbers], columns["movements.quote"][numbers]
    said = quotes >= 0
    wanted, position = np.unique(quotes[said], return_inverse=True)
    written = reader.read_rows("quotes", ("quote_id", "speaker"), wanted)
    vias = np.where(said, np.append(columns["quotes.via"], -1)[quotes], -1)
    found = find_speakers(columns, wanted)
    speakers = _spread([each.tolist() for each in found], said, position, [])
    names, ids = columns.texts["actors.name"], columns.texts["actors.id"]
    sourcings = [SOURCINGS[each] for each in columns["quotes.sourcing"][wanted]]
    texts = {
        "quote_id": _spread(written["quote_id"].tolist(), said, position),
        "source": columns.texts["sources.name"].take(columns["articles.source"][articles]),
        "speaker": _spread([text_of(each) or None for each in written["speaker"]], said, position),
        "sourcing": _spread(sourcings, said, position),
        "via_actor_id": ids.take(vias), "via": names.take(vias),
    }  # fmt: skip
    return pd.DataFrame({name: pd.Series(values, dtype="str") for name, values in texts.items()}).assign(
        actor_ids=pd.Series([ids.take(each) for each in speakers], dtype=object),
        actors=pd.Series([names.take(each) for each in speakers], dtype=object),
    )


def _spread(values: Sequence[Any], said: Array, position: Array, empty: Any = None) -> list[Any]:
    """The value of the quote of each movement, `empty` for those that stand in none."""
    of_quotes = iter(position.tolist())
    return [values[next(of_quotes)] if each else empty for each in said.tolist()]


def read_movements(reader: Reader, numbers: Array) -> pd.DataFrame:
    """The columns of `list_movements` for these movements, which ascend."""
    columns = reader.columns
    written = reader.read_rows("movements", WRITTEN, numbers)
    origins, goals = find_ends(columns, numbers)
    movers = find_movers(columns, numbers)
    sentences = list(_read_sentences(columns, numbers))
    begins = np.array([begin for begin, _ in sentences], np.int64)
    marks = {
        f"{name}_{edge}": written[f"{name}_{edge}"].to_numpy(float) - begins
        for name in ("who", "from", "to") for edge in ("start", "end")
    }  # fmt: skip
    kinds, statuses = (columns[f"movements.{name}"][numbers] for name in ("kind", "status"))
    frame = describe_articles(columns, columns["movements.article"][numbers])
    ids = frame["article_id"].tolist()
    mentions = {
        f"{end}_mention": pd.Series(
            [None if pd.isna(start) else f"{article}@{int(start)}"
             for article, start in zip(ids, written[f"{end}_start"], strict=True)], dtype="str",
        ) for end in ("from", "to")
    }  # fmt: skip
    frame.insert(0, "movement_id", written["movement_id"])
    frame = frame.assign(
        sentence=columns["movements.sentence"][numbers],
        kind=pd.Series([MOVES[each] for each in kinds], dtype="str"),
        status=pd.Series([STATUSES[each] for each in statuses], dtype="str"),
        who=written["who"],
        actor_id=pd.Series(columns.texts["actors.id"].take(movers), dtype="str"),
        actor=pd.Series(columns.texts["actors.name"].take(movers), dtype="str"),
    )
    tellers = read_tellers(reader, numbers).drop(columns="source")
    return pd.concat([frame, describe_ends(columns, origins, goals), tellers], axis=1).assign(
        words=written["text"], text=pd.Series([text for _, text in sentences], dtype="str"),
        start=columns["movements.start"][numbers] - begins, end=columns["movements.end"][numbers] - begins,
        **mentions, **marks,
    )  # fmt: skip


def _read_sentences(columns: Columns, numbers: Array) -> Iterator[tuple[int, str]]:
    """Where the sentence of each movement begins in its article, and its text; words that go on after it, too."""
    for number in numbers:
        article = columns["movements.article"][number]
        sentence = find_sentence(columns, article, columns["movements.sentence"][number])
        begin = int(columns["sentences.start"][sentence])
        end = max(columns["sentences.end"][sentence], columns["movements.end"][number])
        yield begin, (columns.text("articles.text", article) or "")[begin:end]
