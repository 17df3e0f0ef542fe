"""Reverse a payment: the bank takes it back, and the case stands as if it had never come.

Everything the payment posted is taken back by mirror images on its own day: where it went, what was waived, what was
let off because of it. Only the interest to its day stays: it was owed all the same. A case that the payment closed is
opened again where it was. What the creditor has been paid out already is due from it, and its next payout waits for it.
"""

from datetime import date, datetime, timedelta
from typing import Final

from django.db import transaction

from cases.apply_payment import as_it_was
from cases.book import INTEREST_ENTRY
from cases.close import REMAINDER, stop_letters
from cases.debt import charged_interest, debt_of
from cases.farewell import tell_reopened
from cases.give_up import give_up, has_written
from cases.models import Case, CaseEvent
from cases.move import Facts, Next, move, write_event
from cases.quote import tariff_of
from cases.recall import recall_waiting
from cases.states import MOVES, STANDINGS, Action, State
from ekrav.audit.record import Actor
from ekrav.law.bankdays import next_bank_day
from ekrav.law.deadlines import next_posting_day, next_step_on
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import Rates
from ekrav.ledger.book import Posting, credit, debit, post, reverse
from ekrav.ledger.models import Account, Entry
from ekrav.payments.models import Payment, Reference
from ekrav.payments.take_back import claim_debit, take_back
from ekrav.tenancy import agency_scope, tenant_scope

TAKEN_BACK: Final = "take back payment"
AFTER: Final = {
    State.REGISTERED: Action.REMIND,
    State.REMINDED: Action.DEMAND,
    State.DEMANDED: Action.AWAIT_DECISION,
    State.FINAL_NOTICE: Action.AWAIT_DECISION,
    State.AWAITING_DECISION: Action.ASK_AGAIN,
}


