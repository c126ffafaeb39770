"""A finished campaign looked at again: what was known on each Monday, what it amounts to, and hindsight."""

import csv
import importlib.util
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from random import Random
from types import SimpleNamespace

import numpy as np
import pytest
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.domain.actuals import Actual, holding, tallies
from planner.domain.calendar import Calendar
from planner.domain.check import check
from planner.domain.places import Base, Village
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes
from planner.errors import PlannerError
from planner.optimisers import optimiser
from planner.replanning import History, Publication, Wishes, append, read_history, replan
from planner.replanning.backtest import Backtest, backtest, known_on
from planner.replanning.backtest_files import notices, values, write_backtest
from planner.replanning.hindsight import could_be_recorded
from planner.replanning.records import Returned

A, B, C, D = (f"53.01.01.200{n}" for n in (1, 2, 3, 4))
MONDAYS = tuple(date(2018, 5, 7) + timedelta(days=7 * n) for n in range(3))
EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "rote_ndao_backtest"


@pytest.fixture
def mondays() -> Problem:
    """One team at work on three Mondays, 10 people an hour, 08.00-16.00, every way one hour, no set-up.

    Villages A 60 people, B 50, C 40, D 30: a day records 60 in one village (6 h), or 50 in two (5 h).
    """
    ids = (A, B, C, D, "O")
    minutes = np.full((1, 5, 5), 60.0)
    np.fill_diagonal(minutes[0], 0.0)
    none = np.zeros_like(minutes)
    people = ((A, 60), (B, 50), (C, 40), (D, 30))
    return Problem(
        "three Mondays",
        tuple(Village(v, v, n, 0, 0, "Timor") for v, n in people),
        (Base("O", "O", 0, 0, "Timor"),),
        (Team("T1", "T1", "O", 10.0, setup_minutes=0),),
        Calendar(MONDAYS[0], MONDAYS[2], frozenset({0})),
        TravelTimes(ids, minutes, none, none, none.astype(bool)),
        Rules(60),
    )


def reported(week: int, village: str, recorded: int, **more: object) -> Actual:
    """Return a report handed in on the Friday of its week."""
    friday = (MONDAYS[week] + timedelta(days=4)).isoformat()
    return replace(Actual(MONDAYS[week], "T1", village, recorded, when=f"{friday}T09:00:00+00:00"), **more)  # type: ignore[arg-type]


@pytest.fixture
def campaign_history() -> History:
    """C 40 of 40; then D 10 of 30, the others stayed at home; on the third Monday nobody got to A."""
    return History(
        (reported(0, C, 40, came=40), reported(1, D, 10, came=10), reported(2, A, 0, status="batal"))
    )


def column(found: Backtest, name: str) -> list[int]:
    return [getattr(week, name) for week in found.weeks]


def test_three_mondays_as_reckoned_by_hand(mondays: Problem, campaign_history: History) -> None:
    found = backtest(mondays, campaign_history, rounds=10)

    assert column(found, "known") == [0, 1, 2]
    assert column(found, "happened") == [40, 10, 0]
    assert column(found, "so_far") == [40, 50, 50]
    assert column(found, "practice") == [60, 60, 60]  # A, where most wait, on every Monday
    assert column(found, "practice_there") == [42, 42, 42]
    assert (found.weeks[2].planned, found.weeks[2].planned_there) == (60, 42)  # one Monday left: A
    assert column(found, "by_deadline") == [160, 40 + 110, 50 + 60]  # A 60, B 50, two of the others 50
    assert all(check(week.plan) == () for week in found.weeks)


def test_the_best_in_hindsight_is_proven_for_those_who_could_be_recorded(
    mondays: Problem, campaign_history: History
) -> None:
    found = backtest(mondays, campaign_history, rounds=10)

    # recorded 40 and 10 of 70 who waited there; the same 50/70 of 60 in A and of 50 in B, where nobody was
    assert found.could == {A: 42, B: 35, C: 40, D: 10}
    assert found.hindsight.recorded == 127  # A; C and D; B
    assert found.hindsight.outcome.bound == pytest.approx(127)
    assert check(found.hindsight) == ()


