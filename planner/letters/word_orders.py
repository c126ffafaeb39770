"""What a team carries, for Word: the order with its schedule (SPT), and the travel order with visas (SPD)."""

from planner.letters.word_page import Page


def spt(page: Page) -> None:
    """Write the template of the SPT."""
    w = page.w
    page.footer(version=True)
    page.letterhead()
    page.title(w("Surat Perintah Tugas", "Assignment"))
    page.text(w("Dasar:", "Grounds:"))
    page.items(
        w(
            "Undang-Undang Nomor 23 Tahun 2006 tentang Administrasi Kependudukan sebagaimana telah diubah "
            "dengan Undang-Undang Nomor 24 Tahun 2013;",
            "Law 23/2006 on civil administration, as amended by Law 24/2013;",
        ),
        w("Dokumen Pelaksanaan Anggaran: ", "Budget: ") + "{{ isi(office.budget, 60) }};",
    )
    page.tag("for dasar in office.basis")
    page.text("{{ loop.index + 2 }}.\t{{ dasar }};", hanging=7)
    page.tag("endfor")
    page.text(f"**{w('MEMERINTAHKAN', 'ORDERS')}**", align="center", after=6)
    page.text(w("Kepada:", "To:"))
    table = page.table((11, 45, 38, 28, 30, 24))
    page.head(table, "No", *_officer_words(page), size=9.5)
    page.row_tag(table, "for o in officers")
    cells = ("{{ loop.index }}", *(f"{{{{ o.{key} }}}}" for key in ("name", "nip", "rank", "title", "role")))
    page.row(table, *cells, size=9.5)
    page.row_tag(table, "endfor")
    page.text(size=6)
    page.text(w("Untuk:", "In order to:"))
    page.items(*_duties(page))
    page.text()
    page.signature()
    page.text(w("Tembusan:", "Copies:"), size=9.5)
    page.items(
        w("Bupati/Wali Kota (sebagai laporan)", "Head of the regency (for report)"),
        w("Camat", "Head of district") + " {{ districts | join(', ') }}",
        w("Kepala Desa/Lurah yang dikunjungi", "Heads of the villages visited"),
        w("Arsip", "File"),
        size=9.5,
    )
    page.next_page()
    _schedule(page)


def _officer_words(page: Page) -> tuple[str, ...]:
    w = page.w
    return (w("Nama", "Name"), "NIP", w("Pangkat/Gol.", "Rank"), w("Jabatan", "Position"), w("Peran", "Role"))


def _duties(page: Page) -> tuple[str, ...]:
    w = page.w
    return (
        w(
            "melaksanakan perekaman KTP-el jemput bola sebagai **{{ team }}** di {{ villages | length }} "
            "desa/kelurahan{% if districts %}, Kecamatan {{ districts | join(', ') }}{% endif %}, "
            "menurut jadwal "
            "terlampir (target {{ people }} orang);",
            "record residents for the e-KTP as **{{ team }}** in {{ villages | length }} village(s)"
            "{% if districts %}, district {{ districts | join(', ') }}{% endif %}, by the enclosed schedule "
            "(target {{ people }} people);",
        ),
        w(
            "bertugas {% if first == last %}pada **{{ first }}**{% else %}dari **{{ first }}** sampai dengan "
            "**{{ last }}** ({{ days }} hari){% endif %}, berangkat dari dan kembali ke {{ base }};",
            "work {% if first == last %}on **{{ first }}**{% else %}from **{{ first }}** to **{{ last }}** "
            "({{ days }} days){% endif %}, from {{ base }} and back;",
        ),
        w(
            "menggunakan kendaraan {{ isi(vehicle, 40) }} dan membawa satu set alat perekaman;",
            "travel by {{ isi(vehicle, 40) }} and take one recording kit;",
        ),
        w(
            "berkoordinasi dengan camat dan kepala desa/lurah, dan memakai daftar penduduk belum rekam "
            "dari dinas;",
            "work with the heads of district and village, by the office's list of residents not recorded;",
        ),
        w(
            "mengunggah data rekaman setelah kembali dan melaporkan hasil paling lambat "
            "{{ isi(office.report_days, 10) }} hari;",
            "upload the recordings after the return and report within {{ isi(office.report_days, 10) }} "
            "days;",
        ),
        w(
            "biaya dibebankan pada {{ isi(office.budget, 50) }}.",
            "costs are paid from {{ isi(office.budget, 50) }}.",
        ),
    )


