"""The corpus: reads all inputs, has new articles annotated in parts, and makes one set of tables of all parts."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from importlib.metadata import version
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dashboard import settings
from dashboard.additions.folder import addition_of, count_added, list_additions
from dashboard.errors import InputError, TablesError
from dashboard.gazetteer import PACKAGES
from dashboard.pipeline.articles import LEDGER, Article, Columns, InputFile, Ledger, Reject, find_inputs, read_entries
from dashboard.pipeline.configuration import digest_configuration
from dashboard.pipeline.intake import Intake
from dashboard.pipeline.parts import Parts
from dashboard.pipeline.room import check_room_for
from dashboard.pipeline.workers import Annotated, Own
from dashboard.tables.contract import TABLES, contract_digest
from dashboard.tables.files import is_whole, read_file
from dashboard.tables.sets import (
    DRAFT,
    MANIFEST,
    PARTS,
    SETS,
    check_usable,
    draft,
    find_root,
    hold,
    publish,
    read_manifest,
    show,
)  # fmt: skip

LEDGER_FILE = "ledger.parquet"
CONFIGURATION = b"dateline_configuration"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a run made: the rows of each table, the rejects by kind of reason, how the articles differ from those of
    the last run, how many were read by the model, the seconds that it took, and what a geocoder was asked, if one was.
    """

    counts: dict[str, int]
    rejects: dict[str, int]
    new: int
    changed: int
    unchanged: int
    gone: int
    read: int
    seconds: float
    geocoder: dict[str, Any] | None


def preprocess(
    inputs: Sequence[Path],
    folder: Path,
    *,
    actors: Path | None = None,
    places: Path | None = None,
    columns: Mapping[str, str] | None = None,
    must_have_columns: bool = True,
    workers: int | None = None,
    cluster: str | None = None,
    on_article: Callable[[], None] = lambda: None,
    say: Callable[[str], None] = lambda note: None,
) -> Summary:
    """Write the tables of all `inputs` to `folder`, as its current set, and return a summary.

    `actors` is a file whose actors are added to those of `data/actors.yaml`, `places` a file whose places are laid over
    the gazetteer, `columns` the columns of tables by what they hold, as `settings.columns` gives them, each of which
    some table must have unless `must_have_columns` is false.
    `workers` is the number of processes, `cluster` the address of a Dask scheduler to use instead.
    `on_article` is called after each article that is annotated, `say` with what the user should know before. An article
    that was annotated before is not annotated again, unless its text, its metadata or the configuration changed; a run
    that was killed is gone on with. Two parts at most are held in memory, and some KB of each article
    (`benchmarks/README.md` says how many).
    Raises InputError or SettingError, before an article is annotated, if an input, the folder or a setting cannot be
    used, or if the inputs hold no article; DiskError if the disk is too small, then or when it takes no more. The
    tables then stay as they were.
    """
    began = time.monotonic()
    own = (actors and actors.absolute(), places and places.absolute())
    configuration = digest_configuration(*own)
    named = dict(columns or {})
    files = _name_columns(find_inputs(inputs, Columns(named), must_have_columns=must_have_columns), folder, named)
    reading = f"{configuration} {json.dumps(named, sort_keys=True)}" if named else configuration
    home = folder / PARTS / configuration
    if not home.is_dir():  # else they were checked when it was made
        from dashboard.pipeline.annotation import check_knowledge

        check_knowledge(own)
    if not folder.exists():  # so that none is made where there is nothing to write
        _check_input(files)
    with hold(folder):
        check_usable(folder)
        home.mkdir(parents=True, exist_ok=True)
        root, parts, intake = find_root(folder), Parts(home), Intake()
        ledger = _read_ledger(root, reading)
        known = ledger.table["path"].to_pylist() if ledger.is_valid else ()
        if note := check_room_for(folder, files, known, home):
            say(note)
        new = intake.take_new(read_entries(files, ledger, parts), parts)
        made = _annotate(new, parts, own, workers or settings.workers(), cluster, on_article)
        if not intake.paths:
            raise InputError(intake.explain_nothing())
        state = _digest(reading, contract_digest(), intake.content, intake.place)
        manifest = _read_manifest(root)
        is_new = bool(made.articles) or manifest.get("state") != state or not is_whole(root)
        if is_new:
            about = {
                "created": datetime.now(UTC).isoformat(timespec="seconds"),
                "contract": contract_digest(),
                "configuration": configuration,
                "reading": reading,
                "state": state,
                "inputs": [str(path.absolute()) for path in inputs],
                "own": {"actors": _path_text(own[0]), "places": _path_text(own[1]), "columns": named},
                "added": count_added(intake.paths.values(), intake.rejects["path"].to_pylist()),
                "input_digest": _digest(configuration, intake.content),
                "geocoder": made.geocoder,
            }
            manifest = _publish(folder, root, parts, intake, own, about, began)
        else:
            show(folder, root.name)  # the links, which a run that was killed may not have made
        if made.is_unanswered:
            parts.drop(made.parts)
    return Summary(
        manifest["counts"],
        manifest["rejects_by_reason"],
        **intake.compare(ledger),
        read=made.articles,
        seconds=manifest["seconds"] if is_new else round(time.monotonic() - began, 1),
        geocoder=made.geocoder,
    )


