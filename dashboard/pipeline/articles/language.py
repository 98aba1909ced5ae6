"""Whether a text is English. Only what surely is not is refused: lists of names look like anything."""

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# The languages that news is written in. Fewer than the model's 130: among all of them, pidgins and dialects
# win English briefs on Syria ("Russian strikes kill 34 civilians …" was Nigerian Pidgin).
LANGUAGES = {
    "am": "Amharic", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German",
    "el": "Greek", "en": "English", "es": "Spanish", "et": "Estonian", "fa": "Persian", "fi": "Finnish",
    "fr": "French", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian", "hu": "Hungarian",
    "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh",
    "km": "Khmer", "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "lo": "Lao",
    "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian", "ml": "Malayalam", "mn": "Mongolian",
    "mr": "Marathi", "ms": "Malay", "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "no": "Norwegian",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian", "ru": "Russian",
    "si": "Sinhala", "sk": "Slovak", "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian",
    "sv": "Swedish", "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek", "vi": "Vietnamese",
    "zh": "Chinese",
}  # fmt: skip
CODES = {name.casefold(): code for code, name in LANGUAGES.items()} | {"eng": "en"}

# Languages so alike that a text shares its probability among them: they count together.
SIBLINGS = {"bs": "hr", "sr": "hr", "ms": "id"}

# Letters of alphabets that English never uses: Greek to Mongolian, Chinese to the Arabic presentation forms.
OTHER_SCRIPT = re.compile("[\u0370-\u1cff\u2e80-\ufeff]")

# Characters looked at, at the beginning and, unless that is English, at the end: 0.4 ms. Of the 2,456
# articles of shared/eval and fakes.jsonl all come out English on the first 500.
WINDOW = 500

# Letters. With fewer it is a matter of luck: one of ninety headlines looks like another language.
FEWEST_LETTERS = 80

# Probability from which another language is believed. Of 18,202 English snippets of 100 characters the surest
# error (a list of quarters of Aleppo, "Somali") has 0.71; a plain paragraph in any of 35 languages has more.
SURE = 0.85


def explain_foreign(given: str | None, body: str) -> str | None:
    """The reason to refuse a text that is not English; None when it is, or when that cannot be told.

    A language that the input gives is believed; where it gives none that is known here, the text decides.
    """
    stated = _read_language(given)
    if stated == "en":
        return None
    if stated:
        return f"language: given as {LANGUAGES[stated]} ({stated}); only English is read"
    # An English brief may end in a foreign quotation, a bilingual page begin with one: both ends must agree.
    head = _detect(body[:WINDOW])
    if head == "en" or _detect(body[-WINDOW:]) == "en":
        return None
    return f"language: looks {LANGUAGES[head]} ({head}); only English is read"


def _read_language(given: str | None) -> str:
    """The code of a language given as "fr", "fr-CA" or "French"; empty when it is none of LANGUAGES."""
    word = (given or "").casefold().replace("_", "-").partition("-")[0]
    return word if word in LANGUAGES else CODES.get(word, "")


def _detect(text: str) -> str:
    """The language of a text when it is surely another one, else "en"."""
    letters = "".join(filter(str.isalpha, text))
    is_other_script = len(OTHER_SCRIPT.findall(letters)) > len(letters) / 2
    if len(letters) < FEWEST_LETTERS and not is_other_script:
        return "en"
    if sum(map(str.isupper, letters)) > len(letters) / 2:
        text = text.lower()  # the model knows capitals only at the beginning of words
    best, _ = _identifier().classify(text)
    if best == "en":
        return "en"
    shares: Counter[str] = Counter()
    for code, share in _identifier().rank(text):
        shares[SIBLINGS.get(code, code)] += share
    return best if is_other_script or shares[SIBLINGS.get(best, best)] >= SURE else "en"


@cache
def _identifier() -> "LanguageIdentifier":
    # Imported here: library and model take a second, and input that states its language needs neither.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(LANGUAGES))
    return identifier
