"""Patterns: what else is wrong in the same way as what a correction is about, so that all is put right at once.

- Actors that are merged or hidden: those with the same word in a name (“Nusra”).
- A name at a place, in all articles: the same name elsewhere, and the other names of that place.
- A name in one sentence: the same name at the same place in other sentences, in the same words (“UK-based”).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from dashboard.corrections.record import OF_PLACES, Correction, one_line
from dashboard.filters import Filters
from dashboard.queries.corrections import ProposedCorrection
from dashboard.queries.names import CORRECTED
from dashboard.reader import Reader
from dashboard.wording import day

# Corrections that are offered at once.
MOST = 200

# Mentions of a name that are compared, those of the newest articles.
COMPARED = 2_000

# Characters beside a mention in which its neighbours are looked for.
BESIDE = 40

# Characters. Shorter words of a name, such as “al” and “of”, say nothing.
SHORTEST_WORD = 3

# Keys of the patterns of a name at a place.
ELSEWHERE, SAME_PLACE = "elsewhere", "same place"

SIGNS = " ,.;:!?()[]“”\"'‘’…"


# Mentions that a correction of a place moved, and the place that preprocess had given them: corrections refer to that.
MOVED = """
    moved AS (SELECT article_id, start, "end", location_id AS before, true AS was_moved
              FROM corrected JOIN corrections USING (correction_id) WHERE kind LIKE '%-place')"""

# The mentions that are on the map, or say why not, with the place that they were given.
PLACED = """
    SELECT article_id, start, "end", sentence, surface, location_id,
           CASE WHEN was_moved THEN before ELSE location_id END AS was_at
    FROM entities LEFT JOIN moved USING (article_id, start, "end")
    WHERE unplaced_reason IS NOT NULL OR placed_id IS NOT NULL"""


@dataclass(frozen=True, slots=True)
class Alike:
    """A correction like the one that is being made: of what, in words of the tables, and of how many mentions.

    `listed` are the filters under which the page Sentences lists these.
    """

    correction: Correction
    name: str
    about: str
    mentions: int
    listed: Filters


def find_patterns(reader: Reader, proposed: ProposedCorrection) -> dict[str, list[Alike]]:
    """What has something in common with the subject of a correction, by what that is, the rarest first; of a merge, the
    words come first that the other actor is written with, too.

    A pattern that nothing else has is left out. Of each, those with most mentions come first, or the newest, `MOST` and
    one more at most.
    """
    correction = proposed.correction
    found: dict[str, list[Alike]] = {}
    shared: set[str] = set()
    if correction.kind in ("merge", "hide"):
        found = {word: _actors_with(reader, word, correction) for word in _words_of(reader, correction.actor)}
        shared = _spelt_with(reader, correction.into)
    elif correction.kind in OF_PLACES and correction.sentence:
        found = _group_by_words(reader, proposed)
    elif correction.kind in OF_PLACES and not correction.articles:
        found = _group_by_place(reader, correction)
    kept = ((key, alike) for key, alike in found.items() if alike)
    return dict(sorted(kept, key=lambda each: (each[0] not in shared, len(each[1]))))


def _words_of(reader: Reader, actor_id: str) -> list[str]:
    """The words of an actor's name, folded."""
    rows = reader.execute("SELECT folded(name) FROM actors WHERE actor_id = $1", [actor_id]).fetchall()
    words = rows[0][0].split() if rows else []
    return [word for word in dict.fromkeys(words) if len(word) >= SHORTEST_WORD]


def _spelt_with(reader: Reader, actor_id: str) -> set[str]:
    """The words that the name and the aliases of an actor are written with, folded."""
    rows = reader.execute(
        "SELECT folded(unnest(list_prepend(name, aliases))) FROM actors WHERE actor_id = $1", [actor_id]
    ).fetchall()
    return {word for (spelling,) in rows for word in spelling.split()}


def _actors_with(reader: Reader, word: str, correction: Correction) -> list[Alike]:
    """The other actors one of whose spellings has this word."""
    corrected = f"""
        UNION ALL SELECT value FROM ({CORRECTED["actors"]})
        WHERE contains(concat(' ', spelling, ' '), concat(' ', $word, ' '))"""
    has_corrections = reader.execute("SELECT true FROM corrections LIMIT 1").fetchall()
    rows = reader.execute(f"""
        SELECT actor_id, name, kind, mentions FROM actors WHERE actor_id NOT IN ($actor, $into) AND actor_id IN (
            SELECT value FROM read.spelt WHERE rowid IN (
                SELECT number FROM read.spelt_words WHERE field = 'actors' AND word = $word)
            AND contains(concat(' ', spelling, ' '), concat(' ', $word, ' '))
            {corrected if has_corrections else ""})
        ORDER BY mentions DESC, name, actor_id LIMIT {MOST + 1}""",
        {"word": word, "actor": correction.actor, "into": correction.into}).fetchall()  # fmt: skip
    return [
        Alike(replace(correction, actor=actor), name, kind, mentions, Filters(named=(actor,)))
        for actor, name, kind, mentions in rows
    ]


