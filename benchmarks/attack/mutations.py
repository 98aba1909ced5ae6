"""Inputs that are broken on purpose: articles in every format that is read, changed by chance.

Input 17 of seed 3 is the same bytes on every machine, so that whatever it breaks can be seen again.
"""

import csv
import gzip
import io
import json
import random
import tarfile
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

import pyarrow as pa
import pyarrow.parquet as pq

from benchmarks.attack.papers import write_paper, write_xlsx
from dashboard import settings
from dashboard.pipeline.articles.plain import MARKDOWN
from dashboard.pipeline.articles.reading import READERS

type Record = dict[str, object]


@dataclass(frozen=True, slots=True)
class Input:
    """A file to read. `records` is how many records it holds, None where the change does not let one know."""

    number: int
    name: str
    data: bytes
    records: int | None
    how: str


# Characters of a file of one shape, at most.
LONGEST_SHAPE = 100_000

PAGE = (
    '<!doctype html><html><head><title>{title}</title><meta property="og:site_name" content="{source}">'
    '<meta property="article:published_time" content="{date}"></head><body><nav><a href="/">Home</a></nav>'
    "<article><h1>{title}</h1>{text}</article><footer>All rights reserved.</footer></body></html>"
)

# A page with all its parts, as Chrome saves it.
SNAPSHOT = (
    "Snapshot-Content-Location: https://x.example/a\r\nMIME-Version: 1.0\r\n"
    'Content-Type: multipart/related; type="text/html"; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html\r\n'
    "Content-Location: https://x.example/a\r\n\r\n{page}\r\n--b\r\nContent-Type: image/png\r\n"
    "Content-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n"
)

# Values that programs trip over: of any field.
VALUES: tuple[object, ...] = (
    "", " ", "\0", "nan", "NULL", "None", r"\N", float("nan"), float("inf"), -1, 0, 1e308, True, None, [], {}, ["a"],
    {"name": "a"}, "\x1b[2J", "\x85\x92", "\u202egnp.exe", "\ud83d", "\ufeff", "\u2028", "\uffff", "a\nb\rc\td",
    "x" * 5_000, "é" * 400, "حمص", "'\"`<script>alert(1)</script>", "=cmd|'/c calc'!A1", "javascript:alert(1)",
    "../../etc/passwd", "%s%n{0}${x}", "1" * 400, "1e400", "0x1f", "-0", "2024-13-45", "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00+14:00", "10" * 30, "1 " * 30, "Jan " * 15, "20241208", "99999999999999", "1733616000000",
    "Monday", "12:00", "1.1.1.1.1.1.1.1", "https://x.example/" + "a/" * 2_000, "sep=;", '"', '""', ",", ";", "|", "\t",
    "#", "---", "date: 2024-01-01", "en", "fr", "03/04/2024", "13/04/2024", "04/13/2024",
)  # fmt: skip

# What a text, a line or a page may be made of, again and again.
SHAPES = (
    "a", " ", "\n", "\t", "\0", "(", "[", "{", "<", '"', "“", "”", "'", "-", ".", ",", "...", "?!", "a\n", "a ",
    "a.b", '""', "“a” ", '","', 'a","b\n', "\\", "\\u0000", "#", "---\n", "title: a\n", "Date: ", "é", "\u0301", "😀",
    "\u200d", "\ufffd", "حمص ", "漢字", "A.B.C.", "http://a.b/", "a@b.c ", "1,", "1 ", "100000000000", "Mr. ",
    "he said, ", "said ", "and ", "John Smith, ", "- ", "By John Smith ", "U.S. ", "$1.5m ", "<p>a", "<p>a</p>",
    "<div>", "<b>", "<em>a</em> b ", "<td>a", "<table><tr><td>", "<ul><li>", "<a href=x>a</a>", "<br>", "<!--",
    "<![CDATA[", "<script>", "<meta name=a content=b>", "&amp;", "&#x10FFFF;", "<p a=1 b=2>", "<h1>a</h1>",
    "<blockquote>", "<span>", "<pre>a</pre>", "{}\n", "[]\n", '{"text":', "null\n", '{"a":1}\n', "sep=,\n",
)  # fmt: skip

