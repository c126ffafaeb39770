"""One workbook being written: its sheets, made ready for print, and its formats."""

import re
from dataclasses import dataclass, field
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from planner.domain.plan import Plan
from planner.words import Language, long_date, sentence, word

F4 = 14  # paper size "Folio", 8.5 x 13 inches: F4 as Indonesian offices call it
MARGIN_INCHES = 0.35
LONGEST_NAME = 31  # of a sheet, in Excel
FORBIDDEN = re.compile(r"[\[\]:*?/\\\x00-\x1f]+")
LONGEST_FOOTER_TITLE = 120  # Excel refuses footers of more than 255 characters

LOOK = {"valign": "vcenter", "font_size": 10, "border_color": "#A6A6A6"}
HEADER = {"bold": True, "bg_color": "#1F4E78", "font_color": "#FFFFFF", "text_wrap": True, "align": "center"}
TOTAL = {"bold": True, "bg_color": "#DDEBF7"}
GREY = "#D9D9D9"

LANGUAGE_CODES = {
    "id": "[$-421]",
    "en": "[$-409]",
}  # Windows' numbers of languages, for names of days and months
NUMBER_FORMATS = {
    "text": "@",  # a text stays a text when it is edited
    "count": "#,##0",
    "decimal": "#,##0.0",
    "own": "General",
    "share": "0.0%",
    "percent": "0.00%",
    "flag": "@",
    "clock": "@",
    "free": "General",
}


@dataclass(frozen=True)
class Book:
    """A workbook with the plan it shows and the language it speaks.

    Parameters
    ----------
    workbook
        Where the sheets go.
    plan, language
        What is told, and in which words.
    """

    workbook: xlsxwriter.Workbook
    plan: Plan
    language: Language
    _styles: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def say(self, key: str, **values: object) -> str:
        """Return the word or sentence for ``key``."""
        return sentence(key, self.language, **values) if values else word(key, self.language)

    def style(self, **properties: Any) -> Format:
        """Return the format with these properties, one object for each kind."""
        key = tuple(sorted(properties.items()))
        if key not in self._styles:
            self._styles[key] = self.workbook.add_format({**LOOK, **properties})
        return self._styles[key]

    def number_format(self, kind: str) -> str:
        """Return the number format of a kind of column."""
        if kind == "date":
            return f"{LANGUAGE_CODES[self.language]}d mmm yyyy"
        if kind == "day_date":
            return f"{LANGUAGE_CODES[self.language]}ddd, d mmm yyyy"
        if kind == "long_date":
            return f"{LANGUAGE_CODES[self.language]}dddd, d mmmm yyyy"
        return NUMBER_FORMATS[kind]

    def period(self) -> str:
        """Return the first day, the deadline and the number of working days, as one text."""
        calendar = self.plan.problem.calendar
        return self.say(
            "period",
            first=long_date(calendar.first, self.language),
            last=long_date(calendar.last, self.language),
            days=len(calendar.working_days()),
        )

    def sheet(self, key: str, name: str = "") -> Worksheet:
        """Add a sheet that prints on F4 landscape, as wide as one page; ``name`` follows its word."""
        taken = [sheet.get_name() for sheet in self.workbook.worksheets()]
        sheet = self.workbook.add_worksheet(sheet_name(f"{self.say(key)} {name}".strip(), taken))
        sheet.set_paper(F4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=MARGIN_INCHES, right=MARGIN_INCHES, top=0.5, bottom=0.6)
        title = footer_text(self.plan.problem.title[:LONGEST_FOOTER_TITLE])
        sheet.set_footer(f"&L&8{title}&C&8&A&R&8{self.say('page')} &P / &N")
        sheet.hide_gridlines(1)
        return sheet

    def title(self, sheet: Worksheet, key: str, name: str = "") -> None:
        """Write the first two rows of a sheet: what it shows; the plan's title, period and version."""
        text = f"{self.say(key)} {name}".strip()
        sheet.write_string(0, 0, text, self.style(bold=True, font_size=14))
        text = f"{self.plan.problem.title}, {self.period()}. {self.say('plan_version')}: {self.plan.version}"
        sheet.write_string(1, 0, text, self.style(italic=True))


def sheet_name(wanted: str, taken: list[str]) -> str:
    """Return ``wanted`` as Excel allows it: short, without forbidden signs, unlike those taken.

    >>> sheet_name("Lembar Tim A/1", [])
    'Lembar Tim A 1'
    >>> sheet_name("lembar tim a:1", ["Lembar Tim A 1"])
    'lembar tim a 1 (2)'
    """
    clean = " ".join(FORBIDDEN.sub(" ", wanted).split()).lstrip(" '")[:LONGEST_NAME].rstrip(" '")
    used = {name.lower() for name in taken}
    name, count = clean, 1
    while name.lower() in used:
        count += 1
        ending = f" ({count})"
        name = clean[: LONGEST_NAME - len(ending)] + ending
    return name


def footer_text(text: str) -> str:
    """Return a text as a footer shows it: on one line, its signs no commands.

    The space in front keeps a digit from becoming the size of the letters.
    """
    return " " + " ".join(text.replace("&", "&&").split())
