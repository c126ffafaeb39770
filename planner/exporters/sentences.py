"""What a plan amounts to, in sentences that an official understands."""

from collections import Counter
from collections.abc import Mapping
from datetime import date

from planner.domain.counting import Counting
from planner.domain.problem import Problem
from planner.words import WORDS, Language, long_date, number_text, percent_text, sentence, word

REMEDIES = {  # reason for people left over whom nobody can serve -> what it would take
    "no way": "needs_way",
    "too far": "needs_longer",
    "always closed": "needs_open",
    "latest day passed": "needs_open",
    "no kit": "needs_kit",
    "in no team's areas": "needs_area",
    "no team": "needs_team",
    "no working day": "needs_team",
    "forbidden": "needs_rule",
    "below the smallest stop": "needs_rule",
}


def status_text(summary: Mapping[str, object], language: Language = "id") -> str:
    """Return the status of a plan; ``summary`` is :func:`planner.tables.summary` of it."""
    kind, _, _ = str(summary["status"]).partition(" ")
    if kind != "WITHIN":
        return word(str(summary["status"]), language)
    return sentence("WITHIN", language, gap=_gap(summary, language))


def outcome_sentence(summary: Mapping[str, object], language: Language = "id") -> str:
    """Return how many people a plan records and how many are possible at most, in one sentence.

    ``summary`` is :func:`planner.tables.summary` of the plan.
    """
    recorded, backlog = (number_text(_number(summary[key]), language) for key in ("recorded", "backlog"))
    text = sentence("says_recorded", language, recorded=recorded, backlog=backlog)
    if "plan_value" in summary:
        return text + _value_sentence(summary, language)
    if summary["bound"] is None:
        return text + word("says_no_bound", language)
    if summary["status"] == "PROVED":
        return text + word("says_proved", language)
    bound = number_text(_number(summary["bound"]), language)
    return text + sentence("says_within", language, bound=bound, gap=_gap(summary, language))


def _value_sentence(summary: Mapping[str, object], language: Language) -> str:
    """Return the rest of the sentence where there are floors: the bound is then none of people."""
    value, short = _number(summary["plan_value"]), _number(summary["short"])
    text = sentence("says_short", language, short=number_text(short, language)) if short else ""
    if summary["bound"] is None:
        return text + word("says_no_bound", language)
    worth = number_text(value, language, decimals=0 if float(value).is_integer() else 1)
    if summary["status"] == "PROVED":
        return text + sentence("says_best_value", language, value=worth)
    bound = number_text(_number(summary["bound"]), language)
    return text + sentence(
        "says_within_value", language, value=worth, bound=bound, gap=_gap(summary, language)
    )


def gain_sentence(summary: Mapping[str, object], language: Language = "id") -> str:
    """Return the comparison with today's practice; empty where none was made."""
    if summary["gain"] is None:
        return ""
    gain = _number(summary["gain"])
    key = "gain_more" if gain > 0 else "gain_fewer" if gain < 0 else "gain_same"
    count = number_text(abs(gain), language)
    baseline = number_text(_number(summary["baseline_recorded"]), language)
    return sentence("says_gain", language, baseline=baseline, gain=sentence(key, language, count=count))


def modelled_sentence(summary: Mapping[str, object], language: Language = "id") -> str:
    """Return the warning that numbers are modelled; empty where none is."""
    if not summary["modelled_villages"]:
        return ""
    count, villages = (_number(summary[key]) for key in ("modelled_villages", "villages"))
    return sentence(
        "says_modelled",
        language,
        count=number_text(count, language),
        villages=number_text(villages, language),
    )


def recorded_sentence(problem: Problem, language: Language = "id") -> str:
    """Return what is recorded before the first day, by reports or taken as such; empty where nothing is."""
    late = assumed_sentence(problem, language)
    if not problem.recorded_before and not problem.removed_before and not late:
        return ""
    share = problem.recorded_before / problem.whole if problem.whole else 1.0
    told = sentence(
        "says_recorded_before",
        language,
        day=long_date(problem.calendar.first, language, weekday=False),
        recorded=number_text(problem.recorded_before, language),
        whole=number_text(problem.whole, language),
        share=percent_text(share, language),
        left=number_text(problem.backlog, language),
    )
    if problem.removed_before:
        removed = number_text(problem.removed_before, language)
        told += sentence("says_removed_before", language, removed=removed)
    return f"{told}. {late}." if late else f"{told}."