def _group_by_place(reader: Reader, correction: Correction) -> dict[str, list[Alike]]:
    """The same name at other places, and where it is no place, the other names that are drawn at the same place."""
    elsewhere = _count_placed(reader, "surface = $surface AND was_at IS DISTINCT FROM $place", correction)
    here = _count_placed(reader, "surface <> $surface AND was_at = $place", correction) if correction.location else []
    return {ELSEWHERE: elsewhere, SAME_PLACE: here}


def _count_placed(reader: Reader, where: str, correction: Correction) -> list[Alike]:
    """Each name and place, as preprocess gave it, of the mentions that meet a condition."""
    rows = reader.execute(f"""
        WITH {MOVED}, placed AS ({PLACED})
        SELECT p.surface, p.was_at, p.location_id, any_value(place_name(l.name, l.admin1, l.country_code)) AS place,
               count(*) AS times
        FROM placed p LEFT JOIN locations l USING (location_id)
        WHERE {where} AND p.location_id IS DISTINCT FROM $right AND ($moves OR p.location_id IS NOT NULL)
        GROUP BY p.surface, p.was_at, p.location_id
        ORDER BY times DESC, p.surface, p.was_at, p.location_id LIMIT {MOST + 1}""", {
            "surface": correction.surface, "place": correction.location or None, "right": correction.to or None,
            "moves": correction.kind == "wrong-place",
        }).fetchall()  # fmt: skip
    return [
        Alike(
            replace(correction, surface=surface, location=was_at or ""), f"“{surface}”",
            f"at {place}" if place else "on no map", times,
            Filters(at=(now,), written=(surface,)) if now else Filters(unplaced=(surface,)),
        )
        for surface, was_at, now, place, times in rows
        if was_at or correction.kind == "wrong-place"
    ]  # fmt: skip


def _group_by_words(reader: Reader, proposed: ProposedCorrection) -> dict[str, list[Alike]]:
    """The other sentences with the name at this place, by the words around it that they share with this one."""
    correction = proposed.correction
    rows = reader.execute(f"""
        WITH {MOVED}, placed AS ({PLACED})
        SELECT p.article_id || '@' || p.start AS mention, a.external_id, a.title, a.published,
               substring(a.text, s.start + 1, s."end" - s.start) AS sentence, p.start - s.start AS start
        FROM placed p JOIN articles a USING (article_id)
             JOIN sentences s ON (s.article_id, s.sentence) = (p.article_id, p.sentence)
        WHERE p.surface = $surface AND p.was_at IS NOT DISTINCT FROM $place
              AND p.location_id IS NOT DISTINCT FROM (SELECT location_id FROM placed
                                                      WHERE article_id || '@' || start = $mention)
        ORDER BY p.article_id || '@' || p.start = $mention DESC, a.published DESC NULLS LAST, mention
        LIMIT {COMPARED}""", {
            "surface": correction.surface, "place": correction.location or None,
            "mention": proposed.changed.mentions[0],
        }).df()  # fmt: skip
    patterns: dict[str, list[Alike]] = {}
    seen = {(correction.articles, correction.sentence)}
    for number, row in enumerate(rows.to_dict("records")):
        contexts = set(_read_contexts(row["sentence"], int(row["start"]), correction.surface))
        if number == 0:
            patterns = {context: [] for context in sorted(contexts)}
            continue
        own = (row["external_id"],), one_line(row["sentence"])
        if own in seen:
            continue
        seen.add(own)
        alike = replace(correction, articles=own[0], sentence=own[1])
        listed = Filters(mentions=(row["mention"],))
        for context in contexts & patterns.keys():
            if len(patterns[context]) <= MOST:
                patterns[context].append(Alike(alike, own[1], f"{day(row['published'])}, {row['title']}", 1, listed))
    return patterns


def _read_contexts(sentence: str, start: int, surface: str) -> Iterator[str]:
    """The name as it stands in a sentence: by itself, with all that no blank parts from it (“UK-based”), with the word
    after it, and with the word before."""
    before, after = sentence[max(start - BESIDE, 0) : start], sentence[start + len(surface) :][:BESIDE]
    glued_before = before.split()[-1] if before and not before[-1].isspace() else ""
    glued_after = after.split()[0] if after and not after[0].isspace() else ""
    whole = f"{glued_before}{surface}{glued_after}"
    yield surface
    yield whole.strip(SIGNS)
    if following := after[len(glued_after) :].split():
        yield f"{whole.lstrip(SIGNS)} {following[0].rstrip(SIGNS)}"
    if preceding := before[: len(before) - len(glued_before)].split():
        yield f"{preceding[-1].lstrip(SIGNS)} {whole.rstrip(SIGNS)}"
