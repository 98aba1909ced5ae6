"""PolNeAR: its annotated articles as the trainers read them."""

import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, DocBin

from dashboard import settings
from dashboard.pipeline.annotate import load_model
from dashboard.pipeline.encoder import ENCODER, Encoder
from dashboard.pipeline.quotes.contents import Span, strip
from dashboard.pipeline.quotes.cues import may_cue
from dashboard.pipeline.quotes.grammar import Grammar, read_grammar
from dashboard.pipeline.speech import SPEECH
from tools.floors import EVAL

TRAIN, DEV = EVAL / "quotes_polnear_train.jsonl.gz", EVAL / "quotes_polnear_dev.jsonl"

# What is kept of a token.
KEPT = "ORTH TAG POS DEP HEAD LEMMA ENT_IOB ENT_TYPE SENT_START SPACY".split()


@dataclass(frozen=True, slots=True)
class Example:
    """One article: its grammar, and the attributions of each cue: contents and speaker as token spans."""

    g: Grammar
    cues: dict[int, list[tuple[list[Span], Span | None]]]
    record: dict[str, Any]


def read_docs(path: Path) -> Iterator[tuple[dict[str, Any], Doc]]:
    """Every record of the set with its Doc, without what the encoder finds; kept in the cache folder."""
    data = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    records = [json.loads(line) for line in data.decode().split("\n") if line.strip()]
    kept = settings.cache_folder() / f"train-quotes-{hashlib.sha256(data).hexdigest()[:12]}.spacy"
    if not kept.exists():
        texts = (record["text"] for record in records)
        docs = load_model().pipe(texts, batch_size=settings.BATCH, disable=[ENCODER])
        kept.parent.mkdir(parents=True, exist_ok=True)
        DocBin(attrs=KEPT, docs=docs).to_disk(kept)
    return zip(records, DocBin().from_disk(kept).get_docs(spacy.blank("en").vocab), strict=True)


def read_examples(path: Path, encoder: Encoder, part: slice = slice(None)) -> list[Example]:
    """The articles of the set, or those of a part of it, as the encoder reads them."""
    found = []
    for record, doc in list(read_docs(path))[part]:
        _, doc.user_data[SPEECH] = encoder.read(doc)
        found.append(make_example(record, read_grammar(doc)))
    return found


def make_example(record: dict[str, Any], g: Grammar) -> Example:
    """The annotated attributions of an article by the token that each cue is known by."""
    cues: dict[int, list[tuple[list[Span], Span | None]]] = defaultdict(list)
    for quote in record["quotes"]:
        start, end = _tokens(g, quote["cue_start"], quote["cue_end"]) if quote["cue"] else (0, 0)
        words = range(start, min(end, len(g.words)))
        if words:
            speaker = _tokens(g, quote["speaker_start"], quote["speaker_end"]) if quote["speaker"] else None
            parts = [strip(g, *g.span(*part)) for part in quote["parts"]]
            cues[_root(g, words)].append(([part for part in parts if part[0] < part[1]], speaker))
    return Example(g, dict(cues), record)


def _tokens(g: Grammar, start: int, end: int) -> Span:
    """The tokens from one character to another, one at the least."""
    first, last = g.span(start, end)
    return first, max(last, first + 1)


def _root(g: Grammar, words: range) -> int:
    """The word of a written cue that it is known by."""
    able = [i for i in words if may_cue(g, i)]
    roots = [i for i in able if g.heads[i] not in words or g.heads[i] == i]
    return min(roots or able or words, key=lambda i: (g.pos[i] != "VERB", g.pos[i] not in ("AUX", "NOUN", "ADJ"), i))
