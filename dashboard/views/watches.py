"""Watches as HTML: what each found, and the list of them."""

from collections.abc import Callable, Sequence
from datetime import datetime

from markupsafe import Markup

from dashboard.digests.files import Digest, Entry
from dashboard.filters import FILTERS, Filters, write_link
from dashboard.queries.watches import Finding, Item
from dashboard.views.markup import Mark, bdi, highlight, link, quiet, tag
from dashboard.watches.record import OF_THE_MOMENT, PAGES, RULES, Watch
from dashboard.wording import direction, plural

RULES_EXPLAINED = Markup("""
<details class="dl-rule"><summary>How each rule decides</summary><ul>
<li><strong>Anything new</strong>: an article that the tables before did not have; on Quotes, Sourcing and Sentences a
quote or a mention in such an article, on Movements a movement; on Disputes a pair of which one quote is new.</li>
<li><strong>First time</strong>: an actor or a place that new articles of the view name and none of its earlier ones
did. On Actors only actors count, on Places only places, and with a box only places within it.</li>
<li><strong>More than usual</strong>: new reports of the view are counted, copies of one report once, and compared
with the share of the news that the view had in the 28 days before, with its ups and downs from day to day. It fires
where chance would hardly bring as many. Tried on 100,000 articles whose days were drawn by chance, it fired at 4 of
1,000 looks without a reason, and at 8 for views of middling size, which fire most. Three new reports are needed at
least, and 20 of any kind in the 28 days. What rises slowly over weeks is not seen, and a view with a report or two a
day must rise more than threefold to be seen on most days.</li>
<li><strong>Denied</strong>: a new quote whose speaker denies something, under the view’s filters as the page Quotes
reads them: a chosen actor says it, and it names a chosen place; or a new denial of what a quote in the view
reports.</li>
</ul></details>""")

type Address = Callable[[str], str]


def as_it_is(address: str) -> str:
    """The address of a link on a page of the dashboard."""
    return address


def moment(when: str) -> str:
    """A moment in UTC as sentences have it; the text itself where it is none."""
    try:
        return f"{datetime.fromisoformat(when):%Y-%m-%d, %H:%M} UTC"
    except ValueError:
        return when


def finding(found: Finding, address: Address = as_it_is) -> Markup:
    """Why a watch fired or did not, its sentences with their articles, and a link to all that was counted."""
    opened = Markup(" {}").format(link(f"Open {_all(found)}", address(found.link))) if found.link else Markup()
    items = Markup().join(_item(each, address) for each in found.items)
    return Markup('<p class="dl-found">{}{}</p>{}').format(found.why, opened, items)


def view(watch: Watch, words: Sequence[str], name: str | None = None) -> Markup:
    """The name of a watch, which opens its view, the page and its filters in words, and its rule."""
    filters = Markup(" · ").join([bdi(PAGES[watch.page]), *(bdi(each) for each in words)])
    rule = tag(RULES[watch.rule]) if watch.is_looked_at else Markup()
    return Markup('<p class="dl-side">{} {}</p><p class="dl-quiet">{}</p>').format(
        link(name or watch.name, address_of(watch)), rule, filters
    )


def link_watch(page: str, filters: Filters) -> str:
    """The address at which a watch of this view is made; "" for a page that has nothing to watch, or where the view's
    own address is too long."""
    address = write_link(page, filters.without(*OF_THE_MOMENT))
    if page not in PAGES or len(address) > FILTERS["watch"].longest:
        return ""
    return write_link("watches", Filters(watch=address))


def address_of(watch: Watch) -> str:
    """The link of its view."""
    page = watch.page or "./"
    return f"{page}?{watch.query}" if watch.query else page


def state(watch: Watch, entry: Entry | None) -> Markup:
    """What a watch found in these tables, when it fired last, who made it and when."""
    made = f"Made by {watch.who or 'somebody'} on {watch.when[:10]}." if watch.when else ""
    if not watch.is_looked_at:
        return quiet(made)
    if entry is None:
        return quiet(f"Not looked at yet. {made}")
    fired = f"Last fired in the tables of {moment(entry.last_fired)}." if entry.last_fired else "It has not fired yet."
    return quiet(f"{entry.finding.why} {fired} {made}")


def digest_line(digest: Digest, feed: str) -> Markup:
    """How many watches fired, compared with which tables, and where the digest and its feed are."""
    said = f"{len(digest.fired)} of {plural(len(digest.entries), 'watch')} fired."
    return Markup(
        '<p>{} New is what the tables of {} did not have; a text that was changed is not new.</p>'
        '<p class="dl-quiet"><a href="digest.html" target="_self">Digest to print or send</a> · feed for a reader of'
        ' feeds (Atom): <a href="digest.atom" target="_self">{}</a></p>'
    ).format(said, moment(digest.since), feed)  # fmt: skip


def explain_rules() -> Markup:
    """What each rule waits for, and what it does not see, to unfold."""
    return RULES_EXPLAINED


def _all(found: Finding) -> str:
    return f"the {found.opens}" if found.new == 1 else f"all {found.opens}" if found.opens else "them"


def _item(item: Item, address: Address) -> Markup:
    """A sentence with what stands out in it, and its article below."""
    said = Markup("<strong>{}</strong> ").format(bdi(item.said)) if item.said else Markup()
    text = highlight(item.text, [Mark(item.start, item.end, item.names)])
    source = [each for each in (item.day, item.source) if each]
    parts = Markup(" · ").join([*(bdi(each) for each in source), link(item.title, address(item.link))])
    return Markup(
        '<div class="dl-item"><p>{}<span dir="{}">{}</span></p><p class="dl-quiet">{}</p></div>'
    ).format(said, direction(item.text), text, parts)  # fmt: skip
