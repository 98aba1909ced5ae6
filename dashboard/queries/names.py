"""Names: what the ids of a link are called, where old ids lead, and which values a box offers for what is typed.

Nothing here grows with the tables: ids are looked up, and a box is offered a few values at a time.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.additions.folder import name_addition
from dashboard.boxes import Box
from dashboard.filters import FILTERS, Filters
from dashboard.links import CHECKED
from dashboard.queries.claims import name_teller
from dashboard.queries.corpus import find_title
from dashboard.queries.origins import name_origin
from dashboard.reader import Reader

# Values that a box offers at once: what a screen has room for.
OFFERED = 20

# Words that are looked up of what is typed. 20 take some 30 ms, 300 take 4 s, and 1,000 are more than DuckDB reads.
MOST_WORDS = 10

# Spellings that are compared with what is typed, those of most mentions: a value may have a dozen.
COMPARED = 200

# What one mention counts for, by how close its spelling is to what is typed: it is that, begins with that, has all of
# its words, has some of them and the others in its kind or country. Chosen on the names of the sample, so that “Assad”
# finds Bashar al-Assad first and “un” the United Nations.
IS_TYPED, BEGINS, HAS_WORDS, HAS_KIND = 100, 20, 10, 1

# The last character: what begins with a word lies between it and it with this behind.
LAST = "\U0010ffff"

# Field -> the spellings of values that corrections changed or added, which the store's own table does not know.
CORRECTED = {
    "actors": """
        SELECT actor_id AS value, folded(surface) AS spelling, folded(kind) AS more, slug(surface) AS slug, mentions
        FROM (SELECT actor_id, kind, mentions, unnest(list_prepend(name, aliases)) AS surface FROM actors
              WHERE actor_id IN (SELECT unnest([actor_id, into_id]) FROM corrections))""",
    "locations": """
        SELECT location_id AS value, folded(unnest([name, gazetteer_name])) AS spelling,
               folded(place_name('', admin1, country_code)) AS more, NULL AS slug, mentions + actor_mentions AS mentions
        FROM locations WHERE location_id IN (SELECT to_id FROM corrections)""",
}


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a box offers: its name, its kind, and how often it is named, where the box says so."""

    value: str
    name: str
    kind: str = ""
    mentions: int | None = None


def find_names(reader: Reader, filters: Filters) -> dict[str, dict[str, str]]:
    """Id -> name, under "actors", "locations" and "sources", of the ids of these filters and of those they lead to.

    Under "added" stands what the addition of the filters is called. Under "redirects" stand the ids of merged actors
    with the id that each is now, "" for hidden ones; under "spellings" the ids that actors of these tables may have in
    other tables, with their ids here. Ids that lead nowhere are absent.
    """
    asked: dict[str, list[str]] = {known: [] for known in CHECKED.values()}
    for field, known in CHECKED.items():
        asked[known] += getattr(filters, field)
    names = {known: name_values(reader, known, values) for known, values in asked.items()}
    lost = [actor for actor in asked["actors"] if actor not in names["actors"]]
    redirects = find_redirects(reader, lost)
    spellings = find_spellings(reader, [actor for actor in lost if actor not in redirects])
    names["actors"] |= name_values(reader, "actors", [*redirects.values(), *spellings.values()])
    added = {filters.added: name_addition(filters.added)} if filters.added else {}
    return {**names, "redirects": redirects, "spellings": spellings, "added": added}


def name_values(reader: Reader, field: str, values: list[str]) -> dict[str, str]:
    """Value -> name, of those values that these tables have for the filter."""
    return {option.value: option.name for option in _look_up(reader, field, values)}


def name_value(reader: Reader, names: Mapping[str, Mapping[str, str]], field: str, value: object) -> str:
    """The name of a filter's value, of which `find_names` made `names`; the value itself where it has none.

    An article, a story or a mention is named by the article's title, a box by its sides.
    """
    declared = FILTERS[field]
    if isinstance(value, Box):
        return value.describe()
    if field == "origins":
        return name_origin(reader, str(value))
    if field == "tellers":
        return name_teller(reader.columns, str(value))
    if declared.titled:
        article = str(value).rpartition("@")[0] if field == "mentions" else str(value)
        return find_title(reader, article) or str(value)
    return names.get(declared.known or field, {}).get(str(value), str(value))


def find_redirects(reader: Reader, actor_ids: list[str]) -> dict[str, str]:
    """Of these ids, each of an actor that was merged -> the id it is now; "" for one that was hidden."""
    if not actor_ids:
        return {}
    rows = reader.execute(
        "SELECT actor_id, coalesce(into_id, '') FROM redirects WHERE actor_id IN (SELECT unnest($1))", [actor_ids]
    ).fetchall()  # fmt: skip
    return dict(rows)


