"""The unmatched pile as a person reads it: what the bank told, why it waits, which cases its text points at.

Reads only, in a staff scope. Suggestions on the pile are cases whose OCR number stands somewhere in the payment, on a
payment's own page all that it is likely for; none is ever taken by itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, QuerySet

from ekrav.accounts.models import Creditor
from ekrav.agency.models import StaffMember
from ekrav.money import Ore
from ekrav.payments.likely import called_alike, likely
from ekrav.payments.models import Reference, UnmatchedPayment
from ekrav.payments.route import candidates

State = UnmatchedPayment.State


@dataclass(frozen=True, kw_only=True)
class Suggestion:
    """A case that money may be meant for. `other`: the debtor has another name than the payer."""

    ocr: str
    case_number: str
    debtor: str
    creditor: str
    invoice_number: str
    closed: bool
    reasons: tuple[str, ...] = ()
    other: bool = False


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """One payment on the pile, or one that was taken off it. `by` is the name of whoever did."""

    public_id: UUID
    state: str
    reason: str
    amount_ore: Ore
    booked_date: date
    payer: str
    payer_account: str
    reference: str
    text: str
    bank_reference: str
    suggestions: tuple[Suggestion, ...] = ()
    resolved_at: datetime | None = None
    by: str = ""


def on_the_pile(*, state: UnmatchedPayment.State, first: int, count: int) -> list[Waiting]:
    """Return `count` payments in that state from the place `first`, the oldest first."""
    rows = _rows(UnmatchedPayment.objects.filter(state=state))
    return _told(rows.order_by("entry__booked_date", "entry_id")[first : first + count])


def one(*, public_id: UUID) -> Waiting | None:
    """Return one payment, whatever its state, with the cases it is likely for and why; None when there is none."""
    waiting = next(iter(_told(_rows(UnmatchedPayment.objects.filter(public_id=public_id)))), None)
    if waiting is None or waiting.state != State.OPEN:
        return waiting
    found = likely(
        reference=waiting.reference, text=waiting.text, payer=waiting.payer, amount=waiting.amount_ore
    )
    suggestions = _suggestions(row for row, _why in found)
    reasons = [why for _row, why in found]
    told = [
        replace(one, reasons=why, other=not called_alike(waiting.payer, one.debtor))
        for one, why in zip(suggestions, reasons, strict=True)
    ]
    return replace(waiting, suggestions=tuple(told))


def counts() -> dict[str, int]:
    """Return how many payments are in each state."""
    found = dict(UnmatchedPayment.objects.values_list("state").annotate(Count("pk")))
    return {state.value: found.get(state.value, 0) for state in State}


def suggest(numbers: Collection[str]) -> dict[str, Suggestion]:
    """Return the cases with these OCR numbers, by OCR number."""
    return {row.ocr: row for row in _suggestions(Reference.objects.filter(ocr__in=list(numbers)))}


def look_up(digits: str, *, payer: str) -> list[Suggestion]:
    """Return the cases with this OCR or case number, for money of this payer's."""
    found = _suggestions(Reference.objects.filter(ocr=digits))
    found = found or _suggestions(Reference.objects.filter(case_number=digits)[:2])
    return [replace(one, other=not called_alike(payer, one.debtor)) for one in found]


def name_of_staff(staff_id: int | None) -> str:
    """Return who that is, "" when nobody."""
    found = StaffMember.objects.filter(pk=staff_id).first() if staff_id else None
    return str(found) if found else ""


def _rows(rows: QuerySet[UnmatchedPayment]) -> QuerySet[UnmatchedPayment]:
    return rows.select_related("entry", "entry__payer")


def _told(rows: Iterable[UnmatchedPayment]) -> list[Waiting]:
    every = list(rows)
    found = {row.pk: candidates(reference=row.entry.reference, text=_payer(row)[2]) for row in every}
    cases = suggest({number for numbers in found.values() for number in numbers})
    staff = StaffMember.objects.in_bulk({row.resolved_by for row in every if row.resolved_by})
    return [
        _one(row, tuple(cases[number] for number in found[row.pk] if number in cases), staff) for row in every
    ]


def _one(
    row: UnmatchedPayment, suggestions: tuple[Suggestion, ...], staff: dict[int, StaffMember]
) -> Waiting:
    name, account, text = _payer(row)
    return Waiting(
        public_id=row.public_id,
        state=row.state,
        reason=row.reason,
        amount_ore=Ore(row.entry.amount_ore),
        booked_date=row.entry.booked_date,
        payer=name,
        payer_account=account,
        reference=row.entry.reference,
        text=text,
        bank_reference=row.entry.bank_reference,
        suggestions=suggestions,
        resolved_at=row.resolved_at,
        by=str(staff[row.resolved_by]) if row.resolved_by in staff else "",
    )


def _payer(row: UnmatchedPayment) -> tuple[str, str, str]:
    """Name, account without its scheme, text; empty once erased."""
    payer = getattr(row.entry, "payer", None)
    return (payer.name, payer.account.partition(":")[2], payer.text) if payer else ("", "", "")


def _suggestions(references: Iterable[Reference]) -> list[Suggestion]:
    rows = list(references)
    companies = Creditor.objects.only("creditor_id", "name").in_bulk({row.creditor_id for row in rows})
    return [
        Suggestion(
            ocr=row.ocr,
            case_number=row.case_number,
            debtor=row.debtor_label,
            creditor=companies[row.creditor_id].name if row.creditor_id in companies else "",
            invoice_number=row.invoice_number,
            closed=row.closed_on is not None,
        )
        for row in rows
    ]
