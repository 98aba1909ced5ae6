"""Copies of one report share a story; two reports of one event do not."""

import pyarrow as pa
import pytest

from dashboard import settings
from dashboard.pipeline.stories import group_stories, sign

REPORT = (
    "The ferry Orlin sank off Latakia on Monday evening with ninety people on board, the harbour office said. "
    "Two tugs and a fishing boat took all of them ashore before midnight. The captain, Ada Holt, told a local "
    "station that water had come in through a cargo door. The ferry was built in 1974 and had been inspected in "
    "spring. The office has opened an inquiry and closed the line until the weekend. Divers are to look at the "
    "wreck, which lies in forty metres of water, as soon as the wind drops."
)
ANOTHER = (
    "All ninety passengers of a fifty-year-old ferry survived when she went down near the Syrian coast, officials "
    "in Latakia reported. An inquiry has begun. Survivors described how tugs arrived within half an hour, and how "
    "cold the night was. It is the second such accident this year; a trawler was lost in March. The owner of the "
    "line said that it would pay for every night in a hotel, and that the captain had acted well."
)


def stories(*texts: str) -> list[str]:
    """The story of each text, in turn; the articles are called a, b, c …"""
    signed = [{"article_id": name, **sign(text, [])} for name, text in zip("abcdefghij", texts, strict=False)]
    return group_stories(pa.Table.from_pylist(signed))


def test_a_copy_has_the_story_of_the_first() -> None:
    assert stories(REPORT, ANOTHER, REPORT) == ["a", "b", "a"]


@pytest.mark.parametrize(
    "copy",
    [
        REPORT.upper(),
        REPORT.replace(" ", "\n"),
        REPORT.replace(".", " –"),
        f"Ferry sinks off Latakia\n\n{REPORT}",
        f"{REPORT} (Sample Wire)",
        REPORT.rpartition(" Divers")[0],
        REPORT.replace("Monday evening", "Monday"),
        REPORT.replace("harbour office", "authorities").replace("Ada Holt, ", ""),
    ],
    ids=["capitals", "lines", "marks", "headline", "credit", "cut", "one word", "edited"],
)
def test_an_edited_copy_is_one_story(copy: str) -> None:
    assert stories(REPORT, copy) == ["a", "a"]


def test_two_reports_of_one_event_are_two_stories() -> None:
    assert stories(REPORT, ANOTHER) == ["a", "b"]


def test_an_article_that_quotes_a_paragraph_is_a_story_of_its_own() -> None:
    assert stories(REPORT, f"{ANOTHER} {REPORT.partition(' The captain')[0]}") == ["a", "b"]


def test_a_copy_of_a_copy_has_the_story_of_the_first() -> None:
    middle = REPORT.replace("harbour office", "authorities")
    last = middle.replace("captain, Ada Holt, ", "captain ").replace("fishing boat", "trawler")
    assert stories(REPORT, middle, last) == ["a", "a", "a"]


@pytest.mark.parametrize("text", ["Rain.", "Rain fell on Orlin today.", "حمص مدينة", "…", ""])
def test_a_very_short_text_is_a_copy_of_itself_alone(text: str) -> None:
    assert stories(REPORT, text, text) == ["a", "b", "b"]


def test_short_texts_that_share_an_opening_are_apart() -> None:
    opening = "This is breaking news and will be updated."
    assert stories(f"{opening} A ferry sank off Latakia.", f"{opening} Snow closed the pass to Beirut.") == ["a", "b"]


def test_the_same_order_gives_the_same_stories() -> None:
    texts = (REPORT, ANOTHER, REPORT.replace("ninety", "90"), ANOTHER.replace("cold", "dark"), REPORT)
    assert stories(*texts) == stories(*texts) == ["a", "b", "a", "b", "a"]


def test_the_threshold_is_between_copies_and_other_reports() -> None:
    assert 0.4 <= settings.SAME_STORY <= 0.6
