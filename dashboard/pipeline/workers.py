"""Workers: have batches of articles read here, in processes of this machine, or on the machines of a Dask cluster."""

import gc
import os
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import batched
from multiprocessing import active_children, get_context, parent_process, resource_tracker
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, Any

from dashboard import settings
from dashboard.errors import SettingError, WorkerError
from dashboard.pipeline.articles import Article
from dashboard.pipeline.configuration import digest_configuration

if TYPE_CHECKING:
    from distributed import Client

# A pool takes about 4 s to start, because each process loads the model. With fewer articles one process is faster.
FEWEST_FOR_A_POOL = 64

BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")

# Seconds to wait for a scheduler, and for its first worker.
CLUSTER_PATIENCE = 30


# Files of one's own: of actors and of places.
type Own = tuple[Path | None, Path | None]


@dataclass(slots=True)
class Annotated:
    """How many articles were annotated, in which parts, and what was asked of an online geocoder, if one is set."""

    articles: int = 0
    parts: list[Path] = field(default_factory=list)
    geocoder: dict[str, Any] | None = None

    @property
    def is_unanswered(self) -> bool:
        """Whether the geocoder left a question without an answer, which another run may get."""
        return self.geocoder is not None and bool(self.geocoder["failed"] or self.geocoder["stopped"])


class Here(Executor):
    """Does each piece of work in this process, when its result is asked for."""

    def submit[**P, T](self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """The work, not yet done."""
        return _Later(lambda: fn(*args, **kwargs))


class _Later[T](Future[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        super().__init__()
        self._work = work

    def result(self, timeout: float | None = None) -> T:
        return self._work()


@contextmanager
def open_workers(articles: int, processes: int, cluster: str | None, own: Own) -> Iterator[Executor]:
    """Workers for so many articles or more: those of the cluster at this address, else so many processes.

    `own` are the files of actors and places of one's own, which the machines of a cluster must have at the same paths.
    Raises SettingError if the cluster cannot be reached, or if a worker of it would find something else than this
    process.
    """
    if cluster is not None:
        with _open_cluster(cluster, own) as executor:
            yield executor
    elif processes == 1 or articles < FEWEST_FOR_A_POOL:
        yield Here()
    else:
        os.environ.update(dict.fromkeys(BLAS_THREADS, "1"))
        # Each process loads the model with its first batch. As the pool's initializer, a model that is found but
        # cannot be loaded would break the pool, and its SettingError would be lost.
        executor = ProcessPoolExecutor(processes, mp_context=get_context("spawn"), initializer=_end_with_parent)
        with _said(BrokenProcessPool), executor as pool:
            try:
                with interrupts_held():
                    for _ in range(processes):
                        pool.submit(os.getpid)  # starts one more, as none is idle yet
                yield pool
            except KeyboardInterrupt:
                for worker in active_children():
                    worker.terminate()  # its batch, or the model that it loads, is begun again by the next run
                raise
            finally:
                pool.shutdown(cancel_futures=True)  # a run that is ended early waits for no batch that has not begun


def _end_with_parent() -> None:
    """End this worker as soon as the run has ended: one that is killed ends no worker, and each holds half a GB."""

    def wait() -> None:
        parent = parent_process()
        assert parent is not None, "a worker is started by a run"
        parent.join()
        os._exit(1)

    Thread(target=wait, daemon=True).start()


@contextmanager
def interrupts_held() -> Iterator[None]:
    """Hold SIGINT back, here and for ever in the processes that are started meanwhile.

    Ctrl-C in a terminal goes to all of them at once, and workers that die of it would look like a failed run. The
    process that keeps track of what they share is started before, because its start would let SIGINT through again.
    """
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


@contextmanager
def _said(death: type[Exception]) -> Iterator[None]:
    """Say in words for the user that a worker ended before its work was done."""
    try:
        yield
    except (death, CancelledError) as error:
        raise WorkerError(
            "a worker ended before its work was done, perhaps because memory ran out; run the same command again: what "
            "is done stays, and fewer workers (--workers) need less memory"
        ) from error


def read_parts[Found](
    parts: Iterable[Sequence[Article]], work: Callable[[Sequence[Article]], Found], executor: Executor
) -> Iterator[tuple[Sequence[Article], list[tuple[Sequence[Article], Future[Found]]]]]:
    """The articles of each part, and its batches with what `work` will give for each, the longest articles first.

    Texts of similar length need little padding, and no worker is busy alone at the end. One part is given to the
    workers ahead of the one that is waited for, so that none of them is idle between two.
    """
    ahead: deque[tuple[Sequence[Article], list[tuple[Sequence[Article], Future[Found]]]]] = deque()
    for part in parts:
        batches = batched(sorted(part, key=lambda article: -len(article.text)), settings.BATCH)
        ahead.append((part, [(batch, executor.submit(work, batch)) for batch in batches]))
        if len(ahead) == 2:
            yield ahead.popleft()
    yield from ahead


@contextmanager
def _open_cluster(address: str, own: Own) -> Iterator[Executor]:
    """The workers of a Dask cluster. A batch whose worker dies is given to another one."""
    try:
        from distributed import Client, KilledWorker  # an extra that most machines do without
    except ImportError as error:
        raise SettingError(
            "--cluster needs Dask, which is not installed; run: pip install 'dateline[cluster]'"
        ) from error
    client, problem = None, ""
    try:
        client = Client(address, timeout=CLUSTER_PATIENCE, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        problem = str(error) or type(error).__name__
    if client is None:
        # What is left of it closes itself when it is collected. Here it may: in another thread it can lock up.
        gc.collect()
        raise _refuse_cluster(address, problem)
    with client:
        try:
            client.wait_for_workers(1, timeout=CLUSTER_PATIENCE)
        except TimeoutError as error:
            raise _refuse_cluster(address, str(error)) from error
        _check_workers(client, own)
        with _said(KilledWorker):
            yield client.get_executor(pure=False)


def _refuse_cluster(address: str, problem: str) -> SettingError:
    return SettingError(
        f"the cluster {address} does not answer, or has no worker ({problem}); start them with: dask scheduler, and "
        "on each machine: dask worker ADDRESS --nthreads 1"
    )


def _check_workers(client: "Client", own: Own) -> None:
    """Raise SettingError unless every worker has one thread, as the model needs, and finds what this process finds."""
    for name, worker in client.scheduler_info(n_workers=-1)["workers"].items():
        if worker["nthreads"] != 1:
            raise SettingError(f"worker {name} has {worker['nthreads']} threads, and the model can use one only; start "
                               "it with: dask worker ADDRESS --nthreads 1 --nworkers N")  # fmt: skip
    expected = digest_configuration(*own)
    for name, found in client.run(digest_configuration, *own, on_error="return").items():
        if found != expected:
            raise SettingError(f"worker {name} has another Dateline, model, gazetteer or file of one's own than this "
                               f"process ({found} for {expected}); install the same there")  # fmt: skip
