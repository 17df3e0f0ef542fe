"""What a year has done and cost: one mail to each company, and a page."""

from datetime import date

import pytest

from cases.models import Surveillance
from cases.surveillance.summary import summarise_all
from ekrav.agency.rates import current_rates
from ekrav.outbox.models import Parcel
from ekrav.sandbox.demo_data import ASTRID, CECILIA, DIDRIK, DUVEDS_EL
from ekrav.tenancy import tenant_scope
from tests.cast import a_creditor, right_now, set_today, staff
from tests.pages import logged_in, text_of
from tests.surveillance.given import pass_until, under_surveillance

pytestmark = pytest.mark.django_db(transaction=True)


def told() -> int:
    at, today = right_now()
    return summarise_all(today=today, at=at, rates=current_rates())


def test_in_january_the_creditor_is_told_once_of_the_year_that_has_passed() -> None:
    case = under_surveillance()
    pass_until(case, date(2025, 12, 31))
    set_today(date(2025, 12, 31))
    assert told() == 0
    set_today(date(2026, 1, 2))
    assert (told(), told()) == (1, 0)
    with tenant_scope(case.creditor_id):
        (mail,) = Parcel.objects.filter(key__startswith="surveillance 2025")
        assert mail.subject == "Efterbevakning 2025"
        # Two letters at 5 kr, and 2.50 of VAT.
        assert "Under 2025 gick 2 brev. 0 kom tillbaka. De kostade dig 12,50" in mail.body
        assert f"ärende {case.number}: 2 brev" in mail.body
        assert "Anna" not in mail.body
        assert Surveillance.objects.get().summary_on == date(2027, 1, 1)


def test_the_page_shows_the_price_the_years_and_the_last_day_to_claim() -> None:
    case = under_surveillance()
    pass_until(case, date(2026, 2, 16))
    staff(ASTRID)
    for browser, page in (
        (logged_in(CECILIA), f"/arenden/{case.number}/efterbevakning/"),
        (logged_in(ASTRID), f"/handlaggning/arenden/{case.number}/efterbevakning/"),
    ):
        shown = text_of(browser.get(page))
        # Three letters since 14 April 2025 are 18.75; two of them in 2025, one in 2026.
        assert "18,75" in shown
        assert "12,50" in shown
        assert "6,25" in shown
        # That of October came on the 17th and proves that it or the one of June, there on the 19th, did.
        assert "19 juni 2028" in shown


def test_the_limitation_clock_stands_on_the_cases_pages() -> None:
    case = under_surveillance()
    staff(ASTRID)
    for browser, page in (
        (logged_in(CECILIA), f"/arenden/{case.number}/"),
        (logged_in(ASTRID), f"/handlaggning/arenden/{case.number}/"),
    ):
        assert "Kan krävas till 14 mars 2028" in text_of(browser.get(page))


def test_another_company_finds_no_page() -> None:
    case = under_surveillance()
    a_creditor(DUVEDS_EL)
    assert logged_in(DIDRIK).get(f"/arenden/{case.number}/efterbevakning/").status_code == 404
