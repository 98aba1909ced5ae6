"""Measure what Dateline extracts from annotated articles, and keep the floors that no figure may fall below.

    python tools/floors.py                     measures every set and prints each figure beside its floor
    python tools/floors.py --raise             writes the figures that are better than their floors
    python tools/floors.py --lower "reason"    writes all figures, and the reason into CHANGELOG.md

Each large set has two sets of floors: for the whole set and for a fixed quarter of it. `make test` measures the small
sets and the quarters; this script measures everything.

The sets and the scorer `score.py` are not part of the repository, because the texts are other people's. They are
expected in `../shared/eval`, or in the folder that DATELINE_EVAL names; CONTRIBUTING.md says where the sets come from.
A test fails when the digest of a set is not the one its floors were measured on.

A figure is marked "in sample" where something was learned or chosen on the very articles that are scored. On unseen
news it will be lower.
"""

import argparse
import contextlib
import hashlib
import io
import json
import os
import runpy
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from dashboard import settings
from dashboard.pipeline.corpus import preprocess

FLOORS = settings.CHECKOUT / "tests" / "quality" / "floors.json"
CHANGELOG = settings.CHECKOUT / "CHANGELOG.md"
EVAL = Path(os.environ.get("DATELINE_EVAL") or settings.CHECKOUT.parent / "shared" / "eval")

# Percentage points. On one machine the figures repeat exactly; on another processor a few of 20,000 entity spans
# differ.
MARGIN = 0.5

# `make test` scores one article in four of a large set: 55 s of processor time instead of 110 s. The smallest quarter
# has 266 toponyms, so one toponym more or less stays within the margin.
QUARTER = 4

# Why a figure is in sample. Change these when a trainer, a bound or a rule changes what it was made with.
RANKER = "the ranker's weights were learned from these articles (tools/train_locations.py)"
RANKER_AND_PINS = (
    "the weights of the ranker and of pin confidence were learned from these articles"
    " (tools/train_locations.py, tools/train_confidence.py)"
)
QUOTE_BOUNDS = (
    "bounds on the probabilities of quotes were chosen on these articles"
    " (dashboard/pipeline/quotes/attributions.py, continuations.py); the weights were learned from others"
)
RULES = "rules of actors were written, and kept or dropped, by what they reach on these articles"
ENCODER = "the encoder learned from these articles (tools/train_encoder.py, which prints what one reaches that did not)"


@dataclass(frozen=True, slots=True)
class Measure:
    """One run of the scorer: the command of score.py, the annotated set, and the figures that have floors."""

    what: str
    gold: str
    pinned: tuple[str, ...]
    in_sample: str  # why the figures are in sample; empty where they are not
    one_in: int = 1  # one article in so many is scored

    @property
    def set(self) -> str:
        """The name of what is scored: the annotated set, or a part of it such as `places_lgl_1_of_4`."""
        return self.gold if self.one_in == 1 else f"{self.gold}_1_of_{self.one_in}"

    @property
    def name(self) -> str:
        """The key in the floors file."""
        return f"{self.what} {self.set}"


PLACES = ("places_lgl", "places_trnews", "places_geovirus", "places_geowebnews")
LARGE = ("places_lgl", "places_geovirus", "places_geowebnews", "quotes_polnear_dev")
WHOLE = (
    *(Measure("resolve", gold, ("acc161",), RANKER) for gold in PLACES),
    *(Measure("places", gold, ("end_to_end_recall161", "pin_precision161"), RANKER_AND_PINS) for gold in PLACES),
    Measure("quotes", "quotes_polnear_dev", ("f1", "joint_f1"), QUOTE_BOUNDS),
    Measure("quotes", "quotes_gum", ("f1", "joint_f1"), QUOTE_BOUNDS),
    Measure("actors", "actors_gum", ("found", "pair_f1", "b3_f1"), RULES),
    Measure("actors", "actors_meantime", ("found", "pair_f1", "b3_f1"), RULES),
    Measure("actors", "actors_aida", ("found", "pair_f1", "b3_f1"), RULES),
    Measure("entities", "entities_re3d", ("f1",), ENCODER),
    Measure("entities", "entities_pud", ("f1",), ENCODER),
    Measure("entities", "entities_conll", ("f1",), ENCODER),
    Measure(
        "seed",
        "seed_gold",
        ("places_right", "pair_f1", "joint_f1", "actor_right", "via_right", "sourcing_right"),
        f"{RULES}; {QUOTE_BOUNDS}",
    ),
)

