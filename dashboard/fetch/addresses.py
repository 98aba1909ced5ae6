"""Addresses of pages: how they are written, and files that list them.

An address is taken apart by urllib3 alone, which also sends the request: a second parser could see another host.
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from urllib3.exceptions import LocationParseError
from urllib3.util import Url, parse_url

from dashboard import settings
from dashboard.errors import InputError
from dashboard.fetch.outcome import UnfetchedError

# Bytes of a file of addresses: about 100,000 of them, which at the pace of one host take more than a day.
LONGEST_LIST = 10_000_000

# What no address has, and what browsers read otherwise than other programs.
_UNUSABLE = re.compile(r"[\s\x00-\x1f\x7f-\x9f\\]")

# An empty user name is one, too; a path may hold the sign.
_USER = re.compile(r"\w+://[^/?#]*@")

# Parts of a query by which sites count where readers come from; the page is the same without them.
_TRACKING = re.compile(r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid)=", re.IGNORECASE)


def read_address(text: str) -> Url:
    """The address without its fragment; raises UnfetchedError if it is none that pages can be fetched from."""
    given = text.strip()
    if len(given) > settings.LONGEST_URL:
        raise _refuse(f"{len(given):,} characters; an address has {settings.LONGEST_URL:,} or fewer")
    if not re.match(r"https?://", given, re.IGNORECASE):
        raise _refuse("only addresses that begin with http:// or https:// are fetched")
    if _UNUSABLE.search(given):
        raise _refuse("it holds a blank, a backslash or a control character")
    try:
        url = parse_url(given)
    except (LocationParseError, UnicodeError):
        raise _refuse("its host or port cannot be read") from None
    host = (url.host or "").rstrip(".")
    if not host or "%" in host or not host.isascii():
        raise _refuse("it has no usable host")
    if url.auth is not None or _USER.match(given):
        raise _refuse("it holds a user name or a password; take them out")
    if url.port == 0:
        raise _refuse("port 0 is none")
    return url._replace(host=host, fragment=None, path=url.path or "/")


def drop_tracking(url: Url) -> str:
    """The address without the parts of its query that only count readers."""
    if not url.query:
        return url.url
    kept = "&".join(each for each in url.query.split("&") if not _TRACKING.match(each))
    return url._replace(query=kept or None).url


def list_addresses(inputs: Sequence[str]) -> Iterator[str]:
    """Every address of the command line: those that are given, and those that stand in files, one a line.

    Empty lines and lines that begin with # are passed over. Raises InputError for what is neither address nor file.
    """
    for given in inputs:
        if "://" in given:
            yield given
        else:
            yield from _read_file(Path(given))


def _read_file(path: Path) -> Iterator[str]:
    if not path.exists():
        raise InputError(
            f"{path} is neither an address nor a file; give addresses that begin with http:// or https://,"
            " or a file with one address a line"
        )
    try:
        if path.stat().st_size > LONGEST_LIST:
            raise InputError(f"{path} has more than {LONGEST_LIST:,} bytes; split it")
        lines = path.read_text("utf-8-sig").splitlines()
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); give a file with one address a line") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8; save it as a text with one address a line") from error
    if lines and lines[0].lstrip().startswith("<"):
        raise InputError(
            f"{path} looks like XML or HTML; give the address of the feed, or a file with one address a line"
        )
    yield from (line.strip() for line in lines if line.strip() and not line.lstrip().startswith("#"))


def _refuse(why: str) -> UnfetchedError:
    return UnfetchedError(f"address: {why}")
