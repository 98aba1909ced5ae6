"""Lineage: in each story of several articles, which earlier one each has its words from, found when a store is written.

The columns have one row an article of such a story. Rows of one story follow one another, the newest story first, in
the order of time: of articles of one moment, one that credits the outlet of another comes after it; what has no date
comes last.

- `story`, `article`: the numbers of the story's head and of the article.
- `copied_from`: the number of the earlier article of the story that this one has its words from; -1 for the first. It
  is the one with which it shares most words; an article whose outlet it credits comes before others, the agency first.
- `credit`: how it credits that one's outlet, the position in `CREDITS`.
- `taken`, `kept`: the share of its words that stand in that one in runs of the same words; the share of that one's
  words that stand in this one.
- `added`, `dropped`, `reworded`: sentences that only this one has, that only that one has, and that both have in other
  words.
- `wire`, `wired`: the number of the story's agency in `wires`, -1 for none; how this article credits it, the position
  in `WIRED`.

A story's agency is the one that most of its articles credit or quote as told; where none is, one that articles of two
outlets name without quoting it. A medium is an agency if any article of these tables credits it as one; within a story,
an outlet is one, too, if another quotes what it was told.

Limits: that one had the words first does not prove that the other has them from it; both may have them from a third
that is not in these tables. Each article is compared with the first of its story, with those whose outlet it credits
and with `NEAREST` before it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np

from dashboard import settings
from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array
from dashboard.columns.files import open_arrays, open_texts, write_array, write_texts
from dashboard.columns.strings import Strings
from dashboard.words.copying import Runs, read_runs, share_copied
from dashboard.words.differences import match_sentences, read_words

# How an article credits the outlet of the one that it has its words from: not at all; it is of the same outlet; it
# names the outlet; it quotes what the outlet was told; the outlet is the agency that it credits.
CREDITS = ("none", "own", "named", "told", "agency")
NONE, OWN, NAMED, TOLD, AGENCY = range(len(CREDITS))

# How an article credits the agency of its story: not at all; it names it, as the employer of a photographer; it quotes
# what the agency was told; it credits it; the agency is its outlet.
WIRED = ("none", "named", "told", "credited", "itself")
UNWIRED, WIRE_NAMED, WIRE_TOLD, WIRE_CREDITED, WIRE_ITSELF = range(len(WIRED))

# Articles of the story just before an article that it is compared with. It bounds the work in a story of hundreds.
NEAREST = 16

# An outlet that is credited comes first only if it has this share of the words that the closest article has: an article
# may name an outlet for something else.
CREDITED_SHARE = 0.5

COLUMNS = {
    "story": np.int32, "article": np.int32, "copied_from": np.int32, "credit": np.int8, "taken": np.float32,
    "kept": np.float32, "added": np.int16, "dropped": np.int16, "reworded": np.int16, "wire": np.int32,
    "wired": np.int8,
}  # fmt: skip

# Agencies, and whom the quotes of each article were told to.
AGENCIES = "SELECT DISTINCT by_agency FROM credited WHERE by_agency IS NOT NULL"
HEARD = """
    SELECT DISTINCT article, 'medium:' || via_actor_id FROM draft.quotes_sorted
    WHERE via_actor_id IS NOT NULL ORDER BY ALL"""

# Who speaks in each article: a state's agency that is quoted is a source, and not where the report is from.
SPEAKING = """
    SELECT DISTINCT article, 'medium:' || actors.actor_id
    FROM draft.speakers_sorted speakers JOIN draft.quotes_sorted USING (quote)
         JOIN read.actors actors ON actors.actor_id = speakers.actor_id
    WHERE actors.kind = 'media' ORDER BY ALL"""


@dataclass(slots=True)
class _Member:
    """An article of a story: what it gives as its outlet and agency, and the media that it quotes as told, names, and
    quotes."""

    article: int
    moment: tuple[bool, int]
    age: int
    outlet: str | None
    agency: str | None
    told: frozenset[str]
    named: frozenset[str]
    quoted: frozenset[str]
    text: str
    sentences: list[tuple[str, ...]] = field(default_factory=list)
    runs: Runs | None = None

    def credits(self, outlet: str | None) -> int:
        """How it credits this outlet, as a position in `CREDITS`."""
        if outlet is None:
            return NONE
        if outlet == self.agency and outlet != self.outlet:
            return AGENCY
        if outlet == self.outlet:
            return OWN
        return TOLD if outlet in self.told else NAMED if outlet in self.named else NONE


def write_lineage(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Find the lineage by the attached `draft`, the table `credited` and the columns in this folder, and write it."""
    arrays, texts = open_arrays(folder), open_texts(folder)
    agencies = {each for (each,) in connection.execute(AGENCIES).fetchall()}
    rows: dict[str, list[float]] = {name: [] for name in COLUMNS}
    wires: dict[str, int] = {}
    for story, found in _read_stories(connection, arrays, texts):
        members = _sort(found)
        wire = _find_wire(members, agencies)
        number = -1 if wire is None else wires.setdefault(wire, len(wires))
        for each, row in zip(members, _trace(members), strict=True):
            row |= {"story": story, "wire": number, "wired": _find_credit(each, wire)}
            for name, column in rows.items():
                column.append(row[name])
    for name, kind in COLUMNS.items():
        write_array(folder, f"lineage.{name}", np.array(rows[name], kind))
    write_texts(folder, "wires.id", list(wires))
    write_texts(folder, "wires.name", _name_wires(connection, list(wires)))


