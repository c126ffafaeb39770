"""Service points: villages whose people are served in a neighbouring one."""

from collections import defaultdict
from dataclasses import replace

from planner.domain.places import Guest, Village
from planner.errors import Fault
from planner.inputs.columns import Table


def with_guests(villages: tuple[Village, ...], table: Table, faults: list[Fault]) -> tuple[Village, ...]:
    """Return the villages that are served themselves, each with the people of its guests.

    Parameters
    ----------
    villages
        One for each row of ``table``, in its order.
    table
        Its column ``service_point`` names the host; empty or the village itself for none.
    faults
        Takes hosts that are no village, are guests themselves, or lie in another kecamatan.
    """
    host_of = {
        village.id: host
        for village, host in zip(villages, table.values["service_point"], strict=True)
        if host not in (None, village.id)
    }
    if not host_of:
        return villages
    _report_hosts(villages, host_of, table, faults)
    guests: defaultdict[str, list[Village]] = defaultdict(list)
    for village in villages:
        if village.id in host_of:
            guests[host_of[village.id]].append(village)
    return tuple(_host(village, guests[village.id]) for village in villages if village.id not in host_of)


def _host(village: Village, guests: list[Village]) -> Village:
    if not guests:
        return village
    backlog = sum(one.backlog for one in (village, *guests))
    counted = sum(one.backlog if one.counted is None else one.counted for one in (village, *guests))
    return replace(
        village,
        backlog=backlog,
        counted=counted if counted != backlog else None,
        guests=tuple(Guest(guest.id, guest.name, guest.backlog) for guest in guests),
    )


def _report_hosts(
    villages: tuple[Village, ...], host_of: dict[str, str], table: Table, faults: list[Fault]
) -> None:
    known = {village.id: village for village in villages}
    for row, village in zip(table.rows, villages, strict=True):
        host = host_of.get(village.id)
        problem = ""
        if host is None:
            continue
        if host not in known:
            problem = "no village of the table has this code"
        elif host in host_of:
            problem = f"{known[host].name} is served elsewhere itself, in {host_of[host]}"
        elif known[host].district_id != village.district_id:
            problem = f"{known[host].name} lies in another kecamatan, {known[host].district}"
        if problem:
            remedy = "name a village of the same kecamatan that is served itself, or leave it empty"
            faults.append(table.fault(row, "service_point", host, problem, remedy))
