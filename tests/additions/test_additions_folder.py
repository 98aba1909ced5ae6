"""The folder of additions: safe names, drafts, records, what a run reads, and what is taken back."""

import errno
import json
import os
import time
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.additions.folder import (
    ADDED,
    ID,
    LONGEST_DRAFT,
    RECORD,
    TAKEN_BACK,
    addition_of,
    begin_draft,
    bring_back,
    choose_inputs,
    count_added,
    drop_draft,
    find_added,
    keep,
    list_additions,
    put_file,
    safe_name,
    take_back,
)
from dashboard.errors import DiskError, InputError


@pytest.mark.parametrize(
    ("given", "safe"),
    [
        ("news.jsonl", "news.jsonl"),
        ("news.jsonl.gz", "news.jsonl.gz"),
        ("v1.2 final.csv", "v1.2-final.csv"),
        ("../../x", "x"),
        ("C:\\news\\a b.TXT", "a-b.TXT"),
        ("/etc/passwd", "passwd"),
        (".addition.json", "addition.json"),
        ("....", "file"),
        ("", "file"),
        ("a\x00b\n\u202etxt.html", "a-b-txt.html"),
        ("<b>x</b>.txt", "b.txt"),
        ("<img src=x>.txt", "img-src-x.txt"),
        ("أخبار.txt", "أخبار.txt"),
        ("e\u0301te\u0301.txt", "été.txt"),
        ("20261127-140203-0a1b2c", "20261127-140203-0a1b2c"),
    ],
)
def test_a_name_leads_nowhere_and_keeps_its_suffix(given: str, safe: str) -> None:
    assert safe_name(given) == safe


@pytest.mark.parametrize("name", ["x" * 5_000 + ".jsonl.gz", "新" * 300 + ".txt", "." * 300 + "a" * 300])
def test_a_long_name_is_cut_and_keeps_its_suffix(name: str) -> None:
    safe = safe_name(name)
    assert len(safe) <= 80 and len(safe.encode()) <= 200
    assert safe.endswith((".jsonl.gz", ".txt", "a"))


def add(tables: Path, name: str = "a.txt", who: str = "") -> str:
    """The id of a new addition with one file."""
    draft = begin_draft(tables)
    stored = put_file(draft, name, b"text")
    return keep(draft, {stored: name}, who, 1).id


def test_an_addition_is_kept_with_the_names_that_its_files_had(tmp_path: Path) -> None:
    draft = begin_draft(tmp_path)
    names = {put_file(draft, given, given.encode()): given for given in ("a b.txt", "a/a b.txt", "A-b.txt", "../.x")}
    assert list(names) == ["a-b.txt", "a-b-2.txt", "A-b.txt", "x"]
    assert find_added(tmp_path) is None and list_additions(tmp_path) == [], "a draft is no addition"
    made = keep(draft, names, "Ana", 3)
    assert ID.fullmatch(made.id) and not draft.exists()
    assert list_additions(tmp_path) == [made]
    assert dict(made.files) == names and (made.who, made.articles) == ("Ana", 3)
    found = find_added(tmp_path)
    assert found == tmp_path / ADDED
    assert (found / made.id / "a-b-2.txt").read_bytes() == b"a/a b.txt"
    assert addition_of(str(found / made.id / "x")) == made.id and addition_of("/added/x/y.txt") == ""


def test_a_draft_without_files_is_no_addition(tmp_path: Path) -> None:
    draft = begin_draft(tmp_path)
    with pytest.raises(InputError, match="no file to add"):
        keep(draft, {}, "")
    drop_draft(draft)
    assert not draft.exists()


