"""The command line: what it prints where, its exit codes, and which files it leaves behind."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import openpyxl
import pytest

import planner
from planner.cli import main

FILES = {
    "planner.toml": """
title = "Two villages"
[villages]
file = "villages.csv"
[bases]
file = "bases.csv"
[teams]
file = "teams.csv"
[calendar]
first_day = 2018-05-07
deadline = 2018-05-11
""",
    "villages.csv": """\
kode_desa,nama_desa,pulau,lon,lat,belum_rekam,menginap
53.01.01.2001,Dekat,Timor,123.80,-10.10,65,tidak
53.01.02.2001,Jauh,Timor,124.10,-9.90,75,ya
""",
    "bases.csv": "Kode Basis,Bujur,Lintang,Pulau\nB,123.90,-10.00,Timor\n",
    "teams.csv": "Kode Tim,Basis,Laju per Jam\nT1,B,10\n",
}  # four days of one team are enough for all 140 people
KEYS = {
    "status", "recorded", "left_over", "bound", "gap", "baseline_recorded", "teams", "team_days",
    "villages_visited", "violations", "seconds",
}  # fmt: skip


class Said(NamedTuple):
    """What a command said, and how it ended."""

    code: int
    out: str
    err: str


Call = Callable[..., Said]


def written(folder: Path, **changes: str) -> Path:
    """Write the project with some files replaced (``teams`` for teams.csv); return its planner.toml."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in FILES.items():
        (folder / name).write_text(changes.get(name.split(".")[0], content), encoding="utf-8")
    return folder / "planner.toml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return written(tmp_path / "project")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """Folder for results, which is not there yet."""
    return tmp_path / "out"


@pytest.fixture
def call(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Call:
    """Run ``planner`` in this process; output is taken where the operating system would, banners included."""

    def run(*arguments: object) -> Said:
        monkeypatch.setattr(sys, "argv", ["planner", *map(str, arguments)])
        code = 0
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
        return Said(code, *capfd.readouterr())

    return run


def edited(plan: Path, change: Callable[[Any], None]) -> Path:
    """Change the JSON value of a plan's file."""
    value = json.loads(plan.read_text(encoding="utf-8"))
    change(value)
    plan.write_text(json.dumps(value), encoding="utf-8")
    return plan


# --- plan ----------------------------------------------------------------------------------------------


def test_a_plan_is_told_in_a_few_lines_and_written(call: Call, project: Path, out: Path) -> None:
    said = call("plan", project, "--seconds", 20, "--out", out / "plan.json")

    assert said.code == 0
    assert (
        "Two villages: 2 villages, 140 people not recorded; 1 teams, 4 working days to 11 May 2018"
        in said.out
    )
    assert "140 people recorded, 0 left over" in said.out
    assert "rules: all kept" in said.out
    assert f"wrote {out / 'plan.json'}" in said.out
    assert planner.read_plan(out / "plan.json").recorded == 140


def test_rules_that_contradict_each_other_are_named_and_the_rest_is_planned(
    call: Call, tmp_path: Path
) -> None:
    toml = FILES["planner.toml"] + '[rules]\nfile = "rules.csv"\n'
    project = written(tmp_path)
    project.write_text(toml, encoding="utf-8")
    rules = "rule,kind,value,reason\nA1,MIN,60,target\nA2,MAX,50,genset\n"
    (tmp_path / "rules.csv").write_text(rules, encoding="utf-8")

    said = call("plan", project, "--seconds", 6)

    assert said.code == 0
    assert "given up (no plan keeps more of them)" in said.out
    assert "no plan can keep together: A1, A2; relax one of them" in said.out
    assert "rules: all others kept" in said.out


def test_json_is_one_object_and_nothing_else(call: Call, project: Path) -> None:
    said = call("plan", project, "--seconds", 20, "--json")

    result = json.loads(said.out)
    assert said.code == 0
    assert set(result) >= KEYS
    assert (result["status"], result["recorded"], result["left_over"], result["bound"]) == (
        "PROVED",
        140,
        0,
        140,
    )
    assert (result["teams"], result["team_days_available"], result["villages_visited"]) == (1, 4, 2)
    assert 1 <= result["team_days"] <= 4
    assert (result["gap"], result["violations"]) == (0, [])


def test_json_of_the_whole_program_is_one_object(project: Path) -> None:
    command = [sys.executable, "-m", "planner", "plan", str(project), "--rounds", "5", "--json"]

    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)

    assert set(json.loads(done.stdout)) >= KEYS


