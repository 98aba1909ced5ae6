"""The command line: `dateline preprocess`, `fetch`, `watch`, `check`, `export`, `sets`, `prune` and others."""

import os
import sys
from collections.abc import Callable
from contextlib import ExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, NoReturn

import typer
from rich.console import Console
from rich.markup import escape
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

from dashboard import disk, settings
from dashboard.additions.folder import find_added
from dashboard.errors import DatelineError, SettingError, TablesAbsentError, TablesError
from dashboard.tables import sample
from dashboard.tables.files import find_store
from dashboard.tables.sets import find_root
from dashboard.wording import plural

if TYPE_CHECKING:
    from dashboard.digests.files import Digest
    from dashboard.fetch import Failure, Fetched, Page
    from dashboard.pipeline.corpus import Summary

# Which tables a command is about.
TablesOption = Annotated[
    Path | None, typer.Option("--tables", metavar="DIR", help="Folder of the tables; default: data/tables.")
]
ColumnOption = Annotated[
    list[str] | None,
    typer.Option(metavar="FIELD=COLUMN", help="Column of tables that holds a field, as text=body; repeatable."),
]
Format = Literal["csv", "geojson", "json", "parquet"]

# The exit code of a command that Ctrl-C ended, by the custom of shells.
INTERRUPTED = 130

# Failures that `fetch` lists on the screen; its report has all.
FAILURES_SHOWN = 50

app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
gazetteer_app = typer.Typer(no_args_is_help=True, help="The gazetteer that places are looked up in.")
app.add_typer(gazetteer_app, name="gazetteer")
console = Console(stderr=True)

# How far a run that the dashboard started steps back behind it, in the units of `nice`: readers go first.
LOW = 10


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
    column: ColumnOption = None,
    workers: Annotated[int | None, typer.Option(min=1, help="Processes; default: one a processor, 8 at most.")] = None,
    cluster: Annotated[
        str | None, typer.Option(metavar="ADDRESS", help="Dask scheduler whose workers annotate, instead.")
    ] = None,
) -> None:
    """Make tables of entities, places, actors and quotes from articles.

    Files and folders of .txt .md .html .docx .rtf .pdf .json .jsonl .csv .xlsx .parquet and feeds; the README has all.

    What was annotated before is not annotated again. A run that was stopped goes on where it was.
    """
    from dashboard.pipeline.corpus import preprocess  # not at the top: spaCy takes seconds to load

    folder = tables or settings.tables_folder()
    if added := find_added(folder):
        from dashboard.pipeline.remaking import describe_added

        inputs = [*inputs, added]
        _say(describe_added(folder))
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("articles", total=None)
        summary = preprocess(
            inputs,
            folder,
            actors=actors or settings.own_actors(),
            places=places or settings.own_places(),
            columns=settings.columns() | settings.read_columns(column or (), "--column"),
            workers=workers,
            cluster=cluster,
            on_article=lambda: progress.advance(task),
            say=_say,
        )
        if find_store(find_root(folder)) is None:
            progress.add_task("preparing the pages", total=None)
            _prepare_pages(folder)
    _print_summary(summary, folder)
    _print_corrections(folder)
    _make_digest(folder, _say)


