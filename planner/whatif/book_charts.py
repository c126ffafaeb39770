"""Native charts of the sheet Skenario: they follow its cells."""

from collections.abc import Sequence
from typing import Any

from xlsxwriter.worksheet import Worksheet

from planner.exporters.xlsx.book import Book

CHART_WIDTH, CHART_HEIGHT = 700, 340
LINE_COLOURS = ("#0B5A63", "#B3360B", "#1B4FC4", "#7A1FA2", "#8A5A00", "#1C6B2F", "#14181F")
LINE_DASHES = ("solid", "dash", "round_dot", "long_dash", "dash_dot", "square_dot", "long_dash_dot")


def insert_week_chart(book: Book, sheet: Worksheet, header: int, weeks: int, count: int) -> None:
    """Draw the burn-down whose table has its header in row ``header`` and ``count`` lines."""
    name = sheet.get_name()
    chart = book.workbook.add_chart({"type": "line"})
    for n in range(count):
        chart.add_series(
            {
                "name": [name, header, n + 1],
                "categories": [name, header + 1, 0, header + weeks, 0],
                "values": [name, header + 1, n + 1, header + weeks, n + 1],
                "line": {
                    "color": LINE_COLOURS[n % len(LINE_COLOURS)],
                    "dash_type": LINE_DASHES[n % len(LINE_DASHES)],
                    "width": 2,
                },
            }
        )
    _finish(book, chart, "whatif_table_weeks", num_format=book.number_format("date"))
    sheet.insert_chart(header, max(count + 2, 9), chart, {"x_offset": 8})


def insert_team_charts(
    book: Book, sheet: Worksheet, first: int, count: int, row: int, columns: Sequence[str]
) -> None:
    """Draw people and their upper bound, and what each extra team brings, from row ``row`` on.

    The table by number of teams has its first of ``count`` rows in row ``first``, and these columns.
    """
    name, at = sheet.get_name(), {column: n for n, column in enumerate(columns)}
    people = book.workbook.add_chart({"type": "line"})
    for column, colour, dash in (("recorded", "#0B5A63", "solid"), ("most", "#8A3B06", "dash")):
        people.add_series(
            {
                "name": [name, first - 1, at[column]],
                "categories": [name, first, at["teams"], first + count - 1, at["teams"]],
                "values": [name, first, at[column], first + count - 1, at[column]],
                "line": {"color": colour, "dash_type": dash, "width": 2.25},
                "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"none": True}},
            }
        )
    people.set_high_low_lines({"line": {"color": "#C9780F", "width": 3, "transparency": 40}})
    _finish(book, people, "whatif_chart_people", axis="teams")
    more = book.workbook.add_chart({"type": "column"})
    more.add_series(
        {
            "name": [name, first - 1, at["per_extra_team"]],
            "categories": [name, first, at["teams"], first + count - 1, at["teams"]],
            "values": [name, first, at["per_extra_team"], first + count - 1, at["per_extra_team"]],
            "fill": {"color": "#2F8589"},
            "gap": 60,
        }
    )
    _finish(book, more, "whatif_chart_more", axis="teams", legend=False)
    sheet.insert_chart(row, 0, people, {"x_offset": 8, "y_offset": 4})
    sheet.insert_chart(row, 9, more, {"x_offset": 8, "y_offset": 4})


def _finish(
    book: Book, chart: Any, title: str, *, axis: str = "", legend: bool = True, num_format: str = "0"
) -> None:
    chart.set_title({"name": book.say(title), "name_font": {"size": 11}, "overlay": False})
    chart.set_legend({"position": "bottom"} if legend else {"none": True})
    named = {"name": book.say(axis), "name_font": {"size": 9}} if axis else {}
    chart.set_x_axis({"text_axis": True, "num_format": num_format, "num_font": {"size": 8}, **named})
    chart.set_y_axis({"num_format": "#,##0", "min": 0, "major_gridlines": {"visible": True}})
    chart.set_size({"width": CHART_WIDTH, "height": CHART_HEIGHT})
