import csv
from pathlib import Path

import pytest

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.actors import KnownActors, load_known
from dashboard.pipeline.gazetteer import Gazetteer


def find(known: KnownActors, name: str, year: int | None = None) -> str | None:
    actor = known.find(name, year)
    return actor.actor_id if actor else None


@pytest.fixture
def load(tmp_path: Path):  # type: ignore[no-untyped-def]
    def write_and_load(entries: str, own: str | None = None) -> KnownActors:
        (tmp_path / "actors.yaml").write_text(entries, "utf-8")
        if own is None:
            return load_known(tmp_path / "actors.yaml")
        (tmp_path / "own.yaml").write_text(own, "utf-8")
        return load_known(tmp_path / "actors.yaml", tmp_path / "own.yaml")

    return write_and_load
