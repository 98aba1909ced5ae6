"""The intake: what the input of a run holds, and which of its articles are in no part yet."""

import hashlib
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

import pyarrow as pa

from dashboard.pipeline.articles import LEDGER, Article, Entry, Ledger, RejectEntry, entry_row
from dashboard.pipeline.articles.notes import NoteCounts
from dashboard.tables.rows import Rows


class Intake:
    """What the input holds: its articles by digest and path, its rejects, and the ledger for the next run."""

    def __init__(self) -> None:
        self.paths: dict[bytes, str] = {}
        self._ledger, self._rejects = Rows("ledger", LEDGER), Rows("rejects")
        self._content, self._place = hashlib.sha256(), hashlib.sha256()
        self._notes = NoteCounts()

    def take_new(self, entries: Iterable[Entry], parts: Container[bytes]) -> Iterator[Article]:
        """The articles that are in no part yet; every entry is taken in."""
        for entry in entries:
            self._ledger.add(entry_row(entry))
            self._place.update(f"{entry.path}\n{entry.record}\n".encode())
            if isinstance(entry, RejectEntry):
                self._place.update(entry.reason.encode())
                self._rejects.add({"path": entry.path, "record": entry.record, "reason": entry.reason})
                continue
            self._content.update(entry.digest)
            self._place.update(repr(entry.notes).encode("utf-8", "backslashreplace"))
            self._notes.add(entry.notes, entry.path, entry.record)
            self.paths[entry.digest] = entry.path
            if entry.article is not None and entry.digest not in parts:
                yield entry.article

    @property
    def ledger(self) -> pa.Table:
        """The ledger of this run."""
        return self._ledger.table()

    @property
    def rejects(self) -> pa.Table:
        """The table of rejects."""
        return self._rejects.table()

    @property
    def content(self) -> str:
        """A digest of all articles, in their order."""
        return self._content.hexdigest()

    @property
    def place(self) -> str:
        """A digest of the files and records that they are in, of how they were read, and of all rejects."""
        return self._place.hexdigest()

    def explain_nothing(self) -> str:
        """Why the input holds no article: the first reject of the commonest kind, and the number of each kind."""
        kinds = self.count_reasons()
        if not kinds:
            return "no input was given; give files or folders of articles"
        commonest = next(iter(kinds))
        first = next(each for each in self.rejects.to_pylist() if _kind(each["reason"]) == commonest)
        where = f"{first['path']}, {first['record']}" if first["record"] else first["path"]
        counts = ", ".join(f"{count:,} {kind}" for kind, count in kinds.items())
        more = f" (rejects: {counts})" if self.rejects.num_rows > 1 else ""
        return f"no article was found{more}; {where}: {first['reason']}"

    def count_reasons(self) -> dict[str, int]:
        """The number of rejects of each kind of reason, the most frequent first."""
        return dict(Counter(map(_kind, self.rejects["reason"].to_pylist())).most_common())

    def describe_notes(self) -> dict[str, dict[str, Any]]:
        """How many articles have a note of each kind, with the commonest values and one example."""
        return self._notes.describe()

    def compare(self, earlier: Ledger) -> dict[str, int]:
        """How many articles are new, changed, unchanged and gone since an earlier run."""
        before, now = _list_digests(earlier.table), _list_digests(self.ledger)
        unchanged = sum(before.get(article_id) == digest for article_id, digest in now.items())
        both = len(before.keys() & now.keys())
        return {"new": len(now) - both, "changed": both - unchanged, "unchanged": unchanged, "gone": len(before) - both}


def _kind(reason: str) -> str:
    return reason.partition(":")[0]


def _list_digests(ledger: pa.Table) -> Mapping[str, bytes]:
    """The digest of each article by its id."""
    articles = ledger.filter(ledger["article_id"].is_valid())
    return dict(zip(articles["article_id"].to_pylist(), articles["digest"].to_pylist(), strict=True))
