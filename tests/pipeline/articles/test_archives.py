"""Archives: their files are read as those of a folder, and nothing in them escapes, bursts or is lost."""

import gzip
import io
import json
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pyarrow as pa
import pytest

from dashboard.errors import DiskError
from dashboard.pipeline.articles import (
    LEDGER,
    Article,
    ArticleEntry,
    Entry,
    Ledger,
    Reject,
    archives,
    entry_row,
    find_inputs,
    read_articles,
    read_entries,
    unpacking,
)
from dashboard.pipeline.articles.reading import READERS

TEXT = "The ferry to Orlin sank at noon on Monday. All ninety passengers were saved."
LINES = "".join(json.dumps({"text": f"{TEXT} {number}"}) + "\n" for number in range(2)) + "{\n"
FOLDER = {"2023/homs.txt": TEXT, "2024/homs.txt": f"{TEXT} Later.", "2024/news.jsonl": LINES, "2024/scan.tif": "II*"}

type Pack = Callable[[Path, Mapping[str, str | bytes]], Path]


def pack_zip(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return path


def pack_tar(path: Path, files: Mapping[str, str | bytes]) -> Path:
    with tarfile.open(path, "w:gz" if path.suffix.lower() in (".gz", ".tgz") else "w") as archive:
        for name, content in files.items():
            data = content.encode() if isinstance(content, str) else content
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return path


PACKS = [("a.zip", pack_zip), ("a.tar", pack_tar), ("a.tar.gz", pack_tar), ("a.TGZ", pack_tar)]


def articles(*paths: Path) -> list[Article]:
    return [found for found in read_articles(paths) if isinstance(found, Article)]


def rejects(*paths: Path) -> list[tuple[str, str]]:
    return [(found.record, found.reason) for found in read_articles(paths) if isinstance(found, Reject)]


@pytest.mark.parametrize(("name", "pack"), PACKS)
def test_an_archive_is_read_as_a_folder_of_its_name(tmp_path: Path, name: str, pack: Pack) -> None:
    for below, text in FOLDER.items():
        path = tmp_path / "open/a" / below
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "packed").mkdir()
    archive = pack(tmp_path / "packed" / name, FOLDER)
    found, expected = articles(tmp_path / "packed"), articles(tmp_path / "open")
    assert [each.article_id for each in found] == [each.article_id for each in expected]
    assert [each.text for each in found] == [each.text for each in expected]
    assert [each.external_id.replace(f"{name}/", "a/") for each in found] == [each.external_id for each in expected]
    assert {each.path for each in found} == {str(archive)}
    assert rejects(archive) == [
        ("2024/news.jsonl, line 3", rejects(tmp_path / "open/a/2024/news.jsonl")[0][1]),
        ("2024/scan.tif", next(reason for _, reason in rejects(tmp_path / "open") if "tif" in reason)),
    ]


@pytest.mark.parametrize("suffix", [".txt", ".html", ".xml", ".json", ".jsonl", ".csv", ".tsv"])
def test_a_packed_file_of_any_format_is_read(tmp_path: Path, suffix: str) -> None:
    content = {
        ".txt": TEXT,
        ".html": f"<html><body><article><p>{TEXT}</p></article></body></html>",
        ".xml": f"<nitf><body><body.content><p>{TEXT}</p></body.content></body></nitf>",
        ".json": json.dumps({"text": TEXT}),
        ".jsonl": json.dumps({"text": TEXT}),
        ".csv": f'text,n\n"{TEXT}",1\n',
        ".tsv": f"text\tn\n{TEXT}\t1\n",
    }[suffix]
    (tmp_path / f"ferry{suffix}").write_text(content)
    [plain] = articles(tmp_path)
    (tmp_path / f"ferry{suffix}").unlink()
    (tmp_path / f"ferry{suffix}.gz").write_bytes(gzip.compress(content.encode()))
    [packed] = articles(tmp_path)
    assert (packed.article_id, packed.text) == (plain.article_id, TEXT)
    assert packed.external_id.replace(".gz", "") == plain.external_id
    assert packed.path == f"{tmp_path}/ferry{suffix}.gz"


def test_every_format_is_read_packed_too() -> None:
    assert {f"{suffix}.gz" for suffix in READERS if "gz" not in suffix} <= set(READERS)


