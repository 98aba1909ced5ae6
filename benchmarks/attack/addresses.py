"""Hostile addresses: whether any of them, or of those that they redirect to or list, has a private host connected to.

    python -m benchmarks.attack.addresses [--count 20000] [--seed 0]

Nothing leaves the machine: every public address is a server in this process, which answers with pages, redirects, feeds
and maps of sites that lead to more such addresses. Names lead to other addresses at each look-up, public and private
ones. A fault is a connection to an address that is not public, by a list of networks of its own; an address of which
neither a page nor a failure speaks; an exception; and a file outside the folder.
"""

import argparse
import random
import socket
import threading
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from benchmarks.report import describe_machine
from dashboard.fetch import fetch, hosts

# Addresses of one run; each run has a folder of its own.
BATCH = 25

# The special-purpose registries of IANA for IPv4 and IPv6, multicast, and what was never given out.
PRIVATE = tuple(map(ip_network, (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4", "::/3", "4000::/2", "8000::/1", "2001::/23", "2001:db8::/32", "3fff::/20",
)))  # fmt: skip

# Networks that carry an IPv4 address: its first bit, counted from the right.
CARRIERS = {ip_network("::ffff:0:0/96"): 0, ip_network("64:ff9b::/96"): 0, ip_network("2002::/16"): 80}

