"""Citing: the receipt of what a link of the dashboard shows, for the command line."""

from urllib.parse import SplitResult, parse_qs, urlsplit

from dashboard import settings
from dashboard.errors import InputError
from dashboard.filters import Filters, read_filters
from dashboard.links import drop_lost, drop_unknown, follow_renamed
from dashboard.queries.names import find_names
from dashboard.reader import Reader
from dashboard.receipts.finding import find_sentence
from dashboard.receipts.receipt import Receipt
from dashboard.receipts.writing import number_receipt, quote_receipt, sentence_receipt

# What stands before the id of a quote, which has no page of its own.
QUOTE = "quote:"


def cite_link(reader: Reader, link: str, root: str) -> Receipt:
    """The receipt of the sentence or the number that a link shows, or of the quote of `quote:` and its id.

    `root` is the dashboard's address, under which the receipt's own link leads. Raises InputError where the link cannot
    be read, or shows something else in these tables than it was made for.
    """
    if link.startswith(QUOTE):
        return quote_receipt(reader, link.removeprefix(QUOTE), root)
    url = _split(link)
    page = url.path.rpartition("/")[2]
    filters, notes = read_filters(parse_qs(url.query))
    if page == "articles" and filters.article:
        return _cite_sentence(reader, filters, root)
    names = find_names(reader, filters)
    filters, _ = follow_renamed(filters, names)
    filters, unknown = drop_unknown(filters, names)
    filters, lost = drop_lost(filters, reader.list_older)
    if ignored := [*notes, *unknown, *lost]:
        raise InputError(f"what the link shows cannot be counted in these tables: {' '.join(ignored)}")
    return number_receipt(reader, filters, page, root)


def find_root(link: str) -> str:
    """The address of the dashboard that an absolute link leads to; else that of `DATELINE_PUBLIC_URL`, "" without it.

    Raises InputError where the link cannot be read.
    """
    url = _split(link)
    return f"{url.scheme}://{url.netloc}{url.path.rpartition('/')[0]}/" if url.netloc else settings.public_url()


def _split(link: str) -> SplitResult:
    try:
        return urlsplit(link)
    except ValueError as error:
        raise InputError(f"{link[:80]!r} is no address ({error}); give a link of the dashboard") from error


def _cite_sentence(reader: Reader, filters: Filters, root: str) -> Receipt:
    """The receipt of the sentence of a link to the reader; it must have the words of the link."""
    sentence = filters.sentence
    article = filters.article
    if filters.exact:
        found = find_sentence(reader, article, sentence, filters.exact)
        if found.state not in ("there", "moved", "elsewhere"):
            raise InputError(
                f"no article of these tables has the words {filters.exact[:80]!r}; open the link to see more"
            )
        article, sentence = found.article, found.sentence
    if sentence is None:
        raise InputError("the link names an article and no sentence; click a sentence or a quote, and give that link")
    return sentence_receipt(reader, article, sentence, root)
