"""Toponyms: the place names of one article, each with its candidates, the places of the gazetteer that bear it.

All mentions of a name are one toponym, for within an article a name has one meaning. The exceptions are names that say
where it is or that it is a region: "Paris, Texas" and "Paris", "Homs province" and "Homs" are two toponyms each.

"Held out" is the percentage of mentions that `python -m tools.train_locations` places right in articles that it did not
learn from, over the four annotated sets of places; its standard error is half a point. Whoever changes a number here
learns the weights again: `--write`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from dashboard.pipeline.gazetteer import Gazetteer, Place
from dashboard.pipeline.gazetteer.phrases import find_container, find_inside, lies_in, name_region

# How many candidates of a toponym are weighed, the most populous first; only names like Washington County have more.
# Held out, 40, 80 and 160 place as many mentions, 20 a tenth of a point fewer.
MOST_CANDIDATES = 80

# People that a place has at the least: the gazetteer lists towns from 500, and says 0 of what it does not know.
FEWEST_PEOPLE = 500

# GeoNames' codes of airports, air bases and buildings; these last are only among places of one's own.
FACILITIES = ("AIRP", "AIRB", "BLDG")

# Its codes of the regions into which countries are divided.
REGIONS = ("ADM1", "ADM2")

# The population that a sea, a continent or another wide region counts as, since the gazetteer gives it none. Set by
# hand; held out, a tenth and ten times as many make no difference.
WIDELY_KNOWN = 10_000_000


@dataclass(frozen=True, slots=True)
class Toponym:
    """A place name of an article and its candidates.

    `container` is the country or region that is written beside it, or beside the same name elsewhere in the article.
    `mentions` are the numbers of its spans. `main_names` are the ids of the candidates of which it is a main name.
    `countries` are the codes of the candidates that are
    countries. `regions` are the country codes of those that are first-order regions, with their populations.
    """

    mentions: tuple[int, ...]
    candidates: tuple[Place, ...]
    main_names: frozenset[str]
    container: Place | None
    countries: frozenset[str | None]
    regions: dict[str | None, int]


def find_toponyms(text: str, spans: Sequence[tuple[int, int]], gazetteer: Gazetteer) -> list[Toponym]:
    """The toponyms of one article, of the names at these spans; a name without candidates is left out."""
    by_name: dict[tuple[str, Place | None, str | None], list[int]] = {}
    containers: dict[str, Place] = {}
    for number, (start, end) in enumerate(spans):
        # With the dot of an abbreviation such as "Calif.", which a span may leave out.
        name = text[start:end] + ("." if text[end : end + 1] == "." and end - start <= 5 else "")
        inner = text.find(", ", start, end)
        container = find_container(text, inner if inner > 0 else end, gazetteer)
        if inner > 0:  # "Washington, D.C." as one name
            name = text[start:inner]
        if container is not None and _is_list(name, container, gazetteer):
            container = None
        if container is not None:
            containers.setdefault(name, container)
        by_name.setdefault((name, container, name_region(text, start, end)), []).append(number)
    toponyms = []
    for (name, container, region), numbers in by_name.items():
        candidates = gazetteer.candidates(name) or gazetteer.candidates(name.removesuffix("."))
        candidates = candidates or find_inside(name, gazetteer)
        demonym = gazetteer.country_of(name)
        if demonym is not None:
            candidates = ((demonym, True),)
        if region is not None:
            candidates = _find_regions(region, candidates, gazetteer) or candidates
        if container is not None:
            # Where the article says in what the place lies, only places in it are candidates.
            candidates = tuple(c for c in candidates if lies_in(c[0], container)) or candidates
        if candidates:
            beside = container or containers.get(name)
            toponyms.append(_toponym(numbers, candidates[:MOST_CANDIDATES], beside))
    return toponyms


def _find_regions(
    phrase: str, candidates: Sequence[tuple[Place, bool]], gazetteer: Gazetteer
) -> tuple[tuple[Place, bool], ...]:
    """The candidates of "Homs province": the regions called so, else those in which a town of the name lies and whose
    name is another spelling of its own; none where the name is a country's."""
    if any(place.feature == "PCLI" for place, _ in candidates):
        return ()
    found = [each for each in gazetteer.candidates(phrase) if each[0].feature in REGIONS]
    for place, _ in candidates if not found else ():
        around = gazetteer.candidates(place.name) if is_town(place) else ()
        found += [each for each in around if each[0].feature == "ADM1" and lies_in(place, each[0])]
    return tuple(dict.fromkeys(found))


def is_town(place: Place) -> bool:
    """Whether it is a town, a village or a capital."""
    return place.feature in ("PPL", "PPLC")


def is_wide_region(place: Place) -> bool:
    """Whether it is a continent, a sea, or another region: no administrative one, no town and no facility."""
    return place.feature not in ("PPL", "PPLC", "PCLI", "ADM1", "ADM2", *FACILITIES)


def count_people(place: Place) -> int:
    """How many people a place counts as when it is compared with others: never 0, and many for a wide region."""
    return WIDELY_KNOWN if is_wide_region(place) else max(place.population, FEWEST_PEOPLE)


def _is_list(name: str, container: Place, gazetteer: Gazetteer) -> bool:
    """Whether a country and the one named after it are items of a list: "China, Japan and Ukraine"."""
    known = gazetteer.candidates(name)
    return container.feature == "PCLI" and bool(known) and known[0][0].feature == "PCLI"


def _toponym(numbers: Sequence[int], candidates: Sequence[tuple[Place, bool]], container: Place | None) -> Toponym:
    places = tuple(place for place, _ in candidates)
    return Toponym(
        mentions=tuple(numbers),
        candidates=places,
        main_names=frozenset(place.location_id for place, is_main in candidates if is_main),
        container=container,
        countries=frozenset(place.country_code for place in places if place.feature == "PCLI"),
        regions={place.country_code: place.population for place in places if place.feature == "ADM1"},
    )
