"""Receipts: buttons that open the receipt of a sentence or of a number, and what became of those that were checked."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import parse_qs

import pandas as pd
from markupsafe import Markup

from dashboard.filters import Filters, read_filters, write_link
from dashboard.receipts.places import Span, first_words
from dashboard.receipts.receipt import Receipt, require
from dashboard.receipts.verdict import STATES, Verdict
from dashboard.views.citations import form, hidden, receipt_form
from dashboard.views.evidence import number_ref, take
from dashboard.views.links import Page
from dashboard.views.markup import Mark, bdi, highlight, link, quiet
from dashboard.wording import direction, listed, plural

# What a verdict means, as the page explains it.
MEANINGS = {
    "found": "The same words stand in the same article at the same place, and its text is unchanged; or the number is"
    " the same.",
    "moved": "The words are there as they were, but the text around them was edited, or they stand elsewhere now; or"
    " what the number counts has another id.",
    "changed": "The words were edited, somebody else is said to say them, or the number is another one.",
    "gone": "The article or its words are not there any more, or what the number was counted by.",
}

# Characters of an article's title in a line.
LONGEST_TITLE = 120

# Opens the receipt that stands in the same `dl-item`.
RECEIPT = Markup('<button class="dl-act" data-act="open" aria-expanded="false">Link and receipt</button>')
OF_NUMBER = Markup('<button class="dl-act" data-act="open" aria-expanded="false">Receipt of this number</button>')


def sentence_forms(page: Page, article: str, sentence: int, text: str) -> Markup:
    """The permanent link to a sentence with this text, and its receipt, hidden until its button is clicked."""
    place = Filters(article=article, sentence=sentence, exact=first_words(text), kept=page.filters.kept)
    address = write_link("articles", place)
    return _forms(page, address, f"sentence-{article}-{sentence}")


def number_item(page: Page, name: str) -> Markup:
    """Buttons that open the receipt of the number of rows that the page of this name lists, and add it to evidence."""
    address = write_link(name, page.filters.without("screen"))
    forms = _forms(page, address, f"number-{name}")
    return Markup('<div class="dl-alone"><p class="dl-quiet">{} · {}</p>{}</div>').format(
        OF_NUMBER, take(page, number_ref(page, "sentences" if name == "number" else name)), forms
    )


def _forms(page: Page, address: str, name: str) -> Markup:
    file = re.sub(r"[^A-Za-z0-9_.-]+", "-", name)[:100] + ".receipt.json"  # in letters that every disk takes
    return hidden([form("Link", "", page.cited(address)), receipt_form(file, address)])


def verdict_items(page: Page, checked: Sequence[tuple[Receipt, Verdict]]) -> Markup:
    """What became of each receipt: the verdict and why, the words then and now, and the ways to both."""
    return Markup().join(_verdict(page, *each) for each in checked)


def count_states(checked: Sequence[tuple[Receipt, Verdict]]) -> str:
    """How many receipts are found, moved, changed and gone: “3 found and 1 changed”."""
    states = [verdict.state for _, verdict in checked]
    return listed([f"{states.count(each):,} {each}" for each in STATES if each in states])


def meanings() -> Markup:
    """What the four verdicts mean."""
    lines = (Markup("<dt>{}</dt><dd>{}</dd>").format(_state(name), said) for name, said in MEANINGS.items())
    return Markup('<dl class="dl-meanings">{}</dl>').format(Markup().join(lines))


def verdict_rows(checked: Sequence[tuple[Receipt, Verdict]]) -> pd.DataFrame:
    """Columns verdict, why, time_stamp, kind, then, now, article, outlet, published, link, link_now, one row a
    receipt."""
    return pd.DataFrame([_row(*each) for each in checked])


def _row(receipt: Receipt, verdict: Verdict) -> dict[str, str | None]:
    article = receipt.article
    return {
        "verdict": verdict.state,
        "why": " ".join(verdict.said),
        "time_stamp": verdict.stamp,
        "kind": receipt.kind,
        "then": verdict.then,
        "now": verdict.now,
        "article": article.title if article else None,
        "outlet": article.outlet if article else None,
        "published": article.published if article else None,
        "link": receipt.link,
        "link_now": verdict.link,
    }


def _verdict(page: Page, receipt: Receipt, verdict: Verdict) -> Markup:
    """One receipt and what became of it. The words stand once where they are as they were."""
    same = verdict.now == verdict.then
    words = [] if same else [_words("Then", verdict.then, verdict.then_differs)]
    if verdict.now:
        words.append(_words("" if same else "Now", verdict.now, verdict.now_differs))
    return Markup('<div class="dl-item dl-verdict"><p>{} {}</p>{}{}{}<p class="dl-quiet">{}</p></div>').format(
        _state(verdict.state),
        " ".join(verdict.said) or "as it was",
        _said_by(receipt),
        Markup().join(words),
        quiet(verdict.stamp) if verdict.stamp else Markup(),
        Markup(" · ").join(_where(page, receipt, verdict)),
    )


def _state(name: str) -> Markup:
    return Markup('<strong class="dl-keep"><i class="dl-dot {}"></i>{}</strong>').format(name, name)


def _said_by(receipt: Receipt) -> Markup:
    """Who said a quote, or what a number counts, by the receipt."""
    if receipt.number is not None:
        return quiet(Markup("Counted under {}").format(bdi("; ".join(receipt.number.filters_in_words) or "no filter")))
    if receipt.statement is None:
        return Markup()
    who = listed([*receipt.statement.actor_names]) or receipt.statement.speaker or "no speaker found"
    return quiet(Markup("A quote of {}").format(bdi(who)))


def _words(heading: str, text: str, differs: Sequence[Span]) -> Markup:
    marks = [Mark(start, end, "differs", "this differs") for start, end in differs]
    before = Markup('<span class="dl-side">{} </span>').format(heading) if heading else ""
    return Markup('<p class="dl-said" dir="{}">{}{}</p>').format(direction(text), before, highlight(text, marks))


def _where(page: Page, receipt: Receipt, verdict: Verdict) -> list[Markup]:
    """Day and outlet by the receipt, the way to what is there now, and when the receipt was made."""
    parts: list[Markup] = []
    if receipt.article is not None:
        article = receipt.article
        parts += [bdi(each) for each in ((article.published or "no date")[:10], article.outlet) if each]
    name = verdict.title or (receipt.article.title if receipt.article else "") or "what it counts"
    if verdict.link:
        parts.append(link(name[:LONGEST_TITLE], verdict.link))
    elif receipt.article is not None:
        parts.append(bdi(name[:LONGEST_TITLE]))
    elif receipt.number is not None:
        parts.append(bdi(plural(receipt.number.value, receipt.number.unit)))
    if verdict.state != "found":
        parts.append(link("as it was cited", _cited(receipt)))
    parts.append(bdi(f"receipt made {receipt.made[:10]}"))
    return parts


def _cited(receipt: Receipt) -> str:
    """The address of what was cited, which offers the set that it was cited from, where that is kept."""
    if receipt.number is not None:
        filters, _ = read_filters(parse_qs(receipt.number.filters))
        return write_link(receipt.number.page, replace(filters, corpus=receipt.tables.corpus))
    article, passage = require(receipt.article), require(receipt.passage)
    place = Filters(article=article.id, sentence=article.sentence, exact=first_words(passage.exact))
    return write_link("articles", replace(place, corpus=receipt.tables.corpus))
