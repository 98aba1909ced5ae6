import inspect
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from dashboard.errors import InputError
from dashboard.pipeline.articles import Article, InputFile, Reject, find_inputs, read_articles, reading

TEXT = "Snow closed the pass above Lenk for a third day, the road office said."


def write(path: Path, text: str = TEXT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def write_lines(path: Path, *ids: object) -> Path:
    return write(path, "\n".join(json.dumps({"id": one, "text": TEXT}) for one in ids))


def ids(*inputs: Path) -> list[str]:
    return [found.article_id for found in read_articles(inputs) if isinstance(found, Article)]


def external_ids(*inputs: Path) -> list[str]:
    return [found.external_id for found in read_articles(inputs) if isinstance(found, Article)]


def rejects(*inputs: Path) -> list[Reject]:
    return [found for found in read_articles(inputs) if isinstance(found, Reject)]


def test_a_folder_is_walked_in_sorted_order_without_hidden_files(tmp_path: Path) -> None:
    for name in ("b.txt", "2024/12/homs.txt", "2024/README.md", "a.html.TXT", ".hidden.txt", ".git/x.txt"):
        write(tmp_path / name)
    assert ids(tmp_path) == ["2024-12-homs", "2024-README", "a.html", "b"]


def test_an_id_of_a_file_is_its_path_below_the_input(tmp_path: Path) -> None:
    write(tmp_path / "2024/12/Homs & Hama.txt")
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article)
    assert found.article_id == "2024-12-Homs-Hama"
    assert found.external_id == "Homs & Hama"
    assert found.path == str(tmp_path / "2024/12/Homs & Hama.txt")
    assert ids(tmp_path / "2024/12/Homs & Hama.txt") == ["Homs-Hama"]


def test_a_file_that_is_named_twice_is_read_once(tmp_path: Path) -> None:
    file = write(tmp_path / "sub/a.txt")
    (tmp_path / "link.txt").symlink_to(file)
    (tmp_path / "sub/loop").symlink_to(tmp_path)
    assert ids(tmp_path, file, tmp_path / "sub", file) == ["link"]
    assert ids(file, file, tmp_path) == ["a"]


def test_files_with_one_name_all_keep_an_id(tmp_path: Path) -> None:
    for name in ("a/b.txt", "a-b.md", "a-b.txt", "a b.txt"):
        write(tmp_path / name)
    assert sorted(ids(tmp_path)) == ["a-b", "a-b-2", "a-b-3", "a-b-4"]


def test_ids_are_safe_readable_and_unique(tmp_path: Path) -> None:
    long = "x" * 200
    file = write_lines(
        tmp_path / "a.jsonl", "Foo/Bar?é", "Foo Bar", "foo.bar_1", "Foo-Bar-2", "حمص", "..", long, f"{long}y"
    )
    found = ids(file)
    assert found[:4] == ["Foo-Bar", "Foo-Bar-2", "foo.bar_1", "Foo-Bar-2-2"]
    assert len(set(found)) == len(found)
    assert all(one.startswith("article-") for one in found[4:6])
    assert all(len(one) <= 80 and one.startswith("xxx") for one in found[6:])
    assert ids(file) == found


def test_an_id_that_is_given_twice_is_rejected_and_the_first_is_named(tmp_path: Path) -> None:
    first, second = write_lines(tmp_path / "a.jsonl", 11, 12), write_lines(tmp_path / "b.jsonl", "12", "12.0")
    assert ids(first, second) == ["11", "12", "12.0"]
    [reject] = rejects(first, second)
    assert reject == Reject(str(second), "line 1", f"duplicate id: '12' was first in {first}, line 2")


def test_an_id_that_another_text_has_does_not_make_an_article_a_duplicate(tmp_path: Path) -> None:
    other = "Rain closed the pass above Lenk for a fourth day, the road office said."
    january = write(tmp_path / "jan.csv", f'id,text\n1,"{TEXT}"\n2,"{other}"\n')
    february = write(tmp_path / "feb.csv", f'id,text\n1,"{other}"\n1,"{TEXT}"\n1,"{other}"\n')
    assert external_ids(january, february) == ["1", "2", "feb.csv, row 2"]
    assert ids(january, february) == ["1", "2", "feb-2"]
    assert [(reject.record, reject.reason) for reject in rejects(january, february)] == [
        ("row 3", f"duplicate id: '1' was first in {january}, row 2"),
        ("row 4", f"duplicate id: '1' was first in {february}, row 2"),
    ]


def test_an_article_without_an_id_is_told_by_file_and_record(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({"text": TEXT}) for _ in range(2))
    write(tmp_path / "2024-01/news.jsonl", lines)
    write(tmp_path / "snow.txt")
    first = ["2024-01/news.jsonl, line 1", "2024-01/news.jsonl, line 2", "snow"]
    assert external_ids(tmp_path) == first
    write(tmp_path / "2024-02/news.jsonl", lines)
    write(tmp_path / "2024-02/rain.md")
    assert external_ids(tmp_path) == [
        *first[:2], "2024-02/news.jsonl, line 1", "2024-02/news.jsonl, line 2", "rain", "snow",
    ], "what was told apart keeps its id when the next month comes"  # fmt: skip


