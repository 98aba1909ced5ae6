"""Characters that stand for others are read as what they mean, each where it was."""

import pytest

from dashboard.pipeline.mojibake import mend


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("\x93We go\x85\x94 \x96 he\x92s", "“We go…” – he’s"),
        ('They left.\\n\\n"We go," he said.', 'They left. \n \n"We go," he said.'),
        ("They left.\\r\\nWe go.", "They left.   \nWe go."),
        ('They left.\\n\\n\\"We go,\\" he said.', 'They left. \n \n "We go, " he said.'),
        ("a line\\n\\nanother", "a line \n \nanother"),
    ],
    ids=["Windows-1252", "escaped twice", "CR LF", "quotes too", "no full stop"],
)
def test_what_was_decoded_or_escaped_wrongly_is_mended(text: str, mended: str) -> None:
    assert mend(text) == mended
    assert len(mend(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    ["", "“We go,” he said.\n\nHe left.", "C:\\new and C:\\notes", "FranÃ\x83Â§ois", "â\x80\x93 Ã\x93", "a\x81b"],
)
def test_all_else_stays(text: str) -> None:
    assert mend(text) == text
