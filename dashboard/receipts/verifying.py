"""Verifying: what became of what a receipt cites, in the tables that are asked.

- found: the same words stand in the same article at the same place, and its text is unchanged.
- moved: the words are there as they were, but elsewhere, or the text around them was edited.
- changed: the article is there and the words are not, or somebody else says them now; or a number is another one.
- gone: there is nothing left that could be compared.

A receipt is believed in nothing: what it says is compared with the tables.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal
from urllib.parse import parse_qs

import numpy as np

from dashboard.columns.columns import Columns
from dashboard.errors import InputError
from dashboard.filters import Filters, read_filters, write_link
from dashboard.links import drop_lost, drop_unknown, follow_renamed
from dashboard.queries.articles import describe_articles, find_article
from dashboard.queries.names import find_names
from dashboard.queries.quotes import read_quotes
from dashboard.reader import Reader
from dashboard.receipts.places import (
    Place,
    Span,
    choose,
    find_in_corpus,
    find_words,
    first_words,
    list_sentences,
    plain,
    sentence_at,
)
from dashboard.receipts.receipt import Article, Passage, Receipt, Statement, require
from dashboard.receipts.writing import count_rows, describe_tables, digest, settle, unit_of
from dashboard.wording import listed, plural, text_of
from dashboard.words.differences import ALIKE, find_changed_words
from dashboard.words.folding import place_words

type State = Literal["found", "moved", "changed", "gone"]
STATES: tuple[State, ...] = ("found", "moved", "changed", "gone")

# Sentences of an article, and characters of one, that are compared with words that it no longer has; and sentences that
# are put together to be like words of several.
MOST_COMPARED, LONGEST_COMPARED, MOST_JOINED = 2_000, 5_000, 10

# Other articles with the words that are named beside one that lost them.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a receipt: `said` explains it in whole sentences.

    `then` and `now` are the words, or the number with its unit, as the receipt has them and as they are; "" where there
    is nothing now. `then_differs` and `now_differs` are the characters of each that differ. `link` opens what is there
    now, relative to the dashboard; "" where there is nothing. `title` names the article that it opens. `stamp` says
    what the receipt's time stamp is worth, "" where it has none; `stamp_is_broken` whether it is none of this receipt.
    """

    state: State
    said: tuple[str, ...]
    then: str
    now: str = ""
    then_differs: tuple[Span, ...] = ()
    now_differs: tuple[Span, ...] = ()
    link: str = ""
    title: str = ""
    stamp: str = ""
    stamp_is_broken: bool = False


@dataclass(frozen=True, slots=True)
class Closest:
    """The part of an article that is most like some words: its place, and how alike they are, from 0 to 1."""

    start: int
    end: int
    likeness: float


def verify(receipt: Receipt, reader: Reader) -> Verdict:
    """What became of what the receipt cites in the tables that the reader asks, under the corrections it shows."""
    verdict = _verify(receipt, reader)
    if not receipt.timestamp:
        return verdict
    from dashboard.receipts.stamps import check_stamp  # not at the top: hardly a receipt has one

    stamp = check_stamp(receipt)
    return replace(verdict, stamp=stamp.said, stamp_is_broken=stamp.state == "broken")


def verify_all(reader: Reader, receipts: Sequence[Receipt]) -> list[tuple[Receipt, Verdict]]:
    """Each receipt with what became of what it cites."""
    return [(receipt, verify(receipt, reader)) for receipt in receipts]


def find_closest(columns: Columns, article: int, words: str) -> Closest | None:
    """The sentence of an article, or the few that follow one another, most like these words; None without sentences.

    Only the first `MOST_COMPARED` sentences are looked at.
    """
    text = columns.text("articles.text", article) or ""
    wanted = _word_set(words[:LONGEST_COMPARED])
    sentences = list_sentences(columns, article)[:MOST_COMPARED, 1:].tolist()
    if not sentences:
        return None
    sets = [_word_set(text[start : min(end, start + LONGEST_COMPARED)]) for start, end in sentences]
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


