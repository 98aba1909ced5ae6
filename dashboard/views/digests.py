"""A digest as a page of its own: HTML without scripts that can be sent, printed and read without the dashboard."""

from markupsafe import Markup

from dashboard.digests.files import Digest, Entry
from dashboard.views.markup import bdi
from dashboard.views.watches import Address, finding, moment
from dashboard.watches.record import PAGES, RULES
from dashboard.wording import plural

STYLE = Markup("""
:root { color-scheme: light dark; --ink: light-dark(#2f2d2b, #edebe8); --muted: light-dark(#696866, #b1afad);
  --line: light-dark(#e4e4e3, #333230); --paper: light-dark(#ffffff, #171614); --link: light-dark(#005f99, #6cb8ee);
  --mark: light-dark(#cceee3, #07503b); }
body { font: 1rem/1.55 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: var(--ink);
  background: var(--paper); max-width: 46rem; margin: 2.5rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0 0 .25rem } h2 { font-size: 1.15rem; margin: 2rem 0 0 }
a { color: var(--link) } p { margin: .25rem 0 } .dl-quiet { color: var(--muted); font-size: .8125rem }
.dl-item { padding: .6rem 0; border-bottom: 1px solid var(--line); break-inside: avoid }
mark { background: var(--mark); color: inherit; padding: 0 .1em; border-radius: .15rem }
ul { padding-left: 1.2rem }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt } h2 { break-after: avoid } a { color: inherit } }
""")

DOCUMENT = Markup("""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Dateline: digest of {}</title><style>{}</style></head>
<body><main><h1>What the watches found</h1>
<p class="dl-quiet">Tables of {}. New is what those of {} did not have; a text that was changed is not new.</p>
<p>{}</p>
{}{}
<p class="dl-quiet">Sentences and quotes are verbatim: of each watch at most five, the newest, each text once.{}</p>
</main></body></html>
""")


def write_document(digest: Digest, address: Address) -> Markup:
    """The whole page; `address` gives the address of a link as it is written there."""
    made, fired = moment(digest.created), digest.fired
    said = f"{len(fired)} of {plural(len(digest.entries), 'watch')} fired."
    others = [each for each in digest.entries if not each.finding.fired]
    links = "" if address("x") != "x" else " Links lead somewhere where the dashboard serves this page."
    return DOCUMENT.format(
        made, STYLE, made, moment(digest.since), said, Markup().join(_section(each, address) for each in fired),
        _list_others(others), links,
    )  # fmt: skip


def _section(entry: Entry, address: Address) -> Markup:
    words = Markup(" · ").join(bdi(each) for each in (PAGES[entry.watch.page], *entry.words))
    return Markup('<section><h2><bdi>{}</bdi></h2><p class="dl-quiet">Waits for {} · {}</p>{}</section>').format(
        entry.watch.name, RULES[entry.watch.rule], words, finding(entry.finding, address)
    )


def _list_others(entries: list[Entry]) -> Markup:
    """The watches that did not fire, and why."""
    if not entries:
        return Markup()
    rows = (
        Markup("<li><bdi>{}</bdi> ({}): {}</li>").format(each.watch.name, RULES[each.watch.rule], each.finding.why)
        for each in entries
    )
    return Markup("<h2>Did not fire</h2><ul>{}</ul>").format(Markup().join(rows))