# What `make test` measures. `resolve` needs no model and at most a second a set, so it is always measured whole.
TESTED = tuple(
    replace(each, one_in=QUARTER) if each.gold in LARGE and each.what != "resolve" else each for each in WHOLE
)
MEASURES = tuple(dict.fromkeys((*WHOLE, *TESTED)))


def find_missing() -> str | None:
    """What is missing of the scorer and the annotated sets, where it is expected and how to get it; None if nothing."""
    names = dict.fromkeys(("score.py", *(f"{each.gold}.jsonl" for each in MEASURES)))
    missing = [name for name in names if not (EVAL / name).is_file()]
    if not missing:
        return None
    return (
        f"{EVAL} lacks {', '.join(missing)}; CONTRIBUTING.md (Figures) says how to get the annotated sets;"
        " DATELINE_EVAL names another folder"
    )


def measure(each: Measure, folder: Path) -> dict[str, float]:
    """The pinned figures of one measure. `folder` keeps the tables, so that the same articles are read only once."""
    articles = list(_articles(each))
    texts = "\0".join(json.loads(line)["text"] for line in articles)
    gold, tables = folder / f"{each.set}.jsonl", folder / hashlib.sha256(texts.encode()).hexdigest()
    gold.write_bytes(b"".join(articles))
    arguments = [each.what, str(gold)]
    if each.what != "resolve":
        if not tables.exists():
            preprocess([gold], tables, workers=1)  # this process has loaded the model; others would load it again
        arguments.append(str(tables))
    figures = read_figures(arguments)
    return {name: figures[name] for name in each.pinned}


def read_figures(arguments: list[str]) -> dict[str, float]:
    """The figures that `score.py` prints for these arguments: what is scored, the annotated set, and the tables."""
    words = _score(arguments).splitlines()[-1].split()
    return dict(zip(words[::2], map(float, words[1::2]), strict=True))


def digest(each: Measure) -> str:
    """SHA-256 of the whole annotated set, even where a part of it is scored."""
    return hashlib.sha256((EVAL / f"{each.gold}.jsonl").read_bytes()).hexdigest()


def _articles(each: Measure) -> Iterator[bytes]:
    """The lines of the articles that are scored. A hash of its id alone decides whether an article is in a quarter."""
    with (EVAL / f"{each.gold}.jsonl").open("rb") as lines:
        for line in lines:
            if not line.strip():
                continue
            hashed = hashlib.sha256(str(json.loads(line)["id"]).encode()).digest()
            if hashed[0] % each.one_in == 0:
                yield line


def _score(arguments: list[str]) -> str:
    """What score.py prints. It runs in this process, which has the model loaded."""
    given, sys.argv = sys.argv, ["score.py", *arguments]
    try:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            runpy.run_path(str(EVAL / "score.py"), run_name="__main__")
    finally:
        sys.argv = given
    return printed.getvalue()


def read_floors() -> dict[str, dict[str, object]]:
    """The floors by name of their measure: the set's `digest`, why it is `in_sample`, and the pinned figures."""
    floors: dict[str, dict[str, object]] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return floors


def explain_marks() -> str:
    """The legend of the mark "in sample": each reason, and the measures it holds for."""
    names: dict[str, list[str]] = {}
    for each in MEASURES:
        if each.in_sample:
            names.setdefault(each.in_sample, []).append(each.name)
    lines = [f"  {', '.join(marked)}:\n    {reason}" for reason, marked in names.items()]
    return "\n".join(["in sample: expect less on unseen news, because", *lines])


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, print, and write what the flags allow; the exit status, which is 2 when there is nothing to measure."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", action="store_true", dest="higher")
    parser.add_argument("--lower", metavar="REASON")
    flags = parser.parse_args(arguments)
    if missing := find_missing():
        print(f"floors: {missing}", file=sys.stderr)
        return 2
    floors = read_floors()
    with tempfile.TemporaryDirectory() as folder:
        for each in MEASURES:
            before = floors.get(each.name, {})
            after: dict[str, object] = {"digest": digest(each), "in_sample": each.in_sample}
            mark = "in sample" if each.in_sample else ""
            for name, figure in measure(each, Path(folder)).items():
                floor = float(str(before.get(name, 0.0)))
                print(f"{each.name:36} {name:24} {figure:6.1f}  floor {floor:6.1f}  {mark}".rstrip())
                after[name] = figure if flags.lower else max(figure, floor)
            floors[each.name] = after
    print(explain_marks())
    if flags.higher or flags.lower:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    if flags.lower:
        today = datetime.now(UTC).date().isoformat()
        with CHANGELOG.open("a", encoding="utf-8") as page:
            page.write(f"- {today}: quality floors lowered: {flags.lower}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
