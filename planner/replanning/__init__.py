"""The weekly cycle: what happened, what is left, and the plan of what is left.

``history`` reads every report and every publication (``records``), ``seals`` hold its lines together, and
``writing`` adds to it; ``fixed`` says which trips stay; ``again`` plans the rest; ``learning`` proposes what
reports say of turnout and rates; ``backtest`` looks at a finished campaign again, and ``backtest_files``
writes that down.
"""

from planner.replanning.again import MODES, Replanned, Wishes, replan
from planner.replanning.history import read_history
from planner.replanning.records import History, Publication
from planner.replanning.writing import append, forget_names, names_in, writing

__all__ = [
    "MODES",
    "History",
    "Publication",
    "Replanned",
    "Wishes",
    "append",
    "forget_names",
    "names_in",
    "read_history",
    "replan",
    "writing",
]
