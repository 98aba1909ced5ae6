"""Countries: what each is called, by its ISO 3166-1 alpha-2 code, from `data/countries.csv`.

The names are GeoNames', as are those of the gazetteer and of the map.
"""

import csv
from collections.abc import Mapping
from functools import cache

from dashboard import settings

FILE = settings.CHECKOUT / "data" / "countries.csv"

# How the GeoNames feature codes of countries, continents and oceans begin: what is said of one happened anywhere in it,
# not at its point.
FEATURES = ("PCL", "CONT", "OCN")


@cache
def country_names() -> Mapping[str, str]:
    """Code -> name of every country."""
    with FILE.open(encoding="utf-8", newline="") as lines:
        return {row["code"]: row["name"] for row in csv.DictReader(lines)}


def name_country(code: str | None) -> str:
    """The name of the country; the code itself where no country has it, "" for a null as pandas gives it."""
    return country_names().get(code, code) if isinstance(code, str) else ""
