"""Anna has said something that nobody has heard yet: her next letter waits, and nobody is told that it is coming."""

import pytest
from django.test import Client

from cases.models import Case, Notice
from ekrav.money import Ore
from ekrav.sandbox.demo_data import ASTRID, CECILIA
from tests.cases.endings import REMINDED, annas_case, are_bygg_on
from tests.cases.said import says, take_up
from tests.cast import staff
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def anna() -> Case:
    return annas_case(are_bygg_on(), through=REMINDED)


@pytest.fixture
def cecilias(anna: Case) -> Client:
    return logged_in(CECILIA)


def test_a_wish_for_instalments_is_seen_by_creditor_and_staff_and_no_demand_is_foretold(
    anna: Case, cecilias: Client
) -> None:
    page, listed = f"/arenden/{anna.number}/", "/arenden/?vy=alla"
    assert "Inkassokrav" in text_of(cecilias.get(page))
    assert "Inkassokrav skickas" in text_of(cecilias.get(listed))
    assert "ett inkassokrav skickas" in text_of(cecilias.get("/oversikt/")).lower()
    says(anna, Notice.Kind.PLAN, months=6)
    shown = text_of(cecilias.get(page))
    assert (
        "Nästa steg Ärendet är pausat Gäldenären har hört av sig. Vi tar hand om det först. Inget brev går"
        in shown
    )
    assert "Gäldenären har hört av sig." in text_of(cecilias.get(listed))
    assert "inkassokrav skickas" not in text_of(cecilias.get("/oversikt/")).lower()
    staff(ASTRID)
    assert "Gäldenären har hört av sig. Vi tar hand om det först. Inget brev går innan dess." in text_of(
        logged_in(ASTRID).get(f"/handlaggning/arenden/{anna.number}/")
    )


def test_a_message_that_stops_nothing_pauses_nothing(anna: Case, cecilias: Client) -> None:
    says(anna, Notice.Kind.MESSAGE, text="När kommer nästa brev?")
    assert "Ärendet är pausat" not in text_of(cecilias.get(f"/arenden/{anna.number}/"))


def test_who_says_to_have_paid_is_asked_about_once(anna: Case, cecilias: Client) -> None:
    says(anna, Notice.Kind.PAID, amount=Ore(100_00), day=REMINDED)
    take_up()
    shown = text_of(cecilias.get(f"/arenden/{anna.number}/"))
    assert "Ärendet är pausat Gäldenären säger sig ha betalat. Vi väntar på borgenärens svar." in shown
    asked = text_of(cecilias.get("/fragor/"))
    assert (asked.count("Säger sig ha betalat."), asked.count("Nästa steg tas")) == (1, 0)
