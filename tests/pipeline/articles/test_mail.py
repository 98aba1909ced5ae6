"""Messages and boxes of them.

The imitations are written by Python's library, or follow what Gmail, Outlook and Apple Mail write around a text.
"""

import time
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, mail, read_articles
from dashboard.pipeline.articles.notes import Note

BODY = "The ferry to Orlin sank at noon on Monday.\n\nAll ninety passengers were saved, the harbour master said."
MOMENT = datetime(2024, 12, 9, 7, 15, tzinfo=UTC)


def compose(text: str = BODY, html: str = "", **lines: str) -> EmailMessage:
    message = EmailMessage()
    given = {
        "From": "Ana Lind <ana@lakecourier.example>", "To": "desk@monitor.example", "Subject": "Ferry sinks off Orlin",
        "Date": "Mon, 09 Dec 2024 10:15:00 +0300", "Message-ID": "<1.2@lakecourier.example>",
    } | {name.replace("_", "-"): value for name, value in lines.items()}  # fmt: skip
    for name, value in given.items():
        message[name] = value
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, subtype="html")
    elif html:
        message.set_content(html, subtype="html")
    return message


def read(path: Path, content: EmailMessage | bytes) -> list[Article | Reject]:
    path.write_bytes(content if isinstance(content, bytes) else content.as_bytes())
    return list(read_articles([path]))


def read_one(folder: Path, content: EmailMessage | bytes) -> Article:
    [found] = read(folder / "a.eml", content)
    assert isinstance(found, Article), found
    return found


def words(article: Article) -> str:
    """The text without the title that stands above it."""
    return article.text.removeprefix(f"{article.title}\n\n")


def test_a_message_is_an_article(tmp_path: Path) -> None:
    found = read_one(tmp_path, compose())
    assert (found.title, found.published, found.source) == ("Ferry sinks off Orlin", MOMENT, None)
    assert (found.external_id, found.article_id) == ("1.2@lakecourier.example", "1.2-lakecourier.example")
    assert words(found) == BODY


@pytest.mark.parametrize(
    ("subject", "title"),
    [
        (b"=?utf-8?B?w4lnbGlzZSBmZXJt?= =?utf-8?Q?=C3=A9e?=", "Église fermée"),
        (b"Fwd: RE: Ferry sinks", "Ferry sinks"),
        ("Église fermée".encode(), "Église fermée"),
        ("Église fermée".encode("cp1252"), "Église fermée"),
        (b"=?iso-8859-1?Q?=93Ferry=94?=", "“Ferry”"),
        (b"=?no-such?Q?Ferry?= sinks", "Ferry sinks"),
        (b"=?utf-8?B?broken", "=?utf-8?B?broken"),
    ],
)
def test_a_subject_is_decoded(tmp_path: Path, subject: bytes, title: str) -> None:
    assert read_one(tmp_path, b"Subject: " + subject + b"\n\n" + BODY.encode()).title == title


