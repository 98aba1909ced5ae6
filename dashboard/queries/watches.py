"""What a watch finds in a set: the answer of its rule about the articles that the set before did not have.

Every rule counts under the watch's own filters, as its page would, with `new` set to the mark of the set before; the
link of a finding opens what was counted. A filter whose value these tables do not know is never dropped: the view would
be wider than what is watched. Then nothing is found, and the finding says why. What is left out and is not there takes
nothing away.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
import pandas as pd

from dashboard.columns.ascending import is_first
from dashboard.columns.columns import Array
from dashboard.exports.origin import describe_filters
from dashboard.filters import NARROW_QUOTES, Filters, Scope, find_near, write_link
from dashboard.links import drop_unknown, follow_renamed
from dashboard.queries.articles import count_articles, describe_articles, find_article
from dashboard.queries.claims import count_claims, read_claims, select_claims
from dashboard.queries.disputes import find_new_denials, find_new_pairs
from dashboard.queries.locations import place_name
from dashboard.queries.mentions import count_mentions, find_listed, list_mentions, read_mentions
from dashboard.queries.movements import count_movements, find_movements, read_movements
from dashboard.queries.names import find_names
from dashboard.queries.quotes import count_quotes, read_quotes, select_quotes
from dashboard.queries.selection import Selection, find_mentions_within, find_places_within, select_articles
from dashboard.queries.tally import tally
from dashboard.queries.usual import DAYS, LEAST_BEFORE, LEAST_NEW, Usual, compare
from dashboard.reader import Reader
from dashboard.wording import plural, text_of

# Sentences, quotes or names that a finding shows.
SHOWN = 5

# Disputes that a finding shows, each with both quotes.
PAIRS = 2

# Sentences that are looked at for SHOWN that differ: copies of one report have the same.
LOOKED_AT = 40

# Characters of a sentence or a quote that a finding shows: the sentences of an official statement may have a page.
LONGEST_ITEM = 500

# Quotation marks; a single one may be an apostrophe.
MARKS = re.compile('[“”„"«»]')

# Page -> how its number is found, and its unit; other pages count articles.
COUNTED: dict[str, tuple[Callable[[Reader, Filters], int], str]] = {
    "quotes": (count_quotes, "quote"), "sourcing": (count_quotes, "quote"), "sentences": (count_mentions, "mention"),
    "movements": (count_movements, "movement"),
    "claims": (count_claims, "claim"),
}  # fmt: skip

# Page -> the names that may be new on it; on other pages both.
NAMES = {"actors": ("actors",), "locations": ("locations",)}


@dataclass(frozen=True, slots=True)
class Item:
    """A sentence or a quote with the part [start, end) that stands out, and its article; `said` stands before it.

    `day` is as in links, "" where it is not known; `link` leads to the sentence. `names` says whether the part that
    stands out is an actor or a place.
    """

    text: str
    start: int
    end: int
    title: str
    source: str
    day: str
    link: str
    said: str = ""
    names: Literal["actor", "place"] = "place"


@dataclass(frozen=True, slots=True)
class Finding:
    """Whether a watch fired, why or why not in a sentence, and how many are new: articles, quotes, names and so on.

    `link` opens what `opens` says, both "" where no page lists it. `items` are the newest, or those named first.
    """

    fired: bool
    why: str
    new: int = 0
    opens: str = ""
    link: str = ""
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A watched view in a set: its page, its filters, `corpus` the mark of the set, `before` that of the set before."""

    page: str
    filters: Filters
    corpus: str
    before: str

    @property
    def asked(self) -> Filters:
        """The filters under which its page asks."""
        return self.filters.settled(find_near(self.page))

    @property
    def new(self) -> Filters:
        """The same for what the set before did not have."""
        return replace(self.asked, new=self.before)

    def link(self, page: str, filters: Filters) -> str:
        """The address of a page with these filters on this set."""
        return write_link(page, replace(filters, corpus=self.corpus))


def describe_view(reader: Reader, filters: Filters) -> list[str]:
    """Each filter of a view in words, as its chip has it."""
    return describe_filters(reader, filters, find_names(reader, filters))


def look(reader: Reader, view: View, rule: str) -> Finding:
    """What a watch of this view finds by this rule."""
    names = find_names(reader, view.filters)
    filters, _ = follow_renamed(view.filters, names)
    _, lost = drop_unknown(filters.complete(), names)
    filters, _ = drop_unknown(filters, names)
    if lost:
        return Finding(fired=False, why=lost[0].replace("; it was ignored", "; nothing can be found of it"))
    return RULES[rule](reader, replace(view, filters=filters))


