"""Reads the article in a Word document (.docx), or those of a collection: the text by paragraphs, as it is seen.

What was deleted with "track changes" is not read, and what was inserted is. Not read, because they are not part of the
article's text: headers and footers, footnotes, comments, hidden text, fields, and tables of contents. The date is that
of a header line; the file's own is the day of a download.
"""

from collections.abc import Iterator
from zipfile import ZipFile

from lxml.etree import _Element

from dashboard.pipeline.articles.heading import choose_title
from dashboard.pipeline.articles.package import check_package
from dashboard.pipeline.articles.plain import join_paragraphs, read_text
from dashboard.pipeline.articles.record import InputFile, RawArticle, Reject, RejectedError

# Bytes and tags of the part with the text: 49 MB with 2 million tags, 60,000 paragraphs, took 0.5 GB.
LONGEST_PART, MOST_TAGS = 50_000_000, 4_000_000

# Characters of a cell that names what stands in the cell beside it.
LONGEST_LABEL = 60

_WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MIXED = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_FALLBACK = f"{_MIXED}Fallback"  # the same again, for old programs
# Elements around others that change nothing for the reader: controls, insertions, alternatives.
_AROUND = (
    *(f"{_WORD}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo")),
    *(f"{_MIXED}{name}" for name in ("AlternateContent", "Choice")),
)
_LEFT_OUT = (_FALLBACK, *(f"{_WORD}{name}" for name in ("del", "moveFrom", "pPr", "rPr", "rt", "txbxContent")))
_SIGNS = {f"{_WORD}tab": "\t", f"{_WORD}cr": "\n", f"{_WORD}noBreakHyphen": "-"}
_HEADINGS = ("Title", "Heading 1")


def read_docx(file: InputFile) -> Iterator[RawArticle | Reject]:
    """The one raw article of a document, or those of an archive's collection, as `read_plain` reads them.

    Raises RejectedError if the document cannot be opened, is too long or has no text.
    """
    check_package(file.path, "docx")
    try:
        title, paragraphs = _read(file)
    except (RejectedError, OSError):
        raise
    # Broad on purpose: on broken packages zipfile, lxml and python-docx raise many kinds of errors.
    except Exception as error:
        reason = f"docx: {type(error).__name__} while it was read; open it in a word processor and save it again"
        raise RejectedError(reason) from error
    if not paragraphs:
        raise RejectedError("docx: no text; the pages may be pictures; save the text of the article as .docx or .txt")
    yield from read_text(file, join_paragraphs(paragraphs), title)


def _read(file: InputFile) -> tuple[str | None, list[str]]:
    """The title and the paragraphs."""
    import docx  # not at the top: it takes 0.3 s to load

    _check_size(file)
    document = docx.Document(str(file.path))
    names = {style.style_id: style.name or "" for style in document.styles}
    styled = [(names.get(style, ""), text) for style, text in _list_paragraphs(document.element.body) if text.strip()]
    paragraphs = [text for name, text in styled if not name.lower().startswith("toc ")]
    headings = [text for name, text in styled if name in _HEADINGS]
    return choose_title(document.core_properties.title, headings, paragraphs), paragraphs


def _check_size(file: InputFile) -> None:
    with ZipFile(file.path) as package:
        for part in package.infolist():
            if not part.filename.endswith(".xml") or part.file_size < min(MOST_TAGS, LONGEST_PART):
                continue
            tags = 0
            if part.file_size <= LONGEST_PART:
                tags = package.read(part).count(b"<")
            if part.file_size > LONGEST_PART or tags > MOST_TAGS:
                raise RejectedError(
                    f"too long: {part.filename} has {part.file_size:,} bytes; {LONGEST_PART:,} bytes with"
                    f" {MOST_TAGS:,} tags are read; split the document"
                )


def _list_paragraphs(container: _Element) -> Iterator[tuple[str, str]]:
    """Style and text of each paragraph of a body, a cell or a text box, in the order of the document."""
    begun = ""  # by a paragraph whose end was deleted
    for element in container:
        if element.tag == f"{_WORD}p":
            text = begun + "".join(_list_words(element))
            is_open = element.find(f"{_WORD}pPr/{_WORD}rPr/{_WORD}del") is not None
            begun = text if is_open else ""
            if not is_open:
                yield _style(element), text
            for box in element.iter(f"{_WORD}txbxContent"):
                if not any(above.tag in (_FALLBACK, f"{_WORD}del") for above in box.iterancestors()):
                    yield from _list_paragraphs(box)
        elif element.tag == f"{_WORD}tbl":
            for row in _list_within(element, f"{_WORD}tr"):
                yield from _list_row(row)
        elif element.tag in _AROUND:
            yield from _list_paragraphs(element)
    if begun:
        yield "", begun


def _list_row(row: _Element) -> Iterator[tuple[str, str]]:
    """The row as one paragraph if its cells are labels before a value; else the paragraphs of its cells."""
    if row.find(f"{_WORD}trPr/{_WORD}del") is not None:
        return
    cells = [list(_list_paragraphs(cell)) for cell in _list_within(row, f"{_WORD}tc")]
    texts = ["\n\n".join(text for _, text in cell if text.strip()) for cell in cells]
    if len(texts) > 1 and all(len(text) <= LONGEST_LABEL and "\n" not in text for text in texts[:-1]):
        yield "", "\t".join(texts).strip()
    else:
        yield from (paragraph for cell in cells for paragraph in cell)


def _list_within(element: _Element, tag: str) -> Iterator[_Element]:
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in _AROUND:
            yield from _list_within(child, tag)


def _list_words(element: _Element) -> Iterator[str]:
    for child in element:
        if child.tag == f"{_WORD}t":
            yield child.text or ""
        elif child.tag == f"{_WORD}br":
            yield "\n" if child.get(f"{_WORD}type") in (None, "textWrapping") else ""
        elif child.tag in _SIGNS:
            yield _SIGNS[child.tag]
        elif isinstance(child.tag, str) and child.tag not in _LEFT_OUT and not _is_hidden(child):
            yield from _list_words(child)


def _is_hidden(run: _Element) -> bool:
    mark = run.find(f"{_WORD}rPr/{_WORD}vanish")
    return mark is not None and mark.get(f"{_WORD}val") not in ("0", "false", "off")


def _style(paragraph: _Element) -> str:
    """The id of its style; empty for the standard style."""
    style = paragraph.find(f"{_WORD}pPr/{_WORD}pStyle")
    return "" if style is None else str(style.get(f"{_WORD}val", ""))
