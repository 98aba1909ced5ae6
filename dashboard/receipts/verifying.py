"""Verifying: what became of what a receipt cites, in the tables that are asked.

- found: the same words stand in the same article at the same place, and its text is unchanged.
- moved: the words are there as they were, but elsewhere, or the text around them was edited.
- changed: the article is there and the words are not, or somebody else says them now; or a number is another one.
- gone: there is nothing left that could be compared.

A receipt is believed in nothing: what it says is compared with the tables.
"""

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice

import numpy as np

from dashboard.columns.columns import Columns
from dashboard.filters import Filters, write_link
from dashboard.queries.articles import describe_articles, find_article
from dashboard.reader import Reader
from dashboard.receipts.closest import find_closest, trim
from dashboard.receipts.counts import verify_number
from dashboard.receipts.places import (
    Place,
    choose,
    find_in_corpus,
    find_words,
    first_words,
    sentence_at,
)
from dashboard.receipts.receipt import Article, Passage, Receipt, require
from dashboard.receipts.statements import verify_origin, verify_statement
from dashboard.receipts.verdict import State, Verdict
from dashboard.receipts.writing import (
    describe_article,
    describe_tables,
    digest,
)
from dashboard.wording import listed, plural, text_of
from dashboard.words.differences import ALIKE, find_changed_words

__all__ = ["Verdict", "verify", "verify_all"]

# Other articles with the words that are named beside one that lost them.
NAMED = 3


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


def _verify(receipt: Receipt, reader: Reader) -> Verdict:
    if receipt.kind == "number":
        return verify_number(receipt, reader)
    article = require(receipt.article)
    number, renamed = _find_cited(article, reader)
    verdict, place = _verify_words(require(receipt.passage), article, number, renamed, reader)
    if place is None:
        return verdict
    if place.article == number:
        verdict = verify_origin(article, verdict, describe_article(reader, place.article))
    return verdict if receipt.statement is None else verify_statement(receipt.statement, verdict, place, reader)


def _verify_words(
    passage: Passage, article: Article, number: int, renamed: list[str], reader: Reader
) -> tuple[Verdict, Place | None]:
    """What became of the words of the article with this number now, and where they stand; None where they do not."""
    columns = reader.columns
    if number < 0:
        return _look_elsewhere(passage, reader)
    text = columns.text("articles.text", number) or ""
    unchanged = digest(text) == article.sha256
    if unchanged and text[passage.start : passage.end] == passage.exact:
        place = Place(number, passage.start, passage.end)
        said = renamed + _list_otherwise(passage, article, place, columns)
        return _there("moved" if said else "found", said, passage, place, reader), place
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
    by_id = find_article(columns, article.id)
    if by_id >= 0 and _find_external_id(by_id, reader) == article.external_id:
        return by_id, []
    rows = reader.execute(
        "SELECT article_id FROM read.articles WHERE external_id = $1 OR url = $2"
        " ORDER BY external_id = $1 DESC, article_id = $3 DESC, article_id LIMIT 1",
        [article.external_id, article.url, article.id],
    ).fetchall()
    if rows:
        [(found,)] = rows
        said = [] if found == article.id else [f"The article has another id now: {found}."]
        return find_article(columns, found), said
    is_same = by_id >= 0 and _is_like(article, by_id, columns)
    return (by_id if is_same else -1), []  # another article may have the id now


def _find_external_id(number: int, reader: Reader) -> str:
    [(found,)] = reader.execute("SELECT external_id FROM read.articles WHERE rowid = $1", [number]).fetchall()
    return str(found)


def _is_like(article: Article, number: int, columns: Columns) -> bool:
    """Whether an article with the id of the cited one has its text or its title, too."""
    if article.title and columns.text("articles.title", number) == article.title:
        return True
    return digest(columns.text("articles.text", number) or "") == article.sha256


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
    if renumbered := _say_renumbered(article, place, columns):
        return renumbered
    if _are_beside(passage, place, columns):
        return ["The article's text was edited elsewhere; these words and those beside them are as they were."]
    return ["The words are as they were; the text beside them was edited."]


def _list_otherwise(passage: Passage, article: Article, place: Place, columns: Columns) -> list[str]:
    """What a receipt says otherwise of words that stand where it says, in a text that is unchanged."""
    altered = "The article's text is unchanged, but the receipt has other words beside these: the receipt was altered."
    beside = [] if _are_beside(passage, place, columns) else [altered]
    return beside + _say_renumbered(article, place, columns)


def _say_renumbered(article: Article, place: Place, columns: Columns) -> list[str]:
    sentence = sentence_at(columns, place.article, place.start)
    if sentence == article.sentence:
        return []
    return [f"The words stand in sentence {sentence} of the article now, not {article.sentence}."]


def _are_beside(passage: Passage, place: Place, columns: Columns) -> bool:
    """Whether the words beside these are those of the receipt."""
    text = columns.text("articles.text", place.article) or ""
    before, behind = text[max(0, place.start - len(passage.prefix)) : place.start], text[place.end :]
    return before == passage.prefix and behind[: len(passage.suffix)] == passage.suffix


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
    closest = find_closest(columns, number, passage.exact, passage.start)
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
    start, end = trim(text, closest, passage)
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
