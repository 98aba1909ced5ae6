"""What measures the pages: filter sets that the tables know, sessions that a real server answers, errors that count."""

import asyncio
import os
import time
from collections.abc import Iterator
from contextlib import aclosing
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import urllib3
from streamlit.proto.Alert_pb2 import Alert
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from benchmarks import data, pages
from benchmarks.choices import MIXES, VIEWS, Chooser, Values, read_values
from benchmarks.processes import processor_seconds
from benchmarks.report import percentile
from benchmarks.server import Server, read_memory, start_server
from benchmarks.session import Alone, Run, Session, find_errors
from dashboard.app import sidebar
from dashboard.errors import TablesAbsentError
from dashboard.filters import Filters, read_filters
from tests import rows as make
from tests.sets import write_set


@pytest.fixture(scope="module")
def values(sample_tables: Path) -> Values:
    return read_values(sample_tables)


@pytest.fixture(scope="module")
def server(sample_tables: Path) -> Iterator[Server]:
    with start_server(sample_tables) as server:
        yield server


def test_every_page_is_measured() -> None:
    pages = (*sidebar.PAGES, sidebar.NUMBER)
    assert {each.page for each in VIEWS} == {sidebar.name_in_url(label) for _, label, *_ in pages}


def test_filter_sets_are_drawn_once_and_the_same_each_time(values: Values) -> None:
    chooser, again = Chooser(values, 1), Chooser(values, 1)
    found = chooser.draw(MIXES)
    assert found == again.draw(MIXES) != Chooser(values, 2).draw(MIXES)
    assert found[0] == Filters() and len(set(found)) == len(MIXES) == 20
    assert not {*found[1:]} & {*chooser.draw(MIXES[1:4])}, "none is drawn again while there are others"


def test_filter_sets_can_be_read_in_an_address(values: Values) -> None:
    chooser = Chooser(values, 0)
    for view in VIEWS:
        queries = view.draw(chooser)
        assert len(queries) == 20
        for query in queries:
            assert read_filters(parse_qs(query))[1] == [], (view.label, query)


def test_tables_without_names_are_refused(tmp_path: Path) -> None:
    write_set(tmp_path, make.tables(articles=[make.article("a")]), {})
    with pytest.raises(ValueError, match="has no actors to choose from; give a larger set"):
        read_values(tmp_path)
    with pytest.raises(ValueError, match="has no table articles"):
        read_values(tmp_path / "sets")
    with pytest.raises(TablesAbsentError), start_server(tmp_path / "sets"):
        pass


def test_a_server_answers_for_every_view_without_a_note_or_an_error(server: Server, values: Values) -> None:
    chooser = Chooser(values, 0)

    async def ask_all() -> None:
        async with aclosing(Session(server.address)) as session:
            for view in VIEWS:
                query = view.draw(chooser)[-1]
                run = await session.ask(view.page, query)
                assert run.errors == () and run.received > 5_000, (view.label, query)
                shown = [each.delta.new_element for each in session.messages if each.HasField("delta")]
                assert any(each.heading.tag == "h1" for each in shown if each.HasField("heading")), view.label
                notes = [each.alert.body for each in shown if each.HasField("alert")]
                assert not [note for note in notes if "ignored" in note], (view.label, query)

    asyncio.run(ask_all())


def test_a_change_is_a_run_of_the_same_session(server: Server) -> None:
    async def ask_twice() -> tuple[list[str], list[Run]]:
        async with aclosing(Session(server.address)) as session:
            runs = [await session.ask("locations", "")]
            ids = [session.messages[0].new_session.initialize.session_id]
            runs += [await session.ask("locations", "hollow=no"), await session.ask("nowhere", "")]
            ids += [each.new_session.initialize.session_id for each in session.messages if each.HasField("new_session")]
        return ids, runs

    ids, [first, change, elsewhere] = asyncio.run(ask_twice())
    assert len({*ids}) == 1
    assert first.errors == change.errors == ()
    assert elsewhere.errors == ("page not found",)
    assert all(run.seconds > 0 for run in (first, change))


def test_a_server_that_is_gone_is_an_error() -> None:
    run = asyncio.run(Session("http://localhost:9/").ask("", ""))
    assert len(run.errors) == 1 and "connect" in run.errors[0].lower()


def test_what_a_page_shows_as_an_error_counts() -> None:
    raised, red, blue, script = (ForwardMsg() for _ in range(4))
    raised.delta.new_element.exception.type = "KeyError"
    raised.delta.new_element.exception.message = "'a'"
    for message, form in ((red, Alert.ERROR), (blue, Alert.INFO)):
        message.delta.new_element.alert.body = "no tables"
        message.delta.new_element.alert.format = form
    script.session_event.script_compilation_exception.message = "bad syntax"
    assert [[*find_errors(each)] for each in (raised, red, blue, script)] == [
        ["KeyError: 'a'"], ["no tables"], [], ["bad syntax"],
    ]  # fmt: skip


def test_a_view_is_measured_cold_and_warm(server: Server) -> None:
    [view, *_] = VIEWS
    for kind in (pages.VISIT, pages.CHANGE):
        found = asyncio.run(pages.measure_view(server, view, kind, ["q=rain", "q=snow"], 0.0))
        assert (len(found.cold), len(found.warm)) == (2, 2)
        assert all(0 < each.work < 60 for each in found.cold)
        label, of_kind, *numbers, errors = found.row()
        assert (label, of_kind, errors) == ("Overview", kind, 0)
        assert all(isinstance(each, int | float) and each > 0 for each in numbers)


def test_a_line_has_percentiles_the_largest_and_the_number_of_errors() -> None:
    cold = [Alone(Run(number / 100, number * 1000, ()), number / 50) for number in range(1, 21)]
    found = pages.Measured("Places", "change", cold, [Alone(Run(0.5, 0, ("KeyError: 1",)), 9.0)])
    assert found.row() == ("Places", "change", 100, 190, 500, 500, 200, 380, 20, 1)
    assert percentile([3.0, 1.0, 2.0], 0.99) == 3.0


def test_memory_and_processor_time_are_those_of_the_process() -> None:
    found = read_memory(os.getpid())
    assert found.own > 20 and found.of_files > 1
    assert found.peak >= found.own
    before, end = processor_seconds([os.getpid()]), time.process_time() + 0.05
    while time.process_time() < end:
        pass
    assert 0.05 <= processor_seconds([os.getpid()]) - before < 5


def test_the_data_of_a_page_is_measured_with_rows_in_it(server: Server, values: Values) -> None:
    with urllib3.PoolManager() as pool:
        found = data.measure(pool, server, "places", Chooser(values, 0))
    assert {len(each) for each in (found.screen, *found.whole.values())} == {len(MIXES)}
    assert list(found.whole) == ["json", "csv", "parquet", "geojson"]
    row = found.row()
    assert (row[0], len(row), row[-1]) == ("places", len(data.HEADINGS), 0)
    assert max(each.size for each in found.screen) > 1_000
