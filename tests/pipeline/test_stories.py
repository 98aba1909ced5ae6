"""Copies of one report share a story; two reports of one event, or of one template, do not."""

import random
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest

from dashboard import settings
from dashboard.pipeline import stories as module
from dashboard.pipeline.stories import NEIGHBOURS, SIGNED, SKETCH, group_stories, sign

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
MONDAY = datetime(2024, 12, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Given:
    """One article; by default nothing is known but its text."""

    text: str
    day: float | None = None  # since Monday
    source: str | None = None
    agency: str | None = None
    quotes: tuple[str, ...] = ()


def table(*articles: Given | str) -> pa.Table:
    """The signed table of these articles, which are called 0, 1, 2 …; a text stands for an article."""
    given = [each if isinstance(each, Given) else Given(each) for each in articles]
    rows = [
        {
            "article_id": f"{number:03}",
            "published": None if each.day is None else MONDAY + timedelta(days=each.day),
            "source": each.source,
            "agency": each.agency,
            **sign(each.text, each.quotes),
        }
        for number, each in enumerate(given)
    ]
    return pa.Table.from_pylist(rows, SIGNED)


def stories(*articles: Given | str) -> list[int]:
    """The story of each article: the number of its head."""
    return [int(story) for story in group_stories(table(*articles)).to_pylist()]


def prose(seed: int, words: int = 200) -> str:
    """A text that has no three words in common with that of another seed."""
    dice = random.Random(seed)
    return " ".join(f"word{dice.randrange(10_000)}" for _ in range(words))


def part(text: str, start: float, end: float) -> str:
    """From this to that share of the words."""
    words = text.split()
    return " ".join(words[round(len(words) * start) : round(len(words) * end)])


def test_a_copy_has_the_story_of_the_first() -> None:
    assert stories(REPORT, ANOTHER, REPORT) == [0, 1, 0]


@pytest.mark.parametrize(
    "copy",
    [
        REPORT.upper(),
        REPORT.replace(" ", "\n"),
        REPORT.replace(".", " –"),
        f"Ferry sinks off Latakia\n\n{REPORT}",
        f"{REPORT} (Sample Wire)",
        REPORT.rpartition(" Divers")[0],
        REPORT.partition(" The captain")[0],
        REPORT.replace("Monday evening", "Monday"),
        REPORT.replace("harbour office", "authorities").replace("Ada Holt, ", ""),
        f"{ANOTHER} {REPORT}",
    ],
    ids=["capitals", "lines", "marks", "headline", "credit", "cut", "short", "one word", "edited", "within a longer"],
)
def test_an_edited_copy_is_one_story(copy: str) -> None:
    assert stories(REPORT, copy) == [0, 0]
    assert stories(copy, REPORT) == [0, 0]


def test_two_reports_of_one_event_are_two_stories() -> None:
    assert stories(REPORT, ANOTHER) == [0, 1]


def test_an_article_with_a_sentence_of_another_is_a_story_of_its_own() -> None:
    assert stories(REPORT, f"{ANOTHER} {REPORT.partition(' Two tugs')[0]}") == [0, 1]


@pytest.mark.parametrize("text", ["Rain.", "Rain fell on Orlin today.", "حمص مدينة", "…", ""])
def test_a_very_short_text_is_a_copy_of_itself_alone(text: str) -> None:
    assert stories(REPORT, text, text) == [0, 1, 1]


def test_short_texts_that_share_an_opening_are_apart() -> None:
    opening = "This is breaking news and will be updated."
    assert stories(f"{opening} A ferry sank off Latakia.", f"{opening} Snow closed the pass to Beirut.") == [0, 1]


@pytest.mark.parametrize("length", [100, 300, 1_000])
def test_copies_are_found_and_others_are_not_at_any_length(length: int) -> None:
    whole = prose(1, length)
    assert stories(whole, f"{part(whole, 0, 0.5)} {prose(2, length // 2)}") == [0, 0]
    assert stories(whole, f"{part(whole, 0, 0.15)} {prose(2, length)}") == [0, 1]


def test_the_first_published_names_the_story_in_any_order_of_rows() -> None:
    first, second, undated = Given(REPORT, day=0), Given(REPORT, day=0.5), Given(REPORT)
    assert stories(undated, second, first) == [2, 2, 2]
    assert stories(undated, second) == [1, 1]
    assert stories(first, second, undated) == [0, 0, 0]


def test_the_order_of_rows_changes_nothing() -> None:
    dice = random.Random(7)
    texts = [prose(seed) for seed in range(20)]
    days = [*range(14), None]
    given = [Given(part(dice.choice(texts), 0, dice.uniform(0.3, 1)), dice.choice(days)) for _ in range(100)]
    expected = group_stories(table(*given)).to_pylist()
    assert 10 <= len(set(expected)) < 50
    signed = table(*given)
    mixed = dice.sample(range(100), 100)
    found = group_stories(signed.take(mixed)).to_pylist()
    assert [expected[row] for row in mixed] == found


def test_a_table_in_pieces_has_the_same_stories() -> None:
    signed = table(REPORT, ANOTHER, REPORT, ANOTHER)
    pieces = pa.concat_tables([signed.slice(0, 1), signed.slice(1, 3)])
    assert pieces["sketch"].num_chunks == 2
    assert group_stories(pieces).to_pylist() == ["000", "001", "000", "001"]


def test_it_does_not_matter_how_many_hashes_are_sorted_at_one_time(monkeypatch: pytest.MonkeyPatch) -> None:
    footer = prose(4, 60)
    given = [Given(f"{prose(each // 2, 100)} {footer}", day=each / 2, source=f"Site {each % 3}") for each in range(40)]
    signed = table(*given)
    expected = group_stories(signed)
    assert expected.to_pylist()[:4] == ["000", "000", "002", "002"]
    monkeypatch.setattr(module, "SORTED_AT_A_TIME", 100)
    monkeypatch.setattr(module, "COMPARED_AT_A_TIME", 3)
    assert group_stories(signed).equals(expected)


def test_a_corpus_of_nothing_but_formulas_has_no_copies(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SORTED_AT_A_TIME", 100)
    assert stories(*(Given(REPORT, day=day, source="Site") for day in range(6))) == list(range(6))


def test_no_articles_have_no_stories() -> None:
    assert group_stories(SIGNED.empty_table()).to_pylist() == []


def test_a_copy_that_comes_weeks_later_is_a_story_of_its_own() -> None:
    late = settings.STORY_DAYS + 0.1
    assert stories(Given(REPORT, day=0), Given(REPORT, day=late - 0.2), Given(REPORT, day=late)) == [0, 0, 2]
    assert group_stories(table(Given(REPORT, day=0), Given(REPORT, day=late)), days=20).to_pylist() == ["000", "000"]


def test_without_a_date_an_article_is_compared_with_all() -> None:
    assert stories(Given(REPORT, day=0), Given(REPORT, day=900), Given(REPORT)) in ([0, 1, 0], [0, 1, 1])


def test_a_chain_of_changes_does_not_join_what_is_no_copy_of_the_head() -> None:
    texts = [prose(seed, 100) for seed in range(10)]
    chain = [f"{one} {two}" for one, two in pairwise(texts)]
    found = stories(*chain)
    assert found[:3] == [0, 0, 2]
    assert len(set(found)) > 3


def test_a_copy_of_a_copy_that_is_one_of_the_head_joins_it() -> None:
    middle = REPORT.replace("harbour office", "authorities")
    last = middle.replace("captain, Ada Holt, ", "captain ").replace("fishing boat", "trawler")
    assert stories(REPORT, middle, last) == [0, 0, 0]


def test_a_story_of_many_copies_is_one() -> None:
    many = 20 * NEIGHBOURS
    whole = prose(3)
    assert stories(whole, *(f"{part(whole, 0, 0.8)} {prose(seed, 30)}" for seed in range(10, 10 + many))) == [0] * (
        many + 1
    )


def daily(day: int, figures: int) -> str:
    """The weather of one day: the same words each day, other figures and one sentence of its own."""
    dice = random.Random(figures)
    lines = (f"In {town} the temperature will reach {dice.randrange(100)} degrees, with wind from the sea at "
             f"{dice.randrange(100)} kilometres an hour and rain by the evening." for town in
             ("Latakia", "Homs", "Hama", "Aleppo", "Tartus"))  # fmt: skip
    return f"{' '.join(lines)} {prose(day, 15)}"


def test_reports_of_one_template_are_stories_of_their_own_once_it_is_known() -> None:
    days = settings.FORMULA_DAYS
    assert stories(*(Given(daily(day, day), day=day, source="Met") for day in range(days))) == list(range(days))
    unknown = [Given(daily(day, day), day=day) for day in range(days)]
    assert stories(*unknown) == [0] * days, "of unknown outlets one report may be printed for days"


def test_a_footer_makes_no_copies() -> None:
    footer = prose(4, 120)
    assert stories(*(Given(f"{prose(day, 150)} {footer}", day=day, source="Site") for day in range(10, 16))) == list(
        range(6)
    )


def test_what_several_outlets_print_on_many_days_is_no_formula() -> None:
    given = [Given(f"{prose(9)} {prose(day, 20)}", day=day, source=f"Paper {day}") for day in range(10)]
    assert stories(*given) == [0] * 10


def test_one_outlet_repeats_more_of_its_words_without_copying() -> None:
    whole = prose(5)
    later = f"{part(whole, 0, 0.5)} {prose(6, 100)}"
    assert stories(Given(whole, source="Paper"), Given(later, source="Other")) == [0, 0]
    assert stories(Given(whole, source="Paper"), Given(later, source="Paper")) == [0, 1]
    assert stories(Given(whole, source="Paper"), Given(part(whole, 0, 0.7), source="Paper")) == [0, 0]


QUOTES = (
    "We have seen much worse in the spring of last year.",
    "The line stays closed until the wreck is out of the way.",
    "Nobody on board was asked to come back.",
)
SHARED = settings.SAME_STORY - 0.025


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ({}, {}, False),
        ({"agency": "AFP"}, {"agency": "AFP"}, True),
        ({"agency": "AFP"}, {"agency": "Reuters"}, False),
        ({"agency": "AFP"}, {}, False),
        ({"quotes": QUOTES}, {"quotes": QUOTES[1:]}, True),
        ({"quotes": QUOTES}, {"quotes": (f"{QUOTES[0]} So we wait.", QUOTES[1].upper())}, True),
        ({"quotes": QUOTES}, {"quotes": QUOTES[2:]}, False),
        ({"quotes": ("We have seen worse.", "Not now.")}, {"quotes": ("We have seen worse.", "Not now.")}, False),
    ],
    ids=["nothing", "agency", "two agencies", "one agency", "quotes", "cut quotes", "one quote", "short quotes"],
)
def test_an_agency_or_two_quotations_in_common_tell_copies(
    one: dict[str, str], other: dict[str, str], same: bool
) -> None:
    whole = prose(5)
    less = f"{part(whole, 0, SHARED)} {prose(6, round(200 * (1 - SHARED)))}"
    assert stories(Given(whole, **one), Given(less, **other)) == [0, 0 if same else 1]  # type: ignore[arg-type]


