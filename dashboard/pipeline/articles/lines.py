"""Articles out of JSON Lines: one object a line, one bad line one reject, never the whole file in memory.

Lines end at \\n only: U+0085 and U+2028 occur inside strings.
"""

import json
from collections.abc import Iterator

from dashboard.errors import InputError
from dashboard.pipeline.articles.encoding import explain, is_whole, open_text
from dashboard.pipeline.articles.fields import TEXT, find_facts, find_text, has_text, name_some
from dashboard.pipeline.articles.record import Draft, InputFile, RefusedError, Reject


def read_lines(file: InputFile) -> Iterator[Draft | Reject]:
    """A draft or a reject for every line that is not blank; the record is "line 12", counted from 1."""
    encoding = ""  # explained once a file: a guess takes milliseconds, and every line may be wrong
    with open_text(file.path, newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            record = f"line {number}"
            if not is_whole(line):
                encoding = encoding or explain(line)
                yield Reject(file.shown, record, encoding)
                continue
            try:
                raw = _parse(line)
                yield Draft(file, record, f"{file.stem}-{number}", find_text(raw), find_facts(raw))
            except RefusedError as reason:
                yield Reject(file.shown, record, str(reason))


def check_lines(file: InputFile) -> None:
    """Raise InputError when lines of the file can be parsed and none of them has a field for the text."""
    keys: list[str] | None = None
    with open_text(file.path, newline="\n") as lines:
        for line in lines:
            try:
                raw = _parse(line)
            except RefusedError:
                continue
            if has_text(raw):
                return
            keys = keys or list(raw)
    if keys is not None:
        raise InputError(
            f"{file.shown} has no line with a field for the text (the first has {name_some(keys)}); "
            f"name the field one of {', '.join(TEXT)}"
        )


def _parse(line: str) -> dict[str, object]:
    """The object of a line; raises RefusedError when there is none."""
    try:
        found = json.loads(line)
    except json.JSONDecodeError as error:
        raise RefusedError(f"json: {error.msg} at character {error.pos + 1}") from None
    except (ValueError, RecursionError) as error:  # a number of thousands of digits, brackets a thousand deep
        raise RefusedError(f"json: {error}") from None
    if not isinstance(found, dict):
        raise RefusedError(f"json: the line is a {type(found).__name__}, not an object")
    return found
