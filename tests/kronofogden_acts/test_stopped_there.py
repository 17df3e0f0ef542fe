"""Something happens to whoever owes while an application is pending: it is taken back the same day, and once."""

from datetime import date

import pytest

from cases.authority.parties import respondent
from cases.authority.tell import tell_all
from cases.authority_cards import authority_card
from cases.models import Case, Situation
from cases.situations.go_on import end
from cases.situations.rules import TAKE_BACK
from cases.states import Action, State
from ekrav.filings.enforcement import Change, Closing, EnforcementChange, EnforcementClosing
from ekrav.filings.payment_order import PaymentOrderApplication, Withdrawal, WithdrawalReason
from ekrav.filings.record import Record
from ekrav.kronofogden.pull import laid_out
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.endings import are_bygg_on, broken, log, opened, state
from tests.cases.happening import enters, handles, the
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.kronofogden_acts.quick import APPLIED, applied, asked_of, confirmed, served, tell, verdict
from tests.kronofogden_acts.test_title import begun, next_step

pytestmark = pytest.mark.django_db

Kind = Situation.Kind


def told(case: Case, reference: str) -> Record:
    """What was laid out last."""
    with tenant_scope(case.creditor_id):
        return laid_out(reference=f"{case.number}-{reference}")[-1][1]


def tells() -> int:
    """The task runs."""
    at, today = right_now()
    return tell_all(today=today, at=at)


@pytest.mark.parametrize("kind", sorted(TAKE_BACK))
def test_an_order_against_whoever_is_stopped_is_taken_back(kind: Situation.Kind) -> None:
    case = applied(are_bygg_on())
    assert tells() == 0
    enters(case.creditor_id, case, kind, APPLIED)
    assert (tells(), tells()) == (1, 0)
    taken = told(case, "B1")
    assert isinstance(taken, Withdrawal)
    assert (taken.withdrawn_on, taken.reason) == (APPLIED, WithdrawalReason.SITUATION)
    assert (state(case), log(case)[-2:]) == (State.AWAITING_DECISION, ["stopped", "taken_back"])
    assert next_step(case) == ("", None)
    assert broken() == []


def test_enforcement_is_taken_back_and_no_year_begins_and_the_creditor_is_asked_when_it_is_over() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    creditor, day = case.creditor_id, date(2026, 12, 17)
    enters(creditor, case, Kind.DEBT_RELIEF, day)
    assert (tells(), tells()) == (1, 0)
    taken = told(case, "V1")
    assert isinstance(taken, EnforcementChange)
    assert (taken.change, taken.changed_on) == (Change.WITHDRAWN, day)
    assert (state(case), next_step(case)) == (State.TITLED, ("", None))
    # Another thing happens before the first is over: what comes after both is the title's step, no year's.
    enters(creditor, case, Kind.BANKRUPTCY, day)
    set_today(date(2026, 12, 18))
    tell(
        3,
        EnforcementClosing(
            id="VS-1",
            reference=f"{case.number}-V1",
            closed_on=date(2026, 12, 18),
            closing=Closing.WITHDRAWN,
            left=kronor("11000.00"),
        ),
    )
    for kind in (Kind.DEBT_RELIEF, Kind.BANKRUPTCY):
        handles(creditor, case, end, situation=the(creditor, case, kind))
    assert (state(case), next_step(case)[0]) == (State.TITLED, Action.ASK_AGAIN)
    assert broken() == []


def test_who_is_protected_is_named_to_the_authority_and_has_no_address_there() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    enters(case.creditor_id, case, Kind.PROTECTED, date(2026, 12, 17))
    with opened(case) as mine:
        named = respondent(mine.debtor)
    assert (named.name, named.protected, named.address, named.email) == ("Anna Lindqvist", True, None, "")


@pytest.mark.parametrize("kind", sorted(set(Kind) - TAKE_BACK))
def test_what_the_authority_can_go_on_with_only_waits_and_its_fee_is_not_lost(kind: Situation.Kind) -> None:
    case = applied(are_bygg_on())
    enters(case.creditor_id, case, kind, APPLIED)
    assert (tells(), state(case), log(case)[-1]) == (0, State.PAYMENT_ORDER, "stopped")


def test_a_year_of_enforcement_is_chosen_while_the_case_waits_and_a_title_waits_for_the_handler() -> None:
    case = begun(are_bygg_on(), up_to=90_000)
    enters(case.creditor_id, case, Kind.ABROAD, date(2026, 12, 17))
    assert (tells(), next_step(case)) == (0, (Action.RENEW, date(2027, 11, 15)))
    play(date(2027, 11, 15))
    with opened(case) as mine:
        card = authority_card(mine)
    assert (next_step(case)[0], card is not None) == (Action.LET_LAPSE, True)


def test_a_verdict_on_a_case_that_waits_is_enforced_when_it_goes_on() -> None:
    case = applied(are_bygg_on(), up_to=90_000)
    enters(case.creditor_id, case, Kind.NO_ADDRESS, APPLIED)
    asked = asked_of(case)
    assert isinstance(asked, PaymentOrderApplication)
    set_today(date(2026, 12, 14))
    tell(1, confirmed(asked.reference), served(asked.reference), verdict(asked))
    assert (state(case), next_step(case)) == (State.TITLED, ("", None))
    handles(case.creditor_id, case, end, situation=the(case.creditor_id, case, Kind.NO_ADDRESS))
    play(date(2026, 12, 15))
    play(date(2026, 12, 16))
    assert state(case) == State.ENFORCEMENT
