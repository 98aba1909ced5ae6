"""Inputs in, one set of tables out: nothing is lost, every reason is counted, and two runs give the same tables."""

import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.corrections.log import save
from dashboard.corrections.record import Correction
from dashboard.errors import InputError
from dashboard.pipeline.articles import LEDGER
from dashboard.pipeline.articles.fields import find_text
from dashboard.pipeline.corpus import CONFIGURATION, LEDGER_FILE, Summary, _read_ledger, preprocess
from dashboard.store import open_store
from dashboard.tables.checks import check_all
from dashboard.tables.contract import TABLES
from dashboard.tables.files import TableSet, read_set

pytestmark = pytest.mark.model

REPORT = (
    "Storm closes the port of Latakia. The harbour office said that no ship had left since Monday, and that ferries "
    "from Cyprus were waiting off the coast. “We have seen worse,” Captain Ada Holt told AFP in Damascus."
)
PIECES = (
    "Hezbollah left Homs on Sunday.", "“We are leaving,” Ada Holt said.", "“An open quotation that never ends",
    "‘Single’ marks, «others», \"straight\" and ”turned“.", "The Syrian army denied it, AFP reported.",
    "According to Russia, Baghdad allowed it.", "U.S. President Joe Biden said that Turkey and Iran had talks.",
    "\n\n", "\r\n\r\n", "\n \n", "  ", "\t", "\u00a0", "\u2028", "\0", "حمص في سوريا.", "\u202eright to left\u202c",
    "😀👩\u200d👩\u200d👧 E\u0301", "İstanbul’un", "<script>alert(1)</script>", "100% of $5 (c) [1] {2}", "…", "—",
    '""', "“”", "Mr.", "A.", "said.", "said that",
    "\x93We go,\x94 said Ada O\x92Neill.", "They left.\\n\\n\\\"We go,\\\" said Ada Holt.",
    "\nHOLT: We go.\nQUESTION: Why?\nHOLT: We must.\n",
)  # fmt: skip


def make_records() -> list[dict[str, Any]]:
    """Seventy articles that are hard to read, copies of one report, and last of all records that are no article."""
    dice = random.Random(13)
    records = [
        {
            "id": f"odd-{number}",
            "title": dice.choice([None, "", "Homs", "“Who?” asks AFP"]),
            "text": f"Report {number} from Damascus, where it rained. " + " ".join(dice.choices(PIECES, k=12)) + " ",
            "date": dice.choice(["2024-12-08", "2024-12-07T23:30:00-05:00", "soon", None]),
            "source": dice.choice(["Sample Wire", None]),
        }
        for number in range(70)
    ]
    records += [{"id": "report", "text": REPORT}, {"id": "copy", "text": f"{REPORT} (Sample Wire)"}]
    # The parser makes a sentence of the last white space.
    records.append({"id": "blank end", "text": "Homs fell on Sunday.“”\u00a0\n\nA.\t"})
    return [*records, {"id": "report", "text": REPORT}, {"id": "empty", "text": " "}, {"id": "short", "text": "Rain."},
            {"id": "textless"}, {"id": "french", "text": "Le ministre des affaires étrangères a déclaré mardi que la "
            "situation dans la région restait très préoccupante pour les habitants."}]  # fmt: skip


