"""Every page, without a browser: it opens, says what it ignores, and never fails on a link."""

import re
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import settings
from dashboard.app import blocks, sidebar
from dashboard.filters import EXCLUDING, FILTERS, corpus_mark
from dashboard.tables.files import read_set
from dashboard.tables.sets import find_root, read_manifest
from dashboard.wording import EMPTY_DIRECTIVE, label
from tests.sets import write_set

if TYPE_CHECKING:
    from tests.pages.conftest import OpenPage, ReadBoxes

TITLES = {script: title for script, title, *_ in (*sidebar.PAGES, sidebar.NUMBER)}
SCRIPTS = list(TITLES)
every_page = pytest.mark.parametrize("script", SCRIPTS, ids=list(TITLES.values()))


def notes(page: AppTest) -> list[str]:
    return [each.value for each in page.warning]


def said(page: AppTest) -> str:
    return plain(" ".join(each.value for each in page.info))


def html(page: AppTest) -> str:
    return " ".join(each.proto.body for each in page.get("html"))


def plain(markdown: str) -> str:
    """The text that a label shows."""
    return markdown.replace(EMPTY_DIRECTIVE, "").replace("\\", "")


def test_the_menu_names_every_page() -> None:
    written = {f"pages/{path.name}" for path in (settings.CHECKOUT / "pages").glob("*.py")}
    assert {*SCRIPTS, sidebar.COMPONENTS[0]} == {"streamlit_app.py", *written}


def test_the_page_of_components_shows_all_of_them(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, sidebar.COMPONENTS[0])
    assert not page.exception
    made = ("dl-counts", "dl-table", "dl-matrix", "dl-tag", "dl-item", "dl-legend", "mark class", "dl-quiet")
    assert [each for each in made if each not in html(page)] == []
    assert page.info and page.error and page.success and page.warning and page.expander and page.toggle


@every_page
def test_page_opens_on_the_sample(open_page: "OpenPage", sample_tables: Path, sample_size: int, script: str) -> None:
    page = open_page(sample_tables, script)
    assert not page.exception
    assert not page.warning
    assert not page.error
    assert [title.value for title in page.title] == [TITLES[script]]
    assert page.caption[0].value.startswith(f"{sample_size} articles · tables made ")
    assert not re.search(r"\bSY\b", html(page)), "countries go by their names"


def test_where_people_must_log_in_no_page_shows_anything_to_others(
    open_page: "OpenPage", sample_tables: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATELINE_LOGIN", "oidc")
    monkeypatch.setenv("DATELINE_READERS", "*")
    for script in (*SCRIPTS, sidebar.COMPONENTS[0]):
        page = open_page(sample_tables, script)
        assert not page.exception
        assert "You need to log in" in said(page)
        assert [each.type for each in page.main] == ["main", "title", "info"]
        assert not page.sidebar.children


@every_page
def test_page_opens_on_odd_tables(open_page: "OpenPage", odd_tables: Path, script: str) -> None:
    page = open_page(odd_tables, script)
    assert not page.exception
    assert not page.warning


@every_page
def test_page_opens_where_nothing_was_found(open_page: "OpenPage", nameless_tables: Path, script: str) -> None:
    page = open_page(nameless_tables, script)
    assert not page.exception
    assert not page.warning


@pytest.mark.parametrize("script", [each for each in SCRIPTS if each != sidebar.ADD])
def test_empty_folder_names_the_command(open_page: "OpenPage", tmp_path: Path, script: str) -> None:
    page = open_page(tmp_path, script)
    assert not page.exception
    assert "dateline preprocess" in said(page)
    assert "manifest.json is absent" in said(page)
    assert "dateline preprocess" in page.code[0].value


@every_page
def test_a_broken_set_is_said_in_one_line(
    open_page: "OpenPage", sample_tables: Path, tmp_path: Path, script: str
) -> None:
    for path in find_root(sample_tables).glob("*.*"):  # all but the store, which is a folder
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "quotes.parquet").write_bytes(b"PAR1")
    manifest = tmp_path / "manifest.json"
    manifest.write_text(manifest.read_text().replace('"set": "', '"set": "x'))  # not the set that is open already
    page = open_page(tmp_path, script)
    assert not page.exception
    [error] = page.error
    assert "quotes.parquet cannot be read" in plain(error.value)


