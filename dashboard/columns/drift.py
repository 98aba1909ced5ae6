"""Drift: how the quotes of a story are worded and attributed from article to article, found when a store is written.

A *saying* is a quote that two articles or more have, each in its own words. The columns have one row a saying in an
article. Rows of one saying follow one another in the order of `lineage`, those outside the story last:

- `story`, `saying`: the numbers of the story's head and of the saying; both ascend.
- `article`, `sentence`: where it stands. `quote` is the number of the quote; -1 where the article has the words, but
  nobody is said to have said them.
- `before`: the row that it is compared with, -1 for the first: that of the article whose words this one has, outside
  the story the first with the same quotation, else the first of the saying.
- `changes`: what is other than there, a bit for each of `CHANGES`.
- `outside`: whether the article is of another story, and prints a quotation of this one by the rule of `origins`.

`lineage.unattributed` counts for each article its sayings that lost their source, `lineage.unnamed` those of a source
that had a name.

Limits: quotes are aligned by the words they have in common, so what is told in quite other words is not found, and two
sentences of one template may be taken for one. A statement without a source counts as unattributed only if its
sentence has most of the words and neither the speaker nor a word that reports speech anywhere in these tables.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import duckdb
import numpy as np

from dashboard import settings
from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array
from dashboard.columns.files import open_arrays, open_texts, write_array
from dashboard.columns.origins import QUOTE, QUOTE_WORDS
from dashboard.columns.strings import Strings
from dashboard.tables.contract import QUOTE_KINDS, SOURCINGS
from dashboard.words.alignment import align_statements, measure_likeness
from dashboard.words.comparison import find_stems
from dashboard.words.differences import read_words

# What changes from one article to the next. The source: gone, no longer named, now named, now there; who was told is
# gone. The words: others, now within quotation marks, no longer within them.
CHANGES = ("unattributed", "unnamed", "named", "attributed", "untold", "reworded", "direct", "indirect")
UNATTRIBUTED, UNNAMED, NAMED, ATTRIBUTED, UNTOLD, REWORDED, DIRECT, INDIRECT = (1 << bit for bit in range(len(CHANGES)))

# Quotes of an article, sayings of a story, and articles outside it that are aligned: a story of hundreds of articles
# has few sayings, an article of hundreds of quotes is a transcript.
MOST_QUOTES, MOST_SAYINGS, MOST_OUTSIDE = 100, 1_000, 20

# Words of a statement at least by which it is looked for among sentences without a source, and the share of them that
# the sentence must have: fewer words stand in many sentences.
STATED_WORDS, STATED = 5, 0.8

# Letters of a word that reports speech, at least: “as” and “is” are such words, too, but stand everywhere.
CUE_LETTERS = 4

WITH_NAMES = (SOURCINGS.index("named"), SOURCINGS.index("organisation"))
WITHOUT_NAMES = (SOURCINGS.index("unnamed official"), SOURCINGS.index("unnamed"))
MARKED = (QUOTE_KINDS.index("direct"), QUOTE_KINDS.index("mixed"))

COLUMNS = {
    "story": np.int32, "saying": np.int32, "article": np.int32, "sentence": np.int32, "quote": np.int32,
    "before": np.int32, "changes": np.int16, "outside": np.bool_,
}  # fmt: skip

WRITTEN = """
    SELECT article, quote, sentence, text, speaker, cue FROM draft.quotes_sorted
    WHERE article IN (SELECT unnest($1)) ORDER BY quote"""
CUES = "SELECT DISTINCT cue FROM draft.quotes_sorted WHERE cue IS NOT NULL"


@dataclass(frozen=True, slots=True)
class _Quote:
    """A quote by its number: its sentence, its words, its stems, and those of its speaker; `spoken` says whether it has
    a speaker or a word that reports speech."""

    number: int
    sentence: int
    words: tuple[str, ...]
    stems: frozenset[str]
    speaker: frozenset[str]
    spoken: bool


@dataclass(slots=True)
class _Row:
    """A row of a saying before it has its number; `of` is its quote, None for a sentence without a source."""

    article: int
    sentence: int
    of: _Quote | None
    before: "_Row | None" = None
    changes: int = 0
    outside: bool = False


@dataclass(frozen=True, slots=True)
class _Corpus:
    """The columns of a set, the quotes of the articles in stories, and the words that report speech."""

    arrays: Mapping[str, Array]
    texts: Mapping[str, Strings]
    quotes: Mapping[int, Sequence[_Quote]]
    cues: frozenset[str]

    def read_sentence(self, article: int, sentence: int) -> str:
        """The text of a sentence."""
        place = self.arrays["articles.first_of_sentences"][article] + sentence
        start, end = (self.arrays[f"sentences.{side}"][place] for side in ("start", "end"))
        return (self.texts["articles.text"][article] or "")[start:end]


@dataclass(slots=True)
class _Story:
    """The sayings of a story so far, each with its rows in order, and by article."""

    sayings: list[list[_Row]] = field(default_factory=list)
    of: dict[int, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))  # article -> quote -> saying


def write_drift(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Align the quotes of each story by the attached `draft` and the columns in this folder, and write what changed."""
    arrays = open_arrays(folder)
    outside = _find_outside(arrays)
    wanted = np.unique(np.concatenate((arrays["lineage.article"], *outside.values())).astype(np.int64))
    corpus = _Corpus(arrays, open_texts(folder), _read_quotes(connection, wanted), _read_cues(connection))
    rows: dict[str, list[int]] = {name: [] for name in COLUMNS}
    saying = 0
    for members in _split(arrays["lineage.story"]):
        story = int(arrays["lineage.story"][members[0]])
        for found in _align(corpus, members, outside.get(story, np.empty(0, np.int64))):
            first = len(rows["story"])
            places = {id(row): first + place for place, row in enumerate(found)}
            for row in found:
                values = {
                    "story": story, "saying": saying, "article": row.article, "sentence": row.sentence,
                    "quote": row.of.number if row.of else -1, "changes": row.changes, "outside": row.outside,
                    "before": places[id(row.before)] if row.before else -1,
                }  # fmt: skip
                for name, column in rows.items():
                    column.append(values[name])
            saying += 1
    written: dict[str, Array] = {name: np.array(rows[name], kind) for name, kind in COLUMNS.items()}
    for name, values_of in written.items():
        write_array(folder, f"drift.{name}", values_of)
    for name, bit in (("unattributed", UNATTRIBUTED), ("unnamed", UNNAMED)):
        counted = written["article"][((written["changes"] & bit) != 0) & ~written["outside"]]
        counts = np.bincount(counted, minlength=len(arrays["articles.story"]))
        write_array(folder, f"lineage.{name}", counts[arrays["lineage.article"]].astype(np.int16))


