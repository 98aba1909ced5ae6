"""Asks the online geocoder of the settings: Nominatim, Photon or GeoNames, at its pace and once for each name.

Limits: only places with a feature in FEATURES below; no streets, shops or houses. Photon returns one name of a place,
GeoNames two, so a name in another spelling does not match. Nominatim returns all names.

Every failure becomes `Unanswered`, whose message is the reason. The name is then not placed, and the run goes on.
"""

import logging
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from geopy.adapters import AdapterHTTPError, URLLibAdapter
from geopy.exc import (
    ConfigurationError,
    GeocoderAuthenticationFailure,
    GeocoderInsufficientPrivileges,
    GeocoderParseError,
    GeocoderQuotaExceeded,
    GeocoderRateLimited,
    GeocoderServiceError,
    GeocoderTimedOut,
)
from geopy.extra.rate_limiter import RateLimiter
from geopy.geocoders import GeoNames, Nominatim, Photon

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.gazetteer import Place
from dashboard.pipeline.geocode.answers import Answers

# geopy logs each retry with a traceback. The tables, the manifest and the summary say what happened.
logging.getLogger("geopy").addHandler(logging.NullHandler())

NAMES = {"nominatim": "Nominatim", "photon": "Photon", "geonames": "GeoNames"}

# Places in one answer. It is Nominatim's maximum, so that the place in the article's country is among them.
ANSWERS = 40

# GeoNames' feature code for each kind of place in OpenStreetMap. Places of other kinds are ignored.
FEATURES = {
    **dict.fromkeys(("city", "town", "village", "hamlet", "municipality", "locality", "isolated_dwelling"), "PPL"),
    **dict.fromkeys(("borough", "suburb", "quarter", "neighbourhood", "city_district", "district"), "PPLX"),
    **dict.fromkeys(("state", "province", "region"), "ADM1"),
    **dict.fromkeys(("county", "state_district"), "ADM2"),
    "country": "PCLI", "island": "ISL", "islet": "ISL", "archipelago": "ISLS", "sea": "SEA", "ocean": "OCN",
    "peak": "MT", "volcano": "VLC", "mountain_range": "MTS", "hill": "HLL", "saddle": "PASS", "valley": "VAL",
    "bay": "BAY", "strait": "STRT", "cape": "CAPE", "peninsula": "PEN", "water": "LK", "desert": "DSRT",
    "river": "STM", "canal": "CNL", "dam": "DAM", "aerodrome": "AIRP", "prison": "PRN", "hospital": "HSP",
    "university": "UNIV", "refugee_site": "CMPRF", "border_control": "PSTB", "military": "MILB", "bridge": "BDG",
}  # fmt: skip
# The OpenStreetMap keys whose values are these kinds; under other keys the same values are shops or streets.
CATEGORIES = frozenset("place natural waterway aeroway amenity landuse man_made barrier".split())


class Unanswered(Exception):  # noqa: N818  # a missing answer is no error of Dateline
    """There is no answer; the message is the reason. The caller may go on without it."""


class _Refused(Exception):  # noqa: N818
    """The service will answer no further question. Not a GeocoderServiceError, because RateLimiter retries those."""


@dataclass(frozen=True, slots=True)
class Found:
    """A place that a service returned, with its names."""

    place: Place
    names: tuple[str, ...]


