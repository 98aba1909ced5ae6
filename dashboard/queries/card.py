"""The card: what the selected articles say of one actor.

Every count is of the selected articles and opens as a list; the links are made in `dashboard.views.actors`.
"""

from dataclasses import dataclass, replace

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.quotes import count_quotes
from dashboard.queries.selection import Selection, select_articles
from dashboard.reader import Reader


@dataclass(frozen=True, slots=True)
class Card:
    """One actor: who it is, how often it is named, and frames: `ends` with its first and last mention (empty where no
    article has a date), its aliases, roles and places."""

    actor_id: str
    name: str
    kind: str
    country_code: str | None
    unsure: bool
    mentions: int
    articles: int
    stories: int
    undated: int
    quotes_by: int
    quotes_about: int
    ends: pd.DataFrame
    aliases: pd.DataFrame
    roles: pd.DataFrame
    places: pd.DataFrame


def read_card(reader: Reader, filters: Filters, actor_id: str) -> Card:
    """The card of an actor that these tables have; `undated` counts its mentions in articles without a date."""
    selection = select_articles(filters)
    selection.parameters["actor"] = actor_id
    selection.clauses.append("""
        named AS (SELECT article_id, story_id, title, source, published, sentence, start, surface, role
                  FROM (SELECT * FROM mentions WHERE actor_id = $actor) JOIN chosen USING (article_id))""")
    row = selection.ask(reader, """
        SELECT name, kind, unsure, count(article_id) AS mentions, count(DISTINCT article_id) AS articles,
               count(DISTINCT story_id) AS stories, count(article_id) FILTER (published IS NULL) AS undated,
               country_code
        FROM actors LEFT JOIN named ON true WHERE actor_id = $actor
        GROUP BY name, kind, unsure, country_code""").iloc[0]  # fmt: skip
    country = row["country_code"]
    return Card(
        actor_id, row["name"], row["kind"], country if pd.notna(country) else None, bool(row["unsure"]),
        **{name: int(row[name]) for name in ("mentions", "articles", "stories", "undated")},
        quotes_by=count_quotes(reader, replace(filters, speakers=(actor_id,))),
        quotes_about=count_quotes(reader, replace(filters, about=(actor_id,))),
        ends=_ends(selection, reader),
        aliases=_count_by(selection, reader, "surface"),
        roles=_count_by(selection, reader, "role"),
        places=_places(selection, reader),
    )  # fmt: skip


def why_actor(reader: Reader, filters: Filters, actor_id: str, surfaces: int) -> pd.DataFrame:
    """What says that each name is the actor's, one row for each name as written and each thing that says so.

    At most `surfaces` names are listed, the most frequent first, and of each the most frequent reasons first. Columns
    surface, mentions and articles (of that name), surfaces (how many there are in all). Of the first mention with that
    reason: reason (null where a correction says so), article_id, title, source, published, sentence, text (of the
    sentence), start and end (in that text).
    """
    return select_articles(filters).ask(reader, """
        , named AS (SELECT article_id, start, "end", sentence, surface, actor_reason AS reason,
                           -- the same reason, wherever the other name stands
                           regexp_replace(actor_reason, ', named in sentence [0-9]+$', '') AS kind
                    FROM mentions WHERE actor_id = $actor),
        spellings AS (SELECT surface, count(*) AS mentions, count(DISTINCT article_id) AS articles,
                             count(*) OVER () AS surfaces
                      FROM named GROUP BY surface ORDER BY mentions DESC, surface LIMIT $surfaces),
        reasons AS (SELECT *, count(*) OVER (PARTITION BY surface, kind) AS times,
                           row_number() OVER (PARTITION BY surface, kind ORDER BY article_id, start) AS of_kind
                    FROM named)
        SELECT surface, mentions, articles, surfaces, reason, article_id, title, source, published, sentence,
               substring(chosen.text, s.start + 1, greatest(s."end", reasons."end") - s.start) AS text,
               reasons.start - s.start AS start, reasons."end" - s.start AS "end"
        FROM reasons JOIN spellings USING (surface) JOIN chosen USING (article_id)
             JOIN sentences s USING (article_id, sentence)
        WHERE of_kind = 1
        ORDER BY mentions DESC, surface, times DESC, kind""",
        actor=actor_id, surfaces=surfaces)  # fmt: skip


def _ends(selection: Selection, reader: Reader) -> pd.DataFrame:
    """Columns article_id, title, source, published, sentence of the first mention by date and of the last."""
    return selection.ask(reader, """
        SELECT article_id, title, source, published, sentence FROM named WHERE published IS NOT NULL
        QUALIFY row_number() OVER (ORDER BY published, article_id, start) = 1
             OR row_number() OVER (ORDER BY published DESC, article_id DESC, start DESC) = 1
        ORDER BY published, article_id, start""")  # fmt: skip


def _count_by(selection: Selection, reader: Reader, column: str) -> pd.DataFrame:
    """Columns surface or role, mentions, articles, first and last (day, null where none has a date); the most frequent
    first."""
    return selection.ask(reader, f"""
        SELECT {column}, count(*) AS mentions, count(DISTINCT article_id) AS articles,
               min(published) AS first, max(published) AS last
        FROM named WHERE {column} IS NOT NULL GROUP BY {column} ORDER BY mentions DESC, {column}""")  # fmt: skip


def _places(selection: Selection, reader: Reader) -> pd.DataFrame:
    """Columns location_id, name, country_code, sentences and articles that name the actor and the place (sense `place`)
    together; most sentences first."""
    return selection.ask(reader, """
        SELECT location_id, any_value(name) AS name, any_value(country_code) AS country_code,
               count(together) AS sentences, count(DISTINCT article_id) AS articles
        FROM (SELECT DISTINCT article_id, sentence, location_id FROM mentions
              WHERE sense = 'place' AND article_id IN (SELECT article_id FROM named))
             LEFT JOIN (SELECT DISTINCT article_id, sentence, true AS together FROM named) USING (article_id, sentence)
             JOIN locations USING (location_id)
        GROUP BY location_id ORDER BY sentences DESC, articles DESC, any_value(name)""")  # fmt: skip
