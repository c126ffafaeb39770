"""Rows in and out of one open transaction, the same for every database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from planner.errors import StoreError
from planner.signs import shown, without_hidden
from planner.store.tables import FORMAT, RUNS, STORE, VERSION, Column, Kind, Table

Row = Mapping[str, Any]
DAMAGED = "it is damaged; take a copy of before"
TYPES: dict[Kind, tuple[type, ...]] = {  # what each kind of column gives; a point is written only
    **dict.fromkeys(("key", "row", "run", "whole"), (int,)),
    "number": (int, float),
    "text": (str,),
    "date": (date,),
    "moment": (datetime,),
    "yes_no": (bool,),
    "bytes": (bytes,),
}


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one database says differently from another.

    Parameters
    ----------
    sign
        What stands for a value in SQL.
    types
        Kind of a column -> its type in SQL.
    point
        Expression that takes a point; ``sign`` stands in it.
    encode, decode
        Kind -> from Python's value to the database's, and back; what is not there goes as it is. A point is
        a tuple of longitude and latitude, and is written only.
    """

    sign: str
    types: Mapping[Kind, str]
    point: str
    encode: Mapping[Kind, Callable[[Any], Any]]
    decode: Mapping[Kind, Callable[[Any], Any]]

    def definition(self, table: Table) -> str:
        """Return the statement that makes ``table``."""
        columns = (
            f'"{column.name}" {self.types[column.kind]}{" NOT NULL" if column.is_needed else ""}'
            for column in table.columns
        )
        keys = [f', PRIMARY KEY ("{column.name}")' for column in table.columns[:1] if column.kind == "run"]
        return f'CREATE TABLE "{table.name}" ({", ".join(columns)}{"".join(keys)})'

    def view(self, table: Table) -> str:
        """Return the statement that makes the view of the newest run of ``table``."""
        newest = f'(SELECT max("run_id") FROM "{RUNS.name}")'
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        rows = f'SELECT {names} FROM "{table.name}" WHERE "run_id" = {newest}'
        return f'CREATE VIEW "latest_{table.name}" AS {rows}'


class Session:
    """One open transaction of a store."""

    def __init__(self, connection: Any, dialect: Dialect, place: str = "the store") -> None:
        self.connection = connection
        self.dialect = dialect
        self.place = place

    def add(self, table: Table, rows: Iterable[Row]) -> None:
        """Add rows; a column that a row does not have stays empty.

        Raises
        ------
        ValueError
            When a row has a column that the table does not have.
        """
        columns = [column for column in table.columns if column.kind != "row"]
        names = ", ".join(f'"{column.name}"' for column in columns)
        signs = ", ".join(
            self.dialect.point if column.kind == "point" else self.dialect.sign for column in columns
        )
        values = [self._encoded(columns, row) for row in rows]
        if values:
            self.connection.cursor().executemany(
                f'INSERT INTO "{table.name}" ({names}) VALUES ({signs})', values
            )

    def find(self, table: Table, *, without: Sequence[str] = (), **equal: object) -> list[dict[str, Any]]:
        """Return the rows with these values in the order in which they were added, without points.

        Raises
        ------
        StoreError
            When a value is none of its column's kind: the database is damaged.
        """
        columns = [c for c in table.columns if c.kind != "point" and c.name not in without]
        names = ", ".join(f'"{column.name}"' for column in columns)
        where = " AND ".join(f'"{name}" = {self.dialect.sign}' for name in equal)
        found = self._fetched(
            f'SELECT {names} FROM "{table.name}" {"WHERE " if where else ""}{where}'
            f' ORDER BY "{table.columns[0].name}"',
            *equal.values(),
        )
        return [self._decoded(table, columns, values) for values in found]

    def distinct(self, table: Table, column: str) -> set[Any]:
        """Return the different values of a column."""
        found = self.connection.cursor().execute(f'SELECT DISTINCT "{column}" FROM "{table.name}"')
        return {value for (value,) in found.fetchall()}

    def change(self, table: Table, key: object, **values: object) -> None:
        """Put other values into one row, found by the first column of its table; only while changing."""
        columns = [column for column in table.columns if column.name in values]
        names = ", ".join(f'"{column.name}" = {self.dialect.sign}' for column in columns)
        self.connection.cursor().execute(
            f'UPDATE "{table.name}" SET {names} WHERE "{table.columns[0].name}" = {self.dialect.sign}',
            (*self._encoded(columns, values), key),
        )

    def next_run(self) -> int:
        """Return the number of the next run; nobody else can write until this transaction ends."""
        return max(self.run_numbers(), default=0) + 1

    def run_numbers(self) -> list[int]:
        """Return the numbers of all runs, oldest first.

        Raises
        ------
        StoreError
            When one of them is no number.
        """
        found = [
            number for (number,) in self._fetched(f'SELECT "run_id" FROM "{RUNS.name}" ORDER BY "run_id"')
        ]
        if not all(isinstance(number, int) for number in found):
            raise StoreError(f"{self.place}: table {RUNS.name}, column run_id: {DAMAGED}")
        return found

    def _fetched(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        """Return the rows that a statement finds."""
        return list(self.connection.cursor().execute(statement, values).fetchall())

    def version(self) -> int:
        """Return the version of the tables.

        Raises
        ------
        StoreError
            When the database no longer says it.
        """
        said = self.find(STORE)
        if not said:
            raise StoreError(f"{self.place}: table {STORE.name} is empty; {DAMAGED}")
        return max(int(row["version"]) for row in said)

    def name_itself(self) -> None:
        """Write what this database is, when its tables are made or tables of a later version are added."""
        self.add(STORE, [{"format": FORMAT, "version": VERSION}])

    def _encoded(self, columns: Sequence[Column], row: Row) -> tuple[object, ...]:
        unknown = row.keys() - {column.name for column in columns}
        if unknown:
            raise ValueError(f"there is no column {', '.join(sorted(unknown))}")
        return tuple(_coded(self.dialect.encode, column, row.get(column.name)) for column in columns)

    def _decoded(self, table: Table, columns: Sequence[Column], values: Sequence[object]) -> dict[str, Any]:
        row: dict[str, Any] = {}
        for column, value in zip(columns, values, strict=True):
            try:
                row[column.name] = _checked(column, _coded(self.dialect.decode, column, value))
            except (ValueError, TypeError, OverflowError) as error:
                where = f"table {table.name}, {columns[0].name} {values[0]}, column {column.name}"
                said = shown(f"{value!r}"[:60])
                raise StoreError(f"{self.place}: {where}: found {said}; {DAMAGED}") from error
        return row


def _coded(ways: Mapping[Kind, Callable[[Any], Any]], column: Column, value: object) -> object:
    way = ways.get(column.kind)
    return value if value is None or way is None else way(value)


def _checked(column: Column, value: object) -> object:
    """Return a value as it is read, texts without signs that nobody sees.

    Raises
    ------
    TypeError
        When it is none of its column's kind.
    """
    is_missing = value is None and not column.is_needed
    if not is_missing and not isinstance(value, TYPES[column.kind]):
        raise TypeError(f"expected {column.kind}")
    return without_hidden(value) if isinstance(value, str) else value
