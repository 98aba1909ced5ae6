"""A Dask cluster gives the same files as one process, also when a worker is killed."""

import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from distributed import LocalCluster

from dashboard import settings
from dashboard.pipeline.corpus import preprocess
from dashboard.tables.sets import PARTS, find_root

pytestmark = pytest.mark.model


def test_a_cluster_that_loses_a_worker_makes_the_files_of_one_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "PART", 8)
    monkeypatch.setattr(settings, "BATCH", 4)
    news = tmp_path / "news.jsonl"
    texts = [f"Rain falls. “It rains on day {n},” Ada Holt told AFP in Homs on Monday." for n in range(40)]
    news.write_text("\n".join(json.dumps({"id": f"day-{n}", "text": text}) for n, text in enumerate(texts)), "utf-8")
    preprocess([news], tmp_path / "one", workers=1)
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address="127.0.0.1:0") as cluster:
        killer = threading.Thread(target=kill_after_a_part, args=(cluster, tmp_path / "many"))
        killer.start()
        summary = preprocess([news], tmp_path / "many", cluster=cluster.scheduler_address)
        killer.join()
    assert summary.read == 40
    # The id of a set is made of the digests of its files.
    assert find_root(tmp_path / "many").name == find_root(tmp_path / "one").name


def kill_after_a_part(cluster: LocalCluster, tables: Path) -> None:
    """Kill one of the workers when the first part is there."""
    deadline = time.monotonic() + 90
    while not list(tables.glob(f"{PARTS}/*/[!.]*")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.kill(next(iter(cluster.workers.values())).pid, signal.SIGKILL)