class Service:
    """The service of the settings. A run has only one, in one process; otherwise its pace is not kept."""

    def __init__(self, setting: settings.OnlineGeocoder) -> None:
        self.name = NAMES[setting.service]
        self._setting = setting
        self._search = _search(setting)
        self._ask = RateLimiter(
            self._question,
            min_delay_seconds=setting.delay,
            max_retries=settings.GEOCODER_RETRIES,
            error_wait_seconds=max(settings.GEOCODER_ERROR_WAIT, setting.delay),
            swallow_exceptions=False,
        )
        self._answers = Answers(settings.cache_folder() / "geocoder.sqlite", f"{setting.service} {setting.domain}")
        self._asked = self._from_disk = self._failed = self._failed_in_a_row = 0
        self._stopped: str | None = None

    def find(self, name: str) -> list[Found]:
        """The places that the service returns for a name, in its order. Raises Unanswered if there is no answer.

        An answer to the same name is taken from disk.
        """
        query = " ".join(name.split())
        answer = self._answers.get(query)
        if answer is None:
            answer = self._find_online(query)
            self._answers.put(query, answer)
        else:
            self._from_disk += 1
        return [Found(Place(*each["place"]), tuple(each["names"])) for each in answer]

    def report(self) -> dict[str, Any]:
        """The service, the server and the numbers of questions, answers and failures, for the manifest."""
        return {
            "service": self.name,
            "server": self._setting.domain,
            "asked": self._asked,
            "answers_from_disk": self._from_disk,
            "failed": self._failed,
            "stopped": self._stopped,
        }

    def _find_online(self, query: str) -> list[dict[str, Any]]:
        if self._stopped is None and self._asked == settings.GEOCODER_QUESTIONS:
            self._stopped = f"the limit of {self._asked:,} questions in one run is reached"
        if self._stopped is not None:
            raise Unanswered(f"{self.name} was not asked: {self._stopped}")
        self._asked += 1
        try:
            answer: list[dict[str, Any]] = self._ask(query)
        except _Refused as error:
            self._stopped = str(error)
            raise self._failure(self._stopped) from error
        except GeocoderServiceError as error:
            reason = self._reason(error)
            self._failed_in_a_row += 1
            if self._failed_in_a_row == settings.GEOCODER_FAILURES:
                self._stopped = f"{self._failed_in_a_row} questions in a row failed, the last with {reason}"
            raise self._failure(reason) from error
        self._failed_in_a_row = 0
        return answer

    def _failure(self, reason: str) -> Unanswered:
        self._failed += 1
        return Unanswered(f"{self.name}: {reason}")

    def _reason(self, error: GeocoderServiceError) -> str:
        """What happened, in a few words. It goes into tables that others see, so it must not contain the user's name.

        The message of an HTTP error is not used, because it is the URL, which contains that name.
        """
        if isinstance(error.__cause__, AdapterHTTPError):
            return f"HTTP status {error.__cause__.status_code}"
        if isinstance(error, GeocoderTimedOut):
            return f"no answer within {settings.GEOCODER_TIMEOUT:g} seconds"
        if isinstance(error, GeocoderParseError):
            return "an answer that cannot be read"
        return " ".join(str(error).replace(self._setting.user, "…").split())[:80]

    def _question(self, query: str) -> list[dict[str, Any]]:
        """The answer to one question, as it is cached."""
        try:
            locations = self._search(query) or []
            found = [_read(location.raw) for location in locations[:ANSWERS] if location is not None]
        except GeocoderRateLimited as error:
            wait = error.retry_after or 0.0
            if wait > settings.GEOCODER_LONGEST_WAIT:
                raise _Refused(f"too many questions (status 429), asked to wait {wait:,.0f} seconds") from error
            time.sleep(wait)
            raise
        except (GeocoderAuthenticationFailure, GeocoderInsufficientPrivileges) as error:
            raise _Refused(f"refused DATELINE_GEOCODER_USER ({self._reason(error)})") from error
        except GeocoderQuotaExceeded as error:
            raise _Refused(f"its quota is used up ({self._reason(error)})") from error
        except GeocoderServiceError:
            raise
        except (LookupError, TypeError, ValueError, AttributeError) as error:  # geopy does not check answers
            raise GeocoderParseError("an answer of unexpected form") from error
        return [{"place": each.place, "names": each.names} for each in found if each is not None]


