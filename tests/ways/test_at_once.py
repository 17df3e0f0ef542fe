"""Fifty at the same moment, on as many connections: one payment, booked once, sent back once."""

from collections.abc import Callable
from functools import partial

import pytest

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import Instruction
from ekrav.payments.ways.ask import ask_all, read_now
from ekrav.payments.ways.open import addressed, providers
from ekrav.payments.ways.refund import refund
from ekrav.payments.ways.states import State
from ekrav.world.books import broken_invariants
from tests.cast import right_now
from tests.payments.cast import BERTIL
from tests.payments.crowd import crowd, kinds
from tests.ways.given import EVERYTHING, all_instructions, asks, begins, heard, in_book, on_the_phone, seen
from tests.ways.test_refund import pays

pytestmark = pytest.mark.django_db(transaction=True)


def reads(row: Instruction, _: int) -> None:
    """One of the crowd is the call about the payment."""
    at, _today = right_now()
    read_now(creditor_id=row.creditor_id, pk=row.pk, providers=providers(), addressed=addressed, at=at)


def test_fifty_presses_begin_one_payment_and_fifty_readings_book_it_once(
    anna: Case, size: Callable[[int, int], int]
) -> None:
    rounds = size(2, 20)
    with crowd() as people:
        for number in range(1, rounds + 1):
            begun = people.rush(lambda _: begins(anna, 10_00).pk)
            assert (len(set(begun)), all_instructions()) == (1, number)
            paying = begins(anna, 10_00)
            asks()
            on_the_phone(paying, "approve")
            got = people.rush(partial(reads, paying))
            assert kinds(got) == {"NoneType": people.size}
            assert (seen(paying).state, heard(paying)) == (State.PAID, ["sent", "paid"])
            asks()
            assert in_book(anna, Account.PAYMENTS_IN_TRANSIT) == [number * 10_00]
    assert broken_invariants() == []


def test_fifty_workers_ask_swish_for_one_payment_and_its_token_is_kept(anna: Case) -> None:
    paying = begins(anna, 10_00)
    at, _today = right_now()
    known = providers()
    with crowd() as people:
        people.rush(lambda _: ask_all(providers=known, addressed=addressed, at=at))
    assert (seen(paying).state, len(seen(paying).token), heard(paying)) == (State.SENT, 32, ["sent"])


def test_fifty_decisions_send_an_overpayment_back_once(anna: Case) -> None:
    first = pays(anna, 4000_00)
    pays(anna, EVERYTHING)
    at, _today = right_now()

    def decide(_: int) -> int:
        made = refund(
            creditor_id=anna.creditor_id, instruction_id=first.pk, amount=Ore(4000_00), by=BERTIL, at=at
        )
        return made.pk

    with crowd() as people:
        assert kinds(people.rush(decide)) == {"NotRefundable": people.size - 1, "int": 1}
    assert in_book(anna, Account.OWED_TO_PAYER) == [0]
    assert broken_invariants() == []
