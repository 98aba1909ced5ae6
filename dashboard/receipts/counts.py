"""Counts: whether the number of a receipt is the same when it is counted again."""

from dataclasses import replace
from urllib.parse import parse_qs

from dashboard.errors import InputError
from dashboard.filters import read_filters, write_link
from dashboard.links import drop_lost, drop_unknown, follow_renamed
from dashboard.queries.names import find_names
from dashboard.reader import Reader
from dashboard.receipts.receipt import Receipt, require
from dashboard.receipts.verdict import Verdict
from dashboard.receipts.writing import count_rows, describe_tables, say_filters, settle, unit_of
from dashboard.wording import plural


def verify_number(receipt: Receipt, reader: Reader) -> Verdict:
    """The verdict on a number: counted again under its filters, whose ids may be others now."""
    number = require(receipt.number)
    then = plural(number.value, number.unit)
    given, unreadable = read_filters(parse_qs(number.filters))
    given = settle(given, number.page)
    names = find_names(reader, given)
    filters, renamed = follow_renamed(given, names)
    filters, unknown = drop_unknown(filters, names)
    filters, lost = drop_lost(filters, reader.list_older)
    try:
        unit = unit_of(filters, number.page)
    except InputError as error:
        return Verdict("gone", (str(error),), then)
    if dropped := [*unreadable, *unknown, *lost]:
        said = [each.removesuffix("; it was ignored.") + "." if each.endswith("ignored.") else each for each in dropped]
        return Verdict("gone", ("What the number was counted by is not there any more.", *said), then)
    value = count_rows(reader, filters, number.page)
    link = write_link(number.page, replace(filters, corpus=describe_tables(reader).corpus))
    now = plural(value, unit)
    if (value, unit) != (number.value, number.unit):
        same_set = receipt.tables.set and receipt.tables.set == describe_tables(reader).set
        why = " The tables are the same: corrections were made, or the receipt was altered." if same_set else ""
        return Verdict("changed", (f"The number is now {now}, not {then}.{why}", *renamed), then, now, link=link)
    if (reads := say_filters(reader, filters)) != number.filters_in_words:
        renamed.append(f"Its filters read now: {'; '.join(reads) or 'none'}.")
    return Verdict("moved" if renamed else "found", tuple(renamed), then, now, link=link)
