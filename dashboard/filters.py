"""Filters: what a URL can say, one declaration a filter.

Values of one filter are alternatives, filters narrow one another. A filter at its default is left out of the URL, so
links stay short. What cannot be read is ignored, and a note says so: a link never fails, and never silently shows
something else.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, Literal
from urllib.parse import urlencode

from dashboard import settings
from dashboard.boxes import Box, read_box
from dashboard.corrections.record import OF_ACTORS, OF_PLACES
from dashboard.tables.contract import FIGURES, KINDS, MOVES, QUOTE_KINDS, SENSES, SOURCINGS, STANCES, STATUSES

Form = Literal["ids", "choices", "day", "words", "number", "box"]
Scope = Literal["corpus", "quotes", "list", "reader", "review", "view", "link"]

DEFAULT_OF_FORM: dict[Form, Any] = {
    "ids": (), "choices": (), "day": None, "words": "", "number": None, "box": None,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: its key in the URL, how its values are read, the part of the app that reads it, and what it narrows.

    `label` stands before a value on its chip, or has {} where the value stands in it; `heading` stands above its box on
    the page and its column of options. `known` is the field of another filter, whose `options` are all the ids that a
    value may be. `titled` filters have ids of articles or mentions as values, which are named by the article's title.
    What a filter that `excludes` names is left out.

    Of more than `most` values only the first are taken, and a note says so. A value of more than `longest` characters
    cannot be read.

    `options` selects every value with its name, its kind ("" where it has none) and its mentions. With `counted`, the
    page Quotes says how many quotes each value would leave.
    """

    key: str
    form: Form
    scope: Scope
    label: str
    heading: str = ""
    choices: tuple[str, ...] = ()
    known: str = ""
    titled: bool = False
    options: str = ""
    counted: bool = False
    placeholder: str = ""
    excludes: bool = False
    most: int | None = None
    longest: int = settings.LONGEST_VALUE
    field: str = ""  # the attribute of `Filters` that holds its values; `FILTERS` fills it in

    def say(self, name: str) -> str:
        """The filter with a value of this name in words, as on its chip: “actor: Assad”, “without AFP”."""
        return self.label.format(name) if self.excludes else f"{self.label}: {name}"


def declare(declared: Filter) -> Any:
    """The dataclass field that holds the values of this filter; by default it has none."""
    return field(default=DEFAULT_OF_FORM[declared.form], metadata={"filter": declared})


# What a correction can be, in the order of its page.
CHANGES = (*OF_ACTORS, *OF_PLACES)

# Which ends of a movement are said: from where and to where, or only one of them.
ENDS = ("both", "from", "to")

# How far a correction reaches that began at one sentence, besides that sentence.
REACHES = ("article", "everywhere")

# The steps from what was found in the texts to what a number counts, in the order of their page, and what is written
# alike but counts for others: `queries.steps`.
STEPS = (
    "found", "copies", "own-name", "hidden", "moved-away", "dateline", "demonym", "part", "place", "actor",
    "moved-here", "repeated", "alike",
)  # fmt: skip

# Lists that show their first values only: the facets of quotes, outlets, the names that are not on the map, the quotes
# of a story.
LISTS = (
    "speaker", "about", "place", "via", "kind", "sourcing", "stance", "source", "unplaced",
    "first-actors", "first-places", "first-speakers", "moved-actors", "moved-places", "gone-actors", "gone-places",
    "sayings", "silent-actors", "silent-places", "silent-stories", "outlets", "weeks", "routes", "placeless",
)  # fmt: skip

# Fields of the filters that compare with a kept set, whose mark is their value.
COMPARING = ("new", "changed", "unchanged")

# The columns by which lists are sorted; with a hyphen before it, the highest come first.
ORDERS = tuple(
    f"{sign}{column}"
    for column in ("name", "kind", "country_code", "mentions", "actor_mentions", "articles", "published", "source",
                   "copies")
    for sign in ("", "-")
)  # fmt: skip

