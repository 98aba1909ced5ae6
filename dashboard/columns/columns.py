"""Columns: the arrays and the texts of a set, with the corrections that are applied to them."""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

import numpy as np
import numpy.typing as npt

from dashboard.columns.strings import Strings

type Array = npt.NDArray[Any]

# Answers that depend on the filters alone and are kept, the ones asked for last.
KEPT = 24


@dataclass(frozen=True, slots=True)
class Columns:
    """Arrays and texts by "group.column", as `dashboard.columns.layout` declares them.

    `regrouped` has the numbers of the mentions of those actors and places whose mentions corrections changed: "actors"
    or "locations" -> number -> mentions.
    """

    arrays: Mapping[str, Array]
    texts: Mapping[str, Strings]
    regrouped: Mapping[str, Mapping[int, Array]] = field(default_factory=dict)
    _kept: OrderedDict[Any, Any] = field(default_factory=OrderedDict)
    _lock: Lock = field(default_factory=Lock)

    def __getitem__(self, name: str) -> Array:
        """The array of this name, "group.column"."""
        return self.arrays[name]

    @property
    def articles(self) -> int:
        """How many articles there are."""
        return len(self.arrays["articles.story"])

    def blocks(self, group: str) -> list[str]:
        """The groups that together hold the rows of a group: itself, and what corrections added to it.

        Where there are two, rows of the first whose actor or place is -1 were emptied, and count for nothing.
        """
        more = f"{group}_added"
        return [group, more] if any(name.startswith(f"{more}.") for name in self.arrays) else [group]

    def text(self, name: str, number: int) -> str | None:
        """The text of this column with this number; None where there is none."""
        return self.texts[name][number]

    def find(self, group: str, ids: Iterable[str]) -> list[int]:
        """The numbers of the ids that this group has, each once."""
        found = (self.texts[f"{group}.id"].find(each) for each in dict.fromkeys(ids))
        return [number for number in found if number >= 0]

    def find_quote(self, quote_id: str) -> int:
        """The number of a quote by its id, which is made of that of its article, its start and its end; -1 for none."""
        article_id, start, end = quote_id.rsplit("-", 2)
        article = self.texts["articles.id"].find(article_id, self.arrays["articles_by_id.article"])
        if article < 0:
            return -1
        low, high = self.arrays["articles.first_of_quotes"][article : article + 2]
        starts, ends = self.arrays["quotes.start"][low:high], self.arrays["quotes.end"][low:high]
        found = np.flatnonzero((starts == int(start)) & (ends == int(end)))
        return int(low + found[0]) if len(found) else -1

    def mentions_of(self, group: str, number: int) -> Array:
        """The numbers of the mentions of an actor, a place or a name (`actors`, `locations`, `surfaces`), ascending."""
        again = self.regrouped.get(group, {}).get(number)
        if again is not None:
            return again
        first = self.arrays[f"{group}.first_of_{group[:-1]}_mentions"]
        if number >= len(first) - 1:  # added by a correction
            return np.empty(0, np.int32)
        return self.arrays[f"{group[:-1]}_mentions.mention"][first[number] : first[number + 1]]

    def keep[Answer](self, key: Any, make: Callable[[], Answer]) -> Answer:
        """What `make()` returned for this key, the last `KEPT` keys; made anew for others."""
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                kept: Answer = self._kept[key]
                return kept
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made
