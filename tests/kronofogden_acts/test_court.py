"""A disputed claim that was handed to the district court: it is in a queue, and a handler enters what became of it."""

from datetime import date

import pytest

from cases.models import Case, Title
from cases.payment_order.dispute import ask_for_court
from cases.states import Action, State
from ekrav.filings.payment_order import Dismissal, Ending
from ekrav.kronofogden.models import Incoming
from ekrav.ledger.models import Account
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import tenant_scope
from tests.cases.endings import CECILIA as CECILIA_ACTS
from tests.cases.endings import are_bygg_on, broken, log, opened, owed, state
from tests.cases.test_process import play
from tests.cast import right_now, set_today, staff
from tests.kronofogden_acts.quick import applied, asked_of, confirmed, disputed, reported, tell
from tests.kronofogden_acts.test_title import next_step
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db

QUEUE = "/handlaggning/tingsratten/"


def in_court(*, handed_over: bool = True) -> Case:
    """Anna disputed the order of 23 November 2026, and Åre Bygg asked for court on 7 December."""
    case = applied(are_bygg_on(), up_to=90_000)
    reference = f"{case.number}-B1"
    set_today(date(2026, 12, 7))
    tell(1, confirmed(reference), disputed(reference))
    at, today = right_now()
    with opened(case) as mine:
        ask_for_court(case=mine, today=today, at=at, by=CECILIA_ACTS)
    if handed_over:
        day = date(2026, 12, 9)
        set_today(day)
        over = Dismissal(
            id="A-1", reference=reference, ending=Ending.TRANSFERRED, decided_on=day, reason="Bestritt."
        )
        tell(2, over)
    staff(ASTRID)
    set_today(date(2026, 12, 21))
    return case


def entered(case: Case, **typed: str) -> int:
    """Astrid enters it; the answer's status."""
    url = f"/handlaggning/arenden/{case.number}/tingsratten/"
    return logged_in(ASTRID).post(url, {"on": "2026-12-18", **typed}).status_code


@pytest.mark.parametrize("handed_over", [True, False])
def test_a_judgment_that_grants_the_claim_is_a_title_and_is_enforced_as_any(handed_over: bool) -> None:
    case = in_court(handed_over=handed_over)
    assert case.number[:4] in text_of(logged_in(ASTRID).get(QUEUE))
    assert "kommit överens" in text_of(logged_in(CECILIA).get(f"/arenden/{case.number}/"))
    assert entered(case, outcome="granted", number="T 1-26") == 422
    assert entered(case, outcome="granted", on="2026-12-24", number="T 1-26", costs="680") == 422
    assert entered(case, outcome="granted", number="T 1-26", costs="680,00") == 302
    assert (state(case), log(case)[-1]) == (State.TITLED, "titled")
    assert next_step(case) == (Action.APPLY_ENFORCEMENT, date(2026, 12, 22))
    with tenant_scope(case.creditor_id):
        title = Title.objects.get()
        assert (title.number, title.decided_on, title.costs_ore) == ("T 1-26", date(2026, 12, 18), 68_000)
        assert not Incoming.objects.filter(taken_up_at=None).exists()
    assert entered(case, outcome="lost") == 409
    assert case.number[:4] not in text_of(logged_in(ASTRID).get(QUEUE))
    # The order's report is older than a month.
    reported(case, key="2")
    play(date(2026, 12, 22))
    asked_of(case, "EnforcementApplication")
    assert broken() == []


def test_a_claim_that_is_dismissed_falls_with_its_costs() -> None:
    case = in_court()
    assert entered(case, outcome="lost") == 302
    assert (state(case), log(case)[-1]) == (State.CLOSED_DISPUTED, "court_lost")
    accounts = (Account.CLAIM_CAPITAL, Account.CLAIM_DEMAND, Account.CLAIM_OUTLAY, Account.CREDITOR_OWES)
    # The 300 of the application are Åre Bygg's own cost.
    assert owed(case, *accounts) == [0, 0, 0, 30_000]
    assert "Tingsrätten ogillade kravet" in text_of(logged_in(CECILIA).get(f"/arenden/{case.number}/"))
    assert broken() == []


def test_a_case_that_court_has_struck_off_is_the_creditors_to_choose_about() -> None:
    case = in_court()
    assert entered(case, outcome="ended") == 302
    assert (state(case), next_step(case)[0]) == (State.AWAITING_DECISION, Action.ASK_AGAIN)
    assert owed(case, Account.CLAIM_OUTLAY, Account.CLAIM_AGENT) == [0, 0]
    assert broken() == []
