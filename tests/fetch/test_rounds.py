"""Feeds are fetched again and again while a watch goes on, and a feed that does not answer costs nothing else."""

import queue
import signal
import threading
import time
from pathlib import Path

import pytest

from dashboard.errors import SettingError
from dashboard.fetch import rounds
from dashboard.fetch.rounds import fetched_in_rounds
from tests.fetch.conftest import Site, article
from tests.fetch.test_fetching import day, feed, files


def test_feeds_are_fetched_in_rounds(tmp_path: Path, site: Site) -> None:
    said: queue.Queue[str] = queue.Queue()
    site.put("/1", article())
    site.put("/2", article("Ferry raised"))
    site.put("/feed", feed((site.url("/1"), day(1)), (site.url("/gone"), day(1))))
    with fetched_in_rounds([site.url("/feed"), site.url("/lost")], tmp_path, 0.05, said.put):
        lines = [said.get(timeout=20) for _ in range(3)]
        assert lines[0].endswith("UTC: 1 new page, 0 changed, from feeds")
        assert sorted(lines[1:]) == [
            f"{site.url('/gone')}  status: 404 Not Found",
            f"{site.url('/lost')}  status: 404 Not Found; trying again in 0 minutes",
        ]
        site.put("/feed", feed((site.url("/1"), day(1)), (site.url("/2"), day(2))))
        assert said.get(timeout=20).endswith("UTC: 1 new page, 0 changed, from feeds")
    assert len(files(tmp_path)) == 2
    assert site.paths.count("/lost") >= 2
    assert said.empty(), "the same failure is told once"


def test_the_end_of_the_watch_ends_a_pause(tmp_path: Path, site: Site) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 50\n")
    site.put("/1", article())
    site.put("/feed", feed((site.url("/1"), day(1))))
    began = time.monotonic()
    with fetched_in_rounds([site.url("/feed")], tmp_path, 60, print):
        while not site.asked:
            time.sleep(0.01)
    assert time.monotonic() - began < 10
    assert not any(each.name == "feeds" for each in threading.enumerate())


def test_a_folder_that_cannot_be_written_to_is_one_line(tmp_path: Path) -> None:
    said: queue.Queue[str] = queue.Queue()
    (tmp_path / "x").write_text("")
    with fetched_in_rounds(["http://127.0.0.1/"], tmp_path / "x", 0.01, said.put):
        assert "is no folder" in said.get(timeout=20)
        time.sleep(0.1)
    assert said.empty()


def test_a_fault_of_the_program_ends_the_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(rounds, "fetch", fail)
    told = threading.Event()
    before = signal.signal(signal.SIGTERM, lambda *_: told.set())
    try:
        with pytest.raises(ZeroDivisionError), fetched_in_rounds(["http://127.0.0.1/"], tmp_path, 60, print):
            assert told.wait(20)
    finally:
        signal.signal(signal.SIGTERM, before)


def test_rounds_do_not_begin_where_a_setting_forbids_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATELINE_FETCH", "off")
    with pytest.raises(SettingError, match="DATELINE_FETCH is off"), fetched_in_rounds(["x"], tmp_path, 60, print):
        pass
