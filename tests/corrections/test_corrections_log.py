"""The file of corrections: what is saved is read, nothing is lost or half read, and what cannot be read is said."""

import fcntl
import json
import os
import re
import subprocess
import sys
import textwrap
import time
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from dashboard.corrections.log import FILE, Log, read_log, save, save_all
from dashboard.corrections.record import Correction, read_line, write_line
from dashboard.errors import CorrectionError

HIDE = Correction("hide", who="Ada", why="no actor", actor="a")
ALL = (
    HIDE,
    Correction("merge", who="Ada", why="x", actor="a", into="b"),
    Correction(
        "split", who="Ada", why="x", actor="a", into="c", name="حمص", surfaces=("A\u2028", '"'), articles=("1",)
    ),
    Correction("rename", who="Ada", why="x", actor="a", name="É 😀"),
    Correction("not-a-place", who="Ada", why="x", surface="Homs", location="1"),
    Correction("wrong-place", who="Ada", why="x", surface="Homs", to="2", articles=("1",), sentence="Homs fell."),
)


def test_what_was_saved_is_read(tmp_path: Path) -> None:
    saved: list[Correction] = []
    for proposed in ALL:
        saved.append(save(tmp_path, proposed, [each.id for each in saved]))
    log = read_log(tmp_path)
    assert list(log.corrections) == saved
    assert log.note == ""
    assert [replace(each, id="", when="") for each in saved] == list(ALL)
    assert len({each.id for each in saved}) == len(ALL)
    assert all(each.when.endswith("+00:00") for each in saved)


def test_without_a_file_there_is_nothing(tmp_path: Path) -> None:
    assert read_log(tmp_path) == read_log(tmp_path / "nowhere")
    assert read_log(tmp_path).not_taken_back() == []


def read_both(folder: Path, known: Log) -> Log:
    """The log, which is the same whether it is read anew or on from what is known."""
    log = read_log(folder, known)
    assert log == read_log(folder)
    return log


def test_the_digest_is_that_of_the_bytes(tmp_path: Path) -> None:
    absent = read_log(tmp_path)
    assert absent.digest == ""
    save(tmp_path, HIDE)
    first = read_both(tmp_path, absent)
    with (tmp_path / FILE).open("ab") as file:
        file.write(b"\n")
    assert len({absent.digest, first.digest, read_both(tmp_path, first).digest}) == 3
    (tmp_path / FILE).unlink()
    (tmp_path / FILE).mkdir()
    assert read_both(tmp_path, first).digest == "unread"


def test_of_a_file_that_grew_only_the_new_lines_are_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    save(tmp_path, HIDE)
    with (tmp_path / FILE).open("ab") as file:
        file.write(b"bad\n")
    known = read_log(tmp_path)
    undo = save(tmp_path, Correction("undo", who="Bo", undoes=known.corrections[0].id))
    with (tmp_path / FILE).open("ab") as file:
        file.write(b"worse\n")
    parsed: list[bytes] = []

    def note_line(line: bytes) -> Correction:
        parsed.append(line)
        return read_line(line)

    monkeypatch.setattr("dashboard.corrections.log.read_line", note_line)
    log = read_log(tmp_path, known)
    assert parsed == [write_line(undo).strip(), b"worse"]
    assert (read_log(tmp_path, log), len(parsed)) == (log, 2), "nothing is parsed again"
    assert log == read_log(tmp_path)
    assert log.corrections == (*known.corrections, undo)
    assert [problem[:6] for problem in log.problems] == ["line 2", "line 4"]


def test_a_file_that_has_not_changed_for_a_while_is_not_read_again(tmp_path: Path) -> None:
    save(tmp_path, HIDE)
    path, hour_ago = tmp_path / FILE, time.time() - 3600
    os.utime(path, (hour_ago, hour_ago))
    known = read_log(tmp_path)
    assert read_log(tmp_path, known) is known
    path.write_bytes(path.read_bytes().replace(b'"a"', b'"b"'))
    assert read_log(tmp_path, known).corrections[0].actor == "b", "of the same size, and changed just now"


def test_any_number_of_bad_lines_is_one_note(tmp_path: Path) -> None:
    for count, expected in (
        (1, "1 line of corrections.jsonl is ignored: line 1 is cut short or no JSON. Mend it or remove it."),
        (10_000, "10,000 lines of corrections.jsonl are ignored: line 1 is cut short or no JSON; line 2 is cut short "
                 "or no JSON; line 3 is cut short or no JSON; and 9,997 more. Mend them or remove them."),
    ):  # fmt: skip
        (tmp_path / FILE).write_bytes(b"bad\n" * count)
        assert read_log(tmp_path).note == expected


