"""What the sandboxed Kronofogden makes of a file it is handed: a receipt for each record, and what follows from it."""

import hashlib
import sqlite3
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, Final

from ekrav.filings.enforcement import Change, EnforcementApplication, EnforcementChange
from ekrav.filings.file import Direction, Filing, read
from ekrav.filings.payment_order import (
    CourtRequest,
    PaymentOrderApplication,
    Reduction,
    SupplementAnswer,
    Withdrawal,
)
from ekrav.filings.receipts import FileReceipt, Outcome, RecordReceipt
from ekrav.filings.record import Record
from ekrav.filings.refusal import FilingRefused
from ekrav.sandbox.kronofogden_book import (
    Matter,
    day_of,
    keep,
    matter,
    next_number,
    say,
    set_setting,
    setting,
)
from ekrav.sandbox.kronofogden_fate import drawn
from ekrav.sandbox.kronofogden_order import ENDED


class NotTaken(ValueError):
    """The file is not taken; the message says why, in Swedish."""


class NotSo(ValueError):
    """A record cannot be what it says; the message is the receipt's reason."""


def take(book: sqlite3.Connection, content: bytes) -> None:
    """Take a file: a new one in its turn, one that has come before as known. Raises NotTaken."""
    try:
        filing = read(content)
    except FilingRefused as refused:
        raise NotTaken(str(refused)) from refused
    if filing.direction is not Direction.OUT:
        raise NotTaken("Filen är Kronofogdens egen.")
    if _came_before(book, filing, hashlib.sha256(content).hexdigest()):
        return
    set_setting(book, "filer", filing.filer)
    today = day_of(book) or filing.made_at.date()
    said = [_receipt(book, record, today) for record in filing.records]
    facts: dict[str, Any] = {"number": filing.number, "outcome": Outcome.APPROVED, "records": tuple(said)}
    say(book, FileReceipt, f"fil {filing.number}", **facts)


def _came_before(book: sqlite3.Connection, filing: Filing, digest: str) -> bool:
    if setting(book, "filer", filing.filer) != filing.filer:
        raise NotTaken("Ingivarkoden är en annan än den som är registrerad.")
    known = book.execute("SELECT sha256 FROM kfm_received WHERE number = ?", (filing.number,)).fetchone()
    if known is not None:
        if known["sha256"] != digest:
            raise NotTaken(f"Löpnummer {filing.number} är redan använt för en annan fil.")
        return True
    expected = book.execute("SELECT coalesce(max(number), 0) + 1 AS next FROM kfm_received").fetchone()[
        "next"
    ]
    if filing.number != expected:
        raise NotTaken(f"Löpnummer {expected} väntas, filen har {filing.number}.")
    book.execute("INSERT INTO kfm_received VALUES (?, ?)", (filing.number, digest))
    return False


def _receipt(book: sqlite3.Connection, record: Record, today: date) -> RecordReceipt:
    try:
        if isinstance(record, PaymentOrderApplication | EnforcementApplication):
            _register(book, record, today)
        else:
            _go_on(book, record, today)
    except NotSo as wrong:
        return RecordReceipt(id=record.id, outcome=Outcome.REFUSED, reason=str(wrong))
    return RecordReceipt(id=record.id, outcome=Outcome.APPROVED)


def _register(
    book: sqlite3.Connection, asked: PaymentOrderApplication | EnforcementApplication, today: date
) -> None:
    if matter(book, asked.reference) is not None:
        raise NotSo("Referensen är redan använd för en ansökan.")
    enforcement = isinstance(asked, EnforcementApplication)
    facts: dict[str, Any] = {}
    if isinstance(asked, EnforcementApplication):
        facts["left"] = {one.kind.value: int(one.amount) for one in asked.left}
    number = f"{'U' if enforcement else '01'}-{next_number(book, 'case'):05}-{today:%y}"
    fate = drawn(seed=setting(book, "seed", "1"), reference=asked.reference, enforcement=enforcement)
    keep(
        book,
        Matter(
            reference=asked.reference,
            number=number,
            application=asked,
            state="applied" if enforcement else "received",
            fate=fate,
            due=today + timedelta(days=1),
            facts=facts,
        ),
    )


def _go_on(book: sqlite3.Connection, record: Record, today: date) -> None:
    one = matter(book, record.reference)
    if one is None:
        raise NotSo("Ingen ansökan har den referensen.")
    if one.state == ENDED:
        raise NotSo("Målet är avslutat.")
    _TAKES[type(record)](one, record, today)
    keep(book, one)


def _reduced(one: Matter, record: Reduction, today: date) -> None:
    reduced = one.facts.setdefault("reduced", {})
    for part in record.amounts:
        reduced[part.kind.value] = reduced.get(part.kind.value, 0) + part.amount


def _withdrawn(one: Matter, record: Withdrawal, today: date) -> None:
    one.goes_on("withdrawn", today + timedelta(days=1))


def _answered(one: Matter, record: SupplementAnswer, today: date) -> None:
    if one.state != "asked":
        raise NotSo("Ingen komplettering är begärd.")
    one.goes_on("to_serve", today + timedelta(days=7))


def _to_court(one: Matter, record: CourtRequest, today: date) -> None:
    if one.state != "disputed":
        raise NotSo("Målet är inte bestritt.")
    one.goes_on("to_court", today + timedelta(days=1))


def _changed(one: Matter, record: EnforcementChange, today: date) -> None:
    if "left" not in one.facts:
        raise NotSo("Målet är inte ett utsökningsmål.")
    match record.change:
        case Change.WITHDRAWN:
            one.goes_on("enforcement_withdrawn", today + timedelta(days=1))
        case Change.RESPITE if one.due is not None and record.until is not None:
            one.due = max(one.due, record.until + timedelta(days=1))
        case _:
            left = one.facts["left"]
            for part in record.amounts:
                left[part.kind.value] = max(0, left.get(part.kind.value, 0) - part.amount)


_TAKES: Final[dict[type[Record], Callable[[Matter, Any, date], None]]] = {
    Reduction: _reduced,
    Withdrawal: _withdrawn,
    SupplementAnswer: _answered,
    CourtRequest: _to_court,
    EnforcementChange: _changed,
}
