"""The verdict on a receipt: whether what it cites is found, moved, changed or gone, and what is there now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from dashboard.receipts.places import Span

type State = Literal["found", "moved", "changed", "gone"]
STATES: tuple[State, ...] = ("found", "moved", "changed", "gone")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a receipt: `said` explains it in whole sentences.

    `then` and `now` are the words, or the number with its unit, as the receipt has them and as they are; "" where there
    is nothing now. `then_differs` and `now_differs` are the characters of each that differ. `link` opens what is there
    now, relative to the dashboard; "" where there is nothing. `title` names the article that it opens. `stamp` says
    what the receipt's time stamp is worth, "" where it has none; `stamp_is_broken` whether the stamp cannot be read, is
    of other bytes, or is wrongly signed.
    """

    state: State
    said: tuple[str, ...]
    then: str
    now: str = ""
    then_differs: tuple[Span, ...] = ()
    now_differs: tuple[Span, ...] = ()
    link: str = ""
    title: str = ""
    stamp: str = ""
    stamp_is_broken: bool = False


def contradict(verdict: Verdict, said: Sequence[str]) -> Verdict:
    """The verdict on what stands there but is not as the receipt says, for these reasons."""
    return replace(verdict, state="changed", said=(*said, *verdict.said))


def shift(verdict: Verdict, said: Sequence[str]) -> Verdict:
    """The verdict on what holds, but for these things that go by another name now; itself where there are none."""
    state: State = "moved" if said and verdict.state == "found" else verdict.state
    return replace(verdict, state=state, said=(*verdict.said, *said))


def say_now(name: str, now: str | None, then: str | None) -> str:
    """That something is another one now: “The outlet is now “Sample Wire”, not none.”"""
    return f"The {name} is now {_quoted(now)}, not {_quoted(then)}."


def _quoted(value: str | None) -> str:
    return f"“{value}”" if value else "none"
