"""The index of words: it finds what the language of a search says, the same as the pattern that read every text."""

import gc
import random
import re
import sqlite3
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pytest

from dashboard import settings
from dashboard.words.folding import fold
from dashboard.words.index import Words, hold_words, open_words, write_words
from dashboard.words.query import Term, read_query

TEXTS = [
    "Rebels took Hama\n\nThe army left the buffer zone. Homs is next, Assad’s men say.",
    "No cease-fire in Homs: “We are ceasing nothing,” the café’s owner said.",
    "",
    "Damascus: the zone, the buffer, the ceasefire. Ba'ath \x00 office. C++ for $5",
    "قال حِمص. Он сказал: буферная зона. 叙利亚首都大马士革。",
]
QUOTES = ["We are ceasing nothing,", "Homs is next", "safe … a rumour"]

# Whether a text has a word or phrase, both in lower case without accents: the pattern by which words were found before
# there was an index. Between the words of a phrase it accepts blanks only.
HAS_WORD = r"""
    CREATE MACRO has_word(searched, word) AS regexp_matches(searched, '(?:^|[^\pL\pN])' || replace(replace(
        regexp_escape(translate(strip_accents(lower(word)), '‘’ʼ', repeat('''', 3))),
        '\ ', '[\s\pZ]+'), '\''', '[''‘’ʼ]') || '(?:$|[^\pL\pN])')"""


@pytest.fixture(scope="module")
def words() -> Words:
    return hold_words(TEXTS, QUOTES)


@pytest.mark.parametrize(
    ("query", "articles"),
    [
        ("homs", [0, 1]),
        ("HOMS -rebels", [1]),
        ("homs OR damascus", [0, 1, 3]),
        ("homs OR damascus zone", [0, 3]),
        ("homs OR damascus NOT zone", [1]),
        ("NOT homs", [2, 3, 4]),
        ("-homs -damascus", [2, 4]),
        ('"buffer zone"', [0]),
        ('"zone the buffer"', [3]),
        ('"zone homs"', [0]),
        ('NOT "buffer zone" OR cafe', [2, 3, 4]),
        ("buffer zone", [0, 3]),
        ("ceas*", [1, 3]),
        ("ceasef*", [3]),
        ('"the buf*"', [0, 3]),
        ("cease-fire", [1]),
        ("ceasefire", [3]),
        ("assad", [0]),
        ("Assad's", [0]),
        ("Ba’ath", [3]),
        ("cafe", [1]),
        ("CAFÉ", [1]),
        ("حمص", [4]),
        ("مص", []),
        ("зона", [4]),
        ("Буферн*", [4]),
        ("大马士革", [4]),
        ("马士", [4]),
        ("革大", []),
        ("$5", [3]),
        ("next", [0]),
        ("nex", []),
        ("", []),
        ("—", []),
    ],
)
def test_articles_are_found_by_their_numbers(words: Words, query: str, articles: list[int]) -> None:
    assert words.find_articles(query).tolist() == articles
    assert words.find_articles(query).dtype == "int32"


def test_quotes_are_found_apart_from_articles(words: Words) -> None:
    assert words.find_quotes("next OR nothing").tolist() == [0, 1]
    assert words.find_quotes("-next").tolist() == [0, 2]
    assert words.find_quotes("Damascus").tolist() == []


SIGNS = [
    '"',
    "*",
    "(",
    ")",
    "NEAR",
    "title:",
    "\x00",
    "AND",
    "OR",
    "NOT",
    "-",
    "+",
    "^",
    "{",
    "}",
    "'",
    "''",
    ";",
    "\\",
    "%",
]
ODD = [
    *SIGNS, "😀", "\ud800", 'a"b', '"a* b"', "NEAR(a b, 5)", "{a b}: c", "^a", "a + b", "articles : a", '"""', "--",
    "".join(SIGNS) * 5, "!?…" * 100, "(" * 300, '"' * 299, "a " * 150, "ab* " * 75, "大" * 300, "a-" * 150, "OR " * 100,
]  # fmt: skip


@pytest.mark.parametrize("query", ODD)
def test_no_search_fails(words: Words, query: str) -> None:
    words.find_articles(query)
    words.find_quotes(query)


def test_no_search_of_signs_and_words_in_any_order_fails(words: Words) -> None:
    dice = random.Random(3)
    for _ in range(300):
        query = "".join(dice.choices([*SIGNS, " ", "homs", "zone", "é"], k=dice.randrange(1, 40)))
        assert set(words.find_articles(query)) <= set(range(len(TEXTS)))


