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

from dashboard import settings
from dashboard.filters import Filters, write_link
from dashboard.queries.reading import Comparison, Reading
from dashboard.receipts.finding import Found
from dashboard.receipts.places import write_phrase
from dashboard.views.citations import CITE, citation
from dashboard.views.evidence import offer, sentence_ref, take
from dashboard.views.links import Page, sortable
from dashboard.views.markup import Column, Mark, bdi, highlight, link, quiet
from dashboard.views.quotes import LONGEST_REST, mark_words
from dashboard.views.receipts import RECEIPT, sentence_forms
from dashboard.wording import day, direction, isolate, later, listed, moment, plural, text_of

# Characters of a quote that tell it from the others of its sentence.
FIRST_WORDS = 80

# Characters of the other's sentence in a tooltip.
LONGEST_WORDS = 300

# The chosen sentence comes into view, and stays there when the fonts arrive, until the reader scrolls; the script is
# constant, no word of an article is in it.
SCROLL = Markup("""<script>{
    const lit = document.getElementById("lit");
    const show = new ResizeObserver(() => lit.scrollIntoView({block: "center"}));
    const leave = () => show.disconnect();
    if (lit) show.observe(lit.closest('[data-testid="stVerticalBlock"]'));
    for (const move of ["wheel", "touchmove", "keydown", "pointerdown"]) addEventListener(move, leave, {once: true});
}</script>""")

# Marks of the text -> what they are called, always and where the article is compared with a copy.
MARKS = {"actor": "actor", "place": "place", "quote": "quote"}
MARKS_COMPARED = {"only": "only in this article", "differs": "worded differently in the copy"}


def legend(*, compared: bool) -> Markup:
    """What the marks of the text mean."""
    marks = MARKS | MARKS_COMPARED if compared else MARKS
    return quiet(Markup(" &ensp; ").join(Markup('<mark class="{}">{}</mark>').format(*each) for each in marks.items()))


def columns(page: Page) -> list[Column]:
    """Day, title (opens the reader), outlet, and how many articles of the whole corpus carry the same story."""
    title, *others = (
        Column("title", "Title", href=lambda row: page.link("articles", article=row["article_id"])),
        Column("published", "Day", "day"),
        Column("source", "Source"),
        Column("copies", "Copies", "count",
               lambda row: write_link("articles", Filters(story=row["story_id"]))),
    )  # fmt: skip
    published, *rest = sortable(page, "articles", others, "-published")
    return [published, title, *rest]


def say_found(filters: Filters, found: Found) -> str:
    """What became of the sentence that a link was made for; "" where it is there as it was."""
    words = f"“{isolate(filters.exact)} …”"
    match found.state:
        case "moved":
            return (
                f"This sentence has moved: it was sentence {filters.sentence} of this article when the link was made."
            )
        case "closest":
            return f"These words are no longer in this article: {words}. The closest sentence is shown."
        case "lost":
            return f"These words are no longer in this article, nor is a sentence like them: {words}."
        case "elsewhere":
            return f"The link's article is not in these tables; this one has the same words: {words}."
        case "gone":
            return f"No article of these tables has the words that the link was made for: {words}."
    return ""


def others_with(page: Page, found: Found) -> Markup:
    """A link to the other articles that have the words of the page's link."""
    filters = Filters(words=write_phrase(page.filters.exact), corpus=page.filters.corpus, kept=page.filters.kept)
    counted = f"{plural(found.others, 'other article')} with these words"
    return quiet(link(counted, write_link("articles", filters)))


def reader_heading(page: Page, reading: Reading) -> Markup:
    """The way back to the list; day, outlet, agency and original of the article, and the other copies of its story."""
    article = reading.article
    parts: list[str] = [day(article["published"])]
    parts += [link(article[name], None) for name in ("source", "agency") if pd.notna(article[name])]
    if pd.notna(article["url"]) and re.match(r"https?://", article["url"]):
        parts.append(link(article["url"], article["url"]))
    back = link("All articles that the filters leave", page.link("articles"))
    return quiet(back) + quiet(Markup(" · ").join(parts)) + _copies(page, reading)


def reader_text(page: Page, reading: Reading, comparison: Comparison | None = None) -> Markup:
    """The text with its marks, those of a comparison too; the headline is set as one, and the sentence that the filters
    name stands out.

    Each paragraph runs as most of its letters do. Behind that with the sentence stand the citations of its quotes, and
    its own link and receipt.
    """
    text = reading.article["text"]
    headline, (start, end) = _headline_length(reading.article), _chosen_sentence(page, reading.sentences)
    lines = sorted({0, *(newline.end() for newline in re.finditer(r"\n", text)), len(text)})
    cuts = sorted({*lines, headline, start, end})
    marked = [*_marks(page, reading), *mark_words(text, page.filters.words), *_mark_differences(comparison)]
    marks = _cut_marks(marked, cuts)
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
            _cite_sentence(page, reading, text[start:end]) if low < end <= high else "",
        )
        for low, high in pairwise(lines)
    )
    return Markup('<div class="dl-text">{}</div>').format(Markup().join(shown))


