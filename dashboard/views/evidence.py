"""Evidence: the button that takes something, an item of a pack as the page and the file show it, and the whole file.

The file is a document of its own: no script runs in it, nothing is loaded from anywhere, and it prints. All of its
words are escaped: those of articles, those of the analyst, and those of a file that somebody else made.
"""

import re
from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from markupsafe import Markup, escape

from dashboard.evidence.lines import (
    KINDS,
    MAKE_AGAIN,
    VERIFY,
    WITHHELD,
    cite,
    describe_image,
    is_empty,
    list_corrections,
    list_facts,
    list_notes,
    number_items,
    say_made,
    say_uncorrected,
)  # fmt: skip
from dashboard.evidence.locator import draw_locator
from dashboard.evidence.pack import Correction, Fact, Grid, Item, Pack, Passage
from dashboard.filters import Filters, write_link
from dashboard.views.links import Page
from dashboard.views.markup import link, quiet
from dashboard.wording import direction

# A number in a table.
NUMBER = re.compile(r"[+−-]?[\d,.]+%?")

# The look of items, on the page and in the file; colours are made of that of the text, so that they fit both themes.
STYLE = Markup("""
.ev-item { overflow-wrap: anywhere; }
.ev-kind { margin: 0 0 .2rem; font-size: .75rem; letter-spacing: .04em; text-transform: uppercase;
  color: color-mix(in srgb, currentColor 72%, transparent); }
.ev-heading { margin: 0 0 .4rem; font-size: 1.125rem; font-weight: 600; line-height: 1.35; }
.ev-number { font-size: 1.5rem; }
.ev-passage { margin: .4rem 0; padding: 0; border: 0; }
.ev-text { margin: 0 0 .25rem; line-height: 1.6; color: color-mix(in srgb, currentColor 72%, transparent);
  white-space: pre-line; }
.ev-text mark { color: light-dark(#1b1b1b, #f4f4f4); background: color-mix(in srgb, #e69f00 26%, transparent);
  padding: .05em 0; }
.ev-source, .ev-note { margin: 0 0 .35rem; font-size: .8125rem;
  color: color-mix(in srgb, currentColor 72%, transparent); }
.ev-item .ev-facts { display: grid; grid-template-columns: max-content 1fr; gap: .15rem .9rem; margin: .5rem 0;
  padding: 0; font-size: .875rem; }
.ev-facts dt { margin: 0; padding: 0; font-weight: 400; color: color-mix(in srgb, currentColor 72%, transparent); }
.ev-facts dd { margin: 0; padding: 0; }
.ev-paper { display: none; }
.ev-wide { overflow-x: auto; margin: .5rem 0; }
.ev-table { border-collapse: collapse; font-size: .8125rem; overflow-wrap: normal; }
.ev-table th, .ev-table td { padding: .2rem .8rem .2rem 0; text-align: start; vertical-align: top;
  border-bottom: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
.ev-table th { font-weight: 600; }
.ev-table .ev-n { text-align: end; font-variant-numeric: tabular-nums; }
.ev-words p { margin: 0 0 .6rem; line-height: 1.6; white-space: pre-line; }
@media (max-width: 640px) {
  .ev-item .ev-facts { grid-template-columns: 1fr; gap: 0; }
  .ev-facts dd { margin-bottom: .35rem; }
}
""")

