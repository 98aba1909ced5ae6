"""The pack: what an analyst took from the pages, in an order of choice, with the analyst's own words between; as JSON.

An item holds all that is printed of it, as it was when it was taken: so a pack can be read where there are no tables,
and be compared with the tables of today. `read_pack` is the one gate: what it returns can be shown and printed.
"""

import json
import math
import re
from base64 import b64decode
from collections import deque
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, is_dataclass, replace
from functools import cache
from hashlib import sha256
from io import BytesIO
from secrets import token_hex
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from PIL import Image

from dashboard.errors import EvidenceError

# The version of the format; another one is refused, because it might print something else.
VERSION = 1

KINDS = ("sentence", "quote", "number", "pin", "chart", "words")

# Items of a pack: some forty printed pages. Characters of a text, and of all that are no image: ten times what such a
# pack holds. Bytes of an image, of a chart on a large screen at two pixels for one; and of a whole pack.
MOST_ITEMS = 100
LONGEST_TEXT = 20_000
MOST_TEXT = 2_000_000
MOST_IMAGE = 2_000_000
MOST_BYTES = 9_000_000

# Pixels of an image: a PNG of few bytes may be of very many, which a program that prints it would hold in memory.
MOST_PIXELS = 40_000_000

# Rows of the table of a chart, and passages, steps and so on of an item.
MOST_ROWS = 400

# Characters of the title of a pack and of its author's name.
LONGEST_TITLE = 200

# Characters that no page and no printer can show: control characters but line feeds and tabs, and lone surrogates.
UNSHOWN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")

PNG = b"\x89PNG\r\n\x1a\n"

# Digests of images that were read to their end: a page reads its pack each time that it is drawn, and an image of a
# large screen takes 0.05 s.
WHOLE_IMAGES: deque[bytes] = deque(maxlen=1_000)

