import math

import numpy as np
import pytest

from planner.domain.places import Base, Village
from planner.errors import ProblemError
from planner.travel.sea import Sea
from planner.travel.straight_line import EARTH_RADIUS_KM, Roads, Settings, great_circle_km, travel_times
from planner.travel.ways import Leg

DEGREE_KM = math.pi * EARTH_RADIUS_KM / 180  # 111.195 km along a meridian
SOUTH = Village("53.01.01.2001", "South", 1, 124.0, -10.0, "Timor", "53.01.01")
MIDDLE = Village("53.01.02.2001", "Middle", 1, 124.0, -9.5, "Timor", "53.01.02")
NORTH = Village("53.01.03.2001", "North", 1, 124.0, -9.0, "Timor", "53.01.03")
BASE = Base("B", "Base", 124.0, -10.1, "Timor")


def test_a_degree_along_the_meridian_is_the_known_length() -> None:
    km = great_circle_km([SOUTH, NORTH])

    assert km[0, 1] == pytest.approx(DEGREE_KM)
    assert not km.diagonal().any()


def test_kupang_and_oelamasi_are_as_far_as_measured() -> None:
    kupang, oelamasi = (
        Base("K", "", 123.607763, -10.164043, "Timor"),
        Base("O", "", 123.84375, -10.08848, "Timor"),
    )

    assert great_circle_km([kupang, oelamasi])[0, 1] == pytest.approx(27.2, abs=0.1)


def test_minutes_are_straight_line_times_detour_at_the_speed_rounded_up() -> None:
    times = travel_times([SOUTH, NORTH], [BASE], Sea(), Settings(detour=1.4, speed_kmh=40))

    expected = math.ceil(DEGREE_KM * 1.4 / 40 * 60)  # 233.5 -> 234
    assert times.leg(SOUTH.id, NORTH.id, 0) == (expected, round(DEGREE_KM * 1.4, 1), 0.0, False)


@pytest.mark.parametrize(
    ("start", "end", "detour", "speed"),
    [(SOUTH, MIDDLE, 1.4, 40), (SOUTH, NORTH, 1.9, 40), (MIDDLE, NORTH, 1.9, 25)],
)
def test_a_way_takes_the_larger_detour_and_the_slower_speed_of_its_ends(
    start: Village, end: Village, detour: float, speed: float
) -> None:
    roads = {"53.01.03": Roads(detour=1.9), "53.01.02": Roads(speed_kmh=25)}
    speed = min(speed, 25 if MIDDLE in (start, end) else 40)

    times = travel_times([SOUTH, MIDDLE, NORTH], [BASE], Sea(), Settings(districts=roads))

    km = great_circle_km([start, end])[0, 1] * detour
    assert times.between(start.id, end.id, 0) == math.ceil(60 * km / speed)
    assert times.between(end.id, start.id, 0) == times.between(start.id, end.id, 0)


def test_a_base_has_the_roads_of_the_nearest_village() -> None:
    settings = Settings(districts={"53.01.01": Roads(detour=2.0, speed_kmh=20)})

    times = travel_times([SOUTH, NORTH], [BASE], Sea(), settings)

    assert times.between("B", NORTH.id, 0) == math.ceil(60 * 1.1 * DEGREE_KM * 2.0 / 20)


def test_a_known_pair_replaces_that_pair_alone() -> None:
    villages = [SOUTH, MIDDLE, NORTH]
    plain = travel_times(villages, [BASE], Sea(), Settings())

    pairs = (Leg(SOUTH.id, MIDDLE.id, 10.2, 5.04), Leg("B", NORTH.id, 999, 1, both_ways=False))
    times = travel_times(villages, [BASE], Sea(), Settings(pairs=pairs))

    assert times.leg(MIDDLE.id, SOUTH.id, 0) == (11.0, 5.0, 0.0, False)
    assert times.between("B", NORTH.id, 0) == 999
    changed = np.argwhere(times.minutes[0] != plain.minutes[0]).tolist()
    assert changed == [[0, 1], [1, 0], [3, 2]]


def test_a_pair_across_the_sea_is_refused() -> None:
    island = Village("53.01.04.2001", "Island", 1, 123.4, -10.2, "Semau", "53.01.04")

    with pytest.raises(ProblemError, match="ways across the sea are boat links"):
        travel_times([SOUTH, island], [BASE], Sea(), Settings(pairs=(Leg("B", island.id, 60, 10),)))


def test_unknown_districts_and_places_are_refused() -> None:
    with pytest.raises(ProblemError, match=r"no village lies in district '53\.01\.99'"):
        travel_times([SOUTH], [BASE], Sea(), Settings(districts={"53.01.99": Roads(detour=2)}))
    with pytest.raises(ProblemError, match="there is no place 'X'"):
        travel_times([SOUTH], [BASE], Sea(), Settings(pairs=(Leg("B", "X", 60, 10),)))


@pytest.mark.parametrize("changes", [{"detour": 0.9}, {"speed_kmh": 0}, {"detour": math.inf}])
def test_factors_no_road_can_have_are_refused(changes: dict[str, float]) -> None:
    for settings in (Settings, Roads):
        with pytest.raises(ValueError, match="expected"):
            settings(**changes)


def test_two_places_in_one_spot_are_no_minutes_apart() -> None:
    twin = Village("53.01.01.2002", "Twin", 1, SOUTH.lon, SOUTH.lat, "Timor", "53.01.01")

    assert travel_times([SOUTH, twin], [BASE], Sea(), Settings()).between(SOUTH.id, twin.id, 0) == 0
