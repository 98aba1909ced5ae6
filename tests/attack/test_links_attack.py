"""A few of the hostile links of `benchmarks.attack.links`, over the WebSocket of a real server."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from benchmarks.attack import links
from benchmarks.choices import read_values

pytestmark = pytest.mark.browser  # it starts a server, though no Chromium


def test_hostile_links_break_nothing_and_are_not_ignored_in_silence(
    sample_tables: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    options = ["--tables", str(sample_tables), "--count", "40", "--seed", "16", "--browser", "0"]
    with ThreadPoolExecutor(1) as apart:  # in this thread a test of a browser may have a loop of its own
        status = apart.submit(links.main, options).result()
    said = capsys.readouterr().out
    assert "40 links of seed 16" in said
    assert status == 0, said


def test_a_link_is_the_same_under_its_seed_and_number(sample_tables: Path) -> None:
    values = read_values(sample_tables)
    assert links.make_link(1, 2, values) == links.make_link(1, 2, values) != links.make_link(1, 3, values)


@pytest.mark.parametrize(
    ("html", "faults"),
    [
        ('<p>&lt;script&gt;</p><a href="articles?q=%3Ca%3E">x</a><a href="https://outlet.example/">y</a>', 0),
        ("<img src=x>", 1),
        ('<b onclick="f()">x</b>', 1),
        ('<a href="javascript:f()">x</a>', 1),
        ('<a href="//evil.example/">x</a>', 1),
    ],
)
def test_markup_of_others_is_found(html: str, faults: int) -> None:
    markup = links.Markup()
    markup.feed(html)
    assert len(markup.faults) == faults
