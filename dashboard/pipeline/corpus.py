"""The corpus: all inputs read, annotated and written as one set of tables."""

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

from dashboard import settings
from dashboard.errors import InputError
from dashboard.pipeline.annotate import annotate, model_version
from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.gazetteer.sources import PACKAGES
from dashboard.pipeline.geocode.online import Service
from dashboard.pipeline.geocode.unplaced import place_unplaced
from dashboard.pipeline.readings import Reading, open_knowledge, read_doc
from dashboard.pipeline.rows import READING_ROWS, article_row, reject_row
from dashboard.pipeline.stories import Stories
from dashboard.pipeline.tally import Tally
from dashboard.tables.contract import TABLES, check_all, contract_digest, references
from dashboard.tables.files import write_set
from dashboard.tables.rows import Rows


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run made: rows of each table, rejects by the kind of their reason, and the seconds it took."""

    counts: dict[str, int]
    rejects: dict[str, int]
    seconds: float
    geocoder: dict[str, Any] | None  # what an online geocoder was asked, where the settings name one


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
    gazetteer, known = open_knowledge(actors)  # compiled and checked here, and not by each worker
    _make_folder(folder)
    # Asked here and not by the workers: the pace that a service allows is one for the whole run.
    service = None if setting is None else Service(setting)
    rows = {name: Rows(name) for name in TABLES}
    tally, stories, digest = Tally(), Stories(), hashlib.sha256()
    for article, found in _read(records, rows["rejects"], actors, workers or settings.workers()):
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
    records: Iterator[Article | Reject], rejects: Rows, actors: Path | None, workers: int
) -> Iterator[tuple[Article, Reading]]:
    """Each article with what was found in it, in order; what is rejected becomes a row."""
    waiting: deque[Article] = deque()

    def texts() -> Iterator[tuple[str, int | None]]:
        for record in records:
            if isinstance(record, Reject):
                rejects.add(reject_row(record))
            else:
                waiting.append(record)
                yield record.text, record.published.year if record.published else None

    for reading in annotate(texts(), partial(read_doc, actors), workers):
        yield waiting.popleft(), reading


def _replace_actors(tables: dict[str, pa.Table], joined: Mapping[str, str]) -> None:
    """Put the id of the actor that stays wherever a table names one that goes."""
    if not joined:
        return
    go, stay = pa.array(list(joined)), pa.array(list(joined.values()))
    for name, column in references():
        if column.references == "actors":
            ids = tables[name][column.name]
            replaced = pc.coalesce(stay.take(pc.index_in(ids, value_set=go)), ids)
            at = tables[name].column_names.index(column.name)
            tables[name] = tables[name].set_column(at, tables[name].schema.field(at), replaced)


def _summarise(tables: Mapping[str, pa.Table], seconds: float, service: Service | None) -> Summary:
    counts = {name: table.num_rows for name, table in tables.items()}
    reasons = Counter(reason.partition(":")[0] for reason in tables["rejects"]["reason"].to_pylist())
    return Summary(counts, dict(reasons.most_common()), round(seconds, 1), service.report() if service else None)


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
