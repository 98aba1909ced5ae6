"""The text of Markdown without its marks: no stars, no addresses of links, no pictures, no HTML.

CommonMark is read, and the links of note programs, `[[page]]` and `[[page|words]]`. A table stays as it is written.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

_WIKI_LINK = re.compile(r"\[\[(?:[^\[\]|]*\|)?([^\[\]|]*)\]\]")


def strip_marks(text: str) -> str:
    """The words of the text, its paragraphs, headings and list items apart by a blank line."""
    return "\n\n".join(_list_blocks(MarkdownIt("commonmark").parse(_WIKI_LINK.sub(r"\1", text))))


def _list_blocks(tokens: Sequence[Token]) -> Iterator[str]:
    for token in tokens:
        block = _join_words(token.children) if token.type == "inline" else ""
        if token.type in ("fence", "code_block"):  # an indented paragraph is one, too
            block = token.content
        if block.strip():
            yield block.strip()


def _join_words(parts: Sequence[Token] | None) -> str:
    breaks = {"softbreak": "\n", "hardbreak": "\n"}
    return "".join(
        breaks.get(part.type, part.content) for part in parts or () if part.type not in ("image", "html_inline")
    )
