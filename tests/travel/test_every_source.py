"""Every source of travel times keeps the same promises, whatever it knows about the roads."""

import dataclasses
import pickle
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import pytest

from planner.domain.places import Base, Village
from planner.domain.travel_times import TravelTimes
from planner.errors import ProblemError
from planner.travel import SOURCES, source
from planner.travel.sea import Boat, Port, Sea
from planner.travel.ways import Leg

NEAR = Village("53.01.01.2001", "Near", 10, 123.80, -10.10, "Timor", "53.01.01")
FAR = Village("53.01.02.2001", "Far", 10, 124.10, -9.90, "Timor", "53.01.02")
SHORE = Village("53.01.04.2001", "Shore", 10, 123.47, -10.17, "Semau", "53.01.04")
INLAND = Village("53.01.04.2002", "Inland", 10, 123.40, -10.20, "Semau", "53.01.04")
ISLET = Village("53.01.05.2001", "Islet", 10, 123.30, -10.40, "Islet", "53.01.05")
VILLAGES = (NEAR, FAR, SHORE, INLAND, ISLET)
BASE = Base("B", "Base", 123.90, -10.00, "Timor")
PORT = Port("Bolok", 123.49, -10.22, "Timor")
EVERY_DAY = frozenset(range(7))
TO_SEMAU = Boat("Bolok", SHORE.id, 45, cost_idr=300_000)
TO_ISLET = Boat(INLAND.id, ISLET.id, 60, frozenset({0, 3}), 500_000)

Travel = Callable[..., TravelTimes]


def some_roads(places: Sequence[Any]) -> tuple[Leg, ...]:
    """Return a road between any two places of one island, one minute per hundredth of a degree."""
    pairs = [(a, b) for n, a in enumerate(places) for b in places[:n] if a.island == b.island]
    lengths = [100 * (abs(a.lon - b.lon) + abs(a.lat - b.lat)) for a, b in pairs]
    return tuple(Leg(a.id, b.id, km, km) for (a, b), km in zip(pairs, lengths, strict=True))


KEYS: dict[str, Callable[[Sequence[Any]], dict[str, Any]]] = {
    "straight_line": lambda places: {},
    "matrix_file": lambda places: {"table": some_roads(places)},
}


@pytest.fixture(params=SOURCES)
def travel(request: pytest.FixtureRequest) -> Travel:
    """Ask one source for the travel times between the five villages and the base."""
    module = source(request.param)

    def times(
        *boats: Boat, bases: Sequence[Base] = (BASE,), weekdays: frozenset[int] = frozenset(range(5))
    ) -> Any:
        sea = Sea(boats, (PORT,))
        settings = module.Settings(**KEYS[request.param]((*VILLAGES, *bases, *sea.ports)))
        return module.travel_times(VILLAGES, bases, sea, settings, weekdays=weekdays)

    return times


def test_every_source_is_tried_here() -> None:
    assert KEYS.keys() == SOURCES.keys()


@pytest.mark.parametrize("name", SOURCES)
def test_the_settings_of_a_source_are_a_frozen_dataclass(name: str) -> None:
    settings = source(name).Settings

    assert dataclasses.is_dataclass(settings)
    assert settings.__dataclass_params__.frozen  # type: ignore[attr-defined]


def test_places_are_villages_then_bases_without_ports(travel: Travel) -> None:
    assert travel(TO_SEMAU).place_ids == (*(village.id for village in VILLAGES), "B")


def test_staying_takes_no_time(travel: Travel) -> None:
    times = travel(TO_SEMAU, TO_ISLET)

    assert not times.minutes.diagonal(axis1=1, axis2=2).any()
    assert not times.km.diagonal(axis1=1, axis2=2).any()
    assert not times.by_boat.diagonal(axis1=1, axis2=2).any()


def test_minutes_are_whole_and_never_negative(travel: Travel) -> None:
    minutes = travel(TO_SEMAU, TO_ISLET).minutes

    known = minutes[np.isfinite(minutes)]
    assert (known >= 0).all()
    assert (known == np.ceil(known)).all()
    assert not np.isnan(minutes).any()


def test_kilometres_have_one_decimal_and_fares_are_never_negative(travel: Travel) -> None:
    times = travel(TO_SEMAU, TO_ISLET)

    assert np.array_equal(times.km, times.km.round(1))
    assert np.isfinite(times.km).all()
    assert (times.km >= 0).all()
    assert np.isfinite(times.cost_idr).all()
    assert (times.cost_idr >= 0).all()


def test_ways_are_as_long_back_as_there(travel: Travel) -> None:
    times = travel(TO_SEMAU, TO_ISLET)

    for array in (times.minutes, times.km, times.cost_idr, times.by_boat):
        assert np.array_equal(array, array.transpose(0, 2, 1))


