"""The file of watches: what is kept stays, several writers lose nothing, and a bad line costs no other."""

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from dashboard.boxes import Box
from dashboard.errors import DiskError, WatchError
from dashboard.filters import FILTERS, Filters
from dashboard.watches import log
from dashboard.watches.log import FILE, keep, read_watches, remove
from dashboard.watches.record import LONGEST_QUERY, OF_THE_MOMENT, Watch, make_watch

HOMS = make_watch("Homs", "locations", Filters(locations=("169577",)), "any", "Ana")


def test_a_watch_is_kept_changed_and_removed(tmp_path: Path) -> None:
    [kept] = keep(tmp_path, [HOMS])
    assert read_watches(tmp_path).kept == (kept,)
    assert (kept.query, kept.who, kept.filters.locations) == ("location=169577", "Ana", ("169577",))
    [renamed] = keep(tmp_path, [replace(kept, name="Homs and around")])
    assert [each.name for each in read_watches(tmp_path).kept] == ["Homs and around"]
    remove(tmp_path, renamed.id, "Ben")
    assert read_watches(tmp_path) == log.Watches()
    with pytest.raises(WatchError, match="removed it already"):
        remove(tmp_path, renamed.id, "Ben")
    assert len((tmp_path / FILE).read_text().splitlines()) == 3, "lines are only ever added"


def test_of_a_view_stays_what_is_of_no_moment() -> None:
    filters = Filters(
        words="dam", box=Box(1, 2, 3, 4), stances=("denies",), new="abc", corpus="abc", kept="abc", screen=2,
        article="x", sort=("-mentions",),
    )  # fmt: skip
    assert make_watch("x", "quotes", filters, "none").query == "box=1%2C2%2C3%2C4&q=dam&stance=denies&sort=-mentions"


def test_a_watch_keeps_nothing_that_compares_sets_or_belongs_to_other_pages() -> None:
    compared = Filters(words="dam", changed="abc", unchanged="abc", since_set="abc", since_day=date(2024, 12, 8))
    assert make_watch("x", "articles", compared, "any").query == "q=dam", "what changed once changes no more"
    of_views = {each.field for each in FILTERS.values() if each.scope == "view"}
    kept = {"card", "count", "within", "ties", "sort", "drawn", "arrows", "hollow"}
    assert of_views - set(OF_THE_MOMENT) == kept, "whether a watch keeps a new filter must be decided"


def test_the_same_view_by_the_same_rule_is_refused_or_left_out(tmp_path: Path) -> None:
    keep(tmp_path, [HOMS])
    with pytest.raises(WatchError, match="“Homs” is the same view"):
        keep(tmp_path, [replace(HOMS, name="Once more")])
    assert keep(tmp_path, [HOMS, replace(HOMS, rule="more")], skip_known=True)[0].rule == "more"
    assert len(read_watches(tmp_path).kept) == 2


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": " \u202e"}, "needs a name"),
        ({"page": "review"}, "no page that can be watched"),
        ({"page": "https://evil.example/"}, "no page that can be watched"),
        ({"rule": "sometimes"}, "is no rule"),
        ({"query": "actor=" + "x" * LONGEST_QUERY}, "characters"),
        ({"query": "from=yesterday"}, "cannot be read"),
        ({"query": "javascript=1"}, "cannot be read"),
    ],
)
def test_what_is_no_watch_is_refused(tmp_path: Path, changed: dict[str, str], said: str) -> None:
    with pytest.raises(WatchError, match=said):
        keep(tmp_path, [HOMS, replace(HOMS, **changed)])
    assert read_watches(tmp_path).kept == (), "all or none"


def test_writers_at_the_same_time_lose_nothing(tmp_path: Path) -> None:
    views = [replace(HOMS, name=f"{number}", query=f"q={number}") for number in range(40)]
    with ThreadPoolExecutor(8) as writers:
        list(writers.map(lambda each: keep(tmp_path, [each]), views))
    assert {each.name for each in read_watches(tmp_path).kept} == {each.name for each in views}


def test_a_bad_line_is_said_and_costs_no_other(tmp_path: Path) -> None:
    keep(tmp_path, [HOMS])
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"do": "keep", "name": "<b>", "page": "nowhere"}\nno JSON\n[1]\n' + b"x" * 20_000 + b"\n\xff\n")
        file.write(b'{"cut short')
    keep(tmp_path, [replace(HOMS, name="After", query="q=x")])
    found = read_watches(tmp_path)
    assert [each.name for each in found.kept] == ["Homs", "After"]
    assert found.note.startswith("6 of watches.jsonl are ignored: line 2: “nowhere” is no page")


def test_there_are_not_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "MOST", 2)
    keep(tmp_path, [HOMS, replace(HOMS, query="q=a")])
    with pytest.raises(WatchError, match="2 watches and saved views are the most"):
        keep(tmp_path, [replace(HOMS, query="q=b")])
    monkeypatch.setattr(log, "LONGEST_FILE", 400)
    with pytest.raises(WatchError, match="bytes, which is the most"):
        keep(tmp_path, [replace(read_watches(tmp_path).kept[0], name="New")])


def test_names_are_one_line_and_turn_nothing(tmp_path: Path) -> None:
    [kept] = keep(tmp_path, [replace(HOMS, name="a\nb\u202ec <script>", who="x\x00y")])
    assert (kept.name, kept.who) == ("a bc <script>", "xy")
    [line] = (tmp_path / FILE).read_text("utf-8").splitlines()
    assert json.loads(line)["name"] == kept.name


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(WatchError, match="cannot be written"):
        keep(tmp_path / "absent", [HOMS])
    assert read_watches(tmp_path / "absent").kept == ()
    (tmp_path / FILE).mkdir()
    assert "cannot be read" in read_watches(tmp_path).note


def test_a_watch_without_an_id_is_no_line(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text('{"do": "keep", "name": "x", "page": "", "query": "", "rule": "any", "id": "../x"}\n')
    assert read_watches(tmp_path).kept == ()
    assert Watch("x", "", "", "none").is_looked_at is False


def test_what_the_disk_refuses_is_said_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise DiskError("the disk is full; make room")

    monkeypatch.setattr(log, "append", refuse)
    with pytest.raises(WatchError) as raised:
        keep(tmp_path, [HOMS])
    assert str(raised.value) == "the disk is full; make room"
