"""The login against a real identity provider over HTTP, and without a database: none may be touched on the way."""

from collections.abc import Iterator
from datetime import datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django.core.cache import cache

from ekrav.accounts import people
from ekrav.accounts.bankid.configuration import oidc_settings
from ekrav.accounts.bankid.identity import BankIdIdentity
from ekrav.accounts.models import Person
from tests.bankid.provider import Browser, Provider


@pytest.fixture(scope="session")
def running_provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Provider]:
    """One identity provider for all tests; keys are slow to make."""
    with Provider(store=tmp_path_factory.mktemp("sandbox")) as provider:
        yield provider


@pytest.fixture
def provider(running_provider: Provider, settings: Any) -> Iterator[Provider]:
    """A well-behaved identity provider that the service is configured for."""
    for name, value in oidc_settings(
        {"EKRAV_WORLD": "demo", "EKRAV_SANDBOX_URL": running_provider.url}
    ).items():
        setattr(settings, name, value)
    settings.LOGIN_REDIRECT_URL = "/bankid/utloggad/"  # any page of ours that needs no database
    settings.SESSION_ENGINE = "django.contrib.sessions.backends.cache"
    settings.ALLOWED_HOSTS = ["testserver"]
    running_provider.misbehave()
    cache.clear()
    yield running_provider
    running_provider.misbehave()


class Register:
    """Stands where the database is: people get numbers in the order they come."""

    def __init__(self) -> None:
        self.identities: list[BankIdIdentity] = []
        self.known: dict[tuple[str, str], int] = {}
        self.shut_out: set[str] = set()

    def recognise(self, *, identity: BankIdIdentity, at: datetime) -> Any:
        """As `people.recognise`."""
        if identity.person_number in self.shut_out:
            raise people.NotWelcome
        self.identities.append(identity)
        key = (identity.issuer, identity.person_number)
        return SimpleNamespace(pk=self.known.setdefault(key, 7 + len(self.known)))


def in_good_standing(*, person_id: int) -> people.Standing:
    """As `people.standing` of somebody without a company."""
    person = Person(pk=person_id, name="Cecilia Ek")
    return people.Standing(person=person, memberships=(), companies={}, staff=None)


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch) -> Register:
    """Everybody the service has recognised in this test."""
    made = Register()
    monkeypatch.setattr("ekrav.accounts.people.recognise", made.recognise)
    monkeypatch.setattr("ekrav.accounts.access.standing", in_good_standing)
    monkeypatch.setattr("ekrav.accounts.context.the_agency", lambda: None)
    return made


@pytest.fixture
def browser(provider: Provider, register: Register) -> Browser:
    """A browser nobody has used."""
    return Browser()
