"""The bank takes Anna's payment back: the case stands as if it had never come, and what was paid out is netted.

Anna pays 10 379.73 on 20 November, all of it: 10 000.00, 139.73 interest (51 days), 60 and 180.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.apply_payment import apply_all
from cases.debt import debt_of
from cases.models import Case, CaseEvent
from cases.reverse_payment import reverse_payment
from cases.states import Action, State
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor
from ekrav.bankfiles.accounts import BANKGIRO, account
from ekrav.bankfiles.notification import BankTransaction
from ekrav.ledger.models import Account
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import Payment, Reference
from ekrav.payments.receive import receive
from ekrav.payments.take_back import NotTakenBack
from ekrav.registers.events import EventKind
from ekrav.sandbox.demo_data import ANNA, NORDANVIK
from ekrav.tenancy import agency_scope, tenant_scope
from letters.models import Dispatch
from tests.cases.endings import (
    DEMANDED,
    REMINDED,
    WAITING,
    annas_case,
    are_bygg_on,
    broken,
    log,
    owed,
    state,
    take_back_case,
)
from tests.cases.happening import Registers
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.payments.cast import camt, drawn, paid
from tests.payments.crowd import crowd

pytestmark = pytest.mark.django_db(transaction=True)

OURS = account(scheme=BANKGIRO, number=NORDANVIK.bankgiros[0])
CLAIMS = (Account.CLAIM_CAPITAL, Account.CLAIM_INTEREST, Account.CLAIM_REMINDER, Account.CLAIM_DEMAND)
DUE = (Account.DUE_CAPITAL, Account.DUE_INTEREST, Account.DUE_COSTS)
FINANCE = Actor(kind=AuditEvent.Actor.STAFF, id=1)


def told(movement: BankTransaction) -> None:
    """The bank tells of a movement on the client-funds account, and the cases take it."""
    at, today = right_now()
    content = camt(replace(movement, account=OURS), account=OURS, message_id=movement.bank_reference)
    receive(content=content, name="camt.xml", at=at)
    apply_all(today=today, at=at, rates=current_rates())


def anna_pays(case: Case, amount: str, on: date, reference: str = "B1") -> None:
    told(paid(case.reference.ocr, amount, bank_reference=reference, day=on))


def bank_takes_back(amount: str, on: date, reference: str = "B1") -> None:
    told(replace(drawn("", amount, bank_reference=reference, day=on), reversal=True))


def reversed_by_finance(case: Case, *, payment: int = 0) -> CaseEvent:
    """Astrid connects the one debit that waits with the case's payment."""
    at, today = right_now()
    with agency_scope():
        debit = debits_taken_back().get()
    with tenant_scope(case.creditor_id):
        payments = list(Payment.objects.filter(reference=case.reference_id).order_by("id"))
    return reverse_payment(
        debit_id=debit.pk,
        creditor_id=case.creditor_id,
        payment_id=payments[payment].pk,
        today=today,
        at=at,
        by=FINANCE,
        rates=current_rates(),
    )


def fresh(case: Case) -> Case:
    with tenant_scope(case.creditor_id):
        return Case.objects.get(pk=case.pk)


