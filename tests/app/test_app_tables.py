"""The tables that a server shows: who waits for corrections that are being applied."""

from pathlib import Path

import pytest
import streamlit as st

from dashboard.app import tables
from dashboard.app.signing import Outcome
from dashboard.store import Store
from tests import rows as make
from tests.sets import write_set


@pytest.mark.parametrize(
    ("saved", "waits"),
    [(Outcome("save", ("1",)), True), (Outcome("save", error="the disk is full"), False), (None, False)],
)
def test_only_who_has_just_saved_a_correction_waits_for_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, saved: Outcome | None, waits: bool
) -> None:
    write_set(tmp_path, make.tables(articles=[make.article("0")]), {})
    waited: list[bool] = []
    monkeypatch.setenv("DATELINE_TABLES", str(tmp_path))
    monkeypatch.setattr(st, "session_state", {} if saved is None else {"saved": saved})
    monkeypatch.setattr(Store, "follow", lambda self, folder, *, wait: waited.append(wait))
    tables.open_tables()
    assert waited == [waits]
