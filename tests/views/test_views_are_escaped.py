"""How views make HTML: only literals are taken for markup, so that no word of an article can be."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from dashboard import settings

HTML = re.compile(r"</?[a-z]|&\w+;")


def find_breaches(source: str) -> list[str]:
    """What in the source of a module could pass text off as markup, as "line: what"."""
    return [f"{node.lineno}: {what}" for node, what in _find_breaches(ast.parse(source))]


def _find_breaches(tree: ast.Module) -> Iterator[tuple[ast.expr | ast.stmt, str]]:
    markup: set[ast.expr] = set()  # the literals that are given to Markup
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup":
            markup.update(node.args)
            if not all(isinstance(each, ast.Constant) for each in node.args):
                yield node, "Markup of what is no literal"
        elif isinstance(node, ast.Import) and "html" in [each.name for each in node.names]:
            yield node, "escaped by hand"
    said = {statement.value for statement in ast.walk(tree) if isinstance(statement, ast.Expr)}  # docstrings
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and node not in markup | said and HTML.search(str(node.value)):
            yield node, "HTML that is no Markup"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('Markup("<p>{}</p>").format(x)', []),
        ('def f():\n    """Of <p>."""', []),
        ('f"<p>{x}"', ["1: HTML that is no Markup"]),
        ('"<p>" + x', ["1: HTML that is no Markup"]),
        ('"<p>{}</p>".format(x)', ["1: HTML that is no Markup"]),
        ("Markup(x)", ["1: Markup of what is no literal"]),
        ('Markup(f"<p>{x}")', ["1: Markup of what is no literal", "1: HTML that is no Markup"]),
        ("import html", ["1: escaped by hand"]),
    ],
)
def test_what_could_pass_text_off_as_markup_is_found(source: str, found: list[str]) -> None:
    assert find_breaches(source) == found


@pytest.mark.parametrize("path", sorted((settings.CHECKOUT / "dashboard" / "views").glob("*.py")), ids=lambda p: p.stem)
def test_no_view_passes_text_off_as_markup(path: Path) -> None:
    assert find_breaches(path.read_text("utf-8")) == []


def test_pages_give_html_to_blocks_alone_which_takes_markup() -> None:
    pages = [settings.CHECKOUT / "streamlit_app.py", *(settings.CHECKOUT / "pages").glob("*.py")]
    assert [path.name for path in pages if re.search(r"\.html\(|unsafe_allow_html", path.read_text("utf-8"))] == []
