"""Receipts as JSON: written and read again, and what comes of files that are broken, strange or hostile."""

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from dashboard.errors import InputError
from dashboard.receipts import files
from dashboard.receipts.files import MOST, read_file, read_receipts
from dashboard.receipts.receipt import (
    Article,
    Number,
    Passage,
    Receipt,
    Statement,
    Tables,
    canonical,
    to_json,
    to_object,
)

TABLES = Tables(set="5411", corpus="541162", made="2026-11-27T17:08:22+00:00")
STAMPED: dict[str, Any] = {
    "tables": TABLES, "link": "https://desk.example/x", "made": "2026-11-27T17:20:57+00:00", "dateline": "0.1.0",
}  # fmt: skip
ARTICLE = Article(
    id="homs", external_id="2024/homs.txt", title="Homs </script>", outlet=None, published=None, url=None,
    sha256="d" * 64, sentence=2,
)  # fmt: skip
PASSAGE = Passage(exact="“Homs”, a\u2028b حِمص", prefix="\n\n", suffix="", start=7, end=23)
STATEMENT = Statement(
    quote="homs-7-22", wording="direct", parts=((0, 4), (6, 15)), speaker=None, actors=("a", "b"),
    actor_names=("A", "B"), sourcing="named", stance=None,
)  # fmt: skip
NUMBER = Number(value=0, unit="mention", page="sentences", filters="named=a", filters_in_words=("mentions of: A",))
QUOTE = Receipt(kind="quote", passage=PASSAGE, article=ARTICLE, statement=STATEMENT, **STAMPED)
SENTENCE = Receipt(kind="sentence", passage=PASSAGE, article=ARTICLE, **STAMPED)
COUNT = Receipt(kind="number", number=NUMBER, timestamp="YWJj", **STAMPED)
ALL = [QUOTE, SENTENCE, COUNT]


def pack(receipts: list[Receipt]) -> str:
    """An evidence pack, as the pages write one."""
    data = json.dumps({"title": "Was Homs taken?", "receipts": [to_object(each) for each in receipts]})
    escaped = data.replace("</", "<\\/")
    return (
        f'<!doctype html>\n<p>…<script type="application/json" id="dateline-pack">{escaped}</script><script>1</script>'
    )


def test_a_receipt_is_read_as_it_was_written() -> None:
    for each in ALL:
        assert read_receipts(to_json(each)) == [each]
    assert read_receipts(json.dumps([to_object(each) for each in ALL])) == ALL
    assert read_receipts(f"\n{pack(ALL)}") == ALL
    assert read_receipts(json.dumps({"receipts": [to_object(QUOTE)]})) == [QUOTE]


def test_the_words_stand_in_the_selectors_of_the_w3c() -> None:
    quoted, placed = to_object(QUOTE)["selector"]
    assert quoted == {"type": "TextQuoteSelector", "exact": PASSAGE.exact, "prefix": "\n\n", "suffix": ""}
    assert placed == {"type": "TextPositionSelector", "start": 7, "end": 23}
    swapped = {**to_object(QUOTE), "selector": [placed, quoted]}
    assert read_receipts(json.dumps(swapped)) == [QUOTE]


def test_what_is_stamped_is_the_same_for_the_same_receipt() -> None:
    again = read_receipts(json.dumps(to_object(COUNT), indent=4, sort_keys=True))[0]
    assert canonical(again) == canonical(COUNT)
    assert b"YWJj" not in canonical(COUNT), "the stamp is over all but itself"
    assert canonical(QUOTE) != canonical(SENTENCE)


def change(key: str, value: object) -> Callable[[dict[str, Any]], None]:
    """Sets a key, of an object within where it has points; `...` takes it away."""

    def apply(written: dict[str, Any]) -> None:
        *within, last = key.split(".")
        for each in within:
            written = written[int(each) if isinstance(written, list) else each]
        if value is ...:
            del written[last]
        else:
            written[last] = value

    return apply


