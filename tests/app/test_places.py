"""The gazetteer of the page Review: it is opened once, and again when its file is another one."""

import os
import shutil
from pathlib import Path

import pytest

from dashboard.app import places
from dashboard.gazetteer import used_path


def test_a_gazetteer_that_was_made_anew_is_opened_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = Path(shutil.copy(used_path(), tmp_path))
    monkeypatch.setattr(places, "used_path", lambda: path)
    first = places.open_gazetteer()
    assert first is not None and places.open_gazetteer() is first
    os.utime(path, ns=(1, 1))
    assert places.open_gazetteer() is not first
