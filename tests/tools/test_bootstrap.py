"""The set-up with fake interpreters and a fake uv: small scripts in a temporary folder, no network."""

import ast
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tools import bootstrap

SHIM = "echo 'pyenv: python3.12: command not found' >&2; exit 127"
# Writes down what it was asked, and makes of a virtual environment the one file that is looked for.
FAKE_UV = """
echo "$@" >> uv.log
case "$*" in
  --version) echo "uv 99.0.0" ;;
  *" venv "*) rm -rf .venv; mkdir -p .venv/bin; touch .venv/bin/python ;;
  *" install "*) test ! -e broken ;;
  *) exit 1 ;;
esac
"""


def write_script(path: Path, body: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f"#!/bin/sh\n{body}\n")
    path.chmod(0o755)
    return path


def write_python(path: Path, version: str, *, lacks: str = "") -> Path:
    """An interpreter that says it is this version, and that it lies where it was written."""
    fake = [
        "import sys",
        f"sys.version_info = ({version.replace('.', ', ')}, 0)",
        f'sys._base_executable = "{path}"',
        f'sys.modules["{lacks}"] = None',
        "exec(sys.argv[1])",
    ]
    return write_script(path, f"exec '{sys.executable}' -I -c '{'; '.join(fake)}' \"$3\"")


@pytest.mark.parametrize("version", ["3.12", "3.13"])
def test_takes_a_python_that_runs(tmp_path: Path, version: str) -> None:
    python = write_python(tmp_path / "python3", version)
    assert bootstrap.find_python([python]) == python


def test_passes_over_what_will_not_do(tmp_path: Path) -> None:
    not_a_program = tmp_path / "text"
    not_a_program.write_text("print('hello')")
    good = write_python(tmp_path / "good", "3.12")
    others = [
        tmp_path / "absent",
        not_a_program,
        write_script(tmp_path / "shim", SHIM),
        write_script(tmp_path / "silent", "exit 0"),
        write_python(tmp_path / "old", "3.11"),
        write_python(tmp_path / "new", "3.14"),
        write_python(tmp_path / "no-ssl", "3.12", lacks="ssl"),
        write_python(tmp_path / "no-sqlite", "3.12", lacks="sqlite3"),
        write_python(tmp_path / "no-venv", "3.12", lacks="venv"),
    ]
    assert bootstrap.find_python(others) is None
    assert bootstrap.find_python([*others, good]) == good


def test_does_not_wait_for_a_program_that_hangs(tmp_path: Path) -> None:
    assert bootstrap.output(write_script(tmp_path / "python3", "exec sleep 60"), timeout=0.1) == ""


def test_looks_on_the_path_then_in_pyenv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    versions = tmp_path / "pyenv/versions"
    expected = [
        write_script(first / "python3.12", SHIM),
        write_script(second / "python3.12", SHIM),
        write_script(second / "python3.13", SHIM),
        write_script(first / "python3", SHIM),
        write_script(second / "python", SHIM),
        write_script(versions / "3.12.10/bin/python", SHIM),
        write_script(versions / "3.12.9/bin/python", SHIM),
        write_script(versions / "3.13.0/bin/python", SHIM),
    ]
    write_script(versions / "3.11.7/bin/python", SHIM)
    monkeypatch.setenv("PATH", f"{first}{os.pathsep}{second}{os.pathsep}{first}")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("HOME", str(tmp_path))
    assert [path for path in bootstrap.candidates() if tmp_path in path.parents] == expected


@pytest.mark.parametrize(
    ("answer", "taken"),
    [
        ("echo 'uv 0.13.9 (x86_64-unknown-linux-gnu)'", True),
        ("echo 'uv 1.0.0'", True),
        ("echo 'uv 0.11.30'", False),
        ("echo 'not uv'", False),
        (SHIM, False),
    ],
)
def test_takes_only_a_recent_uv(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, taken: bool) -> None:
    uv = write_script(tmp_path / "uv", answer)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(bootstrap, "TOOLS", tmp_path)
    assert bootstrap.find_uv() == (uv if taken else None)


