"""Reads dates as people write them. A wrong date is worse than none, so an uncertain one is None."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from typing import Literal

from dateutil import parser

from dashboard.pipeline.articles.notes import Note, shorten_note

# Which of day and month stands first.
type Order = Literal["day", "month"]
ORDERS: tuple[Order, ...] = ("day", "month")

YEARS = range(1800, 2101)

# What programs make of an empty field: the first moments by which Unix, spreadsheets and databases count.
EPOCHS = frozenset(datetime(*day, tzinfo=UTC) for day in ((1970, 1, 1), (1900, 1, 1), (1899, 12, 30), (1904, 1, 1)))

# An article may be dated tomorrow, where it is tomorrow already.
AHEAD = timedelta(days=2)

# Between a day without its time, and a moment of the same day somewhere on Earth.
SAME_DAY = timedelta(hours=36)

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
# Two numbers that are day and month, or month and day, and a year.
_EITHER_ORDER = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)")
_YEAR_FIRST = re.compile(r"\d{4}\D")
_DIGITS = re.compile(r"\d+(\.\d*)?")
# 10.15 GMT, but not 8.12.2024; a time stands behind a blank and never at the beginning.
_DOTTED_TIME = re.compile(r"(?<=\s)([01]?\d|2[0-3])\.([0-5]\d)(?=\s|[ap]m|$)", re.IGNORECASE)
# A time, and behind it a zone.
_ZONE = re.compile(r"\d:\d\d.*?(?:[+-]\d\d:?\d\d|Z|\b(?:GMT|UTC|" + "|".join(ZONES) + r"))\b")
# JavaScript: GMT+0300 (Arabian Standard Time).
_ZONE_IN_WORDS = re.compile(r"(?<=[+-]\d{4})\s*\([^()]*\)$")

# Defaults for what a date leaves out. They differ in year, month and day, so if the result differs between them, the
# date did not state all three.
_DEFAULT, _OTHER_DEFAULT = datetime(2000, 1, 1), datetime(2001, 2, 2)


def read_date(value: object, order: Order | None = None) -> datetime | None:
    """The date and time in UTC if day, month and year are certain and the year is from 1800 to 2100; else None.

    Reads ISO 8601, dates in English, as JavaScript writes them too, and seconds or milliseconds since 1970. The default
    zone is UTC and the default time is midnight. None for "May 2012", which lacks the day, for 03/04/2017 unless the
    `order` says which comes first, and for the first moment of 1970, which is what software makes of an empty field.
    """
    date = _read_any(value, order)
    return date if date and date.year in YEARS and date not in EPOCHS else None


def find_order(value: object) -> Order | None:
    """Which comes first in a date in numbers of which only one can be the day: 13/04/2024; None for others."""
    found = _EITHER_ORDER.match(str(value).strip())
    if found is None or not (1 <= int(found[1]) <= 31 and 1 <= int(found[3]) <= 31):
        return None
    is_day, is_month = int(found[1]) > 12, int(found[3]) > 12
    return None if is_day == is_month else "day" if is_day else "month"


def is_ambiguous(value: object) -> bool:
    """Whether it is a date in numbers that is another one when day and month change places."""
    found = _EITHER_ORDER.match(str(value).strip())
    return found is not None and found[1].lstrip("0") != found[3].lstrip("0") and _is_month(found[1], found[3])


def note_date(date: datetime | None, given: object) -> tuple[Note, ...]:
    """Why an article has no date, by what is given; or that its date lies in the future."""
    value = _unwrap(given)
    if date is not None:
        return (Note("future date", f"{date:%Y-%m-%d}"),) if date > datetime.now(UTC) + AHEAD else ()
    if value is None or not str(value).strip():
        return (Note("no date"),)
    if _is_empty(value):
        return (Note("empty date", shorten_note(value)),)
    return (Note("ambiguous date" if is_ambiguous(value) else "unreadable date", shorten_note(value)),)


def _is_empty(value: object) -> bool:
    date = _read_any(value, None)
    return date in EPOCHS or re.fullmatch(r"[0\s:.TZ+-]+|0001-01-01.*", str(value)) is not None


def _is_month(*numbers: str) -> bool:
    return all(1 <= int(number) <= 12 for number in numbers)


def _read_any(value: object, order: Order | None) -> datetime | None:
    """The date in UTC, whatever its year; None if it is not certain."""
    value = _unwrap(value)
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = str(value).strip()
    if not text or len(text) > LONGEST:
        return None
    try:
        date = _read(_put_in_order(text, order))
        return date.replace(tzinfo=date.tzinfo or UTC).astimezone(UTC) if date else None
    # Broad on purpose: on odd strings dateutil raises errors of its internals, even TypeError.
    except (ValueError, ArithmeticError, TypeError, AttributeError, LookupError):
        return None


def _put_in_order(text: str, order: Order | None) -> str:
    """The text with the year first, if it is a date that can be read in two ways and the order is known."""
    if order is None or not is_ambiguous(text):
        return text
    first, second = ("day", "month") if order == "day" else ("month", "day")

    def year_first(found: re.Match[str]) -> str:
        parts = {first: int(found[1]), second: int(found[3])}
        return f"{found[4]}-{parts['month']:02}-{parts['day']:02}"

    return _EITHER_ORDER.sub(year_first, text, count=1)


def has_zone(value: object) -> bool:
    """Whether a date says its time zone: of two dates of one article it is the surer one."""
    return isinstance(value, str) and _ZONE.search(value) is not None


def choose_date[Given: object](dates: Sequence[tuple[Given, datetime]]) -> tuple[Given, datetime] | None:
    """The first of the dates, the likeliest, each with how it is given; before it one of the same day with a zone.

    None if there is no date. One of another day is another moment: of a change, or of when the article was gathered.
    """
    if not dates:
        return None
    same = (each for each in dates if has_zone(each[0]) and abs(each[1] - dates[0][1]) <= SAME_DAY)
    return dates[0] if has_zone(dates[0][0]) else next(same, dates[0])


def _unwrap(value: object) -> object:
    """What MongoDB's exports wrap: {"$date": "2024-12-08T10:15:00Z"} or {"$date": {"$numberLong": "1733652900000"}}."""
    for key in ("$date", "$numberLong"):
        if isinstance(value, Mapping) and len(value) == 1:
            value = value.get(key)
    return value


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
    text = _ZONE_IN_WORDS.sub("", text)
    text = _DOTTED_TIME.sub(r"\1:\2", text)
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
