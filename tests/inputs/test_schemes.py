from pathlib import Path

import pytest

from planner.errors import Fault, InputError
from planner.inputs.schemes import Known, Row, agreements, bare_name, proposals, restored, with_levels
from planner.inputs.settings import VillagesSettings
from planner.inputs.villages import Beside, known_villages, read_villages, villages_of

DATA = Path(__file__).parents[2] / "data" / "villages.geojson"
NAMES = (
    "Bokonusan",
    "Uitao",
    "Huilelot",
    "Letbaun",
    "Batuinan",
    "Uiboa",
    "Akle",
    "Naikean",
    "Uitiuhana",
    "Onansila",
)
KNOWN = [Known(f"53.01.04.{2001 + n}", name, "Semau", "Kabupaten Kupang") for n, name in enumerate(NAMES)]
HEADER = "kode_desa,nama_desa,nama_kec,pulau,lon,lat,belum_rekam\n"


def rows(code: str, names: tuple[str, ...] = NAMES) -> list[Row]:
    """Return rows with codes counted on from ``code``, without dots."""
    return [Row(n, str(int(code) + n), name, "Semau") for n, name in enumerate(names)]


def test_names_that_agree_make_the_codes_those_of_kemendagri() -> None:
    (found,) = agreements(rows("5301042001"), KNOWN)

    assert (found.digits, found.scheme, found.compared, found.agreed) == ("53.01", "kemendagri", 10, 10)


def test_nine_of_ten_names_are_enough_and_eight_are_not() -> None:
    nine = ("Kenanga", *NAMES[1:])
    eight = ("Kenanga", "Melati", *NAMES[2:])

    assert agreements(rows("5301042001", nine), KNOWN)[0].scheme == "kemendagri"
    assert agreements(rows("5301042001", eight), KNOWN)[0].scheme != "kemendagri"


def test_a_name_spelt_alike_agrees() -> None:
    spelt = (
        "Bokonusan",
        "Uitao",
        "Hui Lelot",
        "Letbaun",
        "Batu Inan",
        "Ui Boa",
        "Akle",
        "Naikaen",
        *NAMES[8:],
    )

    assert agreements(rows("5301042001", spelt), KNOWN)[0].agreed == 10


@pytest.mark.parametrize("code", ["5303041001", "5301050001"])
def test_known_names_under_other_codes_are_another_scheme_and_the_fault_says_what_was_compared(
    code: str,
) -> None:
    (found,) = agreements(rows(code), KNOWN)

    assert found.scheme == "bps"
    assert f"of 10 village names whose codes begin with {code[:4]}, 0 (0%)" in found.said()
    assert "10 are names of Kabupaten Kupang (53.01): these are BPS codes" in found.said()


def test_names_nobody_knows_under_known_digits_are_unknown() -> None:
    strange = tuple(f"Mawar {n}" for n in range(10))

    assert agreements(rows("5301042001", strange), KNOWN)[0].scheme == "unknown"


def test_a_kabupaten_that_is_not_known_and_few_names_are_not_compared() -> None:
    strange = tuple(f"Mawar {n}" for n in range(10))

    assert agreements(rows("5310042001", strange), KNOWN)[0].scheme == "not compared"
    assert agreements(rows("5301042001", strange[:4]), KNOWN)[0].scheme == "not compared"


def test_each_kabupaten_is_judged_by_itself() -> None:
    found = agreements([*rows("5301042001"), *rows("5303041001")], KNOWN)

    assert [(one.digits, one.scheme) for one in found] == [("53.01", "kemendagri"), ("53.03", "bps")]


def test_names_are_matched_inside_the_kecamatan_only_and_all_that_is_alike_is_listed() -> None:
    elsewhere = Known("53.01.05.2001", "Letbaun", "Kupang Barat", "Kabupaten Kupang")
    asked = [
        Row(2, "", "Uitau", "Kec. Semau"),
        Row(3, None, "Letbaun", "Kupang Barat"),
        Row(4, "", "Letbaun", "Amarasi"),
        Row(5, "", "Mawar", "Semau"),
        Row(6, "", "Letbaun", ""),
    ]

    found = proposals(asked, [*KNOWN, elsewhere])

    assert [(one.row.number, one.village.id) for one in found] == [(2, "53.01.04.2002"), (3, "53.01.05.2001")]
    assert found[0].likeness < 1 == found[1].likeness


