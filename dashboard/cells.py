"""Cells of a table in which a spreadsheet finds no formula to run."""

import re
from itertools import pairwise

# A spreadsheet takes a cell that begins so for a formula: the signs of ASCII, and those that look like them in a wide,
# small, raised or lowered form, which some take for the same. An apostrophe before the sign makes the cell a text.
SIGNS = re.compile("[=+@−＝＋－＠﹦﹢﹣﹫⁼⁺⁻₌₊₋﬩-]")

# Where some programs split a cell, though it is quoted: at separators of other countries' files and at line breaks.
SEPARATORS = frozenset(",;|\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\u2028\u2029")

# Some programs drop these at the beginning of a cell, and run what comes next.
DROPPED = ("\t", "\n", "\r")


def defuse(text: str) -> str:
    """The text with an apostrophe before each sign that would begin a formula, wherever a program splits the cell.

    Taking one apostrophe away at each of these places gives the text back, since apostrophes that stood there stay.
    """
    found = [each.start() for each in SIGNS.finditer(text) if begins_cell(text, each.start())]
    if text.lstrip("'").startswith(DROPPED):
        found = [0, *found]
    return "'".join(text[begin:end] for begin, end in pairwise((0, *found, len(text)))) if found else text


def restore(text: str) -> str:
    """The text that `defuse` has written so."""
    put = {each.start() - 1 for each in SIGNS.finditer(text) if begins_cell(text, each.start())}
    if text.startswith("'") and text.lstrip("'").startswith(DROPPED):
        put.add(0)
    return "".join(each for at, each in enumerate(text) if at not in put)


def begins_cell(text: str, at: int) -> bool:
    """Whether there is nothing but blanks, invisible characters and quotation marks between the beginning of the text,
    or a separator, and the sign at this place or the apostrophes before it."""
    while at and text[at - 1] == "'":
        at -= 1
    while at and text[at - 1] not in SEPARATORS and _is_passed_over(text[at - 1]):
        at -= 1
    return at == 0 or text[at - 1] in SEPARATORS


def _is_passed_over(character: str) -> bool:
    return character == '"' or character.isspace() or not character.isprintable()
