"""Stories: who was first, whose words an article has, which agency it credits, and what became of its quotes."""

from typing import Any

import pandas as pd
import pytest

from dashboard.views import stories
from tests.views.conftest import View, hrefs, pieces, shown


def article(article_id: str, published: str | None, source: str | None = "Post", **columns: Any) -> dict[str, Any]:
    plain = {
        "story_id": "a", "title": f"Title <{article_id}>", "from_id": None, "from_title": None, "from_source": None,
        "from_published": pd.NaT, "minutes": None, "credit": "none", "taken": None, "kept": None, "added": 0,
        "dropped": 0, "reworded": 0, "unattributed": 0, "unnamed": 0, "wire": None, "wired": "none",
    }  # fmt: skip
    return {
        **plain,
        "article_id": article_id,
        "published": pd.Timestamp(published or "NaT"),
        "source": source,
        **columns,
    }


def copy(article_id: str, of: str, published: str | None = "2024-12-08T10:00", **columns: Any) -> dict[str, Any]:
    own = {
        "from_id": of, "from_source": "Post", "from_published": pd.Timestamp("2024-12-08T07:00"), "taken": 0.845,
        "kept": 0.5,
    }  # fmt: skip
    return article(article_id, published, **{"source": "Herald", **own, **columns})


FIRST = article("a", "2024-12-08T07:00")


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([FIRST, copy("b", "a")], "First: Post, 2024-12-08 07:00 UTC; the last came 3 hours later."),
        (
            [article("a", "2024-12-08"), copy("b", "a", "2024-12-08")],
            "2 articles are of 2024-12-08, with no time between them: which of them was first is not known.",
        ),
        (
            [FIRST, copy("b", "a", None)],
            "First dated: Post, 2024-12-08 07:00 UTC; 1 article without a date, which may be older.",
        ),
        ([article("a", None), copy("b", "a", None)], "None has a date: who had it first is not known."),
    ],
)
def test_who_was_first_is_said_only_where_it_is_known(rows: list[dict[str, Any]], said: str) -> None:
    drawn = stories.story_heading(View(), pd.DataFrame(rows))
    assert said in shown(drawn) and "2 articles of 2 outlets." in shown(drawn)
    assert hrefs(drawn) == ["stories", "articles?article=a", "articles?story=a"]
    left = stories.story_heading(View(sources=("Post",), not_sources=("Times",)), pd.DataFrame(rows))
    assert hrefs(left)[-1] == "articles?not-source=Times&story=a", "as many as are counted"


def test_the_tree_has_below_each_article_those_that_have_its_words() -> None:
    wire = {"wire": "AFP"}
    rows = [FIRST | wire, copy("b", "a", unattributed=2, **wire), copy("c", "b", **wire, wired="credited"),
            copy("d", "a", **wire, unnamed=1), copy("e", "elsewhere", **wire)]  # fmt: skip
    drawn = str(stories.tree(View(), pd.DataFrame(rows)))
    nested = drawn[drawn.index("Title &lt;b&gt;") :]
    assert nested.index("<ol>") < nested.index("Title &lt;c&gt;") < nested.index("</ol>") < nested.index("Title &lt;d")
    assert "84\u00a0% of its words from Post, 3 hours later" in shown(drawn)
    assert "articles?article=b&compare=a" in hrefs(drawn)
    tags = pieces(drawn, 'span class="dl-tag"')
    assert tags == ["no credit to AFP", "2 sources dropped", "no credit to AFP", "1 name of sources dropped",
                    "no credit to AFP", "no credit to AFP"]  # fmt: skip
    assert drawn.count("<li>") == 5, "what is from an article on another screen stands by itself"


def test_a_long_chain_is_set_in_only_so_far() -> None:
    chain = [FIRST, *(copy(str(number), str(number - 1) if number else "a") for number in range(20))]
    drawn = str(stories.tree(View(), pd.DataFrame(chain)))
    assert drawn.count("<ol") == stories.DEEPEST + 1 and drawn.count("<li>") == drawn.count("</li>") == 21


