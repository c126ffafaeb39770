"""Every word people see in files, in Bahasa Indonesia (``id``) and English (``en``).

Also how each language writes dates and numbers. A key of a table's column is the column's name.
"""

from datetime import date
from typing import Literal

Language = Literal["id", "en"]

WORDS: dict[str, tuple[str, str]] = {
    # key: (Bahasa Indonesia, English)
    # places
    "village": ("Desa/Kelurahan", "Village"),
    "village_code": ("Kode Desa", "Village code"),
    "district": ("Kecamatan", "District"),
    "district_code": ("Kode Kecamatan", "District code"),
    "regency": ("Kabupaten/Kota", "Regency"),
    "island": ("Pulau", "Island"),
    "base": ("Basis", "Base"),
    "villages": ("Jumlah Desa", "Villages"),
    "villages_visited": ("Desa Dikunjungi", "Villages visited"),
    "villages_completed": ("Desa Tuntas", "Villages completed"),
    "modelled": ("Angka Model", "Modelled number"),
    # people
    "backlog": ("Belum Rekam", "Not recorded"),
    "backlog_before": ("Belum Rekam", "Not recorded"),
    "definition": ("Definisi belum rekam", "Definition of not recorded"),
    "siak": ("belum rekam menurut SIAK", "not recorded according to SIAK"),
    "kpu": ("pemilih tanpa KTP-el menurut KPU", "voters without an e-KTP according to KPU"),
    "verified": ("belum rekam yang diverifikasi desa", "not recorded, verified by the villages"),
    "valid_share": ("Porsi valid", "Valid share"),
    "own_share": ("Desa dengan porsi valid sendiri", "Villages with a valid share of their own"),
    "verified_replaces": (
        "Angka terverifikasi menggantikan hitungan",
        "A verified number replaces the count",
    ),
    "verified_villages": ("Desa dengan angka terverifikasi", "Villages with a verified number"),
    "filled": (
        "Desa yang hitungannya kosong, memakai kolom lain",
        "Villages without a count, by another column",
    ),
    "as_of": ("Tanggal data", "Date of the data"),
    "source": ("Sumber data", "Source of the data"),
    "counted": ("Angka mentah", "Raw number"),
    "not_valid": (
        "Dikurangkan: tidak valid, atau menurut verifikasi",
        "Taken off: not valid, or as verified",
    ),
    "says_definition": ("Belum rekam di sini: {counts}", "Not recorded means here: {counts}"),
    "says_share": (", dikalikan porsi valid {share}", ", times the valid share {share}"),
    "says_own_shares": (" (atau porsi desa sendiri)", " (or the village's own)"),
    "says_replaced": (
        "; angka terverifikasi, bila ada, menggantikannya tanpa porsi",
        "; a verified number, where given, replaces it, without a share",
    ),
    "says_filled": ("; desa yang kosong memakai kolom lain", "; villages without it by another column"),
    "says_as_of": (". Tanggal data: {dates}", ". Date of the data: {dates}"),
    "says_no_date": (". Tanggal data tidak disebut", ". The date of the data is not given"),
    "says_source": (". Sumber: {sources}", ". Source: {sources}"),
    "says_assumed": (
        "Belum dilaporkan, dianggap terlaksana sesuai rencana: {visits} kunjungan, {people} orang ({teams})",
        "Taken as planned, not reported yet: {visits} visits, {people} people ({teams})",
    ),
    "says_no_source": (". Sumber tidak disebut", ". The source is not given"),
    "check_raw": (
        "Periksa: angka mentah = dikurangkan + belum rekam",
        "Check: raw number = taken off + not recorded",
    ),
    "people": ("Target", "Target"),
    "people_so_far": ("Kumulatif", "So far"),
    "planned": ("Rencana", "Planned"),
    "left": ("Sisa", "Left over"),
    "left_after": ("Sisa", "Left over"),
    "share_planned": ("% Rencana", "% planned"),
    "recorded": ("Direncanakan terekam", "Planned to be recorded"),
    "left_over": ("Sisa setelah rencana", "Left over after the plan"),
    "share_recorded": ("Bagian yang direncanakan", "Share planned"),
    "unreachable_people": ("Di antaranya tidak terjangkau tim mana pun", "Of these out of reach of any team"),
    # time
    "number": ("No", "No"),
    "date": ("Tanggal", "Date"),
    "day_and_date": ("Hari, Tanggal", "Day, date"),
    "weekday": ("Hari", "Day"),
    "week_start": ("Pekan mulai", "Week from"),
    "arrive": ("Tiba", "Arrive"),
    "open": ("Buka", "Open"),
    "close": ("Tutup", "Close"),
    "start": ("Mulai", "Start"),
    "end": ("Selesai", "End"),
    "back": ("Selesai Hari", "Day ends"),
    "leave": ("Berangkat", "Leave"),
    "first_date": ("Kunjungan Pertama", "First visit"),
    "last_date": ("Kunjungan Terakhir", "Last visit"),
    "first_day": ("Hari pertama", "First day"),
    "last_day": ("Tenggat", "Deadline"),
    "working_days": ("Hari kerja", "Working days"),
    "worked_weekdays": ("Hari kerja dalam seminggu", "Weekdays worked"),
    # teams and travel
    "team": ("Tim", "Team"),
    "team_name": ("Nama Tim", "Team name"),
    "teams": ("Tim", "Teams"),
    "team_count": ("Jumlah tim", "Teams"),
    "team_days": ("Hari-Tim Terpakai", "Team-days used"),
    "team_days_available": ("Hari-Tim Tersedia", "Team-days available"),
    "from_place": ("Berangkat dari", "From"),
    "travel_minutes": ("Tempuh (menit)", "Travel (min)"),
    "travel_hours": ("Jam di perjalanan", "Hours on the way"),
    "by_boat": ("Perahu", "Boat"),
    "visit": ("Kunjungan ke-", "Visit no"),
    "expected": ("Perkiraan Hadir", "Expected"),
    "venue": ("Tempat", "Venue"),
    "guests": ("Desa Ikut", "Villages that come"),
    "contact": ("Kontak Desa", "Contact"),
    "vehicle": ("Kendaraan", "Vehicle"),
    "staff": ("Petugas", "Staff"),
    "remark": ("Ket", "Note"),
    "visits": ("Kunjungan", "Visits"),
    "stops": ("Kunjungan", "Visits"),
    "night_at": ("Menginap", "Night at"),
    "nights": ("Malam Menginap", "Nights away"),
    "km": ("Kilometer di darat", "Kilometres on land"),
    "boat_cost_idr": ("Ongkos perahu (Rp)", "Boat fares (IDR)"),
    "cost_idr": ("Biaya rencana (Rp)", "Cost of the plan (IDR)"),
    "budget_idr": ("Anggaran (Rp)", "Budget (IDR)"),
    "cost_day_out": ("Uang harian per tim (Rp)", "One team's day out (IDR)"),
    "cost_night": ("Penginapan per tim dan malam (Rp)", "One team's night away (IDR)"),
    "cost_km": ("Biaya per kilometer di darat (Rp)", "One kilometre on land (IDR)"),
    "smallest_stop": ("Kunjungan terkecil (orang)", "Smallest stop (people)"),
    "notice_days": ("Hari pemberitahuan", "Days of notice"),
    "short_days": ("Hari dengan jam lebih pendek", "Days of fewer hours"),
    "directives": ("Aturan kantor", "Rules of the office"),
    "given_up": ("Aturan yang tidak bisa dipenuhi", "Rules that could not be kept"),
    "kits": ("Alat perekaman", "Recording kits"),
    "kits_of_teams": ("milik tiap tim", "of each team"),
    "kits_at_office": ("Alat di kantor, Senin s.d. Minggu", "Kits at the office, Monday to Sunday"),
    "turnout": (
        "Bagian yang hadir pada hari pelayanan pertama, kedua, ...",
        "Share who come on the first, second, ... day of service",
    ),
    "villages_with_latest": ("Desa dengan batas tanggal sendiri", "Villages with a last day of their own"),
    "floor": ("Batas Bawah", "Floor"),
    "short": ("Kurang dari Batas Bawah", "Short of the floor"),
    "floors": ("Batas bawah kecamatan", "Floors of districts"),
    "floor_met": ("Terpenuhi", "Met"),
    "floor_price": (
        "Harga tiap orang yang kurang (banyaknya kecamatan)",
        "Price of each person short (number of districts)",
    ),
    "rate_per_hour": ("Orang per Jam", "People per hour"),
    "setup_minutes": ("Persiapan (menit)", "Set-up (min)"),
    "max_nights": ("Maks Malam", "Most nights"),
    "clock_minutes": ("Pembulatan jam (menit)", "Clock step (min)"),
    # one page, one table
    "leaf_recorded": ("terekam", "recorded"),
    "leaf_left": ("tersisa", "left"),
    # what is recorded before the first day
    "says_recorded_before": (
        "Sudah terekam sebelum {day}: {recorded} dari {whole} orang ({share}); {left} masih menunggu",
        "Recorded already before {day}: {recorded} of {whole} people ({share}); {left} still wait",
    ),
    "says_removed_before": (
        "; {removed} lagi ternyata tidak menunggu (meninggal, pindah, ganda)",
        "; {removed} more turned out not to wait (dead, moved, counted twice)",
    ),
    # planner province
    "prov_kicker": ("Rencana provinsi", "Plan of a province"),
    "prov_count": ("{count} kabupaten/kota", "{count} regencies"),
    "prov_regency": ("Kabupaten/Kota", "Regency"),
    "prov_title": ("Nama", "Name"),
    "prov_teams": ("Jumlah Tim", "Teams"),
    "prov_recorded": ("Terekam", "Recorded"),
    "prov_left": ("Tersisa", "Left over"),
    "prov_most": ("Paling Banyak", "At most"),
    "prov_gap": ("Selisih", "Gap"),
    "prov_headline": (
        "Terekam {recorded} dari {backlog} orang ({share}), {left} tersisa; {planned} dari {count} "
        "kabupaten/kota direncanakan.",
        "{recorded} of {backlog} people recorded ({share}), {left} left over; {planned} of {count} regencies "
        "planned.",
    ),
    "prov_not_read": (
        "{name}: tidak direncanakan, berkasnya tidak dapat dibaca dan orangnya tidak terhitung: {why}",
        "{name}: not planned, its files cannot be read and its people are in no sum: {why}",
    ),
    "prov_no_team": (
        "{name}: tidak direncanakan, tidak ada tim atau basis; {people} orang menunggu di sana",
        "{name}: not planned, no team or base; {people} people wait there",
    ),
    "prov_no_plan": (
        "{name}: tidak direncanakan, {people} orang menunggu di sana: {why}",
        "{name}: not planned, {people} people wait there: {why}",
    ),
    "NOT READ": ("TIDAK TERBACA", "NOT READ"),
    "NO TEAM": ("TANPA TIM", "NO TEAM"),
    "NO PLAN": ("TANPA RENCANA", "NO PLAN"),
    # planner forecast
    "fore_kicker": ("Perkiraan layanan reguler", "Forecast of the regular service"),
    "fore_title": ("Perekaman KTP-el", "e-KTP recording"),
    "fore_basis": (
        "{total} orang belum rekam pada {first}; layanan reguler merekam {rate} orang dalam sebulan "
        "rata-rata",
        "{total} people not recorded on {first}; the regular service records {rate} in an average month",
    ),
    "fore_days": (
        "{first} s.d. {last}: {working} hari kerja, {days} hari kalender; sebulan rata-rata {month} hari "
        "kerja ({counted} dari {begin} s.d. {end})",
        "{first} to {last}: {working} working days, {days} calendar days; an average month had {month} "
        "working days ({counted} from {begin} to {end})",
    ),
    "fore_recorded": (
        "sampai {last}, menurut hari kerja: {recorded} terekam ({share}), {left} tersisa; dengan laju ini "
        "{finished}",
        "by {last}, over working days: {recorded} recorded ({share}), {left} left; at this rate {finished}",
    ),
    "fore_last_one": ("orang terakhir terekam pada {day}", "the last one on {day}"),
    "fore_never": ("tidak pernah semuanya", "never all of them"),
    "fore_far": ("belum semuanya sesudah sepuluh tahun", "not all of them within ten years"),
    "fore_calendar": (
        "menurut hari kalender, seakan-akan kantor tidak pernah tutup: {recorded} ({share})",
        "over calendar days, as if offices never closed: {recorded} ({share})",
    ),
    "fore_needed": ("agar selesai saat itu: {people} orang sebulan", "to be done by then: {people} a month"),
    "fore_no_day": (
        "tidak ada hari kerja lagi sampai saat itu",
        "there is no working day left until then",
    ),
    "fore_leave": (
        "cuti bersama {years} belum diketahui dan dihitung sebagai hari kerja",
        "the collective leave of {years} is not known, and counted as working days",
    ),
    "fore_teams": (
        "tim: {working} hari kerja, {team_days} hari-tim, {kit_days} hari-alat; tim saja merekam {people} "
        "orang di desa ({status})",
        "teams: {working} working days, {team_days} team-days, {kit_days} kit-days; they alone record "
        "{people} in the villages ({status})",
    ),
    "fore_together": (
        "layanan reguler dan tim merekam orang yang sama, jadi bersama-sama {least} (perkiraan bawah: yang "
        "lebih besar dari keduanya) s.d. {most} (perkiraan atas: {how}); tersisa {left_least} s.d. "
        "{left_most}",
        "regular service and teams draw from the same people, so together {least} (lower estimate: the "
        "larger of the two) to {most} (upper estimate: {how}); {left_least} to {left_most} left",
    ),
    "fore_sum": ("jumlah keduanya", "their sum"),
    "fore_capped": ("jumlah keduanya, dibatasi semua yang belum rekam", "their sum, capped at all who wait"),
    "fore_other_total": (
        "perhatian: desa dalam proyek punya {backlog} orang belum rekam, bukan {total}; tim hanya bekerja "
        "di desa-desa itu",
        "attention: the villages of the project hold {backlog} people not recorded, not {total}; teams work "
        "in these villages only",
    ),
    "fore_what": ("Hal", "What"),
    "fore_value": ("Nilai", "Value"),
    "fore_unit": ("Satuan", "Unit"),
    "fore_of_whole": (
        "Bagian di bawah ini adalah bagian dari semuanya, termasuk yang sudah terekam.",
        "The shares below are of all of them, those recorded already as well.",
    ),
    "fore_row_before": ("Sudah terekam sebelum hari pertama", "Recorded before the first day"),
    "fore_row_total": ("Belum rekam pada hari pertama", "Not recorded on the first day"),
    "fore_row_first": ("Hari pertama", "First day"),
    "fore_row_deadline": ("Tenggat", "Deadline"),
    "fore_row_per_month": ("Terekam sebulan rata-rata", "Recorded in an average month"),
    "fore_row_days_a_month": ("Hari kerja sebulan rata-rata", "Working days of an average month"),
    "fore_row_working_days": ("Hari kerja sampai tenggat", "Working days until the deadline"),
    "fore_row_days": ("Hari kalender sampai tenggat", "Calendar days until the deadline"),
    "fore_row_recorded": ("Terekam menurut hari kerja", "Recorded, over working days"),
    "fore_row_share": ("Bagian yang terekam", "Share recorded"),
    "fore_row_left": ("Tersisa", "Left"),
    "fore_row_by_calendar_days": ("Terekam menurut hari kalender", "Recorded, over calendar days"),
    "fore_row_needed_per_month": ("Diperlukan sebulan", "Needed a month"),
    "fore_row_finished": ("Orang terakhir terekam", "Last one recorded"),
    "fore_row_teams": ("Terekam oleh tim saja", "Recorded by the teams alone"),
    "fore_row_least": ("Bersama-sama, perkiraan bawah", "Together, lower estimate"),
    "fore_row_most": ("Bersama-sama, perkiraan atas", "Together, upper estimate"),
    "fore_bar_service": ("Layanan reguler saja", "The regular service alone"),
    "unit_people": ("orang", "people"),
    "unit_days": ("hari", "days"),
    # planner backtest; back_<column> are its columns
    "back_kicker": ("Uji balik", "Back-test"),
    "back_headline": (
        "Terekam {happened} orang. Terbaik bila semuanya diketahui sejak awal: {best} (rencana mana pun "
        "paling banyak {bound}) dari {could} yang bisa direkam. Yang terjadi {share} dari itu.",
        "{happened} people were recorded. The best in hindsight: {best} (no plan more than {bound}) of "
        "{could} who could be recorded. What happened is {share} of it.",
    ),
    "back_headline_unbounded": (
        "Terekam {happened} orang. Terbaik yang ditemukan bila semuanya diketahui sejak awal: {best} dari "
        "{could} yang bisa direkam. Yang terjadi {share} dari itu.",
        "{happened} people were recorded. The best found in hindsight: {best} of {could} who could be "
        "recorded. What happened is {share} of it.",
    ),
    "back_weeks_say": (
        "Tiap Senin untuk pekannya: rencana {planned} orang, {planned_there} di antaranya memang ada; cara "
        "biasa (sisa terbanyak dahulu) {practice}, {practice_there} memang ada.",
        "Each Monday for its week: planned {planned} people, {planned_there} of them really there; today's "
        "practice (largest backlog first) {practice}, {practice_there} really there.",
    ),
    "back_no_sum": (
        "Setiap Senin mulai dari yang benar-benar terjadi; jumlah ini bukan hasil bila rencana dijalankan "
        "terus.",
        "Every Monday starts from what really happened; these sums are not what following the plans would "
        "have brought.",
    ),
    "back_after_the_fact": (
        "Terbaik dan memang ada memakai pengetahuan sesudahnya; pada waktu itu tidak ada yang mengetahuinya.",
        "The best and really there use knowledge after the fact; nobody had it at the time.",
    ),
    "back_faster": (
        "Yang terjadi melebihi batas: tim lebih cepat daripada lajunya, atau bekerja di luar hari kerjanya.",
        "More happened than the bound: teams were faster than their rates, or worked on days off.",
    ),
    "back_late": (
        "{count} laporan baru masuk sesudah Senin berikutnya; sampai saat itu belum diketahui.",
        "{count} reports were handed in after the Monday that followed; until then they were not known.",
    ),
    "back_outside": (
        "{count} laporan dari hari di luar kampanye tidak dihitung dalam pekan mana pun.",
        "{count} reports are of days outside the campaign and count in no week.",
    ),
    "back_by_week": ("Pekan demi pekan", "Week by week"),
    "back_first": ("Mulai", "From"),
    "back_last": ("Sampai", "To"),
    "back_planned": ("Rencana pekan ini", "Planned for the week"),
    "back_planned_there": ("Rencana, memang ada", "Planned, really there"),
    "back_practice": ("Cara biasa", "Today's practice"),
    "back_practice_there": ("Cara biasa, memang ada", "Practice, really there"),
    "back_happened": ("Terjadi", "Happened"),
    "back_so_far": ("Terjadi kumulatif", "Happened, cumulative"),
    "back_by_deadline": ("Perkiraan sampai tenggat", "Expected by the deadline"),
    "back_known": ("Laporan diketahui", "Reports known"),
    # the replays of planner simulate; sim_<kind> are its measures
    "sim_kicker": ("Masih bisa tercapai?", "Can we still make it?"),
    "sim_headline": (
        "{target} orang sampai tenggat tercapai dalam {reached} dari semua ulangan.",
        "{target} people by the deadline are reached in {reached} of the replays.",
    ),
    "sim_says_interval": (
        "Dari {replays} ulangan; selang 95 %: {low} sampai {high}.",
        "From {replays} replays; 95 % interval: {low} to {high}.",
    ),
    "sim_people": (
        "Terekam sampai tenggat: {ten} orang (10 %), {fifty} (50 %), {ninety} (90 %).",
        "Recorded by the deadline: {ten} people (10 %), {fifty} (50 %), {ninety} (90 %).",
    ),
    "sim_turnout": (
        "Dari yang menunggu, rata-rata {come} hadir pada hari pelayanan pertama, kedua, dan seterusnya.",
        "Of those still waiting, {come} come on average on the first day of service, the second, and so on.",
    ),
    "sim_plan_expects_all": (
        "Rencana ini mengharapkan semua orang hadir, ulangan tidak; rules.turnout menyesuaikan rencana.",
        "The plan expects everybody to come, the replays do not; rules.turnout makes a plan for that.",
    ),
    "sim_no_promise": (
        "Peluang ini sebaik angka-angka di bawah; yang tidak diukur adalah perkiraan.",
        "The probability is as good as the numbers below; those that nobody measured are judgement.",
    ),
    "sim_with_before": (
        "Semua angka di halaman ini termasuk mereka.",
        "All numbers of this page count them as well.",
    ),
    "sim_weeks": ("Terekam per pekan", "Recorded by week"),
    "sim_band": ("antara 10 % dan 90 % ulangan", "between 10 % and 90 % of the replays"),
    "sim_middle": ("tengah (50 %)", "middle (50 %)"),
    "sim_until": ("Sampai", "Until"),
    "sim_targets": ("Peluang menurut target", "Probability by target"),
    "sim_of_plan": ("Dari rencana", "Of the plan"),
    "sim_probability": ("Peluang", "Probability"),
    "sim_interval": ("Selang 95 %", "95 % interval"),
    "sim_measures": ("Apa yang paling membantu", "What helps most"),
    "sim_measures_hint": (
        "Tiap langkah diulang dengan nasib yang sama; ± adalah galat baku selisihnya. Rencana baru tanpa "
        "langkah menunjukkan apa yang dibawa waktu hitung tambahan saja.",
        "Each measure is replayed with the same luck; ± is the standard error of the difference. Planned "
        "anew without a measure shows what more time to solve alone brings.",
    ),
    "sim_measure": ("Langkah", "Measure"),
    "sim_lift": ("Naik (poin %)", "Lift (% points)"),
    "sim_more": ("Tambahan orang rata-rata", "People more on average"),
    "sim_noise": ("dalam batas kebetulan", "within noise"),
    "sim_skipped": ("Belum dicoba: {names}.", "Not tried: {names}."),
    "sim_team": ("satu tim lagi di {base}", "a team more at {base}"),
    "sim_kit": ("satu alat lagi di {base}", "a kit more at {base}"),
    "sim_saturdays": ("bekerja pada hari Sabtu", "Saturdays worked"),
    "sim_verified": ("daftar terverifikasi", "verified lists"),
    "sim_anew": ("rencana baru tanpa langkah", "planned anew, no measure"),
    "sim_chances": ("Yang diandaikan", "What was assumed"),
    "sim_limits": (
        "docs/simulation.md menjelaskan apa yang terjadi dalam satu ulangan dan apa yang tidak.",
        "docs/simulation.md says what happens in a replay and what does not.",
    ),
    # reasons why people are left over; the keys are those of tables.not_served
    "reason": ("Alasan", "Reason"),
    "": ("", ""),
    "no way": ("tidak ada jalan atau perahu", "no way leads there"),
    "too far": (
        "terlalu jauh: pergi-pulang tidak menyisakan waktu pelayanan",
        "too far: the way there and back leaves no time for service",
    ),
    "always closed": ("tutup pada semua hari kerja", "closed on every working day"),
    "latest day passed": (
        "batas tanggalnya lewat sebelum hari kerja pertama",
        "its last day lies before the first working day",
    ),
    "forbidden": ("dilarang oleh aturan kantor", "forbidden by a rule of the office"),
    "below the smallest stop": (
        "kurang orang untuk membuka pelayanan",
        "too few people for a stop",
    ),
    "no kit": ("tidak ada alat yang boleh keluar", "no kit that may go out"),
    "in no team's areas": ("di luar wilayah tugas semua tim", "outside the areas of every team"),
    "no team": ("tidak ada tim", "no team"),
    "no working day": ("tidak ada hari kerja", "no working day"),
    "no team-days left": ("hari-tim habis", "no team-days left"),
    "budget used up": ("anggaran habis", "budget used up"),
    "not planned": ("tidak masuk rencana ini", "not in this plan"),
    "partly served": ("terlayani sebagian", "partly served"),
    # what it would take
    "needs": ("Agar Terlayani", "What it takes"),
    "needs_days": (
        "{days} hari-tim tambahan dari {base}: {trips} perjalanan, pulang setiap hari",
        "{days} more team-day(s) from {base}: {trips} trip(s), back every evening",
    ),
    "needs_nights": (
        "{days} hari-tim tambahan dari {base}: {trips} perjalanan, {nights} malam",
        "{days} more team-day(s) from {base}: {trips} trip(s), {nights} night(s)",
    ),
    "needs_some": ("; merekam {people} dari {left} orang", "; records {people} of {left} people"),
    "needs_unknown": (
        "tidak ada perjalanan ke desa ini saja yang menyelesaikannya",
        "no trip to this village alone would do",
    ),
    "needs_way": ("perahu, jalan atau basis baru", "a boat, a road or another base"),
    "needs_longer": (
        "basis yang lebih dekat, malam tambahan atau tempat menginap",
        "a base nearer by, more nights or a lodging",
    ),
    "needs_open": ("hari pelayanan yang terbuka", "a day on which it is open"),
    "needs_area": ("wilayah tugas yang memuat desa ini", "a team whose areas include it"),
    "needs_kit": ("alat yang boleh keluar", "a kit that may go out"),
    "needs_team": ("tim atau hari kerja", "a team or working days"),
    "needs_rule": ("aturan kantor diubah", "another rule of the office"),
    "extra_cost_idr": ("Biaya Tambahan (Rp)", "Extra cost (IDR)"),
    # warnings
    "warnings_heading": ("Yang perlu diketahui sebelum menandatangani", "To know before signing"),
    "warn_none": ("Tidak ada peringatan.", "No warnings."),
    "warn_given_up": (
        "{rules} aturan kantor tidak bisa dipenuhi bersama yang lain: {names}",
        "{rules} rule(s) of the office cannot be kept together with the others: {names}",
    ),
    "warn_breaches": (
        "{rules} aturan lunak dilanggar, {times} kali seluruhnya: {names}",
        "{rules} soft rule(s) are breached, {times} time(s) in all: {names}",
    ),
    "warn_unreachable": (
        "{villages} desa dengan {people} orang tidak terjangkau tim mana pun: {names}",
        "{villages} village(s) with {people} people are out of reach of any team: {names}",
    ),
    "warn_floors": (
        "{districts} kecamatan di bawah batas bawahnya, bersama-sama kurang {people} orang: {names}",
        "{districts} district(s) stay below their floor, {people} people short together: {names}",
    ),
    "warn_budget": (
        "Anggaran terpakai {share}; sisa Rp {left}.",
        "{share} of the budget is used; IDR {left} is left.",
    ),
    "warn_last_days": (
        "{villages} desa dengan {people} orang baru dilayani mulai {first}, pada dua hari kerja terakhir: "
        "kunjungan yang batal tidak ada gantinya.",
        "{villages} village(s) with {people} people are served only from {first} on, the last two working "
        "days: a visit that fails cannot be made up for.",
    ),
    "warn_team_days": (
        "{used} dari {available} hari-tim terpakai: hampir tidak ada hari cadangan.",
        "{used} of {available} team-days are used: there is hardly a day in reserve.",
    ),
    "warn_idle": (
        "{idle} dari {available} hari-tim tidak terpakai, padahal masih ada sisa.",
        "{idle} of {available} team-days are not used although people are left over.",
    ),
    "warn_unvisited": (
        "{villages} desa terjangkau dengan {people} orang tidak dikunjungi sama sekali.",
        "{villages} village(s) in reach with {people} people are not visited at all.",
    ),
    "warn_boats": (
        "{days} hari-tim bergantung pada perahu; cuaca dapat membatalkannya.",
        "{days} team-day(s) depend on boats; weather may cancel them.",
    ),
    "warn_nights": (
        "{teams} tim menginap {nights} malam di luar basis; pastikan tempat menginap.",
        "{teams} team(s) spend {nights} night(s) away from the base; make sure of lodgings.",
    ),
    # notices
    "letter_number": ("Nomor", "No"),
    "service_date": ("Tanggal Layanan", "Service date"),
    "villages_told": ("Desa", "Villages"),
    "send_by": ("Kirim Paling Lambat", "Send by"),
    "send_at_last": ("Batas Terakhir", "Last chance"),
    "sent": ("Dikirim", "Sent"),
    "confirmed": ("Dikonfirmasi", "Confirmed"),
    "officer": ("Petugas", "Officer"),
    "to_camat": ("Camat {place}", "Head of {place} district"),
    "to_kades": ("Kepala Desa {place}", "Head of {place}"),
    "to_lurah": ("Lurah {place}", "Head of {place}"),
    "notice_text": (
        "Kirim paling lambat: hari kerja terakhir {days} hari sebelum layanan pertama; batas terakhir: "
        "{least} hari sebelumnya. Sesudah itu telepon.",
        "Send by: the last worked day {days} days before the first service; last chance: {least} days before "
        "it. After that, call.",
    ),
    # money
    "week_of_trip": ("Pekan Berangkat", "Week of departure"),
    "trips": ("Perjalanan", "Trips"),
    "days": ("Hari", "Days"),
    "leaves_on": ("Berangkat", "Leaves"),
    "returns_on": ("Kembali", "Returns"),
    "cost_days_idr": ("Uang Harian (Rp)", "Days out (IDR)"),
    "cost_nights_idr": ("Penginapan (Rp)", "Nights (IDR)"),
    "cost_generator": ("Genset per kunjungan (Rp)", "Generator, one stop (IDR)"),
    "zones": ("Tambahan per kunjungan menurut wilayah (Rp)", "Supplement for a stop, by area (IDR)"),
    "day_cost": ("Biaya Kendaraan per Hari (Rp)", "Own day out (IDR)"),
    "cost_stops_idr": ("Genset dan Zona (Rp)", "Generator, zones (IDR)"),
    "cost_km_idr": ("BBM/Km (Rp)", "Kilometres (IDR)"),
    "boats_idr": ("Perahu (Rp)", "Boats (IDR)"),
    "trip_cost_idr": ("Total (Rp)", "Total (IDR)"),
    "cost_per_person_idr": ("Per Orang Terekam (Rp)", "Per person recorded (IDR)"),
    "km_short": ("Km", "Km"),
    "only_fares": (
        "Tarif uang harian, penginapan dan kilometer tidak diisi: hanya ongkos perahu yang diketahui.",
        "No rates of days out, nights and kilometres are given: only boat fares are known.",
    ),
    "by_week_heading": ("Per pekan berangkat", "By week of departure"),
    # kits
    "kits_out": ("Alat Keluar", "Kits out"),
    "kits_in": ("Alat di Kantor", "Kits at the office"),
    "kits_had": ("Alat", "Kits"),
    "reserve": ("Wajib di Kantor", "Have to stay"),
    "reserve_met": ("Cadangan Terpenuhi?", "Reserve kept?"),
    "kits_own": (
        "Alat tidak dihitung di basis ini: setiap tim membawa alatnya sendiri.",
        "Kits of this base are not counted: every team has its own.",
    ),
    "checklist": ("Daftar periksa sebelum berangkat", "Checklist before leaving"),
    "check_kit": (
        "Alat perekaman lengkap dan teruji (kamera, sidik jari, iris mata, tanda tangan)",
        "Recording kit whole and tried (camera, fingerprints, iris, signature)",
    ),
    "check_laptop": (
        "Laptop, aplikasi perekaman, kartu operator",
        "Laptop, recording software, operator's card",
    ),
    "check_power": ("Baterai penuh; genset, BBM, kabel", "Batteries full; generator, fuel, cables"),
    "check_signal": ("Modem dan pulsa data, atau cara rekam luring", "Modem and data, or recording offline"),
    "check_list": ("Daftar warga yang belum rekam dari dinas", "The office's list of people not recorded"),
    "check_letters": ("Surat tugas, SPD, lembar tim", "Assignment, travel order, team sheet"),
    "check_confirmed": (
        "Setiap desa sudah mengonfirmasi tanggal dan tempat",
        "Every village has confirmed date and place",
    ),
    "check_vehicle": ("Kendaraan atau perahu, BBM, ban cadangan", "Vehicle or boat, fuel, spare tyre"),
    "check_lodging": ("Tempat menginap dipastikan", "Lodging made sure of"),
    "check_upload": (
        "Sesudah kembali: data terkirim ke pusat, alat diperiksa",
        "After return: data sent to the centre, kit checked",
    ),
    # the status and what it means
    "status": ("Status", "Status"),
    "PROVED": ("TERBUKTI TERBAIK", "PROVED BEST"),
    "WITHIN": ("SELISIH PALING BANYAK {gap}", "WITHIN {gap}"),
    "NO BOUND": ("TANPA BATAS BUKTI", "NO BOUND"),
    "says_recorded": (
        "Rencana ini merekam {recorded} dari {backlog} orang",
        "This plan records {recorded} of {backlog} people",
    ),
    "says_proved": (
        "; terbukti tidak ada rencana yang dapat merekam lebih banyak.",
        "; it is proved that no plan can record more.",
    ),
    "says_within": (
        "; tidak ada rencana yang dapat merekam lebih dari {bound} (selisih {gap}).",
        "; no plan can record more than {bound} (gap {gap}).",
    ),
    "says_short": (
        ", {short} orang kurang dari batas bawah kecamatan",
        ", {short} people short of the floors of districts",
    ),
    "says_best_value": (
        "; terbukti tidak ada rencana yang bernilai lebih dari {value} (orang dikurangi harga kekurangan).",
        "; it is proved that no plan is worth more than {value} (people less the price of shortfalls).",
    ),
    "says_within_value": (
        "; nilainya {value} (orang dikurangi harga kekurangan), dan tidak ada rencana yang bernilai lebih "
        "dari {bound} (selisih {gap}).",
        "; it is worth {value} (people less the price of shortfalls), and no plan is worth more than {bound} "
        "(gap {gap}).",
    ),
    "says_no_bound": (
        "; berapa yang paling banyak mungkin belum dihitung.",
        "; how many are possible at most has not been computed.",
    ),
    "says_gain": (
        "Cara sekarang (setiap hari ke desa dengan sisa terbanyak) merekam {baseline} orang; rencana ini "
        "{gain}.",
        "Today's practice (every day to the village with most people waiting) records {baseline} people; "
        "this plan {gain}.",
    ),
    "gain_more": ("{count} orang lebih banyak", "{count} people more"),
    "gain_same": ("sama banyak", "as many"),
    "gain_fewer": ("{count} orang lebih sedikit", "{count} people fewer"),
    "says_modelled": (
        "Perhatian: jumlah belum rekam di {count} dari {villages} desa adalah angka model, bukan hasil "
        "hitungan.",
        "Note: the number not recorded is modelled, not counted, in {count} of {villages} villages.",
    ),
    "says_counted": (
        "Jumlah belum rekam di semua desa berasal dari berkas masukan, bukan angka model.",
        "The numbers not recorded come from the input file; none of them is marked as modelled.",
    ),
    "bound": ("Batas atas terbukti", "Proven upper bound"),
    "plan_value": ("Nilai: orang dikurangi harga kekurangan", "Value: people less the price of shortfalls"),
    "bound_of_value": ("Batas atas terbukti dari nilai itu", "Proven upper bound on that value"),
    "gap": ("Selisih ke batas atas", "Gap to the bound"),
    "baseline_recorded": ("Terekam dengan cara sekarang", "Recorded by today's practice"),
    "gain": ("Lebih banyak daripada cara sekarang", "More than today's practice"),
    # the workbook
    "sheet_summary": ("Ringkasan", "Summary"),
    "sheet_schedule": ("Jadwal", "Schedule"),
    "sheet_matrix": ("Matriks Tim", "Team Matrix"),
    "sheet_team": ("Lembar Tim", "Team Sheet"),
    "sheet_districts": ("Rekap Kecamatan", "Districts"),
    "sheet_villages": ("Rekap Desa", "Villages"),
    "sheet_not_served": ("Belum Terlayani", "Not Served"),
    "sheet_notices": ("Pemberitahuan", "Notices"),
    "sheet_costs": ("Biaya", "Cost"),
    "sheet_kits": ("Alat & Logistik", "Kits & Logistics"),
    "sheet_assumptions": ("Asumsi", "Assumptions"),
    "plan": ("Rencana jemput bola perekaman KTP-el", "Field plan for e-KTP recording"),
    "period": ("{first} s.d. {last} ({days} hari kerja)", "{first} to {last} ({days} working days)"),
    "total": ("Jumlah", "Total"),
    "nothing": ("(tidak ada)", "(none)"),
    "yes": ("ya", "yes"),
    "no": ("tidak", "no"),
    "of": ("{part} dari {whole}", "{part} of {whole}"),
    "page": ("Halaman", "Page"),
    "people_heading": ("Orang", "People"),
    "effort_heading": ("Tim dan perjalanan", "Teams and travel"),
    "weeks_heading": ("Target per pekan", "Target per week"),
    "top_heading": ("Desa dengan belum rekam terbanyak", "Villages with most people not recorded"),
    "check_sum": (
        "Periksa: belum rekam = direncanakan + sisa",
        "Check: not recorded = planned + left over",
    ),
    "adds_up": ("cocok", "adds up"),
    "differs": ("TIDAK COCOK", "DOES NOT ADD UP"),
    "approved_by": ("Mengetahui, Kepala Dinas", "Approved, head of office"),
    "prepared_by": ("Disusun oleh", "Prepared by"),
    "place_and_date": (
        "............................, ........................",
        "Place, date: .....................",
    ),
    "name_and_number": ("Nama / NIP:", "Name / staff number:"),
    "sleeps_at": ("Menginap: {place}", "Night: {place}"),
    "legend_rest": ("Libur", "Not worked"),
    "legend_leave": ("Tim cuti", "Team on leave"),
    "travel_to": ("Perjalanan ke {place}", "On the way to {place}"),
    "visit_plan": ("Rencana Kunjungan", "Planned visit"),
    "visit_hours": ("berangkat {leave}, buka {open}–{close}", "leave {leave}, service {open}–{close}"),
    "visit_travel": ("berangkat {leave}, tiba {back}", "leave {leave}, arrive {back}"),
    "visit_waiting": ("{people} belum rekam", "{people} not recorded"),
    "visit_boat": ("naik perahu", "by boat"),
    "visit_guests": ("ikut: {guests}", "with {guests}"),
    "visit_night": ("menginap di {place}", "night in {place}"),
    "came": ("Hadir", "Came"),
    "done": ("Terekam", "Recorded"),
    "failed": ("Gagal", "Failed"),
    "service_start": ("Jam Mulai", "Started"),
    "service_end": ("Jam Selesai", "Ended"),
    "visit_status": ("Status", "Status"),
    "visit_reason": ("Alasan", "Reason"),
    "initials": ("Paraf Kades", "Village head's initials"),
    "status_selesai": ("selesai", "done"),
    "status_sebagian": ("sebagian", "in part"),
    "status_batal": ("batal", "cancelled"),
    "reason_codes": (
        "M meninggal, P pindah, G ganda, TD tidak ditemukan, masing-masing dengan jumlah orang (M3 P2); "
        "T desa tuntas; B batal dan sebabnya (B hujan)",
        "M dead, P moved, G listed twice, TD not found, each with the number of people (M3 P2); "
        "T nobody left; B cancelled and why (B rain)",
    ),
    "sheet_foot": (
        "Hadir = yang datang; Terekam = yang berhasil direkam; Gagal = yang datang tetapi tidak terekam. "
        "Kunjungan di luar rencana: tulis tanggal dan nama desa pada baris kosong. Hanya jumlah, tanpa nama "
        "atau NIK warga.",
        "Came = who came; Recorded = of them; Failed = who came and were not recorded. A visit that is not "
        "planned: write date and village on an empty line. Numbers only, no residents' names or numbers.",
    ),
    "count_help": ("angka saja, 0 atau lebih", "a number, 0 or more"),
    "status_help": ("selesai, sebagian atau batal", "done, in part or cancelled"),
    # what is otherwise than in the plan before
    "sheet_changes": ("Perubahan", "Changes"),
    "change": ("Jenis", "Kind"),
    "change_new": ("baru", "new"),
    "change_moved": ("pindah", "moved"),
    "change_team": ("ganti tim", "other team"),
    "change_dropped": ("batal", "dropped"),
    "old_date": ("Tanggal Lama", "Old date"),
    "old_team": ("Tim Lama", "Old team"),
    "new_date": ("Tanggal Baru", "New date"),
    "new_team": ("Tim Baru", "New team"),
    "notified": ("Sudah Diberitahu", "Notified"),
    "why": ("Alasan", "Why"),
    "why_nobody is left there": ("tidak ada lagi yang menunggu di sana", "nobody is left there"),
    "why_fewer are left there than a stop is worth": (
        "yang tersisa lebih sedikit daripada yang pantas untuk satu kunjungan",
        "fewer are left there than a stop is worth",
    ),
    "why_nobody is left at another stop of the trip, and without it the trip cannot be made": (
        "di perhentian lain tidak ada lagi yang menunggu; tanpa perhentian itu perjalanan tidak bisa",
        "nobody is left at another stop of the trip, and without it the trip cannot be made",
    ),
    # rules of planner.domain.check that kept a visit from staying
    "why_whole": ("angkanya tidak utuh", "its numbers are not whole"),
    "why_known": ("tim atau desa tidak ada lagi", "the team or village is no longer there"),
    "why_calendar": ("bukan hari kerja lagi", "no working day any more"),
    "why_leave": ("tim cuti atau sakit", "the team is away"),
    "why_one_place": ("tim sudah di tempat lain", "the team is somewhere else already"),
    "why_hours": ("di luar jam kerja tim", "outside the hours of the team"),
    "why_clock": ("jamnya tidak pada kelipatan yang berlaku", "its times are off the clock"),
    "why_travel": ("jalannya tidak ada atau terlalu lama", "no way, or too long a one"),
    "why_service": ("waktu pelayanan tidak cukup", "not enough time for service"),
    "why_set-up": ("waktu persiapan tidak cukup", "not enough time to set up"),
    "why_capacity": ("waktu pelayanan tidak cukup", "not enough time for service"),
    "why_closed": ("desa tutup pada hari itu", "the village is closed on that day"),
    "why_areas": ("di luar wilayah tugas tim", "outside the areas of the team"),
    "why_latest": ("lewat batas tanggal desa", "after the last day of the village"),
    "why_earliest": ("sebelum desa dapat diberi tahu", "before the village can be told"),
    "why_short_days": ("jam pelayanan hari itu lebih pendek", "service is shorter on that day"),
    "why_smallest_stop": ("terlalu sedikit yang menunggu", "too few people wait"),
    "why_directives": ("aturan dinas melarangnya", "a rule of the office forbids it"),
    "why_backlog": ("tidak sebanyak itu yang menunggu", "not so many wait"),
    "why_turnout": ("tidak sebanyak itu yang datang", "not so many come"),
    "why_conservation": ("jumlahnya tidak cocok", "the sums do not add up"),
    "why_chain": ("hari sebelumnya berakhir di tempat lain", "the day before ends elsewhere"),
    "why_base_at_end": ("tim tidak kembali ke basis", "the team does not come home"),
    "why_nights": ("terlalu banyak malam", "too many nights away"),
    "why_lodging": ("tidak ada penginapan", "no lodging there"),
    "why_kits": ("alat tidak cukup", "not enough kits"),
    "why_budget": ("anggaran tidak cukup", "the budget does not suffice"),
    "why_bound": ("melebihi batas bukti", "above the proven bound"),
    "why_missed last week": ("terlewat pekan lalu", "missed last week"),
    "balance": (
        "Belum rekam pada awal {backlog} = terekam {recorded} + direncanakan {planned} + sisa {left} "
        "+ keluar dari daftar {removed}",
        "Not recorded at the start {backlog} = recorded {recorded} + planned {planned} + left over {left} "
        "+ taken off the list {removed}",
    ),
    "balance_assumed": (
        " + dianggap terlaksana, belum dilaporkan {assumed}",
        " + taken as planned, not reported yet {assumed}",
    ),
    # assumptions
    "topic": ("Topik", "Topic"),
    "name": ("Nama", "Name"),
    "value": ("Nilai", "Value"),
    "data": ("Data", "Data"),
    "notes": ("Catatan masukan", "Notes of the input"),
    "calendar": ("Kalender", "Calendar"),
    "holidays": ("Hari libur", "Holidays"),
    "rules": ("Aturan", "Rules"),
    "run": ("Perhitungan", "Run"),
    "software": ("Perangkat lunak", "Software"),
    "leave_days": ("Cuti tim", "Leave of teams"),
    "modelled_villages": ("Desa dengan angka model", "Villages with modelled numbers"),
    "modelled_backlog": ("Belum rekam menurut model", "Not recorded, modelled"),
    "optimiser": ("Cara menghitung", "Optimiser"),
    "stop_reason": ("Berhenti karena", "Stopped by"),
    "proved": ("terbukti terbaik", "proof"),
    "time": ("batas waktu", "time limit"),
    "rounds": ("Putaran", "Rounds"),
    "cancelled": ("dihentikan", "cancelled"),
    "seconds": ("Detik", "Seconds"),
    "seed": ("Bilangan acak awal", "Seed"),
    "plan_version": ("Versi rencana", "Version of the plan"),
    "areas": ("Wilayah Tugas", "Areas"),
    "villages_with_lodging": ("Desa tempat tim boleh menginap", "Villages where a team may sleep"),
    "villages_with_closed": ("Desa dengan tanggal larangan", "Villages with closed dates"),
    "field-planner": ("field-planner", "field-planner"),
    "pulp": ("PuLP", "PuLP"),
    "highspy": ("HiGHS", "HiGHS"),
    "python": ("Python", "Python"),
    # the page (.html)
    "page_kicker": ("Rencana jemput bola perekaman KTP-el", "Field plan for e-KTP recording"),
    "page_skip": ("Langsung ke isi", "Skip to the content"),
    "page_contents": ("Isi halaman", "On this page"),
    "page_summary": ("Ringkasan", "Summary"),
    "page_map": ("Peta", "Map"),
    "page_schedule": ("Jadwal", "Schedule"),
    "page_districts": ("Per kecamatan", "By district"),
    "page_not_served": ("Belum terlayani", "Not served"),
    "page_villages": ("Semua desa", "All villages"),
    "page_notices": ("Pemberitahuan", "Notices"),
    "page_costs": ("Biaya", "Cost"),
    "page_notices_text": ("Tabel {count} surat", "Table of {count} letters"),
    "page_trips_text": ("Tabel {count} perjalanan", "Table of {count} trips"),
    "page_left_table": ("Tabel {villages} desa yang masih bersisa", "Table of {villages} villages"),
    "page_sort": ("Urutkan menurut kolom ini", "Sort by this column"),
    "page_assumptions": ("Asumsi dan sumber", "Assumptions and sources"),
    "page_print": ("Cetak", "Print"),
    "page_bar": ("Dari {backlog} orang yang belum rekam", "Of {backlog} people not recorded"),
    "page_bar_recorded": ("rencana ini {count}", "this plan {count}"),
    "page_bar_bound": ("paling banyak mungkin {count}", "most possible {count}"),
    "page_bar_baseline": ("cara sekarang {count}", "today's practice {count}"),
    "page_recorded": ("orang direkam", "people recorded"),
    "page_recorded_more": ("{share} dari yang belum rekam", "{share} of those not recorded"),
    "page_left": ("orang tersisa", "people left over"),
    "page_left_more": (
        "{count} di antaranya tidak terjangkau tim mana pun",
        "{count} of them out of reach of any team",
    ),
    "page_left_more_none": ("semua di desa yang terjangkau", "all in villages within reach"),
    "page_visited": ("desa dikunjungi", "villages visited"),
    "page_visited_more": ("dari {villages} desa; {completed} tuntas", "of {villages}; {completed} completed"),
    "page_team_days": ("hari-tim terpakai", "team-days used"),
    "page_team_days_more": ("dari {available} yang tersedia, {teams} tim", "of {available}, {teams} teams"),
    "page_stops": ("kunjungan", "visits"),
    "page_stops_more": ("rata-rata {count} orang", "{count} people on average"),
    "page_nights": ("malam menginap", "nights away"),
    "page_nights_more": ("di luar basis, semua tim", "from the base, all teams"),
    "page_hours": ("jam di perjalanan", "hours on the way"),
    "page_hours_more": ("{km} km di darat", "{km} km on land"),
    "page_boats": ("rupiah ongkos perahu", "rupiah of boat fares"),
    "page_boats_more": ("semua tim, pergi dan pulang", "all teams, there and back"),
    "page_cost": ("rupiah biaya", "rupiah of costs"),
    "page_cost_more": ("dari anggaran {budget}", "of a budget of {budget}"),
    "page_cost_more_none": ("semua tim, ongkos perahu termasuk", "all teams, boat fares included"),
    "page_map_text": (
        "Peta desa menurut hasil rencana dengan jalur setiap tim; angka yang sama ada di tabel semua desa.",
        "Map of the villages by what the plan achieves, with each team's ways; the table of all villages has "
        "the same numbers.",
    ),
    "page_map_hint": (
        "Arahkan penunjuk ke sebuah desa untuk melihat angkanya. Garis menghubungkan tempat-tempat yang "
        "didatangi sebuah tim; bukan jalan yang sebenarnya.",
        "Point at a village to see its numbers. Lines join the places a team goes to; they are no roads.",
    ),
    "page_colour": ("Warna desa", "Colour of villages"),
    "page_by_share": ("Bagian yang direkam", "Share recorded"),
    "page_by_left": ("Orang tersisa", "People left over"),
    "page_share_none": ("tidak dikunjungi", "not visited"),
    "page_share_all": ("semua", "everybody"),
    "page_range": ("{low} – {high}", "{low} – {high}"),
    "page_below": ("di bawah {high}", "below {high}"),
    "page_and_more": ("{low} atau lebih", "{low} or more"),
    "page_nobody_left": ("tidak ada sisa", "nobody left over"),
    "page_no_backlog": ("tidak ada yang belum rekam", "nobody to record"),
    "page_mark_base": ("basis tim", "base"),
    "page_mark_stop": ("dikunjungi", "visited"),
    "page_mark_night": ("dikunjungi, tim menginap", "visited, with a night"),
    "page_signs": ("Tanda", "Signs"),
    "page_week": ("Minggu {number}", "Week {number}"),
    "page_pick_week": ("Minggu", "Week"),
    "page_all_weeks": ("Semua minggu", "All weeks"),
    "page_pick_team": ("Tim", "Teams"),
    "page_chosen": (
        "{people} orang dalam {visits} kunjungan dipilih",
        "{people} people in {visits} visits chosen",
    ),
    "page_km": ("{km} km", "{km} km"),
    "page_tip_district": ("Kec. {district}", "{district} district"),
    "page_tip_backlog": ("Belum rekam: {count}", "Not recorded: {count}"),
    "page_tip_planned": ("Rencana: {count}", "Planned: {count}"),
    "page_tip_left": ("Sisa: {count}", "Left over: {count}"),
    "page_per_week": ("Target per minggu", "Target per week"),
    "page_people": ("Orang", "People"),
    "page_people_count": ("{count} orang", "{count} people"),
    "page_nights_count": ("{count} malam", "{count} nights"),
    "page_visits_count": ("{count} kunjungan", "{count} visits"),
    "page_no_visits": ("Tidak ada kunjungan.", "No visits."),
    "page_off": ("Libur", "Closed"),
    "page_where": ("Desa dan jam pelayanan", "Villages and hours of service"),
    "page_out": ("Berangkat – kembali", "Leaves – is back"),
    "page_on_the_way": ("perjalanan ke {place}", "on the way to {place}"),
    "page_share": ("Bagian", "Share"),
    "page_visited_of": ("Desa dikunjungi", "Villages visited"),
    "page_unreachable": ("Desa yang tidak terjangkau", "Villages out of reach"),
    "page_unreachable_none": (
        "Setiap desa dengan orang yang belum rekam dapat didatangi sedikitnya satu tim.",
        "Every village with people to record is in reach of at least one team.",
    ),
    "page_left_over": ("Desa terjangkau yang masih bersisa", "Villages in reach with people left over"),
    "page_left_over_text": (
        "{people} orang di {villages} desa; alasan dan yang diperlukan ada di tabel.",
        "{people} people in {villages} villages; why, and what it would take, stands in the table.",
    ),
    "page_left_over_none": (
        "Di desa yang terjangkau tidak ada orang yang tersisa.",
        "Nobody is left over in the villages in reach.",
    ),
    "page_villages_text": ("Tabel {villages} desa", "Table of {villages} villages"),
    "page_voronoi": (
        "Bidang pada peta bukan batas desa, melainkan daerah yang paling dekat dengan setiap titik pelayanan "
        "(sel Voronoi).",
        "The areas on the map are not village boundaries but the land nearest to each service point "
        "(Voronoi cells).",
    ),
    "page_expected": (
        "Angka per kunjungan adalah target menurut laju perekaman tim, bukan hasil.",
        "The numbers per visit are targets by the teams' rate of recording, not results.",
    ),
    "page_teams": ("Tim", "Teams"),
    # what-if
    "sheet_whatif": ("Skenario", "What-if"),
    "sheet_whatif_changes": ("Beda Desa", "Village Changes"),
    "whatif_title": ("Bagaimana jika: tim dan skenario", "What if: teams and scenarios"),
    "whatif_team": ("{count} tim", "{count} team"),
    "whatif_teams": ("{count} tim", "{count} teams"),
    "whatif_as_is": ("Seperti proyek", "As the project"),
    "says_whatif": (
        "Dengan {teams}, {share} ({proof}) dapat direkam sampai {day}",
        "With {teams}, {share} ({proof}) can be recorded by {day}",
    ),
    "whatif_proof_most": ("bukti: paling banyak {most}", "proof: at most {most}"),
    "whatif_proof_best": ("terbukti paling banyak", "proved to be the most"),
    "whatif_proof_none": ("batas atas belum dihitung", "no upper bound computed"),
    "says_least_exact": (
        "untuk {share} dibutuhkan {teams} (terbukti: lebih sedikit tidak cukup)",
        "{share} takes {teams} (proved: fewer are not enough)",
    ),
    "says_least_range": (
        "untuk {share} dibutuhkan sedikitnya {least}; {teams} cukup",
        "{share} takes at least {least}; {teams} are enough",
    ),
    "says_least_done": ("{share} sudah terekam", "{share} is recorded already"),
    "says_least_open": (
        "untuk {share} dibutuhkan sedikitnya {least} (dicari sampai {tried})",
        "{share} takes at least {least} (searched up to {tried})",
    ),
    "says_least_never": (
        "{share} tidak mungkin, berapa pun timnya: {why}",
        "{share} is impossible with any number of teams: {why}",
    ),
    "says_least_limited": (
        "{share} tidak mungkin sampai {tried}: {why}",
        "{share} is impossible with up to {tried}: {why}",
    ),
    "whatif_why_reach": ("{people} orang {reason}", "{people} people: {reason}"),
    "whatif_why_most": (
        "paling banyak {most} orang; pembatasnya {limits}",
        "{most} people at most; what limits it: {limits}",
    ),
    "limit_turnout": ("bagian yang hadir", "the share who come"),
    "limit_budget": ("anggaran", "the budget"),
    "limit_kits": ("jumlah alat", "the number of kits"),
    "limit_MAX": ("aturan MAX kantor", "the office's MAX rules"),
    "limit_days": ("jumlah hari kerja", "the working days"),
    "whatif_backlog": (
        "Belum rekam menurut masukan: {backlog} orang di {villages} desa.",
        "Not recorded by the input: {backlog} people in {villages} villages.",
    ),
    "whatif_backlog_modelled": (
        "Di {count} desa angkanya hasil model, bukan hitungan.",
        "In {count} villages the number is modelled, not counted.",
    ),
    "count_siak": ("belum rekam menurut SIAK", "not recorded according to SIAK"),
    "count_kpu": ("pemilih tanpa KTP-el menurut KPU", "voters without an e-KTP according to KPU"),
    "whatif_counting": (
        "Dasar hitungan: {column}, {people} orang; bagian yang dianggap benar ada {share} (bagian sendiri di "
        "{own} desa, angka terverifikasi di {verified} desa).",
        "Counted: {column}, {people} people; share taken to be there {share} (a share of their own in {own} "
        "villages, verified numbers in {verified}).",
    ),
    "whatif_counted_on": ("Tanggal data: {days}.", "Date of the data: {days}."),
    "whatif_sources": ("Sumber angka: {sources}.", "Source of the numbers: {sources}."),
    "whatif_hint": (
        "Batas atas terbukti: tidak ada rencana dengan tim dan hari itu yang merekam lebih banyak. "
        "Tanggal 90 % dihitung dari orang di desa yang terjangkau.",
        "The upper bound is proved: no plan with these teams and days records more. The date of 90 % is of "
        "the people in villages within reach.",
    ),
    "whatif_table_1": ("Tabel 1. Jumlah tim", "Table 1. Number of teams"),
    "whatif_table_2": ("Tabel 2. Tim paling sedikit", "Table 2. Fewest teams"),
    "whatif_table_3": ("Tabel 3. Skenario", "Table 3. Scenarios"),
    "whatif_table_prices": (
        "Tambahan orang untuk satu tambahan",
        "People that one more would bring",
    ),
    "whatif_table_4": (
        "Tabel 4. Desa yang bertambah, berkurang, atau pindah",
        "Table 4. Villages that gain, lose or move",
    ),
    "whatif_table_weeks": ("Sisa orang pada akhir pekan", "People left at the end of each week"),
    "whatif_teams_at": ("Tim di tiap basis", "Teams at each base"),
    "whatif_name": ("Skenario", "Scenario"),
    "whatif_kits": ("Alat", "Kits"),
    "whatif_team_days": ("Hari-tim tersedia", "Team-days at hand"),
    "whatif_team_days_used": ("Hari-tim terpakai", "Team-days used"),
    "whatif_backlog_column": ("Belum rekam", "Not recorded"),
    "whatif_recorded": ("Terekam s.d. tenggat", "Recorded by the deadline"),
    "whatif_most": ("Batas atas terbukti", "Proven upper bound"),
    "whatif_gap": ("Selisih", "Gap"),
    "whatif_left_for": ("Sisa: kurang {things}", "Left: want of {things}"),
    "whatif_or": (" atau ", " or "),
    "wanting_team-day": ("hari-tim", "team-days"),
    "wanting_kit-day": ("hari-alat", "kit-days"),
    "wanting_budget": ("anggaran", "money"),
    "whatif_from_then": (
        "Baris tabel menghitung yang terekam sejak itu, bagian menghitung semuanya.",
        "Rows count those recorded from then on, shares all of them.",
    ),
    "whatif_recorded_since": ("Terekam mulai {day} s.d. tenggat", "Recorded from {day} to the deadline"),
    "whatif_unreachable": ("Sisa: tidak terjangkau", "Left: out of reach"),
    "whatif_below_smallest": ("Sisa: di bawah kunjungan terkecil", "Left: below the smallest stop"),
    "whatif_by_rule": ("Sisa: aturan kantor", "Left: a rule"),
    "whatif_floors_missed": ("Kecamatan di bawah batas bawah", "Districts under their floor"),
    "whatif_cost_idr": ("Biaya (Rp)", "Cost (IDR)"),
    "whatif_cost_per_person": ("Biaya per orang (Rp)", "Cost per person (IDR)"),
    "whatif_per_extra_team": ("Tambahan orang per tim", "More people per extra team"),
    "whatif_date_90": ("Tanggal 90 %", "Date of 90 %"),
    "whatif_nights": ("Malam menginap", "Nights away"),
    "whatif_share": ("Bagian", "Share"),
    "whatif_target": ("Orang", "People"),
    "whatif_fewest": ("Tim", "Teams"),
    "whatif_kits_out": ("Alat keluar sehari", "Kits out on a day"),
    "whatif_proof": ("Bukti", "Proof"),
    "whatif_fewest_range": ("{least}–{teams}", "{least}–{teams}"),
    "whatif_fewest_open": ("≥ {least}", "≥ {least}"),
    "whatif_impossible": ("tidak mungkin", "impossible"),
    "whatif_thing": ("Satu tambahan", "One more"),
    "whatif_brings": ("Orang", "People"),
    "whatif_brings_most": ("Paling banyak", "At most"),
    "whatif_how": ("Dihitung dari", "Computed from"),
    "whatif_by_proof": (
        "bukti batas atas (nilai dual): nilai rata-rata, bukan batas",
        "the proof (dual value): worth on average, no limit",
    ),
    "whatif_by_solving": ("dihitung ulang dengan satu tambahan", "solved again with one more"),
    "price_team-day": ("hari-tim di {base}", "team-day at {base}"),
    "price_kit-day": ("hari-alat di {base}", "kit-day at {base}"),
    "price_kit": ("alat di {base} (semua hari)", "kit at {base} (all days)"),
    "price_night": ("malam yang diizinkan, semua tim", "night allowed in a row, all teams"),
    "price_million rupiah": ("juta rupiah anggaran", "million rupiah of budget"),
    "whatif_gains": ("bertambah", "gains"),
    "whatif_loses": ("berkurang", "loses"),
    "whatif_moves": ("pindah", "moves"),
    "whatif_kind": ("Perubahan", "Change"),
    "whatif_before": ("Sebelum", "Before"),
    "whatif_after": ("Sesudah", "After"),
    "whatif_difference": ("Selisih Orang", "Difference"),
    "whatif_days_before": ("Kunjungan sebelum", "Visits before"),
    "whatif_days_after": ("Kunjungan sesudah", "Visits after"),
    "whatif_chart_people": ("Orang terekam menurut jumlah tim", "People recorded by number of teams"),
    "whatif_chart_more": ("Tambahan orang per tambahan tim", "More people per extra team"),
    "whatif_band": ("antara rencana dan batas atas", "between plan and upper bound"),
    "whatif_none": ("tidak diminta atau tidak ada", "not asked for, or none"),
    # planner explain
    "explain_village": (
        "{village} ({code}), Kecamatan {district}: {backlog} orang belum terekam, {planned} direncanakan, "
        "{left} tersisa.",
        "{village} ({code}), district {district}: {backlog} people not recorded, {planned} planned, "
        "{left} left.",
    ),
    "explain_visit": (
        "  {date}: {team}, {people} orang",
        "  {date}: {team}, {people} people",
    ),
    "explain_reason": ("Alasan: {reason}.", "Reason: {reason}."),
    "explain_days": (
        "Desa ini bisa dilayani pada {possible} dari {days} hari kerja tim.",
        "It can be served on {possible} of the {days} days on which teams work.",
    ),
    "explain_earliest": ("Tidak sebelum {date}.", "Not before {date}."),
    "explain_latest": ("Tidak sesudah {date}.", "Not after {date}."),
    "explain_rule": ("Aturan kantor {rule}: {said}.", "Rule of the office {rule}: {said}."),
    "explain_trip": (
        "Perjalanan terbaik ke desa ini saja: {team} dari {base}, paling cepat berangkat {date}; "
        "{days} hari-tim, {nights} malam, {people} orang, yaitu {rate} orang per hari-tim{cost}.",
        "The best trip to this village alone: {team} from {base}, leaving on {date} at the earliest; {days} "
        "team-days, {nights} nights, {people} people, that is {rate} people per team-day{cost}.",
    ),
    "explain_cost": ("; biaya Rp {cost}", "; cost IDR {cost}"),
    "explain_dear": (
        "Di tempat lain waktu dan sarana itu, dengan harga rata-rata di {base}, bernilai kira-kira "
        "{price} orang menurut bukti batas atas: perjalanan ini {short} orang di bawahnya.",
        "Elsewhere that time and means, at the average price at {base}, are worth about {price} people "
        "by the proof of the bound: this trip brings {short} people less.",
    ),
    "explain_worth": (
        "Di tempat lain waktu dan sarana itu, dengan harga rata-rata di {base}, bernilai kira-kira "
        "{price} orang menurut bukti batas atas: perjalanan ini tidak kalah dari rata-rata. Hari-hari yang "
        "berurutan bisa bernilai lebih dari rata-rata.",
        "Elsewhere that time and means, at the average price at {base}, are worth about {price} people "
        "by the proof of the bound: this trip is no worse than that average. Days in a row may be "
        "worth more than the average.",
    ),
    "explain_no_price": (
        "Rencana ini tanpa bukti batas atas, jadi nilai hari-tim di tempat lain tidak diketahui.",
        "The plan has no proof of a bound, so what a team-day is worth elsewhere is not known.",
    ),
    "explain_weakest": (
        "Perjalanan terlemah dari {base} dalam rencana: {team} mulai {date}, {people} orang dalam "
        "{days} hari-tim ({rate} per hari-tim).",
        "The weakest trip from {base} in the plan: {team} from {date}, {people} people in {days} team-days "
        "({rate} per team-day).",
    ),
    "explain_must": ("Jika desa ini wajib dilayani:", "If this village had to be served:"),
    "explain_more": (
        "Jika desa ini wajib dilayani satu perjalanan lagi:",
        "If this village had to be served by one trip more:",
    ),
    "explain_by": (
        "Jika desa ini wajib dilayani paling lambat {date}:",
        "If this village had to be served by {date}:",
    ),
    "explain_if": ("Jika {said}:", "If {said}:"),
    "explain_recorded": (
        "  terekam {before} orang menjadi {after} ({change}).",
        "  {before} people recorded become {after} ({change}).",
    ),
    "explain_gained": ("  bertambah {people}: {villages}", "  {people} more: {villages}"),
    "explain_lost": ("  berkurang {people}: {villages}", "  {people} fewer: {villages}"),
    "explain_and_more": ("dan {count} desa lain", "and {count} more villages"),
    "explain_visits": ("  kunjungan yang berubah: {count}", "  visits that change: {count}"),
    "explain_change": (
        "    {village}: {old} -> {new} ({kind})",
        "    {village}: {old} -> {new} ({kind})",
    ),
    "explain_more_changes": ("    dan {count} lagi (--json)", "    and {count} more (--json)"),
    "explain_refused": (
        "  Tidak ditemukan rencana yang memenuhinya dalam waktu ini{proof}; yang dilepas: {rules}.",
        "  No plan that keeps it was found in this time{proof}; given up: {rules}.",
    ),
    "explain_refused_proof": (
        ", dan terbukti tidak ada yang memenuhi lebih banyak aturan",
        ", and none keeps more rules, as is proven",
    ),
    "explain_better": (
        "  Rencana baru mencatat lebih banyak, padahal syaratnya tidak lebih longgar: rencana semula belum "
        "yang terbaik; carilah lebih lama.",
        "  The new plan records more although no less is asked of it: the plan was not the best one; "
        "search longer.",
    ),
    "explain_bound": (
        "  Dengan syarat ini tidak ada rencana yang bernilai lebih dari {bound}.",
        "  With this no plan is worth more than {bound}.",
    ),
    "explain_found": (
        "  Pencarian {seconds} detik; rencana yang lebih baik mungkin ada.",
        "  Found in {seconds} seconds; there may be a better plan.",
    ),
    "explain_later": (
        "  Hari libur sesudah tenggat semula tidak diketahui.",
        "  Holidays after the deadline of before are not known.",
    ),
    # the list of letters
    "letter_file": ("Berkas", "File"),
    "letter_to": ("Kepada", "To"),
    "message_village": (
        "Yth. {head} {village}. Tim kami melayani perekaman KTP-el di {kind} {village}:",
        "To the {head} {village}. Our team records residents for the e-KTP in the {kind} of {village}:",
    ),
    "message_bring": (
        "Warga 17 tahun ke atas atau sudah menikah yang belum rekam datang sendiri, membawa fotokopi KK. "
        "Gratis. "
        "Mohon diumumkan, siapkan ruang, listrik, meja dan kursi. Balas OK, atau usulkan tanggal lain.",
        "Residents of 17 years and more, or married, not recorded yet, come in person with a copy of the "
        "family "
        "card. Free of charge. Please announce it, prepare a room, power, tables and chairs. Answer OK, or "
        "propose another date.",
    ),
    "message_contact": ("Narahubung: {contact}", "Contact: {contact}"),
    "message_from": ("{office} (rencana {version})", "{office} (plan {version})"),
    "message_team": ("{team}, jadwal {dates}:", "{team}, schedule {dates}:"),
    "message_target": ("target {people} orang", "target {people} people"),
    "message_leave": ("Berangkat pukul {time} dari {base}.", "Leaves at {time} from {base}."),
    "message_version": (
        "Rencana {version}. Surat tugas berlaku.",
        "Plan {version}. The letter of assignment holds.",
    ),
    "message_more": ("- dan {n} lagi, lihat surat", "- and {n} more, see the letter"),
    "letter_count_siak": ("belum rekam menurut SIAK", "not recorded according to SIAK"),
    "letter_count_kpu": ("pemilih tanpa KTP-el menurut KPU", "voters without an e-KTP according to KPU"),
    "letter_count_date": ("data {dates}", "data of {dates}"),
    "letter_count_share": (
        "dipakai {share} % dari jumlah itu (perkiraan yang masih ada)",
        "{share} % of that number is used (an estimate of who is still there)",
    ),
    "letter_count_verified": (
        "diverifikasi desa: {n} dari {whole} desa",
        "verified by the village: {n} of {whole} villages",
    ),
    "letter_count_source": ("sumber: {sources}", "source: {sources}"),
    "letter_modelled": (
        "di {n} dari {whole} desa angka perkiraan (model), bukan hasil hitung",
        "in {n} of {whole} villages a modelled number, not a count",
    ),
    "page_made_by": ("Dibuat dengan field-planner", "Made with field-planner"),
    "page_map_data": ("Data peta", "Map data"),
}

