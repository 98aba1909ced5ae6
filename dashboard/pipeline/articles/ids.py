"""Makes the ids of articles, unique in a run and the same in every run on the same input.

The `article_id` is readable and safe in a URL. The `external_id` is the id that the input gives, or else names file and
record. An article that the last run has read keeps its ids (see `ledger`), and no other one gets them. Limit: an id
that the input gives to several texts, as row numbers are, belongs to the text that was read first.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Sequence, Set

from dashboard.pipeline.articles.ledger import ArticleEntry, Entry, Ledger, identify
from dashboard.pipeline.articles.record import RawArticle

# Characters. A longer id is truncated and ends in a hash that keeps it unique. Links stay short enough for mail.
LONGEST_ID = 80
HASH_LENGTH = 8


class Ids:
    """The ids in use in this run. Only articles take ids, so a later article can have the id of a reject.

    `paths` are the files of the run.
    """

    def __init__(self, ledger: Ledger, paths: Set[str]) -> None:
        self._ledger, self._paths = ledger, paths
        self._seen: dict[bytes, tuple[str, str]] = {}  # identity of an article with a given id -> path and record
        self._article_ids = _UniqueIds(ledger.article_ids)
        self._external_ids = _UniqueIds(ledger.external_ids)

    def explain_duplicate(self, raw: RawArticle) -> str | None:
        """The reason to reject an article whose given id and text an earlier article has; None if there is none."""
        given = raw.metadata.external_id
        first = None if given is None else self._seen.get(identify(raw))
        if first is None:
            return None
        path, record = first
        return f"duplicate id: {given!r} was first in {path}{', ' if record else ''}{record}"

    def take(self, raw: RawArticle) -> tuple[str, str]:
        """The article_id and external_id that the last run gave, if they are not in use; else new ones.

        New ones are made from the given id if no article has it, else from file and record.
        """
        given = raw.metadata.external_id
        if given is not None:
            self._seen[identify(raw)] = (raw.file.path_text, raw.located)
        kept = next((each for each in self._ledger.find(raw, self._paths) if self._is_free(*each)), None)
        if kept is not None:
            self._article_ids.taken.add(kept[0])
            self._external_ids.taken.add(kept[1])
            return kept
        if given is None or given in self._external_ids:
            return self._article_ids.take(make_slug(raw.name)), self._external_ids.take(raw.file_and_record)
        return self._article_ids.take(make_slug(given)), self._external_ids.take(given)

    def repeat(self, entries: Sequence[Entry]) -> bool:
        """Let the articles of a file have the ids that they had; False, and no id is taken, if one is in use."""
        articles = [each for each in entries if isinstance(each, ArticleEntry)]
        if any(
            each.identity in self._seen or not self._is_free(each.article_id, each.external_id) for each in articles
        ):
            return False
        for each in articles:
            self._article_ids.taken.add(each.article_id)
            self._external_ids.taken.add(each.external_id)
            if each.is_given:
                self._seen[each.identity] = (each.path, each.record)
        return True

    def _is_free(self, article_id: str, external_id: str) -> bool:
        return article_id not in self._article_ids.taken and external_id not in self._external_ids.taken


class _UniqueIds:
    """Ids in use, no two of them the same, and those that are reserved for articles of the last run."""

    def __init__(self, reserved: Set[str]) -> None:
        self.taken: set[str] = set()
        self._reserved = reserved
        self._tried: Counter[str] = Counter()

    def __contains__(self, wanted: str) -> bool:
        return wanted in self.taken or wanted in self._reserved

    def take(self, wanted: str) -> str:
        """The wanted id, or the first of wanted-2, wanted-3 … that is neither in use nor reserved."""
        unique = wanted
        while unique in self:
            self._tried[wanted] += 1
            unique = f"{wanted}-{self._tried[wanted] + 1}"
        self.taken.add(unique)
        return unique


def make_slug(text: str) -> str:
    """The text with one `-` in place of each run of characters other than ASCII letters, digits, `_`, `-` and `.`."""
    slug = re.sub(r"[^A-Za-z0-9_.-]+", "-", text).strip("-.")
    if slug and len(slug) <= LONGEST_ID:
        return slug
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:HASH_LENGTH]
    return f"{slug[: LONGEST_ID - HASH_LENGTH - 1].rstrip('-.') or 'article'}-{digest}"