def test_what_systems_add_is_passed_over_in_archives_and_folders(tmp_path: Path) -> None:
    files = {"a.txt": TEXT, "__MACOSX/._a.txt": "x", ".DS_Store": "x", "b/.git/x.txt": TEXT, "b/Thumbs.db": "x"}
    files["b/b.txt"] = f"{TEXT} B"
    archive = pack_zip(tmp_path / "a.zip", files)
    assert (len(articles(archive)), rejects(archive)) == (2, [])
    for name, text in files.items():
        (tmp_path / "open" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "open" / name).write_text(text)
    assert (len(articles(tmp_path / "open")), rejects(tmp_path / "open")) == (2, [])


def test_a_member_without_a_suffix_is_read_as_what_it_holds(tmp_path: Path) -> None:
    prose = "The ferry sank at noon on Monday. All ninety passengers were saved.\n\n" * 5
    page = f"<html><body><article><p>{prose}</p></article></body></html>"
    files = {"ferry": prose, "page": page, "README": prose, "picture": "\x00\x01", "x.exe": prose}
    archive = pack_zip(tmp_path / "a.zip", files)
    assert [each.article_id for each in articles(archive)] == ["a-ferry", "a-page"]
    assert [record for record, _ in rejects(archive)] == ["README", "picture", "x.exe"]
    assert {reason.partition(":")[0] for _, reason in rejects(archive)} == {"unsupported"}


def test_blanks_around_a_name_are_not_of_the_id(tmp_path: Path) -> None:
    prose = "The ferry sank at noon on Monday. All ninety passengers were saved.\n\n" * 5
    archive = pack_zip(tmp_path / "a.zip", {"ferry ": prose})
    (tmp_path / " .txt").write_text(TEXT)
    assert {each.external_id for each in articles(archive, tmp_path / " .txt")} == {"ferry", "article"}


def test_no_name_leads_out_of_an_archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    private = tmp_path / "private"
    private.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(private))
    names = ("../../up.txt", "/etc/cron.txt", "C:\\a\\b.txt", "a\nb.txt", "x" * 3_000 + ".txt")
    archive = pack_zip(tmp_path / "a.zip", dict.fromkeys(names, TEXT))
    assert len(articles(archive)) == 4
    assert [record[-20:] for record, _ in rejects(archive)] == ["x" * 19 + "…"]
    assert {each.name for each in tmp_path.iterdir()} == {"private", "a.zip"}
    assert list(private.iterdir()) == [], "what was unpacked is removed"


def test_links_and_devices_are_rejects(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text(TEXT)
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        for name, kind in (
            ("link.txt", tarfile.SYMTYPE),
            ("hard.txt", tarfile.LNKTYPE),
            ("pipe.txt", tarfile.FIFOTYPE),
        ):
            header = tarfile.TarInfo(name)
            header.type, header.linkname = kind, "/etc/passwd"
            archive.addfile(header)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        packed.writestr(info, str(tmp_path / "secret.txt"))
    assert articles(tmp_path / "a.tar", tmp_path / "a.zip") == []
    found = rejects(tmp_path / "a.tar", tmp_path / "a.zip")
    assert [record for record, _ in found] == ["hard.txt", "link.txt", "pipe.txt", "link.txt"]
    assert {reason for _, reason in found} == {"archive: a link or a device and no file"}


def test_encrypted_and_strangely_packed_members_are_rejects_beside_the_others(tmp_path: Path) -> None:
    archive = pack_zip(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT + " B", "c.txt": TEXT + " C"})
    data = bytearray(archive.read_bytes())
    first = data.index(b"PK\x01\x02")
    second = data.index(b"PK\x01\x02", first + 1)
    data[first + 8] |= 1  # the flag of encryption
    data[second + 10] = 14  # LZMA, whose dictionary takes what memory it likes
    archive.write_bytes(data)
    assert [each.article_id for each in articles(archive)] == ["a-c"]
    assert [reason.partition(";")[0] for _, reason in rejects(archive)] == [
        "archive: encrypted",
        "archive: packed by the method 14, which is not read",
    ]


