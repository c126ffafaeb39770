"""Why a village is left out or comes late, and what another wish would change: numbers, and words of them.

``village`` says what is known of one village, ``again`` plans anew beside a plan and compares, ``wishes``
reads the questions of ``--if``, ``told`` says all of it in two languages.
"""

from planner.explain.again import Difference, compared, difference
from planner.explain.village import Explanation, explain
from planner.explain.wishes import Wish, wishes_of

__all__ = ["Difference", "Explanation", "Wish", "compared", "difference", "explain", "wishes_of"]
