"""Locations: which places are named, why a name was placed where it is, and which names could not be placed."""

import pandas as pd

from dashboard.filters import Filters
from dashboard.queries.selection import select_articles
from dashboard.reader import Reader


def places_ranked(reader: Reader, filters: Filters, limit: int | None = None) -> pd.DataFrame:
    """Columns location_id, name (as written), gazetteer_name, country_code, admin1, feature, latitude, longitude,
    mentions (sense `place`), actor_mentions (sense `actor`), articles, stories; most mentions of either sense first."""
    return select_articles(filters).ask(reader, """
        SELECT location_id, any_value(name) AS name,
               any_value(gazetteer_name) AS gazetteer_name, any_value(country_code) AS country_code,
               any_value(admin1) AS admin1, any_value(feature) AS feature,
               any_value(latitude) AS latitude, any_value(longitude) AS longitude,
               count(*) FILTER (sense = 'place') AS mentions, count(*) FILTER (sense = 'actor') AS actor_mentions,
               count(DISTINCT article_id) AS articles, count(DISTINCT story_id) AS stories
        FROM (SELECT article_id, placed_id AS location_id, sense FROM mentions WHERE placed_id IS NOT NULL)
             JOIN locations USING (location_id) JOIN chosen USING (article_id)
        GROUP BY location_id ORDER BY count(*) DESC, any_value(name) LIMIT $limit""", limit=limit)  # fmt: skip


def names_unplaced(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Columns surface, reason, mentions: the names that are not on the map, and why; most mentions first."""
    return select_articles(filters).ask(reader, """
        SELECT surface, string_agg(DISTINCT unplaced_reason, '; ' ORDER BY unplaced_reason) AS reason,
               count(*) AS mentions
        FROM mentions WHERE unplaced_reason IS NOT NULL
        GROUP BY surface ORDER BY mentions DESC, surface""")  # fmt: skip


def why_here(reader: Reader, filters: Filters, location_id: str, surfaces: int, rivals: int) -> pd.DataFrame:
    """What the mentions of a place were weighed against, one row a mention.

    Of each surface, and of each place that came second, the mention with the least confidence has a row. At most
    `surfaces` surfaces are listed, the one with the least confidence first, with at most `rivals` rows each. With an
    `article` in the filters, only its mentions are.

    Columns surface, mentions and articles (of that surface at this place), surfaces (how many there are in all), least
    and most (confidence). Of the mention: article_id, title, source, published, sentence, text (of the sentence), start
    and end (in that text), confidence, winner (None where no evidence is kept) and others, the runner-up first; these
    are dictionaries with location_id, name, admin1, country_code, feature, km (from the winner), score and evidence.
    """
    return select_articles(filters).ask(reader, """
        , here AS (SELECT article_id, start, "end", sentence, surface, confidence FROM mentions
                   WHERE placed_id = $place AND $article IN ('', article_id)),
        centre AS (SELECT radians(latitude) AS north, radians(longitude) AS east FROM locations
                   WHERE location_id = $place),
        weighed AS (
            SELECT article_id, start, "end",
                   list({location_id: location_id, name: name, admin1: admin1, country_code: country_code,
                         feature: feature, score: score, evidence: evidence,
                         km: 2 * 6371.0 * asin(least(1.0, sqrt(
                             pow(sin((radians(latitude) - north) / 2), 2)
                             + cos(radians(latitude)) * cos(north) * pow(sin((radians(longitude) - east) / 2), 2))))}
                        ORDER BY score DESC, location_id) AS candidates
            FROM candidates SEMI JOIN here USING (article_id, start, "end") CROSS JOIN centre GROUP BY ALL),
        told AS (
            SELECT here.*, list_filter(candidates, lambda each: each.location_id = $place)[1] AS winner,
                   list_filter(candidates, lambda each: each.location_id <> $place) AS others
            FROM here LEFT JOIN weighed USING (article_id, start, "end")),
        numbered AS (
            SELECT *, row_number() OVER (PARTITION BY surface, others[1].location_id
                                         ORDER BY confidence, article_id, start) AS of_rival FROM told),
        spellings AS (
            SELECT surface, count(*) AS mentions, count(DISTINCT article_id) AS articles, min(confidence) AS least,
                   max(confidence) AS most, count(*) OVER () AS surfaces
            FROM told GROUP BY surface ORDER BY least NULLS FIRST, mentions DESC, surface LIMIT $surfaces)
        SELECT surface, mentions, articles, surfaces, least, most, article_id, title, source, published, sentence,
               substring(chosen.text, s.start + 1, greatest(s."end", numbered."end") - s.start) AS text,
               numbered.start - s.start AS start, numbered."end" - s.start AS "end", confidence, winner, others
        FROM numbered JOIN spellings USING (surface) JOIN chosen USING (article_id)
             JOIN sentences s USING (article_id, sentence)
        WHERE of_rival = 1
        QUALIFY row_number() OVER (PARTITION BY surface ORDER BY confidence, article_id, numbered.start) <= $rivals
        ORDER BY least NULLS FIRST, mentions DESC, surface, confidence, article_id, numbered.start""",
        place=location_id, article=filters.article, surfaces=surfaces, rivals=rivals)  # fmt: skip