def _cite_sentence(page: Page, reading: Reading, text: str) -> Markup:
    """Who says each quote that begins in the sentence of the filters, its first words, and its citation; then the
    link and the receipt of the sentence itself, whose text is given."""
    rows, number = reading.quotes.to_dict("records"), page.filters.sentence
    quotes = (_cite(reading, page, row) for row in rows if row["sentence"] == number)
    forms = sentence_forms(page, reading.article["article_id"], number or 0, text)
    evidence = take(page, sentence_ref(reading.article["article_id"], number or 0))
    own = Markup('<div class="dl-item dl-quiet">This sentence · {} · {}{}</div>').format(RECEIPT, evidence, forms)
    return Markup().join(quotes) + own


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
        bdi(_speaker(row)),
        bdi(textwrap.shorten(words, FIRST_WORDS, placeholder=" …")),
        CITE + offer(page, f"quote:{row['quote_id']}"),
        citation(page, whole),
    )


def comparison_heading(page: Page, reading: Reading, comparison: Comparison) -> Markup:
    """What the article is compared with, in how much of it they differ, and the sentences that only the other has."""
    other, differing = comparison.other, comparison.differing
    article_id, other_id = reading.article["article_id"], other["article_id"]
    counted = [
        f"{plural(len(comparison.only), 'sentence')} only here",
        f"{plural(len(comparison.missing), 'sentence')} only there",
        f"{plural(differing['words'].nunique(), 'sentence')} in other words",
    ]  # fmt: skip
    name = text_of(other["source"]) or text_of(other["title"]) or other_id
    heading = Markup("Compared with {}: {}. {} · {}").format(
        link(name, page.link("articles", article=other_id)),
        listed(counted),
        link("The other way round", page.link("articles", article=other_id, compare=article_id)),
        link("stop comparing", page.link("articles", article=article_id)),
    )
    cut = f"Only the first {settings.COMPARED_CHARACTERS:,} characters of each were compared."
    missing = Markup().join(
        Markup("<li>{}</li>").format(
            link(" ".join(row["text"].split()), page.link(
                "articles", article=other_id, sentence=int(row["sentence"]), compare=article_id,
            ))
        ) for row in comparison.missing.to_dict("records")
    )  # fmt: skip
    there = Markup('<details class="dl-quiet"><summary>Only in {}</summary><ul>{}</ul></details>').format(name, missing)
    return quiet(heading) + (quiet(cut) if comparison.cut else Markup()) + (there if missing else Markup())


def _copies(page: Page, reading: Reading) -> Markup:
    """Who wrote the story first, and its other articles, each with a link that compares it with this one."""
    copies, article = reading.copies, reading.article
    if copies.empty:
        return Markup()
    links = [
        Markup("{} ({})").format(
            link(text_of(row["title"]) or row["article_id"], page.link("articles", article=row["article_id"])),
            Markup(", ").join([
                link(text_of(row["source"]) or "no outlet", None), day(row["published"]),
                link("compare", page.link("articles", article=article["article_id"], compare=row["article_id"])),
            ]),
        )
        for row in copies.to_dict("records")
    ]  # fmt: skip
    if reading.all_copies > len(copies):
        every = f"all {reading.all_copies + 1:,} articles"
        links.append(link(every, write_link("articles", Filters(story=article["story_id"]))))
    lineage = link("Who has it from whom", page.link("stories", story=article["story_id"]))
    return quiet(Markup("{} {}").format(_first_of_story(article, copies), lineage)) + quiet(
        "The same story: " + Markup("; ").join(links)
    )


def _first_of_story(article: "pd.Series[Any]", copies: pd.DataFrame) -> Markup:
    """Which article of the story was the first, and how much later this one came."""
    first, published = copies.iloc[0], article["published"]
    if pd.isna(published) or pd.isna(first["published"]):
        return Markup("Some articles of this story have no date: who wrote first is not known.")
    if published < first["published"]:
        return Markup("The first of its story: the next came {}, from {}.").format(
            later(published, first["published"]), bdi(text_of(first["source"]) or "no outlet")
        )
    return Markup("First written by {}, {}; this one came {}.").format(
        bdi(text_of(first["source"]) or "no outlet"), moment(first["published"]), later(first["published"], published)
    )


def _mark_differences(comparison: Comparison | None) -> Iterator[Mark]:
    if comparison is not None:
        for start, end in comparison.only:
            yield Mark(start, end, "only", "only in this article")
        for row in comparison.differing.to_dict("records"):
            yield Mark(
                row["start"], row["end"], "differs", f"the copy: {textwrap.shorten(row['words'], LONGEST_WORDS)}"
            )


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
