"""Notes of reading: what was uncertain or absent when an article was read, so that About can say how often it was.

A note says nothing that the tables do not show; it says why. So it is no part of an article's digest, and an article
whose notes alone differ is not annotated again.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

type Kind = Literal[
    "code page",  # the file is no Unicode; the value is the code page that was guessed
    "no date",
    "unreadable date",  # the value, as in the next two, is the date as it is given
    "ambiguous date",  # 03/04/2024: day or month first?
    "empty date",  # what programs write where they have none: the first moment of 1970 or 1900
    "future date",  # the value is its day; the article keeps it
    "ordered date",  # the value says which comes first by the other dates of its column: "day first" or "month first"
    "teaser",  # the input gives a part of the text
    "no capitals",
    "all capitals",
]

# Characters of a value.
LONGEST_NOTE = 60

# Different values of a kind that are counted, and of these, how many are kept in the manifest.
MOST_VALUES, VALUES_KEPT = 1_000, 5


class Note(NamedTuple):
    """A kind of note, and the value that it is about, which may be empty."""

    kind: Kind
    value: str = ""


def shorten_note(value: object) -> str:
    """The value as it is noted: in one line of signs that can be shown, and at most LONGEST_NOTE characters."""
    shown = "".join(sign if sign.isprintable() else " " for sign in str(value)[: 10 * LONGEST_NOTE])
    line = " ".join(shown.split())
    return line if len(line) <= LONGEST_NOTE else f"{line[: LONGEST_NOTE - 1]}…"


@dataclass(slots=True)
class _Count:
    articles: int
    example: str  # file and record of the first
    values: Counter[str] = field(default_factory=Counter)


class NoteCounts:
    """How many articles have a note of each kind, with the commonest values and one example."""

    def __init__(self) -> None:
        self._counts: dict[str, _Count] = {}

    def add(self, notes: Iterable[Note], path: str, record: str) -> None:
        """Count the notes of one article."""
        for kind, value in notes:
            count = self._counts.setdefault(kind, _Count(0, f"{path}, {record}" if record else path))
            count.articles += 1
            if value and (value in count.values or len(count.values) < MOST_VALUES):
                count.values[value] += 1

    def describe(self) -> dict[str, dict[str, Any]]:
        """For each kind: articles, the commonest values with their numbers, and the file of one example."""
        return {
            kind: {
                "articles": count.articles,
                "values": dict(count.values.most_common(VALUES_KEPT)),
                "example": count.example,
            }
            for kind, count in sorted(self._counts.items())
        }
