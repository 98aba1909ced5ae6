"""Finding: the sentence that a permanent link means, in tables that may be others than those it was made on.

A link to a sentence names its article, its number and its first words (`exact`). Where the sentence of that number does
not have the words any more, they are looked for in the article, then in all articles. Where a link shows another
sentence than the one it was made for, it says so.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from dashboard.columns.columns import Columns
from dashboard.queries.articles import find_article
from dashboard.reader import Reader
from dashboard.receipts.closest import find_closest
from dashboard.receipts.places import Place, find_in_corpus, find_words, may_be_cut, sentence_at, start_of
from dashboard.words.differences import ALIKE

type State = Literal["there", "moved", "closest", "lost", "elsewhere", "gone"]


@dataclass(frozen=True, slots=True)
class Found:
    """What a link to a sentence leads to: the article and the sentence that are shown.

    `there`: the sentence of the link. `moved`: it has another number in the article now. `closest`: the article lost
    the words, this sentence is most like them. `lost`: it has no such sentence, `sentence` is None. `elsewhere`: the
    article is not there, this one has the words. `gone`: no article has them. `others` are how many other articles have
    the words, where they are not in the link's; `MOST_READ` at most.
    """

    state: State
    article: str
    sentence: int | None
    others: int = 0


def find_sentence(reader: Reader, article_id: str, sentence: int | None, exact: str) -> Found:
    """What a link leads to that names this article, this sentence (None: none) and these words."""
    columns = reader.columns
    article = find_article(columns, article_id)
    if article < 0:
        places = find_in_corpus(reader, exact)
        first = next(places, None)
        if first is None:
            return Found("gone", article_id, None)
        number = sentence_at(columns, first.article, first.start)
        return Found("elsewhere", str(columns.text("articles.id", first.article)), number, _count(places))
    spans = find_words(columns.text("articles.text", article) or "", exact)
    numbers = [sentence_at(columns, article, start) for start, _ in spans]
    if sentence in numbers:
        return Found("there", article_id, sentence)
    if numbers:
        nearest = numbers[0] if sentence is None else min(numbers, key=lambda each: abs(each - sentence))
        return Found("there" if sentence is None else "moved", article_id, nearest)
    others = _count(find_in_corpus(reader, exact, apart_from=article))
    closest = _find_closest(columns, article, sentence, exact)
    return Found("lost" if closest is None else "closest", article_id, closest, others)


def _find_closest(columns: Columns, article: int, sentence: int | None, exact: str) -> int | None:
    """The sentence of an article that is most like these words, as a receipt finds it; None where none is like them."""
    near = start_of(columns, article, sentence or 0)
    closest = find_closest(columns, article, exact, near, is_cut=may_be_cut(exact))
    if closest is None or closest.likeness < ALIKE:
        return None
    return sentence_at(columns, article, closest.start)


def _count(places: Iterator[Place]) -> int:
    return sum(1 for _ in places)
