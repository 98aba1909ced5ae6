"""Statements: whether a quote is still said to be by whom its receipt says, and its article to be what it says."""

from collections.abc import Sequence

import numpy as np

from dashboard.columns.columns import Columns
from dashboard.filters import Filters
from dashboard.links import follow_renamed
from dashboard.queries.names import find_names
from dashboard.queries.quotes import read_quotes
from dashboard.reader import Reader
from dashboard.receipts.places import Place, plain
from dashboard.receipts.receipt import Article, Statement
from dashboard.receipts.verdict import Verdict, contradict, say_now, shift
from dashboard.wording import listed, text_of


def verify_origin(then: Article, verdict: Verdict, now: Article) -> Verdict:
    """The verdict on words of an article: changed where outlet or day are others now, moved where only headline or
    address are."""
    day_then, day_now = ((each.published or "")[:10] or None for each in (then, now))
    grave = _list_differing(("outlet", now.outlet, then.outlet), ("day", day_now, day_then))
    slight = _list_differing(("headline", now.title, then.title), ("address", now.url, then.url))
    return contradict(verdict, [*grave, *slight]) if grave else shift(verdict, slight)


def verify_statement(then: Statement, verdict: Verdict, place: Place, reader: Reader) -> Verdict:
    """The verdict on a quote whose words stand at this place: changed where they are said otherwise now, moved where
    their speaker only has another name."""
    number = _find_quote(then, place, reader.columns)
    if number is None:
        return contradict(verdict, ["The words are there, but Dateline no longer takes them for a quote."])
    now = read_quotes(reader, np.array([number])).iloc[0]
    names, is_merged = tuple(now["actors"]), False
    grave = []
    if then.actors:
        followed, _ = follow_renamed(Filters(speakers=then.actors), find_names(reader, Filters(speakers=then.actors)))
        is_same = set(followed.speakers) == set(now["actor_ids"])
        is_merged = is_same and set(followed.speakers) != set(then.actors)
    else:  # nobody knew who that is: what the article writes is all there is to compare
        is_same = plain(then.speaker or "") == plain(text_of(now["speaker"]))
    if not is_same:
        was, is_now = _name(then.speaker or "", then.actor_names), _name(text_of(now["speaker"]), names)
        grave.append(f"The words are there, but the speaker is now {is_now}, not {was}.")
    called = [f"The speaker is called {listed(names)} now, not {listed(then.actor_names)}."]
    if not is_same or not then.actors or set(names) == set(then.actor_names):
        called = []
    elif not is_merged:
        grave += called
    slight = list(called)
    if is_same and then.actors and plain(then.speaker or "") != plain(text_of(now["speaker"])):
        slight.append(
            f"The article has {_name(text_of(now['speaker']), ())} there now, not {_name(then.speaker or '', ())}."
        )
    if then.parts != tuple((int(start) - place.start, int(end) - place.start) for start, end in now["parts"]):
        slight.append("The quote is made of other parts of these words now.")
    grave += _list_differing(
        ("stance", text_of(now["stance"]) or None, then.stance),
        ("sourcing", now["sourcing"], then.sourcing),
        ("wording", now["kind"], then.wording),
    )
    return contradict(verdict, grave) if grave else shift(verdict, slight)


def _find_quote(then: Statement, place: Place, columns: Columns) -> int | None:
    """The quote that now has the words of this place, or most nearly so; None where none has any of them."""
    quotes = np.arange(*columns["articles.first_of_quotes"][place.article : place.article + 2])
    starts, ends = columns["quotes.start"][quotes], columns["quotes.end"][quotes]
    first, last = then.parts[0] if then.parts else (0, place.end - place.start)
    having = (starts < place.start + last) & (ends > place.start + first)
    if not having.any():
        return None
    apart = np.abs(starts - place.start) + np.abs(ends - place.end)
    return int(quotes[having][apart[having].argmin()])


def _list_differing(*compared: tuple[str, str | None, str | None]) -> list[str]:
    """A sentence for each of these that is another one now: its name, what it is now, and what it was."""
    return [say_now(name, now, then) for name, now, then in compared if now != then]


def _name(speaker: str, names: Sequence[str]) -> str:
    """A speaker by name, and as the article writes it."""
    known = listed(names)
    if known and speaker and known != speaker:
        return f"{known}, as “{speaker}”"
    return known or (f"“{speaker}”" if speaker else "nobody that is known")
