"""The attack on reading, in short: no file ends or holds up a run, and each record is an article or a reject."""

import gzip
import random
from contextlib import nullcontext
from pathlib import Path

import pytest

from benchmarks.attack import reading
from benchmarks.attack.mutations import CHANGES, SUFFIXES, Input, make_input
from benchmarks.attack.readers import find_link_faults, read_file

SEED, COUNT = 16, 100


def test_no_file_ends_or_holds_up_a_run(capsys: pytest.CaptureFixture[str]) -> None:
    assert reading.main(["--count", str(COUNT), "--seed", str(SEED)]) == 0, capsys.readouterr().out
    assert f"{COUNT} inputs of seed {SEED}: " in capsys.readouterr().out


def test_an_input_is_the_same_every_time_and_no_two_are() -> None:
    made = [make_input(SEED, number) for number in range(COUNT)]
    assert made == [make_input(SEED, number) for number in range(COUNT)]
    assert len({each.data for each in made}) > COUNT * 0.9
    names = [make_input(SEED, number).name for number in range(4 * len(SUFFIXES))]
    assert {suffix for suffix in SUFFIXES if any(name.endswith(suffix) for name in names)} == set(SUFFIXES)
    assert sum(each.records is not None for each in made) > COUNT / 10


def test_every_change_changes_something() -> None:
    data = b'{"text": "Rain, it says; fell | on Monday, said \'Ada\'"}\n' * 3
    for change in CHANGES.values():
        made = {change(random.Random(number), "a.jsonl", data) for number in range(20)}
        assert made != {("a.jsonl", data)}


@pytest.mark.parametrize(
    ("found", "fault"),
    [
        ({"fault": "", "seconds": 0.1, "articles": 2, "rejects": 1, "whole": 0}, ""),
        ({"fault": "", "seconds": 0.1, "articles": 0, "rejects": 1, "whole": 1}, ""),
        (
            {"fault": "", "seconds": 0.1, "articles": 2, "rejects": 0, "whole": 0},
            "3 records gave 2 articles and 0 rejects",
        ),
        ({"fault": "", "seconds": 9.0, "articles": 3, "rejects": 0, "whole": 0}, "9.0 s of processor time"),
        ({"fault": "the reader ended with -11"}, "the reader ended with -11"),
    ],
)
def test_a_lost_record_a_slow_file_and_a_dead_reader_are_faults(found: dict[str, object], fault: str) -> None:
    assert reading.find_fault(Input(1, "a.jsonl", b"", 3, "values"), found) == fault


def test_a_reader_that_ends_or_hangs_is_told_apart_from_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    def ask(reader: object, path: Path) -> dict[str, object]:
        return {"fault": "ended"} if "odd" in path.name else {"fault": "", "seconds": 0.1, "articles": 1, "rejects": 0}

    monkeypatch.setattr(reading, "_ask", ask)
    monkeypatch.setattr(reading, "_reader", lambda *options: nullcontext())
    names = {0: "a", 1: "odd", 2: "b"}
    monkeypatch.setattr(reading, "make_input", lambda seed, number: Input(number, f"{names[number]}.txt", b"", 1, ""))
    assert [(each.number, found["fault"]) for each, found in reading.read_inputs(0, range(3))] == [
        (0, ""), (1, "ended"), (2, ""),
    ]  # fmt: skip


def test_what_a_reader_says_of_a_file(tmp_path: Path) -> None:
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(b'{"text": "Rain fell on Monday in Homs."}\n{\n'))
    assert read_file(tmp_path / "a.jsonl.gz") == {"articles": 1, "rejects": 1, "whole": 0, "fault": ""}
    assert list(find_link_faults("Lake Courier")) == []
    assert list(find_link_faults("a\0b")) == ["no link can hold 'a\\x00b' (3 characters)"]
