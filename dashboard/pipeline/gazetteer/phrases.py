"""Phrases: places that are named by way of other places, such as "Paris, Texas" and "Dubai World Trade Centre"."""

import re
from collections.abc import Iterable

from dashboard.pipeline.gazetteer import Gazetteer, Place, normalise

# "Paris, Texas", "Paris (in Texas)", "Paris in Texas", "Paris, in the state of Texas".
CONTAINER = re.compile(
    r"(?:, | \((?:in (?:the )?)?|,? in (?:the )?(?:state of |province of )?|, in | of )"
    r"((?:[A-Z][\w’'-]*\.?(?:[A-Z]\.)*)(?: (?:[A-Z][\w’'-]*\.?))?)"
)
# Characters behind a name in which its container may stand.
CONTAINER_REACH = 40

# Words of names that are towns, too.
NO_PLACE = frozenset(
    (
        "university college school high street road avenue square park church hospital center centre "
        "international airport station court house hotel museum library bank club county city state north "
        "south east west new old grand royal national federal first second third union green white black red "
        "lake river mount saint st the of and police superior main king queen story hurricane democrat "
        "republican august march april may june july central western eastern northern southern business "
        "general public private community family memorial holy sacred trinity liberty union justice victory "
        "independence republic"
    ).split()
)

SIDES = frozenset("North South East West Northern Southern Eastern Western".split())

# Words that names of Arabic places begin with: hill, well, spring, gate, monastery, village … In a longer name that is
# unknown they are no places: "Khan al-Sheeh" is not in Germany.
HEADS = frozenset("al el abu umm um tal tel tell khan bab bir bayt beit ain ayn ras deir dayr kafr jabal wadi".split())

# What nature made lies where it lies, whatever town it is called after: Scarborough Shoal is in no England.
NATURAL = frozenset(
    "Shoal Shoals Reef Reefs Atoll Ridge Trench Strait Straits Sea Bay Gulf Island Islands Archipelago Basin Desert"
    " Mountains Heights Hills".split()
)

# People of a town that a longer name is placed by. Held out, the ranker loses nothing by 20,000, half a point by more.
FEWEST_INSIDE = 20_000


def find_inside(name: str, gazetteer: Gazetteer) -> tuple[tuple[Place, bool], ...]:
    """The candidates of the longest place name inside a longer name: of Dubai in "Dubai World Trade Centre".

    Of two as long it is the more populous one's; small towns, and other names of towns, are left out.
    """
    words = name.split()
    if words[-1:] and words[-1] in NATURAL:
        return ()
    for length in range(len(words) - 1, 0, -1):
        parts = (" ".join(words[first : first + length]) for first in range(len(words) - length + 1))
        known = [found for part in parts if part[0].isupper() and (found := _known_inside(part, gazetteer))]
        if known:
            return max(known, key=lambda found: max(place.population for place, _ in found))
    return ()


def _known_inside(part: str, gazetteer: Gazetteer) -> tuple[tuple[Place, bool], ...]:
    if normalise(part) in NO_PLACE | HEADS:
        return ()
    return tuple(
        (place, own)
        for place, own in gazetteer.candidates(part)
        if place.feature not in ("PPL", "PPLC") or (own and place.population >= FEWEST_INSIDE)
    )


def find_halves(names: Iterable[str]) -> dict[str, str]:
    """What "the North" is short for where an article names North and South Korea: each side and its full name.

    A side of two such lands (Korea, Carolina) is short for neither.
    """
    sides: dict[str, set[str]] = {}
    for side, _, land in (name.partition(" ") for name in names):
        if side in SIDES and land:
            sides.setdefault(land, set()).add(side)
    full = [(side, f"{side} {land}") for land, found in sides.items() if len(found) > 1 for side in found]
    return {side: name for side, name in full if sum(side == other for other, _ in full) == 1}


def find_container(text: str, end: int, gazetteer: Gazetteer) -> Place | None:
    """The country or region that is written behind a name to say where it is."""
    match = CONTAINER.match(text, end, end + CONTAINER_REACH)
    if match is None:
        return None
    words = match.group(1)
    for name in (words, words.rpartition(" ")[0] or words, words.partition(" ")[0]):
        for place, own in gazetteer.candidates(name)[:3]:
            if place.feature in ("PCLI", "ADM1") and (own or name.endswith(".") or name.isupper()):
                return place
    return None


def lies_in(place: Place, container: Place) -> bool:
    """Whether a place lies in a country or first-order region, and is not it."""
    if place.country_code != container.country_code or place.location_id == container.location_id:
        return False
    return container.feature == "PCLI" or place.admin1 == container.admin1
