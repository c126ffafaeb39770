"""Sixteen-digit numbers of persons are found however they are spelt, and nothing an office writes is one.

All of them are made up.
"""

import random

import pytest

from planner.persons import is_personal, masked

hypothesis = pytest.importorskip("hypothesis")
given, strategies = hypothesis.given, hypothesis.strategies

NIK = "5301040205180001"

SPELT = [
    NIK,
    f" {NIK} ",
    f"'{NIK}",
    f"({NIK})",
    f"NIK {NIK}",
    f"NIK:{NIK}",
    f"NIK.{NIK}",
    f"nik={NIK}",
    f"NIK{NIK}",
    f"nik{NIK}x",
    f"No.KK.{NIK}",
    f"warga,{NIK}",
    f"1. {NIK}",
    f"{NIK}.0",
    f"{NIK},00",
    f"Budi ({NIK}), 12 Mei",
    f"{NIK};5301044205180002",
    f"{NIK}/5301044205180002",
    f"{NIK}5301044205180002",
    "5301 0402 0518 0001",
    "5301-0402-0518-0001",
    "5301.0402.0518.0001",
    "5301/0402/0518/0001",
    "5301_0402_0518_0001",
    "5301\u00a00402\u00a00518\u00a00001",
    "5301\u00b70402\u00b70518\u00b70001",
    "0000 0101 0190 0001",
    "530104 020518 0001",
    "530104-020518-0001",
    "530104.020518.0001",
    "530104/020518/0001",
    "530104 0205180001",
    "53010402 05180001",
    "53 01 04 02 05 18 00 01",
    "53.01.04.02.05.18.0001",
    "53.01.04.020518.0001",
    "53\u201301\u201304 02\u201305\u201318 0001",
    "1. 5301 0402 0518 0001",
    "5301 0402 0518 0001 5301 0442 0518 0002",
    "NIK: 5301 9902 9918 0001",
    "5.301.040.205.180.001",
    "5301\u200b040205180001",
    "530104\u200b020518\u200b0001",
    "5301\u00ad040205180001",
    "\uff15\uff13\uff10\uff11\uff10\uff14\uff10\uff12\uff10\uff15\uff11\uff18\uff10\uff10\uff10\uff11",
    "\u0665\u0663\u0660\u0661\u0660\u0664\u0660\u0662\u0660\u0665\u0661\u0668\u0660\u0660\u0660\u0661",
    "5301040205180000",  # what a spreadsheet leaves of the last digits
    "5.30104E+15",
    "5,30104E+15",
    "5.30104e15",
    "5E+15",
    "5.3 x 10^15",
]

HARMLESS = [
    "",
    "53.01.04.2003",
    "5301042003",
    "53.01.04.2003; 53.01.04.2004; 53.01.04.2005",
    "53.01.04.2003 53.01.04.2004 53.01.04.2005",
    "53.01.04, 53.01.05, 53.01.06, 53.01.07",
    "5301042003 5301042004 5301042005",
    "2018-05-07 s.d. 2018-05-09",
    "2018-05-07 2018-05-09",
    "07/05/2018-09/05/2018",
    "20180507-20180509",
    "08.00-12.00, 13.00-16.00",
    "07.30-11.30/12.30-15.30",
    "07 30 11 30 12 30 15 30",
    "Rp 1.250.000.000",
    "Rp 12.345.678.901.234",
    "Rp 1.201.020.518.000.100",
    "12345678901234",
    "123.39303 -10.23213",
    "-10.23213, 123.39303",
    "10.232130 98.123456",
    "95.34954601080081",
    "123.4567890123456",
    "-1.2345678901234567",
    "0.1234567890123456",
    "0812 3456 7890",
    "0812-3456-7890, 0813-4567-8901",
    "0812 3456 7890 0813 4567 8901",
    "0812 3416 0690 0813 3416 0690 0814 3416 0690 0815 3416 0690",
    "+62 812-3456-7890 / +62 813-4567-8901",
    "(0380) 821234 / (0380) 821235",
    "19700101 199503 1 001",
    "197001011995031001",
    "19700101 199503 1 001 19710202 199604 1 002",
    "SK 470/0123/2018",
    "094/0012/Disdukcapil/04/2018",
    "800.1.11.1/0012/2018",
    "400.12.2.1/00123/2018",
    "DPA/A.1/2.12.0.00.0.00.01.0000/001/2018",
    "2.12.01.2.01.0005/5.1.02.04.01.0001",
    "NPWP 00.123.456.7-922.000",
    "2018 2019 2020 2021",
    "1250 1300 1400 1500",
    "1250 1312 1280 1300",
    "12 15 20 25 10 18 07 09",
    "01 02 03 04 05 06 07 08",
    "123456 234567 3456",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "5301040205180001a0000000000000005301040205180001000000000000000f",
    "123e4567-e89b-12d3-a456-426614174000",
    "53010402-0518-0001-5301-040205180001",
    "v3f9a1c20",
    "895201234567890123",
    "SN2016991500012345",  # letters before, and no date in it: a machine
    "A1 5E15",
    "3 x 1015",
]


