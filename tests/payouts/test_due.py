"""When a draft is made: on Fridays, once; a Friday that was slept through is made up for."""

from datetime import date, timedelta

import pytest

from ekrav.accounts.payday import latest_payday, next_payday, paid_out_on, pay_on
from ekrav.agency.models import Agency
from ekrav.tenancy import agency_scope
from payouts.due import draft_due
from payouts.models import PayoutRun
from tests.payouts.given import ANNA_PAID, FRIDAY, MORNING, money_in

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("today", "latest", "following"),
    [
        (date(2026, 11, 26), date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 11, 27), date(2026, 11, 27), date(2026, 12, 4)),
        (date(2026, 11, 28), date(2026, 11, 27), date(2026, 12, 4)),
        (date(2027, 1, 1), date(2027, 1, 1), date(2027, 1, 8)),
    ],
)
def test_payday_is_friday(today: date, latest: date, following: date) -> None:
    assert (latest_payday(today), next_payday(today)) == (latest, following)


def test_the_bank_is_asked_for_a_bank_day_that_has_not_passed() -> None:
    assert pay_on(period_end=FRIDAY, today=FRIDAY) == FRIDAY
    # Approved on the Saturday: paid on Monday.
    assert pay_on(period_end=FRIDAY, today=FRIDAY + DAY) == date(2026, 11, 30)
    # New Year's Day is a Friday in 2027.
    assert pay_on(period_end=date(2027, 1, 1), today=date(2027, 1, 1)) == date(2027, 1, 4)


@pytest.mark.parametrize(
    ("booked", "out"),
    [
        (date(2026, 11, 26), date(2026, 11, 27)),
        # Booked on a Friday: that day's draft may have been made before the bank's file came.
        (date(2026, 11, 27), date(2026, 12, 4)),
        # New Year's Day is a Friday in 2027.
        (date(2026, 12, 30), date(2027, 1, 4)),
    ],
)
def test_money_is_paid_out_the_friday_after_it_was_booked(booked: date, out: date) -> None:
    assert paid_out_on(booked=booked) == out


@pytest.mark.django_db(transaction=True)
def test_a_draft_is_made_on_the_first_payday_and_once(are_bygg: int) -> None:
    money_in(are_bygg, ANNA_PAID)
    assert draft_due(today=FRIDAY - DAY, at=MORNING - DAY) is None
    run = draft_due(today=FRIDAY, at=MORNING)
    assert run is not None
    assert (run.period_end, run.state, run.count) == (FRIDAY, PayoutRun.State.DRAFT, 1)
    assert draft_due(today=FRIDAY, at=MORNING) is None
    assert draft_due(today=FRIDAY + 3 * DAY, at=MORNING + 3 * DAY) is None


@pytest.mark.django_db(transaction=True)
def test_a_payday_that_was_slept_through_is_drafted_on_waking(are_bygg: int) -> None:
    assert draft_due(today=FRIDAY, at=MORNING) is not None
    money_in(are_bygg, ANNA_PAID)
    run = draft_due(today=FRIDAY + 9 * DAY, at=MORNING + 9 * DAY)
    assert run is not None
    assert (run.period_end, run.execution_date) == (date(2026, 12, 4), date(2026, 12, 7))


@pytest.mark.django_db(transaction=True)
def test_nothing_is_drafted_for_an_agency_that_is_not_complete(are_bygg: int) -> None:
    with agency_scope():
        Agency.objects.update(vat_number="")
    assert draft_due(today=FRIDAY, at=MORNING) is None
    with agency_scope():
        assert not PayoutRun.objects.exists()
