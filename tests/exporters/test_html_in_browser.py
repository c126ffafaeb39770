"""The page in a real browser: it asks for nothing, complains of nothing, and its filters work."""

import re
from dataclasses import replace
from pathlib import Path

import pytest
from browser import BROWSER, BROWSERS, visit

from planner.domain.plan import Plan
from planner.exporters.html import page
from planner.words import Language

OUTSIDE = '<img src="http://127.0.0.1:9/outside.png" alt="">'

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(BROWSER is None, reason=f"no browser here; looked for {', '.join(BROWSERS)}"),
]


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
