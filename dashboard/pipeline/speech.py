"""Speech: how likely each token of a Doc is a part of reported speech, as the encoder sees it.

Of every token alone: whether it is a cue ("said"), inside what is said, where that begins and ends, inside the name of
who says it. Of a cue and another token of its window: whether the token is in what this cue attributes, begins or ends
it, or names its source. All are log-odds: 0 is even, UNREAD stands where the encoder did not read.

Limits: a cue is related to the words of its own window only (`encoder.WINDOW` word pieces, whole sentences).
"""

from dataclasses import dataclass, field
from math import sqrt

import numpy as np
from numpy.typing import NDArray

# What is said of each token alone, and of a token to a cue; the columns in which the encoder writes them.
MARKS = ("cue", "content", "start", "end", "source")
RELATIONS = ("content", "start", "end", "source")
SPEECH = "speech"  # the key of a Doc under which the encoder writes its Speech

CUE, CONTENT = MARKS.index("cue"), MARKS.index("content")

# The log-odds of what was not read.
UNREAD = -9.0
# Width in which a token is compared with a cue, for each relation.
COMPARED = 64
# Tokens between a cue and another from which it makes no difference how many they are.
FARTHEST = 40

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Relation:
    """What the tokens [start, …) of a window are to one cue: log-odds of shape (tokens, RELATIONS)."""

    start: int
    odds: Floats
    inside: list[float]  # sums of the probabilities of `content` before each token

    def at(self, i: int, what: str) -> float:
        """The log-odds that token `i` of the Doc is that to the cue; UNREAD outside the window."""
        n = i - self.start
        return float(self.odds[n, RELATIONS.index(what)]) if 0 <= n < len(self.odds) else UNREAD

    def mass(self, start: int, end: int) -> float:
        """How many of the tokens [start, end) are expected to be attributed by the cue."""
        last = len(self.inside) - 1
        low, high = min(max(start - self.start, 0), last), min(max(end - self.start, 0), last)
        return self.inside[high] - self.inside[low] if low < high else 0.0

    def highest(self, what: str, start: int, end: int, most: int) -> list[int]:
        """At most that many tokens of [start, end) with the highest log-odds, if these are even or better."""
        low, high = (min(max(i - self.start, 0), len(self.odds)) for i in (start, end))
        column = self.odds[low:high, RELATIONS.index(what)]
        order = np.argsort(-column, kind="stable")[:most]
        return [self.start + low + int(n) for n in order if column[n] >= 0]


@dataclass(slots=True)
class Speech:
    """What the encoder wrote of one Doc; all arrays have a row a token."""

    marks: Floats  # (tokens, MARKS), log-odds
    windows: NDArray[np.int64]  # number of the window, -1 where not read
    cues: Floats  # (tokens, RELATIONS, COMPARED): each token as a cue
    others: Floats  # the same: each token as one that is compared with a cue
    distances: Floats  # (2 * FARTHEST + 1, RELATIONS): what the distance from the cue adds
    _related: dict[int, Relation] = field(default_factory=dict)
    _tokens: dict[int, NDArray[np.int64]] = field(default_factory=dict)  # of each window

    def add(self, window: int, tokens: NDArray[np.int64], marks: Floats, cues: Floats, others: Floats) -> None:
        """Enter what was found of some tokens, which are one window; rows are in their order."""
        self.windows[tokens] = window
        self._tokens[window] = tokens
        self.marks[tokens] = marks
        self.cues[tokens] = cues.reshape(-1, len(RELATIONS), COMPARED)
        self.others[tokens] = others.reshape(-1, len(RELATIONS), COMPARED)

    def relate(self, cue: int) -> Relation:
        """What the tokens around the cue are to it; empty where it was not read."""
        if (found := self._related.get(cue)) is None:
            found = self._related[cue] = self._relate(cue)
        return found

    def _relate(self, cue: int) -> Relation:
        read = self._tokens.get(int(self.windows[cue]))
        if read is None or len(read) == 0:
            return Relation(cue, np.zeros((0, len(RELATIONS)), np.float32), [0.0])
        start, end = int(read[0]), int(read[-1]) + 1
        odds = np.full((end - start, len(RELATIONS)), UNREAD, np.float32)
        alike = np.einsum("rw,trw->tr", self.cues[cue], self.others[read]) / sqrt(COMPARED)
        odds[read - start] = alike + self.distances[np.clip(read - cue, -FARTHEST, FARTHEST) + FARTHEST]
        likely = 1 / (1 + np.exp(-odds[:, 0].astype(np.float64)))
        return Relation(start, odds, [0.0, *np.cumsum(likely).tolist()])


def unread(tokens: int, distances: Floats | None = None) -> Speech:
    """Nothing known of so many tokens."""
    return Speech(
        np.full((tokens, len(MARKS)), UNREAD, np.float32),
        np.full(tokens, -1, np.int64),
        np.zeros((tokens, len(RELATIONS), COMPARED), np.float32),
        np.zeros((tokens, len(RELATIONS), COMPARED), np.float32),
        np.zeros((2 * FARTHEST + 1, len(RELATIONS)), np.float32) if distances is None else distances,
    )
