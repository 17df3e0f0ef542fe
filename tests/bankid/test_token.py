"""Judging an ID token: pure, so every edge is tried to the second, and no text whatever makes it stumble."""

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from ekrav.accounts.bankid.refusal import LoginRefused, Reason
from ekrav.accounts.bankid.token import Expectation, moment, signed_claims, verified_claims

AT = datetime(2026, 11, 20, 12, 0, 0, tzinfo=UTC)
ISSUER = "https://idp.example"
EXPECTED = Expectation(
    issuer=ISSUER,
    client_id="ekrav",
    nonce="n",
    acr=("loa3",),
    authenticated_after=AT - timedelta(minutes=15),
)


@lru_cache
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@lru_cache
def jwks() -> dict[str, Any]:
    public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(private_key().public_key()))
    return {"keys": [{"kid": "k", "kty": "RSA", "n": public["n"], "e": public["e"]}]}


def claims(**changes: object) -> dict[str, object]:
    now = int(AT.timestamp())
    true = {"iss": ISSUER, "aud": "ekrav", "sub": "s", "nonce": "n", "acr": "loa3"}
    return true | {"iat": now, "exp": now + 300, "auth_time": now - 5} | changes


def token(**changes: object) -> str:
    return jwt.encode(claims(**changes), private_key(), algorithm="RS256", headers={"kid": "k"})


def verdict(id_token: str, *, keys: dict[str, Any] | None = None, access_token: str = "a") -> Reason | None:
    try:
        verified_claims(
            id_token=id_token, jwks=keys or jwks(), access_token=access_token, expected=EXPECTED, at=AT
        )
    except LoginRefused as refused:
        return refused.reason
    return None


def seconds(number: float) -> float:
    return AT.timestamp() + number


def test_a_true_token_is_believed() -> None:
    assert verdict(token()) is None
    assert verdict(token(aud=["ekrav"], azp="ekrav", nbf=seconds(0))) is None


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"exp": seconds(-29)}, None),  # thirty seconds of leeway for clocks that differ
        ({"exp": seconds(-30)}, Reason.EXPIRED),
        ({"iat": seconds(30)}, None),
        ({"iat": seconds(31)}, Reason.NOT_YET),
        ({"iat": seconds(-630)}, None),  # ten minutes and the leeway
        ({"iat": seconds(-631)}, Reason.EXPIRED),
        ({"nbf": seconds(30)}, None),
        ({"nbf": seconds(31)}, Reason.NOT_YET),
        ({"nbf": "soon"}, Reason.TOKEN_MALFORMED),
        ({"auth_time": seconds(-930)}, None),  # fifteen minutes and the leeway
        ({"auth_time": seconds(-931)}, Reason.AUTH_TIME),
        ({"auth_time": seconds(30)}, None),
        ({"auth_time": seconds(31)}, Reason.AUTH_TIME),
        ({"auth_time": False}, Reason.AUTH_TIME),
        ({"exp": seconds(300.5)}, None),  # a NumericDate may have a fraction (RFC 7519)
        ({"aud": []}, Reason.AUDIENCE),
        ({"acr": "loa2"}, Reason.ACR),
        ({"acr": "loa3 loa2"}, Reason.ACR),
        ({"aud": ["ekrav", "ekrav"]}, Reason.AUDIENCE),
        ({"azp": None}, Reason.AUDIENCE),
        ({"sub": 7}, Reason.SUBJECT),
        ({"at_hash": 7}, Reason.ACCESS_TOKEN),
    ],
)
def test_every_edge_to_the_second(changes: dict[str, object], reason: Reason | None) -> None:
    assert verdict(token(**changes)) is reason


def test_the_hash_of_the_access_token_binds_the_two() -> None:
    # OpenID Connect Core 1.0, A.3: this access token has this hash.
    bound = token(at_hash="77QmUPtjPfzWtF2AnpK9RQ")
    assert verdict(bound, access_token="jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Y") is None
    assert verdict(bound, access_token="jHkWEdUXMU1BwAsC4vtUsZwnNvTIxEl0z9K3vx5KF0Z") is Reason.ACCESS_TOKEN


def test_an_empty_nonce_is_never_expected() -> None:
    nothing = Expectation(
        issuer=ISSUER,
        client_id="ekrav",
        nonce="",
        acr=("loa3",),
        authenticated_after=AT - timedelta(minutes=1),
    )
    with pytest.raises(LoginRefused, match="nonce"):
        verified_claims(id_token=token(nonce=""), jwks=jwks(), access_token="a", expected=nothing, at=AT)


def test_a_key_in_the_token_itself_has_no_say() -> None:
    attacker = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    own = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(attacker.public_key()))
    headers = {"kid": "k", "jwk": own, "jku": "https://evil.example/jwks", "x5u": "https://evil.example/x"}
    forged = jwt.encode(claims(), attacker, algorithm="RS256", headers=headers)
    assert verdict(forged) is Reason.SIGNATURE


def test_a_signature_over_something_that_is_no_object_is_worth_nothing() -> None:
    signed = jwt.PyJWS().encode(b'["iss"]', private_key(), algorithm="RS256", headers={"kid": "k"})
    assert verdict(signed) is Reason.TOKEN_MALFORMED


@given(
    st.one_of(st.text(max_size=300), st.from_regex(r"[\w-]{0,40}\.[\w-]{0,40}\.[\w-]{0,40}", fullmatch=True))
)
def test_no_text_makes_the_judge_stumble(text: str) -> None:
    assert verdict(text) is not None


@given(
    header=st.dictionaries(
        st.sampled_from(["alg", "kid", "typ", "crit", "b64"]),
        st.one_of(
            st.none(), st.booleans(), st.integers(), st.text(max_size=5), st.just("RS256"), st.just("k")
        ),
    ),
    body=st.binary(max_size=60),
)
def test_no_header_makes_the_judge_stumble(header: dict[str, object], body: bytes) -> None:
    parts = (json.dumps(header).encode(), body, b"x")
    text = ".".join(base64.urlsafe_b64encode(part).rstrip(b"=").decode() for part in parts)
    assert verdict(text) is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.dictionaries(st.sampled_from([*sorted(claims()), "azp", "nbf", "at_hash"]), JSON, max_size=4))
def test_no_signed_claims_make_the_judge_stumble(changes: dict[str, object]) -> None:
    """Wrong types, not-a-number and infinite included: refused or believed, never an exception."""
    body = json.dumps(claims(**changes)).encode()
    text = jwt.PyJWS().encode(body, private_key(), algorithm="RS256", headers={"kid": "k"})
    assert verdict(text) in {None, *Reason}


@given(st.dictionaries(st.sampled_from(["kid", "kty", "n", "e", "use", "alg", "d"]), JSON))
def test_no_list_of_keys_makes_the_judge_stumble(key: dict[str, object]) -> None:
    assert verdict(token(), keys={"keys": [{"kid": "k"} | key, 7, None]}) is not None


def test_signed_claims_alone_say_nothing_about_for_whom() -> None:
    assert signed_claims(token=token(aud="another"), jwks=jwks())["aud"] == "another"


def test_a_moment_is_a_number_of_seconds() -> None:
    assert moment({"exp": 1_795_176_000}, "exp") == datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
    assert moment({"exp": float("nan")}, "exp") is None
    assert moment({"exp": float("inf")}, "exp") is None
    assert moment({}, "exp") is None
