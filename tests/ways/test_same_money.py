"""Money on the pile that may be a payment on its way: nobody places it by hand, and no debt is paid twice.

Anna pays 4 000,00 by Swish. The bank's entry of as much shows nothing that says so, and waits for a person.
"""

import pytest
from django.test import Client

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.payments.models import UnmatchedPayment
from ekrav.payments.ways.states import Way
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import staff_scope
from ekrav.world.books import broken_invariants
from tests.cast import staff
from tests.pages import logged_in
from tests.ways.given import EVERYTHING, asks, in_book, owed, seen
from tests.ways.test_arrive import comes, told
from tests.ways.test_refund import pays

pytestmark = pytest.mark.django_db(transaction=True)


def places(bertil: Client, case: Case) -> tuple[int, bool]:
    """What Bertil is answered when he places the money that waits, and whether it is that it may be on its way."""
    with staff_scope():
        waiting = UnmatchedPayment.objects.get(state=UnmatchedPayment.State.OPEN)
        ocr = case.reference.ocr
    answer = bertil.post(f"/handlaggning/oplacerade/{waiting.public_id}/placera/", {"ocr": ocr})
    return answer.status_code, "Det kan vara de här pengarna" in answer.content.decode()


def test_as_much_as_is_on_its_way_is_not_placed_until_that_has_arrived(anna: Case) -> None:
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    row = pays(anna, 4000_00)
    comes(told("", bank="B1"))
    assert places(bertil, anna) == (409, True)
    assert (owed(anna), broken_invariants()) == (EVERYTHING - 4000_00, [])
    comes(told(seen(row).payee_reference, bank="B2"), name="M2")
    # The Swish payment has arrived: what waits is other money, and pays 4 000,00 more.
    assert places(bertil, anna) == (302, False)
    asks()
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT) == [0]
    assert (owed(anna), broken_invariants()) == (EVERYTHING - 8000_00, [])


@pytest.mark.parametrize(("amount", "way"), [("3999.00", Way.SWISH), ("4000.00", Way.CARD)])
def test_another_amount_or_card_money_is_no_reason_to_wait(anna: Case, amount: str, way: Way) -> None:
    staff(BERTIL)
    pays(anna, 4000_00, way=way)
    comes(told("", amount))
    assert places(logged_in(BERTIL), anna) == (302, False)
    assert broken_invariants() == []
