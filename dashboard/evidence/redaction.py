"""Redaction: a pack in which names are replaced, wherever they stand.

- A name is found by its words as the search of the pages compares them (`words.folding`): without case, accents and
  punctuation. So “Bashar al-Assad” is also found in an id, `bashar-al-assad`, and in an address.
- A text keeps its other words. An address, an id or a receipt that has the name is left out whole: half of one would
  lead nowhere, and a receipt of other words can never be verified.
- An item that is about a name, by its heading, its place or a filter, loses its address, its ref and its receipt: these
  have the id of the place or the actor, which says as much.
- Images are left out, because names in them cannot be replaced, unless the analyst says that they have none.

Limit: only the spellings that are given are found; what else tells who is meant, such as an office, stays.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any
from urllib.parse import unquote_plus

from dashboard.errors import EvidenceError
from dashboard.evidence.pack import Fact, Item, Pack, Passage, strings
from dashboard.words.folding import place_words

# How often an address may be written within another: the address of a view in that of a login, and so on.
MOST_UNQUOTED = 3

# What stands in place of a name.
BLOCK, NAMED = "█████", "[name withheld]"

# Names that can be replaced at once, and characters of one.
MOST_NAMES, LONGEST_NAME = 50, 100

# The fields that are an address or an id: whole or not at all.
WHOLE = frozenset(("link", "url", "ref"))

# What an item says of what was left out.
NO_RECEIPT = "Its receipt is left out: it would have a name that is withheld."
NO_IMAGE = "Its image is left out: names in an image cannot be replaced."
NO_POINT = "Its map and its coordinates are left out: they would show which place is meant."

COORDINATES = "Coordinates"

# A blank that nobody sees, and a hyphen that nobody sees, which folding leaves out.
NO_WIDTH, SOFT_HYPHEN = "\u200b", "\u00ad"


@dataclass(frozen=True, slots=True)
class Redacted:
    """A pack without names, and for each name how often it was replaced; 0 says that it stands nowhere as written."""

    pack: Pack
    times: dict[str, int]


def read_names(text: str) -> list[str]:
    """The names in a text with one a line, each once. Raises EvidenceError where they are too many, too long or no
    words."""
    names = list(dict.fromkeys(" ".join(line.split()) for line in text.splitlines() if line.strip()))
    if len(names) > MOST_NAMES:
        raise EvidenceError(f"{len(names):,} names are to be withheld; {MOST_NAMES} are allowed")
    for name in names:
        if len(name) > LONGEST_NAME or not list(place_words(name)):
            raise EvidenceError(f"{name[:40]!r} is no name; write one a line, of {LONGEST_NAME} characters at most")
    return names


def redact(pack: Pack, names: Sequence[str], sign: str = BLOCK, *, keep_images: bool = False) -> Redacted:
    """The pack with `sign` in place of each of these names; without a name it comes back as it is."""
    if not names:
        return Redacted(pack, {})
    eraser = _Eraser(names, sign)
    items = tuple(_redact_item(each, eraser, keep_images=keep_images) for each in pack.items)
    redacted = replace(
        pack, title=eraser.erase(pack.title), author=eraser.erase(pack.author), items=items, withheld=True
    )  # fmt: skip
    if any(eraser.finds(text) for text in strings(redacted)):  # a check on the above: a name must never get out
        raise EvidenceError("the names could not be withheld everywhere; no file was made")
    return Redacted(redacted, eraser.times)


def _redact_item(item: Item, eraser: "_Eraser", *, keep_images: bool) -> Item:
    notes = [eraser.erase(item.note)] if item.note else []
    receipt, picture, point, facts = item.receipt, item.picture, item.point, item.facts
    is_here = eraser.finds(item.heading) or eraser.finds(_place_of(item))
    is_about = is_here or any(map(eraser.finds, item.filters))
    if receipt is not None and (is_about or any(map(eraser.finds, strings(receipt)))):
        receipt = None
        notes.append(NO_RECEIPT)
    if picture is not None and not keep_images:
        picture = None
        notes.append(NO_IMAGE)
    if point is not None and is_here:
        point = None
        facts = tuple(each for each in facts if each.label != COORDINATES)
        notes.append(NO_POINT)
    kept = replace(item, receipt=None, picture=picture, point=point, facts=facts, note="")
    if is_about:  # its address has the id of the actor or the place, which says as much as the name
        kept = replace(kept, ref="", link="")
    passages = tuple(_redact_passage(each, eraser) for each in kept.passages)
    erased = _walk(replace(kept, passages=()), eraser)
    assert isinstance(erased, Item)
    return replace(erased, id=item.id, kind=item.kind, passages=passages, receipt=receipt, note=" ".join(notes))


def _place_of(item: Item) -> str:
    return " ".join(each.value for each in item.facts if each.label == "Place")


def _redact_passage(passage: Passage, eraser: "_Eraser") -> Passage:
    """The passage without names; its marks go with the words that they are on."""
    text, moved = eraser.erase_at(passage.text, [offset for mark in passage.marks for offset in mark])
    marks = tuple(pair for pair in zip(moved[::2], moved[1::2], strict=True) if pair[0] < pair[1])
    erased = _walk(replace(passage, text="", marks=()), eraser)
    assert isinstance(erased, Passage)
    return replace(erased, text=text, marks=marks)


def _walk(value: Any, eraser: "_Eraser", name: str = "") -> Any:
    """A part of a pack without names."""
    if name == "png" or (isinstance(value, Fact) and value.label == COORDINATES):
        return value
    if isinstance(value, str):
        is_lost = name in WHOLE and eraser.finds(value)
        return "" if is_lost else value if name in WHOLE else eraser.erase(value)
    if isinstance(value, tuple):
        return tuple(_walk(each, eraser) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _walk(getattr(value, each.name), eraser, each.name)
                                 for each in fields(value)})  # fmt: skip
    return value


class _Eraser:
    """Finds names in texts by their folded words, and replaces them; counts how often each was replaced."""

    def __init__(self, names: Sequence[str], sign: str) -> None:
        self._names = {name: tuple(word for word, _, _ in place_words(name)) for name in names}
        self._sign = sign
        self.times = dict.fromkeys(names, 0)

    def erase(self, text: str) -> str:
        """The text with the sign in place of each name."""
        return self.erase_at(text, [])[0]

    def erase_at(self, text: str, offsets: Sequence[int]) -> tuple[str, list[int]]:
        """The text without names, and where these offsets of the text are in it."""
        pieces: list[str] = []
        at, length, moved = 0, 0, list(offsets)  # `length` is that of the pieces
        for start, end, name in self._find(text):
            self.times[name] += 1
            by = len(self._sign) - (end - start)
            new_start = length + start - at
            for number, offset in enumerate(offsets):
                if offset >= end:
                    moved[number] += by
                elif offset > start:  # within the name: a mark that begins or ends there takes the sign in
                    moved[number] = new_start + (len(self._sign) if number % 2 else 0)
            pieces += [text[at:start], self._sign]
            length, at = new_start + len(self._sign), end
        return "".join([*pieces, text[at:]]), moved

    def finds(self, text: str) -> bool:
        """Whether a name stands in the text, be it as an address writes it."""
        for _ in range(MOST_UNQUOTED):
            if self._find(text):
                return True
            if (plain := unquote_plus(text)) == text:
                return False
            text = plain
        return bool(self._find(text))

    def _find(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and name of each place where one stands, in order; of two that overlap the longer first one."""
        found = self._find_read(text.replace("_", " ")) if text else []
        if NO_WIDTH in text:  # a blank between two names, or within one: folding takes it for a blank
            found += self._find_read(text.replace("_", " ").replace(NO_WIDTH, SOFT_HYPHEN))
        found.sort(key=lambda each: (each[0], -each[1]))
        kept: list[tuple[int, int, str]] = []
        for each in found:
            if not kept or each[0] >= kept[-1][1]:
                kept.append(each)
            elif each[1] > kept[-1][1]:  # it begins within another: both go, as one
                kept[-1] = (kept[-1][0], each[1], kept[-1][2])
        return kept

    def _find_read(self, text: str) -> list[tuple[int, int, str]]:
        """Start, end and name of each place where one stands, be it within another."""
        words = list(place_words(text))
        by_first: dict[str, list[int]] = {}
        for number, (word, _, _) in enumerate(words):
            by_first.setdefault(word, []).append(number)
        found = []
        for name, wanted in self._names.items():
            for number in by_first.get(wanted[0], ()):
                here = words[number : number + len(wanted)]
                if tuple(word for word, _, _ in here) == wanted:
                    found.append((here[0][1], here[-1][2], name))
        return found
