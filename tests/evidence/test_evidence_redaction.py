"""Redaction: a name that is withheld stands nowhere in a file, whatever its form, and all else stays."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from time import process_time
from urllib.parse import quote_plus, unquote

import pypdf
import pytest

from dashboard.errors import EvidenceError
from dashboard.evidence import redaction
from dashboard.evidence.command import make_again
from dashboard.evidence.files import read_file
from dashboard.evidence.pack import Item, Pack, Passage
from dashboard.evidence.printing import FORMS
from dashboard.evidence.redaction import BLOCK, NAMED, read_names, redact
from dashboard.evidence.taking import Shelf
from dashboard.store import Store
from dashboard.words.folding import place_words
from tests.evidence.conftest import make_item
from tests.queries.conftest import DISPUTED, DISPUTES, write_tables


def read_all(form: str, data: bytes) -> str:
    """What a reader of a file, or of its source, can find in it."""
    if form == ".pdf":
        reader = pypdf.PdfReader(BytesIO(data))
        links = [str(note.get_object()) for page in reader.pages for note in page.get("/Annots", [])]
        text = " ".join(page.extract_text() for page in reader.pages)
        return f"{text} {links} {reader.metadata} {data.decode('latin-1')}"
    return unquote(data.decode("utf-8"))


@pytest.mark.parametrize("sign", [BLOCK, NAMED])
@pytest.mark.parametrize("form", list(FORMS))
def test_no_file_has_a_name_that_is_withheld(pack: Pack, form: str, sign: str) -> None:
    redacted = redact(pack, ["Bashar al-Assad", "assad", "Ana Lopez"], sign).pack
    text = read_all(form, FORMS[form](redacted)).casefold()
    assert "assad" not in text and "lópez" not in text and "bashar" not in text
    assert ("homs" in text and "hezbollah" in text and "names are withheld" in text) or form == ".json"


def test_what_had_the_name_says_what_became_of_it(pack: Pack) -> None:
    redacted = redact(pack, ["Bashar al-Assad", "Assad"])
    sentence, number, chart = (redacted.pack.items[place] for place in (1, 3, 5))
    [passage] = sentence.passages
    assert passage.text == f"It was calm. {BLOCK} left Homs, a source said. Then it rained."
    [(start, end)] = passage.marks
    assert passage.text[start:end] == f"{BLOCK} left Homs, a source said", "the mark is on the same words"
    assert (passage.title, passage.link, passage.url) == (f"{BLOCK} leaves", "", "")
    assert sentence.receipt is None and "receipt is left out" in sentence.note and sentence.ref == ""
    assert (number.link, number.ref, number.filters) == ("", "", (f"mentions of: {BLOCK}",))
    assert chart.picture is None and "image is left out" in chart.note
    assert chart.table and chart.table.rows == ((BLOCK, "12"), ("Hezbollah", "3"))
    assert redacted.pack.withheld and redacted.times["Bashar al-Assad"] == 4
    assert redact(pack, ["Bashar al-Assad"], keep_images=True).pack.items[5].picture == replace(
        pack.items[5].picture, alt=f"Bars; most: {BLOCK} 12"  # type: ignore[type-var]
    )  # fmt: skip


def test_a_place_that_is_withheld_is_not_on_a_map(pack: Pack) -> None:
    pin = redact(pack, ["Homs"]).pack.items[4]
    assert pin.point is None and [each.label for each in pin.facts] == ["Place"]
    assert redact(pack, ["Hezbollah"]).pack.items[4].point == pack.items[4].point


@pytest.mark.parametrize("form", list(FORMS))
def test_a_place_that_is_withheld_leaves_no_id(pack: Pack, form: str) -> None:
    link = "https://desk.example/sentences?at=169577"
    number = make_item(
        7, "number", ref="number:sentences?at=169577", heading="3 mentions", filters=("mentions of: Homs, Syria",),
        link=link, receipt={"number": {"page": "sentences", "filters": "at=169577"}},
    )  # fmt: skip
    pin = replace(pack.items[4], link="https://desk.example/locations?why=169577")
    chart = replace(pack.items[5], ref="chart:x/y?at=169577", filters=("mentions of: Homs, Syria",), link=link)
    full = Pack(items=(number, pin, chart))
    redacted = redact(full, ["Homs"]).pack
    assert "169577" not in read_all(form, FORMS[form](redacted))
    assert "receipt is left out" in redacted.items[0].note
    assert [each.link for each in redact(full, ["Hezbollah"]).pack.items] == [each.link for each in full.items]


@pytest.mark.parametrize(
    ("text", "name", "left"),
    [
        ("ASSAD’s men", "Assad", "█████’s men"),
        ("Ássad said", "assad", "█████ said"),
        ("Assads and Massad", "Assad", "Assads and Massad"),
        ("Bashar\nal‑Assad", "Bashar al-Assad", "█████"),
        ("As\u00adsad fell", "Assad", "█████ fell"),
        *((f"As{sign}sad fell", "Assad", "█████ fell") for sign in "\u200b\u200c\u200d\u2060\ufeff"),
        ("Bashar\u200bal-Assad fell", "Bashar al-Assad", "█████ fell"),
        ("بشار الأسد غادر", "بشار الأسد", "█████ غادر"),
        ("Asad, Asad", "Asad", "█████, █████"),
        ("Ali Ali Ali", "Ali Ali", "█████"),
    ],
)
def test_a_name_is_found_as_a_search_finds_it(text: str, name: str, left: str) -> None:
    redacted = redact(Pack(title=text), [name]).pack.title
    assert redacted == left or (name == "Ali Ali" and "Ali Ali" not in redacted)


def test_an_address_within_an_address_has_no_name() -> None:
    link = f"https://desk.example/login?next={quote_plus(quote_plus('sentences?q=Bashar+al-Assad'))}"
    item = make_item(1, "chart", link=link)
    assert redact(Pack(items=(item,)), ["Bashar al-Assad"]).pack.items[0].link == ""
    assert redact(Pack(items=(item,)), ["Hezbollah"]).pack.items[0].link == link


def test_marks_that_end_within_a_name_take_it_in() -> None:
    passage = Passage("Then Bashar al-Assad left Homs", ((12, 25),))
    item = Item("00000001", "sentence", passages=(passage,))
    [kept] = redact(Pack(items=(item,)), ["Bashar al-Assad"]).pack.items[0].passages
    assert [kept.text[slice(*mark)] for mark in kept.marks] == [f"{BLOCK} left"]


def test_a_text_is_read_as_often_for_many_names_as_for_one(pack: Pack, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def note(text: str) -> Iterator[tuple[str, int, int]]:
        read.append(text)
        return place_words(text)

    def count_reads(names: list[str]) -> int:
        read.clear()
        redact(pack, names)
        return len(read) - len(names)

    monkeypatch.setattr(redaction, "place_words", note)

    assert count_reads([f"Nobody {each}" for each in range(50)]) == count_reads(["Nobody"])


def test_a_text_full_of_a_name_takes_time_as_its_length() -> None:
    began = process_time()
    [times] = redact(Pack(title="Assad " * 50_000), ["Assad"]).times.values()
    assert times == 50_000 and process_time() - began < 5, "seconds; with time as the square of the length 25 and more"


def test_names_are_read_line_by_line_and_bounded() -> None:
    assert read_names(" Assad \n\nAssad\nHafez  al-Assad") == ["Assad", "Hafez al-Assad"]
    for text, said in (
        ("\n".join(f"n{each}" for each in range(51)), "50 are allowed"),
        ("…", "is no name"),
        ("x" * 101, "100"),
    ):
        with pytest.raises(EvidenceError, match=said):
            read_names(text)


def test_a_redacted_file_can_be_opened_and_gone_on_with(pack: Pack) -> None:
    redacted = redact(pack, ["Assad"]).pack
    assert read_file(FORMS[".html"](redacted)) == redacted
    assert redact(pack, []).pack == pack


def test_a_redacted_pack_is_not_made_again_and_its_files_do_not_say_how(pack: Pack, tmp_path: Path) -> None:
    shelf = Shelf(Store(write_tables(DISPUTED, DISPUTES), {}).reader(), "")
    redacted = redact(pack, ["Assad"]).pack
    file, out = tmp_path / "red.html", tmp_path / "red2.html"
    file.write_bytes(FORMS[".html"](redacted))
    with pytest.raises(EvidenceError, match="names were withheld"):
        make_again(file, out, shelf.reader, "")
    assert not out.exists()
    for form in (".html", ".pdf"):
        assert "dateline pack" not in (said := " ".join(read_all(form, FORMS[form](redacted)).split()))
        assert "dateline verify" in said and "dateline pack" in read_all(form, FORMS[form](pack))
