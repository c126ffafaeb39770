"""The sheets of ``masukan.xlsx`` in their order: what the template writes and what the readers know.

A column is read where the reader of its sheet has a column with its key; the others are kept for later and
named in the notes of the plan when something stands in them.
"""

from planner.inputs import bases, calendar, directives, teams, villages
from planner.inputs.office import costs, kits, parameters, staff, ways
from planner.inputs.office.forms import YES_NO, Field, Form

GUIDE = "Petunjuk"  # the first sheet: how the workbook is filled in
PUBLISHED = "Terbit"  # written by the tool in later versions; nothing of the office's own
QUALITY = "Mutu Data"  # written by `planner check`: what is wrong in the other sheets

WEEKDAYS = ("Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu")
MONTHS = (
    *("Januari", "Februari", "Maret", "April", "Mei", "Juni"),
    *("Juli", "Agustus", "September", "Oktober", "November", "Desember"),
)
DAYS_OFF = ("libur", "cuti bersama", "ramadan", "pemungutan suara", "khusus")
DATES = (
    "; tanggal dipisah titik koma, rentang: 7 Mei 2018 s.d. 9 Mei 2018",
    "; dates are parted by semicolons, a run is 7 Mei 2018 s.d. 9 Mei 2018",
)

VILLAGES = Form(
    "Desa",
    ("desa dan kelurahan, dan berapa warga belum rekam", "the villages, and how many people are unrecorded"),
    (
        Field(
            "Kode Desa",
            "village_code",
            ("kode Kemendagri (bukan BPS), sebagai teks", "Kemendagri code (not BPS), as text"),
            width=16,
            example="CONTOH 53.01.04.2003",
        ),
        Field("Provinsi", "province", ("nama provinsi", "province"), width=20, is_remark=True),
        Field("Kabupaten/Kota", "regency", ("nama kabupaten atau kota", "regency"), width=20),
        Field(
            "Kecamatan",
            "district",
            ("nama kecamatan", "district"),
            width=18,
            example="Semau",
            is_required=True,
        ),
        Field(
            "Desa/Kelurahan",
            "village",
            ("nama desa atau kelurahan", "village"),
            width=22,
            example="Bokonusan",
        ),
        Field(
            "Pulau",
            "island",
            ("pulau titik pelayanan; antarpulau hanya dengan perahu", "island; only boats lead to another"),
            example="Semau",
            is_required=True,
        ),
        Field(
            "Lintang",
            "lat",
            ("lintang titik pelayanan, derajat; selatan negatif", "latitude of the service point, degrees"),
            "lat",
            11,
            example="-10.23213",
            is_required=True,
        ),
        Field(
            "Bujur",
            "lon",
            ("bujur titik pelayanan, derajat", "longitude of the service point, degrees"),
            "lon",
            11,
            example="123.39303",
            is_required=True,
        ),
        Field("Wajib KTP", "eligible", ("jumlah wajib KTP", "residents who need an e-KTP"), "count", 10),
        Field("Sudah Rekam", "recorded", ("jumlah yang sudah rekam", "already recorded"), "count", 10),
        Field(
            "Belum Rekam (SIAK)",
            "unrecorded",
            (
                "warga belum rekam menurut SIAK; 0 bila tidak ada. Boleh kosong bila Terverifikasi diisi",
                "people not recorded according to SIAK; 0 where nobody waits. May be empty where "
                "Terverifikasi is filled in",
            ),
            "count",
            12,
            "486",
            is_required=True,
        ),
        Field(
            "Pemilih Non KTP-el (KPU)",
            "nonktp_voters",
            ("pemilih tanpa KTP-el menurut KPU", "voters without an e-KTP according to KPU"),
            "count",
            12,
        ),
        Field(
            "Terverifikasi",
            "verified",
            (
                "jumlah belum rekam yang sudah dicek desa; menggantikan hitungan, tanpa porsi valid",
                "unrecorded people as verified by the village; replaces the count, without a share",
            ),
            "count",
            13,
        ),
        Field(
            "Porsi Valid",
            "valid_share",
            ("bagian data yang valid, 0-1; kosong: Parameter", "valid share, 0-1; empty: see Parameter"),
            "share",
            9,
        ),
        Field("Tanggal Data", "as_of", ("tanggal data", "date of the data"), "date", 13),
        Field("Sumber", "source", ("sumber data", "source of the data"), width=16),
        Field(
            "Tempat Layanan",
            "venue",
            ("tempat pelayanan di desa; tampil di jadwal", "venue; shown in the schedule"),
            width=20,
        ),
        Field(
            "Titik Layanan",
            "service_point",
            (
                "kode desa tuan rumah di kecamatan yang sama, bila warga dilayani di sana",
                "code of the village of the same kecamatan where its people are served instead",
            ),
            width=16,
            of="Desa",
        ),
        Field(
            "Listrik",
            "power",
            ("sumber listrik; kosong: PLN", "power; empty: PLN"),
            choices=("PLN", "genset", "tidak"),
            width=10,
        ),
        Field(
            "Sinyal", "signal", ("sinyal seluler", "signal"), choices=("4G", "3G", "2G", "tidak"), width=10
        ),
        Field(
            "Akses",
            "access",
            ("kendaraan terbesar yang bisa masuk", "how the village is reached"),
            choices=("mobil", "motor", "perahu", "jalan kaki"),
            width=11,
        ),
        Field(
            "Bulan Tertutup",
            "closed_months",
            ("bulan yang tidak bisa didatangi; beberapa dipisah koma", "months without access"),
            choices=MONTHS,
            is_open=True,
        ),
        Field(
            "Hari Pasar",
            "market_day",
            ("hari pasar; lihat Parameter", "market day; see Parameter"),
            choices=WEEKDAYS,
            is_open=True,
        ),
        Field(
            "Hari Ibadah",
            "worship_day",
            ("hari ibadah; desa tidak dilayani", "days of worship; the village is not served"),
            choices=WEEKDAYS,
            is_open=True,
        ),
        Field(
            "Tanggal Larangan",
            "closed",
            (
                "tanggal desa tidak bisa dilayani" + DATES[0],
                "dates on which nobody can be served here" + DATES[1],
            ),
            width=22,
            example="17 Mei 2018; 29 Mei 2018",
        ),
        Field(
            "Paling Lambat",
            "latest",
            (
                "hari terakhir desa boleh dilayani, bila sebelum tenggat",
                "last day of this village, if earlier",
            ),
            "date",
            13,
        ),
        Field(
            "Boleh Menginap",
            "lodging",
            ("boleh tim menginap di sini? Kosong: tidak", "may a team sleep here? Empty: no"),
            choices=YES_NO,
            width=10,
            example="ya",
        ),
        Field(
            "Kontak Desa",
            "contact",
            ("nama kontak; tampil di jadwal", "contact; shown in the schedule"),
            width=18,
        ),
        Field(
            "Telepon",
            "phone",
            ("nomor telepon kontak; tampil di jadwal", "phone; shown in the schedule"),
            width=16,
        ),
        Field(
            "Status Data", "verify_state", ("sampai mana data dicek", "state of verification"), is_remark=True
        ),
        Field(
            "Prioritas", "weight", ("bobot desa; 1 biasa", "weight of the village; 1 is usual"), "number", 9
        ),
        Field("Ket", "note", ("keterangan", "remarks"), width=24, is_remark=True),
    ),
    villages.COLUMNS,
    is_needed=True,
)

