"""The attack on the whole pipeline, in short: one run over a few inputs."""

import pytest

from benchmarks.attack.whole import find_faults


@pytest.mark.model
def test_no_file_ends_a_run_and_each_is_in_its_tables() -> None:
    assert list(find_faults(16, range(10))) == []
