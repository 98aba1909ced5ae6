"""Groups articles that are copies of one another into stories, so that an agency report in ten papers counts once.

A story is a head and the articles that are copies of it; the head is the first of them that was published. A copy of a
copy belongs to the story only if it is a copy of the head, too, so a chain of small changes does not join two reports.

Two articles are copies if the shorter one has enough of its shingles (runs of four words) in common with the other.
Formulas do not count: a shingle that one outlet prints day after day stands in its footer, its background paragraph or
its template. In a corpus of three days there are no formulas yet.

Limits: two reports of one event in different words are two stories. A short article that stands whole in a longer one
is its copy; so two short ones that have nothing in common are one story if the roundup of both was published before.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2b
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dashboard import settings
from dashboard.tables.rows import Row

type Numbers = npt.NDArray[Any]

# Words. On the half of the labelled pairs that is for choosing, 3, 4 and 5 are equally good (tools/stories.py). Longer
# shingles miss edited copies, shorter ones are shared by articles that only have a subject in common.
SHINGLE = 4

# Hashes of 4 bytes in a sketch, and hence 512 bytes an article. An article of up to 131 words is known completely; of
# two longer ones the containment is estimated with a standard error of 0.04.
SKETCH = 128

# Hashes of quotations an article, the smallest ones; one article in a hundred has more quotations.
QUOTES = 8

# Words of a quotation that are compared. Outlets cut quotations at the end; shorter ones are what anybody says.
QUOTE_WORDS = 8

# Fills the rest of a sketch. It is the largest number, so sketches stay sorted.
NONE = np.uint32(0xFFFFFFFF)

# What is stored of an article to find its copies, 544 bytes.
SIGNATURE = [("sketch", pa.binary(4 * SKETCH)), ("quotes", pa.binary(4 * QUOTES))]

# The columns that `group_stories` needs.
SIGNED = pa.schema(
    [
        ("article_id", pa.string()),
        ("published", pa.timestamp("us", "UTC")),
        ("source", pa.string()),
        ("agency", pa.string()),
        *SIGNATURE,
    ]
)

# Hashes of a sketch by which candidates are found, the smallest ones, and how many of them two articles must have in
# common. Of 50 labelled copies 48 have 3 or more in common.
KEYS = 32
SHARED_KEYS = 2

# Articles before it, nearest in time, that an article is compared with for each key. It bounds the work where thousands
# share a key; copies share most of their keys, and each key finds others of the story.
NEIGHBOURS = 6

# Numbers that are sorted at one time (16 MB), and pairs that are compared at one time (16 MB).
SORTED_AT_A_TIME = 2_000_000
COMPARED_AT_A_TIME = 8_192


def sign(text: str, quotes: Iterable[str]) -> Row:
    """The signature of an article; `quotes` are the words that stand between quotation marks, each passage by itself.

    It depends on nothing else, and is the same on every machine. The sketch has the smallest hashes of the shingles:
    a sample that falls on the same shingles in every article.
    """
    words = _words(text)
    shingles = zip(*(words[start:] for start in range(SHINGLE)), strict=False) if len(words) >= SHINGLE else [words]
    passages = [_words(quote)[:QUOTE_WORDS] for quote in quotes]
    return {
        "sketch": _smallest(shingles, SKETCH),
        "quotes": _smallest([passage for passage in passages if len(passage) == QUOTE_WORDS], QUOTES),
    }


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())


def _smallest(runs: Iterable[Iterable[str]], count: int) -> bytes:
    """The smallest hashes of these runs of words, ascending; little-endian and filled up with NONE."""
    hashes = b"".join([blake2b(" ".join(run).encode(), digest_size=4).digest() for run in runs])
    found = np.full(count, NONE, "<u4")
    smallest = np.unique(np.frombuffer(hashes, "<u4"))[:count]
    found[: len(smallest)] = smallest
    return found.tobytes()


def group_stories(signed: pa.Table, days: float = settings.STORY_DAYS) -> pa.Array:
    """The story of each row of `signed`, which has the columns of `SIGNED`: the article_id of the head of its story.

    A copy is published within so many days of the head; an article without a date is compared with all. The head is
    the first that was published; what has no date comes after the rest, and of equal dates the smaller id comes first.
    So the order of the rows changes nothing. More articles may change the story of one: they show more formulas.

    Work is bounded for each article: at most `NEIGHBOURS` comparisons a key. Memory is 1 KB an article besides the
    table, which has 0.6 KB.
    """
    corpus = _read(signed, days)
    _drop_formulas(corpus)
    heads = np.arange(len(corpus.order))
    for later, earlier in _copies_by_article(corpus):
        heads[later] = _head_of(later, earlier, heads, corpus)
    stories = np.empty_like(heads)
    stories[corpus.order] = corpus.order[heads]
    return signed["article_id"].combine_chunks().take(pa.array(stories))


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The articles as numbers, by row. A *place* is the position of an article in the order of publication.

    `_drop_formulas` changes the sketches, so `limits` keeps the largest hash of each full sketch.
    """

    order: Numbers  # the row at each place
    days: Numbers  # with fractions, since 1970; NaN where there is no date
    sources: Numbers  # a number for each outlet, -1 where it is unknown
    agencies: Numbers
    sketches: Numbers
    limits: Numbers
    quotes: Numbers
    within: float  # days


