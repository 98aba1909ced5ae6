"""Settles what only the whole corpus can say: which actors are one, which articles are one story, and all counts.

It reads names by the article, and no mention: of a part `entries`, `namings`, `placings`, and what the stories need of
`articles`.
"""

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from dashboard.pipeline.actors import KnownActors
from dashboard.pipeline.parts import LivePart, read_part
from dashboard.pipeline.stories import group_stories
from dashboard.pipeline.tally import Tally
from dashboard.tables.rows import Rows


@dataclass(frozen=True, slots=True)
class Settled:
    """`joined` is old actor_id -> the id that it has now, `stories` article_id -> story_id of all copies.

    `unread` says in how many articles something was left unread, and how many characters that is.
    """

    joined: Mapping[str, str]
    stories: Mapping[str, str]
    actors: pa.Table
    locations: pa.Table
    unread: Mapping[str, int]


def settle(parts: Sequence[LivePart], known: KnownActors) -> Settled:
    """What these articles say together."""
    tally, signed = Tally(), []
    unread = {"articles": 0, "characters": 0}
    for part in parts:
        entries, namings, placings = _read_live(part)
        tally.add(entries, namings, placings)
        columns = ["published", "source", "agency"]
        articles = read_part(part.path, ("articles",), columns)["articles"].filter(part.mask)
        for name in articles.column_names:
            entries = entries.append_column(name, articles[name])
        unread["articles"] += pc.sum(pc.greater(entries["unread"], 0)).as_py() or 0
        unread["characters"] += pc.sum(entries["unread"]).as_py() or 0
        signed.append(entries.drop_columns(["digest", "is_romanised", "unread"]))
    joined = tally.join_people(known, lambda actor_ids: _find_articles(parts, actor_ids))
    actors, locations = Rows("actors"), Rows("locations")
    actors.extend(tally.actor_rows())
    locations.extend(tally.location_rows())
    return Settled(joined, dict(_find_copies(signed)), actors.table(), locations.table(), unread)


def _read_live(part: LivePart) -> tuple[pa.Table, pa.Table, pa.Table]:
    entries, namings, placings = read_part(part.path, ("entries", "namings", "placings")).values()
    entries = entries.filter(part.mask)
    if pc.all(part.mask).as_py():
        return entries, namings, placings
    alive = entries["article_id"].combine_chunks()
    namings, placings = (t.filter(pc.is_in(t["article_id"], value_set=alive)) for t in (namings, placings))
    return entries, namings, placings


def _find_articles(parts: Sequence[LivePart], actor_ids: Set[str]) -> dict[str, set[str]]:
    """The articles that name each of these actors."""
    found: dict[str, set[str]] = {actor_id: set() for actor_id in actor_ids}
    if not actor_ids:
        return found
    wanted = pa.array(sorted(actor_ids))
    for part in parts:
        _, namings, _ = _read_live(part)
        named = namings.filter(pc.is_in(namings["actor_id"], value_set=wanted))
        for actor_id, article_id in zip(named["actor_id"].to_pylist(), named["article_id"].to_pylist(), strict=True):
            found[actor_id].add(article_id)
    return found


def _find_copies(signed: Sequence[pa.Table]) -> Iterator[tuple[str, str]]:
    if not signed:
        return
    table = pa.concat_tables(signed)
    stories = pa.table({"article_id": table["article_id"], "story_id": group_stories(table)})
    copies = stories.filter(pc.not_equal(stories["article_id"], stories["story_id"]))
    yield from zip(copies["article_id"].to_pylist(), copies["story_id"].to_pylist(), strict=True)
