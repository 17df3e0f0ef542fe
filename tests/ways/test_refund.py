"""What Anna has paid too much goes back the way it came. She owes 10 095,62, pays 4 000,00, and then all of it."""

from datetime import date

import pytest

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import Instruction
from ekrav.payments.ways.refund import NotRefundable, refund, refundable
from ekrav.payments.ways.states import State, Way
from ekrav.world.books import broken_invariants
from tests.cast import right_now, set_today
from tests.payments.cast import BERTIL
from tests.ways.given import (
    EVERYTHING,
    asks,
    at_the_page,
    begins,
    client_funds,
    in_book,
    on_the_phone,
    seen,
    state_of,
    tell_sandbox,
    the_bank_tells,
)

pytestmark = pytest.mark.django_db(transaction=True)


def pays(case: Case, ore: int, *, way: Way = Way.SWISH) -> Instruction:
    """The debtor pays, and it is on the case."""
    row = begins(case, ore, way=way)
    asks()
    on_the_phone(row, "approve") if way == Way.SWISH else at_the_page(row, "debit")
    asks()
    assert seen(row).state == State.PAID
    return row


def sends_back(paid: Instruction, ore: int) -> Instruction:
    """Bertil in finance decides."""
    at, _today = right_now()
    return refund(creditor_id=paid.creditor_id, instruction_id=paid.pk, amount=Ore(ore), by=BERTIL, at=at)


def test_an_overpayment_goes_back_to_the_phone_and_leaves_the_client_funds_with_the_banks_debit(
    anna: Case,
) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)  # 4 000,00 more than she owes by then
    assert (state_of(anna), in_book(anna, Account.OWED_TO_PAYER)) == ("paid", [-4000_00])
    back = sends_back(first, 4000_00)
    assert in_book(anna, Account.OWED_TO_PAYER, Account.PAYMENTS_IN_TRANSIT) == [0, EVERYTHING]
    assert broken_invariants() == []
    asks()
    asks()
    assert seen(back).state == State.PAID
    set_today(date(2026, 10, 14))
    the_bank_tells(date(2026, 10, 14))
    assert in_book(anna, Account.OWED_TO_PAYER, Account.PAYMENTS_IN_TRANSIT) == [0, 0]
    assert (client_funds(anna), broken_invariants()) == (EVERYTHING, [])


def test_no_more_goes_back_than_is_owed_and_came_that_way(anna: Case) -> None:
    first = pays(anna, 4000_00)
    with pytest.raises(NotRefundable):
        sends_back(first, 1_00)  # nothing is owed to her yet
    pays(anna, EVERYTHING)
    for ore in (0, -1_00, 4000_01):
        with pytest.raises(NotRefundable):
            sends_back(first, ore)
    sends_back(first, 1000_00)
    assert refundable(creditor_id=first.creditor_id, instruction_id=first.pk) == 3000_00


def test_a_refund_that_swish_refuses_is_owed_again(anna: Case) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)
    tell_sandbox("/swish/next", code="RF08")
    back = sends_back(first, 4000_00)
    asks()
    assert (seen(back).state, seen(back).problem) == (State.DECLINED, "RF08")
    assert in_book(anna, Account.OWED_TO_PAYER) == [-4000_00]
    assert broken_invariants() == []


def test_a_refund_whose_answer_is_lost_is_made_once(anna: Case) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)
    tell_sandbox("/swish/next", code="TIMEOUT")
    back = sends_back(first, 4000_00)
    for _ in range(3):
        asks()
    assert seen(back).state == State.PAID
    set_today(date(2026, 10, 14))
    the_bank_tells(date(2026, 10, 14))
    assert (client_funds(anna), broken_invariants()) == (EVERYTHING, [])


def test_what_came_from_the_internet_bank_does_not_go_back_this_way(anna: Case) -> None:
    row = begins(anna, 4000_00, way=Way.BANK)
    asks()
    at_the_page(row, "approve")
    asks()
    with pytest.raises(NotRefundable) as refused:
        sends_back(row, 1_00)
    assert refused.value.reason == "way"
