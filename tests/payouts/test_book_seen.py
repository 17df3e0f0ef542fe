"""The pages of the book in a real browser: the trails, the client funds, the chart, the fees."""

from datetime import timedelta

import pytest

from ekrav.agency.models import Agency
from ekrav.ledger.tasks import seal
from ekrav.sandbox.demo_data import ASTRID, BERTIL, CECILIA
from ekrav.tenancy import agency_scope
from tests.cases.endings import DEMANDED, annas_case, are_bygg_on
from tests.cast import set_today, staff
from tests.look.seen import seen, service
from tests.pages import logged_in
from tests.payouts.browsing import a_member, paid_out
from tests.payouts.fees import OWN, drafted
from tests.payouts.given import FRIDAY
from tests.payouts.test_proof import THE_TWENTIETH, proven, the_bank_says

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_nothing_is_wrong_with_the_pages_of_the_book(are_bygg: int, service: str) -> None:
    set_today(FRIDAY)
    for who in (ASTRID, BERTIL):
        staff(who)
    astrid, bertil, cecilia = logged_in(ASTRID), logged_in(BERTIL), a_member(are_bygg, CECILIA)
    payout = paid_out(are_bygg, astrid, bertil)
    with agency_scope():
        Agency.objects.update(own_bankgiro=OWN)
    transfer = drafted()
    assert transfer is not None
    the_bank_says(1_037_973, on=THE_TWENTIETH)
    the_bank_says(29_999, on=FRIDAY)
    set_today(FRIDAY + timedelta(days=1))
    proven()
    seal()
    hers = {"payout-trail": f"/utbetalningar/{payout.public_id}/summa/"}
    theirs = {
        "staff-payout-trail": f"/handlaggning/utbetalningar/summa/{payout.public_id}/",
        "client-funds": "/handlaggning/klientmedel/",
        "chart": "/handlaggning/kontoplan/",
        "fees": "/handlaggning/avgifter/",
        "fee": f"/handlaggning/avgifter/{transfer.public_id}/",
        "fee-refuse": f"/handlaggning/avgifter/{transfer.public_id}/avvisa/",
    }
    assert seen(service, (cecilia, hers), (astrid, theirs), widths=(320, 390, 1280)) == []


def test_nothing_is_wrong_with_the_trail_of_a_case(service: str) -> None:
    case = annas_case(are_bygg_on(), through=DEMANDED)
    staff(ASTRID)
    hers = {"trail": f"/arenden/{case.number}/summa/"}
    theirs = {"staff-trail": f"/handlaggning/arenden/{case.number}/summa/"}
    cecilia, astrid = logged_in(CECILIA), logged_in(ASTRID)
    assert seen(service, (cecilia, hers), (astrid, theirs), widths=(320, 1280)) == []
