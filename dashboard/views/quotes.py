"""Quotes: each in its sentences, with its speaker, on whose word it stands, and a citation to copy; and what quotes can
be narrowed to.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.filters import Filters, write_link
from dashboard.queries.selection import split_words
from dashboard.views.links import Page, link_article, quotes_address
from dashboard.views.markup import Column, Mark, bdi, data_attributes, highlight, link, link_list, table, tag
from dashboard.wording import day, direction, listed, text_of

# Characters of its sentences that a quote is shown with, before and after it.
LONGEST_REST = 240

# Copies what a quote's button carries, with the address by which the reader came; without HTTPS a browser has only the
# older way. The script is constant: it stands once a document, and no word of an article is in it.
COPY = Markup("""<script>
if (!window.datelineCopies) {
  window.datelineCopies = true;
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("button.dl-copy");
    if (!button) return;
    const text = button.dataset.cite + " " + new URL(button.dataset.href, location.href);
    if (navigator.clipboard) {
      await navigator.clipboard.writeText(text);
    } else {
      const area = document.createElement("textarea");
      area.value = text;
      document.body.append(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    button.textContent = "Copied";
    setTimeout(() => { button.textContent = "Copy citation"; }, 2000);
  });
}
</script>""")


def quotations(page: Page, rows: pd.DataFrame) -> Markup:
    """Each quote with its speaker, on whose word it stands, and the sentence that it leads to."""
    return Markup().join(quotation(page, row) for row in rows.to_dict("records"))


def quotation(page: Page, row: Mapping[Any, Any]) -> Markup:
    """One quote with its speaker, on whose word it stands, and the sentence that it leads to."""
    return Markup(
        '<div class="dl-item"><p class="dl-said" dir="{direction}">{words}</p><p>{speaker}{via} {tags}</p>'
        '<p class="dl-quiet">{article} <span class="dl-keep">·'
        ' <button class="dl-copy"{copied}>Copy citation</button></span></p></div>'
    ).format(
        direction=direction(row["context"]),
        words=_in_context(page, row),
        speaker=_speaker(page, row),
        via=_via(page, row),
        tags=_tags(row),
        article=link_article(page, row),
        copied=data_attributes(cite=cite(row), href=write_link("articles", _sentence_of(row))),
    )


def cite(row: Mapping[Any, Any]) -> str:
    """A quote as a citation: speaker, words, outlet, day.

    The stance is named unless it is “says”: without “denies” a denial would read as its opposite. The words of indirect
    speech are said to be the article's.
    """
    who = text_of(row["speaker"]) or "No speaker found"
    actor = listed(row["actors"])
    named = f"{who} ({actor})" if actor and actor != who else who
    stance = "" if text_of(row["stance"]) in ("", "says") else f" {row['stance']}"
    words = " ".join(row["text"].split()).rstrip(",.،").replace("“", "‘").replace("”", "’")
    reported = " (indirect speech, in the words of the article)" if row["kind"] == "indirect" else ""
    outlet = text_of(row["source"]) or text_of(row["title"]) or row["article_id"]
    return f"{named}{stance}: “{words}”{reported}. {outlet}, {day(row['published'])}."


def facets(page: Page, tables: Sequence[tuple[str, str, pd.DataFrame]]) -> Markup:
    """The values that quotes can be narrowed to: a table for each field of the filters, with its heading and values.

    A name adds its value to the filter or takes it away; its number lists the quotes with that value alone. A frame
    with the column `since` is one of days.
    """
    drawn = (_facet(page, *each) for each in tables if not each[2].empty)
    return Markup('<div class="dl-facets">{}</div>').format(Markup().join(drawn))


def dot_css(sourcing: str) -> str:
    """The class that gives the dot of a way of sourcing its colour."""
    return sourcing.replace(" ", "-")


def mark_words(text: str, words: str) -> Iterator[Mark]:
    """A mark for each word or phrase of a filter in the text, where it is written with the same accents."""
    for each in dict.fromkeys(split_words(words)):
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, each.split())) + r"(?!\w)"
        for hit in re.finditer(pattern, text, re.IGNORECASE):
            yield Mark(hit.start(), hit.end(), "hit", "a word of the filter")


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
    return table(frame.assign(name=ticked), [Column("name", heading, href=toggle), only])


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


def _in_context(page: Page, row: Mapping[Any, Any]) -> Markup:
    """The words of the quote as they stand, each part by itself; what stands around them is muted, and cut if long."""
    text, origin = row["context"], row["context_start"]
    parts = [(int(start) - origin, int(end) - origin) for start, end in row["parts"]]
    marks = [
        Mark(int(row[f"{name}_start"]) - origin, int(row[f"{name}_end"]) - origin, name, title)
        for name, title in (("speaker", "who says it"), ("cue", "what attributes it"))
        if not pd.isna(row[f"{name}_start"])
    ]
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


def _sentence_of(row: Mapping[Any, Any]) -> Filters:
    """The filters that open the reader at the sentence of a row."""
    return Filters(article=row["article_id"], sentence=int(row["sentence"]))
