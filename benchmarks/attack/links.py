"""Hostile links to every page: each key with values that attack, unknown keys, broken encodings.

    python -m benchmarks.attack.links [--tables TABLES] [--count 3000] [--seed 0] [--browser 60]

Starts a server and opens each link over Streamlit's WebSocket, as a browser does. A fault is an error that the page
shows, markup of a link in what it draws, a link of the page that leads out of the dashboard, and a value that is
neither shown nor said to be ignored. Of all links, so many are opened in Chromium, too, which writes down every script
that ran, every dialog and every request to another server.
"""

import argparse
import asyncio
import random
import re
from collections.abc import Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, quote, quote_plus, unquote_plus, urlsplit

from streamlit.proto.Alert_pb2 import Alert

from benchmarks.attack.visits import Visits
from benchmarks.attack.words import ALL
from benchmarks.choices import Values, read_values
from benchmarks.report import describe_machine
from benchmarks.server import Server, start_server
from benchmarks.session import Session
from dashboard import settings
from dashboard.app.sidebar import PAGES, name_in_url
from dashboard.filters import BY_KEY, Filter, read_filters
from dashboard.wording import EMPTY_DIRECTIVE, label

NAMES = [name_in_url(label) for _, label, _ in PAGES]

# Keys that Streamlit keeps for itself: pages do not see them.
OF_STREAMLIT = ("embed", "embed_options")

# Encodings that are broken, keys without values, values without keys.
BROKEN = ("%", "%zz=%zz", "q=%ff%fe", "actor=%", "q=%00", "=x", "actor", "q=a=b", "q=a;b=c", "%u0041=1")

# What a page says of these keys names sets of tables, not the key.
OF_SETS = ("corpus", "set", "new", "changed", "same", "since-set")

# Links that one session opens; each new one begins anew, as a colleague who opens a link does.
LINKS_A_SESSION = 40

# Characters of a value by which it is found again in what a page says.
BEGINNING = 20


@dataclass(frozen=True, slots=True)
class Link:
    """The `number`-th link under a seed."""

    number: int
    page: str
    query: str


def make_link(seed: int, number: int, values: Values) -> Link:
    """A link of one to five keys; two in three values are hostile, the others are in the tables."""
    rng = random.Random(f"{seed} {number}")
    parts = [_make_part(rng, values) for _ in range(rng.choice((1, 1, 2, 3, 5)))]
    return Link(number, rng.choice(NAMES), rng.choice(("&", "&", "&", "&&")).join(parts))


def _make_part(rng: random.Random, values: Values) -> str:
    kind = rng.random()
    if kind < 0.05:
        return rng.choice(BROKEN)
    if kind < 0.12:
        return f"{_encode(rng, rng.choice(ALL))}={_encode(rng, rng.choice(ALL))}"
    declared = rng.choice([*BY_KEY.values()])
    if kind < 0.16:  # many values of one key
        return "&".join(f"{declared.key}={_encode(rng, rng.choice(ALL))}" for _ in range(rng.choice((5, 50, 200))))
    if declared.key == "back" and kind < 0.8:
        inner = f"{rng.choice((*NAMES, 'https://evil.example/', '//evil.example', 'javascript:window.pwned=1//'))}"
        return f"back={_encode(rng, f'{inner}?q={rng.choice(ALL)}&back={inner}')}"
    value = _draw_good(rng, declared, values) if kind > 0.66 else rng.choice(ALL)
    return f"{declared.key}={_encode(rng, value)}"


def _draw_good(rng: random.Random, declared: Filter, values: Values) -> str:
    """A value that the tables may have."""
    if declared.choices:
        return rng.choice(declared.choices)
    if declared.form == "day":
        return f"{rng.choice(values.days):%Y-%m-%d}"
    if declared.form == "number":
        return str(rng.choice((0, 1, 2, 7, 999_999_999)))
    return rng.choice([*values.actors[:50], *values.places[:50], *values.sources[:20], *values.common_words[:20]])


def _encode(rng: random.Random, text: str) -> str:
    data = text.encode("utf-8", "surrogatepass")
    return rng.choice((quote_plus, quote_plus, quote, lambda each: quote(each, safe="<>\"'/:;()=")))(data)


