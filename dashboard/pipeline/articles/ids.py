"""Makes article ids: readable, safe in a URL, unique in a run, and the same in every run on the same input."""

import hashlib
import re
from collections import Counter

from dashboard.pipeline.articles.record import RawArticle

# Characters. A longer id is truncated and ends in a hash that keeps it unique. Links stay short enough for mail.
LONGEST_ID = 80
HASH_LENGTH = 8


class Ids:
    """The ids in use in this run. Only articles take an id, so a later article can have the id of a reject."""

    def __init__(self) -> None:
        """Start with no id in use."""
        self._given: dict[str, tuple[str, str]] = {}
        self._taken: set[str] = set()
        self._tried: Counter[str] = Counter()

    def explain_duplicate(self, raw: RawArticle) -> str | None:
        """The reason to reject an article whose given id an earlier article has; None if there is none."""
        given = raw.metadata.external_id
        if given is None or given not in self._given:
            return None
        path, record = self._given[given]
        return f"duplicate id: {given!r} was first in {path}{', ' if record else ''}{record}"

    def take(self, raw: RawArticle) -> str:
        """A new article_id, made from the given id if there is one, else from the name of file and record."""
        given = raw.metadata.external_id
        if given is not None:
            self._given[given] = (raw.file.path_text, raw.record)
        return self._make_unique(make_slug(given or raw.name))

    def _make_unique(self, slug: str) -> str:
        """The slug, or the first of slug-2, slug-3 … that is not in use."""
        wanted = slug
        while wanted in self._taken:
            self._tried[slug] += 1
            wanted = f"{slug}-{self._tried[slug] + 1}"
        self._taken.add(wanted)
        return wanted


def make_slug(text: str) -> str:
    """The text with one `-` in place of each run of characters other than ASCII letters, digits, `_`, `-` and `.`."""
    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")
    if slug and len(slug) <= LONGEST_ID:
        return slug
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
    return f"{slug[: LONGEST_ID - HASH_LENGTH - 1].rstrip('-.') or 'article'}-{digest}"
