"""Trips and stays: what an office signs for."""

from datetime import date

from planner.domain.plan import Plan, Stop, TeamDay
from planner.domain.trips import stays_of, trips_of

NEAR, FAR = "53.01.01.2001", "53.01.02.2001"


def test_a_trip_goes_from_the_base_back_to_it(two_teams: Plan) -> None:
    trips = [(trip.team, trip.first.day, trip.last.day, trip.people) for trip in trips_of(two_teams)]

    assert trips == [("T1", 7, 7, 30), ("T2", 7, 7, 20), ("T1", 8, 9, 75)]


def test_every_team_day_is_in_one_trip(two_teams: Plan) -> None:
    days = [day for trip in trips_of(two_teams) for day in trip.days]

    assert sorted(days, key=lambda day: (day.day, day.team)) == list(two_teams.team_days)


def test_a_stay_over_night_is_one_stay(two_teams: Plan) -> None:
    start, far, end = stays_of(trips_of(two_teams)[2])

    assert (start.place, start.to, start.last.day) == ("B", FAR, 8)
    assert (far.place, far.first.day, far.last.day, len(far.stops), far.to) == (FAR, 8, 9, 2, "B")
    assert (end.place, end.first.day, end.to) == ("B", 9, "")


def test_a_village_visited_again_later_is_another_stay(two_teams: Plan) -> None:
    stops = (Stop(NEAR, 510, 510, 570, 10), Stop(FAR, 690, 690, 700, 1), Stop(NEAR, 820, 820, 880, 10))
    day = TeamDay("T1", date(2018, 5, 7), "B", 480, stops, "B", 910)

    (trip,) = trips_of(Plan(two_teams.problem, (day,), two_teams.outcome))

    assert [stay.place for stay in stays_of(trip)] == ["B", NEAR, FAR, NEAR, "B"]


def test_a_night_without_service_is_a_stay_without_stops(two_teams: Plan) -> None:
    days = (
        TeamDay("T1", date(2018, 5, 8), "B", 480, (), FAR, 600),
        TeamDay("T1", date(2018, 5, 9), FAR, 480, (Stop(NEAR, 600, 600, 660, 10),), "B", 690),
    )

    (trip,) = trips_of(Plan(two_teams.problem, days, two_teams.outcome))

    assert [(stay.place, len(stay.stops)) for stay in stays_of(trip)] == [
        ("B", 0),
        (FAR, 0),
        (NEAR, 1),
        ("B", 0),
    ]
