"""What a plan amounts to, in sentences that an official understands."""

from collections.abc import Mapping, Sequence
from datetime import date

from planner.domain.backlog import Definition
from planner.words import Language, long_date, number_text, percent_text, sentence, word


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


def definition_sentence(definition: Definition | None, language: Language = "id") -> str:
    """Return who counts as not recorded, of which date and from where; empty where nobody has said it."""
    if definition is None:
        return ""
    text = sentence("says_definition", language, counts=word(definition.counts, language))
    if definition.fallback:
        text += sentence("says_fallback", language, counts=word(definition.fallback, language))
    if definition.valid_share != 1 or definition.has_own_shares:
        share = number_text(definition.valid_share, language, decimals=3).rstrip("0").rstrip(".,")
        text += sentence("says_share", language, share=share)
        text += word("says_own_shares", language) if definition.has_own_shares else ""
    if definition.verified_replaces and definition.counts != "verified":
        text += word("says_replaced", language)
    dates = [_date_text(day, language) for day in definition.as_of]
    text += (
        sentence("says_as_of", language, dates=_few(dates, language))
        if dates
        else word("says_no_date", language)
    )
    sources = _few(definition.sources, language)
    return text + (
        sentence("says_source", language, sources=sources) if sources else word("says_no_source", language)
    )


def _date_text(found: str, language: Language) -> str:
    """Return a date in full, and what is none as it stands."""
    try:
        return long_date(date.fromisoformat(found), language, weekday=False)
    except ValueError:
        return found


def _few(found: Sequence[str], language: Language, most: int = 3) -> str:
    """Return some texts in a row, and how many more there are."""
    shown = ", ".join(found[:most])
    return (
        sentence("and_more", language, found=shown, count=len(found) - most) if len(found) > most else shown
    )


def reason_text(reason: str, detail: str, language: Language = "id") -> str:
    """Return why people are left over; ``reason`` and ``detail`` as in :func:`planner.tables.not_served`.

    >>> reason_text("no way", "no boat to Ndao", "en")
    'no way leads there (no boat to Ndao)'
    """
    text = word(reason, language)
    return f"{text} ({detail})" if detail else text


def _gap(summary: Mapping[str, object], language: Language) -> str:
    return percent_text(max(1e-4, _number(summary["gap"])), language, decimals=2)


def _number(value: object) -> float:
    """Return ``value`` as the number it is known to be."""
    if not isinstance(value, int | float):
        raise TypeError(f"expected a number, got {value!r}")
    return value
