"""Features: what speaks for a place, as numbers; the ranker adds them up, weighted, and they are kept as the evidence.

All names of one article are weighed together. A name is weighed once for all its mentions, one sense a document, but
apart from those that say where it is: "Paris, Texas" and "Paris" are two.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.pipeline.gazetteer import Gazetteer, Place
from dashboard.pipeline.gazetteer.phrases import find_container, find_halves, find_inside, lies_in

# Candidates of one name that are weighed, the most populous first; more are there for names like Washington County.
MOST_CANDIDATES = 80

# People. The gazetteer's towns have 500 or more; where it says 0 it does not know.
FEWEST_PEOPLE = 500

# Kilometres: how far another place speaks for this one; it falls by e over this distance.
REACH = 150.0
EARTH = 6371.0088  # mean radius, km

# How much less a place vouches for its surroundings that is smaller than its namesake: the ratio of the populations to
# this power. Ohio has a Damascus, a Lebanon and a Geneva. Held out, 0.1 to 0.5 place 1.2 points more of TR-News than 0,
# and as many of the other sets; run `python -m tools.train_locations --write` when it changes.
MODESTY = 0.3

REGIONAL = ("PCLI", "ADM1", "ADM2")
# People, for the sake of comparison: a sea has none, and is as well known as a country.
WIDELY_KNOWN = 10_000_000
WIDE = ("PCLI", "CONT", "RGN", "SEA", "OCN", "ADM1")

FEATURES = (
    "population",
    "own name",
    "country",
    "continent, sea or region",
    "first-order region",
    "second-order region",
    "share of the article's names in its country",
    "share of the article's names in its region",
    "its country is named",
    "its region is named",
    "near the other places",
    "nearest other place",
    "named with its country or region",
    "named with another country or region",
    "most populous of that name",
    "in the country of that name",
    "national capital",
    "100,000 people and more",
    "a million people and more",
    "other names are known in its region",
    "other names are known within a degree",
    "small town named like a region of its country",
)
# Which of them need no other name of the article.
CONTEXT = frozenset((
    "share of the article's names in its country",
    "share of the article's names in its region",
    "its country is named",
    "its region is named",
    "near the other places",
    "nearest other place",
    "other names are known in its region",
    "other names are known within a degree",
))  # fmt: skip
ALONE = tuple(name not in CONTEXT for name in FEATURES)


@dataclass(frozen=True, slots=True)
class Group:
    """The mentions of one name that mean one place: their numbers, its candidates, the features that stand alone."""

    mentions: tuple[int, ...]
    places: tuple[Place, ...]
    static: NDArray[np.float64]

    @property
    def vouching(self) -> list[float]:
        """How much each candidate speaks for its surroundings, 0 to 1; the best known of the name does fully."""
        known = self.static[:, 0]
        shares: list[float] = (10 ** (MODESTY * (known - known.max()))).tolist()
        return shares


def group_names(text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> list[Group]:
    """The names of an article by what they may mean; a name that no place bears is in no group."""
    by_name: dict[tuple[str, Place | None], list[int]] = {}
    containers: dict[str, Place] = {}
    halves = find_halves(text[start:end] for start, end in spans)
    for number, (start, end) in enumerate(spans):
        name = text[start:end] + ("." if text[end : end + 1] == "." and end - start <= 5 else "")
        inner = text.find(", ", start, end)
        container = find_container(text, inner if inner > 0 else end, gazetteer)
        if inner > 0:  # "Washington, D.C." in one
            name = text[start:inner]
        if container is not None and _is_list(name, container, gazetteer):
            container = None
        if container is not None:
            containers.setdefault(name, container)
        by_name.setdefault((halves.get(name, name), container), []).append(number)
    groups = []
    for (name, container), numbers in by_name.items():
        candidates = gazetteer.candidates(name) or gazetteer.candidates(name.removesuffix("."))
        candidates = candidates or find_inside(name, gazetteer)
        demonym = gazetteer.country_of(name)
        if demonym is not None:
            candidates = ((demonym, True),)
        if container is not None:
            # What the writer says of a place outweighs all that speaks for another.
            candidates = tuple(c for c in candidates if lies_in(c[0], container)) or candidates
        if candidates:
            near = container or containers.get(name)
            groups.append(_group(numbers, candidates[:MOST_CANDIDATES], near))
    return groups


def contextual(groups: Sequence[Group], chosen: Sequence[int]) -> list[NDArray[np.float64]]:
    """All features of each group's candidates, given which candidate each group takes now."""
    tops = [group.places[choice] for group, choice in zip(groups, chosen, strict=True)]
    weights = np.array([math.sqrt(len(group.mentions)) for group in groups])
    countries = [place.country_code for place in tops]
    regions = [(place.country_code, place.admin1) for place in tops]
    named_countries = {place.country_code for place in tops if place.feature == "PCLI"}
    named_regions = {(place.country_code, place.admin1) for place in tops if place.feature == "ADM1"}
    support_region, support_cell = _supports(groups)
    nearness = _nearness(groups, tops)
    result = []
    for number, group in enumerate(groups):
        near, others = nearness[number], weights.copy()
        near[:, number] = others[number] = 0.0
        total = max(others.sum(), 1e-9)
        shares = (others / total).tolist()
        by_country, by_region = _sums(countries, shares), _sums(regions, shares)
        rows = group.static.copy()
        rows[:, 10] = (near * others).sum(axis=1) / total
        rows[:, 11] = near.max(axis=1)
        for row, place in enumerate(group.places):
            region = place.country_code, place.admin1
            rows[row, 6] = by_country.get(place.country_code, 0.0)
            rows[row, 9] = place.feature not in ("ADM1", "PCLI") and region in named_regions
            if place.admin1:
                rows[row, 7] = by_region.get(region, 0.0)
                rows[row, 19] = support_region[number].get(region, 0.0)
            if place.feature in ("PCLI", "CONT"):
                rows[row, 10] = rows[row, 11] = 0.0
            else:
                rows[row, 8] = place.country_code in named_countries
                rows[row, 20] = support_cell[number].get(_cell(place), 0.0)
        result.append(rows)
    return result


