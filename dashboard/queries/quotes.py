"""Quotes: who said what, about whom and about which place, and how the source is identified.

A quote is *about* an actor that is named within its words. It *names* a place that is named within its words or in the
sentence in which it begins: “Homs was ‘safe’, the ministry said” names Homs, though Homs is not in quotation marks.
"""

import pandas as pd

from dashboard.filters import FILTERS, Filters
from dashboard.queries.articles import BUCKETS
from dashboard.queries.selection import SPEAKING, Selection, select_articles
from dashboard.reader import Reader
from dashboard.tables.contract import SOURCINGS

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

# What quotes are grouped by when their sourcing is counted -> value and name of each quote's groups.
GROUPS = {
    "about": "SELECT quote_id, actor_id AS value, name FROM about JOIN actors USING (actor_id)"
    " WHERE len($about) = 0 OR actor_id IN (SELECT unnest($about))",
    "sources": "SELECT quote_id, source AS value, source AS name"
    " FROM quoted JOIN (SELECT article_id, source FROM chosen) USING (article_id) WHERE source IS NOT NULL",
}

BY_SOURCING = ", ".join(f"count(*) FILTER (sourcing = '{each}') AS \"{each}\"" for each in SOURCINGS)


def count_quotes(reader: Reader, filters: Filters) -> int:
    """How many rows `list_quotes` has in all."""
    return select_quotes(filters).count(reader, "SELECT count(*) FROM listed")


def list_quotes(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns quote_id, article_id, title, source, published, url, sentence, text, kind, speaker, actor_ids and actors
    (the speakers that are known, in text order, perhaps none), sourcing, cue, stance, via_actor_id, via, confidence;
    context: the sentences that hold quote, speaker and cue; context_start, start, end, parts, and the offsets of
    speaker and cue, in the article's text. The newest article first."""
    return read_quotes(select_quotes(filters), reader, "SELECT quote_id FROM listed", """
        ORDER BY published DESC NULLS LAST, article_id, start, quote_id LIMIT $limit OFFSET $offset""",
        limit=limit, offset=offset)  # fmt: skip


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


def count_values(reader: Reader, filters: Filters, field: str) -> pd.DataFrame:
    """Columns value, name and quotes: how many quotes the filter would leave with this value alone, the most first.

    The values that are chosen for it now have no effect. A quote of two speakers, or of two places, counts for both.
    """
    return select_quotes(filters.without(field)).ask(reader, f"""
        SELECT value, any_value(name) AS name, count(*) AS quotes FROM ({FILTERS[field].facet}) WHERE value IS NOT NULL
        GROUP BY value ORDER BY quotes DESC, name, value""")  # fmt: skip


def count_days(reader: Reader, filters: Filters, bucket: str) -> pd.DataFrame:
    """Columns since and until (days, both included) of each bucket with a quote, quotes, and a column for each way of
    sourcing; quotes of articles without a date have no row."""
    return select_quotes(filters).ask(reader, f"""
        SELECT CAST(date_trunc('{bucket}', published) AS DATE) AS since,
               CAST(date_trunc('{bucket}', published) + {BUCKETS[bucket]} - INTERVAL 1 DAY AS DATE) AS until,
               count(*) AS quotes, {BY_SOURCING}
        FROM listed JOIN (SELECT article_id, published FROM chosen) USING (article_id) WHERE published IS NOT NULL
        GROUP BY ALL ORDER BY since""")  # fmt: skip


def count_sourcing(reader: Reader, filters: Filters, group: str) -> pd.DataFrame:
    """Columns value, name, quotes, and a column for each way of sourcing: one row an actor that quotes are about
    (`about`) or an outlet that carries them (`sources`), the most quotes first."""
    selection = select_quotes(filters)
    parameters = {"about": list(filters.about)} if group == "about" else {}
    return selection.ask(reader, f"""
        SELECT value, any_value(name) AS name, count(*) AS quotes, {BY_SOURCING}
        FROM ({GROUPS[group]}) JOIN listed USING (quote_id)
        GROUP BY value ORDER BY quotes DESC, name, value""", **parameters)  # fmt: skip


def select_quotes(filters: Filters) -> Selection:
    """The selection with `listed`, the quotes that the filters of quotes leave.

    It also has `about` and `placed`, the actors and the places of each quote in the selected articles; `itself` is
    false where a place is named only for an actor.
    """
    selection = select_articles(filters)
    conditions = selection.narrow(filters, "quotes")
    selection.clauses += [ABOUT, PLACED, f"listed AS (SELECT * FROM quoted WHERE {' AND '.join(conditions)})"]
    return selection