def _verify(receipt: Receipt, reader: Reader) -> Verdict:
    if receipt.kind == "number":
        return _verify_number(receipt, reader)
    verdict, place = _verify_words(require(receipt.passage), require(receipt.article), reader)
    if receipt.statement is None or place is None:
        return verdict
    return _verify_statement(receipt.statement, verdict, place, reader)


def _verify_words(passage: Passage, article: Article, reader: Reader) -> tuple[Verdict, Place | None]:
    """What became of the words, and where they stand now; None where they do not."""
    columns = reader.columns
    number, renamed = _find_cited(article, reader)
    if number < 0:
        return _look_elsewhere(passage, reader)
    text = columns.text("articles.text", number) or ""
    unchanged = digest(text) == article.sha256
    if unchanged and text[passage.start : passage.end] == passage.exact:
        place = Place(number, passage.start, passage.end)
        return _there("moved" if renamed else "found", renamed, passage, place, reader), place
    spans = find_words(text, passage.exact)
    if not spans:
        return _compare_closest(passage, number, reader, unchanged=unchanged), None
    place = Place(number, *choose(text, spans, passage.prefix, passage.suffix, passage.start))
    said = renamed + _say_moved(passage, article, place, columns, unchanged=unchanged)
    return _there("moved", said, passage, place, reader), place


def _find_cited(article: Article, reader: Reader) -> tuple[int, list[str]]:
    """The number of the cited article, by its ids or its address; -1 where it is not there. And what is said of an id
    that is another one now."""
    columns = reader.columns
    rows = reader.execute(
        "SELECT article_id FROM articles WHERE external_id = $1 OR url = $2"
        " ORDER BY external_id = $1 DESC, article_id = $3 DESC, article_id LIMIT 1",
        [article.external_id, article.url, article.id],
    ).fetchall()
    by_id = find_article(columns, article.id)
    if not rows:
        if (
            by_id >= 0
            and digest(columns.text("articles.text", by_id) or "") != article.sha256
            and not _is_like(article, by_id, columns)
        ):
            return -1, []  # another article has the id now
        return by_id, []
    [(found,)] = rows
    number = find_article(columns, found)
    return number, [] if found == article.id else [f"The article has another id now: {found}."]


def _is_like(article: Article, number: int, columns: Columns) -> bool:
    """Whether an article with the id of the cited one has its title, too."""
    return text_of(columns.text("articles.title", number)) == (article.title or "")


def _there(state: State, said: Sequence[str], passage: Passage, place: Place, reader: Reader) -> Verdict:
    """The verdict on words that stand at this place."""
    text = reader.columns.text("articles.text", place.article) or ""
    return Verdict(
        state, tuple(said), passage.exact, text[place.start : place.end],
        link=_link(reader, place, passage.exact), title=_title(reader.columns, place.article),
    )  # fmt: skip


def _say_moved(passage: Passage, article: Article, place: Place, columns: Columns, *, unchanged: bool) -> list[str]:
    """How the words stand now, that are there but not in the same text at the same place."""
    if unchanged:
        return ["The article's text is unchanged, but the receipt names another place in it: the receipt was altered."]
    sentence = sentence_at(columns, place.article, place.start)
    if sentence != article.sentence:
        return [f"The words stand in sentence {sentence} of the article now, not {article.sentence}."]
    text = columns.text("articles.text", place.article) or ""
    beside = text[max(0, place.start - len(passage.prefix)) : place.start], text[place.end :][: len(passage.suffix)]
    if beside == (passage.prefix, passage.suffix):
        return ["The article's text was edited elsewhere; these words and those beside them are as they were."]
    return ["The words are as they were; the text beside them was edited."]


