"""The file of corrections: `corrections.jsonl` beside the tables, one line a correction, only ever added to.

- A correction that is reported as saved is whole and on the disk; one that does not fit leaves the file as it was.
- A process that saves holds a lock on the file, which ends with the process.
- A last line that a crash or another program cut short is reported; the next correction begins a line of its own.
- To take a correction back is a further line, of the kind undo, which names it; that line can be taken back in turn.
"""

import fcntl
import hashlib
import io
import os
import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from dashboard.corrections.clashes import find_clashes, find_contradicted
from dashboard.corrections.record import Correction, excerpt, one_line, read_line, write_line
from dashboard.errors import CorrectionError

FILE = "corrections.jsonl"

# The digest of a file that cannot be read.
UNREAD = "unread"


@dataclass(frozen=True, slots=True)
class Log:
    """What the file says: its corrections, oldest first; a message for each line that says none; a digest of its bytes.

    Every correction has an id of its own, and an undo names one before it. Without a file, the digest is empty.
    `content` is what was read.
    """

    corrections: tuple[Correction, ...] = ()
    problems: tuple[str, ...] = ()
    digest: str = ""
    content: bytes = field(default=b"", repr=False)

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


NO_LOG = Log()


def read_log(folder: Path, known: Log = NO_LOG) -> Log:
    """The corrections beside the tables in `folder`; none where there is no file. Never raises: it reports.

    `known` is what was read before: it comes back where the file is still the same, and where lines were added, only
    those are parsed.
    """
    path = folder / FILE
    try:
        content = _read_bytes(path)
    except OSError as error:
        return Log(problems=(f"{path} cannot be read ({error.strerror}); no correction is applied",), digest=UNREAD)
    return NO_LOG if content is None else _parse(content, known)


def save(folder: Path, proposed: Correction, expected: Collection[str] = ()) -> Correction:
    """The correction as it was added to the file, with its id and moment; raises CorrectionError where it was not.

    `expected` are the ids of the earlier corrections that its author knows it contradicts: where a colleague has saved
    another one meanwhile, nothing is added.
    """
    proposed = replace(proposed, who=one_line(proposed.who), why=one_line(proposed.why), name=one_line(proposed.name))
    if not proposed.who and proposed.kind == "undo":
        raise CorrectionError("a correction is taken back in somebody’s name; write yours above")
    if not proposed.who or (not proposed.why and proposed.kind != "undo"):
        raise CorrectionError("a correction needs a name and a reason; fill in both")
    now = datetime.now(UTC)
    saved = replace(proposed, id=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}", when=now.isoformat(timespec="seconds"))
    line = write_line(saved)
    try:
        read_line(line)  # what cannot be read back is never written
    except CorrectionError as error:
        raise CorrectionError(f"the correction {error}; nothing was saved") from error
    path = folder / FILE
    with _locked(path) as file:
        file.seek(0)
        content = file.readall()
        _check_still_makes_sense(proposed, _parse(content), expected)
        is_torn = content != b"" and not content.endswith(b"\n")
        _append(path, file, b"\n" + line if is_torn else line)
    return saved


def _check_still_makes_sense(proposed: Correction, log: Log, expected: Collection[str]) -> None:
    """Raise CorrectionError where the file has it already, lacks what it takes back, or has an unexpected clash."""
    if proposed.kind == "undo":
        if proposed.undoes not in {each.id for each in log.corrections}:
            raise CorrectionError(f"there is no correction {proposed.undoes} to take back; look at the list again")
        if undo := log.undos().get(proposed.undoes):
            raise CorrectionError(f"{undo.who} took it back already, at {undo.when}; look at the list again")
        return
    earlier = log.not_taken_back()
    contradicted = find_contradicted(earlier)
    for each in earlier:
        if each.id not in contradicted and each.says_the_same(proposed):
            raise CorrectionError(f"{each.who} said the same already, at {each.when}; nothing was added")
    for each in find_clashes(earlier, proposed):
        if each.id not in expected:
            raise CorrectionError(
                f"{each.who} saved a correction meanwhile that this one contradicts; look at it first"
            )


@contextmanager
def _locked(path: Path) -> Iterator[io.FileIO]:
    """The file, made where it is absent, open for adding to its end and locked against others who read or save."""
    try:
        # Without a buffer: what is left in one after an error would be written when the file is closed.
        with path.open("a+b", buffering=0) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield file
    except OSError as error:
        raise CorrectionError(
            f"{path} cannot be written ({error.strerror}), nothing was saved; let the dashboard's user write there, or "
            "set DATELINE_CORRECTIONS=off"
        ) from error


def _append(path: Path, file: io.FileIO, line: bytes) -> None:
    """Put the line at the file's end and on the disk; where that fails, cut the file to its former length and raise
    CorrectionError."""
    length = file.seek(0, os.SEEK_END)
    written = 0
    try:
        while written < len(line):  # a disk that is nearly full takes a part first, and refuses the rest
            written += file.write(line[written:])
        os.fsync(file)
        if length == 0:
            _sync_folder(path.parent)
    except OSError as error:
        file.truncate(length)
        os.fsync(file)
        raise CorrectionError(
            f"{path} took {written} of {len(line)} bytes ({error.strerror}), nothing was saved; make room on its disk "
            "and save again"
        ) from error


def _sync_folder(folder: Path) -> None:
    """Put the folder's list of files on the disk: without it, a loss of power could lose a new file."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _read_bytes(path: Path) -> bytes | None:
    """The file, or None where there is none; raises OSError where it cannot be read.

    Nobody waits for one who is saving: of a file that is locked, a last line without an end is left out, because it
    is not whole yet.
    """
    try:
        with path.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read().rpartition(b"\n")[0] + b"\n"
            return file.read()
    except (FileNotFoundError, NotADirectoryError):
        return None


def _parse(content: bytes, known: Log = NO_LOG) -> Log:
    """What the file says; what `known` says of its beginning is not parsed again."""
    if not (known.content.endswith(b"\n") and content.startswith(known.content)):
        known = NO_LOG
    elif len(content) == len(known.content):
        return known
    corrections = {each.id: each for each in known.corrections}
    problems = [*known.problems]
    first = known.content.count(b"\n") + 1
    for number, line in enumerate(content[len(known.content) :].split(b"\n"), first):
        if not line.strip():
            continue
        try:
            correction = read_line(line)
            if correction.kind == "undo" and correction.undoes not in corrections:
                raise CorrectionError(f"takes back {excerpt(correction.undoes)}, which is on no line before it")
            if correction.id in corrections:
                raise CorrectionError(f"has the id {excerpt(correction.id)} of another line")
        except CorrectionError as error:
            problems.append(f"Line {number} of {FILE} {error}; it is ignored.")
        else:
            corrections[correction.id] = correction
    return Log(tuple(corrections.values()), tuple(problems), hashlib.sha256(content).hexdigest(), content)