def _schedule(page: Page) -> None:
    w = page.w
    top = page.table((110, 60), lines=False)
    about = w("Lampiran Surat Perintah Tugas", "Enclosure of the assignment")
    number = (
        f"{w('Nomor', 'Number')}: {{{{ number }}}}\n{w('Tanggal', 'Date')}: {{{{ isi(office.date, 30) }}}}"
    )
    page.row(
        top,
        "{{ code }}\n" + w("Versi rencana", "Plan version") + " {{ version }}",
        f"{about}\n{number}",
        size=9.5,
    )
    page.text(f"**{w('JADWAL PEREKAMAN KTP-el', 'SCHEDULE OF RECORDING')}**", align="center", after=0)
    page.text(
        "{{ team }}, {{ first }}{% if first != last %} – {{ last }}{% endif %}", align="center", after=6
    )
    table = page.table((10, 28, 35, 22, 20, 18, 23, 25))
    page.head(
        table,
        "No",
        w("Hari/Tanggal", "Date"),
        w("Kecamatan/Desa", "District/village"),
        w("Jam", "Hours"),
        w("Belum rekam (1)", "Not recorded (1)"),
        "Target",
        w("Menginap di", "Night at"),
        "Plan B (2)",
        size=8,
    )
    page.row_tag(table, "for r in schedule")
    place = "{% if r.district %}{{ r.district }} / {% endif %}{{ r.place }}"
    cells = ("{{ loop.index }}", "{{ r.date }}", place, "{{ r.hours }}", "{{ r.waiting }}", "{{ r.people }}")
    page.row(table, *cells, "{{ r.night or '–' }}", "{{ r.plan_b or '–' }}", size=8.5, right=(4, 5))
    page.row_tag(table, "endfor")
    total = f"**{w('Jumlah', 'Sum')}**"
    page.row(table, "", "", total, "", "", "**{{ people }}**", "", "", size=8.5, right=(5,))
    page.text(size=4)
    page.text(
        w(
            "Jam adalah jam pelayanan waktu setempat. Target adalah perkiraan menurut laju perekaman tim.",
            "Hours are those of service, local time. Targets are estimates by the team's rate of recording.",
        ),
        size=8.5,
    )
    waiting = w("Yang masih menunggu sebelum kunjungan ini", "Those who still wait before this visit")
    page.text(f"(1) {waiting}{{% if counting %}}: {{{{ counting }}}}{{% endif %}}.", size=8.5)
    page.text(
        w(
            "(2) Desa lain yang masih dapat dilayani tim pada hari itu bila desa ini batal, dan berapa "
            "orang yang "
            "dapat direkam; perjalanan dan hari lain tetap. Tanyakan dulu ke dinas: satu desa bisa "
            "tertulis untuk "
            "beberapa kunjungan.",
            "(2) Another village that the team can still serve on that day if this one falls out, and "
            "how many "
            "people could be recorded; the rest of the trip stays. Ask the office first: a village may "
            "stand here "
            "for several visits.",
        ),
        size=8.5,
        after=8,
    )
    _kit(page)


def _kit(page: Page) -> None:
    w = page.w
    page.text(f"**{w('Perlengkapan', 'Kit')}**", keep=True)
    table = page.table((1, 1), lines=False)
    things = (
        w("Laptop dan aplikasi perekaman", "Laptop with the recording program"),
        w("Kamera dan latar", "Camera and background"),
        w("Pemindai sidik jari", "Fingerprint scanner"),
        w("Pemindai iris", "Iris scanner"),
        w("Alat tanda tangan", "Signature pad"),
        w("Pengisi daya dan kabel", "Chargers and cables"),
        w("Genset/baterai dan bahan bakar", "Generator or battery, and fuel"),
        w("Modem dan pulsa data", "Modem and data"),
        w("Daftar warga belum rekam", "List of those not recorded"),
        w("Formulir dan alat tulis", "Forms and pens"),
    )
    for left, right in zip(things[::2], things[1::2], strict=True):
        page.row(table, f"☐ {left}", f"☐ {right}", size=10)


# --- surat perjalanan dinas ------------------------------------------------------------------------------