def test_drafts_that_were_given_up_are_removed(tmp_path: Path) -> None:
    old, new = begin_draft(tmp_path), begin_draft(tmp_path)
    past = time.time() - LONGEST_DRAFT - 1
    os.utime(old, (past, past))
    begin_draft(tmp_path)
    assert not old.exists() and new.exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_to_is_said_in_one_line(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(DiskError, match="cannot be written to"):
        begin_draft(tmp_path)


def test_an_addition_is_taken_back_and_brought_back(tmp_path: Path) -> None:
    first, second = add(tmp_path), add(tmp_path)
    take_back(tmp_path, first, "Bo")
    found = {each.id: each for each in list_additions(tmp_path)}
    assert found.keys() == {first, second}
    assert found[first].taken_back and found[first].taken_back_by == "Bo" and not found[second].taken_back
    take_back(tmp_path, second, "")
    assert find_added(tmp_path) is None
    bring_back(tmp_path, first)
    assert find_added(tmp_path) == tmp_path / ADDED
    assert {each.id for each in list_additions(tmp_path) if not each.taken_back} == {first}
    assert (tmp_path / ADDED / first / "a.txt").read_bytes() == b"text"


@pytest.mark.parametrize("given", ["", "..", "../..", "20261127-140203-0a1b2c", ".taken-back", "a/../../tables"])
def test_what_is_no_addition_is_not_moved(tmp_path: Path, given: str) -> None:
    kept = add(tmp_path)
    take_back(tmp_path, given, "")
    bring_back(tmp_path, given)
    assert [(each.id, each.taken_back) for each in list_additions(tmp_path)] == [(kept, "")]


@pytest.mark.parametrize("record", ["", "[]", '{"files": 3}', '{"who": "x", "files": [["a"]]}'])
def test_a_record_that_cannot_be_read_leaves_what_the_folder_says(tmp_path: Path, record: str) -> None:
    made = add(tmp_path)
    (tmp_path / ADDED / made / RECORD).write_text(record)
    [found] = list_additions(tmp_path)
    assert (found.id, found.files, found.who) == (made, (("a.txt", "a.txt"),), "")


def test_whether_an_addition_was_taken_back_its_place_says(tmp_path: Path) -> None:
    made = add(tmp_path, who="Ana")
    take_back(tmp_path, made, "Bo")
    place = tmp_path / ADDED / TAKEN_BACK / made
    for record in ("", (place / RECORD).read_text().replace("taken_back", "x")):
        (place / RECORD).write_text(record)
        [found] = list_additions(tmp_path)
        assert found.taken_back and not found.taken_back_by
    bring_back(tmp_path, made)
    [found] = list_additions(tmp_path)
    assert not found.taken_back


def test_a_full_disk_leaves_an_addition_where_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = add(tmp_path, who="Ana")

    def fill(self: Path, data: bytes) -> int:
        self.touch()
        raise OSError(errno.ENOSPC, "No space left on device", str(self))

    monkeypatch.setattr(Path, "write_bytes", fill)
    monkeypatch.setattr(Path, "write_text", lambda self, data, encoding: fill(self, data.encode()))
    with pytest.raises(DiskError):
        take_back(tmp_path, made, "")
    [found] = list_additions(tmp_path)
    assert (found.who, found.taken_back) == ("Ana", "") and (tmp_path / ADDED / made).is_dir()


def test_a_run_reads_the_inputs_of_the_tables_and_what_was_added(tmp_path: Path) -> None:
    news, tables = tmp_path / "news", tmp_path / "tables"
    news.mkdir()
    manifest = {"inputs": [str(news), str(tmp_path / "gone"), str(tables / ADDED)]}
    assert choose_inputs(tables, manifest) == ([news], [tmp_path / "gone"])
    add(tables)
    assert choose_inputs(tables, manifest) == ([news, tables / ADDED], [tmp_path / "gone"])
    assert choose_inputs(tables, {}) == ([tables / ADDED], [])


def test_the_sample_makes_room_for_what_is_added_and_comes_back(tmp_path: Path) -> None:
    tables, sample = tmp_path / "tables", {"inputs": [str(settings.SAMPLE)]}
    assert choose_inputs(tables, sample) == ([settings.SAMPLE], [])
    made = add(tables)
    assert choose_inputs(tables, sample) == ([tables / ADDED], [])
    take_back(tables, made, "")
    own = {"inputs": [str(tables / ADDED)]}
    assert choose_inputs(tables, own) == ([], []), "they never were of the sample"
    kept = tables / "sets" / "older"
    kept.mkdir(parents=True)
    (kept / "manifest.json").write_text(json.dumps({**sample, "set": "older"}))
    assert choose_inputs(tables, own) == ([settings.SAMPLE], [])


def test_articles_and_rejects_are_counted_by_the_addition_that_they_came_with() -> None:
    one, other = "20261127-140203-0a1b2c", "20261127-140204-0a1b2c"
    articles = [f"/t/added/{one}/a.txt", f"/t/added/{one}/b.txt", "/news/c.txt", f"/t/added/{other}/d.txt"]
    counts = count_added(articles, [f"/t/added/{one}/e.exe"])
    assert counts == {one: {"articles": 2, "rejects": 1}, other: {"articles": 1, "rejects": 0}}
    assert json.loads(json.dumps(counts)) == counts
