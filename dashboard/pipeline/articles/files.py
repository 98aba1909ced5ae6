"""Finds the input files: files that are named, and all files below a folder in sorted order, each once."""

import os
import stat
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from dashboard.errors import InputError
from dashboard.pipeline.articles.record import InputFile, Reject, path_as_text


def find_files(inputs: Sequence[Path], suffixes: Collection[str]) -> list[InputFile | Reject]:
    """Every file in or below `inputs` once, in order; a Reject for a file of no known format or of no regular kind.

    Raises InputError if an input does not exist, or if a folder holds no file of a known format.
    """
    found: list[InputFile | Reject] = []
    taken: set[str] = set()
    for given in inputs:
        for path in _paths(given, suffixes):
            if (real := os.path.realpath(path)) not in taken:
                taken.add(real)
                found.append(_make_input_file(path, given, suffixes))
    return found


def suffix_of(path: Path, suffixes: Collection[str]) -> str:
    """The longest suffix in `suffixes` that the file name ends in, ignoring case; empty if there is none."""
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
    """The files below a folder. A folder that is empty or cannot be read is returned itself, so that it is reported."""
    real = os.path.realpath(folder)
    if real in above:  # a symbolic link to a folder above
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


def _make_input_file(path: Path, given: Path, suffixes: Collection[str]) -> InputFile | Reject:
    file = InputFile(path, _name(path, given, suffixes))
    mode = _mode(path)
    if mode is not None and stat.S_ISDIR(mode):
        return Reject(file.path_text, "", "unreadable: a folder that is empty or may not be read")
    if not suffix_of(path, suffixes):
        kind = Path(file.path_text).suffix or "a name without suffix"
        return Reject(file.path_text, "", f"unsupported: {kind}; articles are read from {', '.join(suffixes)}")
    if mode is not None and not stat.S_ISREG(mode):  # opening a pipe would wait for ever
        return Reject(file.path_text, "", "unreadable: not a regular file")
    return file


def _name(path: Path, given: Path, suffixes: Collection[str]) -> str:
    below = Path(path.name) if path == given else path.relative_to(given)
    text = path_as_text(below)
    return text[: len(text) - len(suffix_of(path, suffixes))]


def _mode(path: Path) -> int | None:
    """The file mode; None if the path does not exist or may not be read."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # ValueError: the path contains NUL
        return None
