"""The lexicon: its file is whole and read, and what is wrong in it is said."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest
import yaml

from dashboard import settings
from dashboard.errors import SettingError
from dashboard.pipeline.lexicon import alternation, capitalised, read_lexicon, words

LEXICON = read_lexicon(settings.LEXICON_FILE)


def find_readers() -> dict[str, set[str]]:
    """Class -> modules under `dashboard/pipeline` that ask for it by `lexicon.words("…")`, as the file names them."""
    readers: dict[str, set[str]] = {}
    pipeline = settings.CHECKOUT / "dashboard" / "pipeline"
    for path in pipeline.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) in ("lexicon.words", "lexicon.capitalised"):
                module = path.relative_to(pipeline).with_suffix("").as_posix().removesuffix("/__init__")
                for each in node.args:
                    assert isinstance(each, ast.Constant), f"{path}: name the classes in the call"
                    readers.setdefault(str(each.value), set()).add(module)
    return readers


def test_every_class_is_read_and_says_by_whom() -> None:
    text = settings.LEXICON_FILE.read_text("utf-8")
    said = re.findall(r"^# Read by (.*)\.\n(\w+):", text, re.MULTILINE)
    assert {name: set(modules.split(", ")) for modules, name in said} == find_readers()
    assert [name for _, name in said] == list(LEXICON)


def test_every_class_has_words_and_none_twice() -> None:
    assert [name for name, found in LEXICON.items() if not found] == []
    assert [(name, word) for name, found in LEXICON.items() for word, n in Counter(found).items() if n > 1] == []


def test_no_class_stands_twice() -> None:
    file = yaml.compose(settings.LEXICON_FILE.read_text("utf-8"))
    assert isinstance(file, yaml.MappingNode)
    assert [name for name, n in Counter(key.value for key, _ in file.value).items() if n > 1] == []


def test_no_two_classes_are_the_same() -> None:
    assert [names for names in Counter(frozenset(found) for found in LEXICON.values()).values() if names > 1] == []


def test_classes_are_read_together() -> None:
    assert words("weekday", "month") == words("weekday") | words("month")
    assert {"monday", "march"} < words("weekday", "month")


def test_a_word_of_yaml_is_a_word() -> None:
    assert "on" in words("preposition"), "YAML takes it for true"


def test_words_are_written_as_in_names() -> None:
    assert {"Air Force", "Marines"} < capitalised("military_branch")
    assert {"TV", "Radio"} < capitalised("news_outlet")


def test_an_alternation_takes_the_longest_word() -> None:
    assert re.findall(alternation(("air", "air force", "u.s.")), "air force, air, u.s., uxs.") == [
        "air force",
        "air",
        "u.s.",
    ]


def test_an_unknown_class_is_refused() -> None:
    with pytest.raises(SettingError, match=r"lexicon\.yaml has no class 'wekday'; it has .*, weekday"):
        words("month", "wekday")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[in, at]", "does not map classes to their words"),
        ("", "does not map classes to their words"),
        ("locative: in at near", "locative is 'in at near'; write its words as a list"),
        ("locative: [in, [at]]", r"locative is \['in', \['at'\]\]; write its words as a list"),
        ("locative: [in, at", "is not YAML"),
    ],
)
def test_a_malformed_file_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "lexicon.yaml").write_text(text, "utf-8")
    with pytest.raises(SettingError, match=message):
        read_lexicon(tmp_path / "lexicon.yaml")


def test_an_absent_file_is_said(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match="cannot be read"):
        read_lexicon(tmp_path / "lexicon.yaml")
