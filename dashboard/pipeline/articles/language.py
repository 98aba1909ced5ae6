"""Rejects texts that are surely not English. A list of names can look like any language, so doubt is not enough."""

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

# The languages to choose among. The model knows 130, but with all of them it takes short English reports for pidgins
# and dialects ("Russian strikes kill 34 civilians …" became Nigerian Pidgin).
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

# Languages so similar that the model divides the probability among them; it is added up.
SIMILAR = {"bs": "hr", "sr": "hr", "ms": "id"}

# Letters of other scripts: Greek to Mongolian, and Chinese to the Arabic presentation forms.
OTHER_SCRIPT = re.compile("[\u0370-\u1cff\u2e80-\ufeff]")

# Characters at the beginning of a text that are classified and, unless they are English, as many at the end: 0.4 ms.
# By the first 500 characters all of 2,456 annotated and sample articles are English.
WINDOW = 500

# Letters. Shorter texts are not classified: of English headlines one in ninety is taken for another language.
FEWEST_LETTERS = 80

# Probability from which a text is rejected as another language. Of 18,202 English snippets of 100 characters the
# highest probability of a wrong language is 0.71 ("Somali", for a list of districts of Aleppo). Plain paragraphs in 35
# languages are all above this bound.
REJECT_FROM = 0.85


def explain_not_english(given: str | None, body: str) -> str | None:
    """The reason to reject a text that is not English; None if it is English or too uncertain.

    A language that the input gives decides. If it gives none, or one that is not in LANGUAGES, the text is classified.
    """
    stated = _read_language(given)
    if stated == "en":
        return None
    if stated:
        return f"language: given as {LANGUAGES[stated]} ({stated}); only English is read"
    # Both ends must be another language: an English text may begin or end with a quotation in one.
    head = _detect(body[:WINDOW])
    if head == "en" or _detect(body[-WINDOW:]) == "en":
        return None
    return f"language: looks {LANGUAGES[head]} ({head}); only English is read"


def _read_language(given: str | None) -> str:
    """The code of a language given as "fr", "fr-CA" or "French"; empty if it is not in LANGUAGES."""
    word = (given or "").casefold().replace("_", "-").partition("-")[0]
    return word if word in LANGUAGES else CODES.get(word, "")


def _detect(text: str) -> str:
    """The code of the text's language if it is surely not English, else "en"."""
    letters = "".join(filter(str.isalpha, text))
    is_other_script = len(OTHER_SCRIPT.findall(letters)) > len(letters) / 2
    if len(letters) < FEWEST_LETTERS and not is_other_script:
        return "en"
    if sum(map(str.isupper, letters)) > len(letters) / 2:
        text = text.lower()  # the model does not know words in capitals
    best, _ = _identifier().classify(text)
    if best == "en":
        return "en"
    probabilities: Counter[str] = Counter()
    for code, probability in _identifier().rank(text):
        probabilities[SIMILAR.get(code, code)] += probability
    return best if is_other_script or probabilities[SIMILAR.get(best, best)] >= REJECT_FROM else "en"


@cache
def _identifier() -> "LanguageIdentifier":
    # Imported here: library and model take a second to load, and input that gives its language needs neither.
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    identifier.set_languages(sorted(LANGUAGES))
    return identifier
