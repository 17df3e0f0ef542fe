"""A case that has ended otherwise than by payment, as its debtor reads it; and a payment the bank has taken back."""

import pytest
from django.test import override_settings

from tests.cases.endings import REMINDED, annas_case, are_bygg_on, take_back_case
from tests.cases.test_reversal import anna_pays, bank_takes_back, reversed_by_finance
from tests.debtor_portal.browsing import PortalClient
from tests.debtor_portal.given import code
from tests.debtor_portal.test_case_page import text_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_withdrawn_case_is_closed_and_not_said_to_be_paid(browser: PortalClient) -> None:
    case = annas_case(are_bygg_on(), through=REMINDED)
    take_back_case(case)
    browser.open(case, code(case))
    shown = text_of(browser.get("/arende/"))
    assert "Åre Bygg AB har återkallat ärendet." in shown
    assert "betald" not in shown


def test_a_payment_the_bank_took_back_is_no_payment_and_a_remainder_let_off_is_told(
    browser: PortalClient,
) -> None:
    case = annas_case(are_bygg_on(remainder_ore=3_000), through=REMINDED)
    anna_pays(case, "10065.62", REMINDED)
    browser.open(case, code(case))
    assert "Rest som du slipper" in text_of(browser.get("/arende/"))
    bank_takes_back("10065.62", REMINDED)
    # The agency's people work in a process of the other face.
    with override_settings(ROOT_URLCONF="ekrav.urls"):
        reversed_by_finance(case)
    shown = text_of(browser.get("/arende/"))
    assert "10 095,62" in shown
    assert "10 065,62" not in shown