WEEKDAYS = (
    ("Senin", "Monday"),
    ("Selasa", "Tuesday"),
    ("Rabu", "Wednesday"),
    ("Kamis", "Thursday"),
    ("Jumat", "Friday"),
    ("Sabtu", "Saturday"),
    ("Minggu", "Sunday"),
)
MONTHS = (
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
)


NOTES = (  # beginnings of the names that readers give to notes -> in Bahasa Indonesia
    ("backlog that is modelled, not counted", "belum rekam menurut model, bukan hitungan"),
    ("signs that nobody sees, taken out of", "tanda tak terlihat, dihapus dari"),
    ("codes that had lost zeros", "kode yang nolnya dipulihkan"),
    ("rows that are no villages", "baris yang bukan desa"),
    ("columns not used", "kolom yang tidak dipakai"),
    ("not used yet", "belum dipakai"),
    ("public holidays", "libur nasional"),
    ("backlog when the campaign began", "belum rekam pada awal kampanye"),
    ("backlog, share taken as valid", "belum rekam, bagian yang dianggap valid"),
    ("reports counted before", "laporan dihitung sampai sebelum"),
    ("taken as planned, not reported yet", "belum dilaporkan, dianggap terlaksana sesuai rencana"),
    ("collective leave as listed by", "cuti bersama menurut daftar"),
    ("collective leave that is worked", "cuti bersama yang tetap dikerjakan"),
    ("years whose collective leave is not known", "tahun yang cuti bersamanya belum diketahui"),
    ("attribution", "sumber data"),
    ("boat links", "jalur perahu"),
    ("villages", "desa"),
    ("regency", "kabupaten"),
    ("travel", "perjalanan"),
    ("clock", "pembulatan jam"),
    ("sha256 of", "sha256 dari"),
    ("team", "tim"),
)


