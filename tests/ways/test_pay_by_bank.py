"""Anna pays from her internet bank. The money comes with the bank's file, under our own reference."""

import time
from datetime import date

import pytest
from django.conf import settings

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.payments.pay_by_bank.signing import HEADER, sign
from ekrav.payments.ways.states import State, Way
from ekrav.world.books import broken_invariants
from tests.cast import set_today
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
    the_bank_tells,
)

pytestmark = pytest.mark.django_db(transaction=True)
URL = "http://localhost:8000/betalningar/svar/bank/"


def test_paid_from_the_internet_bank_and_arrived(anna: Case) -> None:
    paying = begins(anna, EVERYTHING, way=Way.BANK)
    asks()
    at_the_page(paying, "approve")
    (call,) = calls("bank")
    assert call.arrives() == 200
    asks()
    assert (seen(paying).state, owed(anna)) == (State.PAID, 0)
    set_today(date(2026, 10, 14))
    the_bank_tells(date(2026, 10, 14))
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT) == [0]
    assert (client_funds(anna), broken_invariants()) == (EVERYTHING, [])


def test_only_a_fresh_call_signed_with_our_key_is_heard(anna: Case) -> None:
    paying = begins(anna, 4000_00, way=Way.BANK)
    asks()
    tell_sandbox("/calls/bank", how="lose")
    at_the_page(paying, "approve")
    (lost,) = calls("bank")
    now, body = int(time.time()), lost.body.encode()
    wrong = [
        sign(key="another", method="POST", path="notify", body=body, now=now),
        sign(key=settings.WAYS.bank_key, method="POST", path="notify", body=body + b" ", now=now),
        sign(key=settings.WAYS.bank_key, method="POST", path="notify", body=body, now=now - 306),
        "",
        "t=x,v1=y",
    ]
    assert [Call(URL, {HEADER: header}, lost.body).arrives() for header in wrong] == [400] * 5
    assert seen(paying).state == State.SENT
    assert (lost.arrives(), seen(paying).state) == (200, State.PAID)


def test_a_forged_call_of_the_sandbox_is_refused_and_asking_finds_the_payment(anna: Case) -> None:
    paying = begins(anna, 4000_00, way=Way.BANK)
    asks()
    tell_sandbox("/calls/bank", how="forge")
    at_the_page(paying, "approve")
    (forged,) = calls("bank")
    assert (forged.arrives(), seen(paying).state) == (400, State.SENT)
    asks()
    assert (heard(paying), owed(anna)) == (["sent", "paid"], EVERYTHING - 4000_00)


def test_declined_and_lost_answers(anna: Case) -> None:
    tell_sandbox("/pay-by-bank/next", code="TIMEOUT")
    paying = begins(anna, 4000_00, way=Way.BANK)
    asks()
    assert seen(paying).state == State.UNKNOWN
    asks()
    asks()
    at_the_page(paying, "decline")
    asks()
    assert (seen(paying).state, owed(anna)) == (State.DECLINED, EVERYTHING)
