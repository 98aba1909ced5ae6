from datetime import UTC, datetime

import pytest
from lxml.html import document_fromstring

from dashboard.pipeline.articles.declared import (
    drop_dates_of_others,
    read_declared,
    read_saved_from,
)
from dashboard.pipeline.articles.outlets import clean_outlet
from dashboard.pipeline.articles.titles import drop_outlet

ARTICLE = (
    '{"@type": "NewsArticle", "headline": "Ferry sinks", "datePublished": "2024-12-08T23:30:00-05:00",'
    ' "publisher": {"name": "Orlin Herald"}}'
)
MOMENT = datetime(2024, 12, 9, 4, 30, tzinfo=UTC)


def page(head: str, body: str = "<p>It sank.</p>") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def linked(data: str) -> str:
    return page(f'<script type="application/ld+json">{data}</script>')


@pytest.mark.parametrize(
    "data",
    [
        ARTICLE,
        f"[{ARTICLE}]",
        f'{{"@graph": [{{"@type": "WebSite"}}, {ARTICLE}]}}',
        ARTICLE.replace('{"name": "Orlin Herald"}', '[{"name": "Orlin Herald"}]'),
        f'[{ARTICLE.replace('"name": "Orlin Herald"', '"@id": "#o"')}, {{"@id": "#o", "name": "Orlin Herald"}}]',
        f'[{ARTICLE.replace("publisher", "editor")}, {{"@type": "WebSite", "name": "Orlin Herald"}}]',
    ],
    ids="one list graph publishers reference site".split(),
)
def test_linked_data_of_the_article_is_read(data: str) -> None:
    found = read_declared(document_fromstring(linked(data)))
    assert (found.title, found.source, found.published) == ("Ferry sinks", "Orlin Herald", MOMENT)


@pytest.mark.parametrize(
    "data",
    [ARTICLE.replace("NewsArticle", "Event"), f'{{"@type": "ItemList", "itemListElement": [{ARTICLE}]}}', "{", "7"],
)
def test_linked_data_of_other_things_is_not(data: str) -> None:
    assert read_declared(document_fromstring(linked(data))).published is None


def test_of_two_stamps_the_one_with_a_zone_is_taken() -> None:
    day = '<meta property="article:published_time" content="2024-12-08"><script'
    assert read_declared(document_fromstring(linked(ARTICLE).replace("<script", day))).published == MOMENT


@pytest.mark.parametrize(
    ("around", "stays"),
    [
        ("<article>{}</article>", True),
        ("<aside>{}</aside>", False),
        ('<div class="story-card related_stories"><div>{}</div></div>', False),
        ('<section id="most-read">{}</section>', False),
        ('<div class="unrelated-thing">{}</div>', True),
        ('<article class="popular">{}</article>', True),
    ],
)
def test_dates_of_other_stories_go(around: str, stays: bool) -> None:
    tree = document_fromstring(page("", around.format('<time datetime="2023-01-02">2 Jan</time> tail')))
    drop_dates_of_others(tree)
    assert bool(tree.xpath("//time")) is stays


@pytest.mark.parametrize(
    ("head", "source", "url"),
    [
        ('<meta property="og:site_name" content="Orlin Herald">', "Orlin Herald", None),
        ('<meta property="og:site_name" content="@OrlinHerald"><link rel="canonical" href="https://www.herald.example/1">',
         "herald.example", "https://www.herald.example/1"),
        ('<link rel="canonical" href="https://web.archive.org/web/20241208101010/https://herald.example/1">',
         "herald.example", "https://herald.example/1"),
        ('<meta property="og:url" content="https://archive.ph/AbCd">', None, "https://archive.ph/AbCd"),
        ('<meta property="og:site_name" content="Internet Archive">'
         '<link rel="canonical" href="https://archive.ph/2024.12.08-101010/https://herald.example/1">',
         "herald.example", "https://herald.example/1"),
        ('<meta property="og:url"'
         ' content="https://webcache.googleusercontent.com/search?q=cache:Ab1:https://herald.example/1">',
         "herald.example", "https://herald.example/1"),
        ('<link rel="canonical" href="https://herald-example.cdn.ampproject.org/c/s/herald.example/1">',
         "herald.example", "https://herald.example/1"),
        ('<meta property="og:site_name" content="News and Sport | Orlin Herald">'
         '<link rel="canonical" href="https://www.orlin-herald.example/1">',
         "Orlin Herald", "https://www.orlin-herald.example/1"),
        ("", None, None),
    ],
)  # fmt: skip
def test_the_outlet_and_the_address_are_the_original_ones(head: str, source: str | None, url: str | None) -> None:
    found = read_declared(document_fromstring(page(head)))
    assert (found.source, found.url) == (source, url)


