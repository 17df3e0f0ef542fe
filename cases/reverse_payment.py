"""Reverse a payment: the bank takes it back, or it never came, and the case stands as if it had never been.

Everything the payment posted is taken back (`undo_payment`). A case that it closed is opened again where it was. What
the creditor has been paid out already is due from it, and its next payout waits for it.
"""

import logging
from datetime import date, datetime

from django.db import transaction

from cases.apply_anew import apply_anew
from cases.close import REMAINDER, close_if_paid, stop_letters
from cases.debt import debt_of
from cases.farewell import tell_reopened
from cases.give_up import give_up
from cases.joint import answering
from cases.letters_sent import has_written
from cases.models import Case, CaseEvent
from cases.move import Facts, as_it_was, move, write_event
from cases.printed_amount import closing_amount
from cases.recall import recall_waiting
from cases.resume import resumed_step
from cases.reversed_why import Why
from cases.situations.begin import begin_what_is_known
from cases.situations.from_events import catch_up_with
from cases.states import MOVES, STANDINGS, Action, State
from cases.tell_reversed import mail_reversed, tell_reversed
from cases.undo_payment import undo_payment, undo_relief
from ekrav.audit.record import MACHINE, Actor, record
from ekrav.law.deadlines import next_posting_day
from ekrav.law.deadlines import pay_by as lawful_pay_by
from ekrav.law.rates import Rates
from ekrav.ledger.models import Entry
from ekrav.payments.booking import arrival_key
from ekrav.payments.held import hold_what_is_owed
from ekrav.payments.models import BankEntry, Payment, Reference, entry_name
from ekrav.payments.take_back import claim_debit, off_the_pile, take_back
from ekrav.payments.take_back_parts import parts_of
from ekrav.payments.ways.charge_back import charged_back, note_kept, take_off
from ekrav.payments.ways.fall import NotFallen, fall
from ekrav.tenancy import AGENCY_TENANT_ID, agency_scope, routing_scope, staff_scope, tenant_scope

_log = logging.getLogger(__name__)