def reverse_payment(
    *, debit_id: int, creditor_id: int, payment_id: int, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Connect the bank's debit with the payment it takes back, and take it back. Opens its own scopes.

    All or nothing, once for each debit and each payment. Raises `NotTakenBack`, `NoRow`, `Payment.DoesNotExist`.
    """
    with transaction.atomic():
        with agency_scope():
            taken = claim_debit(debit_id=debit_id, creditor_id=creditor_id)
        with tenant_scope(creditor_id):
            payment = Payment.objects.select_for_update().get(pk=payment_id)
            case = (
                Case.objects.select_for_update(of=("self",))
                .select_related("debtor", "subledger", "reference")
                .get(reference_id=payment.reference_id)
            )
            left = take_back(payment=payment, taken=taken)
            return _reverse(case=case, payment=payment, left=left, today=today, at=at, by=by, rates=rates)


def _reverse(
    *, case: Case, payment: Payment, left: Entry, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    recall_waiting(case=case, today=today, at=at)
    owed_again = _mirror(case=case, payment=payment, left=left, rates=rates)
    event = move(
        case=case,
        action=Action.REVERSE_PAYMENT,
        kind=CaseEvent.Kind.REVERSED,
        on=left.booked_date,
        at=at,
        by=by,
        next_step=as_it_was(case),
        amount_ore=payment.amount_ore,
        entry=left,
        payment=payment,
    )
    if not owed_again or STANDINGS[State(case.state)].open:
        return event
    if (State(case.state), Action.REOPEN) in MOVES:
        _reopen(case=case, today=today, at=at, by=by, rates=rates)
    else:
        # Withdrawn, written off or ended as disputed: what comes back is not asked for either.
        give_up(case=case, key=f"give up {left.key}", kind="give up after the end", on=left.booked_date)
    return event


def _mirror(*, case: Case, payment: Payment, left: Entry, rates: Rates) -> bool:
    """Take back what the payment posted; whether it had paid any of the debt."""
    key = f"payment {payment.name} "
    charged = charged_interest(case=case, rates=rates)
    gone = Entry.objects.filter(reverses__isnull=False).values("reverses_id")
    posted = Entry.objects.filter(key__startswith=key).exclude(kind=INTEREST_ENTRY).exclude(pk__in=gone)
    entries, back = list(posted.order_by("-id")), 0
    for entry in entries:
        arrived = entry.key == f"{key}applied"
        on = left.booked_date if arrived else entry.booked_date
        _take_back(entry, on=on)
        if entry.key == f"{key}interest back":
            back = entry.lines.get(account=Account.CLAIMS).amount_ore
    _charge_missing(
        case=case, charged=charged + back, key=f"back {key}interest", on=left.booked_date, rates=rates
    )
    return any(entry.key == f"{key}claims" for entry in entries)


def _take_back(entry: Entry, *, on: date) -> None:
    """Post the entry's mirror image. A fee that the payment took back is charged again, as an entry of its own."""
    if entry.reverses_id is None:
        reverse(entry=entry, key=f"back {entry.key}", booked_date=on, kind=TAKEN_BACK)
        return
    lines = [
        Posting(account=Account(line.account), amount=-line.amount_ore, subledger=line.subledger)
        for line in entry.lines.select_related("subledger").order_by("id")
    ]
    post(key=f"back {entry.key}", kind=TAKEN_BACK, booked_date=on, lines=lines)


def _charge_missing(*, case: Case, charged: int, key: str, on: date, rates: Rates) -> None:
    """Interest that later payments have settled on a capital that was too low: it is owed after all."""
    missing = charged_interest(case=case, rates=rates) - charged
    if missing > 0:
        lines = [debit(Account.CLAIM_INTEREST, missing, case.subledger), credit(Account.CLAIMS, missing)]
        post(key=key, kind="interest after reversal", booked_date=on, lines=lines)


def _reopen(*, case: Case, today: date, at: datetime, by: Actor, rates: Rates) -> None:
    """Open the case where it was, with a lawful time to pay before anything more is done."""
    _take_back_remainder(case)
    Reference.objects.filter(pk=case.reference_id).update(closed_on=None)
    stop_letters(case=case, at=at)
    written = has_written(case=case)
    posted = next_posting_day(after=today)
    pay_by = lawful_pay_by(sent=posted, rates=rates) if written else None
    move(
        case=case,
        action=Action.REOPEN,
        kind=CaseEvent.Kind.REOPENED,
        on=today,
        at=at,
        by=by,
        next_step=_next(case=case, pay_by=pay_by, today=today, rates=rates),
        pay_by=pay_by,
    )
    if pay_by is None:
        return
    to_pay = debt_of(case=case, on=posted, rates=rates).total
    dispatch = tell_reopened(case=case, to_pay=to_pay, pay_by=pay_by, today=today, at=at, rates=rates)
    if dispatch is not None:
        facts: Facts = {"total_ore": to_pay, "pay_by": pay_by.isoformat()}
        write_event(
            case=case, kind=CaseEvent.Kind.TOLD, on=today, at=at, by=by, dispatch=dispatch, facts=facts
        )


def _next(*, case: Case, pay_by: date | None, today: date, rates: Rates) -> Next | None:
    """What follows the case's place, when the new time is out."""
    place = State(case.resumes)
    if place not in AFTER:
        return None
    if place is State.AWAITING_DECISION:
        again = timedelta(days=tariff_of(case=case).ask_again_days)
        return Next(action=Action.ASK_AGAIN, on=today + again)
    if place is State.REGISTERED and case.claims.get().own_reminder_on:
        return Next(action=Action.DEMAND, on=next_bank_day(today))
    on = next_bank_day(today) if pay_by is None else next_step_on(pay_by=pay_by, rates=rates)
    return Next(action=AFTER[place], on=on)


def _take_back_remainder(case: Case) -> None:
    """A small remainder was let off because the rest was paid."""
    closed = case.events.filter(kind=CaseEvent.Kind.CLOSED).select_related("entry").order_by("-id").first()
    entry = closed.entry if closed else None
    if entry is not None and entry.kind == REMAINDER and not Entry.objects.filter(reverses=entry).exists():
        reverse(entry=entry, key=f"back {entry.key}", booked_date=entry.booked_date, kind=TAKEN_BACK)
