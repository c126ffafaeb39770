"""A simulation as one page that needs nothing else: weeks as a fan, targets, measures, assumptions."""

import dataclasses
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from planner.exporters.sentences import recorded_sentence
from planner.simulation.answer import Measure, Simulation
from planner.targets import replacing
from planner.words import Language, long_date, number_text, percent_text, sentence, word

TEMPLATE = "page.html.jinja"
WIDTH, HEIGHT, LEFT, RIGHT, TOP, FOOT = 960, 420, 70, 940, 20, 380


def write_page(answer: Simulation, path: str | Path, *, language: Language = "id") -> Path:
    """Write the page, whole or not at all; return its path."""
    target = Path(path)
    with replacing(target) as made:
        made.write_text(page(answer, language), encoding="utf-8", newline="\n")
    return target


def page(answer: Simulation, language: Language = "id") -> str:
    """Return the page as text; the same simulation gives the same text."""
    css = files("planner").joinpath("exporters", "plan.css").read_text(encoding="utf-8")
    environment = Environment(
        loader=PackageLoader("planner", "simulation"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(word=lambda key: word(key, language))
    return environment.get_template(TEMPLATE).render(
        language=language,
        css=Markup(css),
        title=answer.plan.problem.title,
        deadline=long_date(answer.plan.problem.calendar.last, language),
        **_sentences(answer, language),
        fan=_fan(answer, language),
        weeks=_weeks(answer, language),
        targets=_targets(answer, language),
        measures=[_measure(measure, answer.to_do, language) for measure in answer.measures],
        skipped=_skipped(answer, language),
        chances=[
            (f.name, _said(getattr(answer.chances, f.name))) for f in dataclasses.fields(answer.chances)
        ],
    )


def _sentences(answer: Simulation, language: Language) -> dict[str, object]:
    """Return headline, interval, quantiles and notices."""
    low, high = (percent_text(share, language) for share in answer.probability.interval)
    ten, fifty, ninety = (number_text(people, language) for people in answer.quantiles)
    reached = percent_text(answer.probability.value, language)
    replays = number_text(len(answer.replays.people), language)
    target = number_text(answer.target, language)
    come = ", ".join(percent_text(share, language, decimals=0) for share in answer.turnout)
    before = recorded_sentence(answer.plan.problem, language)
    notices = [f"{before} {word('sim_with_before', language)}"] if before else []
    notices.append(sentence("sim_turnout", language, come=come))
    if not answer.plan.problem.rules.turnout and min(answer.turnout) < 1:
        notices.append(word("sim_plan_expects_all", language))
    return {
        "headline": sentence("sim_headline", language, reached=reached, target=target),
        "interval": sentence("sim_says_interval", language, low=low, high=high, replays=replays),
        "people": sentence("sim_people", language, ten=ten, fifty=fifty, ninety=ninety),
        "notices": [*notices, word("sim_no_promise", language)],
    }


def _weeks(answer: Simulation, language: Language) -> list[tuple[str, str, list[str]]]:
    return [
        (
            long_date(week.last, language, weekday=False),
            number_text(week.planned, language),
            [number_text(people, language) for people in week.people],
        )
        for week in answer.weeks()
    ]


def _targets(answer: Simulation, language: Language) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for share, people, found in answer.table():
        low, high = (percent_text(bound, language) for bound in found.interval)
        of_plan = percent_text(share, language, decimals=0)
        reached = percent_text(found.value, language)
        rows.append((of_plan, number_text(people, language), reached, f"{low} – {high}"))
    return rows


def _measure(measure: Measure, target: int, language: Language) -> tuple[str, ...]:
    """Return name, probability, lift and people more with their errors, and whether that is noise."""
    lift, error = (number_text(100 * x, language, decimals=1) for x in (measure.lift, measure.lift_error))
    more, spread = (number_text(x, language) for x in (measure.more, measure.more_error))
    return (
        _name(measure.kind, measure.base, language),
        percent_text(measure.replays.reaching(target).value, language),
        f"{lift} ± {error}",
        f"{more} ± {spread}",
        word("sim_noise", language) if measure.is_noise else "",
    )


def _skipped(answer: Simulation, language: Language) -> str:
    if not answer.skipped:
        return ""
    names = ", ".join(_name(kind, base, language) for kind, base in answer.skipped)
    return sentence("sim_skipped", language, names=names)


def _name(kind: str, base: str, language: Language) -> str:
    return sentence(f"sim_{kind}", language, base=base)


def _said(value: object) -> str:
    """Return a number of the project file as it would stand there.

    >>> _said((0.6, 0.35)), _said(True), _said({})
    ('[0.6, 0.35]', 'true', '{}')
    """
    if isinstance(value, bool):
        return str(value).lower()
    return str(list(value)) if isinstance(value, tuple) else str(value)


def _fan(answer: Simulation, language: Language) -> dict[str, object]:
    """Return the drawing of people so far, by the end of each week, from those recorded before."""
    weeks = answer.weeks()
    top = max(answer.target, *(max(week.planned, *week.people) for week in weeks), 1)
    step = _round_step(top)

    def at(n: int, people: float) -> str:
        return f"{_x(n, len(weeks)):.1f} {_y(people, top):.1f}"

    def line(values: list[int]) -> str:
        return "M" + "L".join(at(n, people) for n, people in enumerate([answer.before, *values]))

    low, middle, high = ([week.people[q] for week in weeks] for q in range(3))
    back = "L".join(at(n, people) for n, people in reversed(list(enumerate([answer.before, *low]))))
    return {
        "width": WIDTH,
        "height": HEIGHT,
        "left": LEFT,
        "right": RIGHT,
        "levels": [(_y(p, top), number_text(p, language)) for p in range(0, int(top) + 1, step)],
        "ticks": [(_x(n + 1, len(weeks)), f"{w.last.day}/{w.last.month}") for n, w in enumerate(weeks)],
        "band": f"{line(high)}L{back}Z",
        "middle": line(middle),
        "planned": line([week.planned for week in weeks]),
        "target": round(_y(answer.target, top), 1),
    }


def _x(week: int, weeks: int) -> float:
    return round(LEFT + (RIGHT - LEFT - 20) * week / max(1, weeks), 1)


def _y(people: float, top: float) -> float:
    return round(FOOT - (FOOT - TOP) * people / top, 1)


def _round_step(top: float) -> int:
    """Return a round step that makes at most six levels.

    >>> _round_step(12383), _round_step(3)
    (2500, 1)
    """
    size = 1
    while True:
        for factor in (1, 2, 2.5, 5):
            if float(factor * size).is_integer() and top / (factor * size) <= 5:
                return int(factor * size)
        size *= 10
