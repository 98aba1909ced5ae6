"""The reader: one article as HTML, its actors, places and quotes lit, one sentence set off.

Nothing of the article is run: it is escaped in `markup`, and links are made of ids only.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise

import pandas as pd

from dashboard.queries.articles import Reading
from dashboard.views.lists import Linker
from dashboard.views.markup import Mark, highlight, link
from dashboard.views.quotes import words_lit
from dashboard.wording import day, direction

# The lit sentence comes into view, and stays there when the fonts arrive, until the reader scrolls; the script is
# constant, no word of an article is in it.
SCROLL = """<script>{
    const lit = document.getElementById("lit");
    const show = new ResizeObserver(() => lit.scrollIntoView({block: "center"}));
    const leave = () => show.disconnect();
    if (lit) show.observe(lit.closest('[data-testid="stVerticalBlock"]'));
    for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(move, leave, {once: true});
}</script>"""

LEGEND = (
    '<p class="dl-quiet"><mark class="actor">actor</mark> &ensp; <mark class="place">place</mark> &ensp;'
    ' <mark class="quote">quote</mark></p>'
)


def headline(page: Linker, reading: Reading) -> str:
    """The way back to the list; day, outlet, agency and original of the article, and the other copies of its story."""
    article = reading.article
    parts = [day(article["published"])]
    parts += [link(article[name], None) for name in ("source", "agency") if pd.notna(article[name])]
    if pd.notna(article["url"]) and re.match(r"https?://", article["url"]):
        parts.append(link(article["url"], article["url"]))
    copies = [
        link(row["title"] or row["article_id"], page.link("articles", article=row["article_id"]))
        for row in reading.copies.to_dict("records")
    ]
    also = f'<p class="dl-quiet">The same story: {"; ".join(copies)}</p>' if copies else ""
    back = link("All articles that the filters leave", page.link("articles"))
    return f'<p class="dl-quiet">{back}</p><p class="dl-quiet">{" · ".join(parts)}</p>{also}'


def body(page: Linker, reading: Reading) -> str:
    """The text with its marks; its headline is set as one, and the sentence that the filters name is set off.

    Each paragraph runs as most of its letters do.
    """
    text, title = reading.article["text"], reading.article["title"]
    marks = [*_marks(page, reading), *words_lit(text, page.filters.words)]
    headline = len(title) if pd.notna(title) and text.startswith(title) else 0
    lit = reading.sentences[reading.sentences["sentence"] == page.filters.sentence]
    start, end = (0, 0) if lit.empty else (int(lit["start"].iloc[0]), int(lit["end"].iloc[0]))
    lines = [0, *(newline.end() for newline in re.finditer(r"\n", text))]
    cuts = sorted({*lines, headline, start, end, len(text)})
    paragraphs: dict[int, str] = dict.fromkeys(lines, "")
    for low, high in pairwise(cuts):
        inner = highlight(text[low:high], [_shifted(m, low, high) for m in marks if m.start < high and m.end > low])
        if start <= low and high <= end:
            inner = f'<span {'id="lit" ' if low == start else ""}class="dl-lit">{inner}</span>'
        paragraph = lines[bisect_right(lines, low) - 1]
        paragraphs[paragraph] += f'<span class="dl-headline">{inner}</span>' if high <= headline else inner
    shown = [
        f'<div dir="{direction(text[low:high])}">{paragraphs[low]}</div>'
        for low, high in pairwise([*lines, len(text)])
        if low < high
    ]
    return f'<div class="dl-text">{"".join(shown)}</div>'


def _shifted(mark: Mark, low: int, high: int) -> Mark:
    """The part of a mark that lies in [low, high), counted from there."""
    return Mark(max(mark.start, low) - low, min(mark.end, high) - low, mark.css, mark.title, mark.href)


def _marks(page: Linker, reading: Reading) -> Iterator[Mark]:
    for row in reading.mentions.to_dict("records"):
        if pd.notna(row["actor_id"]):
            href = page.link("sentences", named=(row["actor_id"],))
            yield Mark(row["start"], row["end"], "actor", row["actor"], href)
        elif pd.notna(row["placed_id"]):
            href = page.link("sentences", at=(row["placed_id"],))
            yield Mark(row["start"], row["end"], "place", row["place"], href)
    for row in reading.quotes.to_dict("records"):
        who = (
            row["actor"]
            if pd.notna(row["actor"])
            else row["speaker"]
            if pd.notna(row["speaker"])
            else "no speaker found"
        )
        for start, end in row["parts"]:
            yield Mark(int(start), int(end), "quote", f"{who} ({row['sourcing']})")
