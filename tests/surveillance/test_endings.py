"""How surveillance ends: the price is used up, the claim has grown too old, or what became of the debtor ends it."""

from dataclasses import replace
from datetime import date

import pytest

from cases.address import Address, correct_address
from cases.apply_payment import apply_all
from cases.models import Case, Surveillance
from cases.pause import Reason, pause
from cases.states import Action, NotAMove, State
from cases.surveillance.end import end
from cases.write_off import Why
from ekrav.agency.rates import current_rates
from ekrav.ledger.models import Account
from ekrav.money import Ore
from ekrav.payments.receive import receive
from ekrav.tenancy import tenant_scope
from tests.cases.endings import broken, log, owed, state
from tests.cases.said import ASTRID_ACTS, CECILIA_ACTS, act
from tests.cases.test_reversal import OURS
from tests.cast import a_case, right_now, set_today
from tests.payments.cast import camt, paid
from tests.surveillance.given import CLAIM, comes_back, mails, pass_until, under_surveillance
from tests.surveillance.test_letters import CLAIMED, ENTERED, LETTER, letters_sent, next_step

pytestmark = pytest.mark.django_db(transaction=True)

# Delivered on 20 May 2022: without letters that were received, barred after 20 May 2025.
OLD = replace(
    CLAIM,
    invoice_date=date(2022, 5, 20),
    sent_on=date(2022, 5, 20),
    delivered_on=date(2022, 5, 20),
    due_date=date(2022, 6, 30),
)
ELSEWHERE = Address(care_of="", street="Nya gatan 1", postcode="831 45", city="Östersund")


def claim_by(case: Case) -> date | None:
    with tenant_scope(case.creditor_id):
        return Surveillance.objects.latest("id").claim_by


def test_a_letter_that_just_saves_the_claim() -> None:
    case = under_surveillance(claim=OLD, unheard=True)
    assert (log(case), claim_by(case)) == (ENTERED, date(2025, 5, 20))
    # The first at once: there on 22 April, after Easter; to be paid by the 28th, with grace to 5 May, as the 1st is no
    # bank day. The second is there on 9 May.
    pass_until(case, date(2025, 5, 31))
    assert letters_sent(case) == [date(2025, 4, 15), date(2025, 5, 6)]
    assert log(case) == ENTERED + 2 * LETTER
    # Alive from the first of the two; then the even places of the year again.
    pass_until(case, date(2025, 10, 14))
    assert letters_sent(case)[2:] == [date(2025, 10, 14)]
    assert claim_by(case) == date(2028, 4, 22)
    assert broken() == []


def test_a_claim_that_has_grown_too_old_ends_and_nothing_more_is_asked_for() -> None:
    case = under_surveillance(claim=OLD, unheard=True)
    until = date(2025, 6, 30)
    act(case, pause, reason=Reason.CHECKING, until=until, by=CECILIA_ACTS)
    pass_until(case, date(2025, 12, 31))
    assert (log(case), state(case)) == ([*ENTERED, "paused", "written_off", "posted"], State.WRITTEN_OFF)
    with tenant_scope(case.creditor_id):
        assert case.events.get(kind="written_off").facts["why"] == Why.BARRED
    assert owed(case, *CLAIMED, Account.CREDITOR_OWES) == [0, 0, 0, 0, 0]
    assert mails(case)[-1].startswith("Efterbevakningen är slut")
    assert claim_by(case) is None
    assert broken() == []


def test_at_the_ceiling_the_letter_waits_for_the_next_year() -> None:
    case = under_surveillance()
    pass_until(case, date(2025, 6, 16))
    comes_back(case)
    set_today(date(2025, 6, 30))
    act(case, correct_address, address=ELSEWHERE, by=ASTRID_ACTS)
    pass_until(case, date(2026, 2, 16))
    # The one that came back has cost its 5 kr too: a fourth would make 25.00 of the 18.75 that were accepted.
    assert letters_sent(case) == [date(2025, 6, 16), date(2025, 7, 1), date(2025, 10, 14)]
    assert log(case) == [*ENTERED, *LETTER, "not_sent", *LETTER, *LETTER, "held"]
    assert next_step(case) == (Action.SURVEILLANCE_LETTER, date(2026, 4, 14))
    assert owed(case, Account.CREDITOR_OWES) == [1_500]
    pass_until(case, date(2026, 4, 14))
    assert letters_sent(case)[3:] == [date(2026, 4, 14)]
    assert owed(case, Account.CREDITOR_OWES) == [2_000]
    assert broken() == []


def test_a_claim_that_cannot_wait_for_the_next_year_is_the_creditors_to_decide() -> None:
    case = under_surveillance(claim=OLD, unheard=True, ceiling=Ore(625), surveillance_letters_a_year=1)
    pass_until(case, date(2025, 5, 6))
    assert (log(case), state(case)) == ([*ENTERED, *LETTER, "waiting"], State.AWAITING_DECISION)
    with tenant_scope(case.creditor_id):
        assert case.events.latest("id").facts == {"why": "ceiling"}
    assert next_step(case) == (Action.ASK_AGAIN, date(2025, 6, 5))
    assert owed(case, Account.CREDITOR_OWES) == [500]
    assert broken() == []


@pytest.mark.parametrize("reason", [Why.BANKRUPT, Why.DECEASED])
def test_what_became_of_the_debtor_ends_it_at_nobodys_cost(reason: Why) -> None:
    case = under_surveillance()
    act(case, end, reason=reason, by=ASTRID_ACTS)
    assert (log(case), state(case)) == ([*ENTERED, "written_off"], State.WRITTEN_OFF)
    assert owed(case, *CLAIMED, Account.CREDITOR_OWES) == [0, 0, 0, 0, 0]
    assert broken() == []
    with pytest.raises(NotAMove):
        act(case, end, reason=reason, by=ASTRID_ACTS)


def test_one_that_is_paid_with_others_waits_for_nobody() -> None:
    case = under_surveillance()
    other = a_case(case.creditor_id, invoice_number="F2")
    at, today = right_now()
    both = [
        replace(paid(each.reference.ocr, amount, bank_reference=name, day=today), account=OURS)
        for each, amount, name in ((case, "20000.00", "B1"), (other, "500.00", "B2"))
    ]
    receive(content=camt(*both, account=OURS), name="camt.xml", at=at)
    assert apply_all(today=today, at=at, rates=current_rates()) == 2
    assert (state(case), claim_by(case)) == (State.PAID, None)
    assert broken() == []
