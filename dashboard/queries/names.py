"""Names: what ids of these tables are called, and where old ids lead."""

import duckdb

from dashboard.queries.corpus import list_options, list_spellings
from dashboard.queries.corrections import list_redirects


def list_names(cursor: duckdb.DuckDBPyConnection) -> dict[str, dict[str, str]]:
    """Id -> name, under "actors", "locations" and "sources"; old id -> present one, under "redirects" (merged actors,
    "" for hidden ones) and "spellings"."""
    return {
        **list_options(cursor),
        "redirects": list_redirects(cursor),
        "spellings": list_spellings(cursor),
    }