def _look_elsewhere(passage: Passage, reader: Reader) -> tuple[Verdict, Place | None]:
    """The verdict on words whose article is not there: another may have them."""
    columns = reader.columns
    places = list(find_in_corpus(reader, passage.exact))
    if not places:
        said = "The article is not in these tables, and no other article has these words."
        return Verdict("gone", (said,), passage.exact), None

    def likeness(place: Place) -> float:
        text = columns.text("articles.text", place.article) or ""
        spans = find_words(text, passage.exact)
        start, end = choose(text, spans, passage.prefix, passage.suffix, passage.start)
        return float((text[max(0, start - len(passage.prefix)) : start] == passage.prefix)
                     + (text[end : end + len(passage.suffix)] == passage.suffix))  # fmt: skip

    best = max(places, key=likeness)
    more = f", and so {plural(len(places) - 1, 'other')}" if len(places) > 1 else ""
    said = f"The article is not in these tables; {_name(columns, best.article)} has the same words{more}."
    return _there("moved", [said], passage, best, reader), best


def _compare_closest(passage: Passage, number: int, reader: Reader, *, unchanged: bool) -> Verdict:
    """The verdict on words that their article no longer has: what it has that is most like them."""
    columns = reader.columns
    said = []
    if unchanged:
        said.append("The article's text is unchanged and never had these words: the receipt was altered.")
    others = [place.article for place in islice(find_in_corpus(reader, passage.exact, apart_from=number), NAMED)]
    closest = find_closest(columns, number, passage.exact)
    if others:
        names = listed([_name(columns, each) for each in others])
        said.append(f"The same words stand in {names}.")
    title = _title(columns, number)
    if closest is None or closest.likeness < ALIKE:
        lost = "The article is there, but it has neither these words nor a sentence like them."
        state: State = "changed" if unchanged else "gone"
        address = write_link("articles", Filters(
            article=str(columns.text("articles.id", number)), corpus=describe_tables(reader).corpus
        ))  # fmt: skip
        return Verdict(state, (lost, *said), passage.exact, link=address, title=title)
    text = columns.text("articles.text", number) or ""
    start, end = _trim(text, closest, passage)
    now = text[start:end]
    then_differs, now_differs = find_changed_words(passage.exact, now), find_changed_words(now, passage.exact)
    only_signs = not then_differs and not now_differs
    what = "only signs or capitals differ" if only_signs else "the words that differ are marked"
    said.insert(0, f"These words are no longer in the article; the closest sentence is shown, and {what}.")
    place = Place(number, start, end)
    return Verdict(
        "changed", tuple(said), passage.exact, now, tuple(then_differs), tuple(now_differs),
        _link(reader, place, now), title,
    )  # fmt: skip


def _trim(text: str, closest: Closest, passage: Passage) -> Span:
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


def _verify_statement(said: Statement, verdict: Verdict, place: Place, reader: Reader) -> Verdict:
    """The verdict on a quote whose words stand at this place: changed where they are said otherwise now."""
    columns = reader.columns
    quotes = np.arange(*columns["articles.first_of_quotes"][place.article : place.article + 2])
    start = place.start + (said.parts[0][0] if said.parts else 0)
    end = place.start + (said.parts[0][1] if said.parts else place.end - place.start)
    shared = np.minimum(columns["quotes.end"][quotes], end) - np.maximum(columns["quotes.start"][quotes], start)
    if len(quotes) == 0 or shared.max() <= 0:
        return _contradict(verdict, ["The words are there, but Dateline no longer takes them for a quote."])
    number = quotes[int(shared.argmax())]
    row = read_quotes(reader, np.array([number])).iloc[0]
    now = _name_speaker(text_of(row["speaker"]), row["actors"])
    then = _name_speaker(said.speaker or "", said.actor_names)
    differing = []
    if not _is_same_speaker(said, row["speaker"], tuple(row["actor_ids"]), reader):
        differing.append(f"The words are there, but the speaker is now {now}, not {then}.")
    for name, was, is_now in (
        ("stance", said.stance, text_of(row["stance"]) or None), ("sourcing", said.sourcing, row["sourcing"]),
    ):  # fmt: skip
        if was != is_now:
            differing.append(f"The {name} is now “{is_now or 'none'}”, not “{was or 'none'}”.")
    return _contradict(verdict, differing) if differing else verdict