def test_a_signature_is_the_same_in_every_process() -> None:
    script = "import sys; from dashboard.pipeline.stories import sign; print(sign(sys.argv[1], [sys.argv[2]]))"
    for seed in ("1", "2"):
        ran = subprocess.run(
            [sys.executable, "-c", script, REPORT, QUOTES[0]], env={"PYTHONHASHSEED": seed}, capture_output=True,
            text=True, check=True, cwd=settings.CHECKOUT,
        )  # fmt: skip
        assert ran.stdout.strip() == str(sign(REPORT, [QUOTES[0]]))


def test_a_signature_has_the_same_size_for_any_article() -> None:
    for text in ("", REPORT, prose(1, 5_000)):
        for quotes in ((), QUOTES, [prose(seed, 20) for seed in range(50)]):
            signature = sign(text, quotes)
            assert (len(signature["sketch"]), len(signature["quotes"])) == (512, 32)


def test_the_sketch_holds_the_smallest_hashes_of_the_shingles() -> None:
    hashes = np.frombuffer(sign(prose(1, 5_000), ())["sketch"], "<u4")
    assert (np.diff(hashes.astype(np.int64)) > 0).all()
    assert 0.5 < hashes[-1] / 2**32 * 5_000 / SKETCH < 2
    short = np.frombuffer(sign("one two three four five", ())["sketch"], "<u4")
    assert (short != 0xFFFFFFFF).sum() == 2


