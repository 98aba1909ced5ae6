"""Remaking: a pack made again from the tables as they are now, and what has changed in it.

A sentence or a quote is looked for by its receipt, which finds it where it moved. What is not there any more stays in
the pack as it was, with a note. Charts, which a browser draws, stay as they were taken; so do the analyst's own words.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import parse_qs

from dashboard.errors import DatelineError, EvidenceError, InputError
from dashboard.evidence.pack import Item, Pack
from dashboard.evidence.taking import Shelf, take
from dashboard.filters import read_filters
from dashboard.queries.reading import read_article
from dashboard.receipts.files import read_receipt
from dashboard.receipts.verdict import Verdict
from dashboard.receipts.verifying import verify

GONE = "These tables do not have it any more; it is shown as it was when it was taken."


@dataclass(frozen=True, slots=True)
class Change:
    """What became of an item: what it is called, and each thing that has changed; none where it is as it was."""

    item: Item
    said: tuple[str, ...]


def remake(shelf: Shelf, pack: Pack) -> tuple[Pack, list[Change]]:
    """The pack as these tables have it, and what became of each item that can be taken again, in order.

    Raises EvidenceError where names were withheld: the tables have them, and would put them back.
    """
    if pack.withheld:
        raise EvidenceError(
            "names were withheld in this pack; make it again from the pack that has them, and withhold them anew"
        )
    items, changes = [], []
    for item in pack.items:
        if item.kind in ("words", "chart"):
            items.append(item)
            continue
        now, said = _remake_item(shelf, item)
        items.append(now)
        changes.append(Change(item, tuple(said)))
    return replace(pack, items=tuple(items)), changes


def call(item: Item) -> str:
    """An item in a few words."""
    if item.kind == "sentence" and item.passages:
        passage = item.passages[0]
        words = " ".join(passage.text[slice(*passage.marks[0])].split()) if passage.marks else passage.title
        return f"“{words[:80]}{' …' if len(words) > 80 else ''}”"
    return item.heading


def _remake_item(shelf: Shelf, item: Item) -> tuple[Item, list[str]]:
    if not item.ref:
        return item, ["It cannot be taken again: what it is about was withheld."]
    said: list[str] = []
    ref = item.ref
    if item.receipt and item.kind in ("sentence", "quote"):
        try:
            verdict = verify(read_receipt(item.receipt), shelf.reader)
        except InputError:  # of a later version, or altered: then the ref alone says what it is
            said.append("Its receipt cannot be read.")
        else:
            ref = _find_again(shelf, item, verdict) or ""
            said += verdict.said if verdict.state != "found" else ()
    try:
        if not ref:
            raise EvidenceError(GONE)
        now = replace(take(shelf, ref), id=item.id)
    except DatelineError:
        return replace(item, note=GONE), [*said, GONE]
    said += _compare(item, now)
    return now, list(dict.fromkeys(said))


def _find_again(shelf: Shelf, item: Item, verdict: Verdict) -> str | None:
    """The ref of a sentence or a quote as it is now; None where its words are there no more."""
    if verdict.state not in ("found", "moved"):
        return None
    filters, _ = read_filters(parse_qs(verdict.link.partition("?")[2]))
    if not filters.article or filters.sentence is None:
        return item.ref if verdict.state == "found" else None
    if item.kind == "sentence":
        return f"sentence:{filters.article}:{filters.sentence}"
    reading = read_article(shelf.reader, filters.article)
    if reading is None:
        return None
    text = reading.article["text"]
    wanted = verdict.now or verdict.then
    for row in reading.quotes.to_dict("records"):
        if text[int(row["start"]) : int(row["end"])] == wanted and int(row["sentence"]) == filters.sentence:
            return f"quote:{row['quote_id']}"
    return None


def _compare(item: Item, now: Item) -> list[str]:
    """What differs between an item as it was taken and as it is now, in sentences."""
    said = []
    if item.heading != now.heading:
        said.append(f"It was “{item.heading}”, and is “{now.heading}” now.")
    before, after = ({each.label: each.value for each in facts} for facts in (item.facts, now.facts))
    for label in dict.fromkeys((*before, *after)):
        if before.get(label) != after.get(label):
            said.append(
                f"{label}: it was “{before.get(label) or 'nothing'}”, and is “{after.get(label) or 'nothing'}”."
            )
    if _texts(item) != _texts(now) and item.kind != "pin":
        said.append("The sentences around it are not the same.")
    if item.filters != now.filters:
        said.append(f"It was counted under {_listed(item.filters)}, and is under {_listed(now.filters)} now.")
    if item.point != now.point:
        said.append("The place has other coordinates.")
    if item.steps != now.steps:
        said.append("The steps by which it was counted are not the same.")
    new = [each for each in now.corrections if each.id not in {known.id for known in item.corrections}]
    said += [f"Corrected since: {each.what} ({each.who}, {each.when}: {each.why})." for each in new]
    return said


def _texts(item: Item) -> list[str]:
    return [" ".join(each.text.split()) for each in item.passages]


def _listed(filters: Sequence[str]) -> str:
    return f"“{' · '.join(filters)}”" if filters else "no filter"
