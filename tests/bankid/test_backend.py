"""The backend is no way in by itself, whatever is handed to it."""

import pytest
from django.contrib import auth
from django.test import RequestFactory

from ekrav.accounts.bankid.backend import BankIdBackend
from tests.bankid.provider import Provider


@pytest.mark.parametrize(
    "credentials",
    [
        {},
        {"nonce": "x", "code_verifier": "y"},
        {"username": "cecilia", "password": "secret"},
        {"email": "cecilia@arebygg.example"},
    ],
)
def test_no_credentials_authenticate_anybody(credentials: dict[str, str], provider: Provider) -> None:
    request = RequestFactory().get("/bankid/tillbaka/", {"code": "a", "state": "b"})
    assert auth.authenticate(request, **credentials) is None


def test_nobody_is_found_by_claims(provider: Provider) -> None:
    claims = {"sub": "1", "email": "cecilia@arebygg.example"}
    assert BankIdBackend().verify_claims(claims) is False
    assert list(BankIdBackend().filter_users_by_claims(claims)) == []


def test_the_only_backend_is_bankid(provider: Provider) -> None:
    assert [type(backend).__name__ for backend in auth.get_backends()] == ["BankIdBackend"]
