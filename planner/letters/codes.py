"""The square code (QR) of a sheet: its plan, team and dates; no address, no name of a person."""

from datetime import date
from importlib import import_module
from io import BytesIO
from typing import Any

from planner.errors import PlannerError

MISSING = (
    'the square codes of letters are made by segno, which is not installed: pip install "field-planner[pdf]"'
)
BORDER = 2  # modules of white around it; the paper is white as well


def code_text(version: str, team: str, first: date, last: date) -> str:
    """Return what the code of a sheet says, for people and programs.

    >>> code_text("v3f9a1c20", "R1", date(2018, 5, 7), date(2018, 5, 9))
    'RENCANA=v3f9a1c20;TIM=R1;TANGGAL=2018-05-07/2018-05-09'
    """
    plain = team.replace(";", "_").replace("=", "_")
    return f"RENCANA={version};TIM={plain};TANGGAL={first.isoformat()}/{last.isoformat()}"


def require_segno() -> Any:
    """Return the module ``segno``.

    Raises
    ------
    PlannerError
        When the extra is not installed; says how to install it.
    """
    try:
        return import_module("segno")
    except ImportError as error:
        raise PlannerError(MISSING) from error


def code_svg(text: str) -> str:
    """Return the code of ``text`` as SVG, readable with 15 % of it lost (level M of ISO/IEC 18004)."""
    svg: str = _made(text).svg_inline(border=BORDER, omitsize=True, light="white")
    return svg


def code_png(text: str) -> bytes:
    """Return the code of ``text`` as PNG, 8 pixels a module, for documents that take no SVG."""
    file = BytesIO()
    _made(text).save(file, kind="png", border=BORDER, scale=8)
    return file.getvalue()


def _made(text: str) -> Any:
    return require_segno().make(text, micro=False, error="m")
