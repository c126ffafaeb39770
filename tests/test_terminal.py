"""What a terminal shows of a plan."""

from planner.domain.plan import Plan
from planner.terminal import outcome, result


def test_floors_and_money_are_told_where_a_problem_has_them(scarce_plan: Plan) -> None:
    assert outcome(scarce_plan).splitlines()[1:] == [
        "rules that cannot all be kept, given up (not proven to be the fewest):",
        "  A2: MIN 53.01.01.2001 53.01.02.2001 141 (target)",
        "floors: 5 people short, in 1 of 1 districts",
        "cost: 350 of a budget of 1,000 rupiah",
        "proof: no plan is worth more than 132.8, people less the price of shortfalls; this one, worth "
        "132.5, is WITHIN 0.11 %",
    ]
    facts = result(scarce_plan)
    assert (facts["value"], facts["short"]) == (132.5, {"53.01.01": 5})
    assert (facts["cost_idr"], facts["budget_idr"]) == (350, 1000)
    assert (facts["breaches"], facts["given_up"]) == ({"A1": 0}, ["A2"])


def test_nothing_is_told_of_them_where_there_are_none(good_plan: Plan) -> None:
    assert outcome(good_plan).splitlines()[1:] == ["proof: no plan records more than 140; this one is PROVED"]
    assert not {"value", "short", "cost_idr", "budget_idr"} & result(good_plan).keys()