def find_any(reader: Reader, view: View) -> Finding:
    """Fires at anything new."""
    if view.page == "disputes":
        return _find_new_disputes(reader, view)
    count, unit = COUNTED.get(view.page, (count_articles, "article"))
    page = view.page if view.page in COUNTED else "articles"
    found = count(reader, _listable(page, view.new))
    if not found:
        return Finding(fired=False, why="Nothing new.")
    said = plural(found, f"new {unit}")
    if unit == "quote":
        items = _show_quotes(reader, view, _newest_quotes(reader, view.new))
    elif unit == "claim":
        items = _show_claims(reader, view, select_claims(reader, view.new)[:LOOKED_AT])
    else:
        items = _show(reader, view)
    return Finding(True, f"{said}.", found, said, view.link(page, _listable(page, view.new)), items)


def find_first(reader: Reader, view: View) -> Finding:
    """Fires at an actor or a place that the new articles name, and none of this view did before."""
    found = [
        (group, number, stories)
        for group in NAMES.get(view.page, ("actors", "locations"))
        for number, stories in _named_first(reader, view, group)
    ]
    if not found:
        return Finding(fired=False, why="Nobody and nothing is named for the first time.")
    found.sort(key=lambda each: -each[2])
    groups = [group for group, *_ in found]
    numbers = {"actor": groups.count("actors"), "place": groups.count("locations")}
    said = " and ".join(plural(number, unit) for unit, number in numbers.items() if number)
    articles = len(_select(reader, view, view.new).numbers)
    new = plural(articles, "new article")
    items = tuple(_show_name(reader, view, group, number) for group, number, _ in found[:SHOWN])
    listed = _listable("articles", view.new)
    # Where the view is of some quotes or sentences only, no page lists these articles and no others.
    link = view.link("articles", listed) if count_articles(reader, listed) == articles else ""
    why = f"{said} named for the first time, in {new}."
    return Finding(True, why, len(found), new if link else "", link, items)


def find_more(reader: Reader, view: View) -> Finding:
    """Fires at more articles than usual, copies of one report counted once: see `dashboard.queries.usual`."""
    new = select_articles(reader, Filters(new=view.before)).chosen
    usual = compare(_select(reader, view, view.asked), new)
    opens, link = _open_reports(reader, view, usual.found)
    if not usual.is_more:
        return Finding(False, _explain_not(usual), usual.found, opens, link)
    return Finding(True, _explain_more(usual), usual.found, opens, link, _show(reader, view))


def _open_reports(reader: Reader, view: View, found: int) -> tuple[str, str]:
    """What lists these new reports, and its link: the articles, copies once; on a page of quotes or sentences these."""
    if not found:
        return "", ""
    if view.page in COUNTED:
        count, unit = COUNTED[view.page]
        filters = _listable(view.page, view.new)
        return plural(count(reader, filters), f"new {unit}"), view.link(view.page, filters)
    if view.filters.story or view.page == "disputes":
        return "", ""
    once = replace(view.new, copies=("once",))
    return plural(found, "new report"), view.link("articles", _listable("articles", once))


def find_denied(reader: Reader, view: View) -> Finding:
    """Fires at a new denial under these filters as the page Quotes reads them, or of what is reported there."""
    asked = view.filters.settled(find_near("quotes"))
    denials = replace(asked, new=view.before, stances=("denies",))
    own = np.flatnonzero(select_quotes(reader, denials))
    new = select_articles(reader, Filters(new=view.before)).chosen
    others = np.setdiff1d(find_new_denials(reader, asked, new), own)
    if not len(own) and not len(others):
        return Finding(fired=False, why="No new denial.")
    said = [plural(len(own), "new denial")] if len(own) else []
    said += [f"{plural(len(others), 'new denial')} of what is reported here"] if len(others) else []
    link = view.link("quotes", _listable("quotes", denials)) if len(own) else ""
    items = _show_quotes(reader, view, np.union1d(own, others))
    return Finding(True, f"{'; '.join(said)}.", len(own) + len(others), said[0] if link else "", link, items)


RULES: Mapping[str, Callable[[Reader, View], Finding]] = {
    "any": find_any, "first": find_first, "more": find_more, "denied": find_denied,
}  # fmt: skip


def _find_new_disputes(reader: Reader, view: View) -> Finding:
    """Pairs of claims that contradict each other, of which one is new; no page lists these alone."""
    new = select_articles(reader, Filters(new=view.before)).chosen
    rows = find_new_pairs(reader, view.asked, new)
    if not len(rows):
        return Finding(fired=False, why="No new dispute.")
    claims = np.unique([reader.columns[f"disputes.{side}"][rows[:PAIRS]] for side in ("one", "other")])
    why = f"{plural(len(rows), 'new dispute')}, of which one of the two claims is new, or both."
    return Finding(True, why, len(rows), items=_show_claims(reader, view, claims))


