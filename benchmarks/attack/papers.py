"""Writes files of office programs, as small as they can be, for attacks and tests; the same bytes every time."""

import io
import re
import textwrap
import zipfile
import zlib
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

# Where a line begins, in points from the left and from below, the size of its letters, and its words.
type Line = tuple[float, float, float, str]


def write_pdf(pages: Sequence[Sequence[Line]], title: str = "") -> bytes:
    """A PDF in Helvetica with these lines. Only characters of Windows-1252 are written."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    resources = "/Resources<</Font<</F 3 0 R>>>>"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(pages)}/Kids[{kids}]/MediaBox[0 0 595 842]{resources}>>".encode(),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    for number, page in enumerate(pages):
        objects.append(f"<</Type/Page/Parent 2 0 R/Contents {5 + 2 * number} 0 R>>".encode())
        shown = "\n".join(f"BT /F {size} Tf 1 0 0 1 {x} {y} Tm {_quote(words)} Tj ET" for x, y, size, words in page)
        packed = zlib.compress(shown.encode("cp1252", "replace"))
        objects.append(b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed))
    objects.append(f"<</Title {_quote(title)}>>".encode("cp1252", "replace"))
    data, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj%b endobj\n" % (number, content)
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    head = f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}"
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R/Info {len(objects)} 0 R>>\nstartxref\n{len(data)}\n%%EOF\n"
    return data + head.encode() + end.encode()


def _quote(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    return f"({escaped})"


def write_paper(suffix: str, paragraphs: Sequence[str], title: str = "") -> bytes:
    """A document with these paragraphs: .docx, .rtf or .pdf."""
    if suffix == ".docx":
        return write_docx(paragraphs)
    if suffix == ".rtf":
        return write_rtf(paragraphs)
    lines = [line for text in paragraphs for row in (*text.split("\n"), "") for line in textwrap.wrap(row, 90) or [""]]
    pages = [lines[start : start + 150] for start in range(0, len(lines), 150)]
    return write_pdf([[(50.0, 780.0 - 5 * n, 4.0, line) for n, line in enumerate(page)] for page in pages], title)


def write_docx(paragraphs: Sequence[str]) -> bytes:
    """A Word document with these paragraphs."""
    body = "".join(f'<w:p><w:r><w:t xml:space="preserve">{_clean(text)}</w:t></w:r></w:p>' for text in paragraphs)
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    document = f'<w:document xmlns:w="{space}"><w:body>{body}</w:body></w:document>'
    return _write_package("word/document.xml", "wordprocessingml.document.main", document)


def write_xlsx(columns: Sequence[str], rows: Sequence[Mapping[str, object]]) -> bytes:
    """A workbook with one sheet, of texts."""
    cells = [columns, *([row.get(column) for column in columns] for row in rows)]
    table = "".join(
        f'<row r="{number}">{"".join(_write_cell(cell) for cell in row)}</row>' for number, row in enumerate(cells, 1)
    )
    space = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = f'xmlns:r="{_LINKS}"'
    workbook = f'<workbook xmlns="{space}" {links}><sheets><sheet name="A" sheetId="1" r:id="r1"/></sheets></workbook>'
    sheet = f'<worksheet xmlns="{space}"><sheetData>{table}</sheetData></worksheet>'
    return _write_package("xl/workbook.xml", "spreadsheetml.sheet.main", workbook, {"xl/sheet1.xml": sheet})


def write_rtf(paragraphs: Sequence[str]) -> bytes:
    """Rich text with these paragraphs."""
    units = "\\par\n".join(
        "".join(_write_sign(character) for character in paragraph).replace("\n", "\\line ") for paragraph in paragraphs
    )
    return f"{{\\rtf1\\ansi\\uc1 {units}}}".encode()


def _write_sign(character: str) -> str:
    if character in "\\{}":
        return f"\\{character}"
    if character.isascii():
        return character
    units = character.encode("utf-16-le", "surrogatepass")
    return "".join(f"\\u{int.from_bytes(units[at : at + 2], 'little', signed=True)}?" for at in range(0, len(units), 2))


def _write_cell(cell: object) -> str:
    return "<c/>" if cell is None else f'<c t="inlineStr"><is><t xml:space="preserve">{_clean(str(cell))}</t></is></c>'


_LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"


def _write_package(name: str, kind: str, content: str, others: Mapping[str, str] | None = None) -> bytes:
    """A package with a main part of this name, and its sheets."""
    sheets = "".join(
        f'<Override PartName="/{other}" ContentType="{_TYPES}.spreadsheetml.worksheet+xml"/>' for other in others or {}
    )
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/{name}" ContentType="{_TYPES}.{kind}+xml"/>{sheets}</Types>',
        "_rels/.rels": _write_links({"r1": ("officeDocument", name)}),
        name: content,
        **(others or {}),
    }
    if others:
        parts["xl/_rels/workbook.xml.rels"] = _write_links({"r1": ("worksheet", "/xl/sheet1.xml")})
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as package:
        for part, text in parts.items():
            package.writestr(zipfile.ZipInfo(part), text, zipfile.ZIP_DEFLATED)  # of a fixed time
    return data.getvalue()


def _write_links(links: Mapping[str, tuple[str, str]]) -> str:
    found = "".join(
        f'<Relationship Id="{id_}" Type="{_LINKS}/{kind}" Target="{target}"/>' for id_, (kind, target) in links.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{found}</Relationships>'
    )


def _clean(text: str) -> str:
    """The text as XML; without the characters that XML does not know."""
    return escape(re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]", " ", text))
