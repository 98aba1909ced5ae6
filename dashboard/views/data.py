"""Data: links to the rows of a page in forms that other programs read."""

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dashboard.views.markup import link


@dataclass(frozen=True, slots=True)
class Offered:
    """A frame of a page: its name, what one of its rows is, and the name and the address of each form that it has."""

    name: str
    row: str
    forms: Sequence[tuple[str, str]]


def data_links(frames: Sequence[Offered]) -> Markup:
    """The forms of the first frame in one line, those of the others folded away below it; nothing without a frame."""
    if not frames:
        return Markup("")
    first, *others = frames
    lines = Markup().join(
        Markup("<p>{}</p>").format(_line(each.name.replace("-", " ").capitalize(), each)) for each in others
    )
    more = Markup("<details><summary>More data of this page</summary>{}</details>").format(lines) if others else ""
    return Markup('<div class="dl-data dl-quiet"><p>{}</p>{}</div>').format(_line("Data", first), more)


def _line(heading: str, frame: Offered) -> Markup:
    forms = Markup(" · ").join(link(name, address) for name, address in frame.forms)
    return Markup("{}: {} (one row is {})").format(heading, forms, frame.row)
