"""The rules of data quality: what each looks for, how bad it is, and what to do about it."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from planner.errors import Fault
from planner.exporters.sentences import reason_text
from planner.quality import of_days, of_directives, of_files, of_teams, of_villages
from planner.quality.facts import Facts, Found
from planner.quality.findings import Finding, Pair, Severity
from planner.quality.tables import Tables
from planner.words import Language, long_date, number_text

FAULT = "fault"  # rule of everything that a reader cannot read


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule over a project that can be read.

    Parameters
    ----------
    key
        Short name that stays.
    severity
        Of all its findings.
    about
        What it looks for, for docs/project-file.md.
    advice
        What is wrong and what to do, in both languages; ``{names}`` are the words of its findings.
    find
        Yields what it finds.
    """

    key: str
    severity: Severity
    about: str
    advice: Pair
    find: Callable[[Facts], Iterable[Found]]


RULES = (
    Rule(
        "needs_yes",
        "warning",
        "a code is none of the known ones (`villages.known`), and names of its kecamatan are alike; the yes "
        "goes into `villages.crosswalk`",
        (
            "kode {village} tidak dikenal; mungkin maksudnya {others}. Perlu persetujuan: tulis di tabel "
            "padanan kode (crosswalk), atau perbaiki kodenya",
            "the code of {village} is not known; it may mean {others}. It needs a yes: write it into the "
            "crosswalk, or correct the code",
        ),
        of_villages.needs_yes,
    ),
    Rule(
        "zero_backlog",
        "note",
        "nobody waits in a village",
        (
            "tidak ada warga yang belum rekam di {village}; periksa bila angka 0 berarti data belum ada",
            "nobody waits in {village}; look again if 0 means that the number is not known yet",
        ),
        of_villages.zero_backlog,
    ),
    Rule(
        "backlog_above_eligible",
        "warning",
        "more people not recorded than people who need an e-KTP (column `eligible`, Wajib KTP)",
        (
            "{village}: belum rekam {backlog}, padahal wajib KTP hanya {eligible}; perbaiki salah satu",
            "{village}: {backlog} people are not recorded, but only {eligible} need an e-KTP; correct "
            "one of them",
        ),
        of_villages.backlog_above_eligible,
    ),
    Rule(
        "large_share",
        "warning",
        "one village holds more than a third of the whole backlog; from 4 villages on",
        (
            "{percent} % dari semua yang belum rekam ada di {village}; periksa apakah ini jumlah kecamatan "
            "atau ada angka berlebih",
            "{percent} % of the whole backlog is in {village}; is it the sum of a kecamatan, or a digit "
            "too many?",
        ),
        of_villages.large_share,
    ),
    Rule(
        "same_name",
        "note",  # a desa and a kelurahan of one kecamatan may share it, as Oesao does
        "a village has the name of another one of its kecamatan",
        (
            "{village} sudah ada di kecamatan {district} dengan kode {other}; hapus salah satu bila sama",
            "{village} stands in kecamatan {district} already, with code {other}; delete one if they are "
            "the same",
        ),
        of_villages.same_name,
    ),
    Rule(
        "same_point",
        "warning",
        "two villages stand at the same point, to about a metre",
        (
            "titik {village} sama dengan titik {other} ({other_id}); perbaiki lintang dan bujur salah satu",
            "{village} has the point of {other} ({other_id}); correct latitude and longitude of one of them",
        ),
        of_villages.same_point,
    ),
    Rule(
        "far_from_district",
        "warning",
        "a point lies more than 20 km, and more than 5 times the usual distance (median), from the middle "
        "(median) of the other villages of its kecamatan; from 4 villages on",
        (
            "titik {village} {km} km dari tengah desa lain di kecamatan {district}; periksa lintang dan "
            "bujur",
            "{village} lies {km} km from the middle of the others of kecamatan {district}; check "
            "latitude and longitude",
        ),
        of_villages.far_from_district,
    ),
    Rule(
        "far_from_regency",
        "warning",
        "the nearest village of the same regency is more than 30 km away, and more than 10 times the usual "
        "distance (median); from 4 villages on",
        (
            "desa terdekat sekabupaten {km} km dari {village}; titiknya mungkin di luar kabupaten: "
            "periksa lintang "
            "dan bujur",
            "the nearest village of the regency is {km} km from {village}; it may lie outside: check "
            "latitude and "
            "longitude",
        ),
        of_villages.far_from_regency,
    ),
    Rule(
        "other_island",
        "note",
        "a village is alone on its island, all others of its kecamatan are on one other; from 4 villages on",
        (
            "semua desa lain di kecamatan {district} ada di pulau {other}; periksa pulau {village} dan "
            "ejaannya",
            "all others of kecamatan {district} are on {other}; check the island of {village}, and how "
            "it is written",
        ),
        of_villages.other_island,
    ),
    Rule(
        "unreachable",
        "warning",
        "no team can serve a village with a backlog; the reason is told",
        (
            "{village} ({backlog} orang) tidak dapat dilayani: {reason}; tambah perahu atau basis, izinkan "
            "menginap, atau serahkan ke kantor lain",
            "{village} ({backlog} people) cannot be served: {reason}; add a boat or a base, allow "
            "nights, or leave "
            "it to another office",
        ),
        of_villages.cut_off,
    ),
    Rule(
        "no_lodging",
        "warning",
        "boats to an island never sail back the same day, and no village there has lodging",
        (
            "tidak ada perahu pulang pada hari yang sama dari {island} ({backlog} orang) dan tim tidak "
            "boleh menginap "
            "di sana; isi kolom menginap di satu desa",
            "no boat leaves {island} ({backlog} people) on the day of arrival, and teams may not sleep "
            "there; fill in "
            "lodging for one village",
        ),
        of_villages.no_lodging,
    ),
    Rule(
        "latest_after_deadline",
        "note",
        "the last day of a village lies after the deadline",
        (
            "batas tanggal {village} sesudah tenggat {deadline}, jadi tidak berpengaruh; perbaiki salah satu",
            "the last day of {village} lies after the deadline, {deadline}, and changes nothing; correct "
            "one of them",
        ),
        of_days.latest_after_deadline,
    ),
    Rule(
        "base_without_team",
        "note",
        "no team starts at a base",
        (
            "tidak ada tim di basis {base}; tambah tim atau hapus basisnya",
            "no team starts at {base}; add a team or delete the base",
        ),
        of_teams.base_without_team,
    ),
    Rule(
        "fewer_kits_than_teams",
        "warning",
        "a base has fewer kits than teams",
        (
            "{teams} tim di basis {base} hanya punya {kits} alat: tidak semua tim dapat keluar pada hari "
            "yang sama",
            "the {teams} teams of {base} have {kits} kits: not all of them can go out on the same day",
        ),
        of_teams.fewer_kits_than_teams,
    ),
    Rule(
        "no_kit_goes_out",
        "warning",
        "no kit of a base with teams may go out on any working day",
        (
            "tidak ada alat di basis {base} yang boleh keluar pada hari kerja mana pun (alat: {kits}); "
            "periksa jumlah, "
            "kondisi, tanggal siap, dan alat yang wajib di kantor",
            "no kit of {base} may go out on any working day (kits: {kits}); check their number, state, "
            "first day, "
            "and those that stay at the office",
        ),
        of_teams.no_kit_goes_out,
    ),
    Rule(
        "team_never_at_work",
        "warning",
        "a team is away on every working day",
        (
            "tim {team} cuti pada semua hari kerja; perbaiki cutinya atau hapus timnya",
            "team {team} is away on every working day; correct its leave or delete it",
        ),
        of_teams.team_never_at_work,
    ),
    Rule(
        "team_without_time",
        "warning",
        "the day of a team is shorter than its set-up and one recording",
        (
            "hari kerja tim {team} {minutes} menit, persiapan dan satu perekaman {needed} menit; "
            "perbaiki jam atau "
            "persiapannya",
            "the day of team {team} has {minutes} minutes, set-up and one recording take {needed}; "
            "correct the hours "
            "or the set-up",
        ),
        of_teams.team_without_time,
    ),
    Rule(
        "team_without_staff",
        "note",
        "the sheet Petugas names people of other teams and nobody of this one",
        (
            "tidak ada petugas untuk tim {team} di lembar Petugas; isi kolom Tim di sana",
            "sheet Petugas names nobody for team {team}; fill in its column Tim",
        ),
        of_teams.team_without_staff,
    ),
    Rule(
        "worked_and_not",
        "warning",
        "two rows of the calendar say the opposite of one date",
        (
            "{day} dikerjakan menurut satu baris dan libur menurut yang lain (baris {other}); hapus "
            "salah satu",
            "{day} is worked according to one row and off according to another (row {other}); delete one "
            "of them",
        ),
        of_days.worked_and_not,
    ),
    Rule(
        "first_day_off",
        "note",
        "the first day is no working day",
        (
            "{day} bukan hari kerja; hari kerja pertama: {begins}",
            "{day} is no working day; the first one is {begins}",
        ),
        of_days.first_day_off,
    ),
    Rule(
        "leave_from_list",
        "note",
        "collective leave (cuti bersama) is not worked because the built-in list has it, and no calendar of "
        "the office names it",
        (
            "cuti bersama {days} tidak dikerjakan menurut daftar {list}; cocokkan dengan SKB. Bila tetap "
            "dikerjakan, tulis tanggalnya di kalender dengan dikerjakan = ya",
            "collective leave {days} is not worked, by the list of {list}; compare it with the decree (SKB). "
            "Where it is worked, name the date in the calendar with worked = ya",
        ),
        of_days.leave_from_list,
    ),
    Rule(
        "leave_not_known",
        "warning",
        "a year of the campaign has no collective leave yet, neither in the built-in list nor in the "
        "calendar",
        (
            "cuti bersama {years} belum diketahui; tulis tanggalnya dari SKB di kalender, jenis cuti bersama",
            "the collective leave of {years} is not known; enter its dates from the decree (SKB) in the "
            "calendar, kind cuti bersama",
        ),
        of_days.leave_not_known,
    ),
    Rule(
        "estimated_day",
        "note",
        "the date of a public holiday is an estimate, as it depends on the moon",
        (
            "{day} ({why}): tanggalnya baru perkiraan; cocokkan dengan SKB dan tulis tanggal yang benar di "
            "kalender",
            "{day} ({why}): the date is an estimate; compare it with the decree (SKB), and enter the right "
            "one in the calendar",
        ),
        of_days.estimated_day,
    ),
    Rule(
        "contradicting",
        "warning",
        "hard rules of the office that no plan can keep together, as few as show it; proven",
        (
            "tidak ada rencana yang dapat memenuhi aturan ini ({rule}) bersama aturan lain: {others}; "
            "ubah salah satu atau jadikan lunak",
            "no plan can keep this rule ({rule}) together with others: {others}; change one of them or make "
            "it soft",
        ),
        of_directives.contradicting,
    ),
    Rule(
        "hidden_signs",
        "note",
        "cells that hold signs nobody sees (of control, of no width, of writing direction); they are read "
        "without them",
        (
            "dibaca tanpa tanda yang tak terlihat: {said}; hapus tanda itu di berkasnya bila mengganggu",
            "read without signs that nobody sees: {said}; delete them in the file if they are in the way",
        ),
        of_files.hidden_signs,
    ),
)