def _split(stories: Array) -> list[Array]:
    """The rows of `lineage` of each story."""
    return np.split(np.arange(len(stories)), np.flatnonzero(is_first(stories))[1:]) if len(stories) else []


def _find_outside(arrays: Mapping[str, Array]) -> dict[int, Array]:
    """The head of a story of several articles -> the articles of other stories that print a quotation of it, or whose
    quotation it prints, the newest first."""
    stories, alone, repeats = (arrays[f"articles.{name}"] for name in ("story", "alone", "repeats"))
    later = np.flatnonzero(arrays["articles.origin_why"] == QUOTE)
    earlier = repeats[later]
    apart = stories[later] != stories[earlier]
    pairs = np.concatenate([
        np.stack((stories[one], other))[:, apart & ~alone[one]] for one, other in ((earlier, later), (later, earlier))
    ], axis=1)  # fmt: skip
    pairs = np.unique(pairs, axis=1)
    found: dict[int, Array] = {}
    for rows in _split(pairs[0]):
        found[int(pairs[0][rows[0]])] = pairs[1][rows][:MOST_OUTSIDE]
    return found


def _read_quotes(connection: duckdb.DuckDBPyConnection, articles: Array) -> dict[int, list[_Quote]]:
    """Article -> its quotes in the order of the text."""
    found: defaultdict[int, list[_Quote]] = defaultdict(list)
    for article, number, sentence, text, speaker, cue in connection.execute(WRITTEN, [articles.tolist()]).fetchall():
        if len(found[article]) < MOST_QUOTES:
            found[article].append(_Quote(
                number, sentence, read_words(text), find_stems(text), find_stems(speaker or ""), bool(speaker or cue),
            ))  # fmt: skip
    return found


