"""Citations: what they say of whose words they are, and that programs read their BibTeX and RIS as it was meant."""

import re
from dataclasses import replace
from datetime import date

import pytest

from dashboard.citations import Citation, print_words, write_bibtex, write_ris, write_text

CITATION = Citation(
    quote_id="homs-110-153", kind="direct", words="“safe … a rumour”", parts=2, speaker="the ministry",
    actor="Syrian defence ministry", stance="denies", via="", title="No “rebels” in Homs", source="Sample Wire",
    published=date(2024, 12, 7), url="https://wire.example/1?a=b&c=d_e%20f",
    link="https://desk.example/articles?article=homs&sentence=3", accessed=date(2026, 11, 26),
)  # fmt: skip
UNKNOWN = replace(
    CITATION, speaker="", actor="", stance="", title="", source="", published=None, url="", words="“safe”", parts=1
)

# What would break a format if it were not escaped, and what must come through as it is.
ODD = '100 % {sure} \\in A_1 & B# ~ ^ $5 @x, “é” = "ü"\r\nTY  - X\x00\u2028Ж المدينة }'
SHOWN = '100 % {sure} \\in A_1 & B# ~ ^ $5 @x, “é” = "ü" TY - X Ж المدينة }'


def test_the_text_says_whose_words_where_and_when() -> None:
    assert write_text(CITATION) == (
        "the ministry [Syrian defence ministry] denies: “safe … a rumour” (“…” joins 2 parts of the statement)."
        " “No ‘rebels’ in Homs”, Sample Wire, 2024-12-07. Original: https://wire.example/1?a=b&c=d_e%20f"
        " · Sentence: https://desk.example/articles?article=homs&sentence=3 · Accessed: 2026-11-26"
    )


@pytest.mark.parametrize(
    ("changes", "statement"),
    [
        ({"actor": "the ministry"}, "the ministry: “safe”"),
        ({"actor": ""}, "the ministry: “safe”"),
        ({"via": "TASS"}, "the ministry [Syrian defence ministry], via TASS: “safe”"),
        ({"speaker": "", "actor": ""}, "No speaker found: “safe”"),
        ({"kind": "indirect", "words": "all was calm"},
         "the ministry [Syrian defence ministry] (paraphrased by Sample Wire): all was calm"),
        ({"kind": "mixed", "words": "all was “calm”", "source": ""},
         "the ministry [Syrian defence ministry] (partly paraphrased): all was “calm”"),
        ({"kind": "indirect", "stance": "denies", "words": "rebels were in Homs", "actor": ""},
         "the ministry denies (paraphrased by Sample Wire): rebels were in Homs"),
        ({"kind": "indirect", "speaker": "", "actor": "", "words": "all was calm"},
         "No speaker found (paraphrased by Sample Wire): all was calm"),
    ],
)  # fmt: skip
def test_a_paraphrase_is_called_one_and_a_denial_stays_one(changes: dict[str, str], statement: str) -> None:
    said = replace(CITATION, **{"stance": "says", "words": "“safe”", "parts": 1, **changes})  # type: ignore[arg-type]
    assert write_text(said).startswith(f"{statement}. “No ‘rebels’ in Homs”")
    assert read_ris(write_ris(said))["N1"] == [statement]
    assert read_bibtex(write_bibtex(said))["note"] == f"{statement}. Sentence: {said.link}"


@pytest.mark.parametrize(
    ("text", "parts", "kind", "printed"),
    [
        ("“We go,” he said, “and stay.”", ["We go,", "and stay."], "direct", "“We go … and stay”"),
        ("The town was “safe”, he said.", ["The town was “safe”"], "mixed", "The town was “safe”"),
        ("The town was \"safe\", he said.", ["The town was \"safe\""], "mixed", "The town was “safe”"),
        ("It was ‘safe’ and that it’s fine", ["It was ‘safe’ and that it’s fine"], "mixed",
         "It was “safe” and that it’s fine"),
        ("Help would come. “We go,” he said.", ["Help would come.", "We go,"], "mixed", "Help would come … “We go”"),
        ("He calls it “safe and sound”.", ["it “safe"], "mixed", "it “safe”"),
        ("It was “so-called ‘safe’ land”.", ["It was “so-called ‘safe’ land”"], "mixed",
         "It was “so-called ‘safe’ land”"),
        ("He said his men “have been told to leave the town”.", ["his men “have been told to leave the town”"],
         "direct", "his men “have been told to leave the town”"),
        ("The “safe” zone is gone for all of us, he said.", ["The “safe” zone is gone for all of us"], "direct",
         "“The ‘safe’ zone is gone for all of us”"),
        ("and it is gone,” he said. “Yes”", ["and it is gone,"], "direct", "“and it is gone”"),
        ("“It is in the U.S.” he said", ["It is in the U.S."], "direct", "“It is in the U.S.”"),
        ("The town was safe, he said.", ["The town was safe"], "indirect", "The town was safe"),
        ("``We go,'' he said", ["We go,"], "direct", "“We go”"),
    ],
)  # fmt: skip
def test_only_what_the_article_has_in_marks_is_printed_in_marks(
    text: str, parts: list[str], kind: str, printed: str
) -> None:
    offsets = [(text.index(part), text.index(part) + len(part)) for part in parts]
    assert print_words(text, offsets, kind) == printed


