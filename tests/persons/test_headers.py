"""Which columns are about residents, by their header and what stands below: refused, or read."""

from collections.abc import Sequence

import pytest

from planner.inputs import (
    bases,
    boats,
    calendar,
    crosswalk,
    directives,
    report_rows,
    team_sheet_rows,
    teams,
    villages,
)
from planner.inputs.office.fields import FORMS
from planner.persons.headers import names_residents, names_staff, residents_in, tells_contact
from planner.words import WORDS

RESIDENTS = [
    *("NIK", "NIK Pemohon", "nik_warga", "No NIK", "NIKPEMOHON", "N I K", "NIK/KK", "\uff2e\uff29\uff2b"),
    *("No KK", "No. KK", "no_kk", "NoKK", "NOMOR KK", "Nomor Kartu Keluarga", "no_kartu_k"),
    *("No KTP", "No. KTP-el", "no_ktp", "Nomor Induk Kependudukan", "Nomor BPJS", "No. Paspor"),
    *(
        "Nama Lengkap",
        "NAMALENGKAP",
        "NamaLengkap",
        "nama_lengk",
        "Nama Warga",
        "Nama Penduduk",
        "Nama Pemohon",
    ),
    *(
        "Nama Kepala Keluarga",
        "Nama KK",
        "Nama Ibu",
        "Nama Ibu Kandung",
        "Nama Ayah",
        "Nama Anak",
        "Nama Suami/Istri",
    ),
    *("Tanggal Lahir", "Tgl. Lahir", "tanggal_la", "Tempat Lahir", "Tempat/Tgl. Lahir", "TTL", "Tahun Lahir"),
    *("Alamat", "Alamat Rumah", "Alamat KTP", "No HP Warga", "Telepon Pemohon", "Email Penduduk"),
    *("Full Name", "Date of Birth", "birthdate", "Place of birth", "National ID", "Passport number"),
    *("Name of child", "Home address"),
]
OTHERS = [
    *(
        "Nama",
        "Nama Desa",
        "Nama Kecamatan",
        "Nama Desa/Kelurahan",
        "Nama Basis",
        "Nama Tim",
        "Nama Lengkap Desa",
    ),
    *("Nama Petugas", "Nama Lengkap Petugas", "Nama Kepala Desa", "Nama Lurah", "Nama Ibu Kota Kecamatan"),
    *("Kepala Desa", "Kontak Desa", "Telepon", "No HP", "No. Telepon", "NIP", "Nomor Induk Pegawai"),
    *("Jumlah KK", "Jml. KK", "Jumlah Kepala Keluarga", "Jumlah NIK Ganda", "Jumlah Penduduk", "Penduduk"),
    *("Penduduk Usia 17 Tahun ke Atas", "Pemilih Non KTP-el (KPU)", "Wajib KTP", "KTP", "Belum Rekam (SIAK)"),
    *(
        "Alamat Kantor",
        "Alamat Kantor Desa",
        "Alamat Email",
        "Tempat Layanan",
        "Tanggal Data",
        "No",
        "No Urut",
    ),
    *("Number of families", "Number of residents", "Contact person", "Laki-laki", "Klinik", "Politeknik"),
    *("Meninggal", "Pindah", "Ganda", "Jumlah Anak", "Keterangan", "Jarak Nikel"),
]


@pytest.mark.parametrize("header", RESIDENTS)
def test_a_column_about_residents_is_known_by_its_words(header: str) -> None:
    assert names_residents(header)


@pytest.mark.parametrize("header", OTHERS)
def test_villages_counts_and_staff_are_no_residents(header: str) -> None:
    assert not names_residents(header)
    assert residents_in([header], lambda _: [12, "34", None, "-"]) == []


def found(table: dict[str, Sequence[object]]) -> list[str]:
    """Return the headers of a table that are refused."""
    headers = list(table)
    return [headers[n] for n in residents_in(headers, lambda n: table[headers[n]])]


@pytest.mark.parametrize(
    "header", ["KK", "NIK belum rekam", "Kepala Keluarga", "Kartu Keluarga", "Lahir", "KK Miskin"]
)
def test_what_may_be_a_count_is_one_where_only_small_numbers_stand_below(header: str) -> None:
    assert found({header: [120, "1.234", "95 KK", "-", None, "", "nihil", 12.0]}) == []
    assert found({header: [120, "Budi"]}) == [header]
    assert found({header: ["12 Mei 1990"]}) == [header]
    assert found({header: [81234567890]}) == [header]


def test_traits_tell_of_residents_only_beside_a_name_or_another_trait() -> None:
    assert found({"Jenis Kelamin": ["L"], "Kode Desa": [1]}) == []
    assert found({"Jenis Kelamin": ["L"], "Nama": ["x"]}) == ["Jenis Kelamin"]
    assert found({"Jenis Kelamin": ["L"], "Umur": [34]}) == ["Jenis Kelamin", "Umur"]
    assert found({"Nama": ["x"], "Umur": [34], "Pekerjaan": ["tani"]}) == ["Umur", "Pekerjaan"]
    assert found({"Agama": ["Kristen"], "Pekerjaan": ["tani"]}) == []  # what most people of a village have
    assert found({"Jenis Kelamin L": [40], "Jenis Kelamin P": [44], "Nama": ["x"]}) == []


OWN = [
    name
    for columns in (
        *(bases.COLUMNS, boats.BOAT_COLUMNS, boats.LEG_COLUMNS, calendar.COLUMNS, crosswalk.COLUMNS),
        *(team_sheet_rows.COLUMNS, directives.COLUMNS, teams.COLUMNS, villages.COLUMNS, report_rows.COLUMNS),
    )
    for column in columns
    for name in (column.key, *column.names)
]
FIELDS = [name for form in FORMS for field in form.fields for name in (field.header, field.key)]
WRITTEN = [text for words in WORDS.values() for text in words if len(text) < 60]  # no sentences


def test_no_header_that_the_product_reads_or_writes_is_refused() -> None:
    headers = {*OWN, *FIELDS, *WRITTEN}

    assert [header for header in sorted(headers) if residents_in([header], lambda _: ["x"])] == []


@pytest.mark.parametrize(
    "header",
    ["Kontak", "No HP", "Nama Kades", "Kepala Dusun", "NIP", "E-mail", "PJ", "Nama Petugas", "WA", "Nama"],
)
def test_staff_and_how_to_reach_them_are_known_by_the_header(header: str) -> None:
    assert names_staff(header, ["x"])


@pytest.mark.parametrize(
    ("header", "cells"),
    [("Jumlah Petugas", ["x"]), ("Petugas", [2, 3]), ("Jarak ke Kantor", ["x"]), ("Hari Pasar", ["Sabtu"])],
)
def test_counts_of_staff_and_facts_of_villages_are_public(header: str, cells: list[object]) -> None:
    assert not names_staff(header, cells)


@pytest.mark.parametrize(
    "cell",
    ["0812-3456-7890", "+62 812 3456 7890", "Bp. Yos 081234567890", "(0380) 821234", "a.b@contoh.go.id"],
)
def test_a_cell_with_a_telephone_number_or_an_address_is_known(cell: str) -> None:
    assert tells_contact(cell)
    assert names_staff("Ket", ["", cell])


@pytest.mark.parametrize(
    "cell", ["53.01.04.2003", "-10.23213", "2018-05-07", "08.00-12.00", "Rp 1.250.000", 81234]
)
def test_codes_dates_and_amounts_are_no_telephone_numbers(cell: object) -> None:
    assert not tells_contact(cell)
