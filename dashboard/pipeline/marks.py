"""Quotation marks: which words stand between them.

Limits: a quotation that is never closed ends with its paragraph, unless the next one begins with the same mark: then it
goes on there. Where a mark is opened again in its paragraph and closed once, nobody knows where the first ended, and
it is none. A single mark between letters, or before a year, is an apostrophe. Quotations may lie in one another.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Opening mark -> the marks that close it. The straight ones, and '' as some wires write it, open and close alike.
PAIRS = {"“": "”", "„": "”“", "«": "»", "‘": "’", "”": "”", '"': '"”“', "''": "''", "``": "''", "'": "'"}

# Marks that a long quotation repeats at the head of each paragraph and closes once.
RUNNING = ("“", "„", "«", '"', "''", "``")

# Marks that may be open at a time; news goes three deep. Without a bound, a text of opening marks alone would take a
# time that grows with its square.
DEEPEST = 4

# Characters. What stands between marks farther apart is no quotation: one of them was lost. Each word in it is asked
# what it has to do with the whole. Of 2,300 articles of news, the longest quotation has some 4,000.
LONGEST = 10_000

MARK = re.compile(r"``|''|[“”„«»‘’\"']")
PARAGRAPH = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Quotation:
    """Characters `start` to `end` of a text, the marks themselves left out; `closed` if the closing mark was found."""

    start: int
    end: int
    closed: bool = True


def find_quotations(text: str) -> list[Quotation]:
    """What stands between quotation marks, by first character; an outer quotation before those inside it."""
    found: list[Quotation] = []
    opened: list[tuple[str, int]] = []
    start = 0
    for gap in [*PARAGRAPH.finditer(text), None]:
        end = len(text) if gap is None else gap.start()
        found += _in_paragraph(text, start, end, opened)
        opened = [each for each in opened if not _is_forgotten(text, start, end, *each)]
        start = end if gap is None else gap.end()
        if opened and gap is not None and _goes_on(text, start, opened[0][0]):
            start += len(opened[0][0])
        elif opened and (gap is None or not _closes_first(text, start, opened[0][0])):
            sign, inner = opened[0]
            # A lone straight or single mark is an inch, a minute or an apostrophe as often as speech.
            if sign in "“„«" and text[inner:end].strip():
                found.append(Quotation(inner, end, closed=False))
            opened = []
        del opened[1:]
    return sorted((q for q in found if q.end - q.start <= LONGEST), key=lambda q: (q.start, -q.end))


def count_depths(starts: Sequence[int], quotations: Iterable[Quotation]) -> list[int]:
    """For each token, by its first character in rising order, how many quotations it stands in."""
    depths = [0] * len(starts)
    for quotation in quotations:
        for i in range(bisect_left(starts, quotation.start), bisect_left(starts, quotation.end)):
            depths[i] += 1
    return depths


def _in_paragraph(text: str, first: int, last: int, opened: list[tuple[str, int]]) -> Iterator[Quotation]:
    """The quotations that close in the paragraph; what stays open is left in `opened`, mark and first character."""
    for mark in MARK.finditer(text, first, last):
        sign = mark.group()
        before = text[mark.start() - 1] if mark.start() > first else " "
        after = text[mark.end()] if mark.end() < last else " "
        at = next((n for n in reversed(range(len(opened))) if sign in PAIRS[opened[n][0]]), None)
        if at is not None and _closes(sign, before, after):
            inner = opened[at][1]
            if text[inner : mark.start()].strip():
                yield Quotation(inner, mark.start())
            del opened[at:]
        elif sign in PAIRS and _opens(sign, before, after):
            opened.append((sign, mark.end()))
            del opened[:-DEEPEST]


def _is_forgotten(text: str, start: int, end: int, sign: str, inner: int) -> bool:
    """Whether a mark that the paragraph leaves open is opened in it again: “We go, he said. “We stay.”"""
    return sign in "“„«" and start <= inner and sign in text[inner:end]


def _goes_on(text: str, start: int, sign: str) -> bool:
    """Whether a paragraph begins with the mark that the one before left open, as each does of a long quotation."""
    return (
        sign in RUNNING
        and text.startswith(sign, start)
        and not text[start + len(sign) : start + len(sign) + 1].isspace()
    )


def _closes_first(text: str, start: int, sign: str) -> bool:
    """Whether the next paragraph closes what the one before opened: its first mark of that kind is a closing one."""
    gap = PARAGRAPH.search(text, start)
    end = len(text) if gap is None else gap.start()
    for mark in MARK.finditer(text, start, end):
        before = text[mark.start() - 1] if mark.start() > start else " "
        after = text[mark.end()] if mark.end() < end else " "
        if mark.group() in PAIRS[sign] and sign not in ("'", "‘"):
            return _closes(mark.group(), before, after) and not before.isspace()
        if mark.group() == sign:
            return False
    return False


def _opens(sign: str, before: str, after: str) -> bool:
    if sign in "“„«``":
        return True
    if sign in ("‘", "'"):
        return not before.isalnum() and before not in ".,!?" and (after.isalpha() or after in '“"[…')
    return (before.isspace() or before in "([{—–-:/‘“'…") and not after.isspace()


def _closes(sign: str, before: str, after: str) -> bool:
    if sign in ("’", "'"):
        return not before.isspace() and not after.isalnum()
    if sign in ('"', "''"):
        return not before.isspace() or not after.isalnum()
    if sign == "“":  # closes „…“, and "…“ where it was set by mistake
        return not before.isspace() and not after.isalnum()
    return True
