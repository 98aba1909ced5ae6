"""The watches as rows: for a spreadsheet, or a program."""

from collections.abc import Sequence

import pandas as pd

from dashboard.digests.files import Digest
from dashboard.watches.record import PAGES, RULES, Watch


def list_watches(watches: Sequence[Watch], digest: Digest | None) -> pd.DataFrame:
    """Columns name, page, filters (as a link has them), rule, who, when; of those that the digest looked at fired, new
    (how many), why and last_fired (when the last set was made in which it fired); null for the others."""
    found = [digest.find(each.id) if digest else None for each in watches]
    return pd.DataFrame({
        "name": pd.Series([each.name for each in watches], dtype="str"),
        "page": pd.Series([PAGES[each.page] for each in watches], dtype="str"),
        "filters": pd.Series([each.query for each in watches], dtype="str"),
        "rule": pd.Series([RULES[each.rule] for each in watches], dtype="str"),
        "who": pd.Series([each.who for each in watches], dtype="str"),
        "when": pd.Series([each.when for each in watches], dtype="str"),
        "fired": pd.array([each.finding.fired if each else None for each in found], dtype="boolean"),
        "new": pd.array([each.finding.new if each else None for each in found], dtype="Int64"),
        "why": pd.Series([each.finding.why if each else None for each in found], dtype="str"),
        "last_fired": pd.Series([each.last_fired or None if each else None for each in found], dtype="str"),
    })  # fmt: skip
