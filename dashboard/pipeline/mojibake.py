"""Mojibake: characters that stand for others, because a text was decoded or escaped wrongly before it came here.

The text that is stored stays verbatim. What is annotated is a copy of the same length, so that every offset holds in
both. Limits: the punctuation of Windows-1252 that was read as Latin-1, and line breaks and quotation marks that were
escaped twice in JSON; letters are left as they are.
"""

import re

# Windows-1252 punctuation by its code, which Latin-1 takes for control characters. Behind these letters or another such
# character they are the rest of a letter or mark in UTF-8. Of 299 local newspaper articles (LGL) 10 have some.
WINDOWS = {"\x85": "…", "\x91": "‘", "\x92": "’", "\x93": "“", "\x94": "”", "\x95": "•", "\x96": "–", "\x97": "—"}
CONTROL = re.compile(r"(?<![\x80-\x84\x86-\x90\x98-\x9fÂÃâ])[\x85\x91-\x97]")

# "\\n" where a line may end: behind a sentence, or twice. "C:\\new" has none.
ESCAPED_BREAK = re.compile(r"(?:\\r)?\\n(?:(?:\\r)?\\n)+|(?<=[.!?”\"])(?:\\r)?\\n")
ESCAPED_MARK = re.compile(r"\\\"")


def mend(text: str) -> str:
    """The text as it was meant, each character where it was."""
    mended = CONTROL.sub(lambda control: WINDOWS[control.group()], text)
    if ESCAPED_BREAK.search(mended):
        mended = ESCAPED_MARK.sub(' "', mended)
        mended = ESCAPED_BREAK.sub(lambda found: found.group().replace("\\r", "  ").replace("\\n", " \n"), mended)
    return mended
