"""Quotations as HTML: each in its sentence, with its speaker, on whose word it stands, and a citation to copy.

What a table of quotes has stands in `lists`.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd

from dashboard.filters import Filters, write_link
from dashboard.queries.selection import split_words
from dashboard.views.lists import Linker, dot, text_of, whence
from dashboard.views.markup import Mark, attributes, highlight, link, tag
from dashboard.wording import day, direction

# Characters of its sentences that a quote is shown with, before and after it.
LONGEST_REST = 240

# Copies what a quote's button carries, with the address by which the reader came; without HTTPS a browser has only the
# older way. The script is constant: it stands once a document, and no word of an article is in it.
COPY = """<script>
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
</script>"""


def quotes(page: Linker, rows: pd.DataFrame) -> str:
    """Each quotation with its speaker, on whose word it stands, and the sentence it leads to."""
    return "".join(_quote(page, row) for row in rows.to_dict("records"))


def disputes(page: Linker, pairs: pd.DataFrame, read: Mapping[str, Mapping[Any, Any]]) -> str:
    """Each denial, and beside it what others say of the same place."""
    return "".join(_dispute(page, rows.to_dict("records"), read) for _, rows in pairs.groupby("denial_id", sort=False))


def cite(row: Mapping[Any, Any]) -> str:
    """A quote as a citation: speaker, words, outlet, day.

    What is not said outright is named with the words, for without “denies” a denial would read as its opposite; and the
    words of indirect speech are the article's.
    """
    who = text_of(row["speaker"]) or "No speaker found"
    actor = text_of(row["actor"])
    named = f"{who} ({actor})" if actor and actor != who else who
    stance = "" if text_of(row["stance"]) in ("", "says") else f" {row['stance']}"
    words = " ".join(row["text"].split()).rstrip(",.،").replace("“", "‘").replace("”", "’")
    reported = " (indirect speech, in the words of the article)" if row["kind"] == "indirect" else ""
    outlet = text_of(row["source"]) or text_of(row["title"]) or row["article_id"]
    return f"{named}{stance}: “{words}”{reported}. {outlet}, {day(row['published'])}."


def words_lit(text: str, words: str) -> Iterator[Mark]:
    """The words of a filter, as far as they are written with the same accents."""
    for each in split_words(words):
        pattern = r"(?<!\w)" + r"\s+".join(map(re.escape, each.split())) + r"(?!\w)"
        for hit in re.finditer(pattern, text, re.IGNORECASE):
            yield Mark(hit.start(), hit.end(), "hit", "a word of the filter")


def _quote(page: Linker, row: Mapping[Any, Any]) -> str:
    speaker = text_of(row["speaker"]) or "no speaker found"
    actor = text_of(row["actor"])
    who = link(actor or speaker, page.link("quotes", speakers=(row["actor_id"],)) if actor else None)
    written = f", as {link(f'“{speaker}”', None)}" if actor and actor != speaker else ""
    told = link(text_of(row["via"]), page.link("quotes", via=(row["via_actor_id"],)))
    via = f" · told to {told}" if text_of(row["via"]) else ""
    copied = attributes(cite=cite(row), href=write_link("articles", _place_of(row)))
    return (
        f'<div class="dl-item"><p class="dl-said" dir="{direction(row["context"])}">{_in_context(page, row)}</p>'
        f"<p>{who}{written}{via} {_tags(row)}</p>"
        f'<p class="dl-quiet">{whence(page, row)}'
        f' <span class="dl-keep">· <button class="dl-copy"{copied}>Copy citation</button></span></p></div>'
    )


def _tags(row: Mapping[Any, Any]) -> str:
    """Kind, on whose word, stance and confidence, as far as they are known."""
    sourcing = f'<span class="dl-tag"><i class="dl-dot {dot(row["sourcing"])}"></i>{row["sourcing"]}</span>'
    tags = [tag(row["kind"]), sourcing]
    if text_of(row["stance"]):
        tags.append(tag(row["stance"]))
    if not pd.isna(row["confidence"]):
        tags.append(tag(f"confidence {row['confidence']:.2f}"))
    return " ".join(tags)


def _in_context(page: Linker, row: Mapping[Any, Any]) -> str:
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
            inside = [*_within(marks, start, end), *words_lit(said, page.filters.said)]
            pieces.append(f'<bdi class="dl-words">{highlight(said, inside)}</bdi>')
        before = end
    return "".join(pieces)


def _rest(text: str, start: int, end: int, marks: Sequence[Mark], *, first: bool, last: bool) -> str:
    """What stands before, between or after the parts of a quote; of a long beginning its end is kept, and so on."""
    low, high = start, end
    if first and end - start > LONGEST_REST:
        low = text.find(" ", end - LONGEST_REST, end) + 1 or end - LONGEST_REST
    if last and end - start > LONGEST_REST:
        high = max(text.rfind(" ", start, start + LONGEST_REST), start)
    before, after = "… " if low > start else "", " …" if high < end else ""
    return f'<span class="dl-rest">{before}{highlight(text[low:high], _within(marks, low, high))}{after}</span>'


def _within(marks: Sequence[Mark], low: int, high: int) -> list[Mark]:
    """The marks that lie in [low, high), counted from there."""
    return [replace(m, start=m.start - low, end=m.end - low) for m in marks if low <= m.start and m.end <= high]


def _dispute(page: Linker, pairs: Sequence[Mapping[Any, Any]], read: Mapping[str, Mapping[Any, Any]]) -> str:
    denial = read[pairs[0]["denial_id"]]
    others = "".join(_quote(page, read[pair["other_id"]]) + _likeness(page, pair) for pair in pairs)
    return (
        f'<div class="dl-pair"><div class="dl-denial"><p class="dl-side">Denied</p>{_quote(page, denial)}</div>'
        f'<div><p class="dl-side">Said of the same place</p>{others}</div></div>'
    )


def _likeness(page: Linker, pair: Mapping[Any, Any]) -> str:
    """Why two quotes are a pair: the place, the days between them, the words they share."""
    place = link(pair["place"], page.link("quotes", quote_locations=(pair["location_id"],)))
    days = "the same day" if pair["days"] == 0 else "a day apart" if pair["days"] == 1 else f"{pair['days']} days apart"
    shared = ", ".join(link(f"{each}…", None) for each in pair["shared"])
    return f'<p class="dl-quiet">{place} · {days}{f" · words in common: {shared}" if shared else ""}</p>'


def _place_of(row: Mapping[Any, Any]) -> Filters:
    """The sentence of a row, in the reader."""
    return Filters(article=row["article_id"], sentence=int(row["sentence"]))
