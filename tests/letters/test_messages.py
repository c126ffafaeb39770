"""Short texts for the telephone."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from planner.domain.plan import Outcome, Plan, Stop, TeamDay
from planner.letters.messages import Messages, fitted
from planner.letters.office import Office, Officer, TeamOffice
from planner.words import Language


def texts(plan: Plan, office: Office | None = None, language: Language = "id") -> dict[str, str]:
    found = Messages(plan, office or Office(), paper="f4", language=language)
    return {message.name: message.text for message in found.messages()}


def test_a_village_is_told_when_what_to_bring_and_whom_to_call(two_teams: Plan) -> None:
    text = texts(two_teams, Office(contact="Kantor 0800"))["desa_53.01.02.2001_Far"]

    assert text.splitlines()[:3] == [
        "Yth. Kepala Desa Far. Tim kami melayani perekaman KTP-el di Desa Far:",
        "- Selasa, 8 Mei 2018, 10.00–16.00",
        "- Rabu, 9 Mei 2018, 08.00–09.30",
    ]
    assert "fotokopi KK" in text
    assert "Narahubung: Kantor 0800" in text
    assert two_teams.version in text


def test_a_team_is_told_its_trip(two_teams: Plan) -> None:
    assert texts(two_teams)["tim_2018-05-08_T1"].splitlines() == [
        "Tim 1, jadwal 8 Mei 2018 – 9 Mei 2018:",
        "- Selasa, 8 Mei 2018: Far, 10.00–16.00, target 60 orang",
        "- Rabu, 9 Mei 2018: Far, 08.00–09.30, target 15 orang",
        "Berangkat pukul 08.00 dari Oelamasi.",
        f"Rencana {two_teams.version}. Surat tugas berlaku.",
    ]


def test_there_is_one_for_each_village_and_trip_and_none_names_an_officer(two_teams: Plan) -> None:
    team = TeamOffice(officers=(Officer(name="Nama Ketua"),))

    found = texts(two_teams, Office(teams={"T1": team}))

    assert len(found) == 2 + 3
    assert "Nama Ketua" not in "".join(found.values())


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("name", ["Far", "Panjang " * 200])
def test_no_text_is_longer_than_it_may_be(two_teams: Plan, language: Language, name: str) -> None:
    problem = two_teams.problem
    far = replace(problem.villages[1], name=name, backlog=10_000)
    first = date(2018, 5, 14)
    days = tuple(
        TeamDay("T1", day, "B", 480, (Stop(far.id, 600, 600, 660, 10),), "B", 780)
        for day in (first + timedelta(days=n) for n in range(60))
    )
    plan = Plan(problem.replace(villages=(problem.villages[0], far)), days, Outcome("by hand"))
    long = Office(name=name, contact=name)

    found = texts(plan, long, language)

    assert max(len(text) for text in found.values()) <= 700
    village = next(text for key, text in found.items() if key.startswith("desa_"))
    assert (
        village.count("10.00–11.00")
        + int(village.split("lagi" if language == "id" else "more")[0].split()[-1])
        == 60
    )


def test_what_does_not_fit_is_counted() -> None:
    lines = [f"line {n}" for n in range(10)]

    text = fitted(["head"], lines, ["tail"], lambda n: f"and {n} more", longest=50)

    kept = text.splitlines()[1:-2]
    assert kept == lines[: len(kept)]
    assert text.splitlines()[-2:] == [f"and {10 - len(kept)} more", "tail"]
    assert len(text) <= 50 < len(text) + len("line 9\n")