def definition_sentence(counting: Counting | None, language: Language = "id") -> str:
    """Return who counts as not recorded, of which date and from where; empty where nobody has said it."""
    if counting is None:
        return ""
    text = sentence("says_definition", language, counts=word(counting.column, language))
    if counting.valid_share != 1 or counting.own_share:
        share = number_text(counting.valid_share, language, decimals=3).rstrip("0").rstrip(".,")
        text += sentence("says_share", language, share=share)
        text += word("says_own_shares", language) if counting.own_share else ""
    if counting.verified_replaces and counting.column != "verified":
        text += word("says_replaced", language)
    text += word("says_filled", language) if counting.filled else ""
    return text + _dates_text(counting, language) + _sources_text(counting, language)


def assumed_sentence(problem: Problem, language: Language = "id") -> str:
    """Return which visits before are taken as made, since nobody has reported on them yet; empty for none."""
    late = problem.past.assumed if problem.past else ()
    if not late:
        return ""
    teams = Counter(visit.team for visit in late)
    people = sum(village.assumed for village in problem.villages)
    return sentence(
        "says_assumed",
        language,
        visits=number_text(len(late), language),
        people=number_text(people, language),
        teams=", ".join(f"{team} {count}" for team, count in teams.items()),
    )


def people_sentence(problem: Problem, language: Language = "id") -> str:
    """Return what has to be known of the people that a plan counts: who they are, and who is taken off."""
    parts = (definition_sentence(problem.counting, language), assumed_sentence(problem, language))
    return ". ".join(part for part in parts if part)


def _dates_text(counting: Counting, language: Language) -> str:
    """Return from when the numbers are."""
    days = dict.fromkeys(day for day in (counting.first_date, counting.last_date) if day is not None)
    dates = " – ".join(long_date(day, language, weekday=False) for day in days)
    return sentence("says_as_of", language, dates=dates) if dates else word("says_no_date", language)


def _sources_text(counting: Counting, language: Language) -> str:
    """Return where the numbers are from."""
    if not counting.sources:
        return word("says_no_source", language)
    return sentence("says_source", language, sources=", ".join(counting.sources))


def reason_text(reason: str, detail: str, language: Language = "id") -> str:
    """Return why people are left over; ``reason`` and ``detail`` as in :func:`planner.tables.not_served`.

    >>> reason_text("no way", "no boat to Ndao", "en")
    'no way leads there (no boat to Ndao)'
    >>> reason_text("partly served", "budget used up", "en")
    'partly served (budget used up)'
    """
    text, more = word(reason, language), word(detail, language) if detail in WORDS else detail
    return f"{text} ({more})" if more else text


def needs_text(row: Mapping[str, object], base: str, language: Language = "id") -> str:
    """Return what it would take to serve a village that is left over.

    Parameters
    ----------
    row
        One of :func:`planner.tables.not_served`.
    base
        Name of the base of the team whose trips it tells of.
    language
        Of the text.
    """
    days = _number(row["needs_team_days"])
    if days != days:  # NaN: there is no such trip
        return word(REMEDIES.get(str(row["reason"]), "needs_unknown"), language)
    names = ("trips", "team_days", "nights", "people")
    trips, shown, nights, people = (number_text(_number(row[f"needs_{name}"]), language) for name in names)
    key = "needs_nights" if _number(row["needs_nights"]) else "needs_days"
    text = sentence(key, language, days=shown, trips=trips, nights=nights, base=base)
    if _number(row["needs_people"]) < _number(row["left"]):
        left = number_text(_number(row["left"]), language)
        text += sentence("needs_some", language, people=people, left=left)
    return text


def warning_text(key: str, values: Mapping[str, object], language: Language = "id") -> str:
    """Return one of :func:`planner.tables.warnings` as a sentence.

    >>> warning_text("warn_budget", {"share": 0.975, "left": 1500000}, "en")
    '97.5 % of the budget is used; IDR 1,500,000 is left.'
    """
    return sentence(key, language, **{name: _shown(value, language) for name, value in values.items()})


def _shown(value: object, language: Language) -> str:
    if isinstance(value, date):
        return long_date(value, language)
    if isinstance(value, float):
        return percent_text(value, language)
    return number_text(value, language) if isinstance(value, int) else str(value)


def _gap(summary: Mapping[str, object], language: Language) -> str:
    return percent_text(max(1e-4, _number(summary["gap"])), language, decimals=2)


def _number(value: object) -> float:
    """Return ``value`` as the number it is known to be."""
    if not isinstance(value, int | float):
        raise TypeError(f"expected a number, got {value!r}")
    return value
