"""Moments out of what people write as dates. A wrong date is worse than none: what is not certain is None."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo

from dateutil import parser

YEARS = range(1800, 2101)

# Characters; dates are shorter, and dateutil takes long over paragraphs.
LONGEST = 64

# Hours from UTC of the zone names that news sites write. A name that is not here counts as UTC: that errs by
# hours, where no date would cost the day. IST, BST and AST are left out, since each names several zones.
ZONES = {
    "EST": -5, "EDT": -4, "CST": -6, "CDT": -5, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7, "ET": -5,
    "PT": -8, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "TRT": 3, "MSK": 3, "GST": 4, "PKT": 5, "JST": 9,
    "KST": 9,
}  # fmt: skip

_ISO = re.compile(r"\d{4}-?\d\d-?\d\d(?!\d)")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_DIGITS = re.compile(r"\d+(\.\d*)?")

# Two days that differ in year, month and day: what differs between readings with either was not written.
_ONE_DAY, _OTHER_DAY = datetime(2000, 1, 1), datetime(2001, 2, 2)


def read_date(value: object) -> datetime | None:
    """The moment in UTC when day, month and year are certain and the year is from 1800 to 2100; else None.

    ISO 8601, dates in English, and seconds or milliseconds since 1970 are read. Without a zone it is UTC,
    without a time midnight. "May 2012" lacks a day, 03/04/2017 has two readings: None.
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if not text or len(text) > LONGEST:
        return None
    try:
        moment = _read(text)
        moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(UTC) if moment else None
    # Not narrower: dateutil lets through what its own steps raise on odd strings, TypeError among it.
    except (ValueError, ArithmeticError, TypeError, AttributeError, LookupError):
        return None
    return moment if moment and moment.year in YEARS else None


def _read(text: str) -> datetime | None:
    if _DIGITS.fullmatch(text):
        return _read_number(text.partition(".")[0], float(text))
    if _ISO.match(text):
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass  # "2017-04-05 at noon EST" begins like ISO and is not
    return _read_english(text)


def _read_number(digits: str, number: float) -> datetime | None:
    """By the number of digits: 8 or 14 are a calendar, 9 or 10 seconds, 12 or 13 milliseconds since 1970."""
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
    """The one reading; None when another default, day first or year first changes it."""
    text = text.replace("|", " ")  # Wed Nov 23, 2016 | 3:01pm EST
    # dateutil takes GMT+3 for three hours behind Greenwich, and a zone without a time for nonsense.
    text = re.sub(r"\b(?:GMT|UTC)\s*(?=[+-]\d)" if ":" in text else r"\s(?:GMT|UTC)$", "", text)
    first = _parse(text, _ONE_DAY, day_first=False, year_first=False)
    day_first = not _YEAR_FIRST.match(text)  # nobody writes year, day, month
    others = (
        _parse(text, _OTHER_DAY, day_first=day_first, year_first=False),
        _parse(text, _OTHER_DAY, day_first=False, year_first=True),
    )
    return first if all(other == first for other in others) else None


def _parse(text: str, default: datetime, *, day_first: bool, year_first: bool) -> datetime:
    return parser.parse(text, default=default, dayfirst=day_first, yearfirst=year_first, tzinfos=_zone)


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    # A function, not a mapping: so dateutil neither warns of unknown names nor asks for this machine's zone.
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    return None if name is None else timezone(timedelta(hours=ZONES.get(name.upper(), 0)))
