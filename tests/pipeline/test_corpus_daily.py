"""A corpus that grows: what was annotated is not annotated again, ids stay, earlier sets stay, killed runs go on."""

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from dashboard import settings
from dashboard.errors import InputError, TablesError
from dashboard.pipeline.corpus import Summary, preprocess
from dashboard.pipeline.parts import drop_parts, read_part
from dashboard.tables.audit import audit_set
from dashboard.tables.contract import TABLES
from dashboard.tables.files import read_file, read_set
from dashboard.tables.sets import PARTS, drop_sets, find_root, hold, list_sets

pytestmark = pytest.mark.model

TOWNS = ("Homs", "Hama", "Aleppo", "Latakia", "Tartus", "Idlib", "Raqqa", "Daraa")


def article(number: int) -> str:
    town = TOWNS[number % len(TOWNS)]
    return f"Rain floods {town}\n\nOn day {number} rain fell on {town}. “We are wet,” Ada Holt told AFP in Damascus."


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """A folder with eight articles."""
    folder = tmp_path / "news"
    folder.mkdir()
    for number in range(8):
        (folder / f"day-{number}.txt").write_text(article(number), "utf-8")
    return folder


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    return tmp_path / "tables"


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "PART", 3)


def run(news: Path, tables: Path) -> Summary:
    summary = preprocess([news], tables, workers=1)
    assert audit_set(tables).broken == {}
    return summary