def _listable(page: str, filters: Filters) -> Filters:
    """Those of the filters that this page reads; the others narrow no number of it."""
    scopes: dict[str, tuple[Scope, ...]] = {
        "quotes": ("corpus", "quotes"), "sourcing": ("corpus", "quotes"), "sentences": ("corpus", "list"),
        "movements": ("corpus", "list"), "claims": ("corpus", "quotes", "list"),
    }  # fmt: skip
    listable = filters.only(*scopes.get(page, ("corpus",)))
    return replace(listable, story=filters.story) if page == "articles" else listable


def _select(reader: Reader, view: View, filters: Filters) -> Selection:
    """The selected articles that have something of what the page of the view lists under these filters."""
    selection, columns = select_articles(reader, filters), reader.columns
    having = np.zeros(columns.articles, bool)
    if view.page == "claims":
        having[columns["claims.article"][select_claims(reader, filters)]] = True
    elif view.page in NARROW_QUOTES and filters.active("quotes"):
        having[columns["quotes.article"][select_quotes(reader, filters)]] = True
    elif view.page == "sentences" and filters.active("list"):
        having[columns["mentions.article"][find_listed(reader, filters)]] = True
    elif view.page == "movements":
        having[columns["movements.article"][find_movements(reader, filters)]] = True
    elif view.page == "articles" and filters.story:
        having = columns["articles.story"] == find_article(columns, filters.story)
    else:
        return selection
    return replace(selection, chosen=selection.chosen & having, tallies={})


def _named_first(reader: Reader, view: View, group: str) -> Iterator[tuple[int, int]]:
    """The actors or places that only new articles of the view name, each with its reports, the most first.

    Of a box, only places within it are.
    """
    columns = reader.columns
    every, new = (tally(_select(reader, view, each), group) for each in (view.asked, view.new))
    named = (new.total > 0) & (new.total == every.total)
    if group == "actors":
        named &= columns["actors.ranked"]
        if kinds := view.filters.actor_kinds:
            named[named] = [kind in kinds for kind in columns.texts["actors.kind"].take(np.flatnonzero(named))]
    elif view.filters.box:
        named &= find_places_within(columns, view.filters.box)
    numbers = np.flatnonzero(named)
    for number in numbers[np.lexsort((-new.total[numbers], -new.stories[numbers]))]:
        yield int(number), int(new.stories[number])


def _show_name(reader: Reader, view: View, group: str, number: int) -> Item:
    """The newest sentence that names an actor or a place."""
    columns = reader.columns
    selection = _select(reader, view, view.new)
    row = read_mentions(columns, selection.among(columns.mentions_of(group, number))[:1]).to_dict("records")[0]
    if group == "locations":
        return _item(view, row, f"{place_name(columns, number)}:")
    kind = text_of(columns.text("actors.kind", number))
    name = text_of(columns.text("actors.name", number))
    return _item(view, row, f"{name} ({kind}):" if kind != "other" else f"{name}:")


def _show(reader: Reader, view: View) -> tuple[Item, ...]:
    """Of the newest articles the first sentence that names what is watched; where the view names nothing, their
    beginnings; of movements their sentences."""
    filters, columns = view.new, reader.columns
    if view.page == "movements":
        return _show_movements(reader, view)
    if filters.box:
        mentions = select_articles(reader, filters).among(find_mentions_within(columns, filters.box))
        mentions = mentions[is_first(columns["mentions.article"][mentions])]
        return _items(view, read_mentions(columns, mentions[:LOOKED_AT]))
    if filters.actors or filters.locations or view.page == "sentences":
        named = replace(filters, named=filters.named or filters.actors, at=filters.at or filters.locations)
        if named.named and named.at and view.page != "sentences":
            named = named.without("at")  # a mention is of one of the two
        sentences = list_mentions(reader, replace(named, unit=("article",)), LOOKED_AT)
        if len(sentences):
            return _items(view, sentences)
    numbers = select_articles(reader, filters).numbers
    if filters.story:
        numbers = numbers[columns["articles.story"][numbers] == find_article(columns, filters.story)]
    numbers = numbers[:LOOKED_AT]
    return _items(view, _with_beginnings(reader, numbers, describe_articles(columns, numbers)))


def _with_beginnings(reader: Reader, numbers: Array, articles: pd.DataFrame) -> pd.DataFrame:
    """The articles with the first sentence of each behind its title."""
    columns, texts = reader.columns, []
    for number in numbers:
        low, high = columns["articles.first_of_sentences"][number : number + 2]
        text = columns.text("articles.text", number) or ""
        position = low + 1 if high - low > 1 and columns.text("articles.title", number) else low
        start, end = 0, LONGEST_ITEM
        if high > low:
            start, end = (columns[f"sentences.{edge}"][position] for edge in ("start", "end"))
        texts.append((int(position - low), text[start:end]))
    return articles.assign(sentence=[each[0] for each in texts], text=[each[1] for each in texts], start=0, end=0)


