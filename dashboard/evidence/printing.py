"""Printing: a pack as the files that it can be kept in, HTML, PDF and JSON."""

from collections.abc import Callable, Mapping
from importlib.metadata import version

from dashboard.evidence.files import write_html, write_json
from dashboard.evidence.pack import Pack
from dashboard.evidence.pdf import write_pdf
from dashboard.views.evidence import write_document


def html_of(pack: Pack) -> bytes:
    """The pack as an HTML file, which holds it as data, too."""
    return write_html(str(write_document(pack, version("dateline"))), pack)


def pdf_of(pack: Pack) -> bytes:
    """The pack as a PDF. Raises EvidenceError where it cannot be set."""
    return write_pdf(pack, version("dateline"))


# The ending of a file's name -> what writes it.
FORMS: Mapping[str, Callable[[Pack], bytes]] = {".html": html_of, ".pdf": pdf_of, ".json": write_json}
