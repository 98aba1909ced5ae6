"""Files of packs: an HTML file that holds its pack as JSON, which is read again; and JSON alone.

What stands in a file that is opened is the word of whoever made it. It is read as data and checked; nothing of the
file's markup is shown.
"""

import json
import re
from typing import Any

from dashboard.errors import EvidenceError
from dashboard.evidence.pack import MOST_BYTES, Pack, load_pack, write_pack

# The element of the HTML that holds the pack; `dateline verify` reads its receipts.
OPENING = '<script type="application/json" id="dateline-pack">'
CLOSING = "</script>"
FOUND = re.compile(rb"""<script\b[^>]{0,200}\bid=["']?dateline-pack["']?[^>]{0,200}>(.*?)</script""", re.DOTALL)

# An HTML file has each image twice, once to be seen and once in its pack.
MOST_FILE = 3 * MOST_BYTES


def pack_json(pack: Pack) -> dict[str, Any]:
    """The pack as a file says it, with its receipts in order, which can be verified."""
    return {**write_pack(pack), "receipts": [each.receipt for each in pack.items if each.receipt]}


def write_json(pack: Pack) -> bytes:
    """A file of JSON with the pack."""
    return json.dumps(pack_json(pack), ensure_ascii=False, indent=1).encode("utf-8", "replace")


def write_html(document: str, pack: Pack) -> bytes:
    """The document with the pack in it, as data that no browser runs: no `<` can end its element early."""
    data = json.dumps(pack_json(pack), ensure_ascii=False, separators=(",", ":"))
    for sign in "<>&\u2028\u2029":
        data = data.replace(sign, f"\\u{ord(sign):04x}")
    head, end, tail = document.rpartition("</body>")
    return f"{head}{OPENING}{data}{CLOSING}{end}{tail}".encode("utf-8", "replace")


def read_file(data: bytes) -> Pack:
    """The pack of a file that the page Evidence made, HTML or JSON. Raises EvidenceError where there is none."""
    if len(data) > MOST_FILE:
        raise EvidenceError(
            f"the file has {len(data) / 1e6:,.0f} MB; {MOST_FILE // 1_000_000} MB are read: no pack is larger"
        )
    if data.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"<":
        found = FOUND.search(data)
        if found is None:
            raise EvidenceError("this page holds no pack of evidence; open a file that the page Evidence made")
        data = found[1]
    return load_pack(data.removeprefix(b"\xef\xbb\xbf"))
