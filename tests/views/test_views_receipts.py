"""Receipts as HTML: what is offered beside a sentence, a quote and a number, and what became of one."""

import html
import re
from dataclasses import replace
from urllib.parse import parse_qs

from dashboard.receipts.verdict import STATES, Verdict
from dashboard.views import receipts
from dashboard.views.citations import citation
from tests.receipts.test_receipt_files import COUNT, QUOTE
from tests.views.conftest import View, hrefs, pieces, shown
from tests.views.test_views_quotes import ROW

FOUND = Verdict("found", (), "a b", "a b", link="articles?article=a", title="T")
LOST = Verdict("gone", ("It is gone.",), "a b")


def fetched(markup: str) -> list[str]:
    """What the receipts are of that are fetched when they are opened."""
    addresses = [html.unescape(each) for each in re.findall(r'data-from="([^"]*)"', markup)]
    assert all(each.startswith("receipt.json?of=") for each in addresses)
    return [parse_qs(each.partition("?")[2])["of"][0] for each in addresses]


def test_a_sentence_has_its_link_and_its_receipt() -> None:
    drawn = receipts.sentence_forms(View(actors=("x",)), "homs", 2, "“Homs”,\n  they </script> said.")
    link = "articles?article=homs&sentence=2&exact=%E2%80%9CHoms%E2%80%9D%2C+they+%3C%2Fscript%3E+said."
    assert pieces(drawn, "pre")[0] == f"https://desk.example/{link}"
    assert fetched(drawn) == [link]
    assert 'data-name="sentence-homs-2.receipt.json"' in drawn


def test_a_number_has_a_button_of_its_own() -> None:
    drawn = receipts.number_item(View(named=("a",), screen=3), "sentences")
    assert pieces(drawn, "button")[:2] == ["Receipt of this number", "Add to evidence"]
    assert fetched(drawn) == ["sentences?named=a"]
    assert 'data-name="number-sentences.receipt.json"' in drawn


def test_a_quote_is_cited_with_its_receipt_and_a_link_with_its_words() -> None:
    drawn = citation(View(), ROW)
    assert pieces(drawn, "strong") == ["Text", "BibTeX", "RIS", "Receipt"]
    assert "&exact=" in shown(drawn)
    assert fetched(drawn) == [f"quote:{ROW['quote_id']}"]


def test_words_that_are_as_they_were_stand_once() -> None:
    assert pieces(receipts.verdict_items(View(), [(QUOTE, FOUND)]), 'p class="dl-said"') == ["a b"]
    changed = replace(FOUND, state="changed", now="a c", then_differs=((2, 3),), now_differs=((2, 3),))
    drawn = receipts.verdict_items(View(), [(QUOTE, changed)])
    assert pieces(drawn, 'p class="dl-said"') == ["Then a b", "Now a c"]
    assert pieces(drawn, 'mark class="differs"') == ["b", "c"]


def test_what_is_gone_leads_only_to_what_was_cited() -> None:
    drawn = receipts.verdict_items(View(), [(QUOTE, LOST), (COUNT, LOST)])
    words = "exact=%E2%80%9CHoms%E2%80%9D%2C+a+b+%D8%AD%D9%90%D9%85%D8%B5"
    assert hrefs(drawn) == [
        f"articles?article=homs&sentence=2&{words}&corpus=541162", "sentences?named=a&corpus=541162",
    ]  # fmt: skip
    assert "It is gone." in shown(drawn) and "Homs </script>" in shown(drawn)
    assert "Counted under mentions of: A" in shown(drawn)
    assert hrefs(receipts.verdict_items(View(), [(QUOTE, FOUND)])) == ["articles?article=a"]


def test_every_verdict_has_a_meaning_and_is_counted() -> None:
    assert tuple(receipts.MEANINGS) == STATES
    assert receipts.count_states([(QUOTE, LOST), (COUNT, FOUND), (COUNT, LOST)]) == "1 found and 2 gone"
    rows = receipts.verdict_rows([(QUOTE, LOST), (COUNT, FOUND)])
    assert rows["verdict"].tolist() == ["gone", "found"] and rows["article"].tolist()[0] == "Homs </script>"
