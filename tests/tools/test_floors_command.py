"""tools/floors.py without the annotated sets, and the marks of figures that are in sample."""

from pathlib import Path

import pytest

from dashboard import settings
from tools import floors


@pytest.mark.parametrize("given", [[], ["--raise"], ["--lower", "a reason"]])
def test_missing_sets_are_one_line_and_exit_status_2(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], given: list[str]
) -> None:
    monkeypatch.setattr(floors, "EVAL", tmp_path / "eval")
    before = floors.FLOORS.read_bytes(), floors.CHANGELOG.read_bytes()
    assert floors.main(given) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    for word in (str(tmp_path / "eval"), "score.py", "places_lgl.jsonl", "CONTRIBUTING.md", "DATELINE_EVAL"):
        assert word in said.err
    assert (floors.FLOORS.read_bytes(), floors.CHANGELOG.read_bytes()) == before


def test_only_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(floors, "EVAL", tmp_path)
    for name in ("score.py", *(f"{each.gold}.jsonl" for each in floors.MEASURES)):
        (tmp_path / name).touch()
    assert floors.find_missing() is None
    (tmp_path / "quotes_gum.jsonl").unlink()
    assert str(floors.find_missing()).startswith(f"{tmp_path} lacks quotes_gum.jsonl;")


def test_the_floors_file_says_what_is_in_sample_and_why() -> None:
    kept = floors.read_floors()
    assert {name: floor["in_sample"] for name, floor in kept.items()} == {
        each.name: each.in_sample for each in floors.MEASURES
    }


def test_every_mark_is_explained() -> None:
    legend = floors.explain_marks()
    for each in floors.MEASURES:
        assert each.name in legend
        assert each.in_sample in legend


def test_what_a_reason_points_to_exists() -> None:
    for each in floors.MEASURES:
        for word in each.in_sample.replace("(", " ").replace(")", " ").replace(",", " ").split():
            if word.endswith(".py") and "/" in word:
                assert (settings.CHECKOUT / word).is_file()