@pytest.mark.parametrize("text", ["", "“", "”", "”“", '"', "'' ``", "«»„“", 'a”b“c"d'])
def test_odd_marks_are_printed_somehow(text: str) -> None:
    for kind in ("direct", "mixed", "indirect"):
        assert print_words(text, [(0, len(text))], kind).count("None") == 0


def read_bibtex(entry: str) -> dict[str, str]:
    """The fields of one entry, read as BibTeX and TeX read them: braces are counted, commands become characters."""
    opening = re.match(r"@([a-z]+)\{([^\s,{}\"#%~\\']+),\s*", entry)
    assert opening, entry
    fields, at = {"type": opening[1], "key": opening[2]}, opening.end()
    while not entry.startswith("}", at):
        field = re.compile(r"([a-z]+) = ").match(entry, at)
        assert field, entry[at:]
        at = end = field.end()
        depth = 0
        while depth or entry[end] != ",":
            depth += {"{": 1, "}": -1}.get(entry[end], 0)
            end += 1
        fields[field[1]] = read_tex(entry[at:end], raw=field[1] == "url")
        at = end + 1
        at += len(entry[at:]) - len(entry[at:].lstrip())
    assert entry[at:] == "}\n"
    return fields


def read_tex(value: str, *, raw: bool) -> str:
    """What TeX prints; an address is set as it stands."""
    if raw:
        return value.strip("{}")
    commands = {"backslash": "\\", "braceleft": "{", "braceright": "}", "asciitilde": "~", "asciicircum": "^"}
    printed = ""
    for command, escaped, bare in re.findall(r"\\text([a-z]+)\{\}|\\([&%$#_])|(.)", value, re.DOTALL):
        assert bare not in [*"\\&%$#_~^"], value
        printed += commands[command] if command else escaped or bare.strip("{}")
    return printed


def test_bibtex_is_read_as_it_was_meant() -> None:
    assert read_bibtex(write_bibtex(CITATION)) == {
        "type": "misc", "key": "homs-110-153", "title": "No “rebels” in Homs", "howpublished": "Sample Wire",
        "year": "2024", "month": "dec", "day": "7", "url": CITATION.url, "urldate": "2026-11-26",
        "note": "the ministry [Syrian defence ministry] denies: “safe … a rumour”"
                " (“…” joins 2 parts of the statement). Sentence: " + CITATION.link,
    }  # fmt: skip
    odd = replace(CITATION, title=ODD, source=ODD, words=ODD, url="https://wire.example/{a} b\\c%20}")
    read = read_bibtex(write_bibtex(odd))
    assert (read["title"], read["howpublished"]) == (SHOWN, SHOWN)
    assert SHOWN in read["note"]
    assert read["url"] == "https://wire.example/%7Ba%7D%20b%5Cc%20%7D"


def test_a_key_has_no_character_that_bibtex_forbids() -> None:
    odd = replace(CITATION, quote_id="a b{é},%-1-2")
    assert read_bibtex(write_bibtex(odd))["key"] == "a-b--1-2" == odd.key


def read_ris(record: str) -> dict[str, list[str]]:
    """Tag -> values of one record, in which every line is a tag, two blanks, a hyphen, a blank and the value."""
    assert record.endswith("\r\nER  - \r\n")
    lines = record.split("\r\n")[:-2]
    fields: dict[str, list[str]] = {}
    for line in lines:
        tagged = re.fullmatch(r"([A-Z][A-Z0-9])  - (\S.*)", line)
        assert tagged, line
        fields.setdefault(tagged[1], []).append(tagged[2])
    assert lines[0].startswith("TY  - ")
    return fields


def test_ris_is_read_as_it_was_meant() -> None:
    assert read_ris(write_ris(CITATION)) == {
        "TY": ["NEWS"], "ID": ["homs-110-153"], "TI": ["No “rebels” in Homs"], "T2": ["Sample Wire"],
        "PY": ["2024"], "DA": ["2024/12/07"], "UR": [CITATION.url, CITATION.link], "Y2": ["2026/11/26"],
        "N1": ["the ministry [Syrian defence ministry] denies: “safe … a rumour”"
               " (“…” joins 2 parts of the statement)"],
    }  # fmt: skip
    odd = read_ris(write_ris(replace(CITATION, title=ODD, source=ODD, words=ODD)))
    assert (odd["TI"], odd["T2"]) == ([SHOWN], [SHOWN])


def test_what_is_not_known_is_left_out() -> None:
    assert write_text(UNKNOWN) == f"No speaker found: “safe”. Sentence: {CITATION.link} · Accessed: 2026-11-26"
    assert read_bibtex(write_bibtex(UNKNOWN)) == {
        "type": "misc", "key": "homs-110-153", "url": CITATION.link, "urldate": "2026-11-26",
        "note": "No speaker found: “safe”",
    }  # fmt: skip
    assert read_ris(write_ris(UNKNOWN)) == {
        "TY": ["ELEC"], "ID": ["homs-110-153"], "UR": [CITATION.link], "Y2": ["2026/11/26"],
        "N1": ["No speaker found: “safe”"],
    }  # fmt: skip


def test_the_actor_is_not_named_again_where_the_speaker_has_its_name() -> None:
    alone = replace(CITATION, speaker="Prime Minister Rosa Linde", actor="Rosa Linde")
    assert write_text(alone).startswith("Prime Minister Rosa Linde denies")
    short = replace(CITATION, speaker="Linde", actor="Rosa Linde")
    assert write_text(short).startswith("Linde [Rosa Linde] denies")