def test_files_of_one_name_are_told_apart_by_their_folders(tmp_path: Path) -> None:
    for name in ("2023/homs.txt", "2024/homs.txt", "2024/homs.md", "hama.txt"):
        write(tmp_path / name)
    assert external_ids(tmp_path) == ["2023/homs.txt", "2024/homs.md", "2024/homs.txt", "hama"]
    files = [tmp_path / name for name in ("2023/homs.txt", "2024/homs.txt", "hama.txt")]
    assert external_ids(*files) == ["2023/homs.txt", "2024/homs.txt", "hama"]
    assert external_ids(files[0], files[2]) == ["homs", "hama"]
    for name in ("a/x/homs.txt", "b/x/homs.txt"):
        write(tmp_path / name)
    two_folders = ["a/x/homs.txt", "b/x/homs.txt"]
    assert external_ids(tmp_path / "a", tmp_path / "b") == two_folders
    assert external_ids(tmp_path / "b", tmp_path / "a") == two_folders[::-1], "whatever their order"


def test_no_two_articles_have_one_external_id_whatever_the_input_gives(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "b.jsonl, line 1.txt")
    records = [{"text": f"{TEXT} Again."}, {"id": "a", "text": f"{TEXT} And again."}]
    write(tmp_path / "b.jsonl", "\n".join(map(json.dumps, records)))
    assert external_ids(tmp_path) == ["a", "b.jsonl, line 1", "b.jsonl, line 2", "b.jsonl, line 1-2"]


def test_what_is_refused_leaves_its_id_to_the_next(tmp_path: Path) -> None:
    file = write(tmp_path / "a.jsonl", f'{{"id": 1, "text": "Snow."}}\n{{"id": 1, "text": "{TEXT}"}}')
    assert ids(file) == ["1"]


def test_other_formats_are_rejected_beside_the_articles(tmp_path: Path) -> None:
    write(tmp_path / "a.txt")
    write(tmp_path / "scan.PNG")
    write(tmp_path / "LICENSE")
    kinds = {Path(reject.path).name: reject.reason.partition(";")[0] for reject in rejects(tmp_path)}
    assert kinds == {"LICENSE": "unsupported: a name without suffix", "scan.PNG": "unsupported: .PNG"}
    assert [reject.record for reject in rejects(tmp_path / "scan.PNG")] == [""]


def make_broken_link(path: Path) -> None:
    path.symlink_to(path.parent / "nowhere")


def make_loop(path: Path) -> None:
    path.symlink_to(path)


@pytest.mark.parametrize("make", [make_broken_link, make_loop, os.mkfifo, Path.mkdir])
def test_what_cannot_be_opened_is_rejected(tmp_path: Path, make: Callable[[Path], None]) -> None:
    write(tmp_path / "a.txt")
    make(tmp_path / "x.txt")
    assert ids(tmp_path) == ["a"]
    [reject] = rejects(tmp_path)
    assert reject.path == str(tmp_path / "x.txt")
    assert reject.reason.startswith("unreadable: ")


def test_a_folder_is_walked_however_deep(tmp_path: Path) -> None:
    write(tmp_path / "/".join(["a"] * 300) / "deep.txt")
    before = sys.getrecursionlimit()
    sys.setrecursionlimit(len(inspect.stack()) + 150)
    try:
        [found] = find_inputs([tmp_path])
    finally:
        sys.setrecursionlimit(before)
    assert isinstance(found, InputFile)


def test_a_folder_is_walked_once_however_many_links_lead_to_it(tmp_path: Path) -> None:
    for number in range(12):  # with a walk of every path of links these are 12! folders
        (tmp_path / f"{number}").mkdir()
        for other in range(12):
            (tmp_path / f"{number}/{other}").symlink_to(tmp_path / f"{other}")
        write(tmp_path / f"{number}/{number}.txt")
    assert len(ids(tmp_path)) == 12
    assert rejects(tmp_path) == []


def test_a_file_too_long_for_one_article_is_not_read(tmp_path: Path) -> None:
    for name in ("a.html", "a.txt"):
        with (tmp_path / name).open("wb") as file:
            file.truncate(1 << 40)  # takes no space, and would take an hour
    assert [reject.reason.partition(";")[0] for reject in rejects(tmp_path)] == [
        "too long: 1,099,511,627,776 bytes"
    ] * 2


def test_rejects_that_nobody_can_read_are_counted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_REJECTS", 2)
    file = write(tmp_path / "a.jsonl", f'{{"text": "{TEXT}"}}\n' + "{\n" * 4 + '{"text": "Snow."}\n' * 2)
    assert ids(file) == ["a-1"]
    assert [(reject.record, reject.reason.partition(":")[0]) for reject in rejects(file)] == [
        ("line 2", "json"), ("line 3", "json"), ("line 4", "json"), ("line 6", "too short"),
    ]  # fmt: skip
    assert rejects(file)[2].reason.endswith("; from here on, 2 records are rejected as this one is")


def test_a_control_character_in_a_name_is_escaped(tmp_path: Path) -> None:
    write(tmp_path / "a\nb\x1b.txt")
    [found] = read_articles([tmp_path])
    assert isinstance(found, Article)
    assert (found.path, found.external_id) == (f"{tmp_path}/a\\x0ab\\x1b.txt", "a\\x0ab\\x1b")


def test_a_folder_with_the_name_of_a_file_is_walked(tmp_path: Path) -> None:
    write(tmp_path / "saved.html/page.txt")
    assert ids(tmp_path) == ["saved.html-page"]
    assert rejects(tmp_path) == []


@pytest.mark.parametrize("name", ["absent.txt", "absent", "a\0b.txt", "empty", "pictures"])
def test_an_input_that_cannot_be_used_raises_at_once(tmp_path: Path, name: str) -> None:
    good = write(tmp_path / "good.txt")
    (tmp_path / "empty").mkdir()
    write(tmp_path / "pictures/sub/a.png")
    with pytest.raises(InputError, match=r"; give ") as caught:
        read_articles([good, tmp_path / name])
    assert str(tmp_path / name) in str(caught.value)


def test_no_input_gives_nothing() -> None:
    assert list(read_articles([])) == []
