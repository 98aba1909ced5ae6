"""Articles: the columns of their table, and the reader: one article with its actors, places and quotes marked, and the
citations of the quotes of one sentence.

Nothing of the article is run: its text is escaped, and links are made of ids only.
"""

import re
import textwrap
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.filters import Filters, write_link
from dashboard.queries.reading import Reading
from dashboard.views.citations import CITE, citation
from dashboard.views.links import Page
from dashboard.views.markup import Column, Mark, bdi, highlight, link, quiet
from dashboard.views.quotes import LONGEST_REST, mark_words
from dashboard.wording import day, direction, listed, text_of

# Characters of a quote that tell it from the others of its sentence.
FIRST_WORDS = 80

# The chosen sentence comes into view, and stays there when the fonts arrive, until the reader scrolls; the script is
# constant, no word of an article is in it.
SCROLL = Markup("""<script>{
    const lit = document.getElementById("lit");
    const show = new ResizeObserver(() => lit.scrollIntoView({block: "center"}));
    const leave = () => show.disconnect();
    if (lit) show.observe(lit.closest('[data-testid="stVerticalBlock"]'));
    for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(move, leave, {once: true});
}</script>""")

LEGEND = quiet(
    Markup('<mark class="actor">actor</mark> &ensp; <mark class="place">place</mark> &ensp;'
           ' <mark class="quote">quote</mark>')
)  # fmt: skip


def columns(page: Page) -> list[Column]:
    """Day, title (opens the reader), outlet, and how many articles of the whole corpus carry the same story."""
    return [
        Column("published", "Day", "day"),
        Column("title", "Title", href=lambda row: page.link("articles", article=row["article_id"])),
        Column("source", "Source"),
        Column("copies", "Copies", "count",
               lambda row: write_link("articles", Filters(story=row["story_id"]))),
    ]  # fmt: skip


def reader_heading(page: Page, reading: Reading) -> Markup:
    """The way back to the list; day, outlet, agency and original of the article, and the other copies of its story."""
    article = reading.article
    parts: list[str] = [day(article["published"])]
    parts += [link(article[name], None) for name in ("source", "agency") if pd.notna(article[name])]
    if pd.notna(article["url"]) and re.match(r"https?://", article["url"]):
        parts.append(link(article["url"], article["url"]))
    back = link("All articles that the filters leave", page.link("articles"))
    return quiet(back) + quiet(Markup(" · ").join(parts)) + _copies(page, reading.copies)


def reader_text(page: Page, reading: Reading) -> Markup:
    """The text with its marks; the headline is set as one, and the sentence that the filters name stands out.

    Each paragraph runs as most of its letters do. Behind that with the sentence stand the citations of its quotes.
    """
    text = reading.article["text"]
    headline, (start, end) = _headline_length(reading.article), _chosen_sentence(page, reading.sentences)
    lines = sorted({0, *(newline.end() for newline in re.finditer(r"\n", text)), len(text)})
    cuts = sorted({*lines, headline, start, end})
    marks = _cut_marks([*_marks(page, reading), *mark_words(text, page.filters.words)], cuts)
    paragraphs: defaultdict[int, list[Markup]] = defaultdict(list)
    for low, high in pairwise(cuts):
        piece = highlight(text[low:high], marks[low])
        if start <= low and high <= end:
            first = Markup('id="lit" ') if low == start else ""
            piece = Markup('<span {}class="dl-lit">{}</span>').format(first, piece)
        if high <= headline:
            piece = Markup('<span class="dl-headline">{}</span>').format(piece)
        paragraphs[lines[bisect_right(lines, low) - 1]].append(piece)
    shown = (
        Markup('<div dir="{}">{}</div>{}').format(
            direction(text[low:high]),
            Markup().join(paragraphs[low]),
            _cite_sentence(page, reading) if low < end <= high else "",
        )
        for low, high in pairwise(lines)
    )
    return Markup('<div class="dl-text">{}</div>').format(Markup().join(shown))


def _cite_sentence(page: Page, reading: Reading) -> Markup:
    """Who says each quote that begins in the sentence of the filters, its first words, and its citation."""
    rows = reading.quotes.to_dict("records")
    return Markup().join(_cite(reading, page, row) for row in rows if row["sentence"] == page.filters.sentence)


def _cite(reading: Reading, page: Page, row: Mapping[Any, Any]) -> Markup:
    article, origin = reading.article, max(0, int(row["start"]) - LONGEST_REST)
    words = " ".join(row["text"].split())
    whole = {
        **{name: article[name] for name in ("title", "source", "published", "url")},
        **row,
        "context": article["text"][origin : int(row["end"]) + LONGEST_REST],
        "context_start": origin,
    }
    return Markup('<div class="dl-item dl-quiet">{}: {} {}{}</div>').format(
        bdi(_speaker(row)), bdi(textwrap.shorten(words, FIRST_WORDS, placeholder=" …")), CITE, citation(page, whole)
    )


def _copies(page: Page, copies: pd.DataFrame) -> Markup:
    links = [
        link(text_of(row["title"]) or row["article_id"], page.link("articles", article=row["article_id"]))
        for row in copies.to_dict("records")
    ]
    return quiet("The same story: " + Markup("; ").join(links)) if links else Markup()


def _headline_length(article: "pd.Series[Any]") -> int:
    """Characters of the title, where the text begins with it; else 0."""
    title = text_of(article["title"])
    return len(title) if article["text"].startswith(title) else 0


def _chosen_sentence(page: Page, sentences: pd.DataFrame) -> tuple[int, int]:
    """First and last character of the sentence that the filters name; nothing at 0 where there is none."""
    found = sentences[sentences["sentence"] == page.filters.sentence]
    return (0, 0) if found.empty else (int(found["start"].iloc[0]), int(found["end"].iloc[0]))


def _cut_marks(marks: Iterable[Mark], cuts: Sequence[int]) -> defaultdict[int, list[Mark]]:
    """Start of a piece of the text -> the marks in it, counted from there; `cuts` are where pieces begin and end."""
    pieces = list(pairwise(cuts))
    found: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        for low, high in pieces[bisect_right(cuts, mark.start) - 1 : bisect_left(cuts, mark.end)]:
            found[low].append(mark.within(low, high))
    return found


def _marks(page: Page, reading: Reading) -> Iterator[Mark]:
    """The actors, places and quotes of the article."""
    for row in reading.mentions.to_dict("records"):
        if pd.notna(row["actor_id"]):
            href = page.link("sentences", named=(row["actor_id"],))
            yield Mark(row["start"], row["end"], "actor", row["actor"], href)
        elif pd.notna(row["placed_id"]):
            href = page.link("sentences", at=(row["placed_id"],))
            yield Mark(row["start"], row["end"], "place", row["place"], href)
    for row in reading.quotes.to_dict("records"):
        for start, end in row["parts"]:
            href = page.link("articles", article=reading.article["article_id"], sentence=int(row["sentence"]))
            yield Mark(int(start), int(end), "quote", f"{_speaker(row)} ({row['sourcing']})", href)


def _speaker(row: Mapping[Any, Any]) -> str:
    return listed(row["actors"]) or text_of(row["speaker"]) or "no speaker found"
