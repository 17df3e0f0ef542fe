"""What was sent to a card and succeeded may come back from its bank days afterwards: it is owed to the payer again."""

import pytest

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.payments.models import Instruction
from ekrav.payments.ways.refund import refundable
from ekrav.payments.ways.states import State, Way
from ekrav.payments.ways.top_up import begin_top_up
from ekrav.world.books import broken_invariants
from tests.cast import right_now
from tests.payments.cast import BERTIL
from tests.ways.given import DAY, EVERYTHING, asks, calls, client_funds, heard, in_book, seen, tell_sandbox
from tests.ways.test_card import arrives
from tests.ways.test_charged_back import to_transfer
from tests.ways.test_refund import pays, sends_back

pytestmark = pytest.mark.django_db(transaction=True)


def fails(back: Instruction) -> None:
    """The card's bank cannot take what was sent, days afterwards; the provider calls of it, twice."""
    tell_sandbox(f"/card/refund-fails/{seen(back).provider_id}")
    assert [calls("card")[-1].arrives() for _ in range(2)] == [200, 200]


def sent_to_the_card(anna: Case) -> tuple[Instruction, Instruction]:
    """4 000,00 with a card and then everything: the 4 000,00 have gone back to the card."""
    first = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING, way=Way.CARD)
    back = sends_back(first, 4000_00)
    asks()
    asks()
    assert (seen(back).state, in_book(anna, Account.OWED_TO_PAYER)) == (State.PAID, [0])
    return first, back


def test_a_refund_that_the_card_sends_back_is_owed_again(anna: Case) -> None:
    first, back = sent_to_the_card(anna)
    fails(back)
    assert in_book(anna, Account.OWED_TO_PAYER, Account.PAYMENTS_IN_TRANSIT) == [
        -4000_00,
        4000_00 + EVERYTHING,
    ]
    assert (to_transfer(), heard(back)[-1]) == (4000_00 + EVERYTHING, "CAME_BACK")
    assert broken_invariants() == []
    # It may go to the card once more, and no more than that.
    assert refundable(creditor_id=first.creditor_id, instruction_id=first.pk) == 4000_00
    sends_back(first, 4000_00)
    assert (in_book(anna, Account.OWED_TO_PAYER), to_transfer()) == ([0], EVERYTHING + 4000_00)
    asks()
    asks()
    assert (to_transfer(), broken_invariants()) == (EVERYTHING, [])


def test_what_the_card_sends_back_after_the_transfer_makes_the_next_one_more(anna: Case) -> None:
    _first, back = sent_to_the_card(anna)
    at, _today = right_now()
    top_up = begin_top_up(by=BERTIL, at=at)
    assert top_up.amount_ore == EVERYTHING
    fails(back)
    assert (to_transfer(), broken_invariants()) == (4000_00, [])
    arrives(top_up, EVERYTHING, DAY)
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), broken_invariants()) == ([4000_00], [])
    arrives(begin_top_up(by=BERTIL, at=at), 4000_00, DAY)
    assert in_book(anna, Account.OWED_TO_PAYER, Account.PAYMENTS_IN_TRANSIT) == [-4000_00, 0]
    assert (client_funds(anna), to_transfer(), broken_invariants()) == (4000_00 + EVERYTHING, 0, [])
