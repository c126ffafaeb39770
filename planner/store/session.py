"""Rows in and out of one open transaction, the same for every database."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from planner.store.tables import FORMAT, RUNS, STORE, VERSION, Column, Kind, Table

Row = Mapping[str, Any]


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

    def __init__(self, connection: Any, dialect: Dialect) -> None:
        self.connection = connection
        self.dialect = dialect

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
        """Return the rows with these values in the order in which they were added, without points."""
        columns = [c for c in table.columns if c.kind != "point" and c.name not in without]
        names = ", ".join(f'"{column.name}"' for column in columns)
        where = " AND ".join(f'"{name}" = {self.dialect.sign}' for name in equal)
        found = self.connection.cursor().execute(
            f'SELECT {names} FROM "{table.name}" {"WHERE " if where else ""}{where}'
            f' ORDER BY "{table.columns[0].name}"',
            tuple(equal.values()),
        )
        return [self._decoded(columns, values) for values in found.fetchall()]

    def distinct(self, table: Table, column: str) -> set[Any]:
        """Return the different values of a column."""
        found = self.connection.cursor().execute(f'SELECT DISTINCT "{column}" FROM "{table.name}"')
        return {value for (value,) in found.fetchall()}

    def version(self) -> int:
        """Return the version of the tables; 0 where they have none yet."""
        return max((int(row["version"]) for row in self.find(STORE)), default=0)

    def next_run(self) -> int:
        """Return the number of the next run; nobody else can write until this transaction ends."""
        found = self.connection.cursor().execute(f'SELECT max("run_id") FROM "{RUNS.name}"')
        return int(found.fetchone()[0] or 0) + 1

    def name_itself(self) -> None:
        """Write what this database is, when its tables are made or tables of a later version are added."""
        self.add(STORE, [{"format": FORMAT, "version": VERSION}])

    def _encoded(self, columns: Sequence[Column], row: Row) -> tuple[object, ...]:
        unknown = row.keys() - {column.name for column in columns}
        if unknown:
            raise ValueError(f"there is no column {', '.join(sorted(unknown))}")
        return tuple(self._one(self.dialect.encode, column, row.get(column.name)) for column in columns)

    def _decoded(self, columns: Sequence[Column], values: Sequence[object]) -> dict[str, Any]:
        return {
            column.name: self._one(self.dialect.decode, column, value)
            for column, value in zip(columns, values, strict=True)
        }

    def _one(self, ways: Mapping[Kind, Callable[[Any], Any]], column: Column, value: object) -> object:
        way = ways.get(column.kind)
        return value if value is None or way is None else way(value)