# Page of quotes -> the keys by which its quotes can be narrowed. The menu keeps them from one such page to the next.
NARROW_QUOTES = {
    "quotes": ("said", "speaker", "kind", "sourcing", "via", "stance", "about", "place"),
    "sourcing": ("said", "speaker", "kind", "via", "stance", "about", "place"),
    "claims": ("speaker", "sourcing", "via"),
    "disputes": ("place",),
}

# The keys by which movements can be narrowed. The menu does not keep them: no other page reads them.
NARROW_MOVEMENTS = ("move", "status", "ends", "mover", "from-place", "to-place", "end-place")

# Page -> where chosen actors and places must be named if the URL does not say; on all other pages, in the article.
NEAR = dict.fromkeys(("quotes", "sourcing", "disputes"), "quote")

# Characters of the corpus mark: a link carries the beginning of the input's digest, to say on which tables it was made.
CORPUS_MARK = 6

# Control characters and lone surrogates. Other characters that do not print, such as no-break spaces, occur in names.
UNREADABLE = re.compile("[\x00-\x1f\x7f-\x9f\ud800-\udfff]")

# Days that a filter can name; the box of days reads no other.
FIRST_DAY, LAST_DAY = date(1800, 1, 1), date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Filters:
    """What a URL selects. Empty tuples, None and "" are the defaults: they select everything."""

    # fmt: off
    actors: tuple[str, ...] = declare(Filter(
        "actor", "ids", "corpus", "actor", "Actors",
        options="SELECT actor_id AS value, name, kind, mentions FROM actors", most=settings.HIGHLIGHTS,
    ))
    locations: tuple[str, ...] = declare(Filter(
        "location", "ids", "corpus", "place", "Places",
        # Towns with the same name in one country are told apart by their regions.
        options="""
            SELECT location_id AS value, place_name(name, CASE WHEN has_namesake THEN admin1 END, country_code) AS name,
                   '' AS kind, mentions + actor_mentions AS mentions
            FROM locations WHERE mentions + actor_mentions > 0""",
    ))
    # Only articles that name a place within it, as a place.
    box: Box | None = declare(Filter("box", "box", "corpus", "box", "Box on the map"))
    sources: tuple[str, ...] = declare(Filter(
        "source", "ids", "corpus", "source", "Sources",
        options="SELECT value, value AS name, '' AS kind, times AS mentions FROM read.spelt WHERE field = 'sources'",
    ))
    # Where the chosen actors and places must be named: `queries.selection` says how. What a page takes where the URL
    # does not say is in `NEAR`.
    near: tuple[str, ...] = declare(Filter(
        "near", "choices", "corpus", "named in", "Where they must be named", ("article", "sentence", "quote"),
        most=1,
    ))
    since: date | None = declare(Filter("from", "day", "corpus", "from", "From"))
    until: date | None = declare(Filter("to", "day", "corpus", "to", "To"))
    # The mark of a kept set: only articles that it does not have.
    new: str = declare(Filter("new", "words", "corpus", "new since", "New since the set"))
    # As `new`: only articles that it has in other words, of another day or outlet; and only those that it has as they
    # are here.
    changed: str = declare(Filter("changed", "words", "corpus", "changed since", "Changed since the set"))
    unchanged: str = declare(Filter("same", "words", "corpus", "the same since", "The same since the set"))
    # The id of an addition: only articles that came with it.
    added: str = declare(Filter("added", "words", "corpus", "added", "Added in the browser"))
    copies: tuple[str, ...] = declare(Filter(
        "copies", "choices", "corpus", "copies of a story", "Count copies of a story once", choices=("once",),
    ))
    words: str = declare(Filter(
        "q", "words", "corpus", "words", "Words in the text", placeholder='ceasefire "buffer zone"',
    ))

    # What is left out, whatever else is chosen: `queries.exclusions` says what each takes with it.
    not_sources: tuple[str, ...] = declare(Filter(
        "not-source", "ids", "corpus", "without the outlet {}", "Outlets", known="sources", excludes=True,
    ))
    not_via: tuple[str, ...] = declare(Filter(
        "not-via", "ids", "corpus", "without {}", "Agencies, and who was told", known="actors", excludes=True,
    ))
    not_sourcings: tuple[str, ...] = declare(Filter(
        "not-sourcing", "choices", "corpus", "without sources: {}", "Kinds of sources", SOURCINGS, excludes=True,
    ))
    not_actors: tuple[str, ...] = declare(Filter(
        "not-actor", "ids", "corpus", "without what {} says", "What they say", known="actors", excludes=True,
    ))

    # Quotes.
    said: str = declare(Filter(
        "said", "words", "quotes", "words in the quote", "Words in the quote", placeholder="chemical weapons",
    ))
    sourcings: tuple[str, ...] = declare(Filter(
        "sourcing", "choices", "quotes", "source is", "Is the source named?", SOURCINGS,
        counted=True,
    ))
    stances: tuple[str, ...] = declare(Filter(
        "stance", "choices", "quotes", "the speaker", "What the speaker does", STANCES, counted=True,
    ))
    kinds: tuple[str, ...] = declare(Filter(
        "kind", "choices", "quotes", "wording", "Own words or not", QUOTE_KINDS, counted=True,
    ))
    speakers: tuple[str, ...] = declare(Filter(
        "speaker", "ids", "quotes", "speaker", "Said by", known="actors",
        counted=True,
    ))
    about: tuple[str, ...] = declare(Filter(
        "about", "ids", "quotes", "names", "Actors named in it", known="actors", counted=True,
    ))
    quote_locations: tuple[str, ...] = declare(Filter(
        "place", "ids", "quotes", "names", "Places named in it", known="locations",
        counted=True,
    ))
    via: tuple[str, ...] = declare(Filter(
        "via", "ids", "quotes", "told to", "Told to whom", known="actors", counted=True,
    ))

    # The sentences behind a number: whose mentions, in which words, of which place.
    named: tuple[str, ...] = declare(Filter("named", "ids", "list", "mentions of", known="actors"))
    written: tuple[str, ...] = declare(Filter("written", "ids", "list", "written"))
    roles: tuple[str, ...] = declare(Filter("role", "ids", "list", "role"))
    # The mention stands in one sentence, or with `within` in one article, with one of these actors.
    beside: tuple[str, ...] = declare(Filter("with", "ids", "list", "named with", known="actors"))
    at: tuple[str, ...] = declare(Filter("at", "ids", "list", "of the place", known="locations"))
    # What claims are of.
    matters: tuple[str, ...] = declare(Filter(
        "matter", "choices", "list", "claims of", choices=(*FIGURES, "control"),
    ))
    # Who says them: what says it, a colon, and its id, as `queries.claims` gives both.
    tellers: tuple[str, ...] = declare(Filter("teller", "ids", "list", "said by", longest=1_000))
    of: tuple[str, ...] = declare(Filter("of", "choices", "list", "mentions of", choices=("actors", "places")))
    unplaced: tuple[str, ...] = declare(Filter("unplaced", "ids", "list", "not on the map"))
    inside: tuple[str, ...] = declare(Filter("in", "ids", "list", "in", titled=True))
    # The id of a mention is the article's id, @, and the mention's start.
    mentions: tuple[str, ...] = declare(Filter("mention", "ids", "list", "mention", titled=True))
    corrections: tuple[str, ...] = declare(Filter("correction", "ids", "list", "correction"))
    story: str = declare(Filter("story", "words", "list", "copies of", titled=True))
    senses: tuple[str, ...] = declare(Filter("sense", "choices", "list", "sense", choices=SENSES))
    undated: tuple[str, ...] = declare(Filter("undated", "choices", "list", "without a date", choices=("yes",)))
    unit: tuple[str, ...] = declare(Filter(
        "unit", "choices", "list", "one row a", choices=("sentence", "article", "story", "outlet", "origin"),
    ))
    # Where the articles have their report from, and what a number leaves out of what was found.
    origins: tuple[str, ...] = declare(Filter("origin", "ids", "list", "reported by"))
    step: tuple[str, ...] = declare(Filter("step", "choices", "list", "step of the number", choices=STEPS, most=1))
    actor_kinds: tuple[str, ...] = declare(Filter("of-kind", "choices", "list", "kind of actor", choices=KINDS))
    reasons: tuple[str, ...] = declare(Filter("reason", "ids", "list", "reason"))
    screen: int | None = declare(Filter("screen", "number", "list", "screen"))
    why: tuple[str, ...] = declare(Filter("why", "ids", "list", "why here", known="locations"))

    # Movements: of which kind, whether they are said to happen, which ends are said, who moves, from where, to where.
    moves: tuple[str, ...] = declare(Filter("move", "choices", "list", "movement", "What it is", MOVES))
    statuses: tuple[str, ...] = declare(Filter("status", "choices", "list", "movement is", "Does it happen?", STATUSES))
    ends: tuple[str, ...] = declare(Filter("ends", "choices", "list", "ends said", "What is said", ENDS))
    movers: tuple[str, ...] = declare(Filter("mover", "ids", "list", "who moves", "Who moves", known="actors"))
    from_places: tuple[str, ...] = declare(Filter(
        "from-place", "ids", "list", "from the place", "From where", known="locations",
    ))
    to_places: tuple[str, ...] = declare(Filter(
        "to-place", "ids", "list", "to the place", "To where", known="locations",
    ))
    end_places: tuple[str, ...] = declare(Filter(
        "end-place", "ids", "list", "from or to the place", "From or to", known="locations",
    ))

    # The reader.
    article: str = declare(Filter("article", "words", "reader", "article"))
    sentence: int | None = declare(Filter("sentence", "number", "reader", "sentence"))
    # The first words of the sentence, or of what is cited of it, by which it is found in other tables.
    exact: str = declare(Filter("exact", "words", "reader", "words of the sentence"))
    # The copy of its story that the article is compared with.
    compare: str = declare(Filter("compare", "words", "reader", "compared with"))

    # A correction that is being made: what is wrong, whose mentions it should be, which place it should be.
    change: tuple[str, ...] = declare(Filter("change", "choices", "review", "change", choices=CHANGES))
    into: tuple[str, ...] = declare(Filter("into", "ids", "review", "into", known="actors"))
    right_place: tuple[str, ...] = declare(Filter("right-place", "ids", "review", "the right place"))
    # How far a correction reaches that began at one sentence; what others must share to be corrected with it.
    reach: tuple[str, ...] = declare(Filter("reach", "choices", "review", "reach", choices=REACHES))
    like: tuple[str, ...] = declare(Filter("like", "ids", "review", "others like it"))
    # The address from which the analyst came: `links.read_back` reads it.
    back: str = declare(Filter("back", "words", "review", "back to"))

    # The address of the view that a new watch is of: `links.read_back` reads it.
    watch: str = declare(Filter("watch", "words", "review", "watch", longest=3_000))

    # How a page shows what is selected: whose card; counts or shares of articles; ties within a sentence or an article,
    # and the weakest tie that is drawn; the map without WebGL, without the arrows of movements, and without places that
    # stand for actors.
    card: tuple[str, ...] = declare(Filter("card", "ids", "view", "card of", known="actors"))
    count: tuple[str, ...] = declare(Filter("count", "choices", "view", "count", choices=("share",)))
    within: tuple[str, ...] = declare(Filter(
        "within", "choices", "view", "named together in one", choices=("article",),
    ))
    ties: int | None = declare(Filter("ties", "number", "view", "ties of at least"))
    # The column by which the list of a page is sorted, with a hyphen before it where the highest come first.
    sort: tuple[str, ...] = declare(Filter("sort", "choices", "view", "sorted by", choices=ORDERS, most=1))
    # Of the lists of a page that show their first values only, the one that was turned on, and its part, from 1.
    turned: tuple[str, ...] = declare(Filter("list", "choices", "view", "list", choices=LISTS))
    part: int | None = declare(Filter("part", "number", "view", "part of the list"))
    # The day, week or month that the page Places shows of the selected articles: a day in it.
    moment: date | None = declare(Filter("moment", "day", "view", "moment"))
    drawn: tuple[str, ...] = declare(Filter("map", "choices", "view", "map", choices=("plain",)))
    arrows: tuple[str, ...] = declare(Filter("arrows", "choices", "view", "arrows of movements", choices=("no",)))
    hollow: tuple[str, ...] = declare(Filter("hollow", "choices", "view", "places named as actors", choices=("no",)))

    # What the page What changed compares with: the mark of a kept set, or a day, up to which articles were known.
    since_set: str = declare(Filter("since-set", "words", "view", "compared with the set"))
    since_day: date | None = declare(Filter("since-day", "day", "view", "compared with the day"))
    # The two groups of outlets that the page Silence compares, and whether it compares all their weeks together.
    one: tuple[str, ...] = declare(Filter("one", "ids", "view", "outlet of the first group", known="sources"))
    other: tuple[str, ...] = declare(Filter("other", "ids", "view", "outlet of the other group", known="sources"))
    weeks: tuple[str, ...] = declare(Filter("weeks", "choices", "view", "weeks", choices=("together",)))
    # The id of a pack of evidence that the page Evidence shows; no other link carries it.
    pack: str = declare(Filter("pack", "words", "view", "pack"))

    # The audit that is judged or looked at, the number of one of its items, and its result before one has judged it.
    audit: str = declare(Filter("audit", "words", "view", "audit"))
    item: int | None = declare(Filter("item", "number", "view", "item"))
    result: tuple[str, ...] = declare(Filter("result", "choices", "view", "result", choices=("shown",)))

    # The mark of the tables on which the link was made, and that of the kept set that it shows instead of the current.
    corpus: str = declare(Filter("corpus", "words", "link", "corpus"))
    kept: str = declare(Filter("set", "words", "link", "kept set"))
    # fmt: on

    @property
    def names_something(self) -> bool:
        """Whether an actor, a place or a box is chosen: then `near` says where it must be named."""
        return bool(self.actors or self.locations or self.box)

    @property
    def excludes_something(self) -> bool:
        """Whether something is left out."""
        return any(getattr(self, field) for field in EXCLUDING)

    def complete(self) -> "Filters":
        """These filters with nothing left out."""
        return self.without(*EXCLUDING) if self.excludes_something else self

    def only_exclusions(self) -> "Filters":
        """What these filters leave out, and nothing else."""
        return self.without(*(field for field in FILTERS if field not in EXCLUDING))

    def settled(self, near: str) -> "Filters":
        """These filters with `near` said: this one where they have none; none where no actor or place is chosen."""
        if not self.names_something:
            return self.without("near") if self.near else self
        return self if self.near else replace(self, near=(near,))

    def active(self, *scopes: Scope) -> list[Filter]:
        """The filters of these scopes that are not at their default, in the order of their declaration."""
        declared = (each for each in FILTERS.values() if each.scope in scopes)
        return [each for each in declared if getattr(self, each.field) != default(each)]

    def values(self, declared: Filter) -> tuple[Any, ...]:
        """The values of a filter, one or several."""
        value = getattr(self, declared.field)
        return value if isinstance(value, tuple) else (value,)

    def minus(self, declared: Filter, value: Any) -> "Filters":
        """These filters without one value of a filter."""
        left: Any = tuple(each for each in self.values(declared) if each != value) or default(declared)
        return replace(self, **{declared.field: left})

    def only(self, *scopes: Scope) -> "Filters":
        """These filters with every one outside the scopes at its default."""
        return self.without(*(each.field for each in FILTERS.values() if each.scope not in scopes))

    def at_start(self) -> "Filters":
        """These filters with every list at its beginning."""
        return self.without("screen", "turned", "part")

    def without(self, *names: str) -> "Filters":
        """These filters with the named fields at their defaults."""
        return replace(self, **{name: default(FILTERS[name]) for name in names})


