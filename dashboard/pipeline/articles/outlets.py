"""The names of outlets, as pages give them: without a slogan behind them, and never a handle or an archive of the web.

A slogan is told by its form, not by its words: it is long, is written as a sentence, or lists things.
"""

import re
from urllib.parse import urlsplit

from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.titles import SEPARATOR

# Archives and caches of the web: the page is another site's, whose address stands within theirs.
_WITHIN = (
    re.compile(r"https?://(?:web\.archive\.org/web/\w+|archive\.\w+/(?:[\w.]+/)*[\d.-]{6,}\w*)/(https?://.+)", re.I),
    re.compile(r"https?://webcache\.googleusercontent\.com/search\?q=cache:(?:[\w-]+:)?(https?://[^\s+]+)", re.I),
)
_AMP = re.compile(r"https?://[\w-]+\.cdn\.ampproject\.org/\w/(s/)?([\w-]+\..+)", re.IGNORECASE)
_ARCHIVES = re.compile(r"(?:^|\.)(?:archive\.(?:org|ph|today|is|li|md|vn|fo)|webcitation\.org|googleusercontent\.com)$")
_ARCHIVE_NAMES = ("internet archive", "wayback machine")

# Words. A name of an outlet has no more; a slogan may.
LONGEST_OUTLET = 6

# Words with a small letter, besides the short ones of names such as “Voice of America”, from which it is a slogan.
SMALL_WORDS = 2
_SMALL_WORD = re.compile(r"\b[a-z]{4,}\b")
_SENTENCE_END = re.compile(r"\w{3,}[.!?](?:\s|$)")
_HOST = re.compile(r"(?:[a-z0-9-]+\.)+[a-z]{2,}", re.IGNORECASE)


def clean_outlet(value: object, host: str | None = None) -> str | None:
    """The name of an outlet; None for an address, the handle of an account, an archive, or a slogan.

    `host` is that of the page: of several names the one that it resembles is the outlet's.
    """
    given = one_line(value)
    if not given or given.startswith(("@", "http://", "https://")):
        return None
    names = [name for part in SEPARATOR.split(given) if (name := part.strip())]
    like_host = (name for name in names if _resembles(name, host))
    named = next(like_host, None) or next((name for name in names if not _is_slogan(name)), None)
    if named is None:
        return None
    if _HOST.fullmatch(named):
        named = named.removeprefix("www.")
        return None if _ARCHIVES.search(named) else named
    return None if _is_slogan(named) or named.casefold() in _ARCHIVE_NAMES else named


def find_original(address: str) -> str:
    """The address itself, or that of the page which an archive or a cache keeps under it."""
    for pattern in _WITHIN:
        archived = pattern.match(address)
        if archived is not None:
            return archived[1]
    cached = _AMP.match(address)
    return f"http{'s' if cached[1] else ''}://{cached[2]}" if cached is not None else address


def name_host(address: str | None) -> str | None:
    """The host without “www.”, which names an outlet that says no name; None for archives."""
    try:
        host = urlsplit(address or "").hostname or ""
    except ValueError:
        return None
    return None if not host or _ARCHIVES.search(host) else host.removeprefix("www.")


def _is_slogan(name: str) -> bool:
    words = name.split()
    return (
        len(words) > LONGEST_OUTLET
        or (len(words) > SMALL_WORDS and len(_SMALL_WORD.findall(name)) >= SMALL_WORDS)
        or len(_SENTENCE_END.findall(name)) > 1
        or ("," in name and len(words) > SMALL_WORDS)
    )


def _resembles(name: str, host: str | None) -> bool:
    """Whether the letters of the name, without its article, stand in the host."""
    letters = re.sub(r"[\W_]+", "", re.sub(r"^the\s", "", name.casefold()))
    return bool(letters) and letters in re.sub(r"[\W_]+", "", host or "")