def test_nothing_crosses_the_sea_without_a_boat(travel: Travel) -> None:
    times = travel()

    for a in (*VILLAGES, BASE):
        for b in (*VILLAGES, BASE):
            assert np.isfinite(times.between(a.id, b.id, 0)) == (a.island == b.island)
    assert not times.by_boat.any()


def test_every_way_to_another_island_is_by_boat_and_no_road_is(travel: Travel) -> None:
    times = travel(TO_SEMAU, TO_ISLET)

    for a in (*VILLAGES, BASE):
        for b in (*VILLAGES, BASE):
            assert times.leg(a.id, b.id, 0)[3] == (a.island != b.island)


def test_a_way_across_the_sea_is_road_boat_and_road(travel: Travel) -> None:
    from_port = travel(TO_SEMAU)
    from_base = travel(Boat("B", SHORE.id, 45, cost_idr=300_000))

    to_shore = from_port.leg("B", SHORE.id, 0)
    to_inland = from_port.leg("B", INLAND.id, 0)
    road = from_port.leg(SHORE.id, INLAND.id, 0)
    assert to_shore[0] > from_base.leg("B", SHORE.id, 0)[0] == 45
    assert to_inland[0] == pytest.approx(to_shore[0] + road[0], abs=1)
    assert to_inland[1] == pytest.approx(to_shore[1] + road[1], abs=0.11)
    assert to_inland[2] == 300_000


def test_several_boats_are_taken_one_after_the_other(travel: Travel) -> None:
    times = travel(TO_SEMAU, TO_ISLET)

    to_inland, to_islet = times.leg("B", INLAND.id, 0), times.leg("B", ISLET.id, 0)
    assert to_islet[0] == to_inland[0] + 60
    assert to_islet[2] == 800_000


def test_a_boat_takes_people_on_its_weekdays_only(travel: Travel) -> None:
    times = travel(TO_SEMAU, TO_ISLET)

    sails = [np.isfinite(times.between("B", ISLET.id, day)) for day in range(7)]
    assert sails == [True, False, False, True, False, False, False]
    assert len(times.minutes) == 2
    assert all(np.isfinite(times.between("B", INLAND.id, day)) for day in range(7))


def test_a_boat_of_one_direction_does_not_come_back(travel: Travel) -> None:
    times = travel(Boat("Bolok", SHORE.id, 45, both_ways=False))

    assert np.isfinite(times.between("B", SHORE.id, 0))
    assert not np.isfinite(times.between(SHORE.id, "B", 0))
    assert times.reasons[SHORE.id].endswith("a boat leads there but none back")


def test_the_quickest_of_several_boats_is_taken(travel: Travel) -> None:
    slow = Boat("Bolok", SHORE.id, 200, cost_idr=1)

    assert travel(slow, TO_SEMAU) == travel(TO_SEMAU, slow) == travel(TO_SEMAU)


def test_places_nobody_reaches_have_their_reason_in_words(travel: Travel) -> None:
    assert travel().reasons == {
        SHORE.id: "island Semau: no boat link leads there",
        INLAND.id: "island Semau: no boat link leads there",
        ISLET.id: "island Islet: no boat link leads there",
    }
    assert travel(TO_SEMAU, TO_ISLET).reasons == {}


def test_boats_on_days_without_work_reach_nobody(travel: Travel) -> None:
    sunday = Boat(INLAND.id, ISLET.id, 60, frozenset({6}))

    assert travel(TO_SEMAU, sunday).reasons == {
        ISLET.id: "island Islet: boats from Semau sail on no working weekday (Sunday)"
    }
    assert travel(TO_SEMAU, sunday, weekdays=EVERY_DAY).reasons == {}


def test_boats_that_lead_to_no_base_reach_nobody(travel: Travel) -> None:
    reasons = travel(TO_ISLET).reasons

    assert reasons[ISLET.id] == (
        "island Islet: boats go to Semau only, and not on to a base on a working weekday"
    )


def test_a_place_is_reached_when_any_base_reaches_it(travel: Travel) -> None:
    semau = Base("S", "Semau", 123.45, -10.18, "Semau")

    assert travel(bases=(BASE, semau)).reasons.keys() == {ISLET.id}


def test_a_boat_to_nowhere_is_refused(travel: Travel) -> None:
    with pytest.raises(ProblemError, match="unknown place 'Atlantis'"):
        travel(Boat("Bolok", "Atlantis", 45))


def test_the_same_places_give_the_same_times_and_survive_pickling(travel: Travel) -> None:
    times = travel(TO_SEMAU, TO_ISLET)

    assert times == travel(TO_SEMAU, TO_ISLET)
    assert pickle.loads(pickle.dumps(times)) == times
