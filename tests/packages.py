"""Packages of office programs with one part changed, as damage or an attacker would."""

import io
import zipfile
from collections.abc import Callable


def change_part(data: bytes, name: str, edit: Callable[[bytes], bytes]) -> bytes:
    """The package with one part edited."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as package, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as written:
        for part in package.infolist():
            content = package.read(part)
            written.writestr(part.filename, edit(content) if part.filename == name else content)
    return made.getvalue()
