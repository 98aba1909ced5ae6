"""Digests: made of two sets on disk, kept as data, page and feed, with no word of an article taken for markup."""

import json
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from shutil import rmtree

import feedparser
import pytest
from lxml import etree

from dashboard.digests import files
from dashboard.digests.feed import ATOM, write_feed
from dashboard.digests.files import FEED, Digest, html_path, list_digests, read_digest
from dashboard.digests.frame import list_watches
from dashboard.digests.making import make_digest
from dashboard.filters import Filters
from dashboard.queries.watches import Finding, Item
from dashboard.store import open_store
from dashboard.tables.sets import find_root, list_sets, read_manifest
from dashboard.views.digests import write_document
from dashboard.watches.log import keep, read_watches, remove
from dashboard.watches.record import Watch, make_watch
from tests.conftest import EVIL
from tests.digests.conftest import add_set


def make(folder: Path) -> Digest:
    digest = make_digest(folder, open_store(folder))
    assert digest is not None
    return digest


def test_a_digest_says_what_fired_and_is_read_as_it_was_made(folder: Path) -> None:
    digest = make(folder)
    assert [each.watch.name for each in digest.fired] == ["Homs", "Denials"]
    assert [each.words for each in digest.entries] == [("place: Homs, Syria",), (), ("place: Baghdad, Iraq",)]
    assert digest.since == "2024-12-20T08:00:00+00:00"
    links = [each.link for each in digest.fired[0].finding.items]
    assert "exact=%F0%9F%98%80+%C3%89%2C+a.b" in links[0], "the sentence is found again by its words"
    assert read_digest(folder, find_root(folder).name) == digest
    page = html_path(folder, digest.set_id).read_text("utf-8")
    assert "2 of 3 watches fired." in page and "<h2><bdi>Homs</bdi></h2>" in page
    assert "Baghdad</bdi> (anything new): Nothing new." in page
    frame = list_watches(read_watches(folder).kept, digest)
    assert frame["fired"].tolist()[:3] == [True, True, False] and frame["fired"].isna().tolist()[3]


def test_the_next_set_remembers_when_a_watch_fired_last(folder: Path) -> None:
    make(folder)
    add_set(folder, 5, 10)  # an article is gone, none is new
    digest = make(folder)
    assert digest.fired == []
    assert [each.last_fired for each in digest.entries] == ["2024-12-20T09:00:00+00:00"] * 2 + [""]
    assert [each.created[11:13] for each in list_digests(folder)] == ["10", "09"]


def test_without_a_watch_or_an_earlier_set_there_is_none(folder: Path) -> None:
    store = open_store(folder)
    rmtree(folder / "sets" / next(each.path.name for each in list_sets(folder) if not each.is_current))
    assert make_digest(folder, store) is None
    for each in read_watches(folder).kept[:3]:
        remove(folder, each.id, "Ana")
    assert make_digest(folder, store) is None, "a saved view is no watch"
    assert not (folder / "digests").exists() and not (folder / FEED).exists()


