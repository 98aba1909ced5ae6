import sys

import pytest


@pytest.fixture(autouse=True)
def main_module(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaves `__main__` as it was: AppTest replaces it, and later tests start processes with it."""
    monkeypatch.setitem(sys.modules, "__main__", sys.modules["__main__"])
