"""Three letters a year at the creditor's cost, until the debtor pays, the price is used up, or the law ends it."""

from datetime import date

import pytest

from cases.models import Case, CaseEvent, Surveillance
from cases.states import Action, State
from cases.surveillance.charge import LETTER_ENTRY
from ekrav.ledger.book import credit, debit, post
from ekrav.ledger.models import Account
from ekrav.tenancy import tenant_scope
from letters.models import Dispatch
from tests.cases.endings import broken, log, owed, state
from tests.cases.test_reversal import anna_pays
from tests.cast import set_today
from tests.surveillance.given import pass_until, under_surveillance

pytestmark = pytest.mark.django_db(transaction=True)

BEGAN = date(2025, 4, 14)
CLAIMED = (Account.CLAIM_CAPITAL, Account.CLAIM_INTEREST, Account.CLAIM_REMINDER, Account.CLAIM_DEMAND)
ENTERED = ["registered", "reminded", "posted", "demanded", "posted", "waiting", "decided", "surveilled"]
LETTER = ["surveillance_letter", "posted"]


def letters_sent(case: Case) -> list[date]:
    with tenant_scope(case.creditor_id):
        events = case.events.filter(kind=CaseEvent.Kind.SURVEILLANCE_LETTER)
        return list(events.order_by("id").values_list("on", flat=True))


def next_step(case: Case) -> tuple[str, date | None]:
    with tenant_scope(case.creditor_id):
        return Case.objects.values_list("next_action", "next_date").get(pk=case.pk)


def test_a_standing_choice_leads_to_surveillance_with_no_hand_on_it() -> None:
    case = under_surveillance()
    assert (log(case), state(case)) == (ENTERED, State.SURVEILLANCE)
    # Two months of quiet, to a Saturday, hence the Monday.
    assert next_step(case) == (Action.SURVEILLANCE_LETTER, date(2025, 6, 16))
    assert owed(case, Account.CREDITOR_OWES, Account.DUE_COSTS) == [0, 0]
    with tenant_scope(case.creditor_id):
        row = Surveillance.objects.get()
        assert (row.began_on, row.ceiling_ore, row.summary_on) == (BEGAN, 1_875, date(2026, 1, 1))


def test_three_letters_a_year_cost_the_creditor_five_kronor_each_and_the_debtor_nothing() -> None:
    case = under_surveillance()
    pass_until(case, date(2026, 4, 13))
    assert letters_sent(case) == [date(2025, 6, 16), date(2025, 10, 14), date(2026, 2, 16)]
    assert log(case) == ENTERED + 3 * LETTER
    assert owed(case, Account.CREDITOR_OWES, Account.DUE_COSTS) == [1_500, -1_500]
    assert owed(case, *CLAIMED) == [1_000_000, 0, 6_000, 18_000]
    with tenant_scope(case.creditor_id):
        letter = Dispatch.objects.filter(kind="surveillance").latest("id")
        # 353 days at 2.00 kr a day: 706.00.
        assert letter.facts["total"] == 1_094_600
        assert [cost["amount"] for cost in letter.facts["costs"]] == [6_000, 18_000]
        assert [row["amount"] for row in letter.facts["claims"][0]["interest"]] == [70_600]
        assert letter.facts["next_steps"][0]["cost"] == 0
    assert broken() == []


def test_the_printed_amount_of_a_letter_closes_the_case_and_its_letter_is_still_the_creditors() -> None:
    case = under_surveillance()
    pass_until(case, date(2025, 6, 16))
    # 108 days: 216.00; and 60 and 180.
    set_today(date(2025, 6, 27))
    anna_pays(case, "10456.00", date(2025, 6, 26))
    assert (log(case), state(case)) == ([*ENTERED, *LETTER, "paid", "closed"], State.PAID)
    assert owed(case, *CLAIMED) == [0, 0, 0, 0]
    assert owed(case, Account.CREDITOR_OWES, Account.DUE_COSTS, Account.DUE_INTEREST) == [
        500,
        -24_500,
        -21_600,
    ]
    assert broken() == []


def test_letters_that_are_received_keep_the_claim_alive_past_its_three_years() -> None:
    case = under_surveillance()
    pass_until(case, date(2028, 2, 14))
    # Without them it had been barred since 3 February 2028.
    assert (len(letters_sent(case)), state(case)) == (9, State.SURVEILLANCE)
    with tenant_scope(case.creditor_id):
        # That of 14 June 2027 came on the 21st, and that of 14 October proves that one of the two did.
        assert Surveillance.objects.get().claim_by == date(2030, 6, 21)


def test_a_letter_that_is_charged_and_was_never_posted_is_found() -> None:
    case = under_surveillance()
    lines = [
        debit(Account.CREDITOR_OWES, 500, case.subledger),
        credit(Account.DUE_COSTS, 500, case.subledger),
    ]
    with tenant_scope(case.creditor_id):
        post(key="planted", kind=LETTER_ENTRY, booked_date=BEGAN, lines=lines)
    ((found, row),) = broken()
    assert found.startswith("INV-26 ")
    assert (row["letters"], row["charged_ore"]) == (0, 500)