def test_every_file_asked_for_is_written(call: Call, project: Path, out: Path) -> None:
    said = call(
        "plan",
        project,
        "--rounds",
        5,
        "--out",
        out / "plan.json",
        "--out",
        out / "deep" / "plan.csv",
        "--json",
    )

    assert json.loads(said.out)["files"] == [str(out / "plan.json"), str(out / "deep" / "plan.csv")]
    assert sorted(p.name for p in out.rglob("*") if p.is_file())[:2] == ["plan.csv", "plan.json"]


def test_rounds_and_seed_give_the_same_plan_again(call: Call, project: Path, out: Path) -> None:
    for name in ("one.json", "two.json"):
        call("plan", project, "--rounds", 5, "--seed", 3, "--out", out / name)

    one, two = (planner.read_plan(out / name) for name in ("one.json", "two.json"))
    assert (one.team_days, one.outcome.seed) == (two.team_days, 3)


def test_todays_practice_is_an_optimiser_too(call: Call, project: Path) -> None:
    said = call("plan", project, "--optimiser", "greedy", "--json")

    assert (said.code, json.loads(said.out)["status"]) == (0, "NO BOUND")


def test_progress_is_no_part_of_the_result(call: Call, project: Path) -> None:
    said = call("plan", project, "--seconds", 20)

    assert "Ctrl-C keeps the best so far" in said.err
    assert "Ctrl-C" not in said.out


# --- faults: 1 -----------------------------------------------------------------------------------------

TWO_FAULTS = "Kode Tim,Basis,Laju per Jam\nT1,C,10\nT2,B,0\n"


@pytest.mark.parametrize("as_json", [[], ["--json"]])
def test_nothing_is_written_when_the_project_has_faults(
    call: Call, tmp_path: Path, out: Path, as_json: list[str]
) -> None:
    project = written(tmp_path / "project", teams=TWO_FAULTS)

    said = call("plan", project, "--out", out / "plan.json", *as_json)

    assert (said.code, said.out) == (1, "")
    assert "teams.csv: 2 faults" in said.err
    assert "row 2" in said.err
    assert "row 3" in said.err
    assert not out.exists()


@pytest.mark.parametrize(
    "command", [["check"], ["plan"], ["whatif", "--teams", "1:2"]], ids=["check", "plan", "whatif"]
)
def test_faults_end_every_command_without_a_traceback(call: Call, tmp_path: Path, command: list[str]) -> None:
    project = written(tmp_path / "project", teams=TWO_FAULTS)

    said = call(command[0], project, *command[1:])

    assert (said.code, said.out) == (1, "")
    assert "Traceback" not in said.err
    assert "teams.csv: 2" in said.err


@pytest.mark.parametrize("command", [["check"], ["plan"], ["whatif", "--teams", "1:2"], ["verify"]])
def test_a_file_that_is_not_there_is_a_fault(call: Call, tmp_path: Path, command: list[str]) -> None:
    said = call(command[0], tmp_path / "none.toml", *command[1:])

    assert said == (1, "", f"{tmp_path / 'none.toml'}: there is no such file\n")