@dataclass(frozen=True)
class Run:
    """A run over the whole input, and what it gave."""

    summary: Summary
    found: TableSet
    calls: int

    def rows(self, name: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.found.tables[name].to_pylist()
        return rows


@pytest.fixture(scope="module")
def news(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("news")
    lines = [json.dumps(record) for record in make_records()]
    (folder / "all.jsonl").write_text("\n".join([*lines, "{not json", "[1, 2]"]), "utf-8")
    (folder / "ferry.txt").write_text("Ferry sinks\ndate: 2024-12-03\n\nA ferry sank off Tartus on Monday.", "utf-8")
    (folder / "latin.txt").write_bytes("Mr Yıldız said on Monday that the quay would reopen.".encode("cp1254"))
    (folder / "scan.png").write_bytes(b"\x89PNG")
    return folder


@pytest.fixture(scope="module")
def run(news: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Run]:
    """One run with so many workers, into a folder of its own."""

    def run_it(workers: int) -> Run:
        calls: list[None] = []
        folder = tmp_path_factory.mktemp("tables")
        summary = preprocess([news], folder, workers=workers, on_article=lambda: calls.append(None))
        return Run(summary, read_set(folder), len(calls))

    return run_it


@pytest.fixture(scope="module")
def first(run: Callable[[int], Run]) -> Run:
    return run(1)


def test_what_is_read_as_it_was_meant_is_stored_verbatim(tmp_path: Path) -> None:
    text = "The bridge is shut.\n\n\x93We have shut it,\x94 said Rosa O\x92Neill, who is the mayor of the town."
    (tmp_path / "a.jsonl").write_text(json.dumps({"text": text}), "utf-8")
    preprocess([tmp_path / "a.jsonl"], tmp_path / "tables")
    tables = read_set(tmp_path / "tables").tables
    assert tables["articles"]["text"].to_pylist() == [text]
    assert "Rosa O\x92Neill" in tables["entities"]["surface"].to_pylist()
    assert "Rosa O’Neill" in tables["actors"]["name"].to_pylist()
    [quote] = tables["quotes"].to_pylist()
    assert (quote["text"], quote["kind"], quote["speaker"]) == ("We have shut it,", "direct", "Rosa O\x92Neill")


def test_every_input_is_an_article_or_a_reject(first: Run) -> None:
    articles, rejects = first.rows("articles"), first.rows("rejects")
    given = len(make_records()) + 2 + 3
    assert len(articles) + len(rejects) == given
    assert {row["external_id"] for row in articles} == {f"odd-{n}" for n in range(70)} | {
        "report", "copy", "blank end", "ferry",
    }  # fmt: skip
    assert first.calls == first.summary.counts["articles"] == len(articles)


def test_every_reject_says_where_and_why(first: Run) -> None:
    found = {(Path(row["path"]).name, row["record"]): row["reason"].partition(":")[0] for row in first.rows("rejects")}
    lines = [f"line {number}" for number in range(74, 81)]
    assert found == {
        ("all.jsonl", lines[0]): "duplicate id",
        ("all.jsonl", lines[1]): "empty",
        ("all.jsonl", lines[2]): "too short",
        ("all.jsonl", lines[3]): "text",
        ("all.jsonl", lines[4]): "language",
        ("all.jsonl", lines[5]): "json",
        ("all.jsonl", lines[6]): "json",
        ("latin.txt", ""): "encoding",
        ("scan.png", ""): "unsupported",
    }


def test_reasons_are_counted_in_manifest_and_summary(first: Run) -> None:
    counted = Counter(row["reason"].partition(":")[0] for row in first.rows("rejects"))
    assert first.found.manifest["rejects_by_reason"] == first.summary.rejects == dict(counted)
    assert list(first.summary.rejects.values()) == sorted(counted.values(), reverse=True)


def test_counts_are_those_of_the_tables(first: Run) -> None:
    counts = {name: table.num_rows for name, table in first.found.tables.items()}
    assert first.found.manifest["counts"] == first.summary.counts == counts
    assert all(counts.values())
    assert first.found.manifest["seconds"] == first.summary.seconds > 0


def test_odd_texts_keep_the_contract_and_are_kept_verbatim(first: Run) -> None:
    check_all(first.found.tables)
    texts = {row["external_id"]: row for row in first.rows("articles")}
    for record in make_records()[:73]:
        row = texts[record["id"]]
        assert row["text"].endswith(find_text(record))
        assert row["title"] == (record.get("title") or None)
        assert row["word_count"] == len(row["text"].split())


def test_a_day_that_cannot_be_read_is_unknown(first: Run) -> None:
    days = {row["external_id"]: row["published"] for row in first.rows("articles")}
    for record in make_records()[:70]:
        published = days[record["id"]]
        expected = {"2024-12-08": "2024-12-08 00:00", "2024-12-07T23:30:00-05:00": "2024-12-08 04:30"}
        assert (f"{published:%Y-%m-%d %H:%M}" if published else None) == expected.get(record["date"])


def test_copies_share_the_story_of_the_first(first: Run) -> None:
    """Neither copy has a date, so the smaller id names the story."""
    stories = {row["article_id"]: row["story_id"] for row in first.rows("articles")}
    assert stories["copy"] == stories["report"] == "copy"
    assert stories["ferry"] == "ferry"


def test_actors_and_places_are_listed_by_mentions(first: Run) -> None:
    for name in ("actors", "locations"):
        mentions = [row["mentions"] for row in first.rows(name)]
        assert mentions == sorted(mentions, reverse=True)


@pytest.mark.parametrize("workers", [1, 2])
def test_another_run_gives_the_same_tables(first: Run, run: Callable[[int], Run], workers: int) -> None:
    again = run(workers)
    for name in TABLES:
        assert again.found.tables[name].equals(first.found.tables[name]), name
    changing = {"created", "seconds"}
    assert {key: value for key, value in again.found.manifest.items() if key not in changing} == {
        key: value for key, value in first.found.manifest.items() if key not in changing
    }
    assert again.calls == first.calls


def test_a_correction_of_one_article_leaves_the_others_of_its_file(tmp_path: Path) -> None:
    lines = [{"title": f"Report {number}", "text": "Troops entered Aleppo on Monday."} for number in range(3)]
    (tmp_path / "news.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    preprocess([tmp_path / "news.jsonl"], tmp_path / "tables", workers=1)
    placed = "SELECT article_id, location_id FROM entities WHERE surface = 'Aleppo' AND location_id IS NOT NULL"
    found = open_store(tmp_path / "tables").reader().execute(f"{placed} ORDER BY 1").fetchall()
    assert [article for article, _ in found] == ["news-1", "news-2", "news-3"]
    given = open_store(tmp_path / "tables").reader().execute("SELECT external_id FROM articles ORDER BY 1").fetchall()
    place = found[1][1]
    one = Correction("not-a-place", who="Ada", why="a horse", surface="Aleppo", location=place, articles=given[1])
    save(tmp_path / "tables", one)
    left = open_store(tmp_path / "tables").reader().execute(f"{placed} ORDER BY 1").fetchall()
    assert [article for article, _ in left] == ["news-1", "news-3"]


def digest(folder: Path, text: str) -> str:
    source = folder / "a.txt"
    source.write_text(f"Storm closes Latakia\n\n{text}", "utf-8")
    preprocess([source], folder / "tables", workers=1)
    return str(read_set(folder / "tables").manifest["input_digest"])


def test_the_digest_is_of_the_input(tmp_path: Path) -> None:
    one = digest(tmp_path, "A storm closed the port on Monday.")
    assert digest(tmp_path, "A storm closed the port on Tuesday.") != one
    assert digest(tmp_path, "A storm closed the port on Monday.") == one


def test_input_without_a_single_article_is_refused_with_its_reasons(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Rain.", "utf-8")
    with pytest.raises(InputError, match=r"no article was found; .*a.txt: too short: 5 characters"):
        preprocess([tmp_path / "a.txt"], tmp_path / "tables", workers=1)


def test_input_that_cannot_be_used_writes_nothing(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        preprocess([tmp_path / "nowhere"], tmp_path / "tables", workers=1)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_one_is_refused_before_anything_is_read(tmp_path: Path, news: Path) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    calls: list[None] = []
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(InputError, match="cannot be a folder of tables"):
            preprocess([news], folder, workers=1, on_article=lambda: calls.append(None))
    assert calls == []
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_tables_are_typed_as_declared_even_without_a_row(first: Run) -> None:
    for name, table in first.found.tables.items():
        assert table.schema.equals(TABLES[name].schema), name
        assert isinstance(table, pa.Table)


def test_a_person_in_two_romanisations_is_one_in_all_tables(tmp_path: Path) -> None:
    texts = [
        f"Rain fell in Homs, Hama and Aleppo. “We are wet,” {name} said on Monday. {name} left Syria on Sunday."
        for name in ("Talal al-Barazi", "Talal Barazi")
    ]
    articles = tmp_path / "articles.jsonl"
    articles.write_text("\n".join(json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts)), "utf-8")
    preprocess([articles], tmp_path / "tables", workers=1)
    tables = read_set(tmp_path / "tables").tables
    rows = [row for row in tables["actors"].to_pylist() if row["kind"] == "person"]
    assert [(row["actor_id"], row["mentions"], row["articles"]) for row in rows] == [("talal-al-barazi", 4, 2)]
    assert set(tables["quotes"]["actor_id"].to_pylist()) == {"talal-al-barazi"}
    assert set(tables["speakers"]["actor_id"].to_pylist()) == {"talal-al-barazi"}


def test_a_quotation_of_three_is_one_quote_and_three_speakers(tmp_path: Path) -> None:
    text = "Talks end in Doha. Qatar, Saudi Arabia and Egypt said on Monday that the talks had failed."
    (tmp_path / "talks.txt").write_text(text, "utf-8")
    preprocess([tmp_path / "talks.txt"], tmp_path / "tables", workers=1)
    tables = read_set(tmp_path / "tables").tables
    [quote], speakers = tables["quotes"].to_pylist(), tables["speakers"].to_pylist()
    words = [(text[row["start"] : row["end"]], row["actor_id"]) for row in speakers]
    assert words == [("Qatar", "qatar"), ("Saudi Arabia", "saudi-arabia"), ("Egypt", "egypt")]
    assert {row["quote_id"] for row in speakers} == {quote["quote_id"]}
    assert (quote["actor_id"], quote["speaker"]) == ("qatar", "Qatar, Saudi Arabia and Egypt")


def test_ids_are_kept_from_a_set_of_a_version_that_noted_less(tmp_path: Path) -> None:
    row = {"path": "a.txt", "record": "", "article_id": "a", "external_id": "a", "is_given": False}
    table = pa.Table.from_pylist([row], LEDGER).drop_columns(["notes"])
    pq.write_table(table.replace_schema_metadata({CONFIGURATION: "x"}), tmp_path / LEDGER_FILE)
    ledger = _read_ledger(tmp_path, "x")
    assert ledger.article_ids == {"a"} and ledger.table.schema.equals(LEDGER)
    assert not ledger.is_valid, "all files are read again"