def plain(texts: Sequence[str], query: str) -> list[int]:
    """What a search finds, by its definition: a pattern over every folded text."""
    read = read_query(query)
    word = r"[0-9a-z\x80-\U0010ffff]"

    def has(text: str, term: Term) -> bool:
        end = "" if term.begins else f"(?!{word})"
        return re.search(f"(?<!{word}){rf'[^{word[1:]}+'.join(map(re.escape, term.words))}{end}", text) is not None

    def found(text: str) -> bool:
        wanted = all(any(has(text, term) for term in group) for group in read.wanted)
        return wanted and not any(has(text, term) for term in read.unwanted)

    return (
        [number for number, text in enumerate(map(fold, texts)) if found(text)] if read.wanted or read.unwanted else []
    )


@pytest.fixture(scope="module")
def sample() -> list[str]:
    """The paragraphs of the sample: short texts, so that most searches find some and leave some."""
    return [
        part for path in sorted(settings.SAMPLE.glob("*.txt")) for part in path.read_text("utf-8").split("\n") if part
    ]


def test_the_index_finds_what_the_definition_says(sample: list[str]) -> None:
    words, dice = hold_words(sample, []), random.Random(14)
    every = [word for text in sample for word in re.findall(r"\w+", text)]
    sizes = []
    for _ in range(200):
        some = dice.choices(every, k=4)
        query = dice.choice([
            "{} {}", "{} OR {}", "{} -{}", "NOT {}", "{} OR {} {} NOT {}", "{:.3}*", "{:.4}* NOT {:.3}*", '"{} {:.3}*"',
        ]).format(*some)  # fmt: skip
        found = words.find_articles(query).tolist()
        assert found == plain(sample, query), query
        sizes.append(len(found))
    assert sum(0 < size < len(sample) for size in sizes) > 150


def test_words_and_phrases_are_found_as_by_the_pattern_that_was_used_before(sample: list[str]) -> None:
    """But signs between the words of a phrase do not count: "homs syria" finds “Homs. Syria”."""
    words, dice = hold_words(sample, []), random.Random(14)
    without = [re.sub(r"[^\w\s]", " ", text) for text in sample]
    with duckdb.connect() as connection:
        connection.execute(HAS_WORD)

        def find_before(texts: list[str], words: str) -> list[int]:
            statement = "SELECT has_word(strip_accents(lower(unnest($1))), $2)"
            found = connection.execute(statement, [texts, " ".join(words.split())]).fetchall()
            return [number for number, (has,) in enumerate(found) if has]

        for _ in range(200):
            text = re.sub('["“”]', " ", dice.choice(sample))
            places = list(re.finditer(r"\w+", text))
            first = dice.randrange(len(places))
            last = min(first + dice.randrange(4), len(places) - 1)
            piece = text[places[first].start() : places[last].end()]
            found = words.find_articles(f'"{piece}"').tolist()
            assert found == find_before(without, re.sub(r"[^\w\s]", " ", piece)), piece
            assert set(found) >= set(find_before(sample, piece)), piece
            assert first != last or found == find_before(sample, piece), piece


def test_a_file_is_read_by_many_threads_also_after_it_was_deleted(tmp_path: Path) -> None:
    path = tmp_path / "odd # name?%20.sqlite"
    write_words(path, TEXTS, iter(QUOTES))
    words = open_words(path)
    path.unlink()
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(words.find_articles, ["homs", "NOT homs"] * 100))
    assert [each.tolist() for each in answers] == [[0, 1], [2, 3, 4]] * 100
    assert words.find_quotes("rumour").tolist() == [2]


def test_reading_a_file_writes_nothing_beside_it(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite"
    write_words(path, TEXTS, QUOTES)
    written = path.read_bytes()
    open_words(path).find_articles("homs")
    assert [each.name for each in tmp_path.iterdir()] == ["words.sqlite"]
    assert path.read_bytes() == written
    assert "Hama" not in written.decode("latin-1"), "the texts are not in it"


def test_a_file_that_is_no_index_is_an_os_error_that_names_it(tmp_path: Path) -> None:
    absent, broken, other = tmp_path / "absent", tmp_path / "broken", tmp_path / "other"
    broken.write_text("no database")
    sqlite3.connect(other).close()
    for path in (absent, broken, other):
        with pytest.raises(OSError, match=f"{path.name} is no index of words .*delete it"):
            open_words(path)
    with pytest.raises(OSError, match="nowhere/words cannot hold the index of words"):
        write_words(tmp_path / "nowhere" / "words", TEXTS, QUOTES)


def test_words_that_nobody_holds_are_closed(tmp_path: Path) -> None:
    path = tmp_path / "words.sqlite"
    write_words(path, TEXTS, QUOTES)
    words = open_words(path)
    opened = words._idle.get()
    words._idle.put(opened)
    del words
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        opened.execute("SELECT 1")


def test_texts_in_memory_are_apart_from_those_of_others() -> None:
    first, second = hold_words(["a"], []), hold_words(["b", "a"], [])
    assert (first.find_articles("a").tolist(), second.find_articles("a").tolist()) == ([0], [1])