BASES = Form(
    "Basis",
    ("kantor tempat tim berangkat dan kembali", "the offices where teams start and to which they return"),
    (
        Field(
            "Kode Basis",
            "base",
            ("nama pendek; dipakai di Tim, Alat dan Layanan Reguler", "short name; used in other sheets"),
            example="CONTOH OELAMASI",
        ),
        Field("Nama Basis", "name", ("nama lengkap", "name in full"), width=28, example="Kantor Dinas"),
        Field(
            "Lintang",
            "lat",
            ("lintang, derajat; selatan negatif", "latitude, degrees"),
            "lat",
            11,
            "-10.08848",
        ),
        Field("Bujur", "lon", ("bujur, derajat", "longitude, degrees"), "lon", 11, "123.84375"),
        Field(
            "Pulau", "island", ("ditulis seperti di lembar Desa", "as sheet Desa writes it"), example="Timor"
        ),
        Field("Ket", "note", ("keterangan", "remarks"), width=24, is_remark=True),
    ),
    bases.COLUMNS,
    is_needed=True,
)

TEAMS = Form(
    "Tim",
    ("tim perekaman keliling", "the mobile teams"),
    (
        Field("Kode Tim", "team", ("nama pendek, tiap tim lain", "short name, unique"), example="CONTOH T1"),
        Field("Nama Tim", "name", ("nama lengkap", "name in full"), width=24, example="Tim 1 Oelamasi"),
        Field(
            "Basis",
            "base",
            ("kode basis dari lembar Basis", "a base of sheet Basis"),
            of="Basis",
            example="OELAMASI",
        ),
        Field(
            "Laju per Jam",
            "rate_per_hour",
            ("perekaman per jam setelah alat siap", "recordings per hour once the equipment stands"),
            "number",
            10,
            "12",
        ),
        Field(
            "Jam Mulai",
            "start",
            ("awal hari kerja; kosong: 08:00", "the day begins; empty: 08:00"),
            "time",
            9,
            "08:00",
        ),
        Field(
            "Jam Selesai",
            "end",
            ("akhir hari kerja; kosong: 16:00", "the day ends; empty: 16:00"),
            "time",
            9,
            "16:00",
        ),
        Field(
            "Persiapan (menit)",
            "setup_minutes",
            (
                "menit pasang dan kemas alat di tiap tempat; kosong: 45",
                "to set up and pack at each stop; empty: 45",
            ),
            "count",
            11,
            "45",
        ),
        Field(
            "Maks Malam",
            "max_nights",
            ("paling banyak malam berturut di luar; kosong: 0", "most nights in a row away; empty: 0"),
            "count",
            9,
            "2",
        ),
        Field(
            "Cuti",
            "away",
            ("tanggal tim tidak bertugas" + DATES[0], "dates without work" + DATES[1]),
            width=24,
            example="21 Mei 2018 s.d. 22 Mei 2018",
        ),
        Field(
            "Wilayah Tugas",
            "areas",
            (
                "kode kecamatan atau desa yang dilayani tim, dipisah koma; kosong: semua",
                "codes of kecamatan or villages that the team serves, parted by commas; empty: all",
            ),
            width=18,
        ),
        Field(
            "Hari Kerja",
            "workdays",
            (
                "hari kerja tim sendiri, di antara hari kerja proyek; kosong: semua",
                "the team's own weekdays among those of the project; empty: all",
            ),
            width=12,
        ),
        Field(
            "Maks Hari Berturut",
            "max_run",
            ("paling banyak hari kerja berturut", "most days in a row"),
            "count",
            10,
        ),
        Field("Kendaraan", "vehicle", ("kendaraan tim; tampil di jadwal", "vehicle; shown in the schedule")),
        Field(
            "Biaya Kendaraan",
            "day_cost",
            ("rupiah per hari di lapangan, mis. mobil sewa", "rupiah for each day out, e.g. a rented car"),
            "money",
            12,
        ),
        Field("Moda", "modes", ("moda yang bisa dipakai", "modes of transport"), width=12),
        Field("Aktif Dari", "from", ("hari pertama tim ini", "first day of this team"), "date", 13),
        Field("Aktif Sampai", "to", ("hari terakhir tim ini", "last day of this team"), "date", 13),
    ),
    teams.COLUMNS,
    is_needed=True,
)

