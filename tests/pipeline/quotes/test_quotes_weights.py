from pathlib import Path

from dashboard.pipeline.quotes.weights import PARTS, WEIGHTS, load_weights, pack


def test_what_was_packed_is_read_again(tmp_path: Path) -> None:
    (tmp_path / "packed").write_bytes(pack({part: {f"lemma={part}|VERB": 1.25, "any=": -0.5} for part in PARTS}))
    weights = load_weights(tmp_path / "packed")
    assert weights.cues.score(["lemma=cues|VERB", "any=", "lemma=speakers|VERB"]) == 0.75
    assert weights.speakers.score(["lemma=speakers|VERB"]) == 1.25


def test_the_shipped_weights_stay_small() -> None:
    assert WEIGHTS.stat().st_size < 2_000_000
