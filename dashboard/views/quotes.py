"""Quotes: each in its sentences, with its speaker, on whose word it stands, and its citation; and what quotes can be
narrowed to.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard import settings
from dashboard.filters import FILTERS, Filters, write_link
from dashboard.views.citations import CITE, citation
from dashboard.views.evidence import offer
from dashboard.views.links import Page, link_article, quotes_address
from dashboard.views.markup import Column, Mark, bdi, highlight, link, link_list, quiet, table, tag
from dashboard.wording import direction, listed, plural, text_of
from dashboard.words.query import find_spans

# Characters of its sentences that a quote is shown with, before and after it.
LONGEST_REST = 240

# The order of `queries.quotes.list_newest_quotes`.
NEWEST_FIRST = (
    f"Of the newest {settings.NEWEST_QUOTES} quotes, first those of a known person, then those of a known organisation"
    f" (confidence {settings.SURE_QUOTE} or more), then the rest. Each group begins with its newest day."
)


def quotations(page: Page, rows: pd.DataFrame) -> Markup:
    """Each quote with its speaker, on whose word it stands, and the sentence that it leads to."""
    return Markup().join(quotation(page, row) for row in rows.to_dict("records"))


def quotation(page: Page, row: Mapping[Any, Any], marks: Iterable[Mark] = ()) -> Markup:
    """One quote with its speaker, on whose word it stands, and the sentence that it leads to; `marks` are more marks in
    its words, counted in the text of its article."""
    return Markup(
        '<div class="dl-item"><p class="dl-said" dir="{direction}">{words}</p><p>{speaker}{via} {tags}</p>'
        '<p class="dl-quiet">{article} {button}</p>{citation}</div>'
    ).format(
        direction=direction(row["context"]),
        words=_in_context(page, row, marks),
        speaker=_speaker(page, row),
        via=_via(page, row),
        tags=_tags(row),
        article=link_article(page, row),
        button=_correct(page, row) + CITE + offer(page, f"quote:{row['quote_id']}"),
        citation=citation(page, row),
    )


def explain_near(page: Page, naming: int) -> Markup:
    """Which quotes are left where actors and places must be named in the quote, and a link to the `naming` quotes that
    name one of the actors instead."""
    says = "one of the actors says them" if page.filters.actors else ""
    names = "they name one of the places" if page.filters.locations else ""
    lies = "they name a place within the box" if page.filters.box else ""
    kept = f"Quotes are kept if {' and '.join(each for each in (says, names, lies) if each)}. "
    if not naming:
        return quiet(kept)
    address = page.link("quotes", actors=(), about=page.filters.actors)
    return quiet(Markup("{}{} one of the actors.").format(
        kept, link(plural(naming, "quote") + (" names" if naming == 1 else " name"), address)
    ))  # fmt: skip


def facets(page: Page, tables: Sequence[tuple[str, str, pd.DataFrame]]) -> Markup:
    """The values that quotes can be narrowed to: a table for each field of the filters, with its heading and values.

    A name adds its value to the filter or takes it away; its number lists the quotes with that value alone. A frame
    with the column `since` is one of days; another with one value more than is drawn has a link to the next ones.
    """
    drawn = (_facet(page, *each) + _more(page, each[0], each[2]) for each in tables if not each[2].empty)
    return Markup('<div class="dl-facets">{}</div>').format(Markup().join(drawn))


def dot_css(sourcing: str) -> str:
    """The class that gives the dot of a way of sourcing its colour."""
    return sourcing.replace(" ", "-")


def mark_words(text: str, words: str) -> Iterator[Mark]:
    """A mark for each word or phrase in the text that a search wants."""
    for start, end in find_spans(text, words):
        yield Mark(start, end, "hit", "a word of the filter")


def _facet(page: Page, field: str, heading: str, frame: pd.DataFrame) -> Markup:
    if "since" in frame:
        return table(frame, _day_columns(page, heading))
    chosen = getattr(page.filters, field)

    def toggle(row: Mapping[str, Any]) -> str:
        value = row["value"]
        left = tuple(each for each in chosen if each != value)
        return quotes_address(page, **{field: left if value in chosen else (*chosen, value)})

    ticked = frame["name"].where(~frame["value"].isin(chosen), "✓ " + frame["name"])
    only = Column("quotes", "Quotes", "count", lambda row: quotes_address(page, **{field: (row["value"],)}))
    return table(frame.assign(name=ticked).head(settings.VALUES_A_LIST), [Column("name", heading, href=toggle), only])


def _more(page: Page, field: str, frame: pd.DataFrame) -> Markup:
    """Links to the next values of a facet, where there are more than it shows, and to its first ones."""
    if "since" in frame:
        return Markup()
    name = FILTERS[field].key
    part = max(1, page.filters.part or 1) if page.filters.turned == (name,) else 1
    links = []
    if part > 1:
        links.append(link("first", quotes_address(page)))
    if len(frame) > settings.VALUES_A_LIST:
        links.append(link("more", quotes_address(page, turned=(name,), part=part + 1)))
    return quiet(Markup(" · ").join(links)) if links else Markup()


def _day_columns(page: Page, heading: str) -> list[Column]:
    """First day of a bar and its quotes, which both lead to."""

    def address(row: Mapping[str, Any]) -> str:
        return quotes_address(page, since=row["since"].date(), until=row["until"].date())

    return [Column("since", heading, "day", address), Column("quotes", "Quotes", "count", address)]


def _speaker(page: Page, row: Mapping[Any, Any]) -> Markup:
    """The actors that speak, and how the article writes them."""
    speaker, names = text_of(row["speaker"]) or "no speaker found", row["actors"]
    if not len(names):
        return link(speaker, None)
    speakers = zip(row["actor_ids"], names, strict=True)
    who = link_list([link(name, page.link("quotes", speakers=(actor,))) for actor, name in speakers])
    return who if listed(names) == speaker else Markup("{}, as {}").format(who, bdi(f"“{speaker}”"))


def _correct(page: Page, row: Mapping[Any, Any]) -> Markup:
    """A link where a reader says that the name which leads to the speaker is another actor's in this article.

    There is none where nobody is known to speak: a correction is of the actor of a name, and no name leads to one.
    """
    if not page.may_correct or not len(row["actor_ids"]):
        return Markup()
    wrong = Filters(
        change=("split",), actors=(row["actor_ids"][0],), inside=(row["article_id"],), back=page.here
    )  # fmt: skip
    return Markup("· {} ").format(link("wrong speaker?", write_link("review", wrong)))


def _via(page: Page, row: Mapping[Any, Any]) -> Markup:
    """The actor that the quote was told to, where there is one."""
    if not (via := text_of(row["via"])):
        return Markup()
    return Markup(" · told to {}").format(link(via, page.link("quotes", via=(row["via_actor_id"],))))


def _tags(row: Mapping[Any, Any]) -> Markup:
    """Kind, on whose word, stance and confidence, as far as they are known."""
    dot = Markup('<i class="dl-dot {}"></i>').format(dot_css(row["sourcing"]))
    tags = [tag(row["kind"]), tag(dot + row["sourcing"])]
    if text_of(row["stance"]):
        tags.append(tag(row["stance"]))
    if not pd.isna(row["confidence"]):
        tags.append(tag(f"confidence {row['confidence']:.2f}"))
    return Markup(" ").join(tags)


def _in_context(page: Page, row: Mapping[Any, Any], more: Iterable[Mark]) -> Markup:
    """The words of the quote as they stand, each part by itself; what stands around them is muted, and cut if long."""
    text, origin = row["context"], row["context_start"]
    parts = [(int(start) - origin, int(end) - origin) for start, end in row["parts"]]
    marks = [
        Mark(int(row[f"{name}_start"]) - origin, int(row[f"{name}_end"]) - origin, name, title)
        for name, title in (("speaker", "who says it"), ("cue", "what attributes it"))
        if not pd.isna(row[f"{name}_start"])
    ]
    marks += [mark.within(origin, origin + len(text)) for mark in more]
    pieces = []
    before = 0
    for start, end in (*parts, (len(text), len(text))):
        if before < start:
            pieces.append(_rest(text, before, start, marks, first=before == 0, last=start == len(text)))
        if start < end:
            said = text[start:end]
            inside = [*_whole_within(marks, start, end), *mark_words(said, page.filters.said)]
            pieces.append(Markup('<bdi class="dl-words">{}</bdi>').format(highlight(said, inside)))
        before = end
    return Markup().join(pieces)


def _rest(text: str, start: int, end: int, marks: Sequence[Mark], *, first: bool, last: bool) -> Markup:
    """What stands before, between or after the parts of a quote. Of a long beginning its end is kept, of a long end its
    beginning."""
    low, high = start, end
    if first and end - start > LONGEST_REST:
        low = text.find(" ", end - LONGEST_REST, end) + 1 or end - LONGEST_REST
    if last and end - start > LONGEST_REST:
        high = max(text.rfind(" ", start, start + LONGEST_REST), start)
    before, after = "… " if low > start else "", " …" if high < end else ""
    shown = highlight(text[low:high], _whole_within(marks, low, high))
    return Markup('<span class="dl-rest">{}{}{}</span>').format(before, shown, after)


def _whole_within(marks: Sequence[Mark], low: int, high: int) -> list[Mark]:
    """The marks that lie wholly in [low, high), counted from there."""
    return [mark.within(low, high) for mark in marks if low <= mark.start and mark.end <= high]