def test_a_place_where_nothing_can_be_written_is_a_fault(call: Call, project: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")

    said = call("plan", project, "--rounds", 2, "--out", tmp_path / "file" / "plan.json")

    assert said.code == 1
    assert "plan.json cannot be written" in said.err
    assert "Traceback" not in said.err


def test_more_teams_of_none_are_a_fault(call: Call, tmp_path: Path) -> None:
    project = written(tmp_path / "project", teams="Kode Tim,Basis,Laju per Jam\n")

    said = call("whatif", project, "--teams", "0:2")

    assert said.code == 1
    assert "no team" in said.err or "teams.csv" in said.err


# --- wrong calls: 2 ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["plan", "{project}", "--out", "{out}/plan.pln"], "known formats are"),
        (["plan", "{project}", "--out", "{out}/plan"], "known formats are"),
        (["plan", "{project}", "--optimiser", "best"], "known are trips, greedy"),
        (["plan", "{project}", "--lang", "fr"], "known are id, en"),
        (["plan", "{project}", "--rounds", "0"], "rounds"),
        (["plan", "{project}", "--seconds", "-1"], "seconds"),
        (["plan", "{project}", "--seed", "-1"], "seed"),
        (["plan", "{project}", "--teams", "3"], "No such option"),
        (["plan"], "Missing argument"),
        (["whatif", "{project}"], "Missing option"),
        (["whatif", "{project}", "--teams", "three"], "expected e.g. 3:15"),
        (["whatif", "{project}", "--teams", "5:3"], "expected e.g. 3:15"),
        (["whatif", "{project}", "--teams", "1:5:0"], "expected e.g. 3:15"),
        (["whatif", "{project}", "--teams", "-1,2"], "expected e.g. 3:15"),
        (["whatif", "{project}", "--teams", "501"], "expected e.g. 3:15"),
        (["whatif", "{project}", "--teams", "1", "--out", "{out}/table.pdf"], "known formats are"),
        (["whatif", "{project}", "--teams", "1", "--at", "X"], "known are best"),
        (["whatif", "{project}", "--teams", "1", "--targets", "120"], "expected per cent from 0 to 100"),
        (["export", "{project}"], "name at least one file"),
        (["fly"], "No such command"),
    ],
    ids=lambda value: " ".join(value[:1] + value[2:]) if isinstance(value, list) else None,
)
def test_a_wrong_call_is_refused_before_anything_is_done(
    call: Call, project: Path, out: Path, arguments: list[str], message: str
) -> None:
    said = call(*(argument.format(project=project, out=out) for argument in arguments))

    assert (said.code, said.out) == (2, "")
    assert message in " ".join(said.err.split())
    assert not out.exists()


# --- check, verify, export, whatif ---------------------------------------------------------------------


def test_check_says_what_is_in_a_project(call: Call, project: Path) -> None:
    said = call("check", project)

    assert said.code == 0
    assert "every village with a backlog can be reached" in said.out


def test_check_names_villages_that_cannot_be_reached(call: Call, tmp_path: Path) -> None:
    cut_off = FILES["villages.csv"].replace("Jauh,Timor", "Jauh,Semau")
    project = written(tmp_path / "project", villages=cut_off)

    assert "1 villages with 75 people cannot be served" in call("check", project).out
    contents = json.loads(call("check", project, "--json").out)
    assert list(contents["unreachable"]) == ["53.01.02.2001"]
    assert (contents["backlog"], contents["team_days"]) == (140, 4)
    (finding,) = [one for one in contents["findings"] if one["rule"] == "unreachable"]
    assert (finding["severity"], finding["cell"]) == ("warning", "villages.csv!A3")


def test_check_counts_what_it_finds_first_and_ends_with_1_on_errors_only(call: Call, tmp_path: Path) -> None:
    doubtful = written(tmp_path / "a", villages=FILES["villages.csv"].replace(",65,", ",0,"))
    wrong = written(tmp_path / "b", teams=TWO_FAULTS)

    assert call("check", doubtful).code == 0
    assert "data: 0 errors, 0 warnings, 1 note\nvillages.csv: 1\n  note F2" in call("check", doubtful).out
    assert call("check", wrong).err.startswith("data: 2 errors, 0 warnings, 0 notes\nteams.csv: 2\n")
    as_json = call("check", wrong, "--json")
    assert (as_json.code, as_json.err) == (1, "")
    assert json.loads(as_json.out)["counts"] == {"error": 2, "warning": 0, "note": 0}


def test_check_writes_a_report_also_of_faults(call: Call, tmp_path: Path, out: Path) -> None:
    said = call("check", written(tmp_path / "a", teams=TWO_FAULTS), "--out", out / "report.xlsx")

    assert (said.code, said.out) == (1, f"wrote {out / 'report.xlsx'}: the sheet Mutu Data\n")
    assert openpyxl.load_workbook(out / "report.xlsx").sheetnames == ["Mutu Data"]
    assert call("check", tmp_path / "a" / "planner.toml", "--out", out / "report.csv").code == 2


def test_verify_passes_the_plan_it_is_given(call: Call, project: Path, out: Path) -> None:
    call("plan", project, "--rounds", 5, "--out", out / "plan.json")

    said = call("verify", out / "plan.json")

    assert said.code == 0
    assert "rules: all kept" in said.out
    assert json.loads(call("verify", out / "plan.json", "--json").out)["violations"] == []


def test_verify_names_the_rule_that_a_changed_plan_breaks(call: Call, project: Path, out: Path) -> None:
    call("plan", project, "--rounds", 5, "--out", out / "plan.json")

    def lower_the_bound(value: Any) -> None:
        value["outcome"]["bound"] = 100.0

    edited(out / "plan.json", lower_the_bound)
    said = call("verify", out / "plan.json")

    assert (said.code, said.out) == (1, "")
    assert "bound: 140 people recorded, above the bound of 100" in said.err
    as_json = call("verify", out / "plan.json", "--json")
    assert as_json.code == 1
    assert len(json.loads(as_json.out)["violations"]) == 1


