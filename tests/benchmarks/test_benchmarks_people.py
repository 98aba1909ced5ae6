"""What measures people who click at once: their clicks on a real server, and what the cores alone would allow."""

import asyncio
from collections import Counter
from pathlib import Path
from random import Random

import pytest

from benchmarks import people
from benchmarks.choices import VIEWS, Chooser, read_values
from benchmarks.people import Click
from benchmarks.server import Memory, start_server
from benchmarks.session import Alone, Run


def test_clicks_are_queued_for_the_cores() -> None:
    arrivals, work = [0.0, 0.1, 0.2, 5.0], [1.0, 1.0, 1.0, 0.5]
    assert people.queue(arrivals, work, 1) == pytest.approx([1.0, 1.9, 2.8, 0.5])
    assert people.queue(arrivals, work, 2) == pytest.approx([1.0, 1.0, 1.8, 0.5])
    assert people.queue(arrivals, work, 4) == pytest.approx(work)


def test_what_was_measured_stands_beside_what_the_cores_allow() -> None:
    clicks = [Click(at, Run(0.5, 0, ()), Memory(1, 2, 3)) for at in (0.0, 0.0)]
    alone = [Alone(Run(0.2, 0, ()), 0.1)]
    assert list(people.compare(clicks, alone, 2)) == [
        ("together", 500, 500, 500), ("alone", 200, 200, 200),
        ("2 cores would allow", 100, 100, 100), ("1 core would allow", 100, 200, 200),
    ]  # fmt: skip
    assert len(list(people.compare(clicks, alone, 1))) == 3


def test_each_minute_has_its_clicks_errors_and_memory() -> None:
    clicks = [
        Click(1.0, Run(0.1, 0, ()), Memory(100, 50, 200)),
        Click(59.0, Run(0.3, 0, ("a", "b")), Memory(110.4, 60, 0)),
        Click(61.0, Run(0.2, 0, ()), Memory(120, 70, 0)),
    ]  # fmt: skip
    assert list(people.by_minute(clicks)) == [(1, 2, 100, 300, 300, 1, 110, 60), (2, 1, 200, 200, 200, 0, 120, 70)]


def test_half_of_the_clicks_stay_on_the_page() -> None:
    rng = Random(0)
    stays = Counter(people.choose_view(rng, VIEWS[0]) is VIEWS[0] for _ in range(1_000))
    assert 0.45 < stays[True] / 1_000 < 0.6


def test_one_and_a_crowd_click_on_a_server(sample_tables: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(people, "CLICKS_ALONE", 1)
    monkeypatch.setattr(people, "PAUSE", 0.05)
    chooser = Chooser(read_values(sample_tables), 0)
    with start_server(sample_tables) as server:
        alone = asyncio.run(people.click_alone(server, chooser))
        clicks = asyncio.run(people.click_together(server, chooser, people=3, seconds=3.0, think=0.3))
    assert len(clicks) >= 3
    assert [click.at for click in clicks] == sorted(click.at for click in clicks)
    assert len(alone) == len(VIEWS) * people.CLICKS_ALONE
    assert all(0 < each.work < 10 and each.run.seconds > 0 for each in alone)
    assert all(click.run.errors == () and click.memory.own > 50 for click in clicks)
