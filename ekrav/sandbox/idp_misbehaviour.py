"""How the identity provider can be made to err, so that the login's refusals can be tested over the real
wire.

`POST /idp/_misbehave` with a JSON object, kept until the next one; an empty object restores good behaviour:

| Key | Meaning |
|---|---|
| claims, userinfo, header | replace values in the ID token, in userinfo, in the ID token's header |
| tokens | replaces values in the token endpoint's answer |
| signature | own (default), other, weak, none, hs256-with-public-key, rs512, altered |
| keys | own (default), swapped, weak, empty, twice, not-for-signing, symmetric, not-a-list |
| answers | for token, jwks or userinfo: down, refused, garbage, huge, slow, redirect, list |

A replacement of null removes the value; {"now": -60} is a moment, in seconds from now.
The address answers only when the sandbox was made for tests (`IDP_MAY_MISBEHAVE`).
"""

import time
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, current_app, request

from ekrav.sandbox.idp_tokens import (
    altered,
    key_id,
    public_jwk,
    signed,
    signed_with_public_key,
    signing_key,
    unsigned,
)
from ekrav.sandbox.store import Store, current_store

Told = dict[str, Any]

_WRONG_ANSWERS = {
    "down": (503, "down"),
    "refused": (400, '{"error": "invalid_grant"}'),
    "garbage": (200, "<html>not JSON"),
    "huge": (200, '{"x": "' + "x" * 1_000_000 + '"}'),
    "slow": (200, "{}"),
    "redirect": (302, ""),
    "list": (200, "[]"),
}

control = Blueprint("misbehaviour", __name__)


@control.post("/_misbehave")
def misbehave() -> tuple[str, int]:
    """Take down how to err from now on."""
    if not current_app.config.get("IDP_MAY_MISBEHAVE"):
        abort(404)
    current_store().put(space="idp", key="misbehaviour", body=dict(request.get_json()))
    return "", 204


def told() -> Told:
    """How to err; empty for good behaviour."""
    if not current_app.config.get("IDP_MAY_MISBEHAVE"):
        return {}
    return current_store().get(space="idp", key="misbehaviour") or {}


def changed(values: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    """`values` with the told changes."""
    result = dict(values)
    for name, value in changes.items():
        if value is None:
            result.pop(name, None)
        elif isinstance(value, dict) and set(value) == {"now"}:
            result[name] = int(time.time()) + value["now"]
        else:
            result[name] = value
    return result


def id_token(claims: dict[str, Any], *, store: Store) -> str:
    """The ID token, signed as told."""
    how = told()
    claims = changed(claims, how.get("claims", {}))
    own = signing_key(store)
    header = changed({"kid": key_id(own)}, how.get("header", {}))
    ways = {
        "other": lambda: signed(claims, key=signing_key(store, name="other"), header=header),
        "weak": lambda: signed(claims, key=signing_key(store, name="weak", bits=1024)),
        "none": lambda: unsigned(claims, key=own),
        "hs256-with-public-key": lambda: signed_with_public_key(claims, key=own),
        "rs512": lambda: signed(claims, key=own, header=header, algorithm="RS512"),
        "altered": lambda: altered(signed(claims | {"sub": "somebody"}, key=own), claims),
    }
    return ways.get(how.get("signature", "own"), lambda: signed(claims, key=own, header=header))()


def keys(store: Store) -> object:
    """The `keys` of the JWKS, as told."""
    own = public_jwk(signing_key(store))
    ways: dict[str, Callable[[], object]] = {
        "swapped": lambda: [public_jwk(signing_key(store, name="other")) | {"kid": own["kid"]}],
        "weak": lambda: [public_jwk(signing_key(store, name="weak", bits=1024))],
        "empty": list,
        "twice": lambda: [own, public_jwk(signing_key(store, name="other")) | {"kid": own["kid"]}],
        "not-for-signing": lambda: [own | {"use": "enc"}],
        "symmetric": lambda: [{"kty": "oct", "kid": own["kid"], "k": "c2VjcmV0"}],
        "not-a-list": lambda: own,
    }
    return ways.get(told().get("keys", "own"), lambda: [own])()


def answer(name: str) -> Response | None:
    """The wrong answer told for an address; None to answer properly."""
    how = told().get("answers", {}).get(name)
    if how not in _WRONG_ANSWERS:
        return None
    if how == "slow":
        time.sleep(2)
    status, body = _WRONG_ANSWERS[how]
    return Response(
        body, status, content_type="application/json", headers={"Location": "http://127.0.0.1:9/"}
    )
