"""One payment told of twice, by BgMax and by camt.054: counted once.

While a bank changes from the one to the other it may tell of the same payment in both. The formats share no certain
key: Bankgirot's serial number is the bank's own reference only where the bank carries it over. Where it does, the
second telling is known and not counted. Else money of the same amount, day and reference as the other format has told
of is held, uncounted, until a person has said whether it is the same. Each is the twin of at most one: two honest
identical payments, told of twice each, are two. What belongs to an instruction is sure to be its money, and is held
only where the other format's telling of it may lie on the pile. An instruction's money often names no case: what the
other format tells of as much to the same creditor on that day may be it.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.bankfiles.bgmax import BGMAX
from ekrav.bankfiles.ocr import digits
from ekrav.clock import civil_date
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.payments.booking import book_key
from ekrav.payments.entries import Movement, told_before
from ekrav.payments.models import BankEntry, BankFile, UnmatchedPayment
from ekrav.payments.route import Reading
from ekrav.tenancy import agency_scope
from ekrav.tenancy.query import select

SAME = "Banken har meddelat betalningen två gånger, i BgMax och i camt.054, med samma löpnummer. Den räknas en gång."
PERHAPS = (
    "Banken har redan meddelat lika mycket samma dag med samma referens, i ett annat format."
    " Det kan vara samma betalning."
)
State = UnmatchedPayment.State
# Files of both formats come within so many days of each other.
_WITHIN: Final = "payment.twin_days"
_FEWEST_DIGITS: Final = 6
_LOCK: Final = 5_101_743
"""One file at a time looks for twins: two that come together would not see each other."""

_Looks = tuple[int, object, str]


class NotHeld(ValueError):
    """Somebody has said already what it is."""


def mark_twins(file: BankFile, movements: Sequence[Movement], *, at: datetime) -> None:
    """Point each movement that the other format may have told of at its twin, and let it lead nowhere.

    In an agency scope, before the movements are kept.
    """
    select("SELECT pg_advisory_xact_lock(%(lock)s)", {"lock": _LOCK})
    fresh = [one for one in movements if one.incoming and not (one.row.reversal or one.top_up_id)]
    others = _told_by_the_other(file, fresh, at=at)
    if not others:
        return
    # What this file only repeats needs no twin: its own may be another's.
    known = told_before(fresh)
    waiting = _on_the_pile(others)
    for movement in fresh:
        if movement.key in known:
            continue
        alike = _alike(movement, others)
        if movement.instruction_id is not None:
            alike = [one for one in alike if one.pk in waiting]
        if not alike:
            continue
        sure = next((one for one in alike if _one_serial(one, movement.row)), None)
        twin = sure or alike[0]
        for looks in _ways_to_look(twin):
            others[looks].remove(twin)
        movement.twin_of, movement.twin_for_sure = twin.pk, sure is not None
        movement.destination, movement.row.creditor_id, movement.instruction_id = None, None, None
        movement.reading = Reading(reason=SAME if sure else PERHAPS)


def keep_twins(movements: Sequence[Movement], *, at: datetime) -> None:
    """Keep those that are not counted, for a person to see. In an agency scope."""
    UnmatchedPayment.objects.bulk_create(
        UnmatchedPayment(
            entry=movement.row,
            reason=movement.reading.reason[:200],
            state=State.TWIN if movement.twin_for_sure else State.HELD,
            twin_of=movement.twin_of,
            resolved_at=at if movement.twin_for_sure else None,
        )
        for movement in movements
        if movement.twin_of is not None
    )


def say_same(*, entry: UUID, by: Actor, at: datetime) -> None:
    """It is the payment that the other format told of: it is never counted. Opens its own scope. Raises `NotHeld`."""
    with agency_scope():
        row = _resolve(entry, State.TWIN, by=by, at=at)
        record(act="payment_is_twin", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})


def say_own(*, entry: UUID, by: Actor, at: datetime) -> None:
    """It is a payment of its own: it is counted, and waits like others. Opens its own scope. Raises `NotHeld`.

    Neither is the other's twin: the true twin of each may come yet.
    """
    with agency_scope():
        row = _resolve(entry, State.OPEN, by=MACHINE, at=None, twin_of=None)
        post(
            key=book_key(row),
            kind="payment unmatched",
            booked_date=row.booked_date,
            lines=[debit(Account.CLIENT_FUNDS, row.amount_ore), credit(Account.UNMATCHED, row.amount_ore)],
        )
        record(act="payment_is_no_twin", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})


def _resolve(
    entry: UUID, state: UnmatchedPayment.State, *, by: Actor, at: datetime | None, **change: None
) -> BankEntry:
    held = UnmatchedPayment.objects.filter(public_id=entry, state=State.HELD)
    if held.update(state=state, resolved_at=at, resolved_by=by.id, **change) != 1:
        raise NotHeld(entry)
    return UnmatchedPayment.objects.select_related("entry").get(public_id=entry).entry


def _told_by_the_other(
    file: BankFile, movements: Sequence[Movement], *, at: datetime
) -> dict[_Looks, list[BankEntry]]:
    """What files of the other format have told of on the same days and is nobody's twin yet, by its looks."""
    since = at - timedelta(days=current_rates().days(_WITHIN, civil_date(at)))
    files = BankFile.objects.filter(outcome=BankFile.Outcome.READ, received_at__gte=since)
    bgmax = files.filter(format__startswith=BGMAX)
    other = files.filter(format__startswith="camt.054") if file.format.startswith(BGMAX) else bgmax
    ids = list(other.exclude(pk=file.pk).values_list("pk", flat=True))
    if not ids:
        return {}
    days = {movement.row.booked_date for movement in movements}
    rows = BankEntry.objects.filter(
        file_id__in=ids, booked_date__in=days, direction=BankEntry.Direction.CREDIT, reversal=False
    )
    twins = UnmatchedPayment.objects.filter(twin_of__isnull=False)
    rows = rows.exclude(pk__in=twins.values("twin_of")).exclude(pk__in=twins.values("entry_id"))
    found: dict[_Looks, list[BankEntry]] = defaultdict(list)
    for row in rows.order_by("id"):
        for looks in _ways_to_look(row):
            found[looks].append(row)
    return found


