"""Money from Kronofogden: found at the bank by the reference in its text, put on its case, applied as it was parted.

It carries no OCR number, so it waits in the unmatched pile until the authority has told what it is; the sum must be
what was told. Whatever else comes from there is a person's to place.
"""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from cases.authority.amounts import parts_of
from cases.models import PaidOut
from cases.parts import Parts
from ekrav.audit.record import MACHINE
from ekrav.filings.claims import AmountKind
from ekrav.money import Ore
from ekrav.payments.models import Payment, UnmatchedPayment
from ekrav.payments.unmatched import AlreadyResolved, NoSuchReference, assign
from ekrav.payments.ways.same_money import MayBeOnItsWay
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope

_log = logging.getLogger(__name__)


@dataclass(frozen=True, kw_only=True)
class Awaited:
    """What the authority says it has paid out, and has not been found at the bank."""

    creditor_id: int
    paid_out_id: int
    reference: str
    case_number: str
    amount: Ore
    paid_on: date


def place_money(*, at: datetime) -> int:
    """Put what has come on the cases it was paid out for; how many. Opens its own scopes."""
    return sum(_place(one, at=at) for one in list(_awaited()))


def parts_given(*, payment: Payment, owed: Parts) -> Parts | None:
    """How the authority parted this payment; None for other money. In the creditor's scope."""
    told = PaidOut.objects.filter(payment=payment).first()
    if told is None:
        return None
    return parts_of({AmountKind(kind): ore for kind, ore in told.parts.items()}, owed=owed)


def _awaited() -> Iterator[Awaited]:
    with routing_scope():
        open_ones = PaidOut.objects.filter(payment=None)
        creditors = list(open_ones.order_by("creditor_id").values_list("creditor_id", flat=True).distinct())
    for creditor_id in creditors:
        with tenant_scope(creditor_id):
            rows = list(
                PaidOut.objects.filter(payment=None).select_related("application__case").order_by("id")
            )
        for row in rows:
            yield Awaited(
                creditor_id=creditor_id,
                paid_out_id=row.pk,
                reference=row.application.reference,
                case_number=row.application.case.number,
                amount=Ore(row.amount_ore),
                paid_on=row.paid_on,
            )


def _place(one: Awaited, *, at: datetime) -> bool:
    entry = _found(one)
    if entry is None:
        return False
    try:
        with transaction.atomic():
            placed = assign(entry=entry, ocr=one.case_number, by=MACHINE, at=at)
            with tenant_scope(one.creditor_id):
                told = PaidOut.objects.filter(pk=one.paid_out_id, payment=None)
                if told.update(payment_id=placed.payment_id) != 1:
                    raise AlreadyResolved(state="assigned", by=None, at=None)
    except (AlreadyResolved, NoSuchReference, MayBeOnItsWay) as refused:
        _log.info("money from kronofogden not placed", extra={"why": type(refused).__name__})
        return False
    return True


def _found(one: Awaited) -> UUID | None:
    """The oldest open entry of that sum that names the application."""
    with agency_scope():
        waiting = UnmatchedPayment.objects.filter(
            state=UnmatchedPayment.State.OPEN,
            entry__amount_ore=one.amount,
            entry__booked_date__gte=one.paid_on,
            entry__payer__text__contains=one.reference,
        )
        return waiting.order_by("entry_id").values_list("public_id", flat=True).first()
