"""Ids of articles: readable, safe in a URL, unique in a run, the same from run to run on the same input."""

import hashlib
import re
from collections import Counter

from dashboard.pipeline.articles.record import Draft

# Characters; what is longer is cut, with a hash that keeps it apart: links stay short enough for a mail.
LONGEST_ID = 80
HASH = 8


class Ids:
    """The ids that were taken in a run. Only articles take ids: what is refused leaves its id to the next."""

    def __init__(self) -> None:
        """No id is taken yet."""
        self._given: dict[str, tuple[str, str]] = {}
        self._taken: set[str] = set()
        self._tried: Counter[str] = Counter()

    def explain_repeated(self, draft: Draft) -> str | None:
        """The reason to refuse a draft whose given id an earlier article has; None when it is new."""
        given = draft.facts.external_id
        if given is None or given not in self._given:
            return None
        path, record = self._given[given]
        return f"duplicate id: {given!r} was first in {path}{', ' if record else ''}{record}"

    def take(self, draft: Draft) -> str:
        """A new article_id, from the id that was given, else from the draft's name."""
        given = draft.facts.external_id
        if given is not None:
            self._given[given] = (draft.file.shown, draft.record)
        return self._free(make_slug(given or draft.name))

    def _free(self, slug: str) -> str:
        """The slug, or the first of slug-2, slug-3 … that is not taken."""
        wanted = slug
        while wanted in self._taken:
            self._tried[slug] += 1
            wanted = f"{slug}-{self._tried[slug] + 1}"
        self._taken.add(wanted)
        return wanted


def make_slug(text: str) -> str:
    """The text with every run of characters other than ASCII letters, digits, `_`, `-` and `.` as one `-`."""
    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")
    if slug and len(slug) <= LONGEST_ID:
        return slug
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH]
    return f"{slug[: LONGEST_ID - HASH - 1].rstrip('-.') or 'article'}-{digest}"