def test_the_agency_is_named_with_those_who_credit_it_and_those_who_do_not() -> None:
    rows = [FIRST | {"wire": "AFP", "wired": "credited"}, copy("b", "a", wire="AFP", source=None),
            copy("c", "a", wire="AFP", wired="told", source="Times <1>")]  # fmt: skip
    assert shown(stories.wire(pd.DataFrame(rows))) == (
        "Agency behind it: AFP. Credited by Post. What it was told is quoted by Times <1>. Not credited by no outlet."
    )
    assert "No article of this story credits a news agency." in shown(stories.wire(pd.DataFrame([FIRST])))


def test_the_table_has_a_row_for_each_article_and_compares_it() -> None:
    frame = stories.describe_lineage(pd.DataFrame([
        FIRST, copy("b", "a", None, added=3, wire="AFP", wired="told"), copy("c", "a", credit="agency", unnamed=1),
    ]))  # fmt: skip
    assert frame[["when", "later", "of_its", "of_that", "credits", "lost"]].values.tolist() == [
        ["2024-12-08 07:00 UTC", "", "", "", "", 0],
        ["no date", "not known", "84\u00a0%", "50\u00a0%", "Post: does not credit it; AFP: quotes what it was told", 0],
        ["2024-12-08 10:00 UTC", "3 hours later", "84\u00a0%", "50\u00a0%", "Post: credits it", 1],
    ]
    columns = {each.name: each for each in stories.lineage_columns(View())}
    for name in ("from_outlet", "added", "dropped", "reworded", "lost"):
        href = columns[name].href
        assert href is not None
        first, second, _ = ({str(name): value for name, value in row.items()} for row in frame.to_dict("records"))
        assert href(second) == "articles?article=b&compare=a" and href(first) is None


def test_the_list_says_what_the_copies_changed() -> None:
    row = {"wire": "AFP", "credited": 1, "copies": 3, "added": 2, "dropped": 0, "reworded": 1_000, "unattributed": 1,
           "unnamed": 2}  # fmt: skip
    plain = dict.fromkeys(("added", "dropped", "reworded", "unattributed", "unnamed"), 0)
    found = stories.describe_stories(pd.DataFrame([row, row | plain | {"wire": None}]))
    assert found[["agency", "changes", "lost"]].values.tolist() == [
        ["AFP, credited by 1 of 3", "add 2, reword 1,000", 3], ["", "leave as they are", 0],
    ]  # fmt: skip
    published = stories.columns(View(sort=("-copies",)))[0]
    assert published.sort_href == "stories?sort=-published"


def wording(article_id: str, text: str, changes: tuple[str, ...] = (), **columns: Any) -> dict[str, Any]:
    return {
        "saying": 1, "article_id": article_id, "source": f"Outlet {article_id}", "sentence": 3, "quote_id": "q",
        "text": text, "speaker": "the mayor", "actors": [], "actor_ids": [], "sourcing": "named", "via": None,
        "compared_id": None, "published": pd.Timestamp("2024-12-08"), "outside": False, "changes": list(changes),
        **columns,
    }  # fmt: skip


def test_a_quote_stands_in_the_words_of_each_outlet_with_what_is_other() -> None:
    bare = {"quote_id": None, "speaker": None, "sourcing": None}
    drawn = str(stories.drift(View(), pd.DataFrame([
        wording("a", "Two boats <sank> at noon", via="AFP"),
        wording("b", "Two boats <sank> at noon", compared_id="a", actors=["Idris Sallow"], actor_ids=["sallow"]),
        wording("c", "Three boats <sank> at noon", ("reworded", "unnamed"), compared_id="a", sourcing="unnamed"),
        wording("d", "Two boats <sank>.", ("unattributed",), compared_id="a", outside=True, **bare),
    ])))  # fmt: skip
    said = shown(drawn)
    assert said.count("Two boats <sank> at noon") == 1 and said.count("in the same words") == 1
    assert "the mayor, told to AFP (named)" in said and "actors?actor=sallow" in hrefs(drawn)
    assert pieces(drawn, 'mark class="differs"') == ["Three", "sank"]
    assert pieces(drawn, 'span class="dl-tag"') == ["source without its name", "no source here", "another story"]
    assert "articles?article=d&sentence=3" in hrefs(drawn)
