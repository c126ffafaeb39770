"""What villages and districts get, for Word: notices with a reply slip, and the report of a visit."""

from planner.letters.word_page import Page


def _top(page: Page, subject: str, to: str) -> None:
    w = page.w
    page.footer()
    page.letterhead()
    page.text("{{ isi(office.place, 25) }}, {{ isi(office.date, 30) }}", align="right")
    table = page.table((100, 66), lines=False)
    names = (w("Nomor", "Number"), w("Lampiran", "Enclosure"), w("Hal", "Subject"))
    values = ("{{ number }}", "–", f"**{subject}**")
    left = "\n".join(f"{name}: {value}" for name, value in zip(names, values, strict=True))
    page.row(table, left, f"{w('Kepada Yth.', 'To')}\n{to}\n{w('di tempat', '')}")
    page.text()
    page.text(w("Dengan hormat,", "Dear Sir or Madam,"), after=6)


def _dates(page: Page, *, with_village: bool) -> None:
    w = page.w
    shares = (11, 42, 40, 26, 18, 34) if with_village else (11, 54, 30, 20, 38)
    village = ((w("Desa/Kelurahan", "Village"), "{{ r.place }}"),) if with_village else ()
    columns = (
        ("No", "{{ loop.index }}"),
        (w("Hari/Tanggal", "Date"), "{{ r.date }}"),
        *village,
        (w("Jam pelayanan", "Hours"), "{{ r.hours }}"),
        ("Target", "{{ r.people }}"),
        (w("Tim", "Team"), "{{ r.team }}"),
    )
    table = page.table(shares)
    page.head(table, *(name for name, _ in columns), size=9.5)
    page.row_tag(table, "for r in visits")
    page.row(table, *(value for _, value in columns), size=9.5)
    page.row_tag(table, "endfor")
    page.text(size=6)


def _contact_and_signature(page: Page) -> None:
    w = page.w
    page.text(w("Narahubung: ", "Contact: ") + "{{ isi(contacts | join('; '), 60) }}")


def _reply(page: Page, who: str, *lines: str) -> None:
    w = page.w
    cut = w("potong di sini, kirim kembali", "cut here and send back")
    page.text(
        f"- - - - - - - - - - - - - - -  {cut}  - - - - - - - - - - - - - - -",
        align="center",
        size=8,
        keep=True,
    )
    page.text(f"**{w('LEMBAR JAWABAN', 'REPLY')}** – {who}", keep=True)
    for line in lines:
        page.text(f"☐ {line}", keep=True)
    signed = w("Tanda tangan", "Signature")
    page.text(f"{w('Nama/jabatan', 'Name/position')} {'.' * 45}   {signed} {'.' * 35}")


def surat_camat(page: Page) -> None:
    """Write the template ``surat_camat``."""
    w = page.w
    subject = w("Pemberitahuan perekaman KTP-el jemput bola", "Recording for the e-KTP in the villages")
    head = w("Camat", "Head of district")
    _top(page, subject, f"{head} **{{{{ isi(district) }}}}**")
    page.text(
        w(
            "Bersama ini kami beritahukan bahwa tim kami akan melayani perekaman KTP-el di **{{ villages }} "
            "desa/kelurahan** di wilayah Saudara, dengan target **{{ people }} "
            "orang**, menurut jadwal berikut:",
            "Our teams will record residents for the e-KTP in **{{ villages }} village(s)** of your "
            "district, "
            "**{{ people }} people** as a target, by this schedule:",
        )
    )
    _dates(page, with_village=True)
    page.text(w("Kami mohon bantuan Saudara untuk:", "Please help us by:"))
    page.items(
        w(
            "meneruskan jadwal ini kepada kepala desa/lurah dan mengumumkannya kepada warga;",
            "passing this schedule on to the villages and making it known;",
        ),
        w(
            "memastikan tempat pelayanan, listrik, meja dan kursi tersedia di setiap desa;",
            "seeing that every village has a place, power, tables and chairs;",
        ),
        w(
            "memberi kabar kepada kami bila suatu tanggal tidak memungkinkan (pesta adat, duka, cuaca, "
            "jalan terputus).",
            "telling us when a date is not possible (festivity, mourning, weather, broken road).",
        ),
    )
    _contact_and_signature(page)
    page.text(
        w("Atas perhatian dan kerja sama Saudara kami ucapkan terima kasih.", "Thank you for your help.")
    )
    page.signature(issued=False)
    change = w("Mohon diubah untuk desa", "Please change for the village of")
    _reply(
        page,
        f"{head} {{{{ isi(district) }}}}",
        w("Jadwal di atas dapat dilaksanakan.", "The schedule is possible."),
        f"{change} {'.' * 35} {w('menjadi tanggal', 'to')} {'.' * 30}",
    )


