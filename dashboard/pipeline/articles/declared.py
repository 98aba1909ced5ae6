"""What a web page declares of itself in its markup: when it was published, by whom, under which headline and address.

Sources, the surest first: the attributes of Open Graph and of HTML's own `itemprop`, then schema.org in JSON-LD. What
stands in the list of related stories is another story's, so a date without either is taken from outside such lists.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml import etree
from lxml.html import HtmlElement

from dashboard.pipeline.articles.dates import choose_date, read_date
from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.outlets import clean_outlet, find_original, name_host

PUBLISHED_PATHS = (
    "//meta[@property='article:published_time'][@content]",
    "//meta[@itemprop='datePublished'][@content]",
    "//time[@itemprop='datePublished'][@datetime]",
)
# Where a page shows its own headline.
TITLE_PATHS = ("//meta[@property='og:title']/@content", "//title/text()", "//h1//text()")
HANDLES = "//meta[@property='og:site_name' or @name='twitter:site' or @property='twitter:site']/@content"
# Types of schema.org whose date is an article's.
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Analysis)$")

# Where other stories are listed: elements, and words in the classes and ids of elements.
_ASIDE = ("aside", "nav", "footer")
_RELATED = re.compile(
    r"\b(?:related|recommend\w*|recirc\w*|trending|popular|most-?read|more-?(?:stories|news|on|from))\b"
)

# Elements that hold the whole page, or its own story: their classes speak of its design.
_WHOLE = ("html", "body", "main", "article")

# The comment above a saved page, and the characters within which it stands, behind the doctype.
_SAVED = re.compile(r"<!--\s*saved from url=\(\d+\)(https?://[^\s<>]+?)\s*-->", re.IGNORECASE)
SAVED_WITHIN = 4_000


@dataclass(frozen=True, slots=True)
class Declared:
    """What a page says of itself; None for what it does not say."""

    title: str | None = None
    published: datetime | None = None
    source: str | None = None
    url: str | None = None
    stamp: str | None = None  # the date as it is declared
    handles: frozenset[str] = frozenset()  # of accounts, with small letters and without @


def read_declared(tree: HtmlElement, saved_from: str | None = None) -> Declared:
    """What the page declares, from a tree that nothing was removed from; `saved_from` counts if it names no address."""
    listed = list(_list_things(tree))
    things = [thing for thing in listed if _is_article(thing)]
    shown = [_squash(str(each)) for path in TITLE_PATHS for each in tree.xpath(path)]
    things.sort(key=lambda thing: not _is_shown(thing, shown))
    others = _find_related(tree)
    dated = [each for path in PUBLISHED_PATHS for each in tree.xpath(path) if each not in others]
    stamps = [each.get("datetime" if each.tag == "time" else "content") for each in dated]
    stamps += [str(thing["datePublished"]) for thing in things if thing.get("datePublished")]
    chosen = choose_date([(stamp, moment) for stamp in stamps if (moment := read_date(stamp))])
    address = _read_address(tree, saved_from)
    host = name_host(address)
    offered = [*tree.xpath("//meta[@property='og:site_name']/@content"), *_list_publishers(things, listed)]
    return Declared(
        title=next((title for thing in things if (title := one_line(thing.get("headline")))), None),
        published=chosen[1] if chosen else None,
        source=next((name for each in offered if (name := clean_outlet(each, host))), None) or host,
        url=address,
        stamp=next(iter(stamps), None),
        handles=frozenset(handle[1:].casefold() for handle in tree.xpath(HANDLES) if handle.startswith("@")),
    )


def drop_dates_of_others(tree: HtmlElement) -> None:
    """Remove from the tree what dates other stories than the page's own."""
    inside = _find_related(tree)
    for element in tree.xpath("//time | //*[@datetime]"):
        if element in inside and element.getparent() is not None:
            element.drop_tree()


def _find_related(tree: HtmlElement) -> set[HtmlElement]:
    """The elements that lie in lists of other stories."""
    inside: set[HtmlElement] = set()
    for element in tree.iter(etree.Element):  # in the order of the page
        if element.getparent() in inside or (element.tag not in _WHOLE and _is_related(element)):
            inside.add(element)
    return inside


def _list_things(tree: HtmlElement) -> Iterator[Mapping[str, object]]:
    """The objects of JSON-LD that describe the page itself: outermost ones, and those of a graph."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        try:
            found = json.loads(script.text_content(), strict=False)
        except (ValueError, RecursionError):
            continue
        for each in found if isinstance(found, list) else [found]:
            if isinstance(each, Mapping):
                graph = each.get("@graph")
                yield from (
                    one for one in (each, *(graph if isinstance(graph, list) else ())) if isinstance(one, Mapping)
                )


def _is_shown(thing: Mapping[str, object], shown: Sequence[str]) -> bool:
    """Whether the headline is one that the page shows: pages describe related stories, too."""
    headline = _squash(one_line(thing.get("headline")) or "")
    return headline != "" and any(headline in each for each in shown)


def _squash(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _is_article(thing: Mapping[str, object]) -> bool:
    types = thing.get("@type")
    return any(
        isinstance(each, str) and _ARTICLE.search(each) for each in (types if isinstance(types, list) else [types])
    )


def _list_publishers(
    things: Sequence[Mapping[str, object]], listed: Sequence[Mapping[str, object]]
) -> Iterator[object]:
    """Names of those who publish the articles, then of the site itself."""
    by_id = {str(thing["@id"]): thing for thing in listed if "@id" in thing}
    for thing in things:
        publishers = thing.get("publisher")
        for each in publishers if isinstance(publishers, list) else [publishers]:
            if isinstance(each, Mapping):
                yield each.get("name") or by_id.get(str(each.get("@id")), {}).get("name")
    yield from (thing.get("name") for thing in listed if thing.get("@type") in ("WebSite", "NewsMediaOrganization"))


def _is_related(element: HtmlElement) -> bool:
    named = f"{element.get('class', '')} {element.get('id', '')}".lower().replace("_", "-")
    return element.tag in _ASIDE or _RELATED.search(named) is not None


def read_saved_from(page: str) -> str | None:
    """The address in the comment that browsers, and `dateline fetch`, write above a page which they save."""
    found = _SAVED.search(page, 0, SAVED_WITHIN)
    # Two hyphens would end a comment, so the second one is written otherwise.
    return found[1].replace("-%2D", "--") if found else None


def _read_address(tree: HtmlElement, saved_from: str | None) -> str | None:
    paths = ("//link[@rel='canonical']/@href", "//meta[@property='og:url']/@content")
    declared = [value for path in paths for value in tree.xpath(path)]
    found = [line for value in (*declared, saved_from) if (line := one_line(value))]
    for line in found:
        address = find_original(line)
        if address.startswith(("http://", "https://")):
            return address
    return None
