"""Rules on the office's own rules. One function, one rule."""

from collections.abc import Iterator

from planner.contradictions import contradiction
from planner.quality.facts import Facts, Found


def contradicting(facts: Facts) -> Iterator[Found]:
    """Yield hard rules that cannot all be kept: a smallest set of them."""
    found = contradiction(facts.problem)
    for directive in found:
        others = ", ".join(other.id for other in found if other.id != directive.id)
        words = {"rule": directive.said, "others": others or "-"}
        yield Found("directives", directive.id, "rule", directive.id, words)
