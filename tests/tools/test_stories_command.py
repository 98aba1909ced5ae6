"""tools/stories.py without the articles, and the file of pairs that it measures on."""

import csv
from pathlib import Path

import pytest

from tools import stories


def test_missing_articles_are_one_line_and_exit_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(stories, "ARTICLES", tmp_path / "fakes.jsonl")
    assert stories.main([]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    for word in (str(tmp_path / "fakes.jsonl"), "CONTRIBUTING.md", "DATELINE_ARTICLES"):
        assert word in said.err


def test_half_of_the_pairs_is_held_back() -> None:
    with stories.PAIRS.open(encoding="utf-8", newline="") as lines:
        pairs = [(row["one"], row["other"], row["same"]) for row in csv.DictReader(lines)]
    assert len({frozenset(pair[:2]) for pair in pairs}) == len(pairs) == 150
    for half in (pairs[::2], pairs[1::2]):
        assert [same for *_, same in half].count("1") == 25
        assert {same for *_, same in half} == {"0", "1"}
