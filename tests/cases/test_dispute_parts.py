"""A part of the claim falls: with its interest, as if it had never been invoiced, and the costs stand."""

import uuid
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.debt import debt_of
from cases.decide_dispute import NotAPart, uphold_partly
from cases.models import Case, CaseEvent, Ground, Notice
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account, Entry
from ekrav.money import Ore, kronor
from ekrav.tenancy import tenant_scope
from tests.cases.disputes import (
    dispute_whole,
    the_dispute,
)
from tests.cases.endings import owed
from tests.cases.said import (
    ASTRID_ACTS,
    act,
    claims_of,
    fresh,
    heard,
    last,
    story,
    the_books_balance,
)
from tests.cast import a_case, set_today, take_as_posted
from tests.debtor_portal.given import pay, play

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def case(are_bygg: int) -> Case:
    """Anna's case, reminded on 13 October."""
    made = a_case(are_bygg)
    play(date(2026, 10, 13))
    return made


def test_a_part_falls_with_its_interest_and_the_costs_stand(case: Case) -> None:
    set_today(date(2026, 10, 20))
    heard(
        case,
        Notice.Kind.DISPUTE,
        ground=Ground.WRONG_AMOUNT,
        amount=kronor("4000.00"),
        text="Ni har räknat två dagar för mycket.",
    )
    assert the_dispute(case).amount_ore == 400_000
    set_today(date(2026, 11, 4))
    event = act(case, uphold_partly, credited=kronor("4000.00"), by=ASTRID_ACTS)
    # 6 000 × 10 % × 36 / 365 = 59.178…: as if 4 000 had never been invoiced. And 60 for the reminder.
    assert event.facts["total_ore"] == 600_000 + 5_918 + 6_000
    assert claims_of(case) == {"claim_capital": 600_000, "claim_reminder": 6_000}
    with tenant_scope(case.creditor_id):
        assert Entry.objects.get(kind="give up disputed part").booked_date == date(2026, 8, 31)
    back = fresh(case)
    assert (back.state, back.next_action, back.pay_by) == (State.REMINDED, "demand", date(2026, 11, 18))
    assert story(case)[2:] == [
        ("noticed", date(2026, 10, 20), "staff", "reminded"),
        ("disputed", date(2026, 10, 20), "staff", "disputed"),
        ("dispute_partly", date(2026, 11, 4), "staff", "reminded"),
    ]
    assert the_books_balance()


def test_who_pays_what_the_first_letter_asked_has_all_back_that_the_later_one_does_not_ask_for(
    case: Case,
) -> None:
    set_today(date(2026, 10, 20))
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("4000.00"))
    event = act(case, uphold_partly, credited=kronor("4000.00"), by=ASTRID_ACTS)
    # 6 000 × 10 % × 21 / 365 = 34.52, and 60. The reminder had asked for 10 095.62 by the 26th.
    assert event.facts["total_ore"] == 600_000 + 3_452 + 6_000
    set_today(date(2026, 10, 26))
    pay(case, "10095.62", on=date(2026, 10, 26), bank_entry=1)
    assert fresh(case).state == State.PAID
    assert owed(case, Account.OWED_TO_PAYER) == [-(1_009_562 - 609_452)]
    assert the_books_balance()


def test_the_demand_after_it_states_what_fell_and_its_rows_add_up(case: Case) -> None:
    set_today(date(2026, 10, 20))
    pay(case, "1000.00", on=date(2026, 10, 20), bank_entry=1)
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("4000.00"))
    act(case, uphold_partly, credited=kronor("4000.00"), by=ASTRID_ACTS)
    due = fresh(case).next_date
    assert due == date(2026, 11, 10)
    take_as_posted(case.creditor_id)
    play(due)
    demand = last(case, CaseEvent.Kind.DEMANDED).dispatch
    assert demand is not None
    facts = demand.facts
    assert [(row["name"], row["on"], row["amount"]) for row in facts["paid"]] == [
        ("Betalning", "2026-10-20", 100_000),
        ("Fakturan är sänkt", "2026-08-31", 400_000),
    ]
    # 20 days on 6 000: 32.88; 21 on the 5 092.88 that are left: 29.30.
    assert [row["amount"] for row in facts["claims"][0]["interest"]] == [3_288, 2_930]
    assert facts["total"] == 1_000_000 + 3_288 + 2_930 + 6_000 + 18_000 - 400_000 - 100_000


def test_interest_that_was_paid_on_the_part_that_falls_comes_off_the_capital(case: Case) -> None:
    set_today(date(2026, 10, 20))
    # 60.00, then 20 days' interest 54.79, then 885.21 of the capital.
    pay(case, "1000.00", on=date(2026, 10, 20), bank_entry=1)
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("4000.00"))
    act(case, uphold_partly, credited=kronor("4000.00"), by=ASTRID_ACTS)
    # On 6 000 the 20 days are 32.88: 21.91 too much was paid. 9 114.79 − 4 000 − 21.91 = 5 092.88.
    assert claims_of(case) == {"claim_capital": 509_288}
    assert the_books_balance()


def test_a_part_is_less_than_all_that_is_left(case: Case) -> None:
    dispute_whole(case)
    for nothing in (Ore(0), Ore(1_000_000), Ore(1_000_001)):
        with pytest.raises(NotAPart):
            act(case, uphold_partly, credited=nothing, by=ASTRID_ACTS)
    assert the_dispute(case).outcome == ""


def test_to_dispute_as_much_as_is_left_is_to_dispute_the_whole(case: Case) -> None:
    set_today(date(2026, 10, 20))
    heard(case, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=kronor("10000.00"))
    assert the_dispute(case).amount_ore is None


@given(given_up=st.lists(st.integers(1, 300_000), min_size=1, max_size=3), paid=st.integers(0, 90_000))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_falls_falls_as_if_it_had_never_been_invoiced(
    are_bygg: int, given_up: list[int], paid: int
) -> None:
    """However much falls, in however many turns, the capital and its interest are those of a smaller invoice.

    Until something is paid the debt is the same to the öre; the parts never become negative.
    """
    set_today(date(2026, 10, 12))
    larger = a_case(are_bygg, invoice_number=f"{uuid.uuid4()}")
    smaller = a_case(are_bygg, invoice_number=f"{uuid.uuid4()}", capital=Ore(1_000_000 - sum(given_up)))
    set_today(date(2026, 10, 20))
    for part in given_up:
        heard(larger, Notice.Kind.DISPUTE, ground=Ground.WRONG_AMOUNT, amount=Ore(part))
        act(larger, uphold_partly, credited=Ore(part), by=ASTRID_ACTS)
    on, rates = date(2026, 11, 20), current_rates()
    with tenant_scope(are_bygg):
        debts = [debt_of(case=each, on=on, rates=rates) for each in (larger, smaller)]
    assert (debts[0].capital, debts[0].interest) == (debts[1].capital, debts[1].interest)
    if paid:
        set_today(on)
        pay(larger, f"{paid / 100:.2f}", on=on, bank_entry=larger.pk)
    assert all(left > 0 for left in claims_of(larger).values())
    assert the_books_balance()
