"""Anna pays by card, at the card provider's page. The provider's fee is nobody's but the agency's."""

import time
from datetime import date

import pytest

from cases.models import Case
from ekrav.accounts.models import Creditor
from ekrav.agency.rates import current_rates
from ekrav.bankfiles.notification import BankTransaction, Direction
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.models import TopUp
from ekrav.payments.receive import receive
from ekrav.payments.ways.states import State, Way
from ekrav.payments.ways.top_up import NothingToTransfer, begin_top_up
from ekrav.sandbox.card import signature
from ekrav.tenancy import agency_scope, tenant_scope
from ekrav.world.books import broken_invariants
from payouts.settle import due_to
from tests.cast import right_now, set_today
from tests.payments.cast import BERTIL, OURS, camt
from tests.ways.given import (
    EVERYTHING,
    Call,
    asks,
    at_the_page,
    begins,
    calls,
    client_funds,
    heard,
    in_book,
    owed,
    seen,
    tell_sandbox,
)
from tests.ways.test_refund import pays, sends_back

pytestmark = pytest.mark.django_db(transaction=True)
URL = "http://localhost:8000/betalningar/svar/card/"


def arrives(top_up: TopUp, ore: int, day: date) -> None:
    """The agency's transfer is on the client-funds account."""
    at, _today = right_now()
    told = BankTransaction(
        account=OURS, direction=Direction.CREDIT, amount=Ore(ore), booked_date=day, value_date=day,
        bank_reference=f"T{ore}", references=(top_up.reference,), payer_name="Nordanvik Inkasso AB",
    )  # fmt: skip
    receive(content=camt(told, message_id=f"M{ore}"), name="camt.xml", at=at)


def due(case: Case) -> Ore:
    """What a payout to the creditor would be today."""
    _at, today = right_now()
    with tenant_scope(case.creditor_id):
        creditor = Creditor.objects.select_related("tariff").get(pk=case.creditor_id)
        return due_to(creditor=creditor, on=today, rates=current_rates()).amount


def test_paid_by_card_is_paid_in_full_and_paid_out_when_the_agency_has_topped_up(anna: Case) -> None:
    paying = begins(anna, EVERYTHING, way=Way.CARD)
    asks()
    at_the_page(paying, "debit")
    (call,) = calls("card")
    assert call.arrives() == 200
    asks()
    assert (seen(paying).state, owed(anna)) == (State.PAID, 0)
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT) == [EVERYTHING]
    assert (due(anna), broken_invariants()) == (0, [])  # nothing is paid out of what is not there
    at, _today = right_now()
    top_up = begin_top_up(by=BERTIL, at=at)
    assert top_up.amount_ore == EVERYTHING
    with pytest.raises(NothingToTransfer):
        begin_top_up(by=BERTIL, at=at)
    set_today(date(2026, 10, 20))
    arrives(top_up, EVERYTHING, date(2026, 10, 20))
    assert (in_book(anna, Account.PAYMENTS_IN_TRANSIT), client_funds(anna)) == ([0], EVERYTHING)
    # 10 095,62 less the reminder's 60,00 and its VAT of 15,00.
    assert (due(anna), broken_invariants()) == (10_020_62, [])


def test_a_transfer_of_another_sum_than_was_gathered_waits_for_a_person(anna: Case) -> None:
    pays(anna, EVERYTHING, way=Way.CARD)
    at, _today = right_now()
    top_up = begin_top_up(by=BERTIL, at=at)
    arrives(top_up, EVERYTHING - 150_00, date(2026, 10, 13))  # somebody passed on what came, less the fee
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT) == [EVERYTHING]
    with agency_scope():
        assert TopUp.objects.get().bank_entry_id is None
    assert broken_invariants() == []


def test_what_goes_back_to_a_card_is_less_to_transfer(anna: Case) -> None:
    first = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING, way=Way.CARD)
    back = sends_back(first, 4000_00)
    asks()
    asks()
    assert seen(back).state == State.PAID
    at, _today = right_now()
    top_up = begin_top_up(by=BERTIL, at=at)
    assert top_up.amount_ore == EVERYTHING  # 4 000,00 + 10 095,62 − 4 000,00
    arrives(top_up, EVERYTHING, date(2026, 10, 13))
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT, Account.OWED_TO_PAYER) == [0, 0]
    assert (client_funds(anna), broken_invariants()) == (EVERYTHING, [])


def test_a_refund_that_the_card_refuses_is_owed_again(anna: Case) -> None:
    first = pays(anna, 4000_00, way=Way.CARD)
    pays(anna, EVERYTHING, way=Way.CARD)
    tell_sandbox("/card/next", code="FAILED")
    back = sends_back(first, 4000_00)
    asks()
    asks()
    assert (seen(back).state, in_book(anna, Account.OWED_TO_PAYER)) == (State.DECLINED, [-4000_00])
    assert broken_invariants() == []


def test_a_call_is_good_for_five_minutes_once_or_often_and_no_other_is(anna: Case) -> None:
    paying = begins(anna, 4000_00, way=Way.CARD)
    asks()
    tell_sandbox("/calls/card", how="lose")
    at_the_page(paying, "debit")
    (lost,) = calls("card")
    now = int(time.time())
    for wrong in (
        signature(lost.body, secret="whsec_somebody_elses"),
        signature(lost.body + " "),
        signature(lost.body, at=now - 301 - 5),
        signature(lost.body, at=now + 301 + 60),
        f"{signature(lost.body, at=now - 301 - 5)},t={now}",  # an old one, with a new day hung on it
        "", "t=,v1=", "v1=abc", f"t={now}",
    ):  # fmt: skip
        assert Call(URL, {"Stripe-Signature": wrong}, lost.body).arrives() == 400
    assert (seen(paying).state, owed(anna)) == (State.SENT, EVERYTHING)
    assert [lost.arrives() for _ in range(3)] == [200] * 3
    asks()
    assert (owed(anna), heard(paying), broken_invariants()) == (EVERYTHING - 4000_00, ["sent", "paid"], [])


def test_a_card_of_a_kind_that_is_not_taken_leaves_the_session_open(anna: Case) -> None:
    paying = begins(anna, 4000_00, way=Way.CARD)
    asks()
    at_the_page(paying, "credit")
    asks()
    assert seen(paying).state == State.SENT


def test_an_answer_that_is_lost_finds_the_same_session(anna: Case) -> None:
    tell_sandbox("/card/next", code="TIMEOUT")
    paying = begins(anna, 4000_00, way=Way.CARD)
    asks()
    assert seen(paying).state == State.UNKNOWN
    asks()
    asks()
    assert seen(paying).state == State.SENT
    at_the_page(paying, "debit")
    asks()
    assert (seen(paying).state, owed(anna)) == (State.PAID, EVERYTHING - 4000_00)
