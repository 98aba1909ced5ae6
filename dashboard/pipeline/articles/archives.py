"""Lists what archives hold: ZIP and tar, and single files that gzip has packed.

A member is never written under its own name, so none can escape from a folder, whatever it is called. Links, devices
and what is encrypted are rejects; what systems add for themselves is passed over, as in a folder.
"""

import io
import tarfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from gzip import GzipFile
from pathlib import PurePosixPath
from stat import S_IFMT, S_IFREG
from typing import BinaryIO, Self, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from dashboard.pipeline.articles.exports import find_beside_articles
from dashboard.pipeline.articles.files import is_passed_over
from dashboard.pipeline.articles.record import CONTROL, InputFile, Member, Reject, RejectedError
from dashboard.pipeline.articles.saved import find_parts
from dashboard.pipeline.articles.unpacking import UNPACK_ERRORS

# Members of an archive: listing so many takes 350 MB of memory and 10 to 18 s (2026-11-27). Bytes of the table of
# contents of a ZIP file, which zipfile reads as a whole: chosen, so many members have a third of it.
MOST_MEMBERS = 200_000
LONGEST_CONTENTS = 64_000_000

# Bytes of a header of a tar file that says more of the next member, such as a long name. tarfile keeps it.
LONGEST_HEADER = 65_536

HEADERS = (
    tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.SOLARIS_XHDTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK,
)  # fmt: skip

# Characters of the path of a member; systems allow some hundred to 4,096.
LONGEST_NAME = 1_000