def judged(facts: Facts, tables: Tables) -> Iterator[Finding]:
    """Yield the findings of every rule, in the order of :data:`RULES`."""
    for rule in RULES:
        for found in rule.find(facts):
            place = tables.place(found.table, found.key, found.column)
            value = None if found.value is None else str(found.value)
            indonesian, english = rule.advice
            advice = (_filled(indonesian, found, "id"), _filled(english, found, "en"))
            yield Finding(rule.key, rule.severity, place, value, advice)


def of_fault(fault: Fault, tables: Tables) -> Finding:
    """Return what a reader could not read as a finding; readers speak English only."""
    advice = f"{fault.problem} -> {fault.remedy}" if fault.remedy else fault.problem
    return Finding(FAULT, "error", tables.place_of(fault), fault.value, (advice, advice))


def _filled(advice: str, found: Found, language: Language) -> str:
    """Return an advice with its words filled in as the language writes them."""
    return advice.format(**{name: _word(name, value, language) for name, value in found.words.items()})


def _word(name: str, value: object, language: Language) -> str:
    if name == "reason":
        reason, _, detail = str(value).partition(": ")
        return reason_text(reason, detail, language)
    if isinstance(value, date):
        return long_date(value, language)
    return number_text(value, language) if isinstance(value, int | float) else str(value)
