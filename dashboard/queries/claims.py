"""Claims: who puts what how, of what matter, where and when.

A claim is said by the first known speaker of its quotation, by whoever that is described as where nobody is known
(`dashboard.columns.descriptions` says which descriptions are of one), or by the outlet where it stands in no quotation:
on its own word. Where no speaker is found at all, those of one story are one. `near` limits claims as it limits quotes
and mentions; a filter of quotes leaves no claim that stands in none.
"""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from dashboard.columns import claims as written
from dashboard.columns.ascending import is_among
from dashboard.columns.claims import MATTERS
from dashboard.columns.columns import Array, Columns
from dashboard.filters import Filters
from dashboard.queries.articles import describe_articles, find_article
from dashboard.queries.locations import place_name
from dashboard.queries.quotes import select_quotes
from dashboard.queries.selection import make_keys, select_articles
from dashboard.reader import Reader
from dashboard.tables.contract import BOUNDS, CONTROLS, FIGURES, SOURCINGS
from dashboard.wording import text_of

# Who says a claim: a known actor, somebody described, an outlet on its own word, an outlet that is unknown, nobody.
TELLERS = ("actor", "described", "outlet", "article", "nobody")
ACTOR, DESCRIBED, OUTLET, ARTICLE, NOBODY = range(len(TELLERS))

# The least that a figure is taken for which is only vague -> a word for it.
VAGUE = (
    (20_000, "tens of thousands"), (2_000, "thousands"), (200, "hundreds"), (40, "scores"), (24, "dozens"),
    (20, "tens"),
)  # fmt: skip

# Units as they are written with many -> with one, where it is no s alone that goes.
SINGULARS = {
    "people": "person", "children": "child", "women": "woman", "men": "man", "families": "family",
    "police": "police officer",
}  # fmt: skip

MATTERS_AS_WRITTEN = (*FIGURES, *CONTROLS)


def count_claims(reader: Reader, filters: Filters) -> int:
    """How many rows `list_claims` has in all."""
    return len(select_claims(reader, filters))


