"""The stopped letters and the page of a corrected address in a real browser: no fault of access, none too wide."""

from datetime import date

import pytest

from cases.untold import note_untold
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import agency_scope, tenant_scope
from letters.catalogue import LetterKind
from letters.dispatch import render_due
from letters.models import Dispatch, PrintJob
from tests.cases.in_the_way import FOREIGN
from tests.cases.test_late_news import due_on
from tests.cases.test_process import play
from tests.cast import a_case, a_creditor, an_agency, right_now, set_today, staff
from tests.look.seen import seen, service
from tests.pages import logged_in

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

REFUSED = date(2026, 10, 14)


def test_nothing_is_wrong_with_the_pages(service: str) -> None:
    set_today(date(2026, 10, 12))
    an_agency()
    staff(BERTIL)
    are_bygg = a_creditor()
    returned = a_case(are_bygg, invoice_number="1")
    a_case(are_bygg, invoice_number="3", debtor=FOREIGN)
    play(date(2026, 10, 13))
    a_case(are_bygg, invoice_number="2")
    due_on(REFUSED)
    render_due()
    with agency_scope():
        job = PrintJob.objects.create(
            created_on=REFUSED, count=1, manifest={}, sha256=bytes(32), state=PrintJob.State.REFUSED,
            problem="422: brevens kontrollsumma stämmer inte",
        )  # fmt: skip
    at, today = right_now()
    with tenant_scope(are_bygg):
        Dispatch.objects.filter(state=Dispatch.State.POSTED).update(state=Dispatch.State.RETURNED)
        Dispatch.objects.filter(state=Dispatch.State.RENDERED).update(print_job_id=job.pk)
        untold = note_untold(case=returned, letter=LetterKind.CLOSED, on=today, at=at)
    bertil = logged_in(BERTIL)
    pages = {
        "stopped-letters": "/handlaggning/brev/",
        "held-up": "/handlaggning/hindrat/",
        "staff-case": f"/handlaggning/arenden/{returned.number}/",
        "untold": f"/handlaggning/arenden/{returned.number}/underratta/{untold.pk}/",
        "address": f"/handlaggning/arenden/{returned.number}/adress/",
        "desk-letters": "/handlaggning/",
    }
    assert seen(service, (bertil, pages)) == []
