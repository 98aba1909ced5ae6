"""The files of audits: what was saved is read, nothing is lost or doubled, and what cannot be read is said."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from dashboard.errors import JudgementError
from dashboard.judgements import log
from dashboard.judgements.audit import Audit
from dashboard.judgements.record import LONGEST_LINE, Judgement, read_line, write_line
from tests import audits as make

ITEMS = [make.item(number) for number in (1, 2, 3)]


@pytest.fixture
def audit(tmp_path: Path) -> Audit:
    return log.begin(tmp_path, replace(make.design(ITEMS), id="", when=""), ITEMS)


def again(folder: Path, audit: Audit) -> Audit:
    read = log.read_audit(folder, audit.design.id)
    assert read is not None
    return read


def test_what_was_begun_is_read(tmp_path: Path, audit: Audit) -> None:
    assert again(tmp_path, audit) == audit
    assert log.ID.fullmatch(audit.design.id) and audit.design.when.endswith("+00:00")
    assert [path.stem for path in log.list_files(tmp_path)] == [audit.design.id]
    assert again(tmp_path, audit).note == ""


def test_the_last_judgement_of_a_judge_counts_and_can_be_taken_back(tmp_path: Path, audit: Audit) -> None:
    for verdict in ("wrong", "right"):
        log.judge(tmp_path, audit.design.id, Judgement(1, "Ada", verdict, "why"))
    log.judge(tmp_path, audit.design.id, Judgement(2, "Ada", "wrong"))
    log.judge(tmp_path, audit.design.id, Judgement(2, "ADA", "taken back"))
    read = again(tmp_path, audit)
    assert [(each.item, each.verdict, each.note) for each in read.verdicts["Ada"].values()] == [(1, "right", "why")]
    assert list(read.verdicts) == ["Ada"], "names that differ in capitals alone are one judge"


def test_whoever_judged_all_settles_from_then_on(tmp_path: Path, audit: Audit) -> None:
    for number in (1, 2, 3, 3):
        log.judge(tmp_path, audit.design.id, Judgement(number, "Ada", "right" if number < 3 else "wrong"))
    assert not log.judge(tmp_path, audit.design.id, Judgement(3, "Bo", "right")).settles
    assert log.judge(tmp_path, audit.design.id, Judgement(3, "Ada", "right", "seen again")).settles
    read = again(tmp_path, audit)
    assert read.finished == ["Ada"]
    assert read.verdicts["Ada"][3].verdict == "wrong" and read.settled[3].note == "seen again"
    log.judge(tmp_path, audit.design.id, Judgement(3, "Ada", "taken back"))
    assert again(tmp_path, audit).settled == {}


def test_of_many_who_judge_at_once_nothing_is_lost_or_doubled(tmp_path: Path, audit: Audit) -> None:
    said = [Judgement(item, f"Judge {judge}", "right", f"{item}") for judge in range(12) for item in (1, 2, 3)]
    with ThreadPoolExecutor(12) as pool:
        list(pool.map(lambda each: log.judge(tmp_path, audit.design.id, each), [*said, *said]))
    read = again(tmp_path, audit)
    assert read.note == "" and len(read.finished) == 12
    assert sorted((each.judge, each.item) for each in read.judgements if not each.settles) == sorted(
        (each.judge, each.item) for each in said
    ), "who says the same again adds nothing"


def test_any_number_of_bad_lines_is_one_note(tmp_path: Path, audit: Audit) -> None:
    path = log.path_of(tmp_path, audit.design.id)
    with path.open("ab") as file:
        file.write(b"bad\n" * 5 + b'{"line": "judgement", "item": 1, "judge": "A')  # cut short by a crash
    log.judge(tmp_path, audit.design.id, Judgement(1, "Ada", "right"))
    read = again(tmp_path, audit)
    assert [each.judge for each in read.judgements] == ["Ada"], "on a line of its own"
    assert read.note == (
        f"6 lines of audits/{path.name} are ignored: line 5 is cut short or no JSON; line 6 is cut short or no JSON; "
        "line 7 is cut short or no JSON; and 3 more. Mend them or remove them."
    )


def test_a_judgement_of_no_item_is_refused_and_ignored(tmp_path: Path, audit: Audit) -> None:
    with pytest.raises(JudgementError, match="has no item 9"):
        log.judge(tmp_path, audit.design.id, Judgement(9, "Ada", "right"))
    with pytest.raises(JudgementError, match="there is no audit"):
        log.judge(tmp_path, "20000101-000000-000000", Judgement(1, "Ada", "right"))
    for judge, note in (("", ""), ("Ada", "x" * 301)):
        with pytest.raises(JudgementError, match="nothing was saved"):
            log.judge(tmp_path, audit.design.id, Judgement(1, judge, "right", note))
    with log.path_of(tmp_path, audit.design.id).open("ab") as file:
        file.write(write_line(Judgement(9, "Ada", "right", when=make.MOMENT)))
    assert "line 5 does not belong to the lines before it" in again(tmp_path, audit).note


@pytest.mark.parametrize("name", ["../../etc/passwd", "", "x", "20261120-100000-0A1B2C"])
def test_no_address_leads_to_another_file(tmp_path: Path, name: str) -> None:
    assert log.read_audit(tmp_path, name) is None


def test_a_file_without_an_audit_is_none(tmp_path: Path, audit: Audit) -> None:
    path = log.path_of(tmp_path, audit.design.id)
    path.write_bytes(path.read_bytes().split(b"\n", 1)[1])  # the line that says how it was drawn is gone
    assert log.read_audit(tmp_path, audit.design.id) is None


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    (tmp_path / log.FOLDER).write_text("a file")
    with pytest.raises(JudgementError, match="cannot be written"):
        log.begin(tmp_path, make.design(ITEMS), ITEMS)


BAD = {
    "no object": b"[]",
    "no kind of line": b'{"line": "quote"}',
    "not UTF-8": b'{"line": "\xff"}',
    "nested": b"[" * 20_000,
    "long": b"x" * (LONGEST_LINE + 1),
}


@pytest.mark.parametrize("line", BAD.values(), ids=list(BAD))
def test_what_is_no_record_is_refused(line: bytes) -> None:
    with pytest.raises(JudgementError):
        read_line(line)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("weight", 0), ("weight", "1"), ("weight", None), ("kind", "dams"), ("spans", []), ("spans", [[0, 99]]),
        ("spans", [[3, 3]]), ("spans", [["0", 1]]), ("number", True), ("text", "\ud800"), ("found", {}), ("last", 999),
        ("confidence", float("nan")), ("more", 1),
    ],
)  # fmt: skip
def test_an_item_that_makes_no_sense_is_refused(name: str, value: object) -> None:
    said = json.loads(write_line(make.item(1)))
    assert read_line(json.dumps(said).encode()) == make.item(1)
    with pytest.raises(JudgementError):
        read_line(json.dumps({**said, name: value}).encode())
    with pytest.raises(JudgementError):
        read_line(json.dumps({key: each for key, each in said.items() if key != name} | {"x": 1}).encode())