# What an address of a pack may begin with: it leads out of the file, and must not be a script.
ADDRESS = re.compile(r"https?://", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of an article: `marks` are the characters [start, end) that the item is about, the rest is around them.

    `link` is the address of the sentence in Dateline, `url` that of the article where it was published; "" stands for
    what is not known.
    """

    text: str
    marks: tuple[tuple[int, int], ...] = ()
    title: str = ""
    outlet: str = ""
    day: str = ""
    link: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of an item: what it says of itself, such as who spoke, or a step that a number was counted by."""

    label: str
    value: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: its headings, and rows of as many cells."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as the browser drew it, a PNG in base64, and what it shows, for those who do not see it."""

    png: str
    alt: str
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Point:
    """A place on the globe, in degrees."""

    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Correction:
    """A correction that touched an item: its id, who saved it, when, what it says, and why."""

    id: str
    who: str
    when: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Item:
    """One thing of a pack, with all that is printed of it.

    `ref` says what it is, so that it can be taken again; "" where it cannot. `link` is the view that it was taken from.
    `text` are the analyst's own words, in an item of that kind alone. `corpus` is the mark of the set, `tables` when
    that was made, `taken` when the item was, in UTC. `note` says what a reader of the pack must know besides.
    """

    id: str
    kind: str
    ref: str = ""
    heading: str = ""
    text: str = ""
    passages: tuple[Passage, ...] = ()
    facts: tuple[Fact, ...] = ()
    filters: tuple[str, ...] = ()
    steps: tuple[Fact, ...] = ()
    table: Grid | None = None
    picture: Picture | None = None
    point: Point | None = None
    link: str = ""
    receipt: dict[str, Any] | None = None
    corrections: tuple[Correction, ...] = ()
    corpus: str = ""
    tables: str = ""
    taken: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Pack:
    """A pack. `made` and `changed` are moments in UTC; `withheld` says whether names in it were replaced."""

    title: str = ""
    author: str = ""
    items: tuple[Item, ...] = ()
    made: str = ""
    changed: str = ""
    withheld: bool = False

    @property
    def refs(self) -> list[str]:
        """What is in the pack, in order."""
        return [each.ref for each in self.items if each.ref]


def new_id() -> str:
    """An id for an item; it is the item's within its pack."""
    return token_hex(4)


def add_item(pack: Pack, item: Item) -> Pack:
    """The pack with this item at its end. Raises EvidenceError where it is full, or has the item already."""
    if item.ref and item.ref in pack.refs:
        raise EvidenceError("this is in the evidence already")
    if len(pack.items) >= MOST_ITEMS:
        raise EvidenceError(
            f"the pack has {MOST_ITEMS} items, which is the most; take some away on the page Evidence, or begin another"
        )
    return replace(pack, items=(*pack.items, item))


def drop_item(pack: Pack, item_id: str) -> Pack:
    """The pack without this item."""
    return replace(pack, items=tuple(each for each in pack.items if each.id != item_id))


def move_item(pack: Pack, item_id: str, by: int) -> Pack:
    """The pack with this item so many places further down, or up where the number is negative."""
    place = next((number for number, each in enumerate(pack.items) if each.id == item_id), None)
    if place is None:
        return pack
    items = list(pack.items)
    items.insert(min(max(place + by, 0), len(items)), items.pop(place))
    return replace(pack, items=tuple(items))


def write_words(pack: Pack, item_id: str, text: str) -> Pack:
    """The pack with these words in the item, which is one of words. Raises EvidenceError where it is not there."""
    text = tidy_words(text)[:LONGEST_TEXT]
    if all(each.id != item_id for each in pack.items):
        raise EvidenceError(f"somebody took this paragraph away; your words were not saved: {text}")
    return replace(
        pack, items=tuple(replace(each, text=text) if each.id == item_id else each for each in pack.items)
    )  # fmt: skip


def insert_words(pack: Pack, after: str) -> Pack:
    """The pack with an empty item of words behind this item; before all others where `after` is ""."""
    item = Item(new_id(), "words")
    place = next((number + 1 for number, each in enumerate(pack.items) if each.id == after), 0)
    added = add_item(pack, item)
    return replace(added, items=(*pack.items[:place], item, *pack.items[place:]))


def clean_text(text: str) -> str:
    """The text, as long as it was, with signs in place of characters that nobody can show; paragraphs stay.

    A text of an article must keep its length: marks and receipts count its characters.
    """
    return UNSHOWN.sub("\ufffd", text.replace("\r\n", " \n").replace("\r", "\n"))


def tidy_words(text: str) -> str:
    """What the analyst typed, without characters that nobody can show; paragraphs stay."""
    return UNSHOWN.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def as_read(item: Item) -> Item:
    """The item as it is read from a file. Raises EvidenceError where it could not be: then no pack may have it."""
    return load_pack(dump_pack(Pack(items=(item,)))).items[0]


def write_pack(pack: Pack) -> dict[str, Any]:
    """The pack as JSON has it; what is empty is left out."""
    written = {name: value for name, value in asdict(pack).items() if value and name != "items"}
    items = [{name: value for name, value in asdict(each).items() if value or name == "id"} for each in pack.items]
    return {"dateline_pack": VERSION, **written, "items": items}


def dump_pack(pack: Pack) -> bytes:
    """The pack as bytes of JSON."""
    return json.dumps(write_pack(pack), ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def load_pack(data: bytes) -> Pack:
    """The pack in these bytes of JSON; raises EvidenceError where there is none."""
    if len(data) > MOST_BYTES:
        raise EvidenceError(f"a pack has {MOST_BYTES // 1_000_000} MB at most, and this has {len(data) / 1e6:,.0f} MB")
    try:
        said = json.loads(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:
        raise EvidenceError("this is no pack of evidence: it is cut short, or no JSON") from error
    return read_pack(said)


def read_pack(said: object) -> Pack:
    """The pack that JSON says; raises EvidenceError where it says none, or one that is too large."""
    if not isinstance(said, Mapping) or said.get("dateline_pack") != VERSION:
        raise EvidenceError(
            "this is no pack of evidence that this version of Dateline reads; open a file that the page Evidence made"
        )
    known = {each.name for each in fields(Pack)}
    pack = _read(Pack, {name: value for name, value in said.items() if name in known}, "the pack")
    assert isinstance(pack, Pack)
    _check(pack)
    return replace(pack, title=pack.title[:LONGEST_TITLE], author=pack.author[:LONGEST_TITLE])


def _check(pack: Pack) -> None:
    """Raise EvidenceError where a pack has too much, or something that must not be shown."""
    if len(pack.items) > MOST_ITEMS:
        raise EvidenceError(f"the pack has {len(pack.items):,} items; {MOST_ITEMS} are allowed")
    if len({each.id for each in pack.items}) < len(pack.items):
        raise EvidenceError("two items of the pack have one id; it was changed by another program")
    for item in pack.items:
        if item.kind not in KINDS:
            raise EvidenceError(f"the pack has an item of the kind {item.kind[:40]!r}, which this version has not")
        if not re.fullmatch(r"[0-9a-f]{8}", item.id):
            raise EvidenceError("an item of the pack has no id; it was changed by another program")
        if item.picture:
            check_picture(item.picture)
        if item.table and any(len(row) != len(item.table.headings) for row in item.table.rows):
            raise EvidenceError("a table of the pack has a row of another length")
        for passage in item.passages:
            if any(not 0 <= start < end <= len(passage.text) for start, end in passage.marks):
                raise EvidenceError("a mark of the pack lies outside its text")
        if item.point and not (abs(item.point.latitude) <= 90 and abs(item.point.longitude) <= 180):
            raise EvidenceError("a place of the pack is not on the globe")
    size = sum(len(each) for each in strings(replace(pack, items=tuple(
        replace(each, picture=None) for each in pack.items
    ))))  # fmt: skip
    if size > MOST_TEXT:
        raise EvidenceError(f"the texts of the pack have {size:,} characters; {MOST_TEXT:,} are allowed")


def check_picture(picture: Picture) -> None:
    """Raise EvidenceError where an image is none, or too large."""
    try:
        data = b64decode(picture.png, validate=True)
    except ValueError as error:
        raise EvidenceError("an image of the pack cannot be read") from error
    if len(data) > MOST_IMAGE:
        raise EvidenceError(f"an image has {len(data) / 1e6:.1f} MB; {MOST_IMAGE / 1e6:.0f} MB are allowed")
    if not data.startswith(PNG) or data[12:16] != b"IHDR":
        raise EvidenceError("an image of the pack is no PNG")
    width, height = (int.from_bytes(data[start : start + 4], "big") for start in (16, 20))
    if not 0 < width * height <= MOST_PIXELS or (width, height) != (picture.width, picture.height):
        raise EvidenceError(f"an image of the pack has {width:,} × {height:,} pixels, which is not as it says")
    _read_pixels(data)


def _read_pixels(data: bytes) -> None:
    """Raise EvidenceError where the pixels of a PNG cannot be read: pages and programs that print would stop at it."""
    digest = sha256(data).digest()
    if digest in WHOLE_IMAGES:
        return
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as image:
            image.load()
    except Exception as error:  # a damaged file may raise whatever the decoder's parts raise
        raise EvidenceError("an image of the pack cannot be read") from error
    WHOLE_IMAGES.append(digest)


def strings(value: Any) -> list[str]:
    """All texts within a pack or a part of it, and the names of what a receipt says."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for pair in value.items() for each in pair for text in strings(each)]
    if isinstance(value, list | tuple):
        return [text for each in value for text in strings(each)]
    if is_dataclass(value):
        return [text for each in fields(value) for text in strings(getattr(value, each.name))]
    return []


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, value: Any, where: str, name: str = "") -> Any:
    """The value as this type; raises EvidenceError where it is none. Whatever it says besides is left out.

    `name` is the field that has the value, for which there may be a rule; `where` is what messages call it.
    """
    if get_origin(kind) is UnionType:
        options = get_args(kind)
        return None if value is None and NoneType in options else _read(options[0], value, where, name)
    if get_origin(kind) is tuple:
        return _read_tuple(get_args(kind), value, where, name)
    if get_origin(kind) is dict:
        if not isinstance(value, dict):
            raise EvidenceError(f"{where} is no object")
        return {clean_text(name): _clean(each) for name, each in value.items()}
    if is_dataclass(kind):
        assert isinstance(kind, type)
        if not isinstance(value, Mapping):
            raise EvidenceError(f"{where} is no object")
        known = _hints(kind)
        given = {
            field: _read(known[field], each, f"{field} of {where}", field)
            for field, each in value.items() if field in known
        }  # fmt: skip
        try:
            return kind(**given)
        except TypeError as error:
            raise EvidenceError(f"{where} lacks a part") from error
    if kind is float and type(value) is int:
        value = float(value)
    if type(value) is not kind or (kind is float and not math.isfinite(value)):
        raise EvidenceError(f"{where[:80]} is no {'text' if kind is str else 'number'}")
    if kind is str:
        if len(value) > LONGEST_TEXT and name != "png":
            raise EvidenceError(f"{where} has {len(value):,} characters; {LONGEST_TEXT:,} are allowed")
        value = clean_text(value)
        if name in ("link", "url") and not ADDRESS.match(value):
            return ""
    return value


def _read_tuple(kinds: tuple[Any, ...], value: Any, where: str, name: str) -> tuple[Any, ...]:
    if not isinstance(value, list | tuple) or len(value) > MOST_ROWS:
        raise EvidenceError(f"{where} is no list, or has more than {MOST_ROWS} entries")
    if kinds[-1] is Ellipsis:
        return tuple(_read(kinds[0], each, where, name) for each in value)
    if len(value) != len(kinds):
        raise EvidenceError(f"{where} has another length")
    return tuple(_read(kind, each, where, name) for kind, each in zip(kinds, value, strict=True))


def _clean(value: Any, depth: int = 8) -> Any:
    """What a receipt says, without lone surrogates, which no file can hold."""
    if depth == 0:
        raise EvidenceError("a receipt of the pack is nested too deeply")
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            raise EvidenceError(f"a receipt has a text of {len(value):,} characters; {LONGEST_TEXT:,} are allowed")
        return re.sub("[\ud800-\udfff]", "\ufffd", value)  # all else stays: it is compared with the article
    if isinstance(value, float) and not math.isfinite(value):
        raise EvidenceError("a receipt of the pack has a number that is no JSON")
    if isinstance(value, list):
        return [_clean(each, depth - 1) for each in value[:MOST_ROWS]]
    if isinstance(value, dict):
        return {clean_text(str(name)): _clean(each, depth - 1) for name, each in value.items()}
    if isinstance(value, int | float | NoneType):
        return value
    raise EvidenceError("a receipt of the pack has a part that is no JSON")