def reverse_payment(
    *, debit_id: int, creditor_id: int, payment_id: int, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Connect the bank's debit with the payment it takes back, and take it back. Opens its own scopes.

    All or nothing, once for each debit and each payment. Raises `NotTakenBack`, `NoRow`, `Payment.DoesNotExist`.
    """
    with transaction.atomic():
        with agency_scope():
            taken = claim_debit(debit_id=debit_id, creditor_id=creditor_id)
        case, event = _taken(
            creditor_id, payment_id, taken=taken, part=0, today=today, at=at, by=by, rates=rates
        )
        # What the registers told while the case had ended stops it, before anything it has written leaves.
        _catch_up(case, today=today, at=at, rates=rates)
    return event


def reverse_parts(
    *, debit_id: int, entry_id: int, today: date, at: datetime, by: Actor, rates: Rates
) -> list[CaseEvent]:
    """Connect the bank's debit with a payment of several parts (one of its entries), and take all of it back.

    Each case is treated as for one payment, and what nobody has placed as money on the pile. All or nothing, once.
    Opens its own scopes. Raises as `reverse_payment`, `AlreadyResolved` and `BankEntry.DoesNotExist`.
    """
    with transaction.atomic():
        with staff_scope():
            parts = parts_of(entry_id=entry_id, taken=BankEntry.objects.get(pk=debit_id))
        book = parts.creditors if not parts.unplaced else set()
        with agency_scope():
            taken = claim_debit(
                debit_id=debit_id, creditor_id=book.pop() if len(book) == 1 else AGENCY_TENANT_ID
            )
            for number, row in enumerate(parts.unplaced, start=len(parts.payments) + 1):
                key = arrival_key(entry_name(taken.pk, number))
                off_the_pile(entry=row.public_id, taken=taken, key=key, by=by, at=at)
        done = [
            _taken(
                payment.creditor_id,
                payment.pk,
                taken=taken,
                part=number,
                today=today,
                at=at,
                by=by,
                rates=rates,
            )
            for number, payment in enumerate(parts.payments, start=1)
        ]
        for case, _event in done:
            _catch_up(case, today=today, at=at, rates=rates)
    return [event for _case, event in done]


def _taken(
    creditor_id: int,
    payment_id: int,
    *,
    taken: BankEntry,
    part: int,
    today: date,
    at: datetime,
    by: Actor,
    rates: Rates,
) -> tuple[Case, CaseEvent]:
    """Take one payment back, in its own scope."""
    with tenant_scope(creditor_id):
        payment = Payment.objects.select_for_update().get(pk=payment_id)
        case = _case_of(payment)
        left = take_back(payment=payment, taken=taken, part=part)
        return case, _reverse(
            case=case, payment=payment, left=left, why=Why.BANK, today=today, at=at, by=by, rates=rates
        )


def never_came(
    *, creditor_id: int, instruction_id: int, reason: str, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    """Say that a payment which a provider said was made never came to the bank, and how one knows. Opens its scopes.

    All or nothing, once. Raises `NotFallen`, `NoRow`, `Payment.DoesNotExist`.
    """
    with transaction.atomic():
        with tenant_scope(creditor_id):
            payment = Payment.objects.select_for_update().get(instruction_id=instruction_id)
            case = _case_of(payment)
            left = fall(payment=payment, reason=reason, today=today, at=at)
            record(
                act="payment_never_came", on=payment, by=by, at=at, facts={"amount_ore": payment.amount_ore}
            )
            event = _reverse(
                case=case, payment=payment, left=left, why=Why.NEVER_CAME, today=today, at=at, by=by,
                rates=rates,
            )  # fmt: skip
        _catch_up(case, today=today, at=at, rates=rates)
    return event


def reverse_charged_back(*, today: date, at: datetime, rates: Rates) -> int:
    """Reverse the card payments that their holders have got back; how many. Opens its own scopes.

    One that cannot be is logged, waits, and stands in nobody's way.
    """
    note_kept(at=at)
    with routing_scope():
        gone = charged_back()
    return sum(_reverse_gone(creditor_id, pk, today=today, at=at, rates=rates) for creditor_id, pk in gone)


def _reverse_gone(creditor_id: int, instruction_id: int, *, today: date, at: datetime, rates: Rates) -> bool:
    try:
        with transaction.atomic():
            with tenant_scope(creditor_id):
                payment = Payment.objects.select_for_update().get(instruction_id=instruction_id)
                case = _case_of(payment)
                left = take_off(payment=payment, at=at)
                _reverse(
                    case=case, payment=payment, left=left, why=Why.CHARGED_BACK, today=today, at=at, by=MACHINE,
                    rates=rates,
                )  # fmt: skip
            _catch_up(case, today=today, at=at, rates=rates)
    except NotFallen:
        return False
    except Exception:
        _log.exception("card payment not reversed", extra={"instruction": instruction_id})
        return False
    return True


def _catch_up(case: Case, *, today: date, at: datetime, rates: Rates) -> None:
    """Do what the registers have told meanwhile of each who answers. In no scope."""
    with tenant_scope(case.creditor_id):
        debtors = [debtor.pk for debtor in answering(case)]
    for debtor_id in debtors:
        catch_up_with(creditor_id=case.creditor_id, debtor_id=debtor_id, today=today, at=at, rates=rates)


def _case_of(payment: Payment) -> Case:
    """Its case, locked, and what is owed to the payer on it: whoever sends that back looks at it before the payment."""
    rows = Case.objects.select_for_update(of=("self",)).select_related("debtor", "subledger", "reference")
    case = rows.get(reference_id=payment.reference_id)
    hold_what_is_owed(case.subledger_id)
    return case


def _reverse(
    *, case: Case, payment: Payment, left: Entry, why: Why, today: date, at: datetime, by: Actor, rates: Rates
) -> CaseEvent:
    recall_waiting(case=case, today=today, at=at)
    owed_again = undo_payment(case=case, payment=payment, on=left.booked_date, rates=rates)
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
        facts={} if why is Why.BANK else {"why": why.value},
    )
    if owed_again:
        _go_on(case=case, payment=payment, left=left, why=why, today=today, at=at, by=by, rates=rates)
        mail_reversed(case=case, payment=payment, why=why, at=at)
    return event


def _go_on(
    *, case: Case, payment: Payment, left: Entry, why: Why, today: date, at: datetime, by: Actor, rates: Rates
) -> None:
    """What becomes of a debt that is there again."""
    reopens = (State(case.state), Action.REOPEN) in MOVES
    if not (reopens or STANDINGS[State(case.state)].open):
        # Withdrawn, written off or ended as disputed: what comes back is not asked for either.
        give_up(case=case, key=f"give up {left.key}", kind="give up after the end", on=left.booked_date)
        return
    pay_by = _reopen(case=case, today=today, at=at, by=by, rates=rates) if reopens else None
    if reopens:
        begin_what_is_known(case=case, today=today, at=at, rates=rates)
    owed = apply_anew(case=case, gone=payment, left=left, at=at, by=by, rates=rates)
    if owed is not None and close_if_paid(case=case, left=owed, on=today, at=at, by=by):
        return
    if not reopens:
        tell_reversed(case=case, payment=payment, why=why, today=today, at=at, by=by, rates=rates)
    elif pay_by is not None:
        _tell_reopened(case=case, why=why, pay_by=pay_by, today=today, at=at, by=by, rates=rates)


def _reopen(*, case: Case, today: date, at: datetime, by: Actor, rates: Rates) -> date | None:
    """Open the case where it was, with a lawful time to pay before anything more is done: until when, or None to one
    who has never been written to."""
    _take_back_remainder(case)
    Reference.objects.filter(pk=case.reference_id).update(closed_on=None)
    stop_letters(case=case, at=at)
    written = has_written(case=case)
    pay_by = lawful_pay_by(sent=next_posting_day(after=today), rates=rates) if written else None
    move(
        case=case,
        action=Action.REOPEN,
        kind=CaseEvent.Kind.REOPENED,
        on=today,
        at=at,
        by=by,
        next_step=resumed_step(case=case, pay_by=pay_by, today=today, rates=rates),
        pay_by=pay_by,
    )
    return pay_by


def _tell_reopened(
    *, case: Case, why: Why, pay_by: date, today: date, at: datetime, by: Actor, rates: Rates
) -> None:
    debt = debt_of(case=case, on=next_posting_day(after=today), rates=rates)
    to_pay = closing_amount(case=case, debt=debt)
    dispatch = tell_reopened(
        case=case, why=why, to_pay=to_pay, pay_by=pay_by, today=today, at=at, rates=rates
    )
    if dispatch is not None:
        facts: Facts = {"total_ore": to_pay, "pay_by": pay_by.isoformat()}
        write_event(
            case=case, kind=CaseEvent.Kind.TOLD, on=today, at=at, by=by, dispatch=dispatch, facts=facts
        )


def _take_back_remainder(case: Case) -> None:
    """A small remainder was let off because the rest was paid."""
    closed = case.events.filter(kind=CaseEvent.Kind.CLOSED).select_related("entry").order_by("-id").first()
    entry = closed.entry if closed else None
    if entry is not None and entry.kind == REMAINDER:
        undo_relief(entry)
