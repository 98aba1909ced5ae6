"""An audit tells every rule that a set on disk breaks, part by part, and passes a set that breaks none."""

import copy
import hashlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dashboard.__main__ import main
from dashboard.errors import TablesAbsentError, TablesError
from dashboard.tables import audit as audits
from dashboard.tables.audit import audit_set
from dashboard.tables.checks import Breach, Tables, find_part_breaches
from dashboard.tables.contract import OVERALL, PER_ARTICLE, TABLES
from dashboard.tables.files import FILES
from dashboard.tables.rows import Row
from dashboard.tables.sets import MANIFEST, SETS, find_root, show
from tests import rows as make
from tests.sets import write_set

ACTORS = [make.actor("ada-holt", "Ada Holt", aliases=["Ada Holt"], mentions=2, articles=2)]
TEXT = "Ada Holt said it rains."


def rows_of(*articles: str) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {name: [] for name in PER_ARTICLE}
    for article in articles:
        quote = make.quote(article, [[14, 22]], "it rains", actor_id="ada-holt")
        rows["articles"].append(make.article(article, TEXT))
        rows["sentences"].append(make.sentence(article, 0, 0, len(TEXT)))
        rows["entities"].append(make.entity(article, 0, "Ada Holt", actor_id="ada-holt"))
        rows["quotes"].append(quote)
        rows["speakers"].append(make.speaker(quote, "ada-holt"))
    return rows


def write_parts(folder: Path, *parts: dict[str, list[Row]]) -> Path:
    """A set in parts, a folder a table, with the digests of its files."""
    overall = make.tables(actors=ACTORS)
    for name in OVERALL:
        pq.write_table(overall[name], folder / f"{name}.parquet")
    for number, rows in enumerate(parts):
        part = make.tables(**rows)
        for name in PER_ARTICLE:
            (folder / f"{name}.parquet").mkdir(exist_ok=True)
            pq.write_table(part[name], folder / f"{name}.parquet" / f"{number}.parquet")
    (folder / MANIFEST).write_text('{"set": "s1"}')
    name_files(folder)
    return folder


def name_files(folder: Path) -> None:
    """Write the list of the files anew, so that it names them as they are."""
    digests = {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*.parquet")
        if path.is_file()
    }
    (folder / FILES).write_text(json.dumps({"parts": {}, "files": digests}))


def told(folder: Path) -> list[str]:
    return [f"{broken.first} x{broken.times}" for broken in audit_set(folder).broken.values()]


def change(folder: Path, file: str, column: str, values: list[object]) -> None:
    table = pq.read_table(folder / file)
    at = table.column_names.index(column)
    pq.write_table(table.set_column(at, table.schema.field(at), pa.array(values, table.schema.field(at).type)),
                   folder / file)  # fmt: skip


def test_a_set_of_one_file_a_table_that_keeps_the_contract_breaks_no_rule(tmp_path: Path) -> None:
    tables = make.tables(**rows_of("orlin", "arden"), actors=ACTORS)
    write_set(tmp_path, tables, {"counts": {name: table.num_rows for name, table in tables.items()}})
    found = audit_set(tmp_path)
    assert (found.broken, found.is_joined) == ({}, True)
    assert found.rows == {name: table.num_rows for name, table in tables.items()}
    assert set(found.files.values()) == {1}


def test_a_set_in_parts_that_keeps_the_contract_breaks_no_rule(tmp_path: Path) -> None:
    found = audit_set(write_parts(tmp_path, rows_of("orlin"), rows_of("arden", "holm")))
    assert (found.broken, found.is_joined) == ({}, True)
    assert (found.rows["articles"], found.rows["quotes"], found.rows["actors"]) == (3, 3, 1)
    assert {found.files[name] for name in PER_ARTICLE} == {2}


def test_parts_are_read_one_at_a_time(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_parts(tmp_path, *(rows_of(f"article-{number}") for number in range(5)))
    sizes: list[int] = []

    def find(part: Tables) -> Iterator[Breach]:
        sizes.append(part["articles"].num_rows)
        return find_part_breaches(part)

    monkeypatch.setattr(audits, "find_part_breaches", find)
    assert audit_set(tmp_path).broken == {}
    assert sizes == [1] * 5


def test_the_set_of_a_link_is_audited(tmp_path: Path) -> None:
    (tmp_path / SETS / "s1").mkdir(parents=True)
    write_parts(tmp_path / SETS / "s1", rows_of("orlin"))
    show(tmp_path, "s1")
    assert told(tmp_path) == []


def test_breaches_of_one_rule_are_counted_over_parts(tmp_path: Path) -> None:
    wrong = [rows_of("orlin"), rows_of("arden", "holm"), rows_of("sund")]
    for rows in wrong[:2]:
        for row in rows["entities"]:
            row["surface"] = "ada holt"
    assert told(write_parts(tmp_path, *wrong)) == [
        "entities.surface: 'ada holt' is not what article orlin has at [0, 8) x3"
    ]


def test_what_joins_parts_is_checked(tmp_path: Path) -> None:
    lost, twice = rows_of("arden"), rows_of("orlin")
    lost["entities"][0]["actor_id"] = "nobody"
    lost["articles"][0]["story_id"] = "nowhere"
    assert told(write_parts(tmp_path, rows_of("orlin"), lost, twice)) == [
        "entities.actor_id: 1 ids are not in actors x1",
        "articles.article_id: 1 articles are in two parts, such as orlin x1",
        "articles.story_id: 1 ids are not in articles x1",
    ]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda file: file.write_bytes(b"PAR1"), ["digest", "file"]),
        (lambda file: file.unlink(), ["files"]),
        (lambda file: file.with_name("9.parquet").write_bytes(file.read_bytes()), ["files"]),
    ],
    ids=["damaged", "gone", "one more"],
)
def test_a_file_that_is_not_what_the_list_names_is_told(
    tmp_path: Path, damage: Callable[[Path], object], says: list[str]
) -> None:
    write_parts(tmp_path, rows_of("orlin"), rows_of("arden"))
    damage(tmp_path / "entities.parquet" / "1.parquet")
    rules = [rule for where, rule in audit_set(tmp_path).broken if where == "entities"]
    assert set(says) <= set(rules)
    assert "table" not in rules


