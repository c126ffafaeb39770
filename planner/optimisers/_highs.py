"""The one place where a model is solved: PuLP states it, HiGHS solves it.

Kept apart so that a move to PuLP 4 is a change of this file. What is worked around here was measured on
PuLP 3.3.2 with HiGHS 1.16: a banner on stdout whatever ``msg`` says, a wrong sign of bound and duals when
maximising (all models here minimise), and "Optimal" reported for a program that ran out of time.
"""

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import highspy
import numpy as np
import pulp
from numpy.typing import NDArray
from scipy.sparse import csc_array, csr_array

FloatArray = NDArray[np.float64]

INFINITY = float("inf")
FEASIBLE = 2  # kSolutionStatusFeasible of HiGHS


@dataclass(frozen=True, slots=True)
class Answer:
    """The solution of a program that minimises.

    Parameters
    ----------
    objective
        Value of the solution found.
    values
        One per variable, in the order they were added.
    """

    objective: float
    values: FloatArray


class LinearProgram:
    """A linear program stated once in PuLP whose HiGHS model is kept and fed with further columns.

    Parameters
    ----------
    model
        A minimisation. It is solved at once.
    """

    def __init__(self, model: pulp.LpProblem) -> None:
        self._rows = list(model.constraints)
        self._highs: Any = _handed_over(model, pulp.HiGHS(msg=False, threads=1))

    @property
    def rows(self) -> list[str]:
        """Names of the constraints, in the order of the duals."""
        return self._rows

    def add_column(self, cost: float, rows: Sequence[int], values: Sequence[float]) -> None:
        """Add a variable of at least 0 with its entries in some rows."""
        self._highs.addCol(
            cost, 0.0, INFINITY, len(rows), np.asarray(rows, np.int32), np.asarray(values, float)
        )

    def add_row(self, lower: float, upper: float, columns: Sequence[int], values: Sequence[float]) -> None:
        """Add a constraint on some variables, numbered in the order they were added."""
        self._highs.addRow(
            lower, upper, len(columns), np.asarray(columns, np.int32), np.asarray(values, float)
        )

    def set_right_side(self, row: int, lower: float, upper: float) -> None:
        """Set the limits of one row; the last basis stays and is repaired at the next solve."""
        self._highs.changeRowBounds(row, lower, upper)

    def solve(self) -> tuple[Answer, FloatArray]:
        """Return the optimal solution and the dual value of each row (change of the minimum per unit).

        Raises
        ------
        RuntimeError
            When HiGHS does not reach an optimum; our models always have one.
        """
        with quiet():
            self._highs.run()
        status = str(self._highs.getModelStatus()).rsplit(".", maxsplit=1)[-1]
        if status != "kOptimal":
            raise RuntimeError(f"HiGHS ended with {status}")
        solution = self._highs.getSolution()
        objective = float(self._highs.getInfo().objective_function_value)
        return Answer(objective, np.array(solution.col_value)), np.array(solution.row_dual)

    def proven(self, duals: FloatArray) -> float:
        """Return what no solution is below, reckoned from ``duals`` alone, whatever the solver's tolerances.

        ``duals @ sides + sum_j min(d_j lower_j, d_j upper_j)`` with the reduced costs ``d = c - A'y``: weak
        duality with bounds on variables (Neumaier & Shcherbina 2004). ``-inf`` where a variable without a
        limit has a reduced cost on that side.
        """
        lp = self._highs.getLp()
        below, above = np.array(lp.row_lower_), np.array(lp.row_upper_)
        duals = np.where(np.isinf(below), np.minimum(duals, 0.0), duals)
        duals = np.where(np.isinf(above), np.maximum(duals, 0.0), duals)
        with np.errstate(invalid="ignore"):  # 0 times the infinite side of a row that has none
            sides = np.where(duals > 0, duals * below, np.where(duals < 0, duals * above, 0.0))
        matrix = lp.a_matrix_
        starts, values = np.array(matrix.start_), np.array(matrix.value_)
        by_row = matrix.format_ == highspy.MatrixFormat.kRowwise
        shape = (len(below), len(lp.col_cost_))
        kind = csr_array if by_row else csc_array
        entries = kind((values, np.array(matrix.index_), starts), shape=shape)
        reduced = np.array(lp.col_cost_) - entries.T @ duals
        limits = np.where(reduced > 0, np.array(lp.col_lower_), np.array(lp.col_upper_))
        with np.errstate(invalid="ignore"):
            return float(sides.sum() + np.where(reduced != 0, reduced * limits, 0.0).sum())


def solve_integer(
    model: pulp.LpProblem, *, seconds: float, nodes: int, gap: float, is_stopped: Callable[[], bool]
) -> dict[str, float] | None:
    """Return variable name -> value of the best integer solution found in time, or ``None`` for none.

    ``nodes`` limits the work, the same on every machine; ``gap`` is the relative gap at which the search
    ends; ``is_stopped`` is asked several times a second. The values follow the names in the model.
    """

    def interrupt(kind: Any, message: str, seen: Any, wanted: Any, user: Any) -> None:
        wanted.user_interrupt = is_stopped()

    asked = highspy.cb.HighsCallbackType
    solver = pulp.HiGHS(
        msg=False,
        threads=1,
        timeLimit=max(0.01, seconds),
        gapRel=gap,
        mip_max_nodes=nodes,
        callbackTuple=(interrupt, None),
        callbacksToActivate=[asked.kCallbackMipInterrupt, asked.kCallbackSimplexInterrupt],
    )
    highs = _handed_over(model, solver)
    with quiet():
        highs.run()
    if int(highs.getInfo().primal_solution_status) != FEASIBLE:
        return None
    values = highs.getSolution().col_value
    return {variable.name: float(values[variable.index]) for variable in model.variables()}


def _handed_over(model: pulp.LpProblem, solver: pulp.HiGHS) -> Any:
    """Return the HiGHS object to which PuLP has handed ``model``."""
    with quiet():
        solver.createAndConfigureSolver(model)
        solver.buildSolverModel(model)
    return model.solverModel


@contextmanager
def quiet() -> Iterator[None]:
    """Turn stdout away: HiGHS prints a banner when it is made, and JSON on stdout must stay alone."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # PuLP 3.3 announces PuLP 4 per variable
        try:
            sys.stdout.flush()
            kept = os.dup(1)
        except (OSError, ValueError):  # no stdout at all, as under pythonw
            yield
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        try:
            os.dup2(nowhere, 1)
            yield
        finally:
            os.dup2(kept, 1)
            os.close(kept)
            os.close(nowhere)
