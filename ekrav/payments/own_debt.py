"""Money that is its payer's pays another debt of the payer's own: on its recorded word, and on nothing else.

It must still wait: what somebody has decided to send back is on its way out, and is drafted by the payouts house.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from ekrav import clock
from ekrav.audit.record import Actor, record
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.booking import put_in_book, whole
from ekrav.payments.models import BankEntry, PayersWord, UnmatchedPayment
from ekrav.payments.route import destination_of
from ekrav.payments.unmatched import NoSuchReference, Placed, resolve
from ekrav.payments.ways.same_money import refuse_same_money
from ekrav.tenancy import agency_scope, routing_scope, tenant_scope

State = UnmatchedPayment.State


class NotSaidYet(ValueError):
    """The word is of a day to come, or from before the money came."""


@dataclass(frozen=True, kw_only=True)
class Word:
    """What the payer said, how and on what day."""

    how: PayersWord.How
    said_on: date
    said: str


def use_on_own_debt(*, entry: UUID, ocr: str, word: Word, by: Actor, at: datetime) -> Placed:
    """Use money that waits on the case with this OCR or case number. Opens its own scopes; one transaction.

    It pays on the day of the word: until then it was the payer's. Raises `NoSuchReference`, `NotSaidYet`,
    `MayBeOnItsWay`, `AlreadyResolved` when it no longer waits, `UnmatchedPayment.DoesNotExist`.
    """
    with transaction.atomic():
        with routing_scope():
            where = destination_of(ocr)
        if where is None:
            raise NoSuchReference(ocr)
        with agency_scope():
            row = resolve(entry, State.ASSIGNED, by=by, at=at)
            BankEntry.objects.filter(pk=row.pk).update(creditor_id=where.creditor_id)
            if not row.booked_date <= word.said_on <= clock.civil_date(at):
                raise NotSaidYet
            _take_down(row, word, by=by, at=at)
        placing = replace(whole(row, where.reference_id), day=word.said_on)
        with tenant_scope(where.creditor_id):
            refuse_same_money(amount=Ore(row.amount_ore), reference_id=where.reference_id)
            (payment,) = put_in_book([placing], at=at)
            record(act="payment_assigned", on=payment, by=by, at=at, facts={"amount_ore": row.amount_ore})
    return Placed(
        creditor_id=where.creditor_id,
        payment_id=payment.pk,
        case_number=where.case_number,
        amount_ore=Ore(row.amount_ore),
        booked_date=word.said_on,
    )


def _take_down(row: BankEntry, word: Word, *, by: Actor, at: datetime) -> None:
    assert by.id is not None, "a word is taken down by somebody"
    PayersWord.objects.create(
        entry=row, how=word.how, said_on=word.said_on, said=word.said, recorded_by=by.id, recorded_at=at
    )
    post(
        key=f"own debt {row.pk}",
        kind="payment used on own debt",
        booked_date=word.said_on,
        lines=[debit(Account.UNMATCHED, row.amount_ore), credit(Account.CLIENT_FUNDS, row.amount_ore)],
    )
    record(act="payment_used_on_own_debt", on=row, by=by, at=at, facts={"amount_ore": row.amount_ore})
