"""A what-if in sentences, and what its rows, prices and changes are called."""

import math
from collections.abc import Iterable, Iterator

from planner.domain.counting import Counting
from planner.domain.left import BEGAN
from planner.domain.problem import Problem
from planner.exporters.sentences import recorded_sentence
from planner.whatif.changes import Change
from planner.whatif.least import Least
from planner.whatif.prices import Price
from planner.whatif.row import Row
from planner.whatif.solving import WhatIf
from planner.words import Language, long_date, note_name, number_text, percent_text, sentence, word

HEADLINE_SHARE = 0.9  # whose fewest teams stand in the heading
TELLING = (
    "backlog",
    "definition",
    "definisi",
    "as of",
    "tanggal data",
)  # in names of notes on who is counted
TOLD = ("backlog that is modelled", BEGAN)  # beginnings of names of notes that have sentences of their own


def headline(answer: WhatIf, language: Language = "id") -> str:
    """Return what a what-if found, in one sentence: what the teams record, and how many 90 % would take."""
    row = answer.rows[answer.reference]
    day = long_date(answer.problem.calendar.last, language, weekday=False)
    problem = answer.problem
    teams, share = teams_text(row.teams, language), _share_text(row.recorded, problem, language)
    proof = _proof(row, problem, language)
    text = sentence("says_whatif", language, teams=teams, share=share, proof=proof, day=day)
    telling = [least for least in answer.least if abs(least.share - HEADLINE_SHARE) < 1e-9]
    return "; ".join([text, *(least_sentence(least, language) for least in telling[:1])]) + "."


def _proof(row: Row, problem: Problem, language: Language) -> str:
    if row.most is None:
        return word("whatif_proof_none", language)
    if row.recorded >= row.most:
        return word("whatif_proof_best", language)
    return sentence("whatif_proof_most", language, most=_share_text(row.most, problem, language))


def _share_text(people: int, problem: Problem, language: Language) -> str:
    """Return a share of the whole: people who still wait, and those recorded before with them."""
    done = problem.done_before + people
    return percent_text(done / problem.whole if problem.whole else 1.0, language)


def wanting_text(things: Iterable[str], language: Language = "id") -> str:
    """Return what is wanting, in words.

    >>> wanting_text(["kit-day"]), wanting_text(["team-day", "kit-day"], "en")
    ('hari-alat', 'team-days or kit-days')
    """
    return word("whatif_or", language).join(word(f"wanting_{thing}", language) for thing in things)


def teams_text(count: int, language: Language = "id") -> str:
    """Return a number of teams.

    >>> teams_text(1, "en"), teams_text(3)
    ('1 team', '3 tim')
    """
    return sentence("whatif_team" if count == 1 else "whatif_teams", language, count=count)


def row_name(row: Row, language: Language = "id") -> str:
    """Return what a scenario is called; the project as it is has a word of its own."""
    return row.name or word("whatif_as_is", language)


def teams_at(row: Row) -> str:
    """Return how many teams stand at each base, e.g. ``OELAMASI 3, TAKARI 1``."""
    return ", ".join(f"{base} {count}" for base, count in row.teams_at) or "–"


def status_text(row: Row, language: Language = "id") -> str:
    """Return the status of a row in words; the gap is rounded up, so that it never says too little."""
    if row.gap is None or row.gap <= 1e-4:
        return word("NO BOUND" if row.gap is None else "PROVED", language)
    gap = percent_text(math.ceil(row.gap * 1e4 - 1e-9) / 1e4, language, decimals=2)
    return sentence("WITHIN", language, gap=gap)


def least_sentence(least: Least, language: Language = "id") -> str:
    """Return how many teams a share of the backlog takes, and what is proved of it."""
    share = percent_text(least.share, language, decimals=0 if round(1000 * least.share) % 10 == 0 else 1)
    if least.is_done:
        return sentence("says_least_done", language, share=share)
    filled = {"share": share, "least": teams_text(least.at_least, language)}
    if least.teams is not None:
        key = "says_least_exact" if least.is_proven else "says_least_range"
        return sentence(key, language, **filled, teams=teams_text(least.teams, language))
    tried = teams_text(least.tried, language) if least.tried is not None else ""
    if not least.is_impossible:
        return sentence("says_least_open", language, **filled, tried=tried)
    key = "says_least_limited" if least.tried is not None else "says_least_never"
    return sentence(key, language, **filled, tried=tried, why=_why(least, language))