@pytest.mark.parametrize(
    ("date", "moment"),
    [
        ("Mon, 9 Dec 2024 07:15:00 -0000", MOMENT),
        ("Mon, 9 Dec 2024 02:15:00 EST", MOMENT),
        ("Mon, 9 Dec 2024 10:15:00 +0300 (AST)", MOMENT),
        ("yesterday", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
    ],
)
def test_the_date_has_its_zone(tmp_path: Path, date: str, moment: datetime | None) -> None:
    message = f"Subject: Ferry\nDate: {date}\n\n{BODY}"
    assert read_one(tmp_path, message.encode()).published == moment


@pytest.mark.parametrize(
    ("sender", "lines", "outlet"),
    [
        (
            "The Lake Courier <morning@news.lakecourier.example>",
            {"List_Unsubscribe": "<https://x>"},
            "The Lake Courier",
        ),
        ("Lake Courier <morning@lakecourier.example>", {"List_Id": "<morning.lakecourier.example>"}, "Lake Courier"),
        ("The Lake Courier <ana@lakecourier.example>", {}, None),  # a reporter's own message
        ("Ana Lind <ana@lists.example>", {"List_Id": "News of Orlin <orlin.lists.example>"}, None),
        ("Search Alerts <alerts@search.example>", {"List_Id": "<1.alerts.search.example>"}, None),
        ("", {"List_Id": "<x>"}, None),
    ],
)
def test_the_sender_is_the_outlet_only_where_that_is_evident(
    tmp_path: Path, sender: str, lines: dict[str, str], outlet: str | None
) -> None:
    assert read_one(tmp_path, compose(From=sender, **lines)).source == outlet


def test_the_address_is_that_of_the_archived_article(tmp_path: Path) -> None:
    assert read_one(tmp_path, compose(Archived_At="<https://lake.example/ferry>")).url == "https://lake.example/ferry"
    assert read_one(tmp_path, compose(Archived_At="<mailto:a@lake.example>")).url is None


REPLY = f"{BODY}\n\n-- \nAna Lind\nThe Lake Courier\n"
QUOTE = "On Mon, Dec 9, 2024 at 9:00 AM Ben Holt <ben@x.example>\nwrote:\n\n> Do you have more?\n>\n> Ben\n"
OUTLOOK = "-----Original Message-----\nFrom: Ben Holt\nSent: Monday\nSubject: Ferry\n\nDo you have more?\n"
FOOTER = "View this email in your browser\n\nhttps://x.example/a?b=c\n\n{}\n\nTo unsubscribe, write to us."


@pytest.mark.parametrize(
    "text",
    [
        REPLY, f"{REPLY}\n-- \nYou are on a list of Orlin.",
        f"{QUOTE}\n{REPLY}", f"{REPLY}{QUOTE}", f"{BODY}\n\n{OUTLOOK}", FOOTER.format(BODY),
        BODY.replace("Orlin", "Orlin <https://x.example/orlin>") + "\n\n[image: A ferry]",
    ],
    ids="signature two-signatures quote-above quote-below outlook newsletter links".split(),
)  # fmt: skip
def test_what_is_no_text_of_the_message_is_left_out(tmp_path: Path, text: str) -> None:
    assert words(read_one(tmp_path, compose(text))) == BODY


def test_what_is_quoted_within_an_answer_is_left_out_unless_it_is_all(tmp_path: Path) -> None:
    assert words(read_one(tmp_path, compose(f"{BODY}\n> Old words\n"))) == BODY
    assert words(read_one(tmp_path, compose("> " + BODY.replace("\n", "\n> ")))) == BODY


@pytest.mark.parametrize(
    "text",
    [
        "FYI\n\n---------- Forwarded message ---------\nFrom: Lake <a@b.example>\nDate: Sun, 8 Dec 2024 at 09:30\n"
        f"Subject: Harbour closed\nTo: Ana Lind <a@b.example>,\n  <c@d.example>\n\n\n{BODY}",
        "Begin forwarded message:\n\n> From: Lake <a@b.example>\n> Subject: Harbour closed\n> Date: 8 December 2024"
        " at 09:30:00 GMT\n> To: a@b.example\n>\n> " + BODY.replace("\n", "\n> "),
        "-----Original Message-----\nFrom: Lake\nSent: 8 December 2024 09:30\nTo: Ana\nSubject: Harbour closed\n\n"
        f"{BODY}",
    ],
    ids="gmail apple outlook".split(),
)
def test_of_a_forwarded_message_what_was_forwarded_is_the_article(tmp_path: Path, text: str) -> None:
    found = read_one(tmp_path, compose(text, Subject="Fwd: look at this"))
    assert (found.title, words(found)) == ("Harbour closed", BODY)
    assert found.published == datetime(2024, 12, 8, 9, 30, tzinfo=UTC), "not the day on which it was forwarded"


def test_marked_up_text_is_taken_where_the_plain_one_is_a_note(tmp_path: Path) -> None:
    first, second = BODY.split("\n\n")
    html = (
        f"<html><head><style>p {{}}</style></head><body><div style='display: none'>Preview</div><table><tr><td>"
        f"<p>{first}</p></td></tr><tr><td><p>{second}</p></td></tr></table><blockquote type=cite>Old words</blockquote>"
        "<div class=gmail_signature>Ana</div><p><a href=x>Unsubscribe</a></p></body></html>"
    )
    assert words(read_one(tmp_path, compose("", html))) == BODY
    assert words(read_one(tmp_path, compose("This message is in HTML.", html))) == BODY
    assert words(read_one(tmp_path, compose(BODY.upper(), html))) == BODY.upper()


def test_lines_that_flow_are_joined(tmp_path: Path) -> None:
    message = compose()
    message.set_content(BODY.replace("sank at", "sank \nat"), cte="7bit", params={"format": "flowed"})
    assert words(read_one(tmp_path, message)) == BODY


@pytest.mark.parametrize("kind", ["plain", "html"])
@pytest.mark.parametrize(("charset", "notes"), [("cp1250", ()), ("utf-8", (Note("code page", "windows-1250"),))])
def test_a_text_that_is_not_in_its_encoding_is_guessed_and_noted(
    tmp_path: Path, kind: str, charset: str, notes: tuple[Note, ...]
) -> None:
    data = f"{BODY} Małgorzata Żak of Łódź had no answer, and Paweł Dąbrowski was not asked.".encode("cp1250")
    head = f"Subject: Ferry\nContent-Type: text/{kind}; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    found = read_one(tmp_path, head.encode() + data)
    assert "Żak of Łódź" in found.text
    assert [note for note in found.notes if note.kind == "code page"] == list(notes)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-1", "cp1252", "utf-16", "no-such"])
def test_text_is_read_in_its_encoding(tmp_path: Path, charset: str) -> None:
    text = BODY.replace("Orlin", "Orlín")
    data = text.encode("utf-8" if charset == "no-such" else charset)
    head = f"Subject: Ferry\nContent-Type: text/plain; charset={charset}\nContent-Transfer-Encoding: 8bit\n\n"
    if charset != "utf-16":  # whose line ends are no bytes of their own
        assert "Orlín" in read_one(tmp_path, head.encode() + data).text


def test_attached_files_are_read_as_those_of_an_archive(tmp_path: Path) -> None:
    message = compose()
    message.add_attachment(BODY + " Later.", filename="Église.txt")
    message.add_attachment(b"II*", maintype="image", subtype="tiff", filename="scan.tif")
    message.add_attachment(b"logo", maintype="image", subtype="png", disposition="inline", cid="<1>")
    message.add_attachment(compose(BODY + " Attached.", Subject="Inner", Message_ID="<2@x.example>"))
    found = read(tmp_path / "a.eml", message)
    assert [each.external_id for each in found if isinstance(each, Article)] == [
        "1.2@lakecourier.example", "Église", "2@x.example",
    ]  # fmt: skip
    assert [(each.record, each.reason[:17]) for each in found if isinstance(each, Reject)] == [
        ("scan.tif", "unsupported: .tif")
    ]


def test_a_message_that_only_carries_a_file_is_none_itself(tmp_path: Path) -> None:
    message = compose("")
    message.add_attachment(BODY, filename="ferry.txt")
    assert [type(each) for each in read(tmp_path / "a.eml", message)] == [Article]


def box(*messages: bytes) -> bytes:
    return b"".join(b"From ana@lake.example Mon Dec  9 10:15:00 2024\n" + each + b"\n\n" for each in messages)


def test_each_message_of_a_box_is_an_article(tmp_path: Path) -> None:
    inner = compose(f"{BODY}\n\n>From Orlin we hear more.\nFrom here on, nothing is known.", Message_ID="<3@x.example>")
    inner.add_attachment(BODY + " Later.", filename="ferry.txt")
    messages = [compose().as_bytes(), b"Subject: none\n\nFYI", inner.as_bytes(), compose().as_bytes()]
    found = read(tmp_path / "lake.mbox", box(*messages))
    articles = [each for each in found if isinstance(each, Article)]
    assert [each.external_id for each in articles] == ["1.2@lakecourier.example", "3@x.example", "message 3, ferry"]
    assert [(each.record, each.reason.partition(":")[0]) for each in found if isinstance(each, Reject)] == [
        ("message 2", "too short"), ("message 4", "duplicate id"),
    ]  # fmt: skip
    assert "From here on, nothing is known." in articles[1].text


def test_a_message_without_an_id_is_told_by_box_and_number(tmp_path: Path) -> None:
    [found] = read(tmp_path / "lake.mbox", box(f"Subject: Ferry\n\n{BODY}".encode()))
    assert isinstance(found, Article)
    assert (found.article_id, found.external_id) == ("lake-1", "lake.mbox, message 1")


def test_a_message_that_is_too_long_costs_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mail, "LONGEST_MESSAGE", 1_000)
    monkeypatch.setattr(mail, "LONGEST_LINE", 100)
    found = read(tmp_path / "a.mbox", box(b"Subject: x\n\n" + b"x" * 5_000, compose().as_bytes()))
    assert [type(each) for each in found] == [Reject, Article]
    assert isinstance(found[0], Reject)
    assert (found[0].record, found[0].reason) == ("message 1", "too long: 5,014 bytes; a message has 1,000 or fewer")


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("a.eml", BODY.encode(), "mail: no header lines such as “Subject:” at the beginning"),
        ("a.mbox", compose().as_bytes(), "mail: the first line of a box must be such as"),
        ("a.mbox", b"", "empty: no record in the file"),
        ("a.eml", b"Subject: x\nContent-Type: multipart/encrypted; boundary=b\n\n--b\n\nx\n--b--", "mail: encrypted"),
        ("a.eml", b"Content-Type: text/plain" + b";" * 5_000, "mail: a line of more than 4,000 characters"),
        ("a.eml", b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\n\n" * 2_000, "mail: more than 1,000 parts"),
        (
            "a.eml",
            b"Subject: x\n\n" + b"multipart/mixed\n" * 90 + b"\n" * 120_000,
            "too long: 120,092 lines in 90 parts",
        ),
        ("a.eml", b"Subject: x\n\n" + b"multipart/mixed\n" * 200, "mail: more than 100 parts that hold parts"),
    ],
)
def test_what_is_no_message_is_one_reject(tmp_path: Path, name: str, data: bytes, reason: str) -> None:
    [found] = read(tmp_path / name, data)
    assert isinstance(found, Reject)
    assert (found.record, found.reason[: len(reason)]) == ("", reason)


