"""Makes the ids of articles, unique in a run and the same in every run on the same input.

The `article_id` is readable and safe in a URL. The `external_id` is the id that the input gives, or else names file and
record. Limit: an id that the input gives to several texts, as row numbers are, belongs to the first text, so that it
moves when an input with the same id is read before.
"""

import hashlib
import re
from collections import Counter

from dashboard.pipeline.articles.record import RawArticle

# Characters. A longer id is truncated and ends in a hash that keeps it unique. Links stay short enough for mail.
LONGEST_ID = 80
HASH_LENGTH = 8


class Ids:
    """The ids in use in this run. Only articles take ids, so a later article can have the id of a reject."""

    def __init__(self) -> None:
        """Start with no id in use."""
        self._seen: dict[tuple[str, bytes], tuple[str, str]] = {}  # given id and text -> path and record
        self._article_ids = _UniqueIds()
        self._external_ids = _UniqueIds()

    def explain_duplicate(self, raw: RawArticle) -> str | None:
        """The reason to reject an article whose given id and text an earlier article has; None if there is none."""
        given = raw.metadata.external_id
        first = None if given is None else self._seen.get((given, _digest(raw.body)))
        if first is None:
            return None
        path, record = first
        return f"duplicate id: {given!r} was first in {path}{', ' if record else ''}{record}"

    def take(self, raw: RawArticle) -> tuple[str, str]:
        """A new article_id and external_id: from the given id if no article has it, else from file and record."""
        given = raw.metadata.external_id
        if given is not None:
            self._seen[given, _digest(raw.body)] = (raw.file.path_text, raw.record)
        if given is None or given in self._external_ids:
            return self._article_ids.take(make_slug(raw.name)), self._external_ids.take(raw.file_and_record)
        return self._article_ids.take(make_slug(given)), self._external_ids.take(given)


class _UniqueIds:
    """Ids in use, no two of them the same."""

    def __init__(self) -> None:
        self._taken: set[str] = set()
        self._tried: Counter[str] = Counter()

    def __contains__(self, wanted: str) -> bool:
        return wanted in self._taken

    def take(self, wanted: str) -> str:
        """The wanted id, or the first of wanted-2, wanted-3 … that is not in use."""
        unique = wanted
        while unique in self._taken:
            self._tried[wanted] += 1
            unique = f"{wanted}-{self._tried[wanted] + 1}"
        self._taken.add(unique)
        return unique


def _digest(text: str) -> bytes:
    """A digest of the words of the text, ignoring white space."""
    return hashlib.blake2b(" ".join(text.split()).encode(), digest_size=16).digest()


def make_slug(text: str) -> str:
    """The text with one `-` in place of each run of characters other than ASCII letters, digits, `_`, `-` and `.`."""
    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")
    if slug and len(slug) <= LONGEST_ID:
        return slug
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
    return f"{slug[: LONGEST_ID - HASH_LENGTH - 1].rstrip('-.') or 'article'}-{digest}"