def test_a_plan_that_breaks_a_rule_is_not_exported(call: Call, project: Path, out: Path) -> None:
    call("plan", project, "--rounds", 5, "--out", out / "plan.json")

    def lower_the_bound(value: Any) -> None:
        value["outcome"]["bound"] = 100.0

    said = call("export", edited(out / "plan.json", lower_the_bound), "--out", out / "plan.csv")

    assert said.code == 1
    assert not (out / "plan.csv").exists()


def test_export_writes_a_kept_plan_in_another_format(call: Call, project: Path, out: Path) -> None:
    call("plan", project, "--rounds", 5, "--out", out / "plan.json")

    said = call("export", out / "plan.json", "--out", out / "plan.geojson")

    assert (said.code, said.out) == (0, f"wrote {out / 'plan.geojson'}\n")
    assert json.loads((out / "plan.geojson").read_text(encoding="utf-8"))["type"] == "FeatureCollection"


def test_whatif_prints_a_row_for_each_number_of_teams(call: Call, project: Path, out: Path) -> None:
    said = call("whatif", project, "--teams", "0:2", "--seconds", 20, "--out", out / "table.csv")

    rows = [line.split() for line in said.out.split("\n\n")[0].splitlines()[2:]]
    assert said.code == 0
    assert [(row[0], row[2]) for row in rows] == [("0", "0"), ("1", "140"), ("2", "140")]
    assert "100 % takes 1 team (proved: fewer are not enough)" in said.out
    assert "team-day at" in said.out
    assert (out / "table.csv").is_file()


def test_whatif_as_json_is_the_table_alone(call: Call, project: Path) -> None:
    said = call("whatif", project, "--teams", "2,0", "--seconds", 20, "--json")

    assert [(row["teams"], row["recorded"]) for row in json.loads(said.out)["rows"]] == [(0, 0), (2, 140)]


def test_whatif_compares_scenarios_of_a_file(call: Call, project: Path, out: Path) -> None:
    file = project.with_name("scenarios.toml")
    file.write_text('[[scenario]]\nname = "Separuh"\nvalid_share = 0.5\n', encoding="utf-8")
    written = [out / f"w{suffix}" for suffix in (".xlsx", ".html", ".json")]

    said = call(
        "whatif",
        project,
        *("--scenarios", file, "--seconds", 5, "--targets", "", "--no-prices"),
        *(part for path in written for part in ("--out", path)),
    )

    assert said.code == 0
    assert "Separuh" in said.out
    assert "takes" not in said.out
    assert "one more would bring" not in said.out
    assert all(path.is_file() for path in written)


def test_faults_of_scenarios_are_told_before_anything_is_solved(call: Call, project: Path, out: Path) -> None:
    file = project.with_name("scenarios.toml")
    file.write_text('[[scenario]]\nname = "a"\nspeed = 3\nrate_per_hour = -1\n', encoding="utf-8")

    said = call("whatif", project, "--scenarios", file, "--out", out / "w.xlsx")

    assert (said.code, said.out) == (1, "")
    assert "scenarios.toml: 2 faults" in said.err
    assert "known keys are name, rate_per_hour" in said.err
    assert not out.exists()


def test_a_file_that_cannot_be_written_is_told_before_the_solve(
    call: Call, project: Path, tmp_path: Path
) -> None:
    folder, blocked = tmp_path / "folder.json", tmp_path / "a_file"
    folder.mkdir()
    blocked.write_text("in the way")

    for path in (folder, blocked / "plan.json"):
        said = call("plan", project, "--seconds", 1, "--out", path)

        assert said.code == 1
        assert str(path) in said.err
        assert "recorded" not in said.out


def test_far_too_many_teams_are_a_wrong_call_at_once(call: Call, project: Path) -> None:
    assert call("whatif", project, "--teams", "0:9999999999").code == 2


# --- province ------------------------------------------------------------------------------------------