def _why(least: Least, language: Language) -> str:
    """Return what stands in the way of a share."""
    reached = [(reason, people) for reason, people in least.blocks if people]
    if reached:
        return ", ".join(
            sentence(
                "whatif_why_reach",
                language,
                people=number_text(people, language),
                reason=word(reason, language),
            )
            for reason, people in reached
        )
    limits = ", ".join(word(f"limit_{name}", language) for name, _ in least.blocks)
    return sentence("whatif_why_most", language, most=number_text(least.most or 0, language), limits=limits)


def fewest_text(least: Least, language: Language = "id") -> str:
    """Return the fewest teams as a cell shows them."""
    if least.is_impossible:
        return word("whatif_impossible", language)
    if least.teams is None:
        return sentence("whatif_fewest_open", language, least=least.at_least)
    if least.is_proven:
        return str(least.teams)
    return sentence("whatif_fewest_range", language, least=least.at_least, teams=least.teams)


def price_name(price: Price, language: Language = "id") -> str:
    """Return what there is one more of."""
    return sentence(f"price_{price.thing}", language, base=price.base)


def price_how(price: Price, language: Language = "id") -> str:
    """Return where a price comes from."""
    return word("whatif_by_proof" if price.how == "proof" else "whatif_by_solving", language)


def visits_text(days: tuple[tuple[object, str], ...]) -> str:
    """Return visits as (date, team), e.g. ``2018-05-07 T1``; Indonesian offices read day/month.

    >>> from datetime import date
    >>> visits_text(((date(2018, 5, 7), "T1"), (date(2018, 5, 8), "T2")))
    '7/5 T1, 8/5 T2'
    """
    return ", ".join(f"{day.day}/{day.month} {team}" for day, team in days)  # type: ignore[attr-defined]


def change_name(change: Change, language: Language = "id") -> str:
    """Return what happens to a village."""
    return word(f"whatif_{change.kind}", language)


def _counting(counting: Counting, language: Language) -> Iterator[str]:
    """Yield which count the backlog is made from, the share taken of it, its date and its source."""
    share = percent_text(counting.valid_share, language, decimals=0)
    yield sentence(
        "whatif_counting",
        language,
        column=word(f"count_{counting.column}", language),
        people=number_text(counting.counted, language),
        share=share,
        verified=number_text(counting.verified, language),
        own=number_text(counting.own_share, language),
    )
    days = sorted({day for day in (counting.first_date, counting.last_date) if day is not None})
    if days:
        told = " – ".join(long_date(day, language, weekday=False) for day in days)
        yield sentence("whatif_counted_on", language, days=told)
    if counting.sources:
        yield sentence("whatif_sources", language, sources=", ".join(counting.sources))


def counted_from(problem: Problem, language: Language = "id") -> str:
    """Return what is recorded already, and from when on rows count."""
    return f"{recorded_sentence(problem, language)} {word('whatif_from_then', language)}"


def definitions(problem: Problem, language: Language = "id") -> Iterator[str]:
    """Yield who is counted as not recorded: the numbers, then the notes of the input that define them."""
    yield sentence(
        "whatif_backlog",
        language,
        backlog=number_text(problem.whole + problem.removed_before, language),
        villages=number_text(len(problem.villages), language),
    )
    if problem.done_before:
        yield counted_from(problem, language)
    modelled = sum(village.modelled for village in problem.villages)
    if modelled:
        yield sentence("whatif_backlog_modelled", language, count=number_text(modelled, language))
    if problem.counting is not None:
        yield from _counting(problem.counting, language)
    for name, value in problem.notes:
        if any(telling in name.casefold() for telling in TELLING) and not name.startswith(TOLD):
            yield f"{note_name(name, language)}: {value}"
