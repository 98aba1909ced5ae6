"""The closest sentence: what an article has in place of words that it lost."""

from dataclasses import dataclass

from dashboard.columns.columns import Columns
from dashboard.receipts.places import Span, sentences_near
from dashboard.receipts.receipt import Passage
from dashboard.words.folding import place_words

# Characters of a sentence that are compared with words that its article no longer has, and sentences that are put
# together to be like words of several.
LONGEST_COMPARED, MOST_JOINED = 5_000, 10


@dataclass(frozen=True, slots=True)
class Closest:
    """The part of an article that is most like some words: its place, and how alike they are, from 0 to 1."""

    start: int
    end: int
    likeness: float


def find_closest(columns: Columns, article: int, words: str, near: int, *, is_cut: bool = False) -> Closest | None:
    """The sentence of an article, or the few that follow one another, most like these words; None without sentences.

    Of a very long article the sentences nearest to the character `near` are looked at. Where the words may be
    only the first of a sentence (`is_cut`), each sentence is as like them as the likest stretch of as many words in it.
    """
    text = columns.text("articles.text", article) or ""
    wanted = frozenset(_list_words(words[:LONGEST_COMPARED]))
    sentences = [(start, end) for _, start, end in sentences_near(columns, article, near)]
    if not sentences:
        return None
    lists = [_list_words(text[start : min(end, start + LONGEST_COMPARED)]) for start, end in sentences]
    sets = [frozenset(each) for each in lists]
    if is_cut:
        count = len(_list_words(words))
        likeness = [_compare_stretches(wanted, each, count) for each in lists]
    else:
        likeness = [_compare(wanted, each) for each in sets]
    first = last = max(range(len(sets)), key=lambda place: likeness[place])
    best, joined = likeness[first], sets[first]
    while last - first < MOST_JOINED:  # words of several sentences: as long as one more makes them more alike
        tried = [
            (_compare(wanted, joined | sets[place]), place) for place in (first - 1, last + 1) if 0 <= place < len(sets)
        ]
        more, place = max(tried, default=(0.0, first))
        if more <= best:
            break
        best, joined = more, joined | sets[place]
        first, last = min(first, place), max(last, place)
    return Closest(sentences[first][0], sentences[last][1], best)


def trim(text: str, closest: Closest, passage: Passage) -> Span:
    """The closest sentence without the words at its ends that stood beside the cited ones, not among them."""
    words = list(place_words(text[closest.start : min(closest.end, closest.start + 2 * LONGEST_COMPARED)]))
    before, behind = ([word for word, _, _ in place_words(each)] for each in (passage.prefix, passage.suffix))
    folded = [word for word, _, _ in words]
    first = max((size for size in range(len(before) + 1) if folded[:size] == before[len(before) - size :]), default=0)
    last = max(
        (size for size in range(len(behind) + 1) if folded[len(folded) - size :] == behind[:size]), default=0
    )  # fmt: skip
    if first + last >= len(words):
        return closest.start, closest.end
    low = closest.start + words[first][1] if first else closest.start
    high = closest.start + words[len(words) - 1 - last][2] if last else closest.end
    return low, high


def _list_words(text: str) -> list[str]:
    return [word for word, _, _ in place_words(text)]


def _compare(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two sets of words are, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0


def _compare_stretches(wanted: frozenset[str], words: list[str], count: int) -> float:
    """How alike some words and the likest stretch of `count` words in a sentence are, from 0 to 1."""
    starts = range(max(1, len(words) - count + 1))
    return max(_compare(wanted, frozenset(words[start : start + count])) for start in starts)
