"""The command `dateline pack`: a file of a pack is read, made again, and written as HTML, PDF or JSON."""

from pathlib import Path

from dashboard.disk import write_whole, writing
from dashboard.errors import InputError
from dashboard.evidence.files import read_file
from dashboard.evidence.printing import FORMS
from dashboard.evidence.remaking import Change, remake
from dashboard.evidence.taking import Shelf
from dashboard.reader import Reader


def make_again(file: Path, out: Path | None, reader: Reader, root: str) -> list[Change]:
    """What became of each item of the file's pack, which is written to `out` as it is now, where that is given.

    `root` is the dashboard's address, "" where it is not known. Raises InputError or EvidenceError.
    """
    if out and out.suffix.lower() not in FORMS:
        raise InputError(f"{out} ends in no format of packs; end it in {', '.join(FORMS)}")
    try:
        pack = read_file(file.read_bytes())
    except OSError as error:
        raise InputError(
            f"{file} cannot be read ({error.strerror}); give a file that the page Evidence made"
        ) from error
    now, changes = remake(Shelf(reader, root), pack)
    if out:
        with writing(out.parent, "make room there and let this user write"):
            write_whole(out, FORMS[out.suffix.lower()](now))
    return changes