def list_claims(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """Columns claim_id, article_id, title, source, published, sentence, text (the words of the claim), matter, unit,
    low, high, bound, denied, location_id, place, actor_id and actor (who did it, or has the place), answer (the claim
    in short), quote_id, teller (one of `TELLERS`), teller_id and said_by, sourcing; context (its sentence),
    context_start, start and end in the article's text. The newest article first."""
    listed = select_claims(reader, filters)
    return read_claims(reader, listed[offset : None if limit is None else offset + limit])


def read_claims(reader: Reader, numbers: Array) -> pd.DataFrame:
    """The columns of `list_claims` for these claims, which ascend."""
    columns, arrays = reader.columns, reader.columns.arrays
    said = reader.read_rows("claims", ("claim_id", "text", "quote_id"), numbers)
    articles, sentences = arrays["claims.article"][numbers], arrays["claims.sentence"][numbers]
    at = arrays["articles.first_of_sentences"][articles] + sentences
    starts, ends = (arrays[f"sentences.{edge}"][at] for edge in ("start", "end"))
    texts = columns.texts["articles.text"].take(articles)
    contexts = [(text or "")[start:end] for text, start, end in zip(texts, starts, ends, strict=True)]
    places = written.find_places(arrays, numbers)
    quotes = arrays["claims.quote"][numbers]
    sourcing = np.append(arrays["quotes.sourcing"], -1)[quotes]
    frame = pd.concat([describe_articles(columns, articles), said[["claim_id", "text", "quote_id"]]], axis=1).assign(
        sentence=sentences, **_say_what(columns, numbers),
        location_id=_texts(columns, "locations.id", places),
        place=pd.Series([place_name(columns, each) if each >= 0 else None for each in places], dtype="str"),
        **_say_who(columns, numbers),
        sourcing=pd.Series([SOURCINGS[each] if each >= 0 else None for each in sourcing], dtype="str"),
        context=pd.Series(contexts, dtype="str"), context_start=starts,
        start=arrays["claims.start"][numbers], end=arrays["claims.end"][numbers],
    )  # fmt: skip
    return frame[[
        "claim_id", "article_id", "title", "source", "published", "sentence", "text", "matter", "unit", "low", "high",
        "bound", "denied", "location_id", "place", "actor_id", "actor", "answer", "quote_id", "teller", "teller_id",
        "said_by", "sourcing", "context", "context_start", "start", "end",
    ]]  # fmt: skip


def say_claims(columns: Columns, numbers: Array) -> list[str]:
    """Each of these claims in short."""
    return list(_say_what(columns, numbers)["answer"])


def say_answer(row: Any) -> str:
    """A claim in short: “≥ 72 people”, “4 to 9 children”, “taken by the army”, “not entered”."""
    if row["matter"] in CONTROLS:
        by = text_of(row["actor"])
        said = f"{row['matter']} by {by}" if by else str(row["matter"])
        return f"not {said}" if row["denied"] else said
    unit = text_of(row["unit"])
    if row["bound"] == "vaguely":
        said = _say_vaguely(row["low"], unit)
    else:
        is_one = row["low"] == 1 and (pd.isna(row["high"]) or row["high"] == 1)
        counted = _say_unit(unit) if is_one and row["matter"] != "money" else unit
        said = f"{_say_figure(row['low'], row['high'], text_of(row['bound']))} {counted}".strip()
    return f"not {said}" if row["denied"] else said


def _say_vaguely(low: float, unit: str) -> str:
    word = next((word for least, word in VAGUE if low >= least), "")
    return f"{word} of {unit}" if word and unit else word or f"some {unit}".strip()


def _say_unit(unit: str) -> str:
    """The unit of one: “child” of children, “civilian” of civilians."""
    return SINGULARS.get(unit) or unit.removesuffix("s")


def _say_figure(low: float, high: float, bound: str) -> str:
    if pd.isna(low) and pd.isna(high):
        return "some"
    if pd.isna(low):
        return f"≤ {high:,.12g}"
    if pd.isna(high):
        return f"≥ {low:,.12g}"
    if bound == "about":
        return f"about {(low + high) / 2:,.12g}"
    return f"{low:,.12g}" if low == high else f"{low:,.12g} to {high:,.12g}"


def select_claims(reader: Reader, filters: Filters) -> Array:
    """The numbers of the claims that are listed under these filters, ascending."""
    wanted = replace(filters.only("corpus", "quotes"), matters=filters.matters, at=filters.at, tellers=filters.tellers)
    return reader.keep(("claims", wanted), lambda: _select(reader, wanted))


def find_claims(columns: Columns, claim_ids: Iterable[str]) -> Array:
    """The numbers of these claims, ascending, by their ids, which are made of article, start, end and matter."""
    return np.array(sorted(_find_claim(columns, each) for each in {*claim_ids}), np.int32)


def _find_claim(columns: Columns, claim_id: str) -> int:
    article_id, start, end, matter = claim_id.rsplit("-", 3)
    low, high = columns["articles.first_of_claims"][find_article(columns, article_id) :][:2]
    same = columns["claims.matter"][low:high] == MATTERS_AS_WRITTEN.index(matter)
    same &= (columns["claims.start"][low:high] == int(start)) & (columns["claims.end"][low:high] == int(end))
    return int(low + np.flatnonzero(same)[0])


def find_tellers(columns: Columns, numbers: Array) -> Array:
    """A number for who says each of these claims: that of the actor, the described one, the outlet, the article or the
    story, times the number of `TELLERS`, plus the position among them."""
    tellers: Array = columns.keep("tellers of claims", lambda: _number_tellers(columns))
    return tellers[numbers]


def find_others(columns: Columns, numbers: Array) -> Array:
    """A number for who says each of these claims, which two share who may be one: “a monitor” of one article and of
    another, and those of whom nothing is said."""
    others: Array = columns.keep("tellers of claims, by their words", lambda: _number_words(columns))
    return others[numbers]


def _number_words(columns: Columns) -> Array:
    tellers = find_tellers(columns, np.arange(len(columns["claims.article"])))
    kinds, whose = tellers % len(TELLERS), tellers // len(TELLERS)
    described = kinds == DESCRIBED
    whose[described] = columns["tellers.words"][whose[described]]
    whose[kinds == NOBODY] = 0
    return np.asarray(whose * len(TELLERS) + kinds)


def _number_tellers(columns: Columns) -> Array:
    arrays = columns.arrays
    claims = np.arange(len(arrays["claims.article"]))
    articles, quoted = arrays["claims.article"].astype(np.int64), arrays["claims.quote"] >= 0
    actors, described = written.find_tellers(arrays, claims), arrays["claims.teller"]
    outlets = arrays["articles.source"][articles]
    kinds = np.select(
        [quoted & (actors >= 0), quoted & (described >= 0), quoted, outlets >= 0],
        [ACTOR, DESCRIBED, NOBODY, OUTLET], ARTICLE,
    )  # fmt: skip
    numbers = np.choose(
        kinds, [actors.astype(np.int64), described, outlets, articles, arrays["articles.story"][articles]]
    )
    return np.asarray(numbers * len(TELLERS) + kinds)


def _say_who(columns: Columns, numbers: Array) -> dict[str, pd.Series]:
    """The columns that say who says each claim."""
    tellers = find_tellers(columns, numbers)
    kinds, whose = tellers % len(TELLERS), tellers // len(TELLERS)
    pairs = zip(kinds.tolist(), whose.tolist(), strict=True)
    found = [_name_teller(columns, kind, number) for kind, number in pairs]
    return {
        "teller": pd.Series([TELLERS[kind] for kind in kinds], dtype="str"),
        "teller_id": pd.Series([each[0] for each in found], dtype="str"),
        "said_by": pd.Series([each[1] for each in found], dtype="str"),
    }


def name_teller(columns: Columns, teller: str) -> str:
    """What a teller is called, as links have it; the value itself where it is not known here."""
    for number in _read_tellers(columns, [teller]):
        return _name_teller(columns, number % len(TELLERS), number // len(TELLERS))[1] or teller
    return teller


def _name_teller(columns: Columns, kind: int, number: int) -> tuple[str | None, str | None]:
    """The id of who says a claim, and the name."""
    if kind == NOBODY:
        return columns.text("articles.id", number), "no speaker found"
    if kind == ARTICLE:
        return columns.text("articles.id", number), "unknown outlet"
    if kind == ACTOR:
        return columns.text("actors.id", number), columns.text("actors.name", number)
    if kind == DESCRIBED:
        return columns.text("tellers.id", number), columns.text("tellers.name", number)
    name = columns.text("sources.name", number)
    return name, name


def _say_what(columns: Columns, numbers: Array) -> dict[str, Any]:
    """The columns that say what each claim says."""
    arrays = columns.arrays
    bounds, actors = arrays["claims.bound"][numbers], written.find_actors(arrays, numbers)
    said: dict[str, Any] = {
        "matter": pd.Series([MATTERS_AS_WRITTEN[each] for each in arrays["claims.matter"][numbers]], dtype="str"),
        "unit": _texts(columns, "counteds.name", arrays["claims.unit"][numbers]),
        "low": arrays["claims.low"][numbers], "high": arrays["claims.high"][numbers],
        "bound": pd.Series([BOUNDS[each] if each >= 0 else None for each in bounds], dtype="str"),
        "denied": arrays["claims.denied"][numbers].astype(bool),
        "actor_id": _texts(columns, "actors.id", actors), "actor": _texts(columns, "actors.name", actors),
    }  # fmt: skip
    return {**said, "answer": [say_answer(row) for row in pd.DataFrame(said).to_dict("records")]}


def _texts(columns: Columns, name: str, numbers: Array) -> pd.Series:
    """The texts with these numbers, null for -1."""
    return pd.Series(columns.texts[name].take(numbers), dtype="str")


def _select(reader: Reader, filters: Filters) -> Array:
    columns, selection = reader.columns, select_articles(reader, filters)
    articles, quotes = columns["claims.article"], columns["claims.quote"]
    if filters.active("quotes"):
        listed = (quotes >= 0) & select_quotes(reader, filters)[quotes] if len(quotes) else quotes >= 0
    else:
        listed = selection.has(articles, quotes)
    if selection.limited is not None:
        # Of whoever is named in a quote, only quotes; of a sentence, all that it says.
        listed &= (quotes >= 0) if filters.near == ("quote",) else _are_in_sentences(columns, selection.limited[0])
    if filters.matters:
        of = written.find_matters(columns.arrays, np.arange(len(articles)))
        listed &= np.isin(of, [MATTERS.index(each) for each in filters.matters])
    if filters.at:
        places = written.find_places(columns.arrays, np.arange(len(articles)))
        listed &= np.isin(places, columns.find("locations", filters.at))
    if filters.tellers:
        listed &= np.isin(find_tellers(columns, np.arange(len(articles))), _read_tellers(columns, filters.tellers))
    return np.flatnonzero(listed)


def _read_tellers(columns: Columns, tellers: Iterable[str]) -> list[int]:
    """The numbers of these tellers, as links have them; those that are not known here are left out."""
    found = []
    for each in tellers:
        kind, _, key = each.partition(":")
        if kind in TELLERS:
            at = TELLERS.index(kind)
            found.append((_find_teller(columns, at, key), at))
    return [number * len(TELLERS) + kind for number, kind in found if number >= 0]


def _find_teller(columns: Columns, kind: int, key: str) -> int:
    """The number of who has this id among those of its kind, -1 for nobody."""
    if kind in (ARTICLE, NOBODY):
        return columns.texts["articles.id"].find(key, columns["articles_by_id.article"])
    name = {ACTOR: "actors.id", DESCRIBED: "tellers.id", OUTLET: "sources.name"}[kind]
    return columns.texts[name].find(key)


def _are_in_sentences(columns: Columns, mentions: Array) -> Array:
    """Whether each claim stands in a sentence of one of these mentions, which ascend."""
    named = make_keys(columns["mentions.article"][mentions], columns["mentions.sentence"][mentions])
    return is_among(make_keys(columns["claims.article"], columns["claims.sentence"]), named)
