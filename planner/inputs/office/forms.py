"""What one sheet of the office's workbook looks like; the template is written and sheets are read by it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from planner.inputs.columns import Column

Kind = Literal["text", "count", "number", "share", "money", "lon", "lat", "date", "time"]
Pair = tuple[str, str]  # Bahasa Indonesia, English

YES_NO = ("ya", "tidak")


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a sheet, as an officer sees it.

    Parameters
    ----------
    header
        What stands above it in row 1, in Bahasa Indonesia.
    key
        Its English key in row 2; where a reader has a column of that key, the reader reads it.
    about
        What belongs in it, in both languages; shown as a note on the header.
    kind
        Of its values. ``text`` keeps what is typed: codes, and dates and times in lists.
    width
        In characters.
    example
        What stands in the example row.
    choices
        The values to choose from; none where they are free.
    of
        Sheet whose ids are the values to choose from, instead of ``choices``.
    is_open
        Whether other values than the choices are taken too, after a question.
    is_required
        Whether it has to be filled in although the reader alone would not ask for it.
    is_remark
        Whether it is for people only: a plan never depends on it, so nobody needs to be told that it is not
        read.
    """

    header: str
    key: str
    about: Pair
    kind: Kind = "text"
    width: float = 14
    example: str = ""
    choices: tuple[str, ...] = ()
    of: str = ""
    is_open: bool = False
    is_required: bool = False
    is_remark: bool = False


@dataclass(frozen=True, slots=True)
class Form:
    """One sheet of the workbook.

    Parameters
    ----------
    name
        Of the sheet.
    about
        What it is for, in both languages.
    fields
        Its columns in their order; the first one holds the ids.
    columns
        The columns of its reader; none where the sheet is not read yet.
    is_needed
        Whether a workbook without it, or with nothing in it, is a fault.
    """

    name: str
    about: Pair
    fields: tuple[Field, ...]
    columns: Sequence[Column] = ()
    is_needed: bool = False

    def is_read(self, field: Field) -> bool:
        """Return whether the plan depends on a column."""
        return any(column.key == field.key for column in self.columns)

    def is_required(self, field: Field) -> bool:
        """Return whether a column may not be left empty."""
        return field.is_required or any(
            column.key == field.key and column.required for column in self.columns
        )
