"""Cecilia withdraws the case at each stage: the price is what the letters have cost, and nothing else is left."""

from datetime import date

import pytest

from cases.models import Case, Quote
from cases.quote import QuoteRefused, Reason
from cases.states import State
from cases.withdraw import quote_withdrawal, withdraw
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.payments.models import Reference
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.endings import (
    CECILIA,
    DEMANDED,
    REGISTERED,
    REMINDED,
    WAITING,
    annas_case,
    are_bygg_on,
    broken,
    log,
    opened,
    owed,
    state,
    take_back_case,
)
from tests.cases.test_late_news import due_on
from tests.cases.test_process import pay
from tests.cast import a_case, right_now, set_today

pytestmark = pytest.mark.django_db(transaction=True)

LEFT = (Account.CLAIM_CAPITAL, Account.CLAIM_REMINDER, Account.CLAIM_DEMAND, Account.CLAIM_INTEREST)
COSTS = (Account.CREDITOR_OWES, Account.DUE_COSTS)


@pytest.mark.parametrize(
    ("through", "fee", "vat", "given_up", "letters"),
    [
        (REGISTERED, 0, 0, 1_000_000, []),
        (REMINDED, 6_000, 1_500, 1_006_000, ["reminded"]),
        (DEMANDED, 24_000, 6_000, 1_024_000, ["reminded", "demanded"]),
        (WAITING, 24_000, 6_000, 1_024_000, ["reminded", "demanded", "waiting"]),
    ],
)
def test_what_it_costs_to_withdraw_at_each_stage(
    through: date, fee: int, vat: int, given_up: int, letters: list[str]
) -> None:
    case = annas_case(are_bygg_on(), through=through)
    event = take_back_case(case)
    assert (event.facts["fee_ore"], event.facts["vat_ore"]) == (fee, vat)
    assert event.facts["given_up_ore"] == given_up
    assert log(case) == ["registered", *letters, "withdrawn"]
    assert (state(case), owed(case, *LEFT), owed(case, *COSTS)) == (
        State.WITHDRAWN,
        [0, 0, 0, 0],
        [fee, -fee],
    )
    with tenant_scope(case.creditor_id):
        assert Reference.objects.get(pk=case.reference_id).closed_on == through
    assert broken() == []


def test_the_debtor_is_told_when_a_letter_has_left_and_only_then() -> None:
    told = annas_case(are_bygg_on(), through=REMINDED)
    event = take_back_case(told)
    assert event.dispatch is not None
    assert (event.dispatch.kind, event.dispatch.planned_on) == ("withdrawn", date(2026, 10, 14))
    assert "Åre Bygg AB har återkallat sitt ärende hos oss." in event.dispatch.facts["paragraphs"][0]
    set_today(REGISTERED)
    untold = a_case(told.creditor_id, invoice_number="1043")
    assert take_back_case(untold).dispatch is None


def test_a_letter_that_has_not_left_is_stopped_and_costs_nothing() -> None:
    case = a_case(are_bygg_on())
    due_on(REMINDED)
    event = take_back_case(case)
    assert event.facts["fee_ore"] == 0
    assert log(case) == ["registered", "reminded", "recalled", "withdrawn"]
    with tenant_scope(case.creditor_id):
        assert Dispatch.objects.get(case_number=case.number).state == Dispatch.State.CANCELLED
    assert broken() == []


def test_costs_the_debtor_has_paid_are_not_paid_again() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    # 240 costs and 30 of the interest: nothing of the costs is left.
    pay(case.creditor_id, case, "270.00", DEMANDED)
    assert take_back_case(case).facts["fee_ore"] == 0
    assert log(case) == ["registered", "reminded", "demanded", "paid", "withdrawn"]


def quoted(case: Case) -> Quote:
    at, today = right_now()
    with opened(case) as fresh:
        return quote_withdrawal(case=fresh, today=today, at=at, rates=current_rates())


def refusal(case: Case, quote: Quote) -> Reason:
    at, today = right_now()
    with pytest.raises(QuoteRefused) as refused, opened(case) as fresh:
        withdraw(
            case=fresh,
            quote_id=quote.public_id,
            today=today,
            at=at,
            by=CECILIA,
            rates=current_rates(),
        )
    return refused.value.reason


def test_a_price_holds_thirty_days_and_is_then_refused() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    quote = quoted(case)
    assert quote.valid_until == date(2026, 11, 12)
    set_today(date(2026, 11, 13))
    assert refusal(case, quote) == Reason.EXPIRED
    assert (log(case), owed(case, *COSTS)) == (["registered", "reminded"], [0, 0])


def test_a_price_that_has_changed_is_not_charged() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    quote = quoted(case)
    pay(case.creditor_id, case, "60.00", REMINDED)
    assert refusal(case, quote) == Reason.CHANGED
    assert state(case) == State.REMINDED


def test_a_case_that_has_ended_is_not_withdrawn_again() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    quote = quoted(case)
    take_back_case(case)
    assert refusal(case, quote) == Reason.CLOSED
    assert owed(case, *COSTS) == [6_000, -6_000]


def test_asking_for_the_price_again_gives_the_same_quote() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    assert quoted(case) == quoted(case)
