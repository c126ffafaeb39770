"""What tells of a person: the numbers of residents (NIK, KK), and headers of columns that name people.

    numbers   is_personal, masked: a sixteen-digit number in whatever spelling
    headers   residents_in, names_staff: whom a column is about

The innermost room: errors, domain and readers ask it. docs/privacy.md says what is refused and what is not.
"""

from planner.persons.numbers import is_personal, masked

__all__ = ["is_personal", "masked"]
