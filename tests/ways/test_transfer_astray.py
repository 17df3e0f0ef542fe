"""The agency's own transfer of card money, whose reference the bank shows as a message, or not at all.

Anna pays the whole of her debt by card, 10 095,62, and Bertil transfers as much to the client funds.
"""

from dataclasses import replace

import pytest

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.payments.models import TopUp, UnmatchedPayment
from ekrav.payments.ways.connect import connect_transfer
from ekrav.payments.ways.states import Way
from ekrav.payments.ways.top_up import begin_top_up
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import agency_scope, staff_scope
from ekrav.world.books import broken_invariants
from tests.cast import right_now, staff
from tests.pages import logged_in, text_of
from tests.payments.cast import BERTIL as BY_BERTIL
from tests.payments.crowd import crowd, kinds
from tests.ways.given import EVERYTHING, client_funds, in_book
from tests.ways.test_arrive import comes, on_the_pile, told
from tests.ways.test_connect import waiting
from tests.ways.test_refund import pays

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def transfer(anna: Case) -> TopUp:
    staff(BERTIL)
    pays(anna, EVERYTHING, way=Way.CARD)
    at, _today = right_now()
    return begin_top_up(by=BY_BERTIL, at=at)


def arrived() -> bool:
    with agency_scope():
        return TopUp.objects.get().bank_entry_id is not None


@pytest.mark.parametrize("message", ["{}", "Kortpengar {} enligt Bertil", "kort: {}."])
def test_a_reference_that_the_bank_shows_as_a_message_is_the_transfers(
    anna: Case, transfer: TopUp, message: str
) -> None:
    comes(told("", "10095.62", text=message.format(transfer.reference.lower())))
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), client_funds(anna), on_the_pile()) == (
        [0],
        EVERYTHING,
        [],
    )
    assert (arrived(), broken_invariants()) == (True, [])


def test_a_message_with_somebody_elses_reference_is_no_transfer(anna: Case, transfer: TopUp) -> None:
    other = "KORT" + "".join("1" if sign == "0" else "0" for sign in transfer.reference[4:])
    comes(told("", "10095.62", text=f"{transfer.reference}0 {other}"))
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), arrived()) == ([EVERYTHING], False)
    assert len(on_the_pile()) == 1


def test_one_without_a_reference_waits_and_a_person_says_what_it_is(anna: Case, transfer: TopUp) -> None:
    comes(told("", "10095.62"))
    bertil, page = logged_in(BERTIL), waiting()
    assert f"Byrån skulle föra över lika mycket med referensen {transfer.reference}." in text_of(
        bertil.get(page)
    )
    named = {"overforing": f"{transfer.pk}"}
    assert [bertil.post(page + "overforing/", named).status_code for _ in range(2)] == [302, 409]
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), client_funds(anna)) == ([0], EVERYTHING)
    assert (arrived(), broken_invariants()) == (True, [])


@pytest.mark.parametrize("named", ["", "x", "0", "²", "9" * 40])
def test_what_is_no_transfer_is_refused_and_the_money_stays(anna: Case, transfer: TopUp, named: str) -> None:
    comes(told("", "10095.62"))
    answer = logged_in(BERTIL).post(waiting() + "overforing/", {"overforing": named})
    assert (answer.status_code, in_book(anna, Account.PAYMENTS_IN_TRANSIT)) == (409, [EVERYTHING])
    assert (arrived(), broken_invariants()) == (False, [])


def test_money_of_another_amount_is_not_the_transfer(anna: Case, transfer: TopUp) -> None:
    comes(replace(told("", "10095.61"), bank_reference="B2"))
    page = waiting()
    bertil = logged_in(BERTIL)
    assert transfer.reference not in text_of(bertil.get(page))
    answer = bertil.post(page + "overforing/", {"overforing": f"{transfer.pk}"})
    assert (answer.status_code, arrived(), broken_invariants()) == (409, False, [])


def test_fifty_who_say_it_at_once_say_it_once(anna: Case, transfer: TopUp) -> None:
    comes(told("", "10095.62"))
    at, _today = right_now()
    with staff_scope():
        entry = UnmatchedPayment.objects.get(state="open").public_id
    with crowd() as people:
        said = people.rush(
            lambda _: connect_transfer(entry=entry, transfer_id=transfer.pk, by=BY_BERTIL, at=at)
        )
        assert kinds(said) == {"AlreadyResolved": people.size - 1, "int": 1}
    assert (client_funds(anna), broken_invariants()) == (EVERYTHING, [])
