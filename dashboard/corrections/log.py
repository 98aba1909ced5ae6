"""The file of corrections: `corrections.jsonl` beside the tables, one line a correction, only ever added to.

- A correction that is reported as saved is whole and on the disk; one that does not fit leaves the file as it was.
- Corrections that are saved together are added in one piece, all or none; a crash may leave the first ones of them.
- A process that saves holds a lock on the file, which ends with the process.
- A last line that a crash or another program cut short is reported; the next correction begins a line of its own.
- To take a correction back is a further line, of the kind undo, which names it; that line can be taken back in turn.
"""

import hashlib
import io
import os
import secrets
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from dashboard.corrections.clashes import find_clashes, find_contradicted
from dashboard.corrections.record import (
    LONGEST_LINE,
    Correction,
    check_size,
    excerpt,
    one_line,
    read_line,
    read_moment,
    write_line,
)
from dashboard.errors import CorrectionError, DiskError
from dashboard.journal import append, is_free, locked

FILE = "corrections.jsonl"

# The digest of a file that cannot be read.
UNREAD = "unread"


# Lines that say no correction and are described; of the others only the number is told: a file that is no file of
# corrections has thousands.
DESCRIBED = 3

# Seconds that a file must be unchanged, before its size and time are enough to know that it still is: file systems
# count time in steps, the coarsest of two seconds.
SETTLED = 3.0

# Bytes that are read at once of a line that is too long to be a correction.
CHUNK = 1_000_000

# Inode, size and time of the last change of a file, in bytes and nanoseconds.
type State = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Log:
    """What the file says: its corrections, oldest first; how many lines say none, and what is wrong with the first of
    them; a digest of its bytes.

    Every correction has an id of its own, and an undo names one before it. Without a file, the digest is empty.
    `unread` says why a file could not be read. `length` and `lines` are of what was read, `is_whole` is false where its
    last line has no end. `state` is the file's, where it has not changed for a while.
    """

    corrections: tuple[Correction, ...] = ()
    problems: tuple[str, ...] = ()
    ignored: int = 0
    digest: str = ""
    unread: str = ""
    length: int = 0
    lines: int = 0
    is_whole: bool = True
    state: State | None = field(default=None, compare=False)

    @property
    def note(self) -> str:
        """One sentence on all that could not be read, for whoever can mend it; empty where there is nothing."""
        if self.unread or not self.ignored:
            return self.unread
        more = self.ignored - len(self.problems)
        described = "; ".join((*self.problems, *([f"and {more:,} more"] if more else ())))
        are, them = ("line of {} is", "it") if self.ignored == 1 else ("lines of {} are", "them")
        return f"{self.ignored:,} {are.format(FILE)} ignored: {described}. Mend {them} or remove {them}."

    def undos(self) -> dict[str, Correction]:
        """The id of each correction that is taken back -> the undo that does it, which is not taken back itself."""
        undos: dict[str, Correction] = {}
        for correction in reversed(self.corrections):
            if correction.kind == "undo" and correction.id not in undos:
                undos.setdefault(correction.undoes, correction)
        return undos

    def not_taken_back(self) -> list[Correction]:
        """The corrections that nobody took back, oldest first, without the undos."""
        undos = self.undos()
        return [each for each in self.corrections if each.kind != "undo" and each.id not in undos]

    def until(self, moment: datetime) -> "Log":
        """The corrections that were made up to this moment, with what was taken back by then; this log where that is
        all of them."""
        made = tuple(each for each in self.corrections if read_moment(each.when) <= moment)
        if len(made) == len(self.corrections):
            return self
        return Log(made, digest=hashlib.sha256("\n".join(each.id for each in made).encode()).hexdigest())


NO_LOG = Log()


def read_log(folder: Path, known: Log = NO_LOG) -> Log:
    """The corrections beside the tables in `folder`; none where there is no file. Never raises: it reports.

    `known` is what was read before: it comes back where the file is still the same, and where lines were added, only
    those are parsed. Of a line that is too long no more is held than may be in one.
    """
    path = folder / FILE
    try:
        with path.open("rb") as file:
            state = _find_state(file)
            if state is not None and state == known.state:
                return known
            is_being_saved = not is_free(file)
            return replace(_parse(file, known, is_being_saved=is_being_saved), state=None if is_being_saved else state)
    except (FileNotFoundError, NotADirectoryError):
        return NO_LOG
    except OSError as error:
        return Log(unread=f"{path} cannot be read ({error.strerror}); no correction is applied", digest=UNREAD)


def save(folder: Path, proposed: Correction, expected: Collection[str] = (), known: Log = NO_LOG) -> Correction:
    """The correction as it was added to the file, with its id and moment; raises CorrectionError where it was not.

    `expected` are the ids of the earlier corrections that its author knows it contradicts: where a colleague has saved
    another one meanwhile, nothing is added. `known` is what was read before; only lines that were added are parsed.
    """
    [saved] = save_all(folder, [proposed], expected, known)
    return saved