@pytest.mark.parametrize(
    ("value", "name"),
    [(" Orlin  Herald ", "Orlin Herald"), ("@orlin", None), ("https://herald.example", None), (None, None),
     ("All the news that is fit for the whole coast", None), ("Where the coast gets its news", None),
     ("Independent. Fearless. Local.", None), ("Latest News, World and Sport", None), ("Wayback Machine", None),
     ("archive.today", None), ("Orlin Herald | Sport", "Orlin Herald"), ("www.herald.example", "herald.example"),
     ("Voice of America", "Voice of America"), ("the Herald", "the Herald"), ("U.S. News & World Report",) * 2,
     ("St. Orlin Post-Dispatch",) * 2],
)  # fmt: skip
def test_handles_addresses_and_slogans_are_no_outlets(value: object, name: str | None) -> None:
    assert clean_outlet(value) == name


@pytest.mark.parametrize(
    ("title", "source", "left"),
    [
        ("Ferry sinks | CNN Politics", "CNN", "Ferry sinks"),
        ("Ferry sinks - The Orlin Herald", "The Orlin Herald", "Ferry sinks"),
        ("Ferry sinks – Herald", "herald.example", "Ferry sinks"),
        ("Ferry sinks :: Orlin Herald", "Orlin Herald", "Ferry sinks"),
        ("Ferry sinks| Orlin Herald", "The Orlin Herald", "Ferry sinks"),
        ("Orlin Herald | Ferry sinks", "Orlin Herald", "Ferry sinks"),
        ("Orlin - Ferry sinks", "Orlin Herald", "Orlin - Ferry sinks"),
        ("Ferry sinks - 90 saved", "Orlin Herald", "Ferry sinks - 90 saved"),
        ("Orlin Herald", "Orlin Herald", "Orlin Herald"),
        ("Ferry sinks", None, "Ferry sinks"),
        ("Ferry sinks -- Lake Courier", "Lake Courier", "Ferry sinks"),
        ("Ferry sinks - at noon", "?", "Ferry sinks - at noon"),
    ],
)
def test_a_title_loses_the_name_of_its_outlet(title: str, source: str | None, left: str) -> None:
    assert drop_outlet(title, source) == left


@pytest.mark.parametrize(
    ("above", "address"),
    [
        # As Chromium, and before it Internet Explorer, writes it into the pages that it saves.
        (
            "<!DOCTYPE html>\n<!-- saved from url=(0031)https://orlin.example/a--b-c -->\n",
            "https://orlin.example/a--b-c",
        ),
        ("<!-- saved from url=(0031)https://orlin.example/a-%2Db -->", "https://orlin.example/a--b"),
        ("<!-- saved from url=(0014)about:internet -->", None),
        ("<!-- https://orlin.example/ -->", None),
        (" " * 5_000 + "<!-- saved from url=(0031)https://orlin.example/a -->", None),
    ],
)
def test_the_address_that_a_page_was_saved_from_is_read(above: str, address: str | None) -> None:
    assert read_saved_from(above + page("")) == address


@pytest.mark.parametrize(
    ("head", "saved_from", "address"),
    [
        ("", "https://orlin.example/a", "https://orlin.example/a"),
        ('<link rel="canonical" href="/a">', "https://orlin.example/b", "https://orlin.example/b"),
        ('<link rel="canonical" href="https://orlin.example/a">', "https://other.example/", "https://orlin.example/a"),
        ("", "https://web.archive.org/web/20240101000000/https://orlin.example/a", "https://orlin.example/a"),
    ],
)
def test_where_a_page_was_saved_from_counts_if_it_names_no_address(head: str, saved_from: str, address: str) -> None:
    assert read_declared(document_fromstring(page(head)), saved_from).url == address


RELATED = '<div class="related"><p><time itemprop="datePublished" datetime="2019-01-01T10:00:00Z">x</time></p></div>'


@pytest.mark.parametrize(
    ("head", "body", "day"),
    [
        ('<meta property="article:published_time" content="2024-12-08">', RELATED, "2024-12-08"),
        (
            '<meta property="article:published_time" content="2024-12-08">',
            RELATED.replace("related", "x"),
            "2024-12-08",
        ),
        ("", RELATED, "None"),
        ("", RELATED.replace("time itemprop", "meta itemprop").replace("datetime", "content"), "None"),
    ],
    ids="both unmarked related meta".split(),
)
def test_the_date_is_not_that_of_a_related_story(head: str, body: str, day: str) -> None:
    assert str(read_declared(document_fromstring(page(head, body))).published)[:10] == day


def test_of_several_stories_in_linked_data_that_of_the_headline_is_taken() -> None:
    other = ARTICLE.replace("Ferry sinks", "Storm").replace("2024-12-08", "2019-01-02").replace("Orlin Herald", "Post")
    for title in ("<title>Ferry sinks - Orlin Herald</title>", '<meta property="og:title" content="Ferry sinks">'):
        found = read_declared(
            document_fromstring(linked(f"[{other}, {ARTICLE}]").replace("<script", f"{title}<script"))
        )
        assert (found.title, found.source, found.published) == ("Ferry sinks", "Orlin Herald", MOMENT)
