"""Finds the input files: files that are named, and all files below a folder in sorted order, each once."""

import os
import stat
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

from dashboard.errors import InputError
from dashboard.pipeline.articles.record import InputFile, Reject, path_as_text, stem_of


def find_files(inputs: Sequence[Path], suffixes: Collection[str]) -> list[InputFile | Reject]:
    """Every file in or below `inputs` once, in order; a Reject for a file of no known format or of no regular kind.

    Raises InputError if an input does not exist, or if a folder holds no file of a known format.
    """
    found: dict[str, tuple[Path, Path]] = {}
    for given in inputs:
        for path in _paths(given, suffixes):
            found.setdefault(os.path.realpath(path), (path, _below(path, given)))
    unique_paths = _find_unique_paths(dict(found.values()))
    names = {path: _without_suffix(below, suffixes) for path, below in found.values()}
    stems = Counter(stem_of(name) for name in names.values())
    files = (InputFile(path, name, unique_paths[path], stems[stem_of(name)] > 1) for path, name in names.items())
    return [_check_kind(file, suffixes) for file in files]


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
    if not suffix_of(path, suffixes):
        kind = Path(file.path_text).suffix or "a name without suffix"
        return Reject(file.path_text, "", f"unsupported: {kind}; articles are read from {', '.join(suffixes)}")
    if mode is not None and not stat.S_ISREG(mode):  # opening a pipe would wait for ever
        return Reject(file.path_text, "", "unreadable: not a regular file")
    return file


def _mode(path: Path) -> int | None:
    """The file mode; None if the path does not exist or may not be read."""
    try:
        return path.stat().st_mode
    except (OSError, ValueError):  # ValueError: the path contains NUL
        return None
