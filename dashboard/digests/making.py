"""Making a digest: each watch is asked what it finds in the current set, and the answers are written down."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from dashboard import settings
from dashboard.digests.feed import write_feed
from dashboard.digests.files import FEED, Digest, Entry, html_path, list_digests, write_digest
from dashboard.disk import write_whole, writing
from dashboard.exports import split_link
from dashboard.filters import corpus_mark, read_filters, write_link
from dashboard.queries.watches import Item, View, describe_view, look
from dashboard.reader import Reader
from dashboard.receipts.places import first_words
from dashboard.store import Store
from dashboard.tables.sets import find_older
from dashboard.views.digests import write_document
from dashboard.watches.log import read_watches
from dashboard.watches.record import Watch

REMEDY = "make room there and let this user write, and run: dateline digest"


def make_digest(folder: Path, store: Store) -> Digest | None:
    """Write the digest of the set of this store, which is the current one of `folder`; None where there is no watch, or
    no set before that the new articles could be told from.

    Raises DiskError where the files cannot be written.
    """
    watches = [each for each in read_watches(folder).kept if each.is_looked_at]
    older = find_older(folder, store.manifest)
    if not watches or older is None:
        return None
    earlier = [each for each in list_digests(folder) if each.created < store.manifest["created"]]
    known = {each.watch.id: each.last_fired for each in (earlier[0].entries if earlier else ())}
    reader, made = store.reader(), str(store.manifest["created"])
    marks = tuple(corpus_mark(str(each["input_digest"])) for each in (store.manifest, older))
    entries = tuple(_look(reader, each, marks, made, known.get(each.id, "")) for each in watches)
    digest = Digest(str(store.manifest["set"]), made, str(older["created"]), entries)
    with writing(folder, REMEDY):
        kept = write_digest(folder, digest)
        address = find_address()
        document = write_document(digest, address)
        write_whole(html_path(folder, digest.set_id), document.encode())
        write_whole(folder / FEED, write_feed(kept, folder, address))
    return digest


def find_address() -> Callable[[str], str]:
    """What a link is written as in files: below `DATELINE_PUBLIC_URL` where that is set, else as it is."""
    root = settings.public_url()
    return lambda link: f"{root}{link.removeprefix('./')}" if root else link


def _look(reader: Reader, watch: Watch, marks: tuple[Any, ...], made: str, last_fired: str) -> Entry:
    corpus, before = marks
    filters = watch.filters
    finding = look(reader, View(watch.page, filters, corpus, before), watch.rule)
    finding = replace(finding, items=tuple(map(_make_permanent, finding.items)))
    return Entry(watch, tuple(describe_view(reader, filters)), finding, made if finding.fired else last_fired)


def _make_permanent(item: Item) -> Item:
    """The item with a link by which its sentence is found again in later sets, where it may have another number."""
    page, _, _ = item.link.partition("?")
    filters, _ = read_filters(split_link(item.link))
    words = item.text.removeprefix("… ").partition(" …")[0].strip("“”")
    return replace(item, link=write_link(page, replace(filters, exact=first_words(words))))
