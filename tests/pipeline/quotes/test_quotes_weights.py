import gzip
import hashlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from spacy.tokens import Doc

from dashboard.errors import WeightsError
from dashboard.pipeline.quotes.attributions import content_features, none_features
from dashboard.pipeline.quotes.confidence import confidence_features
from dashboard.pipeline.quotes.contents import find_sides
from dashboard.pipeline.quotes.continuations import continuation_features, find_free
from dashboard.pipeline.quotes.cues import cue_features
from dashboard.pipeline.quotes.drafts import Draft
from dashboard.pipeline.quotes.grammar import Grammar, read_grammar
from dashboard.pipeline.quotes.speakers import find_heads, nobody_features, speaker_features
from dashboard.pipeline.quotes.weights import FEATURES, PARTS, WEIGHTS, load_weights, pack
from dashboard.pipeline.speech import COMPARED, MARKS, RELATIONS, Speech, unread

LEARNED = {part: {f"lemma={part}|VERB": 1.25, "any=": -0.5} for part in PARTS}


def test_what_was_packed_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(pack(LEARNED))
    weights = load_weights(tmp_path / "packed")
    assert weights.cues.score(["lemma=cues|VERB", "any=", "lemma=speakers|VERB"]) == 0.75
    assert weights.speakers.score(["lemma=speakers|VERB"]) == 1.25


def test_the_shipped_weights_stay_small() -> None:
    assert WEIGHTS.stat().st_size < 2_000_000


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"features": FEATURES + 1}, f"version {FEATURES + 1} of the features, these are version {FEATURES}"),
        ({"features": None}, "version None of the features"),
        ({"tone": {}}, "unknown: tone"),
    ],
)
def test_weights_of_other_features_are_refused(tmp_path: Path, change: dict[str, object], said: str) -> None:
    other = tmp_path / "other.json.gz"
    other.write_bytes(gzip.compress(json.dumps({**json.loads(gzip.decompress(pack(LEARNED))), **change}).encode()))
    with pytest.raises(WeightsError) as refused:
        load_weights(other)
    assert all(each in str(refused.value) for each in (str(other), said, "python -m tools.train_quotes --write"))


def test_weights_that_lack_a_part_are_refused(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(pack({part: LEARNED[part] for part in PARTS[1:]}))
    with pytest.raises(WeightsError, match=f"without a weight: {PARTS[0]}"):
        load_weights(tmp_path / "packed")


SENTENCES = (
    """
    “_ PUNCT punct 5
    Rebels NOUN nsubj 2
    retook VERB ccomp 6
    Homs PROPN dobj 2 B-GPE
    ,_ PUNCT punct 6
    ” PUNCT punct 6
    said VERB ROOT 6
    the DET det 8
    minister NOUN nsubj 6
    of ADP prep 8
    Syria PROPN pobj 9 B-GPE
    ._ PUNCT punct 6
    """,
    """
    Lavrov PROPN nsubj 1 B-PERSON
    denied VERB ROOT 1
    that SCONJ mark 4
    it PRON nsubj 4
    was VERB ccomp 1
    over ADV advmod 4
    . PUNCT punct 1
    """,
    """
    “_ PUNCT punct 2
    We PRON nsubj 2
    asked VERB ROOT 2
    Iran PROPN dobj 2 B-GPE
    ._ PUNCT punct 2
    ” PUNCT punct 2
    """,
)
# What the features of these sentences come to, for each version of the features.
DIGESTS = {2: "055d92e10b4d"}


def all_features(g: Grammar) -> Iterator[list[str]]:
    """What every function that makes features makes of an article."""
    for word in range(len(g.words)):
        yield cue_features(g, word)
        heads = find_heads(g, word)
        yield nobody_features(g, word, heads)
        for side in find_sides(g, word):
            yield none_features(side, cue_features(g, word), 0.5)
            yield from content_features(g, side)
        for head, way in heads.items():
            yield speaker_features(g, word, [(0, 3)], head, way)
    for span, before in find_free(g, [(6, (1, 3))]):
        yield continuation_features(g, span, before)
    for way in ("cue", "free"):
        yield confidence_features(g, Draft([(1, 4)], 6, 8, 0.7, 0.9, way))


def make_speech(tokens: int) -> Speech:
    """A Speech of numbers that no training changes, in one window."""
    speech = unread(tokens)
    steps = np.linspace(-5, 5, tokens * len(RELATIONS) * COMPARED, dtype=np.float32).reshape(tokens, -1)
    speech.add(0, np.arange(tokens), steps[:, : len(MARKS)], np.sin(steps), np.cos(steps))
    return speech


def test_whoever_changes_a_feature_raises_the_version(build_doc: Callable[..., Doc]) -> None:
    g = read_grammar(build_doc(*SENTENCES))
    g.speech = make_speech(len(g.words))
    made = {feature for row in all_features(g) for feature in row}
    digest = hashlib.sha256("\n".join(sorted(made)).encode()).hexdigest()[:12]
    assert len(made) > 500
    assert digest == DIGESTS[FEATURES], (
        "the features have changed: raise FEATURES in quotes/weights.py, add its digest here, and learn again by "
        "python -m tools.train_quotes --write"
    )
