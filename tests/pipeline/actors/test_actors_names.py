import pytest

from dashboard.pipeline.actors.names import is_alike, slug, split_name


@pytest.mark.parametrize(
    "spellings",
    [
        ("Jolani", "Julani", "al-Golani", "Joulani"),
        ("Gaddafi", "Qaddafi", "Kadhafi", "Gadhafi", "Khadafy"),
        ("Hezbollah", "Hizbollah", "Hizbullah"),
        ("Rami Abdel Rahman", "Rami Abdulrahman", "Rami Abd al-Rahman", "Rami Abdurrahman"),
        ("Bashar al-Assad", "Bashar el-Assad", "Bachar al-Assad", "Bashar Assad"),
        ("Mohammed Abbas", "Muhammad Abbas", "Mohamed Abbas"),
        ("Ahmed al-Sharaa", "Ahmad al-Shara"),
        ("Kim Jong-un", "Kim Jong Un"),
        ("Sergei Shoigu", "Sergey Shoygu"),
    ],
    ids=lambda spellings: str(spellings[0]),
)
def test_romanisations_of_one_name_are_alike(spellings: tuple[str, ...]) -> None:
    first, *others = map(split_name, spellings)
    assert [is_alike(first, other) for other in others] == [True] * len(others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mohammed Abbas", "Mahmoud Abbas"),
        ("Kim Jong-un", "Kim Jong-il"),
        ("Bashar al-Assad", "Maher al-Assad"),
        ("Hassan", "Hussein"),
        ("Jolani", "Julian"),
        ("Masoud Barzani", "Masrour Barzani"),
        ("Uday Hussein", "Qusay Hussein"),
        ("Raúl Castro", "Fidel Castro"),
    ],
)
def test_two_names_are_not_alike(one: str, other: str) -> None:
    assert not is_alike(split_name(one), split_name(other))


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Bashar Al-Assad", "bashar-al-assad"), ("Société Générale", "societe-generale"), ("حماس", "حماس")],
)
def test_an_id_is_a_readable_slug(name: str, expected: str) -> None:
    assert slug(name) == expected
