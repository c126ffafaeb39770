"""Instances from the villages of NTT: regencies of 63 to 278 villages, 2 to 30 teams, 2 to 10 weeks.

Some are without nights. The villages (points, islands, backlog scenarios) are a data set that is not part of
this project; its folder is given as ``--data``. Teams, further bases, lodging, leave and boats are drawn with
the seed of each instance, so the same name is the same problem on every machine.
"""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random

from planner.domain.calendar import Calendar
from planner.domain.places import Base, Village
from planner.domain.problem import Problem
from planner.domain.rules import Rules
from planner.domain.teams import Team
from planner.travel.sea import Boat, Sea
from planner.travel.straight_line import Roads, Settings, great_circle_km, travel_times

DATA = (
    Path(__file__).resolve().parent.parent.parent / "shared" / "data" / "ntt"
)  # beside the project, where it is
FIRST = date(2018, 5, 7)  # a Monday
HOLIDAYS = {  # 2018; the collective leave of June is not among them, so that ten weeks are ten weeks
    date(2018, 5, 10): "Kenaikan Isa Almasih",
    date(2018, 5, 29): "Waisak",
    date(2018, 6, 1): "Hari Lahir Pancasila",
    date(2018, 6, 15): "Idul Fitri",
}
RATES = (10.0, 12.0, 13.0)  # people an hour and team: 4.5 to 6 minutes each
LODGING = 0.4  # share of villages where a team may sleep
BOAT_KMH = 12.0  # motor boat; a judgement
LOADING_MINUTES = 20
REMOTE_KM = 40.0  # a district further from the capital has slow roads
SAILING = (frozenset(range(7)), frozenset(range(7)), frozenset({0, 3}), frozenset({0, 2, 4}))


@dataclass(frozen=True, slots=True)
class Instance:
    """What an instance is drawn from.

    Parameters
    ----------
    regency
        Kemendagri code of the kabupaten.
    scenario
        Column of the backlog: ``a`` and ``b`` (published margins), ``s`` (139,476 over all 22).
    teams, bases, weeks, nights
        Their numbers; ``nights`` in a row at most, 0 for teams that are back every evening.
    share
        Of the backlog that is really there; makes an instance loose.
    seed
        Of all that is drawn.
    """

    regency: str
    scenario: str
    teams: int
    bases: int
    weeks: int
    nights: int
    share: float = 1.0
    seed: int = 1

    @property
    def name(self) -> str:
        """Short name, unique in the family."""
        return f"{self.regency}-{self.scenario}-{self.teams}t{self.bases}b{self.weeks}w{self.nights}n"


FAMILY = (
    # scarce: team-days for a small part of the backlog
    Instance("53.17", "b", 2, 1, 3, 3),
    Instance("53.01", "b", 6, 3, 8, 4),
    Instance("53.02", "b", 10, 2, 8, 3),
    Instance("53.18", "b", 12, 2, 6, 2),
    Instance("53.06", "b", 8, 3, 6, 4),
    Instance("53.10", "b", 8, 2, 6, 0),
    Instance("53.08", "b", 4, 1, 4, 4),
    Instance("53.05", "b", 3, 2, 6, 4),
    Instance("53.11", "b", 6, 2, 5, 4),
    Instance("53.01", "b", 30, 4, 4, 4),
    # capacity about equals the backlog: the hardest
    Instance("53.14", "b", 3, 1, 7, 4),
    Instance("53.14", "b", 4, 2, 6, 0),
    Instance("53.20", "b", 2, 1, 5, 3),
    Instance("53.04", "b", 5, 1, 6, 2),
    Instance("53.15", "b", 6, 3, 6, 4),
    Instance("53.03", "b", 7, 2, 5, 3),
    Instance("53.07", "s", 4, 2, 4, 4),
    Instance("53.02", "s", 7, 3, 8, 4),
    Instance("53.06", "s", 8, 3, 5, 4),
    Instance("53.02", "b", 30, 4, 6, 4),
    Instance("53.18", "b", 30, 3, 6, 0),
    # loose: more than enough
    Instance("53.09", "s", 4, 2, 6, 3),
    Instance("53.13", "s", 5, 2, 5, 4),
    Instance("53.08", "s", 8, 2, 6, 0),
    Instance("53.16", "s", 9, 3, 6, 3),
    Instance("53.12", "b", 14, 2, 6, 2),
    Instance("53.17", "b", 6, 2, 10, 3),
    Instance("53.19", "s", 20, 4, 3, 4),
)