def _read_stories(
    connection: duckdb.DuckDBPyConnection, arrays: Mapping[str, Array], texts: Mapping[str, Strings]
) -> Iterator[tuple[int, list[_Member]]]:
    """The number of each story of several articles, ascending, with its articles."""
    articles = np.flatnonzero(~arrays["articles.alone"])
    articles = articles[np.argsort(arrays["articles.story"][articles], kind="stable")]
    stories = arrays["articles.story"][articles]
    given = connection.sql("SELECT by_source, by_agency FROM credited ORDER BY article").fetchall()
    told, quoted = (_list_media(connection, statement) for statement in (HEARD, SPEAKING))
    kinds = texts["actors.kind"].take(range(len(arrays["actors.by_name"])))
    media = np.append(np.array([each == "media" for each in kinds], bool), False)  # the last: of no actor
    for members in np.split(articles, np.flatnonzero(is_first(stories))[1:]) if len(articles) else []:
        found = []
        for article in members.tolist():
            low, high = arrays["articles.first_of_mentions"][article : article + 2]
            actors = arrays["mentions.actor"][low:high]
            named = texts["actors.id"].take(np.unique(actors[media[actors]]))
            outlet, agency = given[article]
            found.append(_Member(
                article, (not arrays["articles.dated"][article], int(arrays["articles.published"][article])),
                int(arrays["articles.age"][article]), outlet, agency, frozenset(told[article]),
                frozenset(f"medium:{each}" for each in named), frozenset(quoted[article]),
                texts["articles.text"][article] or "",
            ))  # fmt: skip
            found[-1].sentences = _read_sentences(arrays, article, found[-1].text)
        yield int(arrays["articles.story"][members[0]]), found


