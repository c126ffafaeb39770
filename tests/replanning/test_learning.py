"""What reports say of turnout and rates: sums by hand, shrinking, intervals, and nothing without a yes."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from scipy import stats
from typer.testing import CliRunner

import planner
from planner.cli import app
from planner.domain.actuals import Actual
from planner.domain.plan import Plan
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.errors import InputError
from planner.replanning import History, Wishes, append, replan
from planner.replanning.estimates import CVS, RHOS, rate_posterior, share_posterior
from planner.replanning.learning import Estimate, Lessons, lessons, read_learned, toml, with_lessons
from planner.replanning.records import Returned

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"
MONDAY = date(2018, 5, 7)


def report(
    came: int | None, recorded: int, *, number: int = 0, village: str = NEAR, **more: object
) -> Actual:
    actual = Actual(MONDAY + timedelta(days=number), "T1", village, recorded, came=came)
    return replace(actual, **more)  # type: ignore[arg-type]


def with_turnout(problem: Problem, *turnout: float, backlog: int = 100) -> Problem:
    villages = tuple(replace(village, backlog=backlog) for village in problem.villages)
    return problem.replace(rules=Rules(10, turnout=turnout), villages=villages)


def only(found: Lessons, what: str, group: str = "all") -> Estimate:
    (estimate,) = [e for e in found.estimates if (e.what, e.group) == (what, group)]
    return estimate


def test_few_visits_move_a_share_little_and_many_move_it_far(two_villages: Problem) -> None:
    problem = with_turnout(two_villages, 0.5, 0.2)
    one = only(lessons(problem, [report(30, 30)]), "turnout 1")
    both = only(lessons(problem, [report(30, 30), report(30, 30, village=FAR)]), "turnout 1")

    assert (one.assumed, one.visits, one.people) == (0.5, 1, 100)
    assert one.low < 0.3 < both.proposed < one.proposed < 0.5 < one.high
    assert both.high - both.low < one.high - one.low


def test_without_reports_nothing_is_proposed(two_villages: Problem) -> None:
    found = lessons(with_turnout(two_villages, 0.5), [])

    assert (found.turnout, found.rates, found.unused) == ((), {}, 0)
    assert only(found, "turnout 1").proposed == 0.5


def test_a_plan_in_which_everybody_comes_is_told_what_comes(two_villages: Problem) -> None:
    found = only(lessons(two_villages, [report(20, 20)]), "turnout 1")

    assert found.assumed == 1.0
    assert 20 / 65 < found.proposed < 0.6  # between what came and what is assumed where nobody says


def test_later_days_of_service_are_of_those_who_still_wait(two_villages: Problem) -> None:
    told = [report(40, 30, dead=10), report(30, 30, number=1), report(15, 15, number=2)]

    found = lessons(with_turnout(two_villages, 0.5, 0.2), told)

    assert (only(found, "turnout 1").people, only(found, "turnout 2").people) == (100, 60 + 30)
    assert only(found, "turnout 2").visits == 2


def test_a_later_share_is_never_larger(two_villages: Problem) -> None:
    told = [report(10, 10, number=n, village=v) for n, v in ((0, NEAR), (0, FAR))]
    told += [report(80, 80, number=1, village=v) for v in (NEAR, FAR)]

    found = lessons(with_turnout(two_villages, 0.3, 0.3), told)

    assert only(found, "turnout 2").proposed > only(found, "turnout 1").proposed
    assert found.turnout == (only(found, "turnout 1").proposed,) * 2
    assert with_lessons(two_villages, found.turnout, {}).rules.turnout == found.turnout


def test_days_on_which_nobody_counted_who_came_say_nothing(two_villages: Problem) -> None:
    cancelled = report(None, 0, number=1, status="batal")

    found = lessons(with_turnout(two_villages, 0.5), [report(None, 30), cancelled])

    assert (found.unused, found.turnout) == (1, ())


def test_kecamatan_are_shrunk_towards_all(two_villages: Problem) -> None:
    problem = with_turnout(two_villages, 0.5)
    found = lessons(problem, [report(10, 10), report(90, 90, village=FAR)])

    whole = only(found, "turnout 1").proposed
    low, high = (only(found, "turnout 1", f"kecamatan 53.01.0{n}").proposed for n in (1, 2))
    assert 0.10 < low < whole < high < 0.90
    expected = share_posterior(whole, 8.0, np.array([10.0]), np.array([100.0]))  # 8 people assumed like all
    assert low == round(expected.middle, 2)


@pytest.fixture
def many(two_villages: Problem) -> Problem:
    """Forty villages of 200 people, all in one kecamatan, and one team."""
    ids = [f"53.01.01.2{n:03}" for n in range(40)]
    villages = tuple(replace(two_villages.villages[0], id=v, name=v, backlog=200) for v in ids)
    zeros = np.zeros((1, 41, 41))
    travel = replace(
        two_villages.travel, place_ids=("B", *ids), minutes=zeros, km=zeros, cost_idr=zeros, by_boat=zeros > 0
    )
    return two_villages.replace(villages=villages, travel=travel, rules=Rules(10, turnout=(0.6,)))


def holds(hits: list[bool]) -> bool:
    """Whether intervals of nine in ten hold the truth about that often."""
    assert len(hits) > 100  # campaigns
    return 0.80 <= sum(hits) / len(hits) <= 0.97


@pytest.mark.parametrize(("truth", "assumed"), [(0.4, 0.6), (0.6, 0.4), (0.5, 0.5)])
@pytest.mark.parametrize("visits", [5, 40])
@pytest.mark.parametrize("spread", [4.0, 12.0])  # visits differ much, and little
def test_nine_in_ten_intervals_hold_the_true_share(
    many: Problem, truth: float, assumed: float, visits: int, spread: float
) -> None:
    random, hits = np.random.default_rng(1), []
    problem = many.replace(rules=Rules(10, turnout=(assumed,)))
    for _ in range(200):
        shares = random.beta(truth * spread, (1 - truth) * spread, visits)
        came = random.binomial(200, shares).tolist()
        told = [report(n, 0, village=v.id) for n, v in zip(came, problem.villages, strict=False)]
        found = only(lessons(problem, told), "turnout 1")
        hits.append(found.low <= truth <= found.high)

    assert holds(hits)


def campaign(random: np.random.Generator, villages: list[str], truth: float, cv: float) -> list[Actual]:
    """Return reports of a visit to each village: some come in a crowd, some are few, some fail at any hour.

    A team records ``truth`` people an hour on average, on some days more and on some fewer (``cv``).
    """
    told = []
    for number, village in enumerate(villages):
        hours = random.integers(15, 31) / 6  # 2 h 30 to 5 h
        came_mean = 1.2 * truth * hours
        came = int(random.poisson(random.gamma(4, came_mean / 4)))
        can = int(random.poisson(truth * hours * random.gamma(cv**-2, cv**2)))
        failed = int(random.binomial(came, 0.03))  # fingerprints
        recorded = min(came - failed, can)
        start = 540
        told.append(
            report(
                came, recorded, number=number, village=village, failed=came - recorded, start=start,
                end=start + round(60 * hours),
            )
        )  # fmt: skip
    return told


@pytest.mark.parametrize(("truth", "assumed"), [(8.0, 12.0), (12.0, 8.0), (10.0, 10.0)])
@pytest.mark.parametrize("visits", [8, 40])
@pytest.mark.parametrize("cv", [0.1, 0.3])  # days differ little, and much
def test_nine_in_ten_intervals_hold_the_true_rate(
    many: Problem, truth: float, assumed: float, visits: int, cv: float
) -> None:
    random, hits = np.random.default_rng(1), {"team T1": [], "kecamatan 53.01.01": []}
    problem = many.replace(teams=(replace(many.teams[0], rate_per_hour=assumed),))
    ids = [village.id for village in problem.villages][:visits]
    for _ in range(260):
        found = lessons(problem, campaign(random, ids, truth, cv))
        for group, known in hits.items():
            estimate = next((e for e in found.estimates if e.what == "rate" and e.group == group), None)
            if estimate is not None and estimate.is_enough:
                known.append(estimate.low <= truth <= estimate.high)

    assert {group: holds(known) for group, known in hits.items()} == dict.fromkeys(hits, True)


def visit(came: int | None, recorded: int, number: int = 0, **more: object) -> Actual:
    """Return the report of a visit of four hours."""
    return report(came, recorded, number=number, start=540, end=780, **more)


def test_the_rate_of_a_team_that_sent_people_home(two_villages: Problem) -> None:
    # 10 an hour assumed; 28, 32 and 30 recorded in 4 hours each, of 60: 7.5 an hour
    found = lessons(two_villages, [visit(60, n, day) for day, n in enumerate((28, 32, 30))])

    rate = only(found, "rate", "team T1")
    assert (rate.assumed, rate.visits, rate.people, rate.is_enough) == (10.0, 3, 90, True)
    assert 7.4 <= rate.proposed <= 7.9
    assert 6 < rate.low < 7.5 < rate.high < 10.1
    assert found.rates == {"T1": rate.proposed}
    assert only(found, "rate", "kecamatan 53.01.01").proposed == rate.proposed


def test_a_kecamatan_of_unlike_teams_is_measured_by_what_they_are_planned_to_do(
    two_villages: Problem,
) -> None:
    slow, quick = two_villages.teams[0], replace(two_villages.teams[0], id="T2", rate_per_hour=30)
    told = [visit(200, 30, day) for day in range(3)]
    told += [visit(200, 90, day, team="T2") for day in range(3)]

    found = lessons(two_villages.replace(teams=(slow, quick)), told)

    kecamatan, one = only(found, "rate", "kecamatan 53.01.01"), only(found, "rate", "team T1")
    assert (kecamatan.assumed, kecamatan.visits) == (20.0, 6)
    assert kecamatan.proposed == pytest.approx(15, abs=0.3)  # three quarters, as of each team
    assert kecamatan.high / kecamatan.low < one.high / one.low


def test_two_visits_are_not_enough(two_villages: Problem) -> None:
    found = lessons(two_villages, [visit(60, 30, day) for day in range(2)])

    rate = only(found, "rate", "team T1")
    assert (rate.proposed, rate.visits, rate.is_enough) == (10.0, 2, False)
    assert found.rates == {}


def test_a_team_without_a_fitting_report_is_as_doubtful_as_what_is_assumed(two_villages: Problem) -> None:
    rate = only(lessons(two_villages, []), "rate", "team T1")

    assert (rate.visits, rate.is_enough) == (0, False)
    low, high = stats.gamma.ppf([0.05, 0.95], 3, scale=10 / 3)
    assert (rate.low, rate.high) == (pytest.approx(low, rel=0.1), pytest.approx(high, rel=0.1))


@pytest.mark.parametrize(
    "told",
    [
        visit(33, 30),  # three in 33 fail for their fingerprints
        visit(12, 10),  # more than a tenth, but two people
        visit(None, 40),
        visit(40, 40),
        report(60, 40),
    ],
)
def test_where_time_was_not_the_limit_a_visit_says_nothing_of_the_rate(
    two_villages: Problem, told: Actual
) -> None:
    assert only(lessons(two_villages, [told]), "rate", "team T1").visits == 0


@pytest.mark.parametrize("told", [visit(34, 30), visit(None, 30, failed=4), visit(30, 26, failed=8)])
def test_more_than_a_tenth_who_went_home_say_that_time_was_the_limit(
    two_villages: Problem, told: Actual
) -> None:
    assert only(lessons(two_villages, [told]), "rate", "team T1").visits == 1


def test_posteriors_are_those_of_the_distributions_summed_by_hand() -> None:
    recorded, hours, most = np.array([28.0, 33.0]), np.array([4.0, 4.5]), np.array([35.0, 50.0])
    rates = np.linspace(1, 60, 4001)
    density = np.zeros_like(rates)
    for cv, weight in zip(CVS, np.exp(-((CVS / 0.3) ** 2) / 2), strict=True):
        part = stats.gamma.pdf(rates, 3, scale=12 / 3) * weight
        for y, h, b in zip(recorded, hours, most, strict=True):
            size, mean = 1 / cv**2, rates * h
            chance = size / (size + mean)
            part = part * stats.nbinom.pmf(y, size, chance) / stats.nbinom.cdf(b, size, chance)
        density += part
    below = np.cumsum(density) / density.sum()
    expected = [rates[np.searchsorted(below, q)] for q in (0.05, 0.5, 0.95)]

    found = rate_posterior(12.0, recorded, hours, most)

    assert [found.low, found.middle, found.high] == pytest.approx(expected, rel=0.01)


def test_shares_are_those_of_the_distributions_summed_by_hand() -> None:
    came, waiting = np.array([30.0, 55.0]), np.array([100.0, 90.0])
    shares = np.linspace(0.001, 0.999, 2001)
    density = np.zeros_like(shares)
    for rho in RHOS:
        weight = np.exp(-((np.log(rho / 0.1) / 1.2) ** 2) / 2)
        part = stats.beta.pdf(shares, 4 * 0.6, 4 * 0.4) * weight
        for y, n in zip(came, waiting, strict=True):
            size = 1 / rho - 1
            part = part * stats.betabinom.pmf(y, n, shares * size, (1 - shares) * size)
        density += part
    below = np.cumsum(density) / density.sum()
    expected = [shares[np.searchsorted(below, q)] for q in (0.05, 0.5, 0.95)]

    found = share_posterior(0.6, 4.0, came, waiting)

    assert [found.low, found.middle, found.high] == pytest.approx(expected, abs=0.005)


def test_what_was_taken_over_is_read_again(two_villages: Problem, tmp_path: Path) -> None:
    told = [visit(60, 30, day) for day in range(3)]
    found = lessons(with_turnout(two_villages, 0.5, 0.2), told)
    (tmp_path / "learned.toml").write_text(toml(found, 1), encoding="utf-8")

    assert read_learned(tmp_path / "learned.toml") == (found.turnout, found.rates)


@pytest.mark.parametrize(
    "text", ["turnout = 0.5", 'turnout = ["a"]', "rate = 5", "[rate_per_hour]\nT1 = true", "x"]
)
def test_a_file_that_is_no_such_thing_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "learned.toml").write_text(text, encoding="utf-8")

    with pytest.raises(InputError):
        read_learned(tmp_path / "learned.toml")
    with pytest.raises(InputError):
        read_learned(tmp_path / "none.toml")


def test_a_new_plan_takes_learned_numbers_and_the_plans_after_it_too(good_plan: Plan) -> None:
    wishes = Wishes(date(2018, 5, 8), turnout=(0.5,), rates={"T1": 8.0})

    made = replan(good_plan, History(), wishes, rounds=3).plan

    assert made.problem.rules.turnout == (0.5,)
    assert made.problem.teams[0].rate_per_hour == 8.0
    assert good_plan.problem.rules.turnout == ()


@pytest.fixture
def office(good_plan: Plan, tmp_path: Path) -> Path:
    planner.write(good_plan, tmp_path / "plan.json")
    told = [visit(60, 30, day, file="f") for day in range(3)]
    said = Returned("f", "r.csv", "", 3, "Rini", "t")
    append(tmp_path / "h.jsonl", good_plan.problem, actuals=told, said=said, is_new=True)
    return tmp_path


def learnt(office: Path, *more: str) -> str:
    command = ["learn", str(office / "plan.json"), "--history", str(office / "h.jsonl"), *more]
    answer = CliRunner().invoke(app, command)
    assert answer.exit_code == 0, answer.output
    return answer.stdout


def test_a_proposal_changes_nothing(office: Path) -> None:
    before = {path.name: path.read_bytes() for path in office.iterdir()}

    said = learnt(office, "--today", "2018-05-10", "--seconds", "2", "--out", str(office / "learned.toml"))

    assert "nothing is taken over" in said
    assert "planned anew from 2018-05-10" in said
    assert {path.name: path.read_bytes() for path in office.iterdir()} == before


def test_a_yes_takes_it_over_for_the_next_plan(office: Path) -> None:
    said = json.loads(learnt(office, "--yes", "--out", str(office / "learned.toml"), "--json"))
    command = ["replan", office / "plan.json", "--history", office / "h.jsonl", "--today", "2018-05-10"]
    command += ["--rounds", 3, "--learned", office / "learned.toml", "--out", office / "new.json"]
    answer = CliRunner().invoke(app, list(map(str, command)))

    assert answer.exit_code == 0, answer.output
    assert planner.read_plan(office / "new.json").problem.teams[0].rate_per_hour == said["rates"]["T1"] < 8.5


def test_a_yes_without_a_file_is_a_wrong_call(office: Path) -> None:
    command = ["learn", str(office / "plan.json"), "--history", str(office / "h.jsonl"), "--yes"]

    assert CliRunner().invoke(app, command).exit_code == 2
