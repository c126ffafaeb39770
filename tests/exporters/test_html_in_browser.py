"""The page in a real browser: it asks for nothing, complains of nothing, and its filters work."""

import json
import os
import re
import shutil
import subprocess
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from planner.domain.plan import Plan
from planner.exporters.html import page
from planner.words import Language

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "msedge")
BROWSER = next((path for path in map(shutil.which, BROWSERS) if path), None)
OUTSIDE = '<img src="http://127.0.0.1:9/outside.png" alt="">'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason=f"no browser here; looked for {', '.join(BROWSERS)}"),
]

# The browser's own traffic (updates, time, accounts) is turned off, and finds no host where it is not.
FLAGS = (
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-default-apps",
    "--disable-extensions",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND",
    "--enable-logging=stderr",
    "--window-size=1280,1000",
)


@dataclass(frozen=True)
class Visit:
    """What came of opening a page: its own requests, its console, a picture, its state at the end."""

    requests: list[str]
    console: list[str]
    picture: bytes
    dom: str


def visit(text: str, folder: Path) -> Visit:
    """Open a page of ``text`` twice: for a picture with a log of the net, and for its state at the end."""
    file, log, picture = folder / "plan.html", folder / "net.json", folder / "picture.png"
    file.write_text(text, encoding="utf-8")
    shown = _run(folder, f"--log-net-log={log}", f"--screenshot={picture}", file.as_uri())
    dom = _run(folder, "--dump-dom", file.as_uri()).stdout
    return Visit(
        requests=_requests(json.loads(log.read_text(encoding="utf-8"))),
        console=re.findall(r"CONSOLE.*?\] (.*)", shown.stderr),
        picture=picture.read_bytes(),
        dom=dom,
    )


def _run(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    as_root = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
    profile = f"--user-data-dir={folder / 'profile'}"
    command = [str(BROWSER), *FLAGS, *as_root, profile, *arguments]
    return subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=120, check=True)


def _requests(log: dict[str, object]) -> list[str]:
    """Return what the page asked for; requests of the browser itself have no origin."""
    kind = log["constants"]["logEventTypes"]["URL_REQUEST_START_JOB"]
    started = [
        event["params"] for event in log["events"] if event["type"] == kind and "url" in event["params"]
    ]
    return [request["url"] for request in started if request.get("initiator") != "not an origin"]


def test_page_asks_for_nothing_and_complains_of_nothing(good_plan: Plan, tmp_path: Path) -> None:
    seen = visit(page(good_plan), tmp_path)

    assert seen.requests == []
    assert seen.console == []
    assert seen.picture.startswith(b"\x89PNG")
    assert len(seen.picture) > 20_000


def test_request_to_the_outside_would_be_seen(tmp_path: Path) -> None:
    seen = visit(f"<!DOCTYPE html><title>x</title>{OUTSIDE}<script>x.y</script>", tmp_path)

    assert seen.requests == ["http://127.0.0.1:9/outside.png"]
    assert any("ReferenceError" in line for line in seen.console)


def test_policy_of_the_page_stops_what_is_smuggled_in(good_plan: Plan, tmp_path: Path) -> None:
    seen = visit(page(good_plan).replace("</main>", f"{OUTSIDE}</main>"), tmp_path)

    assert seen.requests == []
    assert any("Content Security Policy" in line for line in seen.console)


def test_filters_appear_and_show_the_whole_plan(good_plan: Plan, tmp_path: Path) -> None:
    seen = visit(page(good_plan), tmp_path)

    assert ">140 orang dalam 3 kunjungan dipilih</output>" in seen.dom
    assert not re.search(r"<\w+ [^>]*\shidden[\s>=]", seen.dom)


def test_team_that_is_not_chosen_is_hidden(good_plan: Plan, tmp_path: Path) -> None:
    choice = "<script>document.querySelector('input[name=team]').click()</script></body>"

    seen = visit(page(good_plan).replace("</body>", choice), tmp_path)

    assert ">0 orang dalam 0 kunjungan dipilih</output>" in seen.dom
    assert re.search(r'<tbody data-team="0"[^>]* hidden', seen.dom)
    assert re.search(r'<g data-team="0"[^>]*class="off"', seen.dom)
    assert 'class="map by-share picked"' in seen.dom


@pytest.mark.parametrize("language", ["id", "en"])
def test_tables_are_sorted_by_a_click(good_plan: Plan, tmp_path: Path, language: Language) -> None:
    near, far = good_plan.problem.villages
    problem = good_plan.problem.replace(villages=(replace(near, backlog=1065), replace(far, backlog=99)))
    plan = Plan(problem, good_plan.team_days, good_plan.outcome)
    click = "<script>document.querySelectorAll('#villages th button')[3].click()</script></body>"

    seen = visit(page(plan, language).replace("</body>", click), tmp_path)

    rows = re.findall(r'<th scope="row">(\w+)</th>', seen.dom.split('id="villages"')[1].split("</tbody>")[0])
    assert rows == ["Far", "Near"]  # 99 before 1.065 or 1,065
    assert 'aria-sort="ascending"' in seen.dom
    assert seen.console == []
