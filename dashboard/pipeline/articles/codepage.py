"""Tells which code page bytes are written in that are no Unicode.

Limits: the code pages for Latin letters share most positions, and English has few letters beyond ASCII, so a page is
told by names such as “Łódź”: each of its letters must be in the alphabet of one language. Where several pages fit, it
is the one of Western Europe; a few names alone, such as “Havlíček”, may fit by chance. Hence whoever reads by a guess
notes it. Other scripts are told by charset-normalizer, from how often each letter comes.
"""

import re
import unicodedata
from functools import cache

# Pages of Latin letters. Of several that fit as well and give another text, that of Western Europe is taken, but not
# against the Turkish one: it has ğ, ı and ş where the other has the Icelandic ð, ý and þ.
WESTERN, TURKISH = "cp1252", "cp1254"
LATIN = (WESTERN, "cp1250", TURKISH, "iso8859_2", "cp1257", "mac_roman", "cp850")

# Of the letters that a language has besides a to z: those that names in English texts keep.
ALPHABETS = tuple(
    map(
        frozenset,
        (
            "àâçéèêëîïôœùûüÿñ",  # French
            "áéíóúüñ",  # Spanish
            "áâãàçéêíóôõúü",  # Portuguese
            "àçéíïóòúü",  # Catalan
            "àèéìòù",  # Italian
            "äöüßéèàç",  # German
            "åäöæøéü",  # Danish, Norwegian, Swedish, Finnish
            "áðéíóúýþæö",  # Icelandic
            "ąćęłńóśźż",  # Polish
            "áäčďéěíĺľňóôŕřšťúůýž",  # Czech, Slovak
            "áéíóöőúüű",  # Hungarian
            "čćđšž",  # Bosnian, Croatian, Serbian, Slovenian
            "ăâîşţșț",  # Romanian
            "çğıöşüâîû",  # Turkish
            "āčēģīķļņšūž",  # Latvian
            "ąčęėįšųūž",  # Lithuanian
            "äõöüšž",  # Estonian
        ),
    )
)

# Signs that stand between letters, before a word, behind a word.
WITHIN, BEFORE, BEHIND = "’‘–—…·\xad", "“‘’«‹„‚¿¡£€¥§©°•–—…", "”’“»›…–—®™©ºª°½¼¾•£€¥"
# Signs that no text has: the data is a picture, or a program's own.
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
# Up to the last byte that is a sign or a digit of ASCII: behind it no letter of several bytes is cut.
_WHOLE = re.compile(rb".*[\x09-\x3f]|", re.DOTALL)
_PART = re.compile(r"[^\W\d_]+")
_SMALL = re.compile("[a-z]")
_UNIT = re.compile(r"(?<![^\W\d_])[^\W\d_]{1,2}[²³]")  # m², km³

# Bytes of lines that are no UTF-8 from which a page is guessed: some sixty articles, 0.2 s.
EVIDENCE = 200_000

# Words that are looked at: the names of some hundred articles. Below the share of them that fit no alphabet a page is
# taken: a text of Western Europe has some misspelt ones, a page that is wrong two in three or more.
MOST_WORDS, LONGEST_WORD = 2_000, 60
MOST_UNFIT = 0.05

# Those of charset-normalizer's guesses that are no code pages: short bytes may be anything in them.
UNICODE = ("utf_7", "utf_8", "utf_16", "utf_16_be", "utf_16_le", "utf_32", "utf_32_be", "utf_32_le")

# Messiness, as charset-normalizer measures it from 0 to 1, above which its guess is left. Of 12 texts each of 100, 300,
# 1,000 and 4,000 characters in 13 pages of Russian, Arabic, Greek and Japanese it is below 0.1 where the guess is
# right, but for a few long ones, and 0.12 in both that are wrong.
MOST_CHAOS = 0.1


def guess_page(data: bytes) -> str | None:
    """Python's name of the code page; None if no page fits, or several do that would give another text."""
    if _CONTROL.search(data):
        return None
    lines = b"\n".join(line for line in data.splitlines() if not line.isascii())
    if len(lines) > EVIDENCE:
        lines = _WHOLE.match(lines[:EVIDENCE])[0]  # type: ignore[index]
    return _guess_latin(lines) or _guess_other(lines)


def name_page(page: str) -> str:
    """The name that programs show for one of Python's names: windows-1252, iso-8859-2, mac-roman."""
    return re.sub(r"^cp(125\d)$", r"windows-\1", re.sub(r"^iso8859_", "iso-8859-", page)).replace("_", "-")


def _guess_latin(data: bytes) -> str | None:
    unfit = {page: _share_unfit(data.decode(page, "replace")) for page in LATIN}
    fewest = min(unfit.values())
    if fewest > MOST_UNFIT:
        return None
    best = [page for page in LATIN if unfit[page] == fewest]
    rivals = best if best[0] != WESTERN else [page for page in best if page in (WESTERN, TURKISH)]
    return best[0] if len({data.decode(page, "replace") for page in rivals}) == 1 else None


def _share_unfit(text: str) -> float:
    words = sorted({word[:LONGEST_WORD] for word in text.split() if not word.isascii()})[:MOST_WORDS]
    return sum(not _fits(word) for word in words) / max(1, len(words))


@cache
def _is_in_one_alphabet(letters: frozenset[str]) -> bool:
    return any(letters <= alphabet for alphabet in ALPHABETS)


def _fits(word: str) -> bool:
    """Whether the word can be one of an English text: its letters those of one language, its signs where they stand."""
    if "\ufffd" in word or any(unicodedata.category(sign) == "Cc" for sign in word):
        return False
    for place, sign in enumerate(word):
        if sign.isascii() or sign.isalpha():
            continue
        left, right = word[max(0, place - 1) : place].isalnum(), word[place + 1 : place + 2].isalnum()
        allowed = WITHIN if left and right else BEFORE if right else BEHIND if left else sign
        if sign not in allowed and not (left and not right and _UNIT.fullmatch(word[max(0, place - 2) : place + 1])):
            return False
    parts = [part for part in _PART.findall(word) if not part.isascii()]
    return all(_is_cased(part) for part in parts) and _is_in_one_alphabet(
        frozenset(letter for part in parts for letter in part.lower() if letter.isalpha() and not letter.isascii())
    )


def _is_cased(part: str) -> bool:
    """Whether it is written as words are: łódź, Łódź or ŁÓDŹ; a letter alone is a small one, or one that is a word."""
    if len(part) == 1:
        return part.islower() or part in "ÀÉÓÅ"
    return part.isupper() or part[1:].islower()


def _guess_other(data: bytes) -> str | None:
    from charset_normalizer import from_bytes  # imported here, because most runs never need it

    best = from_bytes(data, cp_exclusion=list(UNICODE)).best()
    if best is None or best.chaos > MOST_CHAOS:
        return None
    try:
        text = data.decode(best.encoding)
    except UnicodeDecodeError:
        return None
    return best.encoding if _is_other_script(text) else None


def _is_other_script(text: str) -> bool:
    """Whether most letters beyond ASCII are of another script, and hardly any word mixes them with small ASCII ones."""
    letters = [sign for sign in text if not sign.isascii() and sign.isalpha()]
    others = sum(not unicodedata.name(letter, "").startswith("LATIN") for letter in letters)
    words = {word for word in _PART.findall(text) if not word.isascii()}
    mixed = sum(_SMALL.search(word) is not None for word in words)
    return others > len(letters) / 2 and mixed <= MOST_UNFIT * len(words)
