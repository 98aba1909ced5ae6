import pytest

from dashboard.pipeline.articles.fields import find_metadata, find_text

BODY = "The ferry to Orlin sank at noon on Monday."


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"articleBody": BODY}, BODY),
        ({"body_text": BODY}, BODY),
        ({"content_html": f"<p>{BODY}</p><p>All were saved.</p>"}, f"{BODY}\n\nAll were saved."),
        ({"text": [BODY, "All were saved."]}, f"{BODY}\n\nAll were saved."),
        ({"text": f'{BODY}\\n\\n\\"All were saved,\\" she said.'}, f'{BODY}\n\n"All were saved," she said.'),
        ({"text": "It lies in C:\\\\news, where nobody looks."}, "It lies in C:\\\\news, where nobody looks."),
        ({"text": f"{BODY}\n\nWrite \\n for a break."}, f"{BODY}\n\nWrite \\n for a break."),
        ({"_source": {"text": BODY}, "_id": "7"}, BODY),
        ({"webTitle": "Ferry sinks", "fields": {"bodyText": BODY}}, BODY),
    ],
)  # fmt: skip
def test_the_text_is_found_in_what_tools_write(fields: dict[str, object], text: str) -> None:
    assert find_text(fields) == text


@pytest.mark.parametrize(
    "fields",
    [
        {"source": {"id": None, "name": "Orlin Herald"}},  # NewsAPI
        {"source": {"uri": "herald.example", "title": "Orlin Herald"}},  # Event Registry
        {"media_name": "Orlin Herald"},  # Media Cloud
        {"meta_site_name": "Orlin Herald"},  # newspaper4k
        {"publisher": [{"@type": "Organization", "name": "Orlin Herald"}]},  # schema.org
        {"source": None, "publication": "Orlin Herald"},
    ],
)
def test_the_outlet_is_found_in_what_tools_write(fields: dict[str, object]) -> None:
    assert find_metadata(fields).source == "Orlin Herald"


def test_the_headline_of_an_object_is_its_main_one() -> None:
    assert find_metadata({"headline": {"main": "Ferry sinks", "kicker": "Sea"}}).title == "Ferry sinks"


def test_of_two_dates_the_one_with_a_zone_is_taken() -> None:
    found = find_metadata({"date": "2024-12-08", "publishedAt": "2024-12-08T23:30:00-05:00"}).published
    assert found is not None
    assert found.isoformat() == "2024-12-09T04:30:00+00:00"


def test_an_address_in_place_of_an_outlet_is_the_address() -> None:
    found = find_metadata({"source": "https://herald.example/1"})
    assert (found.source, found.url) == (None, "https://herald.example/1")


@pytest.mark.parametrize(
    ("fields", "day"),
    [
        ({"date": "2024-12-08", "timestamp": "2026-01-02T10:00:00Z"}, "2024-12-08 00:00"),
        ({"date": "2024-12-08", "datetime": "2024-12-08T22:00:00-05:00"}, "2024-12-09 03:00"),
        ({"date": "03/04/2024", "createdAt": "2026-01-02T10:00:00Z"}, "None"),
        ({"date": "03/04/2024", "createdAt": "2024-04-03T10:00:00Z"}, "2024-04-03 10:00"),
        ({"published": "Sunrise", "date": "2024-12-08"}, "2024-12-08 00:00"),
    ],
)
def test_when_a_record_was_made_is_not_the_date(fields: dict[str, object], day: str) -> None:
    assert str(find_metadata(fields).published)[:16] == day


def test_of_a_text_that_was_cut_the_whole_one_beside_it_is_taken() -> None:
    cut = {"content": f"{BODY[:20]}… [+2311 chars]"}
    assert find_text({**cut, "full_text": BODY * 2}) == BODY * 2
    assert find_text({**cut, "article": "1"}) == cut["content"]