class Markup(HTMLParser):
    """What in HTML that pages draw is not theirs: scripts, event handlers, links and pictures of other places."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.faults: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what a tag may do."""
        if tag in ("iframe", "object", "embed", "form", "base", "meta", "link", "img", "math", "style"):
            self.faults.append(f"<{tag}>")
        for name, value in attrs:
            to = urlsplit((value or "").strip())
            leads_out = to.scheme not in ("", "http", "https") or "evil" in to.netloc
            if name.startswith("on") or (name in ("href", "src", "action") and leads_out):
                self.faults.append(f"{name}={(value or '')[:60]}")


def find_faults(session: Session, link: Link) -> Iterator[str]:
    """What is wrong in what the server sent for a link, besides errors."""
    said, drawn = [], []
    for message in session.messages:
        element = message.delta.new_element
        kind = element.WhichOneof("type")
        if kind == "alert":
            said.append(element.alert.body)
            if element.alert.format == Alert.ERROR:
                yield f"a red box: {element.alert.body[:80]}"
        elif kind == "html":
            markup = Markup()
            markup.feed(element.html.body)
            yield from markup.faults
            drawn.append(element.html.body)
        elif kind is not None:
            drawn.append(str(element))
    told, sent = _letters(" ".join(said)), " ".join([*said, *drawn])
    everything = _letters(f"{sent} {unquote_plus(sent)}")  # links of the page are quoted
    for key, values in parse_qs(link.query, keep_blank_values=True).items():
        if key in OF_STREAMLIT:
            continue
        _, notes = read_filters({key: values})
        for note in notes:
            if label(note) not in said:
                yield f"{key[:20]!r} was ignored in silence"
        for value in values if key in BY_KEY and key not in OF_SETS and not notes else []:
            # The way back leads to the page itself, not to where one came to it from.
            shown = value.partition("&back=")[0] if key == "back" else value
            if _letters(shown)[:BEGINNING] not in everything and _letters(key) not in told:
                yield f"{key}={value[:40]!r} is neither shown nor said to be ignored"


def _letters(text: str) -> str:
    """What of a text is the same however it is escaped."""
    plain = text.replace(EMPTY_DIRECTIVE, "").encode("utf-8", "replace").decode()
    return re.sub(r"[\W_]", "", unescape(plain)).casefold()


async def open_all(server: Server, links: Sequence[Link]) -> dict[int, list[str]]:
    """The number of each link that had a fault -> the faults."""
    found: dict[int, list[str]] = {}
    for start in range(0, len(links), LINKS_A_SESSION):
        async with aclosing(Session(server.address)) as session:
            for link in links[start : start + LINKS_A_SESSION]:
                run = await session.ask(link.page, link.query)
                if faults := [*dict.fromkeys((*run.errors, *find_faults(session, link)))]:
                    found[link.number] = faults
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the links and print what was wrong; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--tables", type=Path, default=settings.tables_folder())
    parser.add_argument("--count", type=int, default=3_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--browser", type=int, default=60, help="links that Chromium opens, too")
    options = parser.parse_args(arguments)
    values = read_values(options.tables)
    links = [make_link(options.seed, number, values) for number in range(options.count)]
    with start_server(options.tables) as server:
        found = asyncio.run(open_all(server, links))
        chosen = random.Random(options.seed).sample(links, min(options.browser, len(links)))
        if chosen:
            with Visits(server.address) as visits:
                for link in chosen:
                    visits.open(f"{link.page}?{link.query}")
                    if faults := visits.take_faults():
                        found.setdefault(link.number, []).extend(faults)
    for number, faults in sorted(found.items()):
        print(f"link {number} of seed {options.seed}, {links[number].page}?{links[number].query[:300]}:")
        print("".join(f"    {each[:300]}\n" for each in faults), end="")
    print(f"{len(links):,} links of seed {options.seed}, {len(chosen)} in Chromium: {len(found):,} with a fault")
    print(describe_machine())
    return int(bool(found))


if __name__ == "__main__":
    raise SystemExit(main())
