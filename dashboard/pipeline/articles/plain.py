"""One article out of a text or Markdown file: headline, optional `key: value` lines, text.

No date is guessed: without a header line it is unknown. Line ends become \\n.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.pipeline.articles.boilerplate import drop_boilerplate
from dashboard.pipeline.articles.encoding import decode
from dashboard.pipeline.articles.fields import KNOWN, find_facts, plain_key
from dashboard.pipeline.articles.record import Draft, InputFile

# Characters. 2,322 of 2,324 headlines of the shared sets have 146 or fewer; a longer line is a paragraph.
LONGEST_HEADLINE = 200

_HEADER = re.compile(r"([^\W\d][\w -]{1,24}?)\s*:\s*(.*)")
_FENCE = "---"


def read_plain(file: InputFile) -> Iterator[Draft]:
    """The one draft of a file; raises RefusedError when it cannot be decoded."""
    text = decode(file.read()).replace("\r\n", "\n").replace("\r", "\n")
    above, text = _split_headers(drop_boilerplate(text))
    title = above.get("title") or _headline(text)
    below: dict[str, str] = {}
    if title and not above.get("title"):
        below, text = _split_headers(text.partition("\n")[2].lstrip())
    if file.path.suffix.lower() == ".md" and title:
        title = _unmark(title)
    facts = replace(find_facts({**below, **above}), title=" ".join((title or "").split()) or None)
    yield Draft(file, "", file.name, _without_title(text, facts.title), facts)


def _split_headers(text: str) -> tuple[dict[str, str], str]:
    """The known `key: value` lines that a text begins with, by plain key, and the rest."""
    front, rest = _split_front_matter(text)
    if front is not None:
        return _known(front), rest
    lines = text.split("\n")
    end = 0
    while end < len(lines) and (not lines[end].strip() or _known(lines[end : end + 1])):
        end += 1
    return _known(lines[:end]), "\n".join(lines[end:])


def _split_front_matter(text: str) -> tuple[list[str] | None, str]:
    """The lines between two `---` at the very beginning, and the rest; None when there are no such lines."""
    opening, *lines = text.split("\n")
    if opening.rstrip() != _FENCE or _FENCE not in lines:
        return None, text
    end = lines.index(_FENCE)
    front = [_unquote(line) for line in lines[:end]]
    # Without a known key it is text between two rulers.
    return (front, "\n".join(lines[end + 1 :]).lstrip()) if _known(front) else (None, text)


def _known(lines: list[str]) -> dict[str, str]:
    matches = (_HEADER.fullmatch(line.strip()) for line in lines)
    pairs = ((plain_key(match[1]), match[2]) for match in matches if match)
    return {key: value for key, value in pairs if key in KNOWN}


def _unquote(line: str) -> str:
    return re.sub(r"""^([^:]+:\s*)(["'])(.*)\2\s*$""", r"\1\3", line)


def _headline(text: str) -> str | None:
    """The first line, unless it is text: the only line, a very long one, or one that runs on in the next."""
    first, _, rest = text.partition("\n")
    runs_on = rest[:1].islower() and not _known(rest.split("\n", 1)[:1])
    return None if not rest.strip() or len(first) > LONGEST_HEADLINE or runs_on else first


def _without_title(text: str, title: str | None) -> str:
    """The text without the lines at its beginning that are the title once more."""
    first, _, rest = text.partition("\n")
    while title and rest.strip() and " ".join(_unmark(first).split()).casefold() == title.casefold():
        text = rest.lstrip()
        first, _, rest = text.partition("\n")
    return text


def _unmark(line: str) -> str:
    """The line without the marks of a Markdown heading."""
    return re.sub(r"^\s*#+\s+", "", line)
