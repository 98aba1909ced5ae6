"""The text of a piece of HTML, such as feeds give as the text of an article: it has no menus that would be left out."""

import re
from collections.abc import Callable, Mapping
from contextlib import suppress

from lxml.etree import HTMLParser, LxmlError

# A tag that articles are marked up with; "a < b" and "<unk>" are none.
_TAG = re.compile(
    r"</?(?:p|br|div|span|a|b|i|u|em|strong|h[1-6]|ul|ol|li|img|figure|figcaption|blockquote|table|tr|td|article|section)"
    r"(?:\s[^<>]*)?/?>",
    re.IGNORECASE,
)
_APART = frozenset(
    "p div h1 h2 h3 h4 h5 h6 ul ol li blockquote table tr article section figure header footer aside pre dl dt".split()
)
_LEFT_OUT = frozenset("script style noscript iframe svg figcaption button".split())

_BREAKS = re.compile(r"\s*\n\s*\n\s*|[^\S\n]*\n[^\S\n]*")


def is_html(text: str) -> bool:
    """Whether the text is marked up with tags."""
    return _TAG.search(text) is not None


def strip_tags(html: str, is_left_out: Callable[[str, Mapping[str, str]], bool] = lambda *_: False) -> str:
    """The words, paragraphs apart by a blank line; without scripts, forms and captions.

    `is_left_out` says of the name and the attributes of an element whether it is left out, too.
    """
    words = _Words(is_left_out)
    # With a target lxml builds no tree, which it would cut where tags are nested too deeply.
    parser = HTMLParser(target=words)
    with suppress(LxmlError):  # nothing but blanks
        parser.feed(html)
        parser.close()
    return _BREAKS.sub(lambda gap: "\n\n" if gap[0].count("\n") > 1 else "\n", "".join(words.pieces)).strip()


class _Words:
    """Collects words and line breaks while the parser reads."""

    def __init__(self, is_left_out: Callable[[str, Mapping[str, str]], bool]) -> None:
        self.pieces: list[str] = []
        self._is_left_out = is_left_out
        self._within = 0  # elements that are open, from one that is left out

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """An element begins."""
        if self._within or tag in _LEFT_OUT or self._is_left_out(tag, attributes):
            self._within += 1
        elif tag in _APART:
            self.pieces.append("\n\n")
        elif tag == "br":
            self.pieces.append("\n")

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._within:
            self._within -= 1
        elif tag in _APART:
            self.pieces.append("\n\n")
        elif tag in ("td", "th"):
            self.pieces.append("\t")

    def data(self, data: str) -> None:
        """Words between two tags."""
        if not self._within:
            words = re.sub(r"\s+", " ", data)
            is_doubled = words.startswith(" ") and self.pieces[-1:] and self.pieces[-1][-1:].isspace()
            self.pieces.append(words[1:] if is_doubled else words)

    def close(self) -> None:
        """The end; the words are in `pieces`."""
