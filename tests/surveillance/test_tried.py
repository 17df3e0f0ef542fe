""" "No more letters, sue or drop it": nothing goes from then on, and staff and the creditor each have their day."""

from datetime import date

import pytest

from cases.answer_dispute import Answer, answer_dispute
from cases.decide import NotOffered, choose, quote_way
from cases.decide_dispute import reject
from cases.dispute import open_dispute
from cases.models import Case, Notice, Surveillance
from cases.states import State
from cases.surveillance.seen import soon_too_old, unanswered
from cases.ways import Way
from ekrav.agency.rates import current_rates
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import staff_scope, tenant_scope
from tests.cases.endings import broken, log, state
from tests.cases.said import ASTRID_ACTS, CECILIA_ACTS, act, says, take_up
from tests.cast import set_today, staff
from tests.pages import logged_in, text_of
from tests.surveillance.given import mails, pass_until, under_surveillance
from tests.surveillance.test_letters import ENTERED, LETTER

pytestmark = pytest.mark.django_db(transaction=True)

Kind = Notice.Kind
SAID = date(2025, 6, 13)


def asked_to_stop() -> tuple[Case, Notice]:
    """Anna says so on the Friday before her first letter, and the letter does not go."""
    case = under_surveillance()
    set_today(SAID)
    notice = says(case, Kind.NO_LETTERS, text="Stäm mig eller lägg ned.")
    assert take_up() == 0
    pass_until(case, date(2025, 6, 18))
    assert log(case) == [*ENTERED, "held"]
    return case, notice


def taken_up(case: Case, notice: Notice) -> None:
    """Astrid reads it on the page and takes it up."""
    astrid = staff(ASTRID)
    assert astrid.active
    page = f"/handlaggning/arenden/{case.number}/inkommet/{notice.public_id}/"
    browser = logged_in(ASTRID)
    # Five bank days from Friday 13 June: midsommarafton is none.
    assert "23 juni" in text_of(browser.get(page))
    assert browser.post(page).status_code == 302


def test_the_letters_stop_at_once_and_the_creditor_sues_or_drops_it() -> None:
    case, notice = asked_to_stop()
    taken_up(case, notice)
    assert (log(case), state(case)) == ([*ENTERED, "held", "noticed", "waiting"], State.AWAITING_DECISION)
    assert mails(case)[-1].startswith("Pröva kravet eller lägg ned det")
    with tenant_scope(case.creditor_id):
        assert case.events.get(kind="waiting", facts__why="to_be_tried")
        # Fourteen days from Wednesday 18 June.
        assert Surveillance.objects.get().answer_by == date(2025, 7, 2)
    quote = act(case, _quoted)
    with pytest.raises(NotOffered):
        act(case, choose, choice=Way.SURVEILLANCE, quote_id=quote, by=CECILIA_ACTS)
    assert broken() == []


def _quoted(*, case: Case, **when: object) -> object:
    return quote_way(case=case, way=Way.SURVEILLANCE, **when).public_id  # type: ignore[arg-type]


def test_a_creditor_who_lets_the_day_pass_is_in_the_queue_until_the_claim_is_dropped() -> None:
    case, notice = asked_to_stop()
    taken_up(case, notice)
    with staff_scope(person_id=1):
        assert unanswered(today=date(2025, 7, 2)) == []
        assert [row.case_id for row in unanswered(today=date(2025, 7, 3))] == [case.pk]
    set_today(date(2025, 7, 3))
    shown = text_of(logged_in(ASTRID).get("/handlaggning/efterbevakning/"))
    assert "Ska prövas eller läggas ned" in shown
    assert "2 jul" in shown
    cecilia = logged_in(CECILIA)
    page = f"/arenden/{case.number}/vag/"
    assert "Efterbevaka" not in text_of(cecilia.get(page))


def test_a_dispute_under_surveillance_goes_to_a_handler_with_its_day_and_comes_back() -> None:
    case = under_surveillance()
    pass_until(case, date(2025, 6, 16))
    says(case, Kind.DISPUTE, text="Fel belopp.", ground="wrong_amount")
    assert take_up() == 1
    assert (log(case), state(case)) == ([*ENTERED, *LETTER, "noticed", "disputed"], State.DISPUTED)
    with tenant_scope(case.creditor_id):
        made = open_dispute(case)
        assert made is not None
        assert made.answer_by == date(2025, 6, 30)
    act(case, _rejected)
    assert state(case) == State.SURVEILLANCE
    pass_until(case, date(2025, 10, 14))
    assert log(case)[-2:] == LETTER
    assert broken() == []


def _rejected(*, case: Case, **when: object) -> None:
    answer = Answer(stands=True, words="Det är levererat.", credited=None)
    answer_dispute(case=case, answer=answer, by=CECILIA_ACTS, **when)  # type: ignore[arg-type]
    reject(case=case, by=ASTRID_ACTS, **when)  # type: ignore[arg-type]


def test_a_claim_that_grows_too_old_in_spite_of_the_letters_is_in_the_queue() -> None:
    case = under_surveillance()
    with tenant_scope(case.creditor_id):
        by = Surveillance.objects.get().claim_by
    # The reminder was there on 14 March 2025, and the demand proves it.
    assert by == date(2028, 3, 14)
    with staff_scope(person_id=1):
        assert soon_too_old(today=date(2027, 9, 13), rates=current_rates()) == []
        assert [row.case_id for row in soon_too_old(today=date(2027, 9, 14), rates=current_rates())] == [
            case.pk
        ]
