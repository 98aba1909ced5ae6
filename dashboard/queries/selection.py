"""Selection: filters as SQL, so that every question narrows the corpus in the same way.

`chosen` holds the articles that the filters select; `mentions` the rows of entities in them, `quoted` the quotes. With
`near=sentence` all three keep only sentences that name every chosen actor and place.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pandas as pd

from dashboard.filters import Filters

IN_ARTICLES = {
    "actors": "article_id IN (SELECT article_id FROM entities WHERE actor_id IN (SELECT unnest($actors)))",
    "locations": "article_id IN (SELECT article_id FROM entities"
    " WHERE location_id IN (SELECT unnest($locations)) AND sense <> 'demonym')",
    "sources": "source IN (SELECT unnest($sources))",
    "since": "published >= CAST($since AS DATE)",
    "until": "published < CAST($until AS DATE) + INTERVAL 1 DAY",
}

NEAR = """
    SELECT article_id, sentence FROM entities
    WHERE actor_id IN (SELECT unnest($actors))
       OR (location_id IN (SELECT unnest($locations)) AND sense <> 'demonym')
    GROUP BY article_id, sentence
    HAVING count(DISTINCT actor_id) FILTER (actor_id IN (SELECT unnest($actors))) = len($actors)
       AND count(DISTINCT location_id) FILTER (location_id IN (SELECT unnest($locations)) AND sense <> 'demonym')
           = len($locations)
"""

APOSTROPHES = "'‘’ʼ"


@dataclass(slots=True)
class Selection:
    """The WITH clause of a question and its parameters; `ask` runs a SELECT under it."""

    clauses: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)

    def ask(self, cursor: duckdb.DuckDBPyConnection, select: str, **parameters: Any) -> pd.DataFrame:
        """The frame that `select` gives under this selection."""
        return self._run(cursor, select, parameters).df()

    def count(self, cursor: duckdb.DuckDBPyConnection, select: str, **parameters: Any) -> int:
        """The one number that `select` gives under this selection; 0 for null."""
        row = self._run(cursor, select, parameters).fetchall()[0]
        return int(row[0] or 0)

    def _run(
        self, cursor: duckdb.DuckDBPyConnection, select: str, parameters: dict[str, Any]
    ) -> duckdb.DuckDBPyConnection:
        statement = f"WITH {', '.join(self.clauses)} {select}"
        return cursor.execute(statement, {**self.parameters, **parameters})


def select_articles(filters: Filters) -> Selection:
    """The selection that these filters make; keys of other scopes than the corpus do not narrow it."""
    selection = Selection()
    conditions = []
    for attribute, condition in IN_ARTICLES.items():
        if value := getattr(filters, attribute):
            conditions.append(condition)
            selection.parameters[attribute] = list(value) if isinstance(value, tuple) else value
    for number, words in enumerate(split_words(filters.words)):
        has_words = has_word("words", f"words{number}")
        conditions.append(f"article_id IN (SELECT article_id FROM searched WHERE {has_words})")
        selection.parameters[f"words{number}"] = escape_words(words)
    together = ""
    if filters.near and (filters.actors or filters.locations):
        selection.parameters |= {"actors": list(filters.actors), "locations": list(filters.locations)}
        selection.clauses.append(f"together AS MATERIALIZED ({NEAR})")
        conditions.append("article_id IN (SELECT article_id FROM together)")
        together = "SEMI JOIN together USING (article_id, sentence)"
    where = f"WHERE {' AND '.join(conditions)}" if conditions else ""
    selection.clauses += [
        f"chosen AS MATERIALIZED (SELECT article_id, story_id, title, source, published, text FROM articles {where})",
        f"mentions AS (SELECT * FROM entities SEMI JOIN chosen USING (article_id) {together})",
        f"quoted AS (SELECT * FROM quotes SEMI JOIN chosen USING (article_id) {together})",
    ]
    return selection


def split_words(words: str) -> list[str]:
    """Each word, and each phrase in quotation marks, that the text must have."""
    found = re.findall(r'["“]([^"”]+)["”]|(\S+)', words)
    wanted = (" ".join((phrase or word.strip('"“”')).split()) for phrase, word in found)
    return [words for words in wanted if words]


def has_word(column: str, parameter: str) -> str:
    """The SQL condition that `column`, lower case without accents, has the whole word or phrase `parameter`.

    In any script, any white space between the words: `\\b` and `\\s`, which would say it shorter, know ASCII only.
    """
    words = f"replace(strip_accents(lower(${parameter})), ' ', '[\\s\\pZ]+')"
    return f"regexp_matches({column}, '(?:^|[^\\pL\\pN])' || {words} || '(?:$|[^\\pL\\pN])')"


def escape_words(words: str) -> str:
    """The words for an RE2 pattern; an apostrophe stands for each that is written as one."""
    escaped = re.sub(r"([!-&(-/:-@\[-^`{-~])", r"\\\1", words)  # RE2 refuses the escape of other than ASCII
    return re.sub(f"[{APOSTROPHES}]", f"[{APOSTROPHES}]", escaped)