@app.command("fetch")
def fetch_command(
    sources: Annotated[
        list[str],
        typer.Argument(metavar="URL|FILE…", help="Pages, feeds, maps of sites; files with one address a line."),
    ],
    into: Annotated[Path, typer.Option(metavar="FOLDER", help="Folder for the pages, for dateline preprocess.")],
    entries: Annotated[
        int, typer.Option(min=1, help="Pages that are fetched of a feed or map of a site, the newest.")
    ] = 100,
    minutes: Annotated[float, typer.Option(min=0.1, help="Minutes after which nothing more is asked for.")] = 60.0,
) -> None:
    """Fetch web pages into a folder, as robots.txt allows and at most one a second of a host.

    Ends with 1 if there were failures alone, else with 0.
    """
    from dashboard.fetch import fetch  # not at the top: what reads web pages takes a while to load
    from dashboard.fetch.addresses import list_addresses

    addresses = list(list_addresses(sources))
    columns = (SpinnerColumn(), TextColumn("{task.description}"), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("pages", total=None)

        def advance(done: "Page | Failure") -> None:
            progress.update(task, advance=1, description=done.address[:60])

        found = fetch(addresses, into, entries=entries, minutes=minutes, on_each=advance)
    _print_fetched(found, into)
    if found.failures and not found.pages:
        raise typer.Exit(1)


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


@app.command("changes")
def changes_command(
    since: Annotated[
        str, typer.Option(metavar="SET|DAY", help="A kept set, as `sets` lists it, or a day; default: the set before.")
    ] = "",
    tables: TablesOption = None,
) -> None:
    """Say what changed since an older set, or since a day: articles, numbers by cause, who is named first."""
    from dashboard.exports.changes import describe_changes, read_since
    from dashboard.store import open_store

    folder = tables or settings.tables_folder()
    store = open_store(folder)
    for line in describe_changes(store, folder, read_since(folder, store.manifest, since)):
        typer.echo(line)


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


@app.command("watch")
def watch_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Folder of articles.")],
    tables: TablesOption = None,
    every: Annotated[float, typer.Option(min=0.1, metavar="SECONDS", help="Seconds from one look to the next.")] = 10.0,
    feed: Annotated[
        list[str] | None,
        typer.Option(metavar="URL", help="A feed whose pages are fetched into the folder; repeatable."),
    ] = None,
    feed_every: Annotated[
        float, typer.Option(min=1.0, metavar="MINUTES", help="Minutes from one look at the feeds to the next.")
    ] = 15.0,
) -> None:
    """Make the tables anew whenever files of a folder have changed; Ctrl-C or a termination signal ends it."""
    from dashboard.pipeline.corpus import preprocess  # not at the top: spaCy takes seconds to load
    from dashboard.pipeline.watch import check_apart, watch

    into = tables or settings.tables_folder()
    check_apart(folder, into)
    actors, places, columns = settings.own_actors(), settings.own_places(), settings.columns()
    with ExitStack() as beside:
        if feed:
            from dashboard.fetch.rounds import fetched_in_rounds

            folder.mkdir(parents=True, exist_ok=True)
            beside.enter_context(fetched_in_rounds(feed, folder, 60 * feed_every, typer.echo))

        def run(go_on: Callable[[], None]) -> "Summary":
            summary = preprocess(
                [each for each in (folder, find_added(into)) if each],
                into,
                actors=actors,
                places=places,
                columns=columns,
                on_article=go_on,
                say=typer.echo,
            )
            _make_digest(into, typer.echo)
            return summary

        watch(folder, run, typer.echo, every)


@app.command("sample")
def sample_command() -> None:
    """Make the tables of the sample articles, unless the folder holds your own."""
    if sample.may_be_made(settings.tables_folder()):
        preprocess_command([settings.SAMPLE])


@app.command("preview")
def preview_command(
    inputs: Annotated[list[Path], typer.Argument(metavar="INPUT…", help="Files and folders of articles.")],
    column: ColumnOption = None,
    as_json: Annotated[bool, typer.Option("--json", help="Write JSON, for programs.")] = False,
) -> None:
    """Show what would be read of files and folders, and what is rejected and why; no table is made."""
    from dashboard.additions.preview import write_preview
    from dashboard.pipeline.preview import preview_articles

    preview = preview_articles(inputs, settings.columns() | settings.read_columns(column or (), "--column"))
    if as_json:
        typer.echo(write_preview(preview))
        return
    table = Table("title", "date", "outlet", "characters", box=None)
    for each in preview.found:
        cells = (each.title or "–", (each.published or "no date")[:10], each.source or "–", f"{each.characters:,}")
        table.add_row(*map(escape, cells))
    console.print(table)
    for refused in preview.refused:
        _say(f"{', '.join(filter(None, (refused.path, refused.record)))}: {refused.reason}")
    for name in preview.absent:
        _say(f"no table has the column {name!r}, which preprocess refuses; give --column another one")
    more = "" if preview.is_whole else " so far; not all was looked at"
    _say(f"{plural(preview.articles, 'article')}, {plural(preview.rejects, 'reject')}{more}")


