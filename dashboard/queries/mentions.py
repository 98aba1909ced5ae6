"""Mentions: the sentences behind a number, one row a mention, a sentence, an article or a story."""

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.selection import EVERYTHING, Selection, select_articles
from dashboard.reader import Reader

# The filter `unit` -> the columns that identify what has one row; without the filter, a mention.
UNITS = {
    (): 'article_id, start, "end"',
    ("sentence",): "article_id, sentence",
    ("article",): "article_id",
    ("story",): "story_id",
}

# The filter `of` -> the mentions that are listed.
OF = {"actors": "actor_id IS NOT NULL", "places": "placed_id IS NOT NULL"}

# Whether one of the actors in the filter `with` is named in the same article, or in the same sentence.
BESIDE = """EXISTS (SELECT 1 FROM mentions other WHERE other.actor_id IN (SELECT unnest($beside))
                    AND other.article_id = mentions.article_id {same_sentence})"""
SAME_SENTENCE = "AND other.sentence = mentions.sentence"


def count_mentions(reader: Reader, filters: Filters) -> int:
    """How many rows `list_mentions` has in all."""
    return _listed(filters).count(reader, "SELECT count(*) FROM listed")


def list_mentions(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns article_id, title, source, published, sentence, text (of the sentence), start and end (of the mention in
    that text), mention (its id), surface, role, actor_id, actor, location_id, placed_id (the same, of a mention that
    counts for its place), place, sense, others (start and end of each mention of a `with` actor in that text); the
    newest article first."""
    return _listed(filters).ask(reader, """
        SELECT article_id, title, source, published, sentence,
               substring(chosen.text, s.start + 1, greatest(s."end", listed."end") - s.start) AS text,
               listed.start - s.start AS start, listed."end" - s.start AS "end",
               listed.article_id || '@' || listed.start AS mention, surface, role,
               listed.actor_id, actors.name AS actor, listed.location_id, placed_id, locations.name AS place, sense,
               (SELECT list([other.start - s.start, other."end" - s.start] ORDER BY other.start) FROM mentions other
                WHERE other.article_id = listed.article_id AND other.sentence = listed.sentence
                  AND other.actor_id IN (SELECT unnest($beside))) AS others
        FROM listed JOIN chosen USING (article_id) JOIN sentences s USING (article_id, sentence)
             LEFT JOIN actors USING (actor_id) LEFT JOIN locations USING (location_id)
        ORDER BY published DESC NULLS LAST, article_id, listed.start, listed."end" LIMIT $limit OFFSET $offset""",
        beside=list(filters.beside), limit=limit, offset=offset)  # fmt: skip


def _listed(filters: Filters) -> Selection:
    """The selection with `listed`, the rows of `list_mentions`: of the mentions selected, the first of each unit."""
    selection = select_articles(filters)
    wanted = selection.narrow(filters, "list")
    if filters.beside:
        selection.parameters["beside"] = list(filters.beside)
        wanted.append(BESIDE.format(same_sentence="" if filters.within else SAME_SENTENCE))
    if filters.of or wanted == [EVERYTHING]:
        wanted.append(" OR ".join(f"({OF[each]})" for each in filters.of or OF))
    where = " AND ".join(f"({condition})" for condition in wanted)
    unit = UNITS[filters.unit[:1]]
    selection.clauses.append(f"""
        listed AS (
            SELECT mentions.* FROM mentions JOIN (SELECT article_id, story_id, published FROM chosen) USING (article_id)
            WHERE {where}
            QUALIFY row_number() OVER (PARTITION BY {unit} ORDER BY published, article_id, start, "end") = 1)""")
    return selection
