"""Tokens: the words of a text as spaCy's tokenizer cuts it, but for what is no prose and would cost the most.

Brackets, base64 or `a.b.c.d` without a blank are no word, and a page of single signs (`( ( (`, a table of numbers) is
no sentence: such a stretch is cut into tokens of LONGEST_WORD characters, and nobody looks into it. UNREAD says where.

Limits: of 5,383 runs of BLOCK tokens in 2,300 articles of news none has fewer than 3.69 characters a token, and their
longest word has 51 characters, so nothing changes for those. What is left unread may hold names.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
from numpy.typing import NDArray
from spacy.tokens import Doc

UNREAD = "unread"  # the key of a Doc under which [start, end) of each such stretch stand, in characters

# Characters. Addresses with all that sites hang on them have some 300; the tokenizer's time grows with the square.
LONGEST_WORD = 400
# Characters a token, white space behind it included, below which tokens are no prose; how many are looked at together,
# and how many such blocks in a row are left unread: fewer are a result, a phone number or a short table in an article.
SPARSEST, BLOCK, BLOCKS = 2.75, 100, 4

LONG_WORD = re.compile(rf"(?<!\S)\S{{{LONGEST_WORD + 1},}}")


class Tokenizer:
    """spaCy's tokenizer, bounded: its time grows with the length of a text and with nothing else."""

    def __init__(self, tokenizer: Callable[[str], Doc]) -> None:
        self._tokenizer = tokenizer

    def __call__(self, text: str) -> Doc:
        """The Doc of the text."""
        doc = self._tokenizer(text) if LONG_WORD.search(text) is None else self._tokenize_around(text)
        return _without_signs(doc) if len(doc) >= BLOCK * BLOCKS else doc

    def _tokenize_around(self, text: str) -> Doc:
        """The Doc of a text with long words."""
        pieces, unread, at = [], [], 0
        for word in LONG_WORD.finditer(text):
            if at < word.start():
                pieces.append(self._tokenizer(text[at : word.start()]))
            at = word.end()
            has_blank = text.startswith(" ", at)
            pieces.append(_cut(pieces[0] if pieces else self._tokenizer(""), word.group(), has_blank=has_blank))
            unread.append(word.span())
            at += has_blank
        if at < len(text):
            pieces.append(self._tokenizer(text[at:]))
        return _join(pieces, unread)


def _cut(doc: Doc, text: str, *, has_blank: bool) -> Doc:
    """A Doc, of the same vocabulary, of a stretch that is not looked into; `has_blank` if a blank follows it."""
    words = [text[start : start + LONGEST_WORD] for start in range(0, len(text), LONGEST_WORD)]
    return Doc(doc.vocab, words, [False] * (len(words) - 1) + [has_blank])


def _join(pieces: list[Doc], unread: list[tuple[int, int]]) -> Doc:
    words = [token.text for piece in pieces for token in piece]
    blanks = [bool(token.whitespace_) for piece in pieces for token in piece]
    doc = Doc(pieces[0].vocab, words, blanks)
    # The norms of contractions are the tokenizer's, and not those of the words.
    norms: Any = np.concatenate([piece.to_array(["NORM"]) for piece in pieces])
    doc.from_array(["NORM"], norms)
    doc.user_data[UNREAD] = unread
    return doc


def _without_signs(doc: Doc) -> Doc:
    """The doc, each long stretch of single signs and digits as few tokens."""
    starts = np.array([*(doc[i].idx for i in range(0, len(doc), BLOCK)), len(doc.text)])
    sizes = np.diff(np.append(np.arange(0, len(doc), BLOCK), len(doc)))
    sparse = np.diff(starts) < SPARSEST * sizes
    stretches = [(first, last) for first, last in _runs(sparse) if last - first >= BLOCKS]
    if not stretches:
        return doc
    pieces, at = [], 0
    unread = list(doc.user_data.get(UNREAD, ()))
    for first, last in stretches:
        start, end = first * BLOCK, min(last * BLOCK, len(doc))
        if at < start:
            pieces.append(doc[at:start].as_doc())
        stretch = doc[start:end]
        pieces.append(_cut(doc, stretch.text, has_blank=bool(doc[end - 1].whitespace_)))
        unread.append((stretch.start_char, stretch.end_char))
        at = end
    if at < len(doc):
        pieces.append(doc[at:].as_doc())
    return _join(pieces, sorted(unread))


def _runs(flags: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """[start, end) of each run of what is true."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)