BARE = "From: Lake <a@b.example>\nSent: {}\nTo: Ana Lind\nSubject: Harbour closed\n\n"
ENGLISH, MORNING = "Sunday, December 8, 2024 9:30 AM", datetime(2024, 12, 8, 9, 30, tzinfo=UTC)
GERMAN = "Von: Lake <a@b.example>\nGesendet: {}\nAn: Ana Lind\nBetreff: Harbour closed\n\n"


@pytest.mark.parametrize(
    ("subject", "text", "date"),
    [
        ("FW: look", f"FYI\n\n{BARE.format(ENGLISH)}{BODY}", MORNING),
        ("WG: look", f"{GERMAN.format('8.12.2024 09:30')}{BODY}", None),
        ("WG: look", f"{GERMAN.format('Sonntag, 8. Dezember 2024 09:30')}{BODY}", None),
        ("look", f"{BARE.format(ENGLISH)}{BODY}", MORNING),
        (
            "Fwd: look",
            "-------- Weitergeleitete Nachricht --------\nBetreff: \tHarbour closed\n"
            f"Datum: \tSun, 8 Dec 2024 10:30:00 +0100\nVon: \tLake\nAn: \tAna\n\n\n{BODY}",
            MORNING,
        ),
    ],
    ids="outlook german words bare thunderbird".split(),
)
def test_the_head_of_what_was_forwarded_is_known_without_a_line_above_it(
    tmp_path: Path, subject: str, text: str, date: datetime | None
) -> None:
    found = read_one(tmp_path, compose(text, Subject=subject))
    assert (found.title, words(found), found.published) == ("Harbour closed", BODY, date)