STAFF = Form(
    "Petugas",
    ("anggota tim; tampil di jadwal", "the members of the teams; shown in the schedule"),
    (
        Field("Kode", "staff", ("kode petugas", "short name"), example="CONTOH P1"),
        Field("Nama", "name", ("nama petugas", "name"), width=24),
        Field("NIP", "nip", ("NIP pegawai saja, jangan NIK", "number of staff only, never a NIK"), width=22),
        Field("Pangkat/Gol", "rank", ("pangkat dan golongan", "rank"), width=16),
        Field("Jabatan", "position", ("jabatan", "position"), width=18),
        Field("Tim", "team", ("kode tim dari lembar Tim", "a team of sheet Tim"), of="Tim"),
        Field(
            "Peran",
            "role",
            ("peran di tim", "role"),
            choices=("ketua", "operator", "pendukung", "sopir"),
            example="operator",
        ),
        Field("Keahlian", "skills", ("keahlian", "skills"), width=16),
        Field(
            "Cuti",
            "leave_dates",
            (
                "tanggal cuti; tim tidak keluar bila semua ketua dan operatornya cuti" + DATES[0],
                "dates of leave; a team stays in when all its ketua and operator are on leave" + DATES[1],
            ),
            width=24,
        ),
        Field("Kelas Biaya", "cost_class", ("kelas pada lembar Biaya", "class of sheet Biaya")),
    ),
    staff.COLUMNS,
)

