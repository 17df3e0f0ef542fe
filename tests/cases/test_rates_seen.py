"""The pages of the law's rows, and those that lack a rate, in a real browser: no fault of access, none too wide."""

from datetime import date

import pytest

from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA
from tests.agency.given import in_force, proposed, what
from tests.cast import a_case, set_today, staff
from tests.debtor_portal.given import pay
from tests.look.seen import seen, service
from tests.pages import logged_in

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_nothing_is_wrong_with_the_pages(are_bygg: int, service: str) -> None:
    case = a_case(are_bygg)
    astrid, _bertil = staff(ASTRID), staff(BERTIL)
    pay(case, "500.00", on=date(2026, 10, 12), bank_entry=901)
    set_today(date(2026, 10, 13))
    corrected = in_force(what("1,50", since=date(2026, 7, 1), until=date(2026, 12, 31)))
    waiting = proposed(what("2,50"), by=astrid)
    set_today(date(2027, 1, 5))
    satser = "/handlaggning/satser/"
    theirs = {
        "desk": "/handlaggning/",
        "rates": satser,
        "new-rate": f"{satser}ny/",
        "waiting-rate": f"{satser}{waiting.public_id}/",
        "corrected-rate": f"{satser}{corrected.public_id}/",
    }
    hers = {
        "overview-undecided": "/oversikt/",
        "list-undecided": "/arenden/",
        "case-undecided": f"/arenden/{case.number}/",
    }
    bertil, cecilia = logged_in(BERTIL), logged_in(CECILIA)
    assert seen(service, (bertil, theirs), (cecilia, hers)) == []
