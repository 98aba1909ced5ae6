"""The corrections applied to tables in DuckDB.

The mentions, speakers and quotes that any correction may change are copied once, changed there, and written back once:
a large table is not written anew for every correction.

- Corrections of places come first. They name their subject as preprocess left it; where two are of one mention, the
  newer holds.
- Corrections of actors follow, the oldest first, each applied to what those before it left.
- Of two speakers of a quotation that become one, the first stays; `quotes.actor_id` is the first that is left.
- Afterwards `actors` and `locations` count what the tables hold, and every id exists in its table.
- Three more tables report what was done: `corrections` (one row each), `corrected` (the mentions that each changed) and
  `redirects` (actors that were merged or hidden, and the actor that their old ids lead to now).
- The state of a correction is "applied", "taken back", "contradicted" (by a newer one) or "lost its text" (the tables
  have nothing that it names; it is applied again when they do).
"""

from dataclasses import dataclass, field

import duckdb
import pyarrow as pa

from dashboard.corrections.clashes import find_contradicted, overlap
from dashboard.corrections.log import Log
from dashboard.corrections.record import OF_ACTORS, OF_PLACES, Correction, one_line, read_moment
from dashboard.corrections.recount import check_references, count_actors_again, count_locations_again

# The reason under “Not on the map”.
NOT_A_PLACE = "analyst: not a place"

# The tables that corrections change, and those that report what was done.
CORRECTED_TABLES = ("entities", "quotes", "speakers", "actors", "locations")
REPORT_TABLES = ("corrections", "corrected", "redirects")

CREATE_REPORT_TABLES = """
CREATE TABLE corrections (
    number INTEGER, correction_id VARCHAR, saved TIMESTAMP, who VARCHAR, why VARCHAR, kind VARCHAR,
    actor_id VARCHAR, into_id VARCHAR, name VARCHAR, surfaces VARCHAR[], articles_named VARCHAR[], surface VARCHAR,
    location_id VARCHAR, to_id VARCHAR, sentence VARCHAR, state VARCHAR, because VARCHAR,
    because_who VARCHAR, because_saved TIMESTAMP, because_why VARCHAR,
    mentions INTEGER DEFAULT 0, articles INTEGER DEFAULT 0);
CREATE TABLE corrected (correction_id VARCHAR, article_id VARCHAR, start INTEGER, "end" INTEGER);
CREATE TABLE redirects (actor_id VARCHAR, into_id VARCHAR, correction_id VARCHAR, name VARCHAR)
"""

# The mentions, speakers and quotes that a correction may change, each with its ids as they were read; all speakers of a
# quotation or none. `number` is the row that it was copied from, `placed_by` the id of the correction that placed the
# mention anew.
TOUCHED = """
CREATE TEMP TABLE touched AS
SELECT rowid AS number, article_id, start, "end", sentence, surface, actor_id AS actor_was, actor_id,
       location_id AS location_was, location_id, sense, unplaced_reason, confidence, CAST(NULL AS VARCHAR) AS placed_by
FROM entities WHERE actor_id IN (SELECT unnest($actors)) OR surface IN (SELECT unnest($surfaces))
"""

TOUCHED_SPEAKERS = """
CREATE TEMP TABLE touched_speakers AS
SELECT quote_id, article_id, speakers.start, speakers."end", speakers.actor_id AS actor_was, speakers.actor_id
FROM speakers JOIN (SELECT quote_id, article_id FROM quotes) USING (quote_id)
WHERE quote_id IN (SELECT quote_id FROM speakers WHERE actor_id IN (SELECT unnest($actors)))
   OR article_id IN (SELECT article_id FROM touched WHERE surface IN (SELECT unnest($surfaces)))
"""

TOUCHED_QUOTES = """
CREATE TEMP TABLE touched_quotes AS
SELECT rowid AS number, article_id, via_actor_id AS via_was, via_actor_id
FROM quotes WHERE via_actor_id IN (SELECT unnest($actors))
"""

