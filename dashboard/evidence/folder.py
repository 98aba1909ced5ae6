"""The folder of packs, beside the tables: each pack is one file, under an id that nobody can guess.

    TABLES/packs/<id>.json        the pack
    TABLES/packs/.lock            locked as long as somebody changes one

Whoever knows the id may read the pack and change it. A pack is changed by what is done to it, under a lock and to the
pack as it then is: so two windows do not undo each other's work.
"""

import fcntl
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from secrets import token_urlsafe

from dashboard.disk import write_whole, writing
from dashboard.errors import DiskError, EvidenceError
from dashboard.evidence.pack import MOST_BYTES, Pack, dump_pack, load_pack

PACKS = "packs"
LOCK = ".lock"

# 128 bits of chance.
ID = re.compile(r"[A-Za-z0-9_-]{22}")

# Packs that a server keeps. A desk of fifty people has some hundreds; without a limit a script could fill the disk.
MOST_PACKS = 2_000

REMEDY = "make room there and let this user write; the packs are as they were"


def find_pack(tables: Path, pack_id: str) -> Path | None:
    """The file of the pack with this id; None where there is none."""
    if not ID.fullmatch(pack_id):
        return None
    path = tables / PACKS / f"{pack_id}.json"
    return path if path.is_file() else None


def open_pack(tables: Path, pack_id: str) -> Pack | None:
    """The pack with this id; None where there is none. Raises EvidenceError where its file cannot be read."""
    path = find_pack(tables, pack_id)
    if path is None:
        return None
    try:
        return load_pack(path.read_bytes())
    except OSError as error:
        raise EvidenceError(f"{path} cannot be read ({error.strerror}); let the dashboard's user read it") from error


def begin_pack(tables: Path, pack: Pack) -> str:
    """Keep this pack under a new id, which comes back."""
    with _locked(tables) as folder:
        if sum(1 for _ in folder.glob("*.json")) >= MOST_PACKS:
            raise EvidenceError(
                f"this server keeps {MOST_PACKS:,} packs, which is the most; whoever runs it can delete old ones in "
                f"{folder}"
            )
        pack_id = token_urlsafe(16)
        _write(folder / f"{pack_id}.json", replace(pack, made=pack.made or now()))
    return pack_id


def change_pack(tables: Path, pack_id: str, change: Callable[[Pack], Pack]) -> Pack:
    """The pack after this change, which is on the disk. Raises EvidenceError where there is no such pack."""
    with _locked(tables) as folder:
        pack = open_pack(tables, pack_id)
        if pack is None:
            raise EvidenceError("this pack is there no more: somebody has thrown it away")
        changed = change(pack)
        if changed != pack:
            changed = replace(changed, changed=now())
            _write(folder / f"{pack_id}.json", changed)
        return changed


def throw_away(tables: Path, pack_id: str) -> None:
    """Delete a pack; nothing happens where there is none."""
    with _locked(tables):
        path = find_pack(tables, pack_id)
        if path is not None:
            path.unlink()


def now() -> str:
    """This moment in UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


@contextmanager
def _locked(tables: Path) -> Iterator[Path]:
    """The folder of packs, which is made where it is absent, locked against others who change one."""
    folder = tables / PACKS
    with writing(tables, REMEDY):
        folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX)
            except OSError as error:
                raise DiskError(
                    f"{folder} cannot be locked ({error.strerror}); put the tables on a disk of this machine; the "
                    "packs are as they were"
                ) from error
            yield folder
        finally:
            os.close(handle)


def _write(path: Path, pack: Pack) -> None:
    data = dump_pack(pack)
    if len(data) > MOST_BYTES:
        raise EvidenceError(
            f"the pack has {len(data) / 1e6:,.0f} MB; {MOST_BYTES // 1_000_000} MB are allowed: take charts out"
        )
    write_whole(path, data)
