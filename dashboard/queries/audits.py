"""Audits as rows: what was judged, by whom, and what they said."""

from collections.abc import Mapping, Sequence

import pandas as pd

from dashboard.filters import Filters
from dashboard.judgements import log
from dashboard.judgements.audit import Audit
from dashboard.judgements.estimate import decide
from dashboard.judgements.record import Item
from dashboard.reader import Reader

# Columns of `list_judgements`, and what each is of an item; those of a judgement follow.
OF_ITEMS = (
    "audit", "item", "judged", "words", "found", "found_ids", "label", "sense", "speaker", "article_id", "external_id",
    "title", "source", "day", "sentence", "start", "confidence", "stands_for", "outcome",
)  # fmt: skip
OF_JUDGEMENTS = ("judge", "verdict", "note", "when", "blind")


def list_judgements(reader: Reader, filters: Filters) -> pd.DataFrame:
    """The rows of `tabulate` for the audit that the filters name, or else for all; one that nobody finished has none,
    since whoever still judges must not see what others say."""
    audits = [audit for audit in _read(reader, filters) if audit.finished]
    return pd.concat([tabulate(audit) for audit in audits]) if audits else _type([])


def find_state(reader: Reader, filters: Filters) -> str:
    """What changes when the rows of `list_judgements` may have."""
    return log.find_state(reader.folder, filters.audit) if reader.folder else ""


def tabulate(audit: Audit) -> pd.DataFrame:
    """Columns audit (its id), item (number), judged (pins, actors, quotes, claims or movements), words, found (names),
    found_ids, label, sense and speaker (as written) of what was found, article_id, external_id, title, source, day,
    sentence, start (of the words in the article), confidence, stands_for (findings that the item stands for), outcome
    (what all came to); judge, verdict, note, when, and blind (whether the judge had not yet seen what others say). A
    row a judgement that counts; one for an item without any."""
    rows: list[dict[str, object]] = []
    for number, item in sorted(audit.items.items()):
        said = [own[number] for own in audit.verdicts.values() if number in own]
        said += [audit.settled[number]] if number in audit.settled else []
        of_item = dict(zip(OF_ITEMS, _describe(audit, item), strict=True))
        of_judgements = [(each.judge, each.verdict, each.note, each.when, not each.settles) for each in said]
        rows += [{**of_item, **dict(zip(OF_JUDGEMENTS, each, strict=True))} for each in of_judgements] or [of_item]
    return _type(rows)


def describe_audits(audits: Sequence[Audit]) -> pd.DataFrame:
    """Columns id, begun (moment), who, kinds, items, judged (who judged how many), tables (day when they were made),
    filters (in words); in the order in which they are given."""
    return pd.DataFrame({
        "id": [each.design.id for each in audits],
        "begun": pd.to_datetime(pd.Series([each.design.when for each in audits], dtype="str"), utc=True),
        "who": [each.design.who for each in audits],
        "kinds": [", ".join(each.design.kinds) for each in audits],
        "items": [len(each.items) for each in audits],
        "judged": [
            "; ".join(f"{judge}: {len(said)}" for judge, said in each.verdicts.items()) or "nobody yet"
            for each in audits
        ],
        "tables": [each.design.tables_made[:10] for each in audits],
        "filters": ["; ".join(each.design.filters_in_words) or "all articles" for each in audits],
    })  # fmt: skip


def _read(reader: Reader, filters: Filters) -> list[Audit]:
    """The audit that the filters name, or else those that are listed."""
    if reader.folder is None:
        return []
    ids = [filters.audit] if filters.audit else [path.stem for path in log.list_files(reader.folder)]
    found = (log.read_audit(reader.folder, each) for each in ids)
    return [each for each in found if each is not None]


def _type(rows: Sequence[Mapping[str, object]]) -> pd.DataFrame:
    """The rows as a frame, with a moment where one stands."""
    frame = pd.DataFrame(rows, columns=[*OF_ITEMS, *OF_JUDGEMENTS])
    return frame.assign(when=pd.to_datetime(frame["when"].astype("str"), utc=True, errors="coerce", format="ISO8601"))


def _describe(audit: Audit, item: Item) -> tuple[object, ...]:
    found = item.found
    return (
        audit.design.id, item.number, item.kind, item.words, list(found.names), list(found.ids), found.label,
        found.sense, found.speaker, item.article_id, item.external_id, item.title, item.source, item.day, item.sentence,
        item.start, item.confidence, item.weight, decide(audit, item.number),
    )  # fmt: skip
