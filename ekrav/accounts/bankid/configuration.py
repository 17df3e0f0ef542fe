"""The settings of the BankID login, from environment variables. No Django here: the settings file itself
calls this.

| Variable | Meaning |
|---|---|
| EKRAV_IDP_URL | the issuer, exactly as the ID token's `iss` says it |
| EKRAV_IDP_CLIENT_ID, EKRAV_IDP_CLIENT_SECRET | who we are at the broker |
| EKRAV_IDP_BROKER | the row of `claims.CLAIM_MAPS`: oidc_se (default), idura, signicat |
| EKRAV_IDP_ACR | accepted `acr` values, blank-separated, instead of the row's |
| EKRAV_IDP_AUTHORIZATION_ENDPOINT, EKRAV_IDP_TOKEN_ENDPOINT | from the broker's discovery document |
| EKRAV_IDP_USERINFO_ENDPOINT, EKRAV_IDP_JWKS_URI | from the broker's discovery document |
| EKRAV_IDP_END_SESSION_ENDPOINT | the same; may be left out when the broker has none |
| EKRAV_IDP_FORM_ORIGINS | further origins the broker sends the browser through, blank-separated |

In a demo world everything has a default that fits the development identity provider: its addresses lie under
EKRAV_SANDBOX_URL, and its name is the same wherever it listens.
"""

from collections.abc import Mapping
from urllib.parse import urlsplit

from ekrav.accounts.bankid.claims import CLAIM_MAPS

DEMO_ISSUER = "http://localhost:8002/idp"
"""What the demo's identity provider calls itself. A name, which people are known by, and not where it is: a demo world
that moves to other ports keeps its people.
"""
DEMO_CLIENT_ID = "ekrav"
DEMO_CLIENT_SECRET = "only-for-the-demo-world-and-its-own-identity-provider"

_ENDPOINTS = {
    "OIDC_OP_AUTHORIZATION_ENDPOINT": ("EKRAV_IDP_AUTHORIZATION_ENDPOINT", "/authorize"),
    "OIDC_OP_TOKEN_ENDPOINT": ("EKRAV_IDP_TOKEN_ENDPOINT", "/token"),
    "OIDC_OP_USER_ENDPOINT": ("EKRAV_IDP_USERINFO_ENDPOINT", "/userinfo"),
    "OIDC_OP_JWKS_ENDPOINT": ("EKRAV_IDP_JWKS_URI", "/jwks"),
    "BANKID_END_SESSION_ENDPOINT": ("EKRAV_IDP_END_SESSION_ENDPOINT", "/end_session"),
}
_MAY_BE_ABSENT = {"BANKID_END_SESSION_ENDPOINT"}


class NotALoginConfiguration(ValueError):
    """The environment does not say, or says wrongly, how people log in."""


def oidc_settings(env: Mapping[str, str]) -> dict[str, object]:
    """The Django settings of the BankID login, OIDC_* for mozilla-django-oidc and BANKID_* for ourselves.

    Raises `NotALoginConfiguration`: outside a demo world nothing has a default and every address is https.
    The debtor portal and the database owner log nobody in, so they may lack an identity provider.
    """
    demo = env.get("EKRAV_WORLD") == "demo"
    broker = env.get("EKRAV_IDP_BROKER", "oidc_se")
    if broker not in CLAIM_MAPS:
        raise NotALoginConfiguration(f"EKRAV_IDP_BROKER is {broker!r}; known: {', '.join(CLAIM_MAPS)}")
    settings: dict[str, object] = {
        "AUTHENTICATION_BACKENDS": ["ekrav.accounts.bankid.backend.BankIdBackend"],
        "LOGIN_URL": "bankid:login",
        "LOGIN_REDIRECT_URL": "accounts:start",
        "OIDC_AUTHENTICATION_CALLBACK_URL": "bankid:callback",
        "OIDC_RP_SIGN_ALGO": "RS256",
        "OIDC_RP_SCOPES": CLAIM_MAPS[broker].scope,
        "OIDC_USE_NONCE": True,
        "OIDC_USE_PKCE": True,
        "OIDC_PKCE_CODE_CHALLENGE_METHOD": "S256",
        "OIDC_TOKEN_USE_BASIC_AUTH": True,
        "OIDC_TIMEOUT": 5,
        "OIDC_MAX_STATES": 10,
        "BANKID_CLAIM_MAP": broker,
        "BANKID_ACR": tuple(env.get("EKRAV_IDP_ACR", "").split()) or CLAIM_MAPS[broker].acr,
    }
    if not demo and "EKRAV_IDP_URL" not in env and env.get("EKRAV_FACE", "web") != "web":
        return settings | _nobody_logs_in()
    return settings | _client(env, demo=demo) | _addresses(env, demo=demo)


def _client(env: Mapping[str, str], *, demo: bool) -> dict[str, object]:
    client_id = env.get("EKRAV_IDP_CLIENT_ID", DEMO_CLIENT_ID if demo else "")
    secret = env.get("EKRAV_IDP_CLIENT_SECRET", DEMO_CLIENT_SECRET if demo else "")
    if not client_id or not secret:
        raise NotALoginConfiguration("EKRAV_IDP_CLIENT_ID and EKRAV_IDP_CLIENT_SECRET must be set")
    if not demo and secret == DEMO_CLIENT_SECRET:
        raise NotALoginConfiguration("EKRAV_IDP_CLIENT_SECRET is the demo world's")
    return {"OIDC_RP_CLIENT_ID": client_id, "OIDC_RP_CLIENT_SECRET": secret}


def _addresses(env: Mapping[str, str], *, demo: bool) -> dict[str, object]:
    issuer = _address("EKRAV_IDP_URL", env.get("EKRAV_IDP_URL", DEMO_ISSUER if demo else ""), demo=demo)
    addresses: dict[str, object] = {"BANKID_ISSUER": issuer}
    sandbox = env.get("EKRAV_SANDBOX_URL", "").rstrip("/")
    base = f"{sandbox}/idp" if sandbox else issuer.rstrip("/")
    for setting, (variable, path) in _ENDPOINTS.items():
        value = env.get(variable, base + path if demo else "")
        absent = not value and setting in _MAY_BE_ABSENT
        addresses[setting] = "" if absent else _address(variable, value, demo=demo)
    used = (addresses["OIDC_OP_AUTHORIZATION_ENDPOINT"], addresses["BANKID_END_SESSION_ENDPOINT"])
    origins = [_origin(str(address)) for address in used if address]
    further = env.get("EKRAV_IDP_FORM_ORIGINS", "").split()
    return addresses | {"BANKID_FORM_ORIGINS": list(dict.fromkeys(origins + further))}


def _nobody_logs_in() -> dict[str, object]:
    names = ("OIDC_RP_CLIENT_ID", "OIDC_RP_CLIENT_SECRET", "BANKID_ISSUER", *_ENDPOINTS)
    return dict.fromkeys(names, "") | {"BANKID_FORM_ORIGINS": []}


def _address(variable: str, value: str, *, demo: bool) -> str:
    parts = urlsplit(value)
    allowed = {"https", "http"} if demo else {"https"}
    if parts.scheme not in allowed or not parts.hostname or parts.query or parts.fragment:
        raise NotALoginConfiguration(f"{variable} must be an https:// address without query; it is {value!r}")
    return value


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"
