import pytest

from planner.inputs import codes

hypothesis = pytest.importorskip("hypothesis")
given, strategies = hypothesis.given, hypothesis.strategies

PARTS = strategies.tuples(
    strategies.integers(11, 99),
    strategies.integers(1, 99),
    strategies.integers(1, 99),
    strategies.integers(1001, 3999),
)


@given(PARTS)
def test_a_village_code_is_the_same_in_every_form_a_spreadsheet_makes_of_it(parts: tuple[int, ...]) -> None:
    dotted = "{:02d}.{:02d}.{:02d}.{:04d}".format(*parts)
    bare = dotted.replace(".", "")

    forms = [dotted, bare, int(bare), float(bare), f"{bare}.0", f" {dotted} ", dotted.replace(".", " ")]

    assert {codes.village_code(form) for form in forms} == {dotted}


@given(strategies.integers(11, 99), strategies.integers(1, 99))
def test_a_regency_code_survives_the_loss_of_its_last_zero(province: int, regency: int) -> None:
    code = f"{province}.{regency:02d}"

    forms = [code, float(code), str(float(code)), code.replace(".", ""), int(code.replace(".", ""))]

    assert {codes.regency_code(form) for form in forms} == {code}


@given(strategies.one_of(strategies.text(max_size=14), strategies.integers(), strategies.floats()))
def test_a_code_is_read_whole_or_refused(cell: str | int | float) -> None:
    try:
        code = codes.village_code(cell)
    except ValueError:
        return

    assert codes.village_code(code) == code
    assert [len(part) for part in code.split(".")] == [2, 2, 2, 4]


@pytest.mark.parametrize(
    "cell", ["", "53.01.04", "53.01.04.9003", "5303100005", 53.01, True, "53.01.04.20030", "5301O42003"]
)
def test_what_is_no_village_code_is_refused(cell: str | float) -> None:
    with pytest.raises(ValueError, match="Kemendagri village code"):
        codes.village_code(cell)
