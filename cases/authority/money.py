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
from django.db.models import Exists, OuterRef

from cases.authority.amounts import parts_of
from cases.enforcement.outlays import titles_outlay
from cases.models import Case, PaidOut
from cases.parts import Parts
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import MACHINE
from ekrav.filings.claims import AmountKind
from ekrav.law.allocation import Component
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


def parts_given(*, case: Case, payment: Payment, owed: Parts) -> Parts | None:
    """How the authority parted this payment; None for other money. In the creditor's scope.

    Its costs are the title's: the fees of its years it has taken before.
    """
    told = PaidOut.objects.filter(payment=payment).first()
    if told is None:
        return None
    of_title = {**owed, Component.OUTLAY: min(owed[Component.OUTLAY], titles_outlay(case))}
    return parts_of({AmountKind(kind): ore for kind, ore in told.parts.items()}, owed=of_title)


def link_placed(*, case: Case) -> None:
    """Know the money that the authority has told of when a person has put it on its case, before or after. Row locked.

    By its sum, and no earlier than it was paid out; the oldest first, and each once.
    """
    by_hand = AuditEvent.objects.filter(
        act="payment_assigned",
        actor=AuditEvent.Actor.STAFF,
        object_kind=Payment._meta.model_name,
        object_id=OuterRef("pk"),
    )
    for told in PaidOut.objects.filter(application__case=case, payment=None).order_by("id"):
        placed = Payment.objects.filter(
            Exists(by_hand),
            ~Exists(PaidOut.objects.filter(payment=OuterRef("pk"))),
            reference=case.reference_id,
            amount_ore=told.amount_ore,
            booked_date__gte=told.paid_on,
        )
        found = placed.order_by("id").first()
        if found is not None:
            PaidOut.objects.filter(pk=told.pk, payment=None).update(payment=found)


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
