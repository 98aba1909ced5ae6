"""Reads articles from JSON Lines, one object a line. A bad line is one reject, and lines are read one at a time.

Lines end only at \\n, because U+0085 and U+2028 occur inside strings. A file in which no line can be used is one
reject.
"""

import json
from collections.abc import Iterator
from contextlib import suppress

from dashboard.pipeline.articles.document import DECODER
from dashboard.pipeline.articles.encoding import CodePage, explain_too_long, open_text, split_lines
from dashboard.pipeline.articles.fields import (
    TEXT_NAMES,
    has_text,
    holds_teaser,
    holds_text,
    list_stamps,
    read_record,
    show_keys,
)
from dashboard.pipeline.articles.notes import Note
from dashboard.pipeline.articles.orders import Orders, Stamp
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError


def read_lines(file: InputFile) -> Iterator[RawArticle | Reject]:
    """A raw article or a reject for every line that is not blank. The record is "line 12", counted from 1.

    Raises RejectedError if there are several lines and none of them is an object with a text field.
    """
    page = CodePage(file.path)
    if unfit := _explain_unfit(file, page):
        raise RejectedError(unfit)
    orders = Orders(lambda: _list_stamps(file, page))
    for number, line in _number_lines(file):
        record = f"line {number}"
        try:
            fields, notes = _parse(line, page)
            yield read_record(file, record, f"{file.stem}-{number}", fields, orders, notes)
        except RejectedError as reason:
            yield Reject(file.path_text, record, str(reason))


def _list_stamps(file: InputFile, page: CodePage) -> Iterator[Stamp]:
    """All dates of the file."""
    for _, line in _number_lines(file):
        with suppress(RejectedError):
            yield from list_stamps(_parse(line, page)[0], file.columns)


def _explain_unfit(file: InputFile, page: CodePage) -> str | None:
    """Why the file cannot be used; None if a line is an object with a text field, or if its only line is no object."""
    reason, keys, count = "", None, 0
    for _, line in _number_lines(file):
        count += 1
        try:
            fields, _ = _parse(line, page)
        except RejectedError as error:
            reason = reason or str(error)
            continue
        if has_text(list(fields), file.columns) or holds_text(fields) or holds_teaser(fields):
            return None
        file.columns.meet(fields)
        keys = list(fields) if keys is None else keys
    if keys is not None:
        return (
            f"no text field: the first object has {show_keys(keys)}; the field with the text must be called"
            f" {TEXT_NAMES}"
        )
    return f"{reason}; none of the {count:,} lines is an object" if count > 1 else None


def _number_lines(file: InputFile) -> Iterator[tuple[int, str | int]]:
    """Each line that is not blank with its number, or its length where it is too long."""
    with open_text(file.path, newline="\n") as text:
        for number, line in enumerate(split_lines(text), 1):
            if isinstance(line, int) or line.strip():
                yield number, line


def _parse(line: str | int, page: CodePage) -> tuple[dict[str, object], tuple[Note, ...]]:
    """The object of a line, or of one that has so many characters, and notes on its encoding.

    Raises RejectedError if it is no JSON object, or in an encoding that cannot be told.
    """
    if isinstance(line, int):
        raise RejectedError(explain_too_long(line))
    text, notes = page.decode(line)
    try:
        found = DECODER.decode(text)
    except json.JSONDecodeError as error:
        raise RejectedError(f"json: {error.msg} at character {error.pos + 1}") from None
    except RecursionError:
        raise RejectedError(
            "json: brackets within brackets, too many to be read; write one flat object a line"
        ) from None
    except ValueError as error:  # a number with thousands of digits
        raise RejectedError(f"json: {error}") from None
    if not isinstance(found, dict):
        raise RejectedError(f"json: the line is a {type(found).__name__}, not an object")
    return found, notes
