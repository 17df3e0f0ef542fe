"""Anna pays by Swish. Her case was reminded on 13 October 2026 and she owes 10 095,62 that day (`given.EVERYTHING`)."""

from datetime import date

import pytest

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.payments.ways.states import State
from ekrav.world.books import broken_invariants
from tests.cast import set_today
from tests.ways.given import (
    EVERYTHING,
    asks,
    begins,
    calls,
    client_funds,
    heard,
    in_book,
    on_the_phone,
    owed,
    seen,
    state_of,
    the_bank_tells,
)

pytestmark = pytest.mark.django_db(transaction=True)


def test_paid_by_swish_is_paid_at_once_and_arrives_with_the_banks_file(anna: Case) -> None:
    paying = begins(anna, EVERYTHING)
    asks()
    assert (seen(paying).state, owed(anna)) == (State.SENT, EVERYTHING)
    on_the_phone(paying, "approve")
    (call,) = calls("swish")
    assert call.arrives() == 200
    asks()
    assert (seen(paying).state, state_of(anna), owed(anna)) == (State.PAID, "paid", 0)
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT, Account.PAYMENTS_TO_APPLY) == [EVERYTHING, 0]
    assert (client_funds(anna), broken_invariants()) == (0, [])
    set_today(date(2026, 10, 14))
    the_bank_tells(date(2026, 10, 14))
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT, Account.PAYMENTS_TO_APPLY) == [0, 0]
    assert (client_funds(anna), heard(paying)) == (EVERYTHING, ["sent", "paid"])
    assert broken_invariants() == []
