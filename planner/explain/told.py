"""An explanation and a difference in sentences that an official understands, built from their numbers."""

import math
from collections.abc import Iterator
from datetime import date

from planner.domain.plan import Change, Plan
from planner.explain.again import Difference
from planner.explain.village import Explanation
from planner.exporters.sentences import needs_text, reason_text
from planner.words import Language, long_date, number_text, sentence, word

MOST_NAMED = 8  # villages and visits that the lines of a difference name


def explanation_lines(found: Explanation, plan: Plan, language: Language = "id") -> list[str]:
    """Return an explanation of a village of ``plan`` in lines."""
    village = found.village
    lines = [
        sentence(
            "explain_village",
            language,
            village=village.name,
            code=village.id,
            district=village.district or "-",
            backlog=number_text(village.backlog, language),
            planned=number_text(found.planned, language),
            left=number_text(found.left, language),
        )
    ]
    for visit in found.visits:
        day, people = long_date(visit.day, language), number_text(visit.people, language)
        team = plan.problem.team[visit.team].name
        lines.append(sentence("explain_visit", language, date=day, team=team, people=people))
    lines += _why(found, language)
    if found.trip is not None:
        lines += _trip(found, plan, language)
    if found.asked is not None:
        key = "explain_more" if found.visits else "explain_must"
        if found.by is not None:
            lines.append(sentence("explain_by", language, date=long_date(found.by, language)))
        else:
            lines.append(word(key, language))
        lines += difference_lines(found.asked, language, asks_more=True, first=village.id)
    return lines


def _why(found: Explanation, language: Language) -> Iterator[str]:
    """Yield why people are left over, and what narrows the choice of days."""
    village = found.village
    if found.reason:
        text = reason_text(found.reason, found.detail, language)
        yield sentence("explain_reason", language, reason=text)
    if found.days_possible < found.days:
        possible, days = (number_text(n, language) for n in (found.days_possible, found.days))
        yield sentence("explain_days", language, possible=possible, days=days)
    if village.earliest is not None:
        yield sentence("explain_earliest", language, date=long_date(village.earliest, language))
    if village.latest is not None:
        yield sentence("explain_latest", language, date=long_date(village.latest, language))
    for rule in found.rules:
        yield sentence("explain_rule", language, rule=rule.id, said=rule.said)
    if found.reason and found.trip is None:
        remedy = {"reason": found.reason, "needs_team_days": math.nan}
        yield needs_text(remedy, "", language) + "."


def _trip(found: Explanation, plan: Plan, language: Language) -> Iterator[str]:
    """Yield the best trip, its price, and the weakest trip of the plan beside it."""
    trip, day, base = found.trip, found.first_day, plan.problem.base[found.base].name
    assert trip is not None
    assert day is not None
    assert found.per_team_day is not None
    money = number_text(trip.cost_idr, language)
    yield sentence(
        "explain_trip",
        language,
        team=plan.problem.team[trip.team].name,
        base=base,
        date=long_date(day, language),
        days=trip.team_days,
        nights=trip.nights,
        people=number_text(trip.people, language),
        rate=number_text(found.per_team_day, language, decimals=1),
        cost="" if math.isnan(trip.cost_idr) else sentence("explain_cost", language, cost=money),
    )
    yield _price(found, base, language)
    if found.weakest is not None:
        people, days = found.weakest.people, len(found.weakest.days)
        yield sentence(
            "explain_weakest",
            language,
            base=base,
            team=plan.problem.team[found.weakest.team].name,
            date=long_date(found.weakest.first, language),
            people=number_text(people, language),
            days=days,
            rate=number_text(people / days, language, decimals=1),
        )


def _price(found: Explanation, base: str, language: Language) -> str:
    if found.price is None or found.shortfall is None:
        return word("explain_no_price", language)
    price, short = (number_text(n, language, decimals=1) for n in (found.price, found.shortfall))
    if found.shortfall > 0:
        return sentence("explain_dear", language, base=base, price=price, short=short)
    return sentence("explain_worth", language, base=base, price=price)


