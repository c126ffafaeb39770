"""The bundled example: Kabupaten Kupang, May and June 2018."""

from pathlib import Path

from planner.errors import PlannerError

EXAMPLES = Path(__file__).resolve().parent.parent / "examples"
OUTPUTS = ("plan.html", "plan.xlsx", "plan.csv", "plan.geojson", "plan.gpkg", "plan.json")


def project_file(name: str = "kupang") -> Path:
    """Return the project file of a bundled example.

    Raises
    ------
    PlannerError
        When the examples do not lie beside the package, as in an installation without the checkout.
    """
    path = EXAMPLES / name / "planner.toml"
    if not path.is_file():
        raise PlannerError(f"example {name!r} is not here; it comes with the checkout, in {EXAMPLES.name}/")
    return path
