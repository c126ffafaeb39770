"""What a backlog is: the column that counts, the valid share, verified numbers."""

from datetime import date
from typing import Any

import pytest

from planner.domain.counting import Counting
from planner.domain.places import Village
from planner.errors import Fault
from planner.inputs.settings import VillagesSettings
from planner.inputs.sheets import Sheet
from planner.inputs.villages import Villages, villages_in

HEADERS = (
    *("Kode Desa", "Desa", "Pulau", "Bujur", "Lintang", "Belum Rekam (SIAK)"),
    *("Pemilih Non KTP-el (KPU)", "Terverifikasi", "Porsi Valid", "Tanggal Data", "Sumber"),
)


def read(*rows: tuple[object, ...], **settings: Any) -> tuple[Villages, list[Fault]]:
    faults: list[Fault] = []
    cells = [
        (f"53.01.01.200{n}", f"Desa {n}", "Timor", 123.9, -10.0, *row) for n, row in enumerate(rows, start=1)
    ]
    sheet = Sheet("v.csv", None, HEADERS, list(enumerate(cells, start=2)))  # type: ignore[arg-type]
    found = villages_in(sheet, VillagesSettings(file="v.csv", **settings), faults)
    return found, faults


def people(villages: tuple[Village, ...]) -> list[tuple[int, int | None]]:
    return [(village.backlog, village.counted) for village in villages]


ROWS = (
    (101, 60, "", "", date(2018, 4, 1), "SIAK"),
    (50, 40, 12, "", date(2018, 4, 9), "desa"),
    (200, 150, "", 0.25, "", "SIAK"),
)


def test_the_share_is_taken_of_the_count_and_not_of_verified_numbers() -> None:
    found, faults = read(*ROWS, valid_share=0.5)

    assert faults == []
    assert people(found.villages) == [(51, 101), (12, 50), (50, 200)]  # 50.5 is 51
    assert found.counting == Counting(
        "siak", 0.5, 3, 1, 1, 351, date(2018, 4, 1), date(2018, 4, 9), ("SIAK", "desa")
    )


def test_the_other_column_may_count() -> None:
    found, _ = read(*ROWS, count="kpu")

    assert people(found.villages) == [(60, None), (12, 40), (38, 150)]
    assert found.counting.column == "kpu"


def test_a_village_without_a_count_is_a_fault_unless_the_other_column_may_stand_in() -> None:
    rows = (("", 30, "", "", "", ""), (20, "", "", "", "", ""))

    _, faults = read(*rows)
    found, none = read(*rows, missing="other")

    assert [(fault.row, fault.column, fault.value) for fault in faults] == [(2, HEADERS[5], "(empty)")]
    assert none == []
    assert people(found.villages) == [(30, None), (20, None)]


@pytest.mark.parametrize("share", ["1,5", "-1"])
def test_a_share_beyond_its_limits_is_a_fault(share: str) -> None:
    _, faults = read((10, 10, "", share, "", ""))

    assert [(fault.column, fault.value) for fault in faults] == [("Porsi Valid", share)]


def test_verified_numbers_alone_may_count_and_no_share_is_taken_of_them() -> None:
    _, faults = read(*ROWS, count="verified", valid_share=0.5)

    assert [(fault.row, fault.column) for fault in faults] == [(2, "Terverifikasi"), (4, "Terverifikasi")]
    assert faults[0].remedy == '0 where nobody waits, or villages.missing = "other"'
    found, _ = read(*ROWS, count="verified", missing="other", valid_share=0.5)
    assert people(found.villages) == [(51, 101), (12, None), (50, 200)]
    assert (found.counting.verified, found.counting.filled) == (1, 2)


def test_verified_numbers_may_be_ignored() -> None:
    found, _ = read(*ROWS, verified="ignored", valid_share=0.5)

    assert people(found.villages) == [(51, 101), (25, 50), (50, 200)]
    assert (found.counting.verified_replaces, found.counting.verified) == (False, 0)


def test_the_project_says_date_and_source_where_the_table_does_not() -> None:
    rows = ((1, "", "", "", "", ""), (2, "", "", "", date(2018, 4, 9), "desa"))

    found, _ = read(*rows, as_of=date(2018, 3, 1), source="DKB")

    assert (found.counting.first_date, found.counting.last_date) == (date(2018, 3, 1), date(2018, 4, 9))
    assert found.counting.sources == ("DKB", "desa")


def test_raw_numbers_are_given_back_where_there_is_a_choice() -> None:
    found, _ = read(*ROWS, count="kpu")

    assert found.others["Belum Rekam (SIAK)"] == {
        f"53.01.01.200{n}": number for n, number in ((1, 101), (2, 50), (3, 200))
    }
    assert found.others["Terverifikasi"] == {"53.01.01.2002": 12}
    assert read((9, "", "", "", "", ""))[0].others == {}
