"""Which payments a debit of the bank's may take back: those that stand, the one of the same reference first."""

from dataclasses import replace
from datetime import date

import pytest

from cases.apply_payment import apply_all
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.debits import debits_taken_back
from ekrav.payments.models import Payment, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.payments.split import Part, split
from ekrav.payments.take_back import Candidate, NotTakenBack, candidates, on_the_pile, take_from_pile
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import staff_scope
from tests.cases.endings import REMINDED, annas_case, are_bygg_on, broken
from tests.cases.test_reversal import FINANCE, OURS, anna_pays, bank_takes_back, reversed_by_finance, told
from tests.cast import a_case, right_now, set_today, staff
from tests.pages import logged_in, text_of
from tests.payments.cast import agency_book, camt, paid

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


def test_money_that_nobody_has_placed_is_taken_back_from_the_pile() -> None:
    are_bygg_on()
    set_today(LATER)
    told(paid("", "200.00", bank_reference="B1", day=FIRST))
    told(paid("", "200.00", bank_reference="B2", day=LATER))
    bank_takes_back("200.00", LATER, "B1")
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    with staff_scope():
        debit, first = debits_taken_back().get(), UnmatchedPayment.objects.earliest("entry_id")
        assert [one.entry.bank_reference for one in on_the_pile(taken=debit)] == ["B1", "B2"]
    address = f"/handlaggning/aterforingar/{debit.pk}/"
    page = text_of(bertil.get(address))
    assert (page.count("Återför 200,00 kr som ingen har placerat"), "Fråga banken" in page) == (2, False)
    chosen = {"waiting": str(first.public_id)}
    assert [bertil.post(f"{address}oplacerad/", chosen).status_code for _ in range(2)] == [302, 409]
    # Of the 400 that came 200 are left, and they are the other's.
    with staff_scope():
        states = list(UnmatchedPayment.objects.order_by("entry_id").values_list("state", flat=True))
        assert (states, debits_taken_back().count()) == (["taken", "open"], 0)
    assert agency_book() == {Account.CLIENT_FUNDS: 200_00, Account.UNMATCHED: -200_00}
    assert "Tagen tillbaka av banken" in text_of(bertil.get(f"/handlaggning/oplacerade/{first.public_id}/"))
    assert broken() == []


def test_another_amount_or_an_earlier_day_is_not_taken_from_the_pile() -> None:
    are_bygg_on()
    set_today(LATER)
    told(paid("", "200.00", bank_reference="B1", day=LATER))
    told(paid("", "100.00", bank_reference="B2", day=FIRST))
    bank_takes_back("200.00", FIRST, "B3")
    with staff_scope():
        debit = debits_taken_back().get()
        assert on_the_pile(taken=debit) == []
        waiting = list(UnmatchedPayment.objects.order_by("entry_id"))
    at, _today = right_now()
    for row, reason in zip(waiting, ("before", "amount"), strict=True):
        with pytest.raises(NotTakenBack) as refused:
            take_from_pile(debit_id=debit.pk, entry=row.public_id, by=FINANCE, at=at)
        assert refused.value.reason == reason
    assert agency_book() == {Account.CLIENT_FUNDS: 300_00, Account.UNMATCHED: -300_00}