def test_a_bomb_is_a_reject_with_its_measure(tmp_path: Path) -> None:
    zeros = b"0" * 11_000_000
    archive = pack_zip(tmp_path / "a.zip", {"a.txt": TEXT, "b.jsonl": zeros, "c.txt": TEXT})
    assert [each.article_id for each in articles(archive)] == ["a-a"]
    size = archive.stat().st_size
    assert [(record, reason.partition(";")[0]) for record, reason in rejects(archive)] == [
        ("b.jsonl", f"too long: {size:,} bytes unpack to more than 10,000,000"),
        ("c.txt", f"too long: {size:,} bytes unpack to more than 10,000,000"),
    ]


@pytest.mark.parametrize("name", ["bomb.zip", "bomb.csv.gz", "bomb.tar.gz"])
def test_what_lies_in_one_another_has_one_allowance(tmp_path: Path, name: str) -> None:
    zeros = b"0" * 9_000_000
    if name.endswith(".zip"):
        pack_zip(tmp_path / name, {"x.jsonl": zeros})
    elif name.endswith(".tar.gz"):
        pack_tar(tmp_path / name, {"x.jsonl": zeros})
    else:
        (tmp_path / name).write_bytes(gzip.compress(zeros))
    packed = (tmp_path / name).read_bytes()
    archive = pack_zip(tmp_path / "a.zip", {f"{number}{name}": packed for number in range(3)})
    found = [reason for _, reason in rejects(archive)]
    assert sum("unpack to more than 10,000,000" in reason for reason in found) == 2


def test_archives_are_read_within_archives_to_a_depth(tmp_path: Path) -> None:
    content = pack_zip(tmp_path / "0.zip", {"a.txt": TEXT}).read_bytes()
    for level in (1, 2):
        content = pack_zip(tmp_path / f"{level}.zip", {f"{level - 1}.zip": content}).read_bytes()
    assert [(each.external_id, each.article_id) for each in articles(tmp_path / "2.zip")] == [("a", "2-1-0-a")]
    deepest = pack_zip(tmp_path / "3.zip", {"2.zip": content})
    assert rejects(deepest) == [
        ("2.zip, 1.zip, 0.zip, a.txt", "archive: it lies in more than 3 files, one in the other; unpack them")
    ]


def test_too_many_members_are_one_reject(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_MEMBERS", 2)
    files = {f"{number}.txt": f"{TEXT} {number}" for number in range(3)}
    for path in (pack_zip(tmp_path / "a.zip", files), pack_tar(tmp_path / "b.tar", files)):
        [(record, reason)] = rejects(path)
        assert record == ""
        assert reason.endswith("members; an archive has 2 or fewer; unpack it, and give the folder")


def test_no_table_of_contents_takes_the_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "LONGEST_CONTENTS", 100)
    [(record, reason)] = rejects(pack_zip(tmp_path / "a.zip", dict.fromkeys("abc", TEXT)))
    assert (record, reason) == ("", "archive: a table of contents of 141 bytes; 100 or fewer are read")


