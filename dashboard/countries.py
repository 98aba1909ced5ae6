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


@cache
def country_forms() -> Mapping[str, tuple[str, bool]]:
    """What a country and its people are called -> its code, and whether that stands before a noun as it is: “Syrian”,
    “US”, but not “Syria”. What two countries are called is left out."""
    found: dict[str, set[tuple[str, bool]]] = {}
    with FILE.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            names = {row["name"], *row["aliases"].split("|")} - {""}
            for form in names:
                plain = form.replace(".", "")
                found.setdefault(plain, set()).add((row["code"], plain.isupper()))
            for form in {*row["demonyms"].split("|")} - {""}:
                found.setdefault(form, set()).add((row["code"], True))
    return {form: next(iter(read)) for form, read in found.items() if len({code for code, _ in read}) == 1}


def name_country(code: str | None) -> str:
    """The name of the country; the code itself where no country has it, "" for a null as pandas gives it."""
    return country_names().get(code, code) if isinstance(code, str) else ""
