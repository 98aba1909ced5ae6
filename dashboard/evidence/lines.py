"""Lines: what a file says of a pack and of its items, the same words in HTML and in PDF."""

from collections.abc import Iterator
from typing import Any

from dashboard.evidence.pack import Correction, Fact, Item, Pack
from dashboard.wording import plural

# What an item is called above it.
KINDS = {
    "sentence": "Sentence", "quote": "Quote", "number": "Number", "pin": "Place", "chart": "Chart", "words": "Words",
}  # fmt: skip

WITHHELD = (
    "Names are withheld in this file. Receipts that had one are left out, and what they cited cannot be verified from "
    "this file."
)
UNCORRECTED = "No correction by an analyst touched what is shown here."
UNASKED = "Charts, and numbers of other things than mentions, do not list their corrections."

# The command that makes a pack again out of its file, and says what has changed; and the one that checks its receipts.
MAKE_AGAIN = "dateline pack FILE --out NEW.html"
VERIFY = "dateline verify FILE"

# Characters of the words of a receipt in the list at the end; the whole of it is in the file's data.
LONGEST_CITED = 160


def number_items(pack: Pack) -> Iterator[tuple[Item, int]]:
    """Each item with its number in the pack; the analyst's own words have none, but that of the item before."""
    number = 0
    for item in pack.items:
        number += item.kind != "words"
        yield item, number


def is_empty(pack: Pack) -> bool:
    """Whether the pack has nothing but the analyst's words."""
    return all(item.kind == "words" for item in pack.items)


def say_made(pack: Pack, version: str) -> str:
    """When the pack was made, of how much and of which tables: “2024-12-09 · 5 items · from tables made …”."""
    taken = [item for item in pack.items if item.kind != "words"]
    tables = dict.fromkeys(f"{item.tables[:10]} ({item.corpus})" for item in taken if item.tables)
    made = [(pack.changed or pack.made)[:10], plural(len(taken), "item")]
    made += [f"from tables made {', '.join(tables)}"] if tables else []
    return " · ".join([*filter(None, made), f"Dateline {version}"])


def list_facts(item: Item) -> list[Fact]:
    """What an item says of itself, with the filters that it was taken under."""
    facts = [*item.facts]
    if item.filters:
        facts.append(Fact("Counted under" if item.kind == "number" else "Filters", " · ".join(item.filters)))
    elif item.kind in ("number", "chart", "pin"):
        facts.append(Fact("Filters", "none: all articles"))
    return facts


def list_notes(item: Item) -> list[str]:
    """What a reader must know of an item besides."""
    corrected = plural(len(item.corrections), "correction")
    return [each for each in (f"{corrected} touched this; see the end." if item.corrections else "", item.note) if each]


def list_corrections(pack: Pack) -> list[Correction]:
    """The corrections that touched an item, each once."""
    return list({each.id: each for item in pack.items for each in item.corrections}.values())


def say_uncorrected(pack: Pack) -> str:
    """What the list of corrections does not show: that there are none, or of which items they are not known; ""
    where it shows all there are."""
    known = all(item.kind in ("words", "sentence", "quote", "pin") or item.steps for item in pack.items)
    if not known:
        return UNASKED
    return "" if list_corrections(pack) else UNCORRECTED


def describe_image(item: Item) -> str:
    """What the image of an item shows, for those who do not see it."""
    return item.picture.alt if item.picture else f"Small map with {item.heading} in its middle"


def cite(item: Item) -> list[str]:
    """The lines of an item's receipt that a reader can compare: the words, where they are from, the digest."""
    receipt = item.receipt or {}
    lines = []
    if exact := _find_exact(receipt):
        words = " ".join(exact.split())
        lines.append(f"“{words[:LONGEST_CITED]}{' …' if len(words) > LONGEST_CITED else ''}”")
    if isinstance(article := receipt.get("article"), dict):
        outlet, published, title = (str(article.get(name) or "") for name in ("outlet", "published", "title"))
        lines.append(" · ".join(each for each in (outlet, published[:10], title) if each))
        lines.append(f"SHA-256 of the article's text: {article.get('sha256', '')}")
    if isinstance(number := receipt.get("number"), dict):
        lines.append(f"{item.heading}: page {number.get('page', '')}, filters {number.get('filters') or 'none'}")
    if isinstance(tables := receipt.get("tables"), dict):
        lines.append(f"Tables {tables.get('set', '')}, made {str(tables.get('made', ''))[:10]}")
    return lines


def _find_exact(receipt: dict[str, Any]) -> str:
    """The words that a receipt cites; "" where it cites none."""
    selectors = receipt.get("selector")
    found = [each.get("exact") for each in selectors if isinstance(each, dict)] if isinstance(selectors, list) else []
    return next((each for each in found if isinstance(each, str)), "")
