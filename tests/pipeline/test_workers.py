"""Workers give the same results wherever they are; a cluster that cannot be used is refused."""

import os
import signal
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest
from distributed import Client, LocalCluster

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.articles import Article
from dashboard.pipeline.workers import FEWEST_FOR_A_POOL, Here, open_workers, read_parts

NO_OWN = (None, None)


def make_part(count: int, first: int = 0) -> list[Article]:
    """Articles of different lengths."""
    return [
        Article(f"{n}", f"{n}", None, "Rain. " * (n % 7 + 1), None, None, None, None, "here", "en")
        for n in range(first, first + count)
    ]


def list_ids(articles: Sequence[Article]) -> list[str]:
    """What a worker does here."""
    return [article.article_id for article in articles]


def die_once(mark: Path, articles: Sequence[Article]) -> list[str]:
    """Kill the worker that does this first."""
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return list_ids(articles)


def test_every_article_is_in_one_batch_the_longest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(settings, "BATCH", 4)
    parts = [make_part(10), make_part(3, 10)]
    found = [(part, [(batch, future.result()) for batch, future in batches])
             for part, batches in read_parts(parts, list_ids, Here())]  # fmt: skip
    assert [part for part, _ in found] == parts
    for part, batches in found:
        assert all(list_ids(batch) == ids for batch, ids in batches)
        lengths = [len(article.text) for batch, _ in batches for article in batch]
        assert lengths == sorted((len(article.text) for article in part), reverse=True)
        assert max(len(batch) for batch, _ in batches) <= 4


def test_one_part_is_read_ahead_and_no_more() -> None:
    taken: list[int] = []

    def parts() -> Iterator[list[Article]]:
        for number in range(5):
            taken.append(number)
            yield make_part(2)

    reading = read_parts(parts(), list_ids, Here())
    next(reading)
    assert taken == [0, 1]


def test_work_here_is_done_when_it_is_asked_for() -> None:
    done: list[int] = []
    later = Here().submit(done.append, 1)
    assert done == []
    later.result()
    assert done == [1]


@pytest.mark.parametrize(("articles", "processes"), [(FEWEST_FOR_A_POOL - 1, 2), (1_000, 1)])
def test_few_articles_and_one_process_need_no_pool(articles: int, processes: int) -> None:
    with open_workers(articles, processes, None, NO_OWN) as executor:
        assert isinstance(executor, Here)


def test_many_articles_are_read_by_a_pool(monkeypatch: pytest.MonkeyPatch) -> None:
    # Threads in place of processes, which take seconds to start.
    monkeypatch.setattr("dashboard.pipeline.workers.ProcessPoolExecutor", lambda n, **_: ThreadPoolExecutor(n))
    with open_workers(FEWEST_FOR_A_POOL, 2, None, NO_OWN) as executor:
        assert isinstance(executor, ThreadPoolExecutor)


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "nonsense"])
def test_a_cluster_that_is_not_there_names_the_commands(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.pipeline.workers.CLUSTER_PATIENCE", 1)
    with pytest.raises(SettingError, match=f"the cluster {address} does not answer.*dask worker"):  # noqa: SIM117
        with open_workers(1, 1, address, NO_OWN):
            pytest.fail("it was opened")


def test_a_cluster_without_workers_is_left_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("dashboard.pipeline.workers.CLUSTER_PATIENCE", 1)
    with LocalCluster(n_workers=0, processes=False, dashboard_address="127.0.0.1:0") as cluster:
        with pytest.raises(SettingError, match=r"has no worker.*dask worker"):  # noqa: SIM117
            with open_workers(1, 1, cluster.scheduler_address, NO_OWN):
                pytest.fail("it was opened")
        assert {each.status for each in Client._instances} <= {"closed"}


def test_a_worker_of_two_threads_is_refused() -> None:
    with LocalCluster(n_workers=1, threads_per_worker=2, processes=False, dashboard_address="127.0.0.1:0") as cluster:  # noqa: SIM117
        with pytest.raises(SettingError, match=r"has 2 threads.*--nthreads 1"):
            with open_workers(1, 1, cluster.scheduler_address, NO_OWN):
                pytest.fail("it was opened")


def test_a_worker_that_finds_something_else_is_refused() -> None:
    other = {"DATELINE_MODEL": "another"}
    with LocalCluster(n_workers=1, threads_per_worker=1, env=other, dashboard_address="127.0.0.1:0") as cluster:  # noqa: SIM117
        with pytest.raises(SettingError, match="has another Dateline"):
            with open_workers(1, 1, cluster.scheduler_address, NO_OWN):
                pytest.fail("it was opened")


def test_the_batch_of_a_worker_that_dies_is_done_by_another(tmp_path: Path) -> None:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:  # noqa: SIM117
        with open_workers(1, 1, cluster.scheduler_address, NO_OWN) as executor:
            part = make_part(40)
            work = partial(die_once, tmp_path / "died")
            [(_, batches)] = read_parts([part], work, executor)
            began = time.monotonic()
            assert all(future.result() == list_ids(batch) for batch, future in batches)
    assert (tmp_path / "died").exists()
    assert time.monotonic() - began < 60
