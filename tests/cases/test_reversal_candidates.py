"""Which payments a debit of the bank's may take back: those that stand, the one of the same reference first."""

from dataclasses import replace
from datetime import date

import pytest

from cases.apply_payment import apply_all
from ekrav.agency.rates import current_rates
from ekrav.money import Ore
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import Payment, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.payments.split import Part, split
from ekrav.payments.take_back import Candidate, candidates
from ekrav.tenancy import staff_scope
from tests.cases.endings import REMINDED, annas_case, are_bygg_on
from tests.cases.test_reversal import FINANCE, OURS, anna_pays, bank_takes_back, reversed_by_finance, told
from tests.cast import a_case, right_now, set_today
from tests.payments.cast import camt, paid

pytestmark = pytest.mark.django_db(transaction=True)

FIRST, LATER = date(2026, 10, 19), date(2026, 10, 20)


def may_be() -> list[Candidate]:
    """What the one debit that waits may take back."""
    with staff_scope():
        return candidates(taken=debits_taken_back().get())


def test_the_payment_of_the_same_reference_comes_before_fifty_later_ones() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    set_today(LATER)
    anna_pays(case, "100.00", FIRST, "B1")
    later = [
        replace(paid(case.reference.ocr, "100.00", bank_reference=f"C{number}", day=LATER), account=OURS)
        for number in range(50)
    ]
    at, today = right_now()
    receive(content=camt(*later, account=OURS, message_id="FIFTY"), name="fifty.xml", at=at)
    apply_all(today=today, at=at, rates=current_rates())
    bank_takes_back("100.00", LATER, "B1")
    first, second, *_ = listed = may_be()
    assert (first.same_reference, first.booked_date) == (True, FIRST)
    assert (second.same_reference, second.booked_date, len(listed)) == (False, LATER, 50)


def test_a_part_that_has_been_taken_back_stands_there_no_more() -> None:
    creditor = are_bygg_on()
    case, other = annas_case(creditor, through=REMINDED), a_case(creditor, invoice_number="1043")
    set_today(LATER)
    told(paid("", "200.00", bank_reference="B1", day=LATER))
    at, today = right_now()
    with staff_scope():
        entry = UnmatchedPayment.objects.get().public_id
    halves = [Part(number=each.reference.ocr, amount=Ore(100_00)) for each in (case, other)]
    split(entry=entry, parts=halves, by=FINANCE, at=at)
    apply_all(today=today, at=at, rates=current_rates())
    bank_takes_back("100.00", LATER, "B8")
    assert {one.case_number for one in may_be()} == {case.number, other.number}
    reversed_by_finance(case)
    bank_takes_back("100.00", LATER, "B9")
    with staff_scope():
        left = Payment.objects.get(reference=other.reference_id)
    assert [one.payment_id for one in may_be()] == [left.pk]
