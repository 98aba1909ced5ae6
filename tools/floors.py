"""Measure the quality of extraction on annotated articles, and keep the floors below which it must not fall.

    python tools/floors.py                     measures all sets beside their floors
    python tools/floors.py --raise             writes the figures that are better than their floors
    python tools/floors.py --lower "reason"    writes all figures, and the reason into CHANGELOG.md

Of each large set a share has floors of its own, and `make test` measures that alone; here the whole is measured, too.

The sets and the scorer lie beside the checkout (`../shared/eval`, or where DATELINE_EVAL says): texts of others, which
are measured and not shipped. A set whose digest is not the one the floors were measured on is an error, not a pass.
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
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from dashboard import settings
from dashboard.pipeline.corpus import preprocess

FLOORS = settings.CHECKOUT / "tests" / "quality" / "floors.json"
CHANGELOG = settings.CHECKOUT / "CHANGELOG.md"
EVAL = Path(os.environ.get("DATELINE_EVAL") or settings.CHECKOUT.parent / "shared" / "eval")

# Points. On one machine the figures repeat exactly; another processor's kernels move a few of 20,000 entity spans.
MARGIN = 0.5

# One article in so many is in the share of a large set. To measure all sets takes 110 s of a processor, what is left to
# `make test` 55 s. The smallest share has 266 toponyms, so that one of them more or less stays within the margin.
SHARE = 4


@dataclass(frozen=True, slots=True)
class Measure:
    """One question to the scorer: what it scores, on which set, and which of its figures are pinned."""

    what: str
    gold: str
    pinned: tuple[str, ...]
    share: int = 1  # one article in so many is scored

    @property
    def set(self) -> str:
        """What the articles are called that are scored: as the annotated set, or as a share of it."""
        return self.gold if self.share == 1 else f"{self.gold}_1_of_{self.share}"

    @property
    def name(self) -> str:
        """What the floors file calls it."""
        return f"{self.what} {self.set}"


PLACES = ("places_lgl", "places_trnews", "places_geovirus", "places_geowebnews")
LARGE = ("places_lgl", "places_geovirus", "places_geowebnews", "quotes_polnear_dev")
WHOLE = (
    *(Measure("resolve", gold, ("acc161",)) for gold in PLACES),
    *(Measure("places", gold, ("end_to_end_recall161", "pin_precision161")) for gold in PLACES),
    Measure("quotes", "quotes_polnear_dev", ("f1", "joint_f1")),
    Measure("quotes", "quotes_gum", ("f1", "joint_f1")),
    Measure("actors", "actors_gum", ("found", "pair_f1")),
    Measure("entities", "entities_re3d", ("f1",)),
    Measure("entities", "entities_pud", ("f1",)),
    Measure("seed", "seed_gold", ("places_right", "pair_f1", "joint_f1", "actor_right", "via_right", "sourcing_right")),
)

# What `make test` measures, and all that is measured here. To resolve takes no model and no more than a second a set.
TESTED = tuple(replace(each, share=SHARE) if each.gold in LARGE and each.what != "resolve" else each for each in WHOLE)
MEASURES = tuple(dict.fromkeys((*WHOLE, *TESTED)))


def measure(each: Measure, folder: Path) -> dict[str, float]:
    """The pinned figures of one measure; in `folder` the tables of the same articles are made once."""
    articles = list(_articles(each))
    texts = "\0".join(json.loads(line)["text"] for line in articles)
    gold, tables = folder / f"{each.set}.jsonl", folder / hashlib.sha256(texts.encode()).hexdigest()
    gold.write_bytes(b"".join(articles))
    arguments = [each.what, str(gold)]
    if each.what != "resolve":
        if not tables.exists():
            preprocess([gold], tables, workers=1)  # others would have to load the model, which this process has
        arguments.append(str(tables))
    words = _score(arguments).splitlines()[-1].split()
    figures = dict(zip(words[::2], map(float, words[1::2]), strict=True))
    return {name: figures[name] for name in each.pinned}


def digest(each: Measure) -> str:
    """SHA-256 of the set, the whole of it."""
    return hashlib.sha256((EVAL / f"{each.gold}.jsonl").read_bytes()).hexdigest()


def _articles(each: Measure) -> Iterator[bytes]:
    """The lines of the articles that are scored: which are in a share is a matter of their ids alone."""
    with (EVAL / f"{each.gold}.jsonl").open("rb") as lines:
        for line in lines:
            if not line.strip():
                continue
            drawn = hashlib.sha256(str(json.loads(line)["id"]).encode()).digest()
            if drawn[0] % each.share == 0:
                yield line


def _score(arguments: list[str]) -> str:
    """What the scorer prints, run as a command but in this process, which has the model loaded."""
    given, sys.argv = sys.argv, ["score.py", *arguments]
    try:
        with contextlib.redirect_stdout(io.StringIO()) as printed:
            runpy.run_path(str(EVAL / "score.py"), run_name="__main__")
    finally:
        sys.argv = given
    return printed.getvalue()


def read_floors() -> dict[str, dict[str, object]]:
    """The floors by name of their measure: `digest` of the set and the pinned figures."""
    floors: dict[str, dict[str, object]] = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    return floors


def main() -> None:
    """Measure, print, and write what the flags allow."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--raise", action="store_true", dest="higher")
    parser.add_argument("--lower", metavar="REASON")
    flags = parser.parse_args()
    floors = read_floors()
    with tempfile.TemporaryDirectory() as folder:
        for each in MEASURES:
            before = floors.get(each.name, {})
            after: dict[str, object] = {"digest": digest(each)}
            for name, figure in measure(each, Path(folder)).items():
                floor = float(str(before.get(name, 0.0)))
                print(f"{each.name:36} {name:24} {figure:6.1f}  floor {floor:6.1f}")
                after[name] = figure if flags.lower else max(figure, floor)
            floors[each.name] = after
    if flags.higher or flags.lower:
        FLOORS.write_text(json.dumps(floors, indent=1) + "\n", "utf-8")
    if flags.lower:
        today = datetime.now(UTC).date().isoformat()
        with CHANGELOG.open("a", encoding="utf-8") as page:
            page.write(f"- {today}: quality floors lowered: {flags.lower}\n")


if __name__ == "__main__":
    main()