@every_page
def test_no_article_left_says_which_filter_and_takes_it_away(
    open_page: "OpenPage", sample_tables: Path, sample_size: int, script: str
) -> None:
    page = open_page(sample_tables, script, "actor=sergei-lavrov&q=zebra")
    assert not page.exception
    [left] = re.findall(r"Without “words: zebra” there would be (\d+) articles?", said(page))
    assert "“actor" not in said(page)  # it is not to blame
    page.button(key="empty-q").click().run()
    assert not page.exception
    assert "Nothing is left" not in said(page)
    assert page.caption[0].value.startswith(f"{left} of {sample_size} articles selected")


def test_several_filters_to_blame_are_cleared_together(
    open_page: "OpenPage", sample_tables: Path, sample_size: int
) -> None:
    page = open_page(sample_tables, "pages/quotes.py", "q=zebra&from=2031-01-01")
    assert "more than one of these filters" in said(page)
    page.button(key="empty-clear").click().run()
    assert page.caption[0].value.startswith(f"{sample_size} articles ·")


@every_page
def test_what_a_link_says_and_nobody_knows_is_noted(
    open_page: "OpenPage", sample_tables: Path, sample_size: int, script: str
) -> None:
    query = "actr=hezbollah&actor=nobody&location=0&source=Nowhere+Times&from=yesterday&to=2024-02-30&kind=shouted"
    page = open_page(sample_tables, script, query + "&speaker=nobody&named=nobody&screen=x&at=*&story=1&story=2")
    assert not page.exception
    text = plain(" ".join(notes(page)))
    for part in (
        "“actr”", "actor “nobody”", "place “0”", "source “Nowhere Times”", "from=yesterday", "to=2024-02-30",
        "kind=shouted", "screen=x", "place “*”", "story 2 times",
    ):  # fmt: skip
        assert text.count(part) == 1, "the actor stands three times in the link"
    assert page.caption[0].value.startswith(f"{sample_size} articles ·")


def test_what_is_of_the_whole_corpus_is_shown_where_the_filters_leave_nothing(
    open_page: "OpenPage", sample_tables: Path
) -> None:
    about = open_page(sample_tables, "pages/about.py", "from=2031-01-01")
    assert "What was rejected" in [each.value for each in about.header]
    review = open_page(sample_tables, "pages/review.py", "from=2031-01-01&actor=hezbollah&change=hide")
    assert "What was corrected" in [each.value for each in review.header] and review.button(key="save")


@pytest.mark.parametrize("query", ["article=no-such-article", "article=no-such-article&sentence=3"])
def test_unknown_article_is_noted_and_the_list_shown(
    open_page: "OpenPage", sample_tables: Path, sample_size: int, query: str
) -> None:
    page = open_page(sample_tables, "pages/articles.py", query)
    assert not page.exception
    assert "no article “no-such-article”" in plain(notes(page)[0])
    assert page.header[0].value == f"{sample_size} articles"


def test_chips_call_articles_by_their_titles(open_page: "OpenPage", sample_tables: Path) -> None:
    article = "2024-12-08-damascus-falls"
    page = open_page(sample_tables, "pages/sentences.py", f"in={article}&in=none&mention={article}%4012")
    title = "Rebels take Damascus and declare Assad overthrown"
    labels = [plain(button.label) for button in page.button if str(button.key).startswith("chip")]
    assert labels == [f"in: {title}", "in: none", f"mention: {title}"]


