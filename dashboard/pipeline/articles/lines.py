"""Reads articles from JSON Lines, one object a line. A bad line is one reject, and lines are read one at a time.

Lines end only at \\n, because U+0085 and U+2028 occur inside strings.
"""

import json
from collections.abc import Iterator

from dashboard.errors import InputError
from dashboard.pipeline.articles.encoding import explain_invalid, is_valid, open_text
from dashboard.pipeline.articles.fields import TEXT_KEYS, find_metadata, find_text, has_text, show_keys
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError


def read_lines(file: InputFile) -> Iterator[RawArticle | Reject]:
    """A raw article or a reject for every line that is not blank. The record is "line 12", counted from 1."""
    encoding = ""  # the reason, found once a file: it takes milliseconds, and every line may need it
    with open_text(file.path, newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            record = f"line {number}"
            if not is_valid(line):
                encoding = encoding or explain_invalid(line)
                yield Reject(file.path_text, record, encoding)
                continue
            try:
                fields = _parse(line)
                yield RawArticle(file, record, f"{file.stem}-{number}", find_text(fields), find_metadata(fields))
            except RejectedError as reason:
                yield Reject(file.path_text, record, str(reason))


def check_lines(file: InputFile) -> None:
    """Raise InputError if lines of the file can be parsed but none of them has a text field."""
    keys: list[str] | None = None
    with open_text(file.path, newline="\n") as lines:
        for line in lines:
            try:
                fields = _parse(line)
            except RejectedError:
                continue
            if has_text(fields):
                return
            keys = keys or list(fields)
    if keys is not None:
        raise InputError(
            f"{file.path_text} has no line with a text field (the first object has {show_keys(keys)}); "
            f"name the field one of {', '.join(TEXT_KEYS)}"
        )


def _parse(line: str) -> dict[str, object]:
    """The object of a line; raises RejectedError if the line is no JSON object."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise RejectedError(f"json: {error.msg} at character {error.pos + 1}") from None
    except (ValueError, RecursionError) as error:  # a number with thousands of digits, or a thousand nested brackets
        raise RejectedError(f"json: {error}") from None
    if not isinstance(found, dict):
        raise RejectedError(f"json: the line is a {type(found).__name__}, not an object")
    return found