SUFFIXES = tuple(READERS)
PAPERS, TABLES = (".docx", ".rtf", ".pdf"), (".xlsx", ".xlsm", ".parquet")
ENCODINGS = (
    "cp1252", "latin-1", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32", "cp437", "koi8-r", "utf-7",
    "cp1250", "cp1254", "mac-roman", "shift-jis", "gb18030",
)  # fmt: skip


def make_input(seed: int, number: int) -> Input:
    """The input of this number. The formats take turns."""
    rng = random.Random(f"{seed}/{number}")
    name, data, records = _write(rng, _pick(rng), SUFFIXES[number % len(SUFFIXES)])
    if rng.random() < 0.25:
        return Input(number, name, data, records, "values")
    if rng.random() < 0.15:
        unit = rng.choice(SHAPES)
        return Input(number, name, _fill(rng, name, unit), None, f"shape {unit!r}")
    changes = rng.choices(list(CHANGES), k=rng.choice((1, 1, 1, 2, 3)))
    for change in changes:
        name, data = CHANGES[change](rng, name, data)
    return Input(number, name, data, None, ", ".join(changes))


@cache
def _sample() -> tuple[Record, ...]:
    """The sample articles as records."""
    records: list[Record] = []
    for path in sorted(settings.SAMPLE.glob("*.txt")):
        title, _, rest = path.read_text("utf-8").partition("\n")
        head, _, text = rest.strip().partition("\n\n")
        fields = dict(line.split(": ", 1) for line in head.splitlines() if ": " in line)
        records.append({"id": path.stem, "title": title, **fields, "text": text})
    return tuple(records)


def _pick(rng: random.Random) -> list[Record]:
    """A few records, values of which are hostile in half of the cases."""
    records = [dict(record) for record in rng.sample(_sample(), rng.randint(1, 4))]
    if rng.random() < 0.5:
        for record in records:
            for _ in range(rng.randint(0, 3)):
                record[rng.choice((*record, "url", "agency", "language"))] = rng.choice(VALUES)
    return records


def _write(rng: random.Random, records: list[Record], suffix: str) -> tuple[str, bytes, int]:
    """Name, bytes and number of records of a file in this format."""
    name = f"{rng.choice(('news', 'a b', 'حمص', 'x' * 200, '%2e', 'a.b'))}{suffix}"
    if (archive := suffix.removesuffix(".gz")) in ARCHIVES:
        files = [_write(rng, [record], rng.choice(IN_ARCHIVES)) for record in records]
        named = {f"{number}/{name}": data for number, (name, data, _) in enumerate(files)}
        return name, _finish(suffix, ARCHIVES[archive](named)), sum(count for *_, count in files)
    if (office := suffix.removesuffix(".gz")) in (*PAPERS, *TABLES):
        records = records if office in TABLES else records[:1]
        return name, _finish(suffix, _write_office(office, records)), len(records)
    if suffix.startswith(".json") and not suffix.startswith(".jsonl"):
        text = json.dumps(rng.choice((records, {"status": "ok", "articles": records}, {"hits": {"hits": records}})))
    elif suffix.startswith((".j", ".nd")):
        text = "".join(json.dumps(record, ensure_ascii=rng.random() < 0.5) + "\n" for record in records)
    elif suffix.startswith((".csv", ".tsv")):
        text = _write_rows(rng, records)
    elif suffix.startswith(".mbox"):
        text = "".join(f"From a@b.example Mon Dec  9 10:15:00 2024\n{_write_message(each)}\n\n" for each in records)
    elif suffix.startswith(".warc"):
        text = "".join(map(_write_capture, records))
    else:
        records = records[:1]
        text = _write_one(records[0], suffix)
    return name, _finish(suffix, text.encode("utf-8", "surrogatepass")), len(records)


def _finish(name: str, data: bytes) -> bytes:
    """The bytes as a file of this name has them."""
    return gzip.compress(data, mtime=0) if name.endswith((".gz", ".tgz")) else data


