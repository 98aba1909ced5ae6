"""The command line: `dateline preprocess`, `sets`, `prune`, `sample` and others; also `python -m dashboard`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)
from rich.table import Table

from dashboard import settings
from dashboard.errors import DatelineError
from dashboard.tables import sample
from dashboard.wording import plural

if TYPE_CHECKING:
    from dashboard.pipeline.corpus import Summary

# Which tables a command is about.
TablesOption = Annotated[
    Path | None, typer.Option("--tables", metavar="DIR", help="Folder of the tables; default: data/tables.")
]

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
gazetteer_app = typer.Typer(no_args_is_help=True, help="The gazetteer that places are looked up in.")
app.add_typer(gazetteer_app, name="gazetteer")
console = Console(stderr=True)


@app.command("preprocess")
def preprocess_command(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT…", help="Files and folders of articles.")],
    tables: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder for the tables; default: data/tables.")
    ] = None,
    actors: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Actors of your own, laid over data/actors.yaml.")
    ] = None,
    places: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Places of your own (CSV), laid over the gazetteer.")
    ] = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a processor, 8 at most.")] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers annotate, instead.")
    ] = None,
) -> None:
    """Make tables of entities, places, actors and quotes from articles: .txt .md .html .jsonl .csv.

    What was annotated before is not annotated again. A run that was stopped goes on where it was.
    """
    from dashboard.pipeline.corpus import preprocess  # not at the top: spaCy takes seconds to load

    folder = tables or settings.tables_folder()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("articles", total=None)
        summary = preprocess(
            inputs,
            folder,
            actors=actors or settings.own_actors(),
            places=places or settings.own_places(),
            workers=workers,
            cluster=cluster,
            on_article=lambda: progress.advance(task),
        )
    _print_summary(summary, folder)
    _print_corrections(folder)


@app.command("sets")
def sets_command(tables: TablesOption = None) -> None:
    """List the kept sets, the newest first; the one that the pages show is marked with *."""
    from dashboard.tables.sets import list_sets

    folder = tables or settings.tables_folder()
    table = Table("", "set", "made", "articles", box=None)
    for each in list_sets(folder):
        made, articles = str(each.manifest.get("created", ""))[:16], each.manifest.get("counts", {}).get("articles", 0)
        table.add_row("*" if each.is_current else "", each.path.name[:6], made.replace("T", " "), f"{articles:,}")
    console.print(table)


@app.command("prune")
def prune_command(
    keep: Annotated[int, typer.Option(min=1, help="Sets to keep, the current one among them.")],
    tables: TablesOption = None,
) -> None:
    """Drop all but the newest sets, and what was annotated for none of those that stay."""
    from dashboard.pipeline.parts import drop_parts
    from dashboard.tables.sets import drop_sets, hold

    folder = tables or settings.tables_folder()
    with hold(folder):
        sets, parts = drop_sets(folder, keep), drop_parts(folder)
    console.print(f"{plural(len(sets), 'set')} and {plural(parts, 'part')} dropped")


@app.command("sample")
def sample_command() -> None:
    """Make the tables of the sample articles, unless the folder holds your own."""
    if sample.may_be_made(settings.tables_folder()):
        preprocess_command([settings.SAMPLE])


@gazetteer_app.command("build")
def build_command(
    geonames: Annotated[Path, typer.Option(metavar="FILE", help="GeoNames' allCountries.txt, or the .zip of it.")],
) -> None:
    """Make a larger gazetteer from GeoNames' own dump, which is used from then on; never needed."""
    from dashboard.pipeline.gazetteer.dump import build_gazetteer

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("places", total=None)
        report = build_gazetteer(geonames, lambda done, size: progress.update(task, completed=done, total=size))
    console.print(f"{report.lines:,} lines: {report.added:,} places added, {report.updated:,} corrected")
    if report.invalid:
        console.print(
            f"{report.invalid:,} lines could not be read; {report.first_invalid}", markup=False, soft_wrap=True
        )
    show_command()


@gazetteer_app.command("show")
def show_command() -> None:
    """Say which gazetteer is in use, what it was made of, and how much it knows."""
    from dashboard.pipeline.gazetteer import open_gazetteer, used_path

    used = open_gazetteer(settings.own_places())
    places, names = used.count()
    console.print(f"In use: {used_path()}", markup=False, soft_wrap=True)
    console.print(f"Made of: {used.source}", markup=False, soft_wrap=True)
    console.print(f"It knows {places:,} places by {names:,} names")


@app.command("contract")
def contract_command() -> None:
    """Write the declared tables into data/README.md, between its two marker lines."""
    from dashboard.tables.readme import write_contract

    write_contract(settings.CHECKOUT / "data" / "README.md")


def main() -> None:
    """Run the command line; an error that the user can mend ends it with one line and exit code 2."""
    try:
        app()
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from error


def _print_summary(summary: "Summary", folder: Path) -> None:
    table = Table(show_header=False, box=None)
    table.add_row("articles", f"{summary.counts['articles']:,}")
    for name in ("new", "changed", "unchanged", "gone"):
        table.add_row(f"  {name}", f"{getattr(summary, name):,}")
    table.add_row("annotated", f"{summary.read:,}")
    for name, label in (
        ("entities", "entities"), ("locations", "places"), ("actors", "actors"), ("quotes", "quotes"),
        ("rejects", "rejects"),
    ):  # fmt: skip
        table.add_row(label, f"{summary.counts[name]:,}")
    for reason, count in summary.rejects.items():
        table.add_row(f"  {reason}", f"{count:,}")
    if summary.geocoder is not None:
        table.add_row(f"asked {summary.geocoder['service']}", f"{summary.geocoder['asked']:,}")
    table.add_row("seconds", f"{summary.seconds:.1f}")
    console.print(table)
    if summary.geocoder is not None and summary.geocoder["stopped"]:
        console.print(f"{summary.geocoder['service']} was asked no more: {summary.geocoder['stopped']}", markup=False)
    console.print(f"Tables in {folder}", markup=False, soft_wrap=True)


def _print_corrections(folder: Path) -> None:
    """Print how many corrections there are beside the tables, how many in each state, and what cannot be read."""
    from dashboard.corrections.log import read_log
    from dashboard.store import open_store

    log = read_log(folder)
    if not log.corrections and not log.problems:
        return  # before the store loads all tables
    cursor = open_store(folder).cursor()
    table = Table(show_header=False, box=None)
    table.add_row("corrections", f"{len(log.corrections):,}")
    states = cursor.execute("SELECT state, count(*) FROM corrections GROUP BY ALL ORDER BY 2 DESC")
    for state, count in states.fetchall():
        table.add_row(f"  {state}", f"{count:,}")
    console.print(table)
    for problem in log.problems:
        console.print(problem, markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
