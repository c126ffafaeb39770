"""The weekly cycle: what happened, what is left, and the plan of what is left.

``history`` keeps every report and every publication; ``fixed`` says which trips stay; ``again`` plans the
rest; ``learning`` proposes what reports say of turnout and rates; ``backtest`` looks at a finished campaign
again, and ``backtest_files`` writes that down.
"""

from planner.replanning.again import MODES, Replanned, Wishes, replan
from planner.replanning.history import History, Publication, append, read_history

__all__ = ["MODES", "History", "Publication", "Replanned", "Wishes", "append", "read_history", "replan"]
