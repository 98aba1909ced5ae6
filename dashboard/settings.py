"""Every path, setting and tunable: its value, its unit and why it has that value.

Paths are functions, since the environment may change between two calls (the tests do it); tunables are constants.
"""

import math
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network
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


# What a column can hold, as `--column` names it, and what the pipeline calls that.
COLUMNS = {
    "text": "text", "title": "title", "date": "published", "source": "source", "url": "url", "id": "external_id",
    "language": "language", "agency": "agency",
}  # fmt: skip


def columns() -> dict[str, str]:
    """Columns of tables by what they hold, under names that are not usual: `DATELINE_COLUMNS`, with commas between."""
    given = os.environ.get("DATELINE_COLUMNS", "")
    return read_columns([each.strip() for each in given.split(",") if each.strip()], "DATELINE_COLUMNS")


def read_columns(entries: Sequence[str], name: str) -> dict[str, str]:
    """The columns that entries like `text=body` name, by what they hold; `name` is the setting or option."""
    found: dict[str, str] = {}
    for entry in entries:
        what, _, column = (part.strip() for part in entry.partition("="))
        if what not in COLUMNS or not column:
            raise SettingError(
                f"{name} has {entry!r}; each entry must be like text=body, with one of {', '.join(COLUMNS)}"
            )
        if found.setdefault(COLUMNS[what], column) != column:
            raise SettingError(f"{name} gives {what} twice; name one column for it")
    return found


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


def may_fetch() -> bool:
    """Whether web pages may be fetched: `DATELINE_FETCH`, on or off. Nothing fetches but who is told to."""
    given = os.environ.get("DATELINE_FETCH") or "on"
    if given not in ("on", "off"):
        raise SettingError(f"DATELINE_FETCH is {given!r}; it must be on or off")
    return given == "on"


def fetch_private() -> tuple[IPv4Network | IPv6Network, ...]:
    """Networks from which pages are fetched though they are not public: `DATELINE_FETCH_PRIVATE`, else none."""
    given = [each.strip() for each in os.environ.get("DATELINE_FETCH_PRIVATE", "").split(",") if each.strip()]
    try:
        return tuple(ip_network(each) for each in given)
    except ValueError as error:
        raise SettingError(
            f"DATELINE_FETCH_PRIVATE: {error}; it must list networks or IP addresses, like 10.20.0.0/16,192.168.1.5"
        ) from error


def fetch_proxy() -> str:
    """Address of the proxy through which pages are fetched: `DATELINE_FETCH_PROXY`, else "" for none.

    Limit: a proxy looks names up itself, so whether a name leads to a private address is for the proxy to check.
    """
    url = _read_address("DATELINE_FETCH_PROXY", "http://proxy.example.org:3128")
    return "" if url is None else f"{url.scheme}://{url.netloc}"


def fetch_user() -> str:
    """Who fetches, as web sites are told beside Dateline's name: `DATELINE_FETCH_USER`, else ""."""
    given = os.environ.get("DATELINE_FETCH_USER", "").strip()
    if not given.isascii() or (given and not given.isprintable()) or set(given) & set("()"):
        raise SettingError(
            f"DATELINE_FETCH_USER is {given!r}; it must be ASCII without brackets, such as an address to reach you"
        )
    return given


def public_url() -> str:
    """Address at which readers of citations find this dashboard, ends with "/": `DATELINE_PUBLIC_URL`, else ""."""
    url = _read_address("DATELINE_PUBLIC_URL", "https://desk.example.org/dateline/")
    return "" if url is None else f"{url.scheme}://{url.netloc}{url.path.rstrip('/')}/"


def timestamp_authority() -> str:
    """Address of the authority that stamps receipts with the time (RFC 3161): `DATELINE_TIMESTAMP`, else "" for none.

    It is asked only by `dateline receipt --timestamp`.
    """
    url = _read_address("DATELINE_TIMESTAMP", "https://tsa.example.org/tsr")
    return "" if url is None else url.geturl()


def timestamp_roots() -> Path | None:
    """A file (PEM) of certificates that are trusted to stand behind time stamps, beside those of the system:
    `DATELINE_TIMESTAMP_ROOTS`, else none."""
    given = os.environ.get("DATELINE_TIMESTAMP_ROOTS")
    return Path(given).expanduser() if given else None


