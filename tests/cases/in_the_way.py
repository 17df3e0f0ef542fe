"""For each reason not to send a letter: how a case comes to have that one alone, and how it goes away again.

Anna owes 10 000 since 30 September 2026, registered on Monday 12 October; her reminder is due on Tuesday the 13th.
"""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from cases.apply_payment import apply_all
from cases.checks import Stop
from cases.direct_payment import Reported, register_direct_payment
from cases.due import do_due, due_batches
from cases.models import Case, Debtor, Hold, Notice, Question
from cases.move import reschedule
from cases.who_owes import accept_name, correct_debtor
from ekrav.agency.models import Agency
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import kronor
from ekrav.payments.models import Payment
from ekrav.sandbox.demo_data import ANNA
from ekrav.tenancy import agency_scope, tenant_scope
from letters.models import Dispatch
from tests.agency.given import in_force, what
from tests.cast import ANNA_OWES, TEN_THOUSAND, right_now, set_today, take_as_posted

OCT_13, OCT_14 = date(2026, 10, 13), date(2026, 10, 14)
LAST_DAY, NOV_2, NOV_3 = date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 3)
Act = Callable[[Case], object]


@dataclass(frozen=True, kw_only=True)
class Story:
    """One reason: the case as registered, what brings the reason about, what takes it away, and the letter's days."""

    begins: Act
    ends: Act
    case: Mapping[str, Any]
    held: date
    leaves: date


def daily(day: date) -> None:
    """The daily run's steps on `day`, without the post."""
    set_today(day)
    at, today = right_now()
    for creditor, ids in due_batches(today=today):
        do_due(creditor_id=creditor, case_ids=ids, today=today, at=at, rates=current_rates())


def nothing(_case: Case) -> None:
    """Only time passes."""


def debtor(**columns: Any) -> Act:
    """The debtor is so in the database."""

    def change(case: Case) -> None:
        with tenant_scope(case.creditor_id):
            assert Debtor.objects.filter(pk=case.debtor_id).update(**columns) == 1

    return change


def the_register_says(word: str, name: str = "") -> Act:
    return debtor(register_word=word, register_name=name)


FOUND = the_register_says("found", "Anna Lindqvist")


def agency(**columns: Any) -> Act:
    def change(_case: Case) -> None:
        with agency_scope():
            Agency.objects.update(**columns)

    return change


def held_until(kind: Hold.Kind, until: date) -> Act:
    def give(case: Case) -> None:
        at, today = right_now()
        with tenant_scope(case.creditor_id):
            Hold.objects.create(
                case=case,
                kind=kind,
                reason="",
                from_on=today,
                until=until,
                given_at=at,
                given_by_kind="machine",
            )

    return give


def lifted(case: Case) -> None:
    at, _today = right_now()
    with tenant_scope(case.creditor_id):
        case.holds.update(lifted_at=at)


def anna_writes(case: Case) -> Notice:
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        return Notice.objects.create(
            key=uuid.uuid4(), case=case, kind="paid", channel="portal", received_on=today, received_at=at
        )


def taken_up(case: Case) -> None:
    at, _today = right_now()
    with tenant_scope(case.creditor_id):
        Notice.objects.update(handled_at=at)


def creditor_is_asked(case: Case) -> None:
    notice = anna_writes(case)
    taken_up(case)
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        Question.objects.create(case=case, notice=notice, asked_on=today, asked_at=at)


def creditor_answers(case: Case) -> None:
    at, _today = right_now()
    with tenant_scope(case.creditor_id):
        Question.objects.update(answer="no", answered_at=at)


def nothing_is_owed(case: Case) -> None:
    _balance_out(case, debit_first=False)


def it_is_owed_again(case: Case) -> None:
    _balance_out(case, debit_first=True)


def _balance_out(case: Case, *, debit_first: bool) -> None:
    capital, sides = kronor("10000.00"), (debit, credit) if debit_first else (credit, debit)
    with tenant_scope(case.creditor_id):
        lines = [sides[0](Account.CLAIM_CAPITAL, capital, case.subledger), sides[1](Account.CLAIMS, capital)]
        post(key=f"trial {debit_first}", kind="trial", booked_date=date(2026, 9, 30), lines=lines)


def money_is_routed(case: Case) -> None:
    at, today = right_now()
    ore = kronor("500.00")
    with tenant_scope(case.creditor_id):
        Payment.objects.create(
            bank_entry_id=1, reference=case.reference, amount_ore=ore, booked_date=today, routed_at=at
        )
        lines = [
            debit(Account.CLIENT_FUNDS, ore, case.subledger),
            credit(Account.PAYMENTS_TO_APPLY, ore, case.subledger),
        ]
        post(key="bank entry 1", kind="route payment", booked_date=today, lines=lines)


def money_is_applied(_case: Case) -> None:
    at, today = right_now()
    assert apply_all(today=today, at=at, rates=current_rates()) == 1


