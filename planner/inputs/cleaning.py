"""Cells as they are read: without signs that nobody sees, and none longer than a spreadsheet can hold."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from planner.errors import Fault
from planner.inputs.cells import Cell
from planner.signs import hidden_in, without_hidden

LONGEST_CELL = 32_767  # characters, in Excel


@dataclass(frozen=True, slots=True)
class TakenOut:
    """Signs that nobody sees in one cell: its row, the header of its column, and their names."""

    row: int
    header: str
    signs: str


def take_out_hidden(rows: Iterable[list[Cell]], first: int = 1) -> list[tuple[int, int, str]]:
    """Take signs that nobody sees out of the cells; return row, column (from 0) and what was taken out.

    ``first`` is the number of the first row.
    """
    found = []
    for row, cells in enumerate(rows, start=first):
        for n, cell in enumerate(cells):
            if isinstance(cell, str) and (signs := hidden_in(cell)):
                found.append((row, n, signs))
                cells[n] = without_hidden(cell)
    return found


def long_cells(
    file: str,
    sheet: str | None,
    rows: Iterable[tuple[int, Sequence[Cell]]],
    name: Callable[[int], str],
) -> Iterator[Fault]:
    """Yield a fault for every cell that no spreadsheet can hold; ``name`` gives that of a column, from 0."""
    for row, cells in rows:
        for n, cell in enumerate(cells):
            if isinstance(cell, str) and len(cell) > LONGEST_CELL:
                problem = f"has {len(cell):,} characters; expected at most {LONGEST_CELL:,}"
                yield Fault(file, problem, "shorten it", sheet, row, name(n), cell[:60])
