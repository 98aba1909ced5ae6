"""What is found: silences by numbers, before anything of them is read."""

from dataclasses import dataclass

import numpy as np

from dashboard.columns.columns import Array


@dataclass(frozen=True, slots=True)
class Found:
    """Silences by the number of the name and of the period, with what was counted; see `Silences`."""

    names: Array
    period: Array
    articles: Array
    outlets: Array
    chance: Array
    compared: int
    by_chance: float

    @classmethod
    def none(cls) -> "Found":
        """No silence, and nothing compared."""
        empty = np.empty(0, np.int64)
        return cls(empty, empty, empty, empty, np.empty(0), 0, 0.0)

    def take(self, rows: Array) -> "Found":
        """Those in these rows."""
        return Found(
            self.names[rows], self.period[rows], self.articles[rows], self.outlets[rows], self.chance[rows],
            self.compared, self.by_chance,
        )  # fmt: skip
