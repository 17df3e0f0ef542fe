"""Kronofogden's pages in Handläggning in a real browser: no fault of access, none too wide."""

from datetime import date
from typing import Any

import pytest

from ekrav.filings.receipts import Outcome, RecordReceipt
from ekrav.kronofogden.make_file import hand_over, make_files
from ekrav.kronofogden.models import Filer, Outgoing
from ekrav.sandbox.demo_data import ASTRID
from ekrav.tenancy import agency_scope, tenant_scope
from tests.cast import a_creditor, an_agency, set_today, staff
from tests.kronofogden.given import AT, ChannelOfPaper, apply, confirmation, from_authority, receipt, take
from tests.look.seen import seen, service
from tests.pages import logged_in

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FILES = "/handlaggning/kronofogden/"


def test_nothing_is_wrong_with_the_pages(transactional_db: None, service: str, settings: Any) -> None:
    settings.KRONOFOGDEN_URL = ""
    set_today(date(2025, 5, 12))
    an_agency()
    with agency_scope():
        Filer.objects.update(code="EKRA")
    are_bygg = a_creditor()
    staff(ASTRID)
    references = [apply(are_bygg, number) for number in (1, 2)]
    make_files(at=AT)
    hand_over(channel=ChannelOfPaper(), at=AT)
    no = RecordReceipt(id="A-2", outcome=Outcome.REFUSED, reason="Svarandens personnummer är okänt.")
    take(from_authority(1, receipt(1, no), confirmation(references[0], "K-1"), confirmation("99 BF", "K-2")))
    take(from_authority(4, confirmation(references[0], "K-4")))
    take(b"%PDF")
    apply(are_bygg, 3)
    with tenant_scope(are_bygg):
        waiting = Outgoing.objects.get(state="waiting")
    theirs = {
        "kronofogden-files": FILES,
        "kronofogden-codes": f"{FILES}koder/",
        "kronofogden-by-hand": f"{FILES}for-hand/",
        "kronofogden-record": f"{FILES}for-hand/{waiting.public_id}/",
    }
    astrid = logged_in(ASTRID)
    assert seen(service, (astrid, theirs)) == []
