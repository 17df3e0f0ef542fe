"""Anna pays by Swish. Her case was reminded on 13 October 2026 and she owes 10 095,62 that day (`given.EVERYTHING`)."""

from dataclasses import replace
from datetime import date

import pytest
from django.conf import settings

from cases.models import Case
from ekrav.ledger.models import Account
from ekrav.payments.ways.states import State
from ekrav.sandbox.store import Store
from ekrav.world.books import broken_invariants
from tests.cast import set_today
from tests.ways.given import (
    EVERYTHING,
    Call,
    all_instructions,
    asks,
    begins,
    calls,
    change_at_swish,
    client_funds,
    heard,
    in_book,
    letters_due,
    on_the_phone,
    owed,
    paid_after_all,
    regrets,
    seen,
    state_of,
    tell_sandbox,
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


def test_the_bank_may_be_first_to_tell_and_the_payment_is_still_one(anna: Case) -> None:
    paying = begins(anna, 4000_00)
    asks()
    tell_sandbox("/calls/swish", how="lose")
    on_the_phone(paying, "approve")
    the_bank_tells(date(2026, 10, 13))
    asks()
    assert (seen(paying).state, owed(anna)) == (State.PAID, EVERYTHING - 4000_00)
    assert heard(paying) == ["sent", "paid"]
    (lost,) = calls("swish")
    assert lost.arrives() == 200
    asks()
    assert in_book(anna, Account.PAYMENTS_IN_TRANSIT, Account.PAYMENTS_TO_APPLY) == [0, 0]
    assert (client_funds(anna), heard(paying), broken_invariants()) == (4000_00, ["sent", "paid"], [])


def test_a_lost_call_is_found_by_asking(anna: Case) -> None:
    tell_sandbox("/calls/swish", how="lose")
    paying = begins(anna, 4000_00)
    asks()
    on_the_phone(paying, "approve")
    assert seen(paying).state == State.SENT
    asks()
    assert (seen(paying).state, owed(anna)) == (State.PAID, EVERYTHING - 4000_00)


def test_the_same_call_five_times_pays_once(anna: Case) -> None:
    paying = begins(anna, 4000_00)
    asks()
    on_the_phone(paying, "approve")
    (call,) = calls("swish")
    assert [call.arrives() for _ in range(5)] == [200] * 5
    asks()
    assert (owed(anna), heard(paying), broken_invariants()) == (EVERYTHING - 4000_00, ["sent", "paid"], [])


def test_a_forged_call_pays_nothing_whatever_it_says(anna: Case) -> None:
    paying = begins(anna, 4000_00)
    asks()
    url, good = "http://localhost:8000/betalningar/svar/swish/", seen(paying).callback_id
    says_paid = '{"id": "%s", "status": "PAID", "amount": 4000.00, "callbackUrl": "http://169.254.169.254/"}'
    lies = says_paid % seen(paying).payee_reference
    for identifier, status in ((good, 200), ("0" * 32, 200), ("", 400), ("x" * 37, 400)):
        assert Call(url, {"callbackIdentifier": identifier}, lies).arrives() == status
    assert Call(url, {"callbackIdentifier": good}, "x" * 70_000).arrives() == 413
    asks()
    assert (seen(paying).state, owed(anna), heard(paying)) == (State.SENT, EVERYTHING, ["sent"])


def test_declined_on_the_phone_owes_as_before_and_may_be_tried_again(anna: Case) -> None:
    paying = begins(anna, 4000_00)
    asks()
    on_the_phone(paying, "decline")
    asks()
    assert (seen(paying).state, owed(anna)) == (State.DECLINED, EVERYTHING)
    again = begins(anna, 4000_00)
    assert again.pk != paying.pk


def test_whoever_begins_twice_finds_the_payment_that_is_on_its_way(anna: Case) -> None:
    first = begins(anna, 4000_00)
    asks()
    assert begins(anna, 5000_00).pk == first.pk
    assert all_instructions() == 1


def test_a_regretted_payment_is_cancelled_at_swish(anna: Case) -> None:
    paying = begins(anna, 4000_00)
    asks()
    regrets(anna)
    asks()
    assert seen(paying).state == State.CANCELLED


def test_regretted_too_late_it_is_paid_all_the_same(anna: Case) -> None:
    paying = begins(anna, 4000_00)
    asks()
    on_the_phone(paying, "approve")
    regrets(anna)
    asks()
    assert (seen(paying).state, owed(anna)) == (State.PAID, EVERYTHING - 4000_00)


def test_an_answer_that_is_lost_leaves_it_unknown_until_swish_is_read(anna: Case) -> None:
    tell_sandbox("/swish/next", code="TIMEOUT")
    paying = begins(anna, 4000_00)
    asks()
    assert (seen(paying).state, seen(paying).problem) == (State.UNKNOWN, "HTTP 504")
    asks()  # the same id again: Swish has it
    asks()
    assert (seen(paying).state, heard(paying)) == (State.SENT, ["unknown", "open"])


def test_a_bank_that_times_out_is_no_answer_until_it_answers(anna: Case) -> None:
    tell_sandbox("/swish/next", code="DS24")
    paying = begins(anna, EVERYTHING)
    asks()
    on_the_phone(paying, "approve")
    asks()
    asks()
    assert (seen(paying).state, owed(anna)) == (State.UNKNOWN, EVERYTHING)
    # The demand's day comes and goes: no letter to somebody who may have paid.
    assert letters_due(anna, date(2026, 11, 9)) == 0
    paid_after_all(paying)
    asks()
    assert (seen(paying).state, state_of(anna), broken_invariants()) == (State.PAID, "paid", [])


def test_no_letter_leaves_while_the_payment_is_being_made(anna: Case) -> None:
    assert letters_due(anna, date(2026, 11, 9)) == 1
    begins(anna, 4000_00)
    asks()
    assert letters_due(anna, date(2026, 11, 9)) == 0


def test_swish_out_of_reach_is_told_after_four_tries(anna: Case) -> None:
    settings.WAYS = replace(settings.WAYS, swish_url="https://127.0.0.1:9/swish/swish-cpcapi/api")
    paying = begins(anna, 4000_00)
    for _ in range(3):
        asks()
        assert seen(paying).state == State.CREATED
    asks()
    asks()
    assert (seen(paying).state, seen(paying).problem) == (State.DECLINED, "NOT_REACHED")


def test_another_amount_than_asked_is_not_believed(anna: Case, store: Store) -> None:
    paying = begins(anna, 4000_00)
    asks()
    on_the_phone(paying, "approve")
    change_at_swish(store, paying, amount="1.00")
    asks()
    assert (seen(paying).state, seen(paying).problem, owed(anna)) == (State.UNKNOWN, "MISMATCH", EVERYTHING)
    the_bank_tells(date(2026, 10, 13))  # the bank has the whole amount, and its word is taken
    asks()
    assert (seen(paying).state, owed(anna), broken_invariants()) == (State.PAID, EVERYTHING - 4000_00, [])
