"""The pages about who the debtor is, in a real browser: no fault of access, none too wide."""

import pytest

from ekrav.sandbox.demo_data import ASTRID
from tests.cases.in_the_way import OCT_13, daily, the_register_says
from tests.cast import a_case, staff
from tests.look.seen import seen, service
from tests.pages import logged_in

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_nothing_is_wrong_with_the_pages(are_bygg: int, service: str) -> None:
    staff(ASTRID)
    differs, silent = a_case(are_bygg), a_case(are_bygg, invoice_number="1043", looked_up=False)
    the_register_says("found", "Bo Nilsson")(differs)
    daily(OCT_13)
    pages = {
        "debtors": "/handlaggning/galdenarer/",
        "debtor-differs": f"/handlaggning/arenden/{differs.number}/namn/",
        "debtor-silent": f"/handlaggning/arenden/{silent.number}/namn/",
    }
    astrid = logged_in(ASTRID)
    assert seen(service, (astrid, pages)) == []
