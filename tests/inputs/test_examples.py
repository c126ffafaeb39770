import shutil
from datetime import date
from pathlib import Path

import pytest

from planner.domain.reach import unreachable
from planner.inputs.project import read_problem

EXAMPLES = Path(__file__).parents[2] / "examples"
MAY = (2, 3, 4, 7, 8, 9, 11, 14, 15, 16, 17, 18, 21, 22, 23, 24, 25, 28, 30, 31)
JUNE = (4, 5, 6, 7, 8, 21, 22, 25, 26)
WORKING_DAYS = tuple([date(2018, 5, day) for day in MAY] + [date(2018, 6, day) for day in JUNE])


@pytest.mark.parametrize("name", ["kupang", "rote_ndao"])
def test_the_two_months_before_the_election_have_29_working_days(name: str) -> None:
    calendar = read_problem(EXAMPLES / name / "planner.toml").calendar

    assert calendar.working_days() == WORKING_DAYS
    assert len(WORKING_DAYS) == 29


@pytest.mark.parametrize(
    ("name", "villages", "backlog", "teams", "team_days"),
    [("kupang", 177, 53_987, 6, 6 * 29 - 2), ("rote_ndao", 119, 5_105, 3, 3 * 29)],
)
def test_the_examples_hold_what_their_comments_say(
    name: str, villages: int, backlog: int, teams: int, team_days: int
) -> None:
    problem = read_problem(EXAMPLES / name / "planner.toml")

    assert (len(problem.villages), problem.backlog) == (villages, backlog)
    assert (len(problem.teams), problem.team_days) == (teams, team_days)
    assert len(problem.shapes) == villages
    assert all(village.modelled for village in problem.villages)


@pytest.mark.parametrize("name", ["kupang", "rote_ndao"])
def test_a_team_can_reach_every_village_of_the_examples(name: str) -> None:
    problem = read_problem(EXAMPLES / name / "planner.toml", check_reach=True)

    assert unreachable(problem) == {}


def test_semau_is_reached_by_ferry_every_day() -> None:
    problem = read_problem(EXAMPLES / "kupang" / "planner.toml")

    semau = [village.id for village in problem.villages if village.island == "Semau"]
    assert len(semau) == 14
    for day in range(7):
        assert all(problem.travel.leg("OELAMASI", village, day)[3] for village in semau)


def test_ndao_is_reached_on_mondays_and_thursdays_only() -> None:
    problem = read_problem(EXAMPLES / "rote_ndao" / "planner.toml")

    ndao = [village.id for village in problem.villages if village.island == "Ndao"]
    assert len(ndao) == 4
    for village in ndao:
        sails = [problem.travel.between("BAA", village, day) < float("inf") for day in range(7)]
        assert sails == [True, False, False, True, False, False, False]


def test_without_its_boats_every_village_across_the_sea_has_its_reason(tmp_path: Path) -> None:
    folder = shutil.copytree(EXAMPLES / "rote_ndao", tmp_path / "examples" / "rote_ndao")
    shutil.copytree(EXAMPLES.parent / "data", tmp_path / "data")
    toml = (folder / "planner.toml").read_text(encoding="utf-8")
    (folder / "planner.toml").write_text(toml.replace('[boats]\nfile = "boats.csv"\n', ""), encoding="utf-8")

    problem = read_problem(folder / "planner.toml")

    assert unreachable(problem) == {
        village.id: f"no way: island {village.island}: no boat link leads there"
        for village in problem.villages
        if village.island != "Rote"
    }
    assert len(unreachable(problem)) == 6


def test_the_way_to_far_amfoang_is_as_slow_as_was_reported() -> None:
    problem = read_problem(EXAMPLES / "kupang" / "planner.toml")

    oepoli = "53.01.26.2004"  # Netemnanu Utara, where Oepoli lies
    minutes, km, _, _ = problem.travel.leg("OELAMASI", oepoli, 0)

    assert km / (minutes / 60) == pytest.approx(25, rel=0.01)
    assert 4.5 < minutes / 60 < 7  # 7 hours from Kupang city, an hour beyond Oelamasi
