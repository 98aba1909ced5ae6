"""Writes docs/licences.md: the licence of every package, data set and model, and why Dateline may use it.

    .venv/bin/python -m tools.licences

Packages are those of the locks, for all platforms; their licences stand in tools/licences.csv, as people read them in
the packages, since many declare theirs in words of their own. Data and models stand in tools/sources.csv. After a
change of a lock this prints what has no row, or one too many, with what an installed package says of itself.
"""

import csv
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "licences.md"
LOCKS = (ROOT / "requirements.lock", ROOT / "tools" / "supply.lock")

PERMISSIVE = "permissive: its notices stay in the package"
BY_FILE = "copyleft by the file: used unmodified, as a dependency that is not shipped with Dateline"

# Licences under which a package may be a dependency of software under Apache-2.0, and why.
ALLOWED = {
    **dict.fromkeys(
        ("0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "CNRI-Python", "ISC", "MIT", "MIT-0",
         "MIT-CMU", "PSF-2.0", "Zlib"),
        PERMISSIVE,
    ),
    "MPL-2.0": BY_FILE,
    "LGPL-2.1-or-later": "a library that is used unmodified and can be exchanged; not shipped with Dateline",
    "ODbL-1.0": "data: see the table above",
}  # fmt: skip

# What data may be under, besides ALLOWED: it is named as the source, or learned from and not shipped.
DATA = ("CC-BY-4.0", "OFL-1.1")
LEARNED = "learned from, not shipped"

# Extra -> what its packages are for, the most important first.
USES = {
    "": "running",
    "cluster": "--cluster",
    "login": "log-in",
    "dev": "development",
    "supply": "`make audit`, `make sbom`",
}


def main() -> int:
    """Write the page; 1 if a package has no licence in tools/licences.csv, or a licence has no package."""
    packages, known = read_packages(), read_licences()
    for name in sorted(packages.keys() - known.keys()):
        print(f"{name} has no row in tools/licences.csv; it says of itself: {declared(name) or 'nothing'}")
    for name in sorted(known.keys() - packages.keys()):
        print(f"{name} has a row in tools/licences.csv and is in no lock")
    if packages.keys() != known.keys():
        return 1
    PAGE.write_text(describe(packages, known), "utf-8")
    return 0


def describe(packages: Mapping[str, str], known: Mapping[str, str]) -> str:
    """The page as Markdown."""
    uses = find_uses()
    lines = [
        "# Licences", "",
        "Dateline is under Apache-2.0. This is what it is made of, and why it may use it. The page is generated:",
        "`python -m tools.licences` writes it from the locks, `tools/licences.csv` and `tools/sources.csv`. Licences",
        "have the names of SPDX where it has one.", "",
        "## Data and models", "",
        "| what | from | licence | why we may use it |", "| --- | --- | --- | --- |",
        *(f"| {row['what']} | {row['from']} | {row['licence']} | {row['why']} |" for row in read_sources()), "",
        "GeoNames data: © GeoNames, geonames.org. Country points: © the Countries States Cities Database,",
        "countrystatecity.in.", "",
        "## Packages", "",
        "Those of `requirements.lock` and `tools/supply.lock`, for all platforms. None is shipped with Dateline.", "",
        "| package | version | licence | used for | why we may use it |", "| --- | --- | --- | --- | --- |",
        *(f"| {name} | {packages[name]} | {known[name]} | {uses[name]} | {explain(name, known[name])} |"
          for name in sorted(packages)),
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def read_packages() -> dict[str, str]:
    """Package -> its version, of both locks; of one that is in both the first."""
    found = (re.match(r"([a-z0-9][a-z0-9._-]*)(?:\[.*?\])?==([^ ;\\]+)", line) for line in _lock_lines())
    packages: dict[str, str] = {}
    for each in found:
        if each:
            packages.setdefault(each[1], each[2])
    return packages


def read_licences() -> dict[str, str]:
    """Package -> its licence."""
    with (ROOT / "tools" / "licences.csv").open(encoding="utf-8", newline="") as file:
        return {row["package"]: row["licence"] for row in csv.DictReader(file)}


def read_sources() -> list[dict[str, str]]:
    """The rows on data and models."""
    with (ROOT / "tools" / "sources.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def explain(name: str, licence: str) -> str:
    """Why a package may be used, by the first of its alternatives that is allowed; KeyError where none is."""
    for alternative in licence.split(" OR "):
        parts = alternative.split(" AND ")
        if all(part in ALLOWED for part in parts):
            chosen = f"{alternative}: " if alternative != licence else ""
            return chosen + "; ".join(dict.fromkeys(ALLOWED[part] for part in parts))
    raise KeyError(f"{name} is under {licence}, which is not among those that are compatible with Apache-2.0")


def is_allowed_data(row: Mapping[str, str]) -> bool:
    """Whether data or a model may be used under its licence as the row says."""
    parts = row["licence"].split(" AND ")
    return row["why"].startswith(LEARNED) or all(part in ALLOWED or part in DATA for part in parts)


def declared(name: str) -> str:
    """The licence that an installed package declares in SPDX; "" where it declares none, or is not installed."""
    try:
        return str(metadata(name).get("License-Expression") or "")
    except PackageNotFoundError:
        return ""


def find_uses() -> dict[str, str]:
    """Package -> what it is used for, by the most important of those that need it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    extras = project["project"]["optional-dependencies"]
    roots = {"": project["project"]["dependencies"], **extras, "supply": project["dependency-groups"]["supply"]}
    graphs = dict.fromkeys(USES, _read_needs(LOCKS[0])) | {"supply": _read_needs(LOCKS[1])}
    uses: dict[str, str] = {}
    for extra, use in USES.items():
        waiting = [re.split(r"[^a-z0-9-]", requirement.lower())[0] for requirement in roots[extra]]
        reached: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name not in reached:
                reached.add(name)
                waiting += graphs[extra].get(name, ())
        uses |= {name: use for name in reached - {project["project"]["name"]} if name not in uses}
    return uses


def _read_needs(lock: Path) -> dict[str, set[str]]:
    """Package -> those that it needs, by the comments of a lock."""
    needs: dict[str, set[str]] = {}
    name = ""
    for line in lock.read_text("utf-8").splitlines():
        if found := re.match(r"[a-z0-9][a-z0-9._-]*", line):
            name = found[0]
        elif found := re.match(r" +#(?: via)? +([a-z0-9][a-z0-9._-]*)$", line):
            needs.setdefault(found[1], set()).add(name)
    return needs


def _lock_lines() -> Iterator[str]:
    for lock in LOCKS:
        yield from lock.read_text("utf-8").splitlines()


if __name__ == "__main__":
    sys.exit(main())
