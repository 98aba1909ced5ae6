"""Selection: filters as SQL, so that every question narrows the corpus in the same way.

Three common table expressions hold what the filters select: `chosen` the articles, `mentions` their rows of entities,
`quoted` their quotes. With `near=sentence`, mentions and quotes are kept only in sentences that name every chosen actor
and place, and articles only where they have such a sentence.
"""

import re
from dataclasses import dataclass, field
from typing import Any

import duckdb
import pandas as pd

from dashboard.filters import Filters, Scope
from dashboard.reader import Reader

# The condition where no filter sets one.
EVERYTHING = "true"

# Sentences that name every chosen actor and place.
TOGETHER = """
    SELECT article_id, sentence FROM entities
    WHERE actor_id IN (SELECT unnest($actors)) OR placed_id IN (SELECT unnest($locations))
    GROUP BY article_id, sentence
    HAVING count(DISTINCT actor_id) FILTER (actor_id IN (SELECT unnest($actors))) = len($actors)
       AND count(DISTINCT placed_id) FILTER (placed_id IN (SELECT unnest($locations))) = len($locations)
"""

# The speakers of each quote that are known as actors, in text order; {where} may choose the quotes.
SPEAKING = """
    SELECT quote_id, list(actor_id ORDER BY start) AS actor_ids, list(name ORDER BY start) AS actors
    FROM speakers JOIN actors USING (actor_id) {where} GROUP BY quote_id
"""


@dataclass(slots=True)
class Selection:
    """The WITH clause of a question and its parameters; `ask` runs a SELECT under it."""

    clauses: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)

    def narrow(self, filters: Filters, scope: Scope) -> list[str]:
        """The conditions that the filters of a scope set, at least one; their values become parameters."""
        conditions = [EVERYTHING]
        for each in filters.active(scope):
            value = getattr(filters, each.field)
            if each.form == "words" and each.sql:
                for number, words in enumerate(split_words(value)):
                    name = f"{each.field}_{number}"
                    conditions.append(each.sql.replace(f"${each.field}", f"${name}"))
                    self.parameters[name] = words
            elif each.sql:
                conditions.append(each.sql)
                self.parameters[each.field] = list(value) if isinstance(value, tuple) else value
        return conditions

    def ask(self, reader: Reader, select: str, **parameters: Any) -> pd.DataFrame:
        """The frame that `select` gives under this selection."""
        return self._run(reader, select, parameters).df()

    def count(self, reader: Reader, select: str, **parameters: Any) -> int:
        """The one number that `select` gives under this selection; 0 for null."""
        row = self._run(reader, select, parameters).fetchall()[0]
        return int(row[0] or 0)

    def _run(self, reader: Reader, select: str, parameters: dict[str, Any]) -> duckdb.DuckDBPyConnection:
        statement = f"WITH {', '.join(self.clauses)} {select}"
        return reader.execute(statement, {**self.parameters, **parameters})


def select_articles(filters: Filters) -> Selection:
    """The selection that the filters of the corpus make; filters of other scopes do not narrow it."""
    selection = Selection()
    conditions = selection.narrow(filters, "corpus")
    together = ""
    if filters.near and (filters.actors or filters.locations):
        selection.parameters |= {"actors": list(filters.actors), "locations": list(filters.locations)}
        selection.clauses.append(f"together AS MATERIALIZED ({TOGETHER})")
        conditions.append("article_id IN (SELECT article_id FROM together)")
        together = "SEMI JOIN together USING (article_id, sentence)"
    selection.clauses += [
        "chosen AS MATERIALIZED (SELECT article_id, story_id, title, source, published, text"
        f" FROM articles WHERE {' AND '.join(conditions)})",
        f"mentions AS (SELECT * FROM entities SEMI JOIN chosen USING (article_id) {together})",
        f"quoted AS (SELECT * FROM quotes SEMI JOIN chosen USING (article_id) {together})",
    ]
    return selection


ABOUT = """
    about AS (
        SELECT DISTINCT quote_id, e.actor_id FROM quoted q JOIN entities e USING (article_id)
        WHERE e.actor_id IS NOT NULL
          AND len(list_filter(q.parts, lambda part: part[1] <= e.start AND e."end" <= part[2])) > 0)
"""
PLACED = """
    placed AS (
        SELECT quote_id, e.placed_id AS location_id, bool_or(e.sense = 'place') AS itself
        FROM quoted q JOIN entities e USING (article_id)
        WHERE e.placed_id IS NOT NULL
          AND (e.sentence = q.sentence OR (q.start <= e.start AND e."end" <= q."end")) GROUP BY ALL)
"""


def read_quotes(
    selection: Selection, reader: Reader, ids: str, order: str = "", **parameters: int | None
) -> pd.DataFrame:
    """The columns of `list_quotes` for the quote_ids of the statement `ids`; `order` may cut the rows, too."""
    return selection.ask(reader, f"""
        , rows AS (
            SELECT quotes.*, title, source, published, chosen.text AS article,
                   least(start, speaker_start, cue_start) AS first, greatest("end", speaker_end, cue_end) AS last
            FROM quotes JOIN chosen USING (article_id) WHERE quote_id IN ({ids}) {order}),
        contexts AS (
            SELECT quote_id, min(sentences.start) AS context_start, max(sentences."end") AS context_end
            FROM rows JOIN sentences ON sentences.article_id = rows.article_id
                 AND sentences.start < rows.last AND sentences."end" > rows.first GROUP BY quote_id),
        speaking AS ({SPEAKING.format(where="WHERE quote_id IN (SELECT quote_id FROM rows)")})
        SELECT quote_id, rows.article_id, rows.title, rows.source, rows.published, articles.url, sentence, rows.text,
               rows.kind, speaker, coalesce(actor_ids, []) AS actor_ids, coalesce(actors, []) AS actors, sourcing, cue,
               stance, via_actor_id, heard.name AS via, confidence,
               substring(article, least(context_start, first) + 1,
                         greatest(context_end, last) - least(context_start, first)) AS context,
               least(context_start, first) AS context_start, start, "end", parts,
               speaker_start, speaker_end, cue_start, cue_end
        FROM rows JOIN articles USING (article_id) LEFT JOIN contexts USING (quote_id)
             LEFT JOIN speaking USING (quote_id)
             LEFT JOIN actors heard ON heard.actor_id = rows.via_actor_id
        ORDER BY rows.published DESC NULLS LAST, rows.article_id, start, quote_id""", **parameters)  # fmt: skip


def select_quotes(filters: Filters) -> Selection:
    """The selection with `listed`, the quotes that the filters of quotes leave.

    It also has `about` and `placed`, the actors and the places of each quote in the selected articles; `itself` is
    false where a place is named only for an actor.
    """
    selection = select_articles(filters)
    conditions = selection.narrow(filters, "quotes")
    selection.clauses += [ABOUT, PLACED, f"listed AS (SELECT * FROM quoted WHERE {' AND '.join(conditions)})"]
    return selection


def split_words(words: str) -> list[str]:
    """The words of a search, and its phrases in quotation marks as one each; a text must have all of them."""
    found = re.findall(r'["“]([^"”]+)["”]|(\S+)', words)
    wanted = (" ".join((phrase or word.strip('"“”')).split()) for phrase, word in found)
    return [words for words in wanted if words]
