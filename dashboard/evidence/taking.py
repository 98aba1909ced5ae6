"""Taking: what a button on a page stands for, as an item of a pack, with all that is printed of it.

    sentence:ARTICLE:NUMBER     a sentence, in its context
    quote:QUOTE                 a quote, who says it and on whose word
    number:PAGE?FILTERS         the number of rows that a page lists, how it was counted, and under which filters
    pin:PLACE?FILTERS           a place, where it is, and why the names were placed there

The same ref, asked of other tables, gives what these say. Charts are drawn by the browser: `take_chart` makes an item
of what it sent.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pandas as pd

from dashboard.countries import name_country
from dashboard.errors import EvidenceError, InputError
from dashboard.evidence.folder import now
from dashboard.evidence.pack import (
    LONGEST_TEXT,
    MOST_ROWS,
    Correction,
    Fact,
    Grid,
    Item,
    Passage,
    Picture,
    Point,
    as_read,
    check_picture,
    clean_text,
    new_id,
)
from dashboard.exports.origin import describe_filters
from dashboard.filters import Filters, find_near, read_filters, write_link
from dashboard.links import drop_unknown, follow_renamed
from dashboard.queries.articles import count_articles
from dashboard.queries.claims import count_claims
from dashboard.queries.disputes import count_pairs
from dashboard.queries.locations import how_sure, place_name, places_ranked, why_here
from dashboard.queries.mentions import count_mentions
from dashboard.queries.movements import count_movements
from dashboard.queries.names import find_names
from dashboard.queries.origins import WHAT_ORIGINS_ARE
from dashboard.queries.quotes import count_quotes, read_quotes
from dashboard.queries.reading import Reading, read_article
from dashboard.queries.touched import touching_number, touching_place, touching_words
from dashboard.queries.unfolding import Step, Unfolding, unfold
from dashboard.reader import Reader
from dashboard.receipts.places import first_words
from dashboard.receipts.receipt import Receipt, to_object
from dashboard.receipts.writing import describe_tables, number_receipt, quote_receipt, sentence_receipt
from dashboard.views.number import STEPS, UNITS, name_units, say_certainty
from dashboard.wording import day, listed, plural, text_of

# Characters of the sentences around the one that was taken, on each side.
CONTEXT = 400

# Of a pin: the spellings whose least sure mention is shown, and what each was weighed against.
SPELLINGS, RIVALS = 3, 3

# Page -> how its rows are counted, and what one row is where the filters do not say.
COUNTED: Mapping[str, tuple[Callable[[Reader, Filters], int], str]] = {
    "sentences": (count_mentions, "mention"),
    "quotes": (count_quotes, "quote"),
    "articles": (count_articles, "article"),
    "claims": (count_claims, "claim"),
    "disputes": (count_pairs, "dispute"),
    "movements": (count_movements, "movement"),
}

# Pages on which the number of another one is explained.
SAME_AS = {"number": "sentences"}

# The pages whose numbers have a receipt.
CITED = ("sentences", "quotes", "articles")

# The filters of mentions that say whose they are.
SAYING_WHOSE = (
    "named", "at", "written", "roles", "beside", "unplaced", "mentions", "corrections", "actor_kinds", "reasons", "why",
)  # fmt: skip

SOURCED = {
    "named": "a named person", "organisation": "an organisation", "unnamed official": "an official who is not named",
    "unnamed": "somebody who is not named", "unknown": "nobody that Dateline could find",
}  # fmt: skip
WORDED = {"direct": "own words", "indirect": "paraphrased by the outlet", "mixed": "partly paraphrased by the outlet"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where things are taken from: the tables, and the dashboard's address with "/" at its end, "" if it is unknown."""

    reader: Reader
    root: str

    def address(self, link: str) -> str:
        """The whole address of a link of the dashboard; "" where its beginning is not known."""
        return f"{self.root}{link.removeprefix('./')}" if self.root else ""