def test_the_head_of_what_was_forwarded_is_known_in_marked_up_text(tmp_path: Path) -> None:
    head = "<p><b>From:</b> Lake<br><b>Sent:</b> Sunday, December 8, 2024 9:30 AM<br><b>Subject:</b> Harbour closed</p>"
    found = read_one(tmp_path, compose("", f"<p>FYI</p><div>{head}</div><p>{BODY}</p>", Subject="FW: look"))
    assert (found.title, found.published) == ("Harbour closed", MORNING)
    assert words(found) == BODY.replace("\n\n", " ")


def test_the_day_of_forwarding_is_not_the_date(tmp_path: Path) -> None:
    assert read_one(tmp_path, compose(Subject="Fwd: Ferry sinks")).published is None


def test_what_outlook_puts_below_an_answer_is_left_out(tmp_path: Path) -> None:
    text = f"{BODY}\n\n{BARE.format(ENGLISH)}Do you have more?"
    assert words(read_one(tmp_path, compose(text, Subject="AW: Ferry"))) == BODY
    assert read_one(tmp_path, compose(text)).text.endswith("Do you have more?"), "a letter that the text speaks of"


@pytest.mark.parametrize(
    ("html", "text"), [(f"<p>{BODY}</p>", BODY), ("<p>Later, it was raised.</p>", f"{BODY}\n\nLater, it was raised.")]
)
def test_parts_that_are_not_forms_of_one_text_are_read_one_after_the_other(
    tmp_path: Path, html: str, text: str
) -> None:
    message = compose()
    message.make_mixed()
    part = EmailMessage()
    part.set_content(html, subtype="html")
    message.attach(part)
    assert words(read_one(tmp_path, message)) == text