def test_a_line_of_any_length_is_not_held(tmp_path: Path) -> None:
    save(tmp_path, HIDE)
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"why": "' + b"w" * 20_000_000 + b'"}\n')
    save(tmp_path, replace(HIDE, actor="b"))
    tracemalloc.start()
    try:
        log = read_log(tmp_path)
        assert tracemalloc.get_traced_memory()[1] < 5_000_000
    finally:
        tracemalloc.stop()
    assert [each.actor for each in log.corrections] == ["a", "b"]
    assert "line 2 has 20,000,011 bytes; 1,000,000 are allowed" in log.note


def test_who_saves_parses_only_what_was_added_since(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for actor in "ab":
        save(tmp_path, replace(HIDE, actor=actor))
    known = read_log(tmp_path)
    save(tmp_path, replace(HIDE, actor="c"))
    parsed: list[bytes] = []

    def note_line(line: bytes) -> Correction:
        parsed.append(line)
        return read_line(line)

    monkeypatch.setattr("dashboard.corrections.log.read_line", note_line)
    with pytest.raises(CorrectionError, match="Ada said the same already"):
        save(tmp_path, replace(HIDE, actor="a"), known=known)
    assert len(parsed) == 2, "the line that is to be saved, and the one that was added"


def test_a_file_that_was_written_anew_is_read_anew(tmp_path: Path) -> None:
    for actor in "abc":
        save(tmp_path, replace(HIDE, actor=actor))
    known = read_log(tmp_path)
    lines = (tmp_path / FILE).read_bytes().splitlines(keepends=True)
    for content in (
        lines[1:],
        lines[:2],
        [*lines[:2], lines[2].replace(b'"c"', b'"d"')],
        [lines[0], lines[2], lines[1]],
    ):
        (tmp_path / FILE).write_bytes(b"".join(content))
        assert read_both(tmp_path, known).corrections != known.corrections
    (tmp_path / FILE).unlink()
    assert read_both(tmp_path, known) == Log()


def test_a_line_that_was_cut_short_and_is_finished_later_is_read(tmp_path: Path) -> None:
    save(tmp_path, HIDE)
    whole = (tmp_path / FILE).read_bytes()
    (tmp_path / FILE).write_bytes(whole[:30])
    torn = read_log(tmp_path)
    assert (len(torn.corrections), torn.ignored) == (0, 1)
    (tmp_path / FILE).write_bytes(whole)
    log = read_both(tmp_path, torn)
    assert (len(log.corrections), log.ignored) == (1, 0)


def test_who_reads_does_not_wait_for_one_who_saves(tmp_path: Path) -> None:
    first = save(tmp_path, HIDE)
    with (tmp_path / FILE).open("ab", buffering=0) as file:
        fcntl.flock(file, fcntl.LOCK_EX)  # held until the end, so that waiting would never end
        assert read_log(tmp_path).corrections == (first,)
        file.write(b'{"id": "2", "wh')
        log = read_log(tmp_path)
        assert (log.corrections, log.note) == ((first,), ""), "a line that is being written is not there yet"
    assert read_log(tmp_path, log).ignored == 1


def test_a_line_says_only_what_it_needs() -> None:
    said = json.loads(write_line(replace(HIDE, id="1", when="2024-12-08T10:00:00+00:00")))
    assert list(said) == ["id", "when", "who", "why", "kind", "actor"]


# Saves as many corrections as it is told, as fast as it can.
SAVE_MANY = """
    import sys
    from pathlib import Path
    from dashboard.corrections.log import save
    from dashboard.corrections.record import Correction
    for number in range(int(sys.argv[3])):
        who = sys.argv[2]
        save(Path(sys.argv[1]), Correction("rename", who=who, why="w" * 200, actor=f"{who}-{number}", name="n"))
"""


def test_two_who_save_at_once_lose_nothing(tmp_path: Path) -> None:
    code, many = textwrap.dedent(SAVE_MANY), 60
    runs = [subprocess.Popen([sys.executable, "-c", code, tmp_path, name, str(many)]) for name in ("Ada", "Bo")]
    assert [run.wait(60) for run in runs] == [0, 0]
    log = read_log(tmp_path)
    assert log.note == ""
    for name in ("Ada", "Bo"):
        assert [each.actor for each in log.corrections if each.who == name] == [f"{name}-{n}" for n in range(many)]


def test_a_line_that_was_cut_short_costs_no_other(tmp_path: Path) -> None:
    first = save(tmp_path, HIDE)
    with (tmp_path / FILE).open("ab") as file:
        file.write(b'{"id": "2", "when": "2024-12')
    assert read_log(tmp_path).corrections == (first,)
    later = save(tmp_path, replace(HIDE, actor="b"))
    log = read_log(tmp_path)
    assert log.corrections == (first, later)
    assert log.problems == ("line 2 is cut short or no JSON",)


# Saves as many corrections as fit in a file of so many bytes: each id that was reported as saved, then the error.
SAVE_UNTIL_FULL = """
    import resource, sys
    from pathlib import Path
    from dashboard.corrections.log import save
    from dashboard.corrections.record import Correction
    from dashboard.errors import CorrectionError
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), resource.RLIM_INFINITY))
    try:
        for number in range(99):
            print(save(Path(sys.argv[1]), Correction("hide", who="Ada", why="x", actor=f"a{number}")).id)
    except CorrectionError as error:
        print(error)
"""


def save_until_full(folder: Path, size: int) -> tuple[list[str], str]:
    """The ids that were reported as saved until the file would have been larger than `size` bytes, and the error."""
    code = textwrap.dedent(SAVE_UNTIL_FULL)
    run = subprocess.run([sys.executable, "-c", code, folder, str(size)], capture_output=True, text=True, check=True)
    *saved, error = run.stdout.splitlines()
    return saved, error


def test_what_does_not_fit_is_not_saved_and_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    length = len(write_line(save(tmp_path, HIDE)))
    saved, error = save_until_full(tmp_path, 4 * length + 10)
    log = read_log(tmp_path)
    assert [each.id for each in log.corrections[1:]] == saved
    assert (len(saved), log.note) == (3, "")
    path = tmp_path / FILE
    assert error.startswith(f"{path} took ") and error.endswith(
        " bytes (File too large), nothing was saved; make room on its disk and save again"
    )
    assert re.search(r"took \d+ of \d+ bytes", error), "there was room for a part of the line"
    assert path.read_bytes().endswith(b"}\n"), "the part was taken away"
    later = save(tmp_path, replace(HIDE, actor="b"))
    assert read_log(tmp_path).corrections == (*log.corrections, later)


def test_of_a_torn_line_nothing_is_lost_where_the_next_does_not_fit(tmp_path: Path) -> None:
    torn = write_line(save(tmp_path, HIDE)) + b'{"id": "2", "when": "2024-12'
    (tmp_path / FILE).write_bytes(torn)
    saved, error = save_until_full(tmp_path, len(torn) + 1)
    assert (saved, " took 1 of " in error) == ([], True), "the line break that parts the two lines"
    assert (tmp_path / FILE).read_bytes() == torn


def test_a_correction_is_taken_back_and_brought_back(tmp_path: Path) -> None:
    first = save(tmp_path, HIDE)
    undo = save(tmp_path, Correction("undo", who="Bo", undoes=first.id))
    assert read_log(tmp_path).not_taken_back() == []
    assert read_log(tmp_path).undos() == {first.id: undo}
    with pytest.raises(CorrectionError, match="Bo took it back already"):
        save(tmp_path, Correction("undo", who="Cy", undoes=first.id))
    save(tmp_path, Correction("undo", who="Bo", undoes=undo.id))
    assert read_log(tmp_path).not_taken_back() == [first]


def test_several_are_saved_and_taken_back_together(tmp_path: Path) -> None:
    saved = save_all(tmp_path, [HIDE, replace(HIDE, actor="b")])
    assert read_log(tmp_path).corrections == (*saved,)
    assert [each.batch for each in saved] == [saved[0].id] * 2
    assert save(tmp_path, replace(HIDE, actor="c")).batch == ""
    undos = save_all(tmp_path, [Correction("undo", who="Bo", undoes=each.id) for each in saved])
    assert [each.actor for each in read_log(tmp_path).not_taken_back()] == ["c"]
    assert {each.batch for each in undos} == {""}


def test_of_several_all_are_saved_or_none(tmp_path: Path) -> None:
    before = write_line(save(tmp_path, replace(HIDE, who="Bo", actor="b")))
    for spoilt, why in (
        (replace(HIDE, actor="b"), "Bo said the same already"),
        (Correction("merge", who="Ada", why="x", actor="b", into="c"), "Bo saved a correction meanwhile"),
        (replace(HIDE, actor=" "), "an empty text as actor"),
        (replace(HIDE, why=""), "a name and a reason"),
        (Correction("undo", who="Ada", undoes="7"), "no correction 7"),
    ):
        with pytest.raises(CorrectionError, match=why):
            save_all(tmp_path, [HIDE, spoilt])
    assert (tmp_path / FILE).read_bytes() == before


def test_who_and_why_are_one_line_and_needed(tmp_path: Path) -> None:
    assert save(tmp_path, replace(HIDE, who=" Ada\x00\tL ", why="two\nlines")).why == "two lines"
    assert read_log(tmp_path).corrections[0].who == "Ada L"
    for proposed in (replace(HIDE, who=" "), replace(HIDE, why=""), replace(HIDE, why="w" * 301)):
        with pytest.raises(CorrectionError, match=r"needs a name and a reason|has 301 characters"):
            save(tmp_path, proposed)
    with pytest.raises(CorrectionError, match="no correction 7 to take back"):
        save(tmp_path, Correction("undo", who="Ada", undoes="7"))


def test_what_a_colleague_saved_meanwhile_is_not_contradicted_unseen(tmp_path: Path) -> None:
    first = save(tmp_path, Correction("merge", who="Bo", why="x", actor="a", into="b"))
    proposed = Correction("merge", who="Ada", why="y", actor="a", into="c")
    with pytest.raises(CorrectionError, match="Bo saved a correction meanwhile"):
        save(tmp_path, proposed)
    with pytest.raises(CorrectionError, match="Bo said the same already"):
        save(tmp_path, replace(proposed, into="b"))
    second = save(tmp_path, proposed, [first.id])
    again = save(tmp_path, replace(first, who="Ada", why="z"), [second.id])
    assert read_log(tmp_path).corrections == (first, second, again), "what was set aside may be said anew"


def test_where_nothing_can_be_written_the_message_says_so(tmp_path: Path) -> None:
    with pytest.raises(
        CorrectionError, match=r"corrections\.jsonl cannot be written \(No such file.*DATELINE_CORRECTIONS"
    ):
        save(tmp_path / "nowhere", HIDE)
    (tmp_path / FILE).mkdir()
    with pytest.raises(CorrectionError, match=r"cannot be written \(Is a directory\)"):
        save(tmp_path, HIDE)
    assert "cannot be read (Is a directory); no correction is applied" in read_log(tmp_path).note


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_that_is_read_only_is_named(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(
        CorrectionError, match=r"Permission denied\), nothing was saved; let the dashboard's user write"
    ):
        save(tmp_path, HIDE)


def test_a_file_that_an_editor_puts_in_its_place_meanwhile_is_the_one_that_is_written(tmp_path: Path) -> None:
    save(tmp_path, HIDE)
    path = tmp_path / FILE
    with path.open("ab") as held, ThreadPoolExecutor() as pool:
        fcntl.flock(held, fcntl.LOCK_EX)
        saving = pool.submit(save, tmp_path, replace(HIDE, actor="b"))
        time.sleep(0.2)  # until it waits for the lock
        edited = tmp_path / "edited"
        edited.write_bytes(path.read_bytes())
        edited.replace(path)
        fcntl.flock(held, fcntl.LOCK_UN)
        saving.result(10)
    assert [each.actor for each in read_log(tmp_path).corrections] == ["a", "b"]


def test_every_kind_has_an_example_here() -> None:
    assert [read_line(write_line(replace(each, id="1", when="2024-12-08"))).kind for each in ALL] == [
        e.kind for e in ALL
    ]


def test_a_log_up_to_a_moment_has_what_was_made_by_then() -> None:
    made = [
        Correction("hide", id=str(day), when=f"2024-12-0{day}T10:00:00+02:00", who="Ada", why="x", actor=f"a{day}")
        for day in (1, 2, 3)
    ]
    undo = Correction("undo", id="4", when="2024-12-04", who="Ada", undoes="1")
    log = Log((*made, undo), digest="all")
    before = log.until(datetime(2024, 12, 2, 8))
    assert [each.id for each in before.not_taken_back()] == ["1", "2"]
    assert before.digest not in ("", log.digest, log.until(datetime(2024, 12, 3, 8)).digest)
    assert log.until(datetime(2024, 12, 4)) is log
    assert log.until(datetime(2024, 12, 1, 7)).corrections == ()