# Whether a mention `m` of this condition stands in the words of a speaker `s`.
SPOKEN_BY = """EXISTS (FROM touched m WHERE m.article_id = s.article_id AND m.start < s."end" AND m."end" > s.start
                       AND {condition})"""


@dataclass(slots=True)
class _Run:
    """One replay, and how far it is.

    - `present`: the actors that corrections name and that are in the table now.
    - `gone`: id of an actor -> the merge or hide that took it away.
    - `states`: id of a correction -> its state, and the id of the correction that is the cause, if one is.
    """

    connection: duckdb.DuckDBPyConnection
    present: set[str] = field(default_factory=set)
    gone: dict[str, Correction] = field(default_factory=dict)
    states: dict[str, tuple[str, str]] = field(default_factory=dict)

    def do(self, statement: str, **parameters: object) -> None:
        """Execute a statement."""
        self.connection.execute(statement, parameters or None)

    def number(self, statement: str, **parameters: object) -> int:
        """The one number that a query gives."""
        return int(self.connection.execute(statement, parameters).fetchall()[0][0])

    def follow(self, actor: str) -> str:
        """The id of the actor that an actor's mentions belong to now: "" where it is hidden."""
        while actor in self.gone:
            actor = self.gone[actor].into
        return actor


def replay(connection: duckdb.DuckDBPyConnection, log: Log) -> None:
    """Apply the corrections that nobody took back to the tables of `connection`, and make the tables that report it.

    The log is one that `read_log` gave. Raises TablesError where an id would be in no table afterwards.
    """
    for statement in CREATE_REPORT_TABLES.split(";"):
        connection.execute(statement)
    run = _Run(connection)
    corrections = log.not_taken_back()
    if corrections:
        _touch(run, corrections)
        _correct_places(run, [each for each in corrections if each.kind in OF_PLACES])
        _correct_actors(run, [each for each in corrections if each.kind in OF_ACTORS])
        _write_back(run)
        count_actors_again(connection, run.present)
        count_locations_again(connection)
        run.do("DROP TABLE touched")
        run.do("DROP TABLE touched_speakers")
        run.do("DROP TABLE touched_quotes")
        check_references(connection)
    _report(run, log)


def _touch(run: _Run, corrections: list[Correction]) -> None:
    """Copy the mentions, speakers and quotes that any of these may change."""
    actors = sorted({actor for each in corrections for actor in (each.actor, each.into) if actor})
    surfaces = sorted({each.surface for each in corrections if each.surface})
    run.do(TOUCHED, actors=actors, surfaces=surfaces)
    run.do(TOUCHED_SPEAKERS, actors=actors, surfaces=surfaces)
    run.do(TOUCHED_QUOTES, actors=actors)
    known = run.connection.execute("SELECT actor_id FROM actors WHERE actor_id IN (SELECT unnest($1))", [actors])
    run.present = {actor for (actor,) in known.fetchall()}


def _correct_places(run: _Run, corrections: list[Correction]) -> None:
    """Give names another place or none, and note the state of each correction."""
    matched: dict[str, int] = {}
    for each in corrections:
        scope, parameters = _scope(run, each)
        where = f"surface = $surface AND location_was IS NOT DISTINCT FROM $location AND {scope}" + (
            " AND is_placed(sense)" if each.location else " AND unplaced_reason IS NOT NULL"
        )
        parameters |= {"surface": each.surface, "location": each.location or None}
        matched[each.id] = run.number(f"SELECT count(*) FROM touched WHERE {where}", **parameters)
        if matched[each.id] and each.to and not _ensure_location(run, each.to):
            matched[each.id] = 0
        if matched[each.id]:
            run.do(
                f"UPDATE touched SET placed_by = $id, location_id = $to WHERE {where}",
                **parameters, id=each.id, to=each.to or None,
            )  # fmt: skip
    _place_again(run)
    for each in corrections:
        left = run.number("SELECT count(*) FROM touched WHERE placed_by = $id", id=each.id)
        if left:
            run.states[each.id] = ("applied", "")
        elif matched[each.id]:
            by = next(other for other in reversed(corrections) if overlap(other, each))
            run.states[each.id] = ("contradicted", by.id)
        else:
            run.states[each.id] = ("lost its text", "")
    run.do('INSERT INTO corrected SELECT placed_by, article_id, start, "end" FROM touched WHERE placed_by IS NOT NULL')


