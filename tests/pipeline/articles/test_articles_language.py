from pathlib import Path

import pytest

from dashboard.pipeline.articles import Article, Reject, read_articles
from dashboard.pipeline.articles.language import explain_not_english

FOREIGN = {
    "French": "Le conseil municipal a annoncé mercredi que le marché couvert rouvrira au printemps, après "
    "deux ans de travaux, malgré les retards dus à la crue de la rivière.",
    "German": "Der Stadtrat teilte am Mittwoch mit, dass die Markthalle nach zweijährigen Bauarbeiten im "
    "Frühjahr wieder öffnet, obwohl das Hochwasser die Arbeiten verzögert hatte.",
    "Spanish": "El ayuntamiento anunció el miércoles que el mercado cubierto reabrirá en primavera, tras dos "
    "años de obras, a pesar de los retrasos causados por la crecida del río.",
    "Turkish": "Belediye meclisi çarşamba günü kapalı çarşının iki yıl süren çalışmaların ardından "
    "ilkbaharda yeniden açılacağını, nehir taşkınının gecikmeye yol açtığını duyurdu.",
    "Russian": "Городской совет сообщил в среду, что крытый рынок вновь откроется весной после ремонта.",
    "Arabic": "أعلن المجلس البلدي يوم الأربعاء أن السوق المسقوف سيفتح أبوابه من جديد في الربيع.",
    "Persian": "شورای شهر روز چهارشنبه اعلام کرد که بازار سرپوشیده در بهار دوباره باز می‌شود.",
    "Chinese": "市议会星期三宣布，室内市场经过两年施工后将于春季重新开放。",
    "Croatian": "Gradsko vijeće objavilo je u srijedu da će se natkrivena tržnica ponovno otvoriti u "
    "proljeće, nakon dvije godine radova, unatoč kašnjenju zbog poplave.",
    "Indonesian": "Dewan kota mengumumkan pada hari Rabu bahwa pasar tertutup akan dibuka kembali pada musim "
    "semi setelah dua tahun pengerjaan, meskipun tertunda akibat banjir.",
}
SIBLINGS = {"Croatian": "Croatian|Bosnian|Serbian", "Indonesian": "Indonesian|Malay"}


@pytest.mark.parametrize("language", FOREIGN)
def test_a_paragraph_in_another_language_is_refused(language: str) -> None:
    reason = explain_not_english(None, FOREIGN[language])
    assert reason is not None
    kind, _, rest = reason.partition(" looks ")
    assert kind == "language:"
    assert rest.partition(" ")[0] in SIBLINGS.get(language, language).split("|")


@pytest.mark.parametrize("language", ["French", "Turkish", "Russian"])
def test_capitals_do_not_hide_a_language(language: str) -> None:
    assert explain_not_english(None, FOREIGN[language].upper()) is not None


@pytest.mark.parametrize(
    "text",
    [
        "Suit over toll bridge dropped.",
        "COUNCIL SAYS COVERED MARKET REOPENS IN SPRING AFTER TWO YEARS OF WORK, FLOOD CAUSED DELAYS",
        "Abu Salim al-Rifai, Yusuf Haddad, Mahmoud Darwazeh, Nizar Qassem, Walid Mansour, Samir al-Khatib, "
        "Bassel Hariri, Adnan Shami, Tariq al-Bitar, Jamal Khoury and Riad Sabbagh.",
        "17 killed in Kafr Tal, Deir Hafir, Tell Qarah, Bab al-Noor, al-Zahraa, Maarat Misrin and Khan Tuman",
        "“Liberté, égalité, fraternité” stood on the wall of the Hôtel de Ville in the rue de la République, "
        "where Jean-Pierre Lefèvre and Marie-Hélène Dubois waited for the mayor.",
        "Nevill 3, Oberhausen 2; Santa Rosa 1, Saint-Amand 0; Boavista do Sul 4, Atlético Central 4.",
        "",
    ],
    ids=["headline", "capitals", "names", "places", "quotation", "scores", "nothing"],
)
def test_short_or_odd_english_is_never_refused(text: str) -> None:
    assert explain_not_english(None, text) is None


def test_one_english_end_is_enough() -> None:
    english = "The council said on Wednesday that the covered market would reopen in the spring. " * 8
    foreign = (FOREIGN["French"] + " ") * 5
    assert explain_not_english(None, foreign + english) is None
    assert explain_not_english(None, english + foreign) is None
    assert explain_not_english(None, foreign + foreign) is not None


@pytest.mark.parametrize("given", ["en", "EN", "en-US", "en_GB", "eng", "English", None, "", "unknown", "und"])
def test_english_by_any_name_passes(given: str | None) -> None:
    assert explain_not_english(given, "The council said on Wednesday that the market would reopen.") is None


@pytest.mark.parametrize("given", ["fr", "FR", "fr-CA", "French"])
def test_a_language_that_is_given_is_believed(given: str) -> None:
    text = "The council said on Wednesday that the market would reopen."
    assert explain_not_english(given, text) == "language: given as French (fr); only English is read"


def test_a_language_that_is_given_in_unknown_words_is_not() -> None:
    assert explain_not_english("n/a", FOREIGN["German"]) is not None
    assert explain_not_english("en", FOREIGN["German"]) is None


def test_a_foreign_article_is_a_reject(tmp_path: Path) -> None:
    (tmp_path / "fr.txt").write_text(FOREIGN["French"], encoding="utf-8")
    (tmp_path / "en.txt").write_text("The council said the covered market would reopen.", encoding="utf-8")
    english, french = read_articles([tmp_path])
    assert isinstance(english, Article)
    assert english.language == "en"
    assert isinstance(french, Reject)
    assert french.reason == "language: looks French (fr); only English is read"
