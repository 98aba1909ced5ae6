import pytest

from dashboard.pipeline.articles.fragment import is_html, strip_tags


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>The ferry\n sank.</p>\n<p>All were <a href='/x'>saved</a>&nbsp;&mdash; she said.</p>",
         "The ferry sank.\n\nAll were saved — she said."),
        ("One.<br>Two.<br/><br/>Three.", "One.\nTwo.\n\nThree."),
        ("<div><h2>At noon</h2><ul><li>one</li><li>two</li></ul></div>tail", "At noon\n\none\n\ntwo\n\ntail"),
        ("<p>It sank.<script>var a = '<p>x</p>';</script><!-- no --> All were saved.</p>", "It sank. All were saved."),
        ("<figure><img src=x><figcaption>A ferry</figcaption></figure><p>It sank.</p>", "It sank."),
        ("<p>5 &lt; 6</p>", "5 < 6"),
        ("", ""),
    ],
)  # fmt: skip
def test_words_stay_and_tags_go(html: str, words: str) -> None:
    assert strip_tags(html) == words


def test_any_depth_is_read() -> None:
    assert "sank" in strip_tags("<div>" * 100_000 + "It sank." + "</div>" * 100_000)


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("<p>It sank.</p>", True), ("It sank.<br />All", True), ("a < b and c > d", False), ("<unk> it sank", False)],
)
def test_tags_are_told_from_signs(text: str, is_one: bool) -> None:
    assert is_html(text) is is_one
