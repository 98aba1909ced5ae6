"""Lexicon: the words of each class in `data/lexicon.yaml`, which the rules of the pipeline read.

Limits: words of English, or spelt as in English; the file says of each class what it is.
"""

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import yaml

from dashboard import settings
from dashboard.errors import SettingError


def words(*classes: str) -> frozenset[str]:
    """The words of these classes together, as they are written in the file.

    Raises SettingError for a class that the file lacks, and for a file that cannot be read.
    """
    lexicon = read_lexicon(settings.LEXICON_FILE)
    if strange := [name for name in classes if name not in lexicon]:
        raise SettingError(f"{settings.LEXICON_FILE} has no class {strange[0]!r}; it has {', '.join(sorted(lexicon))}")
    return frozenset(word for name in classes for word in lexicon[name])


def capitalised(*classes: str) -> frozenset[str]:
    """The words of these classes as they are written in names: "Air Force", "TV"; errors are those of `words`."""
    return frozenset(" ".join(part[0].upper() + part[1:] for part in word.split()) for word in words(*classes))


def alternation(some: Iterable[str]) -> str:
    """The group of a regular expression that one of the words matches, the longest first."""
    return f"(?:{'|'.join(re.escape(word) for word in sorted(some, key=lambda word: (-len(word), word)))})"


@cache
def read_lexicon(path: Path) -> dict[str, tuple[str, ...]]:
    """The words of each class of the file, in its order; it is read once.

    Raises SettingError for a file that is absent or is not a map from classes to lists of words.
    """
    try:
        # The base loader takes all for text; else the words "on" and "no" would be true and false.
        loaded = yaml.load(path.read_text("utf-8"), Loader=getattr(yaml, "CBaseLoader", yaml.BaseLoader))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingError(f"{path} cannot be read ({error}); restore it") from error
    except yaml.YAMLError as error:
        raise SettingError(f"{path} is not YAML ({error}); mend it there") from error
    if not isinstance(loaded, dict):
        raise SettingError(f"{path} does not map classes to their words; restore it")
    for name, found in loaded.items():
        if not isinstance(found, list) or not all(isinstance(word, str) and word for word in found):
            raise SettingError(f"{path}: {name} is {found!r}; write its words as a list: [in, at, near]")
    return {name: tuple(found) for name, found in loaded.items()}
