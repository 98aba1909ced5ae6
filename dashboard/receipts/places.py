"""Places: where words stand in a text, in an article by its sentences, and in the whole corpus.

Words are the same where only the blanks between them differ: a text that was read again may break its lines elsewhere.
A search in the corpus asks the index of words, and reads only the texts that it names.
"""

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice
from typing import NamedTuple

import numpy as np

from dashboard.columns.columns import Columns
from dashboard.reader import Reader
from dashboard.words.folding import WITHOUT_BLANKS, place_words

# What may stand between two words, and does not count: blanks and control characters, which a link cannot have.
GAP = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")

# Characters of the first words in a link to a sentence, which find it again in other tables.
FIRST_WORDS = 60

# Characters of a word that may not have fitted among the first words; longer ones are hardly written.
LONGEST_WORD = 20

# Words that are looked up in the corpus, at most; after twelve, hardly another sentence begins the same.
PHRASE_WORDS = 12

# Characters of a phrase that the index of words reads.
PHRASE_CHARACTERS = 280

# Articles whose texts are read for a phrase, the newest first: more is what anybody writes.
MOST_READ = 200

# Places in one text that are compared, at most.
MOST_SPANS = 200

# Sentences of one article that are compared with words that it lost, at most: no article of news has more.
MOST_COMPARED = 1_000

type Span = tuple[int, int]


class Place(NamedTuple):
    """Where words stand: the number of the article, and the characters [start, end) of its text."""

    article: int
    start: int
    end: int


def plain(text: str) -> str:
    """The text in one line, with single blanks and without control characters."""
    return GAP.sub(" ", text).strip()


def first_words(text: str) -> str:
    """The first words of a text, in one line, as a link to its sentence carries them."""
    words = plain(text)
    if len(words) <= FIRST_WORDS:
        return words
    cut = words[: FIRST_WORDS + 1].rfind(" ")
    return words[: cut if cut > 0 else FIRST_WORDS]


def may_be_cut(words: str) -> bool:
    """Whether these words, from a link, may be only the first of what it was made for: they fill it but for a word."""
    return FIRST_WORDS - LONGEST_WORD < len(words) <= FIRST_WORDS


def find_words(text: str, words: str) -> list[Span]:
    """Where these words stand in the text one after the other, whole; the first `MOST_SPANS` places."""
    wanted = plain(words)
    if not wanted:
        return []
    if words in text:  # by far the commonest case, and the quickest
        spans = _find_exactly(text, words)
    else:
        line, places = _in_one_line(text)
        spans = ((places[start], places[end - 1] + 1) for start, end in _find_exactly(line, wanted))
    return list(islice((span for span in spans if _is_whole(text, *span)), MOST_SPANS))


def choose(text: str, spans: Sequence[Span], prefix: str, suffix: str, start: int) -> Span:
    """Of several places in a text, the one with the likest text around it; of equal ones the nearest to `start`."""

    def rank(span: Span) -> tuple[float, int]:
        before, behind = text[max(0, span[0] - len(prefix)) : span[0]], text[span[1] : span[1] + len(suffix)]
        return liken(before, prefix) + liken(behind, suffix), -abs(span[0] - start)

    return max(spans, key=rank)


def liken(one: str, other: str) -> float:
    """How alike two short texts are, from 0 to 1."""
    return SequenceMatcher(None, one, other, autojunk=False).ratio() if one != other else 1.0


def find_in_corpus(reader: Reader, words: str, *, apart_from: int = -1) -> Iterator[Place]:
    """Where these words stand in the newest articles that have them, the first place in each."""
    phrase = write_phrase(words)
    if not phrase:
        return
    for number in islice(reader.words.find_articles(phrase), MOST_READ):
        if int(number) != apart_from:
            spans = find_words(reader.columns.text("articles.text", int(number)) or "", words)
            if spans:
                yield Place(int(number), *spans[0])


def sentence_at(columns: Columns, article: int, start: int) -> int:
    """The number of the sentence of an article that holds the character at `start`, or the last one before it."""
    low, high = columns["articles.first_of_sentences"][article : article + 2]
    if low == high:
        return 0
    row = int(np.searchsorted(columns["sentences.start"][low:high], start, "right")) - 1
    return int(columns["sentences.sentence"][low:high][max(row, 0)])


def start_of(columns: Columns, article: int, sentence: int) -> int:
    """Where a sentence of an article begins, or the first one after it; behind the last one its start."""
    low, high = columns["articles.first_of_sentences"][article : article + 2]
    if low == high:
        return 0
    row = low + int(np.searchsorted(columns["sentences.sentence"][low:high], sentence))
    return int(columns["sentences.start"][min(row, high - 1)])


def sentences_near(columns: Columns, article: int, start: int) -> list[tuple[int, int, int]]:
    """Number, start and end of the sentences of an article, in order; of a very long one those nearest to `start`."""
    low, high = columns["articles.first_of_sentences"][article : article + 2]
    first = int(np.searchsorted(columns["sentences.start"][low:high], start))
    low, high = max(low, low + first - MOST_COMPARED // 2), min(high, low + first + MOST_COMPARED // 2)
    each = (columns[f"sentences.{name}"][low:high].tolist() for name in ("sentence", "start", "end"))
    return list(zip(*each, strict=True))


def write_phrase(words: str) -> str:
    """The first of the words as a phrase that the index finds; "" where there is none."""
    found = [word for word, _, _ in islice(place_words(words[: 4 * PHRASE_CHARACTERS]), PHRASE_WORDS + 1)]
    if len(words) > 4 * PHRASE_CHARACTERS or len(found) > PHRASE_WORDS:
        found.pop()  # it may be cut
    phrase = ""
    for word in found:
        if len(phrase) + len(word) >= PHRASE_CHARACTERS:
            break
        phrase = f"{phrase} {word}".strip()
    return f'"{phrase}"' if phrase else ""


def _find_exactly(text: str, words: str) -> Iterator[Span]:
    at = text.find(words)
    while at >= 0:
        yield at, at + len(words)
        at = text.find(words, at + len(words))


def _in_one_line(text: str) -> tuple[str, Sequence[int]]:
    """The text with one blank in place of each gap, and the place in the text of each of its characters."""
    pieces: list[str] = []
    places: list[int] = []
    done = 0
    for gap in GAP.finditer(text):
        pieces += [text[done : gap.start()], " "]
        places += range(done, gap.start() + 1)
        done = gap.end()
    return "".join([*pieces, text[done:]]), [*places, *range(done, len(text))]


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether neither end of [start, end) cuts a word. In scripts without blanks each letter is one."""
    return not any(
        0 < cut < len(text) and text[cut - 1 : cut + 1].isalnum() and not WITHOUT_BLANKS.search(text[cut - 1 : cut + 1])
        for cut in (start, end)
    )