@pytest.mark.parametrize("text", SPELT)
def test_it_is_found_in_every_spelling(text: str) -> None:
    assert is_personal(text)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_offices_write_passes(text: str) -> None:
    assert not is_personal(text)


@pytest.mark.parametrize("number", [int(NIK), float(NIK), 5301040205180000.0])
def test_a_number_of_sixteen_digits_is_one(number: float) -> None:
    assert is_personal(number)


@pytest.mark.parametrize("cell", [None, True, 1234.5, 5301042003, 123.4567890123456, float("nan"), 1e16])
def test_other_values_of_cells_are_none(cell: float | None) -> None:
    assert not is_personal(cell)


BIRTHS = strategies.tuples(
    strategies.integers(11, 97),
    strategies.integers(1, 99),
    strategies.integers(1, 99),
    strategies.integers(1, 28),
    strategies.sampled_from([0, 40]),
    strategies.integers(1, 12),
    strategies.integers(0, 99),
    strategies.integers(1, 99),
)


@given(BIRTHS)
def test_every_number_with_place_date_and_serial_number_is_found_in_every_form(
    parts: tuple[int, ...],
) -> None:
    province, regency, district, day, woman, month, year, serial = parts
    region, birth = f"{province:02d}{regency:02d}{district:02d}", f"{day + woman:02d}{month:02d}{year:02d}"
    digits = f"{region}{birth}{serial:04d}"
    pairs = [digits[n : n + 2] for n in range(0, 16, 2)]

    forms = [int(digits), float(digits), digits, f"NIK.{digits}", f"{region}.{birth}.{serial:04d}"]
    forms += [sign.join(digits[n : n + 4] for n in range(0, 16, 4)) for sign in " .-/_\u00a0"]
    forms += [sign.join(pairs) for sign in " .-/"]
    forms += [f"{int(digits):,}", f"{float(digits):.6E}"]

    assert [form for form in forms if not is_personal(form)] == []


@given(strategies.floats(-180, 180, allow_nan=False))
def test_a_coordinate_is_none(degrees: float) -> None:
    assert not is_personal(degrees)
    assert not is_personal(repr(degrees))


def test_hardly_any_cell_of_counts_telephones_or_codes_is_taken_for_one() -> None:
    drawn = random.Random(1)

    def telephone() -> str:
        return f"08{drawn.randint(11, 59)} {drawn.randint(0, 9999):04d} {drawn.randint(0, 9999):04d}"

    def code() -> str:
        return f"{drawn.randint(11, 97)}.{drawn.randint(1, 30):02d}.{drawn.randint(1, 30):02d}"

    cells = [
        sign.join(cell() for _ in range(drawn.randint(2, 6)))
        for sign in (" ", ", ", "-", "/", "; ")
        for cell in (
            telephone,
            code,
            lambda: str(drawn.randint(1, 3000)),
            lambda: f"{drawn.uniform(-11, 6):.6f}",
        )
        for _ in range(1_000)
    ]

    assert [cell for cell in cells if is_personal(cell)] == []


@pytest.mark.parametrize("text", SPELT)
def test_nothing_that_is_masked_can_be_read(text: str) -> None:
    assert not is_personal(masked(text))


def test_only_the_number_is_masked() -> None:
    sha = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

    found = masked(f"row 3: NIK 5301 0402 0518 0001 and {NIK}.0, {sha}, 120 people")

    assert found == f"row 3: NIK **** **** **** **** and ****************.0, {sha}, 120 people"


def test_a_text_without_one_stays_as_it_is() -> None:
    assert masked("Desa\u00a0Ba'a, 53.01.04.2003") == "Desa\u00a0Ba'a, 53.01.04.2003"