def _write_zip(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(zipfile.ZipInfo(name), data)
    return content.getvalue()


def _write_tar(files: Mapping[str, bytes]) -> bytes:
    content = io.BytesIO()
    with tarfile.open(fileobj=content, mode="w") as archive:
        for name, data in files.items():
            header = tarfile.TarInfo(name)
            header.size = len(data)
            archive.addfile(header, io.BytesIO(data))
    return content.getvalue()


ARCHIVES: dict[str, Callable[[Mapping[str, bytes]], bytes]] = {
    ".zip": _write_zip, ".tar": _write_tar, ".tgz": _write_tar,
}  # fmt: skip
IN_ARCHIVES = (".txt", ".html", ".jsonl", ".csv.gz", ".zip", ".eml", ".mbox", ".warc.gz", ".docx", ".pdf", ".xlsx")


def _write_office(suffix: str, records: list[Record]) -> bytes:
    """A document of the first record, or a table of all."""
    if suffix in PAPERS:
        paragraphs = _write_plain(records[0], suffix).encode("utf-8", "replace").decode().split("\n\n")
        return write_paper(suffix, paragraphs, str(records[0].get("title", "")))
    columns = list(dict.fromkeys(column for record in records for column in record))
    if suffix != ".parquet":
        return write_xlsx(columns, records)
    file = io.BytesIO()
    texts = {column: [_text(record.get(column)) for record in records] for column in columns}
    pq.write_table(pa.table({column: pa.array(each, pa.string()) for column, each in texts.items()}), file)
    return file.getvalue()


def _text(value: object) -> str | None:
    return None if value is None else str(value).encode("utf-8", "replace").decode()


def _write_rows(rng: random.Random, records: list[Record]) -> str:
    columns = list(dict.fromkeys(column for record in records for column in record))
    file = io.StringIO()
    delimiter = rng.choice(",;\t|")
    if rng.random() < 0.1:
        file.write(f"sep={delimiter}\n")
    rows = csv.DictWriter(file, columns, delimiter=delimiter, lineterminator=rng.choice(("\n", "\r\n")))
    rows.writeheader()
    rows.writerows(records)
    return file.getvalue()


def _write_page(record: Record) -> str:
    text = "".join(f"<p>{paragraph}</p>" for paragraph in str(record["text"]).split("\n\n"))
    fields = {"title": "", "source": "", "date": "", **record, "text": text}
    return PAGE.format_map({key: str(value) for key, value in fields.items()})


def _write_one(record: Record, suffix: str) -> str:
    if suffix.startswith(".mht"):
        return SNAPSHOT.format(page=_write_page(record))
    if suffix.startswith(".eml"):
        return _write_message(record)
    return _write_page(record) if "htm" in suffix else _write_plain(record, suffix)


def _write_capture(record: Record) -> str:
    page = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{_write_page(record)}"
    return (
        "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://x.example/a\r\n"
        f"Content-Length: {len(page.encode('utf-8', 'surrogatepass'))}\r\n\r\n{page}\r\n\r\n"
    )


def _write_message(record: Record) -> str:
    names = {"Message-ID": "id", "Subject": "title", "From": "source", "Date": "date", "Archived-At": "url"}
    head = "".join(f"{name}: {record.get(key, '')}\n" for name, key in names.items())
    return f"{head}MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n\n{record['text']}"


def _write_plain(record: Record, suffix: str) -> str:
    head = "\n".join(f"{key}: {value}" for key, value in record.items() if key not in ("title", "text"))
    if suffix in MARKDOWN:
        return f"---\ntitle: {record['title']}\n{head}\n---\n\n{record['text']}"
    return f"{record['title']}\n{head}\n\n{record['text']}"


def _fill(rng: random.Random, name: str, unit: str) -> bytes:
    """A file of one shape: alone, as the text of a record, or behind a good one."""
    text = unit * (rng.choice((1_000, 20_000, LONGEST_SHAPE)) // len(unit))
    record = _sample()[0] | {"text": text}
    office = next((suffix for suffix in (*PAPERS, *TABLES) if name.endswith((suffix, f"{suffix}.gz"))), "")
    if office == ".pdf":  # pypdf takes 0.1 ms a line, however short it is
        record["text"] = text[: LONGEST_SHAPE // 4]
    if office:
        return _finish(name, _write_office(office, [record, _sample()[1]]))
    if ".eml" in name or ".mbox" in name:
        envelope = "From a@b.example Mon Dec  9 10:15:00 2024\n" if "mbox" in name else ""
        head = rng.choice(
            ("Subject: ", "Subject: a\n\n", "Content-Type: ", "Content-Type: multipart/mixed; boundary=b\n\n")
        )
        whole = f"{envelope}{rng.choice((head, ''))}{text}"
    elif ".warc" in name:
        whole = rng.choice(
            (text, f"WARC/1.0\r\n{text}", _write_capture({"text": text}), f"{_write_capture(record)}{text}")
        )
    elif "htm" in name:
        whole = rng.choice((text, _write_page(_sample()[0]).replace("</article>", f"{text}</article>")))
    elif ".j" in name or ".nd" in name:
        whole = rng.choice((text, json.dumps(record), f'{{"text": "{text}'))
    elif ".csv" in name or ".tsv" in name:
        whole = rng.choice((text, f"text,b\n{text}", _write_rows(rng, [_sample()[1], record])))
    else:
        whole = rng.choice((text, f"{_sample()[0]['title']}\n\n{text}", f"{_sample()[0]['text']}\n\n{text}"))
    data = whole.encode("utf-8", "surrogatepass")
    suffix = next((each for each in ARCHIVES if f"{name}.".rpartition(each)[1]), "")
    return _finish(name, ARCHIVES[suffix]({"a.jsonl": data, unit * 9: data}) if suffix else data)


type Change = Callable[[random.Random, str, bytes], tuple[str, bytes]]


def _flip(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 3, 30)) if data else 0):
        changed[rng.randrange(len(changed))] = rng.randrange(256)
    return name, bytes(changed)


def _cut(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    start, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    return name, rng.choice((data[:end], data[start:], data[:start] + data[end:]))


def _double(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    start, end = sorted((rng.randint(0, len(data)), rng.randint(0, len(data))))
    return name, rng.choice((data * 2, data[:end] + data[start:end] * rng.randint(1, 20) + data[end:]))[:300_000]


def _splice(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    _, other, _ = _write(rng, _pick(rng), rng.choice(SUFFIXES))
    at = rng.randint(0, len(data))
    return name, data[:at] + other[rng.randint(0, len(other)) :] + rng.choice((data[at:], b""))


def _encode(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    return name, data.decode("utf-8", "replace").encode(rng.choice(ENCODINGS), "replace")


def _swap(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    one, other = rng.sample(
        (b",", b";", b"\t", b"|", b"\n", b"\r", b"\r\n", b'"', b"'", b"{", b"<", b">", b":", b"\\"), 2
    )
    return name, data.replace(one, other)


def _insert(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    unit = rng.choice((*SHAPES, "\ud83d")).encode("utf-8", "surrogatepass")
    at = rng.randint(0, len(data))
    return name, data[:at] + unit * rng.choice((1, 10, 1_000, 20_000)) + data[at:]


def _set_value(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    words = data.split(b" ")
    words[rng.randrange(len(words))] = str(rng.choice(VALUES)).encode("utf-8", "surrogatepass")
    return name, b" ".join(words)


def _rename(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    return f"news{rng.choice((*SUFFIXES, '.CSV', '.doc', ''))}", data


def _pack(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    packed, bomb = gzip.compress(data, mtime=0), _bomb()
    end = rng.randint(0, len(packed))
    return f"news{rng.choice(('.csv.gz', '.jsonl.gz', '.txt.gz', '.tgz'))}", rng.choice(
        (packed, packed[:end], packed * 3, packed + bomb, bomb)
    )


@cache
def _bomb() -> bytes:
    """20 kB that unpack to 20 MB."""
    return gzip.compress(b"\0" * 20_000_000, mtime=0)


def _empty(rng: random.Random, name: str, data: bytes) -> tuple[str, bytes]:
    return name, rng.choice((b"", b"\n" * 1_000, b"\xef\xbb\xbf", b"\xff\xfe", rng.randbytes(2_000)))


CHANGES: dict[str, Change] = {
    "bytes flipped": _flip, "cut": _cut, "doubled": _double, "spliced": _splice, "encoded": _encode, "swapped": _swap,
    "inserted": _insert, "value set": _set_value, "renamed": _rename, "packed": _pack, "emptied": _empty,
}  # fmt: skip
