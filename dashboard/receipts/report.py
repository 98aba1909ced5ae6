"""The report of a check on the command line: one line a receipt, and one for all."""

from collections.abc import Sequence

from dashboard.receipts.places import Span, plain
from dashboard.receipts.receipt import Receipt
from dashboard.receipts.verdict import STATES, State, Verdict
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
    said = [*verdict.said]
    if verdict.then_differs or verdict.now_differs:
        said.append(f"Then: “{_mark(verdict.then, verdict.then_differs)}”")
        said.append(f"Now: “{_mark(verdict.now, verdict.now_differs)}”")
    said += [verdict.stamp] if verdict.stamp else []
    return f"{verdict.state:<8} {receipt.kind:<8} {quoted}{_where(receipt)}  {' '.join(said)}".rstrip()


def fails(verdict: Verdict) -> bool:
    """Whether what was cited does not stand there any more, or the time stamp is of something else."""
    return verdict.state in FAILING or verdict.stamp_is_broken


def write_summary(checked: Sequence[tuple[Receipt, Verdict]]) -> str:
    """How many receipts there are, and how many of each verdict."""
    states = [verdict.state for _, verdict in checked]
    counts = listed([f"{states.count(each):,} {each}" for each in STATES if each in states])
    return f"{plural(len(states), 'receipt')}: {counts}"


def _mark(text: str, spans: Sequence[Span]) -> str:
    """The text in one line, with the parts that differ in square brackets."""
    pieces, done = [], 0
    for start, end in spans:
        pieces += [text[done:start], f"[{text[start:end]}]"]
        done = end
    return plain("".join([*pieces, text[done:]]))


def _where(receipt: Receipt) -> str:
    """Outlet and day of the article, or the filters of the number."""
    if receipt.number is not None:
        return f" ({'; '.join(receipt.number.filters_in_words) or 'no filter'})"
    if receipt.article is None:
        return ""
    parts = [receipt.article.outlet or "no outlet", (receipt.article.published or "no date")[:10]]
    return f" ({', '.join(parts)})"