def save_all(
    folder: Path, proposed: Sequence[Correction], expected: Collection[str] = (), known: Log = NO_LOG
) -> list[Correction]:
    """As `save`, several corrections together: all are added, or none.

    They share a moment, and but for undos a `batch`, the id of the first.
    """
    signed = [_sign(each) for each in proposed]
    now = datetime.now(UTC)
    ids = [f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}" for _ in signed]
    saved = [
        replace(each, id=own, when=now.isoformat(timespec="seconds"),
                batch=ids[0] if len(ids) > 1 and each.kind != "undo" else "")
        for own, each in zip(ids, signed, strict=True)
    ]  # fmt: skip
    lines = [write_line(each) for each in saved]
    try:
        for line in lines:
            read_line(line)  # what cannot be read back is never written
    except CorrectionError as error:
        raise CorrectionError(f"the correction {error}; nothing was saved") from error
    path = folder / FILE
    with _locked(path) as file:
        with os.fdopen(os.dup(file.fileno()), "rb") as content:
            content.seek(0)
            log = _parse(content, known)
        _check_still_makes_sense(signed, log, expected)
        append(path, file, (b"" if log.is_whole else b"\n") + b"".join(lines))
    return saved


def _sign(proposed: Correction) -> Correction:
    """The correction with its notes as single lines; raises CorrectionError where its name or reason is missing."""
    proposed = replace(proposed, who=one_line(proposed.who), why=one_line(proposed.why), name=one_line(proposed.name))
    if not proposed.who and proposed.kind == "undo":
        raise CorrectionError("a correction is taken back in somebody’s name; write yours above")
    if not proposed.who or (not proposed.why and proposed.kind != "undo"):
        raise CorrectionError("a correction needs a name and a reason; fill in both")
    return proposed


def _check_still_makes_sense(proposed: Sequence[Correction], log: Log, expected: Collection[str]) -> None:
    """Raise CorrectionError where the file has one already, lacks what it takes back, or has an unexpected clash."""
    known, undos, earlier = {each.id for each in log.corrections}, log.undos(), log.not_taken_back()
    contradicted = find_contradicted(earlier)
    for one in proposed:
        if one.kind == "undo":
            if one.undoes not in known:
                raise CorrectionError(f"there is no correction {one.undoes} to take back; look at the list again")
            if undo := undos.get(one.undoes):
                raise CorrectionError(f"{undo.who} took it back already, at {undo.when}; look at the list again")
            continue
        for each in earlier:
            if each.id not in contradicted and each.says_the_same(one):
                raise CorrectionError(f"{each.who} said the same already, at {each.when}; nothing was added")
    for each in find_clashes(earlier, *(one for one in proposed if one.kind != "undo")):
        if each.id not in expected:
            raise CorrectionError(
                f"{each.who} saved a correction meanwhile that this one contradicts; look at it first"
            )


@contextmanager
def _locked(path: Path) -> Iterator[io.FileIO]:
    """The file, made where it is absent, open for adding to its end and locked; raises CorrectionError where that, or
    what is done with it, fails."""
    try:
        with locked(path) as file:
            yield file
    except DiskError as error:
        raise CorrectionError(str(error)) from error
    except OSError as error:
        raise CorrectionError(
            f"{path} cannot be written ({error.strerror}), nothing was saved; let the dashboard's user write there, or "
            "set DATELINE_CORRECTIONS=off"
        ) from error


def _find_state(file: io.BufferedReader) -> State | None:
    """The state of an open file; None where it was changed so lately that another change might not show."""
    status = os.fstat(file.fileno())
    if abs(time.time() - status.st_mtime) < SETTLED:
        return None
    return status.st_ino, status.st_size, status.st_mtime_ns


def _parse(file: io.BufferedReader, known: Log = NO_LOG, *, is_being_saved: bool = False) -> Log:
    """What the file says, read to its end; what `known` says of its beginning is not parsed again.

    While somebody may be saving, a last line without an end is left out, because it is not whole yet.
    """
    digest = _digest_beginning(file, known.length)
    if not known.is_whole or digest.hexdigest() != known.digest:
        known, digest = NO_LOG, hashlib.sha256()
        file.seek(0)
    corrections: dict[str, Correction] = {}
    problems, ignored = [*known.problems], known.ignored
    length, lines, is_whole = known.length, known.lines, True
    if file.peek(1):
        corrections = {each.id: each for each in known.corrections}
    elif length:
        return known
    while line := file.readline(LONGEST_LINE + 1):
        after, size, last = digest.copy(), len(line), line
        after.update(line)
        while not last.endswith(b"\n") and (more := file.readline(CHUNK)):
            last, size = more, size + len(more)
            after.update(more)
        if is_being_saved and not last.endswith(b"\n"):
            break
        digest, length, lines, is_whole = after, length + size, lines + 1, last.endswith(b"\n")
        if not line.strip() and size == len(line):
            continue
        try:
            correction = _read_next(line, size - is_whole, corrections)
        except CorrectionError as error:
            ignored += 1
            if len(problems) < DESCRIBED:
                problems.append(f"line {lines:,} {error}")
        else:
            corrections[correction.id] = correction
    return Log(tuple(corrections.values()), tuple(problems), ignored, digest.hexdigest(), "", length, lines, is_whole)


def _read_next(line: bytes, size: int, earlier: Mapping[str, Correction]) -> Correction:
    """The correction of a line, of which `line` is the beginning if it is too long; raises CorrectionError."""
    check_size(size)
    correction = read_line(line.removesuffix(b"\n"))
    if correction.kind == "undo" and correction.undoes not in earlier:
        raise CorrectionError(f"takes back {excerpt(correction.undoes)}, which is on no line before it")
    if correction.id in earlier:
        raise CorrectionError(f"has the id {excerpt(correction.id)} of another line")
    return correction


def _digest_beginning(file: io.BufferedReader, length: int) -> "hashlib._Hash":
    """The digest of so many bytes from the beginning of the file, or of all that there are; the file stands behind."""
    digest = hashlib.sha256()
    while length and (read := file.read(min(length, CHUNK))):
        digest.update(read)
        length -= len(read)
    return digest