def test_those_sent_home_on_the_last_day_could_be_recorded_unless_they_do_not_wait(mondays: Problem) -> None:
    sent_home = [reported(0, A, 20, came=50), reported(1, A, 10, came=25)]

    assert could_be_recorded(mondays, sent_home)[A] == 20 + 10 + 15
    assert could_be_recorded(mondays, [*sent_home, reported(2, A, 0, came=0, dead=5)])[A] == 30
    assert could_be_recorded(mondays, [*sent_home[:1], reported(1, A, 10, came=25, closed=True)])[A] == 30


def test_a_correction_is_known_from_the_day_it_was_handed_in(mondays: Problem) -> None:
    first = reported(0, C, 40)
    history = History((first, replace(first, recorded=25, when="2018-05-15T08:00:00+00:00")))

    known = [holding(known_on(history, monday).actuals) for monday in MONDAYS]

    assert known[0] == {}
    assert known[1][first.visit].recorded == 40
    assert known[2][first.visit].recorded == 25
    assert backtest(mondays, history, rounds=5).weeks[0].happened == 25


def test_reports_typed_in_after_the_campaign_are_known_by_their_visits_only_when_asked(
    mondays: Problem,
) -> None:
    history = History((reported(0, C, 40, when="2018-08-01T08:00:00+00:00"),))

    by_entry = backtest(mondays, history, rounds=3)
    by_visit = backtest(mondays, history, rounds=3, known="visited")

    assert (column(by_entry, "known"), by_entry.late) == ([0, 0, 0], 1)
    assert (column(by_visit, "known"), by_visit.late) == ([0, 1, 1], 0)
    assert len(notices(by_entry, "en")) == len(notices(by_visit, "en")) + 1


def plans(found: Backtest, weeks: int) -> list[object]:
    return [(w.known, w.plan.team_days, w.practice, w.by_deadline) for w in found.weeks[:weeks]]


@pytest.mark.parametrize("known", ["handed-in", "visited"])
def test_nothing_that_came_later_changes_what_was_planned_on_a_monday(
    mondays: Problem, campaign_history: History, known: str
) -> None:
    others = (reported(1, B, 50, came=50), reported(2, D, 30))
    otherwise = History((campaign_history.actuals[0], *others))

    one, other = (backtest(mondays, h, known=known, rounds=5) for h in (campaign_history, otherwise))

    assert plans(one, 2) == plans(other, 2)
    assert one.could != other.could
    for monday in MONDAYS:
        for actual in known_on(campaign_history, monday, known=known).actuals:
            assert actual.day < monday
            assert actual.when[:10] <= monday.isoformat()


def test_what_was_announced_binds_nothing(mondays: Problem, campaign_history: History) -> None:
    told = Publication("x", MONDAYS[1], MONDAYS[1], frozenset({(MONDAYS[1], "T1", D)}), "", "2018-05-08")

    with_it = backtest(mondays, replace(campaign_history, publications=(told,)), rounds=5)

    assert plans(with_it, 3) == plans(backtest(mondays, campaign_history, rounds=5), 3)
    assert known_on(History(publications=(told,)), MONDAYS[2]).publications == ()


def test_the_plan_of_the_monday_before_binds_nothing(mondays: Problem) -> None:
    day_by_day = optimiser("greedy")(mondays, None)  # A; then B; then C and D

    found = backtest(day_by_day, History((reported(0, B, 30),)), rounds=10)

    assert column(found, "by_deadline")[:2] == [160, 30 + 110]  # A 60 and C with D 50, not B's other 20