@app.command("remake")
def remake_command(tables: TablesOption = None) -> None:
    """Make the tables anew from the inputs that they were made of and from what was added in the browser.

    The page Add articles starts this. It waits until other runs have ended, and lets other programs go first.
    """
    from dashboard.additions.run import ENDED, LONGEST_ERROR, PREPARING, Reporter, in_line
    from dashboard.pipeline.remaking import remake  # not at the top: spaCy takes seconds to load

    folder = tables or settings.tables_folder()
    os.nice(LOW)
    with in_line(folder) as is_first:
        if not is_first:
            _say("Another run waits already; it reads what was added until it begins.")
            return
        reporter = Reporter(folder)
        try:
            summary = remake(folder, reporter, _say)
            if summary and find_store(find_root(folder)) is None:
                reporter.say(step=PREPARING)
                _prepare_pages(folder)
        except (DatelineError, OSError) as error:
            reporter.say(error=str(error)[:LONGEST_ERROR])
            raise
        compared = ("new", "changed", "unchanged", "gone") if summary else ()
        reporter.say(step=ENDED, **{name: getattr(summary, name) for name in compared})
    if summary:
        _print_summary(summary, folder)
        _make_digest(folder, _say)


@app.command("digest")
def digest_command(tables: TablesOption = None) -> None:
    """Look at the watches again in the set that is shown, and write its digest anew, as HTML and as a feed."""
    from dashboard.digests.making import make_digest  # not at the top: what reads tables takes a while to load
    from dashboard.store import open_store

    folder = tables or settings.tables_folder()
    digest = make_digest(folder, open_store(folder))
    if digest is None:
        _say(f"No digest: {folder} has no watch, or no earlier set of other articles to tell new ones from.")
    else:
        _say(_describe_digest(folder, digest))


@app.command("check")
def check_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of tables.")],
) -> None:
    """Check that tables keep the contract. Ends with 0 if they do, with 1 if not, with 2 if there are none."""
    from dashboard.tables.audit import audit_set

    try:
        found = audit_set(folder)
    except TablesAbsentError:
        raise
    except TablesError as error:
        typer.echo(error)
        raise typer.Exit(1) from error
    for name, rows in found.rows.items():
        typer.echo(f"{name:<10} {plural(rows, 'row')} in {plural(found.files[name], 'file')}")
    for broken in found.broken.values():
        more = f" (and {broken.times - 1:,} more)" if broken.times > 1 else ""
        typer.echo(f"{broken.first}{more}; run: dateline preprocess INPUT --tables {folder}")
    if not found.is_joined:
        typer.echo("Ids between parts were not checked, because a part cannot be read as the contract says.")
    if found.broken:
        raise typer.Exit(1)
    typer.echo("All tables keep the contract.")


@app.command("export")
def export_command(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder of tables.")],
    form: Annotated[
        Format, typer.Option("--format", help="What to write; GeoJSON holds places, movements and doubtful pins.")
    ],
    filters: Annotated[
        str, typer.Option(metavar="LINK", help="A link of the dashboard, or what stands in it after the question mark.")
    ] = "",
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the files; default: the current one.")] = Path(),
) -> None:
    """Write the rows of every page to files, as the pages show them under a link's filters."""
    from dashboard.exports import export_set

    written = export_set(folder, out, form, filters)
    for note in written.notes:
        console.print(note, markup=False, soft_wrap=True)
    for path, rows in written.rows.items():
        typer.echo(f"{path}  {rows:,} rows")


