"""Something happens to whoever owes while an application is pending: it is taken back the same day, and once."""

from datetime import date

import pytest

from cases.authority.parties import respondent
from cases.authority.tell import tell_all
from cases.models import Case, Situation
from cases.situations.go_on import end
from cases.states import Action, State
from ekrav.filings.enforcement import Change, Closing, EnforcementChange, EnforcementClosing
from ekrav.filings.payment_order import Withdrawal, WithdrawalReason
from ekrav.filings.record import Record
from ekrav.kronofogden.pull import laid_out
from ekrav.money import kronor
from ekrav.tenancy import tenant_scope
from tests.cases.endings import are_bygg_on, broken, log, opened, state
from tests.cases.happening import enters, handles, the
from tests.cast import right_now, set_today
from tests.kronofogden_acts.quick import APPLIED, applied, tell
from tests.kronofogden_acts.test_title import begun, next_step

pytestmark = pytest.mark.django_db(transaction=True)

Kind = Situation.Kind


def told(case: Case, reference: str) -> Record:
    """What was laid out last."""
    with tenant_scope(case.creditor_id):
        return laid_out(reference=f"{case.number}-{reference}")[-1][1]


def tells() -> int:
    """The task runs."""
    at, today = right_now()
    return tell_all(today=today, at=at)


@pytest.mark.parametrize("kind", [Kind.DEATH, Kind.BANKRUPTCY, Kind.DEBT_RELIEF, Kind.MINOR])
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
        named = respondent(case=mine)
    assert (named.name, named.protected, named.address, named.email) == ("Anna Lindqvist", True, None, "")