def surat_desa(page: Page) -> None:
    """Write the template ``surat_desa``."""
    w = page.w
    subject = w("Perekaman KTP-el di {{ kind }} {{ village }}", "Recording for the e-KTP in {{ village }}")
    district = "{% if district %}" + w("Kecamatan", "District") + " {{ district }}{% endif %}"
    _top(page, subject, f"**{{{{ head }}}} {{{{ village }}}}**\n{district}")
    page.text(
        w(
            "Tim kami akan datang ke {{ kind }} **{{ village }}** untuk melayani perekaman KTP-el. "
            "Menurut data kami "
            "**{{ waiting }} orang** belum rekam; yang direncanakan terlayani **{{ people }} orang**.",
            "Our team will come to **{{ village }}** to record residents for the e-KTP. By our data "
            "**{{ waiting }} "
            "people** are not recorded; **{{ people }} people** are planned.",
        )
    )
    _dates(page, with_village=False)
    page.text(w("Tempat: kantor desa/kelurahan, atau ", "Place: the village office, or ") + "." * 50)
    _what_to_bring(page)
    _contact_and_signature(page)
    page.text(
        w(
            "Mohon lembar jawaban di bawah ini dikirim kembali paling lambat tiga hari sebelum tanggal "
            "pelayanan.",
            "Please send the reply below at least three days before the date.",
        )
    )
    page.signature(issued=False)
    change = w("Mohon diubah menjadi tanggal", "Please change to")
    _reply(
        page,
        "{{ head }} {{ village }}",
        w("Bersedia menerima tim pada jadwal di atas.", "The team is welcome on the dates above."),
        f"{change} {'.' * 30} {w('karena', 'because')} {'.' * 40}",
        f"{w('Tempat pelayanan', 'Place of service')} {'.' * 45}",
    )


def _what_to_bring(page: Page) -> None:
    w = page.w
    bring = (
        w("fotokopi Kartu Keluarga (KK);", "copy of the family card (KK);"),
        w("KTP lama, bila ada;", "old identity card, if any;"),
        w("usia 17 tahun ke atas atau sudah menikah;", "for everybody of 17 years or married;"),
        w("datang sendiri, tidak dapat diwakilkan;", "in person;"),
        w("gratis, tidak dipungut biaya.", "free of charge."),
    )
    prepare = (
        w("ruang teduh, 2 meja, 10 kursi;", "a roofed room, 2 tables, 10 chairs;"),
        w("listrik atau genset, dan titik dengan sinyal;", "power, and a spot with signal;"),
        w("daftar warga belum rekam yang sudah diperiksa;", "the list of those not recorded, checked;"),
        w(
            "pengumuman lewat pengeras suara, gereja, masjid;",
            "announcements by loudspeaker, church, mosque;",
        ),
        w("penunjuk jalan dan tempat menginap bila perlu.", "a guide and a place to sleep where needed."),
    )
    heads = (
        w("Yang dibawa warga", "What people bring"),
        w("Yang disiapkan desa/kelurahan", "What the village prepares"),
    )
    cells = (
        "\n".join([f"**{head}**", *(f"– {item}" for item in items)])
        for head, items in zip(heads, (bring, prepare), strict=True)
    )
    page.row(page.table((76, 90), lines=False), *cells)
    page.text(size=6)