def test_shingles_that_thousands_share_do_not_make_everything_be_compared_with_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Articles of many outlets that share a paragraph, and no story among them."""
    number, dice = 2_000, np.random.default_rng(1)
    paragraph = np.frombuffer(sign(prose(1, 110), ())["sketch"], "<u4")
    own = dice.integers(0, 2**32 - 1, (number, SKETCH), dtype=np.uint32)
    sketches = np.sort(np.where(np.arange(SKETCH) < 20, paragraph, own), axis=1).astype("<u4")
    signed = pa.table(
        {
            "article_id": [str(each) for each in range(number)],
            "published": pa.nulls(number),
            "source": pa.nulls(number),
            "agency": pa.nulls(number),
            "sketch": [row.tobytes() for row in sketches],
            "quotes": [sign("", ())["quotes"]] * number,
        },
        schema=SIGNED,
    )
    compared: list[int] = []
    compare = module._compare

    def compare_and_count(corpus: module._Corpus, places: module.Numbers, others: module.Numbers) -> module.Numbers:
        compared.append(len(places))
        return compare(corpus, places, others)

    monkeypatch.setattr(module, "_compare", compare_and_count)
    assert group_stories(signed).to_pylist() == signed["article_id"].to_pylist()
    assert 0 < sum(compared) <= 2 * NEIGHBOURS * number
