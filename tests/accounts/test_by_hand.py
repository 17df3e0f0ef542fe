"""Signing up while the registers are silent: the company says all, and is held until staff have looked."""

import pytest
from django.conf import settings

from ekrav.sandbox.demo_data import CECILIA
from tests.accounts.given import ANSWERS, creditors, sign_up_at_the_pages
from tests.pages import logged_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

BY_HAND = ANSWERS | {
    "name": "Åre Bygg AB",
    "legal_form": "AB",
    "street": "Kabinbanevägen 22",
    "postcode": "837 52",
    "city": "Åre",
    "f_skatt": "on",
}


@pytest.mark.parametrize(
    ("url", "words"),
    [("", "Vi kontrollerar uppgifterna för hand"), ("http://127.0.0.1:9", "Företagsregistret svarar inte")],
)
def test_without_a_register_the_company_says_all_and_is_held(
    agency: None, monkeypatch: pytest.MonkeyPatch, url: str, words: str
) -> None:
    monkeypatch.setattr(settings, "REGISTER_URL", url)
    cecilia = logged_in(CECILIA)
    answer = cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"}, follow=True)
    assert words in text_of(answer)
    assert cecilia.post("/nytt-foretag/uppgifter/", BY_HAND | {"legal_form": "BRF"}).status_code == 400
    sign_up_at_the_pages(cecilia, answers=BY_HAND)
    [company] = creditors()
    assert (company.name, company.legal_form, company.city, company.f_skatt) == (
        "Åre Bygg AB",
        "AB",
        "Åre",
        True,
    )
    assert (company.signatory_confirmed_at, company.bankgiro_confirmed_at) == (None, None)


def test_the_register_falls_silent_at_the_end_and_the_company_is_held(
    registers: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    cecilia = logged_in(CECILIA)
    cecilia.post("/nytt-foretag/", {"organisation_number": "5566778899"})
    cecilia.post("/nytt-foretag/uppgifter/", ANSWERS)
    cecilia.get("/nytt-foretag/avtal/")
    monkeypatch.setattr(settings, "REGISTER_URL", "http://127.0.0.1:9")
    cecilia.post("/nytt-foretag/avtal/", {"accept": "on"})
    [company] = creditors()
    assert (company.name, company.is_held) == ("Åre Bygg AB", True)
