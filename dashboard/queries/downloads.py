"""Downloads: every frame that a page shows, under the page's filters.

Pages offer them as CSV, `dateline export` writes them to files, and the server answers with them under the address of
their page: `quotes.csv?actor=hezbollah`. To have its rows there, a page adds its frame to `DOWNLOADS`.
"""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace

import pandas as pd

from dashboard import settings
from dashboard.filters import BY_KEY, FILTERS, NARROW_MOVEMENTS, NARROW_QUOTES, Filters, find_near
from dashboard.queries.actors import actors_over_time, actors_ranked, count_actors
from dashboard.queries.articles import (
    articles_over_time,
    bucket_of_shares,
    count_articles,
    list_articles,
    selected_bucket,
)
from dashboard.queries.audits import find_state, list_judgements
from dashboard.queries.card import read_card
from dashboard.queries.changes import list_all_first, list_numbers
from dashboard.queries.claims import count_claims, list_claims
from dashboard.queries.corpus import count_listed_rejects, count_rejects, count_selected, list_rejects
from dashboard.queries.corrections import list_corrections
from dashboard.queries.disputes import count_pairs, export_pairs
from dashboard.queries.locations import count_places, names_unplaced, places_ranked
from dashboard.queries.mentions import count_mentions, list_mentions
from dashboard.queries.movements import count_movements, list_movements
from dashboard.queries.origins import count_origins, list_origins
from dashboard.queries.outlets import list_collected
from dashboard.queries.propositions import count_propositions, list_propositions
from dashboard.queries.quotes import count_days, count_quotes, count_sourcing, list_newest_quotes, list_quotes
from dashboard.queries.quotes import count_values as count_quotes_by_value
from dashboard.queries.reading import list_sentences
from dashboard.queries.remains import (
    count_gone_actors,
    count_gone_places,
    list_gone_actors,
    list_gone_places,
)
from dashboard.queries.reversals import count_reversals, list_reversals
from dashboard.queries.routes import count_routes, list_routes
from dashboard.queries.silence import list_silences
from dashboard.queries.stories import count_drift, count_lineage, count_stories, list_drift, list_lineage, list_stories
from dashboard.queries.suspects import count_suspects, list_suspects
from dashboard.queries.ties import ties_among
from dashboard.queries.time import clip_days, find_row
from dashboard.queries.unfolding import list_steps
from dashboard.reader import Reader

# Actors among whom the page Actors counts ties: what a screen has room for, and a reader can take in.
AMONG = 15


@dataclass(frozen=True, slots=True)
class Download:
    """A frame under filters, the page that shows it, and what one of its rows is.

    `reads` are the keys that narrow or order it besides those of the corpus; a frame `of_all` is narrowed by no others.
    Where `count` is given, which says how many rows there are in all, the frame may be large, and `ask` takes a limit
    and an offset. Rows with `points` have a latitude and a longitude, or one each of two ends. `also` are other pages
    that show it. Under a link with the key `alone` the page shows this frame and no other. `state` changes when the
    rows may have, where they are not of the set and its corrections alone.
    """

    page: str
    row: str
    ask: Callable[..., pd.DataFrame]
    reads: tuple[str, ...] = ()
    count: Callable[[Reader, Filters], int] | None = None
    of_all: bool = False
    points: bool = False
    also: tuple[str, ...] = ()
    alone: str = ""
    state: Callable[[Reader, Filters], str] = lambda reader, filters: ""

    def narrowed_by(self, filters: Filters) -> Filters:
        """Those of the filters that narrow the frame, as the page takes them."""
        read = {BY_KEY[key].field for key in self.reads}
        return filters.without(*(
            each.field for each in FILTERS.values()
            if each.field not in read and each.scope != "link" and (each.scope != "corpus" or self.of_all)
        )).settled(find_near(self.page))  # fmt: skip

    def read_part(self, reader: Reader, filters: Filters, limit: int, offset: int) -> tuple[pd.DataFrame, int]:
        """`limit` rows from `offset` on, under filters that `narrowed_by` returned, and how many there are in all."""
        if self.count is not None:
            return self.ask(reader, filters, limit, offset), self.count(reader, filters)
        whole = self.ask(reader, filters)  # once: it is small, but not always quick
        return whole.iloc[offset : offset + limit].reset_index(drop=True), len(whole)


