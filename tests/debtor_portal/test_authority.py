"""What Anna reads in Mitt Ärende when her case is at Kronofogden, with its verdict, and after it."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import override_settings

from cases.models import Case, Debtor, Ground, Notice
from cases.payment_order.dispute import ask_for_court
from cases.payment_order.judgment import Judgment, grant
from ekrav.agency.rates import current_rates
from ekrav.money import Ore
from ekrav.tenancy import tenant_scope
from tests.cases.endings import CECILIA, are_bygg_on, opened
from tests.cases.said import heard
from tests.cases.test_process import play
from tests.cast import right_now, set_today
from tests.debtor_portal.browsing import PortalClient
from tests.debtor_portal.given import code
from tests.debtor_portal.test_case_page import BANNED, text_of
from tests.kronofogden_acts.quick import applied, confirmed, disputed, served, tell, titled
from tests.kronofogden_acts.test_court import in_court
from tests.surveillance.given import under_surveillance

pytestmark = pytest.mark.django_db(transaction=True)

NO_REMARK = "Det här kravet är ingen betalningsanmärkning."


@pytest.fixture
def portal(browser: PortalClient, settings: Any) -> Callable[[Case], str]:
    """What her page says of a case; the agency's own work is done by another face."""
    settings.ROOT_URLCONF = "ekrav.urls"

    def words(case: Case) -> str:
        with override_settings(ROOT_URLCONF="ekrav.portal_urls"):
            assert browser.open(case, code(case, letter=2)).status_code == 302
            answer = browser.get("/arende/")
        assert answer.status_code == 200
        text = text_of(answer)
        assert not [word for word in BANNED if word in text.lower()]
        return text

    return words


def test_an_application_is_told_and_that_kronofogden_wants_its_own_answer(
    portal: Callable[[Case], str],
) -> None:
    text = portal(applied(are_bygg_on()))
    assert "Åre Bygg AB ansökte 23 november 2026 om betalningsföreläggande hos Kronofogden." in text
    assert "Säger du emot här gäller det bara hos oss. Svara Kronofogden också." in text
    assert "Då kan Kronofogden besluta att du ska betala." in text
    assert "väljer hur ärendet går vidare" not in text
    assert NO_REMARK not in text


def test_who_is_served_is_told_the_last_day_to_answer_kronofogden(portal: Callable[[Case], str]) -> None:
    case = applied(are_bygg_on())
    tell(1, confirmed(f"{case.number}-B1"), served(f"{case.number}-B1"))
    set_today(date(2026, 12, 1))
    text = portal(case)
    assert "Betala till oss, eller säg emot hos Kronofogden, senast torsdag 10 december 2026." in text
    assert "Torsdag 10 december Sista dag att betala eller säga emot hos Kronofogden." in text
    set_today(date(2026, 12, 11))
    assert "Sista dag att betala eller säga emot hos Kronofogden var torsdag 10 december 2026." in portal(
        case
    )


def test_a_dispute_there_and_the_court_are_told(portal: Callable[[Case], str]) -> None:
    case = applied(are_bygg_on())
    reference = f"{case.number}-B1"
    tell(1, confirmed(reference), served(reference), disputed(reference))
    set_today(date(2026, 12, 3))
    text = portal(case)
    assert "Du har sagt emot kravet hos Kronofogden, 2 december 2026." in text
    assert "Åre Bygg AB kan begära att tingsrätten prövar kravet, senast 30 december 2026." in text
    assert "Åre Bygg AB väljer om tingsrätten ska pröva kravet." in text
    at, today = right_now()
    with opened(case) as mine:
        ask_for_court(case=mine, today=today, at=at, by=CECILIA)
    text = portal(case)
    assert "Hos tingsrätten Åre Bygg AB begärde 3 december 2026 att tingsrätten ska pröva kravet." in text
    assert "Tingsrätten bestämmer hur det går vidare." in text
    assert NO_REMARK not in text


def test_a_verdict_is_told_with_its_sum_and_the_last_day_to_have_it_tried(
    portal: Callable[[Case], str],
) -> None:
    case = titled(are_bygg_on())
    text = portal(case)
    # 10 000; 54 days from 1 October through 23 November, 147.95; 60 and 180; 300 and 380 there.
    assert "Kronofogden beslutade 14 december 2026 att skulden ska betalas: 11 067,95 kr." in text
    assert "Ansök om återvinning hos Kronofogden senast torsdag 14 januari 2027." in text
    assert "Beslutet kan bli en betalningsanmärkning." in text
    assert NO_REMARK not in text
    assert "Åre Bygg AB kan ansöka om utmätning hos Kronofogden." in text
    set_today(date(2027, 1, 15))
    assert "kravet, var torsdag 14 januari 2027." in portal(case)