def _place_again(run: _Run) -> None:
    """Give the mentions that were placed anew the sense, reason and confidence that go with it.

    One of sense `actor` stands for the state of its place: it, and the speaker that it names, get the state of the new
    place, or no actor where that has none.
    """
    run.do("""
        CREATE TEMP TABLE states_acting AS
        SELECT location_id, arg_max(actors.actor_id, actors.mentions) AS actor_id
        FROM locations JOIN actors USING (country_code) WHERE actors.kind = 'state' GROUP BY location_id""")
    acting = "m.placed_by IS NOT NULL AND m.sense = 'actor' AND m.actor_was = s.actor_was"
    run.do(f"""
        UPDATE touched_speakers s SET actor_id = (
            SELECT states_acting.actor_id FROM touched m LEFT JOIN states_acting USING (location_id)
            WHERE m.article_id = s.article_id AND m.start < s."end" AND m."end" > s.start AND {acting}
            LIMIT 1)
        WHERE {SPOKEN_BY.format(condition=acting)}""")
    run.do("""
        UPDATE touched SET actor_id = (SELECT s.actor_id FROM states_acting s WHERE s.location_id = touched.location_id)
        WHERE placed_by IS NOT NULL AND sense = 'actor'""")
    run.do(f"""
        UPDATE touched SET sense = CASE WHEN location_id IS NULL THEN NULL ELSE coalesce(sense, 'place') END,
                           unplaced_reason = CASE WHEN location_id IS NULL THEN '{NOT_A_PLACE}' END,
                           confidence = CASE WHEN location_id IS NULL THEN NULL ELSE 1.0 END
        WHERE placed_by IS NOT NULL""")
    run.do("DROP TABLE states_acting")


def _ensure_location(run: _Run, location_id: str) -> bool:
    """Whether these tables have the place; one that was only a candidate so far becomes a row of `locations`.

    `candidates` has no population, so it is 0, that is unknown.
    """
    run.do("""
        INSERT INTO locations BY NAME
        SELECT location_id, any_value(name) AS name, any_value(name) AS gazetteer_name,
               any_value(country_code) AS country_code, any_value(admin1) AS admin1, any_value(feature) AS feature,
               any_value(latitude) AS latitude, any_value(longitude) AS longitude,
               0 AS population, 0 AS mentions, 0 AS actor_mentions, 0 AS articles
        FROM candidates WHERE location_id = $to AND location_id NOT IN (SELECT location_id FROM locations)
        GROUP BY location_id""", to=location_id)  # fmt: skip
    return bool(run.number("SELECT count(*) FROM locations WHERE location_id = $to", to=location_id))


def _correct_actors(run: _Run, corrections: list[Correction]) -> None:
    """Apply the corrections of actors, and note the state of each."""
    contradicted = find_contradicted(corrections)
    for each in corrections:
        if each.id in contradicted:
            run.states[each.id] = ("contradicted", contradicted[each.id].id)
        elif each.actor in run.gone:
            run.states[each.id] = ("contradicted", run.gone[each.actor].id)
        else:
            run.states[each.id] = ("applied", "") if _correct_actor(run, each) else ("lost its text", "")