def test_no_header_takes_the_memory(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar", "w") as archive:
        archive.addfile(tarfile.TarInfo("x" * 100_000))
    [(record, reason)] = rejects(tmp_path / "a.tar")
    assert (record, reason[:24], reason[-24:]) == ("", "archive: a header of 100", "65,536 or fewer are read")


def test_a_member_that_is_too_long_or_damaged_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = pack_zip(tmp_path / "a.zip", {"a.txt": TEXT, "b.txt": TEXT + " Later."})
    data = bytearray(archive.read_bytes())
    data[40] ^= 255
    archive.write_bytes(data)
    assert [each.article_id for each in articles(archive)] == ["a-b"]
    [(record, reason)] = rejects(archive)
    assert (record, reason.partition(":")[0]) == ("a.txt", "unreadable")
    monkeypatch.setattr(unpacking, "LONGEST_MEMBER", 80)
    assert [reason.partition(";")[0] for _, reason in rejects(archive)][1] == "too long: more than 80 bytes"


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: data[:-20_000], "archive: unexpected end of data"),
        (lambda data: data[: 512 * 6] + b"x" * 512 + data[512 * 6 :], "archive: there is more behind its end"),
        (lambda data: data + data, "archive: there is more behind its end"),
        (lambda data: data.rstrip(b"\0")[: 512 * 6].ljust(512 * 6, b"\0"), "archive: it ends without a mark"),
        (lambda data: b"no tar" * 100, "archive: "),
    ],
    ids="cut garbage joined unended strange".split(),
)
def test_a_tar_file_that_is_damaged_says_so(tmp_path: Path, damage: Callable[[bytes], bytes], reason: str) -> None:
    long = f"{TEXT}\n\n" * 300
    data = pack_tar(tmp_path / "a.tar", {"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT, "d.txt": long}).read_bytes()
    (tmp_path / "a.tar").write_bytes(damage(data))
    assert any(record == "" and why.startswith(reason) for record, why in rejects(tmp_path / "a.tar"))


def test_of_files_with_one_name_the_last_is_read_and_the_others_are_told(tmp_path: Path) -> None:
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(3):
            archive.writestr("a.txt", f"{TEXT} {number}")
    assert [each.text for each in articles(tmp_path / "a.zip")] == [f"{TEXT} 2"]
    assert rejects(tmp_path / "a.zip") == [
        ("a.txt (earlier)", "archive: 3 files of this name; the last was read and no other")
    ]


def test_no_two_rejects_share_a_record_whatever_members_are_called(tmp_path: Path) -> None:
    archive = pack_zip(tmp_path / "a.zip", {"a.jsonl": LINES, "a.jsonl, line 3": "", "a.jsonl, line 3 (2)": ""})
    records = [record for record, _ in rejects(archive)]
    assert len(set(records)) == len(records) == 3


def test_a_full_disk_of_temporary_files_ends_the_run_and_is_no_reject(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = pack_zip(tmp_path / "a.zip", {"a.txt": TEXT})

    class Full(io.BytesIO):
        def write(self, data: object) -> int:
            raise OSError(28, "No space left on device")

    opened = Path.open
    monkeypatch.setattr(Path, "open", lambda self, mode="r": Full() if mode == "wb" else opened(self, mode))
    with pytest.raises(DiskError, match="TMPDIR"):
        list(read_articles([archive]))


class Everything:
    """All digests are known."""

    def __contains__(self, digest: object) -> bool:
        return True


def read_again(path: Path, before: list[Entry]) -> list[Entry]:
    ledger = Ledger(pa.Table.from_pylist([entry_row(each) for each in before], LEDGER))
    return list(read_entries(find_inputs([path]), ledger, Everything()))


def test_an_archive_that_is_as_it_was_is_not_read_again(tmp_path: Path) -> None:
    archive = pack_zip(tmp_path / "a.zip", FOLDER)
    first = read_again(archive, [])
    again = read_again(archive, first)
    assert [entry_row(each) for each in again] == [entry_row(each) for each in first]
    assert [each.article for each in again if isinstance(each, ArticleEntry)] == [None] * 4
    assert [each.record for each in again] == [
        "2023/homs.txt", "2024/homs.txt", "2024/news.jsonl, line 1", "2024/news.jsonl, line 2",
        "2024/news.jsonl, line 3", "2024/scan.tif",
    ]  # fmt: skip


def test_articles_keep_their_ids_when_an_archive_grows_and_texts_change(tmp_path: Path) -> None:
    first = read_again(pack_zip(tmp_path / "a.zip", FOLDER), [])
    changed = {"2022/homs.txt": TEXT, **FOLDER, "2024/homs.txt": "The harbour of Orlin was closed on Tuesday."}
    again = read_again(pack_zip(tmp_path / "a.zip", changed), first)
    kept = {each.record: each.article_id for each in first if isinstance(each, ArticleEntry)}
    found = {each.record: each.article_id for each in again if isinstance(each, ArticleEntry)}
    assert kept.items() < found.items()
    assert len(set(found.values())) == 5


def test_a_packed_file_whose_name_says_no_more_is_looked_into(tmp_path: Path) -> None:
    prose = f"{TEXT} The crew said so. " * 5
    (tmp_path / "ferry.gz").write_bytes(gzip.compress(prose.encode()))
    (tmp_path / "a.log.gz").write_bytes(gzip.compress(prose.encode()))
    with zipfile.ZipFile(tmp_path / "b.zip", "w") as archive:
        for name in ("U.S. votes", "news.2024-12-08", "x.png"):
            archive.writestr(name, prose + name)
    found = list(read_articles([tmp_path]))
    assert [each.external_id for each in found if isinstance(each, Article)] == [
        "U.S. votes",
        "news.2024-12-08",
        "ferry",
    ]
    assert [each.record for each in found if isinstance(each, Reject)] == ["", "x.png"]
