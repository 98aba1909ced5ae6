"""Descriptions: who those are that say claims and are described, not named, worked out once, when a store is written.

Two descriptions are of one where that is certain, and of two otherwise:

- A body with a name in what it is called is whichever is called so, in all articles: the same words, once adjectives
  and possessives of countries are read as the countries (`dashboard.words.descriptions`). Where one actor alone is
  called so, it is that. Whether it is a body, the sourcing of the quotation says.
- “The ministry” is the only ministry that its article names before; one in a headline, the only one that it names.
- All others (“a monitor”, “an American official”) are somebody of their story alone; “it” and “he”, of the quotation.

The columns have one row a claim, and one row a teller (`tellers`, in the order of their ids):

- `claims.teller`: the teller by whose description it is said; -1 where it stands in no quotation, or nobody is said.
- `claims.meant`: a mention of the actor that its description means; -1 where an actor is known to say it, or none is.
- `tellers.id`: the words, and what they are bound to: “SY defence ministry”, “monitor@ARTICLE”, “it@QUOTE”.
- `tellers.words`: a number that those share whose words are the same, whatever they are bound to.
- `tellers.name`: what it is called most often, without “the” or “a”.

Limit: where an actor that its own article does not name is meant, the mention is the actor's first one.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

import duckdb
import numpy as np

from dashboard.columns.claims import Numbers, find_first_speakers
from dashboard.columns.columns import Array
from dashboard.columns.files import open_arrays, open_texts, write_array, write_texts
from dashboard.columns.strings import Strings
from dashboard.tables.contract import SOURCINGS
from dashboard.words.descriptions import drop_article, find_ministry, is_pronoun, is_the_ministry, read_called

BODY = SOURCINGS.index("organisation")

# What stands in an id before that of the article or of the quotation that a teller is bound to; no word has it.
BOUND = "@"


@dataclass(frozen=True, slots=True)
class _Speaker:
    """What the speaker of a quotation is called there, and where; `known` is the first actor that says it, or -1."""

    quote: int
    article: int
    called: str
    start: int
    end: int
    known: int


@dataclass(frozen=True, slots=True)
class _Teller:
    """The id and a name of who says a claim, and a mention of the actor that is meant, -1 for none."""

    id: str
    name: str
    meant: int


def write_descriptions(connection: duckdb.DuckDBPyConnection, folder: Path) -> None:
    """Write the columns above by the attached `read` and `draft` and the columns in this folder."""
    arrays = open_arrays(folder)
    descriptions = _Descriptions(arrays, open_texts(folder), _read_called_so(connection))
    quotes = arrays["claims.quote"].tolist()
    claimed, told = {*quotes}, dict[int, _Teller]()
    for speakers in _read_speakers(connection, find_first_speakers(arrays)):
        told |= {each.quote: descriptions.identify(each, speakers) for each in speakers if each.quote in claimed}
    names: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for quote in quotes:
        if quote in told:
            names[told[quote].id][told[quote].name] += 1
    ids = sorted(names, key=str.encode)
    numbers = {each: number for number, each in enumerate(ids)}
    _, words = np.unique([each.partition(BOUND)[0] for each in ids], return_inverse=True)
    write_texts(folder, "tellers.id", ids)
    write_array(folder, "tellers.words", words.astype(np.int32))
    write_texts(folder, "tellers.name", [_choose_name(names[each]) for each in ids])
    tellers = [numbers[told[quote].id] if quote in told else -1 for quote in quotes]
    meant = [told[quote].meant if quote in told else -1 for quote in quotes]
    write_array(folder, "claims.teller", np.array(tellers, np.int32))
    write_array(folder, "claims.meant", np.array(meant, np.int32))


class _Descriptions:
    """Who is meant by a description, by the columns and by the actors that alone are called by some words."""

    def __init__(self, arrays: Numbers, texts: Mapping[str, Strings], called_so: Mapping[tuple[str, ...], int]) -> None:
        self._arrays = arrays
        self._texts = texts
        self._called_so = called_so

    def identify(self, speaker: _Speaker, beside: Sequence[_Speaker]) -> _Teller:
        """Who says a quotation; `beside` are the speakers of all quotations of its article."""
        named = speaker if speaker.known >= 0 else self._resolve(speaker, beside)
        article, called = named.article, read_called(named.called)
        is_body = self._arrays["quotes.sourcing"][named.quote] == BODY
        bound = ""
        if is_pronoun(named.called):
            start, end = (int(self._arrays[f"quotes.{edge}"][named.quote]) for edge in ("start", "end"))
            bound = f"{BOUND}{self._texts['articles.id'][article]}-{start}-{end}"
        elif not is_body or not (called.names_country or len(self._find_mentions(article, named.start, named.end))):
            bound = f"{BOUND}{self._texts['articles.id'][int(self._arrays['articles.story'][article])]}"
        called_so = self._called_so.get(called.words, -1) if is_body else -1
        actor = named.known if named.known >= 0 else called_so
        meant = self._find_mention(article, actor) if speaker.known < 0 and actor >= 0 else -1
        return _Teller(" ".join(called.words) + bound, drop_article(named.called), meant)

    def _resolve(self, speaker: _Speaker, beside: Sequence[_Speaker]) -> _Speaker:
        """The speaker as the article calls it at greater length, where it is a ministry that the article names; the
        speaker as it is otherwise."""
        article = speaker.article
        text, title = (self._texts[f"articles.{name}"][article] or "" for name in ("text", "title"))
        in_headline = text.startswith(title) and 0 <= speaker.start < len(title)
        if not is_the_ministry(speaker.called, in_headline=in_headline):
            return speaker
        until = len(text) if in_headline else speaker.start
        spans = [replace(each, quote=speaker.quote) for each in beside if 0 <= each.start < until]
        low, high = self._arrays["articles.first_of_mentions"][article : article + 2]
        of_mentions = (self._arrays[f"mentions.{name}"][low:high].tolist() for name in ("start", "end", "actor"))
        spans += [
            _Speaker(speaker.quote, article, text[start:end], start, end, actor)
            for start, end, actor in zip(*of_mentions, strict=True) if start < until
        ]  # fmt: skip
        longer = find_ministry(speaker.called, text[:until], [each.called for each in spans])
        found = [each for each in spans if longer is not None and read_called(each.called) == read_called(longer)]
        return max(found, key=lambda each: each.known >= 0, default=speaker)

    def _find_mentions(self, article: int, start: int, end: int) -> Array:
        """The mentions of the article that share a letter with this span."""
        low, high = self._arrays["articles.first_of_mentions"][article : article + 2]
        starts, ends = (self._arrays[f"mentions.{edge}"][low:high] for edge in ("start", "end"))
        return np.asarray(low + np.flatnonzero((starts < end) & (ends > start)))

    def _find_mention(self, article: int, actor: int) -> int:
        """The first mention of the actor in the article, or in any if it has none; -1 where there is none at all."""
        low, high = self._arrays["articles.first_of_mentions"][article : article + 2]
        here = np.flatnonzero(self._arrays["mentions.actor"][low:high] == actor)
        if len(here):
            return int(low + here[0])
        first = self._arrays["actors.first_of_actor_mentions"]
        anywhere = self._arrays["actor_mentions.mention"][first[actor] : first[actor + 1]]
        return int(anywhere[0]) if len(anywhere) else -1


def _read_speakers(connection: duckdb.DuckDBPyConnection, known: Array) -> Iterator[list[_Speaker]]:
    """The speakers of all quotations of each article that has a claim in one, article by article."""
    found = connection.sql("""
        SELECT quote, article, speaker, coalesce(speaker_start, -1), coalesce(speaker_end, -1)
        FROM draft.quotes_sorted SEMI JOIN (SELECT article FROM draft.claims_sorted WHERE quote >= 0) USING (article)
        WHERE speaker IS NOT NULL ORDER BY quote""")
    rows = (
        row for batch in found.to_arrow_reader() for row in zip(*(c.to_pylist() for c in batch.columns), strict=True)
    )
    speakers = (
        _Speaker(quote, article, called, start, end, int(known[quote])) for quote, article, called, start, end in rows
    )
    for _, beside in groupby(speakers, key=lambda each: each.article):
        yield list(beside)


def _read_called_so(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, ...], int]:
    """The words, a country among them, by which one actor alone is called -> its number."""
    found: defaultdict[tuple[str, ...], set[int]] = defaultdict(set)
    rows = connection.sql(
        "SELECT CAST(rowid AS INTEGER), unnest(list_prepend(name, aliases)) FROM read.actors WHERE NOT unsure"
    )
    for batch in rows.to_arrow_reader():
        for actor, name in zip(*(column.to_pylist() for column in batch.columns), strict=True):
            called = read_called(name)
            if called.names_country:
                found[called.words].add(actor)
    return {words: next(iter(actors)) for words, actors in found.items() if len(actors) == 1}


def _choose_name(names: Counter[str]) -> str:
    """The commonest of these names, in small letters where it is somewhere."""
    times = Counter[str]()
    for name, count in names.items():
        times[name.casefold()] += count
    commonest = max(times, key=lambda name: (times[name], name))
    return max(name for name in names if name.casefold() == commonest)
