"""The plan's pages in a real browser, and those of an offer that goes by hand: no fault of access, none too wide."""

from datetime import date

import pytest

from cases.models import Debtor
from cases.plan_offer import Wish
from cases.respite import Reason, give_respite
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import tenant_scope
from letters.dispatch import render_due
from tests.cases.plans import accept, offer
from tests.cases.said import ASTRID_ACTS, act
from tests.cast import a_case, set_today, staff
from tests.debtor_portal.given import BO_OWES, play
from tests.look.seen import seen, service
from tests.pages import logged_in

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

YEAR = Wish(months=12, first=date(2026, 12, 28))


def test_nothing_is_wrong_with_the_plans_pages(are_bygg: int, service: str) -> None:
    fresh, offered = a_case(are_bygg), a_case(are_bygg, debtor=BO_OWES, invoice_number="1043")
    kept, rests = a_case(are_bygg, invoice_number="1044"), a_case(are_bygg, invoice_number="1045")
    hidden = a_case(are_bygg, invoice_number="1046")
    play(date(2026, 10, 13))
    staff(ASTRID)
    set_today(date(2026, 10, 28))
    offer(are_bygg, offered, YEAR)
    accept(are_bygg, kept, offer(are_bygg, kept, YEAR))
    with tenant_scope(are_bygg):
        Debtor.objects.filter(pk=hidden.debtor_id).update(register_word=Debtor.RegisterWord.PROTECTED)
    offer(are_bygg, hidden, YEAR)
    render_due()
    act(rests, give_respite, reason=Reason.ASKED, until=date(2026, 11, 30), by=ASTRID_ACTS)
    arenden = "/handlaggning/arenden/"
    pages = {
        "plan": f"{arenden}{fresh.number}/plan/",
        "plan-reckoned": f"{arenden}{fresh.number}/plan/?months=12&first=2026-12-28",
        "plan-offered": f"{arenden}{offered.number}/plan/antagen/",
        "plan-change": f"{arenden}{kept.number}/plan/",
        "plan-end": f"{arenden}{kept.number}/plan/avsluta/",
        "staff-case-in-plan": f"{arenden}{kept.number}/",
        "respite": f"{arenden}{rests.number}/anstand/",
        "by-hand": f"{arenden}{hidden.number}/brev/2/for-hand/",
        "to-post": "/handlaggning/brev/",
    }
    astrid = logged_in(ASTRID)
    assert seen(service, (astrid, pages)) == []
