"""Who may import whom: the layers of the design, by the imports that the files hold."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from dashboard import settings

FOUNDATION = {
    "dashboard", "dashboard.errors", "dashboard.settings", "dashboard.tables.contract", "dashboard.wording",
    "dashboard.countries", "dashboard.citations", "dashboard.disk", "dashboard.cells", "dashboard.boxes",
    "dashboard.journal",
}  # fmt: skip
# All that knows Streamlit, besides the pages.
APP = "dashboard.app"
VAGUE = {"utils", "util", "helpers", "helper", "common", "models", "services"}


def name_of(path: Path) -> str:
    """The module that a file of the checkout is: `dashboard.queries.actors`, `pages.about`."""
    name = ".".join(path.relative_to(settings.CHECKOUT).with_suffix("").parts)
    return name.removesuffix(".__init__")


def find_modules(*names: str) -> dict[str, Path]:
    """Module -> file, of the packages and files of these names."""
    roots = [settings.CHECKOUT / name for name in names]
    paths = [path for root in roots for path in ([root] if root.suffix else sorted(root.rglob("*.py")))]
    assert paths
    return {name_of(path): path for path in paths}


OURS = find_modules("dashboard", "pages", "streamlit_app.py", "dateline.py")


@cache
def imports(module: str) -> frozenset[str]:
    """What a module imports anywhere in its file: our modules by their full name, others as they are written."""
    return frozenset(_imports(ast.parse(OURS[module].read_text("utf-8"))))


def _imports(tree: ast.AST) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            base = node.module or ""
            for alias in node.names:
                yield f"{base}.{alias.name}" if f"{base}.{alias.name}" in OURS else base


def reached(module: str) -> set[str]:
    """What a module imports, and what those of ours import in turn."""
    seen: set[str] = set()
    waiting = [module]
    while waiting:
        for found in imports(waiting.pop()) - seen:
            seen.add(found)
            if found in OURS:
                waiting.append(found)
    return seen


def within(layer: str) -> list[str]:
    """The modules of a layer: a package with all in it, or one module."""
    found = [name for name in OURS if name == layer or name.startswith(f"{layer}.")]
    assert found, f"{layer} is gone; say here what took its place"
    return found


def belongs(module: str, layers: set[str]) -> bool:
    return any(module == layer or module.startswith(f"{layer}.") for layer in layers)


def breaches(importers: list[str], forbidden: set[str], *, directly: bool = False) -> list[str]:
    """Each import of a forbidden layer, as "importer -> imported"."""
    return [
        f"{importer} -> {found}"
        for importer in importers
        for found in sorted(imports(importer) if directly else reached(importer))
        if belongs(found, forbidden)
    ]


def test_the_walk_finds_imports_at_every_depth() -> None:
    assert "dashboard.queries.selection" in imports("dashboard.queries.actors")
    assert "dashboard.errors" in imports("dashboard.tables.checks")
    assert "dashboard.tables.readme" in imports("dashboard.__main__"), "an import within a function counts"
    assert {"streamlit", "duckdb", "dashboard.store", "pyarrow.parquet"} <= reached("streamlit_app")


def test_the_foundation_imports_none_of_the_rest() -> None:
    for module in sorted(FOUNDATION):
        assert {found for found in imports(module) if found in OURS} <= {
            "dashboard", "dashboard.errors", "dashboard.settings",
        }, module  # fmt: skip


def test_only_the_app_and_the_pages_know_streamlit() -> None:
    knowing = {name for name in OURS if any(belongs(found, {"streamlit"}) for found in imports(name))}
    assert knowing <= {*within(APP), *within("pages"), "streamlit_app"}


def test_pages_reach_neither_pipeline_nor_tables_nor_duckdb() -> None:
    pages = [*within("pages"), "streamlit_app"]
    beneath = {
        "dashboard.pipeline",
        "dashboard.store",
        "dashboard.corrections.replay",
        "dashboard.corrections.log",
        "dashboard.tables.files",
        "dashboard.tables.sample",
        "dashboard.app.tables",
        "duckdb",
        "pyarrow",
    }
    assert breaches(pages, beneath, directly=True) == []


# What draws on answers; nothing beneath knows it.
ABOVE_CHARTS = {"streamlit", "dashboard.app", "pages"}
ABOVE_QUERIES = {*ABOVE_CHARTS, "plotly", "dashboard.charts", "dashboard.views"}


@pytest.mark.parametrize(
    ("layer", "forbidden"),
    [
        ("dashboard.pipeline", {"streamlit", "duckdb", "plotly", "dashboard.queries", "dashboard.store"}),
        # A worker process asks no service: the pace would be kept by each for itself.
        ("dashboard.pipeline.readings", {"dashboard.pipeline.geocode"}),
        ("dashboard.tables.contract", {"streamlit", "duckdb", "pandas", "plotly"}),
        ("dashboard.tables.checks", {"streamlit", "duckdb", "pandas", "plotly"}),
        ("dashboard.tables.files", {"streamlit", "duckdb", "dashboard.pipeline"}),
        ("dashboard.store", {"streamlit", "dashboard.pipeline", "dashboard.queries"}),
        ("dashboard.corrections", {"streamlit", "pandas", "plotly", "dashboard.pipeline", "dashboard.store"}),
        ("dashboard.corrections.log", {"duckdb", "pyarrow", "dashboard.queries", "dashboard.filters"}),
        (
            "dashboard.queries",
            {*ABOVE_QUERIES, "dashboard.receipts", "dashboard.pipeline", "dashboard.tables.files", "dashboard.store"},
        ),
        (
            "dashboard.judgements",
            {*ABOVE_QUERIES, "duckdb", "pandas", "dashboard.pipeline", "dashboard.queries", "dashboard.store"},
        ),
        (
            "dashboard.charts",
            {*ABOVE_CHARTS, "duckdb", "dashboard.queries", "dashboard.views", "dashboard.pipeline", "dashboard.store"},
        ),
        ("dashboard.views", {*ABOVE_CHARTS, "plotly", "dashboard.charts", "dashboard.pipeline", "dashboard.store"}),
        (
            "dashboard.words",
            {*ABOVE_QUERIES, "duckdb", "dashboard.pipeline", "dashboard.queries", "dashboard.store"},
        ),
        ("dashboard.filters", {"streamlit", "duckdb", "pandas", "dashboard.pipeline", "dashboard.queries"}),
        (APP, {"dashboard.pipeline", "spacy", "pages"}),
        ("dashboard.exports", {*ABOVE_QUERIES, "dashboard.pipeline"}),
        ("dateline", {*ABOVE_QUERIES, "dashboard.pipeline"}),
        (
            "dashboard.fetch",
            {"streamlit", "duckdb", "plotly", "dashboard.pipeline", "dashboard.queries", "dashboard.store"},
        ),
        (
            "dashboard.receipts",
            {*ABOVE_QUERIES, "dashboard.pipeline", "dashboard.store", "dashboard.tables.files"},
        ),
        ("dashboard.links", {"streamlit", "duckdb", "dashboard.queries", "dashboard.store"}),
        ("dashboard.gazetteer", {*ABOVE_QUERIES, "dashboard.pipeline", "dashboard.queries"}),
        (
            "dashboard.watches",
            {*ABOVE_QUERIES, "duckdb", "pandas", "dashboard.pipeline", "dashboard.queries", "dashboard.store"},
        ),
        # A digest is a page that a run writes, a pack a file: for these two the command line reaches views.
        ("dashboard.digests", {*ABOVE_CHARTS, "plotly", "dashboard.charts", "dashboard.pipeline"}),
        ("dashboard.evidence", {*ABOVE_CHARTS, "plotly", "dashboard.charts", "dashboard.pipeline", "dashboard.store"}),
        ("dashboard.__main__", {*ABOVE_CHARTS, "plotly", "dashboard.charts"}),
    ],
)
def test_a_layer_reaches_none_that_it_may_not(layer: str, forbidden: set[str]) -> None:
    assert breaches(within(layer), forbidden) == []


def test_no_module_imports_itself_by_a_detour() -> None:
    packages = {name for name, path in OURS.items() if path.name == "__init__.py"}  # they list what is in them
    assert [name for name in OURS if name in reached(name) and name not in packages] == []


def test_every_module_says_what_it_is() -> None:
    modules = {**OURS, **find_modules("tools", "benchmarks")}
    silent = [name for name, path in modules.items() if not ast.get_docstring(ast.parse(path.read_text("utf-8")))]
    assert silent == []


def test_every_module_is_called_by_a_noun_of_the_data() -> None:
    everything = {**OURS, **find_modules("tools", "benchmarks", "tests")}
    assert [name for name in everything if VAGUE & set(name.split("."))] == []
