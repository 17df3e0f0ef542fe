"""Anna pays Cecilia herself, and something is left: still claimed, let off, or withdrawn. And a small remainder.

At the demand of 2 November Anna owes 10 000.00, interest of 33 days (90.41), 60 and 180: 10 330.41. What she pays goes
to the costs first, then to the interest, then to the capital.
"""

import uuid
from dataclasses import replace
from datetime import date

import pytest

from cases.direct_payment import Foreseen, Reported, Rest, foresee, register_direct_payment
from cases.models import Case, CaseEvent, Claim, DirectPayment, Quote
from cases.quote import Price, QuoteRefused, Reason, offer
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.money import Ore, kronor
from ekrav.tenancy import tenant_scope
from tests.cases.endings import (
    CECILIA,
    DEMANDED,
    REMINDED,
    annas_case,
    are_bygg_on,
    broken,
    log,
    opened,
    owed,
    state,
)
from tests.cases.test_process import pay, play
from tests.cast import TEN_THOUSAND, a_case, right_now

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMS = (Account.CLAIM_CAPITAL, Account.CLAIM_INTEREST, Account.CLAIM_REMINDER, Account.CLAIM_DEMAND)
COSTS = (Account.CREDITOR_OWES, Account.DUE_COSTS)


def reported(amount: str, *, on: date = DEMANDED) -> Reported:
    return Reported(key=uuid.uuid4(), amount=kronor(amount), paid_on=on)


def foreseen(case: Case, said: Reported) -> Foreseen:
    at, today = right_now()
    with opened(case) as fresh:
        return foresee(case=fresh, reported=said, today=today, at=at, rates=current_rates())


def register(case: Case, said: Reported) -> CaseEvent:
    at, today = right_now()
    with opened(case) as fresh:
        return register_direct_payment(
            case=fresh, reported=said, today=today, at=at, by=CECILIA, rates=current_rates()
        )


def quoted(case: Case, kind: Quote.Kind, price: Price) -> Quote:
    at, today = right_now()
    with opened(case) as fresh:
        return offer(case=fresh, kind=kind, price=price, today=today, at=at)


def test_a_hundred_kronor_leave_a_hundred_and_forty_of_the_costs_to_pay_for() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    before = log(case)
    # 240 − 100 = 140, VAT 35. Left: 10 330.41 − 100.
    expected = Foreseen(left=Ore(1_023_041), cost=Price(fee=Ore(14_000), vat=Ore(3_500)))
    assert foreseen(case, reported("100.00")) == expected
    assert (log(case), owed(case, *CLAIMS)) == (before, [1_000_000, 0, 6_000, 18_000])


def test_the_rest_is_still_claimed() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    event = register(case, reported("100.00"))
    assert event.facts["left_ore"] == 1_023_041
    assert log(case) == ["registered", "reminded", "demanded", "direct_payment"]
    assert owed(case, *CLAIMS, *COSTS) == [1_000_000, 9_041, 0, 14_000, 10_000, -10_000]
    assert broken() == []


@pytest.mark.parametrize(
    ("rest", "kind", "end", "word"),
    [
        (Rest.WAIVED, Quote.Kind.DIRECT_PAYMENT, State.PAID, "closed"),
        (Rest.WITHDRAWN, Quote.Kind.WITHDRAWAL, State.WITHDRAWN, "withdrawn"),
    ],
)
def test_the_rest_is_let_off_at_the_price_of_the_unpaid_costs(
    rest: Rest, kind: Quote.Kind, end: State, word: str
) -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    said = reported("100.00")
    quote = quoted(case, kind, foreseen(case, said).cost)
    register(case, replace(said, rest=rest, quote_id=quote.public_id))
    assert log(case) == ["registered", "reminded", "demanded", "direct_payment", word]
    # Of the 240 she had 100 from Anna, and pays 140 herself.
    assert (state(case), owed(case, *CLAIMS), owed(case, *COSTS)) == (end, [0, 0, 0, 0], [24_000, -24_000])
    with tenant_scope(case.creditor_id):
        assert case.events.get(kind=word).facts["given_up_ore"] == 1_023_041
        assert DirectPayment.objects.get().quote_id == quote.pk
    assert broken() == []


def test_another_amount_than_the_price_was_for_is_refused() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    quote = quoted(case, Quote.Kind.DIRECT_PAYMENT, foreseen(case, reported("100.00")).cost)
    said = replace(reported("90.00"), rest=Rest.WAIVED, quote_id=quote.public_id)
    with pytest.raises(QuoteRefused) as refused:
        register(case, said)
    assert refused.value.reason == Reason.CHANGED
    assert (log(case), owed(case, *COSTS)) == (["registered", "reminded", "demanded"], [0, 0])


def test_all_of_it_paid_to_the_creditor_closes_the_case_whatever_was_chosen_for_the_rest() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    register(case, replace(reported("10330.41"), rest=Rest.WITHDRAWN))
    assert (state(case), owed(case, *COSTS)) == (State.PAID, [24_000, -24_000])


def test_thirty_kronor_that_are_left_are_given_up_and_an_ore_more_is_not() -> None:
    case = annas_case(are_bygg_on(remainder_ore=3_000), through=REMINDED)
    # The printed sum is 10 095.62; 30.01 less, then an öre.
    pay(case.creditor_id, case, "10065.61", REMINDED, bank_entry=1)
    assert (state(case), owed(case, *CLAIMS)) == (State.REMINDED, [3_001, 0, 0, 0])
    pay(case.creditor_id, case, "0.01", REMINDED, bank_entry=2)
    assert log(case) == ["registered", "reminded", "paid", "paid", "closed"]
    assert (state(case), owed(case, *CLAIMS)) == (State.PAID, [0, 0, 0, 0])
    with tenant_scope(case.creditor_id):
        closed = case.events.get(kind="closed")
        assert closed.entry is not None
        assert (closed.facts, closed.entry.kind) == ({"given_up_ore": 3_000}, "give up remainder")


def test_rent_counts_from_the_day_it_was_paid() -> None:
    creditor = are_bygg_on()
    case = a_case(creditor, claim=replace(TEN_THOUSAND, kind=Claim.Kind.RENT))
    play(REMINDED)
    play(DEMANDED)
    # Paid on 30 October, 30 days: 10 000 + 82.19 + 60; the landlord had it on 3 November, the day after the demand.
    register(case, reported("10142.19", on=date(2026, 10, 30)))
    assert (state(case), owed(case, *CLAIMS), owed(case, *COSTS)) == (
        State.PAID,
        [0, 0, 0, 0],
        [6_000, -6_000],
    )
