"""Messages as mail and saved pages in one file have them (MIME): header lines, and parts with texts and files."""

import io
import mimetypes
import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from email.errors import MessageError
from email.header import Header, decode_header
from email.message import Message
from email.parser import BytesParser
from email.policy import Compat32, Policy
from functools import partial
from typing import Any, BinaryIO, cast

from dashboard.pipeline.articles.encoding import Decoded, decode
from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.record import RejectedError
from dashboard.pipeline.articles.webpage import BROWSER_ENCODINGS

# Characters of a header line that says what a part is, and of any other one: the rest is cut off. The library takes the
# square of both.
LONGEST_KIND, LONGEST_HEADER = 4_000, 10_000

# Parts of a message, each attached file being one, and those that may hold parts. The library compares each line with
# the marks of all that are open, so it is bounded how often: ten million times take 20 s (2026-11-27), and a message of
# 60 MB with some attached files needs two.
MOST_PARTS, MOST_HOLDERS, MOST_COMPARED = 1_000, 100, 10_000_000

# Characters of the name of an attached file.
LONGEST_NAME = 200

# Parts that are no text and no file: how a message was signed.
_SIGNED = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")


def parse(data: bytes) -> Message:
    """The message in these bytes; raises RejectedError if it has no header lines, or too many parts."""
    lowered, count = data.lower(), 0
    holders = lowered.count(b"multipart/") + lowered.count(b"message/")
    if holders > MOST_HOLDERS:
        raise RejectedError(f"mail: more than {MOST_HOLDERS:,} parts that hold parts; save what is attached as files")
    if (lines := max(data.count(b"\n"), data.count(b"\r"))) * (holders + 1) > MOST_COMPARED:
        raise RejectedError(f"too long: {lines:,} lines in {holders:,} parts that hold parts; save the text as a file")

    def make_part(policy: Policy) -> Message:
        nonlocal count
        count += 1
        if count > MOST_PARTS:
            raise RejectedError(f"mail: more than {MOST_PARTS:,} parts; save what is attached as files")
        return Message(policy)

    message = BytesParser(cast(Any, make_part), policy=_POLICY).parsebytes(data)
    if not message.keys():
        raise RejectedError("mail: no header lines such as “Subject:” at the beginning; save the message again")
    return message


class _Policy(Compat32):
    """Refuses a message that would take hours by what it says of a part."""

    def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
        """Name and value of a header line."""
        if sourcelines[0].lower().startswith("content-") and sum(map(len, sourcelines)) > LONGEST_KIND:
            raise RejectedError(f"mail: a line of more than {LONGEST_KIND:,} characters that says what a part is")
        return super().header_source_parse(sourcelines)


_POLICY = _Policy()


def read_header(message: Message, name: str) -> str | None:
    """A header line in words; None if there is none."""
    value = message.get(name)
    return None if value is None else _decode_words(value)


def _decode_words(value: str | Header) -> str:
    """A header line with its encoded words (RFC 2047) decoded; bytes without a name are UTF-8 or windows-1252."""
    value = value[:LONGEST_HEADER] if isinstance(value, str) else value
    try:
        return "".join(_decode_word(word, charset) for word, charset in decode_header(value))
    except (MessageError, ValueError):
        return str(value)


def _decode_word(word: str | bytes, charset: str | None) -> str:
    if isinstance(word, str):
        return word
    named = BROWSER_ENCODINGS.get((charset or "utf-8").lower(), charset or "utf-8")
    for each in ("utf-8" if named == "unknown-8bit" else named, "cp1252"):
        with suppress(LookupError, UnicodeError):
            return word.decode(each)
    return word.decode("latin-1")


def find_address(message: Message, name: str) -> str | None:
    """The address of a page in a header line; None if there is none."""
    value = (read_header(message, name) or "").strip("<> ")
    return value if value.lower().startswith(("http://", "https://")) and " " not in value else None


def sort_parts(message: Message) -> tuple[list[Message], dict[str, Callable[[], BinaryIO]]]:
    """The parts of the message's own text, and its attached files by their names."""
    texts: list[Message] = []
    attached: dict[str, Callable[[], BinaryIO]] = {}
    for number, part in enumerate(_list_parts(message), 1):
        kind, disposition = part.get_content_type(), part.get_content_disposition()
        if kind in ("multipart/encrypted", "application/pkcs7-mime"):
            raise RejectedError("mail: encrypted; save it from the program that can read it")
        name = _name_part(part, number)
        if kind in _SIGNED or (part.get_content_maintype() == "image" and disposition != "attachment"):
            continue
        if kind in ("text/plain", "text/html") and disposition != "attachment" and not part.get_filename():
            texts.append(part)
        else:
            while name in attached:
                name = f"{number}-{name}"
            attached[name] = partial(_open_part, part)
    return texts, attached


def _list_parts(message: Message) -> Iterator[Message]:
    """The parts that have no parts of their own, and attached messages, in their order."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        payload = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(payload, list):
            if part.get_content_type() == "multipart/encrypted":
                yield part
            waiting += [each for each in reversed(payload) if isinstance(each, Message)]
        else:
            yield part


def _name_part(part: Message, number: int) -> str:
    """The name of an attached file, whose end says its format."""
    if part.get_content_type() == "message/rfc822":
        return f"{number}.eml"
    name = one_line(_decode_words(part.get_filename() or ""))
    return name[-LONGEST_NAME:] if name else f"{number}{mimetypes.guess_extension(part.get_content_type()) or ''}"


def _open_part(part: Message) -> BinaryIO:
    payload = part.get_payload()
    if isinstance(payload, list):  # an attached message
        return io.BytesIO(b"\n".join(each.as_bytes() for each in payload if isinstance(each, Message)))
    return io.BytesIO(_read_bytes(part))


def _read_bytes(part: Message) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def read_text(part: Message) -> Decoded:
    """The text of a part in the encoding that it names; where that does not fit, as that of a file is read.

    Of `format=flowed` (RFC 3676) the lines are joined that a blank at their end joins.
    """
    data, charset = _read_bytes(part), (part.get_content_charset() or "utf-8").lower()
    try:
        text, notes = Decoded(data.decode(BROWSER_ENCODINGS.get(charset, charset)))
    except (LookupError, UnicodeError):
        text, notes = decode(data)
    text = text.replace("\r\n", "\n")
    if part.get_content_type() == "text/plain" and str(part.get_param("format", "")).lower() == "flowed":
        text = re.sub(r"(?<!^--)(?<!\n--) \n(?![\s>])", " ", text)
    return Decoded(text, notes)
