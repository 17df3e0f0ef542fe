"""The login meets the database: the first time a person is made, the second time known again, whoever asks."""

from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import SESSION_KEY

from ekrav.accounts.bankid.configuration import oidc_settings
from ekrav.accounts.models import Person
from ekrav.tenancy import person_scope
from tests.bankid.provider import DIDRIK, Browser, Provider

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def browser(provider: Provider, settings: Any) -> Browser:
    """A browser, with sessions in the database as in real life and nobody standing in for it."""
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
    return Browser()


def person_of(browser: Browser) -> Person:
    person_id = int(browser.service.session[SESSION_KEY])
    with person_scope(person_id=person_id):
        return Person.objects.get(pk=person_id)


def test_a_person_is_known_again_by_issuer_and_number_alone(browser: Browser, provider: Provider) -> None:
    assert browser.log_in().status_code == 302
    first = person_of(browser)
    assert first.name == "Cecilia Ek"
    provider.misbehave(claims={"name": "Cecilia Ek Holm", "email": "new@arebygg.example"})
    again = Browser()
    assert again.log_in().status_code == 302
    assert person_of(again).pk == first.pk
    assert person_of(again).name == "Cecilia Ek Holm"
    other = Browser()
    provider.misbehave(claims={"name": "Cecilia Ek Holm", "email": "new@arebygg.example"})
    assert other.log_in(number=DIDRIK).status_code == 302
    assert person_of(other).pk != first.pk


def test_a_provider_on_another_port_vouches_for_the_same_people(
    browser: Browser, tmp_path: Path, settings: Any
) -> None:
    browser.log_in()
    with Provider(store=tmp_path) as elsewhere:
        for name, value in oidc_settings({"EKRAV_WORLD": "demo", "EKRAV_SANDBOX_URL": elsewhere.url}).items():
            setattr(settings, name, value)
        later = Browser()
        assert later.log_in().status_code == 302
    assert person_of(later).pk == person_of(browser).pk


def test_a_fresh_bankid_is_confirmed_against_the_database(browser: Browser) -> None:
    browser.log_in()
    assert browser.log_in(page="bankid:again").status_code == 302


def test_a_refusals_page_is_shown_with_the_database_there(browser: Browser, provider: Provider) -> None:
    provider.misbehave(signature="none")
    assert browser.log_in().status_code == 403
    assert browser.service.get("/bankid/logga-in/").status_code == 200
