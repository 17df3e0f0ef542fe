"""The pages of what people say, in a real browser: no fault of access, none too wide."""

from datetime import date

import pytest

from cases.ask_paid import ask_all, link_token
from cases.models import Ground, Notice
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from ekrav.tenancy import tenant_scope
from tests.cases.said import heard, says, take_up
from tests.cast import a_case, right_now, set_today, staff
from tests.debtor_portal.given import BO_OWES, play
from tests.look.seen import seen, service
from tests.pages import logged_in

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LONG = "Kaklet i badrummet sitter snett, och det läcker vid golvbrunnen. Jag har ringt tre gånger.\n\nIngen svarar."


def test_nothing_is_wrong_with_the_pages(are_bygg: int, service: str) -> None:
    anna, bo = a_case(are_bygg), a_case(are_bygg, debtor=BO_OWES, invoice_number="1043")
    asked = a_case(are_bygg, invoice_number="1044")
    play(date(2026, 10, 13))
    staff(ASTRID)
    set_today(date(2026, 10, 28))
    says(anna, Notice.Kind.DISPUTE, ground=Ground.WRONG_GOODS, amount=400_000, text=LONG)
    says(bo, Notice.Kind.PAID, day=date(2026, 10, 20), amount=1_000_000)
    take_up()
    plan = says(asked, Notice.Kind.PLAN, months=6, text=LONG)
    heard(asked, Notice.Kind.MESSAGE, text="Ringde om adressen.")
    at, today = right_now()
    ask_all(today=today, at=at)
    with tenant_scope(are_bygg):
        token = link_token(are_bygg)
    arenden = "/handlaggning/arenden/"
    theirs = {
        "desk": "/handlaggning/",
        "notices": "/handlaggning/inkommet/",
        "notice": f"{arenden}{asked.number}/inkommet/{plan.public_id}/",
        "hear": f"{arenden}{anna.number}/inkommet/",
        "disputes": "/handlaggning/bestridanden/",
        "decide-dispute": f"{arenden}{anna.number}/bestridande/",
        "staff-case-disputed": f"{arenden}{anna.number}/",
    }
    hers = {
        "overview-asked": "/oversikt/",
        "case-disputed": f"/arenden/{anna.number}/",
        "case-claimed-paid": f"/arenden/{bo.number}/",
        "answer-dispute": f"/arenden/{anna.number}/bestridande/",
        "questions": "/fragor/",
        "paid-link": f"/fraga/{token}/",
    }
    astrid, cecilia = logged_in(ASTRID), logged_in(CECILIA)
    assert seen(service, (astrid, theirs), (cecilia, hers)) == []