ENCRYPTED = 0x1  # the flag of a ZIP file's member


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file that an archive lists; `fault` says why it is not read."""

    name: str
    open: Callable[[], BinaryIO]
    fault: str
    is_packed: bool


def read_gzip(file: InputFile) -> Iterator[Sequence[Member]]:
    """The one file that a packed file is, under its name without `.gz`; of `.tgz` it is a `.tar`."""
    name = file.path.name
    name = f"{name[:-4]}.tar" if name.lower().endswith(".tgz") else name[:-3]
    yield [Member(name, lambda: cast(BinaryIO, GzipFile(file.path)), is_all=True)]


def read_zip(file: InputFile) -> Iterator[Sequence[Member] | Reject]:
    """The members of a ZIP file, as `_list` gives them. Raises RejectedError if it has no table of contents."""
    with _Bounded(io.FileIO(file.path)) as content:
        try:
            archive = ZipFile(cast(BinaryIO, content))
        except RejectedError:
            raise
        except UNPACK_ERRORS as error:
            raise RejectedError(f"archive: {error}; save or download it again") from None
        with archive:
            infos = archive.infolist()
            if len(infos) > MOST_MEMBERS:
                raise RejectedError(_explain_many(f"{len(infos):,}"))
            yield from _list(file, [_describe_zipped(archive, info) for info in infos if not info.is_dir()])


def _describe_zipped(archive: ZipFile, info: ZipInfo) -> _Entry:
    kind = S_IFMT(info.external_attr >> 16)
    fault = ""
    if info.flag_bits & ENCRYPTED:
        fault = "archive: encrypted; unpack it with its password, and give the files"
    elif kind not in (0, S_IFREG):
        fault = "archive: a link or a device and no file"
    elif info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        fault = f"archive: packed by the method {info.compress_type}, which is not read; unpack it, and give the files"
    return _Entry(info.filename.replace("\\", "/"), partial(_open_zipped, archive, info), fault, is_packed=True)


def _open_zipped(archive: ZipFile, info: ZipInfo) -> BinaryIO:
    return cast(BinaryIO, archive.open(info))


class _Bounded(io.BufferedReader):
    """A ZIP file; raises RejectedError in place of reading a table of contents that is longer than any."""

    def read(self, size: int | None = -1, /) -> bytes:
        """Read so many bytes."""
        if size is not None and size > LONGEST_CONTENTS:
            raise RejectedError(
                f"archive: a table of contents of {size:,} bytes; {LONGEST_CONTENTS:,} or fewer are read"
            )
        return super().read(size)


def read_tar(file: InputFile) -> Iterator[Sequence[Member] | Reject]:
    """The members of a tar file, as `_list` gives them, and a Reject where it is damaged behind some of them."""
    try:
        archive = tarfile.open(file.path, "r:", tarinfo=_Header)  # noqa: SIM115
    except RejectedError:
        raise
    except UNPACK_ERRORS as error:
        raise RejectedError(f"archive: {error}; save or download it again") from None
    with archive:
        entries, damage = _list_tar(archive)
        if damage:
            yield Reject(file.path_text, "", f"archive: {damage}; what is behind was not read; download it again")
        yield from _list(file, entries)


class _Header(tarfile.TarInfo):
    """A header of a tar file, which is refused before more than LONGEST_HEADER bytes of it are read."""

    @classmethod
    def frombuf(cls, buf: bytes | bytearray, encoding: str, errors: str) -> Self:
        """The header in these bytes."""
        header = super().frombuf(buf, encoding, errors)
        if header.size < 0 or (header.type in HEADERS and header.size > LONGEST_HEADER):
            raise RejectedError(f"archive: a header of {header.size:,} bytes; {LONGEST_HEADER:,} or fewer are read")
        return header


def _list_tar(archive: tarfile.TarFile) -> tuple[list[_Entry], str]:
    """The files of a tar file as far as it can be read, and what is wrong behind them; "" if nothing is."""
    entries: list[_Entry] = []
    count, offset = 0, -1
    try:
        while (info := archive.next()) is not None:
            count += 1
            if count > MOST_MEMBERS:
                raise RejectedError(_explain_many(f"more than {MOST_MEMBERS:,}"))
            if info.offset <= offset:
                return entries, "two of its members overlap"
            offset, info.pax_headers = info.offset, {}  # which each member has a copy of
            if not info.isdir():
                fault = "" if info.isreg() and not info.issparse() else "archive: a link or a device and no file"
                entries.append(_Entry(info.name, partial(_open_tarred, archive, info), fault, is_packed=False))
        return entries, _find_rest(archive)
    except RejectedError:
        raise
    except UNPACK_ERRORS as error:
        return entries, str(error)


def _open_tarred(archive: tarfile.TarFile, info: tarfile.TarInfo) -> BinaryIO:
    opened = archive.extractfile(info)
    assert opened is not None, "a regular file"
    return cast(BinaryIO, opened)


def _find_rest(archive: tarfile.TarFile) -> str:
    """What is wrong behind the last member: tarfile stops there in silence, whatever comes; "" if nothing is."""
    content = archive.fileobj
    assert content is not None, "it is open"
    content.seek(archive.offset)
    piece = content.read(tarfile.RECORDSIZE)
    if not piece:
        return "it ends without a mark of its end, as a file that was cut short"
    while piece:
        if piece.strip(b"\0"):
            return "there is more behind its end, as in a damaged file, or in two that were joined"
        piece = content.read(1_000_000)
    return ""


def _list(file: InputFile, entries: Sequence[_Entry]) -> Iterator[Sequence[Member] | Reject]:
    """The members in sorted order, as those of a folder, and a Reject for each that is not read.

    Of several with one name the last is taken, as if they were unpacked one after the other.
    """
    named: dict[str, _Entry] = {}
    times = Counter[str]()
    for entry in entries:
        name = _clean(entry.name)
        if not any(is_passed_over(part) for part in name.split("/") if part not in ("", ".", "..")):
            named[name] = entry
            times[name] += 1
    below = [PurePosixPath(name) for name in named]
    for path in find_parts(below) | find_beside_articles(below):
        del named[str(path)]
    members = []
    for name, entry in sorted(named.items(), key=lambda each: each[0].split("/")):
        if times[name] > 1:
            reason = f"archive: {times[name]:,} files of this name; the last was read and no other"
            yield Reject(file.path_text, f"{name} (earlier)", reason)
        if entry.fault:
            yield Reject(file.path_text, name, entry.fault)
        elif len(name) > LONGEST_NAME:
            reason = f"archive: a name of {len(name):,} characters; {LONGEST_NAME:,} or fewer are read"
            yield Reject(file.path_text, f"{name[:LONGEST_NAME]}…", reason)
        else:
            members.append(Member(name, entry.open, is_packed=entry.is_packed))
    if members:
        yield members


def _clean(name: str) -> str:
    """The name as a path below a folder, in one line of UTF-8; what is neither is escaped."""
    text = name.encode("utf-8", "backslashreplace").decode()
    text = CONTROL.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
    return str(PurePosixPath(text.lstrip("/"))) if text.strip("/") else text


def _explain_many(count: str) -> str:
    return f"too long: {count} members; an archive has {MOST_MEMBERS:,} or fewer; unpack it, and give the folder"