def _read_cues(connection: duckdb.DuckDBPyConnection) -> frozenset[str]:
    """The words that report speech in these tables, folded."""
    words = (word for (cue,) in connection.execute(CUES).fetchall() for word in read_words(cue))
    return frozenset(word for word in words if len(word) >= CUE_LETTERS)


def _align(corpus: _Corpus, members: Array, outside: Array) -> Iterator[list[_Row]]:
    """The rows of each saying of a story that two articles or more have."""
    story, lineage = _Story(), (corpus.arrays[f"lineage.{name}"] for name in ("article", "copied_from"))
    for article, source in zip(*(column[members].tolist() for column in lineage), strict=True):
        _add_quotes(story, corpus, article, source)
        if source >= 0:
            _add_unattributed(story, corpus, article, source)
    said = {
        words: (saying, row.article)
        for saying, rows in enumerate(story.sayings) for row in reversed(rows) if (words := _begin(row.of))
    }  # fmt: skip
    for article in outside.tolist():
        for quote in corpus.quotes.get(article, ()):
            saying, first = said.get(_begin(quote), (-1, -1))
            if saying >= 0:
                _add_row(story, corpus, saying, _Row(article, quote.sentence, quote, outside=True), first)
    for rows in story.sayings:
        if len({row.article for row in rows}) > 1:
            yield rows


def _begin(quote: _Quote | None) -> tuple[str, ...]:
    """The words by which a quotation is found again, as in `origins`; none where it is too short."""
    return quote.words[:QUOTE_WORDS] if quote and len(quote.words) >= QUOTE_WORDS else ()


def _add_quotes(story: _Story, corpus: _Corpus, article: int, source: int) -> None:
    """Add the quotes of an article to the sayings that they are, by what its source has of them, else by how each was
    worded first; the rest are new sayings."""
    own = corpus.quotes.get(article, ())
    by_number = {quote.number: quote for quote in corpus.quotes.get(source, ())}
    said = list(story.of[source].items()) if source >= 0 else []
    found = align_statements([each.stems for each in own], [by_number[number].stems for number, _ in said])
    placed = {here: said[there][1] for here, there in found.items()}
    firsts = _index(story)
    for here, quote in enumerate(own):
        if here not in placed:
            placed |= _find_first(story, firsts, here, quote, set(placed.values()))
    for here, quote in enumerate(own):
        if here not in placed and len(story.sayings) < MOST_SAYINGS:
            placed[here] = len(story.sayings)
            story.sayings.append([])
        if here in placed:
            _add_row(story, corpus, placed[here], _Row(article, quote.sentence, quote), source)
            story.of[article][quote.number] = placed[here]


def _add_row(story: _Story, corpus: _Corpus, saying: int, row: _Row, source: int = -1) -> None:
    """Add a row to a saying, with what is other in it than in the row of its source, else than in the first."""
    rows = story.sayings[saying]
    row.before = next((each for each in rows if each.article == source), rows[0] if rows else None)
    row.changes = _compare(corpus, row)
    rows.append(row)


