"""Every path, setting and tunable: its value, its unit and why it has that value.

Paths are functions, since the environment may change between two calls (the tests do it); tunables are constants.
"""

import math
import os
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from dashboard.errors import SettingError

CHECKOUT = Path(__file__).resolve().parent.parent
SAMPLE = CHECKOUT / "data" / "sample"
ACTORS_FILE = CHECKOUT / "data" / "actors.yaml"
LEXICON_FILE = CHECKOUT / "data" / "lexicon.yaml"
BASEMAP = CHECKOUT / "static" / "basemap" / "countries.geojson"


def tables_folder() -> Path:
    """Folder of the tables that the dashboard shows: `DATELINE_TABLES`, else `data/tables` of the checkout."""
    return Path(os.environ.get("DATELINE_TABLES") or CHECKOUT / "data" / "tables").expanduser()


def cache_folder() -> Path:
    """Folder for files that can be made again, such as the compiled gazetteer: `DATELINE_CACHE`, else `data/cache`."""
    return Path(os.environ.get("DATELINE_CACHE") or CHECKOUT / "data" / "cache").expanduser()


def gazetteer() -> str:
    """Which gazetteer to use: `DATELINE_GAZETTEER`, geonames or packages; "" takes geonames if it was built."""
    given = os.environ.get("DATELINE_GAZETTEER", "").strip().lower()
    if given not in ("", "geonames", "packages"):
        raise SettingError(f"DATELINE_GAZETTEER is {given!r}; it must be geonames or packages")
    return given


def own_actors() -> Path | None:
    """A file of actors that is laid over `data/actors.yaml`: `DATELINE_ACTORS`, else none."""
    given = os.environ.get("DATELINE_ACTORS")
    return Path(given).expanduser() if given else None


def own_places() -> Path | None:
    """A CSV file of places that is laid over the gazetteer: `DATELINE_PLACES`, else none."""
    given = os.environ.get("DATELINE_PLACES")
    return Path(given).expanduser() if given else None


def model() -> str:
    """Name or path of a spaCy pipeline: `DATELINE_MODEL`, else "" for the md model that is installed with Dateline."""
    return os.environ.get("DATELINE_MODEL", "")


def workers() -> int:
    """Processes that annotate: `DATELINE_WORKERS`, else one for each processor, 8 at most.

    A worker takes about 0.6 GB. More than 8 wait for the parent, which hands out texts and writes rows.
    """
    given = os.environ.get("DATELINE_WORKERS")
    if not given:
        return min(8, os.cpu_count() or 1)
    if not given.isdecimal() or int(given) < 1:
        raise SettingError(f"DATELINE_WORKERS is {given!r}; it must be a whole number, 1 or more")
    return int(given)


@dataclass(frozen=True, slots=True)
class OnlineGeocoder:
    """A geocoding service and how it is asked.

    `domain` is geopy's word for host and path. `user` says who asks. `delay` is in seconds between two questions.
    """

    service: str
    scheme: str
    domain: str
    user: str
    delay: float


# The public servers; GeoNames has no https.
GEOCODERS = {
    "nominatim": ("https", "nominatim.openstreetmap.org"),
    "photon": ("https", "photon.komoot.io"),
    "geonames": ("http", "api.geonames.org"),
}


def geocoder() -> OnlineGeocoder | None:
    """The online service that is asked for names which the gazetteer lacks: `DATELINE_GEOCODER`, else none.

    `DATELINE_GEOCODER_USER` says who asks: a user agent with an address, for GeoNames the name of the account.
    `DATELINE_GEOCODER_URL` names a server of your own, `DATELINE_GEOCODER_DELAY` its seconds between two questions.
    """
    service = os.environ.get("DATELINE_GEOCODER", "").strip().lower()
    if service in ("", "off", "none"):
        return None
    if service not in GEOCODERS:
        raise SettingError(f"DATELINE_GEOCODER is {service!r}; it must be one of {', '.join(GEOCODERS)}, or off")
    user = os.environ.get("DATELINE_GEOCODER_USER", "").strip()
    if not user or not user.isascii() or not user.isprintable():
        what = "the name of your account" if service == "geonames" else "a user agent, with an address to reach you"
        raise SettingError(f"DATELINE_GEOCODER_USER is {user!r}; {service} needs {what}, in ASCII")
    own = _read_address("DATELINE_GEOCODER_URL", "https://nominatim.example.org")
    scheme, domain = GEOCODERS[service] if own is None else (own.scheme, f"{own.netloc}{own.path}".strip("/"))
    host = domain.lower().partition("/")[0].partition(":")[0]
    is_public = host in {public for _, public in GEOCODERS.values()}
    return OnlineGeocoder(service, scheme, domain, user, _geocoder_delay(is_public))


def _read_address(name: str, example: str) -> SplitResult | None:
    """The address of a server that this variable gives, without a query; None where it is not set."""
    given = os.environ.get(name, "").strip()
    if not given:
        return None
    try:
        url = urlsplit(given)
        is_usable = url.scheme in ("http", "https") and url.hostname and url.port != 0
    except ValueError:
        is_usable = False
    if not is_usable or url.query or url.fragment or url.username is not None or not given.isascii() or " " in given:
        raise SettingError(f"{name} is {given!r}; it must be like {example}")
    return url


