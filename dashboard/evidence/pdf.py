"""PDF: a pack as typst sets it, with page numbers, live links and tags for screen readers.

typst is one wheel without a system library, sets a pack in a tenth of a second, and reads all words as data
(`pack.typ`), so that none can be a command. It works in a process of its own, which ends when it takes too
long; it reads only the files that are put into its folder, and asks no network.

Limits: letters for which neither typst nor the system has a font are printed as boxes; the wheel has fonts for Latin,
Greek, Cyrillic, Hebrew and Arabic letters.
"""

import json
import subprocess
import sys
from base64 import b64decode
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from shutil import copyfile
from tempfile import TemporaryDirectory
from typing import Any

from dashboard.errors import EvidenceError
from dashboard.evidence.lines import (
    KINDS,
    MAKE_AGAIN,
    VERIFY,
    WITHHELD,
    cite,
    describe_image,
    is_empty,
    list_corrections,
    list_facts,
    list_notes,
    number_items,
    say_made,
    say_uncorrected,
)  # fmt: skip
from dashboard.evidence.locator import draw_locator
from dashboard.evidence.pack import Grid, Item, Pack, Passage
from dashboard.wording import direction

# Seconds that a pack may take: a full one takes about two.
LONGEST = 60.0

TEMPLATE = Path(__file__).with_name("pack.typ")
DATA, WRITTEN = "pack.json", "pack.pdf"

# Percent of the width of the text that an image takes.
CHART_WIDTH, MAP_WIDTH = 100, 55


def write_pdf(pack: Pack, version: str) -> bytes:
    """The pack as PDF; `version` is the program's. Raises EvidenceError where it cannot be set."""
    with TemporaryDirectory(prefix="dateline-pdf-") as name:
        folder = Path(name)
        copyfile(TEMPLATE, folder / TEMPLATE.name)
        described = _describe(pack, version, folder)
        (folder / DATA).write_text(json.dumps(described, ensure_ascii=False), "utf-8")
        try:
            subprocess.run(
                [sys.executable, "-m", "dashboard.evidence.typesetting", str(folder)],
                check=True, timeout=LONGEST, capture_output=True, text=True,
            )  # fmt: skip
        except subprocess.TimeoutExpired as error:
            raise EvidenceError(
                f"the PDF was not done after {LONGEST:.0f} seconds; download the HTML and print that"
            ) from error
        except subprocess.CalledProcessError as error:
            said = (error.stderr.strip().splitlines() or ["no reason was given"])[-1]
            raise EvidenceError(f"the PDF could not be set ({said[:200]}); download the HTML and print that") from error
        return (folder / WRITTEN).read_bytes()


def _describe(pack: Pack, version: str, folder: Path) -> dict[str, Any]:
    """What the template reads; images are written into the folder."""
    is_said = not is_empty(pack)
    return {
        "title": pack.title or "Evidence", "author": pack.author,
        "by": [*filter(None, (pack.author,)), say_made(pack, version)],
        "warning": WITHHELD if pack.withheld else "",
        "items": [_item(item, place, number, folder) for place, (item, number) in enumerate(number_items(pack))],
        "corrections": [
            {"what": each.what, "signed": f"{each.when} · {each.who}: {each.why}"} for each in list_corrections(pack)
        ],
        "uncorrected": say_uncorrected(pack) if is_said else "",
        "receipts": [{"number": number, "lines": cite(item)} for item, number in number_items(pack) if item.receipt],
        "verify": VERIFY if is_said else "", "command": MAKE_AGAIN if is_said and not pack.withheld else "",
    }  # fmt: skip


def _item(item: Item, place: int, number: int, folder: Path) -> dict[str, Any]:
    image, alt, width = _image(item, place, folder)
    return {
        "kind": item.kind, "label": f"{number} · {KINDS[item.kind]}", "heading": _paragraph(item.heading),
        "paragraphs": [_paragraph(each.strip("\n")) for each in item.text.split("\n\n") if each.strip()],
        "passages": [_passage(each) for each in item.passages],
        "facts": [{"label": each.label, "value": each.value, "link": each.link} for each in list_facts(item)],
        "steps": _grid(Grid(("How it was counted", "Number"), tuple((each.label, each.value) for each in item.steps))),
        "table": _grid(item.table or Grid((), ())), "image": image, "alt": alt, "width": width, "link": item.link,
        "notes": list_notes(item),
    }  # fmt: skip


def _image(item: Item, number: int, folder: Path) -> tuple[str, str, int]:
    """The name of the file with an item's image, its alt text, and how wide it is printed; "" without an image."""
    if item.picture is not None:
        path = folder / f"image-{number}.png"
        path.write_bytes(b64decode(item.picture.png))
        return path.name, describe_image(item), CHART_WIDTH
    if item.point is not None:
        path = folder / f"image-{number}.svg"
        path.write_text(draw_locator(item.point), "utf-8")
        return path.name, describe_image(item), MAP_WIDTH
    return "", "", 0


def _passage(passage: Passage) -> dict[str, Any]:
    cuts = sorted({0, len(passage.text), *(offset for mark in passage.marks for offset in mark)})
    pieces = [
        {"text": passage.text[low:high], "marked": any(start <= low < end for start, end in passage.marks)}
        for low, high in pairwise(cuts)
    ]  # fmt: skip
    return {
        "pieces": pieces, "rtl": direction(passage.text) == "rtl", "title": passage.title, "link": passage.link,
        "url": passage.url, "source": [each for each in (passage.outlet, passage.day) if each],
    }  # fmt: skip


def _paragraph(text: str) -> dict[str, Any]:
    return {"text": text, "rtl": direction(text) == "rtl"}


def _grid(grid: Grid) -> dict[str, Sequence[Any]]:
    return {"headings": grid.headings, "rows": [list(row) for row in grid.rows]}