def _search(setting: settings.OnlineGeocoder) -> Callable[[str], Any]:
    """The search function of geopy's geocoder, asking for everything that is needed to read an answer."""
    # URLLibAdapter, because geopy's other client retries by itself and ignores the pace kept here.
    common: dict[str, Any] = {
        "scheme": setting.scheme,
        "domain": setting.domain,
        "timeout": settings.GEOCODER_TIMEOUT,
        "ssl_context": _certificates(),
        "adapter_factory": URLLibAdapter,
    }
    try:
        if setting.service == "geonames":
            geonames = GeoNames(setting.user, **common)
            return lambda query: geonames.geocode(query, exactly_one=False)
        if setting.service == "photon":
            photon = Photon(user_agent=setting.user, **common)
            return lambda query: photon.geocode(query, exactly_one=False, limit=ANSWERS, language="en")
        nominatim = Nominatim(user_agent=setting.user, **common)
    except ConfigurationError as error:
        raise SettingError(f"DATELINE_GEOCODER_USER is {setting.user!r}, which {error}") from error
    return lambda query: nominatim.geocode(
        query, exactly_one=False, limit=ANSWERS, language="en", addressdetails=True, namedetails=True
    )


@cache
def _certificates() -> ssl.SSLContext:
    """The certificates that this machine trusts. Reading them takes 0.2 s, so it is done once."""
    return ssl.create_default_context()


def _read(raw: Mapping[str, Any]) -> Found | None:
    """The place in one entry of an answer; None if it has no feature that is wanted."""
    if "geonameId" in raw:
        return _read_geonames(raw)
    return _read_photon(raw) if "properties" in raw else _read_nominatim(raw)


def _read_geonames(raw: Mapping[str, Any]) -> Found | None:
    feature = str(raw.get("fcode") or "")
    if raw.get("fcl") not in ("A", "H", "L", "P", "S", "T", "U", "V") or not feature:
        return None
    name = str(raw["name"])
    place = Place(
        str(int(raw["geonameId"])), name, _code(raw.get("countryCode")), _text(raw.get("adminName1")), feature,
        float(raw["lat"]), float(raw["lng"]), min(int(raw.get("population") or 0), 10**10),
    )  # fmt: skip
    return Found(place, (name, str(raw.get("toponymName") or name)))


def _read_nominatim(raw: Mapping[str, Any]) -> Found | None:
    category, kind = str(raw.get("class") or raw.get("category")), str(raw.get("type"))
    feature = _feature(category, kind, str(raw.get("addresstype")))
    if feature is None:
        return None
    address = raw.get("address") or {}
    names = dict(raw.get("namedetails") or {})
    name = str(names.get("name:en") or raw.get("name") or names.get("name") or raw["display_name"].split(",")[0])
    spellings = {part for value in names.values() for part in str(value).split(";")}
    place = Place(
        _osm_id(raw), name, _code(address.get("country_code")), _text(address.get("state")), feature,
        float(raw["lat"]), float(raw["lon"]), 0,
    )  # fmt: skip
    return Found(place, (name, *sorted(spellings - {name})))


def _read_photon(raw: Mapping[str, Any]) -> Found | None:
    properties = raw["properties"]
    feature = _feature(str(properties.get("osm_key")), str(properties.get("osm_value")), str(properties.get("type")))
    if feature is None or not properties.get("name"):
        return None
    longitude, latitude = raw["geometry"]["coordinates"][:2]
    name = str(properties["name"])
    place = Place(
        _osm_id(properties), name, _code(properties.get("countrycode")), _text(properties.get("state")), feature,
        float(latitude), float(longitude), 0,
    )  # fmt: skip
    return Found(place, (name,))


def _feature(category: str, kind: str, bounded: str) -> str | None:
    """GeoNames' feature code for the OpenStreetMap tag `category`=`kind`; for a boundary, that of its area."""
    if category in ("boundary", "military"):
        return FEATURES.get(bounded if category == "boundary" else "military")
    return FEATURES.get(kind) if category in CATEGORIES else None


def _text(value: object) -> str | None:
    return str(value) if value else None


def _code(value: object) -> str | None:
    return str(value).upper() if value else None


def _osm_id(properties: Mapping[str, Any]) -> str:
    return f"osm-{str(properties['osm_type'])[0].lower()}{int(properties['osm_id'])}"