def rows(tables: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a table in an order of their own, since the parts may differ."""
    found: list[dict[str, Any]] = read_set(tables).tables[name].to_pylist()
    return sorted(found, key=lambda row: json.dumps(row, default=str))


def changes(summary: Summary) -> tuple[int, int, int, int, int]:
    return summary.new, summary.changed, summary.unchanged, summary.gone, summary.read


def test_a_run_with_nothing_new_annotates_nothing_and_keeps_the_set(news: Path, tables: Path) -> None:
    assert changes(run(news, tables)) == (8, 0, 0, 0, 8)
    before = read_set(tables).manifest
    again = run(news, tables)
    assert changes(again) == (0, 0, 8, 0, 0)
    assert again.counts == before["counts"]
    assert read_set(tables).manifest == before
    assert len(list_sets(tables)) == 1


def test_only_what_is_new_or_changed_is_annotated(news: Path, tables: Path, tmp_path: Path) -> None:
    run(news, tables)
    first = find_root(tables)
    kept = {path.name for path in (first / "quotes.parquet").iterdir()}
    (news / "day-8.txt").write_text(article(8), "utf-8")
    (news / "day-1.txt").write_text(article(1).replace("wet", "dry"), "utf-8")
    (news / "day-2.txt").unlink()
    assert changes(run(news, tables)) == (1, 1, 6, 1, 2)
    preprocess([news], tmp_path / "anew", workers=1)
    for name in TABLES:
        assert rows(tables, name) == rows(tmp_path / "anew", name), name
    assert find_root(tables) != first
    assert {path.name for path in (find_root(tables) / "quotes.parquet").iterdir()} > kept
    assert read_set(first).tables["articles"].num_rows == 8, "the set of yesterday is as it was"


def test_files_that_no_decision_touches_are_not_written_again(news: Path, tables: Path) -> None:
    run(news, tables)
    first = find_root(tables)
    (news / "day-8.txt").write_text(article(8), "utf-8")
    run(news, tables)
    for name in ("sentences", "entities", "quotes", "articles"):
        for path in (first / f"{name}.parquet").iterdir():
            assert path.samefile(find_root(tables) / f"{name}.parquet" / path.name), path


def test_an_article_that_went_and_came_back_is_not_annotated_again(news: Path, tables: Path) -> None:
    run(news, tables)
    whole = find_root(tables).name
    (news / "day-3.txt").rename(news.parent / "day-3.txt")
    assert changes(run(news, tables)) == (0, 0, 7, 1, 0)
    assert "day-3" not in read_set(tables).tables["articles"]["article_id"].to_pylist()
    (news.parent / "day-3.txt").rename(news / "day-3.txt")
    assert changes(run(news, tables)) == (1, 0, 7, 0, 0)
    assert find_root(tables).name == whole


def test_ids_stay_whatever_is_added_before(tables: Path, tmp_path: Path) -> None:
    news = tmp_path / "wire.jsonl"
    lines = [json.dumps({"text": article(number)}) for number in range(3)]
    news.write_text("\n".join(lines), "utf-8")
    run(news, tables)
    before = {row["text"]: row["article_id"] for row in rows(tables, "articles")}
    news.write_text("\n".join([json.dumps({"text": article(9)}), *lines]), "utf-8")
    assert changes(run(news, tables)) == (1, 0, 3, 0, 1)
    after = {row["text"]: row["article_id"] for row in rows(tables, "articles")}
    assert {text: after[text] for text in before} == before
    assert len(set(after.values())) == 4


def test_the_path_follows_articles_that_were_moved(news: Path, tables: Path) -> None:
    run(news, tables)
    before = {row["article_id"] for row in rows(tables, "articles")}
    moved = news.rename(news.with_name("archive"))
    assert changes(run(moved, tables)) == (0, 0, 8, 0, 0)
    assert {row["article_id"] for row in rows(tables, "articles")} == before
    assert {Path(row["path"]).parent for row in rows(tables, "articles")} == {moved}


def test_a_duplicate_becomes_an_article_when_the_first_one_goes(tables: Path, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for name in ("a", "b"):
        (news / f"{name}.jsonl").write_text(json.dumps({"id": "one", "text": article(1)}), "utf-8")
    assert run(news, tables).rejects == {"duplicate id": 1}
    (news / "a.jsonl").unlink()
    summary = run(news, tables)
    assert (summary.rejects, summary.counts["articles"], summary.read) == ({}, 1, 0)


def test_people_are_joined_over_parts_and_parted_again(tables: Path, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for number, name in enumerate(("Talal al-Barazi", "Talal Barazi")):
        text = f"Rain fell in Homs, Hama and Aleppo. “We are wet,” {name} said on Monday. {name} left Syria on Sunday."
        (news / f"{number}.txt").write_text(f"Rain\n\n{text}", "utf-8")
        run(news, tables)
    people = [row for row in rows(tables, "actors") if row["kind"] == "person"]
    assert [(row["actor_id"], row["mentions"]) for row in people] == [("talal-al-barazi", 4)]
    assert {row["actor_id"] for row in rows(tables, "speakers")} == {"talal-al-barazi"}
    (news / "0.txt").unlink()
    run(news, tables)
    assert {row["actor_id"] for row in rows(tables, "speakers")} == {"talal-barazi"}


def test_actors_of_ones_own_let_all_be_annotated_again(news: Path, tables: Path, tmp_path: Path) -> None:
    run(news, tables)
    own = tmp_path / "own.yaml"
    own.write_text("ferry-captain: {name: Ada Holt, kind: person, country: CY}", "utf-8")
    summary = preprocess([news], tables, actors=own, workers=1)
    assert changes(summary) == (0, 0, 8, 0, 8)
    assert "ferry-captain" in read_set(tables).tables["actors"]["actor_id"].to_pylist()
    assert changes(run(news, tables)) == (0, 0, 8, 0, 0), "what was annotated without them is still there"


def test_parts_that_no_kept_set_is_made_of_are_dropped(news: Path, tables: Path) -> None:
    run(news, tables)
    (news / "day-1.txt").write_text(article(1).replace("wet", "dry"), "utf-8")
    run(news, tables)
    drop_sets(tables, 1)
    assert drop_parts(tables) == 0, "the old article shares its part with others"
    for number in range(3):
        (news / f"day-{number}.txt").unlink()
    run(news, tables)
    drop_sets(tables, 1)
    assert drop_parts(tables) == 2
    assert changes(run(news, tables)) == (0, 0, 5, 0, 0)


def test_two_runs_on_one_folder_are_refused(news: Path, tables: Path) -> None:
    with hold(tables), pytest.raises(InputError, match="another run writes to"):
        preprocess([news], tables, workers=1)


def test_a_run_that_was_killed_is_gone_on_with(news: Path, tables: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from dashboard import settings; settings.PART = 3\n"
        "from dashboard.pipeline.corpus import preprocess\n"
        "preprocess([Path(sys.argv[1])], Path(sys.argv[2]), workers=1)"
    )
    with subprocess.Popen([sys.executable, "-c", code, news, tables]) as process:
        while not list(tables.glob(f"{PARTS}/*/[!.]*")):
            assert process.poll() is None
            time.sleep(0.01)
        os.kill(process.pid, signal.SIGKILL)
    summary = run(news, tables)
    assert summary.counts["articles"] == summary.new == 8
    assert 0 < summary.read < 8
    assert not list(tables.rglob(".draft-*"))


def test_a_part_that_lost_a_file_is_made_again(news: Path, tables: Path) -> None:
    run(news, tables)
    first, second, _ = sorted(tables.glob(f"{PARTS}/*/*"))
    (first / "entries.parquet").unlink()
    lost = read_file(first / "articles.parquet").num_rows
    (news / "day-8.txt").write_text(article(8), "utf-8")
    assert run(news, tables).read == lost + 1
    (second / "quotes.parquet").unlink()
    with pytest.raises(TablesError, match=r"was damaged, and is removed .*; run the same command again"):
        read_part(second, ("articles", "quotes"))
    assert run(news, tables).counts["articles"] == 9


def test_a_file_that_is_damaged_where_it_lies_names_what_to_remove(news: Path, tables: Path) -> None:
    run(news, tables)
    part, earlier = min(tables.glob(f"{PARTS}/*/*")), find_root(tables)
    (part / "quotes.parquet").write_bytes(b"PAR1")  # the set has the same file
    (news / "day-8.txt").write_text(article(8), "utf-8")
    with pytest.raises(TablesError, match=f"remove the folders {part} and {earlier}, and run"):
        preprocess([news], tables, workers=1)
    shutil.rmtree(part)
    shutil.rmtree(earlier)
    assert run(news, tables).counts["articles"] == 9


def test_a_set_that_lost_a_file_or_its_links_is_made_whole(news: Path, tables: Path) -> None:
    run(news, tables)
    (tables / "quotes.parquet").unlink()
    run(news, tables)
    assert (tables / "quotes.parquet").is_dir()
    (find_root(tables) / "locations.parquet").write_bytes(b"PAR1")
    assert run(news, tables).counts["articles"] == 8


def test_a_file_of_ones_own_is_read_again_when_it_changes(news: Path, tables: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    for kind in ("person", "armed group"):
        own.write_text(f"ferry-captain: {{name: Ada Holt, kind: {kind}, country: CY}}", "utf-8")
        preprocess([news], tables, actors=own, workers=1)
        [captain] = [row for row in rows(tables, "actors") if row["actor_id"] == "ferry-captain"]
        assert captain["kind"] == kind
