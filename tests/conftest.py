"""What tests share: the tables of the sample, made once a session by the real pipeline."""

from pathlib import Path

import pytest

from dashboard import settings
from dashboard.pipeline.corpus import preprocess


@pytest.fixture(scope="session")
def sample_tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the tables of `data/sample`."""
    folder = tmp_path_factory.mktemp("sample") / "tables"
    preprocess([settings.SAMPLE], folder)
    return folder


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what uses the tables of the sample: they are made with the model."""
    for item in items:
        if "sample_tables" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.model)
