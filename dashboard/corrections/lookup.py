"""What a replay asks of the tables as preprocess left them: database `read` of the store, and its columns.

Articles, mentions, quotes and speakers are known by their numbers: the positions of their rows in the table, from 0.
"""

from collections.abc import Collection, Iterable, Mapping

import duckdb
import numpy as np
import pyarrow as pa

from dashboard.columns.ascending import find_rows, join_ranges
from dashboard.columns.columns import Columns
from dashboard.corrections.codes import NO_ROWS, Flags, Numbers
from dashboard.corrections.record import GivenPlace
from dashboard.tables.contract import PLACED_SENSES, SENSES, TABLES

PLACED = [SENSES.index(sense) for sense in PLACED_SENSES]

# Id and number of an article -> how many mentions of the id it has.
type Counts = dict[tuple[str, int], int]


class Lookup:
    """The tables as preprocess left them: rows are read with `cursor`, found and counted in `columns`."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, columns: Columns) -> None:
        self._cursor = cursor
        self._columns = columns

    def find_mentions(self, actors: Collection[str]) -> Numbers:
        """The numbers of the mentions of these actors."""
        columns = self._columns
        return _append(columns.mentions_of("actors", each) for each in columns.find("actors", actors))

    def find_placed(self, subjects: Iterable[tuple[str, str]]) -> Numbers:
        """The numbers of the mentions of each surface and place; of a surface and "", those that have no place."""
        return np.unique(_append(self._find_placed(surface, place) for surface, place in subjects))

    def find_written(self, subjects: Iterable[tuple[str, int]]) -> Numbers:
        """The numbers of the mentions of each surface and article."""
        found = []
        for surface, article in subjects:
            mentions = self._rows_of_articles("mentions", [article])
            found.append(mentions[self._columns["mentions.surface"][mentions] == self._find_surface(surface)])
        return np.unique(_append(found))

    def find_quotes(self, actors: Collection[str], articles: Collection[int]) -> Numbers:
        """The numbers of the quotes that one of these actors says or was told, and of all in these articles."""
        wanted = self._flag("actors", self._columns.find("actors", actors))
        said = self._columns["speakers.quote"][wanted[self._columns["speakers.actor"]]]
        told = np.flatnonzero(wanted[self._columns["quotes.via"]])
        return np.unique(_append([said, told, self._rows_of_articles("quotes", articles)]))

    def mentions(self, numbers: Numbers) -> pa.Table:
        """Rows of `entities`, each with its `number` and that of its article, `article`."""
        return self._read("entities", numbers, "article", "rowid AS number")

    def quotes(self, numbers: Numbers) -> pa.Table:
        """Rows of `quotes`, each with its `number` and that of its article, `article`."""
        return self._read("quotes", numbers, "article", "rowid AS number")

    def speakers(self, quotes: Numbers) -> pa.Table:
        """The rows of `speakers` of the quotes with these numbers, which ascend."""
        return self._read("speakers", find_rows(self._columns["speakers.quote"], quotes))

    def actors(self, actors: Collection[str]) -> pa.Table:
        """The rows of these actors; of one that is not in the table, none."""
        return self._read("actors", self._columns.find("actors", actors))

    def locations(self, places: Collection[str]) -> pa.Table:
        """The rows of these places, as the store has them; of one that is not in the table, none."""
        return self._read("locations", self._columns.find("locations", places), "gazetteer_name", "has_namesake")

    def weighed(self, places: Collection[str]) -> pa.Table:
        """Rows as of `locations` of those of these places that are candidates, with no mention and no population."""
        known = self._columns.texts["candidate_places.name"]
        numbers = [number for number in (known.find(each) for each in places) if number >= 0]
        candidates = _append(np.flatnonzero(self._columns["candidates.candidate"] == each)[:1] for each in numbers)
        return self._select(
            """SELECT location_id, name, country_code, admin1, feature, latitude, longitude, 0 AS population,
                      0 AS mentions, 0 AS actor_mentions, 0 AS articles, name AS gazetteer_name,
                      (name, country_code) IN (SELECT (name, country_code) FROM read.locations) AS has_namesake
               FROM read.candidates SEMI JOIN wanted ON rowid = wanted.each""",
            pa.array(self._columns["candidates.row"][candidates], pa.int64()),
        )

    def given(self, places: Mapping[str, GivenPlace]) -> pa.Table:
        """Rows as of `locations` of places that only corrections describe, with no mention."""
        texts, numbers = ("name", "country_code", "admin1", "feature"), ("latitude", "longitude", "population")
        described = {
            name: pa.array([getattr(each, name) or None for each in places.values()], pa.string()) for name in texts
        } | {name: [getattr(each, name) for each in places.values()] for name in numbers}
        return self._select(
            f"""SELECT location_id, {", ".join(described)}, 0 AS mentions, 0 AS actor_mentions, 0 AS articles,
                       name AS gazetteer_name,
                       count(*) OVER (PARTITION BY name, country_code) > 1 OR coalesce(
                           (name, country_code) IN (SELECT (name, country_code) FROM read.locations), false
                       ) AS has_namesake
                FROM wanted""",
            pa.table({"location_id": [*places], **described}),
        )

    def states(self) -> dict[str, str]:
        """Country code -> the id of the actor that is its state: of several, the one that is mentioned most."""
        found = self._cursor.execute("""
            SELECT country_code, arg_max(actor_id, mentions) FROM read.actors
            WHERE kind = 'state' AND country_code IS NOT NULL GROUP BY country_code""")
        return dict(found.fetchall())

    def articles(self, external_ids: Collection[str]) -> list[tuple[str, int]]:
        """External id and number of the articles that the input gave one of these ids."""
        found = self._select("SELECT external_id, rowid FROM read.articles SEMI JOIN wanted"
                             " ON external_id = wanted.each", pa.array([*external_ids], pa.string()))  # fmt: skip
        return list(zip(*found.to_pydict().values(), strict=True))

    def sentences(self, article: int) -> list[tuple[int, str]]:
        """Number and words of each sentence of an article."""
        columns = self._columns
        text = columns.text("articles.text", article) or ""
        first, last = columns["articles.first_of_sentences"][article : article + 2]
        names = ("sentences.sentence", "sentences.start", "sentences.end")
        spans = zip(*(columns[name][first:last].tolist() for name in names), strict=True)
        return [(sentence, text[start:end]) for sentence, start, end in spans]

    def count_surfaces(self, actor: str) -> list[tuple[str, int]]:
        """Each surface of the actor's mentions, and how many are written so."""
        columns = self._columns
        surfaces = columns["mentions.surface"][self.find_mentions([actor])]
        numbers, times = np.unique(surfaces, return_counts=True)
        return [(columns.text("surfaces.name", number) or "", count)
                for number, count in zip(numbers.tolist(), times.tolist(), strict=True)]  # fmt: skip

    def count_named(self, actors: Collection[str], articles: Numbers) -> Counts:
        """How many mentions of these actors are in these articles."""
        return self._count("actors", actors, articles)

    def count_placed(self, places: Collection[str], articles: Numbers) -> Counts:
        """How many mentions that are drawn at these places are in these articles."""
        return self._count("locations", places, articles)

    def find_named_otherwise(self, places: Collection[str]) -> set[str]:
        """Those of these places that a mention names that is not drawn, such as “Syrian”."""
        columns = self._columns
        wanted = self._flag("locations", columns.find("locations", places))
        mentions = np.flatnonzero(wanted[columns["mentions.location"]])
        mentions = mentions[~np.isin(columns["mentions.sense"][mentions], PLACED)]
        named = np.unique(columns["mentions.location"][mentions])
        return {place for place in columns.texts["locations.id"].take(named) if place}

    def count_quoted(self, actor: str) -> int:
        """How often the actor says a quote or is the outlet of one."""
        return sum(
            int(np.count_nonzero(self._columns[column] == number))
            for number in self._columns.find("actors", [actor])
            for column in ("speakers.actor", "quotes.via")
        )

    def _find_placed(self, surface: str, place: str) -> Numbers:
        columns, number = self._columns, self._find_surface(surface)
        if number < 0:
            return NO_ROWS
        if not place:
            mentions = _append([columns.mentions_of("surfaces", number)])
            return mentions[np.asarray(columns["mentions.location"][mentions] < 0)]
        mentions = _append(columns.mentions_of("locations", each) for each in columns.find("locations", [place]))
        return mentions[np.asarray(columns["mentions.surface"][mentions] == number)]

    def _find_surface(self, surface: str) -> int:
        return self._columns.texts["surfaces.name"].find(surface)

    def _rows_of_articles(self, group: str, articles: Collection[int]) -> Numbers:
        """The numbers of the mentions or quotes in these articles."""
        first, numbers = self._columns[f"articles.first_of_{group}"], np.array([*articles], dtype=np.int64)
        return join_ranges(first[numbers], first[numbers + 1])

    def _count(self, group: str, ids: Collection[str], articles: Numbers) -> Counts:
        columns = self._columns
        counts: Counts = {}
        wanted = self._flag("articles", articles)
        for each, number in zip(ids, map(columns.texts[f"{group}.id"].find, ids), strict=True):
            if number >= 0:
                named_in = columns["mentions.article"][columns.mentions_of(group, number)]
                found, times = np.unique(named_in[wanted[named_in]], return_counts=True)
                counts |= {
                    (each, article): count for article, count in zip(found.tolist(), times.tolist(), strict=True)
                }
        return counts

    def _flag(self, group: str, numbers: Iterable[int]) -> Flags:
        """Whether each number of a group is one of these; false for -1, the number of none."""
        flags = np.zeros(len(self._columns.texts[f"{group}.id"]) + 1, dtype=np.bool_)
        flags[np.array([*numbers], dtype=np.int64)] = True
        return flags

    def _read(self, table: str, numbers: Numbers | Collection[int], *more: str) -> pa.Table:
        """The rows of a table with these numbers, in order: the columns of the contract and more."""
        names = ", ".join([*(f'"{column.name}"' for column in TABLES[table].columns), *more])
        return self._select(f"SELECT {names} FROM read.{table} SEMI JOIN wanted ON rowid = wanted.each ORDER BY rowid",
                            pa.array(numbers, pa.int64()))  # fmt: skip

    def _select(self, select: str, wanted: pa.Array | pa.Table) -> pa.Table:
        """The rows that a query gives which joins with `wanted`, a table or the values of its column `each`."""
        self._cursor.register("wanted", wanted if isinstance(wanted, pa.Table) else pa.table({"each": wanted}))
        return self._cursor.sql(select).to_arrow_table()


def _append(parts: Iterable[Numbers]) -> Numbers:
    return np.concatenate([NO_ROWS, *parts])
