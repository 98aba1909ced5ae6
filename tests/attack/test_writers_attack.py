"""Corrections that many save at once, most of whom are killed: none lost, none doubled."""

import subprocess
import sys


def test_nothing_is_lost_or_doubled() -> None:
    # In a process of its own, since it forks, which is safe only where there are no threads.
    command = [sys.executable, "-m", "benchmarks.attack.writers", "--count", "2", "--writers", "12", "--killed", "8"]
    ran = subprocess.run([*command, "--seconds", "0.5", "--seed", "5"], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
