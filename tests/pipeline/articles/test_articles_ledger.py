"""The ledger: what is as it was is not read again, and articles keep their ids."""

import json
from collections.abc import Container
from pathlib import Path
from zipfile import ZipFile

import pyarrow as pa
import pytest

from dashboard.pipeline.articles import (
    LEDGER,
    ArticleEntry,
    Entry,
    Ledger,
    RejectEntry,
    entry_row,
    find_inputs,
    read_entries,
)

TEXT = "Rain fell on Homs, and the river rose by a metre on Monday."


class Everything:
    """All digests are known."""

    def __contains__(self, digest: object) -> bool:
        return True


def read(folder: Path, ledger: Ledger | None = None, known: Container[bytes] = Everything()) -> list[Entry]:
    return list(read_entries(find_inputs([folder]), ledger or Ledger(), known))


def ledger_of(entries: list[Entry], *, is_valid: bool = True) -> Ledger:
    return Ledger(pa.Table.from_pylist([entry_row(each) for each in entries], LEDGER), is_valid=is_valid)


def ids(entries: list[Entry]) -> list[tuple[str, str]]:
    return [(each.article_id, each.external_id) for each in entries if isinstance(each, ArticleEntry)]


def was_read(entries: list[Entry]) -> list[bool]:
    return [each.article is not None for each in entries if isinstance(each, ArticleEntry)]


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Three files: two articles and a reject; an article; a reject."""
    folder = tmp_path / "news"
    folder.mkdir()
    lines = [{"id": "x", "text": TEXT}, {"text": TEXT + " Later."}, {"text": ""}]
    (folder / "a.jsonl").write_text("\n".join(map(json.dumps, lines)), "utf-8")
    (folder / "b.txt").write_text(TEXT.replace("Homs", "Hama"), "utf-8")
    (folder / "c.png").write_bytes(b"\x89PNG")
    return folder


def test_files_that_are_as_they_were_are_not_read(news: Path) -> None:
    first = read(news)
    again = read(news, ledger_of(first))
    assert was_read(first) == [True] * 3 and was_read(again) == [False] * 3
    assert [entry_row(each) for each in again] == [entry_row(each) for each in first]
    assert [each.reason.partition(":")[0] for each in again if isinstance(each, RejectEntry)] == [
        "empty", "unsupported",
    ]  # fmt: skip


def test_a_file_that_changed_is_read_and_no_other(news: Path) -> None:
    ledger = ledger_of(read(news))
    (news / "b.txt").write_text(TEXT.replace("Homs", "Idlib"), "utf-8")
    assert was_read(read(news, ledger)) == [False, False, True]


@pytest.mark.parametrize(("is_valid", "known"), [(False, Everything()), (True, frozenset())])
def test_all_is_read_where_another_version_read_or_what_was_found_is_gone(
    news: Path, is_valid: bool, known: Container[bytes]
) -> None:
    first = read(news)
    again = read(news, ledger_of(first, is_valid=is_valid), known)
    assert was_read(again) == [True] * 3
    assert ids(again) == ids(first)


def test_a_text_that_changed_keeps_the_ids_of_its_file_or_its_given_id(news: Path) -> None:
    ledger = ledger_of(first := read(news))
    (news / "a.jsonl").write_text(json.dumps({"id": "x", "text": TEXT.replace("Homs", "Tartus")}), "utf-8")
    (news / "b.txt").write_text(TEXT.replace("Homs", "Idlib"), "utf-8")
    assert ids(read(news, ledger)) == [ids(first)[0], ids(first)[2]]


def test_an_article_keeps_its_ids_beside_a_new_one_that_wants_them(news: Path) -> None:
    ledger = ledger_of(first := read(news))
    (news / "a").mkdir()
    (news / "a" / "b.txt").write_text(TEXT.replace("Homs", "Idlib"), "utf-8")
    again = read(news, ledger)
    assert set(ids(first)) < set(ids(again))
    assert len({article_id for article_id, _ in ids(again)}) == 4


def test_a_given_id_in_another_file_is_another_article_while_the_first_is_there(news: Path) -> None:
    ledger = ledger_of(read(news))
    (news / "A.jsonl").write_text(json.dumps({"id": "x", "text": TEXT.replace("Homs", "Tartus")}), "utf-8")
    found = {each.article_id: each.path for each in read(news, ledger) if isinstance(each, ArticleEntry)}
    assert Path(found["x"]).name == "a.jsonl"
    (news / "a.jsonl").unlink()
    found = {each.article_id: each.path for each in read(news, ledger) if isinstance(each, ArticleEntry)}
    assert Path(found["x"]).name == "A.jsonl", "an updated dump under another name"


def test_a_copy_of_a_file_is_read_with_ids_of_its_own(news: Path) -> None:
    ledger = ledger_of(first := read(news))
    (news / "d.txt").write_bytes((news / "b.txt").read_bytes())
    again = read(news, ledger)
    assert set(ids(first)) < set(ids(again))
    assert was_read(again) == [False, False, False, True]


def test_copies_within_a_file_keep_their_ids_each(tmp_path: Path) -> None:
    news = tmp_path / "wire.jsonl"
    lines = [json.dumps({"text": text}) for text in (TEXT, TEXT + " Later.", TEXT)]
    before: list[tuple[str, str]] = []
    ledger = Ledger()
    for number in range(4):
        news.write_text("\n".join([*lines, *(json.dumps({"text": f"{TEXT} {n}"}) for n in range(number))]), "utf-8")
        entries = read(news, ledger)
        assert ids(entries)[: len(before)] == before
        before, ledger = ids(entries), ledger_of(entries)


def test_files_keep_their_ids_beside_files_of_their_name_in_another_folder(tmp_path: Path) -> None:
    for folder, town in (("01", "Homs"), ("02", "Hama")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "0001.txt").write_text(TEXT.replace("Homs", town), "utf-8")
    first = list(read_entries(find_inputs([tmp_path / "01"]), Ledger(), frozenset()))
    inputs = find_inputs([tmp_path / "01", tmp_path / "02"])
    again = list(read_entries(inputs, ledger_of(first), frozenset()))
    assert ids(again)[0] == ids(first)[0]
    assert len(set(ids(again))) == 2


def test_a_file_that_was_rejected_and_is_an_article_now_gets_ids(tmp_path: Path) -> None:
    news = tmp_path / "a.txt"
    news.write_text("Rain.", "utf-8")
    ledger = ledger_of(read(news))
    news.write_text(TEXT, "utf-8")
    assert ids(read(news, ledger)) == [("a", "a")]


def test_rows_keep_their_ids_beside_a_file_of_their_name(tmp_path: Path) -> None:
    for folder, town in (("01", "Homs"), ("02", "Hama")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "news.csv").write_text(f"text\n{TEXT.replace('Homs', town).replace(',', '')}\n", "utf-8")
    first = read(tmp_path / "01")
    both = list(read_entries(find_inputs([tmp_path / "01", tmp_path / "02"]), ledger_of(first), Everything()))
    assert ids(both)[0] == ids(first)[0]
    assert len(set(ids(both))) == 2
    again = read(tmp_path / "01", ledger_of(both))
    assert ids(again) == ids(first), "when it has gone, too"


def test_members_of_an_archive_keep_their_ids_beside_one_of_its_name(tmp_path: Path) -> None:
    for folder, town in (("01", "Homs"), ("02", "Hama")):
        (tmp_path / folder).mkdir()
        with ZipFile(tmp_path / folder / "news.zip", "w") as archive:
            archive.writestr("in/a.jsonl", json.dumps({"text": TEXT.replace("Homs", town)}))
    first = read(tmp_path / "01")
    both = list(read_entries(find_inputs([tmp_path / "01", tmp_path / "02"]), ledger_of(first), Everything()))
    assert ids(both)[0] == ids(first)[0]


def test_one_article_in_place_of_many_has_ids_of_its_own(tmp_path: Path) -> None:
    feed = "<rss><channel>{}</channel></rss>"
    items = [
        f"<item><description>{TEXT.replace('Homs', town)}</description></item>" for town in ("Homs", "Hama", "Raqqa")
    ]
    (tmp_path / "a.xml").write_text(feed.format("".join(items[:2])))
    first = read(tmp_path)
    (tmp_path / "a.xml").write_text(feed.format(items[2]))
    assert set(ids(read(tmp_path, ledger_of(first)))).isdisjoint(ids(first))
