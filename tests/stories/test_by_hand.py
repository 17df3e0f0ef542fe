"""Short lives of Anna's case, worked out by hand: all that happened, where the money went, and the books proved.

She owes 10 000.00 due 30 September 2026 at 10 %: 2.7397 kr a day. Unless a story says otherwise the reminder (60) goes
on 13 October, to be paid by the 26th, and the demand (180) on Monday 2 November, to be paid by 13 November.
"""

from dataclasses import replace
from datetime import date

import pytest

from cases.models import Case
from cases.note_posted import note_all_posted
from cases.states import State
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from tests.agency.given import in_force, what
from tests.cases.endings import (
    DEMANDED,
    REGISTERED,
    REMINDED,
    WAITING,
    annas_case,
    are_bygg_on,
    broken,
    owed,
    state,
)
from tests.cases.test_late_news import due_on
from tests.cases.test_process import play
from tests.cases.test_reversal import anna_pays
from tests.cast import TEN_THOUSAND, a_case, right_now, set_today, take_as_posted

pytestmark = pytest.mark.django_db(transaction=True)

CLAIMS = (Account.CLAIM_CAPITAL, Account.CLAIM_INTEREST, Account.CLAIM_REMINDER, Account.CLAIM_DEMAND)
DUE = (Account.DUE_CAPITAL, Account.DUE_INTEREST, Account.DUE_COSTS)
Line = tuple[str, date, int | None]
BEGUN: list[Line] = [("registered", REGISTERED, 1_000_000), ("reminded", REMINDED, 6_000)]
OCT_26, OCT_27, OCT_30 = date(2026, 10, 26), date(2026, 10, 27), date(2026, 10, 30)
NOV_5, NOV_6, NOV_19 = date(2026, 11, 5), date(2026, 11, 6), date(2026, 11, 19)
JAN_15, JAN_29 = date(2027, 1, 15), date(2027, 1, 29)


def story(case: Case) -> list[Line]:
    """All that has happened in the case: what, the day it counts from, and the money."""
    with tenant_scope(case.creditor_id):
        return list(case.events.order_by("id").values_list("kind", "on", "amount_ore"))


def pays_on(case: Case, amount: str, day: date, *, reference: str = "B1") -> None:
    """Her payment is booked and told of the same day."""
    set_today(day)
    anna_pays(case, amount, day, reference)


def test_paid_the_day_after_the_reminders_last_day() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    # 27 days: 73.97.
    pays_on(case, "10133.97", OCT_27)
    assert story(case) == [*BEGUN, ("paid", OCT_27, 1_013_397), ("closed", OCT_27, None)]
    assert owed(case, *CLAIMS, *DUE) == [0, 0, 0, 0, -1_000_000, -7_397, -6_000]
    assert (state(case), broken()) == (State.PAID, [])


def test_paid_on_the_day_the_demand_was_sent_180_are_owed() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    # 33 days, 90.41: all but the demand's fee. It is paid before the capital, of which as much is left.
    pays_on(case, "10150.41", DEMANDED)
    assert story(case) == [*BEGUN, ("demanded", DEMANDED, 18_000), ("paid", DEMANDED, 1_015_041)]
    assert owed(case, *CLAIMS, *DUE) == [18_000, 0, 0, 0, -982_000, -9_041, -24_000]
    assert (state(case), broken()) == (State.DEMANDED, [])


def test_paid_the_bank_day_before_the_demand_was_sent_its_180_are_not_owed() -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    # Friday, 30 days: 82.19. The bank tells of it on Monday, when the demand has left.
    anna_pays(case, "10142.19", OCT_30)
    assert story(case) == [
        *BEGUN,
        ("demanded", DEMANDED, 18_000),
        ("paid", OCT_30, 1_014_219),
        ("closed", OCT_30, None),
    ]
    assert owed(case, *CLAIMS, *DUE) == [0, 0, 0, 0, -1_000_000, -8_219, -6_000]
    assert (state(case), broken()) == (State.PAID, [])


