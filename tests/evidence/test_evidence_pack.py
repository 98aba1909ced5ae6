"""The pack: it is read as it was written, takes no more than it may, and nothing that it could not show."""

import json
from base64 import b64decode, b64encode
from dataclasses import dataclass, replace
from typing import Any

import pytest

from dashboard.errors import EvidenceError
from dashboard.evidence.pack import (
    MOST_ITEMS,
    Item,
    Pack,
    Picture,
    _read,
    add_item,
    drop_item,
    dump_pack,
    insert_words,
    load_pack,
    move_item,
    new_id,
    write_pack,
    write_words,
)
from tests.evidence.conftest import draw_png, make_item


def test_a_pack_is_read_as_it_was_written(pack: Pack) -> None:
    assert load_pack(dump_pack(pack)) == pack


def test_items_move_and_go_and_words_come_between(pack: Pack) -> None:
    first, second = pack.items[:2]
    assert move_item(pack, first.id, 1).items[:2] == (second, first)
    assert move_item(pack, first.id, -1) == pack and move_item(pack, "ffffffff", 1) == pack
    assert drop_item(pack, first.id).items == pack.items[1:]
    inserted = insert_words(pack, second.id)
    assert [each.kind for each in inserted.items[:3]] == ["words", "sentence", "words"]
    written = write_words(inserted, inserted.items[2].id, "One.\r\n\r\nTwo.\x00\ud800")
    assert written.items[2].text == "One.\n\nTwo."
    assert insert_words(pack, "").items[1:] == pack.items


def test_what_is_in_it_is_taken_once_and_a_full_pack_says_so(pack: Pack) -> None:
    with pytest.raises(EvidenceError, match="already"):
        add_item(pack, replace(pack.items[1], id=new_id()))
    full = Pack(items=tuple(Item(f"{number:08x}", "words") for number in range(MOST_ITEMS)))
    with pytest.raises(EvidenceError, match="take some away"):
        add_item(full, Item(new_id(), "words"))


def bend(pack: Pack, **changes: Any) -> bytes:
    """The pack as JSON with other values in its second item."""
    said = json.loads(json.dumps(write_pack(pack)))
    said["items"][1] |= changes
    return json.dumps(said).encode()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"kind": "script"}, "kind"),
        ({"id": "<b>"}, "no id"),
        ({"heading": 3}, "no text"),
        ({"passages": "words"}, "no list"),
        ({"passages": [{"text": "short", "marks": [[2, 99]]}]}, "outside its text"),
        ({"point": {"latitude": 91.0, "longitude": 0.0}}, "globe"),
        ({"point": {"latitude": float("nan"), "longitude": 0.0}}, "no number"),
        ({"table": {"headings": ["a"], "rows": [["1", "2"]]}}, "another length"),
        ({"picture": {"png": "AAAA", "alt": "", "width": 1, "height": 1}}, "no PNG"),
        ({"picture": {"png": "<svg>", "alt": "", "width": 1, "height": 1}}, "cannot be read"),
        ({"picture": {"png": draw_png(), "alt": "", "width": 9, "height": 1}}, "not as it says"),
        ({"receipt": {"a": [float("nan")]}}, "no JSON"),
        ({"receipt": {"a": "x" * 30_000}}, "30,000 characters"),
        ({"text": "x" * 30_000}, "20,000 are allowed"),
        ({"heading": "x", "facts": [{"label": "only"}]}, "lacks a part"),
    ],
)
def test_what_is_no_pack_is_refused(pack: Pack, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(EvidenceError, match=said):
        load_pack(bend(pack, **changes))


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b"\xff", b'{"dateline_pack": 2}', b"[" * 100_000])
def test_what_is_no_json_of_a_pack_is_refused(data: bytes) -> None:
    with pytest.raises(EvidenceError, match="no pack of evidence"):
        load_pack(data)


def test_addresses_of_a_pack_lead_to_pages_and_run_nothing(pack: Pack) -> None:
    evil = [{"text": "words", "link": "javascript:alert(1)", "url": " data:text/html,<script>"}]
    read = load_pack(bend(pack, link="javascript:alert(1)", passages=evil)).items[1]
    assert (read.link, read.passages[0].link, read.passages[0].url) == ("", "", "")


@dataclass(frozen=True)
class Held:
    link: str = ""
    png: str = ""
    text: str = ""


def test_the_rules_of_a_field_hold_whatever_messages_call_its_place() -> None:
    said = {"link": "javascript:alert(1)", "png": "A" * 30_000, "text": "javascript:alert(1)"}
    assert _read(Held, said, "what a later version has") == Held("", said["png"], said["text"])
    assert _read(str, said["link"], "the address", "url") == ""
    assert _read(str, said["text"], "link text") == said["text"]


def test_an_image_of_too_many_pixels_is_refused(pack: Pack) -> None:
    data = bytearray(b64decode(draw_png()))
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    png = b64encode(bytes(data)).decode()
    bomb = replace(pack.items[5], picture=Picture(png, "", 60_000, 60_000))
    with pytest.raises(EvidenceError, match="pixels"):
        load_pack(dump_pack(replace(pack, items=(bomb,))))


@pytest.mark.parametrize("damage", ["only its head", "other bytes", "half of it"])
def test_an_image_that_is_damaged_is_refused(pack: Pack, damage: str) -> None:
    data = b64decode(draw_png())
    at = data.index(b"IDAT")
    cut = {"only its head": data[: at - 4], "other bytes": data[: at + 4] + b"x" * 40, "half of it": data[: at + 9]}
    broken = Picture(b64encode(cut[damage]).decode(), "", 40, 20)
    with pytest.raises(EvidenceError, match="cannot be read"):
        load_pack(dump_pack(replace(pack, items=(replace(pack.items[5], picture=broken),))))


def test_items_share_no_id(pack: Pack) -> None:
    twice = replace(pack, items=(make_item(1, "words"), make_item(1, "words")))
    with pytest.raises(EvidenceError, match="one id"):
        load_pack(dump_pack(twice))
