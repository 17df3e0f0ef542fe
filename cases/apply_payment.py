"""Apply payment: money that was routed to the case is applied costs → interest → capital; a settled case closes."""

import logging
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Final

from cases.apply_plain import apply_plain
from cases.authority.money import link_placed, parts_given
from cases.claims import claims_in
from cases.close import close_if_paid
from cases.enforcement.rest import give_up_rest
from cases.models import Case, CaseEvent
from cases.move import as_it_was, move
from cases.plan_paid import after_payment
from cases.recall import recall_waiting
from cases.settle import received_lines, settle
from cases.states import STANDINGS, Action, State
from ekrav.audit.record import MACHINE
from ekrav.law.paid import counts_from
from ekrav.law.rates import NoRow, Rates
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import Payment
from ekrav.tenancy import routing_scope, tenant_scope

_log = logging.getLogger(__name__)

BATCH = 1000
BY_DAY: Final = ("booked_date", "pk")
_AT_A_TIME = 5000


def find_routed(*, after: tuple[int, int] = (0, 0), limit: int = _AT_A_TIME) -> list[tuple[int, int]]:
    """Payments that no case has applied yet: (creditor, payment), one creditor's after another's, its oldest first.

    Past the one `after`.
    """
    creditor, payment = after
    with routing_scope():
        waiting = Payment.objects.filter(applied_at=None, creditor_id__gte=creditor)
        waiting = waiting.exclude(creditor_id=creditor, pk__lte=payment).order_by("creditor_id", "id")
        return list(waiting.values_list("creditor_id", "id")[:limit])


def _all_routed() -> Iterator[tuple[int, int]]:
    """All of them, past those that have to wait."""
    found = find_routed()
    while found:
        yield from found
        found = find_routed(after=found[-1])


def apply_all(*, today: date, at: datetime, rates: Rates) -> int:
    """Apply what has been routed; how many payments. One that cannot be is logged and stands in nobody's way.

    A creditor's plain payments are applied together, the others one by one, by the days they came: a file tells them in
    the order of the bank's references. What somebody else is at is left to them, so that two who do this at once share
    the work.
    """
    return sum(
        _apply_some(creditor_id, [payment for _, payment in share], today=today, at=at, rates=rates)
        for creditor_id, share in groupby(_all_routed(), key=itemgetter(0))
    )


def _apply_some(creditor_id: int, ids: Sequence[int], *, today: date, at: datetime, rates: Rates) -> int:
    count, alone = _together(creditor_id, ids, at=at, rates=rates) if len(ids) > 1 else (0, ids)
    return count + sum(_apply_one(creditor_id, payment, today=today, at=at, rates=rates) for payment in alone)


def _together(
    creditor_id: int, ids: Sequence[int], *, at: datetime, rates: Rates
) -> tuple[int, Sequence[int]]:
    """Apply the plain ones, `BATCH` in a transaction; how many, and which are to be applied alone, in which order.

    When one cannot be, none of its batch is.
    """
    count, alone = 0, list[int]()
    if len(ids) > BATCH:
        ids = _by_day(creditor_id, ids)
    for start in range(0, len(ids), BATCH):
        some = ids[start : start + BATCH]
        try:
            with tenant_scope(creditor_id):
                waiting = Payment.objects.select_for_update(skip_locked=True).filter(applied_at=None)
                batch = list(
                    waiting.filter(pk__among=some).order_by(*BY_DAY).defer("routed_at", "applied_at")
                )
                plain = apply_plain(payments=batch, at=at, rates=rates)
            count += len(plain)
            alone += [payment.pk for payment in batch if payment.pk not in plain]
        except Exception:
            _log.exception("payments not applied together", extra={"creditor": creditor_id})
            alone += _by_day(creditor_id, some)
    return count, alone


def _by_day(creditor_id: int, ids: Sequence[int]) -> list[int]:
    with tenant_scope(creditor_id):
        return list(Payment.objects.filter(pk__among=ids).order_by(*BY_DAY).values_list("pk", flat=True))


