"""A watch: a view under a name, and the rule by which it fires. With the rule `none` it is a saved view.

A watch is a link: the page and its filters, without those that say which part of a list is shown or which set. Names,
links and files of watches come from people: what is read is checked, and the link is written anew.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import parse_qs

from dashboard.accounts import clean_name
from dashboard.errors import WatchError
from dashboard.filters import COMPARING, FILTERS, Filters, read_filters, write_link

# Rule -> what it waits for. `none` waits for nothing.
RULES = {
    "any": "anything new",
    "first": "an actor or a place named for the first time",
    "more": "more than usual",
    "denied": "a denial",
    "none": "nothing: it is only kept",
}
NONE = "none"

# Page -> its name; those that list what articles say.
PAGES = {
    "": "Overview", "locations": "Places", "movements": "Movements", "actors": "Actors", "quotes": "Quotes",
    "sourcing": "Sourcing", "claims": "Claims", "disputes": "Disputes", "articles": "Articles",
    "sentences": "Sentences",
}  # fmt: skip

# Filters that a watch does not keep: what is new is found by the run, and a watch is of every set, of no single article
# and of no correction. The others say which part of a page is shown, and what pages show that cannot be watched.
OF_THE_MOMENT = (
    *COMPARING, *(each.field for each in FILTERS.values() if each.scope in ("reader", "review", "link")),
    "screen", "step", "why", "turned", "part", "moment", "since_set", "since_day", "one", "other", "weeks", "pack",
    "audit", "item", "result",
)  # fmt: skip

# Characters of a link: some ten filters with long values.
LONGEST_QUERY = 3_000

ID = re.compile(r"[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Watch:
    """A view under a name: its page, the query of its link, and its rule; who made it, and when (UTC).

    `id` is empty until it is saved.
    """

    name: str
    page: str
    query: str
    rule: str
    who: str = ""
    when: str = ""
    id: str = ""

    @property
    def filters(self) -> Filters:
        """The filters of its link."""
        return read_filters(parse_qs(self.query))[0]

    @property
    def is_looked_at(self) -> bool:
        """Whether runs look at it; a saved view is only kept."""
        return self.rule != NONE

    def says_the_same(self, other: "Watch") -> bool:
        """Whether another one is of the same view by the same rule, whatever it is called."""
        return (self.page, self.query, self.rule) == (other.page, other.query, other.rule)


def read_view(link: str) -> tuple[Filters, list[str]]:
    """The filters of a link to a page that a watch would keep, and a note for each thing that cannot be read."""
    filters, notes = read_filters(parse_qs(link.partition("?")[2], keep_blank_values=True))
    return filters.without(*OF_THE_MOMENT), notes


def make_watch(name: str, page: str, filters: Filters, rule: str, who: str = "") -> Watch:
    """The watch of a page under these filters; raises WatchError where it cannot be one."""
    query = write_link(page, filters.without(*OF_THE_MOMENT)).partition("?")[2]
    return check(Watch(name, page, query, rule, who))


def check(watch: Watch) -> Watch:
    """The watch with its names as single lines; raises WatchError where a part of it cannot be what it should."""
    name = clean_name(watch.name)
    if not name:
        raise WatchError("a watch needs a name; write one")
    if watch.page not in PAGES:
        raise WatchError(f"“{watch.page[:40]}” is no page that can be watched; open one and press Watch this view")
    if watch.rule not in RULES:
        raise WatchError(f"“{watch.rule[:40]}” is no rule; it must be one of {', '.join(RULES)}")
    if len(watch.query) > LONGEST_QUERY:
        raise WatchError(f"its link has {len(watch.query):,} characters; {LONGEST_QUERY:,} are the most")
    filters, notes = read_filters(parse_qs(watch.query, keep_blank_values=True))
    if notes:
        raise WatchError(f"its link cannot be read: {notes[0]}")
    query = write_link(watch.page, filters.without(*OF_THE_MOMENT)).partition("?")[2]
    return replace(watch, name=name, who=clean_name(watch.who), query=query)


def write_record(watch: Watch) -> dict[str, str]:
    """The watch as JSON has it."""
    return asdict(watch)


def read_record(record: Any) -> Watch:
    """The watch that JSON says; raises WatchError where it says none. An id that cannot be one is left out."""
    if not isinstance(record, Mapping):
        raise WatchError("it is no object with name, page, query and rule")
    said = {name: record.get(name, "") for name in ("name", "page", "query", "rule", "who", "when", "id")}
    for name, value in said.items():
        if not isinstance(value, str):
            raise WatchError(f"its {name} is no text")
    watch = check(Watch(**said))
    return replace(
        watch,
        id=watch.id if ID.fullmatch(watch.id) else "",
        when=watch.when if re.fullmatch(r"[0-9T:+Z-]{10,25}", watch.when, re.ASCII) else "",
    )
