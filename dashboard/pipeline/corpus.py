"""The corpus: reads all inputs, annotates their articles, and writes one set of tables."""

import hashlib
import time
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
from spacy.tokens import Doc

from dashboard import settings
from dashboard.errors import InputError
from dashboard.pipeline.annotate import annotate, model_version
from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.gazetteer.sources import PACKAGES
from dashboard.pipeline.geocode.online import Service
from dashboard.pipeline.geocode.unplaced import place_unplaced
from dashboard.pipeline.readings import Origin, Reading, open_knowledge, read_doc
from dashboard.pipeline.rows import READING_ROWS, article_row, reject_row
from dashboard.pipeline.stories import Stories
from dashboard.pipeline.tally import Tally
from dashboard.tables.checks import check_all
from dashboard.tables.contract import TABLES, contract_digest, references
from dashboard.tables.files import write_set
from dashboard.tables.rows import Rows


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run made: the number of rows of each table and of rejects for each kind of reason, and its duration."""

    counts: dict[str, int]
    rejects: dict[str, int]
    new: int
    changed: int
    unchanged: int
    gone: int
    seconds: float
    geocoder: dict[str, Any] | None  # how often an online geocoder was asked; None if the settings name none


def preprocess(
    inputs: Sequence[Path],
    folder: Path,
    *,
    actors: Path | None = None,
    places: Path | None = None,
    workers: int | None = None,
    on_article: Callable[[], None] = lambda: None,
) -> Summary:
    """Write the tables of all `inputs` to `folder` and return a summary.

    `actors` is a file whose actors are added to those of `data/actors.yaml`, `places` a file whose places are laid over
    the gazetteer. `on_article` is called after each article.
    Raises InputError, before an article is read, if an input or the folder cannot be used. Texts are read one at a
    time; rows stay in memory until all articles are read.
    """
    began = time.monotonic()
    setting = settings.geocoder()
    records = read_articles(inputs)
    gazetteer, known = open_knowledge(actors, places)  # compiled and checked once, before the workers open them
    _make_folder(folder)
    # The service is asked here and not by the workers, because it limits the requests of the whole run.
    service = None if setting is None else Service(setting)
    rows = {name: Rows(name) for name in TABLES}
    tally, stories, digest = Tally(), Stories(), hashlib.sha256()
    for article, found in _read(
        records, rows["rejects"], partial(read_doc, actors, places), workers or settings.workers()
    ):
        digest.update(f"{article.article_id}\n{article.published}\n{article.text}".encode())
        reading = place_unplaced(found, service, gazetteer) if service else found
        rows["articles"].add(article_row(article, stories.assign(article.article_id, article.text)))
        for name, make_rows in READING_ROWS.items():
            rows[name].extend(make_rows(article, reading))
        tally.add(article.article_id, reading)
        on_article()
    joined = tally.join_people(known)
    rows["actors"].extend(tally.actor_rows())
    rows["locations"].extend(tally.location_rows())
    tables = {name: each.table() for name, each in rows.items()}
    _replace_actors(tables, joined)
    check_all(tables)
    summary = _summarise(tables, time.monotonic() - began, service)
    write_set(folder, tables, _manifest(inputs, digest.hexdigest(), summary, gazetteer.source))
    return summary


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise InputError(f"{folder} cannot be a folder of tables ({error.strerror}); give another") from error


def _read(
    records: Iterator[Article | Reject], rejects: Rows, read: Callable[[Origin, Doc], Reading], workers: int
) -> Iterator[tuple[Article, Reading]]:
    """Each article with its reading, in the order of `records`; a reject becomes a row of `rejects`."""
    waiting: deque[Article] = deque()

    def texts() -> Iterator[tuple[str, Origin]]:
        for record in records:
            if isinstance(record, Reject):
                rejects.add(reject_row(record))
            else:
                waiting.append(record)
                yield record.text, Origin(record.published.year if record.published else None, record.source)

    for reading in annotate(texts(), read, workers):
        yield waiting.popleft(), reading


def _replace_actors(tables: dict[str, pa.Table], joined: Mapping[str, str]) -> None:
    """Replace in all tables the ids of actors that were joined to another: `joined` is old id -> new id."""
    if not joined:
        return
    old, new = pa.array(list(joined)), pa.array(list(joined.values()))
    for name, column in references():
        if column.references == "actors":
            ids = tables[name][column.name]
            replaced = pc.coalesce(new.take(pc.index_in(ids, value_set=old)), ids)
            at = tables[name].column_names.index(column.name)
            tables[name] = tables[name].set_column(at, tables[name].schema.field(at), replaced)


def _summarise(tables: Mapping[str, pa.Table], seconds: float, service: Service | None) -> Summary:
    counts = {name: table.num_rows for name, table in tables.items()}
    reasons = Counter(reason.partition(":")[0] for reason in tables["rejects"]["reason"].to_pylist())
    report = service.report() if service else None
    return Summary(counts, dict(reasons.most_common()), counts["articles"], 0, 0, 0, round(seconds, 1), report)


def _manifest(inputs: Sequence[Path], digest: str, summary: Summary, gazetteer: str) -> dict[str, Any]:
    return {
        "created": datetime.now(UTC).isoformat(timespec="seconds"),
        "contract": contract_digest(),
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
