"""Rules on whole files. One function, one rule."""

from collections.abc import Iterator

from planner.quality.facts import Facts, Found
from planner.signs import TAKEN_OUT


def hidden_signs(facts: Facts) -> Iterator[Found]:
    """Yield files that were read without signs that nobody sees."""
    for name, said in facts.problem.notes:
        if name.startswith(TAKEN_OUT):
            yield Found("files", name.removeprefix(TAKEN_OUT), "", None, {"said": said})
