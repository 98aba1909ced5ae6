"""Reads the article in a PDF, or those of a collection: its text layer, lines joined to paragraphs.

A scan has no text layer and is rejected. A PDF knows letters and their places and no paragraphs, so these are inferred:
from the space between lines, indents, the size of letters, and whether the next word would have fitted. Headers,
footers and page numbers are left out where they repeat. Columns are read in the order of the file.
"""

import logging
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING, Any, cast

from dashboard.pipeline.articles.collection import is_mark
from dashboard.pipeline.articles.heading import choose_title
from dashboard.pipeline.articles.plain import MOST_OPENING, join_paragraphs, read_text
from dashboard.pipeline.articles.record import CONTROL, InputFile, RawArticle, Reject, RejectedError
from dashboard.wording import plural

if TYPE_CHECKING:
    from pypdf import PageObject, PdfReader

# pypdf logs what is odd in a file, thousands of lines for a damaged one.
logging.getLogger("pypdf").addHandler(logging.NullHandler())

# Bytes of a file, and its pages: 500 articles of an archive have about 1,500.
LONGEST_PDF, MOST_PAGES = 100_000_000, 3_000

# Operations of a page, such as to draw a line or a word, and seconds of processor time for a file. A page of text takes
# 0.02 s and some hundred operations, the most operations 9 s. Other limits pypdf knows itself.
MOST_OPERATIONS, MOST_SECONDS = 200_000, 60.0

# Operations that a form or a picture counts for.
FORM = 100

# Bytes that a part of the file unpacks to. The words of a page take some ten thousand; pictures are not unpacked.
LONGEST_PART = 10_000_000

# Chosen, not measured: a paragraph ends where the space below a line is more than so many times the usual one,
GAP = 1.2
# or where a line, with the next word behind it, is shorter than this fraction of a full one,
FITS = 0.85
# and a line begins one if it is indented by so many times the size of its letters.
INDENT = 0.6
# Letters are of one size if they differ by no more than this fraction of it.
SAME_SIZE = 0.12
# A header or footer stands on this fraction of the pages, or more.
MOST_OF_PAGES = 0.4

# Lines of a page, from which on their length is known from it alone.
LEAST_LINES = 15

# Points, within which lines are of one row; and lines of a header or footer.
ROW, MOST_RUNNING = 3.0, 3

# Pages without a text layer that a reject names.
MOST_NAMED = 10

# Characters of a word that is broken at the end of a line.
LONGEST_WORD = 50

# Of the letters, those that have no meaning: more of them come from a font without a table of letters.
MOST_UNREADABLE = 0.05

