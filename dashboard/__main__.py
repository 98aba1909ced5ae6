"""The command line: `dateline preprocess`, `dateline sample`, `dateline contract`; also `python -m dashboard`."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from dashboard import sample, settings
from dashboard.errors import DatelineError

if TYPE_CHECKING:
    from dashboard.pipeline.corpus import Summary

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
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
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a processor, 8 at most.")] = None,
) -> None:
    """Make tables of entities, places, actors and quotes from articles: .txt .md .html .jsonl .csv."""
    from dashboard.pipeline.corpus import preprocess  # spaCy: seconds that the other commands need not wait

    folder = tables or settings.tables_folder()
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("articles", total=None)
        summary = preprocess(
            inputs,
            folder,
            actors=actors or settings.own_actors(),
            workers=workers,
            on_article=lambda: progress.advance(task),
        )
    _print_summary(summary, folder)


@app.command("sample")
def sample_command() -> None:
    """Make the tables of the sample articles, unless they are there already or the folder holds your own."""
    if sample.is_stale(settings.tables_folder()):
        preprocess_command([settings.SAMPLE])


@app.command("contract")
def contract_command() -> None:
    """Write the declared tables into data/README.md, between its two marker lines."""
    from dashboard.contract import write_contract

    write_contract(settings.CHECKOUT / "data" / "README.md")


def main() -> None:
    """Run the command line; what the user can mend is one line and exit code 2."""
    try:
        app()
    except DatelineError as error:
        print(f"dateline: {error}", file=sys.stderr)  # noqa: T201
        raise SystemExit(2) from error


def _print_summary(summary: "Summary", folder: Path) -> None:
    table = Table(show_header=False, box=None)
    for name, label in (
        ("articles", "articles"), ("entities", "entities"), ("locations", "places"),
        ("actors", "actors"), ("quotes", "quotes"), ("rejects", "rejects"),
    ):  # fmt: skip
        table.add_row(label, f"{summary.counts[name]:,}")
    for reason, count in summary.rejects.items():
        table.add_row(f"  {reason}", f"{count:,}")
    table.add_row("seconds", f"{summary.seconds:.1f}")
    console.print(table)
    console.print(f"Tables in {folder}", markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
