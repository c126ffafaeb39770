"""The square code: what it says, and that it is one of that."""

import re
from datetime import date

import pytest

from planner.domain.plan import Plan
from planner.errors import PlannerError
from planner.letters.codes import code_png, code_svg, code_text
from planner.letters.contents import Letters
from planner.letters.office import Office

segno = pytest.importorskip("segno", reason="codes are part of the extra: pip install field-planner[pdf]")


def test_sheets_of_a_team_carry_the_plan_the_team_and_the_dates(two_teams: Plan) -> None:
    letters = Letters(two_teams, Office(), paper="f4", language="id")
    found = {d.kind: d.content["code_text"] for d in letters.documents() if "code_text" in d.content}

    assert found == {
        "spt": f"RENCANA={two_teams.version};TIM=T1;TANGGAL=2018-05-08/2018-05-09",
        "berita_acara": f"RENCANA={two_teams.version};TIM=T1;TANGGAL=2018-05-08/2018-05-09",
        "tim": f"RENCANA={two_teams.version};TIM=T2;TANGGAL=2018-05-07/2018-05-07",
    }


def test_the_picture_has_the_dark_squares_of_the_code() -> None:
    text = code_text("v3f9a1c20", "R1", date(2018, 5, 7), date(2018, 5, 9))
    matrix = [list(row) for row in segno.make(text, micro=False, error="m").matrix]
    drawn = [[0] * len(matrix) for _ in matrix]

    x = y = 0.0
    path = re.search(r' d="(M[^"]+)"', code_svg(text).split('class="qrline"')[1])
    assert path
    for step, numbers in re.findall(r"([Mmh])([-0-9. ]+)", path[1]):
        values = [float(n) for n in re.findall(r"-?[0-9.]+", numbers)]
        if step == "h":
            for column in range(int(x) - 2, int(x + values[0]) - 2):
                drawn[int(y) - 2][column] = 1
            x += values[0]
        else:
            x, y = (values[0], values[1]) if step == "M" else (x + values[0], y + values[1])
    assert drawn == matrix


def test_signs_that_part_the_code_are_taken_out_of_names_of_teams() -> None:
    assert "TIM=A_B_C;" in code_text("v1", "A;B=C", date(2018, 5, 7), date(2018, 5, 7))


def test_the_picture_for_word_is_a_png() -> None:
    assert code_png("x").startswith(b"\x89PNG")


def test_without_the_extra_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "segno", None)
    with pytest.raises(PlannerError, match=r'pip install "field-planner\[pdf\]"'):
        code_svg("x")