# Words before a hyphen that belongs to the word, where a line ends with it.
_PREFIXES = frozenset(
    "al anti co cross ex full half high long low mid multi non post pre pro self so vice well".split()
)
_LIGATURES = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"})
_UNREADABLE = re.compile("[\ufffd\ue000-\uf8ff\x00-\x08\x0e-\x1f]|/g\\d+|\\(cid:\\d+\\)")
_NUMBER = re.compile(r"\W*(?:page\s*)?\d{1,4}(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
# What browsers print above and below each page: date, time and title; address and number.
_PRINTED = re.compile(
    r"\d{1,2}/\d{1,2}/\d{2,4}, \d{1,2}:\d\d.*|(?:https?|file)://\S+(?:\s+\d+/\d+)?|\d+ of \d+\s+\d{1,2}/\d{1,2}/.*"
)
_ADDRESS = re.compile(r"(https?://\S+)(?:\s+\d+/\d+)?")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(slots=True)
class _Line:
    """A line with the place where it begins and the size of its letters, in points; `y` grows upwards."""

    text: str
    x: float
    y: float
    size: float


def read_pdf(file: InputFile) -> Iterator[RawArticle | Reject]:
    """The one raw article of a PDF, or those of an archive's collection, as `read_plain` reads them.

    Raises RejectedError if the file is damaged, protected or too long, or has no text layer.
    """
    if (size := file.path.stat().st_size) > LONGEST_PDF:
        raise RejectedError(f"too long: {size:,} bytes; a PDF has {LONGEST_PDF:,} or fewer; split the file")
    try:
        title, pages, pictures = _read(file)
    except (RejectedError, OSError):
        raise
    # Broad on purpose: on broken files pypdf raises errors of its own and of what it calls, even RecursionError.
    except Exception as error:
        reason = f"pdf: damaged ({type(error).__name__} while it was read); print it to a new PDF, or save its text"
        raise RejectedError(reason) from error
    _clean(pages)
    pages = [[line for line in page if line.text] for page in pages]
    address = next((found[1] for page in pages for line in page[-2:] if (found := _ADDRESS.fullmatch(line.text))), None)
    pages = _drop_running(pages)
    _check_pages(pages)
    paragraphs, headings = _join_lines(pages)
    for raw in read_text(file, join_paragraphs(paragraphs), choose_title(title, headings, paragraphs)):
        if isinstance(raw, RawArticle) and not raw.record and raw.metadata.url is None:
            yield replace(raw, metadata=replace(raw.metadata, url=address))
        else:
            yield raw
    if pictures:
        which = ", ".join(map(str, pictures[:MOST_NAMED])) + (" …" if len(pictures) > MOST_NAMED else "")
        reason = (
            f"pdf: {plural(len(pictures), 'page')} without a text layer, as in a scan; make one by recognition (OCR)"
        )
        yield Reject(file.path_text, f"page {which}", reason)


def _read(file: InputFile) -> tuple[str | None, list[list[_Line]], list[int]]:
    """The title among the properties, the lines of each page in the order of the file, and which pages are pictures."""
    from pypdf import PdfReader, apply_configuration  # not at the top: it takes 0.7 s to load
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    budget = _Budget()
    with apply_configuration(
        stream_parsing_work_maximum_count=4 * MOST_OPERATIONS,
        zlib_maximum_output_length=LONGEST_PART,
        lzw_maximum_output_length=LONGEST_PART,
        run_length_maximum_output_length=LONGEST_PART,
        array_based_stream_maximum_output_length=LONGEST_PART,
    ):
        try:
            reader = PdfReader(file.path)
            if reader.is_encrypted and not reader.decrypt(""):
                raise RejectedError("pdf: protected by a password; save it without one")
            if (count := len(reader.pages)) > MOST_PAGES:
                raise RejectedError(f"too long: {count:,} pages; a PDF has {MOST_PAGES:,} or fewer; split the file")
            pages = [_list_lines(page, budget) for page in reader.pages]
            pictures = [
                number
                for number, (page, lines) in enumerate(zip(reader.pages, pages, strict=True), 1)
                if not lines and _has_picture(page)
            ]
            return _find_title(reader), pages, pictures
        except (DependencyError, FileNotDecryptedError):
            raise RejectedError("pdf: encrypted in a way that cannot be read; print it to a new PDF") from None
        except LimitReachedError:
            reason = "too long: a part of the PDF is longer than any of an article; print it to a new PDF"
            raise RejectedError(reason) from None


def _find_title(reader: "PdfReader") -> str | None:
    with suppress(Exception):  # of broken properties, as broad as above
        return reader.metadata.title if reader.metadata else None
    return None


def _has_picture(page: "PageObject") -> bool:
    with suppress(Exception):  # of broken pages, as broad as above
        drawn = cast(Any, page["/Resources"])["/XObject"]
        return any(each.get_object()["/Subtype"] == "/Image" for each in drawn.values())
    return False


class _Budget:
    """Counts the operations of a page and the time of a file; raises RejectedError when there are too many."""

    def __init__(self) -> None:
        self._end = time.process_time() + MOST_SECONDS
        self.operations = 0

    def count(self, operator: bytes = b"", *_: object) -> None:
        """An operation is done."""
        # A form draws others, of which pypdf leaves out those behind the 5,000th.
        self.operations += FORM if operator == b"Do" else 1
        if self.operations > MOST_OPERATIONS:
            raise RejectedError(
                f"too long: a page with more than {MOST_OPERATIONS:,} operations; print it to a new PDF, or save its"
                " text"
            )
        if self.operations % 1_000 == 0:
            self.check()

    def check(self) -> None:
        """Look at the time."""
        if time.process_time() > self._end:
            raise RejectedError(f"too long: it takes more than {MOST_SECONDS:.0f} s to read; split the PDF")


def _list_lines(page: "PageObject", budget: _Budget) -> list[_Line]:
    lines: list[_Line] = []
    is_begun, longest = False, 0

    def add(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float | None) -> None:
        nonlocal is_begun, longest
        scale = abs(tm[3] * cm[3]) or abs(tm[1] * cm[2])
        for number, piece in enumerate(text.split("\n")):
            is_begun = is_begun and number == 0
            if is_begun:
                lines[-1].text += piece
                if len(piece) > longest:  # what it begins with may be raised, or larger
                    longest, lines[-1].size = len(piece), (size or 0.0) * scale
            elif piece.strip():
                x, y = (tm[4] * cm[i] + tm[5] * cm[i + 2] + cm[i + 4] for i in (0, 1))
                lines.append(_Line(piece, x, y, (size or 0.0) * scale))
                longest, is_begun = len(piece), True

    budget.operations = 0
    budget.check()
    page.extract_text(visitor_operand_before=budget.count, visitor_text=add)
    budget.count()  # what is raised within a form is not heard of
    return lines


def _clean(pages: Sequence[Sequence[_Line]]) -> None:
    """Write ligatures as letters and all white space as single blanks; raises RejectedError if it is no text."""
    lines = [line for page in pages for line in page]
    text = "".join(line.text for line in lines)
    if sum(len(found) for found in _UNREADABLE.findall(text)) > MOST_UNREADABLE * len(text):
        raise RejectedError("pdf: its fonts do not say which letters they show; make a text layer by recognition (OCR)")
    for line in lines:
        line.text = " ".join(CONTROL.sub(" ", line.text.translate(_LIGATURES)).split())


def _check_pages(pages: Sequence[Sequence[_Line]]) -> None:
    """Raise RejectedError if no page has text, or most have none."""
    without = sum(not page for page in pages)
    if without > len(pages) / 2 or without == len(pages):
        which = f"{without:,} of {len(pages):,} pages have" if without < len(pages) else "it has"
        raise RejectedError(f"pdf: {which} no text layer, as in a scan; make one by recognition (OCR)")


def _drop_running(pages: list[list[_Line]]) -> list[list[_Line]]:
    """The pages without headers, footers and page numbers: what stands at the edge of most pages, or of two in a row.

    A line is at the edge if all between it and the edge are left out. What separates the articles of a collection
    stays.
    """
    for _ in range(MOST_RUNNING):
        edges = [_find_edges(page) for page in pages]
        counts = Counter(text for edge in edges for text in {_without_numbers(line.text) for line in edge})
        most = {text for text, count in counts.items() if count >= max(2, MOST_OF_PAGES * len(pages))}
        places = [{(line.text, round(line.y / ROW)) for line in edge} for edge in edges]
        gone = 0
        for number, edge in enumerate(edges):
            beside = set().union(*places[max(0, number - 1) : number], *places[number + 1 : number + 2])
            for line in edge:
                is_number = len(pages) == 1 and _NUMBER.fullmatch(line.text)
                is_running = _without_numbers(line.text) in most or (line.text, round(line.y / ROW)) in beside
                if (is_running or is_number or _PRINTED.fullmatch(line.text)) and not is_mark(line.text):
                    pages[number] = [each for each in pages[number] if each is not line]
                    gone += 1
        if not gone:
            break
    return pages


def _find_edges(page: Sequence[_Line]) -> list[_Line]:
    """The lines of the highest and of the lowest row."""
    highest, lowest = max((line.y for line in page), default=0.0), min((line.y for line in page), default=0.0)
    return [line for line in page if line.y > highest - ROW or line.y < lowest + ROW]


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def _join_lines(pages: Sequence[Sequence[_Line]]) -> tuple[list[str], list[str]]:
    """The paragraphs, and those of the first page that are headings by the size of their letters, the largest first."""
    lines = [line for page in pages for line in page]
    size = _commonest((line.size for line in lines for _ in line.text), 0.5)
    leading = _find_leading(pages, size)
    lengths = [_find_full(page) for page in (*pages, lines)]
    words = _count_words(lines)
    pieces: list[tuple[list[str], float]] = []
    last = _Line("", 0.0, 0.0, 0.0)
    for page, own in zip(pages, lengths, strict=False):
        full = lengths[-1] | (own if len(page) >= LEAST_LINES else {})
        for number, line in enumerate(page):
            below = page[number + 1] if number + 1 < len(page) else None
            if not pieces or _is_apart(last, line, below, leading, full[round(line.size)]):
                pieces.append(([line.text], line.size))
            else:
                _join(pieces[-1][0], line.text, words)
            last = line
    paragraphs = [("".join(each), its_size) for each, its_size in pieces]
    large = [each for each in paragraphs[:MOST_OPENING] if each[1] > size * (1 + SAME_SIZE)]
    return [text for text, _ in paragraphs], [text for text, _ in sorted(large, key=lambda each: -each[1])]


def _count_words(lines: Sequence[_Line]) -> Counter[str]:
    """How often each word stands in the lines, in small letters; without those that are broken at the end of a line."""
    words, is_broken = Counter[str](), False
    for line in lines:
        found = _WORD.findall(line.text.lower())[is_broken:]
        is_broken = line.text.endswith("-")
        words.update(found[:-1] if is_broken else found)
    return words


def _commonest(values: Iterable[float], step: float) -> float:
    """The commonest value, rounded to a multiple of `step`; 0.0 if there is none."""
    counts = Counter(round(value / step) for value in values)
    return max(counts, key=lambda value: counts[value]) * step if counts else 0.0


def _find_leading(pages: Sequence[Sequence[_Line]], size: float) -> float:
    """From line to line within a paragraph, in sizes: the least space that stands below one of ten lines or more."""
    gaps = Counter(
        round(2 * (one.y - other.y))
        for page in pages
        for one, other in pairwise(page)
        if abs(one.size - size) <= SAME_SIZE * size and 0.8 * size < one.y - other.y < 3 * size
    )
    common = [gap for gap, count in gaps.items() if count >= gaps.total() / 10]
    return min(common, default=2 * size) / 2 / (size or 1.0)


def _find_full(page: Sequence[_Line]) -> dict[int, int]:
    """The characters of a full line of each size: as many as nine of ten lines have at most."""
    lengths = defaultdict[int, list[int]](list)
    for line in page:
        lengths[round(line.size)].append(len(line.text))
    return {size: sorted(each)[(9 * len(each)) // 10] for size, each in lengths.items()}


def _is_apart(above: _Line, line: _Line, below: _Line | None, leading: float, full: int) -> bool:
    """Whether the line begins a new paragraph. `leading` is from line to line, in sizes; `full` are characters."""
    if abs(above.size - line.size) > SAME_SIZE * max(above.size, line.size):
        return True
    is_end = above.text.rstrip("”’\"')»")[-1:] in (*".!?:", "")
    if line.text[0].islower() and not is_end:
        return False
    gap = above.y - line.y
    if gap > GAP * leading * line.size or is_mark(line.text) or is_mark(above.text):
        return True
    if len(above.text) + 1 + len(line.text.split(maxsplit=1)[0]) < FITS * full and not above.text.endswith("-"):
        return True
    if gap <= 0:  # a new column or page
        return is_end
    indent = INDENT * line.size
    return line.x > above.x + indent and (below is None or below.x < line.x - indent)


def _join(pieces: list[str], line: str, words: Counter[str]) -> None:
    """Add the next line to a paragraph, without the hyphen before it where a word was broken."""
    end = pieces[-1][-LONGEST_WORD:]
    before = re.search(r"([^\W\d_]+)([-\xad\u2010])$", end)
    after = re.match(r"[^\W\d_]+", line)
    if before and after:
        first, second = before[1].lower(), after[0].lower()
        is_compound = words[f"{first}-{second}"] or first in _PREFIXES or (words[first] and words[second])
        stays = before[2] == "-" and (after[0][0].isupper() or (is_compound and not words[first + second]))
        pieces[-1] = pieces[-1] if stays else pieces[-1][:-1]
        pieces.append(line)
    else:
        pieces.append(line if end.endswith(("-", "/")) else f" {line}")