KITS = Form(
    "Alat",
    (
        "alat perekaman; kosong seluruhnya: tiap tim punya alat sendiri",
        "the recording kits; with none listed every team has its own",
    ),
    (
        Field("Kode Alat", "kit", ("nomor atau nama alat", "number or name"), example="CONTOH A1"),
        Field(
            "Jenis",
            "type",
            ("statis: tetap di kantor; kosong: mobile", "statis: stays at the office; empty: mobile"),
            choices=kits.TYPES,
            width=10,
            example="mobile",
        ),
        Field(
            "Lokasi",
            "location",
            ("kode basis tempat alat disimpan", "the base that has it"),
            of="Basis",
            example="OELAMASI",
        ),
        Field(
            "Kondisi",
            "state",
            (
                "hanya alat baik yang dihitung; pinjam: dipinjamkan",
                "kits that are baik count; pinjam: lent out",
            ),
            choices=kits.STATES,
            width=10,
            example="baik",
        ),
        Field(
            "Siap Tanggal",
            "ready_from",
            (
                "kosong: siap sekarang; alat dihitung mulai hari itu",
                "empty: now; the kit is counted from that day on",
            ),
            "date",
            13,
        ),
        Field("Laju per Jam", "rate", ("perekaman per jam", "recordings per hour"), "number", 10),
        Field(
            "Perlu Sinyal",
            "needs_signal",
            ("perlu sinyal? lihat Desa", "needs a signal?"),
            choices=YES_NO,
            width=10,
        ),
        Field("Perlu Listrik", "needs_power", ("perlu listrik?", "needs power?"), choices=YES_NO, width=10),
        Field(
            "Wajib di Kantor (hari)",
            "office_days",
            ("hari alat harus tinggal di kantor, mis. Sen,Kam", "weekdays on which it stays, e.g. Sen,Kam"),
            choices=(*WEEKDAYS, "Senin-Jumat", "setiap hari"),
            is_open=True,
            width=16,
            example="Jumat",
        ),
    ),
    kits.KIT_COLUMNS,
)

REGULAR = Form(
    "Layanan Reguler",
    ("alat yang harus tinggal untuk pelayanan di kantor", "kits that stay for the regular service"),
    (
        Field("Tempat", "place", ("kode basis", "a base"), of="Basis", example="CONTOH OELAMASI"),
        Field(
            "Hari",
            "weekday",
            ("satu hari, beberapa (Sen,Kam) atau rentang", "one weekday, several (Sen,Kam) or a run"),
            choices=(*WEEKDAYS, "Senin-Jumat", "setiap hari"),
            is_open=True,
            example="Senin-Jumat",
        ),
        Field(
            "Alat Minimum",
            "min_kits",
            ("alat yang tinggal pada hari itu", "kits that stay"),
            "count",
            10,
            "1",
        ),
        Field("Petugas Minimum", "min_staff", ("petugas yang tinggal", "staff that stay"), "count", 10),
    ),
    kits.REGULAR_COLUMNS,
)

CALENDAR = Form(
    "Kalender",
    (
        "hari libur tambahan, dan libur atau cuti bersama yang tetap dikerjakan; libur nasional sudah "
        "diketahui",
        "further days off, and days off or leave that are worked; public holidays and most leave are known",
    ),
    (
        Field(
            "Tanggal",
            "date",
            ("tanggal, atau awal rentang", "date, or first of a run"),
            "date",
            20,
            "CONTOH 11 Juni 2018",
        ),
        Field("Sampai", "to", ("akhir rentang", "last date of the run"), "date", 14, "14 Juni 2018"),
        Field(
            "Jenis",
            "kind",
            (
                "ramadan: jam kerja lebih pendek, bukan libur",
                "ramadan: shorter hours, no day off",
            ),
            choices=DAYS_OFF,
            is_open=True,
            width=17,
            example="cuti bersama",
        ),
        Field(
            "Wilayah",
            "area",
            (
                "hanya di sini: kode atau nama kecamatan dan desa, atau kode basis; kosong: di mana pun",
                "only here: codes or names of kecamatan and villages, or of bases; empty: everywhere",
            ),
            width=16,
        ),
        Field(
            "Faktor Jam",
            "hours_factor",
            (
                "bagian jam kerja yang tersisa, mis. 0,8; 0 atau kosong: libur (ramadan kosong: 0,87)",
                "share of hours left, e.g. 0.8; 0 or empty: off (ramadan empty: 0.87)",
            ),
            "share",
            9,
        ),
        Field(
            "Dikerjakan",
            "worked",
            (
                "ya: hari libur nasional atau cuti bersama yang tetap dikerjakan",
                "ya: a public holiday or collective leave that is worked after all",
            ),
            choices=YES_NO,
            width=10,
            example="tidak",
        ),
        Field(
            "Ket",
            "note",
            ("alasan; tampil di rencana", "why; shown in the plan"),
            width=26,
            example="Idul Fitri",
        ),
    ),
    calendar.COLUMNS,
)