def test_rows_that_were_changed_are_told_by_the_digest_alone(tmp_path: Path) -> None:
    write_parts(tmp_path, rows_of("orlin"))
    change(tmp_path, "entities.parquet/0.parquet", "role", ["Captain"])
    assert told(tmp_path) == [
        "entities: entities.parquet/0.parquet is not the file that files.json names: its SHA-256 differs x1"
    ]
    name_files(tmp_path)
    assert told(tmp_path) == []


def test_a_set_without_digests_is_taken(tmp_path: Path) -> None:
    write_parts(tmp_path, rows_of("orlin"))
    (tmp_path / FILES).unlink()
    assert told(tmp_path) == []


def test_digests_that_cannot_be_read_name_no_file(tmp_path: Path) -> None:
    write_parts(tmp_path, rows_of("orlin"))
    (tmp_path / FILES).write_text("{")
    assert {rule for _, rule in audit_set(tmp_path).broken} == {"files"}


def test_rows_are_those_that_the_manifest_counts(tmp_path: Path) -> None:
    write_set(tmp_path, make.tables(**rows_of("orlin"), actors=ACTORS), {"counts": {"articles": 2}})
    assert told(tmp_path) == ["articles: 1 rows; the manifest counts 2 x1"]


def test_ids_between_parts_are_left_where_a_part_has_other_columns(tmp_path: Path) -> None:
    write_parts(tmp_path, rows_of("orlin"), rows_of("arden"))
    file = tmp_path / "quotes.parquet" / "1.parquet"
    pq.write_table(pq.read_table(file).drop_columns("stance"), file)
    name_files(tmp_path)
    found = audit_set(tmp_path)
    assert ([*found.broken], found.is_joined) == ([("quotes", "columns")], False)


def test_tables_whose_files_do_not_pair_are_read_as_one_part(tmp_path: Path) -> None:
    write_parts(tmp_path, rows_of("orlin"), rows_of("arden"))
    (tmp_path / "quotes.parquet" / "1.parquet").rename(tmp_path / "quotes.parquet" / "7.parquet")
    name_files(tmp_path)
    assert told(tmp_path) == []


def test_a_set_before_there_were_speakers_lacks_a_table(tmp_path: Path) -> None:
    write_set(tmp_path, make.tables(**copy.deepcopy(rows_of("orlin")), actors=ACTORS), {})
    (find_root(tmp_path) / "speakers.parquet").unlink()
    assert told(tmp_path) == ["speakers: the table is absent x1"]


def test_there_must_be_a_set_whose_manifest_can_be_read(tmp_path: Path) -> None:
    with pytest.raises(TablesAbsentError):
        audit_set(tmp_path)
    (tmp_path / MANIFEST).write_text("{")
    with pytest.raises(TablesError, match="cannot be read as JSON"):
        audit_set(tmp_path)


def run(monkeypatch: pytest.MonkeyPatch, folder: Path) -> int:
    """The exit code of `dateline check`."""
    monkeypatch.setattr(sys, "argv", ["dateline", "check", str(folder)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(str(caught.value.code))


def test_the_command_says_what_it_checked_and_ends_with_0(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write_parts(tmp_path, rows_of("orlin"), rows_of("arden"))
    assert run(monkeypatch, tmp_path) == 0
    *tables, last = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in tables] == list(TABLES)
    assert tables[0].split(maxsplit=1)[1] == "2 rows in 2 files"
    assert last == "All tables keep the contract."


def test_the_command_tells_a_broken_rule_in_one_line_and_ends_with_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    rows = rows_of("orlin", "arden")
    for each in rows["entities"]:
        each["sentence"] = 8
    write_parts(tmp_path, rows)
    assert run(monkeypatch, tmp_path) == 1
    *_, last = capsys.readouterr().out.splitlines()
    assert last == (
        "entities.sentence: 2 rows are of a sentence that is not in sentences;"
        f" run: dateline preprocess INPUT --tables {tmp_path}"
    )
    (tmp_path / MANIFEST).write_text("{")
    assert run(monkeypatch, tmp_path) == 1


def test_the_command_ends_with_2_where_there_is_nothing_to_check(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(monkeypatch, tmp_path / "nowhere") == 2
    assert f"{tmp_path / 'nowhere' / MANIFEST} is absent" in capsys.readouterr().err