def _name_columns(
    files: Sequence[InputFile | Reject], folder: Path, named: Mapping[str, str]
) -> list[InputFile | Reject]:
    """The files, those of an addition with the columns that were named for it besides those of the run.

    An addition keeps its columns, so the ledger need not know them.
    """
    own = {each.id: Columns({**named, **each.columns}) for each in list_additions(folder) if each.columns}

    def name(file: InputFile | Reject) -> InputFile | Reject:
        found = own.get(addition_of(file.path_text)) if isinstance(file, InputFile) else None
        return replace(file, columns=found) if found and isinstance(file, InputFile) else file

    return [name(each) for each in files]


def _annotate(
    articles: Iterator[Article],
    parts: Parts,
    own: Own,
    processes: int,
    cluster: str | None,
    on_article: Callable[[], None],
) -> Annotated:
    """Annotate the articles, if there are any: a run with nothing new does not load the model."""
    first = next(articles, None)
    if first is None:
        return Annotated()
    from dashboard.pipeline.annotation import annotate_articles

    return annotate_articles(chain([first], articles), parts, own, processes, cluster, on_article)


def _check_input(files: Sequence[InputFile | Reject]) -> None:
    """Raise InputError if the files hold no article; reads up to the first one."""
    intake = Intake()
    if next(intake.take_new(read_entries(files, Ledger(), frozenset()), frozenset()), None) is None:
        raise InputError(intake.explain_nothing())


def _publish(
    folder: Path, root: Path, parts: Parts, intake: Intake, own: Own, about: dict[str, Any], began: float
) -> dict[str, Any]:
    """Make a set of the articles of the intake and show it; returns its manifest. `root` holds the set before it."""
    from dashboard.pipeline.annotate import model_version
    from dashboard.pipeline.assembly import Assembly
    from dashboard.pipeline.readings import open_knowledge
    from dashboard.pipeline.settle import settle

    gazetteer, known = open_knowledge(*own)
    live = parts.find_live(intake.paths)
    settled = settle(live, known)
    overall = {"actors": settled.actors, "locations": settled.locations, "rejects": intake.rejects}
    with draft(folder / SETS) as path:
        assembly = Assembly(path, root, settled, intake.paths)
        files = assembly.write(live, overall)
        marked = intake.ledger.replace_schema_metadata({CONFIGURATION: about["reading"]})
        pq.write_table(marked, path / LEDGER_FILE, compression="zstd")
        manifest = {
            **about,
            "set": f"{about['input_digest'][:24]}{files[:8]}",
            "counts": {name: assembly.counts[name] for name in TABLES},
            "rejects_by_reason": intake.count_reasons(),
            "notes": intake.describe_notes(),
            "unread": settled.unread,
            "annotators": {
                "dateline": version("dateline"),
                "spacy": version("spacy"),
                "model": model_version(),
                "gazetteer": gazetteer.source,
                **{source: version(source) for source in PACKAGES},
            },
            "seconds": round(time.monotonic() - began, 1),
        }
        (path / MANIFEST).write_text(json.dumps(manifest, indent=1), "utf-8")
        before = folder / SETS / manifest["set"]
        if before.is_dir() and not is_whole(before):
            before.rename(before.with_name(f"{DRAFT}{before.name}"))
        publish(path, folder, manifest["set"])
    return manifest


def _read_ledger(root: Path, reading: str) -> Ledger:
    """The ledger of the set in `root`; an empty one if it has none, or none that can be read.

    `reading` is the configuration and the columns that the user names: by others all files are read again.
    """
    try:
        table = read_file(root / LEDGER_FILE)
    except TablesError:
        return Ledger()
    made_by = (table.schema.metadata or {}).get(CONFIGURATION, b"").decode()
    later = [field for field in LEDGER if field.name not in table.schema.names]  # than the version that wrote it
    for field in later:
        table = table.append_column(field, pa.nulls(len(table), field.type))
    if not table.schema.equals(LEDGER):
        return Ledger()
    return Ledger(table, is_valid=made_by == reading and not later)


def _read_manifest(root: Path) -> dict[str, Any]:
    try:
        return read_manifest(root)
    except TablesError:
        return {}


def _path_text(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
