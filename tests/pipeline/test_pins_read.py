"""Which pins whole articles get, as the installed model and encoder read them."""

import pytest

from dashboard.pipeline.annotate import load_model
from dashboard.pipeline.readings import Origin, read_doc
from dashboard.tables.contract import PLACED_SENSES

pytestmark = pytest.mark.model


def pins(text: str) -> dict[str, str]:
    """The names that are drawn, each with the country and the name of its place."""
    reading = read_doc(None, None, Origin(2024), load_model()(text))
    return {
        mention.surface: f"{placement.place.country_code} {placement.place.name}"
        for mention, placement in zip(reading.mentions, reading.placements, strict=True)
        if placement.place is not None and placement.sense in PLACED_SENSES
    }


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        # people who are called like a town
        ("Vienna Brooks, an aunt of the pianist, left early. Chelsea Holt and Austin Reed stayed.", {}),
        # a state, and the city of its name
        (
            "Kansas will close the mine next year, a lawmaker said.\n\nThe mayor spoke in Kansas City.",
            {"Kansas": "US Kansas", "Kansas City": "US Kansas City"},
        ),
        # an adjective that is a town somewhere
        ("The Olympic rower Ada Brandt trains on an Olympic course near Leipzig.", {"Leipzig": "DE Leipzig"}),
        # towns of one country
        (
            "Rain closed the road between Eldoret and Kitale.\n\nThe Uganda Red Cross sent tents from Kampala.",
            {"Eldoret": "KE Eldoret", "Kitale": "KE Kitale", "Kampala": "UG Kampala"},
        ),
        # companies and clubs
        ("Nissan said on Friday that it would close a plant. Newcastle United beat Chelsea 2-1.", {}),
        # planets
        ("The probe will reach Mars and return to Earth. Engineers in Toulouse cheer.", {"Toulouse": "FR Toulouse"}),
        # demonyms
        ("A US soldier died in Kirkuk, a UK-based monitor said. US-led forces struck back.", {"Kirkuk": "IQ Kirkuk"}),
        # part of a longer name
        ("A ferry sank off Elbow Cay on Friday, the coast guard said.", {}),
        # a dateline
        ("ANKARA, Dec 8 (Reuters) – Rain flooded Izmir on Sunday, officials said.", {"Izmir": "TR Izmir"}),
        # an English name, and an airport
        (
            "Rebels shelled Odessa in Ukraine.\n\nRockets hit Shayrat Air Base near Homs.",
            {"Odessa": "UA Odesa", "Ukraine": "UA Ukraine", "Shayrat Air Base": "SY Shayrat Air Base",
             "Homs": "SY Homs"},
        ),
    ],
)  # fmt: skip
def test_an_article_gets_the_pins_of_its_places_and_no_others(text: str, drawn: dict[str, str]) -> None:
    assert pins(text) == drawn