def test_the_feed_is_valid_and_its_ids_stay(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make(folder)
    first = feedparser.parse((folder / FEED).read_bytes())
    assert not first.bozo and first.version == "atom10"
    assert [each.title for each in first.entries] == ["Homs: anything new", "Denials: a denial"]
    monkeypatch.setenv("DATELINE_PUBLIC_URL", "https://desk.example.org/dateline")
    make(folder)
    again = feedparser.parse((folder / FEED).read_bytes())
    assert [each.id for each in again.entries] == [each.id for each in first.entries]
    assert len({again.feed.id, *(each.id for each in again.entries)}) == 3
    assert again.entries[0].link.startswith("https://desk.example.org/dateline/articles?location=169577&new=000001")
    page = html_path(folder, find_root(folder).name).read_text("utf-8")
    assert 'href="https://desk.example.org/dateline/articles?' in page and 'href="articles' not in page


def test_only_the_newest_are_kept(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "MOST", 2)
    digest = make(folder)
    for hour in (10, 12, 11):
        files.write_digest(folder, replace(digest, set_id=f"{hour}", created=f"2024-12-20T{hour}:00:00+00:00"))
    assert [each.set_id for each in list_digests(folder)] == ["12", "11"]
    assert {each.stem for each in (folder / "digests").iterdir()} == {"11", "12"}


@pytest.mark.parametrize(
    "data", [b"", b"[]", b"{}", b"\xff", b'{"created": 1, "since": 2, "entries": [1]}', b"[" * 9_999]
)
def test_a_digest_that_cannot_be_read_is_none(folder: Path, data: bytes) -> None:
    digest = make(folder)
    (folder / "digests" / f"{digest.set_id}.json").write_bytes(data)
    assert read_digest(folder, digest.set_id) is None
    assert list_digests(folder) == []
    make(folder)
    assert len(list_digests(folder)) == 1


class Tags(HTMLParser):
    """Collects tags, and the addresses that links have."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.addresses: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src")]


@pytest.fixture
def hostile() -> Digest:
    """A digest in which every word is markup, and has what XML cannot hold."""
    evil = f"{EVIL}]]></script>\x00\x1f\ud800\uffff&\u202e"
    item = Item(evil, 3, 30, evil, evil, evil, "articles?article=%22%3E%3Cscript%3E", evil)
    finding = Finding(True, evil, 2, evil, "articles?q=%3Cscript%3E", (item,))
    watch = Watch(evil, "quotes", "q=x", "any", evil, "", "0123456789ab")
    entry = files.Entry(watch, (evil,), finding, "")
    quiet = replace(entry, finding=replace(finding, fired=False))
    return Digest("set", "2024-12-20T09:00:00+00:00", evil, (entry, quiet))


def test_no_word_becomes_markup(hostile: Digest) -> None:
    tags = Tags()
    tags.feed(str(write_document(hostile, lambda link: link)))
    assert tags.tags <= {
        "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "section", "bdi", "div", "span",
        "mark", "a", "strong", "ul", "li",
    }  # fmt: skip
    assert tags.attributes <= {"lang", "charset", "name", "content", "class", "href", "target", "dir", "title"}
    assert all(each.startswith(("articles?", "quotes?")) for each in tags.addresses)


def test_no_word_breaks_the_feed(hostile: Digest) -> None:
    written = write_feed([hostile], Path("/tables"), lambda link: link)
    tree = etree.fromstring(written)
    assert {each.tag for each in tree.iter()} <= {
        f"{{{ATOM}}}{name}"
        for name in ("feed", "title", "id", "updated", "author", "name", "link", "entry", "summary", "content")
    }
    [entry] = feedparser.parse(written).entries
    tags = Tags()
    tags.feed(entry.content[0].value)
    assert tags.tags <= {"p", "div", "span", "bdi", "strong", "a", "mark"}


def test_a_watch_of_other_tables_is_looked_at_and_harms_nothing(folder: Path) -> None:
    gone = Filters(actors=("gone",))
    keep(folder, [make_watch("Gone", "actors", gone, rule) for rule in ("any", "first", "more", "denied")])
    digest = make(folder)
    assert [each.finding.why for each in digest.entries[3:]] == [
        "These tables have no actor “gone”; nothing can be found of it."
    ] * 4
    assert json.loads((folder / "digests" / f"{digest.set_id}.json").read_bytes())
    assert read_manifest(find_root(folder))["set"] == digest.set_id


def test_two_who_write_one_digest_do_not_disturb_each_other(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    digest, write = make(folder), Path.write_bytes

    def write_beside(path: Path, data: bytes) -> int:
        """Write, and before the file takes its name, another one writes the same digest as a whole."""
        monkeypatch.setattr(Path, "write_bytes", write)
        written = write(path, data)
        files.write_digest(folder, digest)
        return written

    monkeypatch.setattr(Path, "write_bytes", write_beside)
    files.write_digest(folder, replace(digest, since="2024-12-01T08:00:00+00:00"))
    found = read_digest(folder, digest.set_id)
    assert found is not None and found.since == "2024-12-01T08:00:00+00:00", "the last one's stays, whole"
    assert not list((folder / "digests").glob(".*")), "nothing is left beside it"