DOCUMENT_STYLE = Markup("""
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif;
  color: light-dark(#1f1e1d, #ecebe9); background: light-dark(#fff, #15181c); }
main { max-width: 44rem; margin: 0 auto; padding: 2.5rem 1.25rem 4rem; }
h1 { margin: 0 0 .4rem; font-size: 1.75rem; line-height: 1.25; overflow-wrap: anywhere; }
h2 { margin: 2.5rem 0 .6rem; font-size: 1.125rem; }
a { color: light-dark(#005f95, #6db9e8); text-underline-offset: .15em; }
.ev-mast { margin: 0 0 1.2rem; font-size: .75rem; letter-spacing: .04em; text-transform: uppercase;
  color: color-mix(in srgb, currentColor 72%, transparent); }
.ev-by { margin: 0 0 .2rem; font-size: .875rem; overflow-wrap: anywhere;
  color: color-mix(in srgb, currentColor 72%, transparent); }
.ev-item { margin: 0; padding: 1.3rem 0; border-top: 1px solid color-mix(in srgb, currentColor 18%, transparent); }
header { margin-bottom: 1.6rem; }
.ev-item img { display: block; max-width: 100%; height: auto; margin: .6rem 0; border-radius: 4px; }
.ev-warning { padding: .6rem .9rem; border-left: 3px solid #d55e00; font-size: .875rem;
  background: color-mix(in srgb, #d55e00 10%, transparent); }
.ev-end { font-size: .8125rem; }
.ev-end li { margin-bottom: .6rem; overflow-wrap: anywhere; }
.ev-end p { margin: .1rem 0; }
code { font: .8125rem/1.45 ui-monospace, Menlo, Consolas, monospace; overflow-wrap: anywhere; }
@media print {
  :root { color-scheme: light; }
  @page { margin: 18mm 16mm; }
  body { font-size: 10.5pt; background: none; }
  main { max-width: none; padding: 0; }
  .ev-wide { overflow: visible; }
  .ev-passage, .ev-facts, .ev-item img, tr, .ev-end li { break-inside: avoid; }
  .ev-kind, .ev-heading, h2 { break-after: avoid; }
  .ev-paper { display: inline; }
  a { color: inherit; }
  mark { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
""")

DOCUMENT = Markup("""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>{look}{style}</style></head>
<body><main>
<header><p class="ev-mast">Evidence pack</p><h1 dir="auto">{title}</h1>{by}</header>
{warning}{items}{corrections}{receipts}{check}
</main></body></html>
""")


def take(page: Page, ref: str) -> Markup:
    """The button that adds to the evidence what the ref says."""
    said = "In evidence ✓" if ref in page.taken else "Add to evidence"
    return Markup('<button class="dl-act" data-act="take" data-ref="{}">{}</button>').format(ref, said)


def offer(page: Page, ref: str) -> Markup:
    """The same behind other buttons; the sign between them stays with it."""
    return Markup(' <span class="dl-keep">· {}</span>').format(take(page, ref))


def sentence_ref(article_id: str, sentence: int) -> str:
    """The ref of a sentence."""
    return f"sentence:{article_id}:{sentence}"


def pin_ref(page: Page, location_id: str) -> str:
    """The ref of a place under the filters of the corpus."""
    query = write_link("", page.filters.only("corpus")).partition("?")[2]
    return f"pin:{location_id}?{query}"


def number_ref(page: Page, name: str) -> str:
    """The ref of the number of rows that the page of this name lists under its filters."""
    filters = page.filters.only("corpus", "quotes", "list").without("screen")
    return f"number:{write_link(name, replace(filters, within=page.filters.within))}"


def offer_number(page: Page, name: str) -> Markup:
    """The button that takes the number of rows of this page, in a line of its own."""
    return quiet(take(page, number_ref(page, name)))


def explain_empty(page: Page) -> Markup:
    """How a pack is filled, with an example, where there is none yet."""
    return Markup(
        "<p>A pack of evidence answers one question, such as “Was Homs taken, and who says so?”. It holds sentences,"
        " quotes, numbers, places and charts with what is behind them, and your own words between; as a file that opens"
        " without a server, that can be sent, checked and gone on with.</p>"
        "<p>Nothing is in it yet. “Add to evidence” stands beside every sentence and quote, under every chart, beside"
        " the numbers of {} and {}, and beside a place that was chosen on {}.</p>"
    ).format(
        link("Sentences", page.link("sentences")), link("Quotes", page.link("quotes")),
        link("Places", page.link("locations")),
    )  # fmt: skip


def lead_to_pack(page: Page, pack_id: str) -> Markup:
    """The link that opens a pack in another browser: whoever has it may change the pack."""
    address = write_link("evidence", Filters(pack=pack_id))
    return quiet(
        Markup(
            "To open this pack in another browser, or to fill it together: {}. Whoever has this link may change it."
        ).format(link(page.cited(address), address))
    )


