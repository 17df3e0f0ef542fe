"""Two kinds of outlays stand on one account: the application's, which the title grants, and the fees of its years.

Anna's case: 300 + 380 of the order, granted; 600 of the first year, from 16 December 2026.
"""

from datetime import date

import pytest

from cases.apply_payment import apply_routed, find_routed
from cases.authority.tell import tell_all
from cases.enforcement.price import is_covered
from cases.enforcement.quotes import first_year
from cases.models import Case, PaidOut
from cases.payment_order.court_costs import laid_out as paid_for
from ekrav.agency.rates import current_rates
from ekrav.audit.models import AuditEvent
from ekrav.audit.record import Actor, record
from ekrav.filings.claims import Amount, AmountKind
from ekrav.filings.enforcement import EnforcementChange, MoneyPaidOut
from ekrav.kronofogden.pull import laid_out
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.money import Ore, kronor
from ekrav.payments.models import Payment
from ekrav.tenancy import tenant_scope
from tests.cases.endings import are_bygg_on, opened, owed
from tests.cases.test_process import pay
from tests.cast import right_now, set_today
from tests.kronofogden_acts.quick import applied, refuse, tell
from tests.kronofogden_acts.test_title import begun

pytestmark = pytest.mark.django_db

THURSDAY, FRIDAY = date(2026, 12, 17), date(2026, 12, 18)


def told_to_reduce(case: Case) -> dict[str, int]:
    """What is told today, by the authority's kinds."""
    at, today = right_now()
    assert tell_all(today=today, at=at) == 1
    with tenant_scope(case.creditor_id):
        change = laid_out(reference=f"{case.number}-V1")[-1][1]
    assert isinstance(change, EnforcementChange)
    return {one.kind.value: one.amount for one in change.amounts}


def test_the_fee_of_a_year_that_is_paid_is_not_taken_off_what_the_title_grants() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    pay(case.creditor_id, case, "500.00", THURSDAY, bank_entry=801)
    # 300 of the application, and 200 of the year.
    assert told_to_reduce(case) == {"costs": 30_000}
    set_today(FRIDAY)
    pay(case.creditor_id, case, "1000.00", FRIDAY, bank_entry=802)
    # 400 of the year; the agent's 380, the reminder's 60, and 160 of the demand's 180.
    assert told_to_reduce(case) == {"costs": 38_000, "reminder": 6_000, "collecting": 16_000}


def wages(case: Case, *, costs: Ore, fees: Ore, on: date) -> MoneyPaidOut:
    return MoneyPaidOut(
        id="VB-1",
        reference=f"{case.number}-V1",
        paid_on=on,
        amounts=(Amount(kind=AmountKind.COSTS, amount=costs),),
        fees_taken=fees,
    )


def test_what_the_authoritys_fees_took_is_never_the_applications_outlay() -> None:
    """Anna has paid 800 kr: the application's 300 and 500 of the year's 600. 600 more are taken for the year: 100 were
    owed of it, and the agent's 380 that are paid out are the agent's."""
    case = begun(are_bygg_on(), up_to=90_000)
    pay(case.creditor_id, case, "800.00", THURSDAY, bank_entry=801)
    tell(3, wages(case, costs=kronor("380.00"), fees=kronor("600.00"), on=THURSDAY))
    assert owed(case, Account.CLAIM_OUTLAY, Account.CLAIM_AGENT) == [0, 38_000]


def test_the_authority_takes_no_more_for_its_fee_than_the_year_costs() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    tell(3, wages(case, costs=kronor("380.00"), fees=kronor("700.00"), on=THURSDAY))
    # The 300 are the title's.
    assert owed(case, Account.CLAIM_OUTLAY, Account.CLAIM_AGENT) == [30_000, 38_000]


def by_hand(case: Case, ore: Ore, *, on: date) -> None:
    """A person puts money from the unmatched pile on the case, and it is applied."""
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        payment = Payment.objects.create(
            bank_entry_id=803, reference=case.reference, amount_ore=ore, booked_date=on, routed_at=at
        )
        record(
            act="payment_assigned",
            on=payment,
            by=Actor(kind=AuditEvent.Actor.STAFF, id=1),
            at=at,
            facts={"amount_ore": ore},
        )
        post(
            key="bank entry 803",
            kind="route payment",
            booked_date=on,
            lines=[
                debit(Account.CLIENT_FUNDS, ore, case.subledger),
                credit(Account.PAYMENTS_TO_APPLY, ore, case.subledger),
            ],
        )
    for creditor_id, waiting in find_routed():
        apply_routed(creditor_id=creditor_id, payment_id=waiting, today=today, at=at, rates=current_rates())


@pytest.mark.parametrize("told_first", [True, False])
def test_money_that_a_person_places_is_known_as_what_the_authority_told_of(told_first: bool) -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    money = wages(case, costs=kronor("500.00"), fees=kronor("600.00"), on=THURSDAY)
    if told_first:
        tell(3, money)
    by_hand(case, kronor("500.00"), on=THURSDAY)
    if not told_first:
        tell(3, money)
    with tenant_scope(case.creditor_id):
        assert PaidOut.objects.get().payment is not None
    if told_first:
        # As it was parted: the application's 300, and 200 of the agent's. Nothing is told of their own money.
        assert owed(case, Account.CLAIM_OUTLAY, Account.CLAIM_AGENT) == [0, 18_000]
        at, today = right_now()
        assert tell_all(today=today, at=at) == 0


def test_an_outlay_that_was_taken_back_is_in_no_price_and_under_no_ceiling() -> None:
    """Åre Bygg has accepted 600 a case; the 300 of an application that was not taken are not spent."""
    case = applied(are_bygg_on(), up_to=60_000)
    with opened(case) as mine:
        assert paid_for(case=mine) == 30_000
    assert refuse(case) == 1
    _at, today = right_now()
    with opened(case) as mine:
        assert paid_for(case=mine) == 0
        year = first_year(on=today, unpaid=kronor("10000.00"), rates=current_rates())
        assert is_covered(case=mine, cost=year)
