"""The files that were meant: named ones as they stand, folders walked in sorted order, each file once."""

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from dashboard.errors import InputError
from dashboard.pipeline.articles.record import InputFile, Reject, show_path


def find_files(inputs: Sequence[Path], suffixes: Collection[str]) -> list[InputFile | Reject]:
    """Every file below `inputs` once, in order; a Reject for each that cannot be read in one of the formats.

    Raises InputError for an input that does not exist and for a folder without any file to read.
    """
    found: list[InputFile | Reject] = []
    taken: set[str] = set()
    for given in inputs:
        for path in _paths(given, suffixes):
            if (real := os.path.realpath(path)) not in taken:
                taken.add(real)
                found.append(_take(path, given, suffixes))
    return found


def suffix_of(path: Path, suffixes: Collection[str]) -> str:
    """The longest of the suffixes that the file name has, in any case; empty when it has none."""
    name = path.name.lower()
    return max((suffix for suffix in suffixes if name.endswith(suffix)), key=len, default="")


def _paths(given: Path, suffixes: Collection[str]) -> list[Path]:
    mode = _mode(given)
    if mode is None:
        raise InputError(f"{given} does not exist or may not be read; give files or folders of articles")
    if not stat.S_ISDIR(mode):
        return [given]
    paths = list(_walk(given, frozenset()))
    if not any(suffix_of(path, suffixes) for path in paths):
        raise InputError(f"{given} holds no article; give a folder with files of {', '.join(suffixes)}")
    return paths


def _walk(folder: Path, above: frozenset[str]) -> Iterator[Path]:
    """The files below a folder, and the folders that gave nothing: an unread one may not go unseen."""
    real = os.path.realpath(folder)
    if real in above:  # a link that leads back up
        return
    try:
        children = sorted(child for child in folder.iterdir() if not child.name.startswith("."))
    except OSError:
        children = []
    if not children:
        yield folder
    for child in children:
        if stat.S_ISDIR(_mode(child) or 0):
            yield from _walk(child, above | {real})
        else:
            yield child


def _take(path: Path, given: Path, suffixes: Collection[str]) -> InputFile | Reject:
    file = InputFile(path, _name(path, given, suffixes))
    mode = _mode(path)
    if mode is not None and stat.S_ISDIR(mode):
        return Reject(file.shown, "", "unreadable: a folder that is empty or may not be read")
    if not suffix_of(path, suffixes):
        kind = Path(file.shown).suffix or "a name without suffix"
        return Reject(file.shown, "", f"unsupported: {kind}; articles are read from {', '.join(suffixes)}")
    if mode is not None and not stat.S_ISREG(mode):  # to open a pipe would wait for ever
        return Reject(file.shown, "", "unreadable: not a regular file")
    return file


def _name(path: Path, given: Path, suffixes: Collection[str]) -> str:
    below = Path(path.name) if path == given else path.relative_to(given)
    shown = show_path(below)
    return shown[: len(shown) - len(suffix_of(path, suffixes))]


def _mode(path: Path) -> int | None:
    """What kind of file it is; None when it cannot be seen."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # ValueError: a path with a NUL in it
        return None