def note_name(name: str, language: Language = "id") -> str:
    """Return the name of a note of the input; names that the project's own readers did not give stay.

    >>> note_name("sha256 of teams.csv"), note_name("Sumber"), note_name("teams of mine")
    ('sha256 dari teams.csv', 'Sumber', 'teams of mine')
    """
    for english, indonesian in NOTES if language == "id" else ():
        rest = name.removeprefix(english)
        if rest != name and not rest[:1].isalnum():
            return indonesian + rest
    return name


def word(key: str, language: Language = "id") -> str:
    """Return the word for ``key``.

    Raises
    ------
    KeyError
        For a key that nobody has written down.

    >>> word("district")
    'Kecamatan'
    >>> word("district", "en")
    'District'
    """
    return WORDS[key][_column(language)]


def sentence(key: str, language: Language = "id", **values: object) -> str:
    """Return the sentence for ``key`` with its ``{places}`` filled in.

    >>> sentence("of", part=3, whole=5)
    '3 dari 5'
    """
    return word(key, language).format(**values)


def weekday_name(weekday: int, language: Language = "id") -> str:
    """Return the name of a weekday, Monday = 0.

    >>> weekday_name(4)
    'Jumat'
    """
    return WEEKDAYS[weekday][_column(language)]


def long_date(day: date, language: Language = "id", *, weekday: bool = True) -> str:
    """Return a date in full, with or without its weekday.

    >>> from datetime import date
    >>> long_date(date(2018, 5, 7))
    'Senin, 7 Mei 2018'
    >>> long_date(date(2018, 5, 7), "en", weekday=False)
    '7 May 2018'
    """
    text = f"{day.day} {MONTHS[day.month - 1][_column(language)]} {day.year}"
    return f"{weekday_name(day.weekday(), language)}, {text}" if weekday else text


def number_text(value: float, language: Language = "id", *, decimals: int = 0) -> str:
    """Return a number as the language writes it.

    >>> number_text(12345.6, decimals=1)
    '12.345,6'
    >>> number_text(12345, "en")
    '12,345'
    """
    text = f"{value:,.{decimals}f}"
    return text if language == "en" else text.translate(str.maketrans(",.", ".,"))


def percent_text(share: float, language: Language = "id", *, decimals: int = 1) -> str:
    """Return a share 0..1 in per cent.

    >>> percent_text(0.456)
    '45,6 %'
    """
    return f"{number_text(100 * share, language, decimals=decimals)} %"


def _column(language: Language) -> int:
    return 0 if language == "id" else 1
