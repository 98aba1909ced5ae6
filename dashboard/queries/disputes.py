"""Disputes: pairs of quotes that may contradict each other about a place: one speaker denies something, one does not.

Limits: nobody has compared what the two say, and quotes that agree are found as well. A pair has

- one place, smaller than a country, that is named as a place in each quote or in its sentence;
- articles that are at most `settings.DISPUTE_DAYS` days apart;
- one quote that denies and one that does not;
- two speakers who are certainly different: no actor speaks in both, or, where an actor is missing, two phrases neither
  of which has all its words in the other. A speaker who is only “he” or “they” is in no pair.
"""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from dashboard import settings
from dashboard.filters import Filters
from dashboard.queries.plain import SPEAKING, Selection, read_quotes, select_quotes
from dashboard.reader import Reader

# Cues that deny, for quotes whose stance is another.
DENIAL = r"^(den(y|ie)|refut|rebut|dismiss|disput)"

# Words that do not count when the words of two quotes, or of two speakers, are compared.
COMMON = (
    "about after again against also although among another any are because been before being between both but "
    "could did does doing down during each even ever every for from further had has have having her here hers "
    "herself him himself his how however into its itself just more most much must nor not now off once one only "
    "other our ours out over own same shall she should some still such than that the their theirs them themselves "
    "then there these they this those though through too under until upon very was were what when where whether "
    "which while who whom whose why will with within without would you your yours said says told"
).split()

# Letters at their beginning that two words must share to count as forms of one word: rebel and rebels.
ALIKE = 5

# SQL: the words of a text that are compared, each cut to these letters.
WORDS = f"""list_distinct(list_transform(
    list_filter(regexp_extract_all(strip_accents(lower({{}})), '\\pL{{{{3,}}}}'),
                lambda w: NOT list_contains($common, w)),
    lambda w: left(w, {ALIKE})))"""

COLUMNS = ("title", "source", "published", "speaker", "text", "kind", "sourcing", "cue", "stance")


def count_pairs(reader: Reader, filters: Filters) -> int:
    """How many rows `list_pairs` has in all."""
    return _paired(filters).count(reader, "SELECT count(*) FROM pairs")


def list_pairs(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns denial_id and other_id (quote_ids), location_id, place, days (between the two), first and last (day), and
    shared (the first letters of words that are in both). Pairs of one denial follow one another; pairs with many shared
    words and few days between them come first; of pairs with the same texts, only the first is kept."""
    return _paired(filters).ask(reader, """
        SELECT denial_id, other_id, location_id, place, days, first, last, shared FROM pairs
        ORDER BY max(rank) OVER (PARTITION BY denial_id) DESC, denial_id, rank DESC, other_id
        LIMIT $limit OFFSET $offset""",
        limit=limit, offset=offset)  # fmt: skip


def read_pairs(reader: Reader, filters: Filters, pairs: pd.DataFrame) -> dict[str, dict[Hashable, Any]]:
    """quote_id -> its row of `list_quotes`, for the quotes of these rows of `list_pairs`."""
    selection = select_quotes(filters)
    selection.parameters["wanted"] = [*pairs["denial_id"], *pairs["other_id"]]
    found = read_quotes(selection, reader, "SELECT unnest($wanted)")
    return {row["quote_id"]: row for row in found.to_dict("records")}


def export_pairs(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Both quotes of every pair in one row, for a spreadsheet."""
    pairs = list_pairs(reader, filters)
    read = read_pairs(reader, filters, pairs)
    sides = [
        pd.DataFrame([{f"{side}_{name}": read[each][name] for name in COLUMNS} for each in pairs[f"{side}_id"]])
        for side in ("denial", "other")
    ]
    return pd.concat([pairs, *sides], axis=1)


def _paired(filters: Filters) -> Selection:
    """The selection with `pairs`, the rows of `list_pairs`."""
    selection = select_quotes(filters)
    selection.parameters["common"] = COMMON
    selection.clauses += [
        f"speaking AS ({SPEAKING.format(where='WHERE quote_id IN (SELECT quote_id FROM listed)')})",
        f"""
        spoken AS MATERIALIZED (
            SELECT quote_id, actor_ids, {WORDS.format("speaker")} AS speaker_words,
                   {WORDS.format("listed.text")} AS words, lower(listed.text) AS said,
                   coalesce(stance = 'denies', false) OR coalesce(regexp_matches(lower(cue), '{DENIAL}'), false)
                       AS denies,
                   CAST(published AS DATE) AS day, location_id, locations.name AS place, population,
                   {WORDS.format("locations.name")} AS place_words
            FROM listed JOIN (SELECT article_id, published FROM chosen) USING (article_id)
                 JOIN placed USING (quote_id) JOIN locations USING (location_id)
                 LEFT JOIN speaking USING (quote_id)
            WHERE speaker IS NOT NULL AND itself AND published IS NOT NULL
              AND feature NOT LIKE 'PCL%' AND feature <> 'CONT')""",
        # Ids alone are paired first: to pair rows with all their words takes ten times as long.
        f"""
        near AS MATERIALIZED (
            SELECT denial.quote_id AS denial_id, other.quote_id AS other_id, location_id,
                   abs(denial.day - other.day) AS days
            FROM (SELECT quote_id, location_id, day FROM spoken WHERE denies) denial
                 JOIN (SELECT quote_id, location_id, day FROM spoken WHERE NOT denies) other USING (location_id)
            WHERE days <= {settings.DISPUTE_DAYS})""",
        """
        pairs AS (
            SELECT denial_id, other_id, near.location_id, denial.place, days, least(denial.day, other.day) AS first,
                   greatest(denial.day, other.day) AS last,
                   list_sort(list_filter(list_intersect(denial.words, other.words),
                                         lambda w: NOT list_contains(denial.place_words, w))) AS shared,
                   (1 + len(shared)) / (1 + days) AS rank
            FROM near JOIN spoken denial ON denial.quote_id = denial_id AND denial.location_id = near.location_id
                      JOIN spoken other ON other.quote_id = other_id AND other.location_id = near.location_id
            WHERE len(denial.speaker_words) > 0 AND len(other.speaker_words) > 0
              AND coalesce(NOT list_has_any(denial.actor_ids, other.actor_ids),
                           NOT list_has_all(denial.speaker_words, other.speaker_words)
                           AND NOT list_has_all(other.speaker_words, denial.speaker_words))
            QUALIFY row_number() OVER (PARTITION BY denial.said, other.said
                                       ORDER BY rank DESC, denial.population, denial_id, other_id) = 1)""",
    ]
    return selection
