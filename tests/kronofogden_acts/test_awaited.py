"""What is awaited of a pending order: its earliest days by the law's times, and each krona, worked out by hand.

Anna owes 10 000 at 10 % from 1 October, 240 for letters and, since 23 November, 680 for the application: 10 920 and
2.739 726 a day.
"""

from datetime import date

import pytest

from cases.awaited import Happens
from cases.models import Case
from cases.scenarios import Forecast, forecast_of
from ekrav.agency.rates import current_rates
from ekrav.sandbox.demo_data import CECILIA
from ekrav.tenancy import tenant_scope
from tests.cases.endings import are_bygg_on
from tests.cases.test_forecast import plain
from tests.cast import right_now, set_today
from tests.kronofogden_acts.given import fresh
from tests.kronofogden_acts.quick import applied, confirmed, disputed, served, tell
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db

Step = tuple[Happens, date, str, str, str]


def foreseen(case: Case) -> Forecast:
    _at, today = right_now()
    with tenant_scope(case.creditor_id):
        return forecast_of(case=fresh(case), today=today, rates=current_rates())


def told(case: Case) -> list[Step]:
    """What, when, what it adds to the debt, the debt then, and what the creditor pays."""
    return [
        (step.happens, step.on, plain(step.debtor), plain(step.total), plain(step.now))
        for step in foreseen(case).awaited
    ]


def test_an_order_leads_to_two_years_of_enforcement_and_then_surveillance() -> None:
    """1 500 kr a case pays for the application and two years; 25 kr for a year's letters, which cost 18.75."""
    case = applied(are_bygg_on(), up_to=150_000, watching=2_500)
    assert told(case) == [
        (Happens.SERVED, date(2026, 11, 24), "0.00", "11070.68", "0.00"),
        (Happens.ANSWER_BY, date(2026, 12, 4), "0.00", "11098.08", "0.00"),
        (Happens.VERDICT, date(2026, 12, 7), "0.00", "11106.30", "0.00"),
        (Happens.REOPEN_BY, date(2027, 1, 7), "0.00", "11191.23", "0.00"),
        (Happens.ENFORCED, date(2026, 12, 8), "600.00", "11709.04", "600.00"),
        (Happens.YEAR, date(2027, 12, 8), "600.00", "13309.04", "600.00"),
        (Happens.LAPSES, date(2028, 12, 1), "0.00", "14292.60", "0.00"),
        (Happens.SURVEILLED, date(2028, 12, 1), "0.00", "14292.60", "18.75"),
    ]


def test_what_has_been_told_takes_the_place_of_the_earliest_and_a_title_without_a_choice_is_asked_about() -> (
    None
):
    case = applied(are_bygg_on())
    tell(1, confirmed(f"{case.number}-B1"), served(f"{case.number}-B1"))
    set_today(date(2026, 12, 1))
    assert told(case) == [
        (Happens.ANSWER_BY, date(2026, 12, 10), "0.00", "11114.52", "0.00"),
        (Happens.VERDICT, date(2026, 12, 11), "0.00", "11117.26", "0.00"),
        (Happens.REOPEN_BY, date(2027, 1, 11), "0.00", "11202.19", "0.00"),
        (Happens.ASKED, date(2026, 12, 14), "0.00", "11125.48", "0.00"),
    ]
    assert plain(foreseen(case).awaited[-1].risk) == "600.00"
    tell(2, disputed(f"{case.number}-B1"))
    assert [step[:2] for step in told(case)] == [
        (Happens.COURT_BY, date(2026, 12, 30)),
        (Happens.ORDER_ENDS, date(2027, 1, 4)),
    ]


def test_the_page_of_a_pending_order_says_all_that_and_what_a_dispute_would_bring() -> None:
    case = applied(are_bygg_on(), up_to=150_000, watching=2_500)
    cecilia = logged_in(CECILIA)
    page = text_of(cecilia.get(f"/arenden/{case.number}/prognos/")).replace("\u00a0", " ")
    assert "Kronofogden delger gäldenären – 0,00 11 070,68 0,00 0,00 Kronofogdens." in page
    assert "Utmätning, år 2 7 dec 2027 600,00 13 309,04 med dagens ränta 600,00 600,00" in page
    assert "Kronofogden bestämmer när delgivningen sker." in page
    disputes = text_of(cecilia.get(f"/arenden/{case.number}/prognos/?om=bestrider"))
    assert "senast måndag 21 december, eller lägger ner det." in disputes
