"""Measure the quality of extraction on annotated articles, and keep the floors below which it must not fall.

    python tools/floors.py                     measures all sets beside their floors
    python tools/floors.py --raise             writes the figures that are better than their floors
    python tools/floors.py --lower "reason"    writes all figures, and the reason into CHANGELOG.md

The sets and the scorer lie beside the checkout (`../shared/eval`, or where DATELINE_EVAL says): texts of others, which
are measured and not shipped. A set whose digest is not the one the floors were measured on is an error, not a pass.
"""

import argparse
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dashboard import settings
from dashboard.pipeline.corpus import preprocess

FLOORS = settings.CHECKOUT / "tests" / "quality" / "floors.json"
CHANGELOG = settings.CHECKOUT / "CHANGELOG.md"
EVAL = Path(os.environ.get("DATELINE_EVAL") or settings.CHECKOUT.parent / "shared" / "eval")

# Points. On one machine the figures repeat exactly; another processor's kernels move a few of 20,000 entity spans.
MARGIN = 0.5


@dataclass(frozen=True, slots=True)
class Measure:
    """One question to the scorer: what it scores, on which set, and which of its figures are pinned."""

    what: str
    gold: str
    pinned: tuple[str, ...]

    @property
    def name(self) -> str:
        """What the floors file calls it."""
        return f"{self.what} {self.gold}"


PLACES = ("places_lgl", "places_trnews", "places_geovirus", "places_geowebnews")
MEASURES = (
    *(Measure("resolve", gold, ("acc161",)) for gold in PLACES),
    *(Measure("places", gold, ("end_to_end_recall161", "pin_precision161")) for gold in PLACES),
    Measure("quotes", "quotes_polnear_dev", ("f1", "joint_f1")),
    Measure("quotes", "quotes_gum", ("f1", "joint_f1")),
    Measure("actors", "actors_gum", ("found", "pair_f1")),
    Measure("entities", "entities_re3d", ("f1",)),
    Measure("entities", "entities_pud", ("f1",)),
    Measure("seed", "seed_gold", ("places_right", "pair_f1", "joint_f1", "actor_right", "via_right", "sourcing_right")),
)


def measure(each: Measure, tables: Path) -> dict[str, float]:
    """The pinned figures of one measure; `tables` is a folder in which each set's tables are made once."""
    gold = EVAL / f"{each.gold}.jsonl"
    command = [sys.executable, str(EVAL / "score.py"), each.what, str(gold)]
    if each.what != "resolve":
        folder = tables / each.gold
        if not folder.exists():
            preprocess([gold], folder)
        command.append(str(folder))
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    words = run.stdout.strip().splitlines()[-1].split()
    figures = dict(zip(words[::2], map(float, words[1::2]), strict=True))
    return {name: figures[name] for name in each.pinned}


def digest(each: Measure) -> str:
    """SHA-256 of the set."""
    return hashlib.sha256((EVAL / f"{each.gold}.jsonl").read_bytes()).hexdigest()


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
    with tempfile.TemporaryDirectory() as tables:
        for each in MEASURES:
            before = floors.get(each.name, {})
            after: dict[str, object] = {"digest": digest(each)}
            for name, figure in measure(each, Path(tables)).items():
                floor = float(str(before.get(name, 0.0)))
                print(f"{each.name:32} {name:24} {figure:6.1f}  floor {floor:6.1f}")
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