def may_correct() -> bool:
    """Whether users may save corrections: `DATELINE_CORRECTIONS`, on or off. Saved ones are applied in either case."""
    given = os.environ.get("DATELINE_CORRECTIONS") or "on"
    if given not in ("on", "off"):
        raise SettingError(f"DATELINE_CORRECTIONS is {given!r}; it must be on or off")
    return given == "on"


def adding() -> bool | None:
    """Whether articles may be added in the browser: `DATELINE_ADD`, on or off; None where it does not say.

    Without it they may where the dashboard answers this machine alone: `app.adding` says when that is.
    """
    given = os.environ.get("DATELINE_ADD", "").strip().lower()
    if given not in ("", "on", "off"):
        raise SettingError(f"DATELINE_ADD is {given!r}; it must be on or off")
    return given == "on" if given else None


@dataclass(frozen=True, slots=True)
class Roles:
    """For whom each role is, as `accounts` reads it; who may correct may read as well."""

    readers: tuple[str, ...]
    correctors: tuple[str, ...]


# One entry of a role: everybody, an e-mail address or a domain, a claim and its value.
ENTRY = re.compile(r"\*|[^\s@=]*@[^\s@=]+|[\w.:/-]+=\S.*")


def login() -> Roles | None:
    """Who may read and who may correct, where people log in: `DATELINE_LOGIN`, oidc or off; None where nobody does.

    `DATELINE_READERS` and `DATELINE_CORRECTORS` list them, with commas between: `accounts` says how. Nobody may correct
    whom the second does not list.
    """
    given = os.environ.get("DATELINE_LOGIN", "").strip().lower()
    if given in ("", "off"):
        return None
    if given != "oidc":
        raise SettingError(f"DATELINE_LOGIN is {given!r}; it must be oidc or off")
    roles = Roles(_read_entries("DATELINE_READERS"), _read_entries("DATELINE_CORRECTORS"))
    if not roles.readers and not roles.correctors:
        raise SettingError(
            "DATELINE_READERS is not set; with DATELINE_LOGIN it must say who may read, such as @example.org,"
            "guest@example.com, or * for everybody who can log in"
        )
    return roles


def _read_entries(name: str) -> tuple[str, ...]:
    """The entries of a role that this variable lists."""
    entries = tuple(each.strip() for each in os.environ.get(name, "").split(",") if each.strip())
    for each in entries:
        if not ENTRY.fullmatch(each):
            raise SettingError(
                f"{name} has {each!r}; each entry must be like ana@example.org, @example.org, groups=analysts or *"
            )
    return entries


# Hours after which whoever logged in must do so again: one that the provider bars is out by then.
LOGIN_HOURS = 12


def user_header() -> str:
    """The header in which a proxy says who logged in there, in small letters: `DATELINE_USER_HEADER`, else ""."""
    given = os.environ.get("DATELINE_USER_HEADER", "").strip().lower()
    if given and not re.fullmatch(r"[a-z0-9-]+", given):
        raise SettingError(f"DATELINE_USER_HEADER is {given!r}; it must be the name of a header, like X-Forwarded-User")
    return given


def proxies() -> frozenset[str]:
    """IP addresses from which that header is believed: `DATELINE_PROXY`, with commas between, else this machine."""
    given = [each.strip() for each in os.environ.get("DATELINE_PROXY", "").split(",") if each.strip()]
    try:
        return frozenset(str(ip_address(each)) for each in given) or LOOPBACK
    except ValueError as error:
        raise SettingError(f"DATELINE_PROXY: {error}; it must list IP addresses, like 10.0.0.5") from error


LOOPBACK = frozenset(("127.0.0.1", "::1"))


# Characters. Shorter texts are menus, captions and error pages; the shortest annotated news text has 34.
SHORTEST_TEXT = 20

# Characters. spaCy's own limit is a million; what is longer is a book or a dump of many articles.
LONGEST_TEXT = 1_000_000

# Characters of a title, an outlet, an agency or an id, at most; links are read with values no longer. A longer one is
# cut and says how long it was. Of 2,324 headlines of the annotated sets 2,322 have 146 or fewer.
LONGEST_VALUE = 300

