"""Files: an HTML file that does nothing and loads nothing, and a PDF that prints words as they are."""

import json
import random
import re
from dataclasses import replace
from html.parser import HTMLParser
from io import BytesIO

import pypdf
import pytest

from dashboard.errors import EvidenceError
from dashboard.evidence import pdf
from dashboard.evidence.files import read_file
from dashboard.evidence.lines import UNASKED, UNCORRECTED
from dashboard.evidence.pack import Fact, Grid, Item, Pack, Passage, load_pack, write_pack
from dashboard.evidence.printing import html_of, pdf_of
from dashboard.evidence.redaction import redact
from tests.conftest import EVIL
from tests.evidence.conftest import make_item

# What a file could load or run something with.
ACTIVE = {"iframe", "object", "embed", "form", "link", "base", "video", "audio", "source", "input", "button", "svg"}


class Elements(HTMLParser):
    """The elements of a document, each with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def make_evil() -> Pack:
    """A pack whose every word is markup."""
    evil = EVIL + " </script><script>1</script> </body></html> {{ }} <!-- ]]>"
    passage = Passage(evil, ((3, 30),), evil, evil, evil, 'https://x.example/"><script>', "https://x.example/'\"<b>")
    items = tuple(
        make_item(number, kind, text=evil, heading=evil, passages=(passage,), facts=(Fact(evil, evil),),
                  filters=(evil,), table=Grid((evil,), ((evil,),)), note=evil, receipt={evil: [evil, {"exact": evil}]})
        for number, kind in enumerate(("sentence", "quote", "number", "chart", "words"))
    )  # fmt: skip
    return Pack(evil[:200], evil[:200], items)


def test_a_file_runs_nothing_and_loads_nothing(pack: Pack) -> None:
    for each in (pack, make_evil()):
        text = html_of(each).decode()
        found = Elements(text).found
        assert not {tag for tag, _ in found} & ACTIVE
        assert [attributes for tag, attributes in found if tag == "script"] == [
            {"type": "application/json", "id": "dateline-pack"}
        ]
        for tag, attributes in found:
            assert not [name for name in attributes if name.startswith("on") or name == "style"], (tag, attributes)
            assert (attributes.get("src") or "data:image/").startswith("data:image/")
            if href := attributes.get("href"):
                assert href.startswith("https://") and attributes["rel"] == "noopener noreferrer"
        assert "default-src 'none'" in text and not re.search(r"url\(|@import", text)


def test_a_file_holds_its_pack_and_its_receipts(pack: Pack) -> None:
    for each in (pack, load_pack(json.dumps(write_pack(make_evil())).encode())):
        data = html_of(each)
        assert read_file(data) == each
        held = json.loads(data.rpartition(b'id="dateline-pack">')[2].partition(b"</script>")[0])
        assert held["receipts"] == [item.receipt for item in each.items if item.receipt]


def test_a_file_says_what_a_reader_needs(pack: Pack) -> None:
    text = re.sub(r"<[^>]+>", " ", html_of(pack).decode())
    for said in (
        "Did Assad leave?", "Ana López", "5 items", "from tables made 2024-12-09 (abcdef)",
        "mentions of: Bashar al-Assad", "− copies", "Homs, Syria", "Assad is Bashar al-Assad",
        "ab" * 32, "dateline verify FILE", "dateline pack FILE",
    ):  # fmt: skip
        assert said in text
    empty = html_of(Pack("Nothing yet", items=(make_item(1, "words", text="Soon."),))).decode()
    assert "Receipts" not in empty and "Corrections" not in empty


def test_a_file_denies_corrections_only_where_they_were_looked_for(pack: Pack) -> None:
    _, sentence, quote, number, pin, chart = pack.items
    bare, other = replace(sentence, corrections=()), replace(number, steps=())
    for items, says_none, says_unasked in (
        ((bare, quote, number, pin), True, False), ((sentence, number), False, False), ((bare, chart), False, True),
        ((bare, other), False, True), ((sentence, chart), False, True),
    ):  # fmt: skip
        each = replace(pack, items=items)
        page = pypdf.PdfReader(BytesIO(pdf_of(each))).pages[-1].extract_text()
        for text in (html_of(each).decode(), " ".join(page.split())):
            assert (UNCORRECTED in text, UNASKED in text) == (says_none, says_unasked)
            assert ("Assad is Bashar al-Assad" in text) == (sentence in items)


@pytest.mark.parametrize("data", [b"<html></html>", b"<script id=dateline-pack>{</script>", b"\xef\xbb\xbf{}", b""])
def test_a_file_of_something_else_is_refused(data: bytes) -> None:
    with pytest.raises(EvidenceError):
        read_file(data)


def test_a_pdf_prints_words_as_they_are_whatever_they_mean_to_typst(pack: Pack) -> None:
    chance = random.Random(7)
    signs = [*"#$\\<>@*_`~[]{}()=+-/\"'&%;:.,^|!?", "//", "/*", "*/", "--", "...", "= ", "#let x = 1", "http://"]
    lines = ["".join(chance.choices([*signs, "word", "Слово", "é"], k=8)) for _ in range(40)]
    lines += [
        '#import "x.typ"',
        '#read("pack.json")',
        "$ sum_x $",
        "<label> @label",
        "\\u{41}",
        "- a",
        "1. b",
        "/ c: d",
    ]
    items = [make_item(place, "words", text=line) for place, line in enumerate(lines)]
    items.append(make_item(
        100, "chart", heading=lines[0], table=Grid((lines[1],), ((lines[2],),)), facts=(Fact(lines[3], lines[4]),),
        passages=(Passage(lines[5], (), lines[6], lines[7]),),
    ))  # fmt: skip
    data = pdf_of(Pack(lines[8], lines[9], tuple(items)))
    printed = "".join("".join(page.extract_text() for page in pypdf.PdfReader(BytesIO(data)).pages).split())
    lost = [line for line in lines if "".join(line.split()) not in printed]
    assert lost == []


def test_a_pdf_has_pages_with_numbers_and_links_that_live(pack: Pack) -> None:
    reader = pypdf.PdfReader(BytesIO(pdf_of(pack)))
    links = {str(note.get_object()["/A"]["/URI"]) for page in reader.pages for note in page.get("/Annots", [])}
    assert {"https://wire.example/assad", "https://desk.example/sentences?named=bashar%2Dal%2Dassad"} <= links
    assert f"1 / {len(reader.pages)}" in reader.pages[0].extract_text()
    assert reader.metadata and (reader.metadata.title, reader.metadata.author) == ("Did Assad leave?", "Ana López")


def test_a_word_longer_than_a_line_stays_on_the_paper_and_is_copied_whole() -> None:
    pack = Pack("W" * 200, "", (make_item(1, "sentence", passages=(Passage("W" * 200, ((0, 200),)),)),))
    lines = pypdf.PdfReader(BytesIO(pdf_of(pack))).pages[0].extract_text().splitlines()
    assert max(len(line) for line in lines if line.startswith("WWW")) < 80
    assert "W" * 200 in "".join(lines) and "With Dateline" in " ".join(lines)


def test_a_pdf_that_takes_too_long_or_cannot_be_set_says_so(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "LONGEST", 0.01)
    with pytest.raises(EvidenceError, match="download the HTML"):
        pdf_of(pack)
    monkeypatch.setattr(pdf, "LONGEST", 60.0)
    broken = Item("00000001", "chart", picture=replace(pack.items[5].picture, png="iVBORw0KGgo="))  # type: ignore[type-var]
    with pytest.raises(EvidenceError, match="could not be set"):
        pdf_of(Pack(items=(broken,)))


def test_what_is_redacted_is_marked_in_both(pack: Pack) -> None:
    redacted = redact(pack, ["Hezbollah"]).pack
    assert "Names are withheld" in html_of(redacted).decode()
    assert "Names are withheld" in pypdf.PdfReader(BytesIO(pdf_of(redacted))).pages[0].extract_text()