def test_boxes_hold_what_is_chosen_and_nothing_that_is_not(
    open_page: "OpenPage", read_boxes: "ReadBoxes", sample_tables: Path
) -> None:
    query = "actor=hezbollah&actor=syria&location=169577&speaker=hezbollah&near=article"
    boxes = read_boxes(open_page(sample_tables, "pages/quotes.py", query))
    days = boxes.pop("filter-days")
    assert (days["since"], days["until"]) == ("", "")
    assert {key: [each["name"] for each in box["chosen"]] for key, box in boxes.items()} == {
        "filter-speakers": ["Hezbollah"], "filter-about": [], "filter-actors": ["Hezbollah", "Syria"],
        "filter-locations": ["Homs, Syria"], "filter-sources": [], **{f"filter-{field}": [] for field in EXCLUDING},
    }  # fmt: skip
    assert all(box["answer"] is None for box in boxes.values()), "only what is typed is answered"


def test_the_reader_leads_back_to_the_list(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "pages/articles.py", "article=2024-12-08-damascus-falls&q=Homs")
    back = html(page).split("All articles that the filters leave")[0].rpartition('href="')[2]
    assert back.startswith("articles?q=Homs&amp;corpus=")


def test_unknown_sentence_is_noted(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "pages/articles.py", "article=2024-12-08-damascus-falls&sentence=999")
    assert not page.exception
    assert "no sentence 999" in plain(notes(page)[0])


def test_an_actor_who_is_spelt_otherwise_in_these_tables_is_found(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "pages/quotes.py", "actor=nobody-here&speaker=abu-mohammed-al-jolani")
    assert "“abu-mohammed-al-jolani” is Ahmed al-Sharaa in these tables." in said(page)
    assert [plain(note) for note in notes(page)] == ["These tables have no actor “nobody-here”; it was ignored."]


@pytest.mark.parametrize("speaker", ["united-states", "france", "germany", "united-kingdom"])
def test_a_quote_of_four_is_listed_by_each_with_all_of_them(
    open_page: "OpenPage", sample_tables: Path, speaker: str
) -> None:
    listed = html(open_page(sample_tables, "pages/quotes.py", f"speaker={speaker}&q=de-escalation"))
    items = listed.partition('<div class="dl-data')[0].split('<div class="dl-item">')
    [quote] = [item for item in items if "Washington, Paris, Berlin and London" in item]
    assert re.findall("[?;]speaker=([^&]*)&", quote) == ["united-states", "france", "germany", "united-kingdom"]
    assert "France, Germany and United Kingdom, as “Washington" in re.sub("<[^>]*>", "", quote)


@every_page
def test_keys_of_another_page_are_noted_and_have_no_chip(
    open_page: "OpenPage", sample_tables: Path, script: str
) -> None:
    home = {
        "speaker": ("pages/quotes.py", "pages/sourcing.py", "pages/claims.py"),
        "named": ("pages/sentences.py", "pages/number.py"),
        "map": ("pages/locations.py", "pages/movements.py"),
    }  # fmt: skip
    page = open_page(sample_tables, script, "speaker=hezbollah&named=hezbollah&map=plain")
    assert not page.exception
    assert notes(page) == [
        f"The link's {key} has no meaning on this page; it was ignored\\." for key in home if script not in home[key]
    ]
    chips = [button.label for button in page.button if str(button.key).startswith("chip")]
    shown = {script: ["speaker: Hezbollah"] for script in home["speaker"]}
    shown |= {script: ["mentions of: Hezbollah"] for script in home["named"]}
    assert chips == shown.get(script, [])


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("", None),
        ("card=hezbollah", None),
        ("actor=hezbollah", "Hezbollah"),
        ("actor=hezbollah&actor=bashar-al-assad", "Hezbollah"),
        ("actor=hezbollah&actor=bashar-al-assad&card=bashar-al-assad", "Bashar al-Assad"),
        ("actor=hezbollah&actor=bashar-al-assad&card=israel", "Hezbollah"),
    ],
)
def test_the_card_is_that_of_a_chosen_actor(
    open_page: "OpenPage", sample_tables: Path, query: str, name: str | None
) -> None:
    page = open_page(sample_tables, "pages/actors.py", query)
    assert not page.exception and not page.warning
    assert re.findall(r'<h2 class="dl-name"><bdi>(.*?)</bdi>', html(page)) == ([name] if name else [])


