"""The corpus: all inputs read, annotated and written as one set of tables."""

import hashlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from dashboard import settings
from dashboard.errors import InputError
from dashboard.pipeline.actors import Actor
from dashboard.pipeline.actors.names import ROMANISED
from dashboard.pipeline.actors.romanised import Namings, join_romanised, merge_counts
from dashboard.pipeline.annotate import annotate, model_version
from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.entities import is_office
from dashboard.pipeline.gazetteer import Place, open_gazetteer
from dashboard.pipeline.gazetteer.sources import PACKAGES
from dashboard.pipeline.geocode.online import Service
from dashboard.pipeline.geocode.unplaced import place_unplaced
from dashboard.pipeline.readings import Reading, open_knowledge, read_doc
from dashboard.pipeline.stories import Stories
from dashboard.tables.contract import TABLES, check_all
from dashboard.tables.files import write_set

# Rows that wait as Python objects until they are made an Arrow batch, which takes a tenth of the memory.
ROWS_A_BATCH = 20_000


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run made: rows of each table, rejects by the kind of their reason, and the seconds it took."""

    counts: dict[str, int]
    rejects: dict[str, int]
    seconds: float
    geocoder: dict[str, Any] | None  # what an online geocoder was asked, where the settings name one


@dataclass(slots=True)
class _Tally:
    """What is counted over all articles: every name of every actor, every sense of every place."""

    surfaces: dict[str, Counter[str]] = field(default_factory=dict)
    identities: dict[str, Counter[Actor]] = field(default_factory=dict)
    actor_mentions: Counter[str] = field(default_factory=Counter)
    actor_articles: Counter[str] = field(default_factory=Counter)
    people: dict[str, Namings] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    senses: dict[str, Counter[str]] = field(default_factory=dict)
    place_articles: Counter[str] = field(default_factory=Counter)


def preprocess(
    inputs: Sequence[Path],
    folder: Path,
    *,
    actors: Path | None = None,
    workers: int | None = None,
    on_article: Callable[[], None] = lambda: None,
) -> Summary:
    """Write the tables of all `inputs` to `folder` and say what they hold; raises InputError before anything is done.

    `actors` is a file that is laid over `data/actors.yaml`. `on_article` is called after each article. Texts are
    streamed; the rows are held in memory until the set is whole.
    """
    began = time.monotonic()
    setting = settings.geocoder()
    records = read_articles(inputs)
    open_knowledge(actors)  # compiled and checked here, and not by each worker
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be a folder of tables ({error.strerror}); give another") from error
    gazetteer = open_gazetteer()
    # Asked here and not by the workers: the pace that a service allows is one for the whole run.
    service = None if setting is None else Service(setting)
    rows = {name: _Rows(name) for name in TABLES}
    tally, stories, digest = _Tally(), Stories(), hashlib.sha256()
    waiting: list[Article] = []
    texts = _texts(records, rows["rejects"], waiting)
    for reading in annotate(texts, partial(read_doc, actors), workers or settings.workers()):
        article = waiting.pop(0)
        story = stories.assign(article.article_id, article.text)
        digest.update(f"{article.article_id}\n{article.published}\n{article.text}".encode())
        rows["articles"].add(_article_row(article, story))
        _add_reading(rows, tally, article, place_unplaced(reading, service, gazetteer) if service else reading)
        on_article()
    joined = join_romanised(tally.people, open_knowledge(actors)[1])
    _join_people(tally, joined)
    for row in _actor_rows(tally):
        rows["actors"].add(row)
    for row in _location_rows(tally):
        rows["locations"].add(row)
    tables = {name: _name_anew(each.table(), joined) for name, each in rows.items()}
    check_all(tables)
    counts = {name: table.num_rows for name, table in tables.items()}
    reasons = Counter(reason.partition(":")[0] for reason in tables["rejects"]["reason"].to_pylist())
    report = service.report() if service else None
    summary = Summary(counts, dict(reasons.most_common()), round(time.monotonic() - began, 1), report)
    write_set(folder, tables, _manifest(inputs, digest.hexdigest(), summary, gazetteer.source))
    return summary


class _Rows:
    """Rows of one table, kept as Arrow batches."""

    def __init__(self, name: str) -> None:
        self._schema = TABLES[name].schema
        self._waiting: list[tuple[Any, ...]] = []
        self._batches: list[pa.RecordBatch] = []

    def add(self, row: tuple[Any, ...]) -> None:
        self._waiting.append(row)
        if len(self._waiting) >= ROWS_A_BATCH:
            self._pack()

    def table(self) -> pa.Table:
        self._pack()
        return pa.Table.from_batches(self._batches, self._schema)

    def _pack(self) -> None:
        columns = list(zip(*self._waiting, strict=True)) or [()] * len(self._schema)
        arrays = [pa.array(values, each.type) for values, each in zip(columns, self._schema, strict=True)]
        self._batches.append(pa.RecordBatch.from_arrays(arrays, schema=self._schema))
        self._waiting = []


def _texts(
    records: Iterator[Article | Reject], rejects: _Rows, waiting: list[Article]
) -> Iterator[tuple[str, int | None]]:
    """The text and the year of each article, which is put in line; what is rejected becomes a row."""
    for record in records:
        if isinstance(record, Reject):
            rejects.add((record.path, record.record, record.reason))
        else:
            waiting.append(record)
            yield record.text, record.published.year if record.published else None


def _article_row(article: Article, story: str) -> tuple[Any, ...]:
    return (
        article.article_id, article.external_id, article.title, article.text, article.published, article.source,
        article.agency, article.url, article.path, article.language, len(article.text.split()), story,
    )  # fmt: skip


def _add_reading(rows: dict[str, _Rows], tally: _Tally, article: Article, reading: Reading) -> None:
    article_id = article.article_id
    for number, (start, end) in enumerate(reading.sentences):
        rows["sentences"].add((article_id, number, start, end))
    actors: set[str] = set()
    places: set[str] = set()
    for mention, placement, actor in zip(reading.mentions, reading.placements, reading.actors, strict=True):
        place = placement.place
        rows["entities"].add((
            article_id, mention.start, mention.end, mention.sentence, mention.surface, mention.label,
            actor.actor_id if actor else None, place.location_id if place else None, placement.sense,
            mention.role, placement.unplaced_reason, placement.confidence,
        ))  # fmt: skip
        for each in placement.candidates:
            found = each.place
            rows["candidates"].add((
                article_id, mention.start, mention.end, found.location_id, found.name, found.country_code,
                found.admin1, found.feature, found.latitude, found.longitude, each.score,
                [{"feature": feature, "value": value} for feature, value in each.evidence],
            ))  # fmt: skip
        if actor is not None:
            if not is_office(mention):  # by which nobody is known elsewhere
                tally.surfaces.setdefault(actor.actor_id, Counter())[mention.surface] += 1
            tally.actor_mentions[actor.actor_id] += 1
            tally.identities.setdefault(actor.actor_id, Counter())[actor] += 1
            actors.add(actor.actor_id)
            if actor.kind == "person":
                tally.people.setdefault(actor.actor_id, Namings(actor.name)).articles.add(article_id)
        if place is not None:
            tally.places[place.location_id] = place
            tally.senses.setdefault(place.location_id, Counter())[placement.sense or ""] += 1
            if placement.sense != "demonym":
                places.add(place.location_id)
    tally.actor_articles.update(actors)
    if _is_abroad(reading):
        for actor_id in actors & tally.people.keys():
            tally.people[actor_id].abroad += 1
    tally.place_articles.update(places)
    for quote in reading.quotes:
        text = " … ".join(article.text[start:end] for start, end in quote.parts)
        rows["quotes"].add((
            f"{article_id}-{quote.start}-{quote.end}", article_id, quote.sentence, quote.start, quote.end,
            [list(part) for part in quote.parts], text, quote.kind,
            quote.speaker, quote.speaker_start, quote.speaker_end, quote.actor_id, quote.sourcing,
            quote.cue, quote.cue_start, quote.cue_end, quote.stance, quote.via_actor_id, quote.confidence,
        ))  # fmt: skip


def _is_abroad(reading: Reading) -> bool:
    """Whether the country that an article names most places of writes names in another script."""
    countries = Counter(p.place.country_code for p in reading.placements if p.place is not None)
    return bool(countries) and countries.most_common(1)[0][0] in ROMANISED


def _join_people(tally: _Tally, joined: dict[str, str]) -> None:
    """Count for each id that stays what was counted of those that go."""
    merge_counts(tally.surfaces, joined)
    merge_counts(tally.identities, joined)
    for old, new in joined.items():
        tally.actor_mentions[new] += tally.actor_mentions.pop(old)
        tally.actor_articles[new] += tally.actor_articles.pop(old)  # no article names both


def _name_anew(table: pa.Table, joined: dict[str, str]) -> pa.Table:
    """The table with the ids of actors that stay."""
    for number, name in enumerate(table.column_names):
        if joined and name in ("actor_id", "via_actor_id"):
            column = table.column(name)
            stays = pa.array(list(joined.values())).take(pc.index_in(column, value_set=pa.array(list(joined))))
            table = table.set_column(number, table.schema.field(number), pc.coalesce(stays, column))
    return table


def _actor_rows(tally: _Tally) -> Iterator[tuple[Any, ...]]:
    for actor_id, mentions in sorted(tally.actor_mentions.items(), key=lambda pair: (-pair[1], pair[0])):
        surfaces = tally.surfaces[actor_id]
        actor = min(tally.identities[actor_id].items(), key=lambda pair: (-pair[1], pair[0].name, pair[0].kind))[0]
        aliases = [surface for surface, _ in sorted(surfaces.items(), key=lambda pair: (-pair[1], pair[0]))]
        yield (
            actor_id, actor.name, actor.kind, actor.country_code, actor.unsure, aliases,
            mentions, tally.actor_articles[actor_id],
        )  # fmt: skip


def _location_rows(tally: _Tally) -> Iterator[tuple[Any, ...]]:
    for location_id, senses in sorted(tally.senses.items(), key=lambda pair: (-pair[1]["place"], pair[0])):
        place = tally.places[location_id]
        yield (
            location_id, place.name, place.country_code, place.admin1, place.feature, place.latitude, place.longitude,
            place.population, senses["place"], senses["actor"], tally.place_articles[location_id],
        )  # fmt: skip


def _manifest(inputs: Sequence[Path], digest: str, summary: Summary, gazetteer: str) -> dict[str, Any]:
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "inputs": [str(path.absolute()) for path in inputs],
        "input_digest": digest,
        "counts": summary.counts,
        "rejects_by_reason": summary.rejects,
        "annotators": {
            "dateline": version("dateline"),
            "spacy": version("spacy"),
            "model": model_version(),
            "gazetteer": gazetteer,
            **{source: version(source) for source in PACKAGES},
        },
        "geocoder": summary.geocoder,
        "seconds": summary.seconds,
    }