def instance(name: str) -> Instance:
    """Return the instance of the family with that name.

    Raises
    ------
    KeyError
        When there is none.
    """
    return {one.name: one for one in FAMILY}[name]


def problem_of(one: Instance, data: Path = DATA) -> Problem:
    """Return the problem of an instance.

    Parameters
    ----------
    one
        What to draw it from.
    data
        Folder with ``desa_ntt_titik.csv`` and ``pangkalan_kab.csv``.
    """
    random = Random(f"{one.name}/{one.seed}")
    rows = [row for row in _rows(data / "desa_ntt_titik.csv") if row["kode_kab"] == one.regency]
    capital = next(row for row in _rows(data / "pangkalan_kab.csv") if row["kode_kab"] == one.regency)
    villages = tuple(_village(row, one, random) for row in rows)
    bases = _bases(capital, villages, one.bases, random)
    calendar = Calendar(FIRST, FIRST + timedelta(days=7 * one.weeks - 1), holidays=HOLIDAYS)
    days = [day for day in calendar.days() if calendar.is_working(day)]
    teams = tuple(_team(n, bases[n % len(bases)], one, days, random) for n in range(one.teams))
    far = {v.district_id for v in villages if great_circle_km([v, bases[0]])[0, 1] > REMOTE_KM}
    roads = Settings(1.4, 40.0, {district: Roads(1.9, 25.0) for district in sorted(far)})
    travel = travel_times(villages, bases, Sea(_boats(villages, bases, random)), roads)
    return Problem(one.name, villages, bases, teams, calendar, travel, Rules(10))


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _village(row: dict[str, str], one: Instance, random: Random) -> Village:
    return Village(
        id=row["kode_desa"],
        name=row["nama_desa"],
        backlog=round(one.share * int(row[f"belum_{one.scenario}"])),
        lon=float(row["lon"]),
        lat=float(row["lat"]),
        island=row["pulau"],
        district_id=row["kode_kec"],
        district=row["nama_kec"],
        regency_id=row["kode_kab"],
        regency=row["nama_kab"],
        lodging=random.random() < LODGING,
        modelled=True,
    )


def _bases(
    capital: dict[str, str], villages: Sequence[Village], count: int, random: Random
) -> tuple[Base, ...]:
    """Return the capital's office, and others, each in a village far from those before."""
    bases = [Base("B1", capital["ibu_kota"], float(capital["lon"]), float(capital["lat"]), capital["pulau"])]
    while len(bases) < count:
        km = great_circle_km([*villages, *bases])[: len(villages), len(villages) :].min(axis=1)
        at = villages[random.choice(km.argsort()[-len(villages) // 4 :].tolist())]
        bases.append(Base(f"B{len(bases) + 1}", f"Kantor Camat {at.district}", at.lon, at.lat, at.island))
    return tuple(bases)


def _team(number: int, base: Base, one: Instance, days: Sequence[date], random: Random) -> Team:
    """Return a team; every fourth one is away for two days."""
    leave = random.randrange(len(days) - 1)
    away = frozenset(days[leave : leave + 2]) if number % 4 == 3 else frozenset()
    return Team(
        id=f"T{number + 1}",
        name=f"Tim {number + 1} {base.name}",
        base=base.id,
        rate_per_hour=RATES[number // one.bases % len(RATES)],
        setup_minutes=random.choice((45, 60)) if number % 5 == 4 else 45,
        max_nights=one.nights,
        away=away,
    )


def _boats(villages: Sequence[Village], bases: Sequence[Base], random: Random) -> tuple[Boat, ...]:
    """Return one boat from every island to the nearest land that is joined to the first base."""
    places = [*villages, *bases]
    km = great_circle_km(places)
    joined = {bases[0].island}
    boats = []
    while rest := [n for n, place in enumerate(places) if place.island not in joined]:
        near = [n for n, place in enumerate(places) if place.island in joined]
        a, b = min(((i, j) for i in near for j in rest), key=lambda pair: (km[pair], pair))
        minutes = round(km[a, b] / BOAT_KMH * 60) + LOADING_MINUTES
        boats.append(Boat(places[a].id, places[b].id, minutes, random.choice(SAILING)))
        joined.add(places[b].island)
    return tuple(boats)