def find_spellings(reader: Reader, actor_ids: list[str]) -> dict[str, str]:
    """Of these ids, which no actor has here, each that an actor may have in other tables -> its id here.

    An id is made of a full name. Of an actor who is spelt in several ways, it depends on the articles which spelling
    makes the id. So each other spelling leads to the actor, unless two actors are spelt so.
    """
    if not actor_ids:
        return {}
    rows = reader.execute(f"""
        WITH corrected AS MATERIALIZED ({CORRECTED["actors"]}),
        slugs AS (SELECT slug, value FROM corrected UNION ALL
                  SELECT slug, value FROM read.spelt
                  WHERE field = 'actors' AND value NOT IN (SELECT value FROM corrected))
        SELECT slug, min(value) FROM slugs SEMI JOIN actors ON actor_id = value
        WHERE slug IN (SELECT unnest($1)) GROUP BY slug HAVING count(DISTINCT value) = 1""", [actor_ids])  # fmt: skip
    return dict(rows.fetchall())


def search_names(reader: Reader, field: str, typed: str, limit: int = OFFERED) -> list[Option]:
    """The values of a filter that have a spelling with all words of `typed`, each perhaps only its beginning.

    A word may also be of the kind of an actor, or of the region or country of a place. The closer a spelling is to what
    is typed, and the more mentions are spelt so, the earlier its value comes. Where nothing is typed, the most
    mentioned come first. Of a long text, only its first `MOST_WORDS` words are read.
    """
    words = fold(reader, typed).split()[:MOST_WORDS]
    if not words:
        rows = reader.execute(
            f"SELECT value, name, kind, mentions FROM ({FILTERS[field].options})"
            " ORDER BY mentions DESC, name, value LIMIT $1",
            [limit],
        ).fetchall()
        return [Option(*row) for row in rows]
    closeness: dict[str, int] = {}
    for value, spelling, mentions in [*_prepared(reader, field, words), *_corrected(reader, field, words)]:
        closeness[value] = max(closeness.get(value, 0), (mentions + 1) * compare(words, spelling))
    closest = sorted(closeness, key=lambda value: (-closeness[value], value))
    found = _look_up(reader, field, closest[: 2 * limit])  # some may be merged or hidden by now
    return sorted(found, key=lambda each: (-closeness[each.value], -(each.mentions or 0), each.name))[:limit]


def fold(reader: Reader, typed: str) -> str:
    """The words as they are compared: lower case, without accents and signs."""
    return str(reader.execute("SELECT folded($1)", [typed]).fetchall()[0][0])


def compare(words: list[str], spelling: str) -> int:
    """What a mention with this spelling counts for where these words are typed; both are folded."""
    typed = " ".join(words)
    if spelling == typed:
        return IS_TYPED
    if spelling.startswith(typed):
        return BEGINS
    return HAS_WORDS if all(f" {word}" in f" {spelling}" for word in words) else HAS_KIND


def find_namesakes(reader: Reader, name: str) -> list[str]:
    """The ids of the actors that are called so, in capitals or not."""
    rows = reader.execute("SELECT actor_id FROM actors WHERE lower(name) = lower($1) ORDER BY ALL", [name]).fetchall()
    return [actor for (actor,) in rows]


def _look_up(reader: Reader, field: str, values: list[str]) -> list[Option]:
    """The options with these values, in no order; those that these tables have."""
    if not values:
        return []
    rows = reader.execute(
        f"SELECT value, name, kind, mentions FROM ({FILTERS[field].options}) WHERE value IN (SELECT unnest($1))",
        [values],
    ).fetchall()
    return [Option(*row) for row in rows]


def _prepared(reader: Reader, field: str, words: list[str]) -> list[tuple[str, str, int]]:
    """Value, spelling and mentions of the spellings that were prepared with the store and have all these words."""
    parameters: dict[str, object] = {"field": field, "last": LAST, "compared": COMPARED}
    conditions = []
    for number, word in enumerate(words):
        parameters[f"word_{number}"] = word
        conditions.append(f"field = $field AND word >= $word_{number} AND word <= $word_{number} || $last")
    others = (f" AND number IN (SELECT number FROM read.spelt_words WHERE {each})" for each in conditions[1:])
    return reader.execute(f"""
        SELECT value, spelling, times FROM read.spelt WHERE rowid IN (
            SELECT number FROM read.spelt_words WHERE {conditions[0]}{"".join(others)}
            GROUP BY number ORDER BY max(score) DESC, number LIMIT $compared)""", parameters).fetchall()  # fmt: skip


def _corrected(reader: Reader, field: str, words: list[str]) -> list[tuple[str, str, int]]:
    """As `_prepared`, of the values that corrections changed or added; to ask takes longer than all the rest."""
    if field not in CORRECTED or not reader.execute("SELECT true FROM corrections LIMIT 1").fetchall():
        return []
    conditions = " AND ".join("contains(concat(' ', spelling, ' ', more), ?)" for _ in words)
    return reader.execute(
        f"SELECT value, spelling, mentions FROM ({CORRECTED[field]}) WHERE {conditions}",
        [f" {word}" for word in words],
    ).fetchall()