def _index(story: _Story) -> Mapping[str, list[int]]:
    """Stem -> the sayings whose first wording has it."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for saying, rows in enumerate(story.sayings):
        if rows[0].of:
            for stem in rows[0].of.stems:
                found[stem].append(saying)
    return found


def _find_first(
    story: _Story, firsts: Mapping[str, Sequence[int]], here: int, quote: _Quote, taken: set[int]
) -> dict[int, int]:
    """The position of a quote -> the saying whose first wording is most like it, of those that are not taken."""
    shared = Counter(saying for stem in quote.stems for saying in firsts.get(stem, ()) if saying not in taken)
    best, most = None, 0.0
    for saying in sorted(shared):
        first = story.sayings[saying][0].of
        likeness = measure_likeness(quote.stems, first.stems) if first else 0.0
        if likeness > most:
            best, most = saying, likeness
    return {} if best is None else {here: best}


def _list_unattributed(corpus: _Corpus, article: int) -> dict[int, frozenset[str]]:
    """The stems of each sentence of an article that has neither a quote nor a word that reports speech."""
    arrays = corpus.arrays
    low, high = arrays["articles.first_of_sentences"][article : article + 2]
    starts, ends = (arrays[f"sentences.{side}"][low:high] for side in ("start", "end"))
    quoted = np.zeros(len(starts), bool)
    for quote in corpus.quotes.get(article, ()):
        start, end = (arrays[f"quotes.{side}"][quote.number] for side in ("start", "end"))
        quoted |= (starts < end) & (ends > start)
    within = np.flatnonzero(~quoted & (ends <= settings.COMPARED_CHARACTERS))[: settings.COMPARED_SENTENCES]
    read = {number: corpus.read_sentence(article, number) for number in within.tolist()}
    return {number: find_stems(text) for number, text in read.items() if corpus.cues.isdisjoint(read_words(text))}


def _add_unattributed(story: _Story, corpus: _Corpus, article: int, source: int) -> None:
    """Add the sentences that have what somebody said in the article's source, and name nobody: each to the saying that
    it has most of, and to one alone."""
    free = _list_unattributed(corpus, article)
    pairs = []
    for saying, rows in enumerate(story.sayings):
        before = next((row for row in rows if row.article == source), None)
        quote = before and (before.of or rows[0].of)
        if before is None or not quote or not quote.spoken or len(quote.stems) < STATED_WORDS:
            continue
        if any(row.article == article for row in rows):
            continue
        pairs += [
            (-len(quote.stems & stems) / len(quote.stems | stems), saying, number, before)
            for number, stems in free.items()
            if len(quote.stems & stems) >= STATED * len(quote.stems) and quote.speaker.isdisjoint(stems)
        ]
    taken = set()
    for _, saying, number, before in sorted(pairs, key=lambda pair: pair[:3]):
        if saying not in taken and number in free:
            changes = UNATTRIBUTED if before.of else 0
            story.sayings[saying].append(_Row(article, number, None, before, changes))
            taken.add(saying)
            del free[number]


def _compare(corpus: _Corpus, row: _Row) -> int:
    """What is other in a quote than in the row before, as bits; a source that its sentence still names is not gone."""
    if row.of is None or row.before is None:
        return 0
    if row.before.of is None:
        return ATTRIBUTED
    arrays, now, then = corpus.arrays, row.of, row.before.of
    sourcing, before = (int(arrays["quotes.sourcing"][each.number]) for each in (now, then))
    changes = 0
    if then.spoken != now.spoken:
        changes |= ATTRIBUTED if now.spoken else UNATTRIBUTED
    if before in WITH_NAMES and sourcing in WITHOUT_NAMES:
        changes |= UNNAMED
    if before in WITHOUT_NAMES and sourcing in WITH_NAMES:
        changes |= NAMED
    if changes & (UNATTRIBUTED | UNNAMED) and not _is_gone(corpus, row, then):
        changes &= ~(UNATTRIBUTED | UNNAMED)
    if changes & (ATTRIBUTED | NAMED) and not _is_gone(corpus, row.before, now):
        changes &= ~(ATTRIBUTED | NAMED)
    via, via_before = (int(arrays["quotes.via"][each.number]) for each in (now, then))
    if via_before >= 0 > via and not _is_named(arrays, row.article, via_before):
        changes |= UNTOLD
    if now.words != then.words:
        changes |= REWORDED
    kind, kind_before = (int(arrays["quotes.kind"][each.number]) in MARKED for each in (now, then))
    if kind != kind_before:
        changes |= DIRECT if kind else INDIRECT
    return changes


def _is_gone(corpus: _Corpus, row: _Row, quote: _Quote) -> bool:
    """Whether the sentence of a row has no word of what the speaker of a quote is called."""
    return quote.speaker.isdisjoint(find_stems(corpus.read_sentence(row.article, row.sentence)))


def _is_named(arrays: Mapping[str, Array], article: int, actor: int) -> bool:
    """Whether an article names an actor."""
    low, high = arrays["articles.first_of_mentions"][article : article + 2]
    return bool((arrays["mentions.actor"][low:high] == actor).any())