WAYS = Form(
    "Tempuh",
    ("waktu tempuh yang diketahui", "ways that are known"),
    (
        Field(
            "Dari",
            "from",
            ("kode desa atau basis", "village code or base"),
            is_required=True,
            example="CONTOH OELAMASI",
        ),
        Field("Ke", "to", ("kode desa atau basis", "village code or base"), is_required=True, width=16),
        Field(
            "Moda",
            "mode",
            (
                "perahu: menyeberangi laut; dari jalan yang sama dengan beberapa moda, yang paling lambat "
                "dihitung",
                "perahu: across the sea; of the same way by several modes the slowest counts",
            ),
            choices=("mobil", "motor", "perahu", "jalan kaki"),
            is_open=True,
        ),
        Field("Menit", "minutes", ("menit", "minutes"), "number", 9, is_required=True),
        Field("Km", "km", ("kilometer di darat", "kilometres on land"), "number", 9),
        Field(
            "Biaya",
            "cost",
            ("rupiah sekali jalan untuk satu tim; hanya perahu", "rupiah one way for one team; boats only"),
            "money",
            12,
        ),
        Field(
            "Hari",
            "weekdays",
            ("hari berlayar; kosong: setiap hari; hanya perahu", "weekdays it sails; empty: all; boats only"),
            choices=WEEKDAYS,
            is_open=True,
        ),
        Field("Bulan", "months", ("bulan terbuka", "months"), choices=MONTHS, is_open=True),
        Field("Jam Berangkat", "depart", ("jam berangkat", "departure"), "time", 10),
        Field(
            "Dua Arah",
            "both_ways",
            ("berlaku juga pulang? Kosong: ya", "also back? Empty: yes"),
            choices=YES_NO,
            width=9,
        ),
        Field("Risiko Batal", "cancel_risk", ("peluang batal, 0-1", "risk of cancelling, 0-1"), "share", 9),
    ),
    ways.COLUMNS,
)

RULES = Form(
    "Aturan",
    ("aturan kantor untuk rencana", "the office's own rules for plans"),
    (
        Field("Kode", "rule", ("kode aturan", "short name"), is_required=True, example="CONTOH R1"),
        Field(
            "Jenis",
            "kind",
            ("jenis aturan", "kind of rule"),
            choices=("TETAPKAN", "LARANG", "WAJIB", "MINIMUM", "MAKSIMUM", "BERSAMA", "URUT"),
            is_required=True,
            example="LARANG",
        ),
        Field("Tim", "team", ("kode tim", "a team"), of="Tim", is_open=True),
        Field(
            "Desa/Kecamatan/Pola",
            "place",
            (
                "kode atau nama desa dan kecamatan, atau pola seperti 53.01.04.*; dipisah titik koma",
                "codes or names of villages and kecamatan, or patterns such as 53.01.04.*; parted by ;",
            ),
            width=20,
        ),
        Field("Dari", "from", ("tanggal awal", "first date"), "date", 13),
        Field("Sampai", "to", ("tanggal akhir", "last date"), "date", 13),
        Field(
            "Nilai",
            "value",
            ("jumlah orang, untuk MINIMUM dan MAKSIMUM", "people, for MINIMUM and MAKSIMUM"),
            "count",
            9,
        ),
        Field("Alasan", "reason", ("alasan", "reason"), width=26, is_required=True),
        Field("Pengusul", "author", ("pengusul", "author"), width=16),
        Field(
            "Lunak",
            "soft",
            (
                "boleh dilanggar bila perlu? ya, tidak, atau berapa perekaman boleh dilepas per pelanggaran",
                "may it be broken? ya, tidak, or how many recordings may be given up for each breach",
            ),
            choices=YES_NO,
            is_open=True,
            width=9,
        ),
    ),
    directives.COLUMNS,
)