def _correct_actor(run: _Run, each: Correction) -> bool:
    """Apply one correction of an actor; false, and nothing done, where the tables lack what it names."""
    into = run.follow(each.into)
    if each.actor not in run.present or (each.kind == "merge" and (into not in run.present or into == each.actor)):
        return False
    scope, parameters = _scope(run, each)
    if each.surfaces:
        scope += " AND surface IN (SELECT unnest($surfaces))"
        parameters["surfaces"] = list(each.surfaces)
    where = f"actor_id = $actor AND {scope}"
    parameters["actor"] = each.actor
    found = run.number(f"SELECT count(*) FROM touched WHERE {where}", **parameters)
    if not found and each.kind == "split":
        return False
    run.do(
        f'INSERT INTO corrected SELECT $id, article_id, start, "end" FROM touched WHERE {where}',
        **parameters, id=each.id,
    )  # fmt: skip
    if each.kind == "rename":
        run.do(
            "UPDATE actors SET name = $name, unsure = false WHERE actor_id = $actor", name=each.name, actor=each.actor
        )
        return True
    if each.kind == "split":
        into = each.into if each.into in run.present else into
        if into not in run.present:
            _add_actor(run, each)
            into = each.into
    run.do(f"UPDATE touched SET actor_id = $into WHERE {where}", **parameters, into=into or None)
    if each.kind == "split":
        _split_speakers(run, each, into)
    else:
        _take_actor_away(run, each, into)
    return True


def _take_actor_away(run: _Run, taking: Correction, into: str) -> None:
    """Delete the actor that is merged or hidden, leave a redirect, and give what it said to `into`, "" for nobody."""
    run.gone[taking.actor] = taking
    run.do("INSERT INTO redirects SELECT actor_id, NULL, $id, name FROM actors WHERE actor_id = $actor",
           actor=taking.actor, id=taking.id)  # fmt: skip
    run.do("DELETE FROM actors WHERE actor_id = $actor", actor=taking.actor)
    run.present.discard(taking.actor)
    for table, column in (("touched_speakers", "actor_id"), ("touched_quotes", "via_actor_id")):
        run.do(f"UPDATE {table} SET {column} = $into WHERE {column} = $actor", actor=taking.actor, into=into or None)


def _add_actor(run: _Run, split: Correction) -> None:
    """A new actor of the same kind as the one that it is split from."""
    run.do("""
        INSERT INTO actors BY NAME
        SELECT $into AS actor_id, $name AS name, kind, country_code, false AS unsure, [] AS aliases, 0 AS mentions,
               0 AS articles
        FROM actors WHERE actor_id = $actor""",
        into=split.into, name=split.name or split.into, actor=split.actor)  # fmt: skip
    run.present.add(split.into)
    if run.gone.pop(split.into, None):
        run.do("DELETE FROM redirects WHERE actor_id = $into", into=split.into)


def _split_speakers(run: _Run, split: Correction, into: str) -> None:
    """Give the other actor the speakers in whose words stands one of the mentions that the split moved.

    A speaker that is no mention ("he") goes along where its article names the first actor no more. So does an outlet.
    """
    moved = "(m.article_id, m.start, m.\"end\") IN (SELECT (article_id, start, \"end\") FROM corrected" \
            " WHERE correction_id = $id)"  # fmt: skip
    emptied = f"""article_id IN (SELECT article_id FROM touched m WHERE {moved}) AND article_id NOT IN (
                  SELECT article_id FROM touched WHERE actor_id = $actor)"""
    given = {"actor": split.actor, "into": into, "id": split.id}
    run.do(
        f"""
        UPDATE touched_speakers s SET actor_id = $into
        WHERE actor_id = $actor AND ({SPOKEN_BY.format(condition=moved)} OR ({emptied}))""",
        **given,
    )
    run.do(f"UPDATE touched_quotes SET via_actor_id = $into WHERE via_actor_id = $actor AND {emptied}", **given)


def _scope(run: _Run, each: Correction) -> tuple[str, dict[str, object]]:
    """A condition in SQL, and its parameters: a mention is in the articles and the sentence that a correction names."""
    if not each.articles:
        return "true", {}
    inside = "article_id IN (SELECT article_id FROM articles WHERE external_id IN (SELECT unnest($articles)))"
    if not each.sentence:
        return inside, {"articles": list(each.articles)}
    sentences = run.connection.execute(
        'SELECT article_id, sentence, substring(text, start + 1, "end" - start)'
        f" FROM sentences JOIN articles USING (article_id) WHERE {inside}",
        {"articles": list(each.articles)},
    ).fetchall()
    same = [(article, number) for article, number, words in sentences if one_line(words) == each.sentence]
    return "(article_id, sentence) IN (SELECT (unnest($in_articles), unnest($numbers)))", {
        "in_articles": [article for article, _ in same], "numbers": [number for _, number in same],
    }  # fmt: skip


