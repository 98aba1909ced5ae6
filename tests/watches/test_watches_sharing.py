"""Files of watches that colleagues send: what is written is read, and what is wrong is said."""

import json
from dataclasses import replace

import pytest

from dashboard.errors import WatchError
from dashboard.filters import Filters
from dashboard.watches.record import make_watch
from dashboard.watches.sharing import LONGEST, read_file, write_file

WATCHES = [
    make_watch("حمص", "locations", Filters(locations=("169577",)), "any", "Ana"),
    make_watch("Denials", "quotes", Filters(stances=("denies",)), "denied"),
    make_watch("A view", "", Filters(), "none"),
]


def test_a_file_is_read_as_it_was_written() -> None:
    written = write_file([replace(each, id="0123456789ab", when="2024-12-08T10:00:00+00:00") for each in WATCHES])
    assert read_file(written) == WATCHES, "ids and moments are given anew"


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no JSON"),
        (b"\xff\xfe", "no JSON"),
        (b"[" * 100_000, "no JSON"),
        (b"[]", "no file of watches"),
        (b'{"watches": []}', "no file of watches"),
        (b'{"dateline_watches": 1, "watches": {}}', "no file of watches"),
        (b'{"dateline_watches": 2, "watches": []}', "of version 2, and this Dateline reads 1"),
        (b'{"dateline_watches": 1, "watches": [1]}', "watch 1 of the file cannot be taken"),
        (b'{"dateline_watches": 1, "watches": [{"name": 1}]}', "its name is no text"),
        (json.dumps({"dateline_watches": 1, "watches": [{}] * 201}).encode(), "201 watches; 200 are the most"),
        (b" " * (LONGEST + 1), "bytes; 1,000,000 are the most"),
    ],
    ids=range(11),
)
def test_what_is_wrong_with_a_file_is_said(data: bytes, said: str) -> None:
    with pytest.raises(WatchError, match=said):
        read_file(data)
