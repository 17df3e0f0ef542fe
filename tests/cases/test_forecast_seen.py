"""The forecast in a real browser, on a case and before one is registered, of two invoices too: axe finds nothing, and
nothing is too wide."""

from dataclasses import replace
from datetime import date

import pytest
from django.test import Client

from tests.cases.given import ANSWERS, upload
from tests.cases.test_process import play
from tests.cases.test_several_pages import OF_THE_SECOND, add
from tests.cast import ANNA_OWES, TEN_THOUSAND, a_case, set_today
from tests.look.seen import seen, service

__all__ = ["service"]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_nothing_is_wrong_with_the_forecast(cecilia: Client, are_bygg: int, service: str) -> None:
    further = replace(TEN_THOUSAND, invoice_number="1039", due_date=date(2026, 9, 15))
    held = a_case(are_bygg, debtor=replace(ANNA_OWES, street=""), invoice_number="1040", further=[further])
    play(date(2026, 10, 13))
    set_today(date(2026, 11, 30))
    confirm = cecilia.post(upload(cecilia), ANSWERS).url  # type: ignore[attr-defined]
    cecilia.post(add(cecilia, confirm).url, OF_THE_SECOND)
    pages = {
        "several-case": f"/arenden/{held.number}/",
        "several-add": confirm.replace("/stammer/", "/faktura/"),
        "forecast": f"/arenden/{held.number}/prognos/",
        "forecast-later": f"/arenden/{held.number}/prognos/?om=betalar-om-30-dagar",
        "forecast-confirm": confirm,
    }
    assert seen(service, (cecilia, pages)) == []