def test_who_was_recorded_before_is_not_there_any_more(mondays: Problem) -> None:
    history = History((reported(0, A, 20, came=20), reported(1, B, 50, came=50)))

    found = backtest(mondays, history, rounds=3)

    # third Monday, today's practice: A 40, where only 20 ever came, all recorded; then C 10
    assert (found.weeks[2].practice, found.weeks[2].practice_there) == (50, 10)


def test_in_hindsight_all_come_at_once(mondays: Problem, campaign_history: History) -> None:
    half = mondays.replace(rules=Rules(60, turnout=(0.5,)))

    found = backtest(half, campaign_history, rounds=10)

    assert found.weeks[0].practice == 50  # 30, half of A, and 20 in B from 13.00 to 15.00
    assert found.hindsight.recorded == 127


def test_the_same_seed_gives_the_same_answer(mondays: Problem, campaign_history: History) -> None:
    one, other = (backtest(mondays, campaign_history, rounds=5, seed=3) for _ in range(2))

    assert [values(week) for week in one.weeks] == [values(week) for week in other.weeks]
    assert plans(one, 3) == plans(other, 3)
    assert one.hindsight.team_days == other.hindsight.team_days


def test_a_plan_from_the_middle_of_a_campaign_is_looked_at_from_its_first_day(
    mondays: Problem, campaign_history: History
) -> None:
    begun = optimiser("greedy")(mondays, None)
    middle = replan(
        begun, known_on(campaign_history, MONDAYS[1]), Wishes(MONDAYS[1], published_days=0), rounds=5
    ).plan

    found = backtest(middle, campaign_history, rounds=5)

    assert [week.first for week in found.weeks] == list(MONDAYS[1:])
    assert (column(found, "happened"), found.outside) == ([10, 0], 1)
    assert found.weeks[0].plan is middle
    assert found.weeks[0].by_deadline == 40 + middle.recorded
    assert found.could == {A: 20, B: 16, C: 0, D: 10}  # 10 of 30 in D; a third where nobody was


@pytest.mark.parametrize("seed", range(8))
def test_nobody_is_lost_or_counted_twice_whatever_happens(weeks: SimpleNamespace, seed: int) -> None:
    problem, random = weeks.campaign(seed), Random(seed)
    day_by_day = optimiser("greedy")(problem, None)
    reports = [report for n in range(3) for report in weeks.what_happened(random, day_by_day, n)]
    if not reports:
        reports = [weeks.reported((weeks.MONDAY, "T0", problem.villages[0].id), 1)]

    found = backtest(problem, History(tuple(reports)), rounds=2)

    first, after = problem.backlog, tallies(problem, reports)
    for week in found.weeks:
        villages = week.plan.problem.villages
        removed = sum(village.removed for village in villages)
        assert first == week.recorded_before + removed + week.plan.recorded + week.plan.left_over
        assert 0 <= week.planned_there <= week.planned <= week.plan.recorded
        assert 0 <= week.practice_there <= week.practice
    assert found.happened == found.weeks[-1].so_far == sum(r.recorded for r in holding(reports).values())
    for village in problem.villages:
        tally, could = after[village.id], found.could[village.id]
        assert tally.recorded + tally.beyond <= could <= village.backlog - tally.removed + tally.beyond
    best, bound = found.hindsight, found.hindsight.outcome.bound
    assert best.recorded + best.left_over == sum(found.could.values())
    assert bound is not None
    assert best.value <= bound + 1e-6


@pytest.mark.parametrize(
    "reports",
    [(), (Actual(date(2017, 5, 7), "T1", A, 3),), (reported(0, A, 3), reported(0, "53.99.01.2001", 3))],
)
def test_the_history_of_another_campaign_is_refused(mondays: Problem, reports: tuple[Actual, ...]) -> None:
    with pytest.raises(PlannerError, match="campaign"):
        backtest(mondays, History(reports), rounds=2)


