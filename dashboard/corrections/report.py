"""The tables that report what was done: `corrections`, `corrected` and `redirects`, as `replay` describes them."""

from collections.abc import Collection, Mapping
from datetime import datetime
from functools import lru_cache

import numpy as np
import pyarrow as pa

from dashboard.corrections.codes import NO_ROWS, Numbers, pair, unpair
from dashboard.corrections.log import Log
from dashboard.corrections.owners import Owners
from dashboard.corrections.record import read_moment
from dashboard.corrections.touched import Touched

TEXT = pa.string()
CORRECTIONS = pa.schema({
    "number": pa.int32(), "correction_id": TEXT, "saved": pa.timestamp("us"), "who": TEXT, "why": TEXT, "kind": TEXT,
    "actor_id": TEXT, "into_id": TEXT, "name": TEXT, "surfaces": pa.list_(TEXT), "articles_named": pa.list_(TEXT),
    "surface": TEXT, "location_id": TEXT, "to_id": TEXT, "to_name": TEXT, "to_country": TEXT, "sentence": TEXT,
    "batch": TEXT, "state": TEXT, "because": TEXT, "because_who": TEXT, "because_saved": pa.timestamp("us"),
    "because_why": TEXT, "mentions": pa.int32(), "articles": pa.int32(),
})  # fmt: skip
REDIRECTS = pa.schema({"actor_id": TEXT, "into_id": TEXT, "correction_id": TEXT, "name": TEXT})

# Columns of `corrections` that are fields of a correction, by another name, and null where these are empty.
SAID = {
    "correction_id": "id", "who": "who", "why": "why", "kind": "kind", "actor_id": "actor", "into_id": "into",
    "name": "name", "surface": "surface", "location_id": "location", "to_id": "to", "sentence": "sentence",
    "batch": "batch",
}  # fmt: skip
NEVER_NULL = ("who", "why")


def report_corrections(
    log: Log, states: Mapping[str, tuple[str, str]], touched: Touched, corrected: Mapping[str, Numbers]
) -> pa.Table:
    """A row for each correction that is no undo.

    `states` has the state of those that nobody took back, and the id of the correction that is its cause; `corrected`
    the positions of the mentions that each changed.
    """
    undos = log.undos()
    by_id = {each.id: each for each in log.corrections}
    numbers = [number for number, each in enumerate(log.corrections) if each.kind != "undo"]
    listed = [log.corrections[number] for number in numbers]
    found = [("taken back", undos[each.id].id) if each.id in undos else states[each.id] for each in listed]
    causes = [by_id.get(because) for _, because in found]
    articles = _count_articles(touched, corrected)
    said = {column: [getattr(each, name) for each in listed] for column, name in SAID.items()}
    return pa.table({
        **{column: texts if column in NEVER_NULL else [text or None for text in texts]
           for column, texts in said.items()},
        "number": numbers,
        "saved": [_moment(each.when) for each in listed],
        "surfaces": [each.surfaces for each in listed],
        "articles_named": [each.articles for each in listed],
        "to_name": [each.place and each.place.name for each in listed],
        "to_country": [each.place and (each.place.country_code or None) for each in listed],
        "state": [state for state, _ in found],
        "because": [because or None for _, because in found],
        "because_who": [cause and cause.who for cause in causes],
        "because_saved": [cause and _moment(cause.when) for cause in causes],
        "because_why": [cause and cause.why for cause in causes],
        "mentions": [len(corrected.get(each.id, ())) for each in listed],
        "articles": [articles.get(each.id, 0) for each in listed],
    }, schema=CORRECTIONS)  # fmt: skip


def report_corrected(touched: Touched, corrected: Mapping[str, Numbers]) -> pa.Table:
    """A row for each correction and mention that it changed."""
    mentions = touched.mentions
    numbers, positions = _flatten(corrected)
    return pa.table({
        "correction_id": pa.array([*corrected], TEXT).take(pa.array(numbers)),
        "article_id": mentions.rows["article_id"].take(pa.array(positions)),
        "start": pa.array(mentions.start[positions], pa.int32()),
        "end": pa.array(mentions.end[positions], pa.int32()),
    })  # fmt: skip


def report_redirects(owners: Owners, gone: Collection[str]) -> pa.Table:
    """A row for each actor that was merged or hidden, with the name that it had, and where its id leads now."""
    rows = []
    for actor, taking in owners.gone.items():
        into = owners.follow(actor)
        rows.append({"actor_id": actor, "into_id": None if into in gone else into or None,
                     "correction_id": taking.id, "name": owners.gone_names[actor]})  # fmt: skip
    return pa.Table.from_pylist(rows, REDIRECTS)


def _count_articles(touched: Touched, corrected: Mapping[str, Numbers]) -> dict[str, int]:
    """Id of a correction -> in how many articles it changed something."""
    numbers, positions = _flatten(corrected)
    each, _ = unpair(np.unique(pair(numbers, touched.mentions.article[positions])))
    return dict(zip(corrected, np.bincount(each, minlength=len(corrected)).tolist(), strict=True))


def _flatten(corrected: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
    """All positions, each behind the number of its correction among these."""
    lengths = np.array([len(each) for each in corrected.values()], dtype=np.int64)
    return np.repeat(np.arange(len(lengths)), lengths), np.concatenate([NO_ROWS, *corrected.values()])


@lru_cache(maxsize=10_000)
def _moment(when: str) -> datetime:
    """As `read_moment`, which takes its time, for moments that every replay asks for."""
    return read_moment(when)
