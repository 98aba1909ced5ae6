"""Names: what ids of these tables are called, and where old ids lead."""

from dashboard.queries.corpus import list_options, list_spellings
from dashboard.queries.corrections import list_redirects
from dashboard.reader import Reader


def list_names(reader: Reader) -> dict[str, dict[str, str]]:
    """Id -> name, under "actors", "locations" and "sources"; old id -> present one, under "redirects" (merged actors,
    "" for hidden ones) and "spellings"."""
    return {
        **list_options(reader),
        "redirects": list_redirects(reader),
        "spellings": list_spellings(reader),
    }