def it_was_her_mother(case: Case) -> None:
    """The invoice's number was the child's."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        correct_debtor(
            case=case,
            debtor=case.debtor,
            name=ANNA.name,
            number=ANNA.person_number,
            today=today,
            at=at,
            by=MACHINE,
        )
    debtor(looked_up_at=at)(case)
    FOUND(case)


def names_are_one(case: Case) -> None:
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        seen = Debtor.objects.get(pk=case.debtor_id).looked_up_at
        assert seen is not None
        accept_name(case=case, debtor=case.debtor, seen=seen, today=today, at=at, by=MACHINE)


def she_had_paid_in_time(case: Case) -> None:
    """500 kr to the creditor on 1 October 2026, while the claim lived: a new time runs from that day."""
    at, today = right_now()
    reported = Reported(key=uuid.uuid4(), amount=kronor("500.00"), paid_on=date(2026, 10, 1))
    with tenant_scope(case.creditor_id):
        fresh = Case.objects.select_for_update(of=("self",)).select_related(
            "debtor", "subledger", "reference"
        )
        register_direct_payment(
            case=fresh.get(pk=case.pk),
            reported=reported,
            today=today,
            at=at,
            by=MACHINE,
            rates=current_rates(),
        )


def reminded(case: Case) -> None:
    """Her reminder is written on 13 October, to be paid by the 26th, and lies unposted."""
    daily(OCT_13)


def reminded_and_posted(case: Case) -> None:
    reminded(case)
    take_as_posted(case.creditor_id)


def called_too_early(case: Case) -> None:
    """Whatever put the next step on the last day to pay."""
    reminded_and_posted(case)
    with tenant_scope(case.creditor_id):
        reschedule(case=Case.objects.get(pk=case.pk), on=LAST_DAY)


def letter(state: Dispatch.State) -> Act:
    def change(case: Case) -> None:
        with tenant_scope(case.creditor_id):
            assert Dispatch.objects.update(state=state) == 1

    return change


def returned(case: Case) -> None:
    reminded_and_posted(case)
    letter(Dispatch.State.RETURNED)(case)


def story(begins: Act, ends: Act, *, held: date = OCT_13, leaves: date = OCT_14, **case: Any) -> Story:
    return Story(begins=begins, ends=ends, case=case, held=held, leaves=leaves)


CHILD = replace(ANNA_OWES, number="200810010000")  # 18 on 1 October 2026; the claim arose on 28 August
FOREIGN = replace(ANNA_OWES, name="Anna 林 Lindqvist")
OLD = replace(
    TEN_THOUSAND,
    invoice_date=date(2023, 10, 5),
    sent_on=date(2023, 10, 5),
    delivered_on=date(2023, 10, 5),
    due_date=date(2023, 11, 4),
)  # to a consumer: barred on 6 October 2026

STORIES: Final[Mapping[Stop, Story]] = {
    Stop.RESPITE: story(held_until(Hold.Kind.RESPITE, OCT_13), nothing),
    Stop.PAUSED: story(held_until(Hold.Kind.PAUSE, NOV_2), lifted),
    Stop.DEBTOR_SAID: story(anna_writes, taken_up),
    Stop.ANSWER_MISSING: story(creditor_is_asked, creditor_answers),
    Stop.AGENCY_INCOMPLETE: story(agency(phone=""), agency(phone="08-555 010 20")),
    Stop.NOTHING_OWED: story(nothing_is_owed, it_is_owed_again),
    Stop.PAYMENT_TO_APPLY: story(money_is_routed, money_is_applied),
    Stop.NO_ADDRESS: story(debtor(street=" "), debtor(street="Björkvägen 12")),
    Stop.NOT_LOOKED_UP: story(debtor(looked_up_at=None), debtor(looked_up_at="2026-10-13 12:00+00:00")),
    Stop.BAD_NUMBER: story(the_register_says("unknown"), FOUND),
    Stop.PROTECTED: story(the_register_says("protected"), FOUND),
    Stop.DECEASED: story(the_register_says("deceased", "Anna Lindqvist"), FOUND),
    Stop.NOT_ACTIVE: story(the_register_says("not_active", "Anna Lindqvist"), FOUND),
    Stop.NAME_DIFFERS: story(the_register_says("found", "Bo Nilsson"), names_are_one),
    Stop.MINOR: story(nothing, it_was_her_mother, debtor=CHILD),
    Stop.BARRED: story(nothing, she_had_paid_in_time, claim=OLD),
    Stop.NOT_A_POSTING_DAY: story(nothing, nothing, held=date(2026, 10, 17), leaves=date(2026, 10, 19)),
    Stop.TIME_NOT_OUT: story(called_too_early, nothing, held=LAST_DAY, leaves=NOV_2),
    Stop.LETTER_NOT_POSTED: story(
        reminded, lambda case: take_as_posted(case.creditor_id), held=NOV_2, leaves=NOV_3
    ),
    Stop.LETTER_RETURNED: story(returned, letter(Dispatch.State.POSTED), held=NOV_2, leaves=NOV_3),
    Stop.RATE_NOT_DECIDED: story(
        nothing, lambda _case: in_force(what()), held=date(2027, 1, 5), leaves=date(2027, 1, 7)
    ),
    Stop.UNPRINTABLE: story(nothing, debtor(name="Anna Lindqvist"), debtor=FOREIGN),
}
