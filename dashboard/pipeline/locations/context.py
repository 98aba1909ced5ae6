"""Context: how the other toponyms of an article support the candidates of one.

They do so in two ways: by the candidates that are chosen for them now, and, before any is chosen, by all candidates
that they have. A toponym does not support its own candidates.

`toponyms` says what "held out" means, and what to run when a number here changes.
"""

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dashboard.pipeline.gazetteer import Place
from dashboard.pipeline.locations.toponyms import Toponym, count_people

type Region = tuple[str | None, str | None]  # country code, first-order region
type Cell = tuple[int, int]  # latitude and longitude in whole degrees

# Kilometres over which the nearness of two places falls to 1/e. Set by hand; held out, 50 to 600 make no difference.
REACH = 150.0
EARTH = 6371.0088  # mean radius, km

# A candidate supports its surroundings by the ratio of its population to that of the largest candidate, to this power.
# Otherwise the Damascus, Lebanon and Geneva of Ohio would support one another. Held out, 0.1 to 0.5 place 1.2 points
# more of TR-News than 0, and as many of the other sets.
NAMESAKE_POWER = 0.3

# Features of places that are too large to be near others.
UNBOUNDED = frozenset(("PCLI", "CONT", "RGN", "SEA", "OCN"))
# Features of places that are too large for one cell of a degree.
WIDE = UNBOUNDED | {"ADM1"}


@dataclass(frozen=True, slots=True)
class Support:
    """How many of the other toponyms could lie where one toponym's candidates lie, on a logarithmic scale.

    Regions and cells in which none of its own candidates lies are left out.
    """

    regions: Mapping[Region, float]
    cells: Mapping[Cell, float]


@dataclass(frozen=True, slots=True)
class Context:
    """How the other toponyms support one toponym's candidates, given the candidate that is chosen for each now.

    `countries` and `regions` are the shares of the other toponyms that lie there, 0 to 1; a name with many mentions
    counts more. `named_countries` and `named_regions` are those that the article names, this toponym included.
    `nearness` is, by location_id, the mean nearness of the others and the nearness of the nearest, each 0 to 1.
    """

    countries: Mapping[str | None, float]
    regions: Mapping[Region, float]
    named_countries: frozenset[str | None]
    named_regions: frozenset[Region]
    nearness: Mapping[str, tuple[float, float]]
    support: Support


def region_of(place: Place) -> Region:
    """The country and the first-order region that a place lies in, or is."""
    return place.country_code, place.admin1


def cell_of(place: Place) -> Cell:
    """The whole degrees that a place is nearest to."""
    return round(place.latitude), round(place.longitude)


def find_support(toponyms: Sequence[Toponym]) -> list[Support]:
    """The support of each toponym, in order."""
    regions: list[list[tuple[Region, float]]] = []
    cells: list[list[tuple[Cell, float]]] = []
    for toponym in toponyms:
        places = toponym.candidates
        most = max(map(count_people, places))
        pairs = [(place, (count_people(place) / most) ** NAMESAKE_POWER) for place in places]
        regions.append([(region_of(place), weight) for place, weight in pairs if place.admin1])
        cells.append([(cell_of(place), weight) for place, weight in pairs if place.feature not in WIDE])
    return [Support(*each) for each in zip(_sum_others(regions), _sum_others(cells), strict=True)]


def find_contexts(toponyms: Sequence[Toponym], supports: Sequence[Support], chosen: Sequence[int]) -> list[Context]:
    """The context of each toponym, in order; `chosen` are the numbers of the candidates that are chosen now."""
    places = [toponym.candidates[choice] for toponym, choice in zip(toponyms, chosen, strict=True)]
    mentions = np.array([math.sqrt(len(toponym.mentions)) for toponym in toponyms])
    countries, regions = [place.country_code for place in places], [region_of(place) for place in places]
    named_countries = frozenset(place.country_code for place in places if place.feature == "PCLI")
    named_regions = frozenset(region_of(place) for place in places if place.feature == "ADM1")
    contexts = []
    for number, near in enumerate(_nearness(toponyms, places)):
        others = mentions.copy()
        near[:, number] = others[number] = 0.0  # no toponym supports itself
        total = max(others.sum(), 1e-9)
        shares = (others / total).tolist()
        means, nearest = ((near * others).sum(axis=1) / total).tolist(), near.max(axis=1).tolist()
        ids = (place.location_id for place in toponyms[number].candidates)
        contexts.append(
            Context(
                countries=_sums(countries, shares),
                regions=_sums(regions, shares),
                named_countries=named_countries,
                named_regions=named_regions,
                nearness=dict(zip(ids, zip(means, nearest, strict=True), strict=True)),
                support=supports[number],
            )
        )
    return contexts


def _sum_others[Key: Hashable](candidates: Sequence[Sequence[tuple[Key, float]]]) -> list[dict[Key, float]]:
    """For each toponym and each key of its candidates: the sum of the others' weights there, as a logarithm.

    A toponym counts once a key, with its best weight there, and less the more keys it has.
    """
    total: dict[Key, float] = {}
    own: list[dict[Key, float]] = []
    for pairs in candidates:
        best: dict[Key, float] = {}
        for key, weight in pairs:
            best[key] = max(best.get(key, 0.0), weight)
        each = 1.0 / (1.0 + math.log(max(1, len(best))))
        own.append({key: each * weight for key, weight in best.items()})
        for key, value in own[-1].items():
            total[key] = total.get(key, 0.0) + value
    return [{key: math.log1p(max(0.0, total[key] - value)) for key, value in mine.items()} for mine in own]


def _sums[Key: Hashable](keys: Sequence[Key], values: Sequence[float]) -> Mapping[Key, float]:
    sums: dict[Key, float] = {}
    for key, value in zip(keys, values, strict=True):
        sums[key] = sums.get(key, 0.0) + value
    return sums


def _nearness(toponyms: Sequence[Toponym], chosen: Sequence[Place]) -> list[NDArray[np.float64]]:
    """For each toponym how near its candidates are to the chosen places, 0 to 1: a matrix, candidates by places."""
    points = np.radians([(place.latitude, place.longitude) for place in chosen])
    is_point = np.array([place.feature not in UNBOUNDED for place in chosen])
    # All at once, since most toponyms have two or three candidates.
    distances = _distances([place for toponym in toponyms for place in toponym.candidates], points)
    near = np.where(is_point, np.exp(-distances / REACH), 0.0)
    return np.split(near, np.cumsum([len(toponym.candidates) for toponym in toponyms])[:-1])


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