# Characters of an address, at most; a longer one is left out, because a part of it leads elsewhere. Internet Explorer
# took 2,083, so few sites have longer ones.
LONGEST_URL = 2_000

# Articles a batch of `nlp.pipe`. 16 is the fastest of 4 … 256 on 500 news articles: 256 takes a third longer.
BATCH = 16

# Characters of a batch: some 80,000 words and signs, for which the model takes 2 GB.
BATCH_TEXT = 400_000

# Characters of a longer text that are read at once, and by themselves: who is named in one piece alone is not known in
# the next. The longest of 2,300 articles of news has 22,000.
READ_AT_ONCE = 100_000

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

# Days before an article in which another that prints the same quotation is its origin. A quotation is printed anew for
# some days; what is quoted after more than a week is looked up, and another report.
ORIGIN_DAYS = 7

# Different days on which one outlet printed a shingle, from which it is a formula and says nothing about copies. An
# outlet that prints a report and two updates of it does so on three days at most.
FORMULA_DAYS = 4

# Confidence from which a pin is drawn; below, the name is listed under “Not on the map”. On articles that were not
# learned from, the pins between 0.25 and 0.45 are right in one of three; of 110 markers read by hand on other news, a
# bound of 0.45 took seven wrong and no right one (`python -m tools.train_confidence` shows other bounds).
SURE_ENOUGH = 0.45

# People from which news of other countries names a city. Set by hand.
LARGE_CITY = 500_000

# Kilometres from the nearest other place of its article, from which a pin may be doubtful; what else makes it so, says
# `dashboard.columns.suspects`. Chosen, as the next, on the halves of LGL and GeoVirus that CONTRIBUTING.md describes:
# with 161, 200, 300 and 500 km, 79, 72, 68 and 65 pins are listed, of which 54, 51, 49 and 46 are wrong. Of nearer pins
# with as low a confidence, two in three are right.
SUSPECT_KM = 200.0

# Confidence below which a pin that far away is doubtful. With 0.5, 0.6, 0.7 and 0.8, 45, 72, 97 and 132 are listed, of
# which 31, 51, 66 and 75 are wrong; in news on Syria, those between 0.6 and 0.8 were nearly all right.
SUSPECT_CONFIDENCE = 0.6

# The best few places that a mention was weighed against, kept as evidence.
CANDIDATES_KEPT = 5

# Rows on one screen of a list; the list says how many there are in all.
ROWS_A_SCREEN = 50

# Values of a list that stands beside others, such as a facet; its next values are a click away.
VALUES_A_LIST = 20

# Places that the map draws at once: each is a marker with a label and a hover text, 1 kB in all.
MARKERS = 300

# Arrows of movements that a map draws at once, the most told: more cross one another until none can be followed. Each
# is some 3 kB, most of it for the points at which it can be hit.
ARROWS = 30

# Quotes among which the Overview looks for the newest that say most: a day of a large archive, a week of a small one.
NEWEST_QUOTES = 200

# Confidence from which a quote may come first there: two of three have it on 788 articles on the war in Syria.
SURE_QUOTE = 0.8

# Actors that stand out in a chart by colour and marker shape; the palette has four hues that stay 3:1 on both themes.
HIGHLIGHTS = 4

# Articles of a day, week or month below which no share of them is drawn: “100 %” of one article says nothing.
SHARE_ARTICLES = 5

# Days that two claims about one place may be apart to be listed as a dispute. A denial answers a report of the same day
# or the day before; two more days are for weeklies and late copies.
DISPUTE_DAYS = 3

# Claims of one matter and place with which another is compared, those nearest to it in time: without a bound, pairs
# grow with the square of the articles.
DISPUTE_CLAIMS = 50

# Days without a claim of one matter and place after which the next one is of another episode. Outlets repeat a toll for
# as many days as claims of it may be apart in a dispute; what comes after a longer silence is mostly of another event.
EPISODE_DAYS = 3

# Characters and sentences of either article that are compared with a copy of it: a long report has both. Every sentence
# of one is compared with every sentence of the other.
COMPARED_CHARACTERS, COMPARED_SENTENCES = 40_000, 500

# Memory that the pages' database may take, besides what is mapped of its file; what needs more goes to disk.
STORE_MEMORY = "2GB"