def test_a_courts_judgment_is_not_called_a_verdict_and_says_its_own_last_day(
    portal: Callable[[Case], str],
) -> None:
    case = in_court()
    at, _today = right_now()
    with opened(case) as mine:
        judgment = Judgment(number="T 1-26", on=date(2026, 12, 18), costs=Ore(68_000))
        grant(case=mine, judgment=judgment, at=at, by=CECILIA, rates=current_rates())
    text = portal(case)
    assert "Tingsrätten beslutade 18 december 2026 att skulden ska betalas: 11 067,95 kr." in text
    assert "I tingsrättens dom står hur och till vilken dag den kan ändras." in text
    assert ("utslag" in text, "återvinning" in text, NO_REMARK in text) == (False, False, False)


def test_who_says_to_us_that_the_claim_is_wrong_is_told_that_kronofogden_goes_on(
    portal: Callable[[Case], str],
) -> None:
    case = applied(are_bygg_on())
    heard(case, Notice.Kind.DISPUTE, ground=Ground.NOT_MINE)
    text = portal(case)
    assert "Det som redan är hos Kronofogden eller tingsrätten fortsätter där." in text
    assert "Inget brev går och inga kostnader" not in text
    assert "Svara Kronofogden också." in text


def test_what_was_just_said_promises_nothing_of_kronofogden(
    portal: Callable[[Case], str], browser: PortalClient
) -> None:
    case = applied(are_bygg_on())
    portal(case)
    with override_settings(ROOT_URLCONF="ekrav.portal_urls"):
        answers = {"key": "00000000-0000-4000-8000-000000000001", "ground": "not_mine"}
        text = text_of(browser.post("/arende/stammer-inte/", answers, follow=True))
    assert "Vi har fått det du skickade" in text
    assert "Det som redan är hos Kronofogden eller tingsrätten fortsätter där. Svara dem också." in text
    assert "Inget brev går och inga kostnader" not in text


def test_enforcement_that_is_planned_is_told_with_its_price_and_then_that_it_goes_on(
    portal: Callable[[Case], str],
) -> None:
    case = titled(are_bygg_on(), up_to=150_000)
    text = portal(case)
    assert "Tidigast tisdag 15 december Åre Bygg AB kan ansöka om utmätning hos Kronofogden." in text
    assert "Då kan skulden öka med 600 kr." in text
    play(date(2026, 12, 15))
    text = portal(case)
    assert "Åre Bygg AB ansökte 15 december 2026 om utmätning." in text
    assert "Kronofogden beslutade 14 december 2026 att skulden ska betalas: 11 067,95 kr." in text
    assert "Utmätningen fortsätter hos Kronofogden." in text
    assert "betalningspåminnelse" not in text


def test_a_claim_watched_over_without_a_verdict_is_no_remark(portal: Callable[[Case], str]) -> None:
    text = portal(under_surveillance())
    assert "Vi kan påminna dig med ett nytt brev." in text
    assert NO_REMARK in text
    assert "Hos Kronofogden" not in text


def test_a_claim_watched_over_with_a_verdict_keeps_saying_so(portal: Callable[[Case], str]) -> None:
    case = titled(are_bygg_on(), watching=100_000)
    play(date(2026, 12, 15))
    text = portal(case)
    assert "Beslutet kallas utslag." in text
    assert "Vi kan påminna dig med ett nytt brev." in text
    assert NO_REMARK not in text


def test_a_company_is_given_no_advice_by_its_municipality_and_its_application_may_be_noted(
    portal: Callable[[Case], str],
) -> None:
    case = applied(are_bygg_on())
    assert "budget- och skuldrådgivning" in portal(case)
    with tenant_scope(case.creditor_id):
        Debtor.objects.filter(pk=case.debtor_id).update(kind=Debtor.Kind.COMPANY)
    text = portal(case)
    assert "Ansökan hos Kronofogden kan bli en betalningsanmärkning." in text
    assert "rådgivning" not in text
    assert "advice" not in text
