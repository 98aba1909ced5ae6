"""Taking and remaking: what a ref stands for, and what became of it in other tables."""

import re
from collections.abc import Sequence
from dataclasses import replace

import pytest

from dashboard.corrections.log import Log
from dashboard.corrections.record import Correction, GivenPlace
from dashboard.errors import EvidenceError
from dashboard.evidence.pack import Fact, Pack, dump_pack, load_pack
from dashboard.evidence.remaking import GONE, remake
from dashboard.evidence.taking import Shelf, take
from dashboard.queries.origins import WHAT_ORIGINS_ARE
from dashboard.receipts.files import read_receipt
from dashboard.receipts.verifying import verify
from dashboard.store import Store
from tests.queries.conftest import DISPUTED, DISPUTES, Draft, write_tables

ROOT = "https://desk.example/"
REFS = (
    "sentence:denied:1", "quote:{quote}", "number:sentences?at=169577&unit=article", "number:quotes?place=169577",
    "pin:169577?from=2024-12-08",
)  # fmt: skip
MANIFEST = {"set": "f" * 32, "input_digest": "abcdef" + "0" * 58, "created": "2024-12-20T00:00:00+00:00"}


def shelf_of(articles: Sequence[Draft] = DISPUTED, log: Log | None = None) -> Shelf:
    ids = {each.article_id for each in articles}
    quotes = [each for each in DISPUTES if each["article_id"] in ids]
    tables = write_tables(articles, quotes)
    return Shelf((Store(tables, MANIFEST, log) if log else Store(tables, MANIFEST)).reader(), ROOT)


def pack_of(shelf: Shelf) -> Pack:
    [quote] = shelf.reader.execute("SELECT quote_id FROM quotes WHERE speaker = 'Assad'").fetchall()
    return Pack(items=tuple(take(shelf, ref.format(quote=quote[0])) for ref in REFS))


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return shelf_of()


def test_what_is_taken_holds_what_is_printed_of_it(shelf: Shelf) -> None:
    sentence, quote, number, quotes, pin = pack_of(shelf).items
    [passage] = sentence.passages
    assert passage.text[slice(*passage.marks[0])] == "No rebel ever entered Homs, the defence ministry insisted."
    assert passage.text.startswith("the army holds Homs\n\n"), "the sentences around it are there"
    assert (passage.outlet, passage.day, passage.title) == ("Sample Courier", "2024-12-08", "the army holds Homs")
    assert passage.link.startswith(f"{ROOT}articles?article=denied&sentence=1&")
    assert sentence.receipt and sentence.receipt["type"] == "DatelineReceipt"
    assert quote.heading == "Bashar al-Assad, as “Assad”"
    assert Fact("Wording", "own words") in quote.facts
    assert number.heading.startswith("5 articles (") and "of the place: Homs, Syria" in number.filters
    assert [(each.label, each.value) for each in number.steps] == [
        ("found: mentions that the program found in the selected articles", "13"), ("makes mentions", "13"),
        ("less mentions that follow a first one of the same article", "−8"), ("makes articles", "5"),
    ]  # fmt: skip
    assert Fact("In other units", "13 mentions · 5 articles · 5 stories · 2 outlets · 2 origins") in number.facts
    assert Fact("Origins", WHAT_ORIGINS_ARE) in number.facts
    assert number.link == f"{ROOT}sentences?at=169577&unit=article&corpus=abcdef"
    assert quotes.heading.endswith(" quotes") and quotes.receipt
    assert pin.heading == "Homs, Syria" and pin.point and pin.filters == ("from: 2024-12-08",)
    assert re.search(r"articles\?article=.*&sentence=\d+&exact=.*&corpus=abcdef", pin.passages[0].link)
    assert pin.table and pin.table.rows[0][:2] == ("“Homs”", "Homs, Ohio, United States, 10,008 km away")
    assert (sentence.corpus, sentence.tables) == ("abcdef", MANIFEST["created"])


def test_what_is_taken_is_read_back(shelf: Shelf) -> None:
    pack = pack_of(shelf)
    assert load_pack(dump_pack(pack)) == pack


def test_an_article_with_odd_breaks_keeps_its_words_and_its_receipt() -> None:
    last = "Nobody\r\nleft [Homs](@169577)\x0btoday."
    shelf = shelf_of([Draft("odd", "2024-12-08T00:00:00Z", "Wire", ("Odd\r\nbreaks", "One\x0btwo.\r\n", last))])
    item = load_pack(dump_pack(Pack(items=(take(shelf, "sentence:odd:2"),)))).items[0]
    [passage] = item.passages
    assert passage.text[slice(*passage.marks[0])] == "Nobody \nleft Homs\ufffdtoday."
    assert item.receipt and verify(read_receipt(item.receipt), shelf.reader).state == "found"
    [change] = remake(shelf, Pack(items=(item,)))[1]
    assert change.said == ()