def take(shelf: Shelf, ref: str) -> Item:
    """The item of a ref. Raises EvidenceError where these tables do not have what it names."""
    kind, _, rest = ref.partition(":")
    takers = {"sentence": _take_sentence, "quote": _take_quote, "number": _take_number, "pin": _take_pin}
    if kind not in takers or not rest:
        raise EvidenceError(f"{ref[:60]!r} is nothing that can be taken; use the buttons of the pages")
    tables = describe_tables(shelf.reader)
    item = takers[kind](shelf, rest)
    return as_read(replace(item, ref=ref, corpus=tables.corpus, tables=tables.made, taken=now()))


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart as a page shows it: its name within the page, title and alt text, the numbers in it, the filters in
    words, and the address of the view."""

    ref: str
    title: str
    alt: str
    table: Grid | None
    filters: tuple[str, ...]
    link: str


def take_chart(shelf: Shelf, chart: Chart, png: str, width: int, height: int) -> Item:
    """The item of a chart, with the image that the browser drew of it. Raises EvidenceError where that is none."""
    picture = Picture(png, chart.alt, width, height)
    check_picture(picture)
    tables = describe_tables(shelf.reader)
    return Item(
        new_id(), "chart", chart.ref, chart.title, filters=chart.filters, table=chart.table, picture=picture,
        link=chart.link, corpus=tables.corpus, tables=tables.made, taken=now(),
    )  # fmt: skip


def _take_sentence(shelf: Shelf, rest: str) -> Item:
    article_id, _, number = rest.rpartition(":")
    reading = read_article(shelf.reader, article_id)
    if reading is None or not number.isdecimal():
        raise EvidenceError(f"these tables have no article {article_id[:60]!r} any more")
    found = reading.sentences[reading.sentences["sentence"] == int(number)]
    if found.empty:
        raise EvidenceError(f"the article {article_id[:60]!r} has no sentence {number[:9]}")
    start, end = int(found["start"].iloc[0]), int(found["end"].iloc[0])
    receipt = sentence_receipt(shelf.reader, article_id, int(number), shelf.root)
    passage = _cut(shelf, reading, start, end, receipt)
    return Item(
        new_id(), "sentence", passages=(passage,), link=passage.link, receipt=_write(receipt),
        facts=_say_copies(reading), corrections=_say(touching_words(shelf.reader, article_id, start, end)),
    )  # fmt: skip


def _cut(shelf: Shelf, reading: Reading, start: int, end: int, receipt: Receipt) -> Passage:
    """The characters [start, end) of an article, between the sentences around them."""
    text, article = reading.article["text"], reading.article
    low, high = _around(reading.sentences, text, start, end)
    url = text_of(article["url"])
    return Passage(
        text[low:high], ((start - low, min(end, high) - low),), text_of(article["title"]), text_of(article["source"]),
        day(article["published"]), receipt.link if shelf.root else "",
        url if url.lower().startswith(("http://", "https://")) else "",
    )  # fmt: skip


def _around(sentences: pd.DataFrame, text: str, start: int, end: int) -> tuple[int, int]:
    """Where the sentences before and behind these characters begin and end; half a sentence is left out."""
    before = sentences[(sentences["end"] <= start) & (sentences["start"] >= start - CONTEXT)]
    behind = sentences[(sentences["start"] >= end) & (sentences["end"] <= end + CONTEXT)]
    low = int(before["start"].iloc[-1]) if len(before) else start
    high = int(behind["end"].iloc[0]) if len(behind) else end
    return low, min(high, low + LONGEST_TEXT, len(text))


def _write(receipt: Receipt) -> dict[str, Any]:
    """The receipt as JSON has it: lists, no tuples."""
    written: dict[str, Any] = json.loads(json.dumps(to_object(receipt)))
    return written


def _say_copies(reading: Reading | None) -> tuple[Fact, ...]:
    """How many other articles carry the same story: they are no further witness."""
    if reading is None or not reading.all_copies:
        return ()
    outlets = sorted({text_of(each) for each in reading.copies["source"]} - {""})
    return (Fact("Copies", f"the same story stands in {plural(reading.all_copies, 'more article')}"
                           f"{' (' + listed(outlets) + ')' if outlets else ''}"),)  # fmt: skip


def _take_quote(shelf: Shelf, quote_id: str) -> Item:
    try:
        receipt = quote_receipt(shelf.reader, quote_id, shelf.root)
    except InputError as error:
        raise EvidenceError(str(error)) from error
    [row] = read_quotes(shelf.reader, np.array([shelf.reader.columns.find_quote(quote_id)])).to_dict("records")
    origin, context = int(row["context_start"]), row["context"]
    parts = [(int(start) - origin, int(end) - origin) for start, end in row["parts"]]
    url = text_of(row["url"])
    passage = Passage(
        context[:LONGEST_TEXT], tuple((start, end) for start, end in parts if end <= LONGEST_TEXT),
        text_of(row["title"]), text_of(row["source"]), day(row["published"]), receipt.link if shelf.root else "",
        url if url.lower().startswith(("http://", "https://")) else "",
    )  # fmt: skip
    return Item(
        new_id(), "quote", heading=_who_says(row), passages=(passage,), link=passage.link, receipt=_write(receipt),
        facts=(*_say_quote(row), *_say_copies(read_article(shelf.reader, row["article_id"]))),
        corrections=_say(touching_words(shelf.reader, row["article_id"], origin, origin + len(context))),
    )  # fmt: skip


def _who_says(row: Mapping[Any, Any]) -> str:
    """Who speaks: the actors, and how the article writes them."""
    speaker, actors = text_of(row["speaker"]), listed(row["actors"])
    if not actors:
        return speaker or "No speaker found"
    return actors if actors == speaker or not speaker else f"{actors}, as “{speaker}”"


def _say_quote(row: Mapping[Any, Any]) -> tuple[Fact, ...]:
    """In whose words a quote is, on whose word it stands, and what the speaker does."""
    facts = [Fact("Wording", WORDED.get(row["kind"], row["kind"]))]
    facts.append(Fact("On the word of", SOURCED.get(row["sourcing"], row["sourcing"])))
    if (stance := text_of(row["stance"])) not in ("", "says"):
        facts.append(Fact("The speaker", stance))
    if via := text_of(row["via"]):
        facts.append(Fact("Told to", via))
    return tuple(facts)


def _take_number(shelf: Shelf, rest: str) -> Item:
    page, _, query = rest.partition("?")
    page = SAME_AS.get(page, page)
    if page not in COUNTED:
        raise EvidenceError(f"the number of the page {page[:40]!r} cannot be taken")
    filters, names, notes = _read(shelf.reader, query, page)
    count, usual = COUNTED[page]
    unit = filters.unit[0] if filters.unit else usual
    value = count(shelf.reader, filters)
    whose = _say_whose(filters, unit) if page == "sentences" else ""
    receipt = _write(number_receipt(shelf.reader, filters, page, shelf.root)) if page in CITED else None
    unfolded = unfold(shelf.reader, filters) if page == "sentences" and not filters.step else None
    touched = touching_number(shelf.reader, filters) if page == "sentences" else pd.DataFrame()
    return Item(
        new_id(), "number", heading=f"{plural(value, unit)}{_say_bar(unfolded) if unfolded else ''}{whose}",
        facts=_say_unfolded(unfolded) if unfolded else (), steps=_say_steps(unfolded) if unfolded else (),
        filters=tuple(describe_filters(shelf.reader, filters, names)),
        link=shelf.address(write_link(page, replace(filters, corpus=describe_tables(shelf.reader).corpus))),
        receipt=receipt, corrections=_say(touched), note=" ".join(notes),
    )  # fmt: skip


def _say_whose(filters: Filters, unit: str) -> str:
    """Whose mentions are counted, where no filter says it: else a filter of the articles would be read as saying it."""
    if any(getattr(filters, field) for field in SAYING_WHOSE):
        return ""
    kinds = {"actors": "anybody", "places": "any place"}
    whose = " and ".join(name for kind, name in kinds.items() if kind in (filters.of or kinds))
    return f" of {whose}" if unit == "mention" else f" with mentions of {whose}"


def _say_bar(unfolding: Unfolding) -> str:
    """The error bar of a number, where it has one."""
    low, high = unfolding.certainty.low, unfolding.certainty.high
    return "" if low is None else f" ({low:,}–{high:,})"


def _say_unfolded(unfolding: Unfolding) -> tuple[Fact, ...]:
    """The number in other units, and how sure it is."""
    units = unfolding.units
    counted = [
        plural(number, noun) for number, noun in zip(
            (units.mentions, units.articles, units.stories, units.outlets, units.origins), UNITS.values(), strict=True
        )
    ]  # fmt: skip
    return (
        Fact("In other units", " · ".join(counted)),
        Fact("Origins", WHAT_ORIGINS_ARE),
        Fact("How sure", say_certainty(unfolding)),
    )


def _say_steps(unfolding: Unfolding) -> tuple[Fact, ...]:
    """The steps from what was found to the number."""
    steps = [_say_step(each, unfolding.unit) for each in unfolding.steps if each.name != "repeated"]
    steps.append(Fact("makes mentions", f"{unfolding.units.mentions:,}"))
    if unfolding.unit != "mention":
        steps += [_say_step(each, unfolding.unit) for each in unfolding.steps if each.name == "repeated"]
        steps.append(Fact(f"makes {name_units(unfolding.unit)}", f"{unfolding.shown:,}"))
    return tuple(steps)


def _say_step(step: Step, unit: str) -> Fact:
    sign = "found" if step.name == "found" else "plus mentions" if step.mentions > 0 else "less mentions"
    what = STEPS[step.name].format(unit=unit)
    colon = ":" if step.name == "found" else ""
    return Fact(f"{sign}{colon} {what}", f"{step.mentions:,}".replace("-", "−"))


def _take_pin(shelf: Shelf, rest: str) -> Item:
    place, _, query = rest.partition("?")
    reader = shelf.reader
    filters, names, notes = _read(reader, query, "locations")
    numbers = reader.columns.find("locations", [place])
    if not numbers:
        raise EvidenceError(f"these tables have no place {place[:40]!r} any more")
    ranked = places_ranked(reader, filters, 0, also=[place])
    if ranked.empty:
        raise EvidenceError("none of these articles names this place")
    [row] = how_sure(reader, filters, ranked).to_dict("records")
    weighed = why_here(reader, filters, place, SPELLINGS, RIVALS).to_dict("records")
    address = shelf.address(write_link("locations", replace(
        filters, why=(place,), corpus=describe_tables(reader).corpus
    )))  # fmt: skip
    return Item(
        new_id(), "pin", heading=place_name(reader.columns, numbers[0]),
        passages=tuple(_least_sure(shelf, each) for each in weighed[:1]),
        facts=tuple(_say_place(row)), filters=tuple(describe_filters(reader, filters, names)),
        table=_say_weighed(weighed), point=Point(float(row["latitude"]), float(row["longitude"])), link=address,
        corrections=_say(touching_place(reader, place)), note=" ".join(notes),
    )  # fmt: skip


def _say_place(row: Mapping[Any, Any]) -> list[Fact]:
    """Where a place is, how often it is named, and how sure its pins are."""
    north, east = float(row["latitude"]), float(row["longitude"])
    where = (row["gazetteer_name"], row["admin1"], name_country(row["country_code"]))
    facts = [
        Fact("Place", ", ".join(dict.fromkeys(text_of(each) for each in where if text_of(each)))),
        Fact("Coordinates", f"{abs(north):.4f}° {'N' if north >= 0 else 'S'}, {abs(east):.4f}° "
                            f"{'E' if east >= 0 else 'W'} (WGS 84)"),
        Fact("Named", f"{plural(int(row['mentions']), 'mention')} as a place, "
                      f"{int(row['actor_mentions']):,} for a government, an army or a people, in "
                      f"{plural(int(row['articles']), 'article')}"),
    ]  # fmt: skip
    if not pd.isna(row["median"]):
        facts.append(Fact("How sure", f"confidence from 0 to 1: median {row['median']:.2f}, least {row['least']:.2f}"))
    return facts


def _least_sure(shelf: Shelf, row: Mapping[Any, Any]) -> Passage:
    """The sentence of the mention that is least sure, with the name marked."""
    place = Filters(
        article=row["article_id"], sentence=int(row["sentence"]), exact=first_words(row["text"]),
        corpus=describe_tables(shelf.reader).corpus,
    )  # fmt: skip
    return Passage(
        row["text"][:LONGEST_TEXT], ((int(row["start"]), int(row["end"])),) if row["end"] <= LONGEST_TEXT else (),
        text_of(row["title"]), text_of(row["source"]), day(row["published"]),
        shelf.address(write_link("articles", place)),
    )  # fmt: skip


def _say_weighed(rows: Sequence[Mapping[Any, Any]]) -> Grid | None:
    """What each spelling was weighed against, and by how much this place won."""
    lines = []
    for row in rows:
        winner, others = row["winner"], row["others"]
        if not isinstance(winner, Mapping) or others is None or isinstance(others, float) or not len(others):
            lines.append((f"“{row['surface']}”", "no other place of this name fits the text", "", ""))
            continue
        rival = others[0]
        name = ", ".join(dict.fromkeys(
            each for each in (rival["name"], text_of(rival["admin1"]), name_country(rival["country_code"])) if each
        ))  # fmt: skip
        lines.append(
            (f"“{row['surface']}”", f"{name}, {rival['km']:,.0f} km away", f"{winner['score']:.2f}",
             f"{rival['score']:.2f}")
        )  # fmt: skip
    headings = ("Name as written", "Weighed against", "Points of this place", "Points of the other")
    return Grid(headings, tuple(dict.fromkeys(lines))[:MOST_ROWS]) if lines else None


def _read(reader: Reader, query: str, page: str) -> tuple[Filters, Mapping[str, Mapping[str, str]], list[str]]:
    """The filters of a ref as these tables read them, the names of their values, and what was ignored."""
    filters, notes = read_filters(parse_qs(query))
    names = find_names(reader, filters)
    filters, renamed = follow_renamed(filters, names)
    filters, unknown = drop_unknown(filters, names)
    return replace(filters, corpus="", kept="").settled(find_near(page)), names, [*notes, *renamed, *unknown]


def _say(rows: pd.DataFrame) -> tuple[Correction, ...]:
    """Corrections in words."""
    return tuple(
        Correction(
            row["correction_id"], row["who"], f"{row['saved']:%Y-%m-%d %H:%M} UTC", clean_text(_describe(row)),
            text_of(row["why"]),
        )
        for row in rows.to_dict("records")
    )  # fmt: skip


def _describe(row: Mapping[Any, Any]) -> str:
    """What a correction says, in one line."""
    named = len(row["articles_named"])
    where = (
        f" in “{row['sentence']}”" if text_of(row["sentence"]) else f" in {plural(named, 'article')}" if named else ""
    )
    surface, place = text_of(row["surface"]), text_of(row["place"])
    placed = f"“{surface}” ({place})" if place else f"“{surface}”, which was on no map,"
    match row["kind"]:
        case "merge":
            return f"{row['actor']} is {row['into']}"
        case "split":
            names = ", ".join(f"“{each}”" for each in row["surfaces"]) or "what is named"
            return f"{names}{where} is {row['into']}, not {row['actor']}"
        case "rename":
            return f"{row['actor']} is called “{row['name']}”"
        case "hide":
            return f"{row['actor']} is no actor"
        case "not-a-place":
            return f"{placed}{where} is no place"
    return f"{placed}{where} is {text_of(row['target'])}"
