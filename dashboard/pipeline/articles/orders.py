"""Orders: whether the dates in a column of one file, such as 03/04/2024, give the day first or the month.

A column has one order if some of its dates can be read in that one only, as 13/04/2024 can, and none in the other.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from functools import cached_property

from dashboard.pipeline.articles.dates import Order, find_order

# A date as it is given, and the column that it stands in.
type Stamp = tuple[str, object]


class Orders:
    """The order of each column of a file, found when it is first needed; `list_stamps` gives all dates of the file."""

    def __init__(self, list_stamps: Callable[[], Iterable[Stamp]]) -> None:
        self._list_stamps = list_stamps

    def find(self, column: str) -> Order | None:
        """Which comes first in the dates of the column; None if they do not tell, or tell both."""
        orders = self._orders.get(column, set())
        return next(iter(orders)) if len(orders) == 1 else None

    @cached_property
    def _orders(self) -> dict[str, set[Order]]:
        found = defaultdict[str, set[Order]](set)
        for column, stamp in self._list_stamps():
            order = find_order(stamp)
            if order is not None:
                found[column].add(order)
        return found