# Field of `Filters` -> its declaration, in order; and the same by the key in the URL.
FILTERS: dict[str, Filter] = {each.name: replace(each.metadata["filter"], field=each.name) for each in fields(Filters)}
BY_KEY: dict[str, Filter] = {each.key: each for each in FILTERS.values()}

# The fields of the filters that leave something out, and the field whose values each leaves out.
EXCLUDING: dict[str, str] = {
    each.field: {"not_actors": "speakers"}.get(each.field, each.field.removeprefix("not_"))
    for each in FILTERS.values() if each.excludes
}  # fmt: skip


def default(declared: Filter) -> Any:
    """The value of a filter that is not in the URL."""
    return DEFAULT_OF_FORM[declared.form]


# Key, field and default of each filter: a page writes hundreds of links.
WRITTEN = [(each.key, each.field, default(each)) for each in FILTERS.values()]


def read_filters(parameters: Mapping[str, Sequence[str]]) -> tuple[Filters, list[str]]:
    """The filters that URL parameters say, and a note for each thing that was ignored."""
    values: dict[str, Any] = {}
    notes: list[str] = []
    for name, given in parameters.items():
        found = BY_KEY.get(name)
        if found is None:
            notes.append(f"The link's “{name[:40]}” is not known here; it was ignored.")
            continue
        read = [_read(found, value) for value in given]
        for value, original in zip(read, given, strict=True):
            if value is None:
                notes.append(f"The link's {name}={original[:40]} cannot be read; it was ignored.")
        good = [value for value in read if value is not None]
        if found.form in ("ids", "choices"):
            several = tuple(dict.fromkeys(good))
            values[found.field] = several[: found.most]
            if found.most is not None and len(several) > found.most:
                notes.append(refuse_more(found, several[found.most :]))
        elif good:
            values[found.field] = good[0]
            if len(given) > 1:
                notes.append(f"The link has {name} {len(given)} times; the first was taken.")
    since, until = values.get("since"), values.get("until")
    if since and until and since > until:
        values["since"], values["until"] = until, since
        notes.append("The link's days are the wrong way round; they were exchanged.")
    return Filters(**values), notes