def test_uv_sees_the_mirror_and_no_other_setting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("UV_INDEX_URL", "http://mirror.invalid/simple")
    monkeypatch.setenv("UV_EXCLUDE_NEWER", "2020-01-01")
    bootstrap.environment.cache_clear()
    seen = bootstrap.environment()
    bootstrap.environment.cache_clear()
    assert seen["UV_DEFAULT_INDEX"] == "http://mirror.invalid/simple"
    assert seen["UV_NO_CONFIG"] == "1"
    assert not {"UV_EXCLUDE_NEWER", "UV_INDEX_URL"} & seen.keys()


Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A checkout with a fake uv and a fake Python on the PATH, and nothing else of Dateline."""
    for name in ("pyproject.toml", "requirements.lock"):
        (tmp_path / name).write_text(name)
    (tmp_path / "tools").mkdir()
    (tmp_path / "tools/bootstrap.py").write_bytes(Path(bootstrap.__file__).read_bytes())
    write_script(tmp_path / "bin/uv", FAKE_UV)
    write_python(tmp_path / "bin/python3.12", "3.12")
    return tmp_path


@pytest.fixture
def run(checkout: Path) -> Run:
    """Runs the checkout's set-up as make does."""

    def run(*what: str, path: str = "bin:/usr/bin:/bin") -> subprocess.CompletedProcess[str]:
        environment = {"PATH": f"{checkout}/{path}", "HOME": str(checkout)}
        command = [sys.executable, "tools/bootstrap.py", *what]
        return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)

    return run


def calls(checkout: Path) -> int:
    return (checkout / "uv.log").read_text().count("\n")


def test_sets_up_once(checkout: Path, run: Run) -> None:
    done = run()
    assert (done.returncode, done.stderr) == (0, "")
    assert f"making .venv with {checkout}/bin/python3.12" in done.stdout
    before = calls(checkout)
    again = run()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert calls(checkout) == before


def test_the_tools_of_the_supply_have_an_environment_of_their_own(checkout: Path, run: Run) -> None:
    (checkout / "tools/supply.lock").write_text("one")
    (checkout / "bin/uv").write_text((checkout / "bin/uv").read_text().replace(".venv", ".tools/supply"))
    assert "making .tools/supply" in run("supply").stdout
    assert run("supply").stdout == ""
    assert not (checkout / ".venv").exists()
    (checkout / "tools/supply.lock").write_text("two")
    assert "making .tools/supply" in run("supply").stdout


@pytest.mark.parametrize("name", ["requirements.lock", "pyproject.toml"])
def test_sets_up_again_after_a_change(checkout: Path, run: Run, name: str) -> None:
    run()
    (checkout / name).write_text("changed")
    assert "making .venv" in run().stdout
    assert run().stdout == ""


def test_a_failed_set_up_is_repaired_by_the_next(checkout: Path, run: Run) -> None:
    (checkout / "broken").touch()
    failed = run()
    assert failed.returncode == 1
    assert failed.stderr == "set-up: uv failed, see above; fix that and run make again\n"
    (checkout / "broken").unlink()
    assert "making .venv" in run().stdout
    assert run().stdout == ""


def test_one_line_says_what_to_install(checkout: Path, run: Run) -> None:
    write_script(checkout / "bin/python3.12", SHIM)
    failed = run(path="bin")
    assert failed.returncode == 1
    assert failed.stderr.count("\n") == 1
    assert failed.stderr.startswith("set-up: no Python 3.12 or 3.13 works here")
    assert "install one" in failed.stderr


def test_any_python_from_3_9_can_read_it() -> None:
    ast.parse(Path(bootstrap.__file__).read_text(), feature_version=(3, 9))


def test_the_lock_names_no_machine_and_no_registry() -> None:
    assert "/" not in bootstrap.LOCK.read_text()
