"""The language of a search: what is typed, how it is read, and what is said about it."""

import pytest

from dashboard.words.query import LONGEST_QUERY, MOST_TERMS, explain, find_spans, read_query


def read(query: str) -> str:
    """How a search was read, where nothing was left out."""
    assert read_query(query).notes == ()
    return explain(query)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("ceasefire", "articles with “ceasefire”"),
        ("ceasefire Hama", "articles with “ceasefire” and “Hama”"),
        ("ceasefire AND Hama", "articles with “ceasefire” and “Hama”"),
        ("a b c", "articles with “a”, “b” and “c”"),
        ('ceasefire "buffer  zone" NOT Gaza', "articles with “ceasefire” and “buffer zone”, without “Gaza”"),
        ("ceasefire AND NOT Gaza", "articles with “ceasefire”, without “Gaza”"),
        ("ceasefire -Gaza -“Rafah crossing”", "articles with “ceasefire”, without “Gaza” or “Rafah crossing”"),
        ("-Gaza", "articles without “Gaza”"),
        ("NOT Gaza OR Rafah", "articles without “Gaza” or “Rafah”"),
        ("Hama OR Homs", "articles with “Hama” or “Homs”"),
        ("Hama OR Homs OR Idlib ceasefire", "articles with “Hama”, “Homs” or “Idlib”, and with “ceasefire”"),
        ("ceasefire Hama OR Homs", "articles with “ceasefire”, and with “Hama” or “Homs”"),
        ("Hama OR Homs NOT Gaza talks", "articles with “Hama” or “Homs”, and with “talks”, without “Gaza”"),
        ("cease*", "articles with a word that begins with “cease”"),
        ('"buffer zon*"', "articles with a phrase that begins with “buffer zon”"),
        ('Homs OR "buffer zon"*', "articles with “Homs” or a phrase that begins with “buffer zon”"),
        ("Hama or Homs and not Gaza", "articles with “Hama”, “or”, “Homs”, “and”, “not” and “Gaza”"),
        ('"OR"', "articles with “OR”"),
        ("al-Assad’s (rebels)", "articles with “al-Assad’s” and “rebels”"),
        ("al-Sham(ISIS)", "articles with “al-Sham” and “ISIS”"),
        ("— Hama & - / Homs", "articles with “Hama” and “Homs”"),
        ("«буферная зона»", "articles with “буферная зона”"),
        ('"rebels left', "articles with “rebels left”"),
        ("NEAR title:x ^y {z}", "articles with “NEAR”, “title:x”, “y” and “z”"),
        ("حمص", "articles with “\u2068حمص\u2069”"),
        ("", "no articles: the search names no word"),
    ],
)  # fmt: skip
def test_a_search_is_read_as_it_is_said(query: str, said: str) -> None:
    assert read(query) == said


def test_what_is_searched_can_be_something_else() -> None:
    assert explain("deny NOT rumour", of="quotes") == "quotes with “deny”, without “rumour”"


@pytest.mark.parametrize(
    ("query", "said", "note"),
    [
        ("OR Hama", "articles with “Hama”", "“OR” was left out: AND and OR stand between"),
        ("Hama AND", "articles with “Hama”", "“AND” was left out"),
        ("Hama NOT", "articles with “Hama”", "“NOT” was left out"),
        ("Hama OR AND Homs", "articles with “Hama” and “Homs”", "“OR AND” was left out"),
        ("Hama OR -Homs", "articles with “Hama”, without “Homs”", "“OR NOT” was read as “NOT”"),
        ("(Hama OR Homs) rebels", "articles with “Hama” or “Homs”, and with “rebels”", "Brackets are not read"),
        ("Hama OR ho*", "articles with “Hama” or “ho”", "“ho*” was read as “ho”: write 3 letters or more before a *."),
        ("c*fire", "articles with “c fire”", "“c*fire” was read as “c fire”: a * stands only at the end"),
        ("*fire", "articles with “fire”", "“*fire” was read as “fire”: a * stands only at the end"),
        ("— 😀", "no articles: the search names no word", "“— 😀” names no word, so nothing is found."),
        ('"', "no articles: the search names no word", "“\"” names no word"),
        ("x" * 400, f"articles with “{'x' * LONGEST_QUERY}”", "The search has 400 characters; the first 300 were"),
        (
            " ".join(f"w{number}" for number in range(40)),
            f"articles with {', '.join(f'“w{number}”' for number in range(MOST_TERMS - 1))} and “w19”",
            "Only 20 words and phrases were read, not “w20” and on.",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_left_out_and_a_note_says_so(query: str, said: str, note: str) -> None:
    assert explain(query) == said
    [told] = read_query(query).notes
    assert told.startswith(note)


def test_all_that_a_search_wants_is_found_in_a_text() -> None:
    text = "Café zone, the BUFFER\nzone; a cease-fire. Gaza, 大马士革"

    def spans(query: str) -> list[str]:
        return [text[start:end] for start, end in find_spans(text, query)]

    assert spans("cafe NOT Gaza") == ["Café"]
    assert spans('"buffer zone" OR Hama zone') == ["zone", "BUFFER\nzone", "zone"]
    assert spans("ceas* fire") == ["cease", "fire"]
    assert spans('"the buf*"') == ["the BUFFER"]
    assert spans("马士") == ["马士"]
    assert spans('"革 x"') == spans("caf") == spans("-cafe") == spans("") == []
