"""The preview of an addition: what would be read of its files, before anything is.

It is made by `dateline preview`, in a process of its own.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from dashboard.additions.command import explain_end, run_command
from dashboard.errors import InputError

# Articles and rejects that are listed; all that are read in time are counted.
MOST = 200

# Seconds in which files are read and counted: some 20,000 articles of JSON Lines. What is left over is not counted.
SECONDS = 15.0

# Seconds after which the process is ended: one file alone has taken all that time.
LONGEST = 60.0


@dataclass(frozen=True, slots=True)
class Found:
    """An article as it would be read. `published` is in UTC, ISO 8601; None for what the input does not give."""

    path: str
    title: str | None
    published: str | None
    source: str | None
    language: str
    characters: int


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that is no article, or a whole file where `record` is "", and why."""

    path: str
    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How many articles and rejects were found, how many articles have no date, and the first of each kind.

    `is_whole` says whether everything was read in time.
    """

    articles: int
    undated: int
    rejects: int
    is_whole: bool
    found: Sequence[Found]
    refused: Sequence[Refused]
    columns: Sequence[str] = ()  # the first that tables among the files have
    absent: Sequence[str] = ()  # those that were named and no table has, as far as the files were read


def write_preview(preview: Preview) -> str:
    """The preview as one line of JSON."""
    return json.dumps(asdict(preview))


def read_preview(written: str) -> Preview:
    """The preview that `write_preview` wrote."""
    given = json.loads(written)
    found = [Found(**each) for each in given.pop("found")]
    refused = [Refused(**each) for each in given.pop("refused")]
    return Preview(**given, found=found, refused=refused)


def make_preview(folder: Path, columns: Mapping[str, str] | None = None) -> Preview:
    """What would be read of the files in a folder, with these columns of tables by what they hold.

    Raises InputError where that cannot be said.
    """
    # One by one, so that a folder in which no file has a known kind gives rejects, and no error.
    try:
        files = sorted(str(each) for each in folder.iterdir() if each.name[0] != ".")
    except OSError as error:
        raise InputError("the files are not there any more; choose them again") from error
    named = [f"--column={what}={column}" for what, column in (columns or {}).items()]
    late = f"the files take longer than {LONGEST:.0f} seconds to look at"
    run = run_command(
        "preview", "--json", *named, *files,
        seconds=LONGEST, late=f"{late}; add fewer at a time, or run dateline preprocess",
    )  # fmt: skip
    if run.returncode:
        raise InputError(explain_end(run.stderr, run.returncode))
    return read_preview(run.stdout)