def _is_list(name: str, container: Place, gazetteer: Gazetteer) -> bool:
    """Whether the country behind a name stands beside it, not around it: "China, Japan and Ukraine"."""
    known = gazetteer.candidates(name)
    return container.feature == "PCLI" and bool(known) and known[0][0].feature == "PCLI"


def _group(numbers: Sequence[int], candidates: Sequence[tuple[Place, bool]], near: Place | None) -> Group:
    places = tuple(place for place, _ in candidates)
    rows = np.zeros((len(places), len(FEATURES)))
    most = max(place.population for place in places)
    named_countries = {place.country_code for place in places if place.feature == "PCLI"}
    named_regions = {place.country_code: place.population for place in places if place.feature == "ADM1"}
    for row, (place, own) in enumerate(candidates):
        is_town = place.feature in ("PPL", "PPLC")
        is_region = not is_town and place.feature not in REGIONAL
        rows[row, 0] = math.log10(WIDELY_KNOWN if is_region else max(place.population, FEWEST_PEOPLE))
        rows[row, 1] = own
        rows[row, 2] = place.feature == "PCLI"
        rows[row, 3] = is_region
        rows[row, 4] = place.feature == "ADM1"
        rows[row, 5] = place.feature == "ADM2"
        rows[row, 12] = near is not None and lies_in(place, near)
        rows[row, 13] = near is not None and not lies_in(place, near)
        rows[row, 14] = place.population == most
        rows[row, 15] = place.feature != "PCLI" and place.country_code in named_countries
        rows[row, 16] = place.feature == "PPLC"
        rows[row, 17] = is_town and place.population >= 100_000
        rows[row, 18] = is_town and place.population >= 1_000_000
        rows[row, 21] = is_town and place.population * 20 < named_regions.get(place.country_code, 0)
    return Group(tuple(numbers), places, rows)


def _supports(
    groups: Sequence[Group],
) -> tuple[list[dict[tuple[str | None, str | None], float]], list[dict[tuple[int, int], float]]]:
    """For each name: what the other names say of the regions, and of the degrees, in which it has a place."""
    regions, cells = [], []
    for group in groups:
        pairs = list(zip(group.places, group.vouching, strict=True))
        regions.append([((place.country_code, place.admin1), vouching) for place, vouching in pairs if place.admin1])
        cells.append([(_cell(place), vouching) for place, vouching in pairs if place.feature not in WIDE])
    return _support(regions), _support(cells)


def _support[Key](known: Sequence[Sequence[tuple[Key, float]]]) -> list[dict[Key, float]]:
    """For each name: where the other names have a place, too; a name with few places says more than one with many, and
    a place as much as it vouches."""
    total: dict[Key, float] = {}
    said: list[dict[Key, float]] = []
    for pairs in known:
        best: dict[Key, float] = {}
        for key, vouching in pairs:
            best[key] = max(best.get(key, 0.0), vouching)
        weight = 1.0 / (1.0 + math.log(max(1, len(best))))
        said.append({key: weight * vouching for key, vouching in best.items()})
        for key, value in said[-1].items():
            total[key] = total.get(key, 0.0) + value
    return [{key: math.log1p(max(0.0, total[key] - value)) for key, value in own.items()} for own in said]


def _cell(place: Place) -> tuple[int, int]:
    return round(place.latitude), round(place.longitude)


def _sums[Key](keys: Sequence[Key], values: Sequence[float]) -> Mapping[Key, float]:
    sums: dict[Key, float] = {}
    for key, value in zip(keys, values, strict=True):
        sums[key] = sums.get(key, 0.0) + value
    return sums


def _nearness(groups: Sequence[Group], tops: Sequence[Place]) -> list[NDArray[np.float64]]:
    """For each name: how near its candidates are to what each name takes now, a matrix; nothing is near a country."""
    points = np.radians([(place.latitude, place.longitude) for place in tops])
    towns = np.array([place.feature not in ("PCLI", "CONT", "RGN", "SEA", "OCN") for place in tops])
    # All at once, since most names have two or three candidates.
    distances = _distances([place for group in groups for place in group.places], points)
    near = np.where(towns, np.exp(-distances / REACH), 0.0)
    return np.split(near, np.cumsum([len(group.places) for group in groups])[:-1])


def _distances(places: Sequence[Place], points: NDArray[np.float64]) -> NDArray[np.float64]:
    """Kilometres from each place to each point (radians), a matrix of places by points."""
    own = np.radians([(place.latitude, place.longitude) for place in places])
    latitude, longitude = own[:, :1], own[:, 1:]
    half = (
        np.sin((points[:, 0] - latitude) / 2) ** 2
        + np.cos(latitude) * np.cos(points[:, 0]) * np.sin((points[:, 1] - longitude) / 2) ** 2
    )
    distances: NDArray[np.float64] = 2 * EARTH * np.arcsin(np.minimum(1.0, np.sqrt(half)))
    return distances