def draw_item(item: Item, number: int) -> Markup:
    """An item as it will be printed, but for its image; `number` is its place among the items that are no words."""
    if item.kind == "words":
        return _words(item.text)
    return Markup('<div class="ev-item">{}</div>').format(_kind(item, number) + _above(item) + _below(item))


def style_items() -> Markup:
    """The look of items on a page."""
    return Markup("<style>{}</style>").format(STYLE)


def write_document(pack: Pack, version: str) -> Markup:
    """The whole file of a pack; `version` is the program's."""
    drawn = Markup().join(_section(item, number) for item, number in number_items(pack))
    return DOCUMENT.format(
        title=pack.title or "Evidence",
        look=STYLE,
        style=DOCUMENT_STYLE,
        by=_by(pack, version),
        warning=_warn(pack),
        items=drawn,
        corrections=_corrections(pack),
        receipts=_receipts(pack),
        check=_check(pack),
    )


def _section(item: Item, number: int) -> Markup:
    is_said = item.kind == "words"
    inner = _words(item.text) if is_said else _kind(item, number) + _above(item) + _image(item) + _below(item)
    return Markup('<section class="ev-item">{}</section>').format(inner)


def _by(pack: Pack, version: str) -> Markup:
    by = Markup('<p class="ev-by">{}</p>')
    author = by.format(Markup("<bdi>{}</bdi>").format(pack.author)) if pack.author else Markup()
    return author + by.format(say_made(pack, version))


def _warn(pack: Pack) -> Markup:
    return Markup('<p class="ev-warning">{}</p>').format(WITHHELD) if pack.withheld else Markup()


def _kind(item: Item, number: int) -> Markup:
    return Markup('<p class="ev-kind">{} · {}</p>').format(number, KINDS[item.kind])


def _above(item: Item) -> Markup:
    """Heading and words of an item."""
    size = " ev-number" if item.kind == "number" else ""
    heading = (
        Markup('<p class="ev-heading{}" dir="auto">{}</p>').format(size, item.heading) if item.heading else Markup()
    )
    return heading + Markup().join(map(_passage, item.passages))


def _below(item: Item) -> Markup:
    """What an item says of itself, its table, its filters and the view that it is from."""
    parts = [_facts(item), _steps(item.steps), _table(item.table)]
    if item.link and item.kind not in ("sentence", "quote"):
        parts.append(Markup('<p class="ev-source">{}</p>').format(_lead("Open this view in Dateline", item.link)))
    parts += [Markup('<p class="ev-note">{}</p>').format(each) for each in list_notes(item)]
    return Markup().join(parts)


def _passage(passage: Passage) -> Markup:
    """Words of an article with those that were taken marked, and where they are from."""
    parts = [f"{each}" for each in (passage.outlet, passage.day) if each]
    where = [Markup("<bdi>{}</bdi>").format(each) for each in parts]
    if passage.title:
        title = Markup("<bdi>“{}”</bdi>").format(passage.title)
        where.append(_anchor(title, passage.link) if passage.link else title)
    if passage.url:
        where.append(_lead("original", passage.url))
    return Markup('<div class="ev-passage"><p class="ev-text" dir="{}">{}</p><p class="ev-source">{}</p></div>').format(
        direction(passage.text), _mark(passage.text, passage.marks), Markup(" · ").join(where)
    )


def _mark(text: str, marks: Sequence[tuple[int, int]]) -> Markup:
    cuts = sorted({0, len(text), *(offset for mark in marks for offset in mark)})
    pieces = [
        Markup("<mark>{}</mark>").format(text[low:high]) if any(start <= low < end for start, end in marks)
        else escape(text[low:high])
        for low, high in pairwise(cuts)
    ]  # fmt: skip
    return Markup().join(pieces)


def _facts(item: Item) -> Markup:
    facts = list_facts(item)
    drawn = (
        Markup('<dt>{}</dt><dd dir="auto">{}</dd>').format(
            each.label, _anchor(escape(each.value), each.link) if each.link else each.value
        ) for each in facts
    )  # fmt: skip
    return Markup('<dl class="ev-facts">{}</dl>').format(Markup().join(drawn)) if facts else Markup()


