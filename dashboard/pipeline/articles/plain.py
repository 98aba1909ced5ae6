"""Reads the article in a text or Markdown file: headline, optional header lines `key: value`, text.

The date is unknown unless a header line gives it. Line ends become \\n.
"""

import re
from collections.abc import Iterator
from dataclasses import replace

from dashboard.pipeline.articles.boilerplate import drop_boilerplate
from dashboard.pipeline.articles.encoding import decode
from dashboard.pipeline.articles.fields import KNOWN_KEYS, find_metadata, plain_key
from dashboard.pipeline.articles.record import InputFile, RawArticle

# Characters. Of 2,324 headlines of the annotated sets 2,322 have 146 or fewer; a longer line is a paragraph.
LONGEST_HEADLINE = 200

_HEADER = re.compile(r"([^\W\d][\w -]{1,24}?)\s*:\s*(.*)")
_FENCE = "---"


def read_plain(file: InputFile) -> Iterator[RawArticle]:
    """The one raw article of a file; raises RejectedError if the file cannot be decoded."""
    text = decode(file.read()).replace("\r\n", "\n").replace("\r", "\n")
    # Header lines may be above the headline or below it.
    above, text = _split_headers(drop_boilerplate(text))
    title = above.get("title") or _headline(text)
    below: dict[str, str] = {}
    if title and not above.get("title"):
        below, text = _split_headers(text.partition("\n")[2].lstrip())
    if file.path.suffix.lower() == ".md" and title:
        title = _strip_heading_marks(title)
    metadata = replace(find_metadata({**below, **above}), title=" ".join((title or "").split()) or None)
    yield RawArticle(file, "", file.name, _without_title(text, metadata.title), metadata)


def _split_headers(text: str) -> tuple[dict[str, str], str]:
    """The header lines with known keys that a text begins with, as plain key and value, and the rest of the text."""
    front, rest = _split_front_matter(text)
    if front is not None:
        return _known_headers(front), rest
    lines = text.split("\n")
    end = 0
    while end < len(lines) and (not lines[end].strip() or _known_headers(lines[end : end + 1])):
        end += 1
    return _known_headers(lines[:end]), "\n".join(lines[end:])


def _split_front_matter(text: str) -> tuple[list[str] | None, str]:
    """The lines between two `---` at the very beginning, or None if there are none, and the rest of the text."""
    opening, *lines = text.split("\n")
    if opening.rstrip() != _FENCE or _FENCE not in lines:
        return None, text
    end = lines.index(_FENCE)
    front = [_unquote(line) for line in lines[:end]]
    # Without a known key it is ordinary text between two horizontal rules.
    return (front, "\n".join(lines[end + 1 :]).lstrip()) if _known_headers(front) else (None, text)


def _known_headers(lines: list[str]) -> dict[str, str]:
    matches = (_HEADER.fullmatch(line.strip()) for line in lines)
    pairs = ((plain_key(match[1]), match[2]) for match in matches if match)
    return {key: value for key, value in pairs if key in KNOWN_KEYS}


def _unquote(line: str) -> str:
    return re.sub(r"""^([^:]+:\s*)(["'])(.*)\2\s*$""", r"\1\3", line)


def _headline(text: str) -> str | None:
    """The first line, or None if it is ordinary text: the only line, too long, or continued on the next line."""
    first, _, rest = text.partition("\n")
    runs_on = rest[:1].islower() and not _known_headers(rest.split("\n", 1)[:1])
    return None if not rest.strip() or len(first) > LONGEST_HEADLINE or runs_on else first


def _without_title(text: str, title: str | None) -> str:
    """The text without lines at its beginning that repeat the title."""
    first, _, rest = text.partition("\n")
    while title and rest.strip() and " ".join(_strip_heading_marks(first).split()).casefold() == title.casefold():
        text = rest.lstrip()
        first, _, rest = text.partition("\n")
    return text


def _strip_heading_marks(line: str) -> str:
    """The line without the `#` marks of a Markdown heading."""
    return re.sub(r"^\s*#+\s+", "", line)
