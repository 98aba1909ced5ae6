"""Three small articles as tables, and a store in which some corrections are applied.

In a text `[Assad](bashar)` is a mention of an actor, `[Homs](@1)` of a place, `[Baghdad](iraq@3)` of a place that acts,
`[Orlinsk](?why)` a name that was not placed.
"""

import re
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pytest

from dashboard.corrections.log import Log
from dashboard.corrections.record import Correction
from dashboard.store import Store
from dashboard.tables.contract import TABLES, check_all
from dashboard.tables.files import TableSet

type Row = dict[str, Any]

# Corrections, oldest first -> the store that they are applied in; `articles` other texts than ARTICLES.
type Correct = Callable[..., Store]

MENTION = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")

ARTICLES = {
    "a": "[Bashar al-Assad](bashar) left [Homs](@1). [Assad](bashar) said: “We go.” [Homs](@1) fell."
    " [Jolani](jolani) came.",
    "b": "[Assad](bashar) built [Homs](@1). “I build,” [Assad](bashar) said. [Baghdad](iraq@3) agreed: “Yes.”",
    "c": "[Julani](julani) spoke: “I came.” He told [AFP](afp) in [Orlinsk](?not in the gazetteer)."
    " [Baghdad](iraq@3) did.",
}
# Article, words, speaker as written, actor, outlet.
QUOTES = (
    ("a", "We go", "Assad", "bashar", None),
    ("b", "I build", "Assad", "bashar", None),
    ("b", "Yes", "Baghdad", "iraq", None),
    ("c", "I came", "He", "julani", "afp"),
)
ACTORS = {"bashar": ("Bashar al-Assad", "person"), "jolani": ("Jolani", "person"), "julani": ("Julani", "person"),
          "iraq": ("Iraq", "state"), "afp": ("AFP", "media")}  # fmt: skip
PLACES = {"1": ("Homs", "SY"), "2": ("Homs, Texas", "US"), "3": ("Baghdad", "IQ"), "4": ("Orlinsk", "RU")}
CANDIDATES = {"Homs": ("1", "2"), "Baghdad": ("3",), "Orlinsk": ("4",)}


def build(articles: dict[str, str]) -> dict[str, pa.Table]:
    """Tables of these articles that keep the contract; their external ids are `ext-` and the id."""
    rows: dict[str, list[Row]] = {name: [] for name in TABLES}
    for article_id, written in articles.items():
        _add_article(rows, article_id, written)
    _add_quotes(rows)
    entities = rows["entities"]
    for actor_id, (name, kind) in ACTORS.items():
        named = [row for row in entities if row["actor_id"] == actor_id]
        if named:
            rows["actors"].append({
                "actor_id": actor_id, "name": name, "kind": kind, "unsure": len(name.split()) < 2 and kind == "person",
                "aliases": sorted({row["surface"] for row in named}),
                "country_code": "IQ" if kind == "state" else None, **_counts(named),
            })  # fmt: skip
    for location_id, (name, country) in PLACES.items():
        at = [row for row in entities if row["location_id"] == location_id]
        if at:
            counts = _counts(at) | {
                "mentions": sum(row["sense"] == "place" for row in at),
                "actor_mentions": sum(row["sense"] == "actor" for row in at),
            }
            rows["locations"].append({
                "location_id": location_id, "name": name, "country_code": country, "feature": "PPL", "latitude": 1.0,
                "longitude": 2.0, "population": 9, **counts,
            })  # fmt: skip
    tables = {name: pa.Table.from_pylist(rows[name], table.schema) for name, table in TABLES.items()}
    check_all(tables)
    return tables


def _counts(rows: list[Row]) -> Row:
    return {"mentions": len(rows), "articles": len({row["article_id"] for row in rows})}


def _add_article(rows: dict[str, list[Row]], article_id: str, written: str) -> None:
    text = MENTION.sub(r"\1", written)
    starts = [0, *(found.end() for found in re.finditer(r"\. ", text))]
    spans = [
        (start, len(text[start:end].rstrip()) + start)
        for start, end in zip(starts, [*starts[1:], len(text)], strict=True)
    ]
    for number, (start, end) in enumerate(spans):
        rows["sentences"].append({"article_id": article_id, "sentence": number, "start": start, "end": end})
    shift = 0
    for found in MENTION.finditer(written):
        start = found.start() - shift
        shift += len(found[0]) - len(found[1])
        actor, at, place = found[2].partition("@")
        row: Row = dict.fromkeys(("actor_id", "location_id", "sense", "unplaced_reason"))
        if actor.startswith("?"):
            row["unplaced_reason"] = actor[1:]
        else:
            row |= {"actor_id": actor or None, "location_id": place or None}
            row["sense"] = ("actor" if actor else "place") if at else None
        where = {"article_id": article_id, "start": start, "end": start + len(found[1])}
        sentence = max(number for number, span in enumerate(spans) if span[0] <= start)
        rows["entities"].append({**where, "sentence": sentence, "surface": found[1], "label": "GPE", **row})
        for score, candidate in enumerate(CANDIDATES.get(found[1], ())):
            name, country = PLACES[candidate]
            rows["candidates"].append({
                **where, "location_id": candidate, "name": name, "country_code": country, "feature": "PPL",
                "latitude": 1.0, "longitude": 2.0, "score": 1.0 - score, "evidence": [],
            })  # fmt: skip
    rows["articles"].append({
        "article_id": article_id, "external_id": f"ext-{article_id}", "story_id": article_id, "text": text,
        "path": "here", "language": "en", "word_count": len(text.split()),
    })  # fmt: skip


def _add_quotes(rows: dict[str, list[Row]]) -> None:
    texts = {row["article_id"]: row["text"] for row in rows["articles"]}
    for article, words, speaker, actor, via in QUOTES:
        if words not in texts.get(article, ""):
            continue
        start = texts[article].index(words)
        spoken = max(texts[article].rfind(speaker, 0, start), texts[article].find(speaker, start))
        rows["quotes"].append({
            "quote_id": f"{article}-{start}", "article_id": article, "start": start, "end": start + len(words),
            "parts": [[start, start + len(words)]], "text": words, "kind": "direct", "speaker": speaker,
            "speaker_start": spoken, "speaker_end": spoken + len(speaker), "actor_id": actor, "via_actor_id": via,
            "sourcing": "named",
            "sentence": sum(row["article_id"] == article and 0 < row["start"] <= start for row in rows["sentences"]),
        })  # fmt: skip


def number_log(*corrections: Correction) -> Log:
    """A log of these, which get the ids 1, 2, 3 …"""
    signed = []
    for number, each in enumerate(corrections, 1):
        said = {name: getattr(each, name) for name in Correction.__slots__}
        signed.append(
            Correction(**said | {"id": str(number), "when": "2024-12-08T10:00:00+00:00", "who": "Ada", "why": "x"})
        )
    return Log(tuple(signed))


@pytest.fixture(scope="session")
def correct() -> Correct:
    """The store of ARTICLES in which these corrections, numbered from 1, are applied."""

    def correct(*corrections: Correction, articles: dict[str, str] = ARTICLES) -> Store:
        return Store(TableSet(build(articles), {}), number_log(*corrections))

    return correct
