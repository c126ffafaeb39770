"""Whom a column is about, by its header: residents (refused), counts (never), staff (not for the public).

A header is told by its words, in Bahasa Indonesia or English, however they are written: ``no_kk``,
``NoKK``, ``NOMOR KK``. Where words alone may head names as well as counts (``KK``, ``NIK belum rekam``), what
stands below decides: numbers of a few digits count, everything else names.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import cache

Column = Callable[[], Iterable[object]]
MOST_COUNTED = 10_000_000  # people; a telephone number is larger
CUT = 10  # letters that a shapefile leaves of a header


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


COUNTING = _set(
    "jumlah jml jlh total subtotal banyak banyaknya persen persentase rasio rata cakupan count sum percent"
)
PARTLY = _set("belum sudah ganda tanpa tidak siap rekam perekaman cetak aktif nonaktif anomali valid padan")
NUMBER = _set("no nomor nomer number")
NAME = _set("nama nm name")
TOLD = NAME | NUMBER | _set("hp telepon telp tlp wa email foto photo id identitas")  # of somebody
PEOPLE = _set(
    "warga penduduk pemohon pemilih pelapor individu perorangan orang ibu ayah bapak anak suami istri "
    "isteri pasangan ortu bayi siswa pelajar pasien jenazah almarhum almarhumah mempelai keluarga kk "
    "resident residents applicant citizen mother father spouse child household family"
)
PAPERS = _set("kk ktp ektp ktpel identitas paspor passport sim bpjs npwp akta akte kis kip pkh induk")
OFFICES = _set(
    "kantor balai basis tim tempat titik layanan pelayanan posko puskesmas posyandu sekolah desa "
    "kelurahan kecamatan kabupaten instansi dinas lokasi gedung email surel web situs office venue "
    "village"
)
STAFF = _set(
    "petugas pegawai operator kades lurah camat sekdes sekretaris kasi kaur kadus kepala ketua "
    "koordinator bendahara pj pic penanggung pendamping kontak contact narahubung nip telepon telp tlp "
    "hp handphone ponsel wa whatsapp email surel phone mobile staff officer sopir pengemudi motoris "
    "nakhoda juragan pemilik tokoh pendeta imam"
)
RESIDENTS = re.compile(  # in all words together
    r"nama(?:panggilan|depan|belakang|asli|ibukandung)|firstname|lastname|surname|maidenname|indukkependudukan|"
    r"kartutandapenduduk|nationalid|idcard|identity(?:number|card)|(?:no|nomor)(?:identitas|nik|kk|ktp|kartukeluarga)|"
    r"(?:tanggal|tgl|tempat|tmpt?|tahun|thn|bulan|hari)+lahir|dateofbirth|birthdate|placeofbirth|birthplace|birthday|"
    r"tempattinggal|nama(?:warga|penduduk|kepalakeluarga)"
)
FULL_NAMES = re.compile(r"nama(?:lengkap)|fullname")
NIK = re.compile(
    r"(?:no|nomor)?nik(?:pemohon|warga|penduduk|anak|ibu|ayah|suami|istri|kk|kepalakeluarga|ktp)?|kknik|ttl|dob"
)
TRAITS = re.compile(
    r"jeniskelamin|kelamin|gender|status(?:per)?(?:kawin|nikah|kawinan|nikahan)|marital|golongandarah|goldarah|bloodtype|"
    r"hubungankeluarga|statushubungan|shdk"
)
TRAIT_WORDS = _set("jk sex lp")
SOFT_TRAITS = _set("umur usia age agama religion pekerjaan occupation domisili")
MAY_COUNT = re.compile(r"kepalakeluarga|kartukeluarga|keluarga|lahir|kelahiran|akt[ae](?:ke)?lahir(?:an)?")
CUT_HEADERS = {
    header[:CUT]
    for header in (
        *(
            "nama_lengkap",
            "namalengkap",
            "tanggal_lahir",
            "tanggallahir",
            "tempat_lahir",
            "tempatlahir",
            "nomor_induk_kependudukan",
        ),
        *("nama_penduduk", "nama_pemohon", "no_kartu_keluarga", "nomor_kartu_keluarga", "nomor_kk_pemohon"),
    )
}

_COUNT = re.compile(
    r"[-–—]*|nihil|~?\d{1,3}(?:[.,\s]?\d{3})*(?:[.,]\d{1,2})?\s*(?:kk|jiwa|orang|org|keluarga|%)?",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"(?<!\d)(?:\+?62|0)[\s-]?(?:8\d{1,2}|\(?[2-9]\d{1,2}\)?)[\s.-]?\d{3,4}[\s.-]?\d{2,5}(?!\d)"
)
_EMAIL = re.compile(r"(?<![^\s@;,])[^\s@;,]++@[^\s@;,]+\.[A-Za-z]{2,}")


def residents_in(headers: Sequence[str], column: Callable[[int], Iterable[object]]) -> list[int]:
    """Return the positions of the columns of a table that are about single residents.

    Parameters
    ----------
    headers
        Of the table.
    column
        From a position to the cells below; asked only where the words of a header do not say enough.
    """
    found = {n for n, header in enumerate(headers) if names_residents(header)}
    found |= {n for n, header in enumerate(headers) if may_count(header) and not _are_counts(column(n))}
    is_named = bool(found) or any(_glued(header) in NAME for header in headers)
    traits = [n for n, header in enumerate(headers) if _is_trait(header) and not _are_counts(column(n))]
    soft = [
        n
        for n, header in enumerate(headers)
        if SOFT_TRAITS & set(_words(header)) and len(_words(header)) == 1
    ]
    if (traits and (is_named or len(traits) + len(soft) > 1)) or (is_named and len(soft) > 1):
        found |= {*traits, *soft}
    return sorted(found)


@cache
def names_residents(header: str) -> bool:
    """Return whether a header, whatever stands below it, is that of a column about single residents.

    >>> [names_residents(header) for header in ("NIK Pemohon", "Nama Desa", "Jumlah KK", "Tgl. Lahir")]
    [True, False, False, True]
    """
    said, glued = set(_words(header)), _glued(header)
    is_staff = bool(said & STAFF) and not said & PEOPLE
    if (said & COUNTING or {"number", "of"} <= said) and not said & NAME:
        return False
    if ("nik" in said and not said & PARTLY) or NIK.fullmatch(glued) or RESIDENTS.search(glued):
        return True
    if header.casefold() in CUT_HEADERS or (FULL_NAMES.search(glued) and not is_staff and not said & OFFICES):
        return True
    if said & {"alamat", "address"} and not said & OFFICES:
        return True
    if said & NUMBER and said & PAPERS and not said & {"pegawai", "desa"}:
        return True
    return bool(said & TOLD and said & PEOPLE and not {"ibu", "kota"} <= said)


def names_staff(header: str, cells: Iterable[object] = ()) -> bool:
    """Return whether a column names people of the office or a village, or says how to reach them.

    >>> names_staff("Nama Kades"), names_staff("Jumlah Petugas"), names_staff("Ket", ["0812-3456-7890"])
    (True, False, True)
    """
    said, cells = set(_words(header)), list(cells)
    if said & COUNTING or (cells and _are_counts(cells)):
        return False
    is_told = bool(said & STAFF) or _glued(header) in NAME | STAFF
    return is_told or any(map(tells_contact, cells))


def tells_contact(cell: object) -> bool:
    """Return whether a cell holds a telephone number or an e-mail address.

    >>> [tells_contact(cell) for cell in ("Bp. Yos, 0812 3456 7890", "53.01.04.2003", "dinas@contoh.id")]
    [True, False, True]
    """
    return isinstance(cell, str) and bool(_TELEPHONE.search(cell) or _EMAIL.search(cell))


def may_count(header: str) -> bool:
    """Return whether a header stands above counts in one table, and above names or numbers in another."""
    said, glued = set(_words(header)), _glued(header)
    if said & COUNTING:
        return False
    return "nik" in said or "kk" in said or bool(MAY_COUNT.fullmatch(glued)) or "kepalakeluarga" in glued


def _is_trait(header: str) -> bool:
    """Return whether a header names what is told of a person beside the name."""
    return bool(TRAITS.search(_glued(header))) or _glued(header) in TRAIT_WORDS


def _are_counts(cells: Iterable[object]) -> bool:
    """Return whether all cells that say something are numbers of people, or shares."""
    return all(map(_is_count, cells))


def _is_count(cell: object) -> bool:
    if isinstance(cell, int | float):
        return cell != cell or abs(cell) < MOST_COUNTED
    found = " ".join(str(cell).split()) if cell is not None else ""
    return bool(_COUNT.fullmatch(found)) and len(re.sub(r"\D", "", found)) < len(str(MOST_COUNTED))


def _glued(header: str) -> str:
    return "".join(_words(header))


@cache
def _words(header: str) -> tuple[str, ...]:
    """Return the words of a header in small letters, without signs.

    >>> _words("NamaLengkap"), _words("no_kk"), _words("Tempat/Tgl. Lahir")
    (('nama', 'lengkap'), ('no', 'kk'), ('tempat', 'tgl', 'lahir'))
    """
    plain = unicodedata.normalize("NFKC", header)
    seen = "".join(sign for sign in plain if unicodedata.category(sign) not in ("Cf", "Mn", "Me"))
    parted = re.sub(r"(?<=[a-z])(?=[A-Z])", " ", seen)
    return tuple(re.findall(r"[^\W_]+", parted.casefold()))