@app.command("verify")
def verify_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A receipt, a list of receipts, or an evidence pack.")],
    tables: TablesOption = None,
) -> None:
    """Check whether what receipts cite is still there: found, moved, changed or gone.

    Ends with 0 if every receipt is found or moved (the words stand as they were, perhaps elsewhere), with 1 if one is
    changed or gone or its time stamp is none of it, with 2 if the file or the tables cannot be read.
    """
    from dashboard.receipts.files import read_file
    from dashboard.receipts.report import fails, write_line, write_summary
    from dashboard.receipts.verifying import verify_all
    from dashboard.store import open_store

    receipts = read_file(file)
    checked = verify_all(open_store(tables or settings.tables_folder()).reader(), receipts)
    for receipt, verdict in checked:
        typer.echo(write_line(receipt, verdict))
    typer.echo(write_summary(checked))
    if any(fails(verdict) for _, verdict in checked):
        raise typer.Exit(1)


@app.command("receipt")
def receipt_command(
    link: Annotated[
        str, typer.Argument(metavar="LINK", help="A link to a sentence or to a list; or quote: and the id of a quote.")
    ],
    tables: TablesOption = None,
    out: Annotated[
        Path | None, typer.Option(metavar="FILE", help="File for the receipt; default: it is printed.")
    ] = None,
    timestamp: Annotated[
        bool, typer.Option("--timestamp", help="Have it stamped with the time, by the authority of DATELINE_TIMESTAMP.")
    ] = False,
) -> None:
    """Make a receipt of what a link of the dashboard shows: a sentence, a quote, or the number of rows of a list."""
    from dashboard.receipts.citing import cite_link
    from dashboard.receipts.citing import find_root as find_address
    from dashboard.receipts.receipt import to_json
    from dashboard.store import open_store

    authority = settings.timestamp_authority()
    if timestamp and not authority:
        raise SettingError("DATELINE_TIMESTAMP is not set; give it the address of a time stamping authority (RFC 3161)")
    receipt = cite_link(open_store(tables or settings.tables_folder()).reader(), link, find_address(link))
    if timestamp:
        from dashboard.receipts.stamps import stamp

        receipt = stamp(receipt, authority)
    if out is None:
        typer.echo(to_json(receipt))
    else:
        with disk.writing(out.absolute().parent, "give another file with --out"):
            disk.write_whole(out, f"{to_json(receipt)}\n".encode())


@app.command("pack")
def pack_command(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A pack of evidence: HTML or JSON.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Where to write it: .html, .pdf or .json; else nothing is written."),
    ] = None,
    tables: TablesOption = None,
) -> None:
    """Make a pack of evidence again from the tables as they are now, and say what has changed in it.

    Ends with 0 if all is as it was, with 1 if something has changed.
    """
    from dashboard.evidence.command import make_again
    from dashboard.evidence.remaking import call
    from dashboard.store import open_store

    folder = tables or settings.tables_folder()
    changes = make_again(file, out, open_store(folder).reader(), settings.public_url())
    for each in changes:
        typer.echo(f"{'changed' if each.said else 'as it was'}  {each.item.kind}  {call(each.item)}")
        for said in each.said:
            typer.echo(f"           {said}")
    if out:
        typer.echo(f"Written: {out}")
    if any(each.said for each in changes):
        raise typer.Exit(1)


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
    """Write the declared tables into data/README.md, and the frames of the pages into docs/data.md."""
    from dashboard.exports.readme import write_frames
    from dashboard.tables.readme import write_contract

    write_contract(settings.CHECKOUT / "data" / "README.md")
    write_frames(settings.CHECKOUT / "docs" / "data.md")


def main() -> None:
    """Run the command line; an error that the user can mend, and Ctrl-C, end it with one line.

    The exit code is 2 then, and 130 after Ctrl-C.
    """
    try:
        try:
            app()
        finally:
            _flush()
    except DatelineError as error:
        _end(str(error), 2)
    except OSError as error:
        if not disk.is_refusal(error):
            raise
        what = "what it says" if error.filename is None else error.filename
        _end(f"{what} cannot be written ({disk.reason(error)}); make room there and run the same command again", 2)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:
            _end("stopped by Ctrl-C; what was finished stays, and the same command goes on", INTERRUPTED)
        raise