def difference_lines(
    found: Difference, language: Language = "id", *, asks_more: bool = False, first: str = ""
) -> list[str]:
    """Return what is otherwise in a plan in lines.

    ``asks_more`` tells that it only had more to keep; ``first`` is the village that is named before others.
    """
    before, after = (number_text(p.recorded, language) for p in (found.before, found.after))
    change = _signed(found.people, language)
    lines = [sentence("explain_recorded", language, before=before, after=after, change=change)]
    if found.given_up:
        proof = "explain_refused_proof" if found.after.outcome.gave_up_fewest else ""
        rules = "; ".join(f"{rule.id} {rule.said}" for rule in found.given_up)
        said = word(proof, language) if proof else ""
        lines.append(sentence("explain_refused", language, proof=said, rules=rules))
    for key, sign in (("explain_gained", 1), ("explain_lost", -1)):
        lines += _villages(found, key, sign, first, language)
    lines += _changes(found, first, language)
    if asks_more and found.after.value > found.before.value:
        lines.append(word("explain_better", language))
    lines.append(_proof(found, language))
    if found.after.problem.calendar.last > found.before.problem.calendar.last:
        lines.append(word("explain_later", language))
    return lines


def _proof(found: Difference, language: Language) -> str:
    """Return how good the new plan is known to be."""
    outcome = found.after.outcome
    if outcome.bound is None:
        seconds = number_text(outcome.seconds, language, decimals=1)
        return sentence("explain_found", language, seconds=seconds)
    bound = number_text(outcome.bound, language, decimals=0 if outcome.bound.is_integer() else 1)
    return sentence("explain_bound", language, bound=bound)


def _villages(found: Difference, key: str, sign: int, first: str, language: Language) -> Iterator[str]:
    """Yield one line of the villages that gain, or lose, most people first."""
    own = {village: sign * people for village, people in found.villages.items() if sign * people > 0}
    if not own:
        return
    ordered = sorted(own, key=lambda village: (village != first, -own[village], village))
    names = [f"{name_of(found, v)} {number_text(own[v], language)}" for v in ordered[:MOST_NAMED]]
    if len(ordered) > MOST_NAMED:
        names.append(sentence("explain_and_more", language, count=len(ordered) - MOST_NAMED))
    people = number_text(sum(own.values()), language)
    yield sentence(key, language, people=people, villages=", ".join(names))


def _changes(found: Difference, first: str, language: Language) -> Iterator[str]:
    """Yield how many visits change, and the first ones of the villages whose people change most."""
    if not found.changes:
        return
    yield sentence("explain_visits", language, count=len(found.changes))
    most = {village: abs(people) for village, people in found.villages.items()}
    ordered = sorted(found.changes, key=lambda c: (c.village != first, -most.get(c.village, 0)))
    for change in ordered[:MOST_NAMED]:
        old, new = (_visit(found, change, which, language) for which in ("old", "new"))
        kind, village = word(f"change_{change.kind}", language), name_of(found, change.village)
        yield sentence("explain_change", language, village=village, old=old, new=new, kind=kind)
    if len(ordered) > MOST_NAMED:
        yield sentence("explain_more_changes", language, count=len(ordered) - MOST_NAMED)


def _visit(found: Difference, change: Change, which: str, language: Language) -> str:
    """Return the day and team of one side of a change; a dash where there is none."""
    is_old = which == "old"
    day: date | None = change.old_day if is_old else change.new_day
    team_id = change.old_team if is_old else change.new_team
    if day is None:
        return "-"
    teams = (found.before if is_old else found.after).problem.team
    return f"{long_date(day, language)} {teams[team_id].name}"


def name_of(found: Difference, village_id: str) -> str:
    """Return the name of a village of either plan."""
    return found.before.problem.village[village_id].name


def _signed(number: int, language: Language) -> str:
    return ("+" if number > 0 else "") + number_text(number, language)
