"""What was added, and what would be: in words, with links, and never as markup of somebody else's."""

from dashboard.additions.folder import Addition
from dashboard.additions.preview import Found, Preview, Refused
from dashboard.views.additions import FOUND_COLUMNS, REFUSED_COLUMNS, entry, found_rows, lead_to, refused_rows
from dashboard.views.markup import table

EVIL = "<script>alert(1)</script>"
ESCAPED = "&lt;script&gt;alert(1)&lt;/script&gt;"
ADDED = Addition("20261127-140203-0a1b2c", EVIL, "2026-11-27T14:02:03+00:00", (("a.txt", EVIL),))


def test_a_preview_has_the_names_that_files_had_and_no_markup() -> None:
    preview = Preview(
        2, 1, 1, True,
        [
            Found("/t/a.txt", EVIL, "2024-12-03T23:30:00+00:00", EVIL, "en", 1_200),
            Found("/t/b.txt", None, None, None, "xx", 1),
        ],
        [Refused("/t/c.txt", "line 2", EVIL), Refused("/t/d.txt", "", "empty")],
    )  # fmt: skip
    names = {"a.txt": EVIL, "c.txt": "sea.txt"}
    found = table(found_rows(preview, names), FOUND_COLUMNS)
    assert EVIL not in found and found.count(ESCAPED) == 3
    for each in ("2024-12-03", "no date", "English", "xx", "1,200", "b.txt"):
        assert each in found
    refused = table(refused_rows(preview, names), REFUSED_COLUMNS)
    assert EVIL not in refused and ESCAPED in refused and "sea.txt" in refused and "d.txt" in refused


def test_an_empty_preview_has_the_columns() -> None:
    empty = Preview(0, 0, 0, True, [], [])
    assert list(found_rows(empty, {}).columns) == [each.name for each in FOUND_COLUMNS]
    assert refused_rows(empty, {}).empty


def test_an_addition_says_what_became_of_it() -> None:
    waiting = entry(ADDED, None)
    assert EVIL not in waiting and waiting.count(ESCAPED) == 2
    assert "2026-11-27, 14:02:03 UTC" in waiting and "Not in the tables yet." in waiting
    read = entry(ADDED, {"articles": 2, "rejects": 1})
    assert 'href="articles?added=20261127-140203-0a1b2c"' in read
    assert "2 articles" in read and 'href="about?added=' in read and "1 reject" in read
    nothing = entry(ADDED, {"articles": 0, "rejects": 1})
    assert "articles?added" not in nothing and "0 articles" in nothing


def test_an_addition_that_was_taken_back_says_by_whom() -> None:
    back = Addition("20261127-140203-0a1b2c", "", "", (), 0, {}, "2026-11-28T09:00:00+00:00", EVIL)
    said = entry(back, None)
    assert "Taken back on 2026-11-28, 09:00 UTC by" in said and EVIL not in said and "leave" not in said
    assert "its articles leave with the next run" in entry(back, {"articles": 1, "rejects": 0})


def test_of_many_files_the_first_are_named() -> None:
    files = tuple((f"{number}.txt", f"{number}.txt") for number in range(500))
    said = entry(Addition("20261127-140203-0a1b2c", "", "", files), None)
    assert "2.txt" in said and "3.txt" not in said and "497 more" in said
    assert "more" not in entry(Addition("20261127-140203-0a1b2c", "", "", files[:3]), None)


def test_what_came_in_is_one_click_away() -> None:
    links = lead_to("x", 1)
    for page in ("articles", "locations", "actors", "quotes"):
        assert f'href="{page}?added=x"' in links
    assert "1 article" in links
