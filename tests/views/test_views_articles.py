"""The reader as HTML: every mark in its paragraph, the headline set as one, one sentence that stands out."""

import time
from dataclasses import replace
from typing import Any

import pandas as pd
import pytest

from dashboard.queries.reading import Comparison, Reading
from dashboard.views import articles
from tests.views.conftest import View, hrefs, pieces, shown

TEXT = "Homs falls\n\nRebels took Homs. “We left\nat night,” Assad said."
MENTION = {"actor_id": None, "actor": None, "placed_id": None, "place": None}


def mention(surface: str, start: int, **columns: Any) -> dict[str, Any]:
    return {**MENTION, "start": start, "end": start + len(surface), **columns}


def quote(*parts: list[int], **columns: Any) -> dict[str, Any]:
    start, end = parts[0][0], parts[-1][1]
    given = {
        "quote_id": f"a-{start}-{end}", "article_id": "a", "sentence": 2, "start": start, "end": end, "parts": parts,
        "text": TEXT[start:end], "kind": "direct", "actors": [], "speaker": None, "stance": None, "via": None,
        "sourcing": "named",
    }  # fmt: skip
    return {**given, **columns}


def reading(text: str = TEXT, mentions: Any = (), quotes: Any = (), **article: Any) -> Reading:
    given = {
        "article_id": "a", "title": "Homs falls", "text": text, "published": pd.NaT, "source": None, "agency": None,
        "url": None,
    }  # fmt: skip
    sentences = pd.DataFrame(
        [{"sentence": 0, "start": 0, "end": 10}, {"sentence": 2, "start": TEXT.index("“"), "end": len(TEXT)}]
    )
    return Reading(
        pd.Series({**given, **article}), sentences, pd.DataFrame(mentions), pd.DataFrame(quotes), pd.DataFrame(), 0
    )


def test_actors_places_and_quotes_are_marked_and_lead_to_their_sentences() -> None:
    found = reading(
        mentions=[
            mention("Homs", TEXT.index("Homs."), placed_id="169577", place="Homs"),
            mention("Assad", TEXT.index("Assad"), actor_id="assad", actor="Assad"),
        ],
        quotes=[quote([TEXT.index("We"), TEXT.index(",”")], actors=["Bashar al-Assad", "Iraq"], speaker="Assad")],
    )
    drawn = articles.reader_text(View(), found)
    assert shown(drawn) == TEXT
    assert pieces(drawn, 'mark class="place"') == ["Homs"] and pieces(drawn, 'mark class="actor"') == ["Assad"]
    assert pieces(drawn, 'mark class="quote"') == ["We left\n", "at night"]
    assert 'title="Bashar al-Assad and Iraq (named)"' in drawn
    here = "articles?article=a&sentence=2"
    assert hrefs(drawn) == ["sentences?at=169577", here, here, "sentences?named=assad"]


def test_the_quotes_of_the_chosen_sentence_can_be_cited_behind_its_paragraph() -> None:
    found = reading(quotes=[quote([TEXT.index("We"), TEXT.index(",”")], actors=["Bashar al-Assad"], speaker="Assad")])
    drawn = articles.reader_text(View(article="a", sentence=2), found)
    assert "Bashar al-Assad: We left at night · Cite" in shown(drawn)
    assert drawn.index("dl-lit") < drawn.index("dl-citation")
    assert pieces(drawn, "pre")[0].startswith("Assad [Bashar al-Assad]: “We left at night”. “Homs falls”. Sentence: ")
    for other in (articles.reader_text(View(article="a", sentence=0), found), articles.reader_text(View(), found)):
        assert "Cite" not in shown(other)
    headline = articles.reader_text(View(article="a", sentence=0), found)
    assert "This sentence · Link and receipt" in shown(headline)
    assert pieces(headline, "pre")[0] == "https://desk.example/articles?article=a&sentence=0&exact=Homs+falls"
    assert "dl-citation" not in articles.reader_text(View(), found)


