"""Quotes as HTML: the words in their sentence, who says them, and what quotes are narrowed to."""

from typing import Any

import pandas as pd
import pytest

from dashboard.boxes import Box
from dashboard.views import quotes
from tests.views.conftest import View, hrefs, pieces, shown

TEXT = "Homs was “safe”, the ministry said, and all “a rumour”."
ROW: dict[str, Any] = {
    "quote_id": "a-10", "article_id": "a", "title": "No rebels", "source": "Sample Wire", "sentence": 3,
    "published": pd.Timestamp("2024-12-07T21:00:00"), "url": "https://wire.example/1", "text": "safe … a rumour",
    "kind": "direct", "speaker": "the ministry", "actor_ids": ["syria-defence"], "actors": ["Syrian defence ministry"],
    "sourcing": "organisation", "cue": "said", "stance": "denies", "via_actor_id": None, "via": None,
    "confidence": float("nan"), "context": TEXT, "context_start": 100, "start": 110, "end": 153,
    "parts": [[110, 114], [145, 153]], "speaker_start": 117, "speaker_end": 129, "cue_start": 130, "cue_end": 134,
}  # fmt: skip


def draw(view: View | None = None, **changes: Any) -> str:
    return quotes.quotations(view or View(), pd.DataFrame([{**ROW, **changes}]))


def test_the_words_of_a_quote_are_lit_in_their_sentence_and_the_rest_is_muted() -> None:
    drawn = draw()
    assert pieces(drawn, 'p class="dl-said"') == [TEXT]
    assert pieces(drawn, 'bdi class="dl-words"') == ["safe", "a rumour"]
    assert pieces(drawn, 'mark class="speaker"') == ["the ministry"]
    assert pieces(drawn, 'mark class="cue"') == ["said"]
    assert pieces(drawn, 'span class="dl-tag"') == ["direct", "organisation", "denies"]
    assert "Syrian defence ministry, as “the ministry”" in shown(drawn)


def test_each_of_several_speakers_leads_to_what_it_said() -> None:
    several: dict[str, Any] = {
        "speaker": "Qatar, the Saudis and <Jordan>",
        "actor_ids": ["qatar", "saudi-arabia", "jordan"],
    }
    drawn = draw(**several, actors=["Qatar", "Saudi Arabia", "<Jordan>"])
    assert "Qatar, Saudi Arabia and <Jordan>, as “Qatar, the Saudis and <Jordan>”" in shown(drawn)
    assert hrefs(drawn)[:3] == ["quotes?speaker=qatar", "quotes?speaker=saudi-arabia", "quotes?speaker=jordan"]
    same = draw(**several, actors=["Qatar", "the Saudis", "<Jordan>"])
    assert ", as “" not in shown(same)


def test_a_wrong_speaker_is_corrected_as_the_actor_in_this_article() -> None:
    [correct] = [each for each in hrefs(draw()) if each.startswith("review")]
    assert correct == "review?actor=syria-defence&in=a&change=split&back=quotes%3Fsaid%3Dx"
    assert "review" not in draw(actor_ids=[], actors=[]), "a correction is of an actor"


def test_of_a_long_sentence_only_what_is_near_is_shown() -> None:
    long = "x " * 400
    drawn = draw(context=f"{long}“Go,” he said{long}", parts=[[901, 903]], text="Go", speaker=None, actor_ids=[],
                 actors=[], speaker_start=None, speaker_end=None, cue_start=None, cue_end=None)  # fmt: skip
    [said] = pieces(drawn, 'p class="dl-said"')
    assert said.startswith("… x") and said.endswith("x …")
    assert "“Go,” he said" in said and len(said) < 2 * quotes.LONGEST_REST + 20
    assert "no speaker found" in shown(drawn)


def test_confidence_is_shown_when_it_is_known() -> None:
    assert pieces(draw(confidence=0.914), 'span class="dl-tag"')[-1] == "confidence 0.91"


def test_the_words_that_were_looked_for_are_marked_in_the_quote() -> None:
    assert pieces(draw(View(said="Rumoúr -safe OR calm")), 'mark class="hit"') == ["rumour"]
    assert pieces(draw(View(said='"a rum*"')), 'mark class="hit"') == ["a rumour"]


def test_a_sentence_runs_as_most_of_its_letters_do_and_each_part_by_itself() -> None:
    arabic = "المدينة آمنة."
    context = f"“{arabic}” the ministry said on state television."
    drawn = draw(context=context, context_start=0, parts=[[1, 1 + len(arabic)]], text=arabic, speaker_start=None,
                 cue_start=None)  # fmt: skip
    assert 'class="dl-said" dir="ltr"' in drawn
    assert f'<bdi class="dl-words">{arabic}</bdi>' in drawn
    assert 'class="dl-said" dir="rtl"' in draw(context=f"{arabic} {arabic}", context_start=0, parts=[[0, 5]],
                                               speaker_start=None, cue_start=None)  # fmt: skip


def test_a_value_is_taken_in_and_out_and_its_number_lists_it_alone() -> None:
    kinds = pd.DataFrame({"value": ["direct", "mixed"], "name": ["direct", "mixed"], "quotes": [5, 2]})
    view = View(kinds=("direct",), about=("assad",), since=pd.Timestamp("2024-12-01").date())
    drawn = quotes.facets(view, [("kinds", "Kind", kinds)])
    kept = "quotes?from=2024-12-01"
    assert hrefs(drawn) == [
        f"{kept}&about=assad", f"{kept}&kind=direct&about=assad",
        f"{kept}&kind=direct&kind=mixed&about=assad", f"{kept}&kind=mixed&about=assad",
    ]  # fmt: skip
    assert "✓ direct" in shown(drawn) and "✓ mixed" not in shown(drawn)
    assert quotes.facets(view, [("kinds", "Kind", kinds.iloc[:0])]) == '<div class="dl-facets"></div>'


@pytest.mark.parametrize(
    ("filters", "said"),
    [
        ({"box": Box(36, 34, 38, 36)}, "Quotes are kept if they name a place within the box."),
        ({"locations": ("1",), "box": Box(36, 34, 38, 36)},
         "Quotes are kept if they name one of the places and they name a place within the box."),
    ],
)  # fmt: skip
def test_it_is_said_which_quotes_are_kept(filters: dict[str, Any], said: str) -> None:
    assert shown(quotes.explain_near(View(**filters), 0)).strip() == said
