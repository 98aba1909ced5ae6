"""A pack with an item of each kind, and the tables of an argument about Homs to take others from."""

from base64 import b64encode
from io import BytesIO

import pytest
from PIL import Image

from dashboard.evidence.pack import (
    Correction,
    Fact,
    Grid,
    Item,
    Pack,
    Passage,
    Picture,
    Point,
)


def draw_png(width: int = 40, height: int = 20) -> str:
    """A PNG of one colour, in base64."""
    image = BytesIO()
    Image.new("RGB", (width, height), "#0072b2").save(image, "PNG")
    return b64encode(image.getvalue()).decode()


def make_item(number: int, kind: str, **fields: object) -> Item:
    return Item(id=f"{number:08x}", kind=kind, **fields)  # type: ignore[arg-type]


@pytest.fixture
def pack() -> Pack:
    """An item of each kind, all of whose parts are filled somewhere."""
    text = "It was calm. Bashar al-Assad left Homs, a source said. Then it rained."
    passage = Passage(
        text, ((13, 53),), "Assad leaves", "Sample Wire", "2024-12-08",
        "https://desk.example/articles?article=assad-leaves&sentence=1", "https://wire.example/assad",
    )  # fmt: skip
    receipt = {
        "selector": [{"type": "TextQuoteSelector", "exact": "Bashar al-Assad left Homs"}],
        "article": {"id": "assad-leaves", "outlet": "Sample Wire", "published": "2024-12-08", "title": "Assad leaves",
                    "sha256": "ab" * 32},
    }  # fmt: skip
    return Pack(
        "Did Assad leave?", "Ana López",
        (
            make_item(1, "words", text="He left,\nas they say.\n\nThe question is when."),
            make_item(2, "sentence", ref="sentence:assad-leaves:1", passages=(passage,), receipt=receipt,
                      tables="2024-12-09", corpus="abcdef",
                      corrections=(Correction("c1", "Bo", "2024-12-10", "Assad is Bashar al-Assad", "same"),)),
            make_item(3, "quote", ref="quote:calm-1-2", heading="a source", facts=(Fact("Wording", "own words"),)),
            make_item(4, "number", ref="number:sentences?named=bashar-al-assad", heading="12 articles",
                      filters=("mentions of: Bashar al-Assad",), steps=(Fact("as read", "14"), Fact("− copies", "2")),
                      link="https://desk.example/sentences?named=bashar%2Dal%2Dassad"),
            make_item(5, "pin", ref="pin:169577?", heading="Homs, Syria", point=Point(34.72, 36.72),
                      facts=(Fact("Place", "Homs, Syria"), Fact("Coordinates", "34.7200° N, 36.7200° E"))),
            make_item(6, "chart", ref="chart:actors/actors?", heading="Mentions by actor",
                      picture=Picture(draw_png(), "Bars; most: Bashar al-Assad 12", 40, 20),
                      table=Grid(("Name", "Mentions"), (("Bashar al-Assad", "12"), ("Hezbollah", "3")))),
        ),
        made="2024-12-09T10:00:00+00:00",
    )  # fmt: skip
