"""The sheet of changes: what an office has to tell villages, in its language."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from planner.domain.check import RULES
from planner.domain.plan import Change, Plan
from planner.exporters.xlsx import write_xlsx
from planner.replanning.again import MISSED
from planner.replanning.fixed import NOBODY_LEFT, SHORTER, TOO_FEW
from planner.words import WORDS

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


@pytest.fixture
def changed(good_plan: Plan) -> Plan:
    near, far = good_plan.problem.villages
    villages = (replace(near, recorded=1200, removed=34), far)
    return replace(
        good_plan,
        problem=good_plan.problem.replace(villages=villages),
        changes=(
            Change("moved", NEAR, date(2018, 5, 7), "T1", date(2018, 5, 8), "T2", True, "leave: on leave"),
            Change("dropped", FAR, date(2018, 5, 9), "T1", why=NOBODY_LEFT),
            Change("new", "53.01.09.2001", new_day=date(2018, 5, 9), new_team="T1"),
        ),
    )


@pytest.fixture
def rows_of(tmp_path: Path) -> Callable[..., list[list[Any]]]:
    def read(plan: Plan, sheet: str, language: str) -> list[list[Any]]:
        write_xlsx(plan, tmp_path / "plan.xlsx", language=language)  # type: ignore[arg-type]
        return [
            list(row)
            for row in openpyxl.load_workbook(tmp_path / "plan.xlsx")[sheet].iter_rows(values_only=True)
        ]

    return read


def test_every_change_stands_on_a_row(changed: Plan, rows_of: Callable[..., list[list[Any]]]) -> None:
    rows = rows_of(changed, "Perubahan", "id")

    assert rows[2][0] == (
        "Belum rekam pada awal 1.374 = terekam 1.200 + direncanakan 140 + sisa 0 + keluar dari daftar 34"
    )
    moved, dropped, new = rows[5:8]
    monday, tuesday, wednesday = (datetime(2018, 5, day) for day in (7, 8, 9))
    assert moved == [
        "pindah",
        NEAR,
        "Near",
        "Dekat",
        monday,
        "T1",
        tuesday,
        "T2",
        "ya",
        "tim cuti atau sakit",
    ]
    assert [cell or None for cell in (dropped[0], *dropped[4:])] == [
        "batal", wednesday, "T1", None, None, None, "tidak ada lagi yang menunggu di sana",
    ]  # fmt: skip
    assert new[:3] == ["baru", "53.01.09.2001", None]


def test_the_sheet_speaks_english_too(changed: Plan, rows_of: Callable[..., list[list[Any]]]) -> None:
    rows = rows_of(changed, "Changes", "en")

    assert [row[0] for row in rows[5:8]] == ["moved", "dropped", "new"]
    assert rows[5][9] == "the team is away"


def test_every_reason_has_words() -> None:
    reasons = [
        *RULES,
        "known",
        "set-up",
        "capacity",
        "lodging",
        "base_at_end",
        NOBODY_LEFT,
        TOO_FEW,
        SHORTER,
        MISSED,
    ]

    assert [reason for reason in reasons if f"why_{reason}" not in WORDS] == []
