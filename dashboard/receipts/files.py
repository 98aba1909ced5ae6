"""Files of receipts: one receipt, a list of them, or an evidence pack, read and checked key by key.

A file may come from anybody. What is not as it must be is an InputError that names the receipt, the key and the rule.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import datetime
from pathlib import Path
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from dashboard.errors import InputError
from dashboard.receipts.receipt import (
    KINDS,
    LONGEST_EXACT,
    TYPE,
    VERSION,
    Article,
    Number,
    Passage,
    Receipt,
    Statement,
    Tables,
)

# Characters of what is pasted or given as a file, and receipts in it: those of a pack with charts in it.
LARGEST = 20_000_000
MOST = 1_000

# Characters of a value, at most, where no other rule stands below; and parts or speakers of a quote.
LONGEST_VALUE = 2_000
MOST_VALUES = 200

# The highest whole number: positions, counts.
HIGHEST = 10**12

LONGEST = {
    "external_id": 8_000,
    "exact": LONGEST_EXACT,
    "filters": 8_000,
    "link": 12_000,
    "timestamp": 40_000,
    "prefix": 200,
    "suffix": 200,
}

# Key -> the form that its value must have, and the form in words.
FORMS: dict[str, tuple[re.Pattern[str], str]] = {
    "sha256": (re.compile(r"[0-9a-f]{64}"), "64 hexadecimal digits"),
    "page": (re.compile(r"[a-z_]{1,40}"), "the name of a page, such as sentences"),
    "timestamp": (re.compile(r"[A-Za-z0-9+/=]*"), "base64"),
}

# What an evidence pack holds its data in.
PACK = re.compile(r"""<script\b[^>]{0,200}\bid=["']?dateline-pack["']?[^>]{0,200}>""", re.IGNORECASE)
PACK_END = re.compile(r"</script", re.IGNORECASE)

# The parts that a receipt of each kind has; no other.
PARTS = {
    "sentence": ("passage", "article"), "quote": ("passage", "article", "statement"), "number": ("number",),
}  # fmt: skip

# Key in JSON -> the type in a receipt, of what is no plain value.
NESTED = {"article": Article, "statement": Statement, "number": Number, "tables": Tables}

SELECTORS = {"TextQuoteSelector": ("exact", "prefix", "suffix"), "TextPositionSelector": ("start", "end")}


def read_file(path: Path) -> list[Receipt]:
    """The receipts in a file. Raises InputError where it cannot be read, or holds something else."""
    try:
        if (size := path.stat().st_size) > 4 * LARGEST:
            raise InputError(f"the file has {size:,} bytes; at most {4 * LARGEST:,} are read; give a smaller one")
        return read_receipts(path.read_text("utf-8-sig"))
    except OSError as error:
        raise InputError(f"{path} cannot be read ({error.strerror}); give a file of receipts") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path} is not UTF-8; give a receipt as Dateline writes it") from error
    except InputError as error:
        raise InputError(f"{path}: {error}") from error


def read_receipts(text: str) -> list[Receipt]:
    """The receipts of a file's text: JSON of one or of a list, or an evidence pack. Raises InputError."""
    if len(text) > LARGEST:
        raise InputError(f"the file has {len(text):,} characters; at most {LARGEST:,} are read; give a smaller one")
    given = _read_json(text)
    if isinstance(given, Mapping) and given.get("type") != TYPE and "receipts" in given:
        given = given["receipts"]
    listed = given if isinstance(given, list) else [given]
    if not listed:
        raise InputError("the file has no receipt; give one or a list of them")
    if len(listed) > MOST:
        raise InputError(f"the file has {len(listed):,} receipts; at most {MOST:,} are read; give it in pieces")
    return [read_receipt(each, f"receipt {place}: " if len(listed) > 1 else "") for place, each in enumerate(listed, 1)]


def read_receipt(given: object, which: str = "") -> Receipt:
    """The receipt of an object of JSON; `which` stands before what an error says. Raises InputError."""
    if not isinstance(given, Mapping) or given.get("type") != TYPE:
        raise InputError(f"{which}this is no receipt of Dateline; its key type must be {TYPE!r}")
    version = given.get("version")
    if isinstance(version, int) and version > VERSION:
        raise InputError(f"{which}the key version is {version}; this Dateline reads {VERSION}: use a newer Dateline")
    if version != VERSION or isinstance(version, bool):
        raise InputError(f"{which}the key version is {_say(version)}; it must be {VERSION}")
    kind = given.get("kind")
    if kind not in KINDS:
        raise InputError(f"{which}the key kind is {_say(kind)}; it must be one of {', '.join(KINDS)}")
    values = {key: value for key, value in given.items() if key not in ("type", "version")}
    if "selector" in values:
        values["passage"] = _join_selectors(values.pop("selector"), which)
    parts = PARTS[str(kind)]
    for part, key in (("passage", "selector"), *((name, name) for name in ("article", "statement", "number"))):
        if (part in values) != (part in parts):
            rule = "must have it" if part in parts else "has none"
            raise InputError(f"{which}the key {key} is {'absent' if part in parts else 'there'}; a {kind} {rule}")
    receipt: Receipt = _read_object(Receipt, values, which, "")
    _check_whole(receipt, which)
    return receipt