def test_a_village_that_has_its_row_is_not_proposed_to_another() -> None:
    assert proposals([Row(2, "53.01.04.2002", "Uitao", "Semau"), Row(3, "", "Uitau", "Semau")], KNOWN) == []


def test_a_kecamatan_whose_name_stands_in_two_kabupaten_needs_its_kabupaten() -> None:
    twin = Known("53.14.01.2001", "Uitao", "Semau", "Kabupaten Rote Ndao")

    assert proposals([Row(2, "", "Uitao", "Semau")], [*KNOWN, twin]) == []
    (found,) = proposals([Row(2, "", "Uitao", "Semau", "Rote Ndao")], [*KNOWN, twin])
    assert found.village == twin


CODES = with_levels(KNOWN) | {"53.10"}


@pytest.mark.parametrize(
    ("cell", "code"),
    [(53.1, "53.10"), ("53.1.4.2003", "53.01.04.2003"), ("53.1.04", "53.01.04"), ("53.01.4", "53.01.04")],
)
def test_zeros_that_are_lost_come_back_through_the_known_codes(cell: str | float, code: str) -> None:
    found = restored(cell, CODES)

    assert found is not None
    assert str(found) == f"{cell} was read as {code}"


@pytest.mark.parametrize(
    ("cell", "words"), [("53.1", "can be 53.01 or 53.10"), (53.2, "none of the known codes")]
)
def test_a_code_that_can_be_two_or_none_is_refused(cell: str | float, words: str) -> None:
    with pytest.raises(ValueError, match=words):
        restored(cell, CODES)


@pytest.mark.parametrize("cell", ["53.01", 53.01, "53.01.04.2003", 5301042003, "", None, "Semau"])
def test_what_lacks_nothing_is_left_alone(cell: str | float | None) -> None:
    assert restored(cell, CODES) is None


def test_the_same_name_is_written_in_many_ways() -> None:
    assert (
        len(
            {
                bare_name(name)
                for name in ("Camplong II", "Desa Camplong 2", "CAMPLONG-II", "Kel. Camplong ii")
            }
        )
        == 1
    )
    assert bare_name("Camplong I") != bare_name("Camplong II")


def table(path: Path, *rows: str) -> Path:
    (path / "desa.csv").write_text(HEADER + "\n".join(rows), encoding="utf-8")
    return path / "desa.csv"


def test_a_file_of_bps_codes_is_refused_by_its_names(tmp_path: Path) -> None:
    path = table(
        tmp_path, *(f"5303042{n:03d},{name},Semau,Semau,123.4,-10.2,5" for n, name in enumerate(NAMES))
    )

    assert len(read_villages(path)) == 10  # digits alone prove nothing
    with pytest.raises(InputError) as caught:
        read_villages(path, known=KNOWN)
    (fault,) = caught.value.faults
    assert "these are BPS codes" in fault.problem
    assert fault.remedy == "give Kemendagri codes such as 53.01.04.2003"


def test_codes_are_restored_with_a_note_and_only_where_villages_are_known(tmp_path: Path) -> None:
    path = table(tmp_path, "53.1.4.2001,Bokonusan,Semau,Semau,123.4,-10.2,5")
    settings, faults = VillagesSettings(file="desa.csv"), list[Fault]()

    found = villages_of(path, settings, faults, Beside(KNOWN))

    assert faults == []
    assert [village.id for village in found.villages] == ["53.01.04.2001"]
    assert [str(note) for note in found.restored] == ["53.1.4.2001 was read as 53.01.04.2001"]
    villages_of(path, settings, faults)
    assert [fault.value for fault in faults] == ["53.1.4.2001"]


def test_the_villages_of_the_demonstration_know_themselves() -> None:
    known = known_villages(DATA)

    found = agreements((Row(n, one.id, one.name) for n, one in enumerate(known)), known)

    assert [(one.digits, one.scheme, one.compared) for one in found] == [
        ("53.01", "kemendagri", 177),
        ("53.14", "kemendagri", 119),
    ]


def test_a_file_without_names_is_no_list_of_known_villages(tmp_path: Path) -> None:
    (tmp_path / "k.csv").write_text("kode_desa,pulau\n53.01.04.2001,Semau\n")

    with pytest.raises(InputError, match="nama_desa"):
        known_villages(tmp_path / "k.csv")