def _read(signed: pa.Table, within: float) -> _Corpus:
    published = signed["published"].combine_chunks()
    micros = np.asarray(published.cast(pa.int64()).fill_null(0), dtype=np.float64)
    days = np.where(published.is_null(), np.nan, micros / 86_400e6)
    sketches = _numbers(signed["sketch"], SKETCH)
    return _Corpus(
        order=_sort_by_date(signed),
        days=days,
        sources=_codes(signed["source"]),
        agencies=_codes(signed["agency"]),
        sketches=sketches,
        limits=sketches[:, -1].copy(),
        quotes=_numbers(signed["quotes"], QUOTES),
        within=within,
    )


def _sort_by_date(signed: pa.Table) -> Numbers:
    """The rows in the order of publication; what has no date comes last, and of equal dates the smaller id first."""
    keys = [("published", "ascending"), ("article_id", "ascending")]
    order: Numbers = np.asarray(pc.sort_indices(signed, sort_keys=keys), np.int64)
    return order


def _numbers(column: pa.ChunkedArray, width: int) -> Numbers:
    """The hashes of each row, `width` of them; a copy that may be changed."""
    rows = np.empty((len(column), width), "<u4")
    start = 0
    for chunk in column.chunks:
        first = chunk.offset * width
        hashes = np.frombuffer(chunk.buffers()[1], "<u4")[first : first + len(chunk) * width]
        rows[start : start + len(chunk)] = hashes.reshape(-1, width)
        start += len(chunk)
    return rows


def _codes(column: pa.ChunkedArray) -> Numbers:
    """A number for each different value, -1 for null."""
    return np.asarray(pc.fill_null(column.combine_chunks().dictionary_encode().indices, -1))