def test_a_case_the_payment_closed_is_opened_where_it_was_with_a_lawful_time_to_pay() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    set_today(WAITING)
    anna_pays(case, "10379.73", WAITING)
    assert state(case) == State.PAID
    set_today(date(2026, 11, 24))
    bank_takes_back("10379.73", date(2026, 11, 24))
    reversed_by_finance(case)
    assert log(case)[:5] == ["registered", "reminded", "demanded", "paid", "closed"]
    assert log(case)[5:] == ["reversed", "reopened", "told"]
    # The interest to the day of the payment stays in the book; the rest of it runs on from there.
    assert owed(case, *CLAIMS) == [1_000_000, 13_973, 6_000, 18_000]
    assert owed(case, *DUE, Account.PAYMENTS_TO_APPLY) == [0, 0, 0, 0]
    again = fresh(case)
    assert (again.state, again.closed_on, again.resumes) == (State.DEMANDED, None, "")
    # A letter of the 24th leaves on the 25th: there 2 December, four bank days more 8 December; grace to the 14th.
    assert again.pay_by == date(2026, 12, 8)
    assert (again.next_action, again.next_date) == (Action.AWAIT_DECISION, date(2026, 12, 15))
    with tenant_scope(case.creditor_id):
        assert Reference.objects.get(pk=case.reference_id).closed_on is None
        letter = case.events.get(kind="told")
        # Dated the 25th: 139.73 and five days more, 13.70, each rounded by itself; and all the rest.
        assert letter.facts == {"total_ore": 1_039_343, "pay_by": "2026-12-08"}
        assert letter.dispatch is not None
        assert (letter.dispatch.kind, letter.dispatch.planned_on) == ("reopened", date(2026, 11, 25))
        whole = Case.objects.select_related("debtor", "subledger").get(pk=case.pk)
        # 55 days of interest: 139.73 to the 20th, and four days at 2.7397: 10.96.
        assert debt_of(case=whole, on=date(2026, 11, 24), rates=current_rates()).interest == 15_069
    assert broken() == []


def test_what_the_printed_amount_gave_up_and_a_small_remainder_are_owed_again() -> None:
    case = annas_case(are_bygg_on(remainder_ore=3_000), through=REMINDED)
    # Printed 10 095.62; 20 kr less on the 20th, when 54.79 of interest has accrued: 39.17 are left, more than 30.
    set_today(date(2026, 10, 20))
    anna_pays(case, "10095.62", date(2026, 10, 20))
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    bank_takes_back("10095.62", date(2026, 10, 20))
    reversed_by_finance(case)
    # 20 days: 54.79, of which 19.17 had been given up by the printed amount's word.
    assert owed(case, *CLAIMS) == [1_000_000, 5_479, 6_000, 0]
    assert broken() == []


def test_a_remainder_let_off_is_owed_again() -> None:
    case = annas_case(are_bygg_on(remainder_ore=3_000), through=REMINDED)
    anna_pays(case, "10065.62", REMINDED)
    assert log(case) == ["registered", "reminded", "paid", "closed"]
    bank_takes_back("10065.62", REMINDED)
    reversed_by_finance(case)
    assert owed(case, *CLAIMS) == [1_000_000, 3_562, 6_000, 0]
    assert (state(case), broken()) == (State.REMINDED, [])


def test_a_fee_that_the_payment_took_back_is_owed_again() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    anna_pays(case, "10142.19", date(2026, 10, 30))
    assert (state(case), owed(case, Account.CLAIM_DEMAND)) == (State.PAID, [0])
    bank_takes_back("10142.19", DEMANDED)
    reversed_by_finance(case)
    assert owed(case, *CLAIMS) == [1_000_000, 8_219, 6_000, 18_000]
    assert broken() == []


def test_interest_that_a_later_payment_settled_on_too_low_a_capital_is_owed_after_all() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    # 60 + 35.62 and 5 000 of the capital; then ten days on 5 000: 13.70 (of the 100 kr, 86.30 to the capital).
    anna_pays(case, "5095.62", REMINDED, "B1")
    set_today(date(2026, 10, 23))
    anna_pays(case, "100.00", date(2026, 10, 23), "B2")
    assert owed(case, *CLAIMS) == [491_370, 0, 0, 0]
    bank_takes_back("5095.62", date(2026, 10, 23), "B1")
    reversed_by_finance(case)
    # Ten days on 10 000 are 27.40: 13.70 more than was charged. Beside it the 35.62 and the 60 are owed again.
    assert owed(case, *CLAIMS) == [991_370, 4_932, 6_000, 0]
    assert log(case) == ["registered", "reminded", "paid", "paid", "reversed"]
    assert (state(case), broken()) == (State.REMINDED, [])


