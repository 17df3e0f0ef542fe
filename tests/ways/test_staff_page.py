"""Handläggning: what is on its way, and the transfer of card money."""

from datetime import date

import pytest
from django.test import Client

from cases.models import Case
from ekrav.look.figures import in_fours
from ekrav.payments.models import TopUp
from ekrav.payments.ways.states import Way
from ekrav.sandbox.demo_data import BERTIL
from ekrav.tenancy import staff_scope
from tests.cast import set_today, staff
from tests.pages import logged_in
from tests.ways.given import EVERYTHING
from tests.ways.test_refund import pays

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/handlaggning/pa-vag/"


def test_card_money_is_gathered_once_and_what_lingers_is_flagged(anna: Case) -> None:
    staff(BERTIL)
    bertil = logged_in(BERTIL)
    assert "Inget är på väg" in bertil.get(PAGE).content.decode()
    pays(anna, EVERYTHING, way=Way.CARD)
    assert "Samla 10\xa0095,62\xa0kr till en överföring" in bertil.get(PAGE).content.decode()
    assert [bertil.post(PAGE).status_code for _ in range(2)] == [302, 409]
    with staff_scope():
        reference = TopUp.objects.get().reference
    page = bertil.get(PAGE).content.decode()
    assert (reference in page, in_fours(anna.number) in page, "Fråga leverantören" in page) == (
        True,
        True,
        False,
    )
    assert how_many_linger(bertil) == ""  # named among the empty queues
    set_today(date(2026, 10, 28))
    bertil = logged_in(BERTIL)
    assert "Fråga leverantören" in bertil.get(PAGE).content.decode()
    assert how_many_linger(bertil) == "1"


def how_many_linger(bertil: Client) -> str:
    """What the worklist says."""
    page = bertil.get("/handlaggning/").content.decode()
    return str(page.partition('Betalningar på väg som dröjer</a></th><td class="num">')[2].partition("<")[0])