def quotes(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """The columns of `list_quotes` but the parts of each quote, of which only the page makes something."""
    return list_quotes(reader, filters, limit, offset).drop(columns="parts")


def newest_quotes(reader: Reader, filters: Filters) -> pd.DataFrame:
    """A screen of the quotes of which the overview shows the first few, in its order."""
    return list_newest_quotes(reader, filters, settings.ROWS_A_SCREEN).drop(columns="parts")


def sentences(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """The columns of `list_mentions` but those that only the page needs."""
    return list_mentions(reader, filters, limit, offset).drop(columns=["others", "placed_id"])


def movements(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
    """The columns of `list_movements` but where the names stand in the sentence, which only the page marks."""
    offsets = [f"{name}_{edge}" for name in ("who", "from", "to") for edge in ("start", "end")]
    return list_movements(reader, filters, limit, offset).drop(columns=offsets)


def counts(reader: Reader, filters: Filters) -> pd.DataFrame:
    """One row: how many articles, stories, mentions, actors, places and quotes the filters select."""
    found = count_selected(reader, filters)
    return pd.DataFrame([{name: getattr(found, name) for name in found.__slots__}])


def over_time(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Articles of each day, week or month: the bars of the overview."""
    return articles_over_time(reader, filters, selected_bucket(reader, filters))


def among_actors(reader: Reader, filters: Filters) -> list[str]:
    """The ids of the actors whose ties the page Actors shows: the chosen ones, and those that are named most."""
    chosen = filters.actors[: settings.HIGHLIGHTS]
    ranked = actors_ranked(reader, filters, AMONG, also=chosen)["actor_id"].tolist()
    return list(dict.fromkeys((*(each for each in chosen if each in ranked), *ranked)))[:AMONG]


def ties(reader: Reader, filters: Filters) -> pd.DataFrame:
    """The ties among those actors, in one sentence or, with `within`, in one article."""
    return ties_among(reader, filters, among_actors(reader, filters), "article" if filters.within else "sentence")


def followed_actors(reader: Reader, filters: Filters) -> pd.DataFrame:
    """Mentions and articles over time of the chosen actors, else of the few that are named most."""
    named = list(filters.actors) or actors_ranked(reader, filters, settings.HIGHLIGHTS)["actor_id"].tolist()
    bucket = (bucket_of_shares if filters.count else selected_bucket)(reader, filters)
    return actors_over_time(reader, filters, named[: settings.HIGHLIGHTS], bucket)


def at_moment(reader: Reader, filters: Filters) -> Filters:
    """The filters with the days of their `moment`: of the one day, week or month that the page Places shows."""
    if filters.moment is None:
        return filters
    buckets = over_time(reader, filters)
    row = find_row(buckets, filters.moment)
    if row is None:
        return filters
    since, until = clip_days(buckets.iloc[row].to_dict(), filters)
    return replace(filters, since=since, until=until)


def _of_card(name: str, *columns: str) -> Callable[[Reader, Filters], pd.DataFrame]:
    """A frame of the card of the actor whose card is shown, with these columns; empty where no actor is chosen."""

    def ask(reader: Reader, filters: Filters) -> pd.DataFrame:
        shown = next((each for each in filters.card if each in filters.actors), next(iter(filters.actors), ""))
        if not reader.columns.find("actors", [shown]):
            return pd.DataFrame(columns=list(columns))
        frame: pd.DataFrame = getattr(read_card(reader, filters, shown), name)
        return frame

    return ask


def _in_order(ask: Callable[..., pd.DataFrame]) -> Callable[..., pd.DataFrame]:
    """The question with its rows in the order of the filters."""

    def ask_in_order(reader: Reader, filters: Filters, limit: int | None = None, offset: int = 0) -> pd.DataFrame:
        return ask(reader, filters, limit, offset, sort="".join(filters.sort))

    return ask_in_order


def _in_moment[Answer](ask: Callable[..., Answer]) -> Callable[..., Answer]:
    """The question under the days of the filters' `moment`."""
    return lambda reader, filters, *bounds: ask(reader, at_moment(reader, filters), *bounds)


def _by(field: str) -> Callable[[Reader, Filters], pd.DataFrame]:
    """How the quotes of each value of a filter are sourced."""
    return lambda reader, filters: count_sourcing(reader, filters, field)


# The columns of a card's tables of words, besides the word itself.
OF_WORDS = ("mentions", "articles", "first", "last")

# The keys that say which mentions a number counts, and those that narrow sentences.
NUMBER = (
    "named", "written", "role", "with", "within", "at", "of", "unplaced", "in", "mention", "correction", "sense",
    "undated", "origin", "unit",
)  # fmt: skip
SENTENCES = (*NUMBER, "step")

# The keys that narrow claims.
CLAIMS = (*NARROW_QUOTES["claims"], "matter", "at")

# Name of the frame, and of its file -> what is in it. Of each page the first is the one that it is mainly about.
DOWNLOADS: dict[str, Download] = {
    "articles-over-time": Download("", "the number of articles of a day, week or month", over_time),
    "newest-quotes": Download("", "a quote", newest_quotes),
    "counts": Download("", "the counts of all that is selected", counts),
    "changes": Download(
        "changes", "a number that is another now than in the set, or up to the day, that the link names", list_numbers,
        ("since-set", "since-day"),
    ),
    "first-named": Download(
        "changes", "an actor or a place that is named for the first time since then, or a speaker who is quoted so",
        list_all_first, ("since-set", "since-day"),
    ),
    "places": Download(
        "locations", "a place", _in_moment(_in_order(places_ranked)), ("moment", "sort"), _in_moment(count_places),
        points=True, also=("",),
    ),
    "not-on-the-map": Download("locations", "a name", _in_moment(names_unplaced), ("moment",)),
    "gone-places": Download(
        "locations", "a place that only what is left out names", _in_moment(list_gone_places), ("moment",),
        _in_moment(count_gone_places), points=True,
    ),
    "movements": Download(
        "movements", "a movement, or as unit says the first of a sentence, article, story, outlet or origin",
        _in_moment(movements), (*NARROW_MOVEMENTS, "unit", "moment"), _in_moment(count_movements), points=True,
    ),
    "routes": Download(
        "movements", "a way from one place to another, of one kind of movement", _in_moment(list_routes),
        (*NARROW_MOVEMENTS, "moment"), _in_moment(count_routes), points=True,
    ),
    "actors": Download("actors", "an actor", _in_order(actors_ranked), ("of-kind", "sort"), count_actors, also=("",)),
    "actors-over-time": Download("actors", "an actor in a day, week or month", followed_actors, ("of-kind", "count")),
    "gone-actors": Download(
        "actors", "an actor that only what is left out names", list_gone_actors, count=count_gone_actors
    ),
    "ties": Download("actors", "two actors", ties, ("of-kind", "within")),
    "aliases": Download("actors", "a name of the chosen actor", _of_card("aliases", "surface", *OF_WORDS), ("card",)),
    "roles": Download("actors", "a role of the chosen actor", _of_card("roles", "role", *OF_WORDS), ("card",)),
    "places-with": Download(
        "actors", "a place named with the chosen actor",
        _of_card("places", "location_id", "name", "country_code", "sentences", "articles"), ("card",),
    ),
    "quotes": Download("quotes", "a quote", quotes, NARROW_QUOTES["quotes"], count_quotes),
    "sourcing": Download(
        "sourcing", "a kind of source",
        lambda reader, filters: count_quotes_by_value(reader, filters, "sourcings"), NARROW_QUOTES["sourcing"],
    ),
    "sourcing-about": Download(
        "sourcing", "an actor that quotes are about", _by("about"), NARROW_QUOTES["sourcing"]
    ),
    "sourcing-sources": Download("sourcing", "an outlet", _by("sources"), NARROW_QUOTES["sourcing"]),
    "sourcing-days": Download(
        "sourcing", "the number of quotes of a day, week or month",
        lambda reader, filters: count_days(reader, filters, selected_bucket(reader, filters)),
        NARROW_QUOTES["sourcing"],
    ),
    "silences": Download(
        "silence", "an actor, place or story that the first group of outlets carries and the other does not",
        list_silences, ("one", "other", "weeks"),
    ),
    "collected": Download("silence", "an outlet in a day, week or month", list_collected, ("one", "other")),
    "propositions": Download(
        "claims", "a matter at a place, in days without a break", list_propositions, CLAIMS, count_propositions
    ),
    "claims": Download("claims", "a claim", list_claims, CLAIMS, count_claims),
    "reversals": Download(
        "claims", "two claims of one source of which the later contradicts the earlier", list_reversals, CLAIMS,
        count_reversals,
    ),
    "disputes": Download(
        "disputes", "two claims that contradict each other", export_pairs,
        (*NARROW_QUOTES["disputes"], "matter", "at"), count_pairs,
    ),
    "articles": Download(
        "articles", "an article, or with unit=story a story", _in_order(list_articles), ("story", "unit", "sort"),
        count_articles,
    ),
    "article": Download(
        "articles", "a sentence of the article", list_sentences, ("article",), of_all=True, alone="article"
    ),
    "stories": Download(
        "stories", "a story of several articles", _in_order(list_stories), ("story", "sort"), count_stories
    ),
    "lineage": Download("stories", "an article of such a story", list_lineage, ("story",), count_lineage),
    "drift": Download(
        "stories", "a quote that two articles of a story have, in one of them", list_drift, ("story",), count_drift
    ),
    "sentences": Download(
        "sentences", "a mention, or as unit says the first of a sentence, article, story, outlet or origin", sentences,
        SENTENCES, count_mentions,
    ),
    "steps": Download("number", "a step from what was found to the number", list_steps, NUMBER),
    "origins": Download("number", "an origin of the articles", list_origins, NUMBER, count_origins),
    "corrections": Download("review", "a correction", lambda reader, _: list_corrections(reader), of_all=True),
    "doubtful-pins": Download(
        "suspects", "a name at a place", list_suspects, count=count_suspects, points=True
    ),
    "judgements": Download(
        "audit", "a judgement of a finding", list_judgements, ("audit",), of_all=True, state=find_state
    ),
    "rejects": Download(
        "about", "an input that gave no article", list_rejects, ("reason", "added"), count_listed_rejects, of_all=True
    ),
    "reasons": Download("about", "a kind of reason", count_rejects, ("added",), of_all=True),
}  # fmt: skip


def frames_of(page: str) -> list[str]:
    """The names of the frames that a page shows; first the one that it is mainly about."""
    own = [name for name, each in DOWNLOADS.items() if each.page == page and not each.alone]
    return own + [name for name, each in DOWNLOADS.items() if page in each.also or (each.alone and each.page == page)]


def main_frame(page: str, keys: Collection[str]) -> str:
    """The name of the frame that a page is mainly about under a link with these keys."""
    frames = frames_of(page)
    return next((name for name in frames if DOWNLOADS[name].alone in keys), frames[0])
