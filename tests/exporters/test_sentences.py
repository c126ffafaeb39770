"""What is said of a plan where kecamatan have floors: the bound is none of people."""

from planner import tables
from planner.domain.plan import Plan
from planner.exporters.sentences import outcome_sentence


def test_a_bound_of_people_less_prices_is_called_so(scarce_plan: Plan) -> None:
    assert outcome_sentence(tables.summary(scarce_plan), "en") == (
        "This plan records 140 of 140 people, 5 people short of the floors of districts; it is worth 132.5 "
        "(people less the price of shortfalls), and no plan is worth more than 133 (gap 0.11 %)."
    )


def test_the_best_value_is_proved(scarce_plan: Plan) -> None:
    assert outcome_sentence(tables.summary(scarce_plan.with_outcome(bound=132.5)), "en").endswith(
        "; it is proved that no plan is worth more than 132.5 (people less the price of shortfalls)."
    )


def test_without_a_bound_the_shortfall_is_told_all_the_same(scarce_plan: Plan) -> None:
    assert outcome_sentence(tables.summary(scarce_plan.with_outcome(bound=None)), "en") == (
        "This plan records 140 of 140 people, 5 people short of the floors of districts; how many are "
        "possible at most has not been computed."
    )
