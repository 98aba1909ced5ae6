"""The benchmarks' own parts: articles that are no copies, measured processes, aims, a reader that sees half a set."""

import os
import shutil
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest
import spacy

from benchmarks import memory, reader, speed
from benchmarks.articles import read_articles, shorten, vary_articles, write_articles
from benchmarks.attack import kills
from benchmarks.processes import Measured, list_children, measure, processor_seconds
from benchmarks.report import write_table
from dashboard.tables.sets import MANIFEST, find_root
from tests import rows as make
from tests.sets import write_set

WORDS = "rain falls upon every small town near the river while boats wait under many bridges for better weather".split()
ARTICLES = [
    {"id": str(number), "text": " ".join(["In Orlin,", *WORDS[number:], *WORDS[:number], "said Ada Holt."])}
    for number in range(4)
]


def shingles(text: str) -> set[tuple[str, ...]]:
    words = text.split()
    return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}


def test_variants_are_as_long_as_their_articles_keep_names_and_are_no_copies() -> None:
    found = list(islice(vary_articles(ARTICLES), 12))
    assert len({each["id"] for each in found}) == 12
    for number, each in enumerate(found):
        original = ARTICLES[number % 4]
        assert len(each["text"]) == len(original["text"])
        assert each["text"].startswith("In Orlin,") and each["text"].endswith("Ada Holt.")
        ours, theirs = shingles(each["text"]), shingles(original["text"])
        assert len(ours & theirs) / len(ours | theirs) < 0.5
    assert found == list(islice(vary_articles(ARTICLES), 12)), "the same each time"
    assert found[0]["text"] != next(vary_articles(ARTICLES, seed=1))["text"]


def test_articles_are_read_back_and_must_be_enough(tmp_path: Path) -> None:
    write_articles(tmp_path / "new" / "a.jsonl", ARTICLES)
    assert read_articles(tmp_path / "new" / "a.jsonl", 3) == ARTICLES[:3]
    with pytest.raises(ValueError, match=r"has 4 articles; 5 are needed"):
        read_articles(tmp_path / "new" / "a.jsonl", 5)


def test_short_texts_end_with_a_sentence() -> None:
    [each] = shorten([{"id": "a", "text": "One. Two is longer. Three"}], 21)
    assert each["text"] == "One. Two is longer"


def test_a_table_is_markdown() -> None:
    assert write_table(("run", "seconds"), [("first", 1.234), ("rows", 12_000)]).splitlines() == [
        "| run | seconds |", "| --- | --- |", "| first | 1.23 |", "| rows | 12,000 |",
    ]  # fmt: skip


WORK = "import subprocess, sys, time; blob = bytearray({mb} << 20); {then}"


def test_a_command_is_measured_with_what_it_starts() -> None:
    child = WORK.format(mb=120, then="time.sleep(0.5)")
    busy = "end = time.process_time() + 0.3\nwhile time.process_time() < end: pass"
    found = measure([sys.executable, "-c", f"import time\n{busy}\n" + WORK.format(
        mb=40, then=f"subprocess.run([sys.executable, '-c', {child!r}])")])  # fmt: skip
    assert found.seconds > 0.8
    assert 0.3 <= found.processor_seconds < found.seconds
    assert 40 < found.parent_memory < 120 < found.worker_memory < 200


def test_a_command_that_fails_says_why() -> None:
    with pytest.raises(RuntimeError, match="ended with 3: no such luck"):
        measure([sys.executable, "-c", "import sys; print('no such luck', file=sys.stderr); sys.exit(3)"])


def test_processes_that_a_process_started_are_found() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        assert process.pid in list_children(os.getpid())
        process.communicate(b"\n")
    assert process.pid not in list_children(os.getpid())
    assert processor_seconds([os.getpid()]) > 0


def test_aims_are_spread() -> None:
    assert kills.spread(1, 10, 5) == [1, 3, 5, 7, 9]
    assert kills.spread(8, 10, 20) == [8, 9, 10]
    assert kills.spread(5, 4, 3) == []


def test_changes_of_files_are_counted_until_there_are_enough(tmp_path: Path) -> None:
    looks = iter(range(100))

    def has_ended() -> bool:
        number = next(looks)
        (tmp_path / str(number % 2)).unlink(missing_ok=True)
        (tmp_path / "deep" / str(number)).mkdir(parents=True)
        return number >= 5

    assert kills.count_changes(tmp_path, has_ended, most=3) >= 3
    assert next(looks) <= 3


def test_a_reader_tells_whole_sets_from_half_ones(tmp_path: Path) -> None:
    tables = make.tables(articles=[make.article("a")])
    counts = {name: table.num_rows for name, table in tables.items()}
    write_set(tmp_path, tables, {"counts": counts})
    assert reader.look(tmp_path) == "whole"
    write_set(tmp_path / "other", tables, {"counts": {**counts, "articles": 2}})
    assert reader.look(tmp_path / "other") == "half"
    shutil.copy(find_root(tmp_path) / "rejects.parquet", find_root(tmp_path) / "quotes.parquet")
    assert reader.look(tmp_path) == "half"
    (find_root(tmp_path) / MANIFEST).unlink()
    assert reader.look(tmp_path) == "none"


def test_speed_is_told_as_a_multiple_of_stock() -> None:
    found = {
        speed.STOCK: [Measured(seconds, 10.0, 0, 0) for seconds in (5.0, 4.0, 30.0)],
        "preprocess": [Measured(seconds, 20.0, 0, 0) for seconds in (10.0, 7.0, 8.0)],
    }
    assert list(speed.compare(found)) == [(speed.STOCK, 5.0, 1.0, 10.0, 1.0), ("preprocess", 8.0, 1.6, 20.0, 2.0)]


def test_memory_grows_by_so_much_an_article() -> None:
    found = {1_000: Measured(0, 0, 100.0, 50.0), 3_000: Measured(0, 0, 104.0, 60.0)}
    assert memory.compare(found) == [(1_000, 100.0, 50.0, ""), (3_000, 104.0, 60.0, 1024 * 4.0 / 2_000)]


def test_the_pipeline_of_rules_finds_sentences_and_names(tmp_path: Path) -> None:
    doc = spacy.load(memory.write_rules(tmp_path / "rules"))("Ada Holt left Orlin. It rained.")
    assert [sentence.text for sentence in doc.sents] == ["Ada Holt left Orlin.", "It rained."]
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Ada Holt", "PERSON"), ("Orlin", "GPE")]
