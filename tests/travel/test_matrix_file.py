import pytest

from planner.domain.places import Base, Village
from planner.errors import ProblemError
from planner.travel.matrix_file import Settings, travel_times
from planner.travel.sea import Boat, Port, Sea
from planner.travel.ways import Leg

NEAR = Village("53.01.01.2001", "Near", 1, 123.8, -10.1, "Timor")
FAR = Village("53.01.02.2001", "Far", 1, 124.1, -9.9, "Timor")
ISLAND = Village("53.01.04.2001", "Island", 1, 123.4, -10.2, "Semau")
BASE = Base("B", "Base", 123.9, -10.0, "Timor")


def test_pairs_that_are_not_named_have_no_road() -> None:
    times = travel_times([NEAR, FAR], [BASE], Sea(), Settings((Leg("B", NEAR.id, 29.5, 12.34),)))

    assert times.leg("B", NEAR.id, 0) == (30.0, 12.3, 0.0, False)
    assert times.between(NEAR.id, FAR.id, 0) == float("inf")
    assert times.reasons == {FAR.id: "no road is known there"}


def test_roads_are_never_made_of_other_roads() -> None:
    roads = Settings((Leg("B", NEAR.id, 30, 10), Leg(NEAR.id, FAR.id, 30, 10), Leg("B", FAR.id, 100, 50)))

    times = travel_times([NEAR, FAR], [BASE], Sea(), roads)

    assert times.between("B", FAR.id, 0) == 100


def test_a_boat_along_the_coast_may_be_quicker_than_the_road() -> None:
    roads = Settings((Leg("B", FAR.id, 100, 50),))

    times = travel_times([FAR], [BASE], Sea((Boat("B", FAR.id, 40, cost_idr=5),)), roads)

    assert times.leg("B", FAR.id, 0) == (40.0, 0.0, 5.0, True)


def test_roads_to_a_port_are_rows_of_the_table_too() -> None:
    sea = Sea((Boat("Bolok", ISLAND.id, 45),), (Port("Bolok", 123.49, -10.22, "Timor"),))

    with_road = travel_times([NEAR, ISLAND], [BASE], sea, Settings((Leg("B", "Bolok", 60, 40),)))
    without = travel_times([NEAR, ISLAND], [BASE], sea, Settings(()))

    assert with_road.leg("B", ISLAND.id, 0) == (105.0, 40.0, 0.0, True)
    assert without.between("B", ISLAND.id, 0) == float("inf")


def test_a_row_across_the_sea_is_refused() -> None:
    with pytest.raises(ProblemError, match="Semau"):
        travel_times([ISLAND], [BASE], Sea(), Settings((Leg("B", ISLAND.id, 60, 10),)))
