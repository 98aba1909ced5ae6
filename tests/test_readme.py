"""What README, CONTRIBUTING and docs/ tell people to type exists: make targets, commands, options, variables, files."""

import re
from pathlib import Path

import pytest
import typer.main
from typer.core import TyperGroup

from dashboard import settings
from dashboard.__main__ import app
from dashboard.app import sidebar
from dashboard.pipeline.articles.reading import READERS

PAGES = ("README.md", "CONTRIBUTING.md", *(f"docs/{name}.md" for name in ("data", "fetching", "formats", "serving")))
FENCED = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
INDENTED = re.compile(r"^    .+$", re.MULTILINE)
INLINE = re.compile(r"`([^`\n]+)`")


def read(page: str) -> str:
    return (settings.CHECKOUT / page).read_text("utf-8")


def code(page: str) -> str:
    """All that a page sets as code: blocks and words within a line."""
    text = read(page)
    without_blocks = FENCED.sub("", text)
    return "\n".join([*FENCED.findall(text), *INDENTED.findall(without_blocks), *INLINE.findall(without_blocks)])


def targets() -> set[str]:
    """The targets of the Makefile."""
    return set(re.findall(r"^([a-z]+):", read("Makefile"), re.MULTILINE))


@pytest.mark.parametrize("page", PAGES)
def test_every_make_is_a_target(page: str) -> None:
    named = set(re.findall(r"\bmake ([a-z]+)\b", code(page)))
    assert named <= targets()


def test_the_two_commands_of_a_fresh_machine_are_named() -> None:
    assert {"make dashboard", "make test"} <= set(re.findall(r"make [a-z]+", code("README.md")))


@pytest.mark.parametrize("page", PAGES)
def test_every_command_and_option_of_dateline_exists(page: str) -> None:
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    commands = group.commands
    for name, rest in re.findall(r"(?:\bdateline|-m dashboard) +([a-z]+)\b([^\n#]*)", code(page)):
        assert name in commands, f"dateline {name}"
        command = commands[name]
        if isinstance(command, TyperGroup):
            inner = rest.split()[0]
            assert inner in command.commands, f"dateline {name} {inner}"
            command = command.commands[inner]
        options = {option for parameter in command.params for option in parameter.opts}
        assert set(re.findall(r"--[a-z-]+", rest)) <= {*options, "--help"}, f"dateline {name}{rest}"


def test_the_command_of_ones_own_articles_is_named() -> None:
    assert re.search(r"dateline preprocess .+--tables", code("README.md"))


def test_every_page_of_the_menu_is_described() -> None:
    described = re.findall(r"^- \*\*(.+?)\*\*: ", read("README.md"), re.MULTILINE)
    assert {label for _, label, _ in sidebar.PAGES} <= set(described)


@pytest.mark.parametrize("page", ["README.md", "docs/formats.md"])
def test_every_suffix_that_is_read_is_named(page: str) -> None:
    named = set(INLINE.findall(read(page)))
    assert set(re.findall(r"\.[a-z]+", " ".join(READERS))) <= named


@pytest.mark.parametrize("page", PAGES)
def test_every_variable_is_read_by_the_settings_or_by_what_measures(page: str) -> None:
    readers = ("dashboard/settings.py", "tools/floors.py", "tools/stories.py")
    known = "".join((settings.CHECKOUT / path).read_text("utf-8") for path in readers)
    for name in set(re.findall(r"\bDATELINE_[A-Z_]+\b", read(page))):
        assert f'"{name}"' in known, name


@pytest.mark.parametrize("page", PAGES)
def test_every_link_within_the_checkout_leads_somewhere(page: str) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", read(page)):
        if not re.match(r"[a-z]+:", target):
            assert (settings.CHECKOUT / target).exists(), target


@pytest.mark.parametrize("page", PAGES)
def test_every_file_that_is_named_exists(page: str) -> None:
    tops = {path.name for path in settings.CHECKOUT.iterdir()} - {".venv", ".tools"}
    made = (Path("data/tables"), Path("data/cache"), Path(".streamlit/secrets.toml"))
    for word in INLINE.findall(FENCED.sub("", read(page))):
        path = Path(word)
        if re.fullmatch(r"[\w./-]+", word) and path.parts and path.parts[0] in tops and "/" in word:
            assert (settings.CHECKOUT / path).exists() or any(path.is_relative_to(each) for each in made), word
