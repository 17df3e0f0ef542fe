"""The pages of Kronofogden, surveillance and what happens to debtors, in a real browser: no fault of access, none too
wide."""

from datetime import date

import pytest

from cases.models import Case, Situation
from cases.payment_order.dispute import ask_for_court
from cases.situations.begin import begin
from ekrav.agency.rates import current_rates
from ekrav.audit.record import MACHINE
from ekrav.filings.payment_order import SupplementQuestion
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import tenant_scope
from tests.cases.endings import CECILIA as CECILIA_ACTS
from tests.cases.endings import are_bygg_on, opened
from tests.cast import right_now, set_today, staff
from tests.kronofogden_acts.given import fresh
from tests.kronofogden_acts.quick import applied, confirmed, disputed, served, tell, titled
from tests.look.seen import seen, service
from tests.pages import logged_in, text_of
from tests.surveillance.given import under_surveillance

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DESK = "/handlaggning/"
QUEUES = {
    "queues": DESK,
    "surveillance-queue": f"{DESK}efterbevakning/",
    "situations": f"{DESK}handelser/",
    "supplements": f"{DESK}kompletteringar/",
    "answers": f"{DESK}kronofogden/svar/",
    "in-court": f"{DESK}tingsratten/",
}


def pages_of(case: Case, *names: str) -> dict[str, str]:
    """Cecilia's pages of the case."""
    there = {"case": "", "way": "vag/", "enforcement": "utmatning/", "court": "tingsratt/",
             "surveillance": "efterbevakning/", "withdraw": "aterkalla/", "forecast": "prognos/"}  # fmt: skip
    return {f"{case.state}-{name}": f"/arenden/{case.number}/{there[name]}" for name in names}


def test_nothing_is_wrong_while_an_order_is_pending(service: str) -> None:
    case = applied(are_bygg_on())
    staff(ASTRID)
    astrid, cecilia = logged_in(ASTRID), logged_in(CECILIA)
    asked = SupplementQuestion(
        id="Q-1", reference=f"{case.number}-B1", question="Vad köptes?", answer_by=date(2026, 12, 7)
    )
    tell(1, confirmed(asked.reference), asked)
    of_case = f"{DESK}arenden/{case.number}/"
    theirs = {
        **QUEUES,
        "staff-case": of_case,
        "supplement": f"{of_case}komplettering/",
        "happened": f"{of_case}handelser/",
        "paper-verdict": f"{DESK}kronofogden/svar/{case.number}-B1/utslag/",
    }
    hers = pages_of(fresh(case), "case", "withdraw", "forecast")
    assert seen(service, (astrid, theirs), (cecilia, hers)) == []


def test_nothing_is_wrong_when_it_is_disputed_there(service: str) -> None:
    case = applied(are_bygg_on())
    tell(1, confirmed(f"{case.number}-B1"), served(f"{case.number}-B1"), disputed(f"{case.number}-B1"))
    set_today(date(2026, 12, 3))
    assert seen(service, (logged_in(CECILIA), pages_of(fresh(case), "case", "court"))) == []
    at, today = right_now()
    with opened(case) as mine:
        ask_for_court(case=mine, today=today, at=at, by=CECILIA_ACTS)
    staff(ASTRID)
    theirs = {"court-queue": QUEUES["in-court"], "court-outcome": f"{DESK}arenden/{case.number}/tingsratten/"}
    assert seen(service, (logged_in(ASTRID), theirs)) == []


def test_nothing_is_wrong_with_a_title_and_a_stopped_case(service: str) -> None:
    case = titled(are_bygg_on())
    staff(ASTRID)
    astrid, cecilia = logged_in(ASTRID), logged_in(CECILIA)
    hers = pages_of(fresh(case), "case", "enforcement")
    assert seen(service, (cecilia, hers)) == []
    at, today = right_now()
    with tenant_scope(case.creditor_id):
        row = (
            Case.objects.select_for_update(of=("self",))
            .select_related("debtor", "subledger", "reference")
            .get()
        )
        begin(
            case=row,
            kind=Situation.Kind.BANKRUPTCY,
            began_on=today,
            key="by hand",
            today=today,
            at=at,
            by=MACHINE,
            rates=current_rates(),
        )
        found = Situation.objects.get()
    of_case = f"{DESK}arenden/{case.number}/handelser/"
    theirs = {
        "situations-1": QUEUES["situations"],
        "happened-1": of_case,
        "situation": f"{of_case}{found.public_id}/",
    }
    stopped = {"stopped-case": f"/arenden/{case.number}/"}
    # What cannot be chosen now is not asked.
    assert "Ska utslaget" not in text_of(cecilia.get(stopped["stopped-case"]))
    assert seen(service, (astrid, theirs), (cecilia, stopped)) == []


def test_nothing_is_wrong_under_surveillance(service: str) -> None:
    case = under_surveillance()
    staff(ASTRID)
    of_case = f"{DESK}arenden/{case.number}/"
    theirs = {"staff-surveillance": f"{of_case}efterbevakning/", "staff-case-watched": of_case}
    hers = pages_of(fresh(case), "case", "surveillance", "forecast")
    assert seen(service, (logged_in(ASTRID), theirs), (logged_in(CECILIA), hers)) == []