def _geocoder_delay(is_public: bool) -> float:
    given = os.environ.get("DATELINE_GEOCODER_DELAY", "").strip()
    try:
        delay = float(given or GEOCODER_DELAY)
    except ValueError:
        delay = math.nan
    least = GEOCODER_DELAY if is_public else 0.0
    if not least <= delay <= 3_600:
        raise SettingError(
            f"DATELINE_GEOCODER_DELAY is {given!r}; it must be a number of seconds from {least:g} to 3600"
        )
    return delay


# Seconds between two questions. Nominatim's usage policy allows one a second; the tenth is for delays of the network.
GEOCODER_DELAY = 1.1

# Seconds until an answer is given up; geopy's own limit of one second is too short for a public server.
GEOCODER_TIMEOUT = 10.0

# How often a failed question is repeated, and after how many seconds. A service that asks for a wait longer than
# GEOCODER_LONGEST_WAIT gets no further question, and the names stay unplaced.
GEOCODER_RETRIES = 1
GEOCODER_ERROR_WAIT = 5.0
GEOCODER_LONGEST_WAIT = 60.0

# After so many failed questions in a row, no more are asked in this run: with the time limit, after 90 seconds.
GEOCODER_FAILURES = 3

# Questions a run. Public servers are not meant for whole corpora; a thousand questions take twenty minutes.
GEOCODER_QUESTIONS = 1_000

# Days that an answer is kept, also the answer that there is no such place: services forbid repeated questions.
GEOCODER_KEEP = 90


def public_url() -> str:
    """Address at which readers of citations find this dashboard, ends with "/": `DATELINE_PUBLIC_URL`, else ""."""
    url = _read_address("DATELINE_PUBLIC_URL", "https://desk.example.org/dateline/")
    return "" if url is None else f"{url.scheme}://{url.netloc}{url.path.rstrip('/')}/"


def may_correct() -> bool:
    """Whether users may save corrections: `DATELINE_CORRECTIONS`, on or off. Saved ones are applied in either case."""
    given = os.environ.get("DATELINE_CORRECTIONS") or "on"
    if given not in ("on", "off"):
        raise SettingError(f"DATELINE_CORRECTIONS is {given!r}; it must be on or off")
    return given == "on"


# Characters. Shorter texts are menus, captions and error pages; the shortest annotated news text has 34.
SHORTEST_TEXT = 20

# Characters. spaCy's own limit is a million; what is longer is a book or a dump of many articles.
LONGEST_TEXT = 1_000_000

# Articles a batch of `nlp.pipe`. 16 is the fastest of 4 … 256 on 500 news articles: 256 takes a third longer.
BATCH = 16

# Articles of a part, and the characters of their texts, at most: what a run that is killed may lose, and what is sorted
# by length. 512 articles take two cores about a minute and their tables some 30 MB.
PART = 512
PART_TEXT = 8_000_000

# Share of the shorter article's shingles that stand in the other from which two articles are copies of one story.
# Chosen, as the next five, on one half of 150 pairs of articles on one war that were read and labelled; `python
# tools/stories.py` measures them on both halves.
SAME_STORY = 0.3

# The same for two articles of one outlet, which repeats its footers and templates but seldom a report.
SAME_STORY_OF_ONE_OUTLET = 0.6

# The same for two articles that credit one agency or have so many quotations in common.
SAME_STORY_IF_RELATED = 0.25
SAME_QUOTES = 2

# Shingles that two copies have in common at least, of those that are sampled. Shorter texts are copies only if they are
# the same word for word: a shared opening sentence makes no copy.
SAME_SHINGLES = 8

# Days between the publication of an article and of its copies. Weeklies and late copies come within two weeks; later
# comes what only repeats itself.
STORY_DAYS = 14

# Different days on which one outlet printed a shingle, from which it is a formula and says nothing about copies. An
# outlet that prints a report and two updates of it does so on three days at most.
FORMULA_DAYS = 4

# Confidence from which a pin is drawn; below, the name is listed under “Not on the map”. On articles that were not
# learned from, the pins between 0.25 and 0.45 are right in one of three; of 110 markers read by hand on other news, a
# bound of 0.45 took seven wrong and no right one (`python -m tools.train_confidence` shows other bounds).
SURE_ENOUGH = 0.45

# The best few places that a mention was weighed against, kept as evidence.
CANDIDATES_KEPT = 5

# Rows on one screen of a list; the list says how many there are in all.
ROWS_A_SCREEN = 50

# Values of a list that stands beside others, such as a facet; its next values are a click away.
VALUES_A_LIST = 20

# Places that the map draws at once: each is a marker with a label and a hover text, 1 kB in all.
MARKERS = 300

# Actors that stand out in a chart by colour and marker shape; the palette has four hues that stay 3:1 on both themes.
HIGHLIGHTS = 4

# Days that two quotes about one place may be apart to be listed as a dispute. A denial answers a report of the same day
# or the day before; two more days are for weeklies and late copies.
DISPUTE_DAYS = 3

# Quotes of its place, on either side of a denial in time, with which it is compared: without a bound, pairs grow with
# the square of the articles. On 100,000 articles, the best pair of 99.5 % of the denials is among 50, 96 % among 25.
DISPUTE_QUOTES = 50

# Memory that the pages' database may take, besides what is mapped of its file; what needs more goes to disk.
STORE_MEMORY = "2GB"
