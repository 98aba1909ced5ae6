"""`dateline fetch` says in one screen what came, and ends with a code that tells whether anything did."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from dashboard.__main__ import main
from dashboard.fetch import rounds
from tests.fetch.conftest import Site, article
from tests.fetch.test_fetching import files


def run(monkeypatch: pytest.MonkeyPatch, *arguments: object) -> int:
    """The exit code of `dateline` with these arguments."""
    monkeypatch.setattr(sys, "argv", ["dateline", *map(str, arguments)])
    with pytest.raises(SystemExit) as caught:
        main()
    return int(caught.value.code or 0)


def test_pages_of_addresses_and_files_are_fetched(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for path in ("/1", "/2"):
        site.put(path, article())
    listed = tmp_path / "addresses.txt"
    listed.write_text(f"\ufeff# ours\n{site.url('/1')}\n\n  {site.url('/gone')}\n", "utf-8")
    into = tmp_path / "news [of mine]"
    assert run(monkeypatch, "fetch", site.url("/2"), listed, "--into", into) == 0
    assert len(files(into)) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split() for line in said[:5]] == [
        ["pages", "2"], ["new", "2"], ["changed", "0"], ["unchanged", "0"], ["failed", "1"],
    ]  # fmt: skip
    assert said[5:] == [
        f"{site.url('/gone')}  status: 404 Not Found",
        f"Every address and what came of it: {into}/.dateline/report.csv",
    ]


@pytest.mark.parametrize(
    ("sources", "code", "said"),
    [
        (["http://10.0.0.7/"], 1, "private: 10.0.0.7 is no public address"),
        (["news.example"], 2, "dateline: news.example is neither an address nor a file"),
        (["{folder}"], 2, "cannot be read"),
        (["{folder}/latin.txt"], 2, "is not UTF-8"),
        (["{folder}/feed.xml"], 2, "looks like XML or HTML; give the address of the feed"),
        (["{folder}/long.txt"], 2, "has more than 10,000,000 bytes; split it"),
    ],
)
def test_what_gives_nothing_is_one_line(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    sources: list[str],
    code: int,
    said: str,
) -> None:
    (tmp_path / "latin.txt").write_bytes("http://münchen.example".encode("cp1252"))
    (tmp_path / "feed.xml").write_text("<rss/>")
    (tmp_path / "long.txt").write_bytes(b"#" * 10_000_001)
    given = [each.format(folder=tmp_path) for each in sources]
    assert run(monkeypatch, "fetch", *given, "--into", tmp_path / "news") == code
    assert said in capsys.readouterr().err


def test_an_interrupt_is_one_line_and_what_was_done_stays(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    site.put("/robots.txt", b"User-agent: *\nCrawl-delay: 50\n")
    for path in ("/1", "/2"):
        site.put(path, article())
    into = tmp_path / "news"

    def interrupt() -> None:
        while not (into.exists() and files(into)):
            time.sleep(0.01)
        time.sleep(0.1)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    assert run(monkeypatch, "fetch", site.url("/1"), site.url("/2"), "--into", into) == 130
    thread.join()
    assert "stopped by Ctrl-C; what was finished stays" in capsys.readouterr().err
    assert len(files(into)) == 1


def test_a_watch_looks_at_its_feeds(
    tmp_path: Path, site: Site, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(rounds, "PATIENCE", 20.0)

    def interrupt() -> None:
        while not site.asked:
            time.sleep(0.01)
        time.sleep(0.5)
        os.kill(os.getpid(), signal.SIGINT)

    thread = threading.Thread(target=interrupt)
    thread.start()
    feed = site.url("/feed")
    assert run(monkeypatch, "watch", tmp_path / "new", "--tables", tmp_path / "tables", "--feed", feed) == 0
    thread.join()
    said = capsys.readouterr().out
    assert f"{feed}  status: 404 Not Found; trying again in 15 minutes" in said
    assert "stopped; the tables are those of the last run" in said