def _read_json(text: str) -> object:
    is_page = text.lstrip()[:1] == "<"
    found = PACK.search(text) if is_page else None
    if is_page and found is None:
        raise InputError("this page is no evidence pack: it has no script with the id dateline-pack; give a pack")
    try:
        return json.loads(_inside(text, found.end()) if found else text)
    except RecursionError as error:
        raise InputError("the file is nested too deeply to be one of receipts") from error
    except ValueError as error:
        raise InputError(f"the file is no JSON ({str(error)[:100]}); give a receipt as Dateline writes it") from error


def _inside(page: str, start: int) -> str:
    """What stands in a script of a page that begins there."""
    end = PACK_END.search(page, start)
    return page[start : end.start()] if end else page[start:]


def _join_selectors(given: object, which: str) -> dict[str, Any]:
    """The keys of both selectors as those of a passage."""
    joined: dict[str, Any] = {}
    for selector in given if isinstance(given, list) else [given]:
        if not isinstance(selector, Mapping) or not _is_new(selector.get("type"), joined):
            raise InputError(f"{which}the key selector must be a list of one {' and one '.join(SELECTORS)}")
        joined |= {key: value for key, value in selector.items() if key != "type"}
    return joined


def _is_new(name: object, joined: Mapping[str, Any]) -> bool:
    """Whether a selector of this type is one of ours and was not there before."""
    return isinstance(name, str) and name in SELECTORS and not any(key in joined for key in SELECTORS[name])


def _check_whole(receipt: Receipt, which: str) -> None:
    """Raise InputError where two values of a receipt cannot be true together, or one is no time."""
    try:
        datetime.fromisoformat(receipt.made)
    except ValueError as error:
        raise InputError(f"{which}the key made is {_say(receipt.made)}; it must be a time of ISO 8601") from error
    if receipt.passage is None:
        return
    length = receipt.passage.end - receipt.passage.start
    if length != len(receipt.passage.exact) or not receipt.passage.exact.strip():
        raise InputError(
            f"{which}the key selector says {length} characters, but exact has {len(receipt.passage.exact)}"
        )
    for start, end in receipt.statement.parts if receipt.statement else ():
        if not 0 <= start < end <= length:
            raise InputError(f"{which}the key statement.parts has [{start}, {end}]; it must lie within exact")


def _read_object(kind: Any, given: object, which: str, within: str) -> Any:
    """An object of this dataclass with these keys, each of its type; `within` stands before the keys in errors."""
    if not isinstance(given, Mapping):
        raise InputError(f"{which}the key {within.rstrip('.')} is {_say(given)}; it must be an object")
    declared = {each.name: each for each in fields(kind)}
    for key in given:
        if key not in declared:
            raise InputError(f"{which}the key {within}{str(key)[:40]} is not known; leave it out")
    hints, values = get_type_hints(kind), {}
    for name, each in declared.items():
        expected = hints[name]
        optional = type(None) in get_args(expected)
        if name not in given:
            if not optional and each.default is MISSING:
                raise InputError(f"{which}the key {within}{name} is absent; a receipt must have it")
            values[name] = None if each.default is MISSING else each.default
        else:
            values[name] = _read_value(expected, name, given[name], which, f"{within}{name}")
    return kind(**values)


def _read_value(expected: Any, name: str, given: object, which: str, key: str) -> Any:
    if isinstance(expected, UnionType):
        expected = next(each for each in get_args(expected) if each is not type(None))
    if expected in (Passage, *NESTED.values()):
        return _read_object(expected, given, which, "selector." if expected is Passage else f"{key}.")
    if get_origin(expected) is tuple:
        item, *_ = get_args(expected)
        if not isinstance(given, list) or len(given) > MOST_VALUES:
            raise InputError(f"{which}the key {key} is {_say(given)}; it must be a list of at most {MOST_VALUES}")
        if get_origin(item) is tuple:
            return tuple(_read_pair(each, which, key) for each in given)
        return tuple(_read_text(name, each, which, key) for each in given)
    if expected is int:
        return _read_number(given, which, key)
    return _read_text(name, given, which, key)


def _read_pair(given: object, which: str, key: str) -> tuple[int, int]:
    if not isinstance(given, Sequence) or isinstance(given, str) or len(given) != 2:
        raise InputError(f"{which}the key {key} has {_say(given)}; each part must be [start, end]")
    return _read_number(given[0], which, key), _read_number(given[1], which, key)


def _read_number(given: object, which: str, key: str) -> int:
    if not isinstance(given, int) or isinstance(given, bool) or not 0 <= given <= HIGHEST:
        raise InputError(f"{which}the key {key} is {_say(given)}; it must be a whole number from 0 to {HIGHEST}")
    return given


def _read_text(name: str, given: object, which: str, key: str) -> str:
    longest = LONGEST.get(name, LONGEST_VALUE)
    if not isinstance(given, str) or len(given) > longest:
        raise InputError(f"{which}the key {key} is {_say(given)}; it must be text of at most {longest:,} characters")
    if re.search("[\ud800-\udfff]", given):
        raise InputError(f"{which}the key {key} has half a character (a lone surrogate); it must be whole text")
    form = FORMS.get(name)
    if form and not form[0].fullmatch(given):
        raise InputError(f"{which}the key {key} is {_say(given)}; it must be {form[1]}")
    return given


def _say(value: object) -> str:
    """A value as JSON, short enough for a message."""
    said = json.dumps(value, ensure_ascii=True, default=str) if not isinstance(value, str) else repr(value[:80])
    return said if len(said) <= 90 else f"{said[:80]} …"