def _write_back(run: _Run) -> None:
    """Write the mentions, speakers and quotes that were changed into their tables."""
    run.do("""
        UPDATE entities SET actor_reason = CASE WHEN t.actor_id IS DISTINCT FROM t.actor_was THEN NULL
                                                ELSE entities.actor_reason END,
                            actor_id = t.actor_id, location_id = t.location_id, sense = t.sense,
                            unplaced_reason = t.unplaced_reason, confidence = t.confidence
        FROM touched t WHERE entities.rowid = t.number
             AND (t.actor_id IS DISTINCT FROM t.actor_was OR t.placed_by IS NOT NULL)""")
    run.do("""
        CREATE TEMP TABLE said_anew AS
        SELECT DISTINCT quote_id FROM touched_speakers WHERE actor_id IS DISTINCT FROM actor_was""")
    run.do("DELETE FROM speakers WHERE quote_id IN (SELECT quote_id FROM said_anew)")
    run.do("""
        INSERT INTO speakers BY NAME
        SELECT quote_id, actor_id, min(start) AS start, arg_min("end", start) AS "end"
        FROM touched_speakers SEMI JOIN said_anew USING (quote_id) WHERE actor_id IS NOT NULL
        GROUP BY quote_id, actor_id ORDER BY quote_id, start""")
    run.do("""
        UPDATE quotes SET actor_id = n.actor_id
        FROM (SELECT quote_id, arg_min(actor_id, start) AS actor_id FROM said_anew LEFT JOIN speakers USING (quote_id)
              GROUP BY quote_id) n
        WHERE quotes.quote_id = n.quote_id""")
    run.do("DROP TABLE said_anew")
    run.do("""
        UPDATE quotes SET via_actor_id = t.via_actor_id
        FROM touched_quotes t WHERE quotes.rowid = t.number AND t.via_actor_id IS DISTINCT FROM t.via_was""")


def _report(run: _Run, log: Log) -> None:
    """Fill the tables that say what became of each correction, and where the ids of merged actors lead."""
    undos = log.undos()
    by_id = {each.id: each for each in log.corrections}
    rows = []
    for number, each in enumerate(log.corrections):
        if each.kind == "undo":
            continue
        undo = undos.get(each.id)
        state, because = ("taken back", undo.id) if undo else run.states[each.id]
        other = by_id.get(because)
        rows.append({
            "number": number, "correction_id": each.id, "saved": read_moment(each.when), "who": each.who,
            "why": each.why, "kind": each.kind, "actor_id": each.actor or None, "into_id": each.into or None,
            "name": each.name or None, "surfaces": each.surfaces, "articles_named": each.articles,
            "surface": each.surface or None, "location_id": each.location or None, "to_id": each.to or None,
            "sentence": each.sentence or None, "state": state, "because": because or None,
            "because_who": other.who if other else None,
            "because_saved": read_moment(other.when) if other else None,
            "because_why": other.why if other else None,
        })  # fmt: skip
    if rows:
        run.connection.register("rows", pa.Table.from_pylist(rows))
        run.do("INSERT INTO corrections BY NAME FROM rows")
        run.connection.unregister("rows")
    run.do("""
        UPDATE corrections SET mentions = n.mentions, articles = n.articles FROM (
            SELECT correction_id, count(*) AS mentions, count(DISTINCT article_id) AS articles FROM corrected
            GROUP BY ALL) n
        WHERE corrections.correction_id = n.correction_id""")
    for actor in run.gone:
        run.do("UPDATE redirects SET into_id = $into WHERE actor_id = $actor",
               actor=actor, into=run.follow(actor) or None)  # fmt: skip
    run.do("UPDATE redirects SET into_id = NULL WHERE into_id NOT IN (SELECT actor_id FROM actors)")