def spd(page: Page) -> None:
    """Write the template of the SPD."""
    w = page.w
    page.footer()
    page.letterhead()
    page.title(w("Surat Perjalanan Dinas", "Travel order"))
    table = page.table((11, 58, 102))
    others = (
        "{% for o in officers[1:] %}{{ loop.index }}. {{ isi(o.name, 40) }}{% if o.nip %}, "
        "{{ o.nip }}{% endif %}"
        "{% if not loop.last %}; {% endif %}{% else %}–{% endfor %}"
    )
    where = w("Kec.", "district")
    rows = (
        (w("Pengguna Anggaran/Kuasa Pengguna Anggaran", "Budget holder"), "{{ isi(office.head.name, 50) }}"),
        (
            w("Nama pegawai yang diperintah", "Officer"),
            "{{ isi(officers[0].name, 50) }}\nNIP. {{ isi(officers[0].nip, 40) }}",
        ),
        (
            w(
                "a. Pangkat dan golongan\nb. Jabatan\nc. Tingkat biaya perjalanan",
                "a. Rank\nb. Position\nc. Rate of costs",
            ),
            "a. {{ isi(officers[0].rank) }}\nb. {{ isi(officers[0].title) }}\nc. {{ isi('') }}",
        ),
        (
            w("Maksud perjalanan dinas", "Purpose"),
            w("Perekaman KTP-el jemput bola ({{ team }})", "Recording residents for the e-KTP ({{ team }})"),
        ),
        (
            w("a. Tempat berangkat\nb. Tempat tujuan", "a. From\nb. To"),
            "a. {{ base }}\nb. {{ villages | join(', ') }}{% if districts %} ("
            + where
            + " {{ districts | join(', ') }}){% endif %}",
        ),
        (
            w(
                "a. Lama perjalanan\nb. Tanggal berangkat\nc. Tanggal harus kembali",
                "a. Days\nb. Leaves on\nc. Is back on",
            ),
            "a. {{ days }} " + w("hari", "day(s)") + "\nb. {{ first }}\nc. {{ last }}",
        ),
        (w("Alat angkut yang dipergunakan", "Means of travel"), "{{ isi(vehicle) }}"),
        (w("Pengikut: nama, NIP", "With: name, NIP"), others),
        (w("Pembebanan anggaran", "Paid from"), "{{ isi(office.budget, 50) }}"),
        (
            w("Keterangan lain-lain", "Remarks"),
            w(
                "Jadwal menurut lampiran Surat Perintah Tugas; target {{ people }} orang",
                "By the schedule of the assignment; target {{ people }} people",
            ),
        ),
    )
    for n, (name, value) in enumerate(rows, start=1):
        page.row(table, str(n), name, value, size=10.5)
    page.text()
    page.signature()
    page.next_page()
    _visum(page)


def _visum(page: Page) -> None:
    w = page.w
    page.text(f"**{w('VISUM', 'VISAS')}**", align="center")
    arrives, leaves = w("Tiba di", "Arrives at"), w("Berangkat dari", "Leaves")
    to, on, head = w("Ke", "For"), w("Pada tanggal", "On"), w("Kepala Dinas", "Head of the office")
    by_head = f"{{{{ office.head.title or '{head}' }}}},\n\n\n({{{{ isi('') }}}})"
    by_village = "{{ v.head }} {{ v.place }},\n\n\n({{ isi('') }})"
    here = f"{{{{ romawi(loop.index + 1) }}}}. {arrives}"
    table = page.table((1, 1))
    page.row(
        table,
        w("I. Tempat kedudukan", "I. Seat of the office"),
        f"{leaves}: **{{{{ base }}}}**\n{to}: {{{{ isi(to) }}}}\n{on}: {{{{ leave }}}}\n{by_head}",
        size=10,
    )
    page.row_tag(table, "for v in visum")
    page.row(
        table,
        f"{here}: **{{{{ v.place }}}}**\n{on}: {{{{ v.arrive }}}}\n\n{by_village}",
        f"{leaves}: **{{{{ v.place }}}}**\n{to}: {{{{ isi(v.to) }}}}\n{on}: {{{{ v.depart }}}}\n{by_village}",
        size=10,
    )
    page.row_tag(table, "endfor")
    checked = w(
        "Telah diperiksa dengan keterangan bahwa perjalanan tersebut atas perintahnya dan semata-mata untuk "
        "kepentingan jabatan dalam waktu yang sesingkat-singkatnya.",
        "Checked: the journey was made as ordered, for the office alone and in the shortest time.",
    )
    home = f"{{{{ romawi(visum | length + 2) }}}}. {arrives}: **{{{{ base }}}}**"
    back = f"{home}\n{on}: {{{{ back }}}}\n{by_head}"
    page.row(table, back, checked, size=10)
