"""Finds the input files: files that are named, and all files below a folder in sorted order, each once."""

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from dashboard.errors import InputError
from dashboard.pipeline.articles.columns import Columns
from dashboard.pipeline.articles.exports import find_beside_articles
from dashboard.pipeline.articles.kinds import find_kind, join_suffixes
from dashboard.pipeline.articles.record import InputFile, Reject, RejectedError, path_as_text, stem_of
from dashboard.pipeline.articles.saved import find_parts

# Beside names that begin with a dot, in small letters: what macOS and Windows put into folders and archives.
PASSED_OVER = frozenset(("__macosx", "thumbs.db", "desktop.ini"))


def find_files(
    inputs: Sequence[Path], suffixes: Collection[str], columns: Columns | None = None
) -> list[InputFile | Reject]:
    """Every file in or below `inputs` once, in order; a Reject for a file of no known format or of no regular kind.

    A file whose name does not say its format is looked into. Raises InputError if an input does not exist, or if a
    folder holds no file of a known format.
    """
    found: dict[str, tuple[Path, Path]] = {}
    for given in inputs:
        for real, path in _paths(given, suffixes):
            found.setdefault(real, (path, _below(path, given)))
    unique_paths = _find_unique_paths(dict(found.values()))
    names = {path: _without_suffix(below, suffixes) for path, below in found.values()}
    stems = Counter(stem_of(name) for name in names.values())
    columns = Columns() if columns is None else columns
    files = (
        InputFile(path, name, unique_paths[path], stems[stem_of(name)] > 1, columns=columns)
        for path, name in names.items()
    )
    return [_check_kind(file, suffixes) for file in files]


def suffix_of(path: Path, suffixes: Collection[str]) -> str:
    """The longest suffix in `suffixes` that the file name ends in, ignoring case; empty if there is none."""
    name = path.name.lower()
    return max((suffix for suffix in suffixes if name.endswith(suffix)), key=len, default="")


def is_passed_over(name: str) -> bool:
    """Whether systems keep notes of their own in a file or folder of this name, which nobody meant to give."""
    return name.startswith(".") or name.lower() in PASSED_OVER


@dataclass(frozen=True, slots=True)
class Found:
    """A file below a folder, or a folder that is empty or cannot be read; `real` is its path without links."""

    path: str
    real: str
    is_folder: bool = False


def walk(folder: str) -> Iterator[Found]:
    """All that lies below a folder in sorted order, however deep; what `is_passed_over` says is left out.

    A folder is entered once, however many links lead to it, even back to it.
    """
    entered: set[str] = set()
    waiting = [Found(folder, os.path.realpath(folder), is_folder=True)]
    while waiting:
        found = waiting.pop()
        if not found.is_folder:
            yield found
        elif found.real not in entered:
            entered.add(found.real)
            children = _list_children(found)
            waiting += reversed(children)
            if not children:
                yield found


def _list_children(folder: Found) -> list[Found]:
    try:
        with os.scandir(folder.path) as entries:
            children = sorted((each for each in entries if not is_passed_over(each.name)), key=lambda each: each.name)
    except OSError:
        return []
    return [_describe(entry, folder) for entry in children]


def _describe(entry: os.DirEntry[str], folder: Found) -> Found:
    # Asked of links alone, since it looks at every folder above.
    real = os.path.realpath(entry.path) if entry.is_symlink() else os.path.join(folder.real, entry.name)  # noqa: PTH118
    try:
        return Found(entry.path, real, entry.is_dir())
    except OSError:  # a link to itself
        return Found(entry.path, real)


def _paths(given: Path, suffixes: Collection[str]) -> list[tuple[str, Path]]:
    """The path without links and the path of the file that is given, or of all below the folder that is."""
    mode = _mode(given)
    if mode is None:
        raise InputError(f"{given} does not exist or may not be read; give files or folders of articles")
    if not stat.S_ISDIR(mode):
        return [(os.path.realpath(given), given)]
    paths = [(found.real, Path(found.path)) for found in walk(str(given))]
    below = [path for _, path in paths]
    passed_over = find_parts(below) | find_beside_articles(below)
    paths = [(real, path) for real, path in paths if path not in passed_over]
    if not any(suffix_of(path, suffixes) or _is_read(path, suffixes) for _, path in paths):
        raise InputError(f"{given} holds no article; give a folder with files of {join_suffixes(suffixes)}")
    return paths


def _below(path: Path, given: Path) -> Path:
    """The path below the given folder; the name of a file that was given itself."""
    return Path(path.name) if path == given else path.relative_to(given)


def _without_suffix(below: Path, suffixes: Collection[str]) -> str:
    text = path_as_text(below)
    return text[: len(text) - len(suffix_of(below, suffixes))]


def _find_unique_paths(below: Mapping[Path, Path]) -> dict[Path, str]:
    """For each path the shortest end that no other path has and that is at least as long as the path `below`."""
    unique: dict[Path, str] = {}
    lengths = {path: len(end.parts) for path, end in below.items()}
    while lengths:
        ends = {path: path_as_text(Path(*path.absolute().parts[-length:])) for path, length in lengths.items()}
        times = Counter([*unique.values(), *ends.values()])
        unique |= {path: end for path, end in ends.items() if times[end] == 1 or end == path_as_text(path.absolute())}
        lengths = {path: length + 1 for path, length in lengths.items() if path not in unique}
    return unique


def _check_kind(file: InputFile, suffixes: Collection[str]) -> InputFile | Reject:
    path, mode = file.path, _mode(file.path)
    if mode is not None and stat.S_ISDIR(mode):
        return Reject(file.path_text, "", "unreadable: a folder that is empty or may not be read")
    if mode is not None and not stat.S_ISREG(mode):  # opening a pipe would wait for ever
        return Reject(file.path_text, "", "unreadable: not a regular file")
    try:
        if not suffix_of(path, suffixes):
            find_kind(path, path.name, "", suffixes)
    except RejectedError as reason:
        return Reject(file.path_text, "", str(reason))
    except (OSError, ValueError) as error:
        return Reject(file.path_text, "", f"unreadable: {getattr(error, 'strerror', None) or error}")
    return file


def _is_read(path: Path, suffixes: Collection[str]) -> bool:
    """Whether a file of an unknown suffix is read because of what it holds."""
    mode = _mode(path)
    with suppress(RejectedError, OSError):
        return mode is not None and stat.S_ISREG(mode) and find_kind(path, path.name, "", suffixes) != ""
    return False


def _mode(path: Path) -> int | None:
    """The file mode; None if the path does not exist or may not be read."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # ValueError: the path contains NUL
        return None