@pytest.mark.parametrize(
    "more",
    [
        "On Tuesday the minister of the interior wrote:\n\nWe shall rebuild it all.",
        f"--\n\nThe second item. {'It was read by all of them at the harbour. ' * 30}",
        "Residents can view the plans online until Friday, the council said.",
        "Residents can view them and the map in the browser of the council.",
    ],
    ids="wrote divider online browser".split(),
)
def test_text_that_looks_like_what_is_left_out_stays(tmp_path: Path, more: str) -> None:
    assert words(read_one(tmp_path, compose(f"{BODY}\n\n{more}"))).strip() == f"{BODY}\n\n{more}".strip()


def test_marks_of_signatures_and_heads_take_no_square_of_time(tmp_path: Path) -> None:
    lines = "--\n" * 20_000 + f"From: x\nSent: {'1' * 200_000}\n" + f"On {'x' * 50} wrote:\n" * 5_000
    began = time.process_time()
    read_one(tmp_path, compose(f"{BODY}\n{lines}{BODY}"))
    assert time.process_time() - began < 5


def test_a_box_may_lack_the_blank_lines_between_messages(tmp_path: Path) -> None:
    message = "From ana@lake.example Mon Dec  9 10:15:00 2024\nSubject: Ferry\n\n{} {}\n"
    found = read(tmp_path / "a.mbox", "".join(message.format(BODY, number) for number in range(3)).encode())
    assert [type(each) for each in found] == [Article] * 3


def test_no_attached_file_takes_the_place_of_another(tmp_path: Path) -> None:
    message = compose()
    for number, name in enumerate(["a.txt", "4-a.txt", "a.txt"]):
        message.add_attachment(f"{BODY} {number}", filename=name)
    assert len(read(tmp_path / "a.eml", message)) == 4