# --- berita acara ----------------------------------------------------------------------------------------


def berita_acara(page: Page) -> None:
    """Write the template ``berita_acara``."""
    w = page.w
    page.footer(version=True)
    page.tag("for r in reports")
    page.letterhead()
    page.title(w("Berita Acara Perekaman KTP-el", "Report of recording"), "." * 50)
    page.text(
        w(
            "Pada hari **{{ r.date }}**, di {{ r.kind }} **{{ r.place }}**{% if r.district %}, Kecamatan "
            "{{ r.district }}{% endif %}, tim **{{ team }}** telah melayani perekaman KTP-el.",
            "On **{{ r.date }}**, in **{{ r.place }}**{% if r.district %}, district "
            "{{ r.district }}{% endif %}, "
            "the team **{{ team }}** recorded residents for the e-KTP.",
        )
    )
    planned = w(
        "Jam direncanakan: {{ r.hours }}, target {{ r.people }} orang",
        "Hours planned: {{ r.hours }}, target {{ r.people }} people",
    )
    page.text(planned)
    page.text(f"{w('Jam sebenarnya', 'Hours in fact')}: {'.' * 20} {w('s.d.', 'to')} {'.' * 20}")
    page.text(f"{w('Alat perekaman', 'Recording kit')}: {'.' * 40}", after=6)
    _results(page)
    page.text(
        w(
            "Hadir = Terekam + Gagal. Gagal dirinci menurut alasan. Tidak ditemukan, Meninggal, Pindah "
            "dan Ganda "
            "adalah warga dalam daftar belum rekam yang tidak hadir. Tulis jumlah saja, jangan nama atau "
            "NIK.",
            "Came = Recorded + Failed, which is split by reason. Not found, Dead, Moved and Duplicate "
            "are those of "
            "the list who did not come. Write numbers only, no names, no identity numbers.",
        ),
        size=8.5,
    )
    page.text(f"☐ {w('Selesai: tidak perlu kunjungan lagi', 'Done: no further visit')}", after=1)
    page.text(f"☐ {w('Sebagian: perlu kunjungan lagi', 'In part: another visit')}", after=1)
    page.text(f"☐ {w('Batal, karena', 'Cancelled, because')} {'.' * 80}")
    page.text(f"{w('Catatan', 'Remarks')}: {'.' * 110}", after=8)
    page.text(f"{{{{ r.place }}}}, {'.' * 40}", align="right", keep=True)
    leader = w("Ketua tim", "Leader of the team")
    page.row(
        page.table((70, 70, 26), lines=False),
        leader + ",\n\n\n({{ isi(officers[0].name) }})",
        "{{ r.head }} {{ r.place }},\n\n\n({{ isi('') }})",
        "{{ code }}",
    )
    page.tag("if not loop.last")
    page.next_page()
    page.tag("endif")
    page.tag("endfor")


def _results(page: Page) -> None:
    w = page.w
    table = page.table((62, 26, 78))
    page.head(table, w("Hasil", "Result"), w("Jumlah orang", "People"), w("Keterangan", "Remarks"))
    for name in (
        w("**Hadir**", "**Came**"),
        w("**Terekam**", "**Recorded**"),
        w("**Gagal**", "**Failed**"),
        w("   sidik jari", "   fingerprints"),
        w("   iris mata", "   iris"),
        w("   alat, listrik atau jaringan", "   equipment, power or network"),
        w("   data tidak cocok", "   data do not match"),
        w("   lain-lain", "   other"),
        w("**Tidak ditemukan**", "**Not found**"),
        w("**Meninggal**", "**Dead**"),
        w("**Pindah**", "**Moved**"),
        w("**Ganda**", "**Duplicate**"),
        w("**Masih belum rekam**", "**Still not recorded**"),
    ):
        page.row(table, name, "", "").height = page.mm(6.2)
    page.text(size=6)