def refuse_more(declared: Filter, values: Sequence[str]) -> str:
    """Says that these values are more than a filter can have."""
    left_out = ", ".join(value[:40] for value in values)
    return f"{declared.heading}: {declared.most} at most. Left out: {left_out}. Take one away to choose another."


def write_filters(filters: Filters) -> dict[str, list[str]]:
    """The URL parameters that say these filters: in the order of their declaration, defaults left out."""
    return {key: _write(value) for key, field, initial in WRITTEN if (value := getattr(filters, field)) != initial}


def _read(declared: Filter, value: str) -> Any:
    """The value, or None where it cannot be one of this filter."""
    value = value.strip()
    if not value or len(value) > declared.longest or UNREADABLE.search(value):
        return None
    if declared.form == "choices":
        return value if value in declared.choices else None
    if declared.form == "number":
        return int(value) if re.fullmatch(r"[0-9]{1,9}", value) else None
    if declared.form == "day":
        return _day(value)
    if declared.form == "box":
        return read_box(value)
    return value


def _day(value: str) -> date | None:
    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
        return None
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return None
    return day if FIRST_DAY <= day <= LAST_DAY else None


def _write(value: Any) -> list[str]:
    return [str(each) for each in value] if isinstance(value, Iterable) and not isinstance(value, str) else [str(value)]


def corpus_mark(digest: str) -> str:
    """The mark of the tables that were made of the input with this digest."""
    return digest[:CORPUS_MARK]


def find_near(page: str) -> str:
    """Where chosen actors and places must be named on this page if its URL does not say."""
    return NEAR.get(page, "article")


def write_link(page: str, filters: Filters) -> str:
    """The URL of a page with these filters, relative to every other page, so that it works under every base path.

    It leaves out `near` where the page takes the same without it.
    """
    address = page or "./"
    parameters = write_filters(filters)
    if filters.near == (find_near(page),) or not filters.names_something:
        parameters.pop("near", None)
    query = urlencode(parameters, doseq=True)
    return f"{address}?{query}" if query else address