COSTS = Form(
    "Biaya",
    ("biaya satu tim di lapangan; hanya perlu bila ada anggaran", "what one team costs in the field"),
    (
        Field(
            "Pos",
            "item",
            (
                "uang harian, penginapan, per km, genset (desa tanpa PLN), tambahan kunjungan; pos lain "
                "belum dipakai",
                "day out, night, per km, generator (villages without mains power), supplement of a stop; "
                "other items are not used yet",
            ),
            choices=tuple(item.label for item in costs.ITEMS),
            is_open=True,
            width=20,
            example="CONTOH uang harian",
        ),
        Field(
            "Zona",
            "zone",
            (
                "kode kecamatan atau desa, untuk tambahan kunjungan; pos lain dengan zona belum dipakai",
                "codes of kecamatan or villages, for the supplement of a stop; other items with a zone are "
                "not used yet",
            ),
        ),
        Field("Kelas", "class", ("baris dengan kelas belum dipakai", "rows with a class are not used yet")),
        Field(
            "Satuan",
            "unit",
            (
                "untuk satu tim, bukan per orang: tim-hari, tim-malam, km, kunjungan",
                "for a whole team, not per person: tim-hari, tim-malam, km, kunjungan",
            ),
            choices=tuple(dict.fromkeys(item.unit for item in costs.ITEMS)),
            is_open=True,
            example="tim-hari",
        ),
        Field("Tarif", "rate", ("rupiah per satuan", "rupiah per unit"), "money", 14, "450000"),
        Field("Dasar", "legal_basis", ("dasar hukum", "legal basis"), width=26, is_remark=True),
    ),
    costs.COLUMNS,
)

ACTUALS = Form(
    "Realisasi",
    ("apa yang sungguh terjadi di lapangan", "what really happened in the field"),
    (
        Field("Tanggal", "date", ("tanggal", "date"), "date", 20, "CONTOH 7 Mei 2018", is_required=True),
        Field("Tim", "team", ("kode tim", "a team"), of="Tim", is_required=True),
        Field("Kode Desa", "village", ("kode desa", "village code"), of="Desa", width=16, is_required=True),
        Field("Versi Rencana", "plan_version", ("versi rencana", "version of the plan")),
        Field("Hadir", "came", ("orang yang datang", "people who came"), "count", 9),
        Field("Terekam", "recorded", ("orang terekam", "people recorded"), "count", 9, is_required=True),
        Field("Gagal", "failed", ("perekaman gagal", "failed"), "count", 9),
        Field("Terkirim", "sent", ("data terkirim", "sent"), "count", 9),
        Field("Tidak Ditemukan", "not_found", ("orang tidak ditemukan", "not found"), "count", 11),
        Field("Meninggal", "dead", ("orang meninggal", "dead"), "count", 10),
        Field("Pindah", "moved", ("orang pindah", "moved"), "count", 9),
        Field("Ganda", "duplicate", ("data ganda", "duplicates"), "count", 9),
        Field("Jam Mulai", "start", ("jam mulai", "start"), "time", 9),
        Field("Jam Selesai", "end", ("jam selesai", "end"), "time", 9),
        Field("Alat", "kit", ("kode alat", "a kit"), of="Alat"),
        Field(
            "Status",
            "status",
            ("bagaimana kunjungan berakhir", "how the visit ended"),
            choices=("selesai", "sebagian", "batal"),
            is_required=True,
            example="selesai",
        ),
        Field("Alasan Batal", "reason_code", ("alasan batal", "why it was cancelled"), width=18),
        Field("Tuntas", "closed", ("desa tuntas?", "is the village done?"), choices=YES_NO, width=9),
        Field("Catatan", "note", ("catatan", "remarks"), width=24),
    ),
)

PARAMETERS = Form(
    "Parameter",
    ("hari pertama, tenggat, anggaran dan aturan umum", "first day, deadline, budget and general rules"),
    (
        Field(
            "Nama",
            "name",
            ("jangan diubah", "do not change"),
            choices=tuple(known.label for known in parameters.PARAMETERS),
            width=26,
            example="CONTOH Hari pertama",
        ),
        Field("Nilai", "value", ("isi di sini", "fill in here"), width=24, example="2 Mei 2018"),
        Field("Satuan", "unit", ("satuan nilai", "unit of the value"), width=26, is_remark=True),
        Field("Arti", "meaning", ("arti nilai", "what it means"), width=70, is_remark=True),
        Field("Sumber", "source", ("dari mana nilainya", "where it comes from"), width=26, is_remark=True),
    ),
    parameters.COLUMNS,
    is_needed=True,
)

FORMS = (
    VILLAGES,
    BASES,
    TEAMS,
    STAFF,
    KITS,
    REGULAR,
    CALENDAR,
    WAYS,
    RULES,
    COSTS,
    ACTUALS,
    PARAMETERS,
)