@pytest.mark.parametrize(
    "ref",
    ["", "sentence:", "sentence:none:1", "sentence:denied:99", "sentence:denied:x", "quote:none-1-2", "quote:x",
     "number:about?", "pin:none?", "pin:0?", "script:alert(1)", "chart:x", "sentence:../x:1"],
)  # fmt: skip
def test_what_is_not_there_is_refused(shelf: Shelf, ref: str) -> None:
    with pytest.raises(EvidenceError):
        take(shelf, ref)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("location=169577", r"\d+ mentions of anybody and any place"),
        ("location=169577&of=places", r"\d+ mentions( \(.*\))? of any place"),
        ("unit=article", r"\d+ articles with mentions of anybody and any place"),
        ("at=169577", r"\d+ mentions( \(.*\))?"),
    ],
)
def test_a_number_says_whose_mentions_it_counts(shelf: Shelf, query: str, said: str) -> None:
    assert re.fullmatch(said, take(shelf, f"number:sentences?{query}").heading)


def test_filters_that_these_tables_lack_are_said(shelf: Shelf) -> None:
    item = take(shelf, "number:sentences?named=nobody&at=169577")
    assert "no actor “nobody”" in item.note and item.filters == ("of the place: Homs, Syria",)


def test_the_corrections_that_touched_it_are_told() -> None:
    where = GivenPlace("Homs", "LY", "", "PPL", 32.6, 14.3, 200_000)
    said = Correction(
        "wrong-place", id="c1", when="2024-12-21T10:00:00+00:00", who="Bo", why="it is another", surface="Homs",
        location="169577", to="h2", articles=("denied",), place=where,
    )  # fmt: skip
    shelf = shelf_of(log=Log((said,), digest="x"))
    sentence, _, number, _, pin = pack_of(shelf).items
    assert [(each.who, each.why) for each in sentence.corrections] == [("Bo", "it is another")]
    assert sentence.corrections[0].what == "“Homs” (Homs, Syria) in 1 article is Homs, Libya"
    assert number.heading.startswith("4 articles (") and [each.id for each in number.corrections] == ["c1"]
    assert [each.id for each in pin.corrections] == ["c1"]


def test_a_pack_of_the_same_tables_is_as_it_was(shelf: Shelf) -> None:
    pack = pack_of(shelf)
    now, changes = remake(shelf, load_pack(dump_pack(pack)))
    assert [each.said for each in changes] == [()] * 5
    assert [each.id for each in now.items] == [each.id for each in pack.items]


def edited(old: str, new: str, *, before: str = "") -> list[Draft]:
    """The articles with other words, and perhaps with a sentence more at the beginning of the denial."""
    return [
        replace(each, sentences=tuple(
            said.replace(old, new) for said in (
                (each.sentences[0], before, *each.sentences[1:]) if before and each.article_id == "denied"
                else each.sentences
            )
        )) for each in DISPUTED
    ]  # fmt: skip


def test_what_moved_is_found_and_what_was_edited_is_told(shelf: Shelf) -> None:
    pack = pack_of(shelf)
    now, changes = remake(shelf_of(edited("", "", before="Something new was put in.")), pack)
    assert now.items[0].ref == "sentence:denied:2" and "sentence 2 of the article now, not 1" in changes[0].said[0]
    now, changes = remake(shelf_of(edited("insisted.", "insisted at dawn.")), pack)
    assert any("edited" in said or "words" in said for said in changes[0].said) and GONE in changes[0].said
    assert now.items[0] == replace(pack.items[0], note=GONE), "it stays as it was taken"


def test_what_is_gone_stays_with_a_note_and_numbers_say_what_they_are_now(shelf: Shelf) -> None:
    pack = pack_of(shelf)
    now, changes = remake(shelf_of([each for each in DISPUTED if each.article_id != "denied"]), pack)
    assert now.items[0].note == GONE and now.items[0].passages == pack.items[0].passages
    assert re.match(r"It was “5 articles .*”, and is “4 articles .*” now\.", changes[2].said[0])


def test_charts_and_words_stay_as_they_were_taken(shelf: Shelf, pack: Pack) -> None:
    now, changes = remake(shelf, pack)
    assert (now.items[0], now.items[5]) == (pack.items[0], pack.items[5])
    assert {each.item.kind for each in changes} == {"sentence", "quote", "number", "pin"}