def test_a_letters_printed_amount_does_not_give_up_a_payment_that_the_bank_takes_back_after_it() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    anna_pays(case, "5000.00", REMINDED, "B1")
    play(DEMANDED)
    with tenant_scope(case.creditor_id):
        printed = case.events.get(kind="demanded").facts["total_ore"]
    # 10 000 + 60 + 35.62 less 5 000; on the 5 095.62 of capital that are left, twenty days: 27.92; and 180.
    assert printed == 530_354
    set_today(date(2026, 11, 4))
    bank_takes_back("5000.00", date(2026, 11, 4), "B1")
    reversed_by_finance(case)
    anna_pays(case, "5303.54", date(2026, 11, 4), "B2")
    # 10 000 + 60 + 180 + 35.62, and 22 days on it, 60.27, less what she has paid.
    assert (state(case), sum(owed(case, *CLAIMS))) == (State.DEMANDED, 503_235)
    # The letter's word still holds for the rest: with the 5 000 in its time, the interest since is given up.
    set_today(date(2026, 11, 5))
    anna_pays(case, "5000.00", date(2026, 11, 5), "B3")
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    assert broken() == []


def test_on_a_withdrawn_case_what_comes_back_is_not_asked_for() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    anna_pays(case, "1000.00", REMINDED)
    take_back_case(case)
    bank_takes_back("1000.00", REMINDED)
    reversed_by_finance(case)
    assert log(case) == ["registered", "reminded", "paid", "withdrawn", "reversed"]
    assert (state(case), owed(case, *CLAIMS)) == (State.WITHDRAWN, [0, 0, 0, 0])
    assert broken() == []


def test_money_owed_back_to_its_payer_is_taken_back_and_the_case_stays_closed() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    anna_pays(case, "10195.62", REMINDED)
    assert owed(case, Account.OWED_TO_PAYER) == [-10_000]
    bank_takes_back("10195.62", REMINDED)
    reversed_by_finance(case)
    assert owed(case, Account.OWED_TO_PAYER, *DUE) == [0, 0, 0, 0]
    assert (state(case), broken()) == (State.REMINDED, [])


def test_who_has_died_since_it_was_paid_is_not_written_to_when_the_case_is_opened_again() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    anna_pays(case, "10379.73", WAITING)
    assert state(case) == State.PAID
    registers = Registers()
    registers.tell(EventKind.DEATH, ANNA.person_number, WAITING)
    bank_takes_back("10379.73", WAITING)
    reversed_by_finance(case)
    assert log(case)[-3:] == ["reopened", "told", "stopped"]
    with tenant_scope(case.creditor_id):
        assert Dispatch.objects.get(kind="reopened").state == Dispatch.State.CANCELLED
    assert broken() == []


def test_the_debit_is_connected_once_with_a_payment_of_its_own_amount() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    anna_pays(case, "100.00", REMINDED, "B1")
    anna_pays(case, "200.00", REMINDED, "B2")
    bank_takes_back("100.00", REMINDED, "B1")
    with pytest.raises(NotTakenBack) as refused:
        reversed_by_finance(case, payment=1)
    assert refused.value.reason == "amount"
    at, today = right_now()
    with agency_scope():
        debit = debits_taken_back().get()
    with tenant_scope(case.creditor_id):
        first = Payment.objects.order_by("id")[0]

    def reverse(_who: int) -> str:
        event = reverse_payment(
            debit_id=debit.pk,
            creditor_id=case.creditor_id,
            payment_id=first.pk,
            today=today,
            at=at,
            by=FINANCE,
            rates=current_rates(),
        )
        return str(event.kind)

    with crowd(10) as people:
        outcomes = people.rush(reverse)
    assert outcomes.count("reversed") == 1
    assert [one.reason for one in outcomes if isinstance(one, NotTakenBack)] == ["taken"] * 9
    assert (log(case).count("reversed"), broken()) == (1, [])
