"""An audit: its design, its items, and what each judge said of them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from dashboard.judgements.record import TAKEN_BACK, Design, Item, Judgement


@dataclass(frozen=True)
class Audit:
    """An audit as its file says it: the items by their numbers, the judgements from the first to the last.

    `note` says in a sentence which lines of the file could not be read; "" where all could.
    """

    design: Design
    items: Mapping[int, Item]
    judgements: tuple[Judgement, ...] = ()
    note: str = field(default="", compare=False)

    @cached_property
    def verdicts(self) -> dict[str, dict[int, Judgement]]:
        """Judge -> item -> the last that they said of it, blind: before they had judged all."""
        return self._collect(settles=False)

    @cached_property
    def settled(self) -> dict[int, Judgement]:
        """Item -> the last that somebody said of it who had judged all, and saw what others say."""
        settled: dict[int, Judgement] = {}
        for own in self._collect(settles=True).values():
            for item, said in own.items():
                if item not in settled or settled[item].when <= said.when:
                    settled[item] = said
        return settled

    @cached_property
    def finished(self) -> list[str]:
        """The judges who judged every item, in the order in which they began."""
        return [judge for judge, said in self.verdicts.items() if len(said) == len(self.items)]

    def said_by(self, judge: str) -> Mapping[int, Judgement]:
        """Item -> what this judge said of it, blind; names that differ in capitals alone are one judge."""
        return next((own for name, own in self.verdicts.items() if name.casefold() == judge.casefold()), {})

    def has_finished(self, judge: str) -> bool:
        """Whether this judge has judged every item."""
        return len(self.said_by(judge)) == len(self.items)

    def order(self, judge: str) -> list[int]:
        """The numbers of all items as this judge sees them: kind by kind, in an order of the judge's own."""
        kinds = {kind: place for place, kind in enumerate(self.design.kinds)}

        def rank(number: int) -> tuple[int, str]:
            own = f"{self.design.id}/{judge.casefold()}/{number}".encode()
            return kinds[self.items[number].kind], hashlib.sha256(own).hexdigest()

        return sorted(self.items, key=rank)

    def _collect(self, *, settles: bool) -> dict[str, dict[int, Judgement]]:
        """Judge -> item -> the last judgement, unless it takes back; a judge is called as they wrote it first."""
        names: dict[str, str] = {}
        said: dict[str, dict[int, Judgement]] = {}
        for each in self.judgements:
            if each.settles == settles:
                own = said.setdefault(names.setdefault(each.judge.casefold(), each.judge), {})
                own.pop(each.item, None)
                if each.verdict != TAKEN_BACK:
                    own[each.item] = each
        return {judge: own for judge, own in said.items() if own}