def _list_media(connection: duckdb.DuckDBPyConnection, statement: str) -> Mapping[int, set[str]]:
    """The media of each article that a statement gives, none where it gives none."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    for article, medium in connection.execute(statement).fetchall():
        found[article].add(medium)
    return found


def _read_sentences(arrays: Mapping[str, Array], article: int, text: str) -> list[tuple[str, ...]]:
    """The words of the sentences that are compared, the same ones as in the reader."""
    low, high = arrays["articles.first_of_sentences"][article : article + 2]
    spans = zip(arrays["sentences.start"][low:high].tolist(), arrays["sentences.end"][low:high].tolist(), strict=True)
    kept = [text[start:end] for start, end in spans if end <= settings.COMPARED_CHARACTERS]
    return [read_words(each) for each in kept[: settings.COMPARED_SENTENCES]]


def _sort(members: Sequence[_Member]) -> list[_Member]:
    """The articles in the order of time; of one moment, those that credit another of it come after the others."""
    outlets = defaultdict(set)
    for each in members:
        outlets[each.moment].add(each.outlet)

    def follows(each: _Member) -> bool:
        return any(each.credits(outlet) > OWN for outlet in outlets[each.moment])

    return sorted(members, key=lambda each: (each.moment, follows(each), each.age))


def _find_wire(members: Sequence[_Member], agencies: set[str]) -> str | None:
    """The agency that most of the articles credit, quote as told or are printed by; else one that articles of two
    outlets name without quoting it; None where there is none."""
    outlets = {each.outlet for each in members if each.outlet}
    told = {medium for each in members for medium in each.told - {each.outlet}}
    known = agencies | (told & outlets)
    credited = Counter(
        medium for each in members
        for medium in ((each.told & known) | ({each.agency} if each.agency else set())) - {each.outlet}
    )  # fmt: skip
    naming: defaultdict[str, set[str | None]] = defaultdict(set)
    for each in members:
        for medium in (each.named & known) - each.quoted - {each.outlet}:
            naming[medium].add(each.outlet)
    counts = credited or Counter({medium: len(by) for medium, by in naming.items() if len(by) > 1})
    return min(counts, key=lambda wire: (-counts[wire], wire not in outlets, wire), default=None)


def _find_credit(member: _Member, wire: str | None) -> int:
    """How an article credits the agency of its story, as a position in `WIRED`."""
    if wire is None:
        return UNWIRED
    if wire == member.outlet:
        return WIRE_ITSELF
    if wire == member.agency:
        return WIRE_CREDITED
    if wire in member.told:
        return WIRE_TOLD
    return WIRE_NAMED if wire in member.named - member.quoted else UNWIRED


def _trace(members: Sequence[_Member]) -> Iterator[dict[str, float]]:
    """The row of each article of a story, in order, but for the story and its agency."""
    vocabulary: dict[str, int] = {}
    for each in members:
        each.runs = read_runs(each.text, vocabulary)
    for place, each in enumerate(members):
        row: dict[str, float] = {"article": each.article, "copied_from": -1, "credit": NONE}
        row |= dict.fromkeys(("taken", "kept", "added", "dropped", "reworded"), 0)
        if place:
            source, taken, kept = _find_source(members, place)
            compared = match_sentences(each.sentences, members[source].sentences)
            row |= {
                "copied_from": members[source].article, "credit": each.credits(members[source].outlet),
                "taken": taken, "kept": kept, "added": len(compared.only_one), "dropped": len(compared.only_other),
                "reworded": len(compared.changed),
            }  # fmt: skip
        yield row


def _find_source(members: Sequence[_Member], place: int) -> tuple[int, float, float]:
    """The position of the article that this one has its words from, and both shares of words.

    Of those with about the same share of its words, the one of which it keeps most is the closest, then the earliest.
    """
    copy, shares = members[place], {}
    credited = [each for each in range(place) if copy.credits(members[each].outlet) > OWN][-NEAREST:]
    for each in sorted({0, *credited, *range(max(0, place - NEAREST), place)}):
        one, other = copy.runs, members[each].runs
        if one is not None and other is not None:
            shares[each] = share_copied(one, other), share_copied(other, one)
    most = max(taken for taken, _ in shares.values())

    def closeness(each: int) -> tuple[int, float, float]:
        taken, kept = shares[each]
        credit = copy.credits(members[each].outlet)
        return (credit if credit > OWN and taken >= CREDITED_SHARE * most else 0, round(taken, 2), kept)

    best = max(shares, key=closeness)  # the earliest of equal ones
    return best, *shares[best]


def _name_wires(connection: duckdb.DuckDBPyConnection, ids: list[str]) -> list[str]:
    """What each agency is called: the actor's name, else as most articles write it."""
    found = connection.execute(
        """
        WITH written AS (
            SELECT by_agency AS id, arg_max(agency, (times, agency)) AS name
            FROM (SELECT by_agency, agency, count(*) AS times FROM credited WHERE by_agency IS NOT NULL GROUP BY ALL)
            GROUP BY by_agency),
        media AS (SELECT 'medium:' || actor_id AS id, name FROM read.actors)
        SELECT id, coalesce(media.name, written.name, id) FROM (SELECT unnest($1) AS id)
               LEFT JOIN written USING (id) LEFT JOIN media USING (id)""",
        [ids],
    ).fetchall()
    names = dict(found)
    return [names[each] for each in ids]
