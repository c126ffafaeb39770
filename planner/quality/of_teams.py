"""Rules on teams, bases and kits. One function, one rule."""

from collections import Counter
from collections.abc import Iterator

from planner.quality.facts import Facts, Found


def team_never_at_work(facts: Facts) -> Iterator[Found]:
    """Yield teams that are away on every working day."""
    problem = facts.problem
    for team in problem.teams if problem.calendar.working_days() else ():
        if not problem.days_of(team):
            yield Found("teams", team.id, "away", None, {"team": team.name})


def team_without_time(facts: Facts) -> Iterator[Found]:
    """Yield teams whose day is over before the equipment stands and one person is recorded."""
    for team in facts.problem.teams:
        minutes = team.end_minute - team.start_minute
        needed = team.setup_minutes + team.minutes_for(1)
        if minutes < needed:
            words = {"team": team.name, "minutes": minutes, "needed": round(needed)}
            yield Found("teams", team.id, "setup_minutes", team.setup_minutes, words)


def team_without_staff(facts: Facts) -> Iterator[Found]:
    """Yield teams nobody belongs to, where the sheet Petugas names anybody's team."""
    for team in facts.problem.teams if facts.staffed is not None else ():
        if team.id not in (facts.staffed or ()):
            yield Found("teams", team.id, "team", team.id, {"team": team.name})


def base_without_team(facts: Facts) -> Iterator[Found]:
    """Yield bases where no team starts."""
    used = {team.base for team in facts.problem.teams}
    for base in facts.problem.bases:
        if base.id not in used:
            yield Found("bases", base.id, "base", base.id, {"base": base.name})


def fewer_kits_than_teams(facts: Facts) -> Iterator[Found]:
    """Yield bases with some kits that may go out, but fewer kits than teams."""
    teams = Counter(team.base for team in facts.problem.teams)
    for base in facts.problem.bases:
        if base.kits is not None and base.kits < teams[base.id] and _most_kits_out(facts, base.id):
            words = {"base": base.name, "kits": base.kits, "teams": teams[base.id]}
            yield Found("bases", base.id, "kits", base.kits, words)


def no_kit_goes_out(facts: Facts) -> Iterator[Found]:
    """Yield bases with teams and without a kit that may go out on any working day."""
    used = {team.base for team in facts.problem.teams}
    is_work = bool(facts.problem.calendar.working_days())
    for base in facts.problem.bases:
        if is_work and base.kits is not None and base.id in used and not _most_kits_out(facts, base.id):
            yield Found("bases", base.id, "kits", base.kits, {"base": base.name, "kits": base.kits})


def _most_kits_out(facts: Facts, base_id: str) -> int:
    """Return the most kits that may be out on one working day from a base whose kits are counted."""
    base = facts.problem.base[base_id]
    return max((base.kits_on(day) or 0 for day in facts.problem.calendar.working_days()), default=0)
