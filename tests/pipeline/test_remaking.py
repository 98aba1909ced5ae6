"""Making the tables anew: with what was added, without what was taken back, and after other runs."""

import json
import shutil
import threading
import time
from pathlib import Path

import pytest

from dashboard.additions.folder import ADDED, begin_draft, bring_back, keep, list_additions, put_file, take_back
from dashboard.additions.run import IN_LINE, Reporter, read_run
from dashboard.errors import InputError
from dashboard.pipeline.articles import ArticleEntry, Ledger, find_inputs, read_entries
from dashboard.pipeline.corpus import _name_columns, preprocess
from dashboard.pipeline.remaking import describe_added, remake
from dashboard.tables.sets import find_root, hold, list_sets, read_manifest

NEWS = b"Ferry sinks off Latakia\ndate: 2024-12-03\n\nA ferry sank off Latakia on Monday, the harbour office said.\n"


def add(tables: Path, name: str = "ferry.txt", data: bytes = NEWS) -> str:
    """The id of a new addition of one article."""
    draft = begin_draft(tables)
    return keep(draft, {put_file(draft, name, data): name}, "", 1).id


def run(tables: Path) -> Reporter:
    """What a run said at its end."""
    (tables / ADDED).mkdir(parents=True, exist_ok=True)
    reporter = Reporter(tables)
    remake(tables, reporter, lambda note: None)
    return reporter


@pytest.mark.model
def test_tables_gain_what_is_added_and_lose_what_is_taken_back(tmp_path: Path) -> None:
    news, tables = tmp_path / "news", tmp_path / "tables"
    news.mkdir()
    (news / "storm.txt").write_text("Storm closes Beirut\n\nA storm closed the port of Beirut on Tuesday.\n")
    own = tmp_path / "actors.yaml"
    own.write_text("")
    preprocess([news], tables, actors=own, workers=1)

    added = add(tables)
    reporter = run(tables)
    manifest = read_manifest(tables)
    assert manifest["added"] == {added: {"articles": 1, "rejects": 0}}
    assert manifest["inputs"] == [str(news), str(tables / ADDED)]
    assert manifest["own"] == {"actors": str(own), "places": None, "columns": {}}, "as the run before it had"
    assert (manifest["counts"]["articles"], reporter.run.done, reporter.run.expected) == (2, 1, 1)

    take_back(tables, added, "")
    reporter = run(tables)
    assert read_manifest(tables)["added"] == {} and read_manifest(tables)["counts"]["articles"] == 1
    assert reporter.run.done == 0, "nothing is read by the model"

    bring_back(tables, added)
    shutil.rmtree(news)
    reporter = run(tables)
    assert read_manifest(tables)["counts"]["articles"] == 1 and reporter.run.done == 0
    assert reporter.run.notes == (f"{news} is not there any more; its articles left the tables",)

    take_back(tables, added, "")
    run(tables)
    assert not (tables / "manifest.json").exists() and find_root(tables) == tables, "nothing is left to show"
    assert len(list_sets(tables)) == 3 and list_additions(tables), "all is kept"


def test_an_addition_is_read_by_the_columns_that_were_named_for_it(tmp_path: Path) -> None:
    table = b"Kopf;Volltext\nFerry sinks;A ferry sank off Latakia on Monday, the harbour office said.\n"
    for columns in ({"text": "Volltext"}, {}):
        draft = begin_draft(tmp_path)
        keep(draft, {put_file(draft, "a.csv", table): "a.csv"}, "", 1, columns)
    files = _name_columns(find_inputs([tmp_path / ADDED]), tmp_path, {"title": "Kopf"})
    found = list(read_entries(files, Ledger(), frozenset()))
    assert sorted(type(each).__name__ for each in found) == ["ArticleEntry", "RejectEntry"]
    [article] = [each.article for each in found if isinstance(each, ArticleEntry)]
    assert article and article.title == "Ferry sinks"
    assert {len(each.columns) for each in list_additions(tmp_path)} == {0, 1}


def test_a_table_whose_columns_were_named_may_be_gone(tmp_path: Path) -> None:
    (tmp_path / "manifest.json").write_text(
        json.dumps({"set": "a", "inputs": [str(tmp_path / "gone.csv")], "own": {"columns": {"text": "Volltext"}}})
    )
    add(tmp_path, "short.txt", b"Short.")
    with pytest.raises(InputError, match=r"^no article was found"):
        run(tmp_path)


def test_a_run_waits_for_another_one(tmp_path: Path) -> None:
    held, waited = threading.Event(), threading.Event()

    def write() -> None:
        with hold(tmp_path):
            held.set()
            while not waited.is_set():
                run_now, _ = read_run(tmp_path)
                if run_now and run_now.step == IN_LINE:
                    waited.set()
                time.sleep(0.01)

    other = threading.Thread(target=write)
    other.start()
    assert held.wait(60)
    run(tmp_path)
    other.join()
    assert waited.is_set()


def test_an_addition_without_an_article_fails_and_changes_nothing(tmp_path: Path) -> None:
    add(tmp_path, "short.txt", b"Short.")
    with pytest.raises(InputError, match="no article was found"):
        run(tmp_path)
    assert not (tmp_path / "manifest.json").exists()


def test_a_run_from_a_shell_says_what_it_reads_besides(tmp_path: Path) -> None:
    add(tmp_path)
    take_back(tmp_path, add(tmp_path), "")
    assert describe_added(tmp_path).startswith(
        f"Also read: 1 addition of the page Add articles, in {tmp_path / ADDED};"
    )
