"""Reads dates as people write them. A wrong date is worse than none, so an uncertain one is None."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil import parser

YEARS = range(1800, 2101)

# Characters. No date is longer, and dateutil is slow on paragraphs.
LONGEST = 64

# Hours from UTC of the time zone names that news sites use. Any other name is read as UTC: an error of hours is better
# than no date. IST, BST and AST are left out because each names several zones.
ZONES = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "ET": -5,
    "PT": -8, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "TRT": 3, "MSK": 3, "GST": 4, "PKT": 5, "JST": 9,
    "KST": 9,
}  # fmt: skip

_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?!\d)")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_DIGITS = re.compile(r"\d+(\.\d*)?")

# Defaults for what a date leaves out. They differ in year, month and day, so if the result differs between them, the
# date did not state all three.
_DEFAULT, _OTHER_DEFAULT = datetime(2000, 1, 1), datetime(2001, 2, 2)


def read_date(value: object) -> datetime | None:
    """The date and time in UTC if day, month and year are certain and the year is from 1800 to 2100; else None.

    Reads ISO 8601, dates in English, and seconds or milliseconds since 1970. The default zone is UTC and the default
    time is midnight. None for "May 2012", which lacks the day, and for 03/04/2017, which can be read in two ways.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if not text or len(text) > LONGEST:
        return None
    try:
        date = _read(text)
        date = date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC) if date else None
    # Broad on purpose: on odd strings dateutil raises errors of its internals, even TypeError.
    except (ValueError, ArithmeticError, TypeError, AttributeError, LookupError):
        return None
    return date if date and date.year in YEARS else None


def _read(text: str) -> datetime | None:
    if _DIGITS.fullmatch(text):
        return _read_number(text.partition(".")[0], float(text))
    if _ISO.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass  # "2017-04-05 at noon EST" only begins like ISO 8601
    return _read_english(text)


def _read_number(digits: str, number: float) -> datetime | None:
    """A date written as digits: 8 or 14 are a calendar date, 9 or 10 are seconds since 1970, 12 or 13 milliseconds."""
    match len(digits):
        case 8:
            return datetime.strptime(digits, "%Y%m%d")
        case 14:
            return datetime.strptime(digits, "%Y%m%d%H%M%S")
        case 9 | 10:
            return datetime.fromtimestamp(number, UTC)
        case 12 | 13:
            return datetime.fromtimestamp(number / 1000, UTC)
    return None


def _read_english(text: str) -> datetime | None:
    """The date if it can be read in only one way; None if another default or another order changes the result."""
    text = text.replace("|", " ")  # Wed Nov 23, 2016 | 3:01pm EST
    # dateutil reads GMT+3 as three hours behind Greenwich, and rejects a zone without a time.
    text = re.sub(r"\b(?:GMT|UTC)\s*(?=[+-]\d)" if ":" in text else r"\s(?:GMT|UTC)$", "", text)
    first = _parse(text, _DEFAULT, day_first=False, year_first=False)
    day_first = not _YEAR_FIRST.match(text)  # the order year, day, month is not used
    others = (
        _parse(text, _OTHER_DEFAULT, day_first=day_first, year_first=False),
        _parse(text, _OTHER_DEFAULT, day_first=False, year_first=True),
    )
    return first if all(other == first for other in others) else None


def _parse(text: str, default: datetime, *, day_first: bool, year_first: bool) -> datetime:
    return parser.parse(text, default=default, dayfirst=day_first, yearfirst=year_first, tzinfos=_zone)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    # A function, not a mapping: with a mapping dateutil warns of unknown names and uses this machine's time zone.
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    return None if name is None else timezone(timedelta(hours=ZONES.get(name.upper(), 0)))