def test_the_card_says_why_a_name_is_the_actor(open_page: "OpenPage", sample_tables: Path) -> None:
    drawn = html(open_page(sample_tables, "pages/actors.py", "actor=benjamin-netanyahu"))
    assert "surname of Benjamin Netanyahu, named in sentence" in drawn


def test_switches_show_what_the_link_says(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "pages/actors.py", "count=share&within=article&ties=999")
    assert [radio.value for radio in page.radio] == ["share", "article"]
    assert page.slider[0].value == page.slider[0].max, "no tie is as strong as the link wants"
    page.radio(key="filter-within").set_value("").run()
    assert not page.exception
    assert "within" not in page.query_params and page.query_params["count"] == "share"


@pytest.mark.parametrize(
    ("script", "fields"),
    [("streamlit_app.py", ["actors", "since", "words"]), ("pages/quotes.py", ["said", "speakers", "about"])],
)
def test_boxes_are_called_as_their_filters_say(
    open_page: "OpenPage",
    read_boxes: "ReadBoxes",
    monkeypatch: pytest.MonkeyPatch,
    sample_tables: Path,
    script: str,
    fields: list[str],
) -> None:
    for field in fields:
        changed = replace(FILTERS[field], heading=f"Heading of {field}", placeholder=f"example of {field}")
        monkeypatch.setitem(FILTERS, field, changed)
    page = open_page(sample_tables, script)
    labels = {str(box.key): box.label for box in page.text_input}
    boxes = read_boxes(page)
    labels |= {f"filter-{field}": label for field, label in boxes.pop("filter-days")["labels"].items()}
    labels |= {key: box["label"] for key, box in boxes.items() if "label" in box}
    assert [labels[f"filter-{field}"] for field in fields] == [f"Heading of {field}" for field in fields]
    written = {box.key: box.placeholder for box in page.text_input}
    assert all(written.get(f"filter-{each}", f"example of {each}") == f"example of {each}" for each in fields)


def test_the_map_is_drawn_as_the_link_says_and_stays_so(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "pages/locations.py", "map=plain&hollow=no")
    assert not page.exception and not page.warning
    assert page.toggle(key="filter-drawn").value and page.toggle(key="filter-hollow").value
    assert "&amp;map=plain&amp;hollow=no" in html(page).split("locations?location=")[1].split('"')[0]
    page.toggle(key="filter-hollow").set_value(False).run()
    assert "hollow" not in page.query_params and page.query_params["map"] == "plain"


def test_mentions_without_a_date_are_said_beside_the_chart(open_page: "OpenPage", odd_tables: Path) -> None:
    labels = [each.label for each in open_page(odd_tables, "pages/actors.py").expander]
    assert any(re.fullmatch(r"\d+ mentions? without a date, not in the chart", label) for label in labels)


def test_what_is_of_an_article_is_told_to_be_ignored_without_one(open_page: "OpenPage", sample_tables: Path) -> None:
    found = notes(open_page(sample_tables, "pages/articles.py", "sentence=3&compare=other"))
    assert found == [
        label(f"The link's {key} is of one article, and the link names none; it was ignored.")
        for key in ("sentence", "compare")
    ]


@every_page
def test_a_link_made_on_other_tables_says_so(open_page: "OpenPage", sample_tables: Path, script: str) -> None:
    mark = corpus_mark(read_manifest(sample_tables)["input_digest"])
    assert notes(open_page(sample_tables, script, f"actor=hezbollah&corpus={mark}")) == []
    [note] = notes(open_page(sample_tables, script, "actor=hezbollah&corpus=0ther0"))
    assert "made on other tables" in note


def test_undated_articles_that_the_days_leave_out_are_counted(open_page: "OpenPage", odd_tables: Path) -> None:
    page = open_page(odd_tables, "pages/articles.py", "from=2020-01-01")
    assert any(each.value.startswith("1 article without a date") for each in page.caption)


