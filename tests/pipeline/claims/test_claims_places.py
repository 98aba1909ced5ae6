"""Places of claims: where the sentence says that it happened, and none where it says something else."""

from collections.abc import Callable

import pytest

from dashboard.pipeline.claims import Claim

pytestmark = pytest.mark.model


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("A blast killed 12 people in Homs.", "Homs"),
        ("A blast that hit Homs killed 12 people.", "Homs"),
        ("A shell killed 12 people east of Damascus.", None),
        ("Shelling killed 12 people on Friday while a blast hit Homs.", None),
        ("Shelling killed 12 people on Friday while leaving Homs in ruins.", "Homs"),
        ("A blast killed 12 people outside Damascus.", None),
        ("A blast killed 12 people near Damascus.", None),
        ("Blasts killed 12 people in and around Damascus.", "Damascus"),
        ("A blast killed 12 people west of the city of Homs.", None),
        ("A blast killed 12 people on the outskirts of Homs.", None),
        ("A blast killed 12 people in a Damascus suburb.", None),
        ("A blast killed 12 people in the Mosul neighbourhood.", None),
        ("Blasts killed 12 people on Friday and two in Homs.", None),
        ("12 people were killed in attacks in Aleppo Homs Hama on Friday.", None),
        ("A blast killed 12 people in Syria's central city of Homs.", "Homs"),
        ("Rebels based in Homs killed 12 soldiers on Friday.", None),
        ("Air strikes on Aleppo and Homs killed 12 people.", None),
        ("A Homs man and 12 others were killed on Friday.", None),
        ("Four fighters were killed in Syria amid reports that others were wounded in Homs.", "Syria"),
    ],
)
def test_a_place_is_where_it_happened(read_text: Callable[[str], list[Claim]], text: str, place: str | None) -> None:
    claims = read_text(text)
    assert claims
    found = claims[0].place
    assert (None if found is None else text[found.start : found.end]) == place


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Planes flew over Homs. Shells killed 12 people in the city. Later others hit Hama.", "Homs"),
        ("Planes flew over Homs. Shells killed 12 people in the north. Later others hit Hama.", None),
        ("Planes flew over Homs and Hama. Shells killed 12 people in the city.", None),
        ("Planes flew over Homs. Shells killed 12 people.", "Homs"),
        ("Planes flew near Homs. Shells killed 12 people.", None),
        ("Planes flew over Homs. Shells killed 12 people at the Salam Hotel.", None),
        ("Planes flew over Homs. Shells killed 12 people east of the city.", None),
    ],
)
def test_another_sentence_gives_the_place_only_where_it_is_plain(
    read_text: Callable[[str], list[Claim]], text: str, place: str | None
) -> None:
    found = read_text(text)[0].place
    assert (None if found is None else text[found.start : found.end]) == place
