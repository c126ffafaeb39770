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


@given(strategies.integers(10**15, 10**16 - 1))
def test_a_sixteen_digit_number_is_personal_in_every_form(number: int) -> None:
    digits = str(number)
    grouped = f"{digits[:6]}.{digits[6:12]}.{digits[12:]}"
    by_four = " ".join(digits[n : n + 4] for n in range(0, 16, 4))

    forms = [
        number,
        float(number),
        digits,
        f"NIK: {digits}",
        grouped,
        by_four,
        f"{number:.6E}",
    ]

    assert all(codes.is_personal(form) for form in forms)


@given(strategies.floats(-180, 180, allow_nan=False))
def test_a_coordinate_is_not_personal(degrees: float) -> None:
    assert not codes.is_personal(degrees)
    assert not codes.is_personal(repr(degrees))


@pytest.mark.parametrize(
    "cell", ["53.01.04.2003", 5301042003, "0812 3456 7890", "2018-05-07", 1234.5, True, None, ""]
)
def test_what_officers_write_is_not_personal(cell: str | float | None) -> None:
    assert not codes.is_personal(cell)


@pytest.mark.parametrize(
    "cell", ["", "53.01.04", "53.01.04.9003", "5303100005", 53.01, True, "53.01.04.20030", "5301O42003"]
)
def test_what_is_no_village_code_is_refused(cell: str | float) -> None:
    with pytest.raises(ValueError, match="Kemendagri village code"):
        codes.village_code(cell)


def test_a_masked_number_keeps_its_first_four_digits_only() -> None:
    assert codes.masked("NIK 5301 0402 0518 0001") == "NIK 5301 **** **** ****"