def _is_same_speaker(said: Statement, speaker: object, actors: tuple[str, ...], reader: Reader) -> bool:
    """Whether a quote has the speaker that a receipt says, who may have been merged or be spelt otherwise now."""
    if not said.actors:  # nobody knew who that is: what the article writes is all there is to compare
        return plain(said.speaker or "") == plain(text_of(speaker))
    followed, _ = follow_renamed(Filters(speakers=said.actors), find_names(reader, Filters(speakers=said.actors)))
    return set(followed.speakers) == set(actors)


def _name_speaker(speaker: str, names: Sequence[str]) -> str:
    """A speaker by name, and as the article writes it."""
    known = listed([*names])
    if known and speaker and known != speaker:
        return f"{known}, as “{speaker}”"
    return known or (f"“{speaker}”" if speaker else "nobody that is known")


def _contradict(verdict: Verdict, said: Sequence[str]) -> Verdict:
    return replace(verdict, state="changed", said=(*said, *verdict.said))


def _verify_number(receipt: Receipt, reader: Reader) -> Verdict:
    """The verdict on a number: counted again under its filters, whose ids may be others now."""
    number = require(receipt.number)
    then = plural(number.value, number.unit)
    given, unreadable = read_filters(parse_qs(number.filters))
    given = settle(given, number.page)
    names = find_names(reader, given)
    filters, renamed = follow_renamed(given, names)
    filters, unknown = drop_unknown(filters, names)
    filters, lost = drop_lost(filters, reader.list_older)
    try:
        unit = unit_of(filters, number.page)
    except InputError as error:
        return Verdict("gone", (str(error),), then)
    if dropped := [*unreadable, *unknown, *lost]:
        said = [each.removesuffix("; it was ignored.") + "." if each.endswith("ignored.") else each for each in dropped]
        return Verdict("gone", ("What the number was counted by is not there any more.", *said), then)
    value = count_rows(reader, filters, number.page)
    link = write_link(number.page, replace(filters, corpus=describe_tables(reader).corpus))
    now = plural(value, unit)
    if (value, unit) != (number.value, number.unit):
        same_set = receipt.tables.set and receipt.tables.set == describe_tables(reader).set
        why = " The tables are the same: corrections were made, or the receipt was altered." if same_set else ""
        return Verdict("changed", (f"The number is now {now}, not {then}.{why}", *renamed), then, now, link=link)
    return Verdict("moved" if renamed else "found", tuple(renamed), then, now, link=link)


def _link(reader: Reader, place: Place, words: str) -> str:
    """The permanent link to the sentence in which some words begin."""
    columns = reader.columns
    return write_link("articles", Filters(
        article=str(columns.text("articles.id", place.article)),
        sentence=sentence_at(columns, place.article, place.start),
        exact=first_words(words),
        corpus=describe_tables(reader).corpus,
    ))  # fmt: skip


def _title(columns: Columns, article: int) -> str:
    return columns.text("articles.title", article) or str(columns.text("articles.id", article))


def _name(columns: Columns, article: int) -> str:
    """An article by its title and outlet, in a sentence."""
    row = describe_articles(columns, np.array([article])).iloc[0]
    outlet = text_of(row["source"])
    return f"“{_title(columns, article)}”" + (f" ({outlet})" if outlet else "")


def _word_set(text: str) -> frozenset[str]:
    return frozenset(word for word, _, _ in place_words(text))


def _compare(one: frozenset[str], other: frozenset[str]) -> float:
    """How alike two sets of words are, from 0 to 1."""
    return 2 * len(one & other) / (len(one) + len(other)) if one or other else 0.0
