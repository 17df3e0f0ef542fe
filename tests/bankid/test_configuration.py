"""The login's settings: a demo world needs none, a real installation has no defaults to be wrong by."""

import subprocess
import sys

import pytest

from ekrav.accounts.bankid.configuration import (
    DEMO_CLIENT_SECRET,
    DEMO_ISSUER,
    NotALoginConfiguration,
    oidc_settings,
)
from ops.checkout import demo_addresses

REAL = {
    "EKRAV_WORLD": "production",
    "EKRAV_IDP_URL": "https://nordanvik.idura.broker",
    "EKRAV_IDP_BROKER": "idura",
    "EKRAV_IDP_CLIENT_ID": "urn:nordanvik",
    "EKRAV_IDP_CLIENT_SECRET": "s3cret",
    "EKRAV_IDP_AUTHORIZATION_ENDPOINT": "https://nordanvik.idura.broker/oauth2/authorize",
    "EKRAV_IDP_TOKEN_ENDPOINT": "https://nordanvik.idura.broker/oauth2/token",
    "EKRAV_IDP_USERINFO_ENDPOINT": "https://nordanvik.idura.broker/oauth2/userinfo",
    "EKRAV_IDP_JWKS_URI": "https://nordanvik.idura.broker/.well-known/jwks",
}


def test_a_demo_world_needs_only_the_address() -> None:
    settings = oidc_settings({"EKRAV_WORLD": "demo", "EKRAV_SANDBOX_URL": "http://localhost:8402"})
    assert settings["OIDC_OP_TOKEN_ENDPOINT"] == "http://localhost:8402/idp/token"
    assert settings["BANKID_FORM_ORIGINS"] == ["http://localhost:8402"]
    assert settings["OIDC_RP_CLIENT_ID"] == "ekrav"


def test_a_demo_worlds_people_are_known_by_the_same_name_whatever_ports_it_listens_on() -> None:
    here, there = (oidc_settings({"EKRAV_WORLD": "demo"} | demo_addresses(port)) for port in (8610, 8620))
    assert here["BANKID_ISSUER"] == there["BANKID_ISSUER"] == DEMO_ISSUER
    assert here["OIDC_OP_TOKEN_ENDPOINT"] == "http://localhost:8612/idp/token"
    assert there["OIDC_OP_TOKEN_ENDPOINT"] == "http://localhost:8622/idp/token"


def test_a_real_installation_says_it_all() -> None:
    settings = oidc_settings(REAL)
    assert settings["OIDC_OP_JWKS_ENDPOINT"] == "https://nordanvik.idura.broker/.well-known/jwks"
    assert settings["BANKID_END_SESSION_ENDPOINT"] == ""
    assert settings["BANKID_FORM_ORIGINS"] == ["https://nordanvik.idura.broker"]
    assert "urn:grn:authn:se:bankid" in settings["BANKID_ACR"]  # type: ignore[operator]
    assert settings["OIDC_RP_SCOPES"] == "openid"


def test_what_the_login_rests_on_is_never_left_to_the_environment() -> None:
    settings = oidc_settings(REAL)
    fixed = (
        "OIDC_RP_SIGN_ALGO",
        "OIDC_USE_NONCE",
        "OIDC_USE_PKCE",
        "OIDC_PKCE_CODE_CHALLENGE_METHOD",
        "OIDC_TIMEOUT",
    )
    assert [settings[name] for name in fixed] == ["RS256", True, True, "S256", 5]
    assert settings["AUTHENTICATION_BACKENDS"] == ["ekrav.accounts.bankid.backend.BankIdBackend"]
    assert "OIDC_ALLOW_UNSECURED_JWT" not in settings


def test_accepted_levels_and_further_origins_can_be_named() -> None:
    more = {"EKRAV_IDP_ACR": "a b", "EKRAV_IDP_FORM_ORIGINS": "https://login.bankid.com"}
    settings = oidc_settings(REAL | more)
    assert settings["BANKID_ACR"] == ("a", "b")
    assert settings["BANKID_FORM_ORIGINS"] == ["https://nordanvik.idura.broker", "https://login.bankid.com"]


@pytest.mark.parametrize(
    "change",
    [
        {"EKRAV_IDP_URL": "http://nordanvik.idura.broker"},
        {"EKRAV_IDP_URL": "nordanvik.idura.broker"},
        {"EKRAV_IDP_URL": ""},
        {"EKRAV_IDP_TOKEN_ENDPOINT": "http://nordanvik.idura.broker/token"},
        {"EKRAV_IDP_JWKS_URI": ""},
        {"EKRAV_IDP_JWKS_URI": "https://x.se/jwks?kid=1"},
        {"EKRAV_IDP_END_SESSION_ENDPOINT": "http://x.se/logout"},
        {"EKRAV_IDP_CLIENT_ID": ""},
        {"EKRAV_IDP_CLIENT_SECRET": ""},
        {"EKRAV_IDP_CLIENT_SECRET": DEMO_CLIENT_SECRET},
        {"EKRAV_IDP_BROKER": "somebody"},
    ],
)
def test_nonsense_is_refused_at_start(change: dict[str, str]) -> None:
    with pytest.raises(NotALoginConfiguration):
        oidc_settings(REAL | change)


def test_outside_a_demo_world_the_development_provider_has_no_place() -> None:
    with pytest.raises(NotALoginConfiguration):
        oidc_settings({"EKRAV_WORLD": "production"})
    with pytest.raises(NotALoginConfiguration):
        oidc_settings(REAL | {"EKRAV_IDP_URL": "http://localhost:8002/idp"})


@pytest.mark.parametrize("face", ["portal", "owner"])
def test_who_logs_nobody_in_needs_no_provider(face: str) -> None:
    settings = oidc_settings({"EKRAV_WORLD": "production", "EKRAV_FACE": face})
    assert settings["OIDC_OP_TOKEN_ENDPOINT"] == ""
    assert settings["BANKID_FORM_ORIGINS"] == []


def test_the_configuration_needs_no_django() -> None:
    code = "import sys, ekrav.accounts.bankid.configuration; sys.exit('django' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
