"""What became of what receipts cite: on the same set, and on sets that were made of edited articles."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from dashboard.corrections.record import Correction
from dashboard.filters import Filters
from dashboard.reader import Reader
from dashboard.receipts.receipt import Receipt, require
from dashboard.receipts.verdict import Verdict
from dashboard.receipts.verifying import verify
from dashboard.receipts.writing import number_receipt, quote_receipt, sentence_receipt
from tests.receipts.conftest import BOTH, HOMS, NAMES, PORT, SAFE, News, Said, edit

if TYPE_CHECKING:
    from tests.receipts.conftest import Open

STABLE = edit(HOMS, "safe and stable", "calm and under control")
COPY = replace(HOMS, id="copy", external="ext-copy", title="Homs: a denial", source="Sample Courier", url=None)


@pytest.fixture(scope="module")
def quote(first: Reader) -> Receipt:
    """The receipt of the quote of both parts in the article HOMS."""
    [(quote_id,)] = first.execute("SELECT quote_id FROM quotes").fetchall()
    return quote_receipt(first, quote_id)


@pytest.fixture(scope="module")
def sentence(first: Reader) -> Receipt:
    """The receipt of the sentence about the road."""
    return sentence_receipt(first, "homs", 3)


def said(verdict: Verdict) -> str:
    return " ".join(verdict.said)


def test_what_is_as_it_was_is_found(first: Reader, quote: Receipt, sentence: Receipt) -> None:
    number = number_receipt(first, Filters(named=("ministry",)), "sentences")
    for receipt in (quote, sentence, number):
        verdict = verify(receipt, first)
        assert (verdict.state, verdict.said, verdict.then) == ("found", (), verdict.now)
    assert verify(quote, first).then == "safe and stable,” the ministry said, “and no rebel is near"
    assert verify(number, first).then == "1 mention"


def test_words_are_moved_where_the_text_around_them_was_edited(read: "Open", sentence: Receipt, quote: Receipt) -> None:
    before = edit(HOMS, "on Friday", "on Saturday")
    verdict = verify(sentence, read(before))
    assert (verdict.state, verdict.now) == ("moved", sentence.passage and sentence.passage.exact)
    assert "edited elsewhere" in said(verdict)
    beside = verify(sentence, read(edit(HOMS, "did not comment", "was silent")))
    assert beside.state == "moved" and "the text beside them was edited" in said(beside)
    longer = replace(HOMS, sentences=("A new beginning.", *HOMS.sentences))
    verdict = verify(quote, read(longer))
    assert verdict.state == "moved" and "sentence 2 of the article now, not 1" in said(verdict)
    assert "sentence=2" in verdict.link


def test_an_article_is_found_by_its_other_id_and_by_its_address(read: "Open", quote: Receipt) -> None:
    by_id = verify(quote, read(replace(HOMS, id="homs-2", external="ext-homs", url=None)))
    assert by_id.state == "moved" and by_id.said == (
        "The article has another id now: homs-2.",
        "The address is now none, not “https://wire.example/homs”.",
    )
    by_address = verify(quote, read(replace(HOMS, id="homs-3", external="other")))
    assert by_address.state == "moved" and "homs-3" in said(by_address)
    assert "article=homs-3" in by_address.link


def test_an_id_that_another_article_has_now_leads_to_no_wrong_words(read: "Open", sentence: Receipt) -> None:
    usurper = replace(PORT, id="homs", external="ext-usurper")
    assert verify(sentence, read(usurper)).state == "gone"
    verdict = verify(sentence, read(usurper, replace(HOMS, id="homs-2", external="x", url=None)))
    assert verdict.state == "moved" and "“Ministry denies that Homs fell” (Sample Wire) has the same words" in said(
        verdict
    )


def test_words_in_another_article_are_moved_where_the_article_is_gone(read: "Open", sentence: Receipt) -> None:
    only_words = News("short", ("Nobody knows.", HOMS.sentences[3], "Nobody."), title="Short", external="ext-short")
    verdict = verify(sentence, read(only_words, COPY))
    assert verdict.state == "moved"
    assert "“Homs: a denial” (Sample Courier) has the same words, and so 1 other." in said(verdict), "by what is beside"
    assert verify(sentence, read(PORT)).state == "gone"


def test_what_stands_beside_decides_between_equal_sentences(first: Reader, read: "Open") -> None:
    last = sentence_receipt(first, "port", 4)
    moved = replace(
        PORT, sentences=("First.", PORT.sentences[3], PORT.sentences[4], PORT.sentences[0], PORT.sentences[1])
    )
    verdict = verify(last, read(moved))
    assert verdict.state == "moved" and "sentence=2" in verdict.link


def test_blanks_do_not_count(read: "Open", quote: Receipt) -> None:
    wrapped = edit(HOMS, "the ministry](ministry) said", "the ministry](ministry)\nsaid")
    verdict = verify(quote, read(wrapped))
    assert verdict.state == "moved" and "ministry\nsaid" in verdict.now


def test_edited_words_are_changed_and_those_that_differ_marked(read: "Open", quote: Receipt) -> None:
    verdict = verify(quote, read(STABLE))
    assert verdict.state == "changed"
    assert [verdict.then[slice(*each)] for each in verdict.then_differs] == ["safe", "stable"]
    assert [verdict.now[slice(*each)] for each in verdict.now_differs] == ["calm", "under control"]
    assert "sentence=1" in verdict.link
    assert verdict.said == (
        "These words are no longer in the article; the closest sentence is shown, and the words that differ are"
        " marked.",
    )
    signs = verify(quote, read(edit(HOMS, "no rebel", "No rebel")))
    assert signs.state == "changed" and "only signs or capitals differ" in said(signs)


def test_words_that_a_copy_still_has_are_changed_all_the_same(read: "Open", quote: Receipt) -> None:
    verdict = verify(quote, read(STABLE, COPY))
    assert verdict.state == "changed"
    assert "The same words stand in “Homs: a denial” (Sample Courier)." in said(verdict)


def test_words_are_gone_where_the_article_has_nothing_like_them(read: "Open", quote: Receipt) -> None:
    silent = replace(HOMS, sentences=("Rebels were seen near the city on Friday.", "It rained."), said=())
    verdict = verify(quote, read(silent))
    assert (verdict.state, verdict.now) == ("gone", "")
    assert "neither these words nor a sentence like them" in said(verdict)
    assert verdict.link.startswith("articles?article=homs&corpus=")
    assert verify(quote, read(PORT)).link == ""


def test_words_in_another_mouth_are_changed(read: "Open", quote: Receipt) -> None:
    other = replace(HOMS, said=(replace(SAFE, speaker="Kremlin", actor="kremlin"),))
    verdict = verify(quote, read(other))
    assert verdict.state == "changed"
    assert verdict.said == (
        "The words are there, but the speaker is now Kremlin, not Ministry of Defence, as “the ministry”.",
    )
    nobody = verify(quote, read(replace(HOMS, said=(replace(SAFE, actor=None),))))
    assert nobody.state == "changed" and "now “the ministry”, not Ministry of Defence" in said(nobody)
    claims = verify(quote, read(replace(HOMS, said=(replace(SAFE, stance="claims", sourcing="unnamed"),))))
    assert claims.said == (
        "The stance is now “claims”, not “denies”.", "The sourcing is now “unnamed”, not “organisation”.",
    )  # fmt: skip
    assert "no longer takes them for a quote" in said(verify(quote, read(replace(HOMS, said=()))))


def test_a_speaker_that_was_merged_or_corrected_is_known(read: "Open", quote: Receipt) -> None:
    merged = read(HOMS, corrections=[Correction("merge", actor="ministry", into="kremlin")])
    verdict = verify(quote, merged)
    assert (verdict.state, verdict.said) == (
        "moved", ("The speaker is called Kremlin now, not Ministry of Defence.",),
    )  # fmt: skip
    split = Correction("split", actor="ministry", into="kremlin", articles=("ext-homs",))
    assert verify(quote, read(HOMS, corrections=[split])).state == "changed"


def test_what_the_receipt_says_of_the_article_is_compared_too(read: "Open", first: Reader, sentence: Receipt) -> None:
    article = require(sentence.article)
    forged = verify(replace(sentence, article=replace(article, outlet="Other Wire", published="2024-12-08")), first)
    assert forged.state == "changed"
    assert forged.said == (
        "The outlet is now “Sample Wire”, not “Other Wire”.", "The day is now none, not “2024-12-08”.",
    )  # fmt: skip
    retitled = verify(sentence, read(replace(HOMS, title="Another headline")))
    assert retitled.state == "moved" and "The headline is now “Another headline”" in said(retitled)


def test_a_speaker_who_is_called_otherwise_is_said(first: Reader, quote: Receipt) -> None:
    forged = verify(replace(quote, statement=replace(require(quote.statement), actor_names=("Vladimir Putin",))), first)
    assert forged.state == "changed"
    assert forged.said == ("The speaker is called Ministry of Defence now, not Vladimir Putin.",)


def test_of_several_quotes_the_one_with_the_words_is_compared(read: "Open", first: Reader) -> None:
    around = Said(("Homs is safe and stable,” the ministry said, “and no rebel is near",), "Kremlin", "kremlin")
    within = Said(("safe and stable",), "the ministry", "ministry")
    reader = read(replace(HOMS, said=(around, within)))
    quotes = [quote for (quote,) in reader.execute("SELECT quote_id FROM quotes ORDER BY quote_id").fetchall()]
    assert [verify(quote_receipt(reader, each), reader).state for each in quotes] == ["found", "found"]


def test_what_was_altered_in_a_receipt_is_never_found(first: Reader, quote: Receipt) -> None:
    passage, statement, article = require(quote.passage), require(quote.statement), require(quote.article)
    for altered, told in (
        (replace(quote, passage=replace(passage, prefix="It is a lie that ")), "other words beside these"),
        (replace(quote, passage=replace(passage, suffix=", he said while lying")), "other words beside these"),
        (replace(quote, article=replace(article, sentence=77)), "sentence 1 of the article now, not 77"),
        (replace(quote, statement=replace(statement, speaker="Joe Biden")), "not “Joe Biden”"),
        (replace(quote, statement=replace(statement, parts=((0, 1),))), "other parts of these words"),
    ):
        verdict = verify(altered, first)
        assert verdict.state != "found" and told in said(verdict)


def test_an_altered_receipt_is_told(first: Reader, sentence: Receipt) -> None:
    passage = require(sentence.passage)
    forged = replace(sentence, passage=replace(passage, exact=passage.exact.replace("unclear", "certain")))
    verdict = verify(forged, first)
    assert verdict.state == "changed" and "never had these words: the receipt was altered" in said(verdict)
    shifted = replace(sentence, passage=replace(passage, start=passage.start - 1, end=passage.end - 1))
    assert "the receipt was altered" in said(verify(shifted, first))


def test_a_number_is_counted_again(first: Reader, read: "Open") -> None:
    both = number_receipt(first, Filters(named=("ministry", "kremlin")), "sentences")
    assert verify(both, read(replace(HOMS, sentences=HOMS.sentences[:2]), set_id="two")).said == (
        "The number is now 1 mention, not 2 mentions.",
    )
    more = replace(PORT, sentences=("[The ministry](ministry) was silent.",))
    split = Correction("split", actor="ministry", into="russia", articles=("ext-homs",))
    receipt = number_receipt(read(HOMS, more), Filters(named=("ministry",)), "sentences")
    verdict = verify(receipt, read(HOMS, more, corrections=[split]))
    assert "not 2 mentions. The tables are the same: corrections were made, or the receipt was altered" in said(verdict)
    articles = number_receipt(first, Filters(sources=("Sample Wire",)), "articles")
    assert (articles.number and articles.number.unit, verify(articles, read(HOMS)).state) == ("article", "changed")
    assert verify(number_receipt(first, Filters(), "quotes"), read(HOMS)).state == "found"


def test_a_number_is_the_same_on_the_page_that_explains_it(first: Reader) -> None:
    filters = Filters(named=("ministry", "kremlin"), unit=("outlet",))
    why, listed = (number_receipt(first, filters, page) for page in ("number", "sentences"))
    assert why.number and listed.number and why.number.value == listed.number.value == 1
    assert (why.number.unit, verify(why, first).state) == ("outlet", "found")
    step = number_receipt(first, replace(filters, step=("found",)), "sentences")
    assert step.number and step.number.unit == "mention", "the rows of a step are mentions"


def test_a_number_moves_with_a_merged_actor_and_is_gone_without_one(first: Reader, read: "Open") -> None:
    receipt = number_receipt(first, Filters(named=("ministry",)), "sentences")
    merged = verify(receipt, read(*BOTH, corrections=[Correction("merge", actor="ministry", into="putin")]))
    assert merged.state == "moved" and "merged into Vladimir Putin" in said(merged)
    assert "Its filters read now: mentions of: Vladimir Putin." in said(merged)
    names = {key: name for key, name in NAMES.items() if key != "ministry"}
    lost = verify(receipt, read(PORT, names=names))
    assert lost.state == "gone" and "These tables have no actor “ministry”." in said(lost)


def test_a_number_says_its_filters_as_the_page_takes_them(first: Reader) -> None:
    receipt = number_receipt(
        first, Filters(actors=("ministry",), sentence=3, screen=2), "quotes", "https://desk.example/"
    )
    assert receipt.number and receipt.number.filters == "actor=ministry&near=quote"
    assert receipt.number.filters_in_words == ("actor: Ministry of Defence", "named in: quote")
    assert receipt.link == "https://desk.example/quotes?actor=ministry&corpus=one000"
