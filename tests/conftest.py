"""Problems so small that the right plan is seen by eye."""

import contextlib
import os
import shutil
import signal
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from planner.domain.calendar import Calendar, ShortDays
from planner.domain.directives import Directive
from planner.domain.places import Base, Village
from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.domain.problem import Problem
from planner.domain.rules import Costs, Floor, Rules, Zone
from planner.domain.teams import Team
from planner.domain.travel_times import TravelTimes

with contextlib.suppress(ImportError):  # tests that need hypothesis skip themselves without it
    import hypothesis

    # the same examples on every machine, however slow: a failure can be seen again
    hypothesis.settings.register_profile("repeatable", derandomize=True, deadline=None)
    hypothesis.settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def state_folder(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return where notes on faults are kept during a test, which may make some on purpose."""
    state = tmp_path_factory.getbasetemp() / "state"
    monkeypatch.setenv("LOCALAPPDATA" if os.name == "nt" else "XDG_STATE_HOME", str(state))
    shutil.rmtree(state, ignore_errors=True)
    return state / "field-planner"


def travel_times(place_ids: tuple[str, ...], minutes: list[list[float]]) -> TravelTimes:
    """Return the same minutes on every weekday, one kilometre a minute, no boats."""
    array = np.array([minutes], dtype=float)
    zeros = np.zeros_like(array)
    km = np.where(np.isfinite(array), array, 0.0)
    return TravelTimes(place_ids, array, km, zeros, zeros.astype(bool))


@pytest.fixture
def two_villages() -> Problem:
    """One team, 10 people an hour, 08.00-16.00, no set-up, Monday 7 to Friday 11 May 2018 (Thursday off).

    Base B; village 53.01.01.2001 Near: 30 min away, 65 people, no lodging; village 53.01.02.2001 Far:
    120 min from B and from Near, 75 people, lodging. A day in Near records up to 70 (7 h), a day in Far up to
    40 (4 h); a first night in Far gives 60 on the first day (6 h after 2 h of travel).
    """
    villages = (
        Village("53.01.01.2001", "Near", 65, 123.8, -10.1, "Timor", "53.01.01", "Dekat", "53.01", "Kupang"),
        Village(
            "53.01.02.2001",
            "Far",
            75,
            124.1,
            -9.9,
            "Timor",
            "53.01.02",
            "Jauh",
            "53.01",
            "Kupang",
            lodging=True,
        ),
    )
    ids = ("B", "53.01.01.2001", "53.01.02.2001")
    return Problem(
        title="Two villages",
        villages=villages,
        bases=(Base("B", "Oelamasi", 123.9, -10.0, "Timor"),),
        teams=(Team("T1", "Tim 1", "B", rate_per_hour=10, setup_minutes=0, max_nights=2),),
        calendar=Calendar(
            date(2018, 5, 7), date(2018, 5, 11), holidays={date(2018, 5, 10): "Kenaikan Isa Almasih"}
        ),
        travel=travel_times(ids, [[0, 30, 120], [30, 0, 120], [120, 120, 0]]),
    )


def a_day(
    day: int, *stops: Stop, start: str = "B", leave: int = 480, end: str = "B", back: int = 960
) -> TeamDay:
    """Return a day of team T1 in May 2018."""
    return TeamDay("T1", date(2018, 5, day), start, leave, stops, end, back)


def a_stop(village: str, arrive: int, people: int, minutes: int | None = None) -> Stop:
    """Return a stop without set-up at 10 people an hour, or ``minutes`` long."""
    return Stop(village, arrive, arrive, arrive + (minutes if minutes is not None else people * 6), people)


@pytest.fixture
def plan_of() -> Callable[..., Plan]:
    """Make a plan of given team-days."""

    def make(problem: Problem, *team_days: TeamDay, bound: float | None = None) -> Plan:
        return Plan(problem, team_days, Outcome("by hand", bound))

    return make


@pytest.fixture
def good_plan(two_villages: Problem, plan_of: Callable[..., Plan]) -> Plan:
    """Monday in Near (65 people), Tuesday and Wednesday in Far with a night there (60 + 15): all 140."""
    near, far = "53.01.01.2001", "53.01.02.2001"
    return plan_of(
        two_villages,
        a_day(7, a_stop(near, 510, 65)),
        a_day(8, a_stop(far, 600, 60), end=far),
        a_day(9, a_stop(far, 480, 15), start=far),
        bound=140.0,
    )


@pytest.fixture
def scarce_plan(good_plan: Plan) -> Plan:
    """Return the good plan, 5 short of 70 in Near at 1.5 each, for 350 rupiah of 1,000, with 2 kits.

    Its office has laid down that T1 is in Near on Monday, and gave up that 141 are recorded.
    """
    problem = good_plan.problem
    near_id, far_id = (village.id for village in problem.villages)
    monday, saturday = date(2018, 5, 7), date(2018, 5, 12)
    fix = Directive("A1", "FIX", (near_id,), "T1", monday, monday, reason="hari pasar", author="Camat")
    least = Directive("A2", "MIN", (near_id, far_id), people=141, reason="target")
    rules = Rules(
        10,
        (1.0, 1.0, 0.5),
        1000.0,
        Costs(100, 50, zones=(Zone(frozenset({"53.01.09"}), 7.5),)),
        (Floor("53.01.01", 70, 1.5),),
        directives=(fix,),
        given_up=(least,),
        smallest_stop=2,
    )
    short = ShortDays(saturday, saturday, 0.5, frozenset({"53.01.01"}), "Sabtu")
    base = replace(problem.bases[0], kits=2, kits_at_office=(0, 0, 0, 0, 1, 2, 2))
    near = replace(problem.villages[0], latest=date(2018, 5, 9), earliest=monday)
    changed = problem.replace(
        rules=rules,
        bases=(base,),
        villages=(near, problem.villages[1]),
        calendar=replace(problem.calendar, short_days=(short,)),
    )
    return Plan(changed, good_plan.team_days, replace(good_plan.outcome, bound=132.75))


@pytest.fixture
def two_teams(two_villages: Problem) -> Plan:
    """T1: Monday Near and home; Tuesday to Wednesday Far with a night. T2: Monday Near.

    Near has two visits on Monday (30 and 20 people, 08.30-11.30 and 08.40-10.40), Far 60 and 15.
    """
    near, far = "53.01.01.2001", "53.01.02.2001"
    other = replace(two_villages.teams[0], id="T2", name="Tim 2")
    problem = two_villages.replace(teams=(*two_villages.teams, other))
    monday, tuesday, wednesday = (date(2018, 5, day) for day in (7, 8, 9))
    days = (
        TeamDay("T1", monday, "B", 480, (Stop(near, 510, 510, 690, 30),), "B", 720),
        TeamDay("T2", monday, "B", 480, (Stop(near, 510, 520, 640, 20),), "B", 670),
        TeamDay("T1", tuesday, "B", 480, (Stop(far, 600, 600, 960, 60),), far, 960),
        TeamDay("T1", wednesday, far, 480, (Stop(far, 480, 480, 570, 15),), "B", 690),
    )
    return Plan(problem, days, Outcome("by hand"))


@pytest.fixture
def at_once() -> Iterator[None]:
    """End a test that waits: what is no file must not be waited for. Nothing where there are no alarms."""

    def wake(number: int, frame: object) -> None:
        raise TimeoutError("waited for what never comes")

    if sys.platform == "win32":
        yield
        return
    before = signal.signal(signal.SIGALRM, wake)
    signal.alarm(20)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture
def no_room() -> Callable[[], contextlib.AbstractContextManager[None]]:
    """While it lasts no file grows beyond 1,000 bytes, as on a disk without room."""
    resource = pytest.importorskip("resource", reason="Windows has no such limit")

    @contextlib.contextmanager
    def limited() -> Iterator[None]:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
        try:
            yield
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)

    return limited


@pytest.fixture
def named_plan(good_plan: Plan) -> Plan:
    """Return the good plan with a contact, a member of the team, an author and a column about staff."""
    problem = good_plan.problem
    near, far = problem.villages
    rule = Directive("A1", "MUST", (near.id,), reason="pasar", author="Qpengusul")
    changed = problem.replace(
        villages=(replace(near, contact="Qkontak, 081255501234"), far),
        teams=(replace(problem.teams[0], staff=("Qanggota (ketua)",)),),
        rules=replace(problem.rules, directives=(rule,)),
        extras={"Nama Kades": {near.id: "Qkades"}, "Jarak": {near.id: 2.5}},
    )
    return Plan(changed, good_plan.team_days, good_plan.outcome)
