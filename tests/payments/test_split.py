"""One payment for several cases: the parts a person names are the payment, to the öre, or nothing is placed."""

from functools import partial
from uuid import UUID

import pytest
from django.db import IntegrityError

from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import Payment, UnmatchedPayment
from ekrav.payments.receive import receive
from ekrav.payments.split import NotExact, NotSeveral, Part, split
from ekrav.payments.unmatched import AlreadyResolved, NoSuchReference
from ekrav.tenancy import agency_scope, staff_scope, tenant_scope
from ekrav.world.books import broken_invariants
from tests.payments.cast import (
    AT,
    BERTIL,
    DAY,
    Debt,
    a_debt,
    agency_book,
    book,
    camt,
    case_book,
    on_the_bank,
    paid,
)
from tests.payments.crowd import crowd, kinds

pytestmark = pytest.mark.django_db(transaction=True)


def waiting(number: int = 1) -> UUID:
    """1 000,00 kr that nobody could place."""
    receive(
        content=camt(paid("", "1000.00", bank_reference=f"B{number}"), message_id=f"M{number}"),
        name="f",
        at=AT,
    )
    with agency_scope():
        return UnmatchedPayment.objects.get(entry__bank_reference=f"B{number}").public_id


def parts(*told: tuple[Debt, int]) -> list[Part]:
    """How many öre are for whom."""
    return [Part(number=debt.ocr, amount=Ore(ore)) for debt, ore in told]


def test_one_payment_is_placed_on_two_cases_of_two_creditors(anna: Debt, bo: Debt) -> None:
    placed = split(entry=waiting(), parts=parts((anna, 60000), (bo, 40000)), by=BERTIL, at=AT)
    assert [(one.case_number, one.amount_ore, one.booked_date) for one in placed] == [
        (anna.case_number, 60000, DAY),
        (bo.case_number, 40000, DAY),
    ]
    assert case_book(anna) == {Account.PAYMENTS_TO_APPLY: -60000}
    assert case_book(bo) == {Account.PAYMENTS_TO_APPLY: -40000}
    assert agency_book() == {}
    assert on_the_bank([anna.creditor_id, bo.creditor_id]) == 100000
    assert list(broken_invariants()) == []


def test_two_cases_of_one_creditor_get_a_part_each(anna: Debt) -> None:
    other = a_debt(anna.creditor_id, serial=3)
    split(entry=waiting(), parts=parts((anna, 1), (other, 99999)), by=BERTIL, at=AT)
    assert (case_book(anna), case_book(other)) == (
        {Account.PAYMENTS_TO_APPLY: -1},
        {Account.PAYMENTS_TO_APPLY: -99999},
    )
    with tenant_scope(anna.creditor_id):
        assert sorted(payment.name.partition("/")[2] for payment in Payment.objects.all()) == ["1", "2"]
    assert book(anna.creditor_id) == {"client_funds": 100000, "payments_to_apply": -100000}


@pytest.mark.parametrize("ore", [39999, 40001])
def test_an_ore_too_little_or_too_much_places_nothing(anna: Debt, bo: Debt, ore: int) -> None:
    entry = waiting()
    with pytest.raises(NotExact) as told:
        split(entry=entry, parts=parts((anna, 60000), (bo, ore)), by=BERTIL, at=AT)
    assert (told.value.told, told.value.whole) == (60000 + ore, 100000)
    assert agency_book() == {"client_funds": 100000, "unmatched": -100000}
    split(entry=entry, parts=parts((anna, 60000), (bo, 40000)), by=BERTIL, at=AT)


def test_one_case_twice_an_empty_part_or_a_single_one_is_not_a_split(anna: Debt, bo: Debt) -> None:
    entry = waiting()
    for told in (
        [(anna, 50000), (anna, 50000)],
        [(anna, 100000), (bo, 0)],
        [(anna, 100001), (bo, -1)],
        [(anna, 100000)],
    ):
        with pytest.raises(NotSeveral):
            split(entry=entry, parts=parts(*told), by=BERTIL, at=AT)
    with pytest.raises(NoSuchReference):
        split(
            entry=entry,
            parts=[*parts((anna, 60000)), Part(number="4711", amount=Ore(40000))],
            by=BERTIL,
            at=AT,
        )
    assert agency_book() == {"client_funds": 100000, "unmatched": -100000}


def test_the_database_refuses_a_whole_payment_beside_its_parts(anna: Debt, bo: Debt) -> None:
    split(entry=waiting(), parts=parts((anna, 60000), (bo, 40000)), by=BERTIL, at=AT)
    with tenant_scope(anna.creditor_id):
        again = Payment.objects.get()
    again.pk, again.part = None, 0
    with pytest.raises(IntegrityError), tenant_scope(anna.creditor_id):
        again.save(force_insert=True)


def test_fifty_who_split_the_same_money_do_it_once_twenty_rounds(anna: Debt, bo: Debt) -> None:
    entries = [waiting(number) for number in range(20)]

    def act(entry: UUID, number: int) -> object:
        anna_gets = 10000 + number
        return split(entry=entry, parts=parts((anna, anna_gets), (bo, 100000 - anna_gets)), by=BERTIL, at=AT)

    with crowd() as people:
        for entry in entries:
            outcomes = kinds(people.rush(partial(act, entry)))
            assert outcomes == {AlreadyResolved.__name__: people.size - 1, "list": 1}
    assert on_the_bank([anna.creditor_id, bo.creditor_id]) == 20 * 100000
    with staff_scope():
        assert Payment.objects.count() == 40