@pytest.mark.parametrize(
    ("apply", "said"),
    [
        (change("type", "Annotation"), "no receipt of Dateline; its key type must be 'DatelineReceipt'"),
        (change("version", 2), "the key version is 2; this Dateline reads 1: use a newer Dateline"),
        (change("version", True), "the key version is true; it must be 1"),
        (change("kind", "rumour"), "the key kind is 'rumour'; it must be one of sentence, quote, number"),
        (change("kind", "number"), "the key selector is there; a number has none"),
        (change("kind", "sentence"), "the key statement is there; a sentence has none"),
        (change("article", ...), "the key article is absent; a quote must have it"),
        (change("article.sha256", "abc"), "the key article.sha256 is 'abc'; it must be 64 hexadecimal digits"),
        (change("article.colour", "red"), "the key article.colour is not known; leave it out"),
        (change("article.id", 7), "the key article.id is 7; it must be text of at most 2,000 characters"),
        (change("article.title", "x" * 2_001), "it must be text of at most 2,000 characters"),
        (change("article.sentence", -1), "the key article.sentence is -1; it must be a whole number from 0"),
        (change("article.sentence", 1.5), "the key article.sentence is 1.5"),
        (change("article", "homs"), "the key article is 'homs'; it must be an object"),
        (change("selector", {}), "the key selector must be a list of one TextQuoteSelector and one Text"),
        (change("selector", [{"type": ["a"]}]), "the key selector must be a list"),
        (change("selector.1.type", "TextQuoteSelector"), "the key selector must be a list"),
        (change("selector.1.end", 24), "the key selector says 17 characters, but exact has 16"),
        (change("selector.1.end", ...), "the key selector.end is absent"),
        (change("selector.0.exact", "\ud800" * 16), "half a character"),
        (change("statement.parts", [[0, 99]]), "the key statement.parts has [0, 99]; it must lie within exact"),
        (change("statement.parts", [3]), "the key statement.parts has 3; each part must be [start, end]"),
        (change("statement.actors", "a"), "the key statement.actors is 'a'; it must be a list"),
        (change("made", "yesterday"), "the key made is 'yesterday'; it must be a time of ISO 8601"),
        (change("tables.set", None), "the key tables.set is null"),
    ],
)  # fmt: skip
def test_a_broken_receipt_names_the_key_and_the_rule(apply: Callable[[dict[str, Any]], None], said: str) -> None:
    written = json.loads(to_json(QUOTE))
    apply(written)
    with pytest.raises(InputError) as refused:
        read_receipts(json.dumps([to_object(SENTENCE), written]))
    assert str(refused.value).startswith("receipt 2: ")
    assert said in str(refused.value)
    assert len(str(refused.value)) < 300


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no JSON"),
        ("{", "no JSON"),
        ("[]", "the file has no receipt"),
        ("7", "no receipt of Dateline"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 10_000, "no JSON"),
        ("<html>", "no evidence pack"),
        ('<script id="dateline-pack">{</script>', "no JSON"),
        (f"[{'1,' * MOST}1]", "at most 1,000 are read"),
        ('{"receipts": 3}', "no receipt of Dateline"),
    ],
    ids=range(10),
)  # fmt: skip
def test_what_is_no_file_of_receipts_is_said(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        read_receipts(text)


def test_a_hostile_file_takes_no_long_time(monkeypatch: pytest.MonkeyPatch) -> None:
    started = time.process_time()
    for text in ("<" + "<script " * 100_000, "<" + '<script id="dateline-pack">' * 30_000):
        with pytest.raises(InputError):
            read_receipts(text)
    assert time.process_time() - started < 1
    monkeypatch.setattr(files, "LARGEST", 10)
    with pytest.raises(InputError, match="has 11 characters; at most 10 are read"):
        read_receipts("x" * 11)


def test_files_that_cannot_be_read_are_named(tmp_path: Path) -> None:
    path = tmp_path / "receipt.json"
    with pytest.raises(InputError, match=r"receipt\.json cannot be read \(No such file"):
        read_file(path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(InputError, match="is not UTF-8"):
        read_file(path)
    path.write_text("\ufeff" + to_json(QUOTE), "utf-8")
    assert read_file(path) == [QUOTE], "Windows' Notepad writes a mark first"
