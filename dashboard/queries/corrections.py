"""Corrections: what was corrected, what became of it, and what a correction that is being made would change."""

from dataclasses import dataclass, replace

import pandas as pd

from dashboard.corrections.record import OF_PLACES, Correction, GivenPlace, make_actor_id, one_line
from dashboard.filters import Filters
from dashboard.queries.names import OFFERED, Option, search_names
from dashboard.reader import Reader

# Whether a text has the beginnings of words that are typed, next to each other; it has where nothing is typed.
HAS_TYPED = "contains(' ' || folded({}), ' ' || folded($typed))"


@dataclass(frozen=True, slots=True)
class ProposedCorrection:
    """A correction that is not saved, and the filters under which the page Sentences lists what it would change."""

    correction: Correction
    changed: Filters


def count_entries(reader: Reader) -> int:
    """How many rows `list_entries` has in all."""
    return int(
        reader.execute("SELECT count(DISTINCT coalesce(batch, correction_id)) FROM corrections").fetchall()[0][0]
    )


def list_entries(reader: Reader, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """As `list_corrections`, of those that were saved together only the first one."""
    first = reader.execute("""
        SELECT first(correction_id ORDER BY number) AS correction_id
        FROM corrections GROUP BY coalesce(batch, correction_id) ORDER BY max(number) DESC
        LIMIT $limit OFFSET $offset""", {"limit": limit, "offset": offset}).df()  # fmt: skip
    return first.merge(list_corrections(reader, ids=first["correction_id"].to_list()), on="correction_id")


def count_states(reader: Reader) -> dict[str, int]:
    """State -> how many corrections are in it."""
    return dict(reader.execute("SELECT state, count(*) FROM corrections GROUP BY ALL").fetchall())


def list_corrections(reader: Reader, ids: list[str] | None = None, batches: list[str] | None = None) -> pd.DataFrame:
    """Columns of the table `corrections`, with actor, into, place and target (names, else ids); the newest first. The
    actor of a renaming has the name that it had before it was ever renamed."""
    return reader.execute("""
        WITH known AS (SELECT actor_id, name FROM actors UNION ALL
                       SELECT actor_id, any_value(name) FROM redirects
                       WHERE actor_id NOT IN (SELECT actor_id FROM actors) GROUP BY ALL),
        placed AS (SELECT location_id, any_value(place_name(name, NULL, country_code)) AS name FROM (
                       SELECT location_id, name, country_code FROM locations UNION ALL
                       SELECT location_id, name, country_code FROM candidates
                       WHERE location_id IN (SELECT unnest([location_id, to_id]) FROM corrections))
                   GROUP BY location_id),
        before AS (SELECT actor_id, name FROM read.actors UNION ALL
                   SELECT into_id, any_value(name) FROM corrections
                   WHERE kind = 'split' AND into_id NOT IN (SELECT actor_id FROM read.actors) GROUP BY ALL)
        SELECT c.*, coalesce(CASE WHEN c.kind = 'rename' THEN b.name END, a.name, b.name, c.actor_id) AS actor,
               coalesce(i.name, c.name, c.into_id) AS "into",
               coalesce(p.name, c.location_id) AS place,
               coalesce(t.name, place_name(c.to_name, NULL, c.to_country), c.to_id) AS target
        FROM corrections c
             LEFT JOIN known a ON a.actor_id = c.actor_id LEFT JOIN known i ON i.actor_id = c.into_id
             LEFT JOIN before b ON b.actor_id = c.actor_id
             LEFT JOIN placed p ON p.location_id = c.location_id LEFT JOIN placed t ON t.location_id = c.to_id
        WHERE ($ids IS NULL OR correction_id IN (SELECT unnest($ids)))
              AND ($batches IS NULL OR batch IN (SELECT unnest($batches)))
        ORDER BY number DESC""", {"ids": ids, "batches": batches}).df()  # fmt: skip


def names_of(reader: Reader, actor_id: str, typed: str = "") -> list[Option]:
    """The surfaces of the actor's mentions that have the words `typed`, the most frequent first; a screen of them."""
    return _count_surfaces(reader, "actor_id = $subject", actor_id, typed)


def names_at(reader: Reader, location_id: str | None, typed: str = "") -> list[Option]:
    """As `names_of`, for the mentions that are placed there; without a place, for those that are not on the map."""
    return _count_surfaces(reader, _at(location_id), location_id, typed)


def articles_with(reader: Reader, filters: Filters, typed: str = "") -> list[Option]:
    """The articles that a correction may be limited to and whose day and title have the words `typed`; a screen of
    them, the newest first.

    They have mentions of the actor, or of the place, that are written as the URL says.
    """
    actor, location = (ids[0] if ids else None for ids in (filters.actors, filters.locations))
    rows = reader.execute(f"""
        SELECT article_id, concat_ws(' ', strftime(published, '%Y-%m-%d'), coalesce(title, article_id)) AS called
        FROM articles
        WHERE {HAS_TYPED.format("called")} AND article_id IN (
            SELECT article_id FROM entities
            WHERE (len($surfaces) = 0 OR surface IN (SELECT unnest($surfaces))) AND CASE
                WHEN NOT $of_place THEN actor_id = $actor
                WHEN $location IS NULL THEN unplaced_reason IS NOT NULL ELSE placed_id = $location END)
        ORDER BY published DESC NULLS LAST, article_id LIMIT {OFFERED}""", {
            "surfaces": list(filters.written), "actor": actor, "location": location, "typed": typed,
            "of_place": bool(set(filters.change) & set(OF_PLACES)),
        }).fetchall()  # fmt: skip
    return [Option(article, called) for article, called in rows]


def candidates_of(reader: Reader, surface: str, typed: str = "") -> list[Option]:
    """The places that this name was weighed against anywhere and whose names have the words `typed`; the likeliest
    first, a screen of them."""
    rows = reader.execute(f"""
        SELECT c.location_id, concat_ws(', ', any_value(place_name(c.name, NULL, c.country_code)),
                   printf('%.1f° %.1f°', any_value(c.latitude), any_value(c.longitude))) AS called
        FROM candidates c JOIN entities e USING (article_id, start, "end") WHERE e.surface = $surface
        GROUP BY c.location_id HAVING {HAS_TYPED.format("called")} ORDER BY max(score) DESC, c.location_id
        LIMIT {OFFERED}""", {"surface": surface, "typed": typed}).fetchall()  # fmt: skip
    return [Option(place, called, "weighed for this name") for place, called in rows]


def right_places(reader: Reader, surface: str, typed: str = "") -> list[Option]:
    """The places of these tables that a name may be corrected to: those it was weighed against, then all others; those
    that have the words `typed`, a screen of them."""
    weighed = candidates_of(reader, surface, typed)
    known = {each.value for each in weighed}
    return [*weighed, *(each for each in search_names(reader, "locations", typed) if each.value not in known)][:OFFERED]


def describe_place(reader: Reader, location_id: str) -> GivenPlace | None:
    """What these tables say of a place that they have, be it only as a candidate; None where they lack it."""
    columns = "coalesce(country_code, ''), coalesce(admin1, ''), feature, latitude, longitude"
    rows = reader.execute(f"""
        SELECT gazetteer_name, {columns}, population FROM locations WHERE location_id = $1 UNION ALL
        SELECT name, {columns}, 0 FROM (SELECT * FROM candidates WHERE location_id = $1 LIMIT 1)
        LIMIT 1""", [location_id]).fetchall()  # fmt: skip
    return GivenPlace(*rows[0]) if rows else None


def place_subject(reader: Reader, filters: Filters) -> tuple[str, str | None] | None:
    """The name and the place (None: not on the map) that a correction is about; None where no mention has both.

    They are those of the mention in the URL, else the name and the place in it.
    """
    if filters.mentions:
        rows = reader.execute(
            "SELECT surface, location_id FROM entities WHERE article_id || '@' || start = $1"
            " AND (unplaced_reason IS NOT NULL OR placed_id IS NOT NULL)",
            [filters.mentions[0]],
        ).fetchall()
        return rows[0] if rows else None
    location = filters.locations[0] if filters.locations else None
    surface = filters.written[0] if filters.written else ""
    found = reader.execute(
        f"SELECT true FROM entities WHERE {_at(location)} AND surface = $surface LIMIT 1",
        {"subject": location, "surface": surface},
    ).fetchall()
    return (surface, location) if found else None


def read_proposed(
    reader: Reader, filters: Filters, name: str = "", place: GivenPlace | None = None
) -> ProposedCorrection | None:
    """The correction that the URL describes, with the name that the analyst typed; None while a part is missing.

    `place` is what the gazetteer says of the right place; it counts where these tables lack that.
    """
    change = filters.change[0] if filters.change else ""
    if change in OF_PLACES:
        return _propose_for_place(reader, filters, change, place)
    return _propose_for_actor(reader, filters, change, one_line(name)) if change and filters.actors else None


def _propose_for_actor(reader: Reader, filters: Filters, change: str, name: str) -> ProposedCorrection | None:
    actor, into = filters.actors[0], next(iter(filters.into), "")
    correction, changed = Correction(change, actor=actor), Filters(named=(actor,))
    if change == "hide":
        return ProposedCorrection(correction, changed)
    if change == "rename" and name:
        return ProposedCorrection(replace(correction, name=name), changed)
    if change == "merge" and into not in ("", actor):
        return ProposedCorrection(replace(correction, into=into), changed)
    if change == "split" and (into or name) and into != actor and (filters.written or filters.inside):
        given = replace(correction, surfaces=filters.written, articles=_external_ids(reader, filters.inside))
        target = replace(given, into=into) if into else replace(given, into=_new_id(reader, name), name=name)
        return ProposedCorrection(target, replace(changed, written=filters.written, inside=filters.inside))
    return None


def _propose_for_place(
    reader: Reader, filters: Filters, change: str, place: GivenPlace | None
) -> ProposedCorrection | None:
    subject = place_subject(reader, filters)
    to = next(iter(filters.right_place), "") if change == "wrong-place" else ""
    if to:
        place = describe_place(reader, to) or place
    if subject is None or (change == "wrong-place" and (to in ("", subject[1]) or place is None)):
        return None
    surface, location = subject
    reach = filters.reach[0] if filters.reach else ""
    is_narrow = bool(filters.mentions) and reach != "everywhere"
    inside = filters.inside
    if filters.mentions:
        inside = (filters.mentions[0].rpartition("@")[0],) if is_narrow else ()
    was_at = _read_location(reader, surface, location, filters.mentions if is_narrow and not reach else ())
    correction = Correction(
        change, surface=surface, location=was_at or "", to=to, place=place if to else None,
        articles=_external_ids(reader, inside),
    )  # fmt: skip
    changed = Filters(at=(location,) if location else (), written=(surface,), inside=inside)
    if is_narrow and not reach:
        sentence, mentions = _same_sentence(reader, filters.mentions[0], surface)
        correction, changed = replace(correction, sentence=sentence), Filters(mentions=mentions)
    elif location is None:
        changed = replace(changed, unplaced=(surface,), written=())
    return None if change == "not-a-place" and not correction.location else ProposedCorrection(correction, changed)


def _read_location(reader: Reader, surface: str, location_id: str | None, mentions: tuple[str, ...]) -> str | None:
    """The place that preprocess gave to the mentions of this surface that are now at `location_id`: corrections refer
    to that one. `mentions` narrow it to these. Mentions that are never on the map, such as demonyms, are left out."""
    rows = reader.execute("""
        WITH moved AS (SELECT article_id, start, "end", location_id AS before, true AS was_moved
                       FROM corrected JOIN corrections USING (correction_id) WHERE kind LIKE '%-place')
        SELECT CASE WHEN was_moved THEN before ELSE location_id END AS was_at
        FROM entities LEFT JOIN moved USING (article_id, start, "end")
        WHERE surface = $1 AND location_id IS NOT DISTINCT FROM $2
          AND (unplaced_reason IS NOT NULL OR placed_id IS NOT NULL)
          AND (len($3) = 0 OR article_id || '@' || start IN (SELECT unnest($3)))
        GROUP BY was_at ORDER BY count(*) DESC LIMIT 1""",
        [surface, location_id, list(mentions)]).fetchall()  # fmt: skip
    return rows[0][0] if rows else None


def _same_sentence(reader: Reader, mention: str, surface: str) -> tuple[str, tuple[str, ...]]:
    """The words of the sentence of a mention, and the mentions of the same name and place in it."""
    rows = reader.execute("""
        WITH one AS (SELECT * FROM entities WHERE article_id || '@' || start = $1 AND surface = $2)
        SELECT substring(a.text, s.start + 1, s."end" - s.start), e.article_id || '@' || e.start
        FROM entities e JOIN one ON (e.article_id, e.sentence, e.surface) = (one.article_id, one.sentence, one.surface)
                                AND e.location_id IS NOT DISTINCT FROM one.location_id
             JOIN sentences s ON (s.article_id, s.sentence) = (e.article_id, e.sentence)
             JOIN articles a ON a.article_id = e.article_id
        ORDER BY e.start""", [mention, surface]).fetchall()  # fmt: skip
    return one_line(rows[0][0]), tuple(dict.fromkeys(each for _, each in rows))


def _external_ids(reader: Reader, article_ids: tuple[str, ...]) -> tuple[str, ...]:
    rows = reader.execute(
        "SELECT DISTINCT external_id FROM articles WHERE article_id IN (SELECT unnest($1)) ORDER BY 1",
        [list(article_ids)],
    ).fetchall()
    return tuple(each for (each,) in rows)


def _new_id(reader: Reader, name: str) -> str:
    """An id that no actor has or had."""
    rows = reader.execute(
        "SELECT actor_id FROM actors UNION SELECT actor_id FROM redirects UNION SELECT into_id FROM corrections"
        " WHERE into_id IS NOT NULL"
    ).fetchall()
    return make_actor_id(name, dict.fromkeys(each for (each,) in rows))


def _at(location_id: str | None) -> str:
    """The condition that a mention is placed at $subject; without a place, that it is not on the map."""
    return "unplaced_reason IS NOT NULL AND $subject IS NULL" if location_id is None else "placed_id = $subject"


def _count_surfaces(reader: Reader, where: str, subject: str | None, typed: str) -> list[Option]:
    rows = reader.execute(f"""
        SELECT surface, count(*) AS mentions FROM entities WHERE {where} AND {HAS_TYPED.format("surface")}
        GROUP BY ALL ORDER BY mentions DESC, surface LIMIT {OFFERED}""",
        {"subject": subject, "typed": typed}).fetchall()  # fmt: skip
    return [Option(surface, surface, mentions=mentions) for surface, mentions in rows]
