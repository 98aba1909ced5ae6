"""Every path and tunable: its value, its unit and why it is that value.

Paths are functions, since the environment may change between two calls (the tests do it); tunables are constants.
"""

import os
from pathlib import Path

from dashboard.errors import SettingError

CHECKOUT = Path(__file__).resolve().parent.parent
SAMPLE = CHECKOUT / "data" / "sample"
ACTORS_FILE = CHECKOUT / "data" / "actors.yaml"
BASEMAP = CHECKOUT / "static" / "basemap" / "countries.geojson"


def tables_folder() -> Path:
    """Folder of the tables that the dashboard shows: `DATELINE_TABLES`, else `data/tables` of the checkout."""
    return Path(os.environ.get("DATELINE_TABLES") or CHECKOUT / "data" / "tables").expanduser()


def cache_folder() -> Path:
    """Folder for files that can be made again, such as the compiled gazetteer: `DATELINE_CACHE`, else `data/cache`."""
    return Path(os.environ.get("DATELINE_CACHE") or CHECKOUT / "data" / "cache").expanduser()


def own_actors() -> Path | None:
    """A file of actors that is laid over `data/actors.yaml`: `DATELINE_ACTORS`, else none."""
    given = os.environ.get("DATELINE_ACTORS")
    return Path(given).expanduser() if given else None


def model() -> str:
    """Name or path of a spaCy pipeline: `DATELINE_MODEL`, else "" for the md model that is installed with Dateline."""
    return os.environ.get("DATELINE_MODEL", "")


def workers() -> int:
    """Processes that annotate: `DATELINE_WORKERS`, else one a processor up to 8.

    A worker takes about 0.6 GB; above 8 the parent, which hands out texts and writes rows, is what they wait for.
    """
    given = os.environ.get("DATELINE_WORKERS")
    if not given:
        return min(8, os.cpu_count() or 1)
    if not given.isdecimal() or int(given) < 1:
        raise SettingError(f"DATELINE_WORKERS is {given!r}; it is a whole number from 1 on")
    return int(given)


# Characters. Shorter texts are menus, captions and error pages; the shortest annotated news text has 34.
SHORTEST_TEXT = 20

# Characters. spaCy's own limit is a million; what is longer is a book or a dump of many articles.
LONGEST_TEXT = 1_000_000

# Articles a batch of `nlp.pipe`. 16 is the fastest of 4 … 256 on 500 news articles: 256 takes a third longer.
BATCH = 16

# Articles a window: as many are sorted by length and in memory at one time. A thousand news articles are 5 MB.
WINDOW = 1_000

# Jaccard similarity of five-word shingles from which two articles are copies of one story. Of 788 articles on one war
# the 34 pairs above 0.5 carry one agency's report each, by their headlines and openings; below 0.4 most are two reports
# of one event.
SAME_STORY = 0.5

# The best few places that a mention was weighed against, kept as evidence.
CANDIDATES_KEPT = 5

# Rows on one screen of a list; the list says how many there are in all.
ROWS_A_SCREEN = 50

# Actors that stand out in a chart by colour and marker shape; the palette has four hues that stay 3:1 on both themes.
HIGHLIGHTS = 4