def test_after_the_creditors_own_reminder_the_printed_demand_is_paid_on_its_last_day() -> None:
    creditor = are_bygg_on()
    case = a_case(creditor, claim=replace(TEN_THOUSAND, own_reminder_on=date(2026, 10, 5)))
    play(REMINDED)
    # Printed on the 13th: 35.62 and 180. The 35.61 of the 13 days since are given up.
    pays_on(case, "10215.62", OCT_26)
    assert story(case) == [
        BEGUN[0],
        ("demanded", REMINDED, 18_000),
        ("paid", OCT_26, 1_021_562),
        ("closed", OCT_26, None),
    ]
    assert owed(case, *CLAIMS, *DUE) == [0, 0, 0, 0, -1_000_000, -3_562, -18_000]
    assert (state(case), broken()) == (State.PAID, [])


def test_paid_in_parts_across_new_year_each_day_bears_its_own_rate() -> None:
    case = annas_case(are_bygg_on(), through=WAITING)
    in_force(what("2,50"))
    # 51 days: 139.73; 60 and 180; so 4 000.00 of the capital.
    pays_on(case, "4379.73", WAITING, reference="B1")
    assert owed(case, *CLAIMS) == [600_000, 0, 0, 0]
    # 41 days on 6 000 at 10 %, 67.397, and 15 at 10.5 %, 25.890: 93.29.
    pays_on(case, "3000.00", JAN_15, reference="B2")
    assert owed(case, *CLAIMS) == [309_329, 0, 0, 0]
    # 14 days on 3 093.29 at 10.5 %: 12.46.
    pays_on(case, "3105.75", JAN_29, reference="B3")
    assert story(case) == [
        *BEGUN,
        ("demanded", DEMANDED, 18_000),
        ("waiting", WAITING, None),
        ("paid", WAITING, 437_973),
        ("paid", JAN_15, 300_000),
        ("paid", JAN_29, 310_575),
        ("closed", JAN_29, None),
    ]
    # 139.73 + 93.29 + 12.46.
    assert owed(case, *CLAIMS, *DUE) == [0, 0, 0, 0, -1_000_000, -24_548, -24_000]
    assert (state(case), broken()) == (State.PAID, [])


@pytest.mark.parametrize(
    ("remainder", "left", "ends"),
    [(2_397, 0, [("closed", OCT_27, None)]), (2_396, 2_397, [])],
)
def test_a_remainder_no_larger_than_the_tariffs_is_let_off(
    remainder: int, left: int, ends: list[Line]
) -> None:
    case = annas_case(are_bygg_on(remainder_ore=remainder), through=REMINDED)
    # 27 days: 73.97. 23.97 of the capital are left.
    pays_on(case, "10110.00", OCT_27)
    assert story(case) == [*BEGUN, ("paid", OCT_27, 1_011_000), *ends]
    assert owed(case, *CLAIMS, *DUE) == [left, 0, 0, 0, -997_603, -7_397, -6_000]
    assert (state(case), broken()) == (State.PAID if ends else State.REMINDED, [])


def test_a_demand_that_was_posted_too_late_is_written_again_and_paid() -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    due_on(DEMANDED)
    is_posted(case, NOV_5)
    play(NOV_6)
    is_posted(case, NOV_6)
    # 37 days: 101.37. There on 13 November, four bank days more: the 19th.
    pays_on(case, "10341.37", NOV_19)
    assert story(case) == [
        *BEGUN,
        ("demanded", DEMANDED, 18_000),
        ("posted", REMINDED, None),
        ("not_sent", NOV_5, None),
        ("demanded", NOV_6, 18_000),
        ("posted", NOV_6, None),
        ("paid", NOV_19, 1_034_137),
        ("closed", NOV_19, None),
    ]
    assert owed(case, *CLAIMS, *DUE) == [0, 0, 0, 0, -1_000_000, -10_137, -24_000]
    assert (state(case), broken()) == (State.PAID, [])


def is_posted(case: Case, day: date) -> None:
    """What waits is posted that day, and every case is told."""
    set_today(day)
    take_as_posted(case.creditor_id)
    at, today = right_now()
    note_all_posted(today=today, at=at, rates=current_rates())