@pytest.mark.parametrize(("language", "delimiter"), [("id", ";"), ("en", ",")])
def test_the_table_has_a_row_for_each_week(
    mondays: Problem, campaign_history: History, tmp_path: Path, language: str, delimiter: str
) -> None:
    found = backtest(mondays, campaign_history, rounds=3)

    path = write_backtest(found, tmp_path / "a.csv", language=language)  # type: ignore[arg-type]

    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), delimiter=delimiter))
    assert [row[0] for row in rows[1:]] == [monday.isoformat() for monday in MONDAYS]
    assert [[int(cell) for cell in row[2:]] for row in rows[1:]] == [values(week) for week in found.weeks]
    assert len({len(row) for row in rows}) == 1


@pytest.fixture
def office(mondays: Problem, campaign_history: History, tmp_path: Path) -> Path:
    """A folder with a first plan and the history of the campaign."""
    planner.write(optimiser("greedy")(mondays, None), tmp_path / "plan.json")
    said = Returned("0" * 64, "all.csv", "", 3, "Rini", "2018-05-25T09:00:00+00:00")
    append(tmp_path / "h.jsonl", mondays, actuals=campaign_history.actuals, said=said, is_new=True)
    return tmp_path


@pytest.fixture
def call(office: Path) -> Callable[..., str]:
    def run(*words: object) -> str:
        command = ["backtest", office / "plan.json", "--history", office / "h.jsonl", "--rounds", "3", *words]
        answer = CliRunner().invoke(app, list(map(str, command)))
        assert answer.exit_code == 0, answer.output
        return answer.stdout

    return run


def test_the_screen_ends_with_what_happened_beside_the_best(call: Callable[..., str]) -> None:
    said = call()

    assert "50 people were recorded. The best in hindsight: 127 (no plan more than 127) of 127" in said
    assert "What happened is 39 % of it." in said
    assert "21 May 2018" in said


def test_json_is_one_object_and_the_page_is_whole(call: Callable[..., str], office: Path) -> None:
    record = json.loads(call("--json", "--out", office / "p.html", "--lang", "en"))

    assert [week["happened"] for week in record["weeks"]] == [40, 10, 0]
    assert record["hindsight"]["could_be_recorded"] == 127
    page = (office / "p.html").read_text(encoding="utf-8")
    assert page.rstrip().endswith("</html>")
    assert page.count('scope="row"') == 3
    assert "knowledge after the fact" in page


@pytest.mark.parametrize("wrong", [("--known", "later"), ("--out", "a.xlsx")])
def test_a_wrong_call_of_backtest_is_told(office: Path, wrong: tuple[str, str]) -> None:
    command = ["backtest", str(office / "plan.json"), "--history", str(office / "h.jsonl"), *wrong]

    assert CliRunner().invoke(app, command).exit_code == 2


def test_the_example_is_marked_as_modelled_and_its_readme_tells_its_sum() -> None:
    problem = planner.read_problem(EXAMPLE / "planner.toml")
    history = read_history(EXAMPLE / "history.jsonl", problem)
    text = (EXAMPLE / "README.md").read_text(encoding="utf-8")

    assert {actual.who for actual in history.actuals} == {
        "DIMODELKAN - modelled by make_history.py, seed 2018"
    }
    assert all(file.name.endswith("-dimodelkan") for file in history.files)
    assert "dimodelkan" in problem.title
    assert "MODELLED" in text
    assert f"\n{sum(a.recorded for a in history.actuals):,} people were recorded." in text
    assert all(tally.beyond == 0 for tally in tallies(problem, history.actuals).values())


@pytest.mark.slow
def test_the_example_is_what_its_script_writes(tmp_path: Path) -> None:
    spec = importlib.util.spec_from_file_location("make_history", EXAMPLE / "make_history.py")
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)

    script.main(tmp_path / "history.jsonl")

    made, kept = (read_history(folder / "history.jsonl") for folder in (tmp_path, EXAMPLE))
    assert made == kept