def _alike(movement: Movement, others: Mapping[_Looks, Sequence[BankEntry]]) -> Sequence[BankEntry]:
    """What the other format has told of and may be this: by its reference, else an instruction's money."""
    same = others.get(_looks(movement.row, case_ocr=movement.case_ocr))
    if same:
        return same
    amount, day, owner = movement.row.amount_ore, movement.row.booked_date, movement.row.creditor_id
    if movement.told_as is not None:
        return others.get((amount, day, f"entry {movement.told_as}"), ())
    if movement.destination is None or movement.instruction_id is not None:
        return ()
    return others.get((amount, day, f"of {owner}"), ())


def _on_the_pile(others: Mapping[_Looks, Sequence[BankEntry]]) -> set[int]:
    ids = [row.pk for rows in others.values() for row in rows]
    return set(UnmatchedPayment.objects.filter(pk__among=ids, state=State.OPEN).values_list("pk", flat=True))


def _looks(row: BankEntry, *, case_ocr: str = "") -> _Looks:
    return row.amount_ore, row.booked_date, digits(case_ocr or row.reference)


def _ways_to_look(row: BankEntry) -> list[_Looks]:
    """By its reference; and by whose it is, when it has been laid on a case that it does not name."""
    if row.creditor_id is None or digits(row.reference).isdecimal():
        return [_looks(row)]
    amount, day = row.amount_ore, row.booked_date
    return [_looks(row), (amount, day, f"of {row.creditor_id}"), (amount, day, f"entry {row.pk}")]


def _one_serial(one: BankEntry, other: BankEntry) -> bool:
    """Whether Bankgirot's serial number of the one is the other's reference: as it stands, or without its zeros."""
    serials = (digits(row.bank_reference.rpartition("-")[2]).lstrip("0") for row in (one, other))
    first, second = serials
    return first == second and first.isdecimal() and len(first) >= _FEWEST_DIGITS