def _flush() -> None:
    """Write what waits to be written now, where an error can still be said; after the end Python would say it at
    length."""
    if sys.stdout is None:  # it was closed before the start
        return
    try:
        sys.stdout.flush()
    except BrokenPipeError:  # whoever read it has seen enough, such as `head`
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def _end(said: str, code: int) -> NoReturn:
    """End the command with one line."""
    with suppress(OSError):
        print(f"dateline: {said}", file=sys.stderr)  # noqa: T201
    raise SystemExit(code)


def _say(note: str) -> None:
    console.print(note, markup=False, soft_wrap=True)


def _prepare_pages(folder: Path) -> None:
    """Write the files that the pages read; where there is no room for them, say what that means."""
    from dashboard.store import write_store

    try:
        write_store(find_root(folder))
    except OSError as error:
        _say(f"{error} Until then pages read the tables themselves, which takes longer and more memory.")


def _make_digest(folder: Path, say: Callable[[str], None]) -> None:
    """Write the digest of a set that has none yet. The run is done: whatever fails here is said and harms nothing."""
    try:
        from dashboard.watches.log import FILE

        if not (folder / FILE).exists():
            return
        from dashboard.digests.files import read_digest
        from dashboard.digests.making import make_digest
        from dashboard.store import open_store
        from dashboard.tables.sets import read_manifest

        if read_digest(folder, read_manifest(find_root(folder))["set"]) is None:
            digest = make_digest(folder, open_store(folder))
            if digest is not None:
                say(_describe_digest(folder, digest))
    except Exception as error:
        say(f"The tables are made, but not the digest of the watches ({error}); to try again, run: dateline digest")


def _describe_digest(folder: Path, digest: "Digest") -> str:
    from dashboard.digests.files import html_path

    fired = ", ".join(each.watch.name for each in digest.fired)
    return (
        f"{len(digest.fired)} of {plural(len(digest.entries), 'watch')} fired{f' ({fired})' if fired else ''}: "
        f"{html_path(folder, digest.set_id)}"
    )


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


def _print_fetched(found: "Fetched", folder: Path) -> None:
    """Print what came, and a line for each address that gave nothing; of very many the first ones."""
    from dashboard.fetch.report import report_path

    table = Table(show_header=False, box=None)
    table.add_row("pages", f"{len(found.pages):,}")
    for state in ("new", "changed", "unchanged"):
        table.add_row(f"  {state}", f"{sum(page.state == state for page in found.pages):,}")
    table.add_row("failed", f"{len(found.failures):,}")
    console.print(table)
    for note in found.notes:
        _say(note)
    for each in found.failures[:FAILURES_SHOWN]:
        _say(f"{each.address}  {each.reason}")
    if len(found.failures) > FAILURES_SHOWN:
        _say(f"and {len(found.failures) - FAILURES_SHOWN:,} more")
    _say(f"Every address and what came of it: {report_path(folder)}")


def _print_corrections(folder: Path) -> None:
    """Print how many corrections there are beside the tables, how many in each state, and what cannot be read."""
    from dashboard.corrections.log import read_log

    log = read_log(folder)
    if not log.corrections and not log.note:
        return
    from dashboard.store import open_store

    reader = open_store(folder).reader()
    table = Table(show_header=False, box=None)
    table.add_row("corrections", f"{len(log.corrections):,}")
    states = reader.execute("SELECT state, count(*) FROM corrections GROUP BY ALL ORDER BY 2 DESC")
    for state, count in states.fetchall():
        table.add_row(f"  {state}", f"{count:,}")
    console.print(table)
    if log.note:
        console.print(log.note, markup=False, soft_wrap=True)


if __name__ == "__main__":
    main()
