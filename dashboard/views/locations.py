"""Places: the columns of their tables, and why a mention stands for this place and no other of its name.

The evidence is no later explanation: the numbers are the contributions that the resolver added up when it ranked the
candidates, and the words are the features' labels, both as the table `candidates` has them. Limits: the best few
candidates are kept, not all; a confidence is about the candidates of this name, and says nothing about a place that the
gazetteer does not have.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

import pandas as pd
from markupsafe import Markup

from dashboard.countries import name_country
from dashboard.filters import Filters, write_link
from dashboard.views.evidence import pin_ref, take
from dashboard.views.links import Page, link_article, place_address, sortable
from dashboard.views.markup import Column, Heading, Mark, bdi, highlight, lay_out_table, link, link_list, quiet
from dashboard.wording import plural, text_of

# What the forms of the map's markers mean; the classes are declared in style.css.
MAP_LEGEND = Markup(
    '<p class="dl-quiet dl-legend">'
    '<span><i class="dl-form town"></i> town</span>'
    '<span><i class="dl-form region"></i> region, sea, hills: somewhere around</span>'
    '<span><i class="dl-form country"></i> country: anywhere in it</span>'
    '<span><i class="dl-form town hollow"></i><i class="dl-form region hollow"></i>'
    '<i class="dl-form country hollow"></i> outlined: named only for a government, army or people</span>'
    '<span><i class="dl-form town unsure">?</i> unsure: half of its mentions or more may mean another place</span>'
    '<span><i class="dl-form town chosen"></i> chosen</span></p>'
)

# What is beside them where something is left out.
GONE_LEGEND = Markup(
    '<p class="dl-quiet dl-legend">'
    '<span><i class="dl-form town gone"></i> thin and grey: named only in what is left out</span></p>'
)

# What is not counted, by its sense: one, several, and an example of it.
LEFT_OUT = {
    "demonym": ("adjective or name of a people", "adjectives and names of peoples", "“Syrian”, “Turks”"),
    "dateline": ("dateline", "datelines", "“CAIRO, Dec 8 (Reuters)”"),
    "part": ("name inside another name", "names inside other names", "“Dublin City Council”"),
}

# What a GeoNames code is called; others are places.
FEATURES = {
    "PPL": "town", "PPLC": "capital", "ADM1": "region", "ADM2": "district", "PCLI": "country", "AIRP": "airport",
    "AIRB": "air base", "RGN": "region", "SEA": "sea", "STM": "river", "LK": "lake", "ISL": "island",
    "MTS": "mountains",
}  # fmt: skip

# Places that the words for the map name.
MOST_NAMED = 5

# Points of the score. Features that differ by less are listed as alike.
ALIKE = 0.005

SCALE = (
    "Points that each feature gave; the higher sum won. One point more makes a place 2.7 times as likely as the other."
)

NO_RIVAL = (
    "Nothing was weighed: the gazetteer has no other place of this name that fits the text."
    " If the place that is meant is not in the gazetteer, this one is wrong."
)


def name_feature(code: str) -> str:
    """What a place of this GeoNames feature code is: a town, a capital, a region."""
    return FEATURES.get(code, "place")


def columns(page: Page, counted: Page | None = None) -> list[Column]:
    """Name (filters by it), country, mentions, mentions as an actor, and articles.

    `counted` is the page under the filters that the numbers were counted under, where these are not its own.
    """
    behind = counted or page
    listed = [
        Column("name", "Place", href=lambda row: place_address(page, row["location_id"])),
        Column("country_code", "Country", "country"),
        Column("mentions", "Mentions", "count",
               lambda row: behind.link("sentences", at=(row["location_id"],), senses=("place",))),
        Column("actor_mentions", "As an actor", "count",
               lambda row: behind.link("sentences", at=(row["location_id"],), senses=("actor",))),
        Column("articles", "Articles", "count",
               lambda row: behind.link("sentences", at=(row["location_id"],), unit=("article",))),
    ]  # fmt: skip
    return sortable(page, "locations", listed, "-mentions")


def explain_ranking(page: Page, left_out: Mapping[str, int]) -> Markup:
    """By which number places are ordered, and what it leaves out: `left_out` is how many mentions, by their sense."""
    parts = [
        Markup("{} such as {}").format(
            link(f"{number:,} {one if number == 1 else several}", page.link("sentences", senses=(sense,)))
            if number else Markup("no {}").format(one),
            example,
        )
        for sense, (one, several, example) in LEFT_OUT.items() for number in (left_out.get(sense, 0),)
    ]  # fmt: skip
    return quiet(
        Markup(
            "Places are ordered, and markers sized, by mentions as a place. “As an actor” are mentions that stand for a"
            " government, an army or a people: “Damascus denied it”. Neither counts {}."
        ).format(link_list(parts))
    )


def lead_to_suspects(page: Page, pins: int) -> Markup:
    """How many pins may be wrong, with their list; nothing where there are none."""
    if not pins:
        return Markup()
    said = link(plural(pins, "doubtful pin"), page.link("suspects"))
    return quiet(said + Markup(": names that may stand in the wrong place, to check and to correct."))


def describe_map(places: pd.DataFrame, articles: int, beside: str) -> str:
    """What the map of these places shows, for those who do not see it; `beside` says what to use instead of it."""
    if places.empty:
        return f"Map without a place: none is named in {plural(articles, 'article')}."
    most = ", ".join(f"{place['name']} {place['mentions']:,}" for place in places.head(MOST_NAMED).to_dict("records"))
    shown = f"Map of {plural(len(places), 'place')} named in {plural(articles, 'article')}"
    return f"{shown}; the most named: {most}. {beside}"


def chosen(page: Page, places: pd.DataFrame, names: Mapping[str, str], back: str) -> Markup:
    """A line for each chosen place (location_id -> name): its numbers, and where to check and to correct them.

    `back` is the address to come back to from a correction.
    """
    rows = {row["location_id"]: row for row in places.to_dict("records")}
    lines = (_chosen(page, place, name, rows.get(place), back) for place, name in names.items())
    return Markup('<ul class="dl-chosen">{}</ul>').format(Markup().join(lines)) if names else Markup()


def _chosen(page: Page, place: str, name: str, row: Mapping[Any, Any] | None, back: str) -> Markup:
    named = Markup('<i class="dl-form town chosen"></i> <span class="dl-here">{}</span>').format(bdi(name))
    if row is None:
        return Markup("<li>{}: not named here</li>").format(named)
    at = {"at": (place,)}
    numbers = [
        (row["mentions"], "mention", {"senses": ("place",)}, " as a place"),
        (row["actor_mentions"], "mention", {"senses": ("actor",)}, " as an actor"),
        (row["articles"], "article", {"unit": ("article",)}, ""),
    ]
    parts = [
        link(plural(number, noun) + as_what, page.link("sentences", **at, **changes) if number else None)
        for number, noun, changes, as_what in numbers
    ]
    if pd.notna(row["median"]):
        parts.append(
            Markup("how sure: least {}, median {}").format(_confidence(row["least"]), _confidence(row["median"]))
        )
    parts += [
        link("why this number", page.link("number", at=(place,), senses=("place",))),
        link("why here", f"#why-{place}"),
    ]
    if page.may_correct:
        parts.append(link("wrong place?", _correct(place, row["name"], back)))
    parts.append(take(page, pin_ref(page, place)))
    return Markup("<li>{}: {}</li>").format(named, Markup(" · ").join(parts))


def _correct(location_id: str, surface: str, back: str) -> str:
    """Address where a reader says that this name means another place, and comes back."""
    wrong = Filters(locations=(location_id,), written=(surface,), change=("wrong-place",), back=back)
    return write_link("review", wrong)


def unplaced_columns(page: Page) -> list[Column]:
    """A name, why it is not on the map, and its mentions."""
    return [
        Column("surface", "Name as written"),
        Column("reason", "Why it is not on the map"),
        Column("mentions", "Mentions", "count", lambda row: page.link("sentences", unplaced=(row["surface"],))),
    ]


def show_place(filters: Filters, location_id: str) -> Filters:
    """The filters with this place, too."""
    return replace(filters, locations=tuple(dict.fromkeys((*filters.locations, location_id))))


def explain(page: Page, location_id: str, weighed: pd.DataFrame, back: str) -> Markup:
    """For each spelling of a place its mentions, their confidence, and what the least sure ones were weighed against.

    `weighed` is what `queries.locations.why_here` gives, and is not empty; `back` the address to come back to from a
    correction.
    """
    rows = weighed.to_dict("records")
    spellings = [list(mentions) for _, mentions in groupby(rows, key=lambda row: row["surface"])]
    parts = [_spelling(page, location_id, each, back, is_first=number == 0) for number, each in enumerate(spellings)]
    head, more = Markup(), Markup()
    if page.filters.article:
        everywhere = link("see all articles", page.link("locations", why=(location_id,)))
        head = quiet(Markup("In one article only; {}.").format(everywhere))
    if (left := int(rows[0]["surfaces"]) - len(parts)) > 0:
        sentences = link("all its sentences", page.link("sentences", at=(location_id,)))
        more = quiet(Markup("{}, each surer than these: {}.").format(plural(left, "more spelling"), sentences))
    return head + quiet(f"The least sure first. {SCALE}") + Markup().join(parts) + more


def _spelling(page: Page, location_id: str, rows: Sequence[Mapping[Any, Any]], back: str, *, is_first: bool) -> Markup:
    """A name as written, how often and how sure; then some of its mentions."""
    first = rows[0]
    count: str = plural(int(first["mentions"]), "mention")
    if not page.filters.article:  # the page of sentences cannot be limited to one article
        count = link(count, page.link("sentences", at=(location_id,), written=(first["surface"],)))
    least, most = _confidence(first["least"]), _confidence(first["most"])
    sure = f"confidence {least}" if least == most else f"confidence {least} to {most}"
    has_rival = any(_listed(row["others"]) for row in rows)
    mentions = (_mention(page, row, is_open=is_first and number == 0) for number, row in enumerate(rows))
    correct = link("correct", _correct(location_id, first["surface"], back))
    return Markup('<div class="dl-why"><h3>“{}”</h3><p>{} · {} · {}</p>{}</div>').format(
        bdi(first["surface"]), count, sure if has_rival else "no rival", correct, Markup().join(mentions)
    )


def _mention(page: Page, row: Mapping[Any, Any], *, is_open: bool) -> Markup:
    """The sentence, the article, and the candidates."""
    return Markup('<div class="dl-item"><p dir="auto">{}</p>{}{}</div>').format(
        highlight(row["text"], [Mark(row["start"], row["end"], "hit")]),
        quiet(link_article(page, row)),
        _candidates(row, is_open=is_open),
    )


def _candidates(row: Mapping[Any, Any], *, is_open: bool) -> Markup:
    """The winner and its rivals, and the features of the first two."""
    winner, others = row["winner"], _listed(row["others"])
    if not isinstance(winner, Mapping):
        return Markup("<p>No evidence is kept for this mention.</p>")
    if not others:
        return Markup('<p class="dl-here">{}</p><p>{}</p>').format(_describe(winner), NO_RIVAL)
    rivals = (
        Markup("<li>{} · {:,.0f} km away · score {:.2f}</li>").format(_describe(each), each["km"], each["score"])
        for each in others
    )
    return Markup(
        '<p><span class="dl-here">{winner}</span> · confidence {confidence} · score {score:.2f}</p>'
        '<p class="dl-quiet">Weighed against</p><ol class="dl-rivals">{rivals}</ol>'
        "<details{opened}><summary>What decided against the first of them</summary>{features}</details>"
    ).format(
        winner=_describe(winner),
        confidence=_confidence(row["confidence"]),
        score=winner["score"],
        rivals=Markup().join(rivals),
        opened=" open" if is_open else "",
        features=_features(winner, others[0]),
    )


def _features(winner: Mapping[str, Any], other: Mapping[str, Any]) -> Markup:
    """The contributions of both side by side, those that decided most on top."""
    ours, theirs = _contributions(winner), _contributions(other)
    differences = {feature: ours.get(feature, 0.0) - theirs.get(feature, 0.0) for feature in {**ours, **theirs}}
    decided = sorted(
        (feature for feature, by in differences.items() if abs(by) >= ALIKE),
        key=lambda feature: (-abs(differences[feature]), feature),
    )
    rows = [_row(each, ours.get(each, 0.0), theirs.get(each, 0.0), differences[each]) for each in decided]
    rows.append(_row("Score", winner["score"], other["score"], winner["score"] - other["score"]))
    headings = [Heading("Feature"), *(Heading(each, "n") for each in ("This place", "The other", "Difference"))]
    alike = [feature for feature in differences if feature not in decided]
    return lay_out_table(headings, rows) + (quiet(f"Alike for both: {'; '.join(alike)}.") if alike else "")


def _row(label: str, *numbers: float) -> Markup:
    """The cells of a feature, or of the score."""
    points = (Markup('<td class="n p">{:+.2f}</td>').format(number) for number in numbers)
    return Markup('<td class="">{}</td>').format(label) + Markup().join(points)


def _contributions(candidate: Mapping[str, Any]) -> dict[str, float]:
    return {each["feature"]: each["value"] for each in _listed(candidate["evidence"])}


def _describe(candidate: Mapping[str, Any]) -> Markup:
    """Name, region and country, as the gazetteer has them."""
    parts = (candidate["name"], text_of(candidate["admin1"]), name_country(candidate["country_code"]))
    return bdi(", ".join(dict.fromkeys(part for part in parts if part)))


def _confidence(value: Any) -> str:
    """Two digits; 1.00 is kept for what is certain, and nothing is."""
    if pd.isna(value):
        return "unknown"
    return "over 0.99" if value > 0.99 else f"{value:.2f}"


def _listed(values: Any) -> list[Any]:
    """A list as DuckDB gives it: an array, or None."""
    return [] if values is None or isinstance(values, float) else list(values)
