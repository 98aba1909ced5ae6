"""Features: what speaks for one candidate of a toponym, as a number; their weighted sum is its score.

Each is a function. The first line of its docstring is its label, which the table `candidates` has with the evidence
and *why here* shows. A feature that is true or false is 1 or 0. Whoever adds, drops or renames one, or changes what it
returns, learns the weights again: `python -m tools.train_locations --write`, then `python -m tools.train_confidence
--write`. A new label alone needs neither.
"""

import math

from dashboard.pipeline.gazetteer import Place
from dashboard.pipeline.gazetteer.phrases import lies_in
from dashboard.pipeline.locations.context import Context, cell_of, region_of
from dashboard.pipeline.locations.toponyms import Toponym, count_people, is_town, is_wide_region
from dashboard.pipeline.weights import Feature

# A town is small beside the region of its name if the region has more than this many times its people. Set by hand;
# held out (see `toponyms`), 5 to 50 make no difference.
TIMES_LARGER = 20


def population(place: Place, toponym: Toponym) -> float:
    """People who live there

    As a logarithm to base 10.
    """
    return math.log10(count_people(place))


def main_name(place: Place, toponym: Toponym) -> float:
    """The name is its main one, not another spelling"""
    return place.location_id in toponym.main_names


def known_widely(place: Place, toponym: Toponym) -> float:
    """The town has names in many languages

    Their number, as the natural logarithm of one more; 0 for what is no town.
    """
    return math.log1p(place.names)


def country(place: Place, toponym: Toponym) -> float:
    """It is a country"""
    return place.feature == "PCLI"


def wide_region(place: Place, toponym: Toponym) -> float:
    """It is a continent, a sea or another region"""
    return is_wide_region(place)


def first_order_region(place: Place, toponym: Toponym) -> float:
    """It is a first-order region"""
    return place.feature == "ADM1"


def second_order_region(place: Place, toponym: Toponym) -> float:
    """It is a second-order region"""
    return place.feature == "ADM2"


def in_written_container(place: Place, toponym: Toponym) -> float:
    """Its own country or region is written beside it"""
    return toponym.container is not None and lies_in(place, toponym.container)


def not_in_written_container(place: Place, toponym: Toponym) -> float:
    """Another country or region is written beside it"""
    return toponym.container is not None and not lies_in(place, toponym.container)


def in_country_of_that_name(place: Place, toponym: Toponym) -> float:
    """It lies in a country of the same name"""
    return place.feature != "PCLI" and place.country_code in toponym.countries


def national_capital(place: Place, toponym: Toponym) -> float:
    """It is a national capital"""
    return place.feature == "PPLC"


def small_town_named_like_region(place: Place, toponym: Toponym) -> float:
    """It is a small town named like a region of its country"""
    return is_town(place) and place.population * TIMES_LARGER < toponym.regions.get(place.country_code, 0)


def names_in_country(place: Place, context: Context) -> float:
    """The article names other places in its country

    Their share among all the other names, 0 to 1.
    """
    return context.countries.get(place.country_code, 0.0)


def names_in_region(place: Place, context: Context) -> float:
    """The article names other places in its region

    Their share among all the other names, 0 to 1.
    """
    return context.regions.get(region_of(place), 0.0) if place.admin1 else 0.0


def country_is_named(place: Place, context: Context) -> float:
    """The article names its country"""
    return place.feature not in ("PCLI", "CONT") and place.country_code in context.named_countries


def region_is_named(place: Place, context: Context) -> float:
    """The article names its region"""
    return place.feature not in ("ADM1", "PCLI") and region_of(place) in context.named_regions


def near_others(place: Place, context: Context) -> float:
    """It is near the article's other places

    Mean over the others, 0 to 1; a country or a continent is near nothing.
    """
    mean, _ = context.nearness[place.location_id]
    return 0.0 if place.feature in ("PCLI", "CONT") else mean


def near_one_other(place: Place, context: Context) -> float:
    """One other place of the article is very near

    That of the nearest, 0 to 1; a country or a continent is near nothing.
    """
    _, nearest = context.nearness[place.location_id]
    return 0.0 if place.feature in ("PCLI", "CONT") else nearest


def names_known_in_region(place: Place, context: Context) -> float:
    """The article's other names exist in its region, too

    Whatever they are taken for: each has a candidate there.
    """
    return context.support.regions.get(region_of(place), 0.0) if place.admin1 else 0.0


def names_known_nearby(place: Place, context: Context) -> float:
    """The article's other names exist close by, too

    Whatever they are taken for: each has a candidate within about a degree.
    """
    return context.support.cells.get(cell_of(place), 0.0) if place.feature not in ("PCLI", "CONT") else 0.0


def best_known_region(place: Place, context: Context) -> float:
    """Of its namesakes' regions it is in the one where most other names exist

    As a share of what the best of these regions has, 0 to 1.
    """
    most = max(context.support.regions.values(), default=0.0)
    return context.support.regions.get(region_of(place), 0.0) / most if most > 0 and place.admin1 else 0.0


def best_known_surroundings(place: Place, context: Context) -> float:
    """Of its namesakes it is the one close to which most other names exist

    As a share of what the best of them has, 0 to 1.
    """
    most = max(context.support.cells.values(), default=0.0)
    is_area = place.feature in ("PCLI", "CONT")
    return context.support.cells.get(cell_of(place), 0.0) / most if most > 0 and not is_area else 0.0


# Features of a candidate and its own toponym: functions of (Place, Toponym).
ALONE: tuple[Feature, ...] = (
    population,
    main_name,
    known_widely,
    country,
    wide_region,
    first_order_region,
    second_order_region,
    in_written_container,
    not_in_written_container,
    in_country_of_that_name,
    national_capital,
    small_town_named_like_region,
)
# Features of a candidate and the other toponyms of the article: functions of (Place, Context).
IN_CONTEXT: tuple[Feature, ...] = (
    names_in_country,
    names_in_region,
    country_is_named,
    region_is_named,
    near_others,
    near_one_other,
    names_known_in_region,
    names_known_nearby,
    best_known_region,
    best_known_surroundings,
)
FEATURES = (*ALONE, *IN_CONTEXT)
