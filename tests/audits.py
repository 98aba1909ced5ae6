"""Audits written by hand, in files and in memory."""

from collections.abc import Mapping, Sequence

from dashboard.judgements.audit import Audit
from dashboard.judgements.record import Design, Finding, Item, Judgement, Stratum

MOMENT = "2026-11-20T10:00:00+00:00"
TEXT = "Homs fell, Assad said. He left."


def item(number: int, kind: str = "pins", stratum: int = 0, weight: float = 1.0, text: str = TEXT) -> Item:
    """An item whose words are the first of its text."""
    found = Finding(("169577",), ("Homs",), "PPL", "place", country_code="SY", latitude=34.73, longitude=36.72)
    return Item(
        number=number, kind=kind, stratum=stratum, weight=weight, confidence=0.4321, article_id=f"a{number}",
        external_id=f"e{number}", title="A title", source="Wire", day="2024-12-08", sentence=3, origin=100, text=text,
        first=0, last=22, spans=((0, 4),), said_by=(), found=found,
    )  # fmt: skip


def design(items: Sequence[Item], kinds: tuple[str, ...] = ("pins",)) -> Design:
    """The design of these items, with a stratum for each of their numbers."""
    strata = tuple(
        Stratum(kinds[0], 0.1, 0.9, 100, sum(each.stratum == number for each in items))
        for number in range(max(each.stratum for each in items) + 1)
    )
    return Design(
        "20261120-100000-0a1b2c", MOMENT, "Ada", 7, kinds, "set", "a89358", MOMENT, "", (), 100, 0, strata
    )  # fmt: skip


def audit(items: Sequence[Item], said: Mapping[str, str], settled: Mapping[int, str] | None = None) -> Audit:
    """The audit of these items: a judge's verdicts are letters in the order of the items, as `r` for right."""
    words = {"r": "right", "w": "wrong", "c": "cannot tell", "-": ""}
    judgements = [
        Judgement(each.number, judge, words[letter], when=MOMENT)
        for judge, letters in said.items() for each, letter in zip(items, letters, strict=True) if words[letter]
    ]  # fmt: skip
    judgements += [Judgement(each, "Ada", verdict, "", MOMENT, True) for each, verdict in (settled or {}).items()]
    return Audit(design(items), {each.number: each for each in items}, tuple(judgements))
