"""What came of fetching: the pages that were kept, the addresses that gave none, and notes."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

# Characters of a reason; servers and parsers may put anything into it.
LONGEST_REASON = 500

type State = Literal["new", "changed", "unchanged"]


class UnfetchedError(ValueError):
    """The address gives no page; the message is the reason: its kind, a colon and the details ("robots: …").

    It never leaves this package, in which it becomes a Failure. `kind` is what stands before the colon, `status` the
    server's answer, None where there was none. `is_lasting` says of an answer that the same is likely for a while.
    """

    def __init__(self, reason: str, status: int | None = None, *, is_lasting: bool = False) -> None:
        super().__init__(re.sub(r"[\s\x00-\x1f\x7f-\x9f]+", " ", reason)[:LONGEST_REASON])
        self.kind = reason.partition(":")[0]
        self.status = status
        self.is_lasting = is_lasting


@dataclass(frozen=True, slots=True)
class Page:
    """A page that lies in the folder. `address` is the one that was asked for, `url` the one that answered."""

    address: str
    url: str
    path: Path
    state: State


@dataclass(frozen=True, slots=True)
class Failure:
    """An address that gave no page. `status` is the server's answer, None where there was none.

    The reason is one line: its kind, a colon, and the details with the remedy ("robots: …", "private: …").
    """

    address: str
    status: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Fetched:
    """All that came of one call, in the order in which it came. Notes say what was left out, one line each."""

    pages: tuple[Page, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
