"""Files of one's own: actors and places that are laid over those of Dateline, read as text or refused in one line."""

import unicodedata
from pathlib import Path
from reprlib import Repr
from typing import NoReturn

from dashboard.errors import SettingError

# Bytes. The shipped file of 600 actors has 89,000; a larger file is another one.
LONGEST_FILE = 10_000_000

_SHORT = Repr()
_SHORT.maxstring = _SHORT.maxother = 60


def is_readable(path: Path) -> bool:
    """Whether it is a file that is not too long; opening a pipe would wait for ever."""
    return path.is_file() and path.stat().st_size <= LONGEST_FILE


def read_own_text(path: Path, remedy: str) -> str:
    """The text of the file. Raises SettingError with the remedy if it is no text in UTF-8, or too long."""
    try:
        if path.exists() and not path.is_file():
            raise SettingError(f"{path} cannot be read (it is no file); {remedy}")
        size = path.stat().st_size
        if size > LONGEST_FILE:
            raise SettingError(f"{path} cannot be read ({size:,} bytes; {LONGEST_FILE:,} or fewer are); {remedy}")
        return path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} cannot be read ({error}); {remedy}") from error


def is_one_line(name: str) -> bool:
    """Whether the name has single blanks, and neither control characters nor halves of characters."""
    is_safe = not any(unicodedata.category(character) in ("Cc", "Cs") for character in name)
    return is_safe and name == " ".join(name.split())


def refuse(where: str, value: object, rule: str) -> NoReturn:
    """Raise SettingError: where in which file, what stands there, and what may."""
    raise SettingError(f"{where} is {_SHORT.repr(value)}; {rule}")
