"""How good are plans under an office's own rules? One row per sort of rule, and one with all of them.

python benchmarks/rules.py                        53.11 of the family, 40 seconds a row
python benchmarks/rules.py 53.01-b --seconds 60 --only "none" "fix"

The rules are drawn with a seed: who has to be where, kecamatan with a least or a most number of people,
villages of one trip, villages in order, days of fewer hours, and a smallest stop.
"""

import argparse
import platform
import sys
from collections.abc import Callable
from dataclasses import replace
from random import Random

from instances import DATA, FAMILY, problem_of

from planner import Problem, solve
from planner.domain.calendar import ShortDays
from planner.domain.directives import Directive
from planner.domain.places import Village
from planner.domain.reach import unreachable

Change = Callable[[Problem, Random], Problem]


def _served(problem: Problem) -> list[Village]:
    """Return the villages with a backlog that some team can serve."""
    cut_off = unreachable(problem)
    return [village for village in problem.villages if village.backlog > 0 and village.id not in cut_off]


def _with(problem: Problem, *directives: Directive) -> Problem:
    known = problem.rules.directives
    return problem.replace(rules=replace(problem.rules, directives=(*known, *directives)))


def fix(problem: Problem, random: Random) -> Problem:
    """Twelve visits on a given day by a given team, each on a day of its own."""
    days = random.sample([(t, d) for t in problem.teams for d in problem.days_of(t)], 12)
    places = random.sample(_served(problem), 12)
    return _with(
        problem,
        *(
            Directive(f"F{n}", "FIX", (v.id,), team.id, day, day)
            for n, (v, (team, day)) in enumerate(zip(places, days, strict=True))
        ),
    )


def must(problem: Problem, random: Random) -> Problem:
    """Twenty villages that have to be visited at all."""
    places = random.sample(_served(problem), 20)
    return _with(problem, *(Directive(f"W{n}", "MUST", (v.id,)) for n, v in enumerate(places)))


def forbid(problem: Problem, random: Random) -> Problem:
    """Every team kept out of five villages, and ten villages that are served at a price of 5."""
    places = random.sample(_served(problem), 10)
    hard = [
        Directive(f"L{t.id}", "FORBID", tuple(v.id for v in random.sample(places, 5)), t.id)
        for t in problem.teams
    ]
    return _with(problem, *hard, Directive("LS", "FORBID", tuple(v.id for v in places), price=5.0))


def amounts(problem: Problem, random: Random) -> Problem:
    """At least a tenth and at most a third of the people of every kecamatan."""
    districts: dict[str, list[Village]] = {}
    for village in _served(problem):
        districts.setdefault(village.district_id, []).append(village)
    found = []
    for code, villages in sorted(districts.items()):
        ids, people = tuple(v.id for v in villages), sum(v.backlog for v in villages)
        found.append(Directive(f"N{code}", "MIN", ids, people=max(1, people // 10), price=1.0))
        found.append(Directive(f"X{code}", "MAX", ids, people=people // 3))
    return _with(problem, *found)


def together(problem: Problem, random: Random) -> Problem:
    """Eight pairs of neighbours that are served in one trip or not at all."""
    index, served = problem.travel.index, _served(problem)
    minutes = problem.travel.minutes[0]
    found = []
    for n, village in enumerate(random.sample(served, 8)):
        others = sorted(
            (o for o in served if o.id != village.id),
            key=lambda o: minutes[index[village.id], index[o.id]],
        )
        found.append(Directive(f"B{n}", "TOGETHER", (village.id, others[0].id)))
    return _with(problem, *found)


def order(problem: Problem, random: Random) -> Problem:
    """Six chains of three villages, one after the other."""
    places = random.sample(_served(problem), 18)
    chains = [tuple(v.id for v in places[n : n + 3]) for n in range(0, 18, 3)]
    return _with(problem, *(Directive(f"U{n}", "ORDER", chain) for n, chain in enumerate(chains)))


def short_days(problem: Problem, random: Random) -> Problem:
    """Half of the period with 0.87 of the hours, and one kecamatan in three with half of them."""
    calendar = problem.calendar
    middle = calendar.first + (calendar.last - calendar.first) / 2
    districts = sorted({v.district_id for v in problem.villages})
    some = frozenset(random.sample(districts, max(1, len(districts) // 3)))
    short = (ShortDays(middle, calendar.last, 0.87), ShortDays(middle, calendar.last, 0.5, some))
    return problem.replace(calendar=replace(calendar, short_days=short))


def smallest(problem: Problem, random: Random) -> Problem:
    """No stop for fewer than fifteen people."""
    return problem.replace(rules=replace(problem.rules, smallest_stop=15))


CHANGES: dict[str, tuple[Change, ...]] = {
    "none": (),
    "fix": (fix,),
    "must": (must,),
    "forbid": (forbid,),
    "amounts": (amounts,),
    "together": (together,),
    "order": (order,),
    "short days": (short_days,),
    "smallest stop": (smallest,),
    "all": (fix, must, forbid, amounts, together, order, short_days, smallest),
}


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("instance", nargs="?", default="53.11", help="how its name begins")
    parser.add_argument("--seconds", type=float, default=40.0, help="limit of one row")
    parser.add_argument("--only", nargs="+", default=list(CHANGES), help="rows")
    wanted = parser.parse_args()
    if not DATA.is_dir():
        print(f"skipped: there is no {DATA}")
        return 0
    instance = next(i for i in FAMILY if i.name.startswith(wanted.instance))
    solve(problem_of(FAMILY[0]), seconds=2.0)  # compiles what numba has not yet
    print(f"{instance.name}; {platform.machine()}, Python {platform.python_version()}, {wanted.seconds:g} s")
    print("| rules | directives | given up | recorded | value | bound | gap | end |")
    print("|---|---|---|---|---|---|---|---|")
    for name in wanted.only:
        problem, random = problem_of(instance), Random(1)
        for change in CHANGES[name]:
            problem = change(problem, random)
        plan = solve(problem, seconds=wanted.seconds)
        rules = plan.problem.rules
        proof = " (fewest)" if rules.given_up and plan.outcome.gave_up_fewest else ""
        bound, gap = plan.outcome.bound or float("nan"), plan.gap if plan.gap is not None else float("nan")
        print(
            f"| {name} | {len(problem.rules.directives)} | {len(rules.given_up)}{proof} | {plan.recorded:,} "
            f"| {plan.value:,.0f} | {bound:,.0f} | {gap:.2%} | {plan.outcome.seconds:.1f} |",
            flush=True,
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