def test_several_projects_are_planned_side_by_side(call: Call, tmp_path: Path, out: Path) -> None:
    one, two = written(tmp_path / "kupang (2018)"), written(tmp_path / "ttu")

    said = call("province", one, two.parent, "--seconds", 20, "--out", out)

    assert said.code == 0
    assert [line.replace(" (2018)", "").split()[:4] for line in said.out.splitlines()[1:4]] == [
        ["kupang", "2", "1", "140"],
        ["ttu", "2", "1", "140"],
        ["all", "4", "2", "280"],
    ]
    assert sorted(path.name for path in out.iterdir()) == ["kupang-2018.json", "ttu.json"]
    assert planner.read_plan(out / "ttu.json").recorded == 140


def test_a_project_of_several_regencies_is_cut(call: Call, tmp_path: Path) -> None:
    villages = FILES["villages.csv"].replace("53.01.02.2001", "53.03.02.2001")

    said = call("province", written(tmp_path / "all", villages=villages), "--rounds", 5, "--json")

    rows = json.loads(said.out)["rows"]
    assert [(row["regency"], row["villages"], row["teams"]) for row in rows] == [
        ("53.01", 1, 1),
        ("53.03", 1, 0),
    ]
    assert [(row["recorded"], row["left_over"], row["status"]) for row in rows] == [
        (65, 0, "PROVED"),
        (0, 75, "NO TEAM"),
    ]
    assert (said.code, "53.03: no team or base" in said.err) == (3, True)


def test_a_project_that_cannot_be_read_takes_no_other_down(call: Call, tmp_path: Path, out: Path) -> None:
    rows = "Kode Tim,Basis,Laju per Jam\nT1,B,10\nT2,B,sepuluh\nT3,B,0\n"
    bad, good = written(tmp_path / "bad", teams=rows), written(tmp_path / "good")

    said = call("province", bad, tmp_path / "nowhere.toml", good, "--rounds", 5, "--out", out, "--lang", "en",
                "--out", out / "all.xlsx", "--out", out / "all.html")  # fmt: skip

    assert said.code == 3
    assert [line.split()[0] for line in said.out.splitlines()[1:5]] == ["bad", "nowhere", "good", "all"]
    assert said.out.splitlines()[1].split() == ["bad", *["-"] * 7, "NOT", "READ"]
    assert f"{bad.parent / 'teams.csv'}: 2 faults" in said.err
    assert "row 3, column Laju per Jam: found 'sepuluh'" in said.err
    assert "nowhere: " in said.err
    assert "there is no such file" in said.err
    assert sorted(path.name for path in out.iterdir()) == ["all.html", "all.xlsx", "good.json"]
    page = (out / "all.html").read_text(encoding="utf-8")
    assert "140 of 140 people recorded (100.0 %), 0 left over; 1 of 3 regencies planned." in page
    assert (
        "row 3, column Laju per Jam: found &#39;sepuluh&#39;; expected a number, e.g. 10.5 (and 1 more)"
        in page
    )


def test_where_no_project_can_be_read_nothing_is_written(call: Call, tmp_path: Path, out: Path) -> None:
    said = call("province", tmp_path / "nowhere.toml", "--out", out, "--out", out / "all.html")

    assert (said.code, said.out) == (1, "")
    assert not out.exists()


def test_a_province_is_one_table_with_those_who_wait_and_are_left(
    call: Call, tmp_path: Path, out: Path
) -> None:
    villages = FILES["villages.csv"].replace("53.01.02.2001", "53.03.02.2001")

    said = call(
        "province", written(tmp_path / "all", villages=villages), "--rounds", 5, "--out", out / "p.xlsx"
    )

    assert said.out.splitlines()[3].split() == [
        *("all", "2", "1", "140", "65", "75", "65", "0.00%", "1", "of", "2", "planned")
    ]
    sheet = openpyxl.load_workbook(out / "p.xlsx").active
    rows = {row[0]: row for row in sheet.iter_rows(values_only=True)}
    assert rows["53.03"][4:10] == (75, 0, 75, None, None, "TANPA TIM")
    assert rows["Jumlah"][4:7] == (140, 65, 75)


def test_the_same_regency_twice_is_a_wrong_call_that_names_both(call: Call, tmp_path: Path) -> None:
    one, two = written(tmp_path / "a" / "kupang"), written(tmp_path / "b" / "kupang")

    twice, alike = call("province", one, one.parent), call("province", one, two)

    assert (twice.code, alike.code) == (2, 2)
    assert "are the same project; name it once" in " ".join(twice.err.split())
    assert "both hold kupang; rename one folder" in " ".join(alike.err.split())
    assert call("province", one, "--out", tmp_path / "p.pdf").code == 2


