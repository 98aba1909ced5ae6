import pytest

from dashboard.pipeline.articles.markdown import strip_marks


@pytest.mark.parametrize(
    ("marked", "words"),
    [
        ("From [Orlin](https://orlin.example/tag) the **Harbour _Trust_** sent `boats`.",
         "From Orlin the Harbour Trust sent boats."),
        ("[[Jane Wanjiru]] and [[people/ali|Ali Musa]] wrote it.", "Jane Wanjiru and Ali Musa wrote it."),
        ("## At noon\nIt sank.\n\n- one\n- two\n\n> “Run!” she said.",
         "At noon\n\nIt sank.\n\none\n\ntwo\n\n“Run!” she said."),
        ("![A ferry](ferry.jpg)\n\nIt <b>sank</b>.\n\n---\n\n<div>menu</div>\n\nAll were saved.",
         "It sank.\n\nAll were saved."),
        ("One line,\nand the next.\\\nA third.", "One line,\nand the next.\nA third."),
        ("    An indented paragraph.\n\nAnother.", "An indented paragraph.\n\nAnother."),
        ("5 * 3 and 2 * 4, snake_case_word, AT&amp;T, R&D", "5 * 3 and 2 * 4, snake_case_word, AT&T, R&D"),
        ("[Not a link] and [^1]", "[Not a link] and [^1]"),
        ("", ""),
    ],
)  # fmt: skip
def test_words_stay_and_marks_go(marked: str, words: str) -> None:
    assert strip_marks(marked) == words
