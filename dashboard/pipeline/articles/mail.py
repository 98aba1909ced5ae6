"""Reads messages of mail (.eml) and boxes of them (.mbox): newsletters, alerts, and articles that people send.

The subject is the title, without Re: and Fwd:, and the moment at which it was sent the date. Of a reply what it quotes
is left out, of a forwarded message what was forwarded is taken, with its own subject and date.

The sender is taken for the outlet only where the message went to a list and the sender's name is that of its domain, as
"The Lake Courier" of lakecourier.example. All others have no outlet: people send articles, too, and services those of
others, and a wrong outlet is worse than none.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from email.message import Message
from email.utils import parseaddr, parsedate_to_datetime
from functools import partial
from typing import BinaryIO

from dashboard.pipeline.articles.dates import read_date
from dashboard.pipeline.articles.encoding import Decoded
from dashboard.pipeline.articles.fields import one_line
from dashboard.pipeline.articles.fragment import strip_tags
from dashboard.pipeline.articles.message import find_address, parse, read_header, read_text, sort_parts
from dashboard.pipeline.articles.record import (
    InputFile,
    Member,
    Metadata,
    RawArticle,
    Reject,
    RejectedError,
    shorten_id,
)

# Bytes of a message with what it has attached; providers take 25 to 50 MB. Reading takes some times as much memory.
LONGEST_MESSAGE = 64_000_000

# Bytes of a line of a box that are read at a time, and of the line above a message.
LONGEST_LINE, LONGEST_ENVELOPE = 1_000_000, 1_000

# Characters and lines of a signature; what is longer is text.
LONGEST_SIGNATURE, MOST_SIGNED = 1_000, 20

# Above each message of a box: "From ana@lake.example Mon Dec  9 10:15:00 2024".
_ENVELOPE = re.compile(rb"From \S.*\d\d:\d\d.*\d{4}\s*$")
# The same as no sentence begins: some programs leave no blank line above it.
_SURE_ENVELOPE = re.compile(
    rb"From \S+ +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\d\d? \d\d:\d\d"
)
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)

_PREFIX = re.compile(r"^(?:\s*(?:re|fwd?|aw|wg|tr)\s*:\s*)+", re.IGNORECASE)
_FORWARD = re.compile(r"^(?:\s*re\s*:)*\s*(?:fwd?|wg|tr)\s*:", re.IGNORECASE)

# Where a message goes on that was forwarded or answered.
_FORWARDED = re.compile(
    r"^(?:-{2,}[^\S\n]*(?:Forwarded message|Weitergeleitete Nachricht|Message transf[ée]r[ée]|Mensaje reenviado"
    r"|Messaggio inoltrato|Mensagem encaminhada|Doorgestuurd bericht)[^\S\n]*-{2,}|Begin forwarded message:"
    r"|Anfang der weitergeleiteten Nachricht:|Début du message (?:transféré|réexpédié)\s?:"
    r"|Inicio del mensaje reenviado:|Inizio messaggio inoltrato:|Início da mensagem (?:re)?encaminhada:"
    r"|Begin doorgestuurd bericht:)[^\S\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
_ORIGINAL = re.compile(
    r"^-{2,}[^\S\n]*(?:Original message|Ursprüngliche Nachricht|Message d['’]origine|Mensaje original"
    r"|Messaggio originale|Mensagem original|Oorspronkelijk bericht)[^\S\n]*-{2,}[^\S\n]*$",
    re.MULTILINE | re.IGNORECASE,
)
# The names of header lines, as programs in other languages write them into a text.
_NAMES = {
    "From": "From|Von|De|Da|Van",
    "Date": "Date|Sent|Datum|Gesendet|Envoyé|Fecha|Enviado(?: el)?|Data|Inviato|Verzonden|Enviada em",
    "Subject": "Subject|Betreff|Objet|Asunto|Assunto|Oggetto|Onderwerp",
    "To": "To|An|À|A|Para|Aan",
    "Cc": "Cc|Kopie|CC|Reply-To|Antwort an|Importance|Attachments",
}
_HEAD = re.compile(
    rf"\*?(?:{'|'.join(f'(?P<{name}>{names})' for name, names in _NAMES.items())})\*?[^\S\n]?:\*?\s*(.*)"
)
# Outlook writes nothing but them above the message that it answers or forwards.
_BARE = re.compile(
    rf"^\*?(?:{_NAMES['From']})\*?:[^\n]+\n{{1,2}}\*?(?:{_NAMES['Date']})\*?:(?=[^\n]*\d)[^\n]*\n"
    rf"(?=(?:[^\n]*\n){{0,8}}?\*?(?:{_NAMES['Subject']})\*?:)",
    re.MULTILINE,
)
# Only above what is quoted, or at the end: else it is a line of the text.
_WROTE = re.compile(r"^On\b[^\n]{5,200}(?:\n[^\n]{0,100})?\bwrote:[^\S\n]*$(?=\s*(?:^>|\Z))", re.MULTILINE)
_QUOTED = re.compile(r"^>.*(?:\n|$)", re.MULTILINE)
_SIGNATURE = re.compile(r"^-- ?$", re.MULTILINE)

# Addresses and pictures that programs write into plain text where the marked-up text has links and pictures.
_LINK = re.compile(r"[^\S\n]?(?:<https?://[^\s<>]+>|\[https?://[^\s\[\]]+\]|\[(?:image|cid):[^\[\]\n]*\])")

# Paragraphs that every newsletter has, and characters that none of them is longer than.
_FURNITURE = re.compile(
    r"\bunsubscribe\b|^\W*view (?:it )?online\b|\bview (?:this|the|our) (?:e-?mail|newsletter|message) online\b"
    r"|\bview (?:(?:this|the|our) )?(?:(?:e-?mail|newsletter|message|it) )?(?:in|on) (?:your|a|the) (?:web )?browser\b"
    r"|\b(?:manage|update|change) your (?:\w+ )?(?:preferences|subscriptions?)\b"
    r"|\byou (?:are receiving|received|were sent) this (?:e-?mail|newsletter|message)",
    re.IGNORECASE,
)
LONGEST_FURNITURE = 400

# Characters at the beginning of a text by which another form of it is known.
LONGEST_SAME = 100

# Where programs that turn feeds into mail, and lists that keep an archive, say where the article stands.
_ADDRESSES = ("Archived-At", "Content-Base", "X-RSS-URL", "X-URL")


def read_message(file: InputFile) -> Iterator[RawArticle | Reject | Sequence[Member]]:
    """The one raw article of a message, and the files that are attached to it. Raises RejectedError if it is none."""
    yield from _read(file, "", file.read(LONGEST_MESSAGE))


def read_mailbox(file: InputFile) -> Iterator[RawArticle | Reject | Sequence[Member]]:
    """A raw article or a reject for every message of a box, and the files that are attached to it.

    The record is "message 3". Raises RejectedError if the file does not begin with a message.
    """
    with file.path.open("rb") as box:
        for number, data in enumerate(_split(box), 1):
            record = f"message {number}"
            try:
                if isinstance(data, int):
                    raise RejectedError(f"too long: {data:,} bytes; a message has {LONGEST_MESSAGE:,} or fewer")
                yield from _read(file, record, data)
            except RejectedError as reason:
                yield Reject(file.path_text, record, str(reason))


def _split(box: BinaryIO) -> Iterator[bytes | int]:
    """The bytes of each message; of one with more than LONGEST_MESSAGE only their number, since it is not kept."""
    lines, length, is_begun, is_behind_blank = list[bytes](), 0, False, True
    while line := box.readline(LONGEST_LINE):
        if len(line) <= LONGEST_ENVELOPE and (is_behind_blank or _SURE_ENVELOPE.match(line)) and _ENVELOPE.match(line):
            if is_begun:
                yield _join(lines, length)
            lines, length, is_begun = [], 0, True
        elif not is_begun and line.strip():
            raise RejectedError(
                "mail: the first line of a box must be such as “From ana@lake.example Mon Dec  9 10:15:00 2024”"
            )
        else:
            length += len(line)
            if length <= LONGEST_MESSAGE:
                lines.append(line)
        is_behind_blank = not line.strip()
    if is_begun:
        yield _join(lines, length)


def _join(lines: Sequence[bytes], length: int) -> bytes | int:
    return _ESCAPED.sub(rb"\1", b"".join(lines)) if length <= LONGEST_MESSAGE else length


def _read(file: InputFile, record: str, data: bytes) -> Iterator[RawArticle | Sequence[Member]]:
    message = parse(data)
    texts, attached = sort_parts(message)
    subject = one_line(read_header(message, "Subject")) or ""
    are_forms = any(part.get_content_type() == "multipart/alternative" for part in message.walk())
    (body, notes), head = _find_body(texts, subject, are_forms=are_forms)
    given = one_line(read_header(message, "Message-ID"))
    sent = read_header(message, "Date")
    metadata = Metadata(
        external_id=shorten_id(given.strip("<>")) if given and given.strip("<>") else None,
        title=_PREFIX.sub("", subject) or None,
        published=_read_sent(sent),
        source=_find_outlet(message),
        url=next((address for name in _ADDRESSES if (address := find_address(message, name))), None),
        stamp=sent,
    )
    if head or _FORWARD.match(subject):  # it was forwarded: what the message says of itself is not the article's
        title = one_line(_PREFIX.sub("", head.get("Subject", ""))) or metadata.title
        stamp = head.get("Date", "").replace(" at ", " ")
        metadata = replace(metadata, title=title, published=read_date(stamp), source=None, stamp=stamp)
    if body.strip() or not attached:
        name = f"{file.stem}-{record.rsplit(maxsplit=1)[-1]}" if record else file.name
        yield RawArticle(file, record, name, body, metadata, notes)
    if attached:
        names = {f"{record}, {name}" if record else name: each for name, each in attached.items()}
        yield [Member(name, each, is_packed=False) for name, each in names.items()]


def _join_texts(texts: Sequence[Message], kind: str) -> Decoded:
    """The texts of this kind below one another, and a note if an encoding was guessed."""
    found = [read_text(part) for part in texts if part.get_content_type() == kind]
    return Decoded("\n\n".join(text for text, _ in found), next((notes for _, notes in found if notes), ()))


def _find_body(texts: Sequence[Message], subject: str, *, are_forms: bool) -> tuple[Decoded, Mapping[str, str]]:
    """The text of the article, and the header lines that stand within it where it was forwarded.

    Plain text is taken, which marks what is quoted, but not where it is only a note that there is another form. Unless
    `are_forms` of one text, what is marked up is taken besides.
    """
    is_forward, is_answer = _FORWARD.match(subject) is not None, _PREFIX.match(subject) is not None
    (plain, plain_notes), (marked, marked_notes) = (_join_texts(texts, f"text/{kind}") for kind in ("plain", "html"))
    is_forward = is_forward or bool(_FORWARDED.search(plain))
    own, head = _clean(plain, is_plain=True, is_forward=is_forward, is_answer=is_answer)
    words = strip_tags(marked, partial(_is_left_out, is_forward)) if marked else ""
    other, other_head = _clean(words, is_plain=False, is_forward=is_forward, is_answer=is_answer)
    if marked and (not own.strip() or len(own) < len(other) / 2):
        return Decoded(other, marked_notes), other_head
    is_apart = not are_forms and " ".join(other.split())[:LONGEST_SAME] not in " ".join(own.split())
    return Decoded(
        f"{own}\n\n{other}" if is_apart else own, plain_notes or marked_notes if is_apart else plain_notes
    ), head


def _is_left_out(is_forward: bool, tag: str, attributes: Mapping[str, str]) -> bool:
    """Whether an element is a signature, hidden, or, but in a forwarded message, what is quoted."""
    named = attributes.get("class", "").lower()
    is_quoted = (tag == "blockquote" and attributes.get("type") == "cite") or "gmail_quote" in named
    is_hidden = "display:none" in attributes.get("style", "").replace(" ", "").lower()
    return is_hidden or "signature" in named or "moz-cite-prefix" in named or (is_quoted and not is_forward)


def _clean(text: str, *, is_plain: bool, is_forward: bool, is_answer: bool) -> tuple[str, Mapping[str, str]]:
    """The text without what is quoted, signatures, and what newsletters repeat; and the head of what was forwarded."""
    head: dict[str, str] = {}
    found = [match for pattern in (_ORIGINAL, _BARE) if (match := pattern.search(text))]
    original = min(found, key=lambda match: match.start(), default=None)
    begin = _FORWARDED.search(text)
    if begin is None and original and (is_forward or not text[: original.start()].strip()):
        begin = original
    if begin:
        head, text = _split_head(_unquote(text[begin.start() if begin.re is _BARE else begin.end() :]))
    elif is_forward:
        text = _unquote(text)
    else:
        # In a message that answers none, such lines are part of the text: of a letter that it speaks of.
        text = text[: original.start()] if original and (is_answer or original.re is _ORIGINAL) else text
        own = _QUOTED.sub("", _WROTE.sub("", text)) if is_plain else text
        text = own if own.strip() else _unquote(text)
    lines = _LINK.sub("", _drop_signatures(text)).split("\n")
    text = "\n".join(line for line in lines if not ("://" in line and len(line.split()) == 1))
    paragraphs = (each.strip("\n") for each in re.split(r"\n[^\S\n]*\n", text))
    return "\n\n".join(
        each for each in paragraphs if each.strip() and not (len(each) <= LONGEST_FURNITURE and _FURNITURE.search(each))
    ), head


def _drop_signatures(text: str) -> str:
    """The text without the signatures at its end, of a person and of a list.

    What is longer is text: in plain newsletters such lines stand between items, too.
    """
    begin, end = len(text) - len(text.lstrip()), len(text)
    for signature in reversed(list(_SIGNATURE.finditer(text))):
        signed = text[signature.end() : end].strip()
        if signature.start() <= begin or len(signed) > LONGEST_SIGNATURE or signed.count("\n") >= MOST_SIGNED:
            break
        end = signature.start()
    return text[:end]


def _unquote(text: str) -> str:
    """The text without the mark of a quotation, where all of it is one."""
    lines = text.split("\n")
    is_quoted = all(line.startswith(">") for line in lines if line.strip())
    return "\n".join(re.sub(r"^> ?", "", line) for line in lines) if is_quoted else text


def _split_head(text: str) -> tuple[dict[str, str], str]:
    """The header lines at the beginning of what was forwarded, and the rest."""
    head: dict[str, str] = {}
    lines, place = text.strip("\n").split("\n"), 0
    while place < len(lines):
        match = _HEAD.match(lines[place].strip())
        if match:
            head.setdefault(next(name for name in _NAMES if match[name]), match[match.re.groups].strip())
        elif not head:
            break
        elif not lines[place].strip():  # in marked-up text each may be a paragraph
            below = next((line for line in lines[place:] if line.strip()), "")
            if not _HEAD.match(below.strip()):
                break
        # What is not blank goes on with a line of the head.
        place += 1
    return head, "\n".join(lines[place:])


def _read_sent(value: str | None) -> datetime | None:
    """When it was sent; None if the header line says no moment."""
    with suppress(ValueError, TypeError, LookupError, ArithmeticError):
        return read_date(parsedate_to_datetime(value or "").isoformat())
    return read_date(value)


def _find_outlet(message: Message) -> str | None:
    """The name of the sender, where it is that of the domain and the message went to a list; else None."""
    name, address = parseaddr(read_header(message, "From") or "")
    if not any(message.get(each) for each in ("List-Id", "List-Unsubscribe", "List-Post")):
        return None
    outlet = one_line(name)
    squashed = re.sub(r"[\W_]+", "", re.sub(r"^the\s+", "", (outlet or "").lower()))
    return outlet if squashed and squashed in address.lower().rpartition("@")[2].split(".") else None