# --- the office's workbook -----------------------------------------------------------------------------


def test_a_template_is_written_and_says_what_to_do_next(call: Call, out: Path) -> None:
    said = call("template", out, "--regency", 5314, "--language", "en")

    assert (said.code, said.err) == (0, "")
    assert f"wrote {out / 'masukan.xlsx'}, {out / 'planner.toml'}" in said.out
    assert f"planner check {out / 'planner.toml'}" in said.out
    assert 'title = "Kabupaten Rote Ndao"' in (out / "planner.toml").read_text(encoding="utf-8")


def test_a_fresh_template_says_what_is_still_to_be_filled_in(call: Call, out: Path) -> None:
    call("template", out)

    said = call("check", out / "planner.toml")

    assert (said.code, said.out) == (1, "")
    for sheet in ("Desa", "Basis", "Tim"):
        assert f"masukan.xlsx, sheet {sheet}: 1\n  error: nothing is filled in" in said.err
    assert "masukan.xlsx, sheet Parameter: 2\n  error B4, Nilai: found '(empty)'" in said.err


def test_a_template_does_not_overwrite_unless_forced(call: Call, out: Path) -> None:
    call("template", out)
    (out / "planner.toml").write_text("ours", encoding="utf-8")

    said = call("template", out)

    assert said.code == 1
    assert "--force" in said.err
    assert (out / "planner.toml").read_text(encoding="utf-8") == "ours"
    assert call("template", out, "--force").code == 0
    assert (out / "planner.toml").read_text(encoding="utf-8") != "ours"


@pytest.mark.parametrize("wrong", [("--regency", "rote"), ("--language", "fr")])
def test_a_wrong_call_of_template_writes_nothing(call: Call, out: Path, wrong: tuple[str, str]) -> None:
    said = call("template", out, *wrong)

    assert said.code == 2
    assert wrong[1] in said.err
    assert not out.exists()


def test_check_tells_what_no_plan_uses_yet(call: Call, out: Path) -> None:
    call("template", out)
    book = openpyxl.load_workbook(out / "masukan.xlsx")
    rows = {
        "Desa": ["53.01.01.2001", None, None, "Kota", "Dekat", "Timor", -10.1, 123.8, 90, None, 65],
        "Basis": ["B", None, -10.0, 123.9, "Timor"],
        "Tim": ["T1", None, "B", 10],
        "Petugas": ["P1", "Ani", None, "III/a"],
    }
    for name, cells in rows.items():
        for n, value in enumerate(cells, start=1):
            book[name].cell(4, n).value = value
    book["Parameter"]["B4"], book["Parameter"]["B5"] = "2018-05-07", "2018-05-11"
    book.save(out / "masukan.xlsx")

    said = call("check", out / "planner.toml")

    assert said.code == 0
    assert "1 villages, 65 people not recorded; 1 teams, 4 working days" in said.out
    assert "not used yet: Desa: columns Wajib KTP\nnot used yet: Petugas: columns Pangkat/Gol\n" in said.out
    found = json.loads(call("check", out / "planner.toml", "--json").out)
    assert found["not_used"] == {"Desa": "columns Wajib KTP", "Petugas": "columns Pangkat/Gol"}
    assert call("plan", out / "planner.toml", "--rounds", 3, "--out", out / "plan.xlsx").code == 0


def test_proposals_are_written_once_and_never_over_somebodys_yes(call: Call, tmp_path: Path) -> None:
    toml = FILES["planner.toml"].replace('"villages.csv"', '"villages.csv"\nknown = "known.csv"')
    rows = "nama_desa,nama_kec,pulau,lon,lat,belum_rekam\nDekat,Kota,Timor,123.80,-10.10,65\n"
    known = "kode_desa,nama_desa,nama_kec\n53.01.01.2001,Dekat,Kota\n"
    path = written(tmp_path, planner=toml, villages=rows)
    (tmp_path / "known.csv").write_text(known, encoding="utf-8")
    out = tmp_path / "walk.csv"

    said = call("check", path, "--proposals", out)

    assert said.code == 1
    assert "1 proposal" in said.err
    assert "needs a yes: has no code, and may be Dekat (53.01.01.2001)" in said.err
    assert ";Dekat;Kota;53.01.01.2001;Dekat;1,00;;" in out.read_text(encoding="utf-8-sig")
    again = call("check", path, "--proposals", out)
    assert (again.code, "may hold somebody's yes" in again.err) == (1, True)