def _drop_formulas(corpus: _Corpus) -> None:
    """Put NONE in the sketches for every shingle that one outlet printed on `settings.FORMULA_DAYS` different days.

    Articles of unknown outlets are many outlets' and may carry one report for days, so their weeks are counted.
    """
    issue_of, outlet_of = _issues(corpus)
    flat = corpus.sketches.reshape(-1)
    for low, high in _ranges(flat):
        at = np.flatnonzero((flat >= low) & (flat < high))
        hashes = flat[at]
        printed = np.sort(_pack(hashes, issue_of[at // SKETCH]))
        shingles, issues = _unpack(printed[np.diff(printed, prepend=np.uint64(0)) != 0])
        by = outlet_of[issues]
        # In sorted order the issues of one outlet are neighbours: look whether the one so many further on is the same.
        ahead = settings.FORMULA_DAYS - 1
        often = (shingles[ahead:] == shingles[: len(shingles) - ahead]) & (by[ahead:] == by[: len(by) - ahead])
        formulas = shingles[ahead:][often].astype(np.uint32)
        flat[at[_among(hashes, formulas)]] = NONE


def _issues(corpus: _Corpus) -> tuple[Numbers, Numbers]:
    """The issue of each row, an outlet on one day, and the outlet of each issue; issues of one outlet are consecutive.

    What has no date is of an issue whose outlet, NaN, is not even the same as itself.
    """
    dated = ~np.isnan(corpus.days)
    days = np.floor(np.where(corpus.sources < 0, corpus.days / 7, corpus.days)[dated])
    first, last = (days.min(), days.max()) if len(days) else (0, 0)
    span = last - first + 1
    issues, issue_of_dated = np.unique(corpus.sources[dated] * span + (days - first), return_inverse=True)
    issue_of = np.full(len(dated), len(issues))
    issue_of[dated] = issue_of_dated
    return issue_of, np.append(np.floor(issues / span), np.nan)


def _pack(first: Numbers, second: Numbers) -> Numbers:
    """Two numbers of 32 bits as one of 64 that sorts by the first, then by the second."""
    packed: Numbers = first.astype(np.uint64) << np.uint64(32) | second.astype(np.uint64)
    return packed


def _unpack(packed: Numbers) -> tuple[Numbers, Numbers]:
    return (packed >> np.uint64(32)).astype(np.int64), (packed & np.uint64(0xFFFFFFFF)).astype(np.int64)


def _ranges(hashes: Numbers) -> Iterator[tuple[np.uint32, np.uint32]]:
    """Ranges of hashes that together hold all but NONE; each has about as many as are sorted at one time."""
    sample = np.sort(hashes[:: len(hashes) // 100_000 | 1])  # an odd step, so that it falls on all columns
    sample = sample[sample != NONE]
    count = -(-len(hashes) // SORTED_AT_A_TIME) if len(sample) else 1
    bounds = [np.uint32(0), *(sample[len(sample) * each // count] for each in range(1, count)), NONE]
    yield from pairwise(bounds)


def _among(numbers: Numbers, known: Numbers) -> Numbers:
    """Whether each number is one of `known`, which are sorted."""
    if not len(known):
        return np.zeros(numbers.shape, bool)
    found: Numbers = known[np.minimum(np.searchsorted(known, numbers), len(known) - 1)] == numbers
    return found


def _candidates(corpus: _Corpus) -> tuple[Numbers, Numbers]:
    """Pairs of places, later and earlier, of articles that share keys and were published within days of one another."""
    keys = corpus.sketches[corpus.order, :KEYS]
    pairs = []
    for low, high in _ranges(keys.reshape(-1)):
        places, columns = np.nonzero((keys >= low) & (keys < high))
        key, place = _unpack(np.sort(_pack(keys[places, columns], places)))
        at = np.arange(len(key))
        for before in range(1, NEIGHBOURS + 1):
            at = at[at >= before]
            at = at[key[at] == key[at - before]]
            later, earlier = place[at], place[at - before]
            near = _near(corpus, later, earlier)
            pairs.append(_pack(later[near], earlier[near]))
    found, shared = np.unique(np.concatenate(pairs), return_counts=True)
    later, earlier = _unpack(found)
    enough = shared >= np.minimum(SHARED_KEYS, (keys != NONE).sum(axis=1)[later])
    return later[enough], earlier[enough]


def _near(corpus: _Corpus, places: Numbers, others: Numbers) -> Numbers:
    """Whether the articles of each pair were published within the days of a story; without a date they are."""
    apart = corpus.days[corpus.order[places]] - corpus.days[corpus.order[others]]
    near: Numbers = ~(np.abs(apart) > corpus.within)  # NaN is not greater
    return near


def _copies_by_article(corpus: _Corpus) -> Iterator[tuple[int, list[int]]]:
    """Each place whose article is a copy, in order, with the places of what it is a copy of, the most alike first."""
    later, earlier = _candidates(corpus)
    likeness = np.empty(len(later))
    for start in range(0, len(later), COMPARED_AT_A_TIME):
        some = slice(start, start + COMPARED_AT_A_TIME)
        likeness[some] = _compare(corpus, later[some], earlier[some])
    copies = likeness > 0
    later, earlier, likeness = later[copies], earlier[copies], likeness[copies]
    ranked = np.lexsort((earlier, -likeness, later))
    later, earlier = later[ranked], earlier[ranked]
    bounds = np.append(np.flatnonzero(np.diff(later, prepend=-1)), len(later)).tolist()
    for first, end in pairwise(bounds):
        yield int(later[first]), earlier[first:end].tolist()


def _head_of(later: int, earlier: list[int], heads: Numbers, corpus: _Corpus) -> int:
    """The place of the head that this article is a copy of; its own place if there is none.

    The heads among what it is a copy of come first, then the heads of the others, with which it is compared now.
    """
    for each in earlier:
        if heads[each] == each:
            return each
    for head in dict.fromkeys(int(heads[each]) for each in earlier):
        one, other = np.array([later]), np.array([head])
        if _near(corpus, one, other)[0] and _compare(corpus, one, other)[0]:
            return head
    return later


def _compare(corpus: _Corpus, places: Numbers, others: Numbers) -> Numbers:
    """The Jaccard similarity of each pair of places whose articles are copies, and 0 of the others.

    Both sketches are complete below the smaller of their limits, so what is shared is counted there.
    """
    rows, other_rows = corpus.order[places], corpus.order[others]
    ones, twos = corpus.sketches[rows], corpus.sketches[other_rows]
    identical = (ones == twos).all(axis=1) & (corpus.limits[rows] == corpus.limits[other_rows])
    limits = np.minimum(corpus.limits[rows], corpus.limits[other_rows])[:, None]
    ones[ones > limits], twos[twos > limits] = NONE, NONE
    one, two = (ones != NONE).sum(axis=1), (twos != NONE).sum(axis=1)
    shared = _count_shared(ones, twos)
    containment = shared / np.maximum(1, np.minimum(one, two))
    related = (_count_shared(corpus.quotes[rows], corpus.quotes[other_rows]) >= settings.SAME_QUOTES) | _same(
        corpus.agencies[rows], corpus.agencies[other_rows]
    )
    enough = np.where(related, settings.SAME_STORY_IF_RELATED, settings.SAME_STORY)
    enough[_same(corpus.sources[rows], corpus.sources[other_rows])] = settings.SAME_STORY_OF_ONE_OUTLET
    copies = (shared >= settings.SAME_SHINGLES) & (containment >= enough)
    likeness: Numbers = np.where(identical, 1.0, np.where(copies, shared / np.maximum(1, one + two - shared), 0.0))
    return likeness


def _same(codes: Numbers, others: Numbers) -> Numbers:
    found: Numbers = (codes == others) & (codes >= 0)
    return found


def _count_shared(hashes: Numbers, others: Numbers) -> Numbers:
    """How many hashes each row has in common with the other's; a row has no hash twice."""
    both = np.sort(np.concatenate([hashes, others], axis=1), axis=1)
    found: Numbers = ((both[:, 1:] == both[:, :-1]) & (both[:, 1:] != NONE)).sum(axis=1)
    return found
