"""Unmatched money for several cases: a person says how much is for each, and the parts are the payment, to the öre."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.db import transaction

from ekrav.audit.record import Actor, record
from ekrav.money import Ore
from ekrav.payments.booking import Placing, put_in_book, whole
from ekrav.payments.models import BankEntry
from ekrav.payments.route import Destination, destination_of
from ekrav.payments.unmatched import NoSuchReference, Placed, State, hand_over, resolve
from ekrav.payments.ways.same_money import refuse_same_money
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope


class NotExact(ValueError):
    """The parts are not the payment: `told` öre of `whole`. Nothing was booked."""

    def __init__(self, *, told: Ore, whole: Ore) -> None:
        super().__init__(f"{told} of {whole}")
        self.told = told
        self.whole = whole


class NotSeveral(ValueError):
    """Fewer than two cases, one case twice, or a part that is not more than zero."""


@dataclass(frozen=True, kw_only=True)
class Part:
    """How much is for the case with this OCR or case number."""

    number: str
    amount: Ore


def split(*, entry: UUID, parts: Sequence[Part], by: Actor, at: datetime) -> list[Placed]:
    """Place unmatched money on several cases, of one creditor or many. Opens its own scopes; one transaction.

    Each part is booked on the day the bank had the money. Raises `NoSuchReference` (with the number), `NotSeveral`,
    `NotExact`, `MayBeOnItsWay`, `AlreadyResolved`, `UnmatchedPayment.DoesNotExist`.
    """
    with transaction.atomic():
        where = _destinations(parts)
        with agency_scope():
            row = resolve(entry, State.ASSIGNED, by=by, at=at)
            told = Ore(sum(part.amount for part in parts))
            if told != row.amount_ore:
                raise NotExact(told=told, whole=Ore(row.amount_ore))
            creditors = {one.creditor_id for one in where}
            hand_over(row, creditors.pop() if len(creditors) == 1 else None, by=by, at=at)
        placings = [
            (one, replace(whole(row, one.reference_id), amount=part.amount, part=number))
            for number, (one, part) in enumerate(zip(where, parts, strict=True), start=1)
        ]
        placings.sort(key=lambda pair: (pair[0].creditor_id, pair[1].part))
        return [
            placed
            for creditor_id, share in groupby(placings, key=lambda pair: pair[0].creditor_id)
            for placed in _placed(creditor_id, row, list(share), by=by, at=at)
        ]


def _destinations(parts: Sequence[Part]) -> list[Destination]:
    found: list[Destination] = []
    with routing_scope():
        for part in parts:
            one = destination_of(part.number)
            if one is None:
                raise NoSuchReference(part.number)
            found.append(one)
    if len({one.reference_id for one in found}) < max(2, len(parts)) or any(
        part.amount <= 0 for part in parts
    ):
        raise NotSeveral
    return found


def _placed(
    creditor_id: int, row: BankEntry, share: Sequence[tuple[Destination, Placing]], *, by: Actor, at: datetime
) -> list[Placed]:
    with tenant_scope(creditor_id):
        for where, placing in share:
            refuse_same_money(amount=placing.amount, reference_id=where.reference_id)
        payments = put_in_book([placing for _, placing in share], at=at)
        for payment in payments:
            record(act="payment_assigned", on=payment, by=by, at=at, facts={"amount_ore": payment.amount_ore})
    return [
        Placed(
            creditor_id=creditor_id,
            payment_id=payment.pk,
            case_number=where.case_number,
            amount_ore=placing.amount,
            booked_date=row.booked_date,
        )
        for payment, (where, placing) in zip(payments, share, strict=True)
    ]