def _steps(steps: Sequence[Fact]) -> Markup:
    """How a number came about, step by step."""
    if not steps:
        return Markup()
    rows = tuple((each.label, each.value) for each in steps)
    return _table(Grid(("How it was counted", "Number"), rows))


def _table(table: Grid | None) -> Markup:
    if table is None or not table.rows:
        return Markup()
    head = Markup().join(Markup('<th scope="col">{}</th>').format(each) for each in table.headings)
    rows = (Markup("<tr>{}</tr>").format(Markup().join(map(_cell, row))) for row in table.rows)
    return Markup(
        '<div class="ev-wide"><table class="ev-table"><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>'
    ).format(head, Markup().join(rows))


def _cell(text: str) -> Markup:
    """A cell; numbers stand under each other."""
    css = Markup(' class="ev-n"') if NUMBER.fullmatch(text) else Markup()
    return Markup('<td dir="auto"{}>{}</td>').format(css, text)


def _image(item: Item) -> Markup:
    """The image of a chart, or a small map of a place."""
    if item.picture is not None:
        return Markup('<img src="data:image/png;base64,{}" width="{}" height="{}" alt="{}">').format(
            item.picture.png, item.picture.width // 2, item.picture.height // 2, describe_image(item)
        )
    if item.point is not None:
        drawn = b64encode(draw_locator(item.point).encode()).decode()
        return Markup('<img src="data:image/svg+xml;base64,{}" width="360" height="220" alt="{}">').format(
            drawn, describe_image(item)
        )
    return Markup()


def _words(text: str) -> Markup:
    """The analyst's own words, paragraph by paragraph."""
    paragraphs = (each for each in text.split("\n\n") if each.strip())
    drawn = (Markup('<p dir="{}">{}</p>').format(direction(each), each.strip("\n")) for each in paragraphs)
    return Markup('<div class="ev-words">{}</div>').format(Markup().join(drawn))


def _corrections(pack: Pack) -> Markup:
    if is_empty(pack):
        return Markup()
    found, said = list_corrections(pack), say_uncorrected(pack)
    drawn = Markup('<ul class="ev-end">{}</ul>').format(Markup().join(map(_correction, found))) if found else Markup()
    lacking = Markup('<p class="ev-end">{}</p>').format(said) if said else Markup()
    return Markup("<h2>Corrections</h2>{}{}").format(drawn, lacking)


def _correction(each: Correction) -> Markup:
    return Markup('<li><p dir="auto">{}</p><p>{} · <bdi>{}</bdi>: <bdi>{}</bdi></p></li>').format(
        each.what, each.when, each.who, each.why
    )


def _receipts(pack: Pack) -> Markup:
    cited = [(item, number) for item, number in number_items(pack) if item.receipt]
    if not cited:
        return Markup()
    drawn = Markup().join(Markup('<li value="{}">{}</li>').format(number, _receipt(item)) for item, number in cited)
    return Markup('<h2>Receipts</h2><ol class="ev-end">{}</ol>').format(drawn)


def _receipt(item: Item) -> Markup:
    """What a receipt cites, in short."""
    lines = (Markup('<p dir="auto">{}</p>').format(each) for each in cite(item))
    return Markup().join(lines)


def _check(pack: Pack) -> Markup:
    if is_empty(pack):
        return Markup()
    return Markup(
        '<h2>{}</h2><div class="ev-end">'
        "<p>This file holds its data. With Dateline and the same articles, <code>{}</code> says of each receipt "
        "whether the words still stand where they stood{}. The page Evidence opens this file and goes on with it.</p>"
        "</div>"
    ).format("Check it" if pack.withheld else "Check it, and make it again", VERIFY, "" if pack.withheld else _remake())


def _remake() -> Markup:
    return Markup(
        ", and <code>{}</code> makes the pack again from the tables as they are now and says what has changed"
    ).format(MAKE_AGAIN)


def _lead(text: str, href: str) -> Markup:
    """A link out of the file, whose address stands beside it on paper."""
    return _anchor(escape(text), href) + Markup('<span class="ev-paper"> {}</span>').format(href)


def _anchor(inner: Markup, href: str) -> Markup:
    return Markup('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>').format(href, inner)