WITHIN = ("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.5.4", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1")
WITHIN_6 = ("::1", "::", "fe80::1", "fc00::1", "ff02::1", "fec0::1", "2001:db8::1", "64:ff9b:1::a00:1", "100::1")
PUBLIC = ("93.184.215.14", "8.8.8.8", "2606:4700::1111")
NAMES = (
    "localhost", "LOCALHOST.", "localhost.localdomain", "metadata.google.internal", "inner", "127.0.0.1.news.example",
    "news.example", "NEWS.example.", "xn--mnchen-3ya.example", "münchen.example", "a_b.example", "-.example",
)  # fmt: skip
PORTS = ("", "", "", "", ":80", ":443", ":8080", ":22", ":6379", ":0", ":65536", ":", ":080", ":８０")
SCHEMES = ("http", "http", "http", "http", "http", "HTTP", "https", "ftp", "file", "gopher", "javascript", "")
WIDE = str.maketrans("0123456789.", "０１２３４５６７８９。")


@dataclass
class Bottle:
    """A network in a bottle: what was looked up and connected to."""

    port: int
    connected: list[str] = field(default_factory=list)


def is_private(address: str) -> bool:
    """Whether an address is none of a public host, by the list above."""
    ip = ip_address(address)
    if isinstance(ip, IPv6Address):
        for network, shift in CARRIERS.items():
            if ip in network:
                return is_private(str(IPv4Address(int(ip) >> shift & 0xFFFFFFFF)))
    return any(ip in network for network in PRIVATE if network.version == ip.version)


def make_address(rng: random.Random) -> str:
    """An address: a third plain ones, the others of hosts that are mostly private, written in one of many ways."""
    if rng.random() < 0.33:
        return f"http://{rng.choice(('www', 'media', 'feeds'))}{rng.randrange(100)}.example/{rng.randrange(10_000)}"
    host, scheme, path = _make_host(rng), rng.choice(SCHEMES), _make_path(rng)
    kind = rng.random()
    if kind < 0.1:  # two hosts, of which one parser may see the one, another parser the other
        between = rng.choice(("@", "\\@", "#@", "?@", "/@", "%40", "%2f", "&@", ":80@", " @", "\t", "%00", "\\", ";@"))
        host = f"{rng.choice((host, 'news.example'))}{between}{host}"
    elif kind < 0.13:
        return rng.choice(
            (f"//{host}{path}", f"{scheme}:{host}{path}", f"{scheme}:/{host}", f"{scheme}:///{host}", path)
        )
    return f"{scheme}://{host}{rng.choice(PORTS)}{path}"


def _make_host(rng: random.Random) -> str:
    kind = rng.random()
    if kind < 0.25:
        return rng.choice(NAMES)
    if kind < 0.4:
        return rng.choice(("[{}]", "[{}]", "[{}%25eth0]", "[{}%eth0]", "{}", "[{}")).format(rng.choice(WITHIN_6))
    if kind < 0.5:
        address = rng.choice(PUBLIC)
        return f"[{address}]" if ":" in address else address
    return _write_ipv4(rng, IPv4Address(rng.choice(WITHIN)))


def _write_ipv4(rng: random.Random, address: IPv4Address) -> str:
    number, parts = int(address), str(address).split(".")
    forms = [
        str(address), f"{address}.", str(number), hex(number), f"0{number:o}", f"{parts[0]}.{number & 0xFFFFFF}",
        f"{parts[0]}.{parts[1]}.{number & 0xFFFF}", ".".join(f"0{int(each):o}" for each in parts),
        ".".join(hex(int(each)) for each in parts), ".".join(f"{int(each):03}" for each in parts),
        str(number + 2**32), str(address).translate(WIDE), quote(str(address)).replace(".", "%2E"),
        "".join(f"%{ord(each):02x}" for each in str(address)), f"[::ffff:{address}]", f"[::{address}]",
        f"[::ffff:{number >> 16:x}:{number & 0xFFFF:x}]", f"[64:ff9b::{address}]", f"[64:ff9b:1::{address}]",
        f"[2002:{number >> 16:x}:{number & 0xFFFF:x}::1]", f"[0:0:0:0:0:FFFF:{address}]", f" {address}", f"{address}\t",
    ]  # fmt: skip
    return rng.choice(forms)


def _make_path(rng: random.Random) -> str:
    return rng.choice((
        "", "/", "/2024/ferry", "/../../../etc/passwd",
        "/..%2f..%2fetc/passwd", "/a\r\nHost: 10.0.0.1\r\n\r\n", "/%00",
        "/a%0d%0aHost:%2010.0.0.1", "/" + "x" * rng.choice((250, 3_000)), "/ä?ö=ü#ß", "?url=http://10.0.0.1/", "/.",
        "/-",
        "/con.html", "/\u202efdp.exe", "#", "/--><script>", "/x--y-->",
    ))  # fmt: skip


def answer(rng: random.Random, path: str) -> tuple[int, str, str, str]:
    """Status, type, where it leads, and body of what the internet answers."""
    kind = rng.random()
    addresses = [make_address(rng) for _ in range(3)]
    if path == "/robots.txt":
        return (302, "text/plain", addresses[0], "") if kind < 0.1 else (404, "text/plain", "", "")
    if kind < 0.5:
        return rng.choice((301, 302, 303, 307, 308)), "text/html", addresses[0], ""
    if kind < 0.65:
        items = "".join(f"<item><link>{escape(each)}</link></item>" for each in addresses)
        return 200, "application/rss+xml", "", f"<rss version='2.0'><channel>{items}</channel></rss>"
    if kind < 0.75:
        outer, inner = rng.choice((("urlset", "url"), ("sitemapindex", "sitemap")))
        items = "".join(f"<{inner}><loc>{escape(each)}</loc></{inner}>" for each in addresses)
        return 200, "application/xml", "", f"<{outer}>{items}</{outer}>"
    return 200, "text/html", "", f"<html><base href='{escape(addresses[0])}'><p>A ferry sank.</p></html>"


@contextmanager
def bottled(rng: random.Random) -> Iterator[Bottle]:
    """Let every connection of this process end in this process, and every name lead anywhere."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            """Answer by chance."""
            status, kind, location, body = answer(rng, self.path)
            data = body.encode("utf-8", "replace")
            with suppress(OSError):
                self.send_response(status)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(data)))
                if location:  # as UTF-8, as many servers send it
                    self.send_header("Location", location.encode("utf-8", "replace").decode("latin-1"))
                self.end_headers()
                self.wfile.write(data)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads, block_on_close, request_queue_size = True, False, 100

        def handle_error(self, *_: object) -> None:
            """Say nothing: clients leave when they have seen enough."""

    look_up, connect, delay = socket.getaddrinfo, socket.socket.connect, hosts.DELAY
    with Server(("127.0.0.1", 0), Handler) as server:
        bottle = Bottle(server.server_address[1])

        def find(host: str, port: int, *_: object, **__: object) -> list[Any]:
            with suppress(OSError, UnicodeError):
                return look_up(host, port, type=socket.SOCK_STREAM, flags=socket.AI_NUMERICHOST)
            choices = PUBLIC[:2] if rng.random() < 0.8 else (*WITHIN, *WITHIN_6, *PUBLIC)
            found = [rng.choice(choices) for _ in range(rng.choice((1, 1, 1, 2)))]
            family = {4: socket.AF_INET, 6: socket.AF_INET6}
            return [(family[ip_address(each).version], socket.SOCK_STREAM, 6, "", (each, port)) for each in found]

        def reach(self: socket.socket, address: Any) -> None:
            bottle.connected.append(address[0])
            if self.family == socket.AF_INET6 or is_private(address[0]):
                raise OSError(101, "Network is unreachable")
            connect(self, ("127.0.0.1", bottle.port))

        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        socket.getaddrinfo, socket.socket.connect, hosts.DELAY = find, reach, 0.0  # type: ignore[assignment,method-assign]
        try:
            yield bottle
        finally:
            socket.getaddrinfo, socket.socket.connect, hosts.DELAY = (  # type: ignore[method-assign]
                look_up, connect, delay,
            )  # fmt: skip
            server.shutdown()
            thread.join()


def attack(count: int, seed: int) -> tuple[list[str], Counter[str]]:
    """What went wrong, and how many connections, pages and failures of each kind there were."""
    rng, faults, told = random.Random(seed), list[str](), Counter[str]()
    with bottled(random.Random(f"{seed} answers")) as bottle:
        for start in range(0, count, BATCH):
            addresses = [make_address(rng) for _ in range(min(BATCH, count - start))]
            try:
                faults += _fetch_all(addresses, told)
            except Exception as error:  # any is a fault
                faults.append(f"batch {start // BATCH}: {type(error).__name__}: {error}")
    told["connections"] = len(bottle.connected)
    faults += [f"connected to {each}" for each in sorted({*filter(is_private, bottle.connected)})]
    return faults, told


def _fetch_all(addresses: Sequence[str], told: Counter[str]) -> Iterator[str]:
    with TemporaryDirectory() as name:
        above = Path(name)
        folder = above / "news"
        found = fetch(addresses, folder, entries=3, wait=lambda _: None)
        told["pages"] += len(found.pages)
        told.update(f"failed: {each.reason.partition(':')[0]}" for each in found.failures)
        if [*above.iterdir()] != [folder]:
            yield f"files beside the folder: {[*above.iterdir()]}"
        for page in found.pages:
            if not page.path.resolve().is_relative_to(folder.resolve()) or page.path.name.startswith("."):
                yield f"{page.address!r} is kept as {page.path}"
        # A feed speaks through its pages, so only addresses that can be none must be failures.
        spoken = {page.address for page in found.pages} | {failure.address for failure in found.failures}
        for each in addresses:
            is_fetched = each.lower().startswith(("http://", "https://"))
            if not is_fetched and each.strip()[:2_000] not in spoken:
                yield f"nothing was said of {each!r}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Try the addresses and print what was wrong; 1 if anything was."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=0)
    options = parser.parse_args(arguments)
    faults, told = attack(options.count, options.seed)
    print("".join(f"{each[:300]}\n" for each in faults), end="")
    print(", ".join(f"{count:,} {name}" for name, count in sorted(told.items())))
    print(f"{options.count:,} addresses of seed {options.seed}: {len(faults):,} faults")
    print(describe_machine())
    return int(bool(faults))


if __name__ == "__main__":
    raise SystemExit(main())