def _newest_quotes(reader: Reader, filters: Filters) -> Array:
    """The newest quotes under these filters, ascending."""
    return np.flatnonzero(select_quotes(reader, filters))[:LOOKED_AT]


def _show_quotes(reader: Reader, view: View, numbers: Array) -> tuple[Item, ...]:
    """These quotes, the newest first, each with its speaker and what the speaker does."""
    frame = read_quotes(reader, numbers[:LOOKED_AT])
    rows = frame.to_dict("records")
    said = [f"{_name_speakers(row)} {text_of(row['stance']) or 'says'}:" for row in rows]
    # Words that are not the speaker's own stand in no quotation marks; where some are, the article's own stand there.
    texts = [
        f"“{row['text']}”" if row["kind"] == "direct" and not MARKS.search(row["text"]) else row["text"] for row in rows
    ]
    return _items(view, frame.assign(said=said, text=texts, start=0, end=0), "said")


def _show_movements(reader: Reader, view: View) -> tuple[Item, ...]:
    """The newest movements, each with who moves, from where and to where."""
    frame = read_movements(reader, find_movements(reader, view.new)[:LOOKED_AT])
    said = [
        f"{text_of(row['actor']) or text_of(row['who']) or 'Not said who'}, "
        f"{text_of(row['from_place']) or '…'} → {text_of(row['to_place']) or '…'}:"
        for row in frame.to_dict("records")
    ]  # fmt: skip
    return _items(view, frame.assign(said=said), "said")


def _show_claims(reader: Reader, view: View, numbers: Array) -> tuple[Item, ...]:
    """The sentences of these claims, the newest first, each with who says it."""
    frame = read_claims(reader, numbers)
    said = [f"{name}:" if name != "no speaker found" else "Somebody:" for name in frame["said_by"]]
    starts = frame["context_start"]
    frame = frame.assign(said=said, text=frame["context"], start=frame["start"] - starts, end=frame["end"] - starts)
    return _items(view, frame, "said")


def _name_speakers(quote: Mapping[Any, Any]) -> str:
    """The actors who say a quote, else the speaker as written."""
    return ", ".join(filter(None, map(text_of, quote["actors"]))) or text_of(quote["speaker"]) or "Somebody"


def _items(view: View, frame: pd.DataFrame, said: str = "") -> tuple[Item, ...]:
    """The rows as items, each text once: copies of a report have the same sentences."""
    rows = frame.drop_duplicates("text").head(SHOWN).to_dict("records")
    return tuple(_item(view, row, row[said] if said else "") for row in rows)


def _item(view: View, row: Mapping[Any, Any], said: str = "") -> Item:
    text, start, end = text_of(row["text"]), int(row["start"]), int(row["end"])
    if len(text) > LONGEST_ITEM:
        begin = max(0, min(start - LONGEST_ITEM // 3, len(text) - LONGEST_ITEM))
        cut = text[begin : begin + LONGEST_ITEM]
        before, after = "… " if begin else "", " …" if begin + LONGEST_ITEM < len(text) else ""
        text, start, end = before + cut + after, start - begin + len(before), end - begin + len(before)
        end = min(end, len(before) + LONGEST_ITEM)
    link = view.link("articles", Filters(article=row["article_id"], sentence=int(row["sentence"])))
    published = row["published"]
    return Item(
        text, start, end, text_of(row["title"]) or str(row["article_id"]), text_of(row["source"]),
        "" if pd.isna(published) else f"{published:%Y-%m-%d}", link, said,
        "place" if text_of(row.get("placed_id")) and not view.filters.actors else "actor",
    )  # fmt: skip


def _explain_more(usual: Usual) -> str:
    return (
        f"{plural(usual.found, 'new report')}, where {usual.expected:.1f} would be usual: of the {DAYS} days before, "
        f"{usual.before:,} of {usual.all_before:,} reports were of this; now {usual.found:,} of {usual.batch:,} are."
    )


def _explain_not(usual: Usual) -> str:
    if not usual.is_known:
        return (
            f"{plural(usual.found, 'new report')}, not judged: the {DAYS} days before hold "
            f"{plural(usual.all_before, 'report')}, and {LEAST_BEFORE} are needed to say what is usual."
        )
    if usual.found < LEAST_NEW:
        return f"{plural(usual.found, 'new report')}; at least {LEAST_NEW} are needed."
    return f"{plural(usual.found, 'new report')}; {usual.expected:.1f} would be usual, so this may be chance."
