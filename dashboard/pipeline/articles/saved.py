"""Pages that a browser saved with a folder beside them, which holds their pictures, frames and advertisements.

Such a page is one article: what lies in its folder is none, and is passed over.
"""

import re
from collections.abc import Collection
from pathlib import PurePath

PAGES = (".html", ".htm", ".xhtml")

# What a browser puts behind the name of a page, in its own language: the list of Windows, which browsers follow.
FOLDERS = (
    "_files", ".files", "-Dateien", "_fichiers", "_bestanden", "_file", "_archivos", "-filer", "_tiedostot", "_pliki",
    "_soubory", "_elemei", "_ficheiros", "_arquivos", "_dosyalar", "_datoteke", "_fitxers", "_failid", "_fails",
    "_bylos", "_fajlovi", "_fitxategiak",
)  # fmt: skip
# What no browser puts there: somebody keeps articles in a folder of such a name.
NEVER = (".doc", ".docx", ".rtf", ".xlsx", ".csv", ".tsv", ".jsonl", ".parquet", ".eml", ".mbox", ".zip")
_FOLDER = re.compile(f"(.+)(?:{'|'.join(map(re.escape, FOLDERS))})", re.IGNORECASE)


def find_parts(paths: Collection[PurePath]) -> set[PurePath]:
    """Those of the paths that lie in the folder of a page that is among them, and that a browser may have put there."""
    pages = {path.with_suffix("") for path in paths if path.suffix.lower() in PAGES}
    folders = {folder for path in paths for folder in path.parents} if pages else set()
    named = {
        folder
        for folder in folders
        if (match := _FOLDER.fullmatch(folder.name)) and folder.with_name(match[1]) in pages
    }
    if not named:
        return set()
    return {path for path in paths if path.suffix.lower() not in NEVER and not named.isdisjoint(path.parents)}
