"""The files of audits: `audits/<id>.jsonl` beside the tables, one line a record, only ever added to.

The first lines say how the audit was drawn and what its items are; they are written once, whole. Each judgement is a
further line; the last one of a judge on an item counts, and to take one back is a line, too. A set is never changed
after it was made: its audits lie beside the sets, and stay when it is dropped.
"""

import os
import re
import secrets
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from dashboard.disk import write_whole
from dashboard.errors import DiskError, JudgementError
from dashboard.journal import append, locked, sync_folder
from dashboard.judgements.audit import Audit
from dashboard.judgements.record import Design, Item, Judgement, read_line, write_line

FOLDER = "audits"

# The ids of audits, by which their files are called.
ID = re.compile(r"[0-9]{8}-[0-9]{6}-[0-9a-f]{6}")

# Audits that are listed, the newest: each has some hundred kilobytes.
LISTED = 30

# Bytes of a file that are read: 200 items and twenty thousand judgements.
LONGEST_FILE = 10_000_000

# Lines that cannot be read and are described; of others only the number is told.
DESCRIBED = 3


def begin(folder: Path, design: Design, items: Sequence[Item]) -> Audit:
    """The audit, which now has a file of its own beside the tables in `folder`, an id and a moment.

    Raises JudgementError where it cannot be written.
    """
    now = datetime.now(UTC)
    design = replace(
        design, id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}", when=now.isoformat(timespec="seconds")
    )  # fmt: skip
    lines = [write_line(design), *(write_line(item) for item in items)]
    for line in lines:
        read_line(line)  # what cannot be read back is never written
    path = path_of(folder, design.id)
    with _saying(path):
        path.parent.mkdir(exist_ok=True)
        write_whole(path, b"".join(lines))
        sync_folder(path.parent)
    return Audit(design, {each.number: each for each in items})


def judge(folder: Path, audit_id: str, said: Judgement) -> Judgement:
    """The judgement as it was added to the audit's file, with its moment; the one before where it says the same.

    Raises JudgementError where nothing was added, because there is no such audit or item, nobody judges, or the disk
    refuses.
    """
    path = path_of(folder, audit_id)
    said = replace(said, when=datetime.now(UTC).isoformat(timespec="microseconds"))
    with _saying(path):
        if not path.exists():
            raise JudgementError(f"there is no audit {audit_id} any more; nothing was saved")
        with locked(path) as file:
            with os.fdopen(os.dup(file.fileno()), "rb") as content:
                content.seek(0)
                data = content.read(LONGEST_FILE + 1)
            audit = _parse(path, data)
            if len(data) > LONGEST_FILE:
                raise JudgementError(f"{path} is full ({LONGEST_FILE:,} bytes), nothing was saved; begin another audit")
            if said.item not in audit.items:
                raise JudgementError(f"this audit has no item {said.item}; nothing was saved")
            said = replace(said, settles=audit.has_finished(said.judge))
            line = write_line(said)
            try:
                checked = read_line(line)
            except JudgementError as error:
                raise JudgementError(f"the judgement {error}; nothing was saved") from error
            assert isinstance(checked, Judgement)
            before = audit.settled.get(said.item) if said.settles else audit.said_by(said.judge).get(said.item)
            if before is not None and replace(before, when=checked.when) == checked:
                return before
            append(path, file, (b"" if data.endswith(b"\n") else b"\n") + line)
            return checked


def read_audit(folder: Path, audit_id: str) -> Audit | None:
    """The audit with this id beside the tables in `folder`; None where there is none, or none that can be read."""
    try:
        path = path_of(folder, audit_id)
        with path.open("rb") as file:
            return _parse(path, file.read(LONGEST_FILE))
    except (JudgementError, OSError):
        return None


def list_files(folder: Path) -> list[Path]:
    """The files of the newest audits, the newest first."""
    found = (path for path in (folder / FOLDER).glob("*.jsonl") if ID.fullmatch(path.stem))
    return sorted(found, key=lambda path: path.name, reverse=True)[:LISTED]


def find_state(folder: Path, audit_id: str = "") -> str:
    """What changes when an audit, or any of those that are listed, has changed."""
    found = [path for path in list_files(folder) if audit_id in ("", path.stem)]
    return ";".join(f"{path.stem}:{status.st_size}:{status.st_mtime_ns}" for path in found for status in [path.stat()])


def path_of(folder: Path, audit_id: str) -> Path:
    """Where the file of an audit is; raises JudgementError where this is no id of one."""
    if not ID.fullmatch(audit_id):
        raise JudgementError(f"{audit_id[:40]!r} is no audit")
    return folder / FOLDER / f"{audit_id}.jsonl"


@contextmanager
def _saying(path: Path) -> Iterator[None]:
    """Raise JudgementError, with the remedy, in place of an error of the disk."""
    try:
        yield
    except DiskError as error:
        raise JudgementError(str(error)) from error
    except OSError as error:
        raise JudgementError(
            f"{path} cannot be written ({error.strerror}), nothing was saved; let the dashboard's user write there"
        ) from error


def _parse(path: Path, data: bytes) -> Audit:
    """What a file says; raises JudgementError where no line of it says how the audit was drawn."""
    design: Design | None = None
    items: dict[int, Item] = {}
    judgements: list[Judgement] = []
    problems: list[str] = []
    for number, line in enumerate(data.splitlines(), 1):
        if not line.strip():
            continue
        try:
            record = read_line(line)
            match record:
                case Design() if design is None:
                    design = record
                case Item() if record.number not in items and _fits(record, design):
                    items[record.number] = record
                case Judgement() if record.item in items:
                    judgements.append(record)
                case _:
                    raise JudgementError("does not belong to the lines before it")
        except JudgementError as error:
            problems.append(f"line {number:,} {error}")
    if design is None or not items:
        raise JudgementError(f"{path} holds no audit that can be read; mend it or remove it")
    return Audit(replace(design, id=path.stem), items, tuple(judgements), _note(path, problems))


def _fits(item: Item, design: Design | None) -> bool:
    """Whether an item is of a kind and of a stratum that the audit has."""
    return design is not None and item.kind in design.kinds and 0 <= item.stratum < len(design.strata)


def _note(path: Path, problems: Sequence[str]) -> str:
    """One sentence on all lines that could not be read, for whoever can mend them; "" where there are none."""
    if not problems:
        return ""
    more = len(problems) - DESCRIBED
    described = "; ".join((*problems[:DESCRIBED], *([f"and {more:,} more"] if more > 0 else ())))
    are, them = ("line of {} is", "it") if len(problems) == 1 else ("lines of {} are", "them")
    file = f"{FOLDER}/{path.name}"
    return f"{len(problems):,} {are.format(file)} ignored: {described}. Mend {them} or remove {them}."
