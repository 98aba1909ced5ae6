"""The folder of packs: ids that nobody guesses, changes that do not undo each other, and limits that say so."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.errors import DiskError, EvidenceError
from dashboard.evidence import folder
from dashboard.evidence.folder import begin_pack, change_pack, find_pack, open_pack, throw_away
from dashboard.evidence.pack import Item, Pack, add_item, new_id


def test_a_pack_is_kept_changed_and_thrown_away(tmp_path: Path, pack: Pack) -> None:
    pack_id = begin_pack(tmp_path, pack)
    assert folder.ID.fullmatch(pack_id) and pack_id != begin_pack(tmp_path, pack)
    changed = change_pack(tmp_path, pack_id, lambda each: replace(each, title="New"))
    assert changed.title == "New" and changed.changed and open_pack(tmp_path, pack_id) == changed
    throw_away(tmp_path, pack_id)
    assert open_pack(tmp_path, pack_id) is None
    throw_away(tmp_path, pack_id)
    with pytest.raises(EvidenceError, match="thrown it away"):
        change_pack(tmp_path, pack_id, lambda each: each)


@pytest.mark.parametrize("pack_id", ["", "../manifest", "a" * 21, "a" * 22 + "/..", "%2e%2e", "é" * 22])
def test_an_id_leads_to_no_other_file(tmp_path: Path, pack_id: str) -> None:
    (tmp_path / "packs").mkdir()
    (tmp_path / "manifest.json").write_text("{}")
    assert find_pack(tmp_path, pack_id) is None


def test_two_windows_do_not_undo_each_other(tmp_path: Path) -> None:
    pack_id = begin_pack(tmp_path, Pack())

    def add(_: int) -> None:
        change_pack(tmp_path, pack_id, lambda pack: add_item(pack, Item(new_id(), "words")))

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(add, range(20)))
    kept = open_pack(tmp_path, pack_id)
    assert kept and len(kept.items) == 20


def test_limits_name_the_rule_and_the_way_out(tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(folder, "MOST_PACKS", 1)
    pack_id = begin_pack(tmp_path, pack)
    with pytest.raises(EvidenceError, match="can delete old ones"):
        begin_pack(tmp_path, pack)
    monkeypatch.setattr(folder, "MOST_BYTES", 100)
    with pytest.raises(EvidenceError, match="take charts out"):
        change_pack(tmp_path, pack_id, lambda each: replace(each, title="New"))
    assert open_pack(tmp_path, pack_id) == replace(pack)


def test_a_file_that_is_no_pack_is_an_error_and_not_empty(tmp_path: Path, pack: Pack) -> None:
    pack_id = begin_pack(tmp_path, pack)
    (tmp_path / "packs" / f"{pack_id}.json").write_text("{")
    with pytest.raises(EvidenceError, match="no pack of evidence"):
        open_pack(tmp_path, pack_id)


def test_a_folder_that_cannot_be_written_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device", str(tmp_path / "packs"))

    monkeypatch.setattr(folder, "write_whole", refuse)
    with pytest.raises(DiskError, match="as they were"):
        begin_pack(tmp_path, Pack())


def test_a_disk_without_locks_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise OSError(37, "No locks available")

    monkeypatch.setattr("fcntl.flock", refuse)
    with pytest.raises(DiskError, match=r"cannot be locked \(No locks available\).*as they were"):
        begin_pack(tmp_path, Pack())
