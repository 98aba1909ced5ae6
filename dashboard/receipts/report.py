"""The report of a check on the command line: one line a receipt, and one for all."""

from collections.abc import Sequence

from dashboard.receipts.places import plain
from dashboard.receipts.receipt import Receipt
from dashboard.receipts.verifying import STATES, State, Verdict
from dashboard.wording import listed, plural

# Verdicts that fail a check: what was cited does not stand there any more.
FAILING: frozenset[State] = frozenset(("changed", "gone"))

# Characters of the words in a line.
FIRST_WORDS = 60


def write_line(receipt: Receipt, verdict: Verdict) -> str:
    """The verdict, what the receipt is of, its first words, and why the verdict is no better."""
    words = plain(verdict.then)
    first = words if len(words) <= FIRST_WORDS else f"{words[:FIRST_WORDS].rstrip()} …"
    quoted = first if receipt.kind == "number" else f"“{first}”"
    now = f" Now: “{plain(verdict.now)}”" if verdict.now_differs or (verdict.then_differs and verdict.now) else ""
    return f"{verdict.state:<8} {receipt.kind:<8} {quoted}{_where(receipt)}  {' '.join(verdict.said)}{now}".rstrip()


def write_summary(checked: Sequence[tuple[Receipt, Verdict]]) -> str:
    """How many receipts there are, and how many of each verdict."""
    states = [verdict.state for _, verdict in checked]
    counts = listed([f"{states.count(each):,} {each}" for each in STATES if each in states])
    return f"{plural(len(states), 'receipt')}: {counts}"


def _where(receipt: Receipt) -> str:
    """Outlet and day of the article, or the filters of the number."""
    if receipt.number is not None:
        return f" ({'; '.join(receipt.number.filters_in_words) or 'no filter'})"
    if receipt.article is None:
        return ""
    parts = [receipt.article.outlet or "no outlet", (receipt.article.published or "no date")[:10]]
    return f" ({', '.join(parts)})"