def test_the_headline_and_the_chosen_sentence_stand_out() -> None:
    drawn = articles.reader_text(View(article="a", sentence=2), reading())
    assert pieces(drawn, 'span class="dl-headline"') == ["Homs falls"]
    assert pieces(drawn, 'span id="lit" class="dl-lit"') == ["“We left\n"]
    assert pieces(drawn, 'span class="dl-lit"') == ["at night,” Assad said."]
    assert "dl-headline" not in articles.reader_text(View(), reading(title="Another title"))
    assert "dl-lit" not in articles.reader_text(View(article="a", sentence=9), reading())


def test_a_text_of_many_marks_and_lines_takes_no_longer_than_it_must() -> None:
    text = "Homs fell.\n" * 12_000
    found = reading(text, [mention("Homs", start, placed_id="1", place="Homs") for start in range(0, len(text), 11)])
    begun = time.process_time()
    drawn = articles.reader_text(View(), found)
    assert time.process_time() - begun < 15, "it takes 2 s; where each line is compared with each mark, minutes"
    assert drawn.count('<mark class="place"') == 12_000


def test_an_article_leads_to_its_copies_and_to_its_original_on_the_web_alone() -> None:
    drawn = articles.reader_heading(View(), told(None, ("b", None), ("c", None), all_copies=40))
    assert hrefs(drawn) == [
        "articles", "https://example.org/?a=1&b=2", "stories?story=s",
        "articles?article=b", "articles?article=a&compare=b", "articles?article=c", "articles?article=a&compare=c",
        "articles?story=s",
    ]  # fmt: skip
    assert shown(drawn).endswith(
        "The same story: Title <b> (Post, no date, compare); Title <c> (Post, no date, compare); all 41 articles"
    )
    assert hrefs(articles.reader_heading(View(), reading(url="javascript:alert(1)"))) == ["articles"]


def told(published: str | None, *copies: tuple[str, str | None], all_copies: int = 0) -> Reading:
    """The article of that time with copies of these ids and times."""
    rows = [
        {"article_id": each, "title": f"Title <{each}>", "source": "Post", "published": pd.Timestamp(when or "NaT")}
        for each, when in copies
    ]
    found = reading(
        url="https://example.org/?a=1&b=2", source="Wire", story_id="s", published=pd.Timestamp(published or "NaT")
    )
    return replace(found, copies=pd.DataFrame(rows), all_copies=all_copies)


@pytest.mark.parametrize(
    ("published", "first", "words"),
    [
        (
            "2024-12-08T10:30",
            "2024-12-08T07:30",
            "First written by Post, 2024-12-08 07:30 UTC; this one came 3 hours later.",
        ),
        ("2024-12-08T10:30", "2024-12-08T11:30", "The first of its story: the next came 1 hour later, from Post."),
        ("2024-12-08T10:30", None, "Some articles of this story have no date: who wrote first is not known."),
    ],
)
def test_a_story_says_who_wrote_first(published: str, first: str | None, words: str) -> None:
    assert words in shown(articles.reader_heading(View(), told(published, ("b", first))))


def test_what_differs_from_a_copy_is_marked_and_explained() -> None:
    other = pd.Series({"article_id": "b", "title": "T", "source": "Post"})
    start = TEXT.index("Rebels")
    differing = pd.DataFrame([(start, start + 6, "Fighters took <Homs>.")], columns=["start", "end", "words"])
    missing = pd.DataFrame([(4, "Nobody\nfled.")], columns=["sentence", "text"])
    found = Comparison(other, [(0, 10)], differing, missing, cut=True)
    text = articles.reader_text(View(), reading(), found)
    assert pieces(text, 'mark class="only"') == ["Homs falls"] and pieces(text, 'mark class="differs"') == ["Rebels"]
    assert 'title="the copy: Fighters took &lt;Homs&gt;."' in text
    heading = articles.comparison_heading(View(), reading(), found)
    assert "1 sentence only here, 1 sentence only there and 1 sentence in other words" in shown(heading)
    assert "Only the first 40,000 characters" in shown(heading)
    assert "Only in PostNobody fled." in shown(heading)
    assert "articles?article=b&sentence=4&compare=a" in hrefs(heading)
    assert set(pieces(articles.legend(compared=True), "mark")) > set(pieces(articles.legend(compared=False), "mark"))