def _apply_one(creditor_id: int, payment_id: int, *, today: date, at: datetime, rates: Rates) -> bool:
    try:
        event = apply_routed(creditor_id=creditor_id, payment_id=payment_id, today=today, at=at, rates=rates)
    except NoRow:
        # The interest to its day is not decided: it stays routed until the rate is.
        _log.info("payment waits for a rate", extra={"payment": payment_id, "creditor": creditor_id})
        return False
    except Exception:
        _log.exception("payment not applied", extra={"payment": payment_id, "creditor": creditor_id})
        return False
    return event is not None


def apply_routed(
    *, creditor_id: int, payment_id: int, today: date, at: datetime, rates: Rates
) -> CaseEvent | None:
    """Apply one payment, in its tenant's scope; None when it is applied already or somebody is at it."""
    with tenant_scope(creditor_id):
        payment = (
            Payment.objects.select_for_update(skip_locked=True).filter(pk=payment_id, applied_at=None).first()
        )
        if payment is None:
            return None
        case = (
            Case.objects.select_for_update(of=("self",))
            .select_related("debtor", "subledger", "reference")
            .get(reference_id=payment.reference_id)
        )
        return apply_payment(case=case, payment=payment, today=today, at=at, rates=rates)


def apply_payment(*, case: Case, payment: Payment, today: date, at: datetime, rates: Rates) -> CaseEvent:
    """Apply a payment to its case, both rows locked; closes the case when nothing is left.

    A letter that still waits is recalled first: it says what is true no more. What is claimed is settled as of the day
    the payment counts from, which for rent is before the money came.
    """
    key, amount = f"payment {payment.name}", Ore(payment.amount_ore)
    Payment.objects.filter(pk=payment.pk).update(applied_at=at)
    if not STANDINGS[State(case.state)].open:
        return _owe_back(case=case, payment=payment, key=key, at=at)
    recall_waiting(case=case, today=today, at=at)
    link_placed(case=case)
    on = counts_from(booked=payment.booked_date, rent=claims_in(case).is_rent, rates=rates)
    settled = settle(
        case=case,
        amount=amount,
        on=on,
        key=key,
        rates=rates,
        given=lambda owed: parts_given(case=case, payment=payment, owed=owed),
    )
    lines = received_lines(case=case, allocation=settled.allocation)
    entry = post(key=f"{key} applied", kind="apply payment", booked_date=payment.booked_date, lines=lines)
    event = move(
        case=case,
        action=Action.APPLY_PAYMENT,
        kind=CaseEvent.Kind.PAID,
        on=on,
        at=at,
        by=MACHINE,
        next_step=as_it_was(case),
        amount_ore=amount,
        entry=entry,
        payment=payment,
        facts={
            **{f"{part}_ore": ore for part, ore in settled.allocation.applied.items()},
            "left_ore": settled.left,
            "waived_ore": settled.waived,
            "excess_ore": settled.allocation.excess,
        },
    )
    left = after_payment(case=case, left=settled.left, on=on, today=today, key=key, rates=rates)
    if give_up_rest(case=case, on=on):
        left = Ore(0)
    close_if_paid(case=case, left=left, on=on, at=at, by=MACHINE)
    return event


def _owe_back(*, case: Case, payment: Payment, key: str, at: datetime) -> CaseEvent:
    """Money on a closed case belongs to whoever paid it."""
    amount = Ore(payment.amount_ore)
    entry = post(
        key=f"{key} applied",
        kind="payment on closed case",
        booked_date=payment.booked_date,
        lines=[
            debit(Account.PAYMENTS_TO_APPLY, amount, case.subledger),
            credit(Account.OWED_TO_PAYER, amount, case.subledger),
        ],
    )
    return move(
        case=case,
        action=Action.APPLY_PAYMENT,
        kind=CaseEvent.Kind.PAID,
        on=payment.booked_date,
        at=at,
        by=MACHINE,
        next_step=None,
        amount_ore=amount,
        entry=entry,
        payment=payment,
        facts={"excess_ore": amount, "left_ore": 0},
    )
