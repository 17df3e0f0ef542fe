"""Read a BgMax (Bankgiro Inbetalningar), the banks' format before camt.054, into the same records.

A file is taken whole or refused whole: each deposit (15) must be the sum of its payments (20) less its deductions
(21) and count them, the last record (70) must count them all, and only SEK and production files are read. The amount
is always that of the payment; extra references (22, 23) divide it only when their amounts sum to it. Records of kinds
that are not known here are skipped and told in `left_out`. The banks end the format on 27 November 2026.
Source: Bankgirot's technical manual, November 2019.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from ekrav.bankfiles.bgmax_payment import Section, read_payment
from ekrav.bankfiles.bgmax_record import Record, is_bgmax, records
from ekrav.bankfiles.document import ASK_AGAIN
from ekrav.bankfiles.notification import (
    AccountNotice,
    BankTransaction,
    Direction,
    Entry,
    LeftOut,
    Notification,
    signed,
)
from ekrav.bankfiles.refusal import FileRefused
from ekrav.money import Ore, format_kronor

__all__ = ["BGMAX", "VERSION", "is_bgmax", "read"]

BGMAX = "BgMax"
VERSION = "01"

_STOCKHOLM = ZoneInfo("Europe/Stockholm")
_PAYMENTS, _EXTRA, _TOLD = ("20", "21"), ("22", "23"), ("25", "26", "27", "28", "29")
_KNOWN = frozenset({"01", "05", "15", "70", *_PAYMENTS, *_EXTRA, *_TOLD})
# What may stand after what: a payment's own records only after a payment, a deposit only in its section.
_INSIDE = frozenset({*_PAYMENTS, *_EXTRA, *_TOLD})
_AFTER: Final[Mapping[str, frozenset[str]]] = MappingProxyType(
    {
        "01": frozenset({""}),
        "05": frozenset({"01", "15"}),
        "20": frozenset({"05"}) | _INSIDE,
        "21": frozenset({"05"}) | _INSIDE,
        "22": frozenset({*_PAYMENTS, *_EXTRA}),
        "23": frozenset({*_PAYMENTS, *_EXTRA}),
        **dict.fromkeys(_TOLD, _INSIDE),
        "15": frozenset({"05"}) | _INSIDE,
        "70": frozenset({"01", "15"}),
    }
)


def read(data: bytes) -> Notification:
    """Return what the BgMax in `data` says. Raises FileRefused."""
    every = list(records(data))
    known = [record for record in every if record.kind in _KNOWN]
    _check_order(known)
    start, end = known[0], known[-1]
    timestamp = _check_start(start)
    _check_counts(end, Counter(record.kind for record in known))
    sections = [_section(part, timestamp=start.text(25, 44)) for part in _sections(known[1:-1])]
    sections = _told_apart(sections)
    skipped = tuple(
        LeftOut(position=record.position, status=record.kind) for record in every if record.kind not in _KNOWN
    )
    if skipped and sections:
        sections[-1] = replace(sections[-1], left_out=sections[-1].left_out + skipped)
    return Notification(
        standard=BGMAX,
        message_id=start.text(25, 44),
        version=VERSION,
        created=timestamp,
        notices=tuple(sections),
    )


def _told_apart(sections: list[AccountNotice]) -> list[AccountNotice]:
    """Number the payments whose serial number the bank has used before on the same day, as in its own example."""
    whole = [one for section in sections for one in section.entries[0].transactions if one.part <= 1]
    times, seen = Counter(map(_key, whole)), Counter[tuple[str, str, str]]()
    told = []
    for section in sections:
        entry = section.entries[0]
        again = []
        for one in entry.transactions:
            seen[_key(one)] += one.part <= 1
            repeated = times[_key(one)] > 1
            name = f"{one.bank_reference}/{seen[_key(one)]}" if repeated else one.bank_reference
            again.append(replace(one, bank_reference=name))
        told.append(replace(section, entries=(replace(entry, transactions=tuple(again)),)))
    return told


def _key(one: BankTransaction) -> tuple[str, str, str]:
    return (str(one.account), one.direction, one.bank_reference)


def _check_order(known: list[Record]) -> None:
    if known and known[0].kind != "01":
        raise known[0].refused(f"Filens början saknas: den ska inledas med posten 01BGMAX. {ASK_AGAIN}")
    before = ""
    for record in known:
        if before not in _AFTER[record.kind]:
            raise record.refused(f"Posten står där den inte får stå, efter {before}. {ASK_AGAIN}")
        before = record.kind
    if before != "70":
        raise FileRefused(
            position="hela filen", reason_sv=f"Filen är avbruten: slutposten (70) saknas. {ASK_AGAIN}"
        )


def _check_start(start: Record) -> datetime:
    """Return when the file was made, having checked what it says it is."""
    if start.text(3, 22) != "BGMAX" or start.text(23, 24) != VERSION:
        raise start.refused("Filen är inte BgMax version 01. Be banken om camt.054.")
    if start.text(45, 45) != "P":
        raise start.refused("Filen är märkt som testfil. Be banken om den riktiga filen.")
    day, time = start.day(25, 32), f"{start.number(33, 44):012}"
    try:
        made = datetime.fromisoformat(f"{day}T{time[:2]}:{time[2:4]}:{time[4:6]}.{time[6:]}")
    except ValueError:
        raise start.refused(f"Tidpunkten går inte att läsa. {ASK_AGAIN}") from None
    return made.replace(tzinfo=_STOCKHOLM)


def _check_counts(end: Record, found: Counter[str]) -> None:
    told = {
        "betalningar": (end.number(3, 10), found["20"]),
        "avdrag": (end.number(11, 18), found["21"]),
        "extra referenser": (end.number(19, 26), found["22"] + found["23"]),
        "insättningar": (end.number(27, 34), found["15"]),
    }
    for what_sv, (said, counted) in told.items():
        if said != counted:
            raise end.refused(f"Banken skriver {said} {what_sv} men filen har {counted}. {ASK_AGAIN}")


def _sections(known: list[Record]) -> list[list[Record]]:
    parts: list[list[Record]] = []
    for record in known:
        if record.kind == "05":
            parts.append([])
        parts[-1].append(record)
    return parts


def _section(part: list[Record], *, timestamp: str) -> AccountNotice:
    opening, deposit = part[0], part[-1]
    for record, currency in ((opening, opening.text(23, 25)), (deposit, deposit.text(69, 71))):
        if currency != "SEK":
            raise record.refused(
                f"Valutan är {currency or 'inte angiven'}; här bokförs bara SEK."
                " Be banken om en fil med enbart svenska kronor, eller bokför beloppet för hand."
            )
    section = Section(opening=opening, day=deposit.day(38, 45), timestamp=timestamp)
    payments = _payments(part[1:-1])
    _check_deposit(deposit, payments)
    transactions = tuple(one for lines in payments for one in read_payment(lines, section=section))
    zeros = tuple(
        LeftOut(position=lines[0].position, status="0") for lines in payments if not lines[0].ore(38, 55)
    )
    entry = Entry(
        direction=Direction.CREDIT,
        amount=deposit.ore(51, 68),
        booked_date=section.day,
        transactions=transactions,
    )
    return AccountNotice(
        notice_id=f"{section.account.number}-{section.day:%Y%m%d}-{deposit.number(46, 50):05}",
        account=section.account,
        entries=(entry,),
        left_out=zeros,
    )


def _payments(part: list[Record]) -> list[list[Record]]:
    payments: list[list[Record]] = []
    for record in part:
        if record.kind in _PAYMENTS:
            payments.append([])
        payments[-1].append(record)
    return payments


def _check_deposit(deposit: Record, payments: list[list[Record]]) -> None:
    """Check the sum and the count of a deposit; it is never less than nothing, for its amount has no sign."""
    directions = {"20": Direction.CREDIT, "21": Direction.DEBIT}
    found = Ore(sum(signed(directions[lines[0].kind], lines[0].ore(38, 55)) for lines in payments))
    said, counted = deposit.ore(51, 68), deposit.number(72, 79)
    if said != found:
        raise deposit.refused(
            f"Banken skriver {format_kronor(said)} men delarna blir {format_kronor(found)}. {ASK_AGAIN}"
        )
    if counted != len(payments):
        raise deposit.refused(
            f"Banken skriver {counted} betalningar men filen har {len(payments)}. {ASK_AGAIN}"
        )