def test_notes_are_not_read_as_markdown(open_page: "OpenPage", sample_tables: Path) -> None:
    page = open_page(sample_tables, "streamlit_app.py", "**bold**=1&actor=%3Cb%3E%5Bx%5D(y)")
    assert notes(page)[0].startswith("The link's “" + label("**bold**"))
    assert label("<b>[x](y)") in notes(page)[1]


def test_about_says_who_was_asked_under_which_licence_and_what_was_left_unread(
    open_page: "OpenPage", sample_tables: Path, tmp_path: Path
) -> None:
    silent = " ".join(each.value for each in open_page(sample_tables, "pages/about.py").markdown)
    assert "OpenStreetMap" not in silent
    assert "are no prose" not in silent
    found = read_set(sample_tables)
    report = {"service": "Nominatim", "server": "nominatim.example.org", "asked": 3, "answers_from_disk": 2,
              "failed": 1, "stopped": "refused DATELINE_GEOCODER_USER (HTTP status 403)"}  # fmt: skip
    unread = {"articles": 2, "characters": 1500}
    write_set(tmp_path / "tables", found.tables, {**found.manifest, "geocoder": report, "unread": unread})
    page = open_page(tmp_path / "tables", "pages/about.py")
    assert not page.exception
    told = plain(" ".join(each.value for each in page.markdown))
    assert "3 place names that the gazetteer does not know went to **Nominatim** (nominatim.example.org)" in told
    assert "refused DATELINE_GEOCODER_USER" in told
    assert "© OpenStreetMap contributors" in told and "ODbL 1.0" in told
    assert "In 2 articles 1,500 characters are no prose" in told


def test_about_tells_how_articles_were_read(open_page: "OpenPage", sample_tables: Path, tmp_path: Path) -> None:
    found = read_set(sample_tables)
    notes = {"no date": {"articles": 3, "values": {}, "example": "a.csv, row 2"}}
    write_set(tmp_path / "tables", found.tables, {**found.manifest, "notes": notes})
    page = open_page(tmp_path / "tables", "pages/about.py")
    assert not page.exception
    assert "How articles were read" in [each.value for each in page.header]
    assert "No date was found for 3 articles." in " ".join(each.value for each in page.markdown)
    assert "No date: none is given" in html(page) and "a.csv, row 2" in html(page)


@pytest.mark.parametrize(("script", "tables"), [
    ("streamlit_app.py", ["articles-over-time"]),
    ("pages/locations.py", ["places", "not-on-the-map"]),
    ("pages/sourcing.py", ["sourcing-about", "sourcing-sources", "sourcing-days"]),
])  # fmt: skip
def test_whole_tables_are_downloads(open_page: "OpenPage", sample_tables: Path, script: str, tables: list[str]) -> None:
    found = [each.proto.id for each in open_page(sample_tables, script).get("download_button")]
    assert [each.rpartition("csv-")[2] for each in found if "csv-" in each] == tables


def test_sentences_are_downloaded_without_what_only_pages_need(
    open_page: "OpenPage", monkeypatch: pytest.MonkeyPatch, sample_tables: Path
) -> None:
    columns: list[str] = []
    monkeypatch.setattr(blocks, "offer_csv", lambda page, _, ask: columns.extend(ask(page).columns))
    assert not open_page(sample_tables, "pages/sentences.py", "at=163843").exception
    assert columns == [
        "article_id", "title", "source", "published", "sentence", "text", "start", "end", "mention", "surface", "role",
        "actor_id", "actor", "location_id", "place", "sense",
    ]  # fmt: skip


def test_quotes_are_those_that_the_actor_says_unless_asked_otherwise(
    open_page: "OpenPage", sample_tables: Path
) -> None:
    """Hezbollah is named in quotes and says none: there is a way to those that name it."""
    page = open_page(sample_tables, "pages/quotes.py", "actor=hezbollah")
    assert "no quote has all of that" in said(page)
    assert re.search(r'href="quotes\?about=hezbollah&amp;corpus=\w+"[^>]*><bdi>\d+ quotes name<', html(page))
    page.radio(key="filter-near").set_value("article").run()
    assert not page.exception
    assert any(re.fullmatch(r"\d+ quotes", each.value) for each in page.header)
