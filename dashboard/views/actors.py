"""The card of an actor as HTML: who it is, how often it is named, first and last; its tables are in `lists.py`."""

from dashboard.countries import name_country
from dashboard.queries.card import Card
from dashboard.views.lists import UNSURE, Linker, whence
from dashboard.views.markup import counts, link, tag
from dashboard.wording import plural


def headline(page: Linker, card: Card) -> str:
    """Name, kind, country, and when it was named first and last, with links to those sentences."""
    about = " · ".join(link(text, None) for text in (card.kind, name_country(card.country_code)) if text)
    about += f" {tag('unsure', UNSURE)}" if card.unsure else ""
    return f'<h3 class="dl-name">{link(card.name, None)}</h3><p class="dl-quiet">{about}</p>{_ends(page, card)}'


def numbers(page: Linker, card: Card) -> str:
    """The counts of mentions, articles, stories and quotes, which they list."""
    named = (card.actor_id,)
    return counts((
        (card.mentions, "mentions", page.link("sentences", named=named)),
        (card.articles, "articles", page.link("sentences", named=named, unit=("article",))),
        (card.stories, "stories", page.link("sentences", named=named, unit=("story",))),
        (card.quotes_by, "quotes by it", page.link("quotes", speakers=named)),
        (card.quotes_about, "quotes that name it", page.link("quotes", about=named)),
    ))  # fmt: skip


def _ends(page: Linker, card: Card) -> str:
    """First and last day, each with the article that it was named in; and how many mentions have no day."""
    lines = []
    rows = card.ends.to_dict("records")
    for label, row in zip(("First named", "Last named"), (rows[0], rows[-1]) if rows else (), strict=False):
        lines.append(f"{label} {whence(page, row)}")
    if card.undated:
        href = page.link("sentences", named=(card.actor_id,), undated=("yes",))
        only = "" if rows else "Named only in articles without a date: "
        lines.append(f"{only}{link(plural(card.undated, 'mention') + ' without a date', href)}")
    return f'<p class="dl-quiet">{"<br>".join(lines)}</p>' if lines else ""
