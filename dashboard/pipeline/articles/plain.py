"""Reads the article in a text or Markdown file: headline, optional header lines `key: value`, text.

Header lines stand in a block, above the headline or below it. A block with one key that is known is no text, whatever
its other keys are. The date is unknown unless a header line gives it. Line ends become \\n; Markdown loses its marks.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from dashboard.pipeline.articles.boilerplate import drop_boilerplate
from dashboard.pipeline.articles.collection import split_collection
from dashboard.pipeline.articles.columns import plain_key
from dashboard.pipeline.articles.encoding import decode
from dashboard.pipeline.articles.fields import KNOWN_KEYS, find_metadata, one_line
from dashboard.pipeline.articles.markdown import strip_marks
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject

MARKDOWN = (".md", ".markdown")

# Characters. Of 2,324 headlines of the annotated sets 2,322 have 146 or fewer; a longer line is a paragraph.
LONGEST_HEADLINE = 200

# Lines or paragraphs of an opening, within which the title and header lines are looked for.
MOST_OPENING = 12

_HEADER = re.compile(r"([^\W\d][\w -]{1,24}?)\s*:\s*(.*)")
_FENCE = "---"


def read_plain(file: InputFile) -> Iterator[RawArticle | Reject]:
    """The one raw article of a file, or those of an archive's collection, whose records are "document 3".

    A part of a collection in which no article is found is a reject.

    Raises RejectedError if the file cannot be decoded, or if it is a collection in which no article is found.
    """
    text, notes = decode(file.read())
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for found in read_text(file, text, is_markdown=file.path.suffix.lower() in MARKDOWN):
        yield replace(found, notes=notes) if isinstance(found, RawArticle) else found


def read_text(
    file: InputFile, text: str, title: str | None = None, *, is_markdown: bool = False
) -> Iterator[RawArticle | Reject]:
    """The raw articles of a file that holds this text, as `read_plain` finds them in a text file.

    `title` is what the file gives as the title of its only article; a header line with another one is believed more.
    """
    yield from list(read_collection(file, text)) or [_read_one(file, text, title, is_markdown)]


def read_collection(file: InputFile, text: str) -> Iterator[RawArticle | Reject]:
    """The raw articles of a collection that the file holds, or a reject for a part without one; none if it is none."""
    for number, item in enumerate(split_collection(text), 1):
        record = f"document {number}"
        if item is None:
            yield Reject(file.path_text, record, "collection: no date and text were found; export it with full texts")
        else:
            yield RawArticle(file, record, f"{file.stem}-{number}", item[1], find_metadata(item[0]))


def join_paragraphs(paragraphs: Sequence[str]) -> str:
    """The text in which these paragraphs stand apart by a blank line, as in a text file.

    Those of its opening that are header lines, one a paragraph, are the lines of one block.
    """
    blocks = [paragraph for paragraph in paragraphs if paragraph.strip()]
    start = _end_of(blocks[:MOST_OPENING], 0, lambda block: not _known_headers([block]))
    end = _end_of(blocks[:MOST_OPENING], start, _is_header)
    first = next((place for place in range(start, -1, -1) if place == 0 or not _is_header(blocks[place - 1])), 0)
    joined = ["\n".join(blocks[first:end])] if end > start else []
    return "\n\n".join([*blocks[:first], *joined, *blocks[end if joined else first :]])


def _read_one(file: InputFile, text: str, given: str | None, is_markdown: bool) -> RawArticle:
    # Header lines may be above the headline or below it.
    above, text = _split_headers(drop_boilerplate(text))
    title = above.get("title") or given or _headline(text)
    below: dict[str, str] = {}
    if title and not above.get("title"):
        over, rest = _split_at(text, title)
        below, rest = _split_headers(rest)
        text = f"{over}\n\n{rest}".lstrip()
    title = strip_marks(title) if is_markdown and title else title
    metadata = replace(find_metadata({**below, **above}), title=one_line(title))
    text = _without_title(text, metadata.title)
    return RawArticle(file, "", file.name, strip_marks(text) if is_markdown else text, metadata)


def _split_at(text: str, title: str) -> tuple[str, str]:
    """What stands above the line of the opening that is the title, and what stands below it; all, if there is none."""
    lines = text.split("\n", MOST_OPENING)
    wanted = one_line(title)
    place = next((place for place, line in enumerate(lines[:MOST_OPENING]) if one_line(line) == wanted), None)
    if place is None:
        return "", text
    return "\n".join(lines[:place]).strip(), "\n".join(lines[place + 1 :]).lstrip()


def _split_headers(text: str) -> tuple[dict[str, str], str]:
    """The header lines with known keys that a text begins with, as plain key and value, and the rest of the text."""
    front, rest = _split_front_matter(text)
    if front is not None:
        return _known_headers(front), rest
    lines = text.split("\n")
    end = 0
    while (further := _end_of_headers(lines, end)) > end:
        end = further
    return _known_headers(lines[:end]), "\n".join(lines[end:]).lstrip()


def _end_of_headers(lines: list[str], start: int) -> int:
    """The end of the block of header lines that begins at `start`, or below blank lines; `start` if there is none."""
    first = _end_of(lines, start, lambda line: not line.strip())
    end = _end_of(lines, first, _is_header)
    if end < len(lines) and lines[end].strip():  # it runs on into text, of which a key that is not known may be a part
        end = _end_of(lines, first, lambda line: bool(_known_headers([line])))
    return end if _known_headers(lines[first:end]) else start


def _end_of(lines: Sequence[str], start: int, holds: Callable[[str], bool]) -> int:
    """The first line from `start` of which it does not hold. Nothing is copied: there may be a block in every line."""
    while start < len(lines) and holds(lines[start]):
        start += 1
    return start


def _is_header(line: str) -> bool:
    return _HEADER.fullmatch(line.strip()) is not None


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
    if not title:
        return text
    lines, begin, wanted = text.split("\n"), 0, title.casefold()
    for number, line in enumerate(lines):
        if not line.strip():
            continue
        begin = number
        if (one_line(_strip_heading_marks(line)) or "").casefold() != wanted:
            break
    return "\n".join(lines[begin:]).lstrip()


def _strip_heading_marks(line: str) -> str:
    """The line without the `#` marks of a Markdown heading."""
    return re.sub(r"^\s*#+\s+", "", line)
