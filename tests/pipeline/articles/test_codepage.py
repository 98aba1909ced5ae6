"""Which code page is guessed: only sure guesses, on sentences that were written for this test."""

import pytest

from dashboard.pipeline.articles.codepage import guess_page, name_page

WESTERN = "“We have waited long enough,” said François Lefèvre, the mayor of São Brás; it cost £4m."
CENTRAL = "Małgorzata Żak of Łódź didn’t answer. The court in Świdnica freed Paweł Dąbrowski."
TURKISH = "Ayşe Yıldız of Muğla wasn’t there, said Çağlar Gökçe and Oğuz Şahin."
RUSSIAN = "Городской совет сообщил в среду, что крытый рынок вновь откроется весной после ремонта."
JAPANESE = "市議会は水曜日、屋内市場が春に再開すると発表した。警察は二人を逮捕したと当局は述べた。"


@pytest.mark.parametrize(
    ("text", "page"),
    [
        (WESTERN, "cp1252"), (WESTERN, "mac_roman"), (CENTRAL, "cp1250"), (TURKISH, "cp1254"),
        ("Köln and München, and a café in Orléans", "cp850"),
        ("Guðmundur Þórðarson of Hafnarfjörður said no.", "cp1252"),
        (RUSSIAN, "cp1251"), (RUSSIAN, "koi8_r"), (JAPANESE, "shift_jis"), (JAPANESE, "euc_jp"),
        ("Lakes of 20 km² at 5 °C, a fine of €3 – “cheap”, she says…", "cp1252"),
    ],
)  # fmt: skip
def test_a_sure_guess_reads_the_text_as_it_was(text: str, page: str) -> None:
    data = text.encode(page)
    guess = guess_page(data)
    assert guess is not None
    assert data.decode(guess) == text


@pytest.mark.parametrize(
    "data",
    [
        "Yıldız".encode("cp1254"),  # or Iceland's Yýldýz
        WESTERN.encode("cp1252") + b"\x07",
        bytes(range(128, 256)) * 3,
    ],
    ids=["letters of two languages", "a control sign", "no words"],
)
def test_what_fits_several_pages_or_none_is_not_guessed(data: bytes) -> None:
    assert guess_page(data) is None


@pytest.mark.parametrize(
    ("page", "name"), [("cp1252", "windows-1252"), ("iso8859_2", "iso-8859-2"), ("mac_roman", "mac-roman")]
)
def test_a_page_has_the_name_that_programs_show(page: str, name: str) -> None:
    assert name_page(page) == name
